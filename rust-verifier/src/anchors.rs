//! Trust anchors, compiled in: name, key, dates and fingerprint. Nothing from a network ever becomes one.

mod amd;
mod intel;

pub use intel::{
    INTEL_ROOT_NAME, IntelAnchor, IntelAuthority, KnownIntelCertificate, intel_anchor, known_intel_certificates,
    simulated_intel_anchor,
};

use crate::crypto::Cache;
use crate::error::{Code, Error};
use crate::time::{UnixTime, Validity};
use crate::x509::{Certificate, PublicKey, amd_name};

/// Reads hexadecimal when the crate is compiled; a wrong digit or length does not compile.
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic)]
const fn unhex<const N: usize>(text: &str) -> [u8; N] {
    const fn digit(character: u8) -> u8 {
        match character {
            b'0'..=b'9' => character - b'0',
            b'a'..=b'f' => character - b'a' + 10,
            _ => panic!("not a hexadecimal digit"),
        }
    }
    let text = text.as_bytes();
    assert!(text.len() == 2 * N, "not as long as the fact");
    let mut bytes = [0; N];
    let mut index = 0;
    while index < N {
        bytes[index] = digit(text[2 * index]) << 4 | digit(text[2 * index + 1]);
        index += 1;
    }
    bytes
}

const fn validity(not_before: u64, not_after: u64) -> Validity {
    Validity { not_before: UnixTime(not_before), not_after: UnixTime(not_after) }
}

/// A product line with a root of its own. Genoa's also endorses Bergamo and Siena.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd)]
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

/// Which keys an intermediate authority certifies.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum IntermediateKind {
    /// ASK (`SEV-Milan`, ...): keys of chips, VCEK.
    Ask,
    /// ASVK (`SEV-VLEK-Milan`, ...): keys loaded by a cloud, VLEK.
    Asvk,
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
    let mut anchors = Vec::new();
    for root in &amd::ROOTS {
        anchors.push(TrustAnchor {
            name: root.name,
            product: root.product,
            subject: amd_name(&root.product.ark_name()),
            modulus: &root.modulus,
            validity: root.validity,
            fingerprint: root.fingerprint,
        });
    }
    anchors
}

/// AMD's intermediate authorities.
#[must_use]
pub fn known_intermediates() -> &'static [KnownIntermediate] {
    &amd::INTERMEDIATES
}

/// Whether a certificate is that of a root or an intermediate of AMD: its fingerprint says so.
#[must_use]
pub fn is_amd_authority(certificate: &Certificate<'_>, cache: &Cache) -> bool {
    cache.holds(&[certificate.raw(), b"of AMD"], &|| {
        let fingerprint = certificate.fingerprint();
        amd::ROOTS.iter().any(|root| root.fingerprint == fingerprint)
            || amd::INTERMEDIATES.iter().any(|known| known.fingerprint == fingerprint)
    })
}

/// Whether a certificate signs itself, and may sign certificates and revocation lists.
fn is_root(certificate: &Certificate<'_>, cache: &Cache) -> bool {
    certificate.is_self_issued()
        && certificate.extensions().is_root_authority()
        && certificate.is_signed_by(&certificate.public_key(), cache)
}

/// Makes an anchor of a root that the caller trusts by name of the option `dangerouslyTrustRoots`: shaped as AMD's roots
/// are, self-signed, and marked for the result.
///
/// # Errors
/// `root_untrusted` when it is not such a root.
pub fn simulated_anchor<'a>(certificate: &Certificate<'a>, cache: &Cache) -> Result<TrustAnchor<'a>, Error> {
    let refuse = |problem: &str| {
        Error::new(Code::RootUntrusted, format!("a certificate in dangerouslyTrustRoots {problem}"))
            .field("dangerouslyTrustRoots")
    };
    let product = *Product::ALL
        .iter()
        .find(|product| certificate.subject().raw() == amd_name(&product.ark_name()))
        .ok_or_else(|| refuse("is not named as a root of a product (ARK-Milan, ARK-Genoa, ARK-Turin)"))?;
    let PublicKey::Rsa4096(modulus) = certificate.public_key() else {
        return Err(refuse("does not have an RSA-4096 key"));
    };
    if !is_root(certificate, cache) {
        return Err(refuse("is not a self-signed root that may sign certificates and revocation lists"));
    }
    Ok(TrustAnchor {
        name: SIMULATED,
        product,
        subject: certificate.subject().raw().to_vec(),
        modulus,
        validity: certificate.validity(),
        fingerprint: certificate.fingerprint_once(cache),
    })
}

/// The roots that one call believes.
#[derive(Clone, Debug)]
pub struct Anchors<'a> {
    /// For SEV-SNP.
    pub amd: Vec<TrustAnchor<'a>>,
    /// For TDX.
    pub intel: Vec<IntelAnchor<'a>>,
}

impl<'a> Anchors<'a> {
    /// The compiled-in roots, and those that the caller names as dangerous.
    ///
    /// # Errors
    /// `root_untrusted` when one of these is shaped as no vendor's root; `collateral_malformed`.
    pub fn with(dangerous_roots: &'a [Vec<u8>], cache: &Cache) -> Result<Self, Error> {
        let mut anchors = Self { amd: amd_anchors(), intel: vec![intel_anchor()] };
        for der in dangerous_roots {
            let certificate = Certificate::parse(der)?;
            match certificate.public_key() {
                PublicKey::Rsa4096(_) => anchors.amd.push(simulated_anchor(&certificate, cache)?),
                _ => anchors.intel.push(simulated_intel_anchor(&certificate, cache)?),
            }
        }
        Ok(anchors)
    }
}
