//! X.509 (RFC 5280), as far as the vendors of TEEs use it: parsing is strict, and what parsed is not yet trusted.

mod algorithm;
mod certificate;
mod extensions;
mod name;
mod pem;

pub use algorithm::{PublicKey, SignatureAlgorithm, read_ecdsa_sig_value};
pub use certificate::{Certificate, MAX_CERTIFICATE_BYTES};
pub use extensions::{Extensions, KeyUsage};
pub use name::{Name, amd_name, intel_name};
pub use pem::{Block, split_blocks};
