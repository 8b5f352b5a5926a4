//! Digests (FIPS 180-4).

use sha2::{Digest, Sha256, Sha384};

/// SHA-256 of the received bytes: the fingerprint of a certificate.
#[must_use]
pub fn sha256(message: &[u8]) -> [u8; 32] {
    Sha256::digest(message).into()
}

/// SHA-384 of the parts, one after the other: what a measurement register is extended by.
#[must_use]
pub fn sha384(parts: &[&[u8]]) -> [u8; 48] {
    parts.iter().fold(Sha384::new(), |hash, part| hash.chain_update(part)).finalize().into()
}
