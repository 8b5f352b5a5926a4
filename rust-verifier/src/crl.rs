//! A certificate revocation list (RFC 5280, section 5), signed by the authority whose certificates it concerns.

use crate::crypto::Cache;
use crate::der::{Der, tag};
use crate::error::{Code, Error};
use crate::time::{UnixTime, Validity};
use crate::x509::{Extensions, Name, PublicKey, SignatureAlgorithm};
use std::rc::Rc;

/// Genuine ones have under 3 KiB.
pub const MAX_CRL_BYTES: usize = 1024 * 1024;

/// A list as received: what is signed, and nothing of it believed.
#[derive(Clone, Copy, Debug)]
pub struct ReceivedList<'a> {
    tbs: &'a [u8],
    algorithm: &'a [u8],
    signature_algorithm: SignatureAlgorithm,
    signature: &'a [u8],
}

/// A list that its authority signed.
#[derive(Clone, Debug)]
pub struct RevocationList {
    issuer: Vec<u8>,
    validity: Validity,
    revoked: Vec<Vec<u8>>,
}

impl<'a> ReceivedList<'a> {
    /// Splits exactly one DER list.
    ///
    /// # Errors
    /// `collateral_malformed` for anything but a list of at most 1 MiB with a known signature algorithm.
    pub fn split(raw: &'a [u8]) -> Result<Self, Error> {
        let mut outer = Der::new(raw, "revocation list");
        if raw.len() > MAX_CRL_BYTES {
            return Err(outer.error("is larger than 1 MiB"));
        }
        let mut list = outer.enter(tag::SEQUENCE)?;
        outer.finish()?;
        let tbs = list.expect(tag::SEQUENCE)?.raw;
        let algorithm = list.expect(tag::SEQUENCE)?.raw;
        let signature_algorithm = SignatureAlgorithm::read(algorithm, &list)?;
        let signature = list.bit_string()?;
        list.finish()?;
        Ok(Self { tbs, algorithm, signature_algorithm, signature })
    }

    fn begin(&self) -> Result<Der<'a>, Error> {
        let mut fields = Der::new(self.tbs, "revocation list").enter(tag::SEQUENCE)?;
        if fields.small()? != 1 {
            return Err(fields.error("is not of version 2"));
        }
        if fields.expect(tag::SEQUENCE)?.raw != self.algorithm {
            return Err(fields.error("names two different signature algorithms"));
        }
        Ok(fields)
    }

    /// The authority that the list claims to be of, to choose a key by; nothing is proven.
    ///
    /// # Errors
    /// `collateral_malformed` where it cannot be read.
    pub fn claimed_issuer(&self) -> Result<Name<'a>, Error> {
        Name::read(&mut self.begin()?)
    }

    /// Verifies the signature before anything of the content is read, then reads every entry.
    ///
    /// # Errors
    /// - `collateral_forged`: the list is not signed by the authority of this name and key, which includes a genuine list
    ///   of another authority.
    /// - `collateral_malformed`: it breaks its format, has no nextUpdate, or a critical extension that is not understood.
    pub fn verify(&self, issuer: &[u8], key: &PublicKey<'_>, cache: &Cache) -> Result<Rc<RevocationList>, Error> {
        if !key.verifies(self.signature_algorithm, self.tbs, self.signature, cache) {
            return Err(Error::new(
                Code::CollateralForged,
                "the revocation list is not signed by its authority in this chain: it is forged, or of another product",
            )
            .field("revocation list, signature"));
        }
        let list = cache.remember(&[self.tbs, self.algorithm], &|| self.read())?;
        if list.issuer != issuer {
            return Err(Error::new(
                Code::CollateralForged,
                "the revocation list names another issuer than the authority that signed it",
            )
            .field("revocation list, issuer"));
        }
        Ok(list)
    }

    fn read(&self) -> Result<RevocationList, Error> {
        let mut fields = self.begin()?;
        let issuer = Name::read(&mut fields)?.raw().to_vec();
        let not_before = UnixTime::read(&mut fields)?;
        // RFC 5280, section 5.1.2.5: nextUpdate must be there, and a list without it would speak for ever.
        let not_after = UnixTime::read(&mut fields)?;
        let revoked = read_entries(&mut fields)?;
        if let Some(tagged) = fields.optional(tag::context(0))? {
            let mut tagged = Der::new(tagged.contents, "revocation list");
            Extensions::read(&mut tagged)?;
            tagged.finish()?;
        }
        fields.finish()?;
        Ok(RevocationList { issuer, validity: Validity { not_before, not_after }, revoked })
    }
}

impl RevocationList {
    /// thisUpdate and nextUpdate.
    #[must_use]
    pub const fn validity(&self) -> Validity {
        self.validity
    }

    /// Whether a serial number (its magnitude, big-endian) is on it.
    #[must_use]
    pub fn revokes(&self, serial: &[u8]) -> bool {
        self.revoked.iter().any(|revoked| revoked == serial)
    }
}

/// `revokedCertificates` (RFC 5280, section 5.1.2.6): absent when there are none. Every entry is parsed.
fn read_entries(fields: &mut Der<'_>) -> Result<Vec<Vec<u8>>, Error> {
    let Some(entries) = fields.optional(tag::SEQUENCE)? else { return Ok(Vec::new()) };
    let mut entries = Der::new(entries.contents, "revocation list");
    let mut revoked = Vec::new();
    while !entries.is_empty() {
        let mut entry = entries.enter(tag::SEQUENCE)?;
        revoked.push(entry.unsigned()?.to_vec());
        UnixTime::read(&mut entry)?;
        if !entry.is_empty() {
            Extensions::read(&mut entry)?;
        }
        entry.finish()?;
    }
    Ok(revoked)
}
