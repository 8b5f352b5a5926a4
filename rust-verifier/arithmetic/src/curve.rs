//! A curve's points, and how they are added with every exceptional case. The formulas themselves are generated: each is a
//! straight line whose bounds are proven, and this file decides which of them applies.

use crate::table::Bases;

/// A field element in Montgomery's form as a product leaves it: every limb but the last within its width, the value above
/// -p and below 2p. So a multiple of p is one of two arrays, and nothing else.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Reduced<const N: usize>(pub(crate) [i64; N]);

/// A point other than infinity, of a table, with v = 2y: its coordinates are reduced, and every limb of a reduced element
/// fits in 32 bits.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Affine<const N: usize> {
    pub(crate) x: [i32; N],
    pub(crate) v: [i32; N],
}

/// A point of a table, unpacked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unpacked<const N: usize> {
    pub(crate) x: Reduced<N>,
    pub(crate) v: Reduced<N>,
}

impl<const N: usize> Affine<N> {
    pub(crate) fn pack(x: &Reduced<N>, v: &Reduced<N>) -> Self {
        let mut point = Self { x: [0; N], v: [0; N] };
        narrow(&x.0, &mut point.x);
        narrow(&v.0, &mut point.v);
        point
    }

    #[inline(always)]
    pub(crate) fn unpack(&self) -> Unpacked<N> {
        Unpacked { x: Reduced(self.x.map(i64::from)), v: Reduced(self.v.map(i64::from)) }
    }
}

/// (x / z^2, v / 2 z^3), other than infinity, within the bounds that the generator proves every formula to keep. Only
/// formulas make one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Jacobian<const N: usize> {
    pub(crate) x: [i64; N],
    pub(crate) v: [i64; N],
    pub(crate) z: Reduced<N>,
}

/// A point of a run, each but the first the sum of the one before and a companion: x and v, with a z that is not kept, and
/// what it was multiplied with for this point.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Multiple<const N: usize> {
    pub(crate) x: [i64; N],
    pub(crate) v: [i64; N],
    pub(crate) h2: [i64; N],
}

impl<const N: usize> Multiple<N> {
    /// The sum of an addition, or the first of a run.
    pub(crate) fn new(point: &Jacobian<N>, addition: &Addition<N>) -> Self {
        Self { x: point.x, v: point.v, h2: addition.h2 }
    }
}

/// What is added again and again: x and v, with the z of the point of the run that it is added to next.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Companion<const N: usize> {
    pub(crate) x: Reduced<N>,
    pub(crate) v: [i64; N],
}

/// An addition that has begun: of the difference h of the x coordinates 2h, 4h^2 and 4h^3, and that of the v coordinates.
/// Once it has ended, of the first point: x, and half of v, with the z of the sum.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Addition<const N: usize> {
    pub(crate) h2: [i64; N],
    pub(crate) hh4: [i64; N],
    pub(crate) j: Reduced<N>,
    pub(crate) r: [i64; N],
    pub(crate) w: Reduced<N>,
    pub(crate) tail: [i64; N],
}

impl<const N: usize> Addition<N> {
    pub(crate) const ZERO: Self =
        Self { h2: [0; N], hh4: [0; N], j: Reduced([0; N]), r: [0; N], w: Reduced([0; N]), tail: [0; N] };
}

/// A curve y^2 = x^3 - 3x + b over a prime field, of prime order: `N` limbs to an element, `W` words of 32 bits to a scalar,
/// `S` digits of 30 bits to a number being inverted. Implemented by generated code alone.
pub(crate) trait Curve<const N: usize, const W: usize, const S: usize> {
    /// Bits of a limb.
    const WIDTH: u32;
    /// p, canonical.
    const PRIME: [i64; N];
    /// The integer 1.
    const UNIT: [i64; N];
    /// 1 in Montgomery's form.
    const ONE: Reduced<N>;
    /// R^2 modulo p.
    const R2: Reduced<N>;
    /// R^3 modulo p.
    const R3: Reduced<N>;
    /// b in Montgomery's form.
    const B: Reduced<N>;
    /// 2 in Montgomery's form.
    const TWO: Reduced<N>;
    /// G's x in Montgomery's form.
    const BASE_X: Reduced<N>;
    /// G's y in Montgomery's form.
    const BASE_Y: Reduced<N>;
    /// p in words.
    const PRIME_WORDS: [u32; W];
    /// p in digits of 30 bits.
    const PRIME_SIGNED: [i32; S];
    /// 1 / p modulo 2^30.
    const PRIME_INVERSE: u32;
    /// The group order n in words.
    const ORDER: [u32; W];
    /// n in digits of 30 bits.
    const ORDER_SIGNED: [i32; S];
    /// 1 / n modulo 2^30.
    const ORDER_INVERSE: u32;
    /// -1 / n modulo 2^32.
    const ORDER_NEGATED_INVERSE: u32;
    /// 2^(64 W) modulo n.
    const ORDER_R2: [u32; W];

    /// a b.
    fn multiply(a: &Reduced<N>, b: &Reduced<N>) -> Reduced<N>;
    /// a a.
    fn square(a: &Reduced<N>) -> Reduced<N>;
    /// 2P.
    fn double(p: &Jacobian<N>, to: &mut Jacobian<N>);
    /// Begins P + Q or P - Q; `j` is zero where the x coordinates are equal.
    fn begin_addition(p: &Jacobian<N>, q: &Affine<N>, is_negated: bool, to: &mut Addition<N>);
    /// Begins P + Q where both have one z, as if it were 1.
    fn begin_together(p: &Companion<N>, q: &Multiple<N>, to: &mut Addition<N>);
    /// Ends an addition of points whose x coordinates differ, given x, v and z of P.
    fn finish_addition(x: &[i64; N], v: &[i64; N], z: &Reduced<N>, a: &mut Addition<N>, to: &mut Jacobian<N>);
    /// v of an addition's P with the z of the sum; x is there.
    fn move_along(a: &Addition<N>, to: &mut [i64; N]);
    /// 1 / z from before a point of a run, given its own.
    fn inverse_before(inverse: &Reduced<N>, p: &Multiple<N>, to: &mut Reduced<N>);
    /// Zero where the y coordinates of an addition are equal.
    fn has_same_y(a: &Addition<N>, to: &mut Reduced<N>);
    /// Zero where (x, y) is on the curve.
    fn curve_equation(x: &Reduced<N>, y: &Reduced<N>, to: &mut Reduced<N>);
    /// Zero where P's affine x coordinate is `x`.
    fn x_difference(x: &Reduced<N>, p: &Jacobian<N>, to: &mut Reduced<N>);
    /// P as an affine point, given 1 / z.
    fn normalise(p: &Multiple<N>, inverse: &Reduced<N>) -> Affine<N>;
    /// Where G's tables are kept, once they are made.
    fn bases() -> &'static Bases<N>;

    /// Whether a reduced element is zero modulo p.
    fn is_zero(a: &Reduced<N>) -> bool {
        // Its first limb already says so of almost every other.
        matches!(a.0.first(), Some(limb) if *limb == 0 || *limb == Self::PRIME[0])
            && (a.0 == [0; N] || a.0 == Self::PRIME)
    }

    /// An affine point as a Jacobian one, or its negative.
    fn lift(q: &Affine<N>, is_negated: bool) -> Jacobian<N> {
        let mut point = Jacobian { x: [0; N], v: [0; N], z: Self::ONE };
        widen(&q.x, 1, &mut point.x);
        widen(&q.v, if is_negated { -1 } else { 1 }, &mut point.v);
        point
    }

    /// The affine point of coordinates that are known to be on the curve.
    fn affine(x: &Reduced<N>, y: &Reduced<N>) -> Affine<N> {
        Affine::pack(x, &Self::multiply(y, &Self::TWO))
    }
}

// What is written for slices is for both curves, and none of it is where the time goes: two copies, unrolled, would only be
// larger.

/// One parallel carry, as the generated code has it for where time counts.
#[inline(never)]
pub(crate) fn carry_in_place(limbs: &mut [i64], width: u32) {
    let last = limbs.len() - 1;
    let mut carry = 0;
    for (index, limb) in limbs.iter_mut().enumerate() {
        let kept = if index < last { *limb & ((1 << width) - 1) } else { *limb };
        (carry, *limb) = (*limb >> width, kept + carry);
    }
}

/// Limbs for a table.
#[inline(never)]
fn narrow(limbs: &[i64], packed: &mut [i32]) {
    for (limb, to) in limbs.iter().zip(packed) {
        *to = *limb as i32;
    }
}

/// Limbs of a table, times 1 or -1.
#[inline(never)]
fn widen(packed: &[i32], sign: i64, to: &mut [i64]) {
    for (limb, to) in packed.iter().zip(to) {
        *to = sign * i64::from(*limb);
    }
}

/// A sum being made: two places between which it moves, so that no formula writes where it reads and nothing is copied.
pub(crate) struct Sum<const N: usize> {
    places: [Jacobian<N>; 2],
    is_second: bool,
    is_infinite: bool,
    addition: Addition<N>,
}

impl<const N: usize> Sum<N> {
    /// Infinity.
    pub(crate) fn new() -> Self {
        let zero = Reduced([0; N]);
        let place = Jacobian { x: zero.0, v: zero.0, z: zero };
        Self { places: [place; 2], is_second: false, is_infinite: true, addition: Addition::ZERO }
    }

    /// `None` for infinity.
    pub(crate) fn point(&self) -> Option<&Jacobian<N>> {
        let [first, second] = &self.places;
        (!self.is_infinite).then_some(if self.is_second { second } else { first })
    }

    /// Twice what it is.
    pub(crate) fn double<C, const W: usize, const S: usize>(&mut self)
    where
        C: Curve<N, W, S>,
    {
        if !self.is_infinite {
            let (from, to) = ways(&mut self.places, self.is_second);
            C::double(from, to);
            self.is_second = !self.is_second;
        }
    }

    /// Adds or subtracts a point, whatever the two are.
    pub(crate) fn add<C, const W: usize, const S: usize>(&mut self, q: &Affine<N>, is_negated: bool)
    where
        C: Curve<N, W, S>,
    {
        let (from, to) = ways(&mut self.places, self.is_second);
        self.is_second = !self.is_second;
        if self.is_infinite {
            *to = C::lift(q, is_negated);
            self.is_infinite = false;
            return;
        }
        C::begin_addition(from, q, is_negated, &mut self.addition);
        if !C::is_zero(&self.addition.j) {
            C::finish_addition(&from.x, &from.v, &from.z, &mut self.addition, to);
            return;
        }
        // The same x: the same point, or its negative. No point has y = 0, as the order is odd.
        let mut difference = C::ONE;
        C::has_same_y(&self.addition, &mut difference);
        self.is_infinite = !C::is_zero(&difference);
        *from = C::lift(q, is_negated);
        C::double(from, to);
    }
}

/// Where a sum is, and where it goes next.
fn ways<const N: usize>(places: &mut [Jacobian<N>; 2], is_second: bool) -> (&mut Jacobian<N>, &mut Jacobian<N>) {
    let [first, second] = places;
    if is_second { (second, first) } else { (first, second) }
}
