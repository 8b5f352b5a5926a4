//! Tables of odd multiples, and the sum of multiples that a verification is.

use crate::curve::{Addition, Affine, Curve, Jacobian, Reduced, Sum};
use crate::inversion::invert;
use crate::scalar::{MAX_DIGITS, join, recode, split};
use std::sync::OnceLock;

/// The shape of a table: the width of digits, and the blocks.
pub(crate) type Shape = (usize, usize);

/// Shapes for a key that is used once and for G beside it: one block, as making more of the key's costs its doublings.
pub(crate) const COLD: Shape = (5, 1);
pub(crate) const COLD_BASE: Shape = (9, 1);

/// Shapes of a key that is kept and of G beside it: blocks instead of doublings. Digits of G one bit wider would save a
/// thirtieth of a verification, and take as long to make as ten of them.
pub(crate) const KEPT: Shape = (6, 16);
pub(crate) const KEPT_BASE: Shape = (7, 16);

/// Odd multiples of a block, below 2^(width - 1).
const fn multiples(width: usize) -> usize {
    1 << (width - 2)
}

/// G's tables, each made when it is first needed: sooner made than loaded, and no part of the module.
pub(crate) struct Bases<const N: usize> {
    cold: OnceLock<Table<N>>,
    kept: OnceLock<Table<N>>,
}

impl<const N: usize> Bases<N> {
    pub(crate) const fn new() -> Self {
        Self { cold: OnceLock::new(), kept: OnceLock::new() }
    }
}

/// Odd multiples of P, 2^span P, 2^(2 span) P, ...: with these, a scalar needs only `span` doublings.
pub(crate) struct Table<const N: usize> {
    width: usize,
    span: usize,
    points: Box<[Affine<N>]>,
}

/// A recoded scalar and the table that its digits choose from.
struct Part<'t, const N: usize> {
    digits: [i16; MAX_DIGITS],
    table: &'t Table<N>,
}

/// The limbs of the integer from 0 to p - 1 that a reduced element is.
fn canonical<C, const N: usize, const W: usize, const S: usize>(a: &Reduced<N>) -> [i64; N]
where
    C: Curve<N, W, S>,
{
    let mask = (1 << C::WIDTH) - 1;
    let offset = |sign: i64| {
        let mut limbs: [i64; N] = core::array::from_fn(|index| a.0[index] + sign * C::PRIME[index]);
        for index in 1..N {
            limbs[index] += limbs[index - 1] >> C::WIDTH;
            limbs[index - 1] &= mask;
        }
        limbs
    };
    // Above -p and below 2p: at most one p is missing or too many.
    let less = offset(-1);
    if less[N - 1] >= 0 {
        less
    } else if a.0[N - 1] < 0 {
        offset(1)
    } else {
        a.0
    }
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

/// A run of points, none of them infinity, each but the first the sum of the one before and another; the z of all lack
/// one factor.
struct Run<const N: usize> {
    first: Jacobian<N>,
    others: Vec<(Addition<N>, Jacobian<N>)>,
    factor: Reduced<N>,
}

impl<const N: usize> Run<N> {
    fn last(&self) -> &Jacobian<N> {
        self.others.last().map_or(&self.first, |(_, point)| point)
    }
}

/// The points made affine by one inversion: of the last z of each run (Montgomery's trick), from which the additions lead
/// back to those before.
fn normalise<C, const N: usize, const W: usize, const S: usize>(runs: &[Run<N>]) -> Box<[Affine<N>]>
where
    C: Curve<N, W, S>,
{
    let mut product = C::ONE;
    let mut links = Vec::with_capacity(runs.len());
    for run in runs {
        let link = C::multiply(&run.last().z, &run.factor);
        let before = product;
        product = C::multiply(&product, &link);
        links.push((before, link));
    }
    let mut rest = inverse::<C, N, W, S>(&product);
    let mut affine = Vec::new();
    for (run, (before, link)) in runs.iter().zip(&links).rev() {
        let mut inverse = C::multiply(&rest, before);
        rest = C::multiply(&rest, link);
        for (addition, point) in run.others.iter().rev() {
            affine.push(C::normalise(point, &inverse));
            let after = inverse;
            C::inverse_before(&after, addition, &mut inverse);
        }
        affine.push(C::normalise(&run.first, &inverse));
    }
    affine.reverse();
    affine.into_boxed_slice()
}

/// P, 3P, 5P, ...
///
/// With 2P = (X : Y : Z), the map (x, y) to (x Z^2, y Z^3) leads to a curve on which 2P is the affine point (X, Y), so that
/// all these are mixed additions, whose formulas do not know b; Z is the factor. The order is prime and far greater than
/// the multiples: no two points that are added here are equal or negatives of each other, and none is infinity.
fn odd_multiples<C, const N: usize, const W: usize, const S: usize>(point: &Affine<N>, count: usize) -> Run<N>
where
    C: Curve<N, W, S>,
{
    let mut twice = C::lift(point, false);
    C::double(&C::lift(point, false), &mut twice);
    let factor = twice.z;
    // As if z were 1: x and v themselves, reduced.
    let twice = C::normalise(&twice, &C::ONE);
    let zz = C::square(&factor);
    let zzz = C::multiply(&zz, &factor);
    let point = point.unpack();
    let first = C::lift(&Affine::pack(&C::multiply(&point.x, &zz), &C::multiply(&point.v, &zzz)), false);
    let mut run = Run { first, others: Vec::with_capacity(count), factor };
    for _ in 1..count {
        let (mut addition, mut next) = (Addition::ZERO, first);
        C::begin_addition(run.last(), &twice, false, &mut addition);
        C::finish_addition(run.last(), &addition, &mut next);
        run.others.push((addition, next));
    }
    run
}

impl<const N: usize> Table<N> {
    pub(crate) fn build<C, const W: usize, const S: usize>(point: &Affine<N>, (width, blocks): Shape) -> Self
    where
        C: Curve<N, W, S>,
    {
        let span = if blocks == 1 { MAX_DIGITS } else { (32 * W + 1).div_ceil(blocks) };
        let mut starts = Box::from([*point]);
        if blocks > 1 {
            let mut sum = Sum::new();
            sum.add::<C, W, S>(point, false);
            let mut runs = Vec::with_capacity(blocks);
            while let Some(start) = sum.point() {
                runs.push(Run { first: *start, others: Vec::new(), factor: C::ONE });
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

    /// G's table beside that of a key of one block, or of as many as are kept.
    pub(crate) fn of_base<C, const W: usize, const S: usize>(is_cold: bool) -> &'static Self
    where
        C: Curve<N, W, S>,
    {
        let bases = C::bases();
        let (place, shape) = if is_cold { (&bases.cold, COLD_BASE) } else { (&bases.kept, KEPT_BASE) };
        place.get_or_init(|| Self::build::<C, W, S>(&C::affine(&C::BASE_X, &C::BASE_Y), shape))
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

    fn part<const W: usize>(&self, scalar: &[u32; W]) -> Part<'_, N> {
        Part { digits: recode(scalar, self.width), table: self }
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
    let base = Table::of_base::<C, W, S>(key.span == MAX_DIGITS);
    let parts = [base.part(u1), key.part(u2)];
    let mut sum = Sum::new();
    for position in (0..base.span.max(key.span)).rev() {
        sum.double::<C, W, S>();
        for Part { digits, table } in &parts {
            if position >= table.span {
                continue;
            }
            // The digit of each block, whose points lie one block after the other.
            let (mut at, mut block) = (position, 0);
            while let Some(digit) = digits.get(at) {
                if *digit != 0 {
                    let point = &table.points[block + usize::from(digit.unsigned_abs() / 2)];
                    sum.add::<C, W, S>(point, *digit < 0);
                }
                at += table.span;
                block += multiples(table.width);
            }
        }
    }
    sum
}
