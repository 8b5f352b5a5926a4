// The functions of the field that are written, each a sum of products reduced once: what goes in, and what comes out.
//
// Where a curve fuses, sums and differences that follow or precede a product are part of its columns, so that they cost
// neither a pass over memory nor a carry of their own. Elsewhere they are written as passes of their own.

/**
 * Of each: names of the operands; `products` as [sign, left, right] with operands or what `prepare` makes of them, a square
 * where both are the same; the `squares`, as [factor, operand], that a product of a difference and a sum is; `less` as
 * [factor, operand], taken off the reduced sum; `primes` times p, added so that values stay around zero; whether the limbs
 * that come out are signed; the operand that is `packed` in 32 bits, as in a table.
 */
export const PRODUCTS = {
  multiply: {
    doc: "a b / R modulo p, reduced.",
    operands: ["a", "b"],
    products: [[1, "a", "b"]],
  },
  square: {
    doc: "a a / R modulo p, reduced.",
    operands: ["a"],
    products: [[1, "a", "a"]],
  },
  multiply_less: {
    doc: "a b / R - u modulo p, of signed limbs; a is of a table.",
    packed: "a",
    operands: ["a", "b", "u"],
    products: [[1, "a", "b"]],
    less: [[1, "u"]],
    isSigned: true,
  },
  square_less: {
    doc: "a a / R - 2 b modulo p.",
    operands: ["a", "b"],
    products: [[1, "a", "a"]],
    less: [[2, "b"]],
    primes: 1n,
  },
  square_less_both: {
    doc: "a a / R - 2 b - u modulo p.",
    operands: ["a", "b", "u"],
    products: [[1, "a", "a"]],
    less: [
      [2, "b"],
      [1, "u"],
    ],
    primes: 1n,
  },
  thrice_difference: {
    doc: "3 (a a - b b) / R modulo p: one product for two squares.",
    operands: ["a", "b"],
    prepare: {
      e: [
        [1, "a"],
        [-1, "b"],
      ],
      f: [
        [3, "a"],
        [3, "b"],
      ],
    },
    products: [[1, "e", "f"]],
    squares: [
      [3, "a"],
      [-3, "b"],
    ],
  },
  twice_less_square: {
    doc: "(2 a (b - u) - v v) / R modulo p, of signed limbs.",
    operands: ["a", "b", "u", "v"],
    prepare: {
      f: [[2, "a"]],
      e: [
        [1, "b"],
        [-1, "u"],
      ],
    },
    products: [
      [1, "f", "e"],
      [-1, "v", "v"],
    ],
  },
};
