//! Verifies TEE attestation evidence: one pure function from evidence, endorsements, policy and time to a verdict.

pub mod bytes;
pub mod error;
