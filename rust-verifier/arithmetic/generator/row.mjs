// Writes the inner loops of RSA: sums of products of blocks of limbs whose places add up to the same, columns gathered
// without a carry.
import { BoundError, Interval, fitsI64 } from "./interval.mjs";

/** Limbs of a block, bits of a limb, and the blocks of the longest modulus (4096 bits and some to spare). */
export const ROW = { limbs: 7, width: 28, blocks: 21, bits: 4096 };

const U64 = (1n << 64n) - 1n;

/** What a column holds at most: a product for each limb, twice (first a b, then q n), with a carried limb between. */
function columnBound({ limbs, width, blocks }) {
  const limb = new Interval(0n, (1n << BigInt(width)) - 1n);
  const once = limb.times(limb).scaled(BigInt(limbs * blocks));
  // After the carry a column is a limb again; a reduction adds the carries of the columns below to the products.
  const carried = limb.plus(once.shifted(BigInt(width))).plus(once.shifted(BigInt(2 * width)));
  // Pairs of blocks, each one product of differences for two products.
  const difference = limb.plus(limb.scaled(-1n));
  const crossed = difference.times(difference).scaled(BigInt(limbs * Math.floor(blocks / 2)));
  return { once, again: once.plus(carried), crossed };
}

export function writeRow(row) {
  const { limbs, width, blocks, bits } = row;
  const bound = columnBound(row);
  if (bound.once.hi > U64 || bound.again.hi > U64) {
    throw new BoundError("a column of a product leaves u64");
  }
  fitsI64(bound.crossed, "a column of differences");
  if (limbs * width * blocks < bits + 4) {
    throw new BoundError("R is not sixteen times the longest modulus");
  }
  const numbers = (count) => Array.from({ length: count }, (_, index) => index);
  const names = (name, count = limbs) =>
    numbers(count)
      .map((index) => `${name}${index}`)
      .join(", ");
  const columns = numbers(2 * limbs - 1);
  const places = (k) =>
    numbers(limbs)
      .map((i) => [i, k - i])
      .filter(([, j]) => j >= 0 && j < limbs);
  const each = (prefix, terms) => columns.map((k) => `${prefix(k)} += ${terms(k).join(" + ")};`);
  const products = (k) => places(k).map(([i, j]) => `a${i} * b${j}`);
  const squares = (k) => {
    const cross = places(k).filter(([i, j]) => i < j);
    const own = places(k).filter(([i, j]) => i === j);
    const twice = cross.map(([i, j]) => `a${i} * a${j}`).join(" + ");
    return [...(twice === "" ? [] : [`2 * (${twice})`]), ...own.map(([i]) => `a${i} * a${i}`)];
  };
  const inColumns = (terms) => each((k) => `    columns[${k}]`, terms).join("\n");
  const inSums = (terms) => each((k) => `        c${k}`, terms).join("\n");
  const sums = columns.map((k) => `mut c${k}`).join(", ");
  /** What was gathered, and with it the sums: every column is one of products, none of them negative. */
  const joined = (sign) =>
    columns
      .map(
        (k) =>
          `    columns[${k}] += (up_to[${k}] - before[${k}]).wrapping_add_signed(${sign}c${k});`,
      )
      .join("\n");
  const ends = (first, second) => `i64::from(${first}[i] as i32 - ${second}[i] as i32)`;
  return `// Written by generator/main.mjs, which proves every bound that stands here; change it there.

//! The inner loops of RSA. No column leaves 64 bits: with ${blocks} blocks of ${limbs} limbs it holds at most 2^${bound.once.bits.toFixed(2)} of a product
//! and at most 2^${bound.again.bits.toFixed(2)} of a reduction; a sum of products of differences is at most 2^${bound.crossed.bits.toFixed(2)} either way.

/// Limbs of a block.
pub(crate) const LIMBS: usize = ${limbs};
/// Bits of a limb.
pub(crate) const WIDTH: u32 = ${width};
/// Blocks of the longest number.
pub(crate) const MAX_BLOCKS: usize = ${blocks};

/// A block of limbs.
pub(crate) type Block = [u32; LIMBS];
/// The columns of a product of two blocks.
pub(crate) type Columns = [u64; 2 * LIMBS - 1];
/// What was gathered up to a block and before another.
pub(crate) type Own<'a> = (&'a Columns, &'a Columns);

/// Adds the product of two blocks.
#[inline(never)]
pub(crate) fn add_product(columns: &mut Columns, a: &Block, b: &Block) {
    let [${names("a")}] = a.map(u64::from);
    let [${names("b")}] = b.map(u64::from);
${inColumns(products)}
}

/// Adds the square of a block.
pub(crate) fn add_square(columns: &mut Columns, a: &Block) {
    let [${names("a")}] = a.map(u64::from);
${inColumns(squares)}
}

/// Adds the products of the first of \`left\` with the last of \`right\`, as long, and so on to the other ends. The products
/// of each block of \`left\` with the one of its own place in \`right\` are given, as what was gathered up to the last of them
/// and before the first: for a pair of places, l r' + l' r is (l - l') (r' - r) + l r + l' r', one product for two.
#[inline(never)]
pub(crate) fn add_crossed(columns: &mut Columns, (up_to, before): Own<'_>, left: &[Block], right: &[Block]) {
    let [${sums}] = [0_i64; 2 * LIMBS - 1];
    let pairs = left.iter().zip(right).zip(left.iter().zip(right).rev());
    for ((l, r), (l_across, r_across)) in pairs.take(left.len() / 2) {
        let [${names("a")}]: [i64; LIMBS] = core::array::from_fn(|i| ${ends("l", "l_across")});
        let [${names("b")}]: [i64; LIMBS] = core::array::from_fn(|i| ${ends("r_across", "r")});
${inSums(products)}
    }
${joined("")}
}

/// The same where both are \`blocks\`: twice l l' is l l + l' l' - (l - l') (l - l').
#[inline(never)]
pub(crate) fn add_crossed_square(columns: &mut Columns, (up_to, before): Own<'_>, blocks: &[Block]) {
    let [${sums}] = [0_i64; 2 * LIMBS - 1];
    for (l, across) in blocks.iter().zip(blocks.iter().rev()).take(blocks.len() / 2) {
        let [${names("a")}]: [i64; LIMBS] = core::array::from_fn(|i| ${ends("l", "across")});
${inSums(squares)}
    }
${joined("-")}
}
`;
}
