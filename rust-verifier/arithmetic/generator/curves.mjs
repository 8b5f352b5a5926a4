// The facts of both curves (SEC 2, sections 2.4.2 and 2.5.1), and the shape of their field elements.

/** 2^e with its sign, so that their sum is p + 1: what folds a multiple of p into the columns above. */
export const CURVES = {
  p384: {
    name: "P-384",
    prime: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    fold: [
      [384, 1],
      [128, -1],
      [96, -1],
      [32, 1],
    ],
    order:
      0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    x: 0xaa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7n,
    y: 0x3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5fn,
    bits: 384,
    limbs: 14,
    width: 28,
    karatsuba: true,
    fuses: false,
  },
  p256: {
    name: "P-256",
    prime: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    fold: [
      [256, 1],
      [224, -1],
      [192, 1],
      [96, 1],
    ],
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
    y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
    bits: 256,
    limbs: 9,
    width: 29,
    karatsuba: false,
    fuses: true,
  },
};

export const modulo = (value, modulus) => ((value % modulus) + modulus) % modulus;

export function inverse(value, modulus) {
  let [a, b, x, y] = [modulo(value, modulus), modulus, 1n, 0n];
  while (a > 1n) {
    const quotient = b / a;
    [a, b] = [b - quotient * a, a];
    [x, y] = [y - quotient * x, x];
  }
  if (a !== 1n) throw new Error("not invertible");
  return modulo(x, modulus);
}

/** The sum of two different points or the double of one, affine; neither may be infinity. */
function add(curve, [x1, y1], [x2, y2]) {
  const p = curve.prime;
  const slope =
    x1 === x2 ? (3n * x1 * x1 - 3n) * inverse(2n * y1, p) : (y2 - y1) * inverse(x2 - x1, p);
  const x = modulo(slope * slope - x1 - x2, p);
  return [x, modulo(slope * (x1 - x) - y1, p)];
}

/** (n - 1) G is -G: n is the order, as it is prime and G is not infinity. */
function checkOrder(curve, base) {
  let sum;
  for (const bit of (curve.order - 1n).toString(2)) {
    if (sum !== undefined) sum = add(curve, sum, sum);
    if (bit === "1") sum = sum === undefined ? base : add(curve, sum, base);
  }
  if (sum[0] !== base[0] || sum[1] !== curve.prime - base[1]) throw new Error("n is not the order");
}

/** G, after a check that it is on the curve and of the order. */
export function basePoint(curve) {
  const base = [curve.x, curve.y];
  if (modulo(curve.y ** 2n - curve.x ** 3n + 3n * curve.x - curve.b, curve.prime) !== 0n) {
    throw new Error("the base point is not on the curve");
  }
  checkOrder(curve, base);
  return base;
}
