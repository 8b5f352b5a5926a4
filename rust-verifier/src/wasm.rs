//! The one export. No check lives here.

use wasm_bindgen::prelude::wasm_bindgen;

/// Answers one call: JSON in, JSON out. It never throws; a trap is a fault of this library, and the caller makes a fresh
/// instance after one.
#[wasm_bindgen]
#[must_use]
pub fn appraise(request: &str) -> String {
    crate::appraise(request)
}
