// The curve's formulas, for y^2 = x^3 - 3x + b in Jacobian coordinates (x / z^2, y / z^3), written once for both curves.
//
// A point is kept with v = 2y in y's place: so no formula has a factor above 3, and no half.
import { Program, join } from "./program.mjs";

/** x^2 - 2 b - c, the square alone being reduced. */
function squareLess(p, name, a, b, c) {
  if (p.field.curve.fuses) {
    return p.product(name, c ? "square_less_both" : "square_less", c ? [a, b, c] : [a, b]);
  }
  const square = p.square("squared", a);
  const terms = [
    [1, square],
    [-2, b],
  ];
  return p.combine(name, c ? [...terms, [-1, c]] : terms, { carry: true });
}

/**
 * Doubling (after Cohen, Miyaji and Ono, "Efficient elliptic curve exponentiation using mixed coordinates", 1998):
 * with m = 3 (x - z^2)(x + z^2) and s = x v^2, x' = m^2 - 2s, v' = 2m (s - x') - v^4, z' = v z.
 */
function double(p, { x, v, z }) {
  const { fuses } = p.field.curve;
  const zz = p.square("zz", z);
  const vv = p.square("vv", v);
  const s = p.multiply("s", x, vv);
  const z3 = p.multiply("to.z.0", v, z);
  if (fuses) {
    const m = p.product("m", "thrice_difference", [x, zz]);
    const x3 = squareLess(p, "to.x", m, s);
    const v3 = p.product("to.v", "twice_less_square", [m, s, x3, vv]);
    return { x: x3, v: v3, z: z3 };
  }
  const less = p.combine("less", [
    [1, x],
    [-1, zz],
  ]);
  const more = p.combine("more", [
    [1, x],
    [1, zz],
  ]);
  const third = p.multiply("third", less, more);
  // m squared, without squaring limbs that are three times too wide.
  const third2 = p.square("third2", third);
  const x3 = p.combine(
    "to.x",
    [
      [9, third2],
      [-2, s],
    ],
    { carry: true },
  );
  const rest = p.combine("rest", [
    [3, s],
    [-3, x3],
  ]);
  const slope = p.multiply("slope", third, rest);
  const vvvv = p.square("vvvv", vv);
  const v3 = p.combine(
    "to.v",
    [
      [2, slope],
      [-1, vvvv],
    ],
    { carry: true },
  );
  return { x: x3, v: v3, z: z3 };
}

/** a b - c */
function multiplyLess(p, name, a, b, c) {
  if (p.field.curve.fuses) return p.product(name, "multiply_less", [a, b, c]);
  return p.combine(name, [
    [1, p.multiply(`${name.replace("to.", "")}_whole`, a, b)],
    [-1, c],
  ]);
}

/** "madd-2007-bl" up to where it shows whether the x coordinates are equal: `j`, 4 h^3, is then zero. */
function beginAddition(p, { x, v, z }, { qx, qv }) {
  const zz = p.square("zz", z);
  const zzz = p.multiply("zzz", z, zz);
  const h = multiplyLess(p, "h", qx, zz, x);
  const h2 = p.combine("to.h2", [[2, h]]);
  const hh4 = p.field.curve.fuses
    ? p.square("to.hh4", h2)
    : p.combine("to.hh4", [[4, p.square("hh", h)]]);
  const j = p.multiply("to.j.0", h, hh4);
  const r = multiplyLess(p, "to.r", qv, zzz, v);
  return { h2, hh4, j, r };
}

/**
 * The same where both points have one z, as if it were 1 ("ZADDU": Meloni, "New point addition formulae for ECC
 * applications", 2007).
 */
function beginTogether(p, first, second) {
  const h = p.combine("h", [
    [1, second.x],
    [-1, first.x],
  ]);
  const h2 = p.combine("to.h2", [[2, h]], { carry: true, isCalled: true });
  const hh4 = p.square("to.hh4", h2);
  const j = p.multiply("to.j.0", h, hh4);
  const r = p.combine(
    "to.r",
    [
      [1, second.v],
      [-1, first.v],
    ],
    { carry: true, isCalled: true },
  );
  return { h2, hh4, j, r };
}

/** The rest: 8 multiplications and 3 squarings in all, and 5 and 2 of points with one z. */
function finishAddition(p, { x, v, z }, { h2, hh4, j, r }) {
  const w = p.multiply("a.w.0", x, hh4);
  const x3 = squareLess(p, "to.x", r, w, j);
  const rest = p.combine("rest", [
    [1, w],
    [-1, x3],
  ]);
  const slope = p.multiply("slope", r, rest);
  const tail = p.multiply("a.tail", v, j);
  const v3 = p.combine(
    "to.v",
    [
      [2, slope],
      [-2, tail],
    ],
    { carry: true },
  );
  const z3 = p.multiply("to.z.0", z, h2);
  return { x: x3, v: v3, z: z3, w, tail };
}

const negatable = ({ limbs, value }) => ({
  limbs: limbs.map((limb) => limb.hull(limb.scaled(-1n))),
  value: value.hull(value.scaled(-1n)),
});

/** Traces every formula under the bounds assumed so far; gives the programs, and the bounds that came out. */
export function trace(field, assumed, constants) {
  const one = field.constant(1n);
  const inputs = {
    point: (p) => ({
      x: p.input("p.x", assumed.x),
      v: p.input("p.v", assumed.v),
      z: p.input("p.z.0", assumed.reduced),
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
  const begun = beginAddition(p, inputs.point(p), {
    qx: p.input(field.curve.fuses ? "q.x" : "q.x.0", assumed.reduced),
    qv: p.input(field.curve.fuses ? "*qv" : "qv", negatable(assumed.reduced)),
  });
  reduced.push(begun.j);

  const finish = (program, { x, v }, addition) => {
    const given = Object.entries(addition).map(([name, element]) => [
      name,
      program.input(`a.${name}${name === "j" ? ".0" : ""}`, element),
    ]);
    const point = {
      x: program.input("*x", x),
      v: program.input("*v", v),
      z: inputs.reduced(program, "z.0"),
    };
    return finishAddition(program, point, Object.fromEntries(given));
  };
  p = begin("finish_addition");
  points.push(finish(p, { x: assumed.x, v: assumed.v }, begun));

  // A table's multiples are bound among themselves: each is of these formulas, but for the first, which is reduced.
  p = begin("begin_together");
  const companion = { x: inputs.reduced(p, "p.x.0"), v: p.input("p.v", assumed.companion) };
  const together = beginTogether(p, companion, {
    x: p.input("q.x", assumed.multipleX),
    v: p.input("q.v", assumed.multipleV),
  });
  p = new Program(field);
  const multiple = finish(p, { x: assumed.reduced, v: assumed.companion }, together);
  programs.finish_addition.alsoProven(p);
  reduced.push(together.j, multiple.w, multiple.z);

  p = begin("move_along");
  const moved = p.combine("*to", [[2, p.input("a.tail", multiple.tail)]], {
    carry: true,
    isCalled: true,
  });

  p = begin("inverse_before");
  reduced.push(p.multiply("to.0", inputs.reduced(p, "inverse.0"), p.input("p.h2", together.h2)));

  p = begin("has_same_y");
  reduced.push(p.multiply("to.0", p.input("a.r", begun.r), inputs.unit(p)));

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
    const difference = p.combine("difference", [
      [1, left],
      [-1, right],
      [-1, p.input("Self::B.0", constants.b)],
    ]);
    reduced.push(p.multiply("to.0", difference, inputs.unit(p)));
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
    reduced.push(p.multiply("to.0", difference, inputs.unit(p)));
  }

  p = begin("normalise");
  {
    const x = p.input("p.x", join(assumed.x, assumed.multipleX));
    const v = p.input("p.v", join(assumed.v, assumed.multipleV));
    const inverse = inputs.reduced(p, "inverse.0");
    const inverse2 = p.square("inverse2", inverse);
    const inverse3 = p.multiply("inverse3", inverse2, inverse);
    reduced.push(p.multiply("x", x, inverse2), p.multiply("v", v, inverse3));
  }
  // A point of a table, as it is or negated.
  points.push({ x: assumed.reduced, v: negatable(assumed.reduced), z: constants.one });
  return {
    programs,
    next: {
      reduced: [...reduced, ...points.map(({ z }) => z)].reduce(join),
      x: points.map(({ x }) => x).reduce(join),
      v: points.map(({ v }) => v).reduce(join),
      companion: join(assumed.reduced, moved),
      multipleX: join(assumed.reduced, multiple.x),
      multipleV: join(assumed.reduced, multiple.v),
    },
  };
}
