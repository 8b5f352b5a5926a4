//! Primitives for Wycheproof, differential runs and benchmarks, and a deliberate panic. Built into a second artefact that
//! is never shipped (cargo feature `test-exports`).

use super::{P384_SCALAR_BYTES, verify_p256_sha256, verify_p384_sha384, verify_rsa4096_pss_sha384};
use crate::x509::read_ecdsa_sig_value;
use wasm_bindgen::prelude::wasm_bindgen;

/// Whether `signature`, r and s of 48 bytes each, holds over `message` under an uncompressed point.
#[wasm_bindgen]
#[must_use]
pub fn test_p384_p1363(point: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let Some((r, s)) = signature.split_first_chunk::<P384_SCALAR_BYTES>() else { return false };
    let Ok(s) = s.try_into() else { return false };
    verify_p384_sha384(point, message, r, s).is_ok()
}

/// The same for a DER `ECDSA-Sig-Value` (RFC 3279, section 2.2.3).
#[wasm_bindgen]
#[must_use]
pub fn test_p384_der(point: &[u8], message: &[u8], signature: &[u8]) -> bool {
    read_ecdsa_sig_value(signature).is_ok_and(|signature: [u8; 96]| test_p384_p1363(point, message, &signature))
}

/// Whether `signature`, r and s of 32 bytes each, holds over `message` under an uncompressed point of P-256 with SHA-256.
#[wasm_bindgen]
#[must_use]
pub fn test_p256_p1363(point: &[u8], message: &[u8], signature: &[u8]) -> bool {
    signature.try_into().is_ok_and(|signature| verify_p256_sha256(point, message, signature).is_ok())
}

/// The same for a DER `ECDSA-Sig-Value`.
#[wasm_bindgen]
#[must_use]
pub fn test_p256_der(point: &[u8], message: &[u8], signature: &[u8]) -> bool {
    read_ecdsa_sig_value(signature).is_ok_and(|signature| verify_p256_sha256(point, message, &signature).is_ok())
}

/// Whether an RSASSA-PSS signature holds under a modulus of 4096 bits.
#[wasm_bindgen]
#[must_use]
pub fn test_rsa_pss(modulus: &[u8], message: &[u8], signature: &[u8]) -> bool {
    verify_rsa4096_pss_sha384(modulus, message, signature).is_ok()
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
