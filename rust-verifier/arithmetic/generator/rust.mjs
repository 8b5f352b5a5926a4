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

const PRODUCTS = {
  multiply: ["a b", "a: &Limbs, b: &Limbs"],
  square: ["a a", "a: &Limbs"],
  multiply_less_square: ["(a b - s s)", "a: &Limbs, b: &Limbs, s: &Limbs"],
};

function product(field, name) {
  const operations = field.products[name];
  const [meaning, parameters] = PRODUCTS[name];
  const body = operations.map(({ name, text, interval }) => {
    const line = `    let ${name}${/^t\d/.test(name) ? ": i64" : ""} = ${text};`;
    const sign = interval.lo < 0n ? "|x| <=" : "0 <= x <=";
    return `${line.padEnd(64)} // ${sign} 2^${interval.bits.toFixed(2)}`;
  });
  const limbs = Array.from({ length: field.limbs }, (_, index) => `r${index}`);
  const asValue = [
    "/// The same as a value.",
    "#[inline(always)]",
    `fn ${name}(${parameters}) -> Limbs {`,
    `    let mut to = [0; ${field.limbs}];`,
    `    ${name}_to(&mut to, ${parameters.replaceAll(": &Limbs", "")});`,
    "    to",
    "}",
  ];
  return [
    `/// ${meaning} / R modulo p, with limbs as every product has them.`,
    "#[inline(never)]",
    `fn ${name}_to(to: &mut Limbs, ${parameters}) {`,
    ...body,
    `    *to = [${limbs.join(", ")}];`,
    "}",
    // Only a coordinate is made of this one, in its place.
    ...(name === "multiply_less_square" ? [] : ["", ...asValue]),
  ].join("\n");
}

/** A program's lines; what is `written` has its place, so that no copy is made of it. */
function lines(field, program, written = []) {
  const places = new Map(written);
  const placed = (text) =>
    text
      .replaceAll(/&(\w+)/g, (whole, name) => (places.has(name) ? `&${places.get(name)}` : whole))
      .replaceAll(/(?<![.\w])(\w+)\[i\]/g, (whole, name) =>
        places.has(name) ? `${places.get(name)}[i]` : whole,
      );
  return program.lines.map(({ name, type, text, element }) => {
    const place = places.get(name);
    const product = /^(square|multiply\w*)\((.*)\)$/.exec(placed(text));
    if (place !== undefined && product !== null) {
      return `        // ${describe(field, element)}\n        ${product[1]}_to(&mut ${place}, ${product[2]});`;
    }
    const target = place ?? `let ${name}${type}`;
    return `        // ${describe(field, element)}\n        ${target} = ${placed(text)};`;
  });
}

function writeFold(field) {
  const { bits, width } = field.curve;
  const last = field.limbs - 1;
  const shift = bits - last * width;
  const places = field.foldedPlaces.map(
    ([place, by, sign]) =>
      `    x[${place}] ${sign < 0 ? "-" : "+"}= ${by === 0 ? "q" : `q << ${by}`};`,
  );
  return [
    "/// Less the multiple of p that the last limb shows.",
    "#[inline(always)]",
    "fn fold(x: &Limbs) -> Limbs {",
    "    let mut x = *x;",
    `    let q = x[${last}] >> ${shift};`,
    `    x[${last}] &= (1 << ${shift}) - 1;`,
    ...places,
    "    x",
    "}",
    "",
    "",
  ].join("\n");
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
      `    fn ${id}(${signature.parameters})${signature.returns ? ` -> ${signature.returns}` : ""} {`,
      ...lines(field, programs[id], signature.written),
      ...(result === "" ? [] : [`        ${result}`]),
      "    }",
    ].join("\n");
  const point = `p: &Jacobian<${n}>`;
  const written = ["x", "w", "z"].map((name) => [`${name}3`, `to.${name}`]);
  const base = oddMultiplesOfBase(curve, BASE_WIDTH).map(([x, y]) => {
    const [first, second] = [x, 2n * y].map((value) => `[${montgomery(value).join(", ")}]`);
    return `        Affine { x: ${first}, w: ${second} },`;
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
    const BASE_WIDTH: usize = ${BASE_WIDTH};
${array("PRIME", "p.", "Limbs", field.split(p))}
    /// 1, not in Montgomery's form: a product with it is a reduction.
    const UNIT: Limbs = ${list(field.split(1n))};
${reduced("ONE", "1 in Montgomery's form: R modulo p.", montgomery(1n))}
${reduced("TWO", "2 in Montgomery's form.", montgomery(2n))}
${reduced("MINUS_ONE", "-1 in Montgomery's form.", montgomery(-1n))}
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
    // Jacobian w: ${describe(field, invariants.w)}
    // Jacobian z: ${describe(field, invariants.z)}

    #[inline(always)]
    fn multiply(a: &Reduced<${n}>, b: &Reduced<${n}>) -> Reduced<${n}> {
        Reduced(multiply(&a.0, &b.0))
    }

    #[inline(always)]
    fn square(a: &Reduced<${n}>) -> Reduced<${n}> {
        Reduced(square(&a.0))
    }

${formula("double", { parameters: `${point}, to: &mut Jacobian<${n}>`, written }, "", "2P; P is not infinity.")}

${formula(
  "begin_addition",
  {
    parameters: `${point}, q: &Affine<${n}>, is_negated: bool, to: &mut Addition<${n}>`,
    written: [
      ["h", "to.h"],
      ["hh", "to.hh.0"],
      ["r", "to.r"],
    ],
  },
  "",
  "Begins P + Q or P - Q.",
).replace(
  " {\n",
  ` {\n        let q = q.unpack();\n        let qw: Limbs = if is_negated { q.w.0.map(|limb| -limb) } else { q.w.0 };\n`,
)}

${formula("finish_addition", { parameters: `${point}, a: &Addition<${n}>, to: &mut Jacobian<${n}>`, written }, "", "Ends what was begun, where the x coordinates differ.")}

${formula("has_same_w", { parameters: `a: &Addition<${n}>`, returns: `Reduced<${n}>` }, "Reduced(residue)", "Zero where the y coordinates are equal.")}

${formula("curve_equation", { parameters: `x: &Reduced<${n}>, y: &Reduced<${n}>`, returns: `Reduced<${n}>` }, "Reduced(residue)", "Zero where y^2 = x^3 - 3x + b.")}

${formula("x_difference", { parameters: `x: &Reduced<${n}>, ${point}`, returns: `Reduced<${n}>` }, "Reduced(residue)", "Zero where P's affine x coordinate is `x`.")}

${formula("normalise", { parameters: `${point}, inverse: &Reduced<${n}>`, returns: `Affine<${n}>` }, "Affine::pack(&Reduced(x), &Reduced(w))", "The affine point, given 1 / z.")}

${formula("coordinates", { parameters: point, returns: `[Reduced<${n}>; 3]` }, "[Reduced(x), Reduced(w), Reduced(z)]", "x, w and z, reduced.")}

    fn base() -> &'static [Affine<${n}>] {
        &BASE
    }
}

${field.isTight ? writeFold(field) : ""}/// One parallel carry: the value stays, limbs come back to their width.
#[inline(always)]
fn carry(x: &Limbs) -> Limbs {
    core::array::from_fn(|i| {
        let kept = if i < ${n - 1} { x[i] & MASK } else { x[i] };
        if i == 0 { kept } else { kept + (x[i - 1] >> WIDTH) }
    })
}

${Object.keys(PRODUCTS)
  .map((name) => product(field, name))
  .join("\n\n")}

/// G, 3G, 5G, ...
static BASE: [Affine<${n}>; ${2 ** (BASE_WIDTH - 2)}] = [
${base.map((line) => line.slice(4)).join("\n")}
];
`;
}
