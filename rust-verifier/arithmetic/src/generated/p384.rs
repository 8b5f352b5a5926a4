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
    const BASE_WIDTH: usize = 7;
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
    /// 2 in Montgomery's form.
    const TWO: Reduced<14> = Reduced([
        512, 268427264, 268435455, 2097151, 33554432, 0, 0, 0,
        0, 0, 0, 0, 0, 0,
    ]);
    /// -1 in Montgomery's form.
    const MINUS_ONE: Reduced<14> = Reduced([
        268435199, 4111, 0, 267382784, 251592703, 268435455, 268435455, 268435455,
        268435455, 268435455, 268435455, 268435455, 268435455, 1048575,
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
    // Reduced: limbs 0.000 to 1.000, top -12784 to 1117810; value -0.016 p to 1.066 p
    // Jacobian x: limbs 0.000 to 1.000, top -3258062 to 1216493; value -3.109 p to 1.164 p
    // Jacobian w: limbs 0.000 to 1.000, top -2187390 to 2219875; value -2.090 p to 2.121 p
    // Jacobian z: limbs 0.000 to 1.000, top -9820 to 1083373; value -0.012 p to 1.035 p

    #[inline(always)]
    fn multiply(a: &Reduced<14>, b: &Reduced<14>) -> Reduced<14> {
        Reduced(multiply(&a.0, &b.0))
    }

    #[inline(always)]
    fn square(a: &Reduced<14>) -> Reduced<14> {
        Reduced(square(&a.0))
    }

    /// 2P; P is not infinity.
    #[inline(never)]
    fn double(p: &Jacobian<14>, to: &mut Jacobian<14>) {
        // limbs 0.000 to 1.000, top 0 to 1052948; value 0.000 p to 1.004 p
        let delta = square(&p.z);
        // limbs 0.000 to 1.000, top 0 to 1066933; value 0.000 p to 1.018 p
        let gamma = square(&p.w);
        // limbs 0.000 to 1.000, top -12950 to 1053411; value -0.012 p to 1.005 p
        let beta = multiply(&p.x, &gamma);
        // limbs -1.000 to 1.000, top -4311010 to 1216493; value -4.114 p to 1.164 p
        let less: Limbs = core::array::from_fn(|i| p.x[i] - delta[i]);
        // limbs 0.000 to 2.000, top -3258062 to 2269441; value -3.109 p to 2.168 p
        let more: Limbs = core::array::from_fn(|i| p.x[i] + delta[i]);
        // limbs 0.000 to 1.000, top -36447 to 1100899; value -0.035 p to 1.050 p
        let third = multiply(&less, &more);
        // limbs 0.000 to 1.000, top -109341 to 3302699; value -0.104 p to 3.150 p
        let slope = carry(&core::array::from_fn(|i| 3 * third[i]));
        // limbs 0.000 to 1.000, top 0 to 1089210; value 0.000 p to 1.039 p
        let slope2 = square(&slope);
        // limbs 0.000 to 1.000, top -2106824 to 1115110; value -2.009 p to 1.063 p
        to.x = carry(&core::array::from_fn(|i| slope2[i] - 2 * beta[i]));
        // limbs 0.000 to 2.000, top -218682 to 6605398; value -0.209 p to 6.300 p
        let twice: Limbs = core::array::from_fn(|i| 2 * slope[i]);
        // limbs -1.000 to 1.000, top -1128060 to 3160235; value -1.076 p to 3.014 p
        let rest: Limbs = core::array::from_fn(|i| beta[i] - to.x[i]);
        // limbs 0.000 to 1.000, top -31999 to 1126340; value -0.030 p to 1.074 p
        multiply_less_square_to(&mut to.w, &twice, &rest, &gamma);
        // limbs 0.000 to 1.000, top -8829 to 1057535; value -0.008 p to 1.008 p
        multiply_to(&mut to.z, &p.w, &p.z);
    }

    /// Begins P + Q or P - Q.
    #[inline(never)]
    fn begin_addition(p: &Jacobian<14>, q: &Affine<14>, is_negated: bool, to: &mut Addition<14>) {
        let q = q.unpack();
        let qw: Limbs = if is_negated { q.w.0.map(|limb| -limb) } else { q.w.0 };
        // limbs 0.000 to 1.000, top 0 to 1052948; value 0.000 p to 1.004 p
        let zz = square(&p.z);
        // limbs 0.000 to 1.000, top -51 to 1052960; value 0.000 p to 1.004 p
        let u2 = multiply(&q.x.0, &zz);
        // limbs 0.000 to 1.000, top -39 to 1052825; value 0.000 p to 1.004 p
        let zzz = multiply(&p.z, &zz);
        // limbs 0.000 to 1.000, top -4385 to 1052960; value -0.004 p to 1.004 p
        let s2 = multiply(&qw, &zzz);
        // limbs -1.000 to 1.000, top -1216544 to 4311022; value -1.164 p to 4.114 p
        to.h = core::array::from_fn(|i| u2[i] - p.x[i]);
        // limbs 0.000 to 1.000, top 0 to 1117810; value 0.000 p to 1.066 p
        square_to(&mut to.hh.0, &to.h);
        // limbs -1.000 to 1.000, top -2224260 to 3240350; value -2.125 p to 3.094 p
        to.r = core::array::from_fn(|i| s2[i] - p.w[i]);
    }

    /// Ends what was begun, where the x coordinates differ.
    #[inline(never)]
    fn finish_addition(p: &Jacobian<14>, a: &Addition<14>, to: &mut Jacobian<14>) {
        // limbs 0.000 to 1.000, top 0 to 4471243; value 0.000 p to 4.264 p
        let i4 = carry(&core::array::from_fn(|i| 4 * a.hh.0[i]));
        // limbs 0.000 to 1.000, top -20264 to 1120383; value -0.019 p to 1.069 p
        let j = multiply(&a.h, &i4);
        // limbs 0.000 to 1.000, top -54269 to 1068838; value -0.052 p to 1.019 p
        let v = multiply(&p.x, &i4);
        // limbs 0.000 to 1.000, top 0 to 1087691; value 0.000 p to 1.037 p
        let r2 = square(&a.r);
        // limbs 0.000 to 1.000, top -3258062 to 1216493; value -3.107 p to 1.160 p
        to.x = carry(&core::array::from_fn(|i| r2[i] - j[i] - 2 * v[i]));
        // limbs -1.000 to 1.000, top -1270762 to 4326900; value -1.212 p to 4.127 p
        let rest: Limbs = core::array::from_fn(|i| v[i] - to.x[i]);
        // limbs 0.000 to 1.000, top -35853 to 1100807; value -0.034 p to 1.050 p
        let slope = multiply(&a.r, &rest);
        // limbs 0.000 to 1.000, top -9130 to 1057841; value -0.009 p to 1.009 p
        let tail = multiply(&p.w, &j);
        // limbs 0.000 to 1.000, top -2187390 to 2219875; value -2.086 p to 2.117 p
        to.w = carry(&core::array::from_fn(|i| 2 * slope[i] - 2 * tail[i]));
        // limbs -2.000 to 2.000, top -2433088 to 8622044; value -2.328 p to 8.227 p
        let twice: Limbs = core::array::from_fn(|i| 2 * a.h[i]);
        // limbs 0.000 to 1.000, top -9820 to 1083373; value -0.009 p to 1.033 p
        multiply_to(&mut to.z, &p.z, &twice);
    }

    /// Zero where the y coordinates are equal.
    #[inline(never)]
    fn has_same_w(a: &Addition<14>) -> Reduced<14> {
        // limbs 0.000 to 1.000, top 0 to 1048575; value 0.000 p to 1.000 p
        let residue = multiply(&a.r, &Self::UNIT);
        Reduced(residue)
    }

    /// Zero where y^2 = x^3 - 3x + b.
    #[inline(never)]
    fn curve_equation(x: &Reduced<14>, y: &Reduced<14>) -> Reduced<14> {
        // limbs 0.000 to 1.000, top 0 to 1053230; value 0.000 p to 1.004 p
        let x2 = square(&x.0);
        // limbs -3.000 to 1.000, top 0 to 1053230; value 0.000 p to 1.004 p
        let factor: Limbs = core::array::from_fn(|i| x2[i] - 3 * Self::ONE.0[i]);
        // limbs 0.000 to 1.000, top -51 to 1052961; value 0.000 p to 1.004 p
        let right = multiply(&factor, &x.0);
        // limbs 0.000 to 1.000, top 0 to 1053230; value 0.000 p to 1.004 p
        let left = square(&y.0);
        // limbs -1.985 to 0.926, top -1086005 to 1020237; value -1.036 p to 0.973 p
        let difference: Limbs = core::array::from_fn(|i| left[i] - right[i] - Self::B.0[i]);
        // limbs 0.000 to 1.000, top 0 to 1048575; value 0.000 p to 1.000 p
        let residue = multiply(&difference, &Self::UNIT);
        Reduced(residue)
    }

    /// Zero where P's affine x coordinate is `x`.
    #[inline(never)]
    fn x_difference(x: &Reduced<14>, p: &Jacobian<14>) -> Reduced<14> {
        // limbs 0.000 to 1.000, top 0 to 1052948; value 0.000 p to 1.004 p
        let zz = square(&p.z);
        // limbs 0.000 to 1.000, top -51 to 1052960; value 0.000 p to 1.004 p
        let scaled = multiply(&x.0, &zz);
        // limbs -1.000 to 1.000, top -1216544 to 4311022; value -1.164 p to 4.114 p
        let difference: Limbs = core::array::from_fn(|i| scaled[i] - p.x[i]);
        // limbs 0.000 to 1.000, top 0 to 1048575; value 0.000 p to 1.000 p
        let residue = multiply(&difference, &Self::UNIT);
        Reduced(residue)
    }

    /// The affine point, given 1 / z.
    #[inline(never)]
    fn normalise(p: &Jacobian<14>, inverse: &Reduced<14>) -> Affine<14> {
        // limbs 0.000 to 1.000, top 0 to 1053230; value 0.000 p to 1.004 p
        let inverse2 = square(&inverse.0);
        // limbs 0.000 to 1.000, top -51 to 1052961; value 0.000 p to 1.004 p
        let inverse3 = multiply(&inverse2, &inverse.0);
        // limbs 0.000 to 1.000, top -12784 to 1053349; value -0.012 p to 1.004 p
        let x = multiply(&p.x, &inverse2);
        // limbs 0.000 to 1.000, top -8581 to 1057283; value -0.008 p to 1.008 p
        let w = multiply(&p.w, &inverse3);
        Affine::pack(&Reduced(x), &Reduced(w))
    }

    /// x, w and z, reduced.
    #[inline(never)]
    fn coordinates(p: &Jacobian<14>) -> [Reduced<14>; 3] {
        // limbs 0.000 to 1.000, top -1 to 1048576; value 0.000 p to 1.000 p
        let x = multiply(&p.x, &Self::ONE.0);
        // limbs 0.000 to 1.000, top -1 to 1048576; value 0.000 p to 1.000 p
        let w = multiply(&p.w, &Self::ONE.0);
        // limbs 0.000 to 1.000, top -1 to 1048576; value 0.000 p to 1.000 p
        let z = multiply(&p.z, &Self::ONE.0);
        [Reduced(x), Reduced(w), Reduced(z)]
    }

    fn base() -> &'static [Affine<14>] {
        &BASE
    }
}

/// One parallel carry: the value stays, limbs come back to their width.
#[inline(always)]
fn carry(x: &Limbs) -> Limbs {
    core::array::from_fn(|i| {
        let kept = if i < 13 { x[i] & MASK } else { x[i] };
        if i == 0 { kept } else { kept + (x[i - 1] >> WIDTH) }
    })
}

/// a b / R modulo p, with limbs as every product has them.
#[inline(never)]
fn multiply_to(to: &mut Limbs, a: &Limbs, b: &Limbs) {
    let a0 = a[0];                                               // |x| <= 2^28.10
    let a1 = a[1];                                               // |x| <= 2^29.58
    let a2 = a[2];                                               // |x| <= 2^29.58
    let a3 = a[3];                                               // |x| <= 2^28.89
    let a4 = a[4];                                               // |x| <= 2^28.99
    let a5 = a[5];                                               // |x| <= 2^28.14
    let a6 = a[6];                                               // |x| <= 2^28.58
    let a7 = a[7];                                               // |x| <= 2^28.66
    let a8 = a[8];                                               // |x| <= 2^28.54
    let a9 = a[9];                                               // |x| <= 2^28.17
    let a10 = a[10];                                             // |x| <= 2^28.17
    let a11 = a[11];                                             // |x| <= 2^28.98
    let a12 = a[12];                                             // |x| <= 2^28.77
    let a13 = a[13];                                             // |x| <= 2^22.04
    let b0 = b[0];                                               // |x| <= 2^29.00
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
    let b13 = b[13];                                             // |x| <= 2^23.04
    let e0 = a0 - a7;                                            // |x| <= 2^29.32
    let e1 = a1 - a8;                                            // |x| <= 2^30.00
    let e2 = a2 - a9;                                            // |x| <= 2^30.00
    let e3 = a3 - a10;                                           // |x| <= 2^29.45
    let e4 = a4 - a11;                                           // |x| <= 2^29.01
    let e5 = a5 - a12;                                           // |x| <= 2^29.39
    let e6 = a6 - a13;                                           // |x| <= 2^28.59
    let f0 = b7 - b0;                                            // |x| <= 2^30.00
    let f1 = b8 - b1;                                            // |x| <= 2^30.00
    let f2 = b9 - b2;                                            // |x| <= 2^30.00
    let f3 = b10 - b3;                                           // |x| <= 2^30.00
    let f4 = b11 - b4;                                           // |x| <= 2^30.00
    let f5 = b12 - b5;                                           // |x| <= 2^30.00
    let f6 = b13 - b6;                                           // |x| <= 2^29.02
    let l0 = a0 * b0;                                            // |x| <= 2^57.00
    let h0 = a7 * b7;                                            // |x| <= 2^57.00
    let k0 = e0 * f0 + l0 + h0;                                  // |x| <= 2^58.00
    let l1 = a0 * b1 + a1 * b0;                                  // |x| <= 2^58.00
    let h1 = a7 * b8 + a8 * b7;                                  // |x| <= 2^58.00
    let k1 = e0 * f1 + e1 * f0 + l1 + h1;                        // |x| <= 2^59.00
    let l2 = a0 * b2 + a1 * b1 + a2 * b0;                        // |x| <= 2^58.58
    let h2 = a7 * b9 + a8 * b8 + a9 * b7;                        // |x| <= 2^58.58
    let k2 = e0 * f2 + e1 * f1 + e2 * f0 + l2 + h2;              // |x| <= 2^59.58
    let l3 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0;              // |x| <= 2^59.00
    let h3 = a7 * b10 + a8 * b9 + a9 * b8 + a10 * b7;            // |x| <= 2^59.00
    let k3 = e0 * f3 + e1 * f2 + e2 * f1 + e3 * f0 + l3 + h3;    // |x| <= 2^60.00
    let l4 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0;    // |x| <= 2^59.32
    let h4 = a7 * b11 + a8 * b10 + a9 * b9 + a10 * b8 + a11 * b7; // |x| <= 2^59.32
    let k4 = e0 * f4 + e1 * f3 + e2 * f2 + e3 * f1 + e4 * f0 + l4 + h4; // |x| <= 2^60.32
    let l5 = a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0; // |x| <= 2^59.58
    let h5 = a7 * b12 + a8 * b11 + a9 * b10 + a10 * b9 + a11 * b8 + a12 * b7; // |x| <= 2^59.58
    let k5 = e0 * f5 + e1 * f4 + e2 * f3 + e3 * f2 + e4 * f1 + e5 * f0 + l5 + h5; // |x| <= 2^60.58
    let l6 = a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0; // |x| <= 2^59.81
    let h6 = a7 * b13 + a8 * b12 + a9 * b11 + a10 * b10 + a11 * b9 + a12 * b8 + a13 * b7; // |x| <= 2^59.33
    let k6 = e0 * f6 + e1 * f5 + e2 * f4 + e3 * f3 + e4 * f2 + e5 * f1 + e6 * f0 + l6 + h6; // |x| <= 2^60.59
    let l7 = a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1; // |x| <= 2^59.58
    let h7 = a8 * b13 + a9 * b12 + a10 * b11 + a11 * b10 + a12 * b9 + a13 * b8; // |x| <= 2^59.01
    let k7 = e1 * f6 + e2 * f5 + e3 * f4 + e4 * f3 + e5 * f2 + e6 * f1 + l7 + h7; // |x| <= 2^60.33
    let l8 = a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2;    // |x| <= 2^59.32
    let h8 = a9 * b13 + a10 * b12 + a11 * b11 + a12 * b10 + a13 * b9; // |x| <= 2^58.60
    let k8 = e2 * f6 + e3 * f5 + e4 * f4 + e5 * f3 + e6 * f2 + l8 + h8; // |x| <= 2^60.00
    let l9 = a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3;              // |x| <= 2^59.00
    let h9 = a10 * b13 + a11 * b12 + a12 * b11 + a13 * b10;      // |x| <= 2^58.02
    let k9 = e3 * f6 + e4 * f5 + e5 * f4 + e6 * f3 + l9 + h9;    // |x| <= 2^59.59
    let l10 = a4 * b6 + a5 * b5 + a6 * b4;                       // |x| <= 2^58.58
    let h10 = a11 * b13 + a12 * b12 + a13 * b11;                 // |x| <= 2^57.03
    let k10 = e4 * f6 + e5 * f5 + e6 * f4 + l10 + h10;           // |x| <= 2^59.01
    let l11 = a5 * b6 + a6 * b5;                                 // |x| <= 2^58.00
    let h11 = a12 * b13 + a13 * b12;                             // |x| <= 2^51.50
    let k11 = e5 * f6 + e6 * f5 + l11 + h11;                     // |x| <= 2^58.02
    let l12 = a6 * b6;                                           // |x| <= 2^57.00
    let h12 = a13 * b13;                                         // |x| <= 2^44.13
    let k12 = e6 * f6 + l12 + h12;                               // |x| <= 2^51.50
    let t0: i64 = l0;                                            // |x| <= 2^57.00
    let m0 = t0 & MASK;                                          // 0 <= x <= 2^28.00
    let c0 = t0 >> WIDTH;                                        // |x| <= 2^29.00
    let t1: i64 = l1 + (m0 << 4) + c0;                           // |x| <= 2^58.00
    let m1 = t1 & MASK;                                          // 0 <= x <= 2^28.00
    let c1 = t1 >> WIDTH;                                        // |x| <= 2^30.00
    let t2: i64 = l2 + (m1 << 4) + c1;                           // |x| <= 2^58.58
    let m2 = t2 & MASK;                                          // 0 <= x <= 2^28.00
    let c2 = t2 >> WIDTH;                                        // |x| <= 2^30.58
    let t3: i64 = l3 + (m2 << 4) - (m0 << 12) + c2;              // |x| <= 2^59.00
    let m3 = t3 & MASK;                                          // 0 <= x <= 2^28.00
    let c3 = t3 >> WIDTH;                                        // |x| <= 2^31.00
    let t4: i64 = l4 + (m3 << 4) - (((m0 << 4) + m1) << 12) + c3; // |x| <= 2^59.32
    let m4 = t4 & MASK;                                          // 0 <= x <= 2^28.00
    let c4 = t4 >> WIDTH;                                        // |x| <= 2^31.32
    let t5: i64 = l5 + (m4 << 4) - (((m1 << 4) + m2) << 12) + c4; // |x| <= 2^59.58
    let m5 = t5 & MASK;                                          // 0 <= x <= 2^28.00
    let c5 = t5 >> WIDTH;                                        // |x| <= 2^31.58
    let t6: i64 = l6 + (m5 << 4) - (((m2 << 4) + m3) << 12) + c5; // |x| <= 2^59.81
    let m6 = t6 & MASK;                                          // 0 <= x <= 2^28.00
    let c6 = t6 >> WIDTH;                                        // |x| <= 2^31.81
    let t7: i64 = l7 + k0 + (m6 << 4) - (((m3 << 4) + m4) << 12) + c6; // |x| <= 2^60.00
    let m7 = t7 & MASK;                                          // 0 <= x <= 2^28.00
    let c7 = t7 >> WIDTH;                                        // |x| <= 2^32.00
    let t8: i64 = l8 + k1 + (m7 << 4) - (((m4 << 4) + m5) << 12) + c7; // |x| <= 2^60.17
    let m8 = t8 & MASK;                                          // 0 <= x <= 2^28.00
    let c8 = t8 >> WIDTH;                                        // |x| <= 2^32.17
    let t9: i64 = l9 + k2 + (m8 << 4) - (((m5 << 4) + m6) << 12) + c8; // |x| <= 2^60.32
    let m9 = t9 & MASK;                                          // 0 <= x <= 2^28.00
    let c9 = t9 >> WIDTH;                                        // |x| <= 2^32.32
    let t10: i64 = l10 + k3 + (m9 << 4) - (((m6 << 4) + m7) << 12) + c9; // |x| <= 2^60.46
    let m10 = t10 & MASK;                                        // 0 <= x <= 2^28.00
    let c10 = t10 >> WIDTH;                                      // |x| <= 2^32.46
    let t11: i64 = l11 + k4 + (m10 << 4) - (((m7 << 4) + m8) << 12) + c10; // |x| <= 2^60.58
    let m11 = t11 & MASK;                                        // 0 <= x <= 2^28.00
    let c11 = t11 >> WIDTH;                                      // |x| <= 2^32.58
    let t12: i64 = l12 + k5 + (m11 << 4) - (((m8 << 4) + m9) << 12) + c11; // |x| <= 2^60.70
    let m12 = t12 & MASK;                                        // 0 <= x <= 2^28.00
    let c12 = t12 >> WIDTH;                                      // |x| <= 2^32.70
    let t13: i64 = k6 + (m12 << 4) + (((((m0 << 4) - m9) << 4) - m10) << 12) + c12; // |x| <= 2^60.59
    let m13 = t13 & MASK;                                        // 0 <= x <= 2^28.00
    let c13 = t13 >> WIDTH;                                      // |x| <= 2^32.59
    let t14: i64 = k7 + h0 + (m13 << 4) + (((((m1 << 4) - m10) << 4) - m11) << 12) + c13; // |x| <= 2^60.46
    let r0 = t14 & MASK;                                         // 0 <= x <= 2^28.00
    let c14 = t14 >> WIDTH;                                      // |x| <= 2^32.46
    let t15: i64 = k8 + h1 - (m12 << 12) + (((m2 << 4) - m11) << 16) + c14; // |x| <= 2^60.33
    let r1 = t15 & MASK;                                         // 0 <= x <= 2^28.00
    let c15 = t15 >> WIDTH;                                      // |x| <= 2^32.33
    let t16: i64 = k9 + h2 - (m13 << 12) + (((m3 << 4) - m12) << 16) + c15; // |x| <= 2^60.17
    let r2 = t16 & MASK;                                         // 0 <= x <= 2^28.00
    let c16 = t16 >> WIDTH;                                      // |x| <= 2^32.17
    let t17: i64 = k10 + h3 - (m13 << 16) + (m4 << 20) + c16;    // |x| <= 2^60.00
    let r3 = t17 & MASK;                                         // 0 <= x <= 2^28.00
    let c17 = t17 >> WIDTH;                                      // |x| <= 2^32.00
    let t18: i64 = k11 + h4 + (m5 << 20) + c17;                  // |x| <= 2^59.81
    let r4 = t18 & MASK;                                         // 0 <= x <= 2^28.00
    let c18 = t18 >> WIDTH;                                      // |x| <= 2^31.81
    let t19: i64 = k12 + h5 + (m6 << 20) + c18;                  // |x| <= 2^59.59
    let r5 = t19 & MASK;                                         // 0 <= x <= 2^28.00
    let c19 = t19 >> WIDTH;                                      // |x| <= 2^31.59
    let t20: i64 = h6 + (m7 << 20) + c19;                        // |x| <= 2^59.33
    let r6 = t20 & MASK;                                         // 0 <= x <= 2^28.00
    let c20 = t20 >> WIDTH;                                      // |x| <= 2^31.33
    let t21: i64 = h7 + (m8 << 20) + c20;                        // |x| <= 2^59.01
    let r7 = t21 & MASK;                                         // 0 <= x <= 2^28.00
    let c21 = t21 >> WIDTH;                                      // |x| <= 2^31.01
    let t22: i64 = h8 + (m9 << 20) + c21;                        // |x| <= 2^58.60
    let r8 = t22 & MASK;                                         // 0 <= x <= 2^28.00
    let c22 = t22 >> WIDTH;                                      // |x| <= 2^30.60
    let t23: i64 = h9 + (m10 << 20) + c22;                       // |x| <= 2^58.02
    let r9 = t23 & MASK;                                         // 0 <= x <= 2^28.00
    let c23 = t23 >> WIDTH;                                      // |x| <= 2^30.02
    let t24: i64 = h10 + (m11 << 20) + c23;                      // |x| <= 2^57.03
    let r10 = t24 & MASK;                                        // 0 <= x <= 2^28.00
    let c24 = t24 >> WIDTH;                                      // |x| <= 2^29.03
    let t25: i64 = h11 + (m12 << 20) + c24;                      // |x| <= 2^51.50
    let r11 = t25 & MASK;                                        // 0 <= x <= 2^28.00
    let c25 = t25 >> WIDTH;                                      // |x| <= 2^23.50
    let t26: i64 = h12 + (m13 << 20) + c25;                      // |x| <= 2^48.10
    let r12 = t26 & MASK;                                        // 0 <= x <= 2^28.00
    let c26 = t26 >> WIDTH;                                      // |x| <= 2^20.10
    let r13 = c26;                                               // |x| <= 2^20.10
    *to = [r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13];
}

/// The same as a value.
#[inline(always)]
fn multiply(a: &Limbs, b: &Limbs) -> Limbs {
    let mut to = [0; 14];
    multiply_to(&mut to, a, b);
    to
}

/// a a / R modulo p, with limbs as every product has them.
#[inline(never)]
fn square_to(to: &mut Limbs, a: &Limbs) {
    let a0 = a[0];                                               // |x| <= 2^28.00
    let a1 = a[1];                                               // |x| <= 2^28.00
    let a2 = a[2];                                               // |x| <= 2^28.00
    let a3 = a[3];                                               // |x| <= 2^28.00
    let a4 = a[4];                                               // |x| <= 2^28.00
    let a5 = a[5];                                               // |x| <= 2^28.00
    let a6 = a[6];                                               // |x| <= 2^28.00
    let a7 = a[7];                                               // |x| <= 2^28.00
    let a8 = a[8];                                               // |x| <= 2^28.00
    let a9 = a[9];                                               // |x| <= 2^28.00
    let a10 = a[10];                                             // |x| <= 2^28.00
    let a11 = a[11];                                             // |x| <= 2^28.00
    let a12 = a[12];                                             // |x| <= 2^28.00
    let a13 = a[13];                                             // |x| <= 2^22.04
    let e0 = a0 - a7;                                            // |x| <= 2^29.00
    let e1 = a1 - a8;                                            // |x| <= 2^29.00
    let e2 = a2 - a9;                                            // |x| <= 2^29.00
    let e3 = a3 - a10;                                           // |x| <= 2^29.00
    let e4 = a4 - a11;                                           // |x| <= 2^29.00
    let e5 = a5 - a12;                                           // |x| <= 2^29.00
    let e6 = a6 - a13;                                           // |x| <= 2^28.02
    let dl0 = 2 * a0;                                            // |x| <= 2^29.00
    let dl1 = 2 * a1;                                            // |x| <= 2^29.00
    let dl2 = 2 * a2;                                            // |x| <= 2^29.00
    let dl3 = 2 * a3;                                            // |x| <= 2^29.00
    let dl4 = 2 * a4;                                            // |x| <= 2^29.00
    let dl5 = 2 * a5;                                            // |x| <= 2^29.00
    let dh0 = 2 * a7;                                            // |x| <= 2^29.00
    let dh1 = 2 * a8;                                            // |x| <= 2^29.00
    let dh2 = 2 * a9;                                            // |x| <= 2^29.00
    let dh3 = 2 * a10;                                           // |x| <= 2^29.00
    let dh4 = 2 * a11;                                           // |x| <= 2^29.00
    let dh5 = 2 * a12;                                           // |x| <= 2^29.00
    let de0 = 2 * e0;                                            // |x| <= 2^30.00
    let de1 = 2 * e1;                                            // |x| <= 2^30.00
    let de2 = 2 * e2;                                            // |x| <= 2^30.00
    let de3 = 2 * e3;                                            // |x| <= 2^30.00
    let de4 = 2 * e4;                                            // |x| <= 2^30.00
    let de5 = 2 * e5;                                            // |x| <= 2^30.00
    let l0 = a0 * a0;                                            // 0 <= x <= 2^56.00
    let h0 = a7 * a7;                                            // 0 <= x <= 2^56.00
    let k0 = l0 + h0 - e0 * e0;                                  // |x| <= 2^57.00
    let l1 = dl0 * a1;                                           // |x| <= 2^57.00
    let h1 = dh0 * a8;                                           // |x| <= 2^57.00
    let k1 = l1 + h1 - de0 * e1;                                 // |x| <= 2^58.00
    let l2 = dl0 * a2 + a1 * a1;                                 // |x| <= 2^57.58
    let h2 = dh0 * a9 + a8 * a8;                                 // |x| <= 2^57.58
    let k2 = l2 + h2 - de0 * e2 - e1 * e1;                       // |x| <= 2^58.58
    let l3 = dl0 * a3 + dl1 * a2;                                // |x| <= 2^58.00
    let h3 = dh0 * a10 + dh1 * a9;                               // |x| <= 2^58.00
    let k3 = l3 + h3 - de0 * e3 - de1 * e2;                      // |x| <= 2^59.00
    let l4 = dl0 * a4 + dl1 * a3 + a2 * a2;                      // |x| <= 2^58.32
    let h4 = dh0 * a11 + dh1 * a10 + a9 * a9;                    // |x| <= 2^58.32
    let k4 = l4 + h4 - de0 * e4 - de1 * e3 - e2 * e2;            // |x| <= 2^59.32
    let l5 = dl0 * a5 + dl1 * a4 + dl2 * a3;                     // |x| <= 2^58.58
    let h5 = dh0 * a12 + dh1 * a11 + dh2 * a10;                  // |x| <= 2^58.58
    let k5 = l5 + h5 - de0 * e5 - de1 * e4 - de2 * e3;           // |x| <= 2^59.58
    let l6 = dl0 * a6 + dl1 * a5 + dl2 * a4 + a3 * a3;           // |x| <= 2^58.81
    let h6 = dh0 * a13 + dh1 * a12 + dh2 * a11 + a10 * a10;      // |x| <= 2^58.33
    let k6 = l6 + h6 - de0 * e6 - de1 * e5 - de2 * e4 - e3 * e3; // |x| <= 2^59.59
    let l7 = dl1 * a6 + dl2 * a5 + dl3 * a4;                     // |x| <= 2^58.58
    let h7 = dh1 * a13 + dh2 * a12 + dh3 * a11;                  // |x| <= 2^58.01
    let k7 = l7 + h7 - de1 * e6 - de2 * e5 - de3 * e4;           // |x| <= 2^59.33
    let l8 = dl2 * a6 + dl3 * a5 + a4 * a4;                      // |x| <= 2^58.32
    let h8 = dh2 * a13 + dh3 * a12 + a11 * a11;                  // |x| <= 2^57.60
    let k8 = l8 + h8 - de2 * e6 - de3 * e5 - e4 * e4;            // |x| <= 2^59.01
    let l9 = dl3 * a6 + dl4 * a5;                                // |x| <= 2^58.00
    let h9 = dh3 * a13 + dh4 * a12;                              // |x| <= 2^57.02
    let k9 = l9 + h9 - de3 * e6 - de4 * e5;                      // |x| <= 2^58.59
    let l10 = dl4 * a6 + a5 * a5;                                // |x| <= 2^57.58
    let h10 = dh4 * a13 + a12 * a12;                             // |x| <= 2^56.05
    let k10 = l10 + h10 - de4 * e6 - e5 * e5;                    // |x| <= 2^58.01
    let l11 = dl5 * a6;                                          // |x| <= 2^57.00
    let h11 = dh5 * a13;                                         // |x| <= 2^51.04
    let k11 = l11 + h11 - de5 * e6;                              // |x| <= 2^57.02
    let l12 = a6 * a6;                                           // 0 <= x <= 2^56.00
    let h12 = a13 * a13;                                         // 0 <= x <= 2^44.08
    let k12 = l12 + h12 - e6 * e6;                               // |x| <= 2^51.04
    let t0: i64 = l0;                                            // 0 <= x <= 2^56.00
    let m0 = t0 & MASK;                                          // 0 <= x <= 2^28.00
    let c0 = t0 >> WIDTH;                                        // 0 <= x <= 2^28.00
    let t1: i64 = l1 + (m0 << 4) + c0;                           // |x| <= 2^57.00
    let m1 = t1 & MASK;                                          // 0 <= x <= 2^28.00
    let c1 = t1 >> WIDTH;                                        // |x| <= 2^29.00
    let t2: i64 = l2 + (m1 << 4) + c1;                           // |x| <= 2^57.58
    let m2 = t2 & MASK;                                          // 0 <= x <= 2^28.00
    let c2 = t2 >> WIDTH;                                        // |x| <= 2^29.58
    let t3: i64 = l3 + (m2 << 4) - (m0 << 12) + c2;              // |x| <= 2^58.00
    let m3 = t3 & MASK;                                          // 0 <= x <= 2^28.00
    let c3 = t3 >> WIDTH;                                        // |x| <= 2^30.00
    let t4: i64 = l4 + (m3 << 4) - (((m0 << 4) + m1) << 12) + c3; // |x| <= 2^58.32
    let m4 = t4 & MASK;                                          // 0 <= x <= 2^28.00
    let c4 = t4 >> WIDTH;                                        // |x| <= 2^30.32
    let t5: i64 = l5 + (m4 << 4) - (((m1 << 4) + m2) << 12) + c4; // |x| <= 2^58.59
    let m5 = t5 & MASK;                                          // 0 <= x <= 2^28.00
    let c5 = t5 >> WIDTH;                                        // |x| <= 2^30.59
    let t6: i64 = l6 + (m5 << 4) - (((m2 << 4) + m3) << 12) + c5; // |x| <= 2^58.81
    let m6 = t6 & MASK;                                          // 0 <= x <= 2^28.00
    let c6 = t6 >> WIDTH;                                        // |x| <= 2^30.81
    let t7: i64 = l7 + k0 + (m6 << 4) - (((m3 << 4) + m4) << 12) + c6; // |x| <= 2^59.00
    let m7 = t7 & MASK;                                          // 0 <= x <= 2^28.00
    let c7 = t7 >> WIDTH;                                        // |x| <= 2^31.00
    let t8: i64 = l8 + k1 + (m7 << 4) - (((m4 << 4) + m5) << 12) + c7; // |x| <= 2^59.17
    let m8 = t8 & MASK;                                          // 0 <= x <= 2^28.00
    let c8 = t8 >> WIDTH;                                        // |x| <= 2^31.17
    let t9: i64 = l9 + k2 + (m8 << 4) - (((m5 << 4) + m6) << 12) + c8; // |x| <= 2^59.32
    let m9 = t9 & MASK;                                          // 0 <= x <= 2^28.00
    let c9 = t9 >> WIDTH;                                        // |x| <= 2^31.32
    let t10: i64 = l10 + k3 + (m9 << 4) - (((m6 << 4) + m7) << 12) + c9; // |x| <= 2^59.46
    let m10 = t10 & MASK;                                        // 0 <= x <= 2^28.00
    let c10 = t10 >> WIDTH;                                      // |x| <= 2^31.46
    let t11: i64 = l11 + k4 + (m10 << 4) - (((m7 << 4) + m8) << 12) + c10; // |x| <= 2^59.58
    let m11 = t11 & MASK;                                        // 0 <= x <= 2^28.00
    let c11 = t11 >> WIDTH;                                      // |x| <= 2^31.58
    let t12: i64 = l12 + k5 + (m11 << 4) - (((m8 << 4) + m9) << 12) + c11; // |x| <= 2^59.70
    let m12 = t12 & MASK;                                        // 0 <= x <= 2^28.00
    let c12 = t12 >> WIDTH;                                      // |x| <= 2^31.70
    let t13: i64 = k6 + (m12 << 4) + (((((m0 << 4) - m9) << 4) - m10) << 12) + c12; // |x| <= 2^59.59
    let m13 = t13 & MASK;                                        // 0 <= x <= 2^28.00
    let c13 = t13 >> WIDTH;                                      // |x| <= 2^31.59
    let t14: i64 = k7 + h0 + (m13 << 4) + (((((m1 << 4) - m10) << 4) - m11) << 12) + c13; // |x| <= 2^59.46
    let r0 = t14 & MASK;                                         // 0 <= x <= 2^28.00
    let c14 = t14 >> WIDTH;                                      // |x| <= 2^31.46
    let t15: i64 = k8 + h1 - (m12 << 12) + (((m2 << 4) - m11) << 16) + c14; // |x| <= 2^59.33
    let r1 = t15 & MASK;                                         // 0 <= x <= 2^28.00
    let c15 = t15 >> WIDTH;                                      // |x| <= 2^31.33
    let t16: i64 = k9 + h2 - (m13 << 12) + (((m3 << 4) - m12) << 16) + c15; // |x| <= 2^59.18
    let r2 = t16 & MASK;                                         // 0 <= x <= 2^28.00
    let c16 = t16 >> WIDTH;                                      // |x| <= 2^31.18
    let t17: i64 = k10 + h3 - (m13 << 16) + (m4 << 20) + c16;    // |x| <= 2^59.01
    let r3 = t17 & MASK;                                         // 0 <= x <= 2^28.00
    let c17 = t17 >> WIDTH;                                      // |x| <= 2^31.01
    let t18: i64 = k11 + h4 + (m5 << 20) + c17;                  // |x| <= 2^58.81
    let r4 = t18 & MASK;                                         // 0 <= x <= 2^28.00
    let c18 = t18 >> WIDTH;                                      // |x| <= 2^30.81
    let t19: i64 = k12 + h5 + (m6 << 20) + c18;                  // |x| <= 2^58.59
    let r5 = t19 & MASK;                                         // 0 <= x <= 2^28.00
    let c19 = t19 >> WIDTH;                                      // |x| <= 2^30.59
    let t20: i64 = h6 + (m7 << 20) + c19;                        // |x| <= 2^58.33
    let r6 = t20 & MASK;                                         // 0 <= x <= 2^28.00
    let c20 = t20 >> WIDTH;                                      // |x| <= 2^30.33
    let t21: i64 = h7 + (m8 << 20) + c20;                        // |x| <= 2^58.01
    let r7 = t21 & MASK;                                         // 0 <= x <= 2^28.00
    let c21 = t21 >> WIDTH;                                      // |x| <= 2^30.01
    let t22: i64 = h8 + (m9 << 20) + c21;                        // |x| <= 2^57.60
    let r8 = t22 & MASK;                                         // 0 <= x <= 2^28.00
    let c22 = t22 >> WIDTH;                                      // |x| <= 2^29.60
    let t23: i64 = h9 + (m10 << 20) + c22;                       // |x| <= 2^57.03
    let r9 = t23 & MASK;                                         // 0 <= x <= 2^28.00
    let c23 = t23 >> WIDTH;                                      // |x| <= 2^29.03
    let t24: i64 = h10 + (m11 << 20) + c23;                      // |x| <= 2^56.05
    let r10 = t24 & MASK;                                        // 0 <= x <= 2^28.00
    let c24 = t24 >> WIDTH;                                      // |x| <= 2^28.05
    let t25: i64 = h11 + (m12 << 20) + c24;                      // |x| <= 2^51.21
    let r11 = t25 & MASK;                                        // 0 <= x <= 2^28.00
    let c25 = t25 >> WIDTH;                                      // |x| <= 2^23.21
    let t26: i64 = h12 + (m13 << 20) + c25;                      // |x| <= 2^48.09
    let r12 = t26 & MASK;                                        // 0 <= x <= 2^28.00
    let c26 = t26 >> WIDTH;                                      // |x| <= 2^20.09
    let r13 = c26;                                               // |x| <= 2^20.09
    *to = [r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13];
}

/// The same as a value.
#[inline(always)]
fn square(a: &Limbs) -> Limbs {
    let mut to = [0; 14];
    square_to(&mut to, a);
    to
}

/// (a b - s s) / R modulo p, with limbs as every product has them.
#[inline(never)]
fn multiply_less_square_to(to: &mut Limbs, a: &Limbs, b: &Limbs, s: &Limbs) {
    let a0 = a[0];                                               // 0 <= x <= 2^29.00
    let a1 = a[1];                                               // 0 <= x <= 2^29.00
    let a2 = a[2];                                               // 0 <= x <= 2^29.00
    let a3 = a[3];                                               // 0 <= x <= 2^29.00
    let a4 = a[4];                                               // 0 <= x <= 2^29.00
    let a5 = a[5];                                               // 0 <= x <= 2^29.00
    let a6 = a[6];                                               // 0 <= x <= 2^29.00
    let a7 = a[7];                                               // 0 <= x <= 2^29.00
    let a8 = a[8];                                               // 0 <= x <= 2^29.00
    let a9 = a[9];                                               // 0 <= x <= 2^29.00
    let a10 = a[10];                                             // 0 <= x <= 2^29.00
    let a11 = a[11];                                             // 0 <= x <= 2^29.00
    let a12 = a[12];                                             // 0 <= x <= 2^29.00
    let a13 = a[13];                                             // |x| <= 2^22.66
    let b0 = b[0];                                               // |x| <= 2^28.00
    let b1 = b[1];                                               // |x| <= 2^28.00
    let b2 = b[2];                                               // |x| <= 2^28.00
    let b3 = b[3];                                               // |x| <= 2^28.00
    let b4 = b[4];                                               // |x| <= 2^28.00
    let b5 = b[5];                                               // |x| <= 2^28.00
    let b6 = b[6];                                               // |x| <= 2^28.00
    let b7 = b[7];                                               // |x| <= 2^28.00
    let b8 = b[8];                                               // |x| <= 2^28.00
    let b9 = b[9];                                               // |x| <= 2^28.00
    let b10 = b[10];                                             // |x| <= 2^28.00
    let b11 = b[11];                                             // |x| <= 2^28.00
    let b12 = b[12];                                             // |x| <= 2^28.00
    let b13 = b[13];                                             // |x| <= 2^21.59
    let s0 = s[0];                                               // 0 <= x <= 2^28.00
    let s1 = s[1];                                               // 0 <= x <= 2^28.00
    let s2 = s[2];                                               // 0 <= x <= 2^28.00
    let s3 = s[3];                                               // 0 <= x <= 2^28.00
    let s4 = s[4];                                               // 0 <= x <= 2^28.00
    let s5 = s[5];                                               // 0 <= x <= 2^28.00
    let s6 = s[6];                                               // 0 <= x <= 2^28.00
    let s7 = s[7];                                               // 0 <= x <= 2^28.00
    let s8 = s[8];                                               // 0 <= x <= 2^28.00
    let s9 = s[9];                                               // 0 <= x <= 2^28.00
    let s10 = s[10];                                             // 0 <= x <= 2^28.00
    let s11 = s[11];                                             // 0 <= x <= 2^28.00
    let s12 = s[12];                                             // 0 <= x <= 2^28.00
    let s13 = s[13];                                             // 0 <= x <= 2^20.03
    let e0 = a0 - a7;                                            // |x| <= 2^29.00
    let e1 = a1 - a8;                                            // |x| <= 2^29.00
    let e2 = a2 - a9;                                            // |x| <= 2^29.00
    let e3 = a3 - a10;                                           // |x| <= 2^29.00
    let e4 = a4 - a11;                                           // |x| <= 2^29.00
    let e5 = a5 - a12;                                           // |x| <= 2^29.00
    let e6 = a6 - a13;                                           // |x| <= 2^29.00
    let f0 = b7 - b0;                                            // |x| <= 2^29.00
    let f1 = b8 - b1;                                            // |x| <= 2^29.00
    let f2 = b9 - b2;                                            // |x| <= 2^29.00
    let f3 = b10 - b3;                                           // |x| <= 2^29.00
    let f4 = b11 - b4;                                           // |x| <= 2^29.00
    let f5 = b12 - b5;                                           // |x| <= 2^29.00
    let f6 = b13 - b6;                                           // |x| <= 2^28.02
    let l0 = a0 * b0;                                            // |x| <= 2^57.00
    let h0 = a7 * b7;                                            // |x| <= 2^57.00
    let k0 = e0 * f0 + l0 + h0;                                  // |x| <= 2^58.00
    let l1 = a0 * b1 + a1 * b0;                                  // |x| <= 2^58.00
    let h1 = a7 * b8 + a8 * b7;                                  // |x| <= 2^58.00
    let k1 = e0 * f1 + e1 * f0 + l1 + h1;                        // |x| <= 2^59.00
    let l2 = a0 * b2 + a1 * b1 + a2 * b0;                        // |x| <= 2^58.58
    let h2 = a7 * b9 + a8 * b8 + a9 * b7;                        // |x| <= 2^58.58
    let k2 = e0 * f2 + e1 * f1 + e2 * f0 + l2 + h2;              // |x| <= 2^59.58
    let l3 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0;              // |x| <= 2^59.00
    let h3 = a7 * b10 + a8 * b9 + a9 * b8 + a10 * b7;            // |x| <= 2^59.00
    let k3 = e0 * f3 + e1 * f2 + e2 * f1 + e3 * f0 + l3 + h3;    // |x| <= 2^60.00
    let l4 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0;    // |x| <= 2^59.32
    let h4 = a7 * b11 + a8 * b10 + a9 * b9 + a10 * b8 + a11 * b7; // |x| <= 2^59.32
    let k4 = e0 * f4 + e1 * f3 + e2 * f2 + e3 * f1 + e4 * f0 + l4 + h4; // |x| <= 2^60.32
    let l5 = a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0; // |x| <= 2^59.58
    let h5 = a7 * b12 + a8 * b11 + a9 * b10 + a10 * b9 + a11 * b8 + a12 * b7; // |x| <= 2^59.58
    let k5 = e0 * f5 + e1 * f4 + e2 * f3 + e3 * f2 + e4 * f1 + e5 * f0 + l5 + h5; // |x| <= 2^60.58
    let l6 = a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0; // |x| <= 2^59.81
    let h6 = a7 * b13 + a8 * b12 + a9 * b11 + a10 * b10 + a11 * b9 + a12 * b8 + a13 * b7; // |x| <= 2^59.33
    let k6 = e0 * f6 + e1 * f5 + e2 * f4 + e3 * f3 + e4 * f2 + e5 * f1 + e6 * f0 + l6 + h6; // |x| <= 2^60.59
    let l7 = a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1; // |x| <= 2^59.58
    let h7 = a8 * b13 + a9 * b12 + a10 * b11 + a11 * b10 + a12 * b9 + a13 * b8; // |x| <= 2^59.01
    let k7 = e1 * f6 + e2 * f5 + e3 * f4 + e4 * f3 + e5 * f2 + e6 * f1 + l7 + h7; // |x| <= 2^60.33
    let l8 = a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2;    // |x| <= 2^59.32
    let h8 = a9 * b13 + a10 * b12 + a11 * b11 + a12 * b10 + a13 * b9; // |x| <= 2^58.60
    let k8 = e2 * f6 + e3 * f5 + e4 * f4 + e5 * f3 + e6 * f2 + l8 + h8; // |x| <= 2^60.00
    let l9 = a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3;              // |x| <= 2^59.00
    let h9 = a10 * b13 + a11 * b12 + a12 * b11 + a13 * b10;      // |x| <= 2^58.02
    let k9 = e3 * f6 + e4 * f5 + e5 * f4 + e6 * f3 + l9 + h9;    // |x| <= 2^59.59
    let l10 = a4 * b6 + a5 * b5 + a6 * b4;                       // |x| <= 2^58.58
    let h10 = a11 * b13 + a12 * b12 + a13 * b11;                 // |x| <= 2^57.03
    let k10 = e4 * f6 + e5 * f5 + e6 * f4 + l10 + h10;           // |x| <= 2^59.01
    let l11 = a5 * b6 + a6 * b5;                                 // |x| <= 2^58.00
    let h11 = a12 * b13 + a13 * b12;                             // |x| <= 2^51.62
    let k11 = e5 * f6 + e6 * f5 + l11 + h11;                     // |x| <= 2^58.02
    let l12 = a6 * b6;                                           // |x| <= 2^57.00
    let h12 = a13 * b13;                                         // |x| <= 2^44.25
    let k12 = e6 * f6 + l12 + h12;                               // |x| <= 2^51.62
    let se0 = s0 - s7;                                           // |x| <= 2^28.00
    let se1 = s1 - s8;                                           // |x| <= 2^28.00
    let se2 = s2 - s9;                                           // |x| <= 2^28.00
    let se3 = s3 - s10;                                          // |x| <= 2^28.00
    let se4 = s4 - s11;                                          // |x| <= 2^28.00
    let se5 = s5 - s12;                                          // |x| <= 2^28.00
    let se6 = s6 - s13;                                          // |x| <= 2^28.00
    let sdl0 = 2 * s0;                                           // 0 <= x <= 2^29.00
    let sdl1 = 2 * s1;                                           // 0 <= x <= 2^29.00
    let sdl2 = 2 * s2;                                           // 0 <= x <= 2^29.00
    let sdl3 = 2 * s3;                                           // 0 <= x <= 2^29.00
    let sdl4 = 2 * s4;                                           // 0 <= x <= 2^29.00
    let sdl5 = 2 * s5;                                           // 0 <= x <= 2^29.00
    let sdh0 = 2 * s7;                                           // 0 <= x <= 2^29.00
    let sdh1 = 2 * s8;                                           // 0 <= x <= 2^29.00
    let sdh2 = 2 * s9;                                           // 0 <= x <= 2^29.00
    let sdh3 = 2 * s10;                                          // 0 <= x <= 2^29.00
    let sdh4 = 2 * s11;                                          // 0 <= x <= 2^29.00
    let sdh5 = 2 * s12;                                          // 0 <= x <= 2^29.00
    let sde0 = 2 * se0;                                          // |x| <= 2^29.00
    let sde1 = 2 * se1;                                          // |x| <= 2^29.00
    let sde2 = 2 * se2;                                          // |x| <= 2^29.00
    let sde3 = 2 * se3;                                          // |x| <= 2^29.00
    let sde4 = 2 * se4;                                          // |x| <= 2^29.00
    let sde5 = 2 * se5;                                          // |x| <= 2^29.00
    let sl0 = s0 * s0;                                           // 0 <= x <= 2^56.00
    let sh0 = s7 * s7;                                           // 0 <= x <= 2^56.00
    let sk0 = sl0 + sh0 - se0 * se0;                             // 0 <= x <= 2^57.00
    let sl1 = sdl0 * s1;                                         // 0 <= x <= 2^57.00
    let sh1 = sdh0 * s8;                                         // 0 <= x <= 2^57.00
    let sk1 = sl1 + sh1 - sde0 * se1;                            // 0 <= x <= 2^58.00
    let sl2 = sdl0 * s2 + s1 * s1;                               // 0 <= x <= 2^57.58
    let sh2 = sdh0 * s9 + s8 * s8;                               // 0 <= x <= 2^57.58
    let sk2 = sl2 + sh2 - sde0 * se2 - se1 * se1;                // 0 <= x <= 2^58.58
    let sl3 = sdl0 * s3 + sdl1 * s2;                             // 0 <= x <= 2^58.00
    let sh3 = sdh0 * s10 + sdh1 * s9;                            // 0 <= x <= 2^58.00
    let sk3 = sl3 + sh3 - sde0 * se3 - sde1 * se2;               // 0 <= x <= 2^59.00
    let sl4 = sdl0 * s4 + sdl1 * s3 + s2 * s2;                   // 0 <= x <= 2^58.32
    let sh4 = sdh0 * s11 + sdh1 * s10 + s9 * s9;                 // 0 <= x <= 2^58.32
    let sk4 = sl4 + sh4 - sde0 * se4 - sde1 * se3 - se2 * se2;   // 0 <= x <= 2^59.32
    let sl5 = sdl0 * s5 + sdl1 * s4 + sdl2 * s3;                 // 0 <= x <= 2^58.58
    let sh5 = sdh0 * s12 + sdh1 * s11 + sdh2 * s10;              // 0 <= x <= 2^58.58
    let sk5 = sl5 + sh5 - sde0 * se5 - sde1 * se4 - sde2 * se3;  // 0 <= x <= 2^59.58
    let sl6 = sdl0 * s6 + sdl1 * s5 + sdl2 * s4 + s3 * s3;       // 0 <= x <= 2^58.81
    let sh6 = sdh0 * s13 + sdh1 * s12 + sdh2 * s11 + s10 * s10;  // 0 <= x <= 2^58.32
    let sk6 = sl6 + sh6 - sde0 * se6 - sde1 * se5 - sde2 * se4 - se3 * se3; // 0 <= x <= 2^59.59
    let sl7 = sdl1 * s6 + sdl2 * s5 + sdl3 * s4;                 // 0 <= x <= 2^58.58
    let sh7 = sdh1 * s13 + sdh2 * s12 + sdh3 * s11;              // 0 <= x <= 2^58.00
    let sk7 = sl7 + sh7 - sde1 * se6 - sde2 * se5 - sde3 * se4;  // 0 <= x <= 2^59.32
    let sl8 = sdl2 * s6 + sdl3 * s5 + s4 * s4;                   // 0 <= x <= 2^58.32
    let sh8 = sdh2 * s13 + sdh3 * s12 + s11 * s11;               // 0 <= x <= 2^57.59
    let sk8 = sl8 + sh8 - sde2 * se6 - sde3 * se5 - se4 * se4;   // 0 <= x <= 2^59.00
    let sl9 = sdl3 * s6 + sdl4 * s5;                             // 0 <= x <= 2^58.00
    let sh9 = sdh3 * s13 + sdh4 * s12;                           // 0 <= x <= 2^57.01
    let sk9 = sl9 + sh9 - sde3 * se6 - sde4 * se5;               // 0 <= x <= 2^58.59
    let sl10 = sdl4 * s6 + s5 * s5;                              // 0 <= x <= 2^57.58
    let sh10 = sdh4 * s13 + s12 * s12;                           // 0 <= x <= 2^56.01
    let sk10 = sl10 + sh10 - sde4 * se6 - se5 * se5;             // 0 <= x <= 2^58.00
    let sl11 = sdl5 * s6;                                        // 0 <= x <= 2^57.00
    let sh11 = sdh5 * s13;                                       // 0 <= x <= 2^49.03
    let sk11 = sl11 + sh11 - sde5 * se6;                         // 0 <= x <= 2^57.01
    let sl12 = s6 * s6;                                          // 0 <= x <= 2^56.00
    let sh12 = s13 * s13;                                        // 0 <= x <= 2^40.05
    let sk12 = sl12 + sh12 - se6 * se6;                          // 0 <= x <= 2^49.03
    let t0: i64 = l0 - sl0;                                      // |x| <= 2^57.58
    let m0 = t0 & MASK;                                          // 0 <= x <= 2^28.00
    let c0 = t0 >> WIDTH;                                        // |x| <= 2^29.58
    let t1: i64 = l1 - sl1 + (m0 << 4) + c0;                     // |x| <= 2^58.58
    let m1 = t1 & MASK;                                          // 0 <= x <= 2^28.00
    let c1 = t1 >> WIDTH;                                        // |x| <= 2^30.58
    let t2: i64 = l2 - sl2 + (m1 << 4) + c1;                     // |x| <= 2^59.17
    let m2 = t2 & MASK;                                          // 0 <= x <= 2^28.00
    let c2 = t2 >> WIDTH;                                        // |x| <= 2^31.17
    let t3: i64 = l3 - sl3 + (m2 << 4) - (m0 << 12) + c2;        // |x| <= 2^59.58
    let m3 = t3 & MASK;                                          // 0 <= x <= 2^28.00
    let c3 = t3 >> WIDTH;                                        // |x| <= 2^31.58
    let t4: i64 = l4 - sl4 + (m3 << 4) - (((m0 << 4) + m1) << 12) + c3; // |x| <= 2^59.91
    let m4 = t4 & MASK;                                          // 0 <= x <= 2^28.00
    let c4 = t4 >> WIDTH;                                        // |x| <= 2^31.91
    let t5: i64 = l5 - sl5 + (m4 << 4) - (((m1 << 4) + m2) << 12) + c4; // |x| <= 2^60.17
    let m5 = t5 & MASK;                                          // 0 <= x <= 2^28.00
    let c5 = t5 >> WIDTH;                                        // |x| <= 2^32.17
    let t6: i64 = l6 - sl6 + (m5 << 4) - (((m2 << 4) + m3) << 12) + c5; // |x| <= 2^60.39
    let m6 = t6 & MASK;                                          // 0 <= x <= 2^28.00
    let c6 = t6 >> WIDTH;                                        // |x| <= 2^32.39
    let t7: i64 = l7 + k0 - sl7 - sk0 + (m6 << 4) - (((m3 << 4) + m4) << 12) + c6; // |x| <= 2^60.58
    let m7 = t7 & MASK;                                          // 0 <= x <= 2^28.00
    let c7 = t7 >> WIDTH;                                        // |x| <= 2^32.58
    let t8: i64 = l8 + k1 - sl8 - sk1 + (m7 << 4) - (((m4 << 4) + m5) << 12) + c7; // |x| <= 2^60.75
    let m8 = t8 & MASK;                                          // 0 <= x <= 2^28.00
    let c8 = t8 >> WIDTH;                                        // |x| <= 2^32.75
    let t9: i64 = l9 + k2 - sl9 - sk2 + (m8 << 4) - (((m5 << 4) + m6) << 12) + c8; // |x| <= 2^60.91
    let m9 = t9 & MASK;                                          // 0 <= x <= 2^28.00
    let c9 = t9 >> WIDTH;                                        // |x| <= 2^32.91
    let t10: i64 = l10 + k3 - sl10 - sk3 + (m9 << 4) - (((m6 << 4) + m7) << 12) + c9; // |x| <= 2^61.04
    let m10 = t10 & MASK;                                        // 0 <= x <= 2^28.00
    let c10 = t10 >> WIDTH;                                      // |x| <= 2^33.04
    let t11: i64 = l11 + k4 - sl11 - sk4 + (m10 << 4) - (((m7 << 4) + m8) << 12) + c10; // |x| <= 2^61.17
    let m11 = t11 & MASK;                                        // 0 <= x <= 2^28.00
    let c11 = t11 >> WIDTH;                                      // |x| <= 2^33.17
    let t12: i64 = l12 + k5 - sl12 - sk5 + (m11 << 4) - (((m8 << 4) + m9) << 12) + c11; // |x| <= 2^61.29
    let m12 = t12 & MASK;                                        // 0 <= x <= 2^28.00
    let c12 = t12 >> WIDTH;                                      // |x| <= 2^33.29
    let t13: i64 = k6 - sk6 + (m12 << 4) + (((((m0 << 4) - m9) << 4) - m10) << 12) + c12; // |x| <= 2^61.17
    let m13 = t13 & MASK;                                        // 0 <= x <= 2^28.00
    let c13 = t13 >> WIDTH;                                      // |x| <= 2^33.17
    let t14: i64 = k7 + h0 - sk7 - sh0 + (m13 << 4) + (((((m1 << 4) - m10) << 4) - m11) << 12) + c13; // |x| <= 2^61.05
    let r0 = t14 & MASK;                                         // 0 <= x <= 2^28.00
    let c14 = t14 >> WIDTH;                                      // |x| <= 2^33.05
    let t15: i64 = k8 + h1 - sk8 - sh1 - (m12 << 12) + (((m2 << 4) - m11) << 16) + c14; // |x| <= 2^60.91
    let r1 = t15 & MASK;                                         // 0 <= x <= 2^28.00
    let c15 = t15 >> WIDTH;                                      // |x| <= 2^32.91
    let t16: i64 = k9 + h2 - sk9 - sh2 - (m13 << 12) + (((m3 << 4) - m12) << 16) + c15; // |x| <= 2^60.76
    let r2 = t16 & MASK;                                         // 0 <= x <= 2^28.00
    let c16 = t16 >> WIDTH;                                      // |x| <= 2^32.76
    let t17: i64 = k10 + h3 - sk10 - sh3 - (m13 << 16) + (m4 << 20) + c16; // |x| <= 2^60.59
    let r3 = t17 & MASK;                                         // 0 <= x <= 2^28.00
    let c17 = t17 >> WIDTH;                                      // |x| <= 2^32.59
    let t18: i64 = k11 + h4 - sk11 - sh4 + (m5 << 20) + c17;     // |x| <= 2^60.40
    let r4 = t18 & MASK;                                         // 0 <= x <= 2^28.00
    let c18 = t18 >> WIDTH;                                      // |x| <= 2^32.40
    let t19: i64 = k12 + h5 - sk12 - sh5 + (m6 << 20) + c18;     // |x| <= 2^60.17
    let r5 = t19 & MASK;                                         // 0 <= x <= 2^28.00
    let c19 = t19 >> WIDTH;                                      // |x| <= 2^32.17
    let t20: i64 = h6 - sh6 + (m7 << 20) + c19;                  // |x| <= 2^59.91
    let r6 = t20 & MASK;                                         // 0 <= x <= 2^28.00
    let c20 = t20 >> WIDTH;                                      // |x| <= 2^31.91
    let t21: i64 = h7 - sh7 + (m8 << 20) + c20;                  // |x| <= 2^59.59
    let r7 = t21 & MASK;                                         // 0 <= x <= 2^28.00
    let c21 = t21 >> WIDTH;                                      // |x| <= 2^31.59
    let t22: i64 = h8 - sh8 + (m9 << 20) + c21;                  // |x| <= 2^59.18
    let r8 = t22 & MASK;                                         // 0 <= x <= 2^28.00
    let c22 = t22 >> WIDTH;                                      // |x| <= 2^31.18
    let t23: i64 = h9 - sh9 + (m10 << 20) + c22;                 // |x| <= 2^58.59
    let r9 = t23 & MASK;                                         // 0 <= x <= 2^28.00
    let c23 = t23 >> WIDTH;                                      // |x| <= 2^30.59
    let t24: i64 = h10 - sh10 + (m11 << 20) + c23;               // |x| <= 2^57.60
    let r10 = t24 & MASK;                                        // 0 <= x <= 2^28.00
    let c24 = t24 >> WIDTH;                                      // |x| <= 2^29.60
    let t25: i64 = h11 - sh11 + (m12 << 20) + c24;               // |x| <= 2^51.74
    let r11 = t25 & MASK;                                        // 0 <= x <= 2^28.00
    let c25 = t25 >> WIDTH;                                      // |x| <= 2^23.74
    let t26: i64 = h12 - sh12 + (m13 << 20) + c25;               // |x| <= 2^48.10
    let r12 = t26 & MASK;                                        // 0 <= x <= 2^28.00
    let c26 = t26 >> WIDTH;                                      // |x| <= 2^20.10
    let r13 = c26;                                               // |x| <= 2^20.10
    *to = [r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13];
}

/// G, 3G, 5G, ...
static BASE: [Affine<14>; 32] = [
    Affine { x: [11872333, 123101132, 238566864, 237952364, 242082680, 88192214, 127679228, 170979320, 75924569, 232961605, 119759182, 20452095, 36281877, 240348], w: [122289238, 129344512, 56116744, 133486229, 26836817, 97547786, 123457196, 245365553, 111424209, 84416728, 72118995, 222015488, 78916491, 988536] },
    Affine { x: [205550546, 230579965, 127665636, 795895, 26693290, 169282767, 186660073, 29803494, 148320981, 172426148, 237839930, 181286647, 149406147, 540646], w: [230862476, 151269193, 115014736, 83368988, 229748499, 165596808, 105695104, 205133442, 39499173, 107425024, 23241221, 100588397, 154166565, 691391] },
    Affine { x: [32563169, 99326079, 73841497, 214620275, 211977664, 43239171, 253669813, 213933671, 187495850, 239887885, 159900392, 264005483, 18683791, 766571], w: [133448347, 158598238, 181163730, 98045544, 48267996, 3697523, 23869026, 92308016, 117399344, 74295652, 142625212, 75290802, 230953929, 407866] },
    Affine { x: [153234323, 194842278, 78765843, 100770935, 98559553, 34732713, 52354296, 158678743, 34984293, 234182132, 190356914, 96438589, 18647298, 182776], w: [223100338, 105116608, 150082349, 181415043, 165193363, 167928072, 190164702, 268365836, 116918275, 14729726, 119329398, 132034532, 224319798, 82646] },
    Affine { x: [62467932, 33610869, 83439453, 43629950, 239033735, 177657669, 101271603, 201323506, 85836092, 81178051, 80141013, 111308102, 223568748, 700881], w: [226582990, 101595473, 73393410, 238536789, 104656836, 6788344, 266388366, 224008964, 156866769, 82482397, 65658067, 147829381, 140759531, 920678] },
    Affine { x: [193756572, 145854888, 180012912, 130941815, 266416647, 114142564, 231499632, 129392672, 146757140, 30904347, 142995542, 58690953, 209430980, 106143], w: [158616373, 103335016, 117894301, 227070601, 32874440, 21953776, 164636243, 63768007, 236875261, 84886976, 169374886, 50868291, 241854450, 312819] },
    Affine { x: [213777333, 246930444, 177576826, 208320329, 258432552, 54230346, 175803974, 203150696, 33794265, 234454453, 40234274, 156051031, 26014268, 116078], w: [184703628, 42673351, 25553319, 56211804, 138268958, 166306300, 20206737, 141667343, 223894525, 30963455, 171472530, 204488631, 261673715, 193974] },
    Affine { x: [167029243, 227046592, 198722666, 238973914, 86405648, 84805555, 63762837, 162727768, 595832, 93926805, 265612040, 112262145, 256443138, 404774], w: [51607220, 160670397, 185353747, 128829818, 158777657, 197184545, 105359169, 52334089, 139513265, 183696315, 142770200, 47244927, 228685902, 858335] },
    Affine { x: [171757650, 236126100, 71207171, 80617247, 227583210, 258300432, 117194538, 83881934, 57900370, 72738750, 139809584, 118093458, 249853390, 323942], w: [98610008, 221878274, 28606360, 1062712, 133449582, 107839024, 60609318, 176818505, 182127252, 217014031, 199452548, 153402731, 246112969, 455437] },
    Affine { x: [139200762, 248814602, 152208034, 100907660, 253543628, 22325973, 168860731, 59062508, 152213756, 2810424, 60576664, 7027558, 84119767, 61940], w: [138649923, 30122475, 223907183, 128756549, 143953498, 234774216, 48326384, 266737778, 83048300, 114182123, 149882057, 209893947, 131247854, 692068] },
    Affine { x: [47067051, 98895250, 237045798, 158892793, 238280916, 102203253, 1215136, 166454931, 162226877, 240349925, 258760176, 189903264, 114999314, 93282], w: [146525763, 69819361, 131399720, 63655471, 26732565, 21139987, 207451795, 83471140, 136461578, 184743562, 45439444, 121949530, 36087705, 18920] },
    Affine { x: [57162624, 242534702, 251056564, 12413368, 152637138, 69845153, 164879653, 55670843, 95988522, 53412295, 170627156, 38149708, 166635762, 534182], w: [89611067, 122513882, 2555782, 237534153, 223516999, 77920727, 95502949, 239439823, 118661589, 51920386, 141470926, 186975652, 197411402, 1022305] },
    Affine { x: [238781378, 119695724, 188096147, 263187263, 192751629, 237756788, 131134418, 145482213, 85694752, 134367677, 189849124, 51609754, 212188019, 640738], w: [77466175, 262522930, 119747209, 165015868, 155621752, 42243193, 46472715, 29911168, 99236821, 154000084, 75143639, 194725827, 97710099, 843624] },
    Affine { x: [224847080, 137172455, 152936516, 155408258, 179771666, 75643247, 235749736, 150031624, 149083601, 93316898, 223386730, 247658472, 238501466, 829312], w: [30666799, 171622525, 32015701, 246426719, 81808815, 104547197, 250829820, 151736506, 212339825, 127659940, 53192858, 183303374, 126494365, 16705] },
    Affine { x: [34894024, 111956144, 64356765, 108265540, 133006443, 89954148, 238818797, 67023100, 36522254, 40780764, 130787295, 32638555, 135822570, 721070], w: [196978234, 9702699, 197407909, 153598215, 109869100, 161286710, 103750221, 144752501, 190977664, 67531213, 216211856, 228515503, 45281250, 344960] },
    Affine { x: [151430252, 143855880, 249996188, 232826913, 119728108, 252572926, 248480576, 202675794, 259901779, 136863042, 27517882, 219262901, 67777285, 31808], w: [260289678, 105970031, 101823856, 57657737, 201725139, 140338203, 5584726, 189744008, 176987656, 228104955, 182087037, 61564833, 180826435, 739278] },
    Affine { x: [62546892, 61044283, 210133299, 165837123, 11219725, 156626747, 197642222, 252309435, 52412768, 205524390, 36061653, 165055222, 74220350, 649594], w: [79490383, 131183196, 180158382, 78459196, 58097346, 152510834, 9238996, 232871745, 48067446, 34492744, 121860486, 183368082, 52473781, 1025388] },
    Affine { x: [15506390, 190064146, 263477413, 224409538, 194066432, 232680400, 173049376, 39337940, 23229344, 139605599, 149114823, 208155325, 99172731, 84471], w: [225072482, 81596829, 44957024, 19581889, 91996929, 51384916, 201521, 241950154, 54482513, 174818398, 251569561, 81105232, 6407294, 479579] },
    Affine { x: [258056990, 223861860, 250741250, 79509040, 224274288, 257643685, 19522271, 75675754, 101348759, 118573771, 233340658, 190391838, 64945240, 762511], w: [179387892, 135860796, 131914019, 180472617, 173157511, 195400710, 223487110, 9413605, 210981160, 73856672, 124438297, 10815993, 268241791, 114934] },
    Affine { x: [235815512, 83361670, 205946249, 78537682, 3245092, 45608967, 226418532, 162931462, 30240222, 6706026, 4241260, 204249477, 112761631, 515917], w: [56423514, 118024110, 244226060, 109225256, 22042133, 111553143, 146319989, 229899334, 231253638, 6821576, 180238764, 258167462, 955089, 1013797] },
    Affine { x: [114379911, 149451610, 2010388, 81577634, 63496146, 176215695, 61352243, 46793559, 74222981, 119203991, 126391805, 98450375, 215650852, 412882], w: [105366789, 92856333, 182273532, 202520467, 62557893, 70028774, 252451266, 65737546, 61703839, 82171833, 93299494, 145552170, 232141283, 871941] },
    Affine { x: [74269749, 154487992, 210515962, 206808971, 222171439, 60574019, 182056370, 115071085, 83226689, 263546673, 94962174, 154521353, 220388019, 96442], w: [98783006, 260265207, 154246899, 96498634, 123010504, 230449815, 164566355, 12917751, 29486458, 254350687, 19409815, 253046422, 127059542, 517100] },
    Affine { x: [232414108, 18176829, 18011332, 208730841, 175157093, 60733685, 266920123, 117240127, 67899021, 190421760, 12984107, 5873180, 145927220, 609413], w: [229685893, 253420941, 75439888, 141725593, 21652970, 213298467, 108431699, 74044029, 46984558, 238273247, 239434325, 10676462, 62326601, 877871] },
    Affine { x: [107530986, 150458476, 107769736, 127176924, 22005640, 99987578, 263292178, 126536971, 180352984, 261425024, 28399372, 118818034, 98181939, 373628], w: [117285721, 219647672, 57577717, 186262431, 9560110, 52389536, 13288785, 203395647, 222512331, 260340733, 220355649, 25026048, 264195669, 245720] },
    Affine { x: [20366859, 61797863, 263780956, 104533670, 77178287, 70137434, 107550053, 115554410, 90968411, 66413692, 53202592, 165747064, 38855914, 291003], w: [78521434, 149445846, 177234471, 165669167, 24434734, 154746237, 143199708, 5749375, 266054399, 130409616, 142784175, 191816652, 29693527, 235683] },
    Affine { x: [11308310, 212627623, 45624396, 212870306, 154093504, 147171213, 98630489, 176479866, 183030337, 197293156, 115989162, 63167393, 5191115, 406693], w: [227581603, 25111549, 174807939, 265853755, 17275404, 182495358, 97878406, 17802971, 75497593, 54632804, 63204990, 49861265, 194466843, 90255] },
    Affine { x: [239726504, 232547645, 97270555, 41099409, 58912124, 15745578, 184619105, 206877024, 140276903, 179186932, 82187715, 245777132, 14742403, 764145], w: [50987995, 177632508, 85349440, 140428255, 263379144, 163968263, 252527412, 13839466, 238396018, 213670488, 187994158, 11909415, 117283113, 941181] },
    Affine { x: [255027123, 100005177, 205307051, 197960078, 129000994, 238687277, 83589223, 100330298, 148422408, 89454087, 265969908, 9414091, 23661780, 1035613], w: [250677480, 231708291, 122592635, 89227596, 65887815, 127988716, 197533944, 73834257, 225154940, 255902456, 242429857, 177033788, 103390685, 787630] },
    Affine { x: [260463745, 174180231, 185446731, 203334840, 49593060, 180665334, 21587935, 256142858, 231821467, 216986089, 65739929, 144442671, 8026305, 317434], w: [157334037, 76575774, 113984003, 185957999, 151261572, 218182695, 180450671, 151235425, 83331303, 138383848, 11162277, 209345574, 76959166, 18291] },
    Affine { x: [258263451, 130947275, 122466118, 159990425, 159042152, 96674419, 71777113, 219033942, 152555294, 81500522, 56298982, 73625652, 127035318, 656278], w: [73367038, 89499498, 266452504, 139871933, 142703470, 257995488, 161373626, 147298773, 110518352, 155397622, 68662215, 137550647, 77630635, 421346] },
    Affine { x: [10936521, 33370934, 32000218, 55489060, 18742106, 124956168, 3531599, 43527430, 125825587, 85972479, 108200190, 6436452, 166685600, 256516], w: [2411913, 237164311, 156814465, 163966270, 133929573, 236609661, 223285414, 82504956, 70516682, 228876731, 249823884, 87430360, 171937072, 623144] },
    Affine { x: [227131420, 242055406, 144098752, 224594337, 260630762, 147409400, 173078341, 45554343, 238417774, 167226583, 240228868, 32465241, 15852845, 638731], w: [5832869, 138320052, 104101741, 206449071, 62878910, 18493411, 123759057, 176198055, 58364719, 199515025, 119303787, 220116463, 88165651, 485090] },
];
