//! The one export. No check lives here.

use crate::crypto::Cache;
use crate::json::Said;
use core::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    /// The instance's own: a fresh instance begins with an empty one, so a trap leaves nothing behind.
    static STATE: State = State::default();
}

#[derive(Default)]
struct State {
    cache: Cache,
    /// What the caller has of earlier answers.
    said: RefCell<Said>,
}

/// Answers one call: JSON and the bytes attached to it in, lines out, see [`Said`]. It never throws; a trap is a fault of this
/// library, and the caller makes a fresh instance after one.
#[wasm_bindgen]
#[must_use]
pub fn appraise(request: &str, attached: &[u8]) -> Vec<u8> {
    STATE.with(|State { cache, said }| said.borrow_mut().text(crate::appraise(cache, request, attached)))
}
