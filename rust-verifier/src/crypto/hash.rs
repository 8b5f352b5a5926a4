//! Digests (FIPS 180-4).

use sha2::{Digest, Sha256};

/// SHA-256 of the received bytes: the fingerprint of a certificate.
#[must_use]
pub fn sha256(message: &[u8]) -> [u8; 32] {
    Sha256::digest(message).into()
}
