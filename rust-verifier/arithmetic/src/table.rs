//! Tables of odd multiples, and the sum of multiples that a verification is.

use crate::curve::{Addition, Affine, Companion, Curve, Multiple, Reduced, Sum};
use crate::inversion::invert;
use crate::scalar::{MAX_DIGITS, join, recode, split};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The shape of a table: the width of digits, and the blocks.
pub(crate) type Shape = (usize, usize);

/// Of a key that is used once: one block, as making more of them costs its doublings.
pub(crate) const COLD: Shape = (5, 1);

/// Of a key that is kept: blocks instead of doublings.
pub(crate) const KEPT: Shape = (6, 16);

/// G's tables: beside the first keys that are used once, beside those that come later, and beside a key that is kept. A
/// wider one saves additions and takes longer to make: the second as long as it saves in about ninety verifications. Digits
/// one bit wider for keys that are kept would save a thirtieth.
pub(crate) const BASES: [Shape; 3] = [(6, 1), (12, 1), (7, 16)];

/// Verifications under keys that are used once before it shows that there are many: evidence with all its endorsements needs
/// about ten, and neither the first verdict of a process nor the second is to wait for a table.
const FEW: usize = 32;

/// Room for the digits of two scalars that are not zero, so that there is no need to grow: of the narrowest, one in five.
const MAX_STEPS: usize = 2 * MAX_DIGITS / COLD.0;

/// Odd multiples of a block, below 2^(width - 1).
const fn multiples(width: usize) -> usize {
    1 << (width - 2)
}

/// G's tables, each made when it is first needed: sooner made than loaded, and no part of the module.
pub(crate) struct Bases<const N: usize> {
    tables: [OnceLock<Table<N>>; 3],
    verifications: AtomicUsize,
}

impl<const N: usize> Bases<N> {
    pub(crate) const fn new() -> Self {
        Self { tables: [const { OnceLock::new() }; 3], verifications: AtomicUsize::new(0) }
    }
}

/// Odd multiples of P, 2^span P, 2^(2 span) P, ...: with these, a scalar needs only `span` doublings.
pub(crate) struct Table<const N: usize> {
    width: usize,
    span: usize,
    points: Box<[Affine<N>]>,
}

/// A point to be added or subtracted, and the place of the next one of the same position; zero where it is the last.
struct Step<'t, const N: usize> {
    point: &'t Affine<N>,
    is_negated: bool,
    next: usize,
}

/// Adds a multiple of p, and carries; for any number of limbs, as two copies, unrolled, would only be larger.
#[inline(never)]
fn add_primes(limbs: &mut [i64], factor: i64, prime: &[i64], width: u32) {
    let last = limbs.len() - 1;
    let mut carry = 0;
    for (index, (limb, prime)) in limbs.iter_mut().zip(prime).enumerate() {
        let sum = *limb + factor * prime + carry;
        carry = sum >> width;
        *limb = if index < last { sum & ((1 << width) - 1) } else { sum };
    }
}

/// The limbs of the integer from 0 to p - 1 that a reduced element is.
fn canonical<C, const N: usize, const W: usize, const S: usize>(a: &Reduced<N>) -> [i64; N]
where
    C: Curve<N, W, S>,
{
    // Above -p and below 2p: at most one p is missing or too many.
    let mut limbs = a.0;
    add_primes(&mut limbs, -1, &C::PRIME, C::WIDTH);
    if limbs[N - 1] < 0 {
        limbs = a.0;
        if a.0[N - 1] < 0 {
            add_primes(&mut limbs, 1, &C::PRIME, C::WIDTH);
        }
    }
    limbs
}

/// An integer below 2^(32 W) as a reduced element, not in Montgomery's form.
fn integer<C, const N: usize, const W: usize, const S: usize>(words: &[u32; W]) -> Reduced<N>
where
    C: Curve<N, W, S>,
{
    Reduced(split::<W, N>(words, C::WIDTH as usize).map(i64::from))
}

/// An integer below 2^(32 W) in Montgomery's form.
pub(crate) fn enter<C, const N: usize, const W: usize, const S: usize>(words: &[u32; W]) -> Reduced<N>
where
    C: Curve<N, W, S>,
{
    C::multiply(&integer::<C, N, W, S>(words), &C::R2)
}

/// The integer from 0 to p - 1 that a reduced element is, as words.
pub(crate) fn leave<C, const N: usize, const W: usize, const S: usize>(a: &Reduced<N>) -> [u32; W]
where
    C: Curve<N, W, S>,
{
    join(&canonical::<C, N, W, S>(a).map(|limb| limb as i32), C::WIDTH as usize)
}

/// 1 / a, both in Montgomery's form; of zero it is zero.
pub(crate) fn inverse<C, const N: usize, const W: usize, const S: usize>(a: &Reduced<N>) -> Reduced<N>
where
    C: Curve<N, W, S>,
{
    let inverse: [u32; W] = join(&invert(&split(&leave::<C, N, W, S>(a), 30), &C::PRIME_SIGNED, C::PRIME_INVERSE), 30);
    C::multiply(&integer::<C, N, W, S>(&inverse), &C::R3)
}

/// Points, none of them infinity, and the z of the last; the z of all lack one factor.
struct Run<const N: usize> {
    points: Vec<Multiple<N>>,
    z: Reduced<N>,
    factor: Reduced<N>,
}

/// The points made affine by one inversion: of the last z of each run (Montgomery's trick), from which what z was
/// multiplied with leads back to the points before.
fn normalise<C, const N: usize, const W: usize, const S: usize>(runs: &[Run<N>]) -> Box<[Affine<N>]>
where
    C: Curve<N, W, S>,
{
    let mut product = C::ONE;
    let mut links = Vec::with_capacity(runs.len());
    for run in runs {
        let link = C::multiply(&run.z, &run.factor);
        let before = product;
        product = C::multiply(&product, &link);
        links.push((before, link));
    }
    let mut rest = inverse::<C, N, W, S>(&product);
    let mut affine = Vec::with_capacity(runs.iter().map(|run| run.points.len()).sum());
    for (run, (before, link)) in runs.iter().zip(&links).rev() {
        let mut inverse = C::multiply(&rest, before);
        rest = C::multiply(&rest, link);
        for point in run.points.iter().rev() {
            affine.push(C::normalise(point, &inverse));
            let after = inverse;
            C::inverse_before(&after, point, &mut inverse);
        }
    }
    affine.reverse();
    affine.into_boxed_slice()
}

/// P, 3P, 5P, ...
///
/// 2P = (X : Y : Z), and P is (x Z^2 : y Z^3 : Z): of points with one z sums are cheap, and 2P comes along to the z of each
/// sum. Z is the factor, as if it were 1 here. The order is prime and far greater than the multiples: no two points that
/// are added are equal or negatives of each other, and none is infinity.
fn odd_multiples<C, const N: usize, const W: usize, const S: usize>(point: &Affine<N>, count: usize) -> Run<N>
where
    C: Curve<N, W, S>,
{
    let mut sum = C::lift(point, false);
    let mut twice = sum;
    C::double(&sum, &mut twice);
    let factor = twice.z;
    let mut addition = Addition::ZERO;
    // x and v are reduced where they come of an affine point.
    let reduced = C::lift(&C::normalise(&Multiple::new(&twice, &addition), &C::ONE), false);
    let mut companion = Companion { x: Reduced(reduced.x), v: reduced.v };
    let zz = C::square(&factor);
    let zzz = C::multiply(&zz, &factor);
    sum.x = C::multiply(&Reduced(sum.x), &zz).0;
    sum.v = C::multiply(&Reduced(sum.v), &zzz).0;
    let mut points = Vec::with_capacity(count);
    points.push(Multiple::new(&sum, &addition));
    for _ in 1..count {
        let Some(last) = points.last() else { break };
        C::begin_together(&companion, last, &mut addition);
        let z = sum.z;
        C::finish_addition(&companion.x.0, &companion.v, &z, &mut addition, &mut sum);
        companion.x = addition.w;
        C::move_along(&addition, &mut companion.v);
        points.push(Multiple::new(&sum, &addition));
    }
    Run { points, z: sum.z, factor }
}

impl<const N: usize> Table<N> {
    pub(crate) fn build<C, const W: usize, const S: usize>(point: &Affine<N>, (width, blocks): Shape) -> Self
    where
        C: Curve<N, W, S>,
    {
        let span = (32 * W + 1).div_ceil(blocks);
        let mut starts = Box::from([*point]);
        if blocks > 1 {
            let mut sum = Sum::new();
            sum.add::<C, W, S>(point, false);
            let mut runs = Vec::with_capacity(blocks);
            while let Some(start) = sum.point() {
                let points = vec![Multiple::new(start, &Addition::ZERO)];
                runs.push(Run { points, z: start.z, factor: C::ONE });
                if runs.len() == blocks {
                    break;
                }
                (0..span).for_each(|_| sum.double::<C, W, S>());
            }
            starts = normalise::<C, N, W, S>(&runs);
        }
        let runs: Vec<_> = starts.iter().map(|start| odd_multiples::<C, N, W, S>(start, multiples(width))).collect();
        Self { width, span, points: normalise::<C, N, W, S>(&runs) }
    }

    /// One of G's tables.
    pub(crate) fn of_base<C, const W: usize, const S: usize>(index: usize) -> &'static Self
    where
        C: Curve<N, W, S>,
    {
        C::bases().tables[index]
            .get_or_init(|| Self::build::<C, W, S>(&C::affine(&C::BASE_X, &C::BASE_Y), BASES[index]))
    }

    /// The table of G that goes with this one.
    fn base<C, const W: usize, const S: usize>(&self) -> &'static Self
    where
        C: Curve<N, W, S>,
    {
        let has_blocks = self.span <= 32 * W;
        let index = if has_blocks {
            2
        } else if C::bases().verifications.fetch_add(1, Ordering::Relaxed) < FEW {
            0
        } else {
            1
        };
        Self::of_base::<C, W, S>(index)
    }

    /// The same points, taken for those of another width, with blocks more or less apart.
    #[cfg(feature = "test-exports")]
    pub(crate) fn misread(self, width: usize, apart: isize) -> Self {
        Self { width, span: self.span.saturating_add_signed(apart), points: self.points }
    }

    /// The points, block after block.
    #[cfg(feature = "test-exports")]
    pub(crate) fn points(&self) -> &[Affine<N>] {
        &self.points
    }

    /// The steps of a scalar times the table's point, each put before those of its position.
    fn choose<'t, const W: usize>(&'t self, scalar: &[u32; W], firsts: &mut [usize], steps: &mut Vec<Step<'t, N>>) {
        // Where the block begins, and its points, which lie after those of the one before.
        let (mut start, mut block) = (0, 0);
        recode(scalar, self.width, |position, digit| {
            while position - start >= self.span {
                start += self.span;
                block += multiples(self.width);
            }
            let position = position - start;
            let point = &self.points[block + usize::from(digit.unsigned_abs() / 2)];
            steps.push(Step { point, is_negated: digit < 0, next: firsts[position] });
            firsts[position] = steps.len();
        });
    }
}

/// u1 G + u2 Q (Straus: one chain of doublings for both).
pub(crate) fn sum<C, const N: usize, const W: usize, const S: usize>(
    u1: &[u32; W],
    u2: &[u32; W],
    key: &Table<N>,
) -> Sum<N>
where
    C: Curve<N, W, S>,
{
    let base = key.base::<C, W, S>();
    let mut firsts = [0; MAX_DIGITS];
    let mut steps = Vec::with_capacity(MAX_STEPS);
    base.choose(u1, &mut firsts, &mut steps);
    key.choose(u2, &mut firsts, &mut steps);
    let mut sum = Sum::new();
    for first in firsts[..base.span.max(key.span)].iter().rev() {
        sum.double::<C, W, S>();
        let mut place = *first;
        while let Some(step) = steps.get(place.wrapping_sub(1)) {
            sum.add::<C, W, S>(step.point, step.is_negated);
            place = step.next;
        }
    }
    sum
}
