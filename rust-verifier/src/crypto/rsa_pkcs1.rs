//! RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, section 8.2.2): how a TPM's attestation key signs.

use super::InvalidSignature;
use super::hash::sha256;
use rsa::{BigUint, Pkcs1v15Sign, RsaPublicKey};

/// DigestInfo of SHA-256 up to the digest (RFC 8017, section 9.2, note 1).
const SHA_256_PREFIX: [u8; 19] =
    [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];

/// Verifies a signature over `message` under a modulus of 2048 bits, big-endian.
///
/// # Errors
/// [`InvalidSignature`] when the modulus is even or not of 2048 bits, when the signature is not as long as it or not below
/// it, and when it does not hold.
pub fn verify_rsa_pkcs1_sha256(
    modulus: &[u8; 256],
    exponent: u32,
    message: &[u8],
    signature: &[u8],
) -> Result<(), InvalidSignature> {
    let [first, .., last] = modulus;
    if first & 0x80 == 0 || last & 1 == 0 || signature.len() != modulus.len() || signature >= modulus.as_slice() {
        return Err(InvalidSignature);
    }
    let key =
        RsaPublicKey::new(BigUint::from_bytes_be(modulus), BigUint::from(exponent)).map_err(|_| InvalidSignature)?;
    let scheme = Pkcs1v15Sign { hash_len: Some(32), prefix: SHA_256_PREFIX.into() };
    key.verify(scheme, &sha256(message), signature).map_err(|_| InvalidSignature)
}
