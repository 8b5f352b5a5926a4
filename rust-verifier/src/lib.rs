//! Verifies TEE attestation evidence: one pure function from evidence, endorsements, policy and time to a verdict.

#![cfg_attr(
    test,
    allow(
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unwrap_used,
        missing_docs
    )
)]

pub mod anchors;
pub mod bytes;
pub mod crl;
pub mod crypto;
pub mod der;
pub mod error;
pub mod evidence;
pub mod json;
pub mod time;
pub mod x509;
