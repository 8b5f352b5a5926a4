// Written by generator/main.mjs, which proves every bound that stands here; change it there.

//! P-256: p = 2^256 - 2^224 + 2^192 + 2^96 - 1, elements as 9 limbs of 29 bits in Montgomery's form with
//! R = 2^261. Bounds of limbs are in units of 2^29.

use crate::curve::{Addition, Affine, Companion, Curve, Jacobian, Multiple, Reduced, carry_in_place};
use crate::table::Bases;

type Limbs = [i64; 9];
type Packed = [i32; 9];

const ZERO: Limbs = [0; 9];

const WIDTH: u32 = 29;
const MASK: i64 = (1 << WIDTH) - 1;
const HALF: i64 = 1 << (WIDTH - 1);

/// The curve.
pub(crate) enum P256 {}

impl Curve<9, 8, 9> for P256 {
    const WIDTH: u32 = WIDTH;
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
    /// 2 in Montgomery's form.
    const TWO: Reduced<9> = Reduced([
        64, 0, 0, 536838144, 536870911, 536870911, 520093695, 134217727,
        0,
    ]);
    /// G's x.
    const BASE_X: Reduced<9> = Reduced([
        354584451, 120640536, 229641167, 92213755, 169929589, 314013218, 53542329, 452255063,
        1182702,
    ]);
    /// G's y.
    const BASE_Y: Reduced<9> = Reduced([
        313180496, 307451854, 253945583, 238620294, 105584277, 143512095, 44659779, 43393398,
        11419619,
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
    // Reduced: limbs 0.000 to 1.000, top -6499831 to 23751422; value -0.391 p to 1.418 p
    // Jacobian x: limbs 0.000 to 1.000, top -52547084 to 60411840; value -3.133 p to 3.602 p
    // Jacobian v: limbs -1.000 to 1.000, top -57070784 to 59546849; value -3.402 p to 3.551 p

    #[inline(always)]
    fn multiply(a: &Reduced<9>, b: &Reduced<9>) -> Reduced<9> {
        let mut to = ZERO;
        multiply(&mut to, &a.0, &b.0);
        Reduced(to)
    }

    #[inline(always)]
    fn square(a: &Reduced<9>) -> Reduced<9> {
        let mut to = ZERO;
        square(&mut to, &a.0);
        Reduced(to)
    }

    /// 2P; P is not infinity.
    #[inline(never)]
    fn double(p: &Jacobian<9>, to: &mut Jacobian<9>) {
        // limbs 0.000 to 1.000, top 0 to 17827990; value 0.000 p to 1.063 p
        let mut zz = ZERO;
        square(&mut zz, &p.z.0);
        // limbs 0.000 to 1.000, top 0 to 23381834; value 0.000 p to 1.394 p
        let mut vv = ZERO;
        square(&mut vv, &p.v);
        // limbs 0.000 to 1.000, top -2288534 to 19408276; value -0.136 p to 1.157 p
        let mut s = ZERO;
        multiply(&mut s, &p.x, &vv);
        // limbs 0.000 to 1.000, top -2524839 to 19411596; value -0.151 p to 1.157 p
        multiply(&mut to.z.0, &p.v, &p.z.0);
        // limbs 0.000 to 1.000, top -1776055 to 37170892; value -0.106 p to 2.216 p
        let mut m = ZERO;
        thrice_difference(&mut m, &p.x, &zz);
        // limbs 0.000 to 1.000, top -22039339 to 40705070; value -1.314 p to 2.426 p
        square_less(&mut to.x, &m, &s);
        // limbs 0.000 to 1.000, top -6971754 to 22516565; value -0.416 p to 1.342 p
        twice_less_square(&mut to.v, &m, &s, &to.x, &vv);
    }

    /// Begins P + Q or P - Q.
    #[inline(never)]
    fn begin_addition(p: &Jacobian<9>, q: &Affine<9>, is_negated: bool, to: &mut Addition<9>) {
        let negated: Packed;
        let qv = if is_negated {
            negated = q.v.map(|limb| -limb);
            &negated
        } else {
            &q.v
        };
        // limbs 0.000 to 1.000, top 0 to 17827990; value 0.000 p to 1.063 p
        let mut zz = ZERO;
        square(&mut zz, &p.z.0);
        // limbs 0.000 to 1.000, top -215842 to 17565934; value -0.013 p to 1.047 p
        let mut zzz = ZERO;
        multiply(&mut zzz, &p.z.0, &zz);
        // limbs -0.500 to 0.500, top -60627682 to 70113019; value -3.615 p to 4.180 p
        let mut h = ZERO;
        multiply_less(&mut h, &q.x, &zz, &p.x);
        // limbs -1.000 to 1.000, top -121255364 to 140226038; value -7.229 p to 8.360 p
        to.h2 = core::array::from_fn(|i| 2 * h[i]);
        // limbs 0.000 to 1.000, top 0 to 53403044; value 0.000 p to 3.184 p
        square(&mut to.hh4, &to.h2);
        // limbs 0.000 to 1.000, top -6030692 to 23751422; value -0.360 p to 1.416 p
        multiply(&mut to.j.0, &h, &to.hh4);
        // limbs -0.500 to 0.500, top -60323975 to 74625126; value -3.597 p to 4.449 p
        multiply_less(&mut to.r, qv, &zzz, &p.v);
    }

    /// Begins P + Q where both have one z, as if it were 1.
    #[inline(never)]
    fn begin_together(p: &Companion<9>, q: &Multiple<9>, to: &mut Addition<9>) {
        // limbs -1.000 to 1.000, top -68050065 to 64983781; value -4.062 p to 3.883 p
        let h: Limbs = core::array::from_fn(|i| q.x[i] - p.x.0[i]);
        // limbs 0.000 to 1.000, top -136100132 to 129967564; value -8.125 p to 7.766 p
        to.h2 = core::array::from_fn(|i| 2 * h[i]);
        carry_in_place(&mut to.h2, WIDTH);
        // limbs 0.000 to 1.000, top 0 to 51279450; value 0.000 p to 3.063 p
        square(&mut to.hh4, &to.h2);
        // limbs 0.000 to 1.000, top -6499831 to 22984169; value -0.389 p to 1.372 p
        multiply(&mut to.j.0, &h, &to.hh4);
        // limbs 0.000 to 1.000, top -96061161 to 62093809; value -5.734 p to 3.711 p
        to.r = core::array::from_fn(|i| q.v[i] - p.v[i]);
        carry_in_place(&mut to.r, WIDTH);
    }

    /// Ends what was begun, where the x coordinates differ.
    #[inline(never)]
    fn finish_addition(x: &Limbs, v: &Limbs, z: &Reduced<9>, a: &mut Addition<9>, to: &mut Jacobian<9>) {
        // limbs 0.000 to 1.000, top -5226907 to 22786437; value -0.312 p to 1.358 p
        multiply(&mut a.w.0, x, &a.hh4);
        // limbs 0.000 to 1.000, top -52547084 to 60411840; value -3.132 p to 3.602 p
        square_less_both(&mut to.x, &a.r, &a.w.0, &a.j.0);
        // limbs -1.000 to 1.000, top -65638747 to 75333521; value -3.913 p to 4.491 p
        let rest: Limbs = core::array::from_fn(|i| a.w.0[i] - to.x[i]);
        // limbs 0.000 to 1.000, top -11334094 to 27352708; value -0.677 p to 1.632 p
        let mut slope = ZERO;
        multiply(&mut slope, &a.r, &rest);
        // limbs 0.000 to 1.000, top -2524839 to 19411596; value -0.150 p to 1.157 p
        multiply(&mut a.tail, v, &a.j.0);
        // limbs 0.000 to 1.000, top -59364674 to 59546849; value -3.542 p to 3.550 p
        to.v = carry(&core::array::from_fn(|i| 2 * slope[i] - 2 * a.tail[i]));
        // limbs 0.000 to 1.000, top -6021135 to 22980882; value -0.360 p to 1.370 p
        multiply(&mut to.z.0, &z.0, &a.h2);
    }

    /// v of P with the z of the sum that was made of it; its x is there.
    #[inline(never)]
    fn move_along(a: &Addition<9>, to: &mut Limbs) {
        // limbs 0.000 to 1.000, top -888560 to 36696485; value -0.053 p to 2.188 p
        *to = core::array::from_fn(|i| 2 * a.tail[i]);
        carry_in_place(to, WIDTH);
    }

    /// 1 / z from before a point of a run, given its own.
    #[inline(never)]
    fn inverse_before(inverse: &Reduced<9>, p: &Multiple<9>, to: &mut Reduced<9>) {
        // limbs 0.000 to 1.000, top -6021135 to 22527042; value -0.360 p to 1.344 p
        multiply(&mut to.0, &inverse.0, &p.h2);
    }

    /// Zero where the y coordinates are equal.
    #[inline(never)]
    fn has_same_y(a: &Addition<9>, to: &mut Reduced<9>) {
        // limbs 0.000 to 1.000, top 0 to 16777215; value 0.000 p to 1.000 p
        multiply(&mut to.0, &a.r, &Self::UNIT);
    }

    /// Zero where y^2 = x^3 - 3x + b.
    #[inline(never)]
    fn curve_equation(x: &Reduced<9>, y: &Reduced<9>, to: &mut Reduced<9>) {
        // limbs 0.000 to 1.000, top 0 to 17827990; value 0.000 p to 1.063 p
        let mut x2 = ZERO;
        square(&mut x2, &x.0);
        // limbs -3.000 to 1.000, top 0 to 17827990; value 0.000 p to 1.063 p
        let factor: Limbs = core::array::from_fn(|i| x2[i] - 3 * Self::ONE.0[i]);
        // limbs 0.000 to 1.000, top -215842 to 17565934; value -0.013 p to 1.047 p
        let mut right = ZERO;
        multiply(&mut right, &factor, &x.0);
        // limbs 0.000 to 1.000, top 0 to 17827990; value 0.000 p to 1.063 p
        let mut left = ZERO;
        square(&mut left, &y.0);
        // limbs -1.927 to 0.955, top -26347953 to 9261813; value -1.571 p to 0.552 p
        let difference: Limbs = core::array::from_fn(|i| left[i] - right[i] - Self::B.0[i]);
        // limbs 0.000 to 1.000, top 0 to 16777215; value 0.000 p to 1.000 p
        multiply(&mut to.0, &difference, &Self::UNIT);
    }

    /// Zero where P's affine x coordinate is `x`.
    #[inline(never)]
    fn x_difference(x: &Reduced<9>, p: &Jacobian<9>, to: &mut Reduced<9>) {
        // limbs 0.000 to 1.000, top 0 to 17827990; value 0.000 p to 1.063 p
        let mut zz = ZERO;
        square(&mut zz, &p.z.0);
        // limbs 0.000 to 1.000, top -215842 to 17565934; value -0.013 p to 1.047 p
        let mut scaled = ZERO;
        multiply(&mut scaled, &x.0, &zz);
        // limbs -1.000 to 1.000, top -60627682 to 70113018; value -3.615 p to 4.180 p
        let difference: Limbs = core::array::from_fn(|i| scaled[i] - p.x[i]);
        // limbs 0.000 to 1.000, top 0 to 16777215; value 0.000 p to 1.000 p
        multiply(&mut to.0, &difference, &Self::UNIT);
    }

    /// The affine point, given 1 / z.
    #[inline(never)]
    fn normalise(p: &Multiple<9>, inverse: &Reduced<9>) -> Affine<9> {
        // limbs 0.000 to 1.000, top 0 to 17827990; value 0.000 p to 1.063 p
        let mut inverse2 = ZERO;
        square(&mut inverse2, &inverse.0);
        // limbs 0.000 to 1.000, top -215842 to 17565934; value -0.013 p to 1.047 p
        let mut inverse3 = ZERO;
        multiply(&mut inverse3, &inverse2, &inverse.0);
        // limbs 0.000 to 1.000, top -1744943 to 18783325; value -0.104 p to 1.120 p
        let mut x = ZERO;
        multiply(&mut x, &p.x, &inverse2);
        // limbs 0.000 to 1.000, top -1942359 to 18725535; value -0.116 p to 1.116 p
        let mut v = ZERO;
        multiply(&mut v, &p.v, &inverse3);
        Affine::pack(&Reduced(x), &Reduced(v))
    }

    fn bases() -> &'static Bases<9> {
        static BASES: Bases<9> = Bases::new();
        &BASES
    }
}

/// One parallel carry: the value stays, limbs come back to their width.
#[inline(always)]
fn carry(x: &Limbs) -> Limbs {
    core::array::from_fn(|i| {
        let kept = if i < 8 { x[i] & MASK } else { x[i] };
        if i == 0 { kept } else { kept + (x[i - 1] >> WIDTH) }
    })
}

/// a b / R modulo p, reduced.
#[inline(never)]
fn multiply(to: &mut Limbs, a: &Limbs, b: &Limbs) {
    let a0 = a[0];                                               // |x| <= 2^29.82
    let a1 = a[1];                                               // |x| <= 2^29.93
    let a2 = a[2];                                               // |x| <= 2^29.07
    let a3 = a[3];                                               // |x| <= 2^30.58
    let a4 = a[4];                                               // |x| <= 2^30.58
    let a5 = a[5];                                               // |x| <= 2^30.58
    let a6 = a[6];                                               // |x| <= 2^30.56
    let a7 = a[7];                                               // |x| <= 2^29.79
    let a8 = a[8];                                               // |x| <= 2^26.52
    let b0 = b[0];                                               // |x| <= 2^29.00
    let b1 = b[1];                                               // |x| <= 2^29.00
    let b2 = b[2];                                               // |x| <= 2^29.00
    let b3 = b[3];                                               // |x| <= 2^29.00
    let b4 = b[4];                                               // |x| <= 2^29.00
    let b5 = b[5];                                               // |x| <= 2^29.00
    let b6 = b[6];                                               // |x| <= 2^29.00
    let b7 = b[7];                                               // |x| <= 2^29.00
    let b8 = b[8];                                               // |x| <= 2^27.06
    let t0: i64 = a0 * b0;                                       // |x| <= 2^58.00
    let m0 = t0 & MASK;                                          // 0 <= x <= 2^29.00
    let c0 = t0 >> WIDTH;                                        // |x| <= 2^29.00
    let t1: i64 = a0 * b1 + a1 * b0 + c0;                        // |x| <= 2^59.00
    let m1 = t1 & MASK;                                          // 0 <= x <= 2^29.00
    let c1 = t1 >> WIDTH;                                        // |x| <= 2^30.00
    let t2: i64 = a0 * b2 + a1 * b1 + a2 * b0 + c1;              // |x| <= 2^59.58
    let m2 = t2 & MASK;                                          // 0 <= x <= 2^29.00
    let c2 = t2 >> WIDTH;                                        // |x| <= 2^30.58
    let t3: i64 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + (m0 << 9) + c2; // |x| <= 2^60.00
    let m3 = t3 & MASK;                                          // 0 <= x <= 2^29.00
    let c3 = t3 >> WIDTH;                                        // |x| <= 2^31.00
    let t4: i64 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + (m1 << 9) + c3; // |x| <= 2^60.58
    let m4 = t4 & MASK;                                          // 0 <= x <= 2^29.00
    let c4 = t4 >> WIDTH;                                        // |x| <= 2^31.58
    let t5: i64 = a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0 + (m2 << 9) + c4; // |x| <= 2^61.17
    let m5 = t5 & MASK;                                          // 0 <= x <= 2^29.00
    let c5 = t5 >> WIDTH;                                        // |x| <= 2^32.17
    let t6: i64 = a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0 + (((m0 << 9) + m3) << 9) + c5; // |x| <= 2^61.58
    let m6 = t6 & MASK;                                          // 0 <= x <= 2^29.00
    let c6 = t6 >> WIDTH;                                        // |x| <= 2^32.58
    let t7: i64 = a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1 + a7 * b0 - (((((m0 << 3) - m1) << 9) - m4) << 9) + c6; // |x| <= 2^61.62
    let m7 = t7 & MASK;                                          // 0 <= x <= 2^29.00
    let c7 = t7 >> WIDTH;                                        // |x| <= 2^32.62
    let t8: i64 = a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2 + a7 * b1 + a8 * b0 + (((((((m0 << 3) - m1) << 3) + m2) << 9) + m5) << 9) + c7; // |x| <= 2^61.63
    let m8 = t8 & MASK;                                          // 0 <= x <= 2^29.00
    let c8 = t8 >> WIDTH;                                        // |x| <= 2^32.63
    let t9: i64 = a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3 + a7 * b2 + a8 * b1 + (((((((m1 << 3) - m2) << 3) + m3) << 9) + m6) << 9) + c8; // |x| <= 2^61.63
    let r0 = t9 & MASK;                                          // 0 <= x <= 2^29.00
    let c9 = t9 >> WIDTH;                                        // |x| <= 2^32.63
    let t10: i64 = a2 * b8 + a3 * b7 + a4 * b6 + a5 * b5 + a6 * b4 + a7 * b3 + a8 * b2 + (((((((m2 << 3) - m3) << 3) + m4) << 9) + m7) << 9) + c9; // |x| <= 2^61.63
    let r1 = t10 & MASK;                                         // 0 <= x <= 2^29.00
    let c10 = t10 >> WIDTH;                                      // |x| <= 2^32.63
    let t11: i64 = a3 * b8 + a4 * b7 + a5 * b6 + a6 * b5 + a7 * b4 + a8 * b3 + (((((((m3 << 3) - m4) << 3) + m5) << 9) + m8) << 9) + c10; // |x| <= 2^61.24
    let r2 = t11 & MASK;                                         // 0 <= x <= 2^29.00
    let c11 = t11 >> WIDTH;                                      // |x| <= 2^32.24
    let t12: i64 = a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4 + (((((m4 << 3) - m5) << 3) + m6) << 18) + c11; // |x| <= 2^60.69
    let r3 = t12 & MASK;                                         // 0 <= x <= 2^29.00
    let c12 = t12 >> WIDTH;                                      // |x| <= 2^31.69
    let t13: i64 = a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5 + (((((m5 << 3) - m6) << 3) + m7) << 18) + c12; // |x| <= 2^59.79
    let r4 = t13 & MASK;                                         // 0 <= x <= 2^29.00
    let c13 = t13 >> WIDTH;                                      // |x| <= 2^30.79
    let t14: i64 = a6 * b8 + a7 * b7 + a8 * b6 + (((((m6 << 3) - m7) << 3) + m8) << 18) + c13; // |x| <= 2^58.42
    let r5 = t14 & MASK;                                         // 0 <= x <= 2^29.00
    let c14 = t14 >> WIDTH;                                      // |x| <= 2^29.42
    let t15: i64 = a7 * b8 + a8 * b7 + (((m7 << 3) - m8) << 21) + c14; // |x| <= 2^56.43
    let r6 = t15 & MASK;                                         // 0 <= x <= 2^29.00
    let c15 = t15 >> WIDTH;                                      // |x| <= 2^27.43
    let t16: i64 = a8 * b8 + (m8 << 24) + c15;                   // |x| <= 2^53.71
    let r7 = t16 & MASK;                                         // 0 <= x <= 2^29.00
    let c16 = t16 >> WIDTH;                                      // |x| <= 2^24.71
    let r8 = c16;                                                // |x| <= 2^24.71
    *to = [r0, r1, r2, r3, r4, r5, r6, r7, r8];
}

/// a a / R modulo p, reduced.
#[inline(never)]
fn square(to: &mut Limbs, a: &Limbs) {
    let a0 = a[0];                                               // |x| <= 2^29.00
    let a1 = a[1];                                               // |x| <= 2^29.00
    let a2 = a[2];                                               // |x| <= 2^29.00
    let a3 = a[3];                                               // |x| <= 2^29.00
    let a4 = a[4];                                               // |x| <= 2^29.00
    let a5 = a[5];                                               // |x| <= 2^29.00
    let a6 = a[6];                                               // |x| <= 2^29.00
    let a7 = a[7];                                               // |x| <= 2^29.00
    let a8 = a[8];                                               // |x| <= 2^27.06
    let wa0 = 2 * a0;                                            // |x| <= 2^30.00
    let wa1 = 2 * a1;                                            // |x| <= 2^30.00
    let wa2 = 2 * a2;                                            // |x| <= 2^30.00
    let wa3 = 2 * a3;                                            // |x| <= 2^30.00
    let wa4 = 2 * a4;                                            // |x| <= 2^30.00
    let wa5 = 2 * a5;                                            // |x| <= 2^30.00
    let wa6 = 2 * a6;                                            // |x| <= 2^30.00
    let wa7 = 2 * a7;                                            // |x| <= 2^30.00
    let t0: i64 = a0 * a0;                                       // 0 <= x <= 2^58.00
    let m0 = t0 & MASK;                                          // 0 <= x <= 2^29.00
    let c0 = t0 >> WIDTH;                                        // 0 <= x <= 2^29.00
    let t1: i64 = wa0 * a1 + c0;                                 // |x| <= 2^59.00
    let m1 = t1 & MASK;                                          // 0 <= x <= 2^29.00
    let c1 = t1 >> WIDTH;                                        // |x| <= 2^30.00
    let t2: i64 = wa0 * a2 + a1 * a1 + c1;                       // |x| <= 2^59.58
    let m2 = t2 & MASK;                                          // 0 <= x <= 2^29.00
    let c2 = t2 >> WIDTH;                                        // |x| <= 2^30.58
    let t3: i64 = wa0 * a3 + wa1 * a2 + (m0 << 9) + c2;          // |x| <= 2^60.00
    let m3 = t3 & MASK;                                          // 0 <= x <= 2^29.00
    let c3 = t3 >> WIDTH;                                        // |x| <= 2^31.00
    let t4: i64 = wa0 * a4 + wa1 * a3 + a2 * a2 + (m1 << 9) + c3; // |x| <= 2^60.32
    let m4 = t4 & MASK;                                          // 0 <= x <= 2^29.00
    let c4 = t4 >> WIDTH;                                        // |x| <= 2^31.32
    let t5: i64 = wa0 * a5 + wa1 * a4 + wa2 * a3 + (m2 << 9) + c4; // |x| <= 2^60.58
    let m5 = t5 & MASK;                                          // 0 <= x <= 2^29.00
    let c5 = t5 >> WIDTH;                                        // |x| <= 2^31.58
    let t6: i64 = wa0 * a6 + wa1 * a5 + wa2 * a4 + a3 * a3 + (((m0 << 9) + m3) << 9) + c5; // |x| <= 2^60.81
    let m6 = t6 & MASK;                                          // 0 <= x <= 2^29.00
    let c6 = t6 >> WIDTH;                                        // |x| <= 2^31.81
    let t7: i64 = wa0 * a7 + wa1 * a6 + wa2 * a5 + wa3 * a4 - (((((m0 << 3) - m1) << 9) - m4) << 9) + c6; // |x| <= 2^61.00
    let m7 = t7 & MASK;                                          // 0 <= x <= 2^29.00
    let c7 = t7 >> WIDTH;                                        // |x| <= 2^32.00
    let t8: i64 = wa0 * a8 + wa1 * a7 + wa2 * a6 + wa3 * a5 + a4 * a4 + (((((((m0 << 3) - m1) << 3) + m2) << 9) + m5) << 9) + c7; // |x| <= 2^60.92
    let m8 = t8 & MASK;                                          // 0 <= x <= 2^29.00
    let c8 = t8 >> WIDTH;                                        // |x| <= 2^31.92
    let t9: i64 = wa1 * a8 + wa2 * a7 + wa3 * a6 + wa4 * a5 + (((((((m1 << 3) - m2) << 3) + m3) << 9) + m6) << 9) + c8; // |x| <= 2^60.71
    let r0 = t9 & MASK;                                          // 0 <= x <= 2^29.00
    let c9 = t9 >> WIDTH;                                        // |x| <= 2^31.71
    let t10: i64 = wa2 * a8 + wa3 * a7 + wa4 * a6 + a5 * a5 + (((((((m2 << 3) - m3) << 3) + m4) << 9) + m7) << 9) + c9; // |x| <= 2^60.47
    let r1 = t10 & MASK;                                         // 0 <= x <= 2^29.00
    let c10 = t10 >> WIDTH;                                      // |x| <= 2^31.47
    let t11: i64 = wa3 * a8 + wa4 * a7 + wa5 * a6 + (((((((m3 << 3) - m4) << 3) + m5) << 9) + m8) << 9) + c10; // |x| <= 2^60.19
    let r2 = t11 & MASK;                                         // 0 <= x <= 2^29.00
    let c11 = t11 >> WIDTH;                                      // |x| <= 2^31.19
    let t12: i64 = wa4 * a8 + wa5 * a7 + a6 * a6 + (((((m4 << 3) - m5) << 3) + m6) << 18) + c11; // |x| <= 2^59.83
    let r3 = t12 & MASK;                                         // 0 <= x <= 2^29.00
    let c12 = t12 >> WIDTH;                                      // |x| <= 2^30.83
    let t13: i64 = wa5 * a8 + wa6 * a7 + (((((m5 << 3) - m6) << 3) + m7) << 18) + c12; // |x| <= 2^59.35
    let r4 = t13 & MASK;                                         // 0 <= x <= 2^29.00
    let c13 = t13 >> WIDTH;                                      // |x| <= 2^30.35
    let t14: i64 = wa6 * a8 + a7 * a7 + (((((m6 << 3) - m7) << 3) + m8) << 18) + c13; // |x| <= 2^58.64
    let r5 = t14 & MASK;                                         // 0 <= x <= 2^29.00
    let c14 = t14 >> WIDTH;                                      // |x| <= 2^29.64
    let t15: i64 = wa7 * a8 + (((m7 << 3) - m8) << 21) + c14;    // |x| <= 2^57.15
    let r6 = t15 & MASK;                                         // 0 <= x <= 2^29.00
    let c15 = t15 >> WIDTH;                                      // |x| <= 2^28.15
    let t16: i64 = a8 * a8 + (m8 << 24) + c15;                   // |x| <= 2^54.67
    let r7 = t16 & MASK;                                         // 0 <= x <= 2^29.00
    let c16 = t16 >> WIDTH;                                      // |x| <= 2^25.67
    let r8 = c16;                                                // |x| <= 2^25.67
    *to = [r0, r1, r2, r3, r4, r5, r6, r7, r8];
}

/// 3 (a a - b b) / R modulo p: one product for two squares.
#[inline(never)]
fn thrice_difference(to: &mut Limbs, a: &Limbs, b: &Limbs) {
    let a0 = a[0];                                               // 0 <= x <= 2^29.00
    let a1 = a[1];                                               // 0 <= x <= 2^29.00
    let a2 = a[2];                                               // 0 <= x <= 2^29.00
    let a3 = a[3];                                               // 0 <= x <= 2^29.00
    let a4 = a[4];                                               // 0 <= x <= 2^29.00
    let a5 = a[5];                                               // 0 <= x <= 2^29.00
    let a6 = a[6];                                               // 0 <= x <= 2^29.00
    let a7 = a[7];                                               // 0 <= x <= 2^29.00
    let a8 = a[8];                                               // |x| <= 2^25.85
    let b0 = b[0];                                               // 0 <= x <= 2^29.00
    let b1 = b[1];                                               // 0 <= x <= 2^29.00
    let b2 = b[2];                                               // 0 <= x <= 2^29.00
    let b3 = b[3];                                               // 0 <= x <= 2^29.00
    let b4 = b[4];                                               // 0 <= x <= 2^29.00
    let b5 = b[5];                                               // 0 <= x <= 2^29.00
    let b6 = b[6];                                               // 0 <= x <= 2^29.00
    let b7 = b[7];                                               // 0 <= x <= 2^29.00
    let b8 = b[8];                                               // 0 <= x <= 2^24.09
    let e0 = a0 - b0;                                            // |x| <= 2^29.00
    let e1 = a1 - b1;                                            // |x| <= 2^29.00
    let e2 = a2 - b2;                                            // |x| <= 2^29.00
    let e3 = a3 - b3;                                            // |x| <= 2^29.00
    let e4 = a4 - b4;                                            // |x| <= 2^29.00
    let e5 = a5 - b5;                                            // |x| <= 2^29.00
    let e6 = a6 - b6;                                            // |x| <= 2^29.00
    let e7 = a7 - b7;                                            // |x| <= 2^29.00
    let e8 = a8 - b8;                                            // |x| <= 2^26.07
    let f0 = 3 * a0 + 3 * b0;                                    // 0 <= x <= 2^31.58
    let f1 = 3 * a1 + 3 * b1;                                    // 0 <= x <= 2^31.58
    let f2 = 3 * a2 + 3 * b2;                                    // 0 <= x <= 2^31.58
    let f3 = 3 * a3 + 3 * b3;                                    // 0 <= x <= 2^31.58
    let f4 = 3 * a4 + 3 * b4;                                    // 0 <= x <= 2^31.58
    let f5 = 3 * a5 + 3 * b5;                                    // 0 <= x <= 2^31.58
    let f6 = 3 * a6 + 3 * b6;                                    // 0 <= x <= 2^31.58
    let f7 = 3 * a7 + 3 * b7;                                    // 0 <= x <= 2^31.58
    let f8 = 3 * a8 + 3 * b8;                                    // |x| <= 2^27.81
    let t0: i64 = e0 * f0;                                       // |x| <= 2^59.58
    let m0 = t0 & MASK;                                          // 0 <= x <= 2^29.00
    let c0 = t0 >> WIDTH;                                        // |x| <= 2^30.58
    let t1: i64 = (e0 * f1 + e1 * f0) + c0;                      // |x| <= 2^60.58
    let m1 = t1 & MASK;                                          // 0 <= x <= 2^29.00
    let c1 = t1 >> WIDTH;                                        // |x| <= 2^31.58
    let t2: i64 = (e0 * f2 + e2 * f0) + e1 * f1 + c1;            // |x| <= 2^61.17
    let m2 = t2 & MASK;                                          // 0 <= x <= 2^29.00
    let c2 = t2 >> WIDTH;                                        // |x| <= 2^32.17
    let t3: i64 = (e0 * f3 + e3 * f0) + (e1 * f2 + e2 * f1) + (m0 << 9) + c2; // |x| <= 2^61.58
    let m3 = t3 & MASK;                                          // 0 <= x <= 2^29.00
    let c3 = t3 >> WIDTH;                                        // |x| <= 2^32.58
    let t4: i64 = (e0 * f4 + e4 * f0) + (e1 * f3 + e3 * f1) + e2 * f2 + (m1 << 9) + c3; // |x| <= 2^61.91
    let m4 = t4 & MASK;                                          // 0 <= x <= 2^29.00
    let c4 = t4 >> WIDTH;                                        // |x| <= 2^32.91
    let t5: i64 = (e0 * f5 + e5 * f0) + (e1 * f4 + e4 * f1) + (e2 * f3 + e3 * f2) + (m2 << 9) + c4; // |x| <= 2^62.17
    let m5 = t5 & MASK;                                          // 0 <= x <= 2^29.00
    let c5 = t5 >> WIDTH;                                        // |x| <= 2^33.17
    let t6: i64 = (e0 * f6 + e6 * f0) + (e1 * f5 + e5 * f1) + (e2 * f4 + e4 * f2) + e3 * f3 + (((m0 << 9) + m3) << 9) + c5; // |x| <= 2^62.39
    let m6 = t6 & MASK;                                          // 0 <= x <= 2^29.00
    let c6 = t6 >> WIDTH;                                        // |x| <= 2^33.39
    let t7: i64 = (e0 * f7 + e7 * f0) + (e1 * f6 + e6 * f1) + (e2 * f5 + e5 * f2) + (e3 * f4 + e4 * f3) - (((((m0 << 3) - m1) << 9) - m4) << 9) + c6; // |x| <= 2^62.59
    let m7 = t7 & MASK;                                          // 0 <= x <= 2^29.00
    let c7 = t7 >> WIDTH;                                        // |x| <= 2^33.59
    let t8: i64 = (e0 * f8 + e8 * f0) + (e1 * f7 + e7 * f1) + (e2 * f6 + e6 * f2) + (e3 * f5 + e5 * f3) + e4 * f4 + (((((((m0 << 3) - m1) << 3) + m2) << 9) + m5) << 9) + c7; // |x| <= 2^62.45
    let m8 = t8 & MASK;                                          // 0 <= x <= 2^29.00
    let c8 = t8 >> WIDTH;                                        // |x| <= 2^33.45
    let t9: i64 = (e1 * f8 + e8 * f1) + (e2 * f7 + e7 * f2) + (e3 * f6 + e6 * f3) + (e4 * f5 + e5 * f4) + (((((((m1 << 3) - m2) << 3) + m3) << 9) + m6) << 9) + c8; // |x| <= 2^62.23
    let r0 = t9 & MASK;                                          // 0 <= x <= 2^29.00
    let c9 = t9 >> WIDTH;                                        // |x| <= 2^33.23
    let t10: i64 = (e2 * f8 + e8 * f2) + (e3 * f7 + e7 * f3) + (e4 * f6 + e6 * f4) + e5 * f5 + (((((((m2 << 3) - m3) << 3) + m4) << 9) + m7) << 9) + c9; // |x| <= 2^61.98
    let r1 = t10 & MASK;                                         // 0 <= x <= 2^29.00
    let c10 = t10 >> WIDTH;                                      // |x| <= 2^32.98
    let t11: i64 = (e3 * f8 + e8 * f3) + (e4 * f7 + e7 * f4) + (e5 * f6 + e6 * f5) + (((((((m3 << 3) - m4) << 3) + m5) << 9) + m8) << 9) + c10; // |x| <= 2^61.68
    let r2 = t11 & MASK;                                         // 0 <= x <= 2^29.00
    let c11 = t11 >> WIDTH;                                      // |x| <= 2^32.68
    let t12: i64 = (e4 * f8 + e8 * f4) + (e5 * f7 + e7 * f5) + e6 * f6 + (((((m4 << 3) - m5) << 3) + m6) << 18) + c11; // |x| <= 2^61.29
    let r3 = t12 & MASK;                                         // 0 <= x <= 2^29.00
    let c12 = t12 >> WIDTH;                                      // |x| <= 2^32.29
    let t13: i64 = (e5 * f8 + e8 * f5) + (e6 * f7 + e7 * f6) + (((((m5 << 3) - m6) << 3) + m7) << 18) + c12; // |x| <= 2^60.76
    let r4 = t13 & MASK;                                         // 0 <= x <= 2^29.00
    let c13 = t13 >> WIDTH;                                      // |x| <= 2^31.76
    let t14: i64 = (e6 * f8 + e8 * f6) + e7 * f7 + (((((m6 << 3) - m7) << 3) + m8) << 18) + c13; // |x| <= 2^59.92
    let r5 = t14 & MASK;                                         // 0 <= x <= 2^29.00
    let c14 = t14 >> WIDTH;                                      // |x| <= 2^30.92
    let t15: i64 = (e7 * f8 + e8 * f7) + (((m7 << 3) - m8) << 21) + c14; // |x| <= 2^57.66
    let r6 = t15 & MASK;                                         // 0 <= x <= 2^29.00
    let c15 = t15 >> WIDTH;                                      // |x| <= 2^28.66
    let t16: i64 = e8 * f8 + (m8 << 24) + c15;                   // |x| <= 2^54.15
    let r7 = t16 & MASK;                                         // 0 <= x <= 2^29.00
    let c16 = t16 >> WIDTH;                                      // |x| <= 2^25.15
    let r8 = c16;                                                // |x| <= 2^25.15
    *to = [r0, r1, r2, r3, r4, r5, r6, r7, r8];
}

/// a a / R - 2 b modulo p.
#[inline(never)]
fn square_less(to: &mut Limbs, a: &Limbs, b: &Limbs) {
    let a0 = a[0];                                               // 0 <= x <= 2^29.00
    let a1 = a[1];                                               // 0 <= x <= 2^29.00
    let a2 = a[2];                                               // 0 <= x <= 2^29.00
    let a3 = a[3];                                               // 0 <= x <= 2^29.00
    let a4 = a[4];                                               // 0 <= x <= 2^29.00
    let a5 = a[5];                                               // 0 <= x <= 2^29.00
    let a6 = a[6];                                               // 0 <= x <= 2^29.00
    let a7 = a[7];                                               // 0 <= x <= 2^29.00
    let a8 = a[8];                                               // |x| <= 2^25.15
    let b0 = b[0];                                               // 0 <= x <= 2^29.00
    let b1 = b[1];                                               // 0 <= x <= 2^29.00
    let b2 = b[2];                                               // 0 <= x <= 2^29.00
    let b3 = b[3];                                               // 0 <= x <= 2^29.00
    let b4 = b[4];                                               // 0 <= x <= 2^29.00
    let b5 = b[5];                                               // 0 <= x <= 2^29.00
    let b6 = b[6];                                               // 0 <= x <= 2^29.00
    let b7 = b[7];                                               // 0 <= x <= 2^29.00
    let b8 = b[8];                                               // |x| <= 2^24.21
    let wa0 = 2 * a0;                                            // 0 <= x <= 2^30.00
    let wa1 = 2 * a1;                                            // 0 <= x <= 2^30.00
    let wa2 = 2 * a2;                                            // 0 <= x <= 2^30.00
    let wa3 = 2 * a3;                                            // 0 <= x <= 2^30.00
    let wa4 = 2 * a4;                                            // 0 <= x <= 2^30.00
    let wa5 = 2 * a5;                                            // 0 <= x <= 2^30.00
    let wa6 = 2 * a6;                                            // 0 <= x <= 2^30.00
    let wa7 = 2 * a7;                                            // 0 <= x <= 2^30.00
    let t0: i64 = a0 * a0;                                       // 0 <= x <= 2^58.00
    let m0 = t0 & MASK;                                          // 0 <= x <= 2^29.00
    let c0 = t0 >> WIDTH;                                        // 0 <= x <= 2^29.00
    let t1: i64 = wa0 * a1 + c0;                                 // 0 <= x <= 2^59.00
    let m1 = t1 & MASK;                                          // 0 <= x <= 2^29.00
    let c1 = t1 >> WIDTH;                                        // 0 <= x <= 2^30.00
    let t2: i64 = wa0 * a2 + a1 * a1 + c1;                       // 0 <= x <= 2^59.58
    let m2 = t2 & MASK;                                          // 0 <= x <= 2^29.00
    let c2 = t2 >> WIDTH;                                        // 0 <= x <= 2^30.58
    let t3: i64 = wa0 * a3 + wa1 * a2 + (m0 << 9) + c2;          // 0 <= x <= 2^60.00
    let m3 = t3 & MASK;                                          // 0 <= x <= 2^29.00
    let c3 = t3 >> WIDTH;                                        // 0 <= x <= 2^31.00
    let t4: i64 = wa0 * a4 + wa1 * a3 + a2 * a2 + (m1 << 9) + c3; // 0 <= x <= 2^60.32
    let m4 = t4 & MASK;                                          // 0 <= x <= 2^29.00
    let c4 = t4 >> WIDTH;                                        // 0 <= x <= 2^31.32
    let t5: i64 = wa0 * a5 + wa1 * a4 + wa2 * a3 + (m2 << 9) + c4; // 0 <= x <= 2^60.58
    let m5 = t5 & MASK;                                          // 0 <= x <= 2^29.00
    let c5 = t5 >> WIDTH;                                        // 0 <= x <= 2^31.58
    let t6: i64 = wa0 * a6 + wa1 * a5 + wa2 * a4 + a3 * a3 + (((m0 << 9) + m3) << 9) + c5; // 0 <= x <= 2^60.81
    let m6 = t6 & MASK;                                          // 0 <= x <= 2^29.00
    let c6 = t6 >> WIDTH;                                        // 0 <= x <= 2^31.81
    let t7: i64 = wa0 * a7 + wa1 * a6 + wa2 * a5 + wa3 * a4 - (((((m0 << 3) - m1) << 9) - m4) << 9) + c6; // |x| <= 2^61.00
    let m7 = t7 & MASK;                                          // 0 <= x <= 2^29.00
    let c7 = t7 >> WIDTH;                                        // |x| <= 2^32.00
    let t8: i64 = wa0 * a8 + wa1 * a7 + wa2 * a6 + wa3 * a5 + a4 * a4 + (((((((m0 << 3) - m1) << 3) + m2) << 9) + m5) << 9) + c7; // |x| <= 2^60.84
    let m8 = t8 & MASK;                                          // 0 <= x <= 2^29.00
    let c8 = t8 >> WIDTH;                                        // |x| <= 2^31.84
    let t9: i64 = wa1 * a8 + wa2 * a7 + wa3 * a6 + wa4 * a5 + (((((((m1 << 3) - m2) << 3) + m3) << 9) + m6) << 9) - 2 * b0 + 536870911 + c8; // |x| <= 2^60.63
    let r0 = t9 & MASK;                                          // 0 <= x <= 2^29.00
    let c9 = t9 >> WIDTH;                                        // |x| <= 2^31.63
    let t10: i64 = wa2 * a8 + wa3 * a7 + wa4 * a6 + a5 * a5 + (((((((m2 << 3) - m3) << 3) + m4) << 9) + m7) << 9) - 2 * b1 + 536870911 + c9; // |x| <= 2^60.37
    let r1 = t10 & MASK;                                         // 0 <= x <= 2^29.00
    let c10 = t10 >> WIDTH;                                      // |x| <= 2^31.37
    let t11: i64 = wa3 * a8 + wa4 * a7 + wa5 * a6 + (((((((m3 << 3) - m4) << 3) + m5) << 9) + m8) << 9) - 2 * b2 + 536870911 + c10; // |x| <= 2^60.06
    let r2 = t11 & MASK;                                         // 0 <= x <= 2^29.00
    let c11 = t11 >> WIDTH;                                      // |x| <= 2^31.06
    let t12: i64 = wa4 * a8 + wa5 * a7 + a6 * a6 + (((((m4 << 3) - m5) << 3) + m6) << 18) - 2 * b3 + 511 + c11; // |x| <= 2^59.66
    let r3 = t12 & MASK;                                         // 0 <= x <= 2^29.00
    let c12 = t12 >> WIDTH;                                      // |x| <= 2^30.66
    let t13: i64 = wa5 * a8 + wa6 * a7 + (((((m5 << 3) - m6) << 3) + m7) << 18) - 2 * b4 + c12; // |x| <= 2^59.12
    let r4 = t13 & MASK;                                         // 0 <= x <= 2^29.00
    let c13 = t13 >> WIDTH;                                      // |x| <= 2^30.12
    let t14: i64 = wa6 * a8 + a7 * a7 + (((((m6 << 3) - m7) << 3) + m8) << 18) - 2 * b5 + c13; // |x| <= 2^58.23
    let r5 = t14 & MASK;                                         // 0 <= x <= 2^29.00
    let c14 = t14 >> WIDTH;                                      // |x| <= 2^29.23
    let t15: i64 = wa7 * a8 + (((m7 << 3) - m8) << 21) - 2 * b6 + 262144 + c14; // |x| <= 2^55.44
    let r6 = t15 & MASK;                                         // 0 <= x <= 2^29.00
    let c15 = t15 >> WIDTH;                                      // |x| <= 2^26.44
    let t16: i64 = a8 * a8 + (m8 << 24) - 2 * b7 + 534773760 + c15; // |x| <= 2^53.21
    let r7 = t16 & MASK;                                         // 0 <= x <= 2^29.00
    let c16 = t16 >> WIDTH;                                      // |x| <= 2^24.21
    let r8 = - 2 * b8 + 16777215 + c16;                          // |x| <= 2^25.28
    *to = [r0, r1, r2, r3, r4, r5, r6, r7, r8];
}

/// (2 a (b - u) - v v) / R modulo p, of signed limbs.
#[inline(never)]
fn twice_less_square(to: &mut Limbs, a: &Limbs, b: &Limbs, u: &Limbs, v: &Limbs) {
    let a0 = a[0];                                               // 0 <= x <= 2^29.00
    let a1 = a[1];                                               // 0 <= x <= 2^29.00
    let a2 = a[2];                                               // 0 <= x <= 2^29.00
    let a3 = a[3];                                               // 0 <= x <= 2^29.00
    let a4 = a[4];                                               // 0 <= x <= 2^29.00
    let a5 = a[5];                                               // 0 <= x <= 2^29.00
    let a6 = a[6];                                               // 0 <= x <= 2^29.00
    let a7 = a[7];                                               // 0 <= x <= 2^29.00
    let a8 = a[8];                                               // |x| <= 2^25.15
    let b0 = b[0];                                               // 0 <= x <= 2^29.00
    let b1 = b[1];                                               // 0 <= x <= 2^29.00
    let b2 = b[2];                                               // 0 <= x <= 2^29.00
    let b3 = b[3];                                               // 0 <= x <= 2^29.00
    let b4 = b[4];                                               // 0 <= x <= 2^29.00
    let b5 = b[5];                                               // 0 <= x <= 2^29.00
    let b6 = b[6];                                               // 0 <= x <= 2^29.00
    let b7 = b[7];                                               // 0 <= x <= 2^29.00
    let b8 = b[8];                                               // |x| <= 2^24.21
    let u0 = u[0];                                               // 0 <= x <= 2^29.00
    let u1 = u[1];                                               // 0 <= x <= 2^29.00
    let u2 = u[2];                                               // 0 <= x <= 2^29.00
    let u3 = u[3];                                               // 0 <= x <= 2^29.00
    let u4 = u[4];                                               // 0 <= x <= 2^29.00
    let u5 = u[5];                                               // 0 <= x <= 2^29.00
    let u6 = u[6];                                               // 0 <= x <= 2^29.00
    let u7 = u[7];                                               // 0 <= x <= 2^29.00
    let u8 = u[8];                                               // |x| <= 2^25.28
    let v0 = v[0];                                               // 0 <= x <= 2^29.00
    let v1 = v[1];                                               // 0 <= x <= 2^29.00
    let v2 = v[2];                                               // 0 <= x <= 2^29.00
    let v3 = v[3];                                               // 0 <= x <= 2^29.00
    let v4 = v[4];                                               // 0 <= x <= 2^29.00
    let v5 = v[5];                                               // 0 <= x <= 2^29.00
    let v6 = v[6];                                               // 0 <= x <= 2^29.00
    let v7 = v[7];                                               // 0 <= x <= 2^29.00
    let v8 = v[8];                                               // 0 <= x <= 2^24.48
    let f0 = 2 * a0;                                             // 0 <= x <= 2^30.00
    let f1 = 2 * a1;                                             // 0 <= x <= 2^30.00
    let f2 = 2 * a2;                                             // 0 <= x <= 2^30.00
    let f3 = 2 * a3;                                             // 0 <= x <= 2^30.00
    let f4 = 2 * a4;                                             // 0 <= x <= 2^30.00
    let f5 = 2 * a5;                                             // 0 <= x <= 2^30.00
    let f6 = 2 * a6;                                             // 0 <= x <= 2^30.00
    let f7 = 2 * a7;                                             // 0 <= x <= 2^30.00
    let f8 = 2 * a8;                                             // |x| <= 2^26.15
    let e0 = b0 - u0;                                            // |x| <= 2^29.00
    let e1 = b1 - u1;                                            // |x| <= 2^29.00
    let e2 = b2 - u2;                                            // |x| <= 2^29.00
    let e3 = b3 - u3;                                            // |x| <= 2^29.00
    let e4 = b4 - u4;                                            // |x| <= 2^29.00
    let e5 = b5 - u5;                                            // |x| <= 2^29.00
    let e6 = b6 - u6;                                            // |x| <= 2^29.00
    let e7 = b7 - u7;                                            // |x| <= 2^29.00
    let e8 = b8 - u8;                                            // |x| <= 2^25.36
    let wv0 = 2 * v0;                                            // 0 <= x <= 2^30.00
    let wv1 = 2 * v1;                                            // 0 <= x <= 2^30.00
    let wv2 = 2 * v2;                                            // 0 <= x <= 2^30.00
    let wv3 = 2 * v3;                                            // 0 <= x <= 2^30.00
    let wv4 = 2 * v4;                                            // 0 <= x <= 2^30.00
    let wv5 = 2 * v5;                                            // 0 <= x <= 2^30.00
    let wv6 = 2 * v6;                                            // 0 <= x <= 2^30.00
    let wv7 = 2 * v7;                                            // 0 <= x <= 2^30.00
    let t0: i64 = f0 * e0 - v0 * v0;                             // |x| <= 2^59.58
    let m0 = t0 & MASK;                                          // 0 <= x <= 2^29.00
    let c0 = t0 >> WIDTH;                                        // |x| <= 2^30.58
    let t1: i64 = f0 * e1 + f1 * e0 - wv0 * v1 + c0;             // |x| <= 2^60.58
    let m1 = t1 & MASK;                                          // 0 <= x <= 2^29.00
    let c1 = t1 >> WIDTH;                                        // |x| <= 2^31.58
    let t2: i64 = f0 * e2 + f1 * e1 + f2 * e0 - wv0 * v2 - v1 * v1 + c1; // |x| <= 2^61.17
    let m2 = t2 & MASK;                                          // 0 <= x <= 2^29.00
    let c2 = t2 >> WIDTH;                                        // |x| <= 2^32.17
    let t3: i64 = f0 * e3 + f1 * e2 + f2 * e1 + f3 * e0 - wv0 * v3 - wv1 * v2 + (m0 << 9) + c2; // |x| <= 2^61.58
    let m3 = t3 & MASK;                                          // 0 <= x <= 2^29.00
    let c3 = t3 >> WIDTH;                                        // |x| <= 2^32.58
    let t4: i64 = f0 * e4 + f1 * e3 + f2 * e2 + f3 * e1 + f4 * e0 - wv0 * v4 - wv1 * v3 - v2 * v2 + (m1 << 9) + c3; // |x| <= 2^61.91
    let m4 = t4 & MASK;                                          // 0 <= x <= 2^29.00
    let c4 = t4 >> WIDTH;                                        // |x| <= 2^32.91
    let t5: i64 = f0 * e5 + f1 * e4 + f2 * e3 + f3 * e2 + f4 * e1 + f5 * e0 - wv0 * v5 - wv1 * v4 - wv2 * v3 + (m2 << 9) + c4; // |x| <= 2^62.17
    let m5 = t5 & MASK;                                          // 0 <= x <= 2^29.00
    let c5 = t5 >> WIDTH;                                        // |x| <= 2^33.17
    let t6: i64 = f0 * e6 + f1 * e5 + f2 * e4 + f3 * e3 + f4 * e2 + f5 * e1 + f6 * e0 - wv0 * v6 - wv1 * v5 - wv2 * v4 - v3 * v3 + (((m0 << 9) + m3) << 9) + c5; // |x| <= 2^62.39
    let m6 = t6 & MASK;                                          // 0 <= x <= 2^29.00
    let c6 = t6 >> WIDTH;                                        // |x| <= 2^33.39
    let t7: i64 = f0 * e7 + f1 * e6 + f2 * e5 + f3 * e4 + f4 * e3 + f5 * e2 + f6 * e1 + f7 * e0 - wv0 * v7 - wv1 * v6 - wv2 * v5 - wv3 * v4 - (((((m0 << 3) - m1) << 9) - m4) << 9) + c6; // |x| <= 2^62.59
    let m7 = t7 & MASK;                                          // 0 <= x <= 2^29.00
    let c7 = t7 >> WIDTH;                                        // |x| <= 2^33.59
    let t8: i64 = f0 * e8 + f1 * e7 + f2 * e6 + f3 * e5 + f4 * e4 + f5 * e3 + f6 * e2 + f7 * e1 + f8 * e0 - wv0 * v8 - wv1 * v7 - wv2 * v6 - wv3 * v5 - v4 * v4 + (((((((m0 << 3) - m1) << 3) + m2) << 9) + m5) << 9) + c7; // |x| <= 2^62.42
    let m8 = t8 & MASK;                                          // 0 <= x <= 2^29.00
    let c8 = t8 >> WIDTH;                                        // |x| <= 2^33.42
    let t9: i64 = f1 * e8 + f2 * e7 + f3 * e6 + f4 * e5 + f5 * e4 + f6 * e3 + f7 * e2 + f8 * e1 - wv1 * v8 - wv2 * v7 - wv3 * v6 - wv4 * v5 + (((((((m1 << 3) - m2) << 3) + m3) << 9) + m6) << 9) + c8; // |x| <= 2^62.20
    let r0 = t9 & MASK;                                          // 0 <= x <= 2^29.00
    let c9 = t9 >> WIDTH;                                        // |x| <= 2^33.20
    let t10: i64 = f2 * e8 + f3 * e7 + f4 * e6 + f5 * e5 + f6 * e4 + f7 * e3 + f8 * e2 - wv2 * v8 - wv3 * v7 - wv4 * v6 - v5 * v5 + (((((((m2 << 3) - m3) << 3) + m4) << 9) + m7) << 9) + c9; // |x| <= 2^61.94
    let r1 = t10 & MASK;                                         // 0 <= x <= 2^29.00
    let c10 = t10 >> WIDTH;                                      // |x| <= 2^32.94
    let t11: i64 = f3 * e8 + f4 * e7 + f5 * e6 + f6 * e5 + f7 * e4 + f8 * e3 - wv3 * v8 - wv4 * v7 - wv5 * v6 + (((((((m3 << 3) - m4) << 3) + m5) << 9) + m8) << 9) + c10; // |x| <= 2^61.63
    let r2 = t11 & MASK;                                         // 0 <= x <= 2^29.00
    let c11 = t11 >> WIDTH;                                      // |x| <= 2^32.63
    let t12: i64 = f4 * e8 + f5 * e7 + f6 * e6 + f7 * e5 + f8 * e4 - wv4 * v8 - wv5 * v7 - v6 * v6 + (((((m4 << 3) - m5) << 3) + m6) << 18) + c11; // |x| <= 2^61.23
    let r3 = t12 & MASK;                                         // 0 <= x <= 2^29.00
    let c12 = t12 >> WIDTH;                                      // |x| <= 2^32.23
    let t13: i64 = f5 * e8 + f6 * e7 + f7 * e6 + f8 * e5 - wv5 * v8 - wv6 * v7 + (((((m5 << 3) - m6) << 3) + m7) << 18) + c12; // |x| <= 2^60.68
    let r4 = t13 & MASK;                                         // 0 <= x <= 2^29.00
    let c13 = t13 >> WIDTH;                                      // |x| <= 2^31.68
    let t14: i64 = f6 * e8 + f7 * e7 + f8 * e6 - wv6 * v8 - v7 * v7 + (((((m6 << 3) - m7) << 3) + m8) << 18) + c13; // |x| <= 2^59.76
    let r5 = t14 & MASK;                                         // 0 <= x <= 2^29.00
    let c14 = t14 >> WIDTH;                                      // |x| <= 2^30.76
    let t15: i64 = f7 * e8 + f8 * e7 - wv7 * v8 + (((m7 << 3) - m8) << 21) + c14; // |x| <= 2^56.64
    let r6 = t15 & MASK;                                         // 0 <= x <= 2^29.00
    let c15 = t15 >> WIDTH;                                      // |x| <= 2^27.64
    let t16: i64 = f8 * e8 - v8 * v8 + (m8 << 24) + c15;         // |x| <= 2^53.42
    let r7 = t16 & MASK;                                         // 0 <= x <= 2^29.00
    let c16 = t16 >> WIDTH;                                      // |x| <= 2^24.42
    let r8 = c16;                                                // |x| <= 2^24.42
    *to = [r0, r1, r2, r3, r4, r5, r6, r7, r8];
}

/// a b / R - u modulo p, of signed limbs; a is of a table.
#[inline(never)]
fn multiply_less(to: &mut Limbs, a: &Packed, b: &Limbs, u: &Limbs) {
    let a0 = i64::from(a[0]);                                    // |x| <= 2^29.00
    let a1 = i64::from(a[1]);                                    // |x| <= 2^29.00
    let a2 = i64::from(a[2]);                                    // |x| <= 2^29.00
    let a3 = i64::from(a[3]);                                    // |x| <= 2^29.00
    let a4 = i64::from(a[4]);                                    // |x| <= 2^29.00
    let a5 = i64::from(a[5]);                                    // |x| <= 2^29.00
    let a6 = i64::from(a[6]);                                    // |x| <= 2^29.00
    let a7 = i64::from(a[7]);                                    // |x| <= 2^29.00
    let a8 = i64::from(a[8]);                                    // |x| <= 2^24.50
    let b0 = b[0];                                               // 0 <= x <= 2^29.00
    let b1 = b[1];                                               // 0 <= x <= 2^29.00
    let b2 = b[2];                                               // 0 <= x <= 2^29.00
    let b3 = b[3];                                               // 0 <= x <= 2^29.00
    let b4 = b[4];                                               // 0 <= x <= 2^29.00
    let b5 = b[5];                                               // 0 <= x <= 2^29.00
    let b6 = b[6];                                               // 0 <= x <= 2^29.00
    let b7 = b[7];                                               // 0 <= x <= 2^29.00
    let b8 = b[8];                                               // |x| <= 2^24.09
    let u0 = u[0];                                               // |x| <= 2^29.00
    let u1 = u[1];                                               // |x| <= 2^29.00
    let u2 = u[2];                                               // |x| <= 2^29.00
    let u3 = u[3];                                               // |x| <= 2^29.00
    let u4 = u[4];                                               // |x| <= 2^29.00
    let u5 = u[5];                                               // |x| <= 2^29.00
    let u6 = u[6];                                               // |x| <= 2^29.00
    let u7 = u[7];                                               // |x| <= 2^29.00
    let u8 = u[8];                                               // |x| <= 2^25.85
    let t0: i64 = a0 * b0;                                       // |x| <= 2^58.00
    let m0 = t0 & MASK;                                          // 0 <= x <= 2^29.00
    let c0 = t0 >> WIDTH;                                        // |x| <= 2^29.00
    let t1: i64 = a0 * b1 + a1 * b0 + c0;                        // |x| <= 2^59.00
    let m1 = t1 & MASK;                                          // 0 <= x <= 2^29.00
    let c1 = t1 >> WIDTH;                                        // |x| <= 2^30.00
    let t2: i64 = a0 * b2 + a1 * b1 + a2 * b0 + c1;              // |x| <= 2^59.58
    let m2 = t2 & MASK;                                          // 0 <= x <= 2^29.00
    let c2 = t2 >> WIDTH;                                        // |x| <= 2^30.58
    let t3: i64 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + (m0 << 9) + c2; // |x| <= 2^60.00
    let m3 = t3 & MASK;                                          // 0 <= x <= 2^29.00
    let c3 = t3 >> WIDTH;                                        // |x| <= 2^31.00
    let t4: i64 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + (m1 << 9) + c3; // |x| <= 2^60.32
    let m4 = t4 & MASK;                                          // 0 <= x <= 2^29.00
    let c4 = t4 >> WIDTH;                                        // |x| <= 2^31.32
    let t5: i64 = a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0 + (m2 << 9) + c4; // |x| <= 2^60.58
    let m5 = t5 & MASK;                                          // 0 <= x <= 2^29.00
    let c5 = t5 >> WIDTH;                                        // |x| <= 2^31.58
    let t6: i64 = a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0 + (((m0 << 9) + m3) << 9) + c5; // |x| <= 2^60.81
    let m6 = t6 & MASK;                                          // 0 <= x <= 2^29.00
    let c6 = t6 >> WIDTH;                                        // |x| <= 2^31.81
    let t7: i64 = a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1 + a7 * b0 - (((((m0 << 3) - m1) << 9) - m4) << 9) + c6; // |x| <= 2^61.00
    let m7 = t7 & MASK;                                          // 0 <= x <= 2^29.00
    let c7 = t7 >> WIDTH;                                        // |x| <= 2^32.00
    let t8: i64 = a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2 + a7 * b1 + a8 * b0 + (((((((m0 << 3) - m1) << 3) + m2) << 9) + m5) << 9) + c7; // |x| <= 2^60.83
    let m8 = t8 & MASK;                                          // 0 <= x <= 2^29.00
    let c8 = t8 >> WIDTH;                                        // |x| <= 2^31.83
    let t9: i64 = a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3 + a7 * b2 + a8 * b1 + (((((((m1 << 3) - m2) << 3) + m3) << 9) + m6) << 9) - u0 + c8 + HALF; // |x| <= 2^60.61
    let r0 = (t9 & MASK) - HALF;                                 // |x| <= 2^28.00
    let c9 = t9 >> WIDTH;                                        // |x| <= 2^31.61
    let t10: i64 = a2 * b8 + a3 * b7 + a4 * b6 + a5 * b5 + a6 * b4 + a7 * b3 + a8 * b2 + (((((((m2 << 3) - m3) << 3) + m4) << 9) + m7) << 9) - u1 + c9 + HALF; // |x| <= 2^60.35
    let r1 = (t10 & MASK) - HALF;                                // |x| <= 2^28.00
    let c10 = t10 >> WIDTH;                                      // |x| <= 2^31.35
    let t11: i64 = a3 * b8 + a4 * b7 + a5 * b6 + a6 * b5 + a7 * b4 + a8 * b3 + (((((((m3 << 3) - m4) << 3) + m5) << 9) + m8) << 9) - u2 + c10 + HALF; // |x| <= 2^60.04
    let r2 = (t11 & MASK) - HALF;                                // |x| <= 2^28.00
    let c11 = t11 >> WIDTH;                                      // |x| <= 2^31.04
    let t12: i64 = a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4 + (((((m4 << 3) - m5) << 3) + m6) << 18) - u3 + c11 + HALF; // |x| <= 2^59.64
    let r3 = (t12 & MASK) - HALF;                                // |x| <= 2^28.00
    let c12 = t12 >> WIDTH;                                      // |x| <= 2^30.64
    let t13: i64 = a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5 + (((((m5 << 3) - m6) << 3) + m7) << 18) - u4 + c12 + HALF; // |x| <= 2^59.08
    let r4 = (t13 & MASK) - HALF;                                // |x| <= 2^28.00
    let c13 = t13 >> WIDTH;                                      // |x| <= 2^30.08
    let t14: i64 = a6 * b8 + a7 * b7 + a8 * b6 + (((((m6 << 3) - m7) << 3) + m8) << 18) - u5 + c13 + HALF; // |x| <= 2^58.15
    let r5 = (t14 & MASK) - HALF;                                // |x| <= 2^28.00
    let c14 = t14 >> WIDTH;                                      // |x| <= 2^29.15
    let t15: i64 = a7 * b8 + a8 * b7 + (((m7 << 3) - m8) << 21) - u6 + c14 + HALF; // |x| <= 2^54.80
    let r6 = (t15 & MASK) - HALF;                                // |x| <= 2^28.00
    let c15 = t15 >> WIDTH;                                      // |x| <= 2^25.80
    let t16: i64 = a8 * b8 + (m8 << 24) - u7 + c15 + HALF;       // |x| <= 2^53.07
    let r7 = (t16 & MASK) - HALF;                                // |x| <= 2^28.00
    let c16 = t16 >> WIDTH;                                      // |x| <= 2^24.07
    let r8 = - u8 + c16;                                         // |x| <= 2^26.15
    *to = [r0, r1, r2, r3, r4, r5, r6, r7, r8];
}

/// a a / R - 2 b - u modulo p.
#[inline(never)]
fn square_less_both(to: &mut Limbs, a: &Limbs, b: &Limbs, u: &Limbs) {
    let a0 = a[0];                                               // |x| <= 2^29.00
    let a1 = a[1];                                               // |x| <= 2^29.00
    let a2 = a[2];                                               // |x| <= 2^29.00
    let a3 = a[3];                                               // |x| <= 2^29.00
    let a4 = a[4];                                               // |x| <= 2^29.00
    let a5 = a[5];                                               // |x| <= 2^29.00
    let a6 = a[6];                                               // |x| <= 2^29.00
    let a7 = a[7];                                               // |x| <= 2^29.00
    let a8 = a[8];                                               // |x| <= 2^26.52
    let b0 = b[0];                                               // 0 <= x <= 2^29.00
    let b1 = b[1];                                               // 0 <= x <= 2^29.00
    let b2 = b[2];                                               // 0 <= x <= 2^29.00
    let b3 = b[3];                                               // 0 <= x <= 2^29.00
    let b4 = b[4];                                               // 0 <= x <= 2^29.00
    let b5 = b[5];                                               // 0 <= x <= 2^29.00
    let b6 = b[6];                                               // 0 <= x <= 2^29.00
    let b7 = b[7];                                               // 0 <= x <= 2^29.00
    let b8 = b[8];                                               // |x| <= 2^24.44
    let u0 = u[0];                                               // 0 <= x <= 2^29.00
    let u1 = u[1];                                               // 0 <= x <= 2^29.00
    let u2 = u[2];                                               // 0 <= x <= 2^29.00
    let u3 = u[3];                                               // 0 <= x <= 2^29.00
    let u4 = u[4];                                               // 0 <= x <= 2^29.00
    let u5 = u[5];                                               // 0 <= x <= 2^29.00
    let u6 = u[6];                                               // 0 <= x <= 2^29.00
    let u7 = u[7];                                               // 0 <= x <= 2^29.00
    let u8 = u[8];                                               // |x| <= 2^24.50
    let wa0 = 2 * a0;                                            // |x| <= 2^30.00
    let wa1 = 2 * a1;                                            // |x| <= 2^30.00
    let wa2 = 2 * a2;                                            // |x| <= 2^30.00
    let wa3 = 2 * a3;                                            // |x| <= 2^30.00
    let wa4 = 2 * a4;                                            // |x| <= 2^30.00
    let wa5 = 2 * a5;                                            // |x| <= 2^30.00
    let wa6 = 2 * a6;                                            // |x| <= 2^30.00
    let wa7 = 2 * a7;                                            // |x| <= 2^30.00
    let t0: i64 = a0 * a0;                                       // 0 <= x <= 2^58.00
    let m0 = t0 & MASK;                                          // 0 <= x <= 2^29.00
    let c0 = t0 >> WIDTH;                                        // 0 <= x <= 2^29.00
    let t1: i64 = wa0 * a1 + c0;                                 // |x| <= 2^59.00
    let m1 = t1 & MASK;                                          // 0 <= x <= 2^29.00
    let c1 = t1 >> WIDTH;                                        // |x| <= 2^30.00
    let t2: i64 = wa0 * a2 + a1 * a1 + c1;                       // |x| <= 2^59.58
    let m2 = t2 & MASK;                                          // 0 <= x <= 2^29.00
    let c2 = t2 >> WIDTH;                                        // |x| <= 2^30.58
    let t3: i64 = wa0 * a3 + wa1 * a2 + (m0 << 9) + c2;          // |x| <= 2^60.00
    let m3 = t3 & MASK;                                          // 0 <= x <= 2^29.00
    let c3 = t3 >> WIDTH;                                        // |x| <= 2^31.00
    let t4: i64 = wa0 * a4 + wa1 * a3 + a2 * a2 + (m1 << 9) + c3; // |x| <= 2^60.32
    let m4 = t4 & MASK;                                          // 0 <= x <= 2^29.00
    let c4 = t4 >> WIDTH;                                        // |x| <= 2^31.32
    let t5: i64 = wa0 * a5 + wa1 * a4 + wa2 * a3 + (m2 << 9) + c4; // |x| <= 2^60.58
    let m5 = t5 & MASK;                                          // 0 <= x <= 2^29.00
    let c5 = t5 >> WIDTH;                                        // |x| <= 2^31.58
    let t6: i64 = wa0 * a6 + wa1 * a5 + wa2 * a4 + a3 * a3 + (((m0 << 9) + m3) << 9) + c5; // |x| <= 2^60.81
    let m6 = t6 & MASK;                                          // 0 <= x <= 2^29.00
    let c6 = t6 >> WIDTH;                                        // |x| <= 2^31.81
    let t7: i64 = wa0 * a7 + wa1 * a6 + wa2 * a5 + wa3 * a4 - (((((m0 << 3) - m1) << 9) - m4) << 9) + c6; // |x| <= 2^61.00
    let m7 = t7 & MASK;                                          // 0 <= x <= 2^29.00
    let c7 = t7 >> WIDTH;                                        // |x| <= 2^32.00
    let t8: i64 = wa0 * a8 + wa1 * a7 + wa2 * a6 + wa3 * a5 + a4 * a4 + (((((((m0 << 3) - m1) << 3) + m2) << 9) + m5) << 9) + c7; // |x| <= 2^60.86
    let m8 = t8 & MASK;                                          // 0 <= x <= 2^29.00
    let c8 = t8 >> WIDTH;                                        // |x| <= 2^31.86
    let t9: i64 = wa1 * a8 + wa2 * a7 + wa3 * a6 + wa4 * a5 + (((((((m1 << 3) - m2) << 3) + m3) << 9) + m6) << 9) - 2 * b0 - u0 + 536870911 + c8; // |x| <= 2^60.65
    let r0 = t9 & MASK;                                          // 0 <= x <= 2^29.00
    let c9 = t9 >> WIDTH;                                        // |x| <= 2^31.65
    let t10: i64 = wa2 * a8 + wa3 * a7 + wa4 * a6 + a5 * a5 + (((((((m2 << 3) - m3) << 3) + m4) << 9) + m7) << 9) - 2 * b1 - u1 + 536870911 + c9; // |x| <= 2^60.40
    let r1 = t10 & MASK;                                         // 0 <= x <= 2^29.00
    let c10 = t10 >> WIDTH;                                      // |x| <= 2^31.40
    let t11: i64 = wa3 * a8 + wa4 * a7 + wa5 * a6 + (((((((m3 << 3) - m4) << 3) + m5) << 9) + m8) << 9) - 2 * b2 - u2 + 536870911 + c10; // |x| <= 2^60.09
    let r2 = t11 & MASK;                                         // 0 <= x <= 2^29.00
    let c11 = t11 >> WIDTH;                                      // |x| <= 2^31.09
    let t12: i64 = wa4 * a8 + wa5 * a7 + a6 * a6 + (((((m4 << 3) - m5) << 3) + m6) << 18) - 2 * b3 - u3 + 511 + c11; // |x| <= 2^59.71
    let r3 = t12 & MASK;                                         // 0 <= x <= 2^29.00
    let c12 = t12 >> WIDTH;                                      // |x| <= 2^30.71
    let t13: i64 = wa5 * a8 + wa6 * a7 + (((((m5 << 3) - m6) << 3) + m7) << 18) - 2 * b4 - u4 + c12; // |x| <= 2^59.18
    let r4 = t13 & MASK;                                         // 0 <= x <= 2^29.00
    let c13 = t13 >> WIDTH;                                      // |x| <= 2^30.18
    let t14: i64 = wa6 * a8 + a7 * a7 + (((((m6 << 3) - m7) << 3) + m8) << 18) - 2 * b5 - u5 + c13; // |x| <= 2^58.34
    let r5 = t14 & MASK;                                         // 0 <= x <= 2^29.00
    let c14 = t14 >> WIDTH;                                      // |x| <= 2^29.34
    let t15: i64 = wa7 * a8 + (((m7 << 3) - m8) << 21) - 2 * b6 - u6 + 262144 + c14; // |x| <= 2^56.53
    let r6 = t15 & MASK;                                         // 0 <= x <= 2^29.00
    let c15 = t15 >> WIDTH;                                      // |x| <= 2^27.53
    let t16: i64 = a8 * a8 + (m8 << 24) - 2 * b7 - u7 + 534773760 + c15; // |x| <= 2^54.02
    let r7 = t16 & MASK;                                         // 0 <= x <= 2^29.00
    let c16 = t16 >> WIDTH;                                      // |x| <= 2^25.02
    let r8 = - 2 * b8 - u8 + 16777215 + c16;                     // |x| <= 2^25.85
    *to = [r0, r1, r2, r3, r4, r5, r6, r7, r8];
}
