//! Field and scalar operations for differential tests, on big-endian integers. Never shipped.

/// The operations of one curve.
macro_rules! operations {
    ($module:ident, $name:literal, $curve:ident, $limbs:literal, $words:literal, $digits:literal) => {
        #[doc = concat!("Of ", $name, ".")]
        pub mod $module {
            use crate::curve::{Curve, Reduced};
            use crate::generated::$module::$curve;
            use crate::scalar::{from_bytes, quotients, recode};
            use crate::table::{enter, inverse, leave};

            type Bytes = [u8; 4 * $words];

            fn read(integer: &Bytes) -> Reduced<$limbs> {
                enter::<$curve, $limbs, $words, $digits>(&from_bytes(integer))
            }

            fn write(element: &Reduced<$limbs>) -> Bytes {
                let one = Reduced($curve::UNIT);
                bytes(&leave::<$curve, $limbs, $words, $digits>(&$curve::multiply(element, &one)))
            }

            fn bytes(words: &[u32; $words]) -> Bytes {
                let mut bytes = [0; 4 * $words];
                for (chunk, word) in bytes.rchunks_mut(4).zip(words) {
                    chunk.copy_from_slice(&word.to_be_bytes());
                }
                bytes
            }

            /// a b modulo p.
            #[must_use]
            pub fn multiply(a: &Bytes, b: &Bytes) -> Bytes {
                write(&$curve::multiply(&read(a), &read(b)))
            }

            /// a a modulo p.
            #[must_use]
            pub fn square(a: &Bytes) -> Bytes {
                write(&$curve::square(&read(a)))
            }

            /// 1 / a modulo p, or zero.
            #[must_use]
            pub fn invert(a: &Bytes) -> Bytes {
                write(&inverse::<$curve, $limbs, $words, $digits>(&read(a)))
            }

            /// e / s and r / s modulo n; s is below n.
            #[must_use]
            pub fn divide(e: &Bytes, r: &Bytes, s: &Bytes) -> (Bytes, Bytes) {
                let [e, r, s] = [e, r, s].map(|number| from_bytes(number));
                let (u1, u2) = quotients::<$curve, $limbs, $words, $digits>(&e, &r, &s);
                (bytes(&u1), bytes(&u2))
            }

            /// The digits of a scalar, the least first.
            #[must_use]
            pub fn digits(scalar: &Bytes, width: usize) -> Vec<i8> {
                recode::<$words>(&from_bytes(scalar), width).to_vec()
            }
        }
    };
}

operations!(p256, "P-256", P256, 9, 8, 9);
operations!(p384, "P-384", P384, 14, 12, 13);
