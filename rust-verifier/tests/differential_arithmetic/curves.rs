//! Whole verifications, by chance and directed, against RustCrypto.

macro_rules! curve {
    ($room:ident, $module:ident, $bytes:literal, $prime:literal, $order:literal, $blocks:literal) => {
        pub(crate) mod $room {
            use crate::random::{Random, fixed};
            use crate::settings::THINNED;
            use ::$module::ecdsa::signature::hazmat::PrehashVerifier;
            use ::$module::ecdsa::{Signature, VerifyingKey};
            use ::$module::elliptic_curve::ops::{Invert, Reduce};
            use ::$module::elliptic_curve::sec1::ToEncodedPoint;
            use num_bigint_dig::BigUint;
            // P-384's scalars have as their own methods what P-256's have by this trait.
            #[allow(unused_imports)]
            use ::$module::elliptic_curve::Field;
            use ::$module::elliptic_curve::{Group, PrimeField};
            use ::$module::{FieldBytes, ProjectivePoint, Scalar};
            use witnesslock_arithmetic::$module as own;

            pub(crate) type Bytes = [u8; $bytes];

            pub(crate) fn prime() -> Bytes {
                hex::decode($prime).unwrap().try_into().unwrap()
            }

            pub(crate) fn order() -> Bytes {
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
            pub(crate) fn fuzz(random: &mut Random, count: u64) -> u64 {
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
            pub(crate) fn edges() -> u64 {
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
            pub(crate) fn scalars(random: &mut Random) -> u64 {
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
