//! Primitives for Wycheproof, differential runs and benchmarks, and a deliberate panic. Built into a second artefact that
//! is never shipped (cargo feature `test-exports`).

use super::{P384_SCALAR_BYTES, verify_p384_sha384, verify_rsa4096_pss_sha384};
use crate::der::{Der, tag};
use crate::error::Error;
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
    let Ok((r, s)) = read_signature(signature) else { return false };
    match (padded::<P384_SCALAR_BYTES>(r), padded::<P384_SCALAR_BYTES>(s)) {
        (Some(r), Some(s)) => verify_p384_sha384(point, message, &r, &s).is_ok(),
        _ => false,
    }
}

/// Whether `signature`, r and s of 32 bytes each, holds over `message` under an uncompressed point of P-256 with SHA-256.
/// No format of this version uses that curve; its verification is tested ahead of the first that will.
#[wasm_bindgen]
#[must_use]
pub fn test_p256_p1363(point: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let Ok(signature) = p256::ecdsa::Signature::from_slice(signature) else { return false };
    verify_p256(point, message, &signature)
}

/// The same for a DER `ECDSA-Sig-Value`.
#[wasm_bindgen]
#[must_use]
pub fn test_p256_der(point: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let Ok((r, s)) = read_signature(signature) else { return false };
    let (Some(r), Some(s)) = (padded::<32>(r), padded::<32>(s)) else { return false };
    p256::ecdsa::Signature::from_scalars(r, s).is_ok_and(|signature| verify_p256(point, message, &signature))
}

fn verify_p256(point: &[u8], message: &[u8], signature: &p256::ecdsa::Signature) -> bool {
    use p256::ecdsa::signature::Verifier;
    point.first() == Some(&4)
        && p256::ecdsa::VerifyingKey::from_sec1_bytes(point).is_ok_and(|key| key.verify(message, signature).is_ok())
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

fn read_signature(signature: &[u8]) -> Result<(&[u8], &[u8]), Error> {
    let mut outer = Der::new(signature, "ECDSA-Sig-Value");
    let mut inner = outer.enter(tag::SEQUENCE)?;
    outer.finish()?;
    let scalars = (inner.unsigned()?, inner.unsigned()?);
    inner.finish()?;
    Ok(scalars)
}

fn padded<const N: usize>(magnitude: &[u8]) -> Option<[u8; N]> {
    let mut scalar = [0; N];
    let start = N.checked_sub(magnitude.len())?;
    scalar.get_mut(start..)?.copy_from_slice(magnitude);
    Some(scalar)
}
