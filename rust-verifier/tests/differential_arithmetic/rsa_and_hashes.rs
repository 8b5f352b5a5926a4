//! RSA against big integers, and hashes against RustCrypto's.

use crate::random::{Random, number};
use crate::settings::{timed, verifications};
use num_bigint_dig::BigUint;
use witnesslock_arithmetic::{rsa, sha256, sha384, sha512};

#[test]
fn rsa_agrees_with_big_integers() {
    let mut random = Random::seeded();
    let exponent = BigUint::from(65_537_u32);
    let count = (verifications() / 100).max(20);
    timed("RSA operations", || {
        for round in 0..count {
            // Any odd modulus: the operation does not ask for its factors.
            let length = match round % 4 {
                0 => 512,
                // Where R is least, and the last subtraction is needed at all.
                1 => 269,
                _ => 256 + random.below(257),
            };
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
