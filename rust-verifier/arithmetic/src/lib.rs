//! The arithmetic of verification: ECDSA over P-256 and P-384, the RSA public operation, SHA-2; beside it what every byte of
//! evidence passes through as well: base64, and the checksum of gzip.
//!
//! **Public data only.** Nothing here is constant-time, and nothing here may ever touch a secret: no private key, no nonce
//! of a signature, no plaintext. There is no signing, and there must never be.
//!
//! A crate of its own because speed is chosen per crate: this one is optimised for time and built without overflow checks,
//! all that calls it for size and with them. The checks are replaced by proof: the generator of the field code proves by
//! interval arithmetic that no operation leaves its type and prints the bounds beside each; what is written by hand says why
//! it cannot; and every test runs with the checks on.

mod base64;
mod crc32;
mod curve;
mod ecdsa;
#[rustfmt::skip]
#[allow(clippy::all)]
mod generated;
mod hash;
mod inflate;
mod inversion;
mod keys;
pub mod rsa;
mod scalar;
mod table;
#[cfg(feature = "test-exports")]
pub mod test_exports;
mod text;

pub use base64::{Base64, to_base64};
pub use crc32::crc32;
pub use hash::{sha256, sha384, sha512};
pub use inflate::{Failure as InflateFailure, inflate};
pub use text::{append, append_decimal, append_plain, equal, plain, plain_or_escaped};

/// One curve's public names.
macro_rules! curve {
    ($module:ident, $name:literal, $curve:ident, $limbs:literal, $words:literal, $digits:literal) => {
        #[doc = concat!("ECDSA over ", $name, ".")]
        pub mod $module {
            use crate::ecdsa;
            use crate::generated::$module::$curve;
            use crate::keys;

            /// Bytes of a coordinate, a scalar and a digest.
            pub const BYTES: usize = 4 * $words;
            /// Bytes of a point: x, then y, big-endian.
            pub const POINT_BYTES: usize = 2 * BYTES;

            /// Keys that came before, with tables of their multiples: they save time and decide nothing.
            #[derive(Default)]
            pub struct Keys(keys::Keys<$limbs>);

            impl Keys {
                /// As [`verify`], remembering the key.
                #[must_use]
                pub fn verify(
                    &mut self,
                    point: &[u8; POINT_BYTES],
                    digest: &[u8; BYTES],
                    r: &[u8; BYTES],
                    s: &[u8; BYTES],
                ) -> bool {
                    self.0.verify::<$curve, $words, $digits>(point, digest, r, s)
                }

                /// Counts a key as used once, so that the next use is with its table.
                #[cfg(feature = "test-exports")]
                pub fn expect(&mut self, point: &[u8; POINT_BYTES]) {
                    self.0.expect(point);
                }

                /// How many keys have a table, and how many wait for their second use.
                #[must_use]
                pub fn counts(&self) -> (usize, usize) {
                    self.0.counts()
                }
            }

            /// Whether a point is on the curve, its coordinates below p. (Infinity has no coordinates.)
            #[must_use]
            pub fn is_point(point: &[u8; POINT_BYTES]) -> bool {
                ecdsa::read_point::<$curve, $limbs, $words, $digits>(point).is_some()
            }

            /// Whether (r, s), big-endian, is a signature of `digest` under a point. Either of s and n - s is.
            #[must_use]
            pub fn verify(point: &[u8; POINT_BYTES], digest: &[u8; BYTES], r: &[u8; BYTES], s: &[u8; BYTES]) -> bool {
                keys::verify_cold::<$curve, $limbs, $words, $digits>(point, digest, r, s)
            }
        }
    };
}

curve!(p256, "P-256", P256, 9, 8, 9);
curve!(p384, "P-384", P384, 14, 12, 13);
