// The search for the bounds that the formulas keep: what goes into a formula as a point comes out within the same bounds.
import { modulo } from "./curves.mjs";
import { trace } from "./formulas.mjs";
import { describe, join } from "./program.mjs";
import { BoundError, Interval, fitsI32 } from "./interval.mjs";

/** Proves the formulas, or throws a BoundError. */
export function prove(field) {
  const { curve } = field;
  const p = curve.prime;
  const constants = {
    one: field.constant(modulo(field.R, p)),
    b: field.constant(modulo(curve.b * field.R, p)),
  };
  const whole = field.canonical(new Interval(0n, 2n ** BigInt(curve.bits) - 1n));
  const kept = ["reduced", "x", "v", "companion", "multipleX", "multipleV"];
  let assumed = Object.fromEntries(kept.map((name) => [name, whole]));
  const widen = ({ limbs, value }) => ({
    limbs: limbs.map((limb, index) => (index < limbs.length - 1 ? limb.widened(16n) : limb)),
    value: value.widened(p / 256n),
  });
  for (let round = 0; ; round += 1) {
    if (round === 60) throw new BoundError("the formulas keep no bounds");
    field.written = {};
    const traced = trace(field, assumed, constants);
    const next = Object.fromEntries(
      kept.map((name) => [name, join(traced.next[name], assumed[name])]),
    );
    const isKept = kept.every((name) =>
      [next[name].value, ...next[name].limbs].every((interval, index) =>
        interval.isWithin([assumed[name].value, ...assumed[name].limbs][index]),
      ),
    );
    if (isKept) {
      checkReduced(field, assumed.reduced);
      return { programs: traced.programs, invariants: assumed };
    }
    assumed = Object.fromEntries(Object.entries(next).map(([name, one]) => [name, widen(one)]));
    assumed.reduced = { ...next.reduced, value: assumed.reduced.value };
  }
}

/** What the zero test and the tables stand on. */
function checkReduced(field, { limbs, value }) {
  const p = field.curve.prime;
  if (value.lo <= -p || value.hi >= 2n * p) {
    throw new BoundError(
      `a product that is zero may be neither 0 nor p: ${describe(field, { limbs, value })}`,
    );
  }
  const width = new Interval(0n, field.mask);
  if (!limbs.slice(0, -1).every((limb) => limb.isWithin(width))) {
    throw new BoundError("a product may have two forms");
  }
  limbs.forEach((limb) => fitsI32(limb, "a limb of a table"));
}
