/**
 * The field code is what its generator writes, and the generator proves what it writes: anew here, without a Rust compiler.
 * And the proof is one that can fail: with constants changed one at a time it does, or the numbers do that it runs.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
// @ts-expect-error -- plain JavaScript, run without a build
import * as generator from "../../rust-verifier/arithmetic/generator/main.mjs";

interface Curve {
  prime: bigint;
  fold: [number, number][];
  order: bigint;
  b: bigint;
  x: bigint;
  limbs: number;
  width: number;
  karatsuba: boolean;
  fuses: boolean;
}
interface Product {
  products: [number, string, string][];
  prepare?: Record<string, [number, string][]>;
  squares?: [number, string][];
  less?: [number, string][];
}
interface Row {
  limbs: number;
  width: number;
  blocks: number;
  bits: number;
}
const { CURVES, PRODUCTS, ROW, files, generate, writeRow, BoundError } = generator as {
  CURVES: Record<"p256" | "p384", Curve>;
  PRODUCTS: Record<string, Product>;
  ROW: Row;
  files: () => { path: URL; text: string }[];
  generate: (curve: Curve) => string;
  writeRow: (row: Row) => string;
  BoundError: typeof Error;
};

test("the committed field code is proven anew, byte for byte", () => {
  const written = files();
  expect(written).toHaveLength(3);
  for (const { path, text } of written) expect(readFileSync(path, "utf8")).toBe(text);
});

describe.each(["p256", "p384"] as const)("%s with a constant changed is not written", (id) => {
  const curve = CURVES[id];
  test.each(curve.fold.map((_, index) => index))("the fold's term %i", (index) => {
    for (const change of [
      ([e, sign]: [number, number]): [number, number] => [e + 1, sign],
      ([e, sign]: [number, number]): [number, number] => [e - 1, sign],
      ([e, sign]: [number, number]): [number, number] => [e, -sign],
    ]) {
      const fold = curve.fold.map((term, at) => (at === index ? change(term) : term));
      expect(() => generate({ ...curve, fold })).toThrow(BoundError);
    }
    const short = curve.fold.filter((_, at) => at !== index);
    expect(() => generate({ ...curve, fold: short })).toThrow(BoundError);
  });

  test("the limbs: wider, fewer", () => {
    expect(() => generate({ ...curve, width: curve.width + 2 })).toThrow(BoundError);
    expect(() => generate({ ...curve, width: curve.width - 2 })).toThrow(BoundError);
    expect(() => generate({ ...curve, limbs: curve.limbs - 1 })).toThrow(BoundError);
    expect(() => generate({ ...curve, limbs: curve.limbs - 2 })).toThrow(BoundError);
  });

  test("the prime, the base point, b", () => {
    expect(() => generate({ ...curve, prime: curve.prime - 2n })).toThrow(BoundError);
    expect(() => generate({ ...curve, x: curve.x ^ 1n })).toThrow("not on the curve");
    expect(() => generate({ ...curve, b: curve.b ^ 1n })).toThrow("not on the curve");
    expect(() => generate({ ...curve, order: curve.order - 2n })).toThrow("order");
  });
});

test("other limbs are proven where they are enough, and refused where they are not", () => {
  // One bit more for P-384 would need carries before products; for P-256 nine products fill 64 bits as it is.
  expect(() => generate({ ...CURVES.p384, width: 29 })).toThrow(BoundError);
  expect(() => generate({ ...CURVES.p256, width: 30 })).toThrow(BoundError);
  // Ten limbs of 26 bits: R is sixteen times p, and the values of points grow beyond what a zero test can tell.
  expect(() => generate({ ...CURVES.p256, limbs: 10, width: 26 })).toThrow(BoundError);
  // In nine limbs there is no room for sums that are not part of a product.
  expect(() => generate({ ...CURVES.p256, fuses: false })).toThrow(BoundError);
  expect(() => generate({ ...CURVES.p256, karatsuba: true })).toThrow(BoundError);
  expect(generate({ ...CURVES.p256, limbs: 10, width: 28 })).toContain("|x| <=");
  expect(generate({ ...CURVES.p384, karatsuba: false })).toContain("|x| <=");
});

test("products of wider sums, or without the p that keeps values around zero, are not written", () => {
  const withChange = (name: string, change: Partial<Product> & { primes?: bigint }) => {
    const product = PRODUCTS[name]!;
    const before = { ...product };
    try {
      Object.assign(product, change);
      expect(() => generate(CURVES.p256), name).toThrow(BoundError);
    } finally {
      Object.assign(product, before);
    }
  };
  withChange("square_less_both", { primes: 0n });
  withChange("square_less_both", {
    less: [
      [4, "b"],
      [1, "u"],
    ],
  });
  withChange("thrice_difference", {
    prepare: {
      e: PRODUCTS["thrice_difference"]!.prepare!["e"]!,
      f: [
        [4, "a"],
        [4, "b"],
      ],
    },
    squares: [
      [4, "a"],
      [-4, "b"],
    ],
  });
  withChange("multiply_less", { less: [[9, "u"]] });
});

test("RSA's rows: wider limbs, longer blocks, fewer of them", () => {
  for (const change of [{ width: 29 }, { limbs: 9, blocks: 29 }, { blocks: 20 }, { width: 27 }]) {
    expect(() => writeRow({ ...ROW, ...change }), JSON.stringify(change)).toThrow(BoundError);
  }
});
