//! The arithmetic against RustCrypto's, which is built in another way throughout: whole verifications with every kind of
//! damage, on a key's first use and with its table; field and scalar operations against big integers; RSA; and the cases
//! of point addition that chance never meets. Needs the feature `test-exports`.
//!
//! `WITNESSLOCK_VERIFICATIONS` is the number of whole verifications of both curves together (operations: ten times as many),
//! `WITNESSLOCK_SEED` begins another run; both are printed. The oracle takes 40 ms for one P-384 verification where it is
//! not optimised, so `cargo test` takes a few; `cargo test --profile differential` runs them all, overflow checks on.
#![cfg(feature = "test-exports")]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::as_conversions
)]

use num_bigint_dig::BigUint;
use std::time::Instant;
use witnesslock_arithmetic::{rsa, sha256, sha384, sha512, test_exports};

/// The share of the directed cases that an unoptimised build runs: every so manieth.
const THINNED: usize = if cfg!(debug_assertions) { 30 } else { 1 };

fn setting(name: &str, default: u64) -> u64 {
    let value = std::env::var(name).map_or(default, |text| text.parse().unwrap());
    println!("{name}={value}");
    value
}

fn verifications() -> u64 {
    setting("WITNESSLOCK_VERIFICATIONS", if cfg!(debug_assertions) { 100 } else { 20_000 })
}

/// SplitMix64: the same numbers from the same seed everywhere.
struct Random(u64);

impl Random {
    fn seeded() -> Self {
        Self(setting("WITNESSLOCK_SEED", 0x0077_6974_6e65_7373))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        core::array::from_fn(|_| self.next() as u8)
    }

    /// Bytes as they come, or with long runs of ones and zeros, or next to a limit: where carries go far.
    fn integer<const N: usize>(&mut self, limits: &[[u8; N]]) -> [u8; N] {
        match self.below(8) {
            0 => {
                let mut bytes = [if self.below(2) == 0 { 0 } else { 0xff }; N];
                for _ in 0..=self.below(4) {
                    bytes[self.below(N)] ^= 1 << self.below(8);
                }
                bytes
            }
            1 => {
                let (start, end) = (self.below(N), self.below(N));
                core::array::from_fn(|index| if (start..end).contains(&index) { 0xff } else { 0 })
            }
            2 => {
                let near = limits[self.below(limits.len())];
                let small = BigUint::from(self.below(4));
                let value = BigUint::from_bytes_be(&near);
                let value = if self.below(2) == 0 && value >= small { value - small } else { value + small };
                fixed(&value)
            }
            _ => self.bytes(),
        }
    }
}

/// Big-endian, cut or padded to its length.
fn fixed<const N: usize>(value: &BigUint) -> [u8; N] {
    let bytes = value.to_bytes_be();
    let mut fixed = [0; N];
    for (to, from) in fixed.iter_mut().rev().zip(bytes.iter().rev()) {
        *to = *from;
    }
    fixed
}

fn number(bytes: &[u8]) -> BigUint {
    BigUint::from_bytes_be(bytes)
}

macro_rules! curve {
    ($room:ident, $module:ident, $bytes:literal, $prime:literal, $order:literal, $blocks:literal) => {
        mod $room {
            use super::*;
            use ::$module::ecdsa::signature::hazmat::PrehashVerifier;
            use ::$module::ecdsa::{Signature, VerifyingKey};
            use ::$module::elliptic_curve::ops::{Invert, Reduce};
            use ::$module::elliptic_curve::sec1::ToEncodedPoint;
            // P-384's scalars have as their own methods what P-256's have by this trait.
            #[allow(unused_imports)]
            use ::$module::elliptic_curve::Field;
            use ::$module::elliptic_curve::{Group, PrimeField};
            use ::$module::{FieldBytes, ProjectivePoint, Scalar};
            use witnesslock_arithmetic::$module as own;

            pub(super) type Bytes = [u8; $bytes];

            pub(super) fn prime() -> Bytes {
                hex::decode($prime).unwrap().try_into().unwrap()
            }

            pub(super) fn order() -> Bytes {
                hex::decode($order).unwrap().try_into().unwrap()
            }

            fn scalar(bytes: &Bytes) -> Scalar {
                <Scalar as Reduce<_>>::reduce_bytes(&FieldBytes::from(*bytes))
            }

            fn text(scalar: Scalar) -> Bytes {
                scalar.to_repr().into()
            }

            fn point(point: ProjectivePoint) -> [u8; 2 * $bytes] {
                let encoded = point.to_affine().to_encoded_point(false);
                encoded.as_bytes()[1..].try_into().unwrap()
            }

            fn x_modulo_order(point: ProjectivePoint) -> Scalar {
                let encoded = point.to_affine().to_encoded_point(false);
                scalar(&(*encoded.x().unwrap()).into())
            }

            /// All paths and RustCrypto agree; gives what they say.
            fn judge(keys: &mut own::Keys, key: &[u8; 2 * $bytes], digest: &Bytes, r: &Bytes, s: &Bytes) -> bool {
                let oracle = VerifyingKey::from_sec1_bytes(&[&[4], &key[..]].concat())
                    .ok()
                    .zip(Signature::from_scalars(*r, *s).ok())
                    .is_some_and(|(key, signature)| key.verify_prehash(digest, &signature).is_ok());
                let cold = own::verify(key, digest, r, s);
                let kept = keys.verify(key, digest, r, s);
                assert_eq!(
                    [cold, kept],
                    [oracle; 2],
                    "key {} digest {} r {} s {}",
                    hex::encode(key),
                    hex::encode(digest),
                    hex::encode(r),
                    hex::encode(s)
                );
                oracle
            }

            /// Signatures of one key, whole and damaged. The first two that hold give the key its table.
            pub(super) fn fuzz(random: &mut Random, count: u64) -> u64 {
                let mut keys = own::Keys::default();
                let (mut done, mut held) = (0, 0);
                while done < count {
                    let secret = scalar(&random.integer(&[order()]));
                    if bool::from(secret.is_zero()) {
                        continue;
                    }
                    let public = point(ProjectivePoint::GENERATOR * secret);
                    for _ in 0..4 {
                        let nonce = scalar(&random.integer(&[order()]));
                        if bool::from(nonce.is_zero()) {
                            continue;
                        }
                        let digest: Bytes = random.integer(&[order(), prime()]);
                        let r = x_modulo_order(ProjectivePoint::GENERATOR * nonce);
                        let s = Invert::invert(&nonce).unwrap() * (scalar(&digest) + r * secret);
                        let (r, s, negated) = (text(r), text(s), text(-s));
                        let mut flip = |bytes: &[u8]| {
                            let mut bytes = bytes.to_vec();
                            let index = random.below(bytes.len());
                            bytes[index] ^= 1 << random.below(8);
                            bytes
                        };
                        let (bad_r, bad_s): (Bytes, Bytes) =
                            (flip(&r).try_into().unwrap(), flip(&s).try_into().unwrap());
                        let bad_digest: Bytes = flip(&digest).try_into().unwrap();
                        let bad_key = flip(&public).try_into().unwrap();
                        let other_s: Bytes = random.integer(&[order()]);
                        for (key, digest, r, s) in [
                            (&public, &digest, &r, &s),
                            (&public, &digest, &r, &negated),
                            (&public, &bad_digest, &r, &s),
                            (&public, &digest, &bad_r, &s),
                            (&public, &digest, &r, &bad_s),
                            (&bad_key, &digest, &r, &s),
                            (&public, &digest, &s, &r),
                            (&public, &digest, &r, &other_s),
                        ] {
                            held += u64::from(judge(&mut keys, key, digest, r, s));
                            done += 1;
                        }
                    }
                }
                assert!(held * 8 >= done, "a quarter of all holds");
                done
            }

            /// Keys, nonces and digests that lead to the exceptional cases of addition.
            pub(super) fn edges() -> u64 {
                let small = |value: u64| Scalar::from(value);
                let invert = |value: Scalar| Invert::invert(&value).unwrap();
                let power = |exponent: u32| (0..exponent).fold(Scalar::ONE, |value, _| value.double());
                let half = 4 * $bytes;
                let mut nonces: Vec<Scalar> = [1, 2, 3, 4, 5, 7, 16].map(small).to_vec();
                nonces.extend([-small(1), -small(2), -small(3), invert(small(2)), -invert(small(2))]);
                nonces.extend([power(half), power(half) + small(1)]);
                let mut secrets: Vec<Scalar> =
                    (1..=18).flat_map(|value| [small(value), -small(value), invert(small(value))]).collect();
                secrets.extend((1..8).map(|eighth| power(eighth * $bytes)));
                let mut count = 0;
                for secret in secrets.into_iter().step_by(THINNED) {
                    let mut keys = own::Keys::default();
                    let public = point(ProjectivePoint::GENERATOR * secret);
                    for nonce in &nonces {
                        let r = x_modulo_order(ProjectivePoint::GENERATOR * *nonce);
                        // u1 = 0, u1 = u2 d, u1 = -u2 d + ..., small, and so on.
                        let product = r * secret;
                        for e in [small(0), small(1), product, -product + small(1), r, product.double(), -r] {
                            let s = invert(*nonce) * (e + product);
                            let holds = judge(&mut keys, &public, &text(e), &text(r), &text(s));
                            assert_eq!(holds, !bool::from(s.is_zero()));
                            assert!(
                                !judge(&mut keys, &public, &text(e + small(1)), &text(r), &text(s)) || s == small(0)
                            );
                            count += 2;
                        }
                    }
                }
                count
            }

            /// The scalars u1 and u2 themselves at their limits: runs of ones over the ends of blocks, and sums that are
            /// infinity or a doubling.
            pub(super) fn scalars(random: &mut Random) -> u64 {
                let ones = |start: usize, end: usize| {
                    let value = (BigUint::from(1_u8) << end) - (BigUint::from(1_u8) << start);
                    scalar(&fixed(&value))
                };
                let bits = 8 * $bytes;
                let span = (bits + 1_usize).div_ceil($blocks);
                let mut patterns = vec![ones(0, bits), scalar(&[0x55; $bytes]), scalar(&[0xaa; $bytes]), -Scalar::ONE];
                for end in (1..=$blocks).map(|block| block * span).chain([1, 2, 5, 7, 31, 32, 33, bits]) {
                    for start in [0, end.saturating_sub(1), end.saturating_sub(span), end / 2] {
                        patterns.push(ones(start.min(bits), end.min(bits)));
                    }
                    patterns.push(ones(0, end.min(bits - 1)) + Scalar::ONE);
                }
                let secret = scalar(&random.bytes());
                let public = ProjectivePoint::GENERATOR * secret;
                let mut keys = own::Keys::default();
                let mut count = 0;
                for u2 in patterns.iter().filter(|value| !bool::from(value.is_zero())).step_by(THINNED) {
                    let meeting = *u2 * secret;
                    for u1 in patterns.iter().chain([&Scalar::ZERO, &meeting, &-meeting, &-meeting.double()]) {
                        let sum = ProjectivePoint::GENERATOR * *u1 + public * *u2;
                        let r = if bool::from(sum.is_identity()) { *u2 } else { x_modulo_order(sum) };
                        let s = r * Invert::invert(u2).unwrap();
                        let holds = judge(&mut keys, &point(public), &text(*u1 * s), &text(r), &text(s));
                        assert_eq!(holds, !bool::from(sum.is_identity()), "infinity is no signature");
                        count += 1;
                    }
                }
                count
            }

            /// Field and scalar operations against big integers.
            pub(super) fn operations(random: &mut Random, count: u64) -> u64 {
                use test_exports::$module::{digits, divide, invert, multiply, square};
                let (p, n) = (number(&prime()), number(&order()));
                let limits = [prime(), order(), [0xff; $bytes], [0; $bytes]];
                let mut done = 0;
                while done < count {
                    let (a, b): (Bytes, Bytes) = (random.integer(&limits), random.integer(&limits));
                    let (wide_a, wide_b) = (number(&a), number(&b));
                    let product = multiply(&a, &b);
                    assert_eq!(number(&product), &wide_a * &wide_b % &p, "{} {}", hex::encode(a), hex::encode(b));
                    assert_eq!(number(&square(&a)), &wide_a * &wide_a % &p, "{}", hex::encode(a));
                    done += 2;
                    if done % 16 == 0 {
                        let inverse = number(&invert(&a));
                        let expected = BigUint::from(u8::from(&wide_a % &p != BigUint::from(0_u8)));
                        assert!(inverse < p);
                        assert_eq!(&inverse * &wide_a % &p, expected, "{}", hex::encode(a));
                        let s: Bytes = fixed(&(number(&product) % &n));
                        let e: Bytes = fixed(&(&wide_a % &n));
                        let (u1, u2) = divide(&e, &fixed(&(&wide_b % &n)), &s);
                        if s != [0; $bytes] {
                            assert_eq!(number(&u1) * number(&s) % &n, number(&e), "{}", hex::encode(s));
                            assert_eq!(number(&u2) * number(&s) % &n, &wide_b % &n, "{}", hex::encode(s));
                        }
                        assert!(number(&u1) < n && number(&u2) < n);
                        let width = 3 + random.below(5);
                        check_digits(&wide_a, &digits(&a, width), width);
                        done += 4;
                    }
                }
                done
            }
        }
    };
}

curve!(
    on_p384,
    p384,
    48,
    "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
    "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
    16
);
curve!(
    on_p256,
    p256,
    32,
    "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
    16
);

fn check_digits(value: &BigUint, digits: &[i8], width: usize) {
    let (mut positive, mut negative) = (BigUint::from(0_u8), BigUint::from(0_u8));
    let mut last = None;
    for (position, digit) in digits.iter().enumerate().filter(|(_, digit)| **digit != 0) {
        assert!(digit % 2 != 0 && usize::from(digit.unsigned_abs()) < 1 << (width - 1));
        assert!(last.is_none_or(|last| position - last >= width));
        last = Some(position);
        let part = BigUint::from(digit.unsigned_abs()) << position;
        if *digit > 0 { positive += part } else { negative += part }
    }
    assert_eq!(positive - negative, *value);
}

fn timed(what: &str, run: impl FnOnce() -> u64) {
    let start = Instant::now();
    let count = run();
    println!("{what}: {count} in {:.1} s, all agree", start.elapsed().as_secs_f64());
}

#[test]
fn case_96_whole_verifications_agree() {
    // The oracle takes three times as long for P-384: both ends at about the same time.
    let count = verifications() / 4;
    let seed = Random::seeded().0;
    std::thread::scope(|scope| {
        scope.spawn(|| timed("P-384 verifications", || on_p384::fuzz(&mut Random(seed), count)));
        scope.spawn(|| timed("P-256 verifications", || on_p256::fuzz(&mut Random(seed), 3 * count)));
    });
}

#[test]
fn field_and_scalar_operations_agree_with_big_integers() {
    let count = 5 * verifications();
    let seed = Random::seeded().0;
    std::thread::scope(|scope| {
        scope.spawn(|| timed("P-384 operations", || on_p384::operations(&mut Random(seed), count)));
        scope.spawn(|| timed("P-256 operations", || on_p256::operations(&mut Random(seed), count)));
    });
}

#[test]
fn the_exceptional_cases_of_addition_agree() {
    timed("P-384 edges", on_p384::edges);
    timed("P-256 edges", on_p256::edges);
    timed("P-384 scalars", || on_p384::scalars(&mut Random::seeded()));
    timed("P-256 scalars", || on_p256::scalars(&mut Random::seeded()));
}

#[test]
fn rsa_agrees_with_big_integers() {
    let mut random = Random::seeded();
    let exponent = BigUint::from(65_537_u32);
    let count = (verifications() / 100).max(20);
    timed("RSA operations", || {
        for round in 0..count {
            // Any odd modulus: the operation does not ask for its factors.
            let length = if round % 3 == 0 { 512 } else { 256 + random.below(257) };
            let mut modulus: Vec<u8> = (0..length / 32 + 1).flat_map(|_| random.integer::<32>(&[[0xff; 32]])).collect();
            modulus.truncate(length);
            modulus[0] |= 0x80;
            modulus[length - 1] |= 1;
            let n = number(&modulus);
            let one = BigUint::from(1_u8);
            let mut base: Vec<u8> = modulus.iter().map(|_| random.next() as u8).collect();
            base[0] &= 0x7f;
            for base in [number(&base), &n - &one, BigUint::from(0_u8), one.clone(), (&n - &one) >> 1] {
                let power = base.modpow(&exponent, &n).to_bytes_be();
                let padded = |bytes: Vec<u8>| [vec![0; length - bytes.len()], bytes].concat();
                let base = padded(base.to_bytes_be());
                assert_eq!(rsa::public_operation(&modulus, &base), Some(padded(power)), "{}", hex::encode(&modulus));
            }
            assert_eq!(rsa::public_operation(&modulus, &modulus), None, "not below n");
            assert_eq!(rsa::public_operation(&modulus, &modulus[1..]), None, "short");
        }
        5 * count
    });
    for bad in [vec![0xff; 255], vec![0xff; 513], vec![0; 512], vec![0x80; 256], vec![]] {
        assert_eq!(rsa::public_operation(&bad, &vec![0; bad.len()]), None);
    }
    let mut leading_zero = vec![0xff; 512];
    leading_zero[0] = 0x7f;
    assert_eq!(rsa::public_operation(&leading_zero, &[0; 512]), None);
}

#[test]
fn hashes_agree_at_every_length() {
    use sha2::{Digest, Sha256, Sha384, Sha512};
    let mut random = Random::seeded();
    for length in 0..700 {
        let message: Vec<u8> = (0..length).map(|_| random.next() as u8).collect();
        let (first, rest) = message.split_at(random.below(length + 1));
        let (second, third) = rest.split_at(random.below(rest.len() + 1));
        for parts in [&[&message[..]][..], &[first, second, third]] {
            assert_eq!(sha256(parts)[..], Sha256::digest(&message)[..], "{length}");
            assert_eq!(sha384(parts)[..], Sha384::digest(&message)[..], "{length}");
            assert_eq!(sha512(parts)[..], Sha512::digest(&message)[..], "{length}");
        }
    }
}
