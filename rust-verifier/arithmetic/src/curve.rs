//! A curve's points, and how they are added with every exceptional case. The formulas themselves are generated: each is a
//! straight line whose bounds are proven, and this file decides which of them applies.
//!
//! A point is kept with w = 2y in place of y: a doubling then has no factor greater than 3, and so few carries.

/// A field element in Montgomery's form as a product leaves it: every limb but the last within its width, the value above
/// -p and below 2p. So a multiple of p is one of two arrays, and nothing else.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Reduced<const N: usize>(pub(crate) [i64; N]);

/// A point other than infinity, of a table: its coordinates are reduced, and every limb of a reduced element fits in 32 bits.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Affine<const N: usize> {
    pub(crate) x: [i32; N],
    /// 2y.
    pub(crate) w: [i32; N],
}

/// A point of a table, unpacked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unpacked<const N: usize> {
    pub(crate) x: Reduced<N>,
    pub(crate) w: Reduced<N>,
}

impl<const N: usize> Affine<N> {
    pub(crate) fn pack(x: &Reduced<N>, w: &Reduced<N>) -> Self {
        Self { x: x.0.map(|limb| limb as i32), w: w.0.map(|limb| limb as i32) }
    }

    #[inline(always)]
    pub(crate) fn unpack(&self) -> Unpacked<N> {
        Unpacked { x: Reduced(self.x.map(i64::from)), w: Reduced(self.w.map(i64::from)) }
    }
}

/// (x / z^2, w / 2 z^3), other than infinity, within the bounds that the generator proves every formula to keep. Only
/// formulas make one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Jacobian<const N: usize> {
    pub(crate) x: [i64; N],
    pub(crate) w: [i64; N],
    pub(crate) z: [i64; N],
}

/// An addition that has begun: the difference h of the x coordinates and its square, that of the w coordinates.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Addition<const N: usize> {
    pub(crate) h: [i64; N],
    pub(crate) hh: Reduced<N>,
    pub(crate) r: [i64; N],
}

impl<const N: usize> Jacobian<N> {
    /// A place to write a point to.
    pub(crate) const PLACE: Self = Self { x: [0; N], w: [0; N], z: [0; N] };
}

impl<const N: usize> Addition<N> {
    /// A place to write an addition to.
    pub(crate) const PLACE: Self = Self { h: [0; N], hh: Reduced([0; N]), r: [0; N] };
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
    /// 2 in Montgomery's form.
    const TWO: Reduced<N>;
    /// -1 in Montgomery's form.
    const MINUS_ONE: Reduced<N>;
    /// R^2 modulo p.
    const R2: Reduced<N>;
    /// R^3 modulo p.
    const R3: Reduced<N>;
    /// Bits of the digits that G's table is for.
    const BASE_WIDTH: usize;
    /// b in Montgomery's form.
    const B: Reduced<N>;
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
    /// Begins P + Q or P - Q; `hh` is zero where the x coordinates are equal.
    fn begin_addition(p: &Jacobian<N>, q: &Affine<N>, is_negated: bool, to: &mut Addition<N>);
    /// Ends an addition of points whose x coordinates differ.
    fn finish_addition(p: &Jacobian<N>, a: &Addition<N>, to: &mut Jacobian<N>);
    /// Zero where the w coordinates of an addition are equal.
    fn has_same_w(a: &Addition<N>) -> Reduced<N>;
    /// Zero where (x, y) is on the curve.
    fn curve_equation(x: &Reduced<N>, y: &Reduced<N>) -> Reduced<N>;
    /// Zero where P's affine x coordinate is `x`.
    fn x_difference(x: &Reduced<N>, p: &Jacobian<N>) -> Reduced<N>;
    /// P as an affine point, given 1 / z.
    fn normalise(p: &Jacobian<N>, inverse: &Reduced<N>) -> Affine<N>;
    /// x, w and z.
    fn coordinates(p: &Jacobian<N>) -> [Reduced<N>; 3];
    /// G, 3G, 5G, ...
    fn base() -> &'static [Affine<N>];

    /// Whether a reduced element is zero modulo p.
    fn is_zero(a: &Reduced<N>) -> bool {
        a.0 == [0; N] || a.0 == Self::PRIME
    }

    /// An affine point as a Jacobian one, or its negative.
    fn lift(q: &Affine<N>, is_negated: bool) -> Jacobian<N> {
        let q = q.unpack();
        let w = if is_negated { Self::multiply(&q.w, &Self::MINUS_ONE) } else { q.w };
        Jacobian { x: q.x.0, w: w.0, z: Self::ONE.0 }
    }
}

/// A point that grows by doublings and additions, whatever the points. Formulas write to another place than they read, and
/// the places are exchanged: copies of points would take longer than some of their operations.
pub(crate) struct Sum<const N: usize> {
    places: [Jacobian<N>; 2],
    /// Which place it is; `None` is infinity.
    current: Option<bool>,
    addition: Addition<N>,
}

impl<const N: usize> Sum<N> {
    /// Infinity.
    pub(crate) fn new() -> Self {
        Self { places: [Jacobian::PLACE; 2], current: None, addition: Addition::PLACE }
    }

    pub(crate) fn from(point: Jacobian<N>) -> Self {
        Self { places: [point, Jacobian::PLACE], current: Some(false), addition: Addition::PLACE }
    }

    /// The point, `None` for infinity.
    pub(crate) fn point(&self) -> Option<&Jacobian<N>> {
        Some(&self.places[usize::from(self.current?)])
    }

    pub(crate) fn double<C, const W: usize, const S: usize>(&mut self)
    where
        C: Curve<N, W, S>,
    {
        let Some(current) = self.current else { return };
        let [first, second] = &mut self.places;
        if current {
            C::double(second, first)
        } else {
            C::double(first, second)
        }
        self.current = Some(!current);
    }

    /// Adds Q or -Q.
    pub(crate) fn add<C, const W: usize, const S: usize>(&mut self, q: &Affine<N>, is_negated: bool)
    where
        C: Curve<N, W, S>,
    {
        let Some(current) = self.current else {
            self.places[0] = C::lift(q, is_negated);
            self.current = Some(false);
            return;
        };
        let [first, second] = &mut self.places;
        let (from, to) = if current { (second, first) } else { (first, second) };
        C::begin_addition(from, q, is_negated, &mut self.addition);
        if !C::is_zero(&self.addition.hh) {
            C::finish_addition(from, &self.addition, to);
            self.current = Some(!current);
        } else if C::is_zero(&C::has_same_w(&self.addition)) {
            // The same point.
            self.double::<C, W, S>();
        } else {
            // The same x, so the negative of it. No point has y = 0, as the order is odd.
            self.current = None;
        }
    }
}
