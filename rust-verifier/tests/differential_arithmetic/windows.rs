//! The windows: the table of G point by point, tables of every shape, and tables read as if they had another.

use crate::random::{fixed, number};
use num_bigint_dig::BigUint;
use witnesslock_arithmetic::test_exports::{self, BASES, COLD, KEPT};

macro_rules! curve {
    ($room:ident, $module:ident, $bytes:literal) => {
        mod $room {
            use super::*;
            use ::$module::elliptic_curve::PrimeField;
            use ::$module::elliptic_curve::ops::Invert;
            use ::$module::elliptic_curve::ops::Reduce;
            use ::$module::elliptic_curve::sec1::ToEncodedPoint;
            use ::$module::{FieldBytes, ProjectivePoint, Scalar};
            use test_exports::$module::{base_table, verify_misread};

            fn coordinates(point: ProjectivePoint) -> [u8; 2 * $bytes] {
                point.to_affine().to_encoded_point(false).as_bytes()[1..].try_into().unwrap()
            }

            #[test]
            fn every_point_of_the_tables_of_g_is_the_multiple_it_stands_for() {
                let prime = number(&crate::curves::$room::prime());
                for (index, (width, blocks)) in BASES.into_iter().enumerate() {
                    let points = base_table(index);
                    assert_eq!(
                        points.len(),
                        blocks << (width - 2),
                        "a point for every odd digit of the width, and no more"
                    );
                    let span = (8 * $bytes + 1_usize).div_ceil(blocks);
                    let mut start = ProjectivePoint::GENERATOR;
                    for block in points.chunks(1 << (width - 2)) {
                        let mut multiple = start;
                        for (index, [x, twice_y]) in block.iter().enumerate() {
                            let expected = coordinates(multiple);
                            let (expected_x, expected_y) = expected.split_at($bytes);
                            assert_eq!(x, expected_x, "{index}");
                            let expected: [u8; $bytes] = fixed(&(number(expected_y) * BigUint::from(2_u8) % &prime));
                            assert_eq!(*twice_y, expected, "{index}");
                            multiple += start + start;
                        }
                        for _ in 0..span {
                            start = start + start;
                        }
                    }
                }
            }

            #[test]
            fn a_table_serves_in_its_own_windows_and_in_no_others() {
                let reduced = |bytes: &[u8; $bytes]| <Scalar as Reduce<_>>::reduce_bytes(&FieldBytes::from(*bytes));
                let text = |scalar: Scalar| -> [u8; $bytes] { scalar.to_repr().into() };
                let (secret, nonce) = (reduced(&[0xb7; $bytes]), reduced(&[0x5c; $bytes]));
                let digest = [0x91; $bytes];
                let point = coordinates(ProjectivePoint::GENERATOR * secret);
                let r: [u8; $bytes] = coordinates(ProjectivePoint::GENERATOR * nonce)[..$bytes].try_into().unwrap();
                let r = reduced(&r);
                let s = Invert::invert(&nonce).unwrap() * (reduced(&digest) + r * secret);
                let (r, s) = (text(r), text(s));
                // A digit may also lead beyond the points of a table that is misread: that stops, which is as good.
                let holds = |built, read| {
                    std::panic::catch_unwind(|| verify_misread((&point, &digest, &r, &s), built, read)).unwrap_or(false)
                };
                for shape in [KEPT, COLD, (2, 1), (3, 5), (4, 3), (7, 2), (8, 8), (5, 17)] {
                    let (width, blocks) = shape;
                    assert!(holds(shape, (width, 0)), "{shape:?}");
                    if width < 8 {
                        assert!(!holds(shape, (width + 1, 0)), "{shape:?} read as wider");
                    }
                    // A table without blocks holds what a narrower one does, at its beginning.
                    if blocks > 1 {
                        assert!(width == 2 || !holds(shape, (width - 1, 0)), "{shape:?} read as narrower");
                        assert!(!holds(shape, (width, 1)), "{shape:?} read as further apart");
                        assert!(!holds(shape, (width, -1)), "{shape:?} read as closer");
                    }
                }
            }
        }
    };
}

curve!(on_p384, p384, 48);
curve!(on_p256, p256, 32);
