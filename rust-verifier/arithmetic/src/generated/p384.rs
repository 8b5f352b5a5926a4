// Written by generator/main.mjs, which proves every bound that stands here; change it there.

//! P-384: p = 2^384 - 2^128 - 2^96 + 2^32 - 1, elements as 14 limbs of 28 bits in Montgomery's form with
//! R = 2^392. Bounds of limbs are in units of 2^28.

use crate::curve::{Addition, Affine, Companion, Curve, Jacobian, Multiple, Reduced, carry_in_place};
use crate::table::Bases;

type Limbs = [i64; 14];

const ZERO: Limbs = [0; 14];

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
    /// 2 in Montgomery's form.
    const TWO: Reduced<14> = Reduced([
        512, 268427264, 268435455, 2097151, 33554432, 0, 0, 0,
        0, 0, 0, 0, 0, 0,
    ]);
    /// G's x.
    const BASE_X: Reduced<14> = Reduced([
        11872333, 123101132, 238566864, 237952364, 242082680, 88192214, 127679228, 170979320,
        75924569, 232961605, 119759182, 20452095, 36281877, 240348,
    ]);
    /// G's y.
    const BASE_Y: Reduced<14> = Reduced([
        61144619, 64672256, 162276100, 200960842, 13418408, 48773893, 195946326, 256900504,
        55712104, 176426092, 36059497, 245225472, 39458245, 494268,
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
    // Reduced: limbs 0.000 to 1.000, top -197105 to 1145525; value -0.191 p to 1.094 p
    // Jacobian x: limbs 0.000 to 1.000, top -3636856 to 9534150; value -3.469 p to 9.094 p
    // Jacobian v: limbs -1.000 to 1.000, top -2197660 to 2234163; value -2.098 p to 2.133 p

    #[inline(always)]
    fn multiply(a: &Reduced<14>, b: &Reduced<14>) -> Reduced<14> {
        let mut to = ZERO;
        multiply(&mut to, &a.0, &b.0);
        Reduced(to)
    }

    #[inline(always)]
    fn square(a: &Reduced<14>) -> Reduced<14> {
        let mut to = ZERO;
        square(&mut to, &a.0);
        Reduced(to)
    }

    /// 2P; P is not infinity.
    #[inline(never)]
    fn double(p: &Jacobian<14>, to: &mut Jacobian<14>) {
        // limbs 0.000 to 1.000, top 0 to 1053464; value 0.000 p to 1.005 p
        let mut zz = ZERO;
        square(&mut zz, &p.z.0);
        // limbs 0.000 to 1.000, top 0 to 1067170; value 0.000 p to 1.018 p
        let mut vv = ZERO;
        square(&mut vv, &p.v);
        // limbs 0.000 to 1.000, top -14459 to 1086479; value -0.014 p to 1.036 p
        let mut s = ZERO;
        multiply(&mut s, &p.x, &vv);
        // limbs 0.000 to 1.000, top -9379 to 1058110; value -0.009 p to 1.009 p
        multiply(&mut to.z.0, &p.v, &p.z.0);
        // limbs -1.000 to 1.000, top -4690320 to 9534150; value -4.473 p to 9.094 p
        let less: Limbs = core::array::from_fn(|i| p.x[i] - zz[i]);
        // limbs 0.000 to 2.000, top -3636856 to 10587614; value -3.469 p to 10.098 p
        let more: Limbs = core::array::from_fn(|i| p.x[i] + zz[i]);
        // limbs 0.000 to 1.000, top -184996 to 1424621; value -0.176 p to 1.359 p
        let mut third = ZERO;
        multiply(&mut third, &less, &more);
        // limbs 0.000 to 1.000, top 0 to 1056136; value 0.000 p to 1.007 p
        let mut third2 = ZERO;
        square(&mut third2, &third);
        // limbs 0.000 to 1.000, top -2172960 to 9534150; value -2.072 p to 9.092 p
        to.x = carry(&core::array::from_fn(|i| 9 * third2[i] - 2 * s[i]));
        // limbs -3.000 to 3.000, top -28645827 to 9778317; value -27.319 p to 9.325 p
        let rest: Limbs = core::array::from_fn(|i| 3 * s[i] - 3 * to.x[i]);
        // limbs 0.000 to 1.000, top -152028 to 1100470; value -0.145 p to 1.049 p
        let mut slope = ZERO;
        multiply(&mut slope, &third, &rest);
        // limbs 0.000 to 1.000, top 0 to 1052818; value 0.000 p to 1.004 p
        let mut vvvv = ZERO;
        square(&mut vvvv, &vv);
        // limbs 0.000 to 1.000, top -1356875 to 2200941; value -1.294 p to 2.099 p
        to.v = carry(&core::array::from_fn(|i| 2 * slope[i] - vvvv[i]));
    }

    /// Begins P + Q or P - Q.
    #[inline(never)]
    fn begin_addition(p: &Jacobian<14>, q: &Affine<14>, is_negated: bool, to: &mut Addition<14>) {
        let q = q.unpack();
        let qv: Limbs = if is_negated { q.v.0.map(|limb| -limb) } else { q.v.0 };
        // limbs 0.000 to 1.000, top 0 to 1053464; value 0.000 p to 1.005 p
        let mut zz = ZERO;
        square(&mut zz, &p.z.0);
        // limbs 0.000 to 1.000, top -774 to 1053071; value -0.001 p to 1.004 p
        let mut zzz = ZERO;
        multiply(&mut zzz, &p.z.0, &zz);
        // limbs 0.000 to 1.000, top -774 to 1053071; value -0.001 p to 1.004 p
        let mut h_whole = ZERO;
        multiply(&mut h_whole, &q.x.0, &zz);
        // limbs -1.000 to 1.000, top -9534924 to 4689927; value -9.095 p to 4.473 p
        let h: Limbs = core::array::from_fn(|i| h_whole[i] - p.x[i]);
        // limbs -2.000 to 2.000, top -19069848 to 9379854; value -18.189 p to 8.946 p
        to.h2 = core::array::from_fn(|i| 2 * h[i]);
        // limbs 0.000 to 1.000, top 0 to 1387260; value 0.000 p to 1.323 p
        let mut hh = ZERO;
        square(&mut hh, &h);
        // limbs 0.000 to 4.000, top 0 to 5549040; value 0.000 p to 5.292 p
        to.hh4 = core::array::from_fn(|i| 4 * hh[i]);
        // limbs 0.000 to 1.000, top -197105 to 1145525; value -0.188 p to 1.092 p
        multiply(&mut to.j.0, &h, &to.hh4);
        // limbs 0.000 to 1.000, top -4494 to 1053069; value -0.004 p to 1.004 p
        let mut r_whole = ZERO;
        multiply(&mut r_whole, &qv, &zzz);
        // limbs -1.000 to 2.000, top -2238657 to 3250729; value -2.137 p to 3.102 p
        to.r = core::array::from_fn(|i| r_whole[i] - p.v[i]);
    }

    /// Begins P + Q where both have one z, as if it were 1.
    #[inline(never)]
    fn begin_together(p: &Companion<14>, q: &Multiple<14>, to: &mut Addition<14>) {
        // limbs -1.000 to 1.000, top -4309194 to 1342630; value -4.113 p to 1.285 p
        let h: Limbs = core::array::from_fn(|i| q.x[i] - p.x.0[i]);
        // limbs 0.000 to 1.000, top -8618391 to 2685262; value -8.226 p to 2.570 p
        to.h2 = core::array::from_fn(|i| 2 * h[i]);
        carry_in_place(&mut to.h2, WIDTH);
        // limbs 0.000 to 1.000, top 0 to 1325278; value 0.000 p to 1.264 p
        square(&mut to.hh4, &to.h2);
        // limbs 0.000 to 1.000, top -21275 to 1055204; value -0.020 p to 1.006 p
        multiply(&mut to.j.0, &h, &to.hh4);
        // limbs 0.000 to 1.000, top -4364711 to 2370297; value -4.168 p to 2.266 p
        to.r = core::array::from_fn(|i| q.v[i] - p.v[i]);
        carry_in_place(&mut to.r, WIDTH);
    }

    /// Ends what was begun, where the x coordinates differ.
    #[inline(never)]
    fn finish_addition(x: &Limbs, v: &Limbs, z: &Reduced<14>, a: &mut Addition<14>, to: &mut Jacobian<14>) {
        // limbs 0.000 to 1.000, top -75181 to 1245664; value -0.072 p to 1.188 p
        multiply(&mut a.w.0, x, &a.hh4);
        // limbs 0.000 to 1.000, top 0 to 1119545; value 0.000 p to 1.068 p
        let mut squared = ZERO;
        square(&mut squared, &a.r);
        // limbs 0.000 to 1.000, top -3636856 to 1435409; value -3.468 p to 1.369 p
        to.x = carry(&core::array::from_fn(|i| squared[i] - 2 * a.w.0[i] - a.j.0[i]));
        // limbs -1.000 to 1.000, top -1510590 to 4882520; value -1.441 p to 4.656 p
        let rest: Limbs = core::array::from_fn(|i| a.w.0[i] - to.x[i]);
        // limbs 0.000 to 1.000, top -68583 to 1107702; value -0.065 p to 1.056 p
        let mut slope = ZERO;
        multiply(&mut slope, &a.r, &rest);
        // limbs 0.000 to 1.000, top -9379 to 1058110; value -0.009 p to 1.009 p
        multiply(&mut a.tail, v, &a.j.0);
        // limbs 0.000 to 1.000, top -2250938 to 2234163; value -2.147 p to 2.131 p
        to.v = carry(&core::array::from_fn(|i| 2 * slope[i] - 2 * a.tail[i]));
        // limbs 0.000 to 1.000, top -81380 to 1088603; value -0.078 p to 1.038 p
        multiply(&mut to.z.0, &z.0, &a.h2);
    }

    /// v of P with the z of the sum that was made of it; its x is there.
    #[inline(never)]
    fn move_along(a: &Addition<14>, to: &mut Limbs) {
        // limbs 0.000 to 1.000, top -1550 to 2113771; value -0.002 p to 2.016 p
        *to = core::array::from_fn(|i| 2 * a.tail[i]);
        carry_in_place(to, WIDTH);
    }

    /// 1 / z from before a point of a run, given its own.
    #[inline(never)]
    fn inverse_before(inverse: &Reduced<14>, p: &Multiple<14>, to: &mut Reduced<14>) {
        // limbs 0.000 to 1.000, top -36779 to 1060035; value -0.035 p to 1.011 p
        multiply(&mut to.0, &inverse.0, &p.h2);
    }

    /// Zero where the y coordinates are equal.
    #[inline(never)]
    fn has_same_y(a: &Addition<14>, to: &mut Reduced<14>) {
        // limbs 0.000 to 1.000, top 0 to 1048575; value 0.000 p to 1.000 p
        multiply(&mut to.0, &a.r, &Self::UNIT);
    }

    /// Zero where y^2 = x^3 - 3x + b.
    #[inline(never)]
    fn curve_equation(x: &Reduced<14>, y: &Reduced<14>, to: &mut Reduced<14>) {
        // limbs 0.000 to 1.000, top 0 to 1053464; value 0.000 p to 1.005 p
        let mut x2 = ZERO;
        square(&mut x2, &x.0);
        // limbs -3.000 to 1.000, top 0 to 1053464; value 0.000 p to 1.005 p
        let factor: Limbs = core::array::from_fn(|i| x2[i] - 3 * Self::ONE.0[i]);
        // limbs 0.000 to 1.000, top -774 to 1053071; value -0.001 p to 1.004 p
        let mut right = ZERO;
        multiply(&mut right, &factor, &x.0);
        // limbs 0.000 to 1.000, top 0 to 1053464; value 0.000 p to 1.005 p
        let mut left = ZERO;
        square(&mut left, &y.0);
        // limbs -1.985 to 0.926, top -1086115 to 1021194; value -1.036 p to 0.974 p
        let difference: Limbs = core::array::from_fn(|i| left[i] - right[i] - Self::B.0[i]);
        // limbs 0.000 to 1.000, top 0 to 1048575; value 0.000 p to 1.000 p
        multiply(&mut to.0, &difference, &Self::UNIT);
    }

    /// Zero where P's affine x coordinate is `x`.
    #[inline(never)]
    fn x_difference(x: &Reduced<14>, p: &Jacobian<14>, to: &mut Reduced<14>) {
        // limbs 0.000 to 1.000, top 0 to 1053464; value 0.000 p to 1.005 p
        let mut zz = ZERO;
        square(&mut zz, &p.z.0);
        // limbs 0.000 to 1.000, top -774 to 1053071; value -0.001 p to 1.004 p
        let mut scaled = ZERO;
        multiply(&mut scaled, &x.0, &zz);
        // limbs -1.000 to 1.000, top -9534924 to 4689927; value -9.095 p to 4.473 p
        let difference: Limbs = core::array::from_fn(|i| scaled[i] - p.x[i]);
        // limbs 0.000 to 1.000, top 0 to 1048575; value 0.000 p to 1.000 p
        multiply(&mut to.0, &difference, &Self::UNIT);
    }

    /// The affine point, given 1 / z.
    #[inline(never)]
    fn normalise(p: &Multiple<14>, inverse: &Reduced<14>) -> Affine<14> {
        // limbs 0.000 to 1.000, top 0 to 1053464; value 0.000 p to 1.005 p
        let mut inverse2 = ZERO;
        square(&mut inverse2, &inverse.0);
        // limbs 0.000 to 1.000, top -774 to 1053071; value -0.001 p to 1.004 p
        let mut inverse3 = ZERO;
        multiply(&mut inverse3, &inverse2, &inverse.0);
        // limbs 0.000 to 1.000, top -14273 to 1085992; value -0.014 p to 1.036 p
        let mut x = ZERO;
        multiply(&mut x, &p.x, &inverse2);
        // limbs 0.000 to 1.000, top -8831 to 1057340; value -0.008 p to 1.008 p
        let mut v = ZERO;
        multiply(&mut v, &p.v, &inverse3);
        Affine::pack(&Reduced(x), &Reduced(v))
    }

    fn bases() -> &'static Bases<14> {
        static BASES: Bases<14> = Bases::new();
        &BASES
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

/// a b / R modulo p, reduced.
#[inline(never)]
fn multiply(to: &mut Limbs, a: &Limbs, b: &Limbs) {
    let a0 = a[0];                                               // |x| <= 2^29.00
    let a1 = a[1];                                               // |x| <= 2^29.58
    let a2 = a[2];                                               // |x| <= 2^29.58
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
    let a13 = a[13];                                             // |x| <= 2^23.18
    let b0 = b[0];                                               // |x| <= 2^30.00
    let b1 = b[1];                                               // |x| <= 2^30.00
    let b2 = b[2];                                               // |x| <= 2^30.00
    let b3 = b[3];                                               // |x| <= 2^30.00
    let b4 = b[4];                                               // |x| <= 2^30.00
    let b5 = b[5];                                               // |x| <= 2^30.00
    let b6 = b[6];                                               // |x| <= 2^30.00
    let b7 = b[7];                                               // |x| <= 2^30.00
    let b8 = b[8];                                               // |x| <= 2^30.00
    let b9 = b[9];                                               // |x| <= 2^30.00
    let b10 = b[10];                                             // |x| <= 2^30.00
    let b11 = b[11];                                             // |x| <= 2^30.00
    let b12 = b[12];                                             // |x| <= 2^30.00
    let b13 = b[13];                                             // |x| <= 2^24.77
    let e0 = a0 - a7;                                            // |x| <= 2^29.58
    let e1 = a1 - a8;                                            // |x| <= 2^30.00
    let e2 = a2 - a9;                                            // |x| <= 2^30.00
    let e3 = a3 - a10;                                           // |x| <= 2^29.58
    let e4 = a4 - a11;                                           // |x| <= 2^29.58
    let e5 = a5 - a12;                                           // |x| <= 2^29.58
    let e6 = a6 - a13;                                           // |x| <= 2^29.01
    let f0 = b7 - b0;                                            // |x| <= 2^30.58
    let f1 = b8 - b1;                                            // |x| <= 2^30.58
    let f2 = b9 - b2;                                            // |x| <= 2^30.58
    let f3 = b10 - b3;                                           // |x| <= 2^30.58
    let f4 = b11 - b4;                                           // |x| <= 2^30.58
    let f5 = b12 - b5;                                           // |x| <= 2^30.58
    let f6 = b13 - b6;                                           // |x| <= 2^30.00
    let l0 = a0 * b0;                                            // |x| <= 2^58.00
    let h0 = a7 * b7;                                            // |x| <= 2^58.00
    let k0 = e0 * f0 + l0 + h0;                                  // |x| <= 2^59.00
    let l1 = a0 * b1 + a1 * b0;                                  // |x| <= 2^59.00
    let h1 = a7 * b8 + a8 * b7;                                  // |x| <= 2^59.00
    let k1 = e0 * f1 + e1 * f0 + l1 + h1;                        // |x| <= 2^60.00
    let l2 = a0 * b2 + a1 * b1 + a2 * b0;                        // |x| <= 2^59.58
    let h2 = a7 * b9 + a8 * b8 + a9 * b7;                        // |x| <= 2^59.58
    let k2 = e0 * f2 + e1 * f1 + e2 * f0 + l2 + h2;              // |x| <= 2^60.58
    let l3 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0;              // |x| <= 2^60.00
    let h3 = a7 * b10 + a8 * b9 + a9 * b8 + a10 * b7;            // |x| <= 2^60.00
    let k3 = e0 * f3 + e1 * f2 + e2 * f1 + e3 * f0 + l3 + h3;    // |x| <= 2^61.00
    let l4 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0;    // |x| <= 2^60.32
    let h4 = a7 * b11 + a8 * b10 + a9 * b9 + a10 * b8 + a11 * b7; // |x| <= 2^60.32
    let k4 = e0 * f4 + e1 * f3 + e2 * f2 + e3 * f1 + e4 * f0 + l4 + h4; // |x| <= 2^61.32
    let l5 = a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0; // |x| <= 2^60.58
    let h5 = a7 * b12 + a8 * b11 + a9 * b10 + a10 * b9 + a11 * b8 + a12 * b7; // |x| <= 2^60.58
    let k5 = e0 * f5 + e1 * f4 + e2 * f3 + e3 * f2 + e4 * f1 + e5 * f0 + l5 + h5; // |x| <= 2^61.58
    let l6 = a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0; // |x| <= 2^60.81
    let h6 = a7 * b13 + a8 * b12 + a9 * b11 + a10 * b10 + a11 * b9 + a12 * b8 + a13 * b7; // |x| <= 2^60.33
    let k6 = e0 * f6 + e1 * f5 + e2 * f4 + e3 * f3 + e4 * f2 + e5 * f1 + e6 * f0 + l6 + h6; // |x| <= 2^61.59
    let l7 = a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1; // |x| <= 2^60.58
    let h7 = a8 * b13 + a9 * b12 + a10 * b11 + a11 * b10 + a12 * b9 + a13 * b8; // |x| <= 2^60.01
    let k7 = e1 * f6 + e2 * f5 + e3 * f4 + e4 * f3 + e5 * f2 + e6 * f1 + l7 + h7; // |x| <= 2^61.33
    let l8 = a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2;    // |x| <= 2^60.32
    let h8 = a9 * b13 + a10 * b12 + a11 * b11 + a12 * b10 + a13 * b9; // |x| <= 2^59.60
    let k8 = e2 * f6 + e3 * f5 + e4 * f4 + e5 * f3 + e6 * f2 + l8 + h8; // |x| <= 2^61.01
    let l9 = a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3;              // |x| <= 2^60.00
    let h9 = a10 * b13 + a11 * b12 + a12 * b11 + a13 * b10;      // |x| <= 2^59.03
    let k9 = e3 * f6 + e4 * f5 + e5 * f4 + e6 * f3 + l9 + h9;    // |x| <= 2^60.59
    let l10 = a4 * b6 + a5 * b5 + a6 * b4;                       // |x| <= 2^59.58
    let h10 = a11 * b13 + a12 * b12 + a13 * b11;                 // |x| <= 2^58.06
    let k10 = e4 * f6 + e5 * f5 + e6 * f4 + l10 + h10;           // |x| <= 2^60.01
    let l11 = a5 * b6 + a6 * b5;                                 // |x| <= 2^59.00
    let h11 = a12 * b13 + a13 * b12;                             // |x| <= 2^53.38
    let k11 = e5 * f6 + e6 * f5 + l11 + h11;                     // |x| <= 2^59.03
    let l12 = a6 * b6;                                           // |x| <= 2^58.00
    let h12 = a13 * b13;                                         // |x| <= 2^46.52
    let k12 = e6 * f6 + l12 + h12;                               // |x| <= 2^53.38
    let t0: i64 = l0;                                            // |x| <= 2^58.00
    let m0 = t0 & MASK;                                          // 0 <= x <= 2^28.00
    let c0 = t0 >> WIDTH;                                        // |x| <= 2^30.00
    let t1: i64 = l1 + (m0 << 4) + c0;                           // |x| <= 2^59.00
    let m1 = t1 & MASK;                                          // 0 <= x <= 2^28.00
    let c1 = t1 >> WIDTH;                                        // |x| <= 2^31.00
    let t2: i64 = l2 + (m1 << 4) + c1;                           // |x| <= 2^59.58
    let m2 = t2 & MASK;                                          // 0 <= x <= 2^28.00
    let c2 = t2 >> WIDTH;                                        // |x| <= 2^31.58
    let t3: i64 = l3 - (m0 << 12) + (m2 << 4) + c2;              // |x| <= 2^60.00
    let m3 = t3 & MASK;                                          // 0 <= x <= 2^28.00
    let c3 = t3 >> WIDTH;                                        // |x| <= 2^32.00
    let t4: i64 = l4 - (((m0 << 4) + m1) << 12) + (m3 << 4) + c3; // |x| <= 2^60.32
    let m4 = t4 & MASK;                                          // 0 <= x <= 2^28.00
    let c4 = t4 >> WIDTH;                                        // |x| <= 2^32.32
    let t5: i64 = l5 - (((m1 << 4) + m2) << 12) + (m4 << 4) + c4; // |x| <= 2^60.58
    let m5 = t5 & MASK;                                          // 0 <= x <= 2^28.00
    let c5 = t5 >> WIDTH;                                        // |x| <= 2^32.58
    let t6: i64 = l6 - (((m2 << 4) + m3) << 12) + (m5 << 4) + c5; // |x| <= 2^60.81
    let m6 = t6 & MASK;                                          // 0 <= x <= 2^28.00
    let c6 = t6 >> WIDTH;                                        // |x| <= 2^32.81
    let t7: i64 = l7 + k0 - (((m3 << 4) + m4) << 12) + (m6 << 4) + c6; // |x| <= 2^61.00
    let m7 = t7 & MASK;                                          // 0 <= x <= 2^28.00
    let c7 = t7 >> WIDTH;                                        // |x| <= 2^33.00
    let t8: i64 = l8 + k1 - (((m4 << 4) + m5) << 12) + (m7 << 4) + c7; // |x| <= 2^61.17
    let m8 = t8 & MASK;                                          // 0 <= x <= 2^28.00
    let c8 = t8 >> WIDTH;                                        // |x| <= 2^33.17
    let t9: i64 = l9 + k2 - (((m5 << 4) + m6) << 12) + (m8 << 4) + c8; // |x| <= 2^61.32
    let m9 = t9 & MASK;                                          // 0 <= x <= 2^28.00
    let c9 = t9 >> WIDTH;                                        // |x| <= 2^33.32
    let t10: i64 = l10 + k3 - (((m6 << 4) + m7) << 12) + (m9 << 4) + c9; // |x| <= 2^61.46
    let m10 = t10 & MASK;                                        // 0 <= x <= 2^28.00
    let c10 = t10 >> WIDTH;                                      // |x| <= 2^33.46
    let t11: i64 = l11 + k4 - (((m7 << 4) + m8) << 12) + (m10 << 4) + c10; // |x| <= 2^61.58
    let m11 = t11 & MASK;                                        // 0 <= x <= 2^28.00
    let c11 = t11 >> WIDTH;                                      // |x| <= 2^33.58
    let t12: i64 = l12 + k5 - (((m8 << 4) + m9) << 12) + (m11 << 4) + c11; // |x| <= 2^61.70
    let m12 = t12 & MASK;                                        // 0 <= x <= 2^28.00
    let c12 = t12 >> WIDTH;                                      // |x| <= 2^33.70
    let t13: i64 = k6 + (((((m0 << 4) - m9) << 4) - m10) << 12) + (m12 << 4) + c12; // |x| <= 2^61.59
    let m13 = t13 & MASK;                                        // 0 <= x <= 2^28.00
    let c13 = t13 >> WIDTH;                                      // |x| <= 2^33.59
    let t14: i64 = k7 + h0 + (((((m1 << 4) - m10) << 4) - m11) << 12) + (m13 << 4) + c13; // |x| <= 2^61.46
    let r0 = t14 & MASK;                                         // 0 <= x <= 2^28.00
    let c14 = t14 >> WIDTH;                                      // |x| <= 2^33.46
    let t15: i64 = k8 + h1 + (((((m2 << 4) - m11) << 4) - m12) << 12) + c14; // |x| <= 2^61.33
    let r1 = t15 & MASK;                                         // 0 <= x <= 2^28.00
    let c15 = t15 >> WIDTH;                                      // |x| <= 2^33.33
    let t16: i64 = k9 + h2 + (((((m3 << 4) - m12) << 4) - m13) << 12) + c15; // |x| <= 2^61.18
    let r2 = t16 & MASK;                                         // 0 <= x <= 2^28.00
    let c16 = t16 >> WIDTH;                                      // |x| <= 2^33.18
    let t17: i64 = k10 + h3 + (((m4 << 4) - m13) << 16) + c16;   // |x| <= 2^61.01
    let r3 = t17 & MASK;                                         // 0 <= x <= 2^28.00
    let c17 = t17 >> WIDTH;                                      // |x| <= 2^33.01
    let t18: i64 = k11 + h4 + (m5 << 20) + c17;                  // |x| <= 2^60.82
    let r4 = t18 & MASK;                                         // 0 <= x <= 2^28.00
    let c18 = t18 >> WIDTH;                                      // |x| <= 2^32.82
    let t19: i64 = k12 + h5 + (m6 << 20) + c18;                  // |x| <= 2^60.59
    let r5 = t19 & MASK;                                         // 0 <= x <= 2^28.00
    let c19 = t19 >> WIDTH;                                      // |x| <= 2^32.59
    let t20: i64 = h6 + (m7 << 20) + c19;                        // |x| <= 2^60.33
    let r6 = t20 & MASK;                                         // 0 <= x <= 2^28.00
    let c20 = t20 >> WIDTH;                                      // |x| <= 2^32.33
    let t21: i64 = h7 + (m8 << 20) + c20;                        // |x| <= 2^60.01
    let r7 = t21 & MASK;                                         // 0 <= x <= 2^28.00
    let c21 = t21 >> WIDTH;                                      // |x| <= 2^32.01
    let t22: i64 = h8 + (m9 << 20) + c21;                        // |x| <= 2^59.60
    let r8 = t22 & MASK;                                         // 0 <= x <= 2^28.00
    let c22 = t22 >> WIDTH;                                      // |x| <= 2^31.60
    let t23: i64 = h9 + (m10 << 20) + c22;                       // |x| <= 2^59.03
    let r9 = t23 & MASK;                                         // 0 <= x <= 2^28.00
    let c23 = t23 >> WIDTH;                                      // |x| <= 2^31.03
    let t24: i64 = h10 + (m11 << 20) + c23;                      // |x| <= 2^58.06
    let r10 = t24 & MASK;                                        // 0 <= x <= 2^28.00
    let c24 = t24 >> WIDTH;                                      // |x| <= 2^30.06
    let t25: i64 = h11 + (m12 << 20) + c24;                      // |x| <= 2^53.41
    let r11 = t25 & MASK;                                        // 0 <= x <= 2^28.00
    let c25 = t25 >> WIDTH;                                      // |x| <= 2^25.41
    let t26: i64 = h12 + (m13 << 20) + c25;                      // |x| <= 2^48.44
    let r12 = t26 & MASK;                                        // 0 <= x <= 2^28.00
    let c26 = t26 >> WIDTH;                                      // |x| <= 2^20.44
    let r13 = c26;                                               // |x| <= 2^20.44
    *to = [r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13];
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
    let a8 = a[8];                                               // |x| <= 2^29.00
    let a9 = a[9];                                               // |x| <= 2^29.00
    let a10 = a[10];                                             // |x| <= 2^29.00
    let a11 = a[11];                                             // |x| <= 2^29.00
    let a12 = a[12];                                             // |x| <= 2^29.00
    let a13 = a[13];                                             // |x| <= 2^23.18
    let e0 = a0 - a7;                                            // |x| <= 2^29.58
    let e1 = a1 - a8;                                            // |x| <= 2^29.58
    let e2 = a2 - a9;                                            // |x| <= 2^29.58
    let e3 = a3 - a10;                                           // |x| <= 2^29.58
    let e4 = a4 - a11;                                           // |x| <= 2^29.58
    let e5 = a5 - a12;                                           // |x| <= 2^29.58
    let e6 = a6 - a13;                                           // |x| <= 2^29.01
    let wl0 = 2 * a0;                                            // |x| <= 2^30.00
    let wl1 = 2 * a1;                                            // |x| <= 2^30.00
    let wl2 = 2 * a2;                                            // |x| <= 2^30.00
    let wl3 = 2 * a3;                                            // |x| <= 2^30.00
    let wl4 = 2 * a4;                                            // |x| <= 2^30.00
    let wl5 = 2 * a5;                                            // |x| <= 2^30.00
    let wh0 = 2 * a7;                                            // |x| <= 2^30.00
    let wh1 = 2 * a8;                                            // |x| <= 2^30.00
    let wh2 = 2 * a9;                                            // |x| <= 2^30.00
    let wh3 = 2 * a10;                                           // |x| <= 2^30.00
    let wh4 = 2 * a11;                                           // |x| <= 2^30.00
    let wh5 = 2 * a12;                                           // |x| <= 2^30.00
    let we0 = 2 * e0;                                            // |x| <= 2^30.58
    let we1 = 2 * e1;                                            // |x| <= 2^30.58
    let we2 = 2 * e2;                                            // |x| <= 2^30.58
    let we3 = 2 * e3;                                            // |x| <= 2^30.58
    let we4 = 2 * e4;                                            // |x| <= 2^30.58
    let we5 = 2 * e5;                                            // |x| <= 2^30.58
    let l0 = a0 * a0;                                            // 0 <= x <= 2^58.00
    let h0 = a7 * a7;                                            // 0 <= x <= 2^58.00
    let k0 = l0 + h0 - e0 * e0;                                  // |x| <= 2^59.00
    let l1 = wl0 * a1;                                           // |x| <= 2^59.00
    let h1 = wh0 * a8;                                           // |x| <= 2^59.00
    let k1 = l1 + h1 - we0 * e1;                                 // |x| <= 2^60.00
    let l2 = wl0 * a2 + a1 * a1;                                 // |x| <= 2^59.58
    let h2 = wh0 * a9 + a8 * a8;                                 // |x| <= 2^59.58
    let k2 = l2 + h2 - we0 * e2 - e1 * e1;                       // |x| <= 2^60.58
    let l3 = wl0 * a3 + wl1 * a2;                                // |x| <= 2^60.00
    let h3 = wh0 * a10 + wh1 * a9;                               // |x| <= 2^60.00
    let k3 = l3 + h3 - we0 * e3 - we1 * e2;                      // |x| <= 2^61.00
    let l4 = wl0 * a4 + wl1 * a3 + a2 * a2;                      // |x| <= 2^60.32
    let h4 = wh0 * a11 + wh1 * a10 + a9 * a9;                    // |x| <= 2^60.32
    let k4 = l4 + h4 - we0 * e4 - we1 * e3 - e2 * e2;            // |x| <= 2^61.32
    let l5 = wl0 * a5 + wl1 * a4 + wl2 * a3;                     // |x| <= 2^60.58
    let h5 = wh0 * a12 + wh1 * a11 + wh2 * a10;                  // |x| <= 2^60.58
    let k5 = l5 + h5 - we0 * e5 - we1 * e4 - we2 * e3;           // |x| <= 2^61.58
    let l6 = wl0 * a6 + wl1 * a5 + wl2 * a4 + a3 * a3;           // |x| <= 2^60.81
    let h6 = wh0 * a13 + wh1 * a12 + wh2 * a11 + a10 * a10;      // |x| <= 2^60.33
    let k6 = l6 + h6 - we0 * e6 - we1 * e5 - we2 * e4 - e3 * e3; // |x| <= 2^61.59
    let l7 = wl1 * a6 + wl2 * a5 + wl3 * a4;                     // |x| <= 2^60.58
    let h7 = wh1 * a13 + wh2 * a12 + wh3 * a11;                  // |x| <= 2^60.00
    let k7 = l7 + h7 - we1 * e6 - we2 * e5 - we3 * e4;           // |x| <= 2^61.32
    let l8 = wl2 * a6 + wl3 * a5 + a4 * a4;                      // |x| <= 2^60.32
    let h8 = wh2 * a13 + wh3 * a12 + a11 * a11;                  // |x| <= 2^59.59
    let k8 = l8 + h8 - we2 * e6 - we3 * e5 - e4 * e4;            // |x| <= 2^61.00
    let l9 = wl3 * a6 + wl4 * a5;                                // |x| <= 2^60.00
    let h9 = wh3 * a13 + wh4 * a12;                              // |x| <= 2^59.01
    let k9 = l9 + h9 - we3 * e6 - we4 * e5;                      // |x| <= 2^60.59
    let l10 = wl4 * a6 + a5 * a5;                                // |x| <= 2^59.58
    let h10 = wh4 * a13 + a12 * a12;                             // |x| <= 2^58.02
    let k10 = l10 + h10 - we4 * e6 - e5 * e5;                    // |x| <= 2^60.00
    let l11 = wl5 * a6;                                          // |x| <= 2^59.00
    let h11 = wh5 * a13;                                         // |x| <= 2^52.18
    let k11 = l11 + h11 - we5 * e6;                              // |x| <= 2^59.01
    let l12 = a6 * a6;                                           // 0 <= x <= 2^58.00
    let h12 = a13 * a13;                                         // 0 <= x <= 2^46.37
    let k12 = l12 + h12 - e6 * e6;                               // |x| <= 2^52.18
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
    let t4: i64 = l4 - (((m0 << 4) + m1) << 12) + (m3 << 4) + c3; // |x| <= 2^60.32
    let m4 = t4 & MASK;                                          // 0 <= x <= 2^28.00
    let c4 = t4 >> WIDTH;                                        // |x| <= 2^32.32
    let t5: i64 = l5 - (((m1 << 4) + m2) << 12) + (m4 << 4) + c4; // |x| <= 2^60.58
    let m5 = t5 & MASK;                                          // 0 <= x <= 2^28.00
    let c5 = t5 >> WIDTH;                                        // |x| <= 2^32.58
    let t6: i64 = l6 - (((m2 << 4) + m3) << 12) + (m5 << 4) + c5; // |x| <= 2^60.81
    let m6 = t6 & MASK;                                          // 0 <= x <= 2^28.00
    let c6 = t6 >> WIDTH;                                        // |x| <= 2^32.81
    let t7: i64 = l7 + k0 - (((m3 << 4) + m4) << 12) + (m6 << 4) + c6; // |x| <= 2^61.00
    let m7 = t7 & MASK;                                          // 0 <= x <= 2^28.00
    let c7 = t7 >> WIDTH;                                        // |x| <= 2^33.00
    let t8: i64 = l8 + k1 - (((m4 << 4) + m5) << 12) + (m7 << 4) + c7; // |x| <= 2^61.17
    let m8 = t8 & MASK;                                          // 0 <= x <= 2^28.00
    let c8 = t8 >> WIDTH;                                        // |x| <= 2^33.17
    let t9: i64 = l9 + k2 - (((m5 << 4) + m6) << 12) + (m8 << 4) + c8; // |x| <= 2^61.32
    let m9 = t9 & MASK;                                          // 0 <= x <= 2^28.00
    let c9 = t9 >> WIDTH;                                        // |x| <= 2^33.32
    let t10: i64 = l10 + k3 - (((m6 << 4) + m7) << 12) + (m9 << 4) + c9; // |x| <= 2^61.46
    let m10 = t10 & MASK;                                        // 0 <= x <= 2^28.00
    let c10 = t10 >> WIDTH;                                      // |x| <= 2^33.46
    let t11: i64 = l11 + k4 - (((m7 << 4) + m8) << 12) + (m10 << 4) + c10; // |x| <= 2^61.58
    let m11 = t11 & MASK;                                        // 0 <= x <= 2^28.00
    let c11 = t11 >> WIDTH;                                      // |x| <= 2^33.58
    let t12: i64 = l12 + k5 - (((m8 << 4) + m9) << 12) + (m11 << 4) + c11; // |x| <= 2^61.70
    let m12 = t12 & MASK;                                        // 0 <= x <= 2^28.00
    let c12 = t12 >> WIDTH;                                      // |x| <= 2^33.70
    let t13: i64 = k6 + (((((m0 << 4) - m9) << 4) - m10) << 12) + (m12 << 4) + c12; // |x| <= 2^61.59
    let m13 = t13 & MASK;                                        // 0 <= x <= 2^28.00
    let c13 = t13 >> WIDTH;                                      // |x| <= 2^33.59
    let t14: i64 = k7 + h0 + (((((m1 << 4) - m10) << 4) - m11) << 12) + (m13 << 4) + c13; // |x| <= 2^61.46
    let r0 = t14 & MASK;                                         // 0 <= x <= 2^28.00
    let c14 = t14 >> WIDTH;                                      // |x| <= 2^33.46
    let t15: i64 = k8 + h1 + (((((m2 << 4) - m11) << 4) - m12) << 12) + c14; // |x| <= 2^61.32
    let r1 = t15 & MASK;                                         // 0 <= x <= 2^28.00
    let c15 = t15 >> WIDTH;                                      // |x| <= 2^33.32
    let t16: i64 = k9 + h2 + (((((m3 << 4) - m12) << 4) - m13) << 12) + c15; // |x| <= 2^61.17
    let r2 = t16 & MASK;                                         // 0 <= x <= 2^28.00
    let c16 = t16 >> WIDTH;                                      // |x| <= 2^33.17
    let t17: i64 = k10 + h3 + (((m4 << 4) - m13) << 16) + c16;   // |x| <= 2^61.00
    let r3 = t17 & MASK;                                         // 0 <= x <= 2^28.00
    let c17 = t17 >> WIDTH;                                      // |x| <= 2^33.00
    let t18: i64 = k11 + h4 + (m5 << 20) + c17;                  // |x| <= 2^60.81
    let r4 = t18 & MASK;                                         // 0 <= x <= 2^28.00
    let c18 = t18 >> WIDTH;                                      // |x| <= 2^32.81
    let t19: i64 = k12 + h5 + (m6 << 20) + c18;                  // |x| <= 2^60.59
    let r5 = t19 & MASK;                                         // 0 <= x <= 2^28.00
    let c19 = t19 >> WIDTH;                                      // |x| <= 2^32.59
    let t20: i64 = h6 + (m7 << 20) + c19;                        // |x| <= 2^60.33
    let r6 = t20 & MASK;                                         // 0 <= x <= 2^28.00
    let c20 = t20 >> WIDTH;                                      // |x| <= 2^32.33
    let t21: i64 = h7 + (m8 << 20) + c20;                        // |x| <= 2^60.00
    let r7 = t21 & MASK;                                         // 0 <= x <= 2^28.00
    let c21 = t21 >> WIDTH;                                      // |x| <= 2^32.00
    let t22: i64 = h8 + (m9 << 20) + c21;                        // |x| <= 2^59.59
    let r8 = t22 & MASK;                                         // 0 <= x <= 2^28.00
    let c22 = t22 >> WIDTH;                                      // |x| <= 2^31.59
    let t23: i64 = h9 + (m10 << 20) + c22;                       // |x| <= 2^59.01
    let r9 = t23 & MASK;                                         // 0 <= x <= 2^28.00
    let c23 = t23 >> WIDTH;                                      // |x| <= 2^31.01
    let t24: i64 = h10 + (m11 << 20) + c23;                      // |x| <= 2^58.02
    let r10 = t24 & MASK;                                        // 0 <= x <= 2^28.00
    let c24 = t24 >> WIDTH;                                      // |x| <= 2^30.02
    let t25: i64 = h11 + (m12 << 20) + c24;                      // |x| <= 2^52.26
    let r11 = t25 & MASK;                                        // 0 <= x <= 2^28.00
    let c25 = t25 >> WIDTH;                                      // |x| <= 2^24.26
    let t26: i64 = h12 + (m13 << 20) + c25;                      // |x| <= 2^48.40
    let r12 = t26 & MASK;                                        // 0 <= x <= 2^28.00
    let c26 = t26 >> WIDTH;                                      // |x| <= 2^20.40
    let r13 = c26;                                               // |x| <= 2^20.40
    *to = [r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, r12, r13];
}
