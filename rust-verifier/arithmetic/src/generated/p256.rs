// Written by generator/main.mjs, which proves every bound that stands here; change it there.

//! P-256: p = 2^256 - 2^224 + 2^192 + 2^96 - 1, elements as 10 limbs of 28 bits in Montgomery's form with
//! R = 2^280. Bounds of limbs are in units of 2^28.

use crate::curve::{Addition, Affine, Curve, Jacobian, Reduced};

type Limbs = [i64; 10];

const WIDTH: u32 = 28;
const MASK: i64 = (1 << WIDTH) - 1;

/// The curve.
pub(crate) enum P256 {}

impl Curve<10, 8, 9> for P256 {
    const WIDTH: u32 = WIDTH;
    /// p.
    const PRIME: Limbs = [
        268435455, 268435455, 268435455, 4095, 0, 0, 16777216, 0,
        268435455, 15,
    ];
    /// 1, not in Montgomery's form: a product with it is a reduction.
    const UNIT: Limbs = [
        1, 0, 0, 0, 0, 0, 0, 0,
        0, 0,
    ];
    /// 1 in Montgomery's form: R modulo p.
    const ONE: Reduced<10> = Reduced([
        16777216, 0, 0, 0, 268435200, 268435455, 268435455, 267386879,
        16777215, 0,
    ]);
    /// A product with it enters Montgomery's form.
    const R2: Reduced<10> = Reduced([
        327680, 3145728, 0, 0, 268435450, 268435391, 268435199, 268414975,
        196607, 0,
    ]);
    /// A product with it enters Montgomery's form twice: for an inverse of what was in it.
    const R3: Reduced<10> = Reduced([
        6400, 98304, 655360, 239075328, 268435455, 268435453, 268435437, 268435007,
        1791, 0,
    ]);
    /// The curve's b.
    const B: Reduced<10> = Reduced([
        266088454, 43797469, 144498530, 88254733, 380060, 49113807, 179042081, 54564641,
        232830798, 1,
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
    // Reduced: limbs 0.000 to 1.000, top -1 to 16; value -0.004 p to 1.004 p
    // Jacobian x: limbs 0.000 to 1.000, top -204 to 160; value -12.004 p to 9.004 p
    // Jacobian y: limbs -1.000 to 1.000, top -138 to 41; value -8.004 p to 2.004 p
    // Jacobian z: limbs 0.000 to 1.000, top -34 to 16; value -2.004 p to 1.004 p

    fn multiply(a: &Reduced<10>, b: &Reduced<10>) -> Reduced<10> {
        Reduced(multiply(&a.0, &b.0))
    }

    fn square(a: &Reduced<10>) -> Reduced<10> {
        Reduced(square(&a.0))
    }

    /// 2P; P is not infinity.
    #[inline(never)]
    fn double(p: &Jacobian<10>) -> Jacobian<10> {
        // limbs 0.000 to 1.000, top 0 to 16; value 0.000 p to 1.000 p
        let delta = square(&p.z);
        // limbs 0.000 to 1.000, top 0 to 16; value 0.000 p to 1.000 p
        let gamma = square(&p.y);
        // limbs 0.000 to 1.000, top -1 to 16; value 0.000 p to 1.000 p
        let beta = multiply(&p.x, &gamma);
        // limbs -1.000 to 1.000, top -220 to 160; value -13.004 p to 9.004 p
        let less: Limbs = core::array::from_fn(|i| p.x[i] - delta[i]);
        // limbs 0.000 to 2.000, top -204 to 176; value -12.004 p to 10.004 p
        let more: Limbs = core::array::from_fn(|i| p.x[i] + delta[i]);
        // limbs 0.000 to 1.000, top -1 to 16; value 0.000 p to 1.000 p
        let third = multiply(&less, &more);
        // limbs 0.000 to 3.000, top -3 to 48; value 0.000 p to 3.000 p
        let alpha: Limbs = core::array::from_fn(|i| 3 * third[i]);
        // limbs 0.000 to 1.000, top 0 to 16; value 0.000 p to 1.000 p
        let third2 = square(&third);
        // limbs 0.000 to 1.000, top -136 to 160; value -8.000 p to 9.000 p
        let x3 = carry(&core::array::from_fn(|i| 9 * third2[i] - 8 * beta[i]));
        // limbs -1.000 to 2.000, top -172 to 57; value -10.008 p to 3.008 p
        let both: Limbs = core::array::from_fn(|i| p.y[i] + p.z[i]);
        // limbs 0.000 to 1.000, top 0 to 16; value 0.000 p to 1.000 p
        let both2 = square(&both);
        // limbs 0.000 to 1.000, top -34 to 16; value -2.000 p to 1.000 p
        let z3 = carry(&core::array::from_fn(|i| both2[i] - gamma[i] - delta[i]));
        // limbs 0.000 to 1.000, top -166 to 204; value -9.000 p to 12.000 p
        let rest = carry(&core::array::from_fn(|i| 4 * beta[i] - x3[i]));
        // limbs 0.000 to 1.000, top 0 to 16; value 0.000 p to 1.000 p
        let gamma2 = square(&gamma);
        // limbs 0.000 to 1.000, top -1 to 16; value 0.000 p to 1.000 p
        let slope = multiply(&alpha, &rest);
        // limbs 0.000 to 1.000, top -137 to 16; value -8.000 p to 1.000 p
        let y3 = carry(&core::array::from_fn(|i| slope[i] - 8 * gamma2[i]));
        Jacobian { x: x3, y: y3, z: z3 }
    }

    /// Begins P + Q or P - Q.
    #[inline(never)]
    fn begin_addition(p: &Jacobian<10>, q: &Affine<10>, is_negated: bool) -> Addition<10> {
        let q = q.unpack();
        let qy: Limbs = if is_negated { q.y.0.map(|limb| -limb) } else { q.y.0 };
        // limbs 0.000 to 1.000, top 0 to 16; value 0.000 p to 1.000 p
        let zz = square(&p.z);
        // limbs 0.000 to 1.000, top -1 to 16; value 0.000 p to 1.000 p
        let u2 = multiply(&q.x.0, &zz);
        // limbs 0.000 to 1.000, top -1 to 16; value 0.000 p to 1.000 p
        let zzz = multiply(&p.z, &zz);
        // limbs 0.000 to 1.000, top -1 to 16; value 0.000 p to 1.000 p
        let s2 = multiply(&qy, &zzz);
        // limbs -1.000 to 1.000, top -161 to 220; value -9.004 p to 13.004 p
        let h: Limbs = core::array::from_fn(|i| u2[i] - p.x[i]);
        // limbs 0.000 to 1.000, top 0 to 16; value 0.000 p to 1.000 p
        let hh = square(&h);
        // limbs -1.000 to 2.000, top -42 to 154; value -2.004 p to 9.004 p
        let r: Limbs = core::array::from_fn(|i| s2[i] - p.y[i]);
        Addition { zz: Reduced(zz), h, hh: Reduced(hh), r }
    }

    /// Ends what was begun, where the x coordinates differ.
    #[inline(never)]
    fn finish_addition(p: &Jacobian<10>, a: &Addition<10>) -> Jacobian<10> {
        // limbs 0.000 to 1.000, top -1 to 16; value 0.000 p to 1.000 p
        let hhh = multiply(&a.h, &a.hh.0);
        // limbs 0.000 to 1.000, top -1 to 16; value 0.000 p to 1.000 p
        let v = multiply(&p.x, &a.hh.0);
        // limbs 0.000 to 1.000, top 0 to 16; value 0.000 p to 1.000 p
        let r2 = square(&a.r);
        // limbs 0.000 to 1.000, top -204 to 79; value -12.000 p to 4.000 p
        let x3 = carry(&core::array::from_fn(|i| 4 * r2[i] - 4 * hhh[i] - 8 * v[i]));
        // limbs 0.000 to 1.000, top -85 to 272; value -4.000 p to 16.000 p
        let rest = carry(&core::array::from_fn(|i| 4 * v[i] - x3[i]));
        // limbs 0.000 to 1.000, top -1 to 16; value 0.000 p to 1.000 p
        let slope = multiply(&a.r, &rest);
        // limbs 0.000 to 1.000, top -1 to 16; value 0.000 p to 1.000 p
        let tail = multiply(&p.y, &hhh);
        // limbs 0.000 to 1.000, top -138 to 41; value -8.000 p to 2.000 p
        let y3 = carry(&core::array::from_fn(|i| 2 * slope[i] - 8 * tail[i]));
        // limbs -1.000 to 2.000, top -195 to 236; value -11.008 p to 14.008 p
        let sum: Limbs = core::array::from_fn(|i| p.z[i] + a.h[i]);
        // limbs 0.000 to 1.000, top 0 to 16; value 0.000 p to 1.000 p
        let sum2 = square(&sum);
        // limbs 0.000 to 1.000, top -34 to 16; value -2.000 p to 1.000 p
        let z3 = carry(&core::array::from_fn(|i| sum2[i] - a.zz.0[i] - a.hh.0[i]));
        Jacobian { x: x3, y: y3, z: z3 }
    }

    /// Zero where the y coordinates are equal.
    #[inline(never)]
    fn has_same_y(a: &Addition<10>) -> Reduced<10> {
        // limbs 0.000 to 1.000, top 0 to 15; value 0.000 p to 1.000 p
        let residue = multiply(&a.r, &Self::UNIT);
        Reduced(residue)
    }

    /// Zero where y^2 = x^3 - 3x + b.
    #[inline(never)]
    fn curve_equation(x: &Reduced<10>, y: &Reduced<10>) -> Reduced<10> {
        // limbs 0.000 to 1.000, top 0 to 16; value 0.000 p to 1.000 p
        let x2 = square(&x.0);
        // limbs -3.000 to 1.000, top 0 to 16; value -0.012 p to 0.988 p
        let factor: Limbs = core::array::from_fn(|i| x2[i] - 3 * Self::ONE.0[i]);
        // limbs 0.000 to 1.000, top -1 to 16; value 0.000 p to 1.000 p
        let right = multiply(&factor, &x.0);
        // limbs 0.000 to 1.000, top 0 to 16; value 0.000 p to 1.000 p
        let left = square(&y.0);
        // limbs -1.991 to 0.999, top -17 to 16; value -1.117 p to 0.883 p
        let difference: Limbs = core::array::from_fn(|i| left[i] - right[i] - Self::B.0[i]);
        // limbs 0.000 to 1.000, top 0 to 15; value 0.000 p to 1.000 p
        let residue = multiply(&difference, &Self::UNIT);
        Reduced(residue)
    }

    /// Zero where P's affine x coordinate is `x`.
    #[inline(never)]
    fn x_difference(x: &Reduced<10>, p: &Jacobian<10>) -> Reduced<10> {
        // limbs 0.000 to 1.000, top 0 to 16; value 0.000 p to 1.000 p
        let zz = square(&p.z);
        // limbs 0.000 to 1.000, top -1 to 16; value 0.000 p to 1.000 p
        let scaled = multiply(&x.0, &zz);
        // limbs -1.000 to 1.000, top -161 to 220; value -9.004 p to 13.004 p
        let difference: Limbs = core::array::from_fn(|i| scaled[i] - p.x[i]);
        // limbs 0.000 to 1.000, top 0 to 15; value 0.000 p to 1.000 p
        let residue = multiply(&difference, &Self::UNIT);
        Reduced(residue)
    }

    /// The affine point, given 1 / z.
    #[inline(never)]
    fn normalise(p: &Jacobian<10>, inverse: &Reduced<10>) -> Affine<10> {
        // limbs 0.000 to 1.000, top 0 to 16; value 0.000 p to 1.000 p
        let inverse2 = square(&inverse.0);
        // limbs 0.000 to 1.000, top -1 to 16; value 0.000 p to 1.000 p
        let inverse3 = multiply(&inverse2, &inverse.0);
        // limbs 0.000 to 1.000, top -1 to 16; value 0.000 p to 1.000 p
        let x = multiply(&p.x, &inverse2);
        // limbs 0.000 to 1.000, top -1 to 16; value 0.000 p to 1.000 p
        let y = multiply(&p.y, &inverse3);
        Affine::pack(&Reduced(x), &Reduced(y))
    }

    /// x, y and z, reduced.
    #[inline(never)]
    fn coordinates(p: &Jacobian<10>) -> [Reduced<10>; 3] {
        // limbs 0.000 to 1.000, top -1 to 16; value 0.000 p to 1.000 p
        let x = multiply(&p.x, &Self::ONE.0);
        // limbs 0.000 to 1.000, top -1 to 16; value 0.000 p to 1.000 p
        let y = multiply(&p.y, &Self::ONE.0);
        // limbs 0.000 to 1.000, top -1 to 16; value 0.000 p to 1.000 p
        let z = multiply(&p.z, &Self::ONE.0);
        [Reduced(x), Reduced(y), Reduced(z)]
    }

    fn base() -> &'static [Affine<10>; 32] {
        &BASE
    }
}

/// One parallel carry: the value stays, limbs come back to their width.
fn carry(x: &Limbs) -> Limbs {
    core::array::from_fn(|i| {
        let kept = if i < 9 { x[i] & MASK } else { x[i] };
        if i == 0 { kept } else { kept + (x[i - 1] >> WIDTH) }
    })
}

/// a b / R modulo p, reduced.
#[inline(never)]
fn multiply(a: &Limbs, b: &Limbs) -> Limbs {
    let a0 = a[0];                                               // |x| <= 2^29.58
    let a1 = a[1];                                               // |x| <= 2^29.58
    let a2 = a[2];                                               // |x| <= 2^29.58
    let a3 = a[3];                                               // |x| <= 2^29.58
    let a4 = a[4];                                               // |x| <= 2^29.58
    let a5 = a[5];                                               // |x| <= 2^29.58
    let a6 = a[6];                                               // |x| <= 2^29.58
    let a7 = a[7];                                               // |x| <= 2^29.58
    let a8 = a[8];                                               // |x| <= 2^29.58
    let a9 = a[9];                                               // |x| <= 2^7.78
    let b0 = b[0];                                               // 0 <= x <= 2^29.00
    let b1 = b[1];                                               // |x| <= 2^29.00
    let b2 = b[2];                                               // |x| <= 2^29.00
    let b3 = b[3];                                               // |x| <= 2^29.00
    let b4 = b[4];                                               // |x| <= 2^29.00
    let b5 = b[5];                                               // |x| <= 2^29.00
    let b6 = b[6];                                               // |x| <= 2^29.00
    let b7 = b[7];                                               // |x| <= 2^29.00
    let b8 = b[8];                                               // |x| <= 2^29.00
    let b9 = b[9];                                               // |x| <= 2^8.09
    let e0 = a0 - a5;                                            // |x| <= 2^29.93
    let e1 = a1 - a6;                                            // |x| <= 2^30.00
    let e2 = a2 - a7;                                            // |x| <= 2^30.00
    let e3 = a3 - a8;                                            // |x| <= 2^29.58
    let e4 = a4 - a9;                                            // |x| <= 2^29.58
    let f0 = b5 - b0;                                            // |x| <= 2^29.00
    let f1 = b6 - b1;                                            // |x| <= 2^29.00
    let f2 = b7 - b2;                                            // |x| <= 2^29.00
    let f3 = b8 - b3;                                            // |x| <= 2^29.00
    let f4 = b9 - b4;                                            // |x| <= 2^29.00
    let l0 = a0 * b0;                                            // |x| <= 2^57.58
    let h0 = a5 * b5;                                            // |x| <= 2^57.58
    let k0 = e0 * f0 + l0 + h0;                                  // |x| <= 2^58.58
    let l1 = a0 * b1 + a1 * b0;                                  // |x| <= 2^58.58
    let h1 = a5 * b6 + a6 * b5;                                  // |x| <= 2^58.58
    let k1 = e0 * f1 + e1 * f0 + l1 + h1;                        // |x| <= 2^59.58
    let l2 = a0 * b2 + a1 * b1 + a2 * b0;                        // |x| <= 2^59.17
    let h2 = a5 * b7 + a6 * b6 + a7 * b5;                        // |x| <= 2^59.17
    let k2 = e0 * f2 + e1 * f1 + e2 * f0 + l2 + h2;              // |x| <= 2^60.17
    let l3 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0;              // |x| <= 2^59.58
    let h3 = a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5;              // |x| <= 2^59.58
    let k3 = e0 * f3 + e1 * f2 + e2 * f1 + e3 * f0 + l3 + h3;    // |x| <= 2^60.58
    let l4 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0;    // |x| <= 2^59.91
    let h4 = a5 * b9 + a6 * b8 + a7 * b7 + a8 * b6 + a9 * b5;    // |x| <= 2^59.17
    let k4 = e0 * f4 + e1 * f3 + e2 * f2 + e3 * f1 + e4 * f0 + l4 + h4; // |x| <= 2^60.58
    let l5 = a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1;              // |x| <= 2^59.58
    let h5 = a6 * b9 + a7 * b8 + a8 * b7 + a9 * b6;              // |x| <= 2^58.58
    let k5 = e1 * f4 + e2 * f3 + e3 * f2 + e4 * f1 + l5 + h5;    // |x| <= 2^60.17
    let l6 = a2 * b4 + a3 * b3 + a4 * b2;                        // |x| <= 2^59.17
    let h6 = a7 * b9 + a8 * b8 + a9 * b7;                        // |x| <= 2^57.58
    let k6 = e2 * f4 + e3 * f3 + e4 * f2 + l6 + h6;              // |x| <= 2^59.58
    let l7 = a3 * b4 + a4 * b3;                                  // |x| <= 2^58.58
    let h7 = a8 * b9 + a9 * b8;                                  // |x| <= 2^37.45
    let k7 = e3 * f4 + e4 * f3 + l7 + h7;                        // |x| <= 2^58.58
    let l8 = a4 * b4;                                            // |x| <= 2^57.58
    let h8 = a9 * b9;                                            // |x| <= 2^15.45
    let k8 = e4 * f4 + l8 + h8;                                  // |x| <= 2^37.45
    let t0: i64 = l0;                                            // |x| <= 2^57.58
    let m0 = t0 & MASK;                                          // 0 <= x <= 2^28.00
    let c0 = t0 >> WIDTH;                                        // |x| <= 2^29.58
    let t1: i64 = l1 + c0;                                       // |x| <= 2^58.58
    let m1 = t1 & MASK;                                          // 0 <= x <= 2^28.00
    let c1 = t1 >> WIDTH;                                        // |x| <= 2^30.58
    let t2: i64 = l2 + c1;                                       // |x| <= 2^59.17
    let m2 = t2 & MASK;                                          // 0 <= x <= 2^28.00
    let c2 = t2 >> WIDTH;                                        // |x| <= 2^31.17
    let t3: i64 = l3 + (m0 << 12) + c2;                          // |x| <= 2^59.58
    let m3 = t3 & MASK;                                          // 0 <= x <= 2^28.00
    let c3 = t3 >> WIDTH;                                        // |x| <= 2^31.58
    let t4: i64 = l4 + (m1 << 12) + c3;                          // |x| <= 2^59.91
    let m4 = t4 & MASK;                                          // 0 <= x <= 2^28.00
    let c4 = t4 >> WIDTH;                                        // |x| <= 2^31.91
    let t5: i64 = l5 + k0 + (m2 << 12) + c4;                     // |x| <= 2^60.17
    let m5 = t5 & MASK;                                          // 0 <= x <= 2^28.00
    let c5 = t5 >> WIDTH;                                        // |x| <= 2^32.17
    let t6: i64 = l6 + k1 + (m0 << 24) + (m3 << 12) + c5;        // |x| <= 2^60.40
    let m6 = t6 & MASK;                                          // 0 <= x <= 2^28.00
    let c6 = t6 >> WIDTH;                                        // |x| <= 2^32.40
    let t7: i64 = l7 + k2 + (m1 << 24) + (m4 << 12) + c6;        // |x| <= 2^60.59
    let m7 = t7 & MASK;                                          // 0 <= x <= 2^28.00
    let c7 = t7 >> WIDTH;                                        // |x| <= 2^32.59
    let t8: i64 = l8 + k3 - m0 + (m2 << 24) + (m5 << 12) + c7;   // |x| <= 2^60.76
    let m8 = t8 & MASK;                                          // 0 <= x <= 2^28.00
    let c8 = t8 >> WIDTH;                                        // |x| <= 2^32.76
    let t9: i64 = k4 + (m0 << 4) - m1 + (m3 << 24) + (m6 << 12) + c8; // |x| <= 2^60.59
    let m9 = t9 & MASK;                                          // 0 <= x <= 2^28.00
    let c9 = t9 >> WIDTH;                                        // |x| <= 2^32.59
    let t10: i64 = k5 + h0 + (m1 << 4) - m2 + (m4 << 24) + (m7 << 12) + c9; // |x| <= 2^60.40
    let r0 = t10 & MASK;                                         // 0 <= x <= 2^28.00
    let c10 = t10 >> WIDTH;                                      // |x| <= 2^32.40
    let t11: i64 = k6 + h1 + (m2 << 4) - m3 + (m5 << 24) + (m8 << 12) + c10; // |x| <= 2^60.17
    let r1 = t11 & MASK;                                         // 0 <= x <= 2^28.00
    let c11 = t11 >> WIDTH;                                      // |x| <= 2^32.17
    let t12: i64 = k7 + h2 + (m3 << 4) - m4 + (m6 << 24) + (m9 << 12) + c11; // |x| <= 2^59.91
    let r2 = t12 & MASK;                                         // 0 <= x <= 2^28.00
    let c12 = t12 >> WIDTH;                                      // |x| <= 2^31.91
    let t13: i64 = k8 + h3 + (m4 << 4) - m5 + (m7 << 24) + c12;  // |x| <= 2^59.59
    let r3 = t13 & MASK;                                         // 0 <= x <= 2^28.00
    let c13 = t13 >> WIDTH;                                      // |x| <= 2^31.59
    let t14: i64 = h4 + (m5 << 4) - m6 + (m8 << 24) + c13;       // |x| <= 2^59.18
    let r4 = t14 & MASK;                                         // 0 <= x <= 2^28.00
    let c14 = t14 >> WIDTH;                                      // |x| <= 2^31.18
    let t15: i64 = h5 + (m6 << 4) - m7 + (m9 << 24) + c14;       // |x| <= 2^58.60
    let r5 = t15 & MASK;                                         // 0 <= x <= 2^28.00
    let c15 = t15 >> WIDTH;                                      // |x| <= 2^30.60
    let t16: i64 = h6 + (m7 << 4) - m8 + c15;                    // |x| <= 2^57.58
    let r6 = t16 & MASK;                                         // 0 <= x <= 2^28.00
    let c16 = t16 >> WIDTH;                                      // |x| <= 2^29.58
    let t17: i64 = h7 + (m8 << 4) - m9 + c16;                    // |x| <= 2^37.48
    let r7 = t17 & MASK;                                         // 0 <= x <= 2^28.00
    let c17 = t17 >> WIDTH;                                      // |x| <= 2^9.48
    let t18: i64 = h8 + (m9 << 4) + c17;                         // |x| <= 2^32.00
    let r8 = t18 & MASK;                                         // 0 <= x <= 2^28.00
    let c18 = t18 >> WIDTH;                                      // |x| <= 2^4.00
    let r9 = c18;                                                // |x| <= 2^4.00
    [r0, r1, r2, r3, r4, r5, r6, r7, r8, r9]
}

/// a a / R modulo p, reduced.
#[inline(never)]
fn square(a: &Limbs) -> Limbs {
    let a0 = a[0];                                               // |x| <= 2^29.00
    let a1 = a[1];                                               // |x| <= 2^29.00
    let a2 = a[2];                                               // |x| <= 2^29.00
    let a3 = a[3];                                               // |x| <= 2^29.00
    let a4 = a[4];                                               // |x| <= 2^29.00
    let a5 = a[5];                                               // |x| <= 2^29.00
    let a6 = a[6];                                               // |x| <= 2^29.00
    let a7 = a[7];                                               // |x| <= 2^29.00
    let a8 = a[8];                                               // |x| <= 2^29.00
    let a9 = a[9];                                               // |x| <= 2^7.88
    let e0 = a0 - a5;                                            // |x| <= 2^29.58
    let e1 = a1 - a6;                                            // |x| <= 2^29.58
    let e2 = a2 - a7;                                            // |x| <= 2^29.58
    let e3 = a3 - a8;                                            // |x| <= 2^29.58
    let e4 = a4 - a9;                                            // |x| <= 2^29.00
    let dl0 = 2 * a0;                                            // |x| <= 2^30.00
    let dl1 = 2 * a1;                                            // |x| <= 2^30.00
    let dl2 = 2 * a2;                                            // |x| <= 2^30.00
    let dl3 = 2 * a3;                                            // |x| <= 2^30.00
    let dh0 = 2 * a5;                                            // |x| <= 2^30.00
    let dh1 = 2 * a6;                                            // |x| <= 2^30.00
    let dh2 = 2 * a7;                                            // |x| <= 2^30.00
    let dh3 = 2 * a8;                                            // |x| <= 2^30.00
    let de0 = 2 * e0;                                            // |x| <= 2^30.58
    let de1 = 2 * e1;                                            // |x| <= 2^30.58
    let de2 = 2 * e2;                                            // |x| <= 2^30.58
    let de3 = 2 * e3;                                            // |x| <= 2^30.58
    let l0 = a0 * a0;                                            // 0 <= x <= 2^58.00
    let h0 = a5 * a5;                                            // 0 <= x <= 2^58.00
    let k0 = l0 + h0 - e0 * e0;                                  // |x| <= 2^59.00
    let l1 = dl0 * a1;                                           // |x| <= 2^59.00
    let h1 = dh0 * a6;                                           // |x| <= 2^59.00
    let k1 = l1 + h1 - de0 * e1;                                 // |x| <= 2^60.00
    let l2 = dl0 * a2 + a1 * a1;                                 // |x| <= 2^59.58
    let h2 = dh0 * a7 + a6 * a6;                                 // |x| <= 2^59.58
    let k2 = l2 + h2 - de0 * e2 - e1 * e1;                       // |x| <= 2^60.58
    let l3 = dl0 * a3 + dl1 * a2;                                // |x| <= 2^60.00
    let h3 = dh0 * a8 + dh1 * a7;                                // |x| <= 2^60.00
    let k3 = l3 + h3 - de0 * e3 - de1 * e2;                      // |x| <= 2^61.00
    let l4 = dl0 * a4 + dl1 * a3 + a2 * a2;                      // |x| <= 2^60.32
    let h4 = dh0 * a9 + dh1 * a8 + a7 * a7;                      // |x| <= 2^59.58
    let k4 = l4 + h4 - de0 * e4 - de1 * e3 - e2 * e2;            // |x| <= 2^61.00
    let l5 = dl1 * a4 + dl2 * a3;                                // |x| <= 2^60.00
    let h5 = dh1 * a9 + dh2 * a8;                                // |x| <= 2^59.00
    let k5 = l5 + h5 - de1 * e4 - de2 * e3;                      // |x| <= 2^60.58
    let l6 = dl2 * a4 + a3 * a3;                                 // |x| <= 2^59.58
    let h6 = dh2 * a9 + a8 * a8;                                 // |x| <= 2^58.00
    let k6 = l6 + h6 - de2 * e4 - e3 * e3;                       // |x| <= 2^60.00
    let l7 = dl3 * a4;                                           // |x| <= 2^59.00
    let h7 = dh3 * a9;                                           // |x| <= 2^37.88
    let k7 = l7 + h7 - de3 * e4;                                 // |x| <= 2^59.00
    let l8 = a4 * a4;                                            // 0 <= x <= 2^58.00
    let h8 = a9 * a9;                                            // 0 <= x <= 2^15.77
    let k8 = l8 + h8 - e4 * e4;                                  // |x| <= 2^37.88
    let t0: i64 = l0;                                            // 0 <= x <= 2^58.00
    let m0 = t0 & MASK;                                          // 0 <= x <= 2^28.00
    let c0 = t0 >> WIDTH;                                        // 0 <= x <= 2^30.00
    let t1: i64 = l1 + c0;                                       // |x| <= 2^59.00
    let m1 = t1 & MASK;                                          // 0 <= x <= 2^28.00
    let c1 = t1 >> WIDTH;                                        // |x| <= 2^31.00
    let t2: i64 = l2 + c1;                                       // |x| <= 2^59.58
    let m2 = t2 & MASK;                                          // 0 <= x <= 2^28.00
    let c2 = t2 >> WIDTH;                                        // |x| <= 2^31.58
    let t3: i64 = l3 + (m0 << 12) + c2;                          // |x| <= 2^60.00
    let m3 = t3 & MASK;                                          // 0 <= x <= 2^28.00
    let c3 = t3 >> WIDTH;                                        // |x| <= 2^32.00
    let t4: i64 = l4 + (m1 << 12) + c3;                          // |x| <= 2^60.32
    let m4 = t4 & MASK;                                          // 0 <= x <= 2^28.00
    let c4 = t4 >> WIDTH;                                        // |x| <= 2^32.32
    let t5: i64 = l5 + k0 + (m2 << 12) + c4;                     // |x| <= 2^60.58
    let m5 = t5 & MASK;                                          // 0 <= x <= 2^28.00
    let c5 = t5 >> WIDTH;                                        // |x| <= 2^32.58
    let t6: i64 = l6 + k1 + (m0 << 24) + (m3 << 12) + c5;        // |x| <= 2^60.81
    let m6 = t6 & MASK;                                          // 0 <= x <= 2^28.00
    let c6 = t6 >> WIDTH;                                        // |x| <= 2^32.81
    let t7: i64 = l7 + k2 + (m1 << 24) + (m4 << 12) + c6;        // |x| <= 2^61.00
    let m7 = t7 & MASK;                                          // 0 <= x <= 2^28.00
    let c7 = t7 >> WIDTH;                                        // |x| <= 2^33.00
    let t8: i64 = l8 + k3 - m0 + (m2 << 24) + (m5 << 12) + c7;   // |x| <= 2^61.17
    let m8 = t8 & MASK;                                          // 0 <= x <= 2^28.00
    let c8 = t8 >> WIDTH;                                        // |x| <= 2^33.17
    let t9: i64 = k4 + (m0 << 4) - m1 + (m3 << 24) + (m6 << 12) + c8; // |x| <= 2^61.00
    let m9 = t9 & MASK;                                          // 0 <= x <= 2^28.00
    let c9 = t9 >> WIDTH;                                        // |x| <= 2^33.00
    let t10: i64 = k5 + h0 + (m1 << 4) - m2 + (m4 << 24) + (m7 << 12) + c9; // |x| <= 2^60.81
    let r0 = t10 & MASK;                                         // 0 <= x <= 2^28.00
    let c10 = t10 >> WIDTH;                                      // |x| <= 2^32.81
    let t11: i64 = k6 + h1 + (m2 << 4) - m3 + (m5 << 24) + (m8 << 12) + c10; // |x| <= 2^60.59
    let r1 = t11 & MASK;                                         // 0 <= x <= 2^28.00
    let c11 = t11 >> WIDTH;                                      // |x| <= 2^32.59
    let t12: i64 = k7 + h2 + (m3 << 4) - m4 + (m6 << 24) + (m9 << 12) + c11; // |x| <= 2^60.33
    let r2 = t12 & MASK;                                         // 0 <= x <= 2^28.00
    let c12 = t12 >> WIDTH;                                      // |x| <= 2^32.33
    let t13: i64 = k8 + h3 + (m4 << 4) - m5 + (m7 << 24) + c12;  // |x| <= 2^60.01
    let r3 = t13 & MASK;                                         // 0 <= x <= 2^28.00
    let c13 = t13 >> WIDTH;                                      // |x| <= 2^32.01
    let t14: i64 = h4 + (m5 << 4) - m6 + (m8 << 24) + c13;       // |x| <= 2^59.59
    let r4 = t14 & MASK;                                         // 0 <= x <= 2^28.00
    let c14 = t14 >> WIDTH;                                      // |x| <= 2^31.59
    let t15: i64 = h5 + (m6 << 4) - m7 + (m9 << 24) + c14;       // |x| <= 2^59.01
    let r5 = t15 & MASK;                                         // 0 <= x <= 2^28.00
    let c15 = t15 >> WIDTH;                                      // |x| <= 2^31.01
    let t16: i64 = h6 + (m7 << 4) - m8 + c15;                    // |x| <= 2^58.00
    let r6 = t16 & MASK;                                         // 0 <= x <= 2^28.00
    let c16 = t16 >> WIDTH;                                      // |x| <= 2^30.00
    let t17: i64 = h7 + (m8 << 4) - m9 + c16;                    // |x| <= 2^37.91
    let r7 = t17 & MASK;                                         // 0 <= x <= 2^28.00
    let c17 = t17 >> WIDTH;                                      // |x| <= 2^9.91
    let t18: i64 = h8 + (m9 << 4) + c17;                         // |x| <= 2^32.00
    let r8 = t18 & MASK;                                         // 0 <= x <= 2^28.00
    let c18 = t18 >> WIDTH;                                      // |x| <= 2^4.00
    let r9 = c18;                                                // |x| <= 2^4.00
    [r0, r1, r2, r3, r4, r5, r6, r7, r8, r9]
}

/// G, 3G, 5G, ...
static BASE: [Affine<10>; 32] = [
    Affine { x: [202936415, 25858371, 166146260, 97873943, 177601607, 38864731, 69957474, 208017073, 113100724, 7], y: [176517631, 216618336, 233984855, 176051661, 179889204, 254957748, 126410017, 139777896, 145422940, 1] },
    Affine { x: [119968618, 82754578, 262946704, 245465023, 133712353, 197757698, 232622027, 132383136, 266179294, 3], y: [198570090, 211303038, 5004319, 119095723, 239578162, 244901251, 238098990, 6957337, 180058166, 2] },
    Affine { x: [97060758, 205899295, 236685998, 186374107, 207919563, 203475214, 262852726, 209498449, 106040505, 0], y: [7577718, 242984177, 187734858, 78717630, 90763122, 32933692, 59211386, 22813187, 195129951, 11] },
    Affine { x: [252951121, 167867316, 122041678, 135987056, 33690558, 196117181, 162860067, 4065349, 165072015, 1], y: [233500121, 66435540, 138924080, 193605074, 49475954, 68769396, 48003017, 108022358, 106500577, 1] },
    Affine { x: [148921136, 40165902, 97087119, 80184343, 113241209, 246418110, 201606344, 111461974, 30482449, 8], y: [67659353, 172356401, 246904698, 258919985, 259780037, 49390954, 144345265, 162672762, 235268536, 12] },
    Affine { x: [71200912, 103046720, 175973898, 16055822, 67605808, 28006878, 68521388, 120461361, 27462944, 15], y: [141071104, 45696232, 175539553, 247864449, 261332604, 105108048, 176758445, 148518826, 71940280, 2] },
    Affine { x: [158565495, 78835056, 214181219, 246792412, 90663185, 159453411, 222254494, 93623173, 214374958, 10], y: [268157063, 201387543, 91564944, 115654195, 75730808, 96212615, 220380447, 157815037, 180725822, 6] },
    Affine { x: [199404046, 197525589, 45930679, 59180215, 203681140, 154599484, 103081089, 9484438, 65895912, 4], y: [220217879, 104348741, 12079695, 102777428, 104158242, 75070838, 266237834, 256133848, 177257412, 0] },
    Affine { x: [230794076, 223593929, 118037963, 107722681, 103069162, 48234263, 225783038, 81720541, 187571635, 0], y: [132896018, 155089304, 41759046, 209346786, 96415740, 138129495, 41880856, 217331601, 119425493, 2] },
    Affine { x: [150885468, 173431214, 245961402, 148133615, 104511783, 68863619, 108492076, 263955196, 153545759, 2], y: [200745198, 230999702, 221702631, 143170642, 103041540, 9180544, 10216341, 128509015, 107230023, 2] },
    Affine { x: [149744345, 202595104, 103697644, 160544725, 28468314, 62064462, 124541503, 263717879, 95310395, 15], y: [163612373, 237530715, 43898034, 54949407, 263045059, 43663792, 222199724, 170630882, 42585684, 15] },
    Affine { x: [145698026, 48121094, 83392083, 1267439, 128444399, 67539836, 94544728, 69342551, 214324393, 7], y: [159633512, 165967962, 56665339, 93549728, 228891555, 49749599, 101937580, 116147042, 202655694, 7] },
    Affine { x: [261515074, 226719865, 77797804, 4348682, 28614231, 255522556, 120795889, 48550629, 201042540, 14], y: [142316685, 189359650, 193841662, 100320516, 207819208, 52357484, 190433719, 108619551, 64130086, 12] },
    Affine { x: [77564581, 159264747, 70003444, 55370032, 172152591, 266173750, 82511951, 110797954, 198083180, 4], y: [2966288, 9999847, 33601466, 122598793, 13004720, 80458685, 17332459, 51381580, 151359214, 6] },
    Affine { x: [48391929, 213282323, 241022058, 45479941, 244726059, 194916123, 119997207, 75177527, 170575670, 5], y: [154638356, 96602249, 148596339, 103828025, 119818091, 102365444, 87652220, 28651493, 174183414, 2] },
    Affine { x: [160730564, 108355576, 49757289, 170212974, 217573042, 100720083, 77413623, 188720762, 155617867, 15], y: [166955752, 82465577, 166329985, 101155469, 35430821, 4178649, 100469912, 72381984, 37815855, 9] },
    Affine { x: [70511720, 16147539, 118821974, 130584632, 246316055, 145463388, 212755799, 13074901, 153366809, 6], y: [28404803, 61402143, 180650795, 230239990, 164702118, 22496592, 223311423, 205814225, 74750886, 0] },
    Affine { x: [97149963, 233596911, 219579519, 229030783, 249848664, 189564738, 104132546, 33821347, 118294512, 8], y: [153856257, 147764906, 87687568, 217390422, 204475432, 128938771, 168979235, 260019130, 45571451, 6] },
    Affine { x: [86467491, 147644555, 4619205, 188654928, 105221207, 226519907, 145663607, 247062798, 134678327, 8], y: [106476385, 131321531, 19612810, 114783498, 232406550, 73584250, 199562584, 176806069, 62567401, 4] },
    Affine { x: [39343076, 168139796, 165188744, 192607338, 182916262, 57034485, 259856123, 180020147, 76449130, 12], y: [135007168, 104616697, 47742243, 124553070, 78079605, 129090284, 83550542, 8633034, 91563236, 14] },
    Affine { x: [26742794, 49095401, 38625353, 259121702, 266384598, 36116221, 118831566, 83192736, 7541099, 5], y: [267848702, 171296296, 112253602, 120177787, 156052945, 228387695, 72949079, 128775859, 217748552, 14] },
    Affine { x: [102210693, 38315984, 267534333, 247394212, 96449647, 93853708, 143656308, 155845586, 190139550, 13], y: [206010719, 102394214, 172077154, 104360587, 47207075, 171017432, 238790118, 168128902, 266153020, 4] },
    Affine { x: [266948477, 224188315, 249833164, 30347649, 43256491, 133529603, 232806215, 124984560, 89575855, 3], y: [181877451, 126007841, 122145686, 252086876, 88369439, 13114450, 199149560, 189398850, 251925681, 15] },
    Affine { x: [122394265, 212497929, 138179859, 52035682, 38775019, 254570662, 116158810, 265418913, 87506468, 7], y: [245088248, 227679584, 34035148, 250421554, 72224735, 155011513, 89218541, 40274970, 252288501, 6] },
    Affine { x: [61594598, 33516237, 26544962, 536722, 117736360, 101875710, 179447926, 45430542, 150705089, 0], y: [148083719, 98635934, 58495528, 218449320, 75310880, 149783137, 244512641, 56073806, 264625153, 7] },
    Affine { x: [164761278, 62125644, 9235484, 84022261, 197179724, 26037792, 226832195, 70287602, 237915746, 0], y: [64434659, 120734186, 118181543, 243779155, 22092678, 29763103, 255689320, 46933823, 75114287, 8] },
    Affine { x: [233585201, 88523992, 120952376, 193025945, 205505446, 181245433, 183347400, 184176453, 236757093, 8], y: [83599834, 204589862, 1474369, 133406504, 137326166, 236549083, 47373487, 137059134, 171894828, 5] },
    Affine { x: [56422020, 242419048, 93043705, 884322, 245743275, 21762846, 172639944, 231411656, 168076724, 4], y: [237365249, 167871165, 179606981, 66739022, 94340984, 25997031, 157843685, 256495222, 1520884, 4] },
    Affine { x: [146879128, 128756898, 248001255, 6042259, 250238726, 183730623, 182713630, 213144823, 19661348, 3], y: [165299398, 44747237, 151646939, 30089899, 134614236, 127931764, 3327899, 39761510, 114968124, 12] },
    Affine { x: [239872939, 96758440, 164908758, 172723478, 14013276, 130245136, 216703697, 192411319, 198641918, 1], y: [77619785, 22292080, 8710412, 224013994, 184341255, 125798264, 234978532, 145514234, 149380547, 9] },
    Affine { x: [211372612, 133480524, 107473690, 257996867, 90579215, 189834645, 39026382, 261982267, 120900985, 10], y: [151854023, 230603190, 133888025, 193388765, 206995681, 196748403, 224844356, 255497371, 9717666, 8] },
    Affine { x: [84370340, 167743998, 148101425, 249474779, 206045416, 213016633, 36868482, 148432381, 76177402, 3], y: [177244010, 58976107, 8127701, 208763255, 146354161, 14551753, 42963235, 117449601, 30481669, 0] },
];
