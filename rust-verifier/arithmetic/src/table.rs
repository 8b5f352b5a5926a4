//! Tables of odd multiples, and the sum of multiples that a verification is.

use crate::curve::{Affine, Curve, Jacobian, Reduced, Sum};
use crate::inversion::invert;
use crate::scalar::{MAX_DIGITS, join, recode, split};

/// Odd multiples of P, 2^span P, 2^(2 span) P, ...: with these, a scalar needs only `span` doublings.
pub(crate) struct Table<const N: usize> {
    width: usize,
    span: usize,
    points: Box<[Affine<N>]>,
}

/// How many digits of a width are odd and positive: the points of a block.
const fn odd_digits(width: usize) -> usize {
    1 << (width - 2)
}

/// The digit at a position, and the points of its block: part of a sum being prepared.
struct Digits<'t, const N: usize> {
    digits: [i8; MAX_DIGITS],
    span: usize,
    blocks: core::slice::ChunksExact<'t, Affine<N>>,
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

/// Points, none of them infinity, with their z multiplied by a factor, made affine by one inversion (Montgomery's trick).
fn normalise<C, const N: usize, const W: usize, const S: usize>(
    points: &[(Jacobian<N>, Reduced<N>)],
) -> Box<[Affine<N>]>
where
    C: Curve<N, W, S>,
{
    let mut product = C::ONE;
    let mut before = Vec::with_capacity(points.len());
    for (point, factor) in points {
        let [_, _, z] = C::coordinates(point);
        let z = C::multiply(&z, factor);
        before.push((product, z));
        product = C::multiply(&product, &z);
    }
    let mut rest = inverse::<C, N, W, S>(&product);
    let mut affine: Vec<Affine<N>> = Vec::with_capacity(points.len());
    for ((point, _), (product, z)) in points.iter().zip(&before).rev() {
        affine.push(C::normalise(point, &C::multiply(&rest, product)));
        rest = C::multiply(&rest, z);
    }
    affine.reverse();
    affine.into_boxed_slice()
}

/// P, 3P, 5P, ...: each with the factor that its z lacks.
///
/// With 2P = (X : W : Z), the map (x, w) to (x Z^2, w Z^3) leads to a curve on which 2P is the affine point (X, W), so that
/// all these are mixed additions, whose formulas do not know b; Z is the factor. The order is prime and far greater than
/// the multiples: no two points that are added here are equal or negatives of each other, and none is infinity.
fn odd_multiples<C, const N: usize, const W: usize, const S: usize>(
    point: &Affine<N>,
    count: usize,
    to: &mut Vec<(Jacobian<N>, Reduced<N>)>,
) where
    C: Curve<N, W, S>,
{
    let mut twice = Jacobian::PLACE;
    C::double(&C::lift(point, false), &mut twice);
    let [x, w, z] = C::coordinates(&twice);
    let twice = Affine::pack(&x, &w);
    let zz = C::square(&z);
    let zzz = C::multiply(&zz, &z);
    let point = point.unpack();
    let first = Affine::pack(&C::multiply(&point.x, &zz), &C::multiply(&point.w, &zzz));
    let mut multiple = Sum::from(C::lift(&first, false));
    for index in 0..count {
        if index > 0 {
            multiple.add::<C, W, S>(&twice, false);
        }
        to.extend(multiple.point().map(|point| (*point, z)));
    }
}

impl<const N: usize> Table<N> {
    /// A table of `blocks` blocks for digits of `width` bits.
    pub(crate) fn build<C, const W: usize, const S: usize>(point: &Affine<N>, width: usize, blocks: usize) -> Self
    where
        C: Curve<N, W, S>,
    {
        let span = if blocks == 1 { MAX_DIGITS } else { (32 * W + 1).div_ceil(blocks) };
        let mut starts = vec![(C::lift(point, false), C::ONE)];
        let mut next = Sum::from(C::lift(point, false));
        for _ in 1..blocks {
            for _ in 0..span {
                next.double::<C, W, S>();
            }
            starts.extend(next.point().map(|point| (*point, C::ONE)));
        }
        let starts = if blocks == 1 { Box::from([*point]) } else { normalise::<C, N, W, S>(&starts) };
        let mut points = Vec::with_capacity(blocks * odd_digits(width));
        for start in &starts {
            odd_multiples::<C, N, W, S>(start, odd_digits(width), &mut points);
        }
        Self { width, span, points: normalise::<C, N, W, S>(&points) }
    }

    /// The same points, taken for those of another width, with blocks more or less apart.
    #[cfg(feature = "test-exports")]
    pub(crate) fn misread(self, width: usize, apart: isize) -> Self {
        Self { width, span: self.span.saturating_add_signed(apart), points: self.points }
    }

    fn digits<const W: usize>(&self, scalar: &[u32; W]) -> Digits<'_, N> {
        let blocks = self.points.chunks_exact(odd_digits(self.width));
        Digits { digits: recode(scalar, self.width), span: self.span, blocks }
    }
}

/// G's own digits, from the table that is compiled in.
fn base_digits<C, const N: usize, const W: usize, const S: usize>(scalar: &[u32; W]) -> Digits<'static, N>
where
    C: Curve<N, W, S>,
{
    let blocks = C::base().chunks_exact(odd_digits(C::BASE_WIDTH));
    Digits { digits: recode(scalar, C::BASE_WIDTH), span: MAX_DIGITS, blocks }
}

/// u1 G + u2 Q (Straus: one chain of doublings for both). Without a table of G that has the blocks of
/// Q's, the one that is compiled in serves.
pub(crate) fn sum<C, const N: usize, const W: usize, const S: usize>(
    u1: &[u32; W],
    base: Option<&Table<N>>,
    u2: &[u32; W],
    key: &Table<N>,
) -> Sum<N>
where
    C: Curve<N, W, S>,
{
    let of_base = base.map_or_else(|| base_digits::<C, N, W, S>(u1), |table| table.digits(u1));
    let parts = [of_base, key.digits(u2)];
    let mut sum = Sum::new();
    for position in (0..parts[0].span.max(parts[1].span)).rev() {
        sum.double::<C, W, S>();
        for part in &parts {
            if position >= part.span {
                continue;
            }
            let column = part.digits.iter().skip(position).step_by(part.span);
            for (digit, points) in column.zip(part.blocks.clone()) {
                if *digit != 0 {
                    sum.add::<C, W, S>(&points[usize::from(digit.unsigned_abs() / 2)], *digit < 0);
                }
            }
        }
    }
    sum
}
