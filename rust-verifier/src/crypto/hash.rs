//! Digests (FIPS 180-4), and gzip's checksum, which is none.

pub(crate) use witnesslock_arithmetic::crc32;

/// SHA-256 of the received bytes: the fingerprint of a certificate.
#[must_use]
pub fn sha256(message: &[u8]) -> [u8; 32] {
    witnesslock_arithmetic::sha256(&[message])
}

/// SHA-384 of the parts, one after the other: what a measurement register is extended by.
#[must_use]
pub fn sha384(parts: &[&[u8]]) -> [u8; 48] {
    witnesslock_arithmetic::sha384(parts)
}
