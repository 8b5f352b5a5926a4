// Written by generator/main.mjs, which proves every bound that stands here; change it there.

//! The inner loops of RSA. No column leaves 64 bits: with 21 blocks of 7 limbs it holds at most 2^63.20 of a product
//! and at most 2^63.20 of a reduction; a sum of products of differences is at most 2^62.13 either way.

/// Limbs of a block.
pub(crate) const LIMBS: usize = 7;
/// Bits of a limb.
pub(crate) const WIDTH: u32 = 28;
/// Blocks of the longest number.
pub(crate) const MAX_BLOCKS: usize = 21;

/// A block of limbs.
pub(crate) type Block = [u32; LIMBS];
/// The columns of a product of two blocks.
pub(crate) type Columns = [u64; 2 * LIMBS - 1];
/// What was gathered up to a block and before another.
pub(crate) type Own<'a> = (&'a Columns, &'a Columns);

/// Adds the product of two blocks.
#[inline(never)]
pub(crate) fn add_product(columns: &mut Columns, a: &Block, b: &Block) {
    let [a0, a1, a2, a3, a4, a5, a6] = a.map(u64::from);
    let [b0, b1, b2, b3, b4, b5, b6] = b.map(u64::from);
    columns[0] += a0 * b0;
    columns[1] += a0 * b1 + a1 * b0;
    columns[2] += a0 * b2 + a1 * b1 + a2 * b0;
    columns[3] += a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0;
    columns[4] += a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0;
    columns[5] += a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0;
    columns[6] += a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0;
    columns[7] += a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1;
    columns[8] += a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2;
    columns[9] += a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3;
    columns[10] += a4 * b6 + a5 * b5 + a6 * b4;
    columns[11] += a5 * b6 + a6 * b5;
    columns[12] += a6 * b6;
}

/// Adds the square of a block.
pub(crate) fn add_square(columns: &mut Columns, a: &Block) {
    let [a0, a1, a2, a3, a4, a5, a6] = a.map(u64::from);
    columns[0] += a0 * a0;
    columns[1] += 2 * (a0 * a1);
    columns[2] += 2 * (a0 * a2) + a1 * a1;
    columns[3] += 2 * (a0 * a3 + a1 * a2);
    columns[4] += 2 * (a0 * a4 + a1 * a3) + a2 * a2;
    columns[5] += 2 * (a0 * a5 + a1 * a4 + a2 * a3);
    columns[6] += 2 * (a0 * a6 + a1 * a5 + a2 * a4) + a3 * a3;
    columns[7] += 2 * (a1 * a6 + a2 * a5 + a3 * a4);
    columns[8] += 2 * (a2 * a6 + a3 * a5) + a4 * a4;
    columns[9] += 2 * (a3 * a6 + a4 * a5);
    columns[10] += 2 * (a4 * a6) + a5 * a5;
    columns[11] += 2 * (a5 * a6);
    columns[12] += a6 * a6;
}

/// Adds the products of the first of `left` with the last of `right`, as long, and so on to the other ends. The products
/// of each block of `left` with the one of its own place in `right` are given, as what was gathered up to the last of them
/// and before the first: for a pair of places, l r' + l' r is (l - l') (r' - r) + l r + l' r', one product for two.
#[inline(never)]
pub(crate) fn add_crossed(columns: &mut Columns, (up_to, before): Own<'_>, left: &[Block], right: &[Block]) {
    let [mut c0, mut c1, mut c2, mut c3, mut c4, mut c5, mut c6, mut c7, mut c8, mut c9, mut c10, mut c11, mut c12] = [0_i64; 2 * LIMBS - 1];
    let pairs = left.iter().zip(right).zip(left.iter().zip(right).rev());
    for ((l, r), (l_across, r_across)) in pairs.take(left.len() / 2) {
        let [a0, a1, a2, a3, a4, a5, a6]: [i64; LIMBS] = core::array::from_fn(|i| i64::from(l[i] as i32 - l_across[i] as i32));
        let [b0, b1, b2, b3, b4, b5, b6]: [i64; LIMBS] = core::array::from_fn(|i| i64::from(r_across[i] as i32 - r[i] as i32));
        c0 += a0 * b0;
        c1 += a0 * b1 + a1 * b0;
        c2 += a0 * b2 + a1 * b1 + a2 * b0;
        c3 += a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0;
        c4 += a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0;
        c5 += a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0;
        c6 += a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0;
        c7 += a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1;
        c8 += a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2;
        c9 += a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3;
        c10 += a4 * b6 + a5 * b5 + a6 * b4;
        c11 += a5 * b6 + a6 * b5;
        c12 += a6 * b6;
    }
    columns[0] += (up_to[0] - before[0]).wrapping_add_signed(c0);
    columns[1] += (up_to[1] - before[1]).wrapping_add_signed(c1);
    columns[2] += (up_to[2] - before[2]).wrapping_add_signed(c2);
    columns[3] += (up_to[3] - before[3]).wrapping_add_signed(c3);
    columns[4] += (up_to[4] - before[4]).wrapping_add_signed(c4);
    columns[5] += (up_to[5] - before[5]).wrapping_add_signed(c5);
    columns[6] += (up_to[6] - before[6]).wrapping_add_signed(c6);
    columns[7] += (up_to[7] - before[7]).wrapping_add_signed(c7);
    columns[8] += (up_to[8] - before[8]).wrapping_add_signed(c8);
    columns[9] += (up_to[9] - before[9]).wrapping_add_signed(c9);
    columns[10] += (up_to[10] - before[10]).wrapping_add_signed(c10);
    columns[11] += (up_to[11] - before[11]).wrapping_add_signed(c11);
    columns[12] += (up_to[12] - before[12]).wrapping_add_signed(c12);
}

/// The same where both are `blocks`: twice l l' is l l + l' l' - (l - l') (l - l').
#[inline(never)]
pub(crate) fn add_crossed_square(columns: &mut Columns, (up_to, before): Own<'_>, blocks: &[Block]) {
    let [mut c0, mut c1, mut c2, mut c3, mut c4, mut c5, mut c6, mut c7, mut c8, mut c9, mut c10, mut c11, mut c12] = [0_i64; 2 * LIMBS - 1];
    for (l, across) in blocks.iter().zip(blocks.iter().rev()).take(blocks.len() / 2) {
        let [a0, a1, a2, a3, a4, a5, a6]: [i64; LIMBS] = core::array::from_fn(|i| i64::from(l[i] as i32 - across[i] as i32));
        c0 += a0 * a0;
        c1 += 2 * (a0 * a1);
        c2 += 2 * (a0 * a2) + a1 * a1;
        c3 += 2 * (a0 * a3 + a1 * a2);
        c4 += 2 * (a0 * a4 + a1 * a3) + a2 * a2;
        c5 += 2 * (a0 * a5 + a1 * a4 + a2 * a3);
        c6 += 2 * (a0 * a6 + a1 * a5 + a2 * a4) + a3 * a3;
        c7 += 2 * (a1 * a6 + a2 * a5 + a3 * a4);
        c8 += 2 * (a2 * a6 + a3 * a5) + a4 * a4;
        c9 += 2 * (a3 * a6 + a4 * a5);
        c10 += 2 * (a4 * a6) + a5 * a5;
        c11 += 2 * (a5 * a6);
        c12 += a6 * a6;
    }
    columns[0] += (up_to[0] - before[0]).wrapping_add_signed(-c0);
    columns[1] += (up_to[1] - before[1]).wrapping_add_signed(-c1);
    columns[2] += (up_to[2] - before[2]).wrapping_add_signed(-c2);
    columns[3] += (up_to[3] - before[3]).wrapping_add_signed(-c3);
    columns[4] += (up_to[4] - before[4]).wrapping_add_signed(-c4);
    columns[5] += (up_to[5] - before[5]).wrapping_add_signed(-c5);
    columns[6] += (up_to[6] - before[6]).wrapping_add_signed(-c6);
    columns[7] += (up_to[7] - before[7]).wrapping_add_signed(-c7);
    columns[8] += (up_to[8] - before[8]).wrapping_add_signed(-c8);
    columns[9] += (up_to[9] - before[9]).wrapping_add_signed(-c9);
    columns[10] += (up_to[10] - before[10]).wrapping_add_signed(-c10);
    columns[11] += (up_to[11] - before[11]).wrapping_add_signed(-c11);
    columns[12] += (up_to[12] - before[12]).wrapping_add_signed(-c12);
}
