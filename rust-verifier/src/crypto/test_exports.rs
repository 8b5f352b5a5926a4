//! Primitives for Wycheproof, differential runs and benchmarks, and a deliberate panic. Built into a second artefact that
//! is never shipped (cargo feature `test-exports`).
//!
//! The name says whether keys are met for the first time (no table is ever built) or again: with `cached`, every key has its
//! table, built on its first use.

use super::{
    Cache, P256_SIGNATURE_BYTES, P384_SCALAR_BYTES, sha256, verify_p256_sha256, verify_p384_sha384,
    verify_rsa_pkcs1_sha256, verify_rsa4096_pss_sha384,
};
use crate::x509::read_ecdsa_sig_value;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static CACHE: Cache = Cache::new();
}

fn p384(point: &[u8], message: &[u8], signature: &[u8], cache: &Cache) -> bool {
    let Some((r, s)) = signature.split_first_chunk::<P384_SCALAR_BYTES>() else { return false };
    let Ok(s) = s.try_into() else { return false };
    verify_p384_sha384(point, message, r, s, cache).is_ok()
}

fn p256(point: &[u8], message: &[u8], signature: &[u8], cache: &Cache) -> bool {
    signature.try_into().is_ok_and(|signature| verify_p256_sha256(point, message, signature, cache).is_ok())
}

/// Whether `signature`, r and s of 48 bytes each, holds over `message` under an uncompressed point.
#[wasm_bindgen]
#[must_use]
pub fn test_p384_p1363(point: &[u8], message: &[u8], signature: &[u8]) -> bool {
    p384(point, message, signature, &Cache::new())
}

/// The same for a DER `ECDSA-Sig-Value` (RFC 3279, section 2.2.3).
#[wasm_bindgen]
#[must_use]
pub fn test_p384_der(point: &[u8], message: &[u8], signature: &[u8]) -> bool {
    read_ecdsa_sig_value(signature).is_ok_and(|signature: [u8; 96]| test_p384_p1363(point, message, &signature))
}

/// [`test_p384_p1363`] with the tables of keys met before.
#[wasm_bindgen]
#[must_use]
pub fn test_p384_p1363_cached(point: &[u8], message: &[u8], signature: &[u8]) -> bool {
    CACHE.with(|cache| {
        if let Some(Ok(point)) = point.strip_prefix(&[0x04]).map(TryInto::try_into) {
            cache.p384().borrow_mut().expect(point);
        }
        p384(point, message, signature, cache)
    })
}

/// [`test_p384_der`] with the tables of keys met before.
#[wasm_bindgen]
#[must_use]
pub fn test_p384_der_cached(point: &[u8], message: &[u8], signature: &[u8]) -> bool {
    read_ecdsa_sig_value(signature).is_ok_and(|signature: [u8; 96]| test_p384_p1363_cached(point, message, &signature))
}

/// Whether `signature`, r and s of 32 bytes each, holds over `message` under an uncompressed point of P-256 with SHA-256.
#[wasm_bindgen]
#[must_use]
pub fn test_p256_p1363(point: &[u8], message: &[u8], signature: &[u8]) -> bool {
    p256(point, message, signature, &Cache::new())
}

/// The same for a DER `ECDSA-Sig-Value`.
#[wasm_bindgen]
#[must_use]
pub fn test_p256_der(point: &[u8], message: &[u8], signature: &[u8]) -> bool {
    read_ecdsa_sig_value(signature)
        .is_ok_and(|signature: [u8; P256_SIGNATURE_BYTES]| test_p256_p1363(point, message, &signature))
}

/// [`test_p256_p1363`] with the tables of keys met before.
#[wasm_bindgen]
#[must_use]
pub fn test_p256_p1363_cached(point: &[u8], message: &[u8], signature: &[u8]) -> bool {
    CACHE.with(|cache| {
        if let Some(Ok(point)) = point.strip_prefix(&[0x04]).map(TryInto::try_into) {
            cache.p256().borrow_mut().expect(point);
        }
        p256(point, message, signature, cache)
    })
}

/// [`test_p256_der`] with the tables of keys met before.
#[wasm_bindgen]
#[must_use]
pub fn test_p256_der_cached(point: &[u8], message: &[u8], signature: &[u8]) -> bool {
    read_ecdsa_sig_value(signature)
        .is_ok_and(|signature: [u8; P256_SIGNATURE_BYTES]| test_p256_p1363_cached(point, message, &signature))
}

/// Whether an RSASSA-PSS signature holds under a modulus of 4096 bits.
#[wasm_bindgen]
#[must_use]
pub fn test_rsa_pss(modulus: &[u8], message: &[u8], signature: &[u8]) -> bool {
    verify_rsa4096_pss_sha384(modulus, message, signature).is_ok()
}

/// Whether an RSASSA-PKCS1-v1_5 signature with SHA-256 and e = 65537 holds.
#[wasm_bindgen]
#[must_use]
pub fn test_rsa_pkcs1(modulus: &[u8], message: &[u8], signature: &[u8]) -> bool {
    verify_rsa_pkcs1_sha256(modulus, 65_537, message, signature).is_ok()
}

/// SHA-256.
#[wasm_bindgen]
#[must_use]
pub fn test_sha256(message: &[u8]) -> Vec<u8> {
    sha256(message).to_vec()
}

/// SHA-384.
#[wasm_bindgen]
#[must_use]
pub fn test_sha384(message: &[u8]) -> Vec<u8> {
    witnesslock_arithmetic::sha384(&[message]).to_vec()
}

/// Panics: what the loader makes of a trap.
///
/// # Panics
/// Always.
#[wasm_bindgen]
#[allow(clippy::panic)]
pub fn test_panic() {
    panic!("a deliberate panic");
}
