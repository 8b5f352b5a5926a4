//! The algorithms that certificates and revocation lists may name: those of AMD and those of Intel. Everything else is
//! refused by comparing bytes, so no parameter can be read in two ways.

use crate::crypto::{
    Cache, P256_SIGNATURE_BYTES, RSA_4096_BYTES, is_p256_point, is_p384_point, verify_p256_sha256_once,
    verify_rsa4096_pss_sha384_once,
};
use crate::der::{Der, tag};
use crate::error::Error;

/// `AlgorithmIdentifier { id-RSASSA-PSS, { [0] SHA-384, [1] MGF1-SHA-384, [2] 48 } }` (RFC 4055, section 3.1), the hash
/// algorithms' parameters NULL, trailerField left out, as in half of AMD's genuine leaf certificates.
const RSASSA_PSS_SHA384: [u8; 67] = [
    0x30, 0x41, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a, 0x30, 0x34, 0xa0, 0x0f, 0x30, 0x0d,
    0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02, 0x05, 0x00, 0xa1, 0x1c, 0x30, 0x1a, 0x06, 0x09,
    0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x08, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03,
    0x04, 0x02, 0x02, 0x05, 0x00, 0xa2, 0x03, 0x02, 0x01, 0x30,
];

/// The explicit trailerField 1, which DER would leave out and AMD's authorities write.
const TRAILER_FIELD: [u8; 5] = [0xa3, 0x03, 0x02, 0x01, 0x01];

/// `AlgorithmIdentifier { ecdsa-with-SHA256 }` (RFC 5758, section 3.2): no parameters.
const ECDSA_WITH_SHA256: [u8; 12] = [0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];

/// How a certificate or list is signed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SignatureAlgorithm {
    /// AMD's: RSASSA-PSS, SHA-384, MGF1-SHA-384, salt 48.
    RsaPssSha384,
    /// Intel's: ECDSA with SHA-256.
    EcdsaSha256,
}

impl SignatureAlgorithm {
    /// Reads a received AlgorithmIdentifier, all of its bytes.
    ///
    /// # Errors
    /// `collateral_malformed` for any other.
    pub fn read(raw: &[u8], der: &Der<'_>) -> Result<Self, Error> {
        let mut with_trailer = RSASSA_PSS_SHA384.to_vec();
        with_trailer.extend(TRAILER_FIELD);
        for length_at in [1, 14] {
            if let Some(length) = with_trailer.get_mut(length_at) {
                *length = length.saturating_add(5);
            }
        }
        if raw == RSASSA_PSS_SHA384 || raw == with_trailer {
            Ok(Self::RsaPssSha384)
        } else if raw == ECDSA_WITH_SHA256 {
            Ok(Self::EcdsaSha256)
        } else {
            Err(der
                .error("is signed neither with RSASSA-PSS, SHA-384, MGF1-SHA-384, salt 48, nor with ECDSA and SHA-256"))
        }
    }
}

/// Reads a DER `ECDSA-Sig-Value` (RFC 3279, section 2.2.3) as r and s, each padded to half of `N` bytes.
///
/// # Errors
/// `collateral_malformed` for anything but two canonical non-negative INTEGERs that fit.
pub fn read_ecdsa_sig_value<const N: usize>(signature: &[u8]) -> Result<[u8; N], Error> {
    let mut scalars = [0; N];
    let (r, s) = scalars.split_at_mut(N / 2);
    read_scalars(signature, [r, s])?;
    Ok(scalars)
}

#[inline(never)]
fn read_scalars(signature: &[u8], scalars: [&mut [u8]; 2]) -> Result<(), Error> {
    let mut outer = Der::new(signature, "ECDSA-Sig-Value");
    let mut inner = outer.enter(tag::SEQUENCE)?;
    outer.finish()?;
    for half in scalars {
        let magnitude = inner.unsigned()?;
        let start = half.len().checked_sub(magnitude.len());
        let target = start.and_then(|start| half.get_mut(start..));
        target.ok_or_else(|| inner.error("has an INTEGER that is too long"))?.copy_from_slice(magnitude);
    }
    inner.finish()
}

/// `AlgorithmIdentifier { rsaEncryption, NULL }` (RFC 3279, section 2.3.1).
const RSA_ENCRYPTION: [u8; 15] =
    [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];

/// `AlgorithmIdentifier { id-ecPublicKey, secp384r1 }` (RFC 5480, section 2.1.1): named curve only.
const EC_P384: [u8; 18] =
    [0x30, 0x10, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22];

/// `AlgorithmIdentifier { id-ecPublicKey, prime256v1 }`.
const EC_P256: [u8; 21] = [
    0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03,
    0x01, 0x07,
];

/// A subject's public key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PublicKey<'a> {
    /// RSA with a modulus of 512 bytes, big-endian, and e = 65537.
    Rsa4096(&'a [u8]),
    /// An uncompressed point of P-384, 97 bytes, on the curve.
    P384(&'a [u8]),
    /// An uncompressed point of P-256, 65 bytes, on the curve.
    P256(&'a [u8]),
}

impl<'a> PublicKey<'a> {
    /// Reads a SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// `collateral_malformed` for another algorithm, another curve or form of point, a point that is not on the curve,
    /// a modulus that is even or not of exactly 4096 bits, and an exponent other than 65537.
    pub(super) fn read(der: &mut Der<'a>) -> Result<Self, Error> {
        let mut info = der.enter(tag::SEQUENCE)?;
        let algorithm = info.expect(tag::SEQUENCE)?.raw;
        let key = info.bit_string()?;
        info.finish()?;
        if algorithm == EC_P384 {
            return if is_p384_point(key) {
                Ok(Self::P384(key))
            } else {
                Err(der.error("has a public key that is not an uncompressed point of P-384"))
            };
        }
        if algorithm == EC_P256 {
            return if is_p256_point(key) {
                Ok(Self::P256(key))
            } else {
                Err(der.error("has a public key that is not an uncompressed point of P-256"))
            };
        }
        if algorithm != RSA_ENCRYPTION {
            return Err(der.error("has a public key that is neither P-256, P-384 nor RSA"));
        }
        let mut outer = Der::new(key, "RSA public key");
        let mut inner = outer.enter(tag::SEQUENCE)?;
        outer.finish()?;
        let modulus = inner.unsigned()?;
        let exponent = inner.unsigned()?;
        inner.finish()?;
        let whole = modulus.len() == RSA_4096_BYTES && modulus.first().is_some_and(|byte| byte & 0x80 != 0);
        let odd = modulus.last().is_some_and(|byte| byte & 1 == 1);
        if !whole || !odd {
            return Err(der.error("has an RSA modulus that is not an odd number of 4096 bits"));
        }
        if exponent != [0x01, 0x00, 0x01] {
            return Err(der.error("has an RSA exponent other than 65537"));
        }
        Ok(Self::Rsa4096(modulus))
    }

    /// Whether `signature` holds over `message` under this key. A key signs with one algorithm only; P-384 keys sign
    /// reports and never certificates. The very same signature is verified once.
    #[must_use]
    pub fn verifies(&self, algorithm: SignatureAlgorithm, message: &[u8], signature: &[u8], cache: &Cache) -> bool {
        match (self, algorithm) {
            (Self::Rsa4096(modulus), SignatureAlgorithm::RsaPssSha384) => {
                verify_rsa4096_pss_sha384_once(modulus, message, signature, cache).is_ok()
            }
            (Self::P256(point), SignatureAlgorithm::EcdsaSha256) => {
                read_ecdsa_sig_value::<P256_SIGNATURE_BYTES>(signature)
                    .is_ok_and(|signature| verify_p256_sha256_once(point, message, &signature, cache).is_ok())
            }
            _ => false,
        }
    }
}
