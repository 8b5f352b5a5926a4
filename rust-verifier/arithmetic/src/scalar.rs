//! Numbers of `W` words of 32 bits, least first: scalars modulo the group order, and conversions to digits of other widths.

use crate::curve::Curve;
use crate::inversion::invert;

/// Positions of digits of a recoded scalar, that of the last carry among them.
pub(crate) const MAX_DIGITS: usize = 385;

pub(crate) fn from_bytes<const W: usize>(bytes: &[u8]) -> [u32; W] {
    let mut words = [0; W];
    for (word, chunk) in words.iter_mut().zip(bytes.rchunks(4)) {
        *word = chunk.iter().fold(0, |word, byte| word << 8 | u32::from(*byte));
    }
    words
}

pub(crate) fn is_below<const W: usize>(a: &[u32; W], b: &[u32; W]) -> bool {
    a.iter().rev().lt(b.iter().rev())
}

/// a - b, and whether it was negative.
pub(crate) fn subtract<const W: usize>(a: &[u32; W], b: &[u32; W]) -> ([u32; W], bool) {
    let mut difference = [0; W];
    let mut borrow = false;
    for index in 0..W {
        let (first, below) = a[index].overflowing_sub(b[index]);
        let (second, again) = first.overflowing_sub(u32::from(borrow));
        difference[index] = second;
        borrow = below | again;
    }
    (difference, borrow)
}

/// a + b, and whether it left its words.
pub(crate) fn add<const W: usize>(a: &[u32; W], b: &[u32; W]) -> ([u32; W], bool) {
    let mut sum = [0; W];
    let mut carry = false;
    for index in 0..W {
        let (first, above) = a[index].overflowing_add(b[index]);
        let (second, again) = first.overflowing_add(u32::from(carry));
        sum[index] = second;
        carry = above | again;
    }
    (sum, carry)
}

/// A number in digits of `width` bits.
pub(crate) fn split<const W: usize, const K: usize>(words: &[u32; W], width: usize) -> [i32; K] {
    core::array::from_fn(|index| bits(words, index * width, width) as i32)
}

/// Digits of `width` bits, none negative, as words.
pub(crate) fn join<const W: usize>(digits: &[i32], width: usize) -> [u32; W] {
    let mut words = [0; W];
    let (mut pending, mut held) = (0_u64, 0);
    let mut target = words.iter_mut();
    for digit in digits {
        pending |= u64::from(*digit as u32) << held;
        held += width;
        if held >= 32 {
            if let Some(word) = target.next() {
                *word = pending as u32;
            }
            pending >>= 32;
            held -= 32;
        }
    }
    if let Some(word) = target.next() {
        *word = pending as u32;
    }
    words
}

/// At most 30 bits from `start`; beyond the words there are zeros.
fn bits<const W: usize>(words: &[u32; W], start: usize, count: usize) -> u32 {
    let word = |index: usize| u64::from(words.get(index).copied().unwrap_or(0));
    let pair = word(start / 32) | word(start / 32 + 1) << 32;
    (pair >> (start % 32)) as u32 & ((1 << count) - 1)
}

/// a b / 2^(32 W) modulo n; b below n, and the result below n.
pub(crate) fn montgomery<C, const N: usize, const W: usize, const S: usize>(a: &[u32; W], b: &[u32; W]) -> [u32; W]
where
    C: Curve<N, W, S>,
{
    let mut t = [0_u32; W];
    let mut top = 0_u32;
    for word in a {
        // t < 2n: t + word b + q n < 2^32 times 2n, so that one word and one bit beyond W hold it.
        let mut carry = 0_u64;
        for index in 0..W {
            let sum = u64::from(*word) * u64::from(b[index]) + u64::from(t[index]) + carry;
            t[index] = sum as u32;
            carry = sum >> 32;
        }
        let above = u64::from(top) + carry;
        let q = u64::from(t[0].wrapping_mul(C::ORDER_NEGATED_INVERSE));
        let mut carry = (q * u64::from(C::ORDER[0]) + u64::from(t[0])) >> 32;
        for index in 1..W {
            let sum = q * u64::from(C::ORDER[index]) + u64::from(t[index]) + carry;
            t[index - 1] = sum as u32;
            carry = sum >> 32;
        }
        let sum = above + carry;
        t[W - 1] = sum as u32;
        top = (sum >> 32) as u32;
    }
    let (difference, is_negative) = subtract(&t, &C::ORDER);
    if top != 0 || !is_negative { difference } else { t }
}

/// (e / s, r / s) modulo n, for s from 1 to n - 1.
pub(crate) fn quotients<C, const N: usize, const W: usize, const S: usize>(
    e: &[u32; W],
    r: &[u32; W],
    s: &[u32; W],
) -> ([u32; W], [u32; W])
where
    C: Curve<N, W, S>,
{
    let inverse = join(&invert(&split(s, 30), &C::ORDER_SIGNED, C::ORDER_INVERSE), 30);
    let inverse = montgomery::<C, N, W, S>(&inverse, &C::ORDER_R2);
    (montgomery::<C, N, W, S>(e, &inverse), montgomery::<C, N, W, S>(r, &inverse))
}

/// A scalar as the sum of digit times 2^position, the least position first, each digit odd and below 2^(width - 1) in
/// magnitude, and of any `width` neighbours at most one (Hankerson, Menezes and Vanstone, Algorithm 3.35).
pub(crate) fn recode<const W: usize>(scalar: &[u32; W], width: usize, mut take: impl FnMut(usize, i16)) {
    let mut carry = 0;
    let mut position = 0;
    while position <= 32 * W {
        // Bits that equal the carry are digits of zero.
        let other = bits(scalar, position, 30) ^ (carry * ((1 << 30) - 1));
        if other & 1 == 0 {
            position += other.trailing_zeros().min(30) as usize;
            continue;
        }
        let window = (bits(scalar, position, width) + carry) as i32;
        carry = u32::from(window >= 1 << (width - 1));
        take(position, (window - ((carry as i32) << width)) as i16);
        position += width;
    }
}
