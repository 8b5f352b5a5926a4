//! Field and scalar operations against big integers.

use crate::curves;
use crate::random::{Random, fixed, number};
use num_bigint_dig::BigUint;
use witnesslock_arithmetic::test_exports;

macro_rules! curve {
    ($room:ident, $module:ident, $bytes:literal) => {
        /// Field and scalar operations against big integers.
        pub(crate) fn $room(random: &mut Random, count: u64) -> u64 {
            use test_exports::$module::{digits, divide, invert, multiply, square};
            let (p, n) = (number(&curves::$room::prime()), number(&curves::$room::order()));
            let limits = [curves::$room::prime(), curves::$room::order(), [0xff; $bytes], [0; $bytes]];
            let mut done = 0;
            while done < count {
                let (a, b): ([u8; $bytes], [u8; $bytes]) = (random.integer(&limits), random.integer(&limits));
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
                    let s: [u8; $bytes] = fixed(&(number(&product) % &n));
                    let e: [u8; $bytes] = fixed(&(&wide_a % &n));
                    let (u1, u2) = divide(&e, &fixed(&(&wide_b % &n)), &s);
                    if s != [0; $bytes] {
                        assert_eq!(number(&u1) * number(&s) % &n, number(&e), "{}", hex::encode(s));
                        assert_eq!(number(&u2) * number(&s) % &n, &wide_b % &n, "{}", hex::encode(s));
                    }
                    assert!(number(&u1) < n && number(&u2) < n);
                    let width = 3 + random.below(7);
                    check_digits(&wide_a, &digits(&a, width), width);
                    done += 4;
                }
            }
            done
        }
    };
}

curve!(on_p384, p384, 48);
curve!(on_p256, p256, 32);

fn check_digits(value: &BigUint, digits: &[i16], width: usize) {
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
