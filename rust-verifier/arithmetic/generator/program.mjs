// Straight-line programs over field elements: written once, proven and printed for each curve.
import { BoundError, fitsI64 } from "./interval.mjs";

/** One program being traced: each step has its Rust line and the bounds of what it makes. */
export class Program {
  constructor(field) {
    this.field = field;
    this.lines = [];
  }

  input(text, { limbs, value }) {
    return { text, limbs, value };
  }

  multiply(name, a, b) {
    return this.product(name, "multiply", [a, b]);
  }

  square(name, a) {
    return this.product(name, "square", [a]);
  }

  product(name, kind, operands) {
    const result = this.field.product(kind, operands);
    const call = operands.map(({ text }) => `, ${reference(text)}`).join("");
    return this.#line(name, (to) => `${kind}(&mut ${to}${call});`, "= ZERO;", result);
  }

  /** A sum of multiples, carried or not; carried by a call of its own where size counts and time does not. */
  combine(name, terms, { carry = false, isCalled = false } = {}) {
    const sum = (pick) => terms.map(([factor, element]) => pick(element).scaled(BigInt(factor)));
    const total = (parts, check = (interval) => interval) =>
      parts.reduce((before, part) => check(before.plus(part), name));
    const limbs = Array.from({ length: this.field.limbs }, (_, index) =>
      total(
        sum((element) => element.limbs[index]).map((part) => fitsI64(part, name)),
        fitsI64,
      ),
    );
    const value = total(sum(({ value }) => value));
    const text = terms
      .map(([factor, element], index) => {
        const magnitude = Math.abs(factor);
        const term = `${magnitude === 1 ? "" : `${magnitude} * `}${element.text}[i]`;
        if (index === 0) return factor < 0 ? `-${term}` : term;
        return `${factor < 0 ? "-" : "+"} ${term}`;
      })
      .join(" ");
    const array = `core::array::from_fn(|i| ${text})`;
    if (!carry) {
      return this.#line(name, (to) => `${to} = ${array};`, ": Limbs", { limbs, value });
    }
    const write = (to) =>
      isCalled
        ? `${to} = ${array};\n        carry_in_place(${reference(to, "&mut ")}, WIDTH);`
        : `${to} = carry(&${array});`;
    return this.#line(name, write, "", this.field.carried({ limbs, value }));
  }

  /** The same lines, proven for other bounds too: a comment shows the widest. */
  alsoProven({ lines }) {
    this.lines = this.lines.map(({ text, element }, index) => {
      if (lines[index].text !== text) throw new BoundError(`other bounds need another ${text}`);
      return { text, element: join(element, lines[index].element) };
    });
  }

  /** What is named with a dot or a star is a place that is given, everything else a new variable. */
  #line(name, write, declared, element) {
    const isPlace = /[.*]/.test(name);
    let text = write(name);
    if (!isPlace && declared.startsWith("=")) text = `let mut ${name} ${declared}\n        ${text}`;
    else if (!isPlace) text = `let ${text.replace(name, `${name}${declared}`)}`;
    this.lines.push({ text, element });
    return { text: name, ...element };
  }
}

/** A reference to a place; of one behind a star it is there already. */
function reference(text, kind = "&") {
  return text.startsWith("*") ? text.slice(1) : `${kind}${text}`;
}

/** Bounds that hold for either of two elements. */
export const join = (a, b) => ({
  limbs: a.limbs.map((limb, index) => limb.hull(b.limbs[index])),
  value: a.value.hull(b.value),
});

/** The bounds of an element, for a comment: limbs in units of 2^width, value in units of p. */
export function describe(field, { limbs, value }) {
  const inner = limbs.slice(0, -1).reduce((a, b) => a.hull(b));
  const unit = (number, one) => (Number((number * 10000n) / one) / 10000).toFixed(3);
  const one = field.mask + 1n;
  const top = limbs.at(-1);
  return (
    `limbs ${unit(inner.lo, one)} to ${unit(inner.hi, one)}, top ${top.lo} to ${top.hi}; ` +
    `value ${unit(value.lo, field.curve.prime)} p to ${unit(value.hi, field.curve.prime)} p`
  );
}
