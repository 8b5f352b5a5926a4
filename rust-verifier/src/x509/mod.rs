//! X.509 (RFC 5280), as far as the vendors of TEEs use it: parsing is strict, and what parsed is not yet trusted.

mod algorithm;
mod certificate;
mod chain;
mod extensions;
mod name;
mod pem;

pub use algorithm::{PublicKey, check_signature_algorithm};
pub use certificate::{Certificate, MAX_CERTIFICATE_BYTES};
pub use chain::{IntermediateKind, VerifiedChain, verify_chain};
pub use extensions::{Extensions, KeyUsage};
pub use name::{Name, amd_name};
pub use pem::{Block, split_blocks};
