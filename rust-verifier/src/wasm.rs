//! The one export. No check lives here.

use crate::crypto::Cache;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    /// The instance's own: a fresh instance begins with an empty one, so a trap leaves nothing behind.
    static CACHE: Cache = Cache::new();
}

/// Answers one call: JSON and the bytes attached to it in, JSON out. It never throws; a trap is a fault of this library, and the caller makes a fresh
/// instance after one.
#[wasm_bindgen]
#[must_use]
pub fn appraise(request: &str, attached: &[u8]) -> Vec<u8> {
    CACHE.with(|cache| crate::appraise(cache, request, attached))
}
