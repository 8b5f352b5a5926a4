//! The RSA public operation (RFC 8017, section 5.2.2) for moduli of 2048 to 4096 bits and e = 65537.
//!
//! Numbers are blocks of seven limbs of 28 bits, least first, with a block more than the modulus where that would fill
//! its last: R = 2^(196 blocks) is at least sixteen times the modulus n. So with a and b below 2n a product after
//! Montgomery is below (4 n^2 + R n) / R <= 1.25 n, and stays below 2n without a subtraction.
//!
//! Products are gathered place by place: at a place are the products of blocks whose own places add up to it. Of a square
//! each pair of blocks meets twice; of a multiple of n, two products of a pair are made of one and of what each block's own
//! place has (Weimerskirch and Paar, "Generalizations of the Karatsuba Algorithm for Efficient Implementations", 2006).

use crate::generated::row::{
    Block, Columns, LIMBS, MAX_BLOCKS, Own, WIDTH, add_crossed, add_crossed_square, add_product, add_square,
};

const MASK: u64 = (1 << WIDTH) - 1;

/// Bytes of a modulus, at least and at most.
pub const MODULUS_BYTES: core::ops::RangeInclusive<usize> = 256..=512;

type Number = [Block; MAX_BLOCKS];
/// The limbs of a product, and room for what a carry leaves.
type Wide = [u64; LIMBS * (2 * MAX_BLOCKS + 1)];
/// Sums of what was gathered before each block.
type Sums = [Columns; MAX_BLOCKS + 1];

const NO_LIMBS: Wide = [0; LIMBS * (2 * MAX_BLOCKS + 1)];
const NO_SUMS: Sums = [[0; 2 * LIMBS - 1]; MAX_BLOCKS + 1];

/// A modulus made ready.
struct Modulus {
    n: Number,
    blocks: usize,
    /// -1 / n modulo 2^28.
    negated_inverse: u32,
}

/// The columns of a place.
fn columns(t: &mut Wide, place: usize) -> &mut Columns {
    let (_, columns) = t.split_at_mut(LIMBS * place);
    columns.first_chunk_mut().unwrap_or_else(|| unreachable!("a place has a block behind it"))
}

/// A product, place by place: `own` adds the product of the blocks at a place, `pairs` what makes of those from `first` to
/// before `end` the products whose places add up to the same.
fn product(
    blocks: usize,
    own: &dyn Fn(&mut Columns, usize),
    pairs: &dyn Fn(&mut Columns, Own<'_>, core::ops::Range<usize>),
) -> Wide {
    let mut t = NO_LIMBS;
    let mut sums = NO_SUMS;
    for at in 0..blocks {
        sums[at + 1] = sums[at];
        own(&mut sums[at + 1], at);
    }
    for place in 0..2 * blocks - 1 {
        let (first, end) = ((place + 1).saturating_sub(blocks), (place + 1).min(blocks));
        pairs(columns(&mut t, place), (&sums[end], &sums[first]), first..end);
    }
    t
}

/// Columns as limbs of their width.
fn carry(t: &mut [u64]) {
    let mut carry = 0;
    for limb in t {
        // Without their sum, which might leave 64 bits.
        let low = (*limb & MASK) + (carry & MASK);
        carry = (*limb >> WIDTH) + (carry >> WIDTH) + (low >> WIDTH);
        *limb = low & MASK;
    }
}

/// A loop over the limbs of a block, written out.
macro_rules! each {
    ($limb:ident of [$($index:literal),*] $body:block) => {
        $({
            const $limb: usize = $index;
            $body
        })*
    };
}

impl Modulus {
    fn new(modulus: &[u8]) -> Option<Self> {
        let is_whole = modulus.first().is_some_and(|byte| byte & 0x80 != 0);
        let is_odd = modulus.last().is_some_and(|byte| byte & 1 == 1);
        if !MODULUS_BYTES.contains(&modulus.len()) || !is_whole || !is_odd {
            return None;
        }
        let n = from_bytes(modulus);
        let blocks = 8 * modulus.len() / (LIMBS * WIDTH as usize) + 1;
        // Newton: each round doubles the bits that are right, from the three that n itself is its inverse in.
        let low = n[0][0];
        let inverse =
            (0..4).fold(low, |inverse, _| inverse.wrapping_mul(2_u32.wrapping_sub(low.wrapping_mul(inverse))));
        Some(Self { n, blocks, negated_inverse: inverse.wrapping_neg() & MASK as u32 })
    }

    fn multiply(&self, a: &Number, b: &Number) -> Number {
        let own = |columns: &mut Columns, at: usize| add_product(columns, &a[at], &b[at]);
        self.reduce(product(self.blocks, &own, &|columns, own, range| {
            add_crossed(columns, own, &a[range.clone()], &b[range]);
        }))
    }

    fn square(&self, a: &Number) -> Number {
        let own = |columns: &mut Columns, at: usize| add_square(columns, &a[at]);
        self.reduce(product(self.blocks, &own, &|columns, own, range| add_crossed_square(columns, own, &a[range])))
    }

    /// t / R modulo n.
    fn reduce(&self, mut t: Wide) -> Number {
        carry(&mut t);
        let (n, blocks) = (&self.n, self.blocks);
        // The multiple q of n that clears the lower half. The first block of n has no part in pairs: its product with a
        // block of q is what makes that block.
        let mut q = [[0; LIMBS]; MAX_BLOCKS];
        let mut sums = NO_SUMS;
        for place in 0..2 * blocks - 1 {
            let (first, end) = ((place + 1).saturating_sub(blocks).max(1), place.clamp(1, blocks));
            let columns = columns(&mut t, place);
            add_crossed(columns, (&sums[end], &sums[first]), &q[first..end], &n[first..end]);
            if place >= blocks {
                continue;
            }
            if place > 0 {
                add_product(columns, &q[0], &n[place]);
            }
            q[place] = self.clear(columns);
            sums[place + 1] = sums[place];
            if place > 0 {
                add_product(&mut sums[place + 1], &q[place], &n[place]);
            }
        }
        let result = &mut t[LIMBS * blocks..LIMBS * (2 * blocks + 1)];
        carry(result);
        let mut number = [[0; LIMBS]; MAX_BLOCKS];
        for (to, limb) in number[..blocks].iter_mut().flatten().zip(result) {
            *to = *limb as u32;
        }
        number
    }

    /// The block of q that clears the first of t with the first of n: limb by limb, as each depends on those before. Of
    /// what is cleared only the carry is left; the rest of the product is in the next block.
    fn clear(&self, t: &mut Columns) -> Block {
        let first = self.n[0].map(u64::from);
        let mut q = [0; LIMBS];
        let mut carry = 0;
        each!(J of [0, 1, 2, 3, 4, 5, 6] {
            let before: u64 = (0..J).map(|l| u64::from(q[l]) * first[J - l]).sum();
            let column = t[J] + before + carry;
            q[J] = (column as u32).wrapping_mul(self.negated_inverse) & MASK as u32;
            carry = (column + u64::from(q[J]) * first[0]) >> WIDTH;
        });
        each!(J of [0, 1, 2, 3, 4, 5] {
            let above: u64 = (J + 1..LIMBS).map(|l| u64::from(q[l]) * first[LIMBS + J - l]).sum();
            t[LIMBS + J] += above;
        });
        t[LIMBS] += carry;
        q
    }

    /// a R modulo n, limb by limb, for a below n: as long as R^2 modulo n takes to find, and no product with it.
    fn enter(&self, a: &Number, bits: usize) -> Number {
        let mut remainder = Remainder::new(a, &self.n, self.blocks, bits);
        for _ in 0..self.blocks * LIMBS {
            remainder.shift_limb();
        }
        from_limbs(&remainder.value)
    }
}

/// A number below n, as flat limbs, being multiplied by powers of two modulo n.
struct Remainder {
    value: Vec<u32>,
    n: Vec<u32>,
    /// Where the 32 leading bits of n are.
    top: usize,
    /// These bits, plus one.
    divisor: u64,
}

impl Remainder {
    /// With one limb more than the blocks have, for what a shift puts there.
    fn new(value: &Number, n: &Number, blocks: usize, bits: usize) -> Self {
        let flat = |number: &Number| number[..blocks].iter().flatten().copied().chain([0]).collect();
        let (value, n): (Vec<u32>, Vec<u32>) = (flat(value), flat(n));
        let top = bits - 32;
        let divisor = leading(&n, top) + 1;
        Self { value, n, top, divisor }
    }

    /// Times 2^28 modulo n, in one pass: limbs move by one place as the multiple of n is subtracted from them.
    fn shift_limb(&mut self) {
        // Of what the value will be; the limb that comes in is below all of these bits. Never too great a quotient, and
        // too small by at most two. It is below 2^29, a limb of n below 2^28.
        let q = leading(&self.value, self.top - WIDTH as usize) / self.divisor;
        self.subtract(q, true);
        while self.value.iter().rev().ge(self.n.iter().rev()) {
            self.subtract(1, false);
        }
    }

    /// value - q n, or with the value moved up by one limb first; for a q that leaves it positive.
    #[inline(always)]
    fn subtract(&mut self, q: u64, is_moved: bool) {
        let (mut borrow, mut below) = (0_i64, 0);
        for (value, n) in self.value.iter_mut().zip(&self.n) {
            borrow += i64::from(if is_moved { below } else { *value }) - (q * u64::from(*n)) as i64;
            below = *value;
            *value = borrow as u32 & MASK as u32;
            borrow >>= WIDTH;
        }
    }
}

/// The bits from `start` on, at most 60 of them: a remainder times 2^28 has no more.
fn leading(limbs: &[u32], start: usize) -> u64 {
    let (index, shift) = (start / WIDTH as usize, start % WIDTH as usize);
    let limbs = limbs.get(index..).unwrap_or_default();
    let value = limbs.iter().take(4).rev().fold(0_u128, |value, limb| value << WIDTH | u128::from(*limb));
    (value >> shift) as u64
}

fn from_limbs(limbs: &[u32]) -> Number {
    let mut number = [[0; LIMBS]; MAX_BLOCKS];
    for (to, from) in number.iter_mut().flatten().zip(limbs) {
        *to = *from;
    }
    number
}

fn from_bytes(bytes: &[u8]) -> Number {
    let mut limbs = Vec::with_capacity(MAX_BLOCKS * LIMBS);
    let (mut pending, mut held) = (0_u64, 0);
    for byte in bytes.iter().rev() {
        pending |= u64::from(*byte) << held;
        held += 8;
        if held >= WIDTH {
            limbs.push((pending & MASK) as u32);
            pending >>= WIDTH;
            held -= WIDTH;
        }
    }
    limbs.push(pending as u32);
    from_limbs(&limbs)
}

fn to_bytes(number: &Number, length: usize) -> Vec<u8> {
    let mut bytes = vec![0; length];
    let (mut pending, mut held) = (0_u64, 0);
    let mut limbs = number.iter().flatten();
    for byte in bytes.iter_mut().rev() {
        if held < 8 {
            pending |= u64::from(limbs.next().copied().unwrap_or(0)) << held;
            held += WIDTH;
        }
        *byte = pending as u8;
        pending >>= 8;
        held -= 8;
    }
    bytes
}

/// s^65537 modulo n, both big-endian; the result is as long as n.
///
/// `None` where n is even, has leading zeros or is not of 256 to 512 bytes, and where s is not as long or not below n.
#[must_use]
pub fn public_operation(modulus: &[u8], s: &[u8]) -> Option<Vec<u8>> {
    let key = Modulus::new(modulus)?;
    if s.len() != modulus.len() || s >= modulus {
        return None;
    }
    let base = from_bytes(s);
    let entered = key.enter(&base, 8 * modulus.len());
    let power = (0..16).fold(entered, |power, _| key.square(&power));
    // The last factor is not in Montgomery's form, so that the product leaves it.
    let mut result = key.multiply(&power, &base);
    if compare(&result, &key.n).is_ge() {
        let mut borrow = 0_i64;
        for (limb, n) in result.iter_mut().flatten().zip(key.n.iter().flatten()) {
            borrow += i64::from(*limb) - i64::from(*n);
            *limb = borrow as u32 & MASK as u32;
            borrow >>= WIDTH;
        }
    }
    Some(to_bytes(&result, modulus.len()))
}

fn compare(a: &Number, b: &Number) -> core::cmp::Ordering {
    a.iter().flatten().rev().cmp(b.iter().flatten().rev())
}
