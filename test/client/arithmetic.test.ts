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
}
interface Row {
  limbs: number;
  width: number;
  blocks: number;
  bits: number;
}
const { CURVES, ROW, files, generate, writeRow, BoundError } = generator as {
  CURVES: Record<"p256" | "p384", Curve>;
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
    // One bit more is possible for P-384, at the price of carries: other code, proven as well, and not what is committed.
    const wider = { ...curve, width: curve.width + 1 };
    if (id === "p384") expect(generate(wider)).toContain("_carried");
    else expect(() => generate(wider)).toThrow(BoundError);
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

test("narrow limbs are proven where they are enough, and refused where R has no slack", () => {
  // Sixteen limbs of 16 bits: R is as good as p, and the values of points grow beyond what a zero test can tell.
  expect(() => generate({ ...CURVES.p256, limbs: 16, width: 16 })).toThrow(BoundError);
  // R is sixteen times p: enough, as x is folded back to about p where R is so small.
  expect(generate({ ...CURVES.p256, limbs: 10, width: 26 })).toContain("fn fold(");
  expect(generate({ ...CURVES.p256, limbs: 10, width: 28 })).not.toContain("fn fold(");
  expect(generate({ ...CURVES.p384, karatsuba: false })).toContain("|x| <=");
});

test("RSA's rows: wider limbs, longer blocks, fewer of them", () => {
  for (const change of [{ width: 29 }, { limbs: 9, blocks: 29 }, { blocks: 20 }, { width: 27 }]) {
    expect(() => writeRow({ ...ROW, ...change }), JSON.stringify(change)).toThrow(BoundError);
  }
});
