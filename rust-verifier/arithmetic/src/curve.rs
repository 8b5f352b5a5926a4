//! A curve's points, and how they are added with every exceptional case. The formulas themselves are generated: each is a
//! straight line whose bounds are proven, and this file decides which of them applies.

/// A field element in Montgomery's form as a product leaves it: every limb but the last within its width, the value above
/// -p and below 2p. So a multiple of p is one of two arrays, and nothing else.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Reduced<const N: usize>(pub(crate) [i64; N]);

/// A point other than infinity, of a table: its coordinates are reduced, and every limb of a reduced element fits in 32 bits.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Affine<const N: usize> {
    pub(crate) x: [i32; N],
    pub(crate) y: [i32; N],
}

/// A point of a table, unpacked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unpacked<const N: usize> {
    pub(crate) x: Reduced<N>,
    pub(crate) y: Reduced<N>,
}

impl<const N: usize> Affine<N> {
    pub(crate) fn pack(x: &Reduced<N>, y: &Reduced<N>) -> Self {
        Self { x: x.0.map(|limb| limb as i32), y: y.0.map(|limb| limb as i32) }
    }

    #[inline(always)]
    pub(crate) fn unpack(&self) -> Unpacked<N> {
        Unpacked { x: Reduced(self.x.map(i64::from)), y: Reduced(self.y.map(i64::from)) }
    }
}

/// (x / z^2, y / z^3), other than infinity, within the bounds that the generator proves every formula to keep. Only
/// formulas make one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Jacobian<const N: usize> {
    pub(crate) x: [i64; N],
    pub(crate) y: [i64; N],
    pub(crate) z: [i64; N],
}

/// An addition that has begun: z^2, the difference h of the x coordinates and its square, that of the y coordinates.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Addition<const N: usize> {
    pub(crate) zz: Reduced<N>,
    pub(crate) h: [i64; N],
    pub(crate) hh: Reduced<N>,
    pub(crate) r: [i64; N],
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
    fn double(p: &Jacobian<N>) -> Jacobian<N>;
    /// Begins P + Q or P - Q; `hh` is zero where the x coordinates are equal.
    fn begin_addition(p: &Jacobian<N>, q: &Affine<N>, is_negated: bool) -> Addition<N>;
    /// Ends an addition of points whose x coordinates differ.
    fn finish_addition(p: &Jacobian<N>, a: &Addition<N>) -> Jacobian<N>;
    /// Zero where the y coordinates of an addition are equal.
    fn has_same_y(a: &Addition<N>) -> Reduced<N>;
    /// Zero where (x, y) is on the curve.
    fn curve_equation(x: &Reduced<N>, y: &Reduced<N>) -> Reduced<N>;
    /// Zero where P's affine x coordinate is `x`.
    fn x_difference(x: &Reduced<N>, p: &Jacobian<N>) -> Reduced<N>;
    /// P as an affine point, given 1 / z.
    fn normalise(p: &Jacobian<N>, inverse: &Reduced<N>) -> Affine<N>;
    /// x, y and z.
    fn coordinates(p: &Jacobian<N>) -> [Reduced<N>; 3];
    /// G, 3G, 5G, ..., 63G.
    fn base() -> &'static [Affine<N>; 32];

    /// Whether a reduced element is zero modulo p.
    fn is_zero(a: &Reduced<N>) -> bool {
        a.0 == [0; N] || a.0 == Self::PRIME
    }

    /// An affine point as a Jacobian one, or its negative.
    fn lift(q: &Affine<N>, is_negated: bool) -> Jacobian<N> {
        let q = q.unpack();
        let y = if is_negated { q.y.0.map(|limb| -limb) } else { q.y.0 };
        Jacobian { x: q.x.0, y, z: Self::ONE.0 }
    }

    /// P + Q or P - Q, whatever the points; `None` is infinity.
    fn add(p: Option<Jacobian<N>>, q: &Affine<N>, is_negated: bool) -> Option<Jacobian<N>> {
        let Some(p) = p else { return Some(Self::lift(q, is_negated)) };
        let addition = Self::begin_addition(&p, q, is_negated);
        if !Self::is_zero(&addition.hh) {
            return Some(Self::finish_addition(&p, &addition));
        }
        // The same x: the same point, or its negative. No point has y = 0, as the order is odd.
        Self::is_zero(&Self::has_same_y(&addition)).then(|| Self::double(&Self::lift(q, is_negated)))
    }
}
