//! A root's certificate revocation list (RFC 5280, section 5), signed by the ARK. It can only concern the intermediate
//! authorities: AMD's leaf certificates carry serial number 0.

use crate::anchors::TrustAnchor;
use crate::crypto::verify_rsa4096_pss_sha384;
use crate::der::{Der, tag};
use crate::error::{Code, Error};
use crate::time::{UnixTime, Validity};
use crate::x509::{Extensions, Name, VerifiedChain, check_signature_algorithm};

/// Genuine ones have under 1 KiB.
pub const MAX_CRL_BYTES: usize = 1024 * 1024;

/// A list as received: what is signed, and by whom it says it is.
struct RevocationList<'a> {
    tbs: &'a [u8],
    algorithm: &'a [u8],
    signature: &'a [u8],
}

impl<'a> RevocationList<'a> {
    fn split(raw: &'a [u8]) -> Result<Self, Error> {
        let mut outer = Der::new(raw, "revocation list");
        if raw.len() > MAX_CRL_BYTES {
            return Err(outer.error("is larger than 1 MiB"));
        }
        let mut list = outer.enter(tag::SEQUENCE)?;
        outer.finish()?;
        let tbs = list.expect(tag::SEQUENCE)?.raw;
        let algorithm = list.expect(tag::SEQUENCE)?.raw;
        check_signature_algorithm(algorithm, &list)?;
        let signature = list.bit_string()?;
        list.finish()?;
        Ok(Self { tbs, algorithm, signature })
    }
}

/// Checks that the chain's intermediate authority is not revoked, and gives the time until which the list speaks.
///
/// The signature is verified before anything of the content is read, and every entry is read before the verdict.
///
/// # Errors
/// - `collateral_forged`: the list is not signed by the chain's root, which includes a genuine list of another product.
/// - `collateral_malformed`: it breaks its format, has no nextUpdate, or a critical extension that is not understood.
/// - `collateral_expired`, `collateral_not_yet_valid`: `now` is outside thisUpdate to nextUpdate.
/// - `collateral_revoked`: the intermediate's serial number is on it.
pub fn check_revocation(raw: &[u8], chain: &VerifiedChain<'_>, now: UnixTime) -> Result<UnixTime, Error> {
    let list = RevocationList::split(raw)?;
    check_signature(&list, chain.anchor())?;

    let mut outer = Der::new(list.tbs, "revocation list");
    let mut fields = outer.enter(tag::SEQUENCE)?;
    if fields.small()? != 1 {
        return Err(fields.error("is not of version 2"));
    }
    if fields.expect(tag::SEQUENCE)?.raw != list.algorithm {
        return Err(fields.error("names two different signature algorithms"));
    }
    if Name::read(&mut fields)?.raw() != chain.anchor().subject {
        return Err(Error::new(
            Code::CollateralForged,
            "the revocation list names another issuer than the chain's root",
        )
        .field("revocation list, issuer"));
    }
    let not_before = UnixTime::read(&mut fields)?;
    // RFC 5280, section 5.1.2.5: nextUpdate must be there, and a list without it would speak for ever.
    let not_after = UnixTime::read(&mut fields)?;
    let revoked = read_entries(&mut fields, chain.intermediate_serial())?;
    if let Some(tagged) = fields.optional(tag::context(0))? {
        let mut tagged = Der::new(tagged.contents, "revocation list");
        Extensions::read(&mut tagged)?;
        tagged.finish()?;
    }
    fields.finish()?;

    Validity { not_before, not_after }.check(now, "revocation list")?;
    if revoked {
        return Err(Error::new(
            Code::CollateralRevoked,
            "AMD has revoked the intermediate authority that certified this leaf; nothing that it signed can be trusted",
        )
        .field("intermediate certificate, serial number"));
    }
    Ok(not_after)
}

fn check_signature(list: &RevocationList<'_>, anchor: &TrustAnchor<'_>) -> Result<(), Error> {
    verify_rsa4096_pss_sha384(anchor.modulus, list.tbs, list.signature).map_err(|_| {
        Error::new(
            Code::CollateralForged,
            "the revocation list is not signed by the root of this chain; give the list of the same product",
        )
        .field("revocation list, signature")
    })
}

/// `revokedCertificates` (RFC 5280, section 5.1.2.6): absent when there are none. Every entry is parsed.
fn read_entries(fields: &mut Der<'_>, serial: &[u8]) -> Result<bool, Error> {
    let Some(entries) = fields.optional(tag::SEQUENCE)? else { return Ok(false) };
    let mut entries = Der::new(entries.contents, "revocation list");
    let mut revoked = false;
    while !entries.is_empty() {
        let mut entry = entries.enter(tag::SEQUENCE)?;
        revoked |= entry.unsigned()? == serial;
        UnixTime::read(&mut entry)?;
        if !entry.is_empty() {
            Extensions::read(&mut entry)?;
        }
        entry.finish()?;
    }
    Ok(revoked)
}
