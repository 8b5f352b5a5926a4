//! RSASSA-PSS with RSA-4096, e = 65537, SHA-384, MGF1-SHA-384 and a salt of 48 bytes (RFC 8017, section 8.1.2): the one
//! parameter set of AMD's certificates and revocation lists.

use super::InvalidSignature;
use rsa::pss::{Signature, VerifyingKey};
use rsa::signature::Verifier;
use rsa::{BigUint, RsaPublicKey};
use sha2::Sha384;

/// The length of the modulus and of a signature.
pub const RSA_4096_BYTES: usize = 512;

const PUBLIC_EXPONENT: u32 = 65_537;
const SALT_BYTES: usize = 48;

/// Verifies a signature over `message` under a modulus of exactly 4096 bits, big-endian.
///
/// # Errors
/// [`InvalidSignature`] when the modulus is even or not of 4096 bits, when the signature is not 512 bytes or not below
/// the modulus, and when it does not hold.
pub fn verify_rsa4096_pss_sha384(modulus: &[u8], message: &[u8], signature: &[u8]) -> Result<(), InvalidSignature> {
    let whole = modulus.len() == RSA_4096_BYTES && modulus.first().is_some_and(|byte| byte & 0x80 != 0);
    let odd = modulus.last().is_some_and(|byte| byte & 1 == 1);
    if !whole || !odd || signature.len() != RSA_4096_BYTES || signature >= modulus {
        return Err(InvalidSignature);
    }
    let key = RsaPublicKey::new(BigUint::from_bytes_be(modulus), BigUint::from(PUBLIC_EXPONENT))
        .map_err(|_| InvalidSignature)?;
    let signature = Signature::try_from(signature).map_err(|_| InvalidSignature)?;
    VerifyingKey::<Sha384>::new_with_salt_len(key, SALT_BYTES).verify(message, &signature).map_err(|_| InvalidSignature)
}
