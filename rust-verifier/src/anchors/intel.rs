//! Intel's root and the authorities under it: facts, read off the certificates that Intel's Provisioning Certification
//! Service serves (`https://certificates.trustedservices.intel.com/`), on 2026-11-23.
//!
//! A test compares every fact with the certificates themselves, and every authority's signature with the root, where the
//! vector set is present.

use super::{SIMULATED, is_root, unhex, validity};
use crate::crypto::Cache;
use crate::error::{Code, Error};
use crate::time::Validity;
use crate::x509::{Certificate, PublicKey, intel_name};

/// A root of Intel's that this call believes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct IntelAnchor<'a> {
    /// The word for results: `intel-sgx`, or `simulated`.
    pub name: &'static str,
    /// The subject, DER.
    pub subject: Vec<u8>,
    /// An uncompressed point of P-256.
    pub point: &'a [u8],
    /// The dates of its certificate.
    pub validity: Validity,
    /// SHA-256 of its certificate.
    pub fingerprint: [u8; 32],
}

impl IntelAnchor<'_> {
    /// The key.
    #[must_use]
    pub const fn key(&self) -> PublicKey<'_> {
        PublicKey::P256(self.point)
    }

    /// Everything by which it is an anchor, dates apart.
    #[must_use]
    pub fn parts(&self) -> [&[u8]; 4] {
        [self.name.as_bytes(), &self.subject, self.point, &self.fingerprint]
    }

    /// Whether a certificate is this root's: the very one, or another issue with its name and key that the key signed. An
    /// altered copy is neither.
    #[must_use]
    pub fn is_stated_by(&self, certificate: &Certificate<'_>, cache: &Cache) -> bool {
        certificate.fingerprint() == self.fingerprint
            || (certificate.subject().raw() == self.subject
                && certificate.public_key() == self.key()
                && certificate.is_signed_by(&self.key(), cache))
    }
}

/// What an authority under the root certifies.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum IntelAuthority {
    /// PCK certificates of platforms that Intel has registered directly.
    PckPlatform,
    /// PCK certificates of processors.
    PckProcessor,
    /// TCB info and enclave identities.
    TcbSigning,
}

impl IntelAuthority {
    /// The common name of its certificate.
    #[must_use]
    pub const fn common_name(self) -> &'static str {
        match self {
            Self::PckPlatform => "Intel SGX PCK Platform CA",
            Self::PckProcessor => "Intel SGX PCK Processor CA",
            Self::TcbSigning => "Intel SGX TCB Signing",
        }
    }
}

/// A certificate under Intel's root, as a fact: its signature was verified when the fact was written.
#[derive(Debug)]
pub struct KnownIntelCertificate {
    /// What it certifies.
    pub authority: IntelAuthority,
    /// The serial number, big-endian.
    pub serial: [u8; 20],
    /// An uncompressed point of P-256.
    pub point: [u8; 65],
    /// The dates of its certificate.
    pub validity: Validity,
    /// SHA-256 of its certificate.
    pub fingerprint: [u8; 32],
}

/// The common name of the root.
pub const INTEL_ROOT_NAME: &str = "Intel SGX Root CA";

const ROOT_POINT: [u8; 65] = unhex(
    "\
         040ba9c4c0c0c86193a3fe23d6b02cda10a8bbd4e88e48b4458561a36e705525f567918e2edc88e40d860bd0cc4ee26a\
         acc988e505a953558c453f6b0904ae7394",
);

/// Intel SGX Root CA.
#[must_use]
pub fn intel_anchor() -> IntelAnchor<'static> {
    IntelAnchor {
        name: "intel-sgx",
        subject: intel_name(INTEL_ROOT_NAME),
        point: &ROOT_POINT,
        validity: validity(1_526_899_510, 2_524_607_999),
        fingerprint: unhex("44a0196b2b99f889b8e149e95b807a350e7424964399e885a7cbb8ccfab674d3"),
    }
}

/// The certificates under Intel's root that this version knows.
#[must_use]
pub fn known_intel_certificates() -> &'static [KnownIntelCertificate] {
    &KNOWN
}

static KNOWN: [KnownIntelCertificate; 4] = [
    KnownIntelCertificate {
        authority: IntelAuthority::PckPlatform,
        serial: unhex("956f5dcdbd1be1e94049c9d4f433ce01570bde54"),
        point: unhex(
            "\
         0435207feeddb595748ed82bb3a71c3be1e241ef61320c6816e6b5c2b71dad5532eaea12a4eb3f948916429ea47ba6c3\
         af82a15e4b19664e52657939a2d96633de",
        ),
        validity: validity(1_526_899_810, 2_000_285_410),
        fingerprint: unhex("22eb770dca215b607b5ccfc21a672b1da5cc660b1ad0365020567979edcaa0e1"),
    },
    KnownIntelCertificate {
        authority: IntelAuthority::PckProcessor,
        serial: unhex("d0e8aada75d7f92e4917983c7b1465d0d5f2594d"),
        point: unhex(
            "\
         04bf6af8d329d883a0b5d9756e4fee599e7e4c6426f1a0a2f33efc7ecf9f28243777eb83cd79d54c04f66610c289fc88\
         b89c2f377c0d069f621c1492309309ac13",
        ),
        validity: validity(1_526_899_810, 2_000_285_410),
        fingerprint: unhex("13b2dccef8fc4ec977ee5249743b0f758ebd1e28d768b2e1e12bc348adaa09fb"),
    },
    KnownIntelCertificate {
        authority: IntelAuthority::TcbSigning,
        serial: unhex("7e3882d5fb55294a40498e458403e91491bdf455"),
        point: unhex(
            "\
         0443451bcc73c9d5917caf766e61af3fe98087dd4f13257b261e851897799dd13d6811fb47713803bb9bae587fccddc2\
         e31be9a28b86962acc6daf96da58eeca96",
        ),
        validity: validity(1_746_523_500, 1_967_448_300),
        fingerprint: unhex("c0575e76d0303b61d09cde8cbdb70db34a74f38318300d7c0e6ba8cf4bf45aea"),
    },
    KnownIntelCertificate {
        authority: IntelAuthority::TcbSigning,
        serial: unhex("7e3882d5fb55294a40498e458403e91491bdf455"),
        point: unhex(
            "\
         0443451bcc73c9d5917caf766e61af3fe98087dd4f13257b261e851897799dd13d6811fb47713803bb9bae587fccddc2\
         e31be9a28b86962acc6daf96da58eeca96",
        ),
        validity: validity(1_526_899_810, 1_747_824_610),
        fingerprint: unhex("ec37d98107bfb7dab6ff8de4d4dda6fde30a6f50b0d7b03eefb5652f1e652969"),
    },
];

/// Makes an anchor of a root that the caller trusts by name of the option `dangerouslyTrustRoots`: named as Intel's,
/// self-signed, and marked for the result.
///
/// # Errors
/// `root_untrusted` when it is not such a root.
pub fn simulated_intel_anchor<'a>(certificate: &Certificate<'a>, cache: &Cache) -> Result<IntelAnchor<'a>, Error> {
    let refuse = |problem: &str| {
        Error::new(Code::RootUntrusted, format!("a certificate in dangerouslyTrustRoots {problem}"))
            .field("dangerouslyTrustRoots")
    };
    let PublicKey::P256(point) = certificate.public_key() else {
        return Err(refuse("has neither an RSA-4096 nor a P-256 key"));
    };
    if certificate.subject().raw() != intel_name(INTEL_ROOT_NAME) {
        return Err(refuse("is not named as Intel's root (Intel SGX Root CA)"));
    }
    if !is_root(certificate, cache) {
        return Err(refuse("is not a self-signed root that may sign certificates and revocation lists"));
    }
    Ok(IntelAnchor {
        name: SIMULATED,
        subject: certificate.subject().raw().to_vec(),
        point,
        validity: certificate.validity(),
        fingerprint: certificate.fingerprint_once(cache),
    })
}
