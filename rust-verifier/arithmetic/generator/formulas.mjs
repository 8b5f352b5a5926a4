// The curve's formulas, for y^2 = x^3 - 3x + b in the coordinates (x / z^2, w / 2 z^3), written once for both curves, and
// the search for the bounds that they keep: what goes into a formula as a point comes out within the same bounds.
//
// A point is kept with w = 2y in place of y, Jacobian or affine: a doubling then needs no factor greater than 3, so that
// limbs and values stay narrow with few carries between.
import { BoundError, Interval, fitsI32 } from "./interval.mjs";
import { Program } from "./program.mjs";
import { modulo } from "./curves.mjs";
import { noProducts } from "./field.mjs";

const carried = { carry: true };
const folded = { carry: true, fold: true };

/**
 * 4 multiplications and 4 squarings: with g = w^2 = 4y^2 and s = x g, the slope m = 3 (x - z^2) (x + z^2) leads to
 * x3 = m^2 - 2s, w3 = 2y3 = 2m (s - x3) - g^2 and z3 = w z = 2yz. The product and the square of w3 are reduced together.
 */
function double(p, { x, w, z }) {
  const delta = p.square("delta", z);
  const gamma = p.square("gamma", w);
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
  const slope = p.combine("slope", [[3, third]], carried);
  const slope2 = p.square("slope2", slope);
  const x3 = p.combine(
    "x3",
    [
      [1, slope2],
      [-2, beta],
    ],
    folded,
  );
  const twice = p.combine("twice", [[2, slope]]);
  const rest = p.combine("rest", [
    [1, beta],
    [-1, x3],
  ]);
  const w3 = p.multiplyLessSquare("w3", twice, rest, gamma);
  const z3 = p.multiply("z3", w, z);
  return { x: x3, w: w3, z: z3 };
}

/**
 * "madd-2007-bl" (Bernstein and Lange, Explicit-Formulas Database) up to where it shows whether the x coordinates are
 * equal: `hh` is then zero. Its r is the difference of twice the y coordinates, which is what w is.
 */
function beginAddition(p, { x, w, z }, { qx, qw }) {
  const zz = p.square("zz", z);
  const u2 = p.multiply("u2", qx, zz);
  const zzz = p.multiply("zzz", z, zz);
  const s2 = p.multiply("s2", qw, zzz);
  const h = p.combine("h", [
    [1, u2],
    [-1, x],
  ]);
  const hh = p.square("hh", h);
  const r = p.combine("r", [
    [1, s2],
    [-1, w],
  ]);
  return { h, hh, r };
}

/** The rest: 8 multiplications and 3 squarings in all. */
function finishAddition(p, { x, w, z }, { h, hh, r }) {
  const i = p.combine("i4", [[4, hh]], carried);
  const j = p.multiply("j", h, i);
  const v = p.multiply("v", x, i);
  const r2 = p.square("r2", r);
  const x3 = p.combine(
    "x3",
    [
      [1, r2],
      [-1, j],
      [-2, v],
    ],
    folded,
  );
  const rest = p.combine("rest", [
    [1, v],
    [-1, x3],
  ]);
  const slope = p.multiply("slope", r, rest);
  const tail = p.multiply("tail", w, j);
  const w3 = p.combine(
    "w3",
    [
      [2, slope],
      [-2, tail],
    ],
    carried,
  );
  const twice = p.combine("twice", [[2, h]]);
  const z3 = p.multiply("z3", z, twice);
  return { x: x3, w: w3, z: z3 };
}

/** Traces every formula under the bounds assumed so far; gives the programs, and the bounds that came out. */
function trace(field, assumed, constants) {
  const one = field.constant(1n);
  const inputs = {
    point: (p) => ({
      x: p.input("p.x", assumed.x),
      w: p.input("p.w", assumed.w),
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
    qw: p.input("qw", signed),
  });
  reduced.push(begun.hh);

  p = begin("finish_addition");
  const given = Object.fromEntries(
    Object.entries(begun).map(([name, element]) => [
      name,
      p.input(`a.${name}${name === "hh" ? ".0" : ""}`, element),
    ]),
  );
  points.push(finishAddition(p, inputs.point(p), given));

  p = begin("has_same_w");
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
    const { x, w } = inputs.point(p);
    const inverse = inputs.reduced(p, "inverse.0");
    const inverse2 = p.square("inverse2", inverse);
    const inverse3 = p.multiply("inverse3", inverse2, inverse);
    reduced.push(p.multiply("x", x, inverse2), p.multiply("w", w, inverse3));
  }

  p = begin("coordinates");
  for (const [name, element] of Object.entries(inputs.point(p))) {
    reduced.push(p.multiply(name, element, p.input("Self::ONE.0", constants.one)));
  }
  points.push({ x: assumed.reduced, w: assumed.reduced, z: constants.one });
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
  let assumed = { reduced: whole, x: whole, w: whole, z: whole };
  const widen = ({ limbs, value }) => ({
    limbs: limbs.map((limb, index) => (index < limbs.length - 1 ? limb.widened(16n) : limb)),
    value: value.widened(p / 256n),
  });
  for (let round = 0; ; round += 1) {
    if (round === 60) throw new BoundError("the formulas keep no bounds");
    field.products = noProducts();
    const traced = trace(field, assumed, constants);
    const next = {
      reduced: traced.reduced.reduce(join, assumed.reduced),
      x: traced.points.map(({ x }) => x).reduce(join, assumed.x),
      w: traced.points.map(({ w }) => w).reduce(join, assumed.w),
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
