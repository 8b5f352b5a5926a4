//! Cases for mutants, with what RustCrypto or big integers say of each: few, each there for something that only it shows.

use crate::random::{Random, fixed, number};
use num_bigint_dig::BigUint;
use std::fmt::Write;

macro_rules! curve {
    ($room:ident, $module:ident, $bytes:literal, $prime:literal) => {
        mod $room {
            use super::BigUint;
            use crate::random::{Random, fixed, number};
            use ::$module::ecdsa::signature::hazmat::PrehashVerifier;
            use ::$module::ecdsa::{Signature, VerifyingKey};
            use ::$module::elliptic_curve::PrimeField;
            use ::$module::elliptic_curve::ops::{Invert, Reduce};
            use ::$module::elliptic_curve::point::DecompressPoint;
            use ::$module::elliptic_curve::sec1::ToEncodedPoint;
            use ::$module::elliptic_curve::subtle::Choice;
            use ::$module::{AffinePoint, FieldBytes, ProjectivePoint, Scalar};
            use std::fmt::Write;

            type Bytes = [u8; $bytes];

            fn scalar(bytes: &Bytes) -> Scalar {
                <Scalar as Reduce<_>>::reduce_bytes(&FieldBytes::from(*bytes))
            }

            fn encode(point: ProjectivePoint) -> [u8; 2 * $bytes] {
                point.to_affine().to_encoded_point(false).as_bytes()[1..].try_into().unwrap()
            }

            fn line(to: &mut String, key: &[u8], [e, r, s]: [Bytes; 3]) {
                let holds = VerifyingKey::from_sec1_bytes(&[&[4], key].concat())
                    .ok()
                    .zip(Signature::from_scalars(r, s).ok())
                    .is_some_and(|(key, signature)| key.verify_prehash(&e, &signature).is_ok());
                let words = [key, &e, &r, &s].map(hex::encode).join(" ");
                writeln!(to, "{} {words} {}", stringify!($module), u8::from(holds)).unwrap();
            }

            /// The signature whose sum is u1 G + u2 Q, whatever it says.
            fn of(q: ProjectivePoint, u1: Scalar, u2: Scalar) -> [Bytes; 3] {
                let sum = ProjectivePoint::GENERATOR * u1 + q * u2;
                let encoded = encode(sum);
                let r = scalar(&encoded[..$bytes].try_into().unwrap());
                let s = r * Invert::invert(&u2).unwrap();
                [u1 * s, r, s].map(|number| number.to_repr().into())
            }

            pub(super) fn write(to: &mut String, random: &mut Random) {
                let g = ProjectivePoint::GENERATOR;
                let power = |exponent: usize| (0..exponent).fold(Scalar::ONE, |value, _| value.double());
                for _ in 0..4 {
                    let q = g * scalar(&random.bytes());
                    for _ in 0..8 {
                        let [e, r, s] = of(q, scalar(&random.integer(&[[0xff; $bytes]])), scalar(&random.bytes()));
                        line(to, &encode(q), [e, r, s]);
                        let mut other = e;
                        other[$bytes - 1] ^= 1;
                        line(to, &encode(q), [other, r, s]);
                    }
                    // Carries to the very end, and the ends of blocks.
                    let all = Scalar::ZERO - Scalar::ONE;
                    line(to, &encode(q), of(q, all, all));
                    for block in 1..16 {
                        let end = power(block * 8 * $bytes / 16 + 1) - Scalar::ONE;
                        line(to, &encode(q), of(q, end, all - end));
                    }
                }
                // A doubling, and a sum that goes on from infinity, in additions of G and its negative.
                for (q, u1, u2) in [
                    (g, Scalar::ONE, Scalar::ONE),
                    (-g, power(200) + Scalar::ONE, power(200)),
                    (-g, power(20) + Scalar::ONE, power(20)),
                ] {
                    for _ in 0..3 {
                        line(to, &encode(q), of(q, u1, u2));
                    }
                }
                // The same exceptions where the signature says something else: a sum that loses itself may agree with any r.
                let false_r = scalar(&random.bytes()).to_repr().into();
                for q in [g, -g] {
                    line(to, &encode(q), [false_r; 3]);
                }
                let p = number(&hex::decode($prime).unwrap());
                let n = number(&(Scalar::ZERO - Scalar::ONE).to_repr()) + BigUint::from(1_u8);
                let on_curve = |x: &BigUint| {
                    let x: Bytes = fixed(x);
                    Option::<AffinePoint>::from(AffinePoint::decompress(&FieldBytes::from(x), Choice::from(0)))
                };
                // A sum whose x is above n, and a key whose x is written with p on top.
                let small = |from: &BigUint| (1_u8..).map(|x| from + BigUint::from(x)).find_map(|x| on_curve(&x));
                let above: ProjectivePoint = small(&n).unwrap().into();
                let r = scalar(&encode(above)[..$bytes].try_into().unwrap());
                let key = above * Invert::invert(&r).unwrap();
                let [e, r, s]: [Bytes; 3] = [Scalar::ZERO, r, Scalar::ONE].map(|number| number.to_repr().into());
                line(to, &encode(key), [e, r, s]);
                line(to, &encode(key), [e, encode(above)[..$bytes].try_into().unwrap(), s]);
                let small: ProjectivePoint = small(&BigUint::from(4_u8)).unwrap().into();
                let signature = of(small, Scalar::ONE, Scalar::ONE);
                let mut key = encode(small);
                line(to, &key, signature);
                let x = number(&key[..$bytes]);
                key[..$bytes].copy_from_slice(&fixed::<$bytes>(&(x + p)));
                line(to, &key, signature);
                // An s with n on top.
                let (d, k, s) = (scalar(&random.bytes()), scalar(&random.bytes()), Scalar::from(3_u64));
                let r = scalar(&encode(g * k)[..$bytes].try_into().unwrap());
                let [e, r, s]: [Bytes; 3] = [s * k - r * d, r, s].map(|number| number.to_repr().into());
                line(to, &encode(g * d), [e, r, s]);
                line(to, &encode(g * d), [e, r, fixed(&(number(&s) + n))]);
            }
        }
    };
}

curve!(on_p256, p256, 32, "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
curve!(
    on_p384,
    p384,
    48,
    "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff"
);

fn write_rsa(to: &mut String, random: &mut Random) {
    // 269 bytes leave R its least: only there is a result now and then not below the modulus before the last step.
    for length in [256, 269, 300, 512] {
        let mut modulus: Vec<u8> = (0..length).map(|_| random.next() as u8).collect();
        modulus[0] = 0xff;
        modulus[length - 1] |= 1;
        let n = number(&modulus);
        for round in 0..160_u8 {
            let base = if round < 130 { &n - BigUint::from(1 + round) } else { number(&random.bytes::<512>()) % &n };
            let power = base.modpow(&BigUint::from(65_537_u32), &n);
            let padded = |value: &BigUint| hex::encode(&fixed::<512>(value)[512 - length..]);
            writeln!(to, "rsa {} {} {}", hex::encode(&modulus), padded(&base), padded(&power)).unwrap();
        }
    }
}

fn write_hashes(to: &mut String, random: &mut Random) {
    use sha2::{Digest, Sha256, Sha384, Sha512};
    // Around the ends of blocks and of what a length needs.
    for length in [0, 1, 55, 56, 63, 64, 65, 111, 112, 119, 120, 127, 128, 129, 300] {
        let message: Vec<u8> = (0..length).map(|_| random.next() as u8).collect();
        let digests = [
            hex::encode(Sha256::digest(&message)),
            hex::encode(Sha384::digest(&message)),
            hex::encode(Sha512::digest(&message)),
        ];
        writeln!(to, "sha2 {} {}", hex::encode(&message), digests.join(" ")).unwrap();
    }
}

/// All cases, a line each: what `judge.rs` reads.
pub(crate) fn all() -> String {
    let mut text = String::new();
    let mut random = Random::seeded();
    on_p256::write(&mut text, &mut random);
    on_p384::write(&mut text, &mut random);
    write_rsa(&mut text, &mut random);
    write_hashes(&mut text, &mut random);
    text
}
