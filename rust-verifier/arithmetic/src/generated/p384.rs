// Written by generator/main.mjs, which proves every bound that stands here; change it there.

//! P-384: p = 2^384 - 2^128 - 2^96 + 2^32 - 1, elements as 14 limbs of 28 bits in Montgomery's form with
//! R = 2^392. Bounds of limbs are in units of 2^28.

use crate::curve::{Addition, Affine, Curve, Jacobian, Reduced};

type Limbs = [i64; 14];

const WIDTH: u32 = 28;
const MASK: i64 = (1 << WIDTH) - 1;

/// The curve.
pub(crate) enum P384 {}

impl Curve<14, 12, 13> for P384 {
    const WIDTH: u32 = WIDTH;
    /// p.
    const PRIME: Limbs = [
        268435455, 15, 0, 268431360, 268369919, 268435455, 268435455, 268435455,
        268435455, 268435455, 268435455, 268435455, 268435455, 1048575,
    ];
    /// 1, not in Montgomery's form: a product with it is a reduction.
    const UNIT: Limbs = [
        1, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0,
    ];
    /// 1 in Montgomery's form: R modulo p.
    const ONE: Reduced<14> = Reduced([
        256, 268431360, 268435455, 1048575, 16777216, 0, 0, 0,
        0, 0, 0, 0, 0, 0,
    ]);
    /// A product with it enters Montgomery's form.
    const R2: Reduced<14> = Reduced([
        65536, 266338304, 16777215, 0, 2, 0, 268434944, 4095,
        131072, 1048576, 0, 0, 0, 0,
    ]);
    /// A product with it enters Montgomery's form twice: for an inverse of what was in it.
    const R3: Reduced<14> = Reduced([
        33554432, 0, 268435452, 47, 768, 268427264, 268238847, 6291455,
        50331648, 0, 268435453, 268435423, 767, 12288,
    ]);
    /// The curve's b.
    const B: Reduced<14> = Reduced([
        19778765, 143068420, 49022993, 227833027, 264513965, 26345506, 133308571, 154709543,
        122416788, 34164275, 32775938, 261841586, 190861247, 33044,
    ]);
    /// p.
    const PRIME_WORDS: [u32; 12] = [
        4294967295, 0, 0, 4294967295, 4294967294, 4294967295, 4294967295, 4294967295,
        4294967295, 4294967295, 4294967295, 4294967295,
    ];
    /// p for inversion.
    const PRIME_SIGNED: [i32; 13] = [
        1073741823, 3, 0, 1073741760, 1073741567, 1073741823, 1073741823, 1073741823,
        1073741823, 1073741823, 1073741823, 1073741823, 16777215,
    ];
    /// 1 / p modulo 2^30.
    const PRIME_INVERSE: u32 = 1073741823;
    /// The group order n.
    const ORDER: [u32; 12] = [
        3435473267, 3974895978, 1219536762, 1478102450, 4097256927, 3345173889, 4294967295, 4294967295,
        4294967295, 4294967295, 4294967295, 4294967295,
    ];
    /// n for inversion.
    const ORDER_SIGNED: [i32; 13] = [
        214247795, 867198379, 185235374, 109276306, 925753176, 221644752, 1073740918, 1073741823,
        1073741823, 1073741823, 1073741823, 1073741823, 16777215,
    ];
    /// 1 / n modulo 2^30.
    const ORDER_INVERSE: u32 = 393225147;
    /// -1 / n modulo 2^32.
    const ORDER_NEGATED_INVERSE: u32 = 3901742149;
    /// 2^(64 words) modulo n.
    const ORDER_R2: [u32; 12] = [
        431229353, 758225700, 3743065113, 4282221029, 4239927623, 3158198330, 1252728005, 3557640471,
        673605781, 1068522362, 725204769, 210038273,
    ];

    // What the formulas keep.
    // Reduced: limbs 0.000 to 1.000, top -53518 to 1841935; value -0.055 p to 1.758 p
    // Jacobian x: limbs 0.000 to 1.000, top -13537360 to 10090319; value -12.914 p to 9.625 p
    // Jacobian y: limbs -1.000 to 1.000, top -9052838 to 3763399; value -8.637 p to 3.590 p
    // Jacobian z: limbs 0.000 to 1.000, top -2922326 to 2084806; value -2.789 p to 1.992 p

    fn multiply(a: &Reduced<14>, b: &Reduced<14>) -> Reduced<14> {
        Reduced(multiply(&a.0, &b.0))
    }

    fn square(a: &Reduced<14>) -> Reduced<14> {
        Reduced(square(&a.0))
    }

    /// 2P; P is not infinity.
    #[inline(never)]
    fn double(p: &Jacobian<14>) -> Jacobian<14> {
        // limbs 0.000 to 1.000, top 0 to 1080389; value 0.000 p to 1.030 p
        let delta = square(&p.z);
        // limbs 0.000 to 1.000, top 0 to 1353878; value 0.000 p to 1.291 p
        let gamma = square(&p.y);
        // limbs 0.000 to 1.000, top -68277 to 1099467; value -0.065 p to 1.048 p
        let beta = multiply(&p.x, &gamma);
        // limbs -1.000 to 1.000, top -14617749 to 10090319; value -13.944 p to 9.625 p
        let less: Limbs = core::array::from_fn(|i| p.x[i] - delta[i]);
        // limbs 0.000 to 2.000, top -13537360 to 11170708; value -12.914 p to 10.655 p
        let more: Limbs = core::array::from_fn(|i| p.x[i] + delta[i]);
        // limbs 0.000 to 1.000, top -608306 to 1785757; value -0.580 p to 1.703 p
        let third = multiply(&less, &more);
        // limbs 0.000 to 3.000, top -1824918 to 5357271; value -1.741 p to 5.110 p
        let alpha: Limbs = core::array::from_fn(|i| 3 * third[i]);
        // limbs 0.000 to 1.000, top 0 to 1060455; value 0.000 p to 1.011 p
        let third2 = square(&third);
        // limbs 0.000 to 1.000, top -8795744 to 10090319; value -8.388 p to 9.623 p
        let x3 = carry(&core::array::from_fn(|i| 9 * third2[i] - 8 * beta[i]));
        // limbs -1.000 to 2.000, top -11975164 to 5848205; value -11.426 p to 5.582 p
        let both: Limbs = core::array::from_fn(|i| p.y[i] + p.z[i]);
        // limbs 0.000 to 1.000, top 0 to 1582799; value 0.000 p to 1.510 p
        let both2 = square(&both);
        // limbs 0.000 to 1.000, top -2434269 to 1582799; value -2.322 p to 1.510 p
        let z3 = carry(&core::array::from_fn(|i| both2[i] - gamma[i] - delta[i]));
        // limbs 0.000 to 1.000, top -10363429 to 13193616; value -9.884 p to 12.583 p
        let rest = carry(&core::array::from_fn(|i| 4 * beta[i] - x3[i]));
        // limbs 0.000 to 1.000, top 0 to 1055404; value 0.000 p to 1.006 p
        let gamma2 = square(&gamma);
        // limbs 0.000 to 1.000, top -206828 to 1311886; value -0.197 p to 1.251 p
        let slope = multiply(&alpha, &rest);
        // limbs 0.000 to 1.000, top -8650068 to 1311886; value -8.249 p to 1.251 p
        let y3 = carry(&core::array::from_fn(|i| slope[i] - 8 * gamma2[i]));
        Jacobian { x: x3, y: y3, z: z3 }
    }

    /// Begins P + Q or P - Q.
    #[inline(never)]
    fn begin_addition(p: &Jacobian<14>, q: &Affine<14>, is_negated: bool) -> Addition<14> {
        let q = q.unpack();
        let qy: Limbs = if is_negated { q.y.0.map(|limb| -limb) } else { q.y.0 };
        // limbs 0.000 to 1.000, top 0 to 1080389; value 0.000 p to 1.030 p
        let zz = square(&p.z);
        // limbs 0.000 to 1.000, top -216 to 1055989; value -0.000 p to 1.007 p
        let u2 = multiply(&q.x.0, &zz);
        // limbs 0.000 to 1.000, top -11762 to 1056966; value -0.011 p to 1.008 p
        let zzz = multiply(&p.z, &zz);
        // limbs 0.000 to 1.000, top -7253 to 1055828; value -0.007 p to 1.007 p
        let s2 = multiply(&qy, &zzz);
        // limbs -1.000 to 1.000, top -10090535 to 14593349; value -9.625 p to 13.921 p
        let h: Limbs = core::array::from_fn(|i| u2[i] - p.x[i]);
        // limbs 0.000 to 1.000, top 0 to 1841935; value 0.000 p to 1.757 p
        let hh = square(&h);
        // limbs -1.000 to 2.000, top -3770652 to 10108666; value -3.597 p to 9.644 p
        let r: Limbs = core::array::from_fn(|i| s2[i] - p.y[i]);
        Addition { zz: Reduced(zz), h, hh: Reduced(hh), r }
    }

    /// Ends what was begun, where the x coordinates differ.
    #[inline(never)]
    fn finish_addition(p: &Jacobian<14>, a: &Addition<14>) -> Jacobian<14> {
        // limbs 0.000 to 1.000, top -69239 to 1148711; value -0.066 p to 1.095 p
        let hhh = multiply(&a.h, &a.hh.0);
        // limbs 0.000 to 1.000, top -92890 to 1117813; value -0.089 p to 1.066 p
        let v = multiply(&p.x, &a.hh.0);
        // limbs 0.000 to 1.000, top 0 to 1429245; value 0.000 p to 1.363 p
        let r2 = square(&a.r);
        // limbs 0.000 to 1.000, top -13537360 to 6737059; value -12.911 p to 6.426 p
        let x3 = carry(&core::array::from_fn(|i| 4 * r2[i] - 4 * hhh[i] - 8 * v[i]));
        // limbs 0.000 to 1.000, top -7108621 to 18008616; value -6.781 p to 17.175 p
        let rest = carry(&core::array::from_fn(|i| 4 * v[i] - x3[i]));
        // limbs 0.000 to 1.000, top -267695 to 1726739; value -0.255 p to 1.647 p
        let slope = multiply(&a.r, &rest);
        // limbs 0.000 to 1.000, top -38740 to 1064680; value -0.037 p to 1.015 p
        let tail = multiply(&p.y, &hhh);
        // limbs 0.000 to 1.000, top -9052838 to 3763399; value -8.634 p to 3.590 p
        let y3 = carry(&core::array::from_fn(|i| 2 * slope[i] - 8 * tail[i]));
        // limbs -1.000 to 2.000, top -13012861 to 16678155; value -12.414 p to 15.913 p
        let sum: Limbs = core::array::from_fn(|i| p.z[i] + a.h[i]);
        // limbs 0.000 to 1.000, top 0 to 2084806; value 0.000 p to 1.989 p
        let sum2 = square(&sum);
        // limbs 0.000 to 1.000, top -2922326 to 2084806; value -2.787 p to 1.989 p
        let z3 = carry(&core::array::from_fn(|i| sum2[i] - a.zz.0[i] - a.hh.0[i]));
        Jacobian { x: x3, y: y3, z: z3 }
    }

    /// Zero where the y coordinates are equal.
    #[inline(never)]
    fn has_same_y(a: &Addition<14>) -> Reduced<14> {
        // limbs 0.000 to 1.000, top 0 to 1048575; value 0.000 p to 1.000 p
        let residue = multiply(&a.r, &Self::UNIT);
        Reduced(residue)
    }

    /// Zero where y^2 = x^3 - 3x + b.
    #[inline(never)]
    fn curve_equation(x: &Reduced<14>, y: &Reduced<14>) -> Reduced<14> {
        // limbs 0.000 to 1.000, top 0 to 1061214; value 0.000 p to 1.012 p
        let x2 = square(&x.0);
        // limbs -3.000 to 1.000, top 0 to 1061214; value 0.000 p to 1.012 p
        let factor: Limbs = core::array::from_fn(|i| x2[i] - 3 * Self::ONE.0[i]);
        // limbs 0.000 to 1.000, top -212 to 1055857; value -0.000 p to 1.007 p
        let right = multiply(&factor, &x.0);
        // limbs 0.000 to 1.000, top 0 to 1061214; value 0.000 p to 1.012 p
        let left = square(&y.0);
        // limbs -1.985 to 0.926, top -1088901 to 1028382; value -1.038 p to 0.981 p
        let difference: Limbs = core::array::from_fn(|i| left[i] - right[i] - Self::B.0[i]);
        // limbs 0.000 to 1.000, top 0 to 1048575; value 0.000 p to 1.000 p
        let residue = multiply(&difference, &Self::UNIT);
        Reduced(residue)
    }

    /// Zero where P's affine x coordinate is `x`.
    #[inline(never)]
    fn x_difference(x: &Reduced<14>, p: &Jacobian<14>) -> Reduced<14> {
        // limbs 0.000 to 1.000, top 0 to 1080389; value 0.000 p to 1.030 p
        let zz = square(&p.z);
        // limbs 0.000 to 1.000, top -216 to 1055989; value -0.000 p to 1.007 p
        let scaled = multiply(&x.0, &zz);
        // limbs -1.000 to 1.000, top -10090535 to 14593349; value -9.625 p to 13.921 p
        let difference: Limbs = core::array::from_fn(|i| scaled[i] - p.x[i]);
        // limbs 0.000 to 1.000, top 0 to 1048575; value 0.000 p to 1.000 p
        let residue = multiply(&difference, &Self::UNIT);
        Reduced(residue)
    }

    /// The affine point, given 1 / z.
    #[inline(never)]
    fn normalise(p: &Jacobian<14>, inverse: &Reduced<14>) -> Affine<14> {
        // limbs 0.000 to 1.000, top 0 to 1061214; value 0.000 p to 1.012 p
        let inverse2 = square(&inverse.0);
        // limbs 0.000 to 1.000, top -212 to 1055857; value -0.000 p to 1.007 p
        let inverse3 = multiply(&inverse2, &inverse.0);
        // limbs 0.000 to 1.000, top -53518 to 1088466; value -0.051 p to 1.038 p
        let x = multiply(&p.x, &inverse2);
        // limbs 0.000 to 1.000, top -35609 to 1063378; value -0.034 p to 1.014 p
        let y = multiply(&p.y, &inverse3);
        Affine::pack(&Reduced(x), &Reduced(y))
    }

    /// x, y and z, reduced.
    #[inline(never)]
    fn coordinates(p: &Jacobian<14>) -> [Reduced<14>; 3] {
        // limbs 0.000 to 1.000, top -1 to 1048576; value 0.000 p to 1.000 p
        let x = multiply(&p.x, &Self::ONE.0);
        // limbs 0.000 to 1.000, top -1 to 1048576; value 0.000 p to 1.000 p
        let y = multiply(&p.y, &Self::ONE.0);
        // limbs 0.000 to 1.000, top -1 to 1048576; value 0.000 p to 1.000 p
        let z = multiply(&p.z, &Self::ONE.0);
        [Reduced(x), Reduced(y), Reduced(z)]
    }

    fn base() -> &'static [Affine<14>; 32] {
        &BASE
    }
}

/// One parallel carry: the value stays, limbs come back to their width.
fn carry(x: &Limbs) -> Limbs {
    core::array::from_fn(|i| {
        let kept = if i < 13 { x[i] & MASK } else { x[i] };
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
    let a9 = a[9];                                               // |x| <= 2^29.58
    let a10 = a[10];                                             // |x| <= 2^29.58
    let a11 = a[11];                                             // |x| <= 2^29.58
    let a12 = a[12];                                             // |x| <= 2^29.58
    let a13 = a[13];                                             // |x| <= 2^23.80
    let b0 = b[0];                                               // 0 <= x <= 2^29.00
    let b1 = b[1];                                               // |x| <= 2^29.00
    let b2 = b[2];                                               // |x| <= 2^29.00
    let b3 = b[3];                                               // |x| <= 2^29.00
    let b4 = b[4];                                               // |x| <= 2^29.00
    let b5 = b[5];                                               // |x| <= 2^29.00
    let b6 = b[6];                                               // |x| <= 2^29.00
    let b7 = b[7];                                               // |x| <= 2^29.00
    let b8 = b[8];                                               // |x| <= 2^29.00
    let b9 = b[9];                                               // |x| <= 2^29.00
    let b10 = b[10];                                             // |x| <= 2^29.00
    let b11 = b[11];                                             // |x| <= 2^29.00
    let b12 = b[12];                                             // |x| <= 2^29.00
    let b13 = b[13];                                             // |x| <= 2^24.10
    let e0 = a0 - a7;                                            // |x| <= 2^29.58
    let e1 = a1 - a8;                                            // |x| <= 2^30.00
    let e2 = a2 - a9;                                            // |x| <= 2^30.00
    let e3 = a3 - a10;                                           // |x| <= 2^29.58
    let e4 = a4 - a11;                                           // |x| <= 2^29.58
    let e5 = a5 - a12;                                           // |x| <= 2^29.58
    let e6 = a6 - a13;                                           // |x| <= 2^29.59
    let f0 = b7 - b0;                                            // |x| <= 2^29.00
    let f1 = b8 - b1;                                            // |x| <= 2^29.00
    let f2 = b9 - b2;                                            // |x| <= 2^29.00
    let f3 = b10 - b3;                                           // |x| <= 2^29.00
    let f4 = b11 - b4;                                           // |x| <= 2^29.00
    let f5 = b12 - b5;                                           // |x| <= 2^29.00
    let f6 = b13 - b6;                                           // |x| <= 2^29.04
    let l0 = a0 * b0;                                            // |x| <= 2^57.58
    let h0 = a7 * b7;                                            // |x| <= 2^57.58
    let k0 = e0 * f0 + l0 + h0;                                  // |x| <= 2^58.58
    let l1 = a0 * b1 + a1 * b0;                                  // |x| <= 2^58.58
    let h1 = a7 * b8 + a8 * b7;                                  // |x| <= 2^58.58
    let k1 = e0 * f1 + e1 * f0 + l1 + h1;                        // |x| <= 2^59.58
    let l2 = a0 * b2 + a1 * b1 + a2 * b0;                        // |x| <= 2^59.17
    let h2 = a7 * b9 + a8 * b8 + a9 * b7;                        // |x| <= 2^59.17
    let k2 = e0 * f2 + e1 * f1 + e2 * f0 + l2 + h2;              // |x| <= 2^60.17
    let l3 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0;              // |x| <= 2^59.58
    let h3 = a7 * b10 + a8 * b9 + a9 * b8 + a10 * b7;            // |x| <= 2^59.58
    let k3 = e0 * f3 + e1 * f2 + e2 * f1 + e3 * f0 + l3 + h3;    // |x| <= 2^60.58
    let l4 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0;    // |x| <= 2^59.91
    let h4 = a7 * b11 + a8 * b10 + a9 * b9 + a10 * b8 + a11 * b7; // |x| <= 2^59.91
    let k4 = e0 * f4 + e1 * f3 + e2 * f2 + e3 * f1 + e4 * f0 + l4 + h4; // |x| <= 2^60.91
    let l5 = a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0; // |x| <= 2^60.17
    let h5 = a7 * b12 + a8 * b11 + a9 * b10 + a10 * b9 + a11 * b8 + a12 * b7; // |x| <= 2^60.17
    let k5 = e0 * f5 + e1 * f4 + e2 * f3 + e3 * f2 + e4 * f1 + e5 * f0 + l5 + h5; // |x| <= 2^61.17
    let l6 = a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0; // |x| <= 2^60.39
    let h6 = a7 * b13 + a8 * b12 + a9 * b11 + a10 * b10 + a11 * b9 + a12 * b8 + a13 * b7; // |x| <= 2^59.92
    let k6 = e0 * f6 + e1 * f5 + e2 * f4 + e3 * f3 + e4 * f2 + e5 * f1 + e6 * f0 + l6 + h6; // |x| <= 2^61.18
    let l7 = a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1; // |x| <= 2^60.17
    let h7 = a8 * b13 + a9 * b12 + a10 * b11 + a11 * b10 + a12 * b9 + a13 * b8; // |x| <= 2^59.60
    let k7 = e1 * f6 + e2 * f5 + e3 * f4 + e4 * f3 + e5 * f2 + e6 * f1 + l7 + h7; // |x| <= 2^60.91
    let l8 = a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2;    // |x| <= 2^59.91
    let h8 = a9 * b13 + a10 * b12 + a11 * b11 + a12 * b10 + a13 * b9; // |x| <= 2^59.20
    let k8 = e2 * f6 + e3 * f5 + e4 * f4 + e5 * f3 + e6 * f2 + l8 + h8; // |x| <= 2^60.59
    let l9 = a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3;              // |x| <= 2^59.58
    let h9 = a10 * b13 + a11 * b12 + a12 * b11 + a13 * b10;      // |x| <= 2^58.62
    let k9 = e3 * f6 + e4 * f5 + e5 * f4 + e6 * f3 + l9 + h9;    // |x| <= 2^60.18
    let l10 = a4 * b6 + a5 * b5 + a6 * b4;                       // |x| <= 2^59.17
    let h10 = a11 * b13 + a12 * b12 + a13 * b11;                 // |x| <= 2^57.66
    let k10 = e4 * f6 + e5 * f5 + e6 * f4 + l10 + h10;           // |x| <= 2^59.60
    let l11 = a5 * b6 + a6 * b5;                                 // |x| <= 2^58.58
    let h11 = a12 * b13 + a13 * b12;                             // |x| <= 2^53.46
    let k11 = e5 * f6 + e6 * f5 + l11 + h11;                     // |x| <= 2^58.62
    let l12 = a6 * b6;                                           // |x| <= 2^57.58
    let h12 = a13 * b13;                                         // |x| <= 2^47.49
    let k12 = e6 * f6 + l12 + h12;                               // |x| <= 2^53.46
    let t0: i64 = l0;                                            // |x| <= 2^57.58
    let m0 = t0 & MASK;                                          // 0 <= x <= 2^28.00
    let c0 = t0 >> WIDTH;                                        // |x| <= 2^29.58
    let t1: i64 = l1 + (m0 << 4) + c0;                           // |x| <= 2^58.58
    let m1 = t1 & MASK;                                          // 0 <= x <= 2^28.00
    let c1 = t1 >> WIDTH;                                        // |x| <= 2^30.58
    let t2: i64 = l2 + (m1 << 4) + c1;                           // |x| <= 2^59.17
    let m2 = t2 & MASK;                                          // 0 <= x <= 2^28.00
    let c2 = t2 >> WIDTH;                                        // |x| <= 2^31.17
    let t3: i64 = l3 - (m0 << 12) + (m2 << 4) + c2;              // |x| <= 2^59.58
    let m3 = t3 & MASK;                                          // 0 <= x <= 2^28.00
    let c3 = t3 >> WIDTH;                                        // |x| <= 2^31.58
    let t4: i64 = l4 - (m0 << 16) - (m1 << 12) + (m3 << 4) + c3; // |x| <= 2^59.91
    let m4 = t4 & MASK;                                          // 0 <= x <= 2^28.00
    let c4 = t4 >> WIDTH;                                        // |x| <= 2^31.91
    let t5: i64 = l5 - (m1 << 16) - (m2 << 12) + (m4 << 4) + c4; // |x| <= 2^60.17
    let m5 = t5 & MASK;                                          // 0 <= x <= 2^28.00
    let c5 = t5 >> WIDTH;                                        // |x| <= 2^32.17
    let t6: i64 = l6 - (m2 << 16) - (m3 << 12) + (m5 << 4) + c5; // |x| <= 2^60.39
    let m6 = t6 & MASK;                                          // 0 <= x <= 2^28.00
    let c6 = t6 >> WIDTH;                                        // |x| <= 2^32.39
    let t7: i64 = l7 + k0 - (m3 << 16) - (m4 << 12) + (m6 << 4) + c6; // |x| <= 2^60.58
    let m7 = t7 & MASK;                                          // 0 <= x <= 2^28.00
    let c7 = t7 >> WIDTH;                                        // |x| <= 2^32.58
    let t8: i64 = l8 + k1 - (m4 << 16) - (m5 << 12) + (m7 << 4) + c7; // |x| <= 2^60.75
    let m8 = t8 & MASK;                                          // 0 <= x <= 2^28.00
    let c8 = t8 >> WIDTH;                                        // |x| <= 2^32.75
    let t9: i64 = l9 + k2 - (m5 << 16) - (m6 << 12) + (m8 << 4) + c8; // |x| <= 2^60.91
    let m9 = t9 & MASK;                                          // 0 <= x <= 2^28.00
    let c9 = t9 >> WIDTH;                                        // |x| <= 2^32.91
    let t10: i64 = l10 + k3 - (m6 << 16) - (m7 << 12) + (m9 << 4) + c9; // |x| <= 2^61.04
    let m10 = t10 & MASK;                                        // 0 <= x <= 2^28.00
    let c10 = t10 >> WIDTH;                                      // |x| <= 2^33.04
    let t11: i64 = l11 + k4 - (m7 << 16) - (m8 << 12) + (m10 << 4) + c10; // |x| <= 2^61.17
    let m11 = t11 & MASK;                                        // 0 <= x <= 2^28.00
    let c11 = t11 >> WIDTH;                                      // |x| <= 2^33.17
    let t12: i64 = l12 + k5 - (m8 << 16) - (m9 << 12) + (m11 << 4) + c11; // |x| <= 2^61.29
    let m12 = t12 & MASK;                                        // 0 <= x <= 2^28.00
    let c12 = t12 >> WIDTH;                                      // |x| <= 2^33.29
    let t13: i64 = k6 + (m0 << 20) - (m9 << 16) - (m10 << 12) + (m12 << 4) + c12; // |x| <= 2^61.18
    let m13 = t13 & MASK;                                        // 0 <= x <= 2^28.00
    let c13 = t13 >> WIDTH;                                      // |x| <= 2^33.18
    let t14: i64 = k7 + h0 + (m1 << 20) - (m10 << 16) - (m11 << 12) + (m13 << 4) + c13; // |x| <= 2^61.05
    let r0 = t14 & MASK;                                         // 0 <= x <= 2^28.00
    let c14 = t14 >> WIDTH;                                      // |x| <= 2^33.05
    let t15: i64 = k8 + h1 + (m2 << 20) - (m11 << 16) - (m12 << 12) + c14; // |x| <= 2^60.92
    let r1 = t15 & MASK;                                         // 0 <= x <= 2^28.00
    let c15 = t15 >> WIDTH;                                      // |x| <= 2^32.92
    let t16: i64 = k9 + h2 + (m3 << 20) - (m12 << 16) - (m13 << 12) + c15; // |x| <= 2^60.76
    let r2 = t16 & MASK;                                         // 0 <= x <= 2^28.00
    let c16 = t16 >> WIDTH;                                      // |x| <= 2^32.76
    let t17: i64 = k10 + h3 + (m4 << 20) - (m13 << 16) + c16;    // |x| <= 2^60.60
    let r3 = t17 & MASK;                                         // 0 <= x <= 2^28.00
    let c17 = t17 >> WIDTH;                                      // |x| <= 2^32.60
    let t18: i64 = k11 + h4 + (m5 << 20) + c17;                  // |x| <= 2^60.40
    let r4 = t18 & MASK;                                         // 0 <= x <= 2^28.00
    let c18 = t18 >> WIDTH;                                      // |x| <= 2^32.40
    let t19: i64 = k12 + h5 + (m6 << 20) + c18;                  // |x| <= 2^60.18
    let r5 = t19 & MASK;                                         // 0 <= x <= 2^28.00
    let c19 = t19 >> WIDTH;                                      // |x| <= 2^32.18
    let t20: i64 = h6 + (m7 << 20) + c19;                        // |x| <= 2^59.92
    let r6 = t20 & MASK;                                         // 0 <= x <= 2^28.00
    let c20 = t20 >> WIDTH;                                      // |x| <= 2^31.92
    let t21: i64 = h7 + (m8 << 20) + c20;                        // |x| <= 2^59.61
    let r7 = t21 & MASK;                                         // 0 <= x <= 2^28.00
    let c21 = t21 >> WIDTH;                                      // |x| <= 2^31.61
    let t22: i64 = h8 + (m9 << 20) + c21;                        // |x| <= 2^59.20
    let r8 = t22 & MASK;                                         // 0 <= x <= 2^28.00
    let c22 = t22 >> WIDTH;                                      // |x| <= 2^31.20
    let t23: i64 = h9 + (m10 << 20) + c22;                       // |x| <= 2^58.63
    let r9 = t23 & MASK;                                         // 0 <= x <= 2^28.00
    let c23 = t23 >> WIDTH;                                      // |x| <= 2^30.63
    let t24: i64 = h10 + (m11 << 20) + c23;                      // |x| <= 2^57.67
    let r10 = t24 & MASK;                                        // 0 <= x <= 2^28.00
    let c24 = t24 >> WIDTH;                                      // |x| <= 2^29.67
    let t25: i64 = h11 + (m12 << 20) + c24;                      // |x| <= 2^53.49
    let r11 = t25 & MASK;                                        // 0 <= x <= 2^28.00
    let c25 = t25 >> WIDTH;                                      // |x| <= 2^25.49
    let t26: i64 = h12 + (m13 << 20) + c25;                      // |x| <= 2^48.77
    let r12 = t26 & MASK;                                        // 0 <= x <= 2^28.00
    let c26 = t26 >> WIDTH;                                      // |x| <= 2^20.77
    let r13 = c26;                                               // |x| <= 2^20.77
    [r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13]
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
    let a9 = a[9];                                               // |x| <= 2^29.00
    let a10 = a[10];                                             // |x| <= 2^29.00
    let a11 = a[11];                                             // |x| <= 2^29.00
    let a12 = a[12];                                             // |x| <= 2^29.00
    let a13 = a[13];                                             // |x| <= 2^23.99
    let e0 = a0 - a7;                                            // |x| <= 2^29.58
    let e1 = a1 - a8;                                            // |x| <= 2^29.58
    let e2 = a2 - a9;                                            // |x| <= 2^29.58
    let e3 = a3 - a10;                                           // |x| <= 2^29.58
    let e4 = a4 - a11;                                           // |x| <= 2^29.58
    let e5 = a5 - a12;                                           // |x| <= 2^29.58
    let e6 = a6 - a13;                                           // |x| <= 2^29.03
    let dl0 = 2 * a0;                                            // |x| <= 2^30.00
    let dl1 = 2 * a1;                                            // |x| <= 2^30.00
    let dl2 = 2 * a2;                                            // |x| <= 2^30.00
    let dl3 = 2 * a3;                                            // |x| <= 2^30.00
    let dl4 = 2 * a4;                                            // |x| <= 2^30.00
    let dl5 = 2 * a5;                                            // |x| <= 2^30.00
    let dh0 = 2 * a7;                                            // |x| <= 2^30.00
    let dh1 = 2 * a8;                                            // |x| <= 2^30.00
    let dh2 = 2 * a9;                                            // |x| <= 2^30.00
    let dh3 = 2 * a10;                                           // |x| <= 2^30.00
    let dh4 = 2 * a11;                                           // |x| <= 2^30.00
    let dh5 = 2 * a12;                                           // |x| <= 2^30.00
    let de0 = 2 * e0;                                            // |x| <= 2^30.58
    let de1 = 2 * e1;                                            // |x| <= 2^30.58
    let de2 = 2 * e2;                                            // |x| <= 2^30.58
    let de3 = 2 * e3;                                            // |x| <= 2^30.58
    let de4 = 2 * e4;                                            // |x| <= 2^30.58
    let de5 = 2 * e5;                                            // |x| <= 2^30.58
    let l0 = a0 * a0;                                            // 0 <= x <= 2^58.00
    let h0 = a7 * a7;                                            // 0 <= x <= 2^58.00
    let k0 = l0 + h0 - e0 * e0;                                  // |x| <= 2^59.00
    let l1 = dl0 * a1;                                           // |x| <= 2^59.00
    let h1 = dh0 * a8;                                           // |x| <= 2^59.00
    let k1 = l1 + h1 - de0 * e1;                                 // |x| <= 2^60.00
    let l2 = dl0 * a2 + a1 * a1;                                 // |x| <= 2^59.58
    let h2 = dh0 * a9 + a8 * a8;                                 // |x| <= 2^59.58
    let k2 = l2 + h2 - de0 * e2 - e1 * e1;                       // |x| <= 2^60.58
    let l3 = dl0 * a3 + dl1 * a2;                                // |x| <= 2^60.00
    let h3 = dh0 * a10 + dh1 * a9;                               // |x| <= 2^60.00
    let k3 = l3 + h3 - de0 * e3 - de1 * e2;                      // |x| <= 2^61.00
    let l4 = dl0 * a4 + dl1 * a3 + a2 * a2;                      // |x| <= 2^60.32
    let h4 = dh0 * a11 + dh1 * a10 + a9 * a9;                    // |x| <= 2^60.32
    let k4 = l4 + h4 - de0 * e4 - de1 * e3 - e2 * e2;            // |x| <= 2^61.32
    let l5 = dl0 * a5 + dl1 * a4 + dl2 * a3;                     // |x| <= 2^60.58
    let h5 = dh0 * a12 + dh1 * a11 + dh2 * a10;                  // |x| <= 2^60.58
    let k5 = l5 + h5 - de0 * e5 - de1 * e4 - de2 * e3;           // |x| <= 2^61.58
    let l6 = dl0 * a6 + dl1 * a5 + dl2 * a4 + a3 * a3;           // |x| <= 2^60.81
    let h6 = dh0 * a13 + dh1 * a12 + dh2 * a11 + a10 * a10;      // |x| <= 2^60.34
    let k6 = l6 + h6 - de0 * e6 - de1 * e5 - de2 * e4 - e3 * e3; // |x| <= 2^61.59
    let l7 = dl1 * a6 + dl2 * a5 + dl3 * a4;                     // |x| <= 2^60.58
    let h7 = dh1 * a13 + dh2 * a12 + dh3 * a11;                  // |x| <= 2^60.02
    let k7 = l7 + h7 - de1 * e6 - de2 * e5 - de3 * e4;           // |x| <= 2^61.33
    let l8 = dl2 * a6 + dl3 * a5 + a4 * a4;                      // |x| <= 2^60.32
    let h8 = dh2 * a13 + dh3 * a12 + a11 * a11;                  // |x| <= 2^59.61
    let k8 = l8 + h8 - de2 * e6 - de3 * e5 - e4 * e4;            // |x| <= 2^61.01
    let l9 = dl3 * a6 + dl4 * a5;                                // |x| <= 2^60.00
    let h9 = dh3 * a13 + dh4 * a12;                              // |x| <= 2^59.04
    let k9 = l9 + h9 - de3 * e6 - de4 * e5;                      // |x| <= 2^60.60
    let l10 = dl4 * a6 + a5 * a5;                                // |x| <= 2^59.58
    let h10 = dh4 * a13 + a12 * a12;                             // |x| <= 2^58.09
    let k10 = l10 + h10 - de4 * e6 - e5 * e5;                    // |x| <= 2^60.02
    let l11 = dl5 * a6;                                          // |x| <= 2^59.00
    let h11 = dh5 * a13;                                         // |x| <= 2^53.99
    let k11 = l11 + h11 - de5 * e6;                              // |x| <= 2^59.04
    let l12 = a6 * a6;                                           // 0 <= x <= 2^58.00
    let h12 = a13 * a13;                                         // 0 <= x <= 2^47.98
    let k12 = l12 + h12 - e6 * e6;                               // |x| <= 2^53.99
    let t0: i64 = l0;                                            // 0 <= x <= 2^58.00
    let m0 = t0 & MASK;                                          // 0 <= x <= 2^28.00
    let c0 = t0 >> WIDTH;                                        // 0 <= x <= 2^30.00
    let t1: i64 = l1 + (m0 << 4) + c0;                           // |x| <= 2^59.00
    let m1 = t1 & MASK;                                          // 0 <= x <= 2^28.00
    let c1 = t1 >> WIDTH;                                        // |x| <= 2^31.00
    let t2: i64 = l2 + (m1 << 4) + c1;                           // |x| <= 2^59.58
    let m2 = t2 & MASK;                                          // 0 <= x <= 2^28.00
    let c2 = t2 >> WIDTH;                                        // |x| <= 2^31.58
    let t3: i64 = l3 - (m0 << 12) + (m2 << 4) + c2;              // |x| <= 2^60.00
    let m3 = t3 & MASK;                                          // 0 <= x <= 2^28.00
    let c3 = t3 >> WIDTH;                                        // |x| <= 2^32.00
    let t4: i64 = l4 - (m0 << 16) - (m1 << 12) + (m3 << 4) + c3; // |x| <= 2^60.32
    let m4 = t4 & MASK;                                          // 0 <= x <= 2^28.00
    let c4 = t4 >> WIDTH;                                        // |x| <= 2^32.32
    let t5: i64 = l5 - (m1 << 16) - (m2 << 12) + (m4 << 4) + c4; // |x| <= 2^60.58
    let m5 = t5 & MASK;                                          // 0 <= x <= 2^28.00
    let c5 = t5 >> WIDTH;                                        // |x| <= 2^32.58
    let t6: i64 = l6 - (m2 << 16) - (m3 << 12) + (m5 << 4) + c5; // |x| <= 2^60.81
    let m6 = t6 & MASK;                                          // 0 <= x <= 2^28.00
    let c6 = t6 >> WIDTH;                                        // |x| <= 2^32.81
    let t7: i64 = l7 + k0 - (m3 << 16) - (m4 << 12) + (m6 << 4) + c6; // |x| <= 2^61.00
    let m7 = t7 & MASK;                                          // 0 <= x <= 2^28.00
    let c7 = t7 >> WIDTH;                                        // |x| <= 2^33.00
    let t8: i64 = l8 + k1 - (m4 << 16) - (m5 << 12) + (m7 << 4) + c7; // |x| <= 2^61.17
    let m8 = t8 & MASK;                                          // 0 <= x <= 2^28.00
    let c8 = t8 >> WIDTH;                                        // |x| <= 2^33.17
    let t9: i64 = l9 + k2 - (m5 << 16) - (m6 << 12) + (m8 << 4) + c8; // |x| <= 2^61.32
    let m9 = t9 & MASK;                                          // 0 <= x <= 2^28.00
    let c9 = t9 >> WIDTH;                                        // |x| <= 2^33.32
    let t10: i64 = l10 + k3 - (m6 << 16) - (m7 << 12) + (m9 << 4) + c9; // |x| <= 2^61.46
    let m10 = t10 & MASK;                                        // 0 <= x <= 2^28.00
    let c10 = t10 >> WIDTH;                                      // |x| <= 2^33.46
    let t11: i64 = l11 + k4 - (m7 << 16) - (m8 << 12) + (m10 << 4) + c10; // |x| <= 2^61.58
    let m11 = t11 & MASK;                                        // 0 <= x <= 2^28.00
    let c11 = t11 >> WIDTH;                                      // |x| <= 2^33.58
    let t12: i64 = l12 + k5 - (m8 << 16) - (m9 << 12) + (m11 << 4) + c11; // |x| <= 2^61.70
    let m12 = t12 & MASK;                                        // 0 <= x <= 2^28.00
    let c12 = t12 >> WIDTH;                                      // |x| <= 2^33.70
    let t13: i64 = k6 + (m0 << 20) - (m9 << 16) - (m10 << 12) + (m12 << 4) + c12; // |x| <= 2^61.59
    let m13 = t13 & MASK;                                        // 0 <= x <= 2^28.00
    let c13 = t13 >> WIDTH;                                      // |x| <= 2^33.59
    let t14: i64 = k7 + h0 + (m1 << 20) - (m10 << 16) - (m11 << 12) + (m13 << 4) + c13; // |x| <= 2^61.47
    let r0 = t14 & MASK;                                         // 0 <= x <= 2^28.00
    let c14 = t14 >> WIDTH;                                      // |x| <= 2^33.47
    let t15: i64 = k8 + h1 + (m2 << 20) - (m11 << 16) - (m12 << 12) + c14; // |x| <= 2^61.33
    let r1 = t15 & MASK;                                         // 0 <= x <= 2^28.00
    let c15 = t15 >> WIDTH;                                      // |x| <= 2^33.33
    let t16: i64 = k9 + h2 + (m3 << 20) - (m12 << 16) - (m13 << 12) + c15; // |x| <= 2^61.18
    let r2 = t16 & MASK;                                         // 0 <= x <= 2^28.00
    let c16 = t16 >> WIDTH;                                      // |x| <= 2^33.18
    let t17: i64 = k10 + h3 + (m4 << 20) - (m13 << 16) + c16;    // |x| <= 2^61.01
    let r3 = t17 & MASK;                                         // 0 <= x <= 2^28.00
    let c17 = t17 >> WIDTH;                                      // |x| <= 2^33.01
    let t18: i64 = k11 + h4 + (m5 << 20) + c17;                  // |x| <= 2^60.82
    let r4 = t18 & MASK;                                         // 0 <= x <= 2^28.00
    let c18 = t18 >> WIDTH;                                      // |x| <= 2^32.82
    let t19: i64 = k12 + h5 + (m6 << 20) + c18;                  // |x| <= 2^60.60
    let r5 = t19 & MASK;                                         // 0 <= x <= 2^28.00
    let c19 = t19 >> WIDTH;                                      // |x| <= 2^32.60
    let t20: i64 = h6 + (m7 << 20) + c19;                        // |x| <= 2^60.34
    let r6 = t20 & MASK;                                         // 0 <= x <= 2^28.00
    let c20 = t20 >> WIDTH;                                      // |x| <= 2^32.34
    let t21: i64 = h7 + (m8 << 20) + c20;                        // |x| <= 2^60.02
    let r7 = t21 & MASK;                                         // 0 <= x <= 2^28.00
    let c21 = t21 >> WIDTH;                                      // |x| <= 2^32.02
    let t22: i64 = h8 + (m9 << 20) + c21;                        // |x| <= 2^59.61
    let r8 = t22 & MASK;                                         // 0 <= x <= 2^28.00
    let c22 = t22 >> WIDTH;                                      // |x| <= 2^31.61
    let t23: i64 = h9 + (m10 << 20) + c22;                       // |x| <= 2^59.04
    let r9 = t23 & MASK;                                         // 0 <= x <= 2^28.00
    let c23 = t23 >> WIDTH;                                      // |x| <= 2^31.04
    let t24: i64 = h10 + (m11 << 20) + c23;                      // |x| <= 2^58.09
    let r10 = t24 & MASK;                                        // 0 <= x <= 2^28.00
    let c24 = t24 >> WIDTH;                                      // |x| <= 2^30.09
    let t25: i64 = h11 + (m12 << 20) + c24;                      // |x| <= 2^54.01
    let r11 = t25 & MASK;                                        // 0 <= x <= 2^28.00
    let c25 = t25 >> WIDTH;                                      // |x| <= 2^26.01
    let t26: i64 = h12 + (m13 << 20) + c25;                      // |x| <= 2^48.99
    let r12 = t26 & MASK;                                        // 0 <= x <= 2^28.00
    let c26 = t26 >> WIDTH;                                      // |x| <= 2^20.99
    let r13 = c26;                                               // |x| <= 2^20.99
    [r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13]
}

/// G, 3G, 5G, ...
static BASE: [Affine<14>; 32] = [
    Affine { x: [11872333, 123101132, 238566864, 237952364, 242082680, 88192214, 127679228, 170979320, 75924569, 232961605, 119759182, 20452095, 36281877, 240348], y: [61144619, 64672256, 162276100, 200960842, 13418408, 48773893, 195946326, 256900504, 55712104, 176426092, 36059497, 245225472, 39458245, 494268] },
    Affine { x: [205550546, 230579965, 127665636, 795895, 26693290, 169282767, 186660073, 29803494, 148320981, 172426148, 237839930, 181286647, 149406147, 540646], y: [249648966, 75634596, 57507368, 175902222, 114874249, 82798404, 52847552, 236784449, 19749586, 187930240, 145838338, 184511926, 211301010, 345695] },
    Affine { x: [32563169, 99326079, 73841497, 214620275, 211977664, 43239171, 253669813, 213933671, 187495850, 239887885, 159900392, 264005483, 18683791, 766571], y: [66724173, 79299127, 90581865, 49020724, 158318958, 1848761, 11934513, 46154008, 58699672, 37147826, 71312606, 171863129, 115476964, 728221] },
    Affine { x: [153234323, 194842278, 78765843, 100770935, 98559553, 34732713, 52354296, 158678743, 34984293, 234182132, 190356914, 96438589, 18647298, 182776], y: [111550169, 186776032, 209258902, 224925249, 82596681, 83964036, 95082351, 268400646, 58459137, 7364863, 59664699, 66017266, 112159899, 41323] },
    Affine { x: [62467932, 33610869, 83439453, 43629950, 239033735, 177657669, 101271603, 201323506, 85836092, 81178051, 80141013, 111308102, 223568748, 700881], y: [247509223, 50797736, 170914433, 119268394, 52328418, 3394172, 133194183, 246222210, 212651112, 175458926, 167046761, 208132418, 70379765, 460339] },
    Affine { x: [193756572, 145854888, 180012912, 130941815, 266416647, 114142564, 231499632, 129392672, 146757140, 30904347, 142995542, 58690953, 209430980, 106143], y: [79308186, 185885244, 193164878, 113533252, 16404452, 145194616, 216535849, 166101731, 118437630, 42443488, 218905171, 25434145, 255144953, 680697] },
    Affine { x: [213777333, 246930444, 177576826, 208320329, 258432552, 54230346, 175803974, 203150696, 33794265, 234454453, 40234274, 156051031, 26014268, 116078], y: [226569542, 155554403, 12776659, 28105902, 69134479, 217370878, 144321096, 205051399, 246164990, 15481727, 219953993, 236462043, 130836857, 96987] },
    Affine { x: [167029243, 227046592, 198722666, 238973914, 86405648, 84805555, 63762837, 162727768, 595832, 93926805, 265612040, 112262145, 256443138, 404774], y: [160021338, 214552926, 92676873, 198632637, 213606556, 232810000, 186897312, 160384772, 203974360, 91848157, 205602828, 23622463, 248560679, 429167] },
    Affine { x: [171757650, 236126100, 71207171, 80617247, 227583210, 258300432, 117194538, 83881934, 57900370, 72738750, 139809584, 118093458, 249853390, 323942], y: [49305004, 110939137, 14303180, 531356, 66724791, 53919512, 164522387, 88409252, 225281354, 108507015, 233944002, 210919093, 257274212, 227718] },
    Affine { x: [139200762, 248814602, 152208034, 100907660, 253543628, 22325973, 168860731, 59062508, 152213756, 2810424, 60576664, 7027558, 84119767, 61940], y: [203542689, 149278973, 246171319, 64376226, 71943981, 117387108, 24163192, 133368889, 175741878, 191308789, 209158756, 104946973, 65623927, 870322] },
    Affine { x: [47067051, 98895250, 237045798, 158892793, 238280916, 102203253, 1215136, 166454931, 162226877, 240349925, 258760176, 189903264, 114999314, 93282], y: [207480609, 34909688, 199917588, 166043415, 147551242, 144787721, 103725897, 41735570, 68230789, 92371781, 22719722, 195192493, 18043852, 533748] },
    Affine { x: [57162624, 242534702, 251056564, 12413368, 152637138, 69845153, 164879653, 55670843, 95988522, 53412295, 170627156, 38149708, 166635762, 534182], y: [44805533, 61256949, 135495619, 252982756, 245943459, 173178091, 181969202, 253937639, 59330794, 25960193, 70735463, 93487826, 232923429, 1035440] },
    Affine { x: [238781378, 119695724, 188096147, 263187263, 192751629, 237756788, 131134418, 145482213, 85694752, 134367677, 189849124, 51609754, 212188019, 640738], y: [38733087, 265479201, 59873604, 82505886, 211995836, 155339324, 23236357, 149173312, 49618410, 211217770, 171789547, 231580641, 48855049, 946100] },
    Affine { x: [224847080, 137172455, 152936516, 155408258, 179771666, 75643247, 235749736, 150031624, 149083601, 93316898, 223386730, 247658472, 238501466, 829312], y: [149551127, 220028998, 150225578, 257429039, 175089367, 52273598, 125414910, 210085981, 106169912, 63829970, 26596429, 225869415, 197464910, 532640] },
    Affine { x: [34894024, 111956144, 64356765, 108265540, 133006443, 89954148, 238818797, 67023100, 36522254, 40780764, 130787295, 32638555, 135822570, 721070], y: [232706845, 139069077, 232921682, 76799107, 54934550, 214861083, 186092838, 72376250, 229706560, 33765606, 242323656, 114257751, 22640625, 172480] },
    Affine { x: [151430252, 143855880, 249996188, 232826913, 119728108, 252572926, 248480576, 202675794, 259901779, 136863042, 27517882, 219262901, 67777285, 31808], y: [264362567, 52985015, 185129656, 163046596, 235080297, 70169101, 2792363, 94872004, 222711556, 248270205, 225261246, 165000144, 90413217, 369639] },
    Affine { x: [62546892, 61044283, 210133299, 165837123, 11219725, 156626747, 197642222, 252309435, 52412768, 205524390, 36061653, 165055222, 74220350, 649594], y: [39745191, 65591606, 90079191, 39227550, 29015905, 76255417, 138837226, 116435872, 24033723, 17246372, 60930243, 225901769, 26236890, 1036982] },
    Affine { x: [15506390, 190064146, 263477413, 224409538, 194066432, 232680400, 173049376, 39337940, 23229344, 139605599, 149114823, 208155325, 99172731, 84471], y: [246753969, 40798414, 156696240, 144008672, 45998464, 159910186, 100760, 255192805, 27241256, 221626927, 125784780, 40552616, 137421375, 239789] },
    Affine { x: [258056990, 223861860, 250741250, 79509040, 224274288, 257643685, 19522271, 75675754, 101348759, 118573771, 233340658, 190391838, 64945240, 762511], y: [89693946, 202148126, 200174737, 224454036, 86578755, 97700355, 245961283, 4706802, 105490580, 171146064, 196436876, 139625724, 134120895, 57467] },
    Affine { x: [235815512, 83361670, 205946249, 78537682, 3245092, 45608967, 226418532, 162931462, 30240222, 6706026, 4241260, 204249477, 112761631, 515917], y: [28211757, 59012055, 122113030, 188830356, 145238794, 189994299, 73159994, 114949667, 115626819, 3410788, 90119382, 263301459, 134695272, 506898] },
    Affine { x: [114379911, 149451610, 2010388, 81577634, 63496146, 176215695, 61352243, 46793559, 74222981, 119203991, 126391805, 98450375, 215650852, 412882], y: [186901122, 46428174, 225354494, 235475913, 31246178, 35014387, 126225633, 167086501, 165069647, 41085916, 46649747, 206993813, 250288369, 960258] },
    Affine { x: [74269749, 154487992, 210515962, 206808971, 222171439, 60574019, 182056370, 115071085, 83226689, 263546673, 94962174, 154521353, 220388019, 96442], y: [183609231, 264350331, 77123449, 48249317, 195722980, 249442635, 216500905, 6458875, 148960957, 261393071, 9704907, 126523211, 63529771, 258550] },
    Affine { x: [232414108, 18176829, 18011332, 208730841, 175157093, 60733685, 266920123, 117240127, 67899021, 190421760, 12984107, 5873180, 145927220, 609413], y: [249060674, 126710478, 171937672, 70860748, 145011445, 240866961, 188433577, 37022014, 157710007, 253354351, 119717162, 139555959, 165381028, 963223] },
    Affine { x: [107530986, 150458476, 107769736, 127176924, 22005640, 99987578, 263292178, 126536971, 180352984, 261425024, 28399372, 118818034, 98181939, 373628], y: [58642860, 244041572, 163006586, 93129167, 4747287, 160412496, 140862120, 235915551, 245473893, 264388094, 110177824, 146730752, 132097834, 647148] },
    Affine { x: [20366859, 61797863, 263780956, 104533670, 77178287, 70137434, 107550053, 115554410, 90968411, 66413692, 53202592, 165747064, 38855914, 291003], y: [39260717, 208940651, 222834963, 82834583, 146435095, 77373118, 205817582, 137092415, 133027199, 199422536, 71392087, 230126054, 149064491, 117841] },
    Affine { x: [11308310, 212627623, 45624396, 212870306, 154093504, 147171213, 98630489, 176479866, 183030337, 197293156, 115989162, 63167393, 5191115, 406693], y: [248008529, 146773510, 221621697, 132924829, 8604934, 91247679, 183156931, 143119213, 37748796, 27316402, 165820223, 159148360, 231451149, 569415] },
    Affine { x: [239726504, 232547645, 97270555, 41099409, 58912124, 15745578, 184619105, 206877024, 140276903, 179186932, 82187715, 245777132, 14742403, 764145], y: [25493997, 88816262, 176892448, 70212079, 265874532, 81984131, 126263706, 6919733, 119198009, 106835244, 228214807, 140172435, 192859284, 994878] },
    Affine { x: [255027123, 100005177, 205307051, 197960078, 129000994, 238687277, 83589223, 100330298, 148422408, 89454087, 265969908, 9414091, 23661780, 1035613], y: [259556468, 250071873, 61296317, 178831526, 32943907, 63994358, 232984700, 36917128, 112577470, 262168956, 121214928, 222734622, 51695342, 393815] },
    Affine { x: [260463745, 174180231, 185446731, 203334840, 49593060, 180665334, 21587935, 256142858, 231821467, 216986089, 65739929, 144442671, 8026305, 317434], y: [78667018, 172505623, 191209729, 92976951, 209815746, 243309075, 224443063, 209835440, 41665651, 203409652, 5581138, 104672787, 172697311, 533433] },
    Affine { x: [258263451, 130947275, 122466118, 159990425, 159042152, 96674419, 71777113, 219033942, 152555294, 81500522, 56298982, 73625652, 127035318, 656278], y: [36683519, 44749749, 267443980, 69935966, 71351735, 128997744, 214904541, 73649386, 55259176, 211916539, 168548835, 202993051, 38815317, 210673] },
    Affine { x: [10936521, 33370934, 32000218, 55489060, 18742106, 124956168, 3531599, 43527430, 125825587, 85972479, 108200190, 6436452, 166685600, 256516], y: [135423684, 252799891, 78407232, 216198815, 201149746, 118304830, 111642707, 41252478, 169476069, 114438365, 124911942, 43715180, 85968536, 835860] },
    Affine { x: [227131420, 242055406, 144098752, 224594337, 260630762, 147409400, 173078341, 45554343, 238417774, 167226583, 240228868, 32465241, 15852845, 638731], y: [2916434, 203377762, 186268598, 103222487, 165624415, 143464433, 196097256, 222316755, 163400087, 233975240, 193869621, 244275959, 44082825, 766833] },
];
