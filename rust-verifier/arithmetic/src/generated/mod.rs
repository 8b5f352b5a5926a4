//! What generator/main.mjs writes.

pub(crate) mod p256;
pub(crate) mod p384;
pub(crate) mod row;
