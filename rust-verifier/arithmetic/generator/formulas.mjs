// The curve's formulas, for y^2 = x^3 - 3x + b in Jacobian coordinates (x / z^2, y / z^3), written once for both curves,
// and the search for the bounds that they keep: what goes into a formula as a point comes out within the same bounds.
import { BoundError, Interval, fitsI32 } from "./interval.mjs";
import { Program } from "./program.mjs";
import { modulo } from "./curves.mjs";

/** 3 multiplications and 5 squarings (Bernstein and Lange, Explicit-Formulas Database, "dbl-2001-b"). */
function double(p, { x, y, z }) {
  const delta = p.square("delta", z);
  const gamma = p.square("gamma", y);
  const beta = p.multiply("beta", x, gamma);
  const less = p.combine("less", [
    [1, x],
    [-1, delta],
  ]);
  const more = p.combine("more", [
    [1, x],
    [1, delta],
  ]);
  const third = p.multiply("third", less, more);
  const alpha = p.combine("alpha", [[3, third]]);
  // alpha squared, without squaring limbs that are three times too wide.
  const third2 = p.square("third2", third);
  const x3 = p.combine(
    "x3",
    [
      [9, third2],
      [-8, beta],
    ],
    { carry: true },
  );
  const both = p.combine("both", [
    [1, y],
    [1, z],
  ]);
  const both2 = p.square("both2", both);
  const z3 = p.combine(
    "z3",
    [
      [1, both2],
      [-1, gamma],
      [-1, delta],
    ],
    { carry: true },
  );
  const rest = p.combine(
    "rest",
    [
      [4, beta],
      [-1, x3],
    ],
    { carry: true },
  );
  const gamma2 = p.square("gamma2", gamma);
  const slope = p.multiply("slope", alpha, rest);
  const y3 = p.combine(
    "y3",
    [
      [1, slope],
      [-8, gamma2],
    ],
    { carry: true },
  );
  return { x: x3, y: y3, z: z3 };
}

/**
 * "madd-2007-bl" up to where it shows whether the x coordinates are equal: `hh` is then zero. Its r is twice the one here,
 * whose square has narrower limbs.
 */
function beginAddition(p, { x, y, z }, { qx, qy }) {
  const zz = p.square("zz", z);
  const u2 = p.multiply("u2", qx, zz);
  const zzz = p.multiply("zzz", z, zz);
  const s2 = p.multiply("s2", qy, zzz);
  const h = p.combine("h", [
    [1, u2],
    [-1, x],
  ]);
  const hh = p.square("hh", h);
  const r = p.combine("r", [
    [1, s2],
    [-1, y],
  ]);
  return { zz, h, hh, r };
}

/** The rest: 7 multiplications and 4 squarings in all. */
function finishAddition(p, { x, y, z }, { zz, h, hh, r }) {
  const hhh = p.multiply("hhh", h, hh);
  const v = p.multiply("v", x, hh);
  const r2 = p.square("r2", r);
  const x3 = p.combine(
    "x3",
    [
      [4, r2],
      [-4, hhh],
      [-8, v],
    ],
    { carry: true },
  );
  const rest = p.combine(
    "rest",
    [
      [4, v],
      [-1, x3],
    ],
    { carry: true },
  );
  const slope = p.multiply("slope", r, rest);
  const tail = p.multiply("tail", y, hhh);
  const y3 = p.combine(
    "y3",
    [
      [2, slope],
      [-8, tail],
    ],
    { carry: true },
  );
  const sum = p.combine("sum", [
    [1, z],
    [1, h],
  ]);
  const sum2 = p.square("sum2", sum);
  const z3 = p.combine(
    "z3",
    [
      [1, sum2],
      [-1, zz],
      [-1, hh],
    ],
    { carry: true },
  );
  return { x: x3, y: y3, z: z3 };
}

/** Traces every formula under the bounds assumed so far; gives the programs, and the bounds that came out. */
function trace(field, assumed, constants) {
  const one = field.constant(1n);
  const inputs = {
    point: (p) => ({
      x: p.input("p.x", assumed.x),
      y: p.input("p.y", assumed.y),
      z: p.input("p.z", assumed.z),
    }),
    unit: (p) => p.input("Self::UNIT", one),
    reduced: (p, text) => p.input(text, assumed.reduced),
  };
  const programs = {};
  const begin = (name) => (programs[name] = new Program(field));
  const reduced = [];
  const points = [];

  let p = begin("multiply");
  reduced.push(p.multiply("product", inputs.reduced(p, "a.0"), inputs.reduced(p, "b.0")));
  p = begin("square");
  reduced.push(p.square("product", inputs.reduced(p, "a.0")));

  p = begin("double");
  points.push(double(p, inputs.point(p)));

  p = begin("begin_addition");
  const signed = {
    limbs: assumed.reduced.limbs.map((limb) => limb.hull(limb.scaled(-1n))),
    value: assumed.reduced.value.hull(assumed.reduced.value.scaled(-1n)),
  };
  const begun = beginAddition(p, inputs.point(p), {
    qx: p.input("q.x.0", assumed.reduced),
    qy: p.input("qy", signed),
  });
  reduced.push(begun.zz, begun.hh);

  p = begin("finish_addition");
  const given = Object.fromEntries(
    Object.entries(begun).map(([name, element]) => [
      name,
      p.input(`a.${name}${name.startsWith("hh") || name === "zz" ? ".0" : ""}`, element),
    ]),
  );
  points.push(finishAddition(p, inputs.point(p), given));

  p = begin("has_same_y");
  reduced.push(p.multiply("residue", p.input("a.r", begun.r), inputs.unit(p)));

  p = begin("curve_equation");
  {
    const [x, y] = [inputs.reduced(p, "x.0"), inputs.reduced(p, "y.0")];
    const x2 = p.square("x2", x);
    const factor = p.combine("factor", [
      [1, x2],
      [-3, p.input("Self::ONE.0", constants.one)],
    ]);
    const right = p.multiply("right", factor, x);
    const left = p.square("left", y);
    const b = p.input("Self::B.0", constants.b);
    const difference = p.combine("difference", [
      [1, left],
      [-1, right],
      [-1, b],
    ]);
    reduced.push(p.multiply("residue", difference, inputs.unit(p)));
  }

  p = begin("x_difference");
  {
    const { x, z } = inputs.point(p);
    const zz = p.square("zz", z);
    const scaled = p.multiply("scaled", inputs.reduced(p, "x.0"), zz);
    const difference = p.combine("difference", [
      [1, scaled],
      [-1, x],
    ]);
    reduced.push(p.multiply("residue", difference, inputs.unit(p)));
  }

  p = begin("normalise");
  {
    const { x, y } = inputs.point(p);
    const inverse = inputs.reduced(p, "inverse.0");
    const inverse2 = p.square("inverse2", inverse);
    const inverse3 = p.multiply("inverse3", inverse2, inverse);
    reduced.push(p.multiply("x", x, inverse2), p.multiply("y", y, inverse3));
  }

  p = begin("coordinates");
  for (const [name, element] of Object.entries(inputs.point(p))) {
    reduced.push(p.multiply(name, element, p.input("Self::ONE.0", constants.one)));
  }
  points.push({ x: assumed.reduced, y: signed, z: constants.one });
  return { programs, reduced, points };
}

const join = (a, b) => ({
  limbs: a.limbs.map((limb, index) => limb.hull(b.limbs[index])),
  value: a.value.hull(b.value),
});

/** Proves the formulas, or throws a BoundError. */
export function prove(field) {
  const { curve } = field;
  const p = curve.prime;
  const constants = {
    one: field.constant(modulo(field.R, p)),
    b: field.constant(modulo(curve.b * field.R, p)),
  };
  const whole = field.canonical(new Interval(0n, 2n ** BigInt(curve.bits) - 1n));
  let assumed = { reduced: whole, x: whole, y: whole, z: whole };
  const widen = ({ limbs, value }) => ({
    limbs: limbs.map((limb, index) => (index < limbs.length - 1 ? limb.widened(16n) : limb)),
    value: value.widened(p / 256n),
  });
  for (let round = 0; ; round += 1) {
    if (round === 60) throw new BoundError("the formulas keep no bounds");
    field.products = { multiply: undefined, square: undefined };
    const traced = trace(field, assumed, constants);
    const next = {
      reduced: traced.reduced.reduce(join, assumed.reduced),
      x: traced.points.map(({ x }) => x).reduce(join, assumed.x),
      y: traced.points.map(({ y }) => y).reduce(join, assumed.y),
      z: traced.points.map(({ z }) => z).reduce(join, assumed.z),
    };
    const isKept = Object.keys(next).every((name) =>
      [next[name].value, ...next[name].limbs].every((interval, index) =>
        interval.isWithin([assumed[name].value, ...assumed[name].limbs][index]),
      ),
    );
    if (isKept) {
      checkReduced(field, assumed.reduced);
      return { ...traced, invariants: assumed, constants };
    }
    assumed = Object.fromEntries(Object.entries(next).map(([name, one]) => [name, widen(one)]));
    assumed.reduced = { ...next.reduced, value: assumed.reduced.value };
  }
}

/** What the zero test and the tables stand on. */
function checkReduced(field, { limbs, value }) {
  const p = field.curve.prime;
  if (value.lo <= -p || value.hi >= 2n * p) {
    throw new BoundError("a product that is zero modulo p may be neither 0 nor p");
  }
  const width = new Interval(0n, field.mask);
  if (!limbs.slice(0, -1).every((limb) => limb.isWithin(width))) {
    throw new BoundError("a product may have two forms");
  }
  limbs.forEach((limb) => fitsI32(limb, "a limb of a table"));
}
