// Writes the inner loop of RSA: a block of limbs times a row of blocks, columns gathered without a carry.
import { BoundError, Interval } from "./interval.mjs";

/** Limbs of a block, bits of a limb, and the blocks of the longest modulus (4096 bits and some to spare). */
export const ROW = { limbs: 7, width: 28, blocks: 21, bits: 4096 };

const U64 = (1n << 64n) - 1n;

/** What a column holds at most: a product for each limb, twice (first a b, then q n), with a carried limb between. */
function columnBound({ limbs, width, blocks }) {
  const limb = new Interval(0n, (1n << BigInt(width)) - 1n);
  const once = limb.times(limb).scaled(BigInt(limbs * blocks));
  // After the carry a column is a limb again; a reduction adds the carries of the columns below to the products.
  const carried = limb.plus(once.shifted(BigInt(width))).plus(once.shifted(BigInt(2 * width)));
  return { once, again: once.plus(carried) };
}

export function writeRow(row) {
  const { limbs, width, blocks, bits } = row;
  const bound = columnBound(row);
  if (bound.once.hi > U64 || bound.again.hi > U64) {
    throw new BoundError("a column of a product leaves u64");
  }
  if (limbs * width * blocks < bits + 4) {
    throw new BoundError("R is not sixteen times the longest modulus");
  }
  const names = (name) => Array.from({ length: limbs }, (_, index) => `${name}${index}`).join(", ");
  const products = (k) =>
    Array.from({ length: limbs }, (_, i) => [i, k - i])
      .filter(([, j]) => j >= 0 && j < limbs)
      .map(([i, j]) => `a${i} * b${j}`)
      .join(" + ");
  const carries = Array.from({ length: limbs - 1 }, (_, index) => index);
  return `// Written by generator/main.mjs, which proves every bound that stands here; change it there.

//! The inner loop of RSA. No column leaves 64 bits: with ${blocks} blocks of ${limbs} limbs it holds at most 2^${bound.once.bits.toFixed(2)} of a product
//! and at most 2^${bound.again.bits.toFixed(2)} of a reduction.

/// Limbs of a block.
pub(crate) const LIMBS: usize = ${limbs};
/// Bits of a limb.
pub(crate) const WIDTH: u32 = ${width};
/// Blocks of the longest number.
pub(crate) const MAX_BLOCKS: usize = ${blocks};

/// Adds the product of one block and a row of blocks to the columns, from the first on; the last columns it reaches are
/// those of the block behind the row.
#[inline(never)]
pub(crate) fn add_row(columns: &mut [[u64; LIMBS]], a: &[u32; LIMBS], row: &[[u32; LIMBS]]) {
    let [${names("a")}] = a.map(u64::from);
    let [${carries.map((index) => `mut c${index}`).join(", ")}] = [0_u64; LIMBS - 1];
    let (columns, behind) = columns.split_at_mut(row.len());
    for (column, b) in columns.iter_mut().zip(row) {
        let [${names("b")}] = b.map(u64::from);
${Array.from({ length: limbs }, (_, k) => {
  const carry = k < limbs - 1 ? `c${k} + ` : "";
  return `        column[${k}] += ${carry}${products(k)};`;
}).join("\n")}
${carries.map((index) => `        c${index} = ${products(index + limbs)};`).join("\n")}
    }
    if let Some(column) = behind.first_mut() {
${carries.map((index) => `        column[${index}] += c${index};`).join("\n")}
    }
}

/// Adds the square of a block to two blocks of columns.
pub(crate) fn add_square(columns: &mut [[u64; LIMBS]], a: &[u32; LIMBS]) {
    let [${names("a")}] = a.map(u64::from);
    let [low, high, ..] = columns else { return };
${Array.from({ length: 2 * limbs - 1 }, (_, k) => {
  const pairs = Array.from({ length: limbs }, (_, i) => [i, k - i]).filter(
    ([i, j]) => j >= i && j < limbs,
  );
  const cross = pairs.filter(([i, j]) => i < j).map(([i, j]) => `a${i} * a${j}`);
  const own = pairs.filter(([i, j]) => i === j).map(([i]) => `a${i} * a${i}`);
  const twice = cross.length === 0 ? [] : [`2 * (${cross.join(" + ")})`];
  const place = k < limbs ? `low[${k}]` : `high[${k - limbs}]`;
  return `    ${place} += ${[...twice, ...own].join(" + ")};`;
}).join("\n")}
}
`;
}
