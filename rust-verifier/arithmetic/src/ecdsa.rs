//! ECDSA verification (FIPS 186-5, section 6.4.2), once for both curves.

use crate::curve::{Affine, Curve};
use crate::scalar::{add, from_bytes, is_below, quotients, subtract};
use crate::table::{Table, enter, sum};

/// A point's coordinates, big-endian, x then y, as a point of the curve; `None` where one is not below p or the point is
/// not on the curve. Infinity has no coordinates, and both curves' orders are prime, so every such point is a key.
pub(crate) fn read_point<C, const N: usize, const W: usize, const S: usize>(coordinates: &[u8]) -> Option<Affine<N>>
where
    C: Curve<N, W, S>,
{
    let (x, y) = coordinates.split_at(4 * W);
    let (x, y) = (from_bytes(x), from_bytes(y));
    if !is_below(&x, &C::PRIME_WORDS) || !is_below(&y, &C::PRIME_WORDS) {
        return None;
    }
    let (x, y) = (enter::<C, N, W, S>(&x), enter::<C, N, W, S>(&y));
    let mut difference = C::ONE;
    C::curve_equation(&x, &y, &mut difference);
    C::is_zero(&difference).then(|| C::affine(&x, &y))
}

/// Whether (r, s) is a signature of `digest`, all big-endian and as long as the order.
pub(crate) fn verify<C, const N: usize, const W: usize, const S: usize>(
    key: &Table<N>,
    digest: &[u8],
    r: &[u8],
    s: &[u8],
) -> bool
where
    C: Curve<N, W, S>,
{
    let (r, s): ([u32; W], [u32; W]) = (from_bytes(r), from_bytes(s));
    let is_scalar = |scalar: &[u32; W]| *scalar != [0; W] && is_below(scalar, &C::ORDER);
    if !is_scalar(&r) || !is_scalar(&s) {
        return false;
    }
    // The digest may be above n, but not by as much as n.
    let e = from_bytes(digest);
    let (less, is_negative) = subtract(&e, &C::ORDER);
    let e = if is_negative { e } else { less };
    let (u1, u2) = quotients::<C, N, W, S>(&e, &r, &s);
    let sum = sum::<C, N, W, S>(&u1, &u2, key);
    let Some(point) = sum.point() else { return false };
    let has_x = |x: &[u32; W]| {
        let mut difference = C::ONE;
        C::x_difference(&enter::<C, N, W, S>(x), point, &mut difference);
        C::is_zero(&difference)
    };
    if has_x(&r) {
        return true;
    }
    // x may be r + n too, where that is still below p.
    let (above, is_beyond) = add(&r, &C::ORDER);
    !is_beyond && is_below(&above, &C::PRIME_WORDS) && has_x(&above)
}
