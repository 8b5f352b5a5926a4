//! From a PCK certificate to Intel's root, and from the root to who signs collateral (Intel SGX PCK Certificate and CRL
//! Profile Specification, section 1.3).
//!
//! An anchor is believed, not validated. A compiled-in authority saves a signature, never a check of dates.

use super::pck::Pck;
use crate::anchors::{IntelAnchor, IntelAuthority, SIMULATED, known_intel_certificates};
use crate::crypto::Cache;
use crate::error::{Code, Error};
use crate::time::{UnixTime, Validity};
use crate::x509::{Block, Certificate, PublicKey, intel_name, split_blocks};
use std::rc::Rc;

/// The common name of every PCK certificate.
const PCK_NAME: &[u8] = b"Intel SGX PCK Certificate";

const CHAIN_RULE: &str = "give the PCK certificate, its authority and Intel's root, in this order";

/// An authority under the root, proven.
#[derive(Clone, Debug)]
pub struct Authority {
    /// What it certifies.
    pub kind: IntelAuthority,
    /// The subject, DER.
    pub subject: Vec<u8>,
    /// The serial number, big-endian.
    pub serial: Vec<u8>,
    /// An uncompressed point of P-256.
    pub point: Vec<u8>,
    /// The dates of its certificate.
    pub validity: Validity,
}

impl Authority {
    /// The key.
    #[must_use]
    pub fn key(&self) -> PublicKey<'_> {
        PublicKey::P256(&self.point)
    }
}

/// A PCK certificate whose chain held at the time of the call. Only [`verify_pck_chain`] makes one.
#[derive(Clone, Debug)]
pub struct PckChain<'a> {
    anchor: IntelAnchor<'a>,
    members: Rc<Members>,
}

/// What three certificates say that hold under an anchor, whatever the time is.
#[derive(Clone, Debug)]
struct Members {
    /// The anchor's place among those that the chain was tried against.
    anchor: usize,
    authority: Authority,
    pck: Pck,
    pck_point: Vec<u8>,
    pck_serial: Vec<u8>,
    pck_validity: Validity,
}

impl<'a> PckChain<'a> {
    /// The root at which the chain ends.
    #[must_use]
    pub const fn anchor(&self) -> &IntelAnchor<'a> {
        &self.anchor
    }

    /// Whether it is a root that only this caller trusts.
    #[must_use]
    pub fn is_simulated(&self) -> bool {
        self.anchor.name == SIMULATED
    }

    /// The authority that certified the platform.
    #[must_use]
    pub fn authority(&self) -> &Authority {
        &self.members.authority
    }

    /// What the PCK certificate states.
    #[must_use]
    pub fn pck(&self) -> &Pck {
        &self.members.pck
    }

    /// The PCK: an uncompressed point of P-256.
    #[must_use]
    pub fn pck_point(&self) -> &[u8] {
        &self.members.pck_point
    }

    /// The PCK certificate's serial number.
    #[must_use]
    pub fn pck_serial(&self) -> &[u8] {
        &self.members.pck_serial
    }

    /// The earliest end of a validity in the chain.
    #[must_use]
    pub fn valid_until(&self) -> UnixTime {
        self.members
            .pck_validity
            .not_after
            .min(self.members.authority.validity.not_after)
            .min(self.anchor.validity.not_after)
    }
}

/// Verifies the PEM chain of a quote at `now`: exactly three certificates, in their order.
///
/// # Errors
/// - `root_untrusted`: it does not end at an anchor of this call.
/// - `chain_invalid`: a signature does not hold, or a certificate has the wrong name, purpose or place.
/// - `collateral_malformed`: a certificate breaks its encoding or profile.
/// - `collateral_expired`, `collateral_not_yet_valid`: some member's dates. Both ends are inclusive.
pub fn verify_pck_chain<'a>(
    pem: &[u8],
    anchors: &[IntelAnchor<'a>],
    now: UnixTime,
    cache: &Cache,
) -> Result<PckChain<'a>, Error> {
    let mut parts = vec![pem];
    for anchor in anchors {
        parts.extend_from_slice(&anchor.parts());
    }
    let members = cache.remember(&parts, &|| prove(pem, anchors, cache))?;
    let anchor = anchors.get(members.anchor).ok_or_else(root_untrusted)?;
    for (validity, what) in &[
        (members.pck_validity, "PCK certificate"),
        (members.authority.validity, "intermediate certificate"),
        (anchor.validity, "root certificate"),
    ] {
        validity.check(now, what)?;
    }
    Ok(PckChain { anchor: anchor.clone(), members })
}

fn root_untrusted() -> Error {
    Error::new(
        Code::RootUntrusted,
        "the chain does not end at a trusted root: every signature may hold, and the names may be Intel's, but the \
         root is not; nothing that it endorses means anything",
    )
    .field("root certificate")
}

/// Everything about a chain that no time can change.
fn prove(pem: &[u8], anchors: &[IntelAnchor<'_>], cache: &Cache) -> Result<Members, Error> {
    let blocks = split_blocks(pem)?;
    let mut certificates = Vec::new();
    for block in &blocks {
        match block {
            Block::Certificate(der) => certificates.push(Certificate::parse(der)?),
            Block::RevocationList(_) => return Err(invalid("certification data", "has a revocation list in it")),
        }
    }
    let [pck, authority, root] = certificates.as_slice() else {
        return Err(invalid("certification data", "does not have exactly three certificates")
            .expected("3")
            .actual(certificates.len().to_string()));
    };
    let mut numbered = anchors.iter().enumerate();
    let Some((place, anchor)) = numbered.find(|(_, anchor)| anchor.is_stated_by(root, cache)) else {
        let is_misplaced =
            [pck, authority].iter().any(|other| anchors.iter().any(|anchor| anchor.is_stated_by(other, cache)));
        return Err(if is_misplaced {
            invalid("root certificate", "does not have its certificates in their order")
        } else {
            root_untrusted()
        });
    };
    let authority = verify_authority(authority, anchor, cache)?;
    if authority.kind == IntelAuthority::TcbSigning {
        return Err(invalid(
            "intermediate certificate",
            "has Intel's signer of collateral in the place of a PCK authority",
        ));
    }
    if pck.issuer().raw() != authority.subject || !pck.is_signed_by(&authority.key(), cache) {
        return Err(invalid("PCK certificate", "has a PCK certificate that its authority did not sign"));
    }
    let PublicKey::P256(point) = pck.public_key() else {
        return Err(invalid("PCK certificate", "has a PCK certificate without a P-256 key"));
    };
    if pck.subject().common_name() != PCK_NAME || !pck.extensions().is_end_entity() {
        return Err(invalid("PCK certificate", "has a certificate that is no PCK certificate in the place of one"));
    }
    Ok(Members {
        anchor: place,
        authority,
        pck: Pck::read(pck)?,
        pck_point: point.to_vec(),
        pck_serial: pck.serial().to_vec(),
        pck_validity: pck.validity(),
    })
}

/// Verifies a certificate directly under the root, dates apart.
///
/// # Errors
/// `chain_invalid` where it is not one of Intel's authorities or not signed by the root.
pub fn verify_authority(
    certificate: &Certificate<'_>,
    anchor: &IntelAnchor<'_>,
    cache: &Cache,
) -> Result<Authority, Error> {
    let fingerprint = certificate.fingerprint();
    let is_known =
        anchor.name != SIMULATED && known_intel_certificates().iter().any(|known| known.fingerprint == fingerprint);
    if !is_known && (certificate.issuer().raw() != anchor.subject || !certificate.is_signed_by(&anchor.key(), cache)) {
        return Err(invalid("intermediate certificate", "has a certificate that the root did not sign"));
    }
    let kinds = [IntelAuthority::PckPlatform, IntelAuthority::PckProcessor, IntelAuthority::TcbSigning];
    let kind = *kinds
        .iter()
        .find(|kind| certificate.subject().common_name() == kind.common_name().as_bytes())
        .ok_or_else(|| invalid("intermediate certificate", "has a certificate that is not named as one of Intel's"))?;
    let extensions = certificate.extensions();
    let may = match kind {
        IntelAuthority::PckPlatform | IntelAuthority::PckProcessor => extensions.is_list_authority(),
        IntelAuthority::TcbSigning => extensions.is_end_entity(),
    };
    let PublicKey::P256(point) = certificate.public_key() else {
        return Err(invalid("intermediate certificate", "has an authority without a P-256 key"));
    };
    if !may {
        return Err(invalid("intermediate certificate", "has a certificate that may not do what its name says"));
    }
    Ok(Authority {
        kind,
        subject: certificate.subject().raw().to_vec(),
        serial: certificate.serial().to_vec(),
        point: point.to_vec(),
        validity: certificate.validity(),
    })
}

/// Who may sign collateral under `anchor`: those among the given certificates, and those that this version knows.
///
/// # Errors
/// `root_untrusted` or `chain_invalid` where a given certificate is neither the root nor one of its authorities.
pub fn collateral_signers(given: &[Vec<u8>], chain: &PckChain<'_>, cache: &Cache) -> Result<Rc<Vec<Authority>>, Error> {
    let mut parts = vec![chain.pck_serial(), chain.pck_point(), &chain.authority().point];
    parts.extend_from_slice(&chain.anchor.parts());
    for certificate in given {
        parts.push(certificate);
    }
    cache.remember(&parts, &|| find_signers(given, chain, cache))
}

fn find_signers(given: &[Vec<u8>], chain: &PckChain<'_>, cache: &Cache) -> Result<Vec<Authority>, Error> {
    let anchor = chain.anchor();
    let mut signers = Vec::new();
    for der in given {
        let certificate = Certificate::parse(der)?;
        if anchor.is_stated_by(&certificate, cache)
            || certificate.serial() == chain.pck_serial() && is_pck(&certificate, chain, cache)
        {
            continue;
        }
        if certificate.is_self_issued() {
            return Err(Error::new(Code::RootUntrusted, "a root certificate was given that is not that of this chain")
                .field("root certificate"));
        }
        let authority = verify_authority(&certificate, anchor, cache)?;
        if authority.kind == IntelAuthority::TcbSigning {
            signers.push(authority);
        }
    }
    if !chain.is_simulated() {
        let known = known_intel_certificates().iter().filter(|known| known.authority == IntelAuthority::TcbSigning);
        signers.extend(known.map(|known| Authority {
            kind: known.authority,
            subject: intel_name(known.authority.common_name()),
            serial: known.serial.to_vec(),
            point: known.point.to_vec(),
            validity: known.validity,
        }));
    }
    Ok(signers)
}

/// Whether a certificate is the chain's PCK certificate, which bundles repeat.
fn is_pck(certificate: &Certificate<'_>, chain: &PckChain<'_>, cache: &Cache) -> bool {
    certificate.public_key() == PublicKey::P256(chain.pck_point())
        && certificate.is_signed_by(&chain.authority().key(), cache)
}

fn invalid(field: &str, problem: &str) -> Error {
    Error::new(Code::ChainInvalid, format!("the chain {problem}; {CHAIN_RULE}")).field(field)
}
