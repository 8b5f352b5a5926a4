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
    match (padded(r), padded(s)) {
        (Some(r), Some(s)) => verify_p384_sha384(point, message, &r, &s).is_ok(),
        _ => false,
    }
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

fn padded(magnitude: &[u8]) -> Option<[u8; P384_SCALAR_BYTES]> {
    let mut scalar = [0; P384_SCALAR_BYTES];
    let start = P384_SCALAR_BYTES.checked_sub(magnitude.len())?;
    scalar.get_mut(start..)?.copy_from_slice(magnitude);
    Some(scalar)
}
