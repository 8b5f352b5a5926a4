// Written by generator/main.mjs, which proves every bound that stands here; change it there.

//! The inner loop of RSA. No column leaves 64 bits: with 21 blocks of 7 limbs it holds at most 2^63.20 of a product
//! and at most 2^63.20 of a reduction.

/// Limbs of a block.
pub(crate) const LIMBS: usize = 7;
/// Bits of a limb.
pub(crate) const WIDTH: u32 = 28;
/// Blocks of the longest number.
pub(crate) const MAX_BLOCKS: usize = 21;

/// Adds the product of one block and a row of blocks to the columns, from the first on; the last columns it reaches are
/// those of the block behind the row.
#[inline(never)]
pub(crate) fn add_row(columns: &mut [[u64; LIMBS]], a: &[u32; LIMBS], row: &[[u32; LIMBS]]) {
    let [a0, a1, a2, a3, a4, a5, a6] = a.map(u64::from);
    let [mut c0, mut c1, mut c2, mut c3, mut c4, mut c5] = [0_u64; LIMBS - 1];
    let (columns, behind) = columns.split_at_mut(row.len());
    for (column, b) in columns.iter_mut().zip(row) {
        let [b0, b1, b2, b3, b4, b5, b6] = b.map(u64::from);
        column[0] += c0 + a0 * b0;
        column[1] += c1 + a0 * b1 + a1 * b0;
        column[2] += c2 + a0 * b2 + a1 * b1 + a2 * b0;
        column[3] += c3 + a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0;
        column[4] += c4 + a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0;
        column[5] += c5 + a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0;
        column[6] += a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0;
        c0 = a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1;
        c1 = a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2;
        c2 = a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3;
        c3 = a4 * b6 + a5 * b5 + a6 * b4;
        c4 = a5 * b6 + a6 * b5;
        c5 = a6 * b6;
    }
    if let Some(column) = behind.first_mut() {
        column[0] += c0;
        column[1] += c1;
        column[2] += c2;
        column[3] += c3;
        column[4] += c4;
        column[5] += c5;
    }
}

/// Adds the square of a block to two blocks of columns.
pub(crate) fn add_square(columns: &mut [[u64; LIMBS]], a: &[u32; LIMBS]) {
    let [a0, a1, a2, a3, a4, a5, a6] = a.map(u64::from);
    let [low, high, ..] = columns else { return };
    low[0] += a0 * a0;
    low[1] += 2 * (a0 * a1);
    low[2] += 2 * (a0 * a2) + a1 * a1;
    low[3] += 2 * (a0 * a3 + a1 * a2);
    low[4] += 2 * (a0 * a4 + a1 * a3) + a2 * a2;
    low[5] += 2 * (a0 * a5 + a1 * a4 + a2 * a3);
    low[6] += 2 * (a0 * a6 + a1 * a5 + a2 * a4) + a3 * a3;
    high[0] += 2 * (a1 * a6 + a2 * a5 + a3 * a4);
    high[1] += 2 * (a2 * a6 + a3 * a5) + a4 * a4;
    high[2] += 2 * (a3 * a6 + a4 * a5);
    high[3] += 2 * (a4 * a6) + a5 * a5;
    high[4] += 2 * (a5 * a6);
    high[5] += a6 * a6;
}
