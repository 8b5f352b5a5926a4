// Writes one curve's Rust file: constants, products, formulas, G's table, and the proven bounds beside each operation.
import { BASE_WIDTH, inverse, modulo, oddMultiplesOfBase } from "./curves.mjs";
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

function product(field, name, operations) {
  const isSquare = name === "square";
  const body = operations.map(({ name, text, interval }) => {
    const line = `    let ${name}${/^t\d/.test(name) ? ": i64" : ""} = ${text};`;
    const sign = interval.lo < 0n ? "|x| <=" : "0 <= x <=";
    return `${line.padEnd(64)} // ${sign} 2^${interval.bits.toFixed(2)}`;
  });
  const limbs = Array.from({ length: field.limbs }, (_, index) => `r${index}`);
  return [
    `/// ${isSquare ? "a a" : "a b"} / R modulo p, reduced.`,
    "#[inline(never)]",
    `fn ${name}(a: &Limbs${isSquare ? "" : ", b: &Limbs"}) -> Limbs {`,
    ...body,
    `    [${limbs.join(", ")}]`,
    "}",
  ].join("\n");
}

function lines(field, program) {
  return program.lines.map(
    ({ name, type, text, element }) =>
      `        // ${describe(field, element)}\n        let ${name}${type} = ${text};`,
  );
}

export function writeCurve(field, proof) {
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
  const formula = (id, signature, result, doc) =>
    [
      `    /// ${doc}`,
      "    #[inline(never)]",
      `    fn ${id}(${signature.parameters}) -> ${signature.returns} {`,
      ...lines(field, programs[id]),
      `        ${result}`,
      "    }",
    ].join("\n");
  const point = `p: &Jacobian<${n}>`;
  const base = oddMultiplesOfBase(curve, BASE_WIDTH).map((coordinates) => {
    const [x, y] = coordinates.map((coordinate) => `[${montgomery(coordinate).join(", ")}]`);
    return `        Affine { x: ${x}, y: ${y} },`;
  });

  return `// Written by generator/main.mjs, which proves every bound that stands here; change it there.

//! ${curve.name}: p = ${curve.fold.map(([e, sign], i) => `${sign < 0 ? "- " : i ? "+ " : ""}2^${e}`).join(" ")} - 1, elements as ${n} limbs of ${curve.width} bits in Montgomery's form with
//! R = 2^${n * curve.width}. Bounds of limbs are in units of 2^${curve.width}.

use crate::curve::{Addition, Affine, Curve, Jacobian, Reduced};

type Limbs = [i64; ${n}];

const WIDTH: u32 = ${curve.width};
const MASK: i64 = (1 << WIDTH) - 1;

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
    // Jacobian y: ${describe(field, invariants.y)}
    // Jacobian z: ${describe(field, invariants.z)}

    fn multiply(a: &Reduced<${n}>, b: &Reduced<${n}>) -> Reduced<${n}> {
        Reduced(multiply(&a.0, &b.0))
    }

    fn square(a: &Reduced<${n}>) -> Reduced<${n}> {
        Reduced(square(&a.0))
    }

${formula("double", { parameters: point, returns: `Jacobian<${n}>` }, "Jacobian { x: x3, y: y3, z: z3 }", "2P; P is not infinity.")}

${formula("begin_addition", { parameters: `${point}, q: &Affine<${n}>, is_negated: bool`, returns: `Addition<${n}>` }, "Addition { zz: Reduced(zz), h, hh: Reduced(hh), r }", "Begins P + Q or P - Q.").replace(" {\n", ` {\n        let q = q.unpack();\n        let qy: Limbs = if is_negated { q.y.0.map(|limb| -limb) } else { q.y.0 };\n`)}

${formula("finish_addition", { parameters: `${point}, a: &Addition<${n}>`, returns: `Jacobian<${n}>` }, "Jacobian { x: x3, y: y3, z: z3 }", "Ends what was begun, where the x coordinates differ.")}

${formula("has_same_y", { parameters: `a: &Addition<${n}>`, returns: `Reduced<${n}>` }, "Reduced(residue)", "Zero where the y coordinates are equal.")}

${formula("curve_equation", { parameters: `x: &Reduced<${n}>, y: &Reduced<${n}>`, returns: `Reduced<${n}>` }, "Reduced(residue)", "Zero where y^2 = x^3 - 3x + b.")}

${formula("x_difference", { parameters: `x: &Reduced<${n}>, ${point}`, returns: `Reduced<${n}>` }, "Reduced(residue)", "Zero where P's affine x coordinate is `x`.")}

${formula("normalise", { parameters: `${point}, inverse: &Reduced<${n}>`, returns: `Affine<${n}>` }, "Affine::pack(&Reduced(x), &Reduced(y))", "The affine point, given 1 / z.")}

${formula("coordinates", { parameters: point, returns: `[Reduced<${n}>; 3]` }, "[Reduced(x), Reduced(y), Reduced(z)]", "x, y and z, reduced.")}

    fn base() -> &'static [Affine<${n}>; ${2 ** (BASE_WIDTH - 2)}] {
        &BASE
    }
}

/// One parallel carry: the value stays, limbs come back to their width.
fn carry(x: &Limbs) -> Limbs {
    core::array::from_fn(|i| {
        let kept = if i < ${n - 1} { x[i] & MASK } else { x[i] };
        if i == 0 { kept } else { kept + (x[i - 1] >> WIDTH) }
    })
}

${product(field, "multiply", field.products.multiply)}

${product(field, "square", field.products.square)}

/// G, 3G, 5G, ...
static BASE: [Affine<${n}>; ${2 ** (BASE_WIDTH - 2)}] = [
${base.map((line) => line.slice(4)).join("\n")}
];
`;
}
