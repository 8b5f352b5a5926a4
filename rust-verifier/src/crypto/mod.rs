//! The only room that names arithmetic: the algorithms of the vendors, over the crate `witnesslock-arithmetic`. Everything
//! here handles public data; nothing is constant-time, and nothing of it may ever touch a secret.
//!
//! A failure is opaque: a signature holds or it does not, and no caller may learn or decide more.

mod cache;
mod hash;
mod memory;
mod p256;
mod p384;
mod rsa_pkcs1;
mod rsa_pss;
#[cfg(feature = "test-exports")]
pub mod test_exports;

pub use cache::Cache;
pub(crate) use hash::crc32;
pub use hash::{sha256, sha384};
pub use p256::{P256_POINT_BYTES, P256_SIGNATURE_BYTES, is_p256_point, verify_p256_sha256, verify_p256_sha256_once};
pub use p384::{P384_POINT_BYTES, P384_SCALAR_BYTES, is_p384_point, verify_p384_sha384};
pub use rsa_pkcs1::verify_rsa_pkcs1_sha256;
pub use rsa_pss::{RSA_4096_BYTES, verify_rsa4096_pss_sha384, verify_rsa4096_pss_sha384_once};
pub(crate) use witnesslock_arithmetic::{
    Base64, InflateFailure, append, append_decimal, append_plain, equal, inflate, plain, plain_or_escaped, to_base64,
};

/// The signature does not hold under this key for this message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct InvalidSignature;
