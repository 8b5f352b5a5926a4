//! Numbers of `W` words of 32 bits, least first: scalars modulo the group order, and conversions to digits of other widths.

use crate::curve::Curve;
use crate::inversion::invert;

/// Positions of digits of a recoded scalar, that of the last carry among them.
pub(crate) const MAX_DIGITS: usize = 385;

// What is written for slices is for both curves: two copies, unrolled, would be larger than they are fast.

pub(crate) fn from_bytes<const W: usize>(bytes: &[u8]) -> [u32; W] {
    let mut words = [0; W];
    read_words(bytes, &mut words);
    words
}

#[inline(never)]
fn read_words(bytes: &[u8], words: &mut [u32]) {
    let (rest, chunks) = bytes.as_rchunks();
    let mut words = words.iter_mut();
    for (chunk, word) in chunks.iter().rev().zip(&mut words) {
        *word = u32::from_be_bytes(*chunk);
    }
    if let Some(word) = words.next() {
        *word = rest.iter().fold(0, |word, byte| word << 8 | u32::from(*byte));
    }
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
    let mut digits = [0; K];
    write_digits(words, width, &mut digits);
    digits
}

#[inline(never)]
fn write_digits(words: &[u32], width: usize, digits: &mut [i32]) {
    for (index, digit) in digits.iter_mut().enumerate() {
        *digit = (ahead(words, index * width) & ((1 << width) - 1)) as i32;
    }
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

/// 32 bits from `start`, at least; beyond the words there are zeros.
fn ahead(words: &[u32], start: usize) -> u64 {
    let word = |index: usize| u64::from(words.get(index).copied().unwrap_or(0));
    (word(start / 32) | word(start / 32 + 1) << 32) >> (start % 32)
}

/// a b / 2^(32 words) modulo n, given -1 / n modulo 2^32, and what does not fit in the words; b is below n, and the result
/// below 2n.
#[inline(never)]
fn product(t: &mut [u32], a: &[u32], b: &[u32], n: &[u32], negated_inverse: u32) -> u32 {
    let mut top = 0_u32;
    for word in a {
        // t < 2n: t + word b + q n < 2^32 times 2n, so that one word and one bit more than those of n hold it.
        let mut carry = 0_u64;
        for (t, b) in t.iter_mut().zip(b) {
            let sum = u64::from(*word) * u64::from(*b) + u64::from(*t) + carry;
            *t = sum as u32;
            carry = sum >> 32;
        }
        let above = u64::from(top) + carry;
        let q = u64::from(t[0].wrapping_mul(negated_inverse));
        let mut carry = (q * u64::from(n[0]) + u64::from(t[0])) >> 32;
        for index in 1..n.len() {
            let sum = q * u64::from(n[index]) + u64::from(t[index]) + carry;
            t[index - 1] = sum as u32;
            carry = sum >> 32;
        }
        let sum = above + carry;
        t[n.len() - 1] = sum as u32;
        top = (sum >> 32) as u32;
    }
    top
}

/// a b / 2^(32 W) modulo n; b below n, and the result below n.
fn montgomery<C, const N: usize, const W: usize, const S: usize>(a: &[u32; W], b: &[u32; W]) -> [u32; W]
where
    C: Curve<N, W, S>,
{
    let mut t = [0; W];
    let top = product(&mut t, a, b, &C::ORDER, C::ORDER_NEGATED_INVERSE);
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
        let bits = ahead(scalar, position) as u32;
        // Bits that equal the carry are digits of zero.
        let zeros = (bits ^ u32::wrapping_neg(carry)).trailing_zeros() as usize;
        position += zeros;
        if zeros + width > 32 {
            continue;
        }
        let window = (bits >> zeros & ((1 << width) - 1)) + carry;
        carry = window >> (width - 1);
        take(position, (window as i32 - ((carry as i32) << width)) as i16);
        position += width;
    }
}
