//! Field and scalar operations for differential tests, on big-endian integers, and tables as they are and as they must not
//! be. Never shipped.

/// The shape of a table of a key that is used once: the width of digits, and the blocks.
pub const COLD: (usize, usize) = crate::table::COLD;
/// The shape of the tables that are kept.
pub const KEPT: (usize, usize) = crate::table::KEPT;
/// The shapes of G's tables.
pub const BASES: [(usize, usize); 3] = crate::table::BASES;

/// The operations of one curve.
macro_rules! operations {
    ($module:ident, $name:literal, $curve:ident, $limbs:literal, $words:literal, $digits:literal) => {
        #[doc = concat!("Of ", $name, ".")]
        pub mod $module {
            use crate::curve::{Affine, Curve, Reduced};
            use crate::ecdsa::{read_point, verify};
            use crate::generated::$module::$curve;
            use crate::scalar::{from_bytes, quotients, recode};
            use crate::table::{Table, enter, inverse, leave};

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

            /// The points of one of G's tables, block after block: x and 2y, one after the other.
            #[must_use]
            pub fn base_table(index: usize) -> Vec<[Bytes; 2]> {
                let table = Table::of_base::<$curve, $words, $digits>(index);
                let coordinates = |point: &Affine<$limbs>| {
                    let point = point.unpack();
                    [write(&point.x), write(&point.v)]
                };
                table.points().iter().map(coordinates).collect()
            }

            /// Verifies with a table of the key that is built for a shape, digits' width and blocks, and then read as if it
            /// were for another width, and its blocks more or less apart.
            #[must_use]
            pub fn verify_misread(
                (point, digest, r, s): (&[u8; 8 * $words], &Bytes, &Bytes, &Bytes),
                shape: (usize, usize),
                (read_width, apart): (usize, isize),
            ) -> bool {
                read_point::<$curve, $limbs, $words, $digits>(point).is_some_and(|point| {
                    let table = Table::build::<$curve, $words, $digits>(&point, shape);
                    let table = table.misread(read_width, apart);
                    verify::<$curve, $limbs, $words, $digits>(&table, digest, r, s)
                })
            }

            /// The digits of a scalar, the least first.
            #[must_use]
            pub fn digits(scalar: &Bytes, width: usize) -> Vec<i16> {
                let mut digits = vec![0; 32 * $words + 1];
                recode::<$words>(&from_bytes(scalar), width, |position, digit| digits[position] = digit);
                digits
            }
        }
    };
}

operations!(p256, "P-256", P256, 9, 8, 9);
operations!(p384, "P-384", P384, 14, 12, 13);
