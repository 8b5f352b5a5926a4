//! Trust anchors, compiled in: name, key, dates and fingerprint. Nothing from a network ever becomes one.

mod amd;

use crate::error::{Code, Error};
use crate::time::Validity;
use crate::x509::{Certificate, IntermediateKind, PublicKey, amd_name};
use serde::{Deserialize, Serialize};

/// A product line with a root of its own. Genoa's also endorses Bergamo and Siena.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Product {
    /// EPYC 7003.
    Milan,
    /// EPYC 9004, 97x4, 8004.
    Genoa,
    /// EPYC 9005.
    Turin,
}

impl Product {
    /// Every product, oldest first.
    pub const ALL: [Self; 3] = [Self::Milan, Self::Genoa, Self::Turin];

    /// The name in AMD's certificates and addresses.
    #[must_use]
    pub const fn amd_name(self) -> &'static str {
        match self {
            Self::Milan => "Milan",
            Self::Genoa => "Genoa",
            Self::Turin => "Turin",
        }
    }

    /// The word in policies and results.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Milan => "milan",
            Self::Genoa => "genoa",
            Self::Turin => "turin",
        }
    }

    /// The common name of its root.
    #[must_use]
    pub fn ark_name(self) -> String {
        format!("ARK-{}", self.amd_name())
    }

    /// The common name of the authority for VCEKs.
    #[must_use]
    pub fn ask_name(self) -> String {
        format!("SEV-{}", self.amd_name())
    }

    /// The common name of the authority for VLEKs.
    #[must_use]
    pub fn asvk_name(self) -> String {
        format!("SEV-VLEK-{}", self.amd_name())
    }
}

/// A root that this call believes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TrustAnchor<'a> {
    /// The word for results: `amd-milan`, `amd-genoa`, `amd-turin`, or `simulated`.
    pub name: &'static str,
    /// The product line that it endorses.
    pub product: Product,
    /// The subject, DER.
    pub subject: Vec<u8>,
    /// RSA-4096, big-endian.
    pub modulus: &'a [u8],
    /// The dates of its certificate.
    pub validity: Validity,
    /// SHA-256 of its certificate.
    pub fingerprint: [u8; 32],
}

/// The name of every anchor that is not AMD's.
pub const SIMULATED: &str = "simulated";

/// An intermediate authority of AMD, as a fact: its certificate was verified when the fact was written.
#[derive(Debug)]
pub struct KnownIntermediate {
    /// The product line.
    pub product: Product,
    /// ASK or ASVK.
    pub kind: IntermediateKind,
    /// The serial number, big-endian.
    pub serial: &'static [u8],
    /// RSA-4096, big-endian.
    pub modulus: [u8; 512],
    /// The dates of its certificate.
    pub validity: Validity,
    /// SHA-256 of its certificate.
    pub fingerprint: [u8; 32],
    /// SHA-256 of its root's certificate.
    pub root_fingerprint: [u8; 32],
}

impl KnownIntermediate {
    /// The subject, DER.
    #[must_use]
    pub fn subject(&self) -> Vec<u8> {
        amd_name(&match self.kind {
            IntermediateKind::Ask => self.product.ask_name(),
            IntermediateKind::Asvk => self.product.asvk_name(),
        })
    }
}

/// AMD's roots.
#[must_use]
pub fn amd_anchors() -> Vec<TrustAnchor<'static>> {
    amd::ROOTS
        .iter()
        .map(|root| TrustAnchor {
            name: root.name,
            product: root.product,
            subject: amd_name(&root.product.ark_name()),
            modulus: &root.modulus,
            validity: root.validity,
            fingerprint: root.fingerprint,
        })
        .collect()
}

/// AMD's intermediate authorities.
#[must_use]
pub fn known_intermediates() -> &'static [KnownIntermediate] {
    &amd::INTERMEDIATES
}

/// Whether a fingerprint is that of a root or an intermediate of AMD.
#[must_use]
pub fn is_amd_authority(fingerprint: &[u8; 32]) -> bool {
    amd::ROOTS.iter().any(|root| root.fingerprint == *fingerprint)
        || amd::INTERMEDIATES.iter().any(|known| known.fingerprint == *fingerprint)
}

/// Makes an anchor of a root that the caller trusts by name of the option `dangerouslyTrustRoots`: shaped as AMD's roots
/// are, self-signed, and marked for the result.
///
/// # Errors
/// `root_untrusted` when it is not such a root.
pub fn simulated_anchor<'a>(certificate: &Certificate<'a>) -> Result<TrustAnchor<'a>, Error> {
    let refuse = |problem: &str| {
        Error::new(Code::RootUntrusted, format!("a certificate in dangerouslyTrustRoots {problem}"))
            .field("dangerouslyTrustRoots")
    };
    let product = Product::ALL
        .into_iter()
        .find(|product| certificate.subject().raw() == amd_name(&product.ark_name()))
        .ok_or_else(|| refuse("is not named as a root of a product (ARK-Milan, ARK-Genoa, ARK-Turin)"))?;
    let PublicKey::Rsa4096(modulus) = certificate.public_key() else {
        return Err(refuse("does not have an RSA-4096 key"));
    };
    if !certificate.is_self_issued()
        || !certificate.extensions().is_root_authority()
        || !certificate.is_signed_by(modulus)
    {
        return Err(refuse("is not a self-signed root that may sign certificates and revocation lists"));
    }
    Ok(TrustAnchor {
        name: SIMULATED,
        product,
        subject: certificate.subject().raw().to_vec(),
        modulus,
        validity: certificate.validity(),
        fingerprint: certificate.fingerprint(),
    })
}
