// Writes one curve's Rust file: constants, products, formulas, G's table, and the proven bounds beside each operation.
import { inverse, modulo } from "./curves.mjs";
import { PRODUCTS } from "./products.mjs";
import { describe } from "./program.mjs";

const words = (value, count, bits = 32n) =>
  Array.from(
    { length: count },
    (_, index) => (value >> (bits * BigInt(index))) & ((1n << bits) - 1n),
  );

function list(numbers) {
  const text = [];
  for (let index = 0; index < numbers.length; index += 8) {
    text.push(`        ${numbers.slice(index, index + 8).join(", ")},`);
  }
  return `[\n${text.join("\n")}\n    ]`;
}

function product(field, kind) {
  const { doc, operands, packed } = PRODUCTS[kind];
  const isPacked = (text) => packed !== undefined && text.startsWith(`${packed}[`);
  const body = field.written[kind].map(({ name, text: exact, interval }) => {
    const text = isPacked(exact) ? `i64::from(${exact})` : exact;
    const line = `    let ${name}${/^t\d/.test(name) ? ": i64" : ""} = ${text};`;
    const sign = interval.lo < 0n ? "|x| <=" : "0 <= x <=";
    return `${line.padEnd(64)} // ${sign} 2^${interval.bits.toFixed(2)}`;
  });
  const limbs = Array.from({ length: field.limbs }, (_, index) => `r${index}`);
  return [
    `/// ${doc}`,
    "#[inline(never)]",
    `fn ${kind}(to: &mut Limbs, ${operands.map((name) => `${name}: &${name === packed ? "Packed" : "Limbs"}`).join(", ")}) {`,
    ...body,
    `    *to = [${limbs.join(", ")}];`,
    "}",
  ].join("\n");
}

function lines(field, program) {
  return program.lines.map(
    ({ text, element }) => `        // ${describe(field, element)}\n        ${text}`,
  );
}

export function writeCurve(field, proof, [x, y]) {
  const { curve } = field;
  const { programs, invariants } = proof;
  const [n, w] = [field.limbs, curve.bits / 32];
  const s = Math.ceil((curve.bits + 6) / 30);
  const p = curve.prime;
  const q = curve.order;
  const name = curve.name.replace("-", "");
  const montgomery = (value) => field.split(modulo(value * field.R, p));
  const reduced = (id, doc, limbs) =>
    `    /// ${doc}\n    const ${id}: Reduced<${n}> = Reduced(${list(limbs)});`;
  const array = (id, doc, type, numbers) =>
    `    /// ${doc}\n    const ${id}: ${type} = ${list(numbers)};`;
  /** A formula that writes where it is told, and moves nothing. */
  const formula = (id, parameters, doc, first = []) =>
    [
      `    /// ${doc}`,
      "    #[inline(never)]",
      `    fn ${id}(${parameters}) {`,
      ...first,
      ...lines(field, programs[id]),
      "    }",
    ].join("\n");
  const begun = curve.fuses
    ? [
        "        let negated: Packed;",
        "        let qv = if is_negated {",
        "            negated = q.v.map(|limb| -limb);",
        "            &negated",
        "        } else {",
        "            &q.v",
        "        };",
      ]
    : [
        "        let q = q.unpack();",
        "        let qv: Limbs = if is_negated { q.v.0.map(|limb| -limb) } else { q.v.0 };",
      ];
  const point = `p: &Jacobian<${n}>`;
  const reducedTo = `to: &mut Reduced<${n}>`;

  return `// Written by generator/main.mjs, which proves every bound that stands here; change it there.

//! ${curve.name}: p = ${curve.fold.map(([e, sign], i) => `${sign < 0 ? "- " : i ? "+ " : ""}2^${e}`).join(" ")} - 1, elements as ${n} limbs of ${curve.width} bits in Montgomery's form with
//! R = 2^${n * curve.width}. Bounds of limbs are in units of 2^${curve.width}.

use crate::curve::{Addition, Affine, Companion, Curve, Jacobian, Multiple, Reduced, carry_in_place};
use crate::table::Bases;

type Limbs = [i64; ${n}];
${curve.fuses ? `type Packed = [i32; ${n}];\n` : ""}
const ZERO: Limbs = [0; ${n}];

const WIDTH: u32 = ${curve.width};
const MASK: i64 = (1 << WIDTH) - 1;${field.curve.fuses ? "\nconst HALF: i64 = 1 << (WIDTH - 1);" : ""}

/// The curve.
pub(crate) enum ${name} {}

impl Curve<${n}, ${w}, ${s}> for ${name} {
    const WIDTH: u32 = WIDTH;
${array("PRIME", "p.", "Limbs", field.split(p))}
    /// 1, not in Montgomery's form: a product with it is a reduction.
    const UNIT: Limbs = ${list(field.split(1n))};
${reduced("ONE", "1 in Montgomery's form: R modulo p.", montgomery(1n))}
${reduced("R2", "A product with it enters Montgomery's form.", field.split(modulo(field.R ** 2n, p)))}
${reduced("R3", "A product with it enters Montgomery's form twice: for an inverse of what was in it.", field.split(modulo(field.R ** 3n, p)))}
${reduced("B", "The curve's b.", montgomery(curve.b))}
${reduced("TWO", "2 in Montgomery's form.", montgomery(2n))}
${reduced("BASE_X", "G's x.", montgomery(x))}
${reduced("BASE_Y", "G's y.", montgomery(y))}
${array("PRIME_WORDS", "p.", `[u32; ${w}]`, words(p, w))}
${array("PRIME_SIGNED", "p for inversion.", `[i32; ${s}]`, words(p, s, 30n))}
    /// 1 / p modulo 2^30.
    const PRIME_INVERSE: u32 = ${inverse(p, 2n ** 30n)};
${array("ORDER", "The group order n.", `[u32; ${w}]`, words(q, w))}
${array("ORDER_SIGNED", "n for inversion.", `[i32; ${s}]`, words(q, s, 30n))}
    /// 1 / n modulo 2^30.
    const ORDER_INVERSE: u32 = ${inverse(q, 2n ** 30n)};
    /// -1 / n modulo 2^32.
    const ORDER_NEGATED_INVERSE: u32 = ${modulo(-inverse(q, 2n ** 32n), 2n ** 32n)};
${array("ORDER_R2", "2^(64 words) modulo n.", `[u32; ${w}]`, words(modulo(2n ** BigInt(64 * w), q), w))}

    // What the formulas keep.
    // Reduced: ${describe(field, invariants.reduced)}
    // Jacobian x: ${describe(field, invariants.x)}
    // Jacobian v: ${describe(field, invariants.v)}

    #[inline(always)]
    fn multiply(a: &Reduced<${n}>, b: &Reduced<${n}>) -> Reduced<${n}> {
        let mut to = ZERO;
        multiply(&mut to, &a.0, &b.0);
        Reduced(to)
    }

    #[inline(always)]
    fn square(a: &Reduced<${n}>) -> Reduced<${n}> {
        let mut to = ZERO;
        square(&mut to, &a.0);
        Reduced(to)
    }

${formula("double", `${point}, to: &mut Jacobian<${n}>`, "2P; P is not infinity.")}

${formula("begin_addition", `${point}, q: &Affine<${n}>, is_negated: bool, to: &mut Addition<${n}>`, "Begins P + Q or P - Q.", begun)}

${formula("begin_together", `p: &Companion<${n}>, q: &Multiple<${n}>, to: &mut Addition<${n}>`, "Begins P + Q where both have one z, as if it were 1.")}

${formula("finish_addition", `x: &Limbs, v: &Limbs, z: &Reduced<${n}>, a: &mut Addition<${n}>, to: &mut Jacobian<${n}>`, "Ends what was begun, where the x coordinates differ.")}

${formula("move_along", `a: &Addition<${n}>, to: &mut Limbs`, "v of P with the z of the sum that was made of it; its x is there.")}

${formula("inverse_before", `inverse: &Reduced<${n}>, p: &Multiple<${n}>, ${reducedTo}`, "1 / z from before a point of a run, given its own.")}

${formula("has_same_y", `a: &Addition<${n}>, ${reducedTo}`, "Zero where the y coordinates are equal.")}

${formula("curve_equation", `x: &Reduced<${n}>, y: &Reduced<${n}>, ${reducedTo}`, "Zero where y^2 = x^3 - 3x + b.")}

${formula("x_difference", `x: &Reduced<${n}>, ${point}, ${reducedTo}`, "Zero where P's affine x coordinate is `x`.")}

    /// The affine point, given 1 / z.
    #[inline(never)]
    fn normalise(p: &Multiple<${n}>, inverse: &Reduced<${n}>) -> Affine<${n}> {
${lines(field, programs.normalise).join("\n")}
        Affine::pack(&Reduced(x), &Reduced(v))
    }

    fn bases() -> &'static Bases<${n}> {
        static BASES: Bases<${n}> = Bases::new();
        &BASES
    }
}

/// One parallel carry: the value stays, limbs come back to their width.
#[inline(always)]
fn carry(x: &Limbs) -> Limbs {
    core::array::from_fn(|i| {
        let kept = if i < ${n - 1} { x[i] & MASK } else { x[i] };
        if i == 0 { kept } else { kept + (x[i - 1] >> WIDTH) }
    })
}

${Object.keys(field.written)
  .map((kind) => product(field, kind))
  .join("\n\n")}
`;
}
