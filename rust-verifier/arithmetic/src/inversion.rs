//! Inverses modulo an odd number (Bernstein and Yang, "Fast constant-time gcd computation and modular inversion", 2019),
//! in the variant that takes as long as its input asks for.
//!
//! Numbers are `S` digits of 30 bits, the last signed. Thirty division steps at a time are gathered in a matrix that needs
//! only the lowest digits of f and g; it is then applied to the whole of f and g, which shrink, and modulo the odd number
//! to d and e, which keep d x = f and e x = g.

const DIGIT: u32 = 30;
const MASK: i32 = (1 << DIGIT) - 1;

/// 2^30 times the effect of thirty division steps: f' = (u f + v g) / 2^30, g' = (q f + r g) / 2^30. Of each row the
/// magnitudes add up to at most 2^30.
struct Transition {
    u: i32,
    v: i32,
    q: i32,
    r: i32,
}

/// Two factors in one number, the second 2^32 times: what is done to a row is done to both at once.
const fn pair(first: i64, second: i64) -> i64 {
    first + (second << 32)
}

/// The two of a pair, each below 2^31 in magnitude.
fn unpair(pair: i64) -> (i32, i32) {
    let first = pair as i32;
    (first, ((pair - i64::from(first)) >> 32) as i32)
}

/// Thirty division steps on the lowest digits. `eta` is the negated delta of the paper.
fn division_steps(mut eta: i32, f: i32, g: i32) -> (i32, Transition) {
    // Two's complement words, as only their low bits matter.
    let (mut f, mut g) = (f as u32, g as u32);
    let (mut uv, mut qr) = (pair(1, 0), pair(0, 1));
    let mut left = DIGIT;
    loop {
        // Zeros at the low end of g are steps that only halve it.
        let zeros = (g | (u32::MAX << left)).trailing_zeros();
        g >>= zeros;
        uv <<= zeros;
        eta -= zeros as i32;
        left -= zeros;
        if left == 0 {
            let ((u, v), (q, r)) = (unpair(uv), unpair(qr));
            return (eta, Transition { u, v, q, r });
        }
        if eta < 0 {
            eta = -eta;
            (f, g) = (g, f.wrapping_neg());
            (uv, qr) = (qr, -uv);
        }
        // As many steps as until eta is negative again or the thirty are over only add f to g or do not: add the multiple
        // of f that clears so many low bits of g at once. f (f f - 2) is -1 / f modulo 2^6.
        let steps = (eta as u32 + 1).min(left).min(6);
        let inverse = f.wrapping_mul(f.wrapping_mul(f).wrapping_sub(2));
        let multiple = g.wrapping_mul(inverse) & (u32::MAX >> (32 - steps));
        g = g.wrapping_add(f.wrapping_mul(multiple));
        qr += uv * i64::from(multiple);
    }
}

/// Applies a transition to the first `length` digits of f and g: thirty low bits vanish from both.
fn update_values<const S: usize>(f: &mut [i32; S], g: &mut [i32; S], length: usize, t: &Transition) {
    let (u, v, q, r) = (i64::from(t.u), i64::from(t.v), i64::from(t.q), i64::from(t.r));
    let (mut carry_f, mut carry_g) = (0_i64, 0_i64);
    for index in 0..length {
        let (low, high) = (i64::from(f[index]), i64::from(g[index]));
        // Each below 2^60 and carries below 2^31: no sum comes near 2^63.
        carry_f += u * low + v * high;
        carry_g += q * low + r * high;
        if index > 0 {
            f[index - 1] = carry_f as i32 & MASK;
            g[index - 1] = carry_g as i32 & MASK;
        }
        carry_f >>= DIGIT;
        carry_g >>= DIGIT;
    }
    f[length - 1] = carry_f as i32;
    g[length - 1] = carry_g as i32;
}

/// Applies a transition to d and e modulo `modulus`: both stay above -2 and below 1 times the modulus.
fn update_cofactors<const S: usize>(
    d: &mut [i32; S],
    e: &mut [i32; S],
    t: &Transition,
    modulus: &[i32; S],
    inverse: u32,
) {
    let (u, v, q, r) = (i64::from(t.u), i64::from(t.v), i64::from(t.q), i64::from(t.r));
    // Once the modulus for each negative factor brings d and e to between -1 and 1 times it; then the multiple that clears
    // the low digit.
    let (sign_d, sign_e) = (d[S - 1] >> 31, e[S - 1] >> 31);
    let mut multiple_d = (t.u & sign_d) + (t.v & sign_e);
    let mut multiple_e = (t.q & sign_d) + (t.r & sign_e);
    let (first_d, first_e) = (i64::from(d[0]), i64::from(e[0]));
    let low_d = u * first_d + v * first_e;
    let low_e = q * first_d + r * first_e;
    let clear = |low: i64, multiple: i32| {
        let wrong = inverse.wrapping_mul(low as u32).wrapping_add(multiple as u32);
        multiple - (wrong as i32 & MASK)
    };
    multiple_d = clear(low_d, multiple_d);
    multiple_e = clear(low_e, multiple_e);
    let (x, y) = (i64::from(multiple_d), i64::from(multiple_e));
    let mut carry_d = (low_d + i64::from(modulus[0]) * x) >> DIGIT;
    let mut carry_e = (low_e + i64::from(modulus[0]) * y) >> DIGIT;
    for index in 1..S {
        let (low, high, m) = (i64::from(d[index]), i64::from(e[index]), i64::from(modulus[index]));
        // Each below 2^61 and the carries below 2^33.
        carry_d += u * low + v * high + m * x;
        carry_e += q * low + r * high + m * y;
        d[index - 1] = carry_d as i32 & MASK;
        e[index - 1] = carry_e as i32 & MASK;
        carry_d >>= DIGIT;
        carry_e >>= DIGIT;
    }
    d[S - 1] = carry_d as i32;
    e[S - 1] = carry_e as i32;
}

fn carry<const S: usize>(x: &mut [i32; S]) {
    for index in 1..S {
        x[index] += x[index - 1] >> DIGIT;
        x[index - 1] &= MASK;
    }
}

fn add<const S: usize>(x: &mut [i32; S], y: &[i32; S]) {
    for (x, y) in x.iter_mut().zip(y) {
        *x += y;
    }
    carry(x);
}

/// 1 / x modulo an odd `modulus`, given `inverse` = 1 / modulus modulo 2^30; x is from 0 to the modulus, and prime to it.
/// Of zero the inverse is zero.
pub(crate) fn invert<const S: usize>(x: &[i32; S], modulus: &[i32; S], inverse: u32) -> [i32; S] {
    let (mut d, mut e) = ([0; S], [0; S]);
    e[0] = 1;
    let (mut f, mut g) = (*modulus, *x);
    let mut eta = -1;
    let mut length = S;
    while g[..length].iter().any(|digit| *digit != 0) {
        let (next, transition) = division_steps(eta, f[0], g[0]);
        eta = next;
        update_cofactors(&mut d, &mut e, &transition, modulus, inverse);
        update_values(&mut f, &mut g, length, &transition);
        // A last digit that is only a sign goes into the one before it.
        let (top_f, top_g) = (f[length - 1], g[length - 1]);
        if length > 1 && matches!(top_f, 0 | -1) && matches!(top_g, 0 | -1) {
            length -= 1;
            f[length - 1] |= top_f << DIGIT;
            g[length - 1] |= top_g << DIGIT;
        }
    }
    // f is 1 or -1 now, and d is f / x.
    if d[S - 1] < 0 {
        add(&mut d, modulus);
    }
    if f[length - 1] < 0 {
        d = d.map(|digit| -digit);
        carry(&mut d);
    }
    while d[S - 1] < 0 {
        add(&mut d, modulus);
    }
    d
}
