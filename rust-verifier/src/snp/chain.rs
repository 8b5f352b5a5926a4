//! From a leaf certificate to an anchor: leaf, one intermediate authority, root (AMD 57230, "Certificate chain").
//!
//! An anchor is believed, not validated. A compiled-in intermediate saves a signature, never a check of dates. What the
//! evidence or the caller adds is verified like anything from the network; what plays no part in the chain is refused.

use crate::anchors::{
    IntermediateKind, KnownIntermediate, Product, TrustAnchor, is_amd_authority, known_intermediates,
};
use crate::crypto::Cache;
use crate::error::{Code, Error};
use crate::time::{UnixTime, Validity};
use crate::x509::{Certificate, PublicKey};

/// A leaf certificate whose chain held at the time of the call. Only [`verify_chain`] makes one.
#[derive(Clone, Debug)]
pub struct VerifiedChain<'a> {
    leaf: Certificate<'a>,
    anchor: TrustAnchor<'a>,
    kind: IntermediateKind,
    intermediate_serial: Vec<u8>,
    intermediate_validity: Validity,
}

impl<'a> VerifiedChain<'a> {
    /// The leaf.
    #[must_use]
    pub const fn leaf(&self) -> &Certificate<'a> {
        &self.leaf
    }

    /// The leaf's key: an uncompressed point of P-384.
    #[must_use]
    pub fn leaf_point(&self) -> &'a [u8] {
        match self.leaf.public_key() {
            PublicKey::P384(point) => point,
            _ => &[], // no signature holds under it; verify_chain refuses such a leaf
        }
    }

    /// The anchor at which the chain ends.
    #[must_use]
    pub const fn anchor(&self) -> &TrustAnchor<'a> {
        &self.anchor
    }

    /// The product line that the chain belongs to.
    #[must_use]
    pub const fn product(&self) -> Product {
        self.anchor.product
    }

    /// The kind of the intermediate authority.
    #[must_use]
    pub const fn kind(&self) -> IntermediateKind {
        self.kind
    }

    /// The intermediate's serial number, for the root's revocation list.
    #[must_use]
    pub fn intermediate_serial(&self) -> &[u8] {
        &self.intermediate_serial
    }

    /// The earliest end of a validity in the chain.
    #[must_use]
    pub fn valid_until(&self) -> UnixTime {
        self.leaf.validity().not_after.min(self.intermediate_validity.not_after).min(self.anchor.validity.not_after)
    }
}

/// Verifies `leaf` against `anchors` at `now`, with the compiled-in intermediates and those `given`.
///
/// # Errors
/// - `chain_invalid`: the leaf's signature does not hold under the authority that it names, a certificate has the wrong
///   purpose or name, or one of `given` plays no part.
/// - `root_untrusted`: the authority is unknown, or its own issuer is not an anchor of this call.
/// - `collateral_expired`, `collateral_not_yet_valid`: some member's dates. Both ends are inclusive.
pub fn verify_chain<'a>(
    leaf: &Certificate<'a>,
    given: &[Certificate<'a>],
    anchors: &[TrustAnchor<'a>],
    now: UnixTime,
    cache: &Cache,
) -> Result<VerifiedChain<'a>, Error> {
    check_leaf_profile(leaf)?;
    let known = known_intermediates().iter().find(|known| known.subject() == leaf.issuer().raw());
    let mut named = Vec::new();
    for certificate in given {
        if certificate.subject().raw() == leaf.issuer().raw() {
            named.push(certificate);
        }
    }
    if known.is_none() && named.is_empty() {
        return Err(Error::new(
            Code::RootUntrusted,
            "the leaf certificate names an issuer that is neither an authority of AMD nor among the given certificates; \
             for a simulated TEE, give its root in dangerouslyTrustRoots and its intermediate as an endorsement",
        )
        .field("leaf certificate, issuer"));
    }
    let (chain, key) = match known.and_then(|known| chain_through_known(leaf, known, anchors, cache)) {
        Some((chain, key)) => (chain, key),
        None => {
            let intermediate = *named
                .iter()
                .find(|candidate| {
                    rsa_modulus(candidate).is_some_and(|modulus| leaf.is_signed_by(&PublicKey::Rsa4096(modulus), cache))
                })
                .ok_or_else(|| {
                    Error::new(
                        Code::ChainInvalid,
                        "the leaf certificate is not signed by the authority that it names: it is forged or damaged",
                    )
                    .field("leaf certificate, signature")
                })?;
            (
                chain_through_given(leaf, intermediate, anchors, cache)?,
                rsa_modulus(intermediate).unwrap_or_default().to_vec(),
            )
        }
    };
    refuse_strangers(given, &chain, &key, anchors, cache)?;
    leaf.validity().check(now, "leaf certificate")?;
    chain.intermediate_validity.check(now, "intermediate certificate")?;
    chain.anchor.validity.check(now, "root certificate")?;
    Ok(chain)
}

fn chain_through_known<'a>(
    leaf: &Certificate<'a>,
    known: &KnownIntermediate,
    anchors: &[TrustAnchor<'a>],
    cache: &Cache,
) -> Option<(VerifiedChain<'a>, Vec<u8>)> {
    let anchor = anchors.iter().find(|anchor| anchor.fingerprint == known.root_fingerprint)?;
    leaf.is_signed_by(&PublicKey::Rsa4096(&known.modulus), cache).then(|| {
        let chain = VerifiedChain {
            leaf: leaf.clone(),
            anchor: anchor.clone(),
            kind: known.kind,
            intermediate_serial: known.serial.to_vec(),
            intermediate_validity: known.validity,
        };
        (chain, known.modulus.to_vec())
    })
}

fn chain_through_given<'a>(
    leaf: &Certificate<'a>,
    intermediate: &Certificate<'a>,
    anchors: &[TrustAnchor<'a>],
    cache: &Cache,
) -> Result<VerifiedChain<'a>, Error> {
    let purpose = |problem: &str| {
        Error::new(Code::ChainInvalid, format!("the intermediate certificate {problem}"))
            .field("intermediate certificate")
    };
    let anchor = anchors
        .iter()
        .filter(|anchor| anchor.subject == intermediate.issuer().raw())
        .find(|anchor| intermediate.is_signed_by(&PublicKey::Rsa4096(anchor.modulus), cache))
        .ok_or_else(|| {
            Error::new(
                Code::RootUntrusted,
                "the chain does not end at a trusted root: every signature may hold, but the root is not AMD's; \
                 nothing that it endorses means anything",
            )
            .field("root certificate")
        })?;
    if !intermediate.extensions().is_intermediate_authority() {
        return Err(purpose("may not issue leaf certificates: CA with path length 0 and keyCertSign is needed"));
    }
    let common_name = intermediate.subject().common_name();
    let kind = if common_name == anchor.product.ask_name().as_bytes() {
        IntermediateKind::Ask
    } else if common_name == anchor.product.asvk_name().as_bytes() {
        IntermediateKind::Asvk
    } else {
        return Err(purpose("is not named as an authority of its root's product"));
    };
    Ok(VerifiedChain {
        leaf: leaf.clone(),
        anchor: anchor.clone(),
        kind,
        intermediate_serial: intermediate.serial().to_vec(),
        intermediate_validity: intermediate.validity(),
    })
}

fn rsa_modulus<'a>(certificate: &Certificate<'a>) -> Option<&'a [u8]> {
    match certificate.public_key() {
        PublicKey::Rsa4096(modulus) => Some(modulus),
        _ => None,
    }
}

/// AMD 57230: the leaf is an end entity with a P-384 key.
fn check_leaf_profile(leaf: &Certificate<'_>) -> Result<(), Error> {
    if !leaf.extensions().is_end_entity() {
        return Err(Error::new(
            Code::ChainInvalid,
            "the leaf certificate is one of an authority, or may not sign; an endorsement key was expected",
        )
        .field("leaf certificate"));
    }
    if matches!(leaf.public_key(), PublicKey::Rsa4096(_)) {
        return Err(Error::new(Code::ChainInvalid, "the leaf certificate has an RSA key; P-384 was expected")
            .field("leaf certificate"));
    }
    Ok(())
}

/// The chain is exact: of what was given, only its own members and AMD's well-known authorities may remain. The
/// intermediate may be there in another issue: same name and key, certified by the same root.
fn refuse_strangers(
    given: &[Certificate<'_>],
    chain: &VerifiedChain<'_>,
    key: &[u8],
    anchors: &[TrustAnchor<'_>],
    cache: &Cache,
) -> Result<(), Error> {
    for certificate in given {
        let is_anchor = || {
            let fingerprint = certificate.fingerprint_once(cache);
            anchors.iter().any(|anchor| anchor.fingerprint == fingerprint)
        };
        let is_intermediate = || {
            certificate.subject().raw() == chain.leaf.issuer().raw()
                && rsa_modulus(certificate) == Some(key)
                && certificate.is_signed_by(&PublicKey::Rsa4096(chain.anchor.modulus), cache)
        };
        // What is known by its fingerprint needs no signature.
        if is_amd_authority(certificate, cache) || is_anchor() || is_intermediate() {
            continue;
        }
        return Err(if certificate.is_self_issued() {
            Error::new(Code::RootUntrusted, "a root certificate was given that is not a trusted one")
                .field("root certificate")
        } else {
            Error::new(
                Code::ChainInvalid,
                "a certificate was given that plays no part in the chain; give the leaf, its intermediate and its root",
            )
            .field("endorsements")
        });
    }
    Ok(())
}
