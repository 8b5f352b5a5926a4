// Written by generator/main.mjs, which proves every bound that stands here; change it there.

//! P-256: p = 2^256 - 2^224 + 2^192 + 2^96 - 1, elements as 9 limbs of 29 bits in Montgomery's form with
//! R = 2^261. Bounds of limbs are in units of 2^29.

use crate::curve::{Addition, Affine, Curve, Jacobian, Reduced};

type Limbs = [i64; 9];

const WIDTH: u32 = 29;
const MASK: i64 = (1 << WIDTH) - 1;

/// The curve.
pub(crate) enum P256 {}

impl Curve<9, 8, 9> for P256 {
    const WIDTH: u32 = WIDTH;
    const BASE_WIDTH: usize = 7;
    /// p.
    const PRIME: Limbs = [
        536870911, 536870911, 536870911, 511, 0, 0, 262144, 534773760,
        16777215,
    ];
    /// 1, not in Montgomery's form: a product with it is a reduction.
    const UNIT: Limbs = [
        1, 0, 0, 0, 0, 0, 0, 0,
        0,
    ];
    /// 1 in Montgomery's form: R modulo p.
    const ONE: Reduced<9> = Reduced([
        32, 0, 0, 536854528, 536870911, 536870911, 528482303, 67108863,
        0,
    ]);
    /// 2 in Montgomery's form.
    const TWO: Reduced<9> = Reduced([
        64, 0, 0, 536838144, 536870911, 536870911, 520093695, 134217727,
        0,
    ]);
    /// -1 in Montgomery's form.
    const MINUS_ONE: Reduced<9> = Reduced([
        536870879, 536870911, 536870911, 16895, 0, 0, 8650752, 467664896,
        16777215,
    ]);
    /// A product with it enters Montgomery's form.
    const R2: Reduced<9> = Reduced([
        3072, 0, 536805376, 534773759, 532676607, 536870911, 536870911, 536870910,
        19,
    ]);
    /// A product with it enters Montgomery's form twice: for an inverse of what was in it.
    const R3: Reduced<9> = Reduced([
        327680, 536084480, 520093695, 234881023, 134217727, 536870911, 11, 16,
        3072,
    ]);
    /// The curve's b.
    const B: Reduced<9> = Reduced([
        412597243, 484401705, 25462468, 24324129, 497900000, 180318738, 436654352, 393354528,
        8782019,
    ]);
    /// p.
    const PRIME_WORDS: [u32; 8] = [
        4294967295, 4294967295, 4294967295, 0, 0, 0, 1, 4294967295,
    ];
    /// p for inversion.
    const PRIME_SIGNED: [i32; 9] = [
        1073741823, 1073741823, 1073741823, 63, 0, 0, 4096, 1073725440,
        65535,
    ];
    /// 1 / p modulo 2^30.
    const PRIME_INVERSE: u32 = 1073741823;
    /// The group order n.
    const ORDER: [u32; 8] = [
        4234356049, 4089039554, 2803342980, 3169254061, 4294967295, 4294967295, 0, 4294967295,
    ];
    /// n for inversion.
    const ORDER_SIGNED: [i32; 9] = [
        1013130577, 250030859, 830072911, 968797033, 1073741756, 1073741823, 4095, 1073725440,
        65535,
    ];
    /// 1 / n modulo 2^30.
    const ORDER_INVERSE: u32 = 301941681;
    /// -1 / n modulo 2^32.
    const ORDER_NEGATED_INVERSE: u32 = 3993025615;
    /// 2^(64 words) modulo n.
    const ORDER_R2: [u32; 8] = [
        3195661986, 2200194197, 1237151654, 1184463260, 728493145, 675656249, 4091106848, 1726033300,
    ];

    // What the formulas keep.
    // Reduced: limbs 0.000 to 1.000, top -1296172 to 18087467; value -0.078 p to 1.082 p
    // Jacobian x: limbs 0.000 to 1.000, top -1296172 to 18087467; value -0.078 p to 1.082 p
    // Jacobian w: limbs 0.000 to 1.000, top -40078196 to 40513547; value -2.391 p to 2.418 p
    // Jacobian z: limbs 0.000 to 1.000, top -1354671 to 18146601; value -0.082 p to 1.082 p

    #[inline(always)]
    fn multiply(a: &Reduced<9>, b: &Reduced<9>) -> Reduced<9> {
        Reduced(multiply(&a.0, &b.0))
    }

    #[inline(always)]
    fn square(a: &Reduced<9>) -> Reduced<9> {
        Reduced(square(&a.0))
    }

    /// 2P; P is not infinity.
    #[inline(never)]
    fn double(p: &Jacobian<9>, to: &mut Jacobian<9>) {
        // limbs 0.000 to 1.000, top 0 to 17390583; value 0.000 p to 1.036 p
        let delta = square(&p.z);
        // limbs 0.000 to 1.000, top 0 to 19834464; value 0.000 p to 1.183 p
        let gamma = square(&p.w);
        // limbs 0.000 to 1.000, top -47887 to 17445449; value -0.003 p to 1.040 p
        let beta = multiply(&p.x, &gamma);
        // limbs -1.000 to 1.000, top -18686755 to 18087467; value -1.115 p to 1.082 p
        let less: Limbs = core::array::from_fn(|i| p.x[i] - delta[i]);
        // limbs 0.000 to 2.000, top -1296172 to 35478050; value -0.078 p to 2.119 p
        let more: Limbs = core::array::from_fn(|i| p.x[i] + delta[i]);
        // limbs 0.000 to 1.000, top -1234878 to 17972490; value -0.074 p to 1.072 p
        let third = multiply(&less, &more);
        // limbs 0.000 to 1.000, top -3704634 to 53917472; value -0.221 p to 3.215 p
        let slope = carry(&core::array::from_fn(|i| 3 * third[i]));
        // limbs 0.000 to 1.000, top 0 to 22192100; value 0.000 p to 1.323 p
        let slope2 = square(&slope);
        // limbs 0.000 to 1.000, top -3 to 16777216; value 0.000 p to 1.000 p
        to.x = carry(&fold(&core::array::from_fn(|i| slope2[i] - 2 * beta[i])));
        // limbs 0.000 to 2.000, top -7409268 to 107834944; value -0.443 p to 6.430 p
        let twice: Limbs = core::array::from_fn(|i| 2 * slope[i]);
        // limbs -1.000 to 1.000, top -16825103 to 17445452; value -1.003 p to 1.040 p
        let rest: Limbs = core::array::from_fn(|i| beta[i] - to.x[i]);
        // limbs 0.000 to 1.000, top -4112237 to 20281278; value -0.245 p to 1.209 p
        multiply_less_square_to(&mut to.w, &twice, &rest, &gamma);
        // limbs 0.000 to 1.000, top -1354671 to 18146601; value -0.081 p to 1.082 p
        multiply_to(&mut to.z, &p.w, &p.z);
    }

    /// Begins P + Q or P - Q.
    #[inline(never)]
    fn begin_addition(p: &Jacobian<9>, q: &Affine<9>, is_negated: bool, to: &mut Addition<9>) {
        let q = q.unpack();
        let qw: Limbs = if is_negated { q.w.0.map(|limb| -limb) } else { q.w.0 };
        // limbs 0.000 to 1.000, top 0 to 17390583; value 0.000 p to 1.036 p
        let zz = square(&p.z);
        // limbs 0.000 to 1.000, top -41987 to 17363114; value -0.003 p to 1.035 p
        let u2 = multiply(&q.x.0, &zz);
        // limbs 0.000 to 1.000, top -43882 to 17365029; value -0.003 p to 1.035 p
        let zzz = multiply(&p.z, &zz);
        // limbs 0.000 to 1.000, top -585038 to 17362253; value -0.035 p to 1.035 p
        let s2 = multiply(&qw, &zzz);
        // limbs -1.000 to 1.000, top -18129454 to 18659286; value -1.085 p to 1.113 p
        to.h = core::array::from_fn(|i| u2[i] - p.x[i]);
        // limbs 0.000 to 1.000, top 0 to 17425731; value 0.000 p to 1.039 p
        square_to(&mut to.hh.0, &to.h);
        // limbs -1.000 to 1.000, top -41098585 to 57440449; value -2.453 p to 3.426 p
        to.r = core::array::from_fn(|i| s2[i] - p.w[i]);
    }

    /// Ends what was begun, where the x coordinates differ.
    #[inline(never)]
    fn finish_addition(p: &Jacobian<9>, a: &Addition<9>, to: &mut Jacobian<9>) {
        // limbs 0.000 to 1.000, top 0 to 69702927; value 0.000 p to 4.155 p
        let i4 = carry(&core::array::from_fn(|i| 4 * a.hh.0[i]));
        // limbs 0.000 to 1.000, top -2353781 to 19199785; value -0.141 p to 1.145 p
        let j = multiply(&a.h, &i4);
        // limbs 0.000 to 1.000, top -168285 to 19125544; value -0.010 p to 1.140 p
        let v = multiply(&p.x, &i4);
        // limbs 0.000 to 1.000, top 0 to 22922837; value 0.000 p to 1.367 p
        let r2 = square(&a.r);
        // limbs 0.000 to 1.000, top -4 to 16777216; value 0.000 p to 1.000 p
        to.x = carry(&fold(&core::array::from_fn(|i| r2[i] - j[i] - 2 * v[i])));
        // limbs -1.000 to 1.000, top -16945501 to 19125548; value -1.010 p to 1.140 p
        let rest: Limbs = core::array::from_fn(|i| v[i] - to.x[i]);
        // limbs 0.000 to 1.000, top -1813020 to 18823480; value -0.108 p to 1.122 p
        let slope = multiply(&a.r, &rest);
        // limbs 0.000 to 1.000, top -1433293 to 18226077; value -0.086 p to 1.086 p
        let tail = multiply(&p.w, &j);
        // limbs 0.000 to 1.000, top -40078196 to 40513547; value -2.389 p to 2.415 p
        to.w = carry(&core::array::from_fn(|i| 2 * slope[i] - 2 * tail[i]));
        // limbs -2.000 to 2.000, top -36258908 to 37318572; value -2.169 p to 2.226 p
        let twice: Limbs = core::array::from_fn(|i| 2 * a.h[i]);
        // limbs 0.000 to 1.000, top -1225576 to 18038609; value -0.073 p to 1.075 p
        multiply_to(&mut to.z, &p.z, &twice);
    }

    /// Zero where the y coordinates are equal.
    #[inline(never)]
    fn has_same_w(a: &Addition<9>) -> Reduced<9> {
        // limbs 0.000 to 1.000, top 0 to 16777215; value 0.000 p to 1.000 p
        let residue = multiply(&a.r, &Self::UNIT);
        Reduced(residue)
    }

    /// Zero where y^2 = x^3 - 3x + b.
    #[inline(never)]
    fn curve_equation(x: &Reduced<9>, y: &Reduced<9>) -> Reduced<9> {
        // limbs 0.000 to 1.000, top 0 to 17386592; value 0.000 p to 1.036 p
        let x2 = square(&x.0);
        // limbs -3.000 to 1.000, top 0 to 17386592; value 0.000 p to 1.036 p
        let factor: Limbs = core::array::from_fn(|i| x2[i] - 3 * Self::ONE.0[i]);
        // limbs 0.000 to 1.000, top -41977 to 17362979; value -0.003 p to 1.035 p
        let right = multiply(&factor, &x.0);
        // limbs 0.000 to 1.000, top 0 to 17386592; value 0.000 p to 1.036 p
        let left = square(&y.0);
        // limbs -1.927 to 0.955, top -26144998 to 8646550; value -1.558 p to 0.516 p
        let difference: Limbs = core::array::from_fn(|i| left[i] - right[i] - Self::B.0[i]);
        // limbs 0.000 to 1.000, top 0 to 16777215; value 0.000 p to 1.000 p
        let residue = multiply(&difference, &Self::UNIT);
        Reduced(residue)
    }

    /// Zero where P's affine x coordinate is `x`.
    #[inline(never)]
    fn x_difference(x: &Reduced<9>, p: &Jacobian<9>) -> Reduced<9> {
        // limbs 0.000 to 1.000, top 0 to 17390583; value 0.000 p to 1.036 p
        let zz = square(&p.z);
        // limbs 0.000 to 1.000, top -41987 to 17363114; value -0.003 p to 1.035 p
        let scaled = multiply(&x.0, &zz);
        // limbs -1.000 to 1.000, top -18129454 to 18659286; value -1.085 p to 1.113 p
        let difference: Limbs = core::array::from_fn(|i| scaled[i] - p.x[i]);
        // limbs 0.000 to 1.000, top 0 to 16777215; value 0.000 p to 1.000 p
        let residue = multiply(&difference, &Self::UNIT);
        Reduced(residue)
    }

    /// The affine point, given 1 / z.
    #[inline(never)]
    fn normalise(p: &Jacobian<9>, inverse: &Reduced<9>) -> Affine<9> {
        // limbs 0.000 to 1.000, top 0 to 17386592; value 0.000 p to 1.036 p
        let inverse2 = square(&inverse.0);
        // limbs 0.000 to 1.000, top -41977 to 17362979; value -0.003 p to 1.035 p
        let inverse3 = multiply(&inverse2, &inverse.0);
        // limbs 0.000 to 1.000, top -41977 to 17362979; value -0.003 p to 1.035 p
        let x = multiply(&p.x, &inverse2);
        // limbs 0.000 to 1.000, top -1296172 to 18087467; value -0.077 p to 1.078 p
        let w = multiply(&p.w, &inverse3);
        Affine::pack(&Reduced(x), &Reduced(w))
    }

    /// x, w and z, reduced.
    #[inline(never)]
    fn coordinates(p: &Jacobian<9>) -> [Reduced<9>; 3] {
        // limbs 0.000 to 1.000, top -1 to 16777216; value 0.000 p to 1.000 p
        let x = multiply(&p.x, &Self::ONE.0);
        // limbs 0.000 to 1.000, top -1 to 16777216; value 0.000 p to 1.000 p
        let w = multiply(&p.w, &Self::ONE.0);
        // limbs 0.000 to 1.000, top -1 to 16777216; value 0.000 p to 1.000 p
        let z = multiply(&p.z, &Self::ONE.0);
        [Reduced(x), Reduced(w), Reduced(z)]
    }

    fn base() -> &'static [Affine<9>] {
        &BASE
    }
}

/// Less the multiple of p that the last limb shows.
#[inline(always)]
fn fold(x: &Limbs) -> Limbs {
    let mut x = *x;
    let q = x[8] >> 24;
    x[8] &= (1 << 24) - 1;
    x[0] += q;
    x[7] += q << 21;
    x[6] -= q << 18;
    x[3] -= q << 9;
    x
}

/// One parallel carry: the value stays, limbs come back to their width.
#[inline(always)]
fn carry(x: &Limbs) -> Limbs {
    core::array::from_fn(|i| {
        let kept = if i < 8 { x[i] & MASK } else { x[i] };
        if i == 0 { kept } else { kept + (x[i - 1] >> WIDTH) }
    })
}

/// a b / R modulo p, with limbs as every product has them.
#[inline(never)]
fn multiply_to(to: &mut Limbs, a: &Limbs, b: &Limbs) {
    let a0 = a[0];                                               // |x| <= 2^29.82
    let a1 = a[1];                                               // |x| <= 2^29.93
    let a2 = a[2];                                               // |x| <= 2^29.07
    let a3 = a[3];                                               // |x| <= 2^30.58
    let a4 = a[4];                                               // |x| <= 2^30.58
    let a5 = a[5];                                               // |x| <= 2^30.58
    let a6 = a[6];                                               // |x| <= 2^30.56
    let a7 = a[7];                                               // |x| <= 2^29.79
    let a8 = a[8];                                               // |x| <= 2^25.78
    let b0 = b[0];                                               // |x| <= 2^30.00
    let b1 = b[1];                                               // |x| <= 2^30.00
    let b2 = b[2];                                               // |x| <= 2^30.00
    let b3 = b[3];                                               // |x| <= 2^30.00
    let b4 = b[4];                                               // |x| <= 2^30.00
    let b5 = b[5];                                               // |x| <= 2^30.00
    let b6 = b[6];                                               // |x| <= 2^30.00
    let b7 = b[7];                                               // |x| <= 2^30.00
    let b8 = b[8];                                               // |x| <= 2^26.05
    let t0: i64 = a0 * b0;                                       // |x| <= 2^59.00
    let m0 = t0 & MASK;                                          // 0 <= x <= 2^29.00
    let c0 = t0 >> WIDTH;                                        // |x| <= 2^30.00
    let t1: i64 = a0 * b1 + a1 * b0 + c0;                        // |x| <= 2^60.00
    let m1 = t1 & MASK;                                          // 0 <= x <= 2^29.00
    let c1 = t1 >> WIDTH;                                        // |x| <= 2^31.00
    let t2: i64 = a0 * b2 + a1 * b1 + a2 * b0 + c1;              // |x| <= 2^60.58
    let m2 = t2 & MASK;                                          // 0 <= x <= 2^29.00
    let c2 = t2 >> WIDTH;                                        // |x| <= 2^31.58
    let t3: i64 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + (m0 << 9) + c2; // |x| <= 2^61.00
    let m3 = t3 & MASK;                                          // 0 <= x <= 2^29.00
    let c3 = t3 >> WIDTH;                                        // |x| <= 2^32.00
    let t4: i64 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + (m1 << 9) + c3; // |x| <= 2^61.32
    let m4 = t4 & MASK;                                          // 0 <= x <= 2^29.00
    let c4 = t4 >> WIDTH;                                        // |x| <= 2^32.32
    let t5: i64 = a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0 + (m2 << 9) + c4; // |x| <= 2^61.58
    let m5 = t5 & MASK;                                          // 0 <= x <= 2^29.00
    let c5 = t5 >> WIDTH;                                        // |x| <= 2^32.58
    let t6: i64 = a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0 + (m3 << 9) + (m0 << 18) + c5; // |x| <= 2^61.81
    let m6 = t6 & MASK;                                          // 0 <= x <= 2^29.00
    let c6 = t6 >> WIDTH;                                        // |x| <= 2^32.81
    let t7: i64 = a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1 + a7 * b0 + (m4 << 9) - (((m0 << 3) - m1) << 18) + c6; // |x| <= 2^62.00
    let m7 = t7 & MASK;                                          // 0 <= x <= 2^29.00
    let c7 = t7 >> WIDTH;                                        // |x| <= 2^33.00
    let t8: i64 = a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2 + a7 * b1 + a8 * b0 + (m5 << 9) + (((((m0 << 3) - m1) << 3) + m2) << 18) + c7; // |x| <= 2^61.82
    let m8 = t8 & MASK;                                          // 0 <= x <= 2^29.00
    let c8 = t8 >> WIDTH;                                        // |x| <= 2^32.82
    let t9: i64 = a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3 + a7 * b2 + a8 * b1 + (m6 << 9) + (((((m1 << 3) - m2) << 3) + m3) << 18) + c8; // |x| <= 2^61.62
    let r0 = t9 & MASK;                                          // 0 <= x <= 2^29.00
    let c9 = t9 >> WIDTH;                                        // |x| <= 2^32.62
    let t10: i64 = a2 * b8 + a3 * b7 + a4 * b6 + a5 * b5 + a6 * b4 + a7 * b3 + a8 * b2 + (m7 << 9) + (((((m2 << 3) - m3) << 3) + m4) << 18) + c9; // |x| <= 2^61.62
    let r1 = t10 & MASK;                                         // 0 <= x <= 2^29.00
    let c10 = t10 >> WIDTH;                                      // |x| <= 2^32.62
    let t11: i64 = a3 * b8 + a4 * b7 + a5 * b6 + a6 * b5 + a7 * b4 + a8 * b3 + (m8 << 9) + (((((m3 << 3) - m4) << 3) + m5) << 18) + c10; // |x| <= 2^61.24
    let r2 = t11 & MASK;                                         // 0 <= x <= 2^29.00
    let c11 = t11 >> WIDTH;                                      // |x| <= 2^32.24
    let t12: i64 = a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4 + (m6 << 18) + (((m4 << 3) - m5) << 21) + c11; // |x| <= 2^60.69
    let r3 = t12 & MASK;                                         // 0 <= x <= 2^29.00
    let c12 = t12 >> WIDTH;                                      // |x| <= 2^31.69
    let t13: i64 = a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5 + (m7 << 18) + (((m5 << 3) - m6) << 21) + c12; // |x| <= 2^60.06
    let r4 = t13 & MASK;                                         // 0 <= x <= 2^29.00
    let c13 = t13 >> WIDTH;                                      // |x| <= 2^31.06
    let t14: i64 = a6 * b8 + a7 * b7 + a8 * b6 + (m8 << 18) + (((m6 << 3) - m7) << 21) + c13; // |x| <= 2^59.12
    let r5 = t14 & MASK;                                         // 0 <= x <= 2^29.00
    let c14 = t14 >> WIDTH;                                      // |x| <= 2^30.12
    let t15: i64 = a7 * b8 + a8 * b7 - (m8 << 21) + (m7 << 24) + c14; // |x| <= 2^55.65
    let r6 = t15 & MASK;                                         // 0 <= x <= 2^29.00
    let c15 = t15 >> WIDTH;                                      // |x| <= 2^26.65
    let t16: i64 = a8 * b8 + (m8 << 24) + c15;                   // |x| <= 2^53.19
    let r7 = t16 & MASK;                                         // 0 <= x <= 2^29.00
    let c16 = t16 >> WIDTH;                                      // |x| <= 2^24.19
    let r8 = c16;                                                // |x| <= 2^24.19
    *to = [r0, r1, r2, r3, r4, r5, r6, r7, r8];
}

/// The same as a value.
#[inline(always)]
fn multiply(a: &Limbs, b: &Limbs) -> Limbs {
    let mut to = [0; 9];
    multiply_to(&mut to, a, b);
    to
}

/// a a / R modulo p, with limbs as every product has them.
#[inline(never)]
fn square_to(to: &mut Limbs, a: &Limbs) {
    let a0 = a[0];                                               // |x| <= 2^29.00
    let a1 = a[1];                                               // |x| <= 2^29.00
    let a2 = a[2];                                               // |x| <= 2^29.00
    let a3 = a[3];                                               // |x| <= 2^29.00
    let a4 = a[4];                                               // |x| <= 2^29.00
    let a5 = a[5];                                               // |x| <= 2^29.00
    let a6 = a[6];                                               // |x| <= 2^29.00
    let a7 = a[7];                                               // |x| <= 2^29.00
    let a8 = a[8];                                               // |x| <= 2^25.78
    let d0 = 2 * a0;                                             // |x| <= 2^30.00
    let d1 = 2 * a1;                                             // |x| <= 2^30.00
    let d2 = 2 * a2;                                             // |x| <= 2^30.00
    let d3 = 2 * a3;                                             // |x| <= 2^30.00
    let d4 = 2 * a4;                                             // |x| <= 2^30.00
    let d5 = 2 * a5;                                             // |x| <= 2^30.00
    let d6 = 2 * a6;                                             // |x| <= 2^30.00
    let d7 = 2 * a7;                                             // |x| <= 2^30.00
    let t0: i64 = a0 * a0;                                       // 0 <= x <= 2^58.00
    let m0 = t0 & MASK;                                          // 0 <= x <= 2^29.00
    let c0 = t0 >> WIDTH;                                        // 0 <= x <= 2^29.00
    let t1: i64 = d0 * a1 + c0;                                  // |x| <= 2^59.00
    let m1 = t1 & MASK;                                          // 0 <= x <= 2^29.00
    let c1 = t1 >> WIDTH;                                        // |x| <= 2^30.00
    let t2: i64 = d0 * a2 + a1 * a1 + c1;                        // |x| <= 2^59.58
    let m2 = t2 & MASK;                                          // 0 <= x <= 2^29.00
    let c2 = t2 >> WIDTH;                                        // |x| <= 2^30.58
    let t3: i64 = d0 * a3 + d1 * a2 + (m0 << 9) + c2;            // |x| <= 2^60.00
    let m3 = t3 & MASK;                                          // 0 <= x <= 2^29.00
    let c3 = t3 >> WIDTH;                                        // |x| <= 2^31.00
    let t4: i64 = d0 * a4 + d1 * a3 + a2 * a2 + (m1 << 9) + c3;  // |x| <= 2^60.32
    let m4 = t4 & MASK;                                          // 0 <= x <= 2^29.00
    let c4 = t4 >> WIDTH;                                        // |x| <= 2^31.32
    let t5: i64 = d0 * a5 + d1 * a4 + d2 * a3 + (m2 << 9) + c4;  // |x| <= 2^60.58
    let m5 = t5 & MASK;                                          // 0 <= x <= 2^29.00
    let c5 = t5 >> WIDTH;                                        // |x| <= 2^31.58
    let t6: i64 = d0 * a6 + d1 * a5 + d2 * a4 + a3 * a3 + (m3 << 9) + (m0 << 18) + c5; // |x| <= 2^60.81
    let m6 = t6 & MASK;                                          // 0 <= x <= 2^29.00
    let c6 = t6 >> WIDTH;                                        // |x| <= 2^31.81
    let t7: i64 = d0 * a7 + d1 * a6 + d2 * a5 + d3 * a4 + (m4 << 9) - (((m0 << 3) - m1) << 18) + c6; // |x| <= 2^61.00
    let m7 = t7 & MASK;                                          // 0 <= x <= 2^29.00
    let c7 = t7 >> WIDTH;                                        // |x| <= 2^32.00
    let t8: i64 = d0 * a8 + d1 * a7 + d2 * a6 + d3 * a5 + a4 * a4 + (m5 << 9) + (((((m0 << 3) - m1) << 3) + m2) << 18) + c7; // |x| <= 2^60.86
    let m8 = t8 & MASK;                                          // 0 <= x <= 2^29.00
    let c8 = t8 >> WIDTH;                                        // |x| <= 2^31.86
    let t9: i64 = d1 * a8 + d2 * a7 + d3 * a6 + d4 * a5 + (m6 << 9) + (((((m1 << 3) - m2) << 3) + m3) << 18) + c8; // |x| <= 2^60.64
    let r0 = t9 & MASK;                                          // 0 <= x <= 2^29.00
    let c9 = t9 >> WIDTH;                                        // |x| <= 2^31.64
    let t10: i64 = d2 * a8 + d3 * a7 + d4 * a6 + a5 * a5 + (m7 << 9) + (((((m2 << 3) - m3) << 3) + m4) << 18) + c9; // |x| <= 2^60.39
    let r1 = t10 & MASK;                                         // 0 <= x <= 2^29.00
    let c10 = t10 >> WIDTH;                                      // |x| <= 2^31.39
    let t11: i64 = d3 * a8 + d4 * a7 + d5 * a6 + (m8 << 9) + (((((m3 << 3) - m4) << 3) + m5) << 18) + c10; // |x| <= 2^60.09
    let r2 = t11 & MASK;                                         // 0 <= x <= 2^29.00
    let c11 = t11 >> WIDTH;                                      // |x| <= 2^31.09
    let t12: i64 = d4 * a8 + d5 * a7 + a6 * a6 + (m6 << 18) + (((m4 << 3) - m5) << 21) + c11; // |x| <= 2^59.70
    let r3 = t12 & MASK;                                         // 0 <= x <= 2^29.00
    let c12 = t12 >> WIDTH;                                      // |x| <= 2^30.70
    let t13: i64 = d5 * a8 + d6 * a7 + (m7 << 18) + (((m5 << 3) - m6) << 21) + c12; // |x| <= 2^59.17
    let r4 = t13 & MASK;                                         // 0 <= x <= 2^29.00
    let c13 = t13 >> WIDTH;                                      // |x| <= 2^30.17
    let t14: i64 = d6 * a8 + a7 * a7 + (m8 << 18) + (((m6 << 3) - m7) << 21) + c13; // |x| <= 2^58.32
    let r5 = t14 & MASK;                                         // 0 <= x <= 2^29.00
    let c14 = t14 >> WIDTH;                                      // |x| <= 2^29.32
    let t15: i64 = d7 * a8 - (m8 << 21) + (m7 << 24) + c14;      // |x| <= 2^55.97
    let r6 = t15 & MASK;                                         // 0 <= x <= 2^29.00
    let c15 = t15 >> WIDTH;                                      // |x| <= 2^26.97
    let t16: i64 = a8 * a8 + (m8 << 24) + c15;                   // |x| <= 2^53.45
    let r7 = t16 & MASK;                                         // 0 <= x <= 2^29.00
    let c16 = t16 >> WIDTH;                                      // |x| <= 2^24.45
    let r8 = c16;                                                // |x| <= 2^24.45
    *to = [r0, r1, r2, r3, r4, r5, r6, r7, r8];
}

/// The same as a value.
#[inline(always)]
fn square(a: &Limbs) -> Limbs {
    let mut to = [0; 9];
    square_to(&mut to, a);
    to
}

/// (a b - s s) / R modulo p, with limbs as every product has them.
#[inline(never)]
fn multiply_less_square_to(to: &mut Limbs, a: &Limbs, b: &Limbs, s: &Limbs) {
    let a0 = a[0];                                               // 0 <= x <= 2^30.00
    let a1 = a[1];                                               // 0 <= x <= 2^30.00
    let a2 = a[2];                                               // 0 <= x <= 2^30.00
    let a3 = a[3];                                               // 0 <= x <= 2^30.00
    let a4 = a[4];                                               // 0 <= x <= 2^30.00
    let a5 = a[5];                                               // 0 <= x <= 2^30.00
    let a6 = a[6];                                               // 0 <= x <= 2^30.00
    let a7 = a[7];                                               // 0 <= x <= 2^30.00
    let a8 = a[8];                                               // |x| <= 2^26.68
    let b0 = b[0];                                               // |x| <= 2^29.00
    let b1 = b[1];                                               // |x| <= 2^29.00
    let b2 = b[2];                                               // |x| <= 2^29.00
    let b3 = b[3];                                               // |x| <= 2^29.00
    let b4 = b[4];                                               // |x| <= 2^29.00
    let b5 = b[5];                                               // |x| <= 2^29.00
    let b6 = b[6];                                               // |x| <= 2^29.00
    let b7 = b[7];                                               // |x| <= 2^29.00
    let b8 = b[8];                                               // |x| <= 2^24.06
    let s0 = s[0];                                               // 0 <= x <= 2^29.00
    let s1 = s[1];                                               // 0 <= x <= 2^29.00
    let s2 = s[2];                                               // 0 <= x <= 2^29.00
    let s3 = s[3];                                               // 0 <= x <= 2^29.00
    let s4 = s[4];                                               // 0 <= x <= 2^29.00
    let s5 = s[5];                                               // 0 <= x <= 2^29.00
    let s6 = s[6];                                               // 0 <= x <= 2^29.00
    let s7 = s[7];                                               // 0 <= x <= 2^29.00
    let s8 = s[8];                                               // 0 <= x <= 2^24.24
    let sd0 = 2 * s0;                                            // 0 <= x <= 2^30.00
    let sd1 = 2 * s1;                                            // 0 <= x <= 2^30.00
    let sd2 = 2 * s2;                                            // 0 <= x <= 2^30.00
    let sd3 = 2 * s3;                                            // 0 <= x <= 2^30.00
    let sd4 = 2 * s4;                                            // 0 <= x <= 2^30.00
    let sd5 = 2 * s5;                                            // 0 <= x <= 2^30.00
    let sd6 = 2 * s6;                                            // 0 <= x <= 2^30.00
    let sd7 = 2 * s7;                                            // 0 <= x <= 2^30.00
    let t0: i64 = a0 * b0 - s0 * s0;                             // |x| <= 2^59.58
    let m0 = t0 & MASK;                                          // 0 <= x <= 2^29.00
    let c0 = t0 >> WIDTH;                                        // |x| <= 2^30.58
    let t1: i64 = a0 * b1 + a1 * b0 - sd0 * s1 + c0;             // |x| <= 2^60.58
    let m1 = t1 & MASK;                                          // 0 <= x <= 2^29.00
    let c1 = t1 >> WIDTH;                                        // |x| <= 2^31.58
    let t2: i64 = a0 * b2 + a1 * b1 + a2 * b0 - sd0 * s2 - s1 * s1 + c1; // |x| <= 2^61.17
    let m2 = t2 & MASK;                                          // 0 <= x <= 2^29.00
    let c2 = t2 >> WIDTH;                                        // |x| <= 2^32.17
    let t3: i64 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 - sd0 * s3 - sd1 * s2 + (m0 << 9) + c2; // |x| <= 2^61.58
    let m3 = t3 & MASK;                                          // 0 <= x <= 2^29.00
    let c3 = t3 >> WIDTH;                                        // |x| <= 2^32.58
    let t4: i64 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 - sd0 * s4 - sd1 * s3 - s2 * s2 + (m1 << 9) + c3; // |x| <= 2^61.91
    let m4 = t4 & MASK;                                          // 0 <= x <= 2^29.00
    let c4 = t4 >> WIDTH;                                        // |x| <= 2^32.91
    let t5: i64 = a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0 - sd0 * s5 - sd1 * s4 - sd2 * s3 + (m2 << 9) + c4; // |x| <= 2^62.17
    let m5 = t5 & MASK;                                          // 0 <= x <= 2^29.00
    let c5 = t5 >> WIDTH;                                        // |x| <= 2^33.17
    let t6: i64 = a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0 - sd0 * s6 - sd1 * s5 - sd2 * s4 - s3 * s3 + (m3 << 9) + (m0 << 18) + c5; // |x| <= 2^62.39
    let m6 = t6 & MASK;                                          // 0 <= x <= 2^29.00
    let c6 = t6 >> WIDTH;                                        // |x| <= 2^33.39
    let t7: i64 = a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1 + a7 * b0 - sd0 * s7 - sd1 * s6 - sd2 * s5 - sd3 * s4 + (m4 << 9) - (((m0 << 3) - m1) << 18) + c6; // |x| <= 2^62.59
    let m7 = t7 & MASK;                                          // 0 <= x <= 2^29.00
    let c7 = t7 >> WIDTH;                                        // |x| <= 2^33.59
    let t8: i64 = a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2 + a7 * b1 + a8 * b0 - sd0 * s8 - sd1 * s7 - sd2 * s6 - sd3 * s5 - s4 * s4 + (m5 << 9) + (((((m0 << 3) - m1) << 3) + m2) << 18) + c7; // |x| <= 2^62.42
    let m8 = t8 & MASK;                                          // 0 <= x <= 2^29.00
    let c8 = t8 >> WIDTH;                                        // |x| <= 2^33.42
    let t9: i64 = a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3 + a7 * b2 + a8 * b1 - sd1 * s8 - sd2 * s7 - sd3 * s6 - sd4 * s5 + (m6 << 9) + (((((m1 << 3) - m2) << 3) + m3) << 18) + c8; // |x| <= 2^62.20
    let r0 = t9 & MASK;                                          // 0 <= x <= 2^29.00
    let c9 = t9 >> WIDTH;                                        // |x| <= 2^33.20
    let t10: i64 = a2 * b8 + a3 * b7 + a4 * b6 + a5 * b5 + a6 * b4 + a7 * b3 + a8 * b2 - sd2 * s8 - sd3 * s7 - sd4 * s6 - s5 * s5 + (m7 << 9) + (((((m2 << 3) - m3) << 3) + m4) << 18) + c9; // |x| <= 2^61.94
    let r1 = t10 & MASK;                                         // 0 <= x <= 2^29.00
    let c10 = t10 >> WIDTH;                                      // |x| <= 2^32.94
    let t11: i64 = a3 * b8 + a4 * b7 + a5 * b6 + a6 * b5 + a7 * b4 + a8 * b3 - sd3 * s8 - sd4 * s7 - sd5 * s6 + (m8 << 9) + (((((m3 << 3) - m4) << 3) + m5) << 18) + c10; // |x| <= 2^61.63
    let r2 = t11 & MASK;                                         // 0 <= x <= 2^29.00
    let c11 = t11 >> WIDTH;                                      // |x| <= 2^32.63
    let t12: i64 = a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4 - sd4 * s8 - sd5 * s7 - s6 * s6 + (m6 << 18) + (((m4 << 3) - m5) << 21) + c11; // |x| <= 2^61.22
    let r3 = t12 & MASK;                                         // 0 <= x <= 2^29.00
    let c12 = t12 >> WIDTH;                                      // |x| <= 2^32.22
    let t13: i64 = a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5 - sd5 * s8 - sd6 * s7 + (m7 << 18) + (((m5 << 3) - m6) << 21) + c12; // |x| <= 2^60.66
    let r4 = t13 & MASK;                                         // 0 <= x <= 2^29.00
    let c13 = t13 >> WIDTH;                                      // |x| <= 2^31.66
    let t14: i64 = a6 * b8 + a7 * b7 + a8 * b6 - sd6 * s8 - s7 * s7 + (m8 << 18) + (((m6 << 3) - m7) << 21) + c13; // |x| <= 2^59.74
    let r5 = t14 & MASK;                                         // 0 <= x <= 2^29.00
    let c14 = t14 >> WIDTH;                                      // |x| <= 2^30.74
    let t15: i64 = a7 * b8 + a8 * b7 - sd7 * s8 - (m8 << 21) + (m7 << 24) + c14; // |x| <= 2^56.45
    let r6 = t15 & MASK;                                         // 0 <= x <= 2^29.00
    let c15 = t15 >> WIDTH;                                      // |x| <= 2^27.45
    let t16: i64 = a8 * b8 - s8 * s8 + (m8 << 24) + c15;         // |x| <= 2^53.27
    let r7 = t16 & MASK;                                         // 0 <= x <= 2^29.00
    let c16 = t16 >> WIDTH;                                      // |x| <= 2^24.27
    let r8 = c16;                                                // |x| <= 2^24.27
    *to = [r0, r1, r2, r3, r4, r5, r6, r7, r8];
}

/// G, 3G, 5G, ...
static BASE: [Affine<9>; 32] = [
    Affine { x: [354584451, 120640536, 229641167, 92213755, 169929589, 314013218, 53542329, 452255063, 1182702], w: [89490081, 78032797, 507891167, 477240076, 211168554, 287024190, 89057414, 88883948, 6062022] },
    Affine { x: [494413028, 205492302, 202366973, 504527391, 422666319, 500726971, 522409659, 526122449, 13790535], w: [15334133, 414728083, 534883076, 64363056, 104423673, 102974941, 111444488, 365706848, 8133258] },
    Affine { x: [193740473, 462073540, 177991152, 421950254, 68755928, 447547244, 65408602, 423892111, 2159296], w: [244565020, 20354511, 411221683, 343390965, 497143573, 284151619, 365248681, 485396296, 15211950] },
    Affine { x: [48720354, 104156832, 505914, 8712335, 370169764, 189841979, 32644949, 122439928, 7817763], w: [384258938, 262168702, 129880708, 427342547, 106274059, 462354728, 117936955, 313598019, 12285509] },
    Affine { x: [163847452, 158240550, 490867630, 268115561, 369186765, 4476046, 354836558, 121836421, 747024], w: [399295746, 250541384, 341717483, 502719278, 476666557, 324081189, 455306753, 271325948, 1676915] },
    Affine { x: [146571399, 489032290, 520030035, 31804831, 359349192, 22600385, 427030994, 108163649, 13505054], w: [85172762, 218808919, 370966951, 164576959, 284464190, 287561132, 228855210, 38350276, 2408457] },
    Affine { x: [98230574, 69559115, 513306214, 433735003, 270670954, 66410985, 212229738, 319706845, 7376629], w: [62414846, 173482368, 221131607, 29867543, 252027346, 72852459, 377802852, 370097596, 15737306] },
    Affine { x: [201370492, 483964860, 334650261, 150691256, 115345304, 38684697, 75962810, 262885224, 5587400], w: [15800136, 279224007, 28464139, 447353170, 509566360, 466547016, 340062118, 344182127, 1082818] },
    Affine { x: [126587832, 152947669, 280747192, 153975554, 469754604, 391303138, 116947100, 212986205, 3435393], w: [434528762, 442666279, 192995879, 530055246, 250353110, 266445584, 256331300, 416523806, 16073865] },
    Affine { x: [213081375, 152222373, 218855413, 246303608, 56152172, 125260484, 501236241, 75652879, 13273989], w: [320494333, 231985080, 394023635, 304415700, 50683928, 326922913, 445736542, 319328971, 13122441] },
    Affine { x: [112607517, 239922369, 530836145, 211359712, 375450051, 113615859, 499291432, 379952523, 10312510], w: [28929648, 464086469, 331751209, 383771101, 110128190, 131069317, 45774082, 340409341, 2209148] },
    Affine { x: [478809365, 410407725, 284915623, 167378315, 13791119, 438973828, 18104623, 318545661, 15048015], w: [299985504, 21624636, 435462198, 307090324, 499619830, 40777093, 247989902, 8633139, 15997471] },
    Affine { x: [116454386, 52014296, 457016613, 220698458, 123658115, 322121503, 388614860, 265620648, 13428829], w: [93882910, 462683497, 60097720, 294184442, 129653553, 188298982, 127534728, 511163595, 15016816] },
    Affine { x: [476042899, 204141719, 462985249, 280348079, 464496340, 514884863, 349759844, 253484829, 15815849], w: [39296011, 24081427, 531990816, 53991643, 317517635, 17767785, 285317073, 136470257, 5293082] },
    Affine { x: [215754332, 498363083, 314835698, 93211492, 331735933, 40907131, 64628024, 144802037, 5037867], w: [136455757, 382527160, 294271373, 304330621, 108937500, 120516492, 458659433, 317841168, 15074570] },
    Affine { x: [180351282, 389835111, 12531479, 502902220, 1817209, 164876150, 436173492, 84406814, 9549983], w: [156018300, 335348381, 369266078, 240178293, 267433544, 530682624, 84602093, 300669498, 14858788] },
    Affine { x: [214476422, 353654287, 126360632, 194971354, 359861149, 182867320, 104727778, 75567812, 8228109], w: [61897836, 151410293, 492762796, 143905827, 366040103, 166643682, 71895392, 60390174, 5968065] },
    Affine { x: [416276153, 377782238, 330678248, 421058255, 160491613, 323943467, 270649120, 472551316, 5013872], w: [450538058, 335749401, 86857299, 403052092, 199017712, 38626415, 402449579, 362652631, 15351896] },
    Affine { x: [432084644, 108774796, 476751874, 291706821, 269315180, 451569533, 366131781, 536776275, 15496304], w: [255520150, 378082554, 226822674, 220138384, 414424759, 480422664, 144588476, 500171845, 2938960] },
    Affine { x: [188229707, 412387488, 479868238, 432351682, 214490805, 399601587, 366430097, 305710618, 687256], w: [290186755, 284837575, 143093293, 330513089, 208714514, 526133711, 138131556, 195610912, 192569] },
    Affine { x: [440783411, 224413998, 423695122, 405616065, 81977279, 290692322, 128673032, 30147973, 131402], w: [387490813, 28656966, 161774443, 110553663, 121297893, 186886907, 450000690, 129778259, 12779451] },
    Affine { x: [290431170, 306183460, 60805759, 267197922, 318964107, 419452741, 173272278, 221692006, 15962299], w: [161848081, 56673475, 240815012, 136926062, 207697419, 125091028, 5935565, 516789997, 14571475] },
    Affine { x: [430913533, 69651669, 57721079, 84060955, 514850917, 235238519, 463048517, 357959881, 2748326], w: [183010997, 261565680, 322591860, 36999573, 302453909, 467205889, 346238710, 403099445, 13546239] },
    Affine { x: [351015657, 477434826, 29897025, 334117810, 93197508, 516363695, 512856151, 349085231, 7525166], w: [141919142, 246127026, 211890720, 117961175, 257060433, 170638770, 107774365, 405729257, 15728155] },
    Affine { x: [517315189, 353059359, 55068940, 18934519, 38797262, 186812262, 363570792, 64937836, 8092865], w: [71465524, 421810364, 95791159, 512987698, 459315281, 308211761, 360544501, 504512465, 15008223] },
    Affine { x: [132946234, 216800315, 385481348, 271471511, 296338455, 408089649, 25497333, 414252689, 4315073], w: [151496949, 379408102, 100029296, 143508749, 294225861, 128994563, 214279650, 62368353, 13400289] },
    Affine { x: [227127741, 362166356, 305384633, 267446972, 431144760, 517639306, 399808325, 409049298, 8865329], w: [120363326, 218006406, 289351681, 397880592, 106755808, 442209788, 45700540, 299512468, 15234710] },
    Affine { x: [101372011, 196868583, 450834732, 158313467, 159540189, 77884545, 240842119, 134143171, 10342537], w: [101382025, 153848640, 443240107, 264486163, 53197270, 219159715, 345952106, 11167647, 7995472] },
    Affine { x: [425280792, 137553786, 47794678, 446022094, 510670845, 239063530, 94585097, 78331443, 2511622], w: [187143798, 333821525, 394439568, 50753328, 134569248, 106492783, 99461926, 381684657, 9515441] },
    Affine { x: [148197833, 340711004, 52333390, 359979060, 409747969, 514469143, 465685395, 256603470, 8746339], w: [278511912, 164763690, 515811848, 510231579, 534896171, 3120270, 180769271, 121101268, 1610342] },
    Affine { x: [159422867, 132848255, 41689523, 428360784, 169128618, 87551211, 485287675, 483265751, 2705556], w: [451336771, 368063415, 55631231, 188772714, 243866865, 215697559, 329934212, 77160159, 4649440] },
    Affine { x: [522452128, 333001119, 209153478, 302005268, 374081336, 53024812, 113959355, 302772570, 15496326], w: [261992100, 403286640, 135886599, 479721767, 394441314, 301081697, 268615548, 243576027, 2218624] },
];
