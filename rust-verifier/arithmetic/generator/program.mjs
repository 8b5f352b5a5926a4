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
    return this.#product(name, [a, b]);
  }

  square(name, a) {
    return this.#product(name, [a]);
  }

  /** a b - s s, reduced once. */
  multiplyLessSquare(name, a, b, s) {
    return this.#product(name, [a, b, s]);
  }

  /** Where the operands are too wide for the product, the wider is carried first. */
  #product(name, operands) {
    for (;;) {
      try {
        const result = this.field.product(...operands);
        const call = operands.map(({ text }) => `&${text}`).join(", ");
        const kind = [, "square", "multiply", "multiply_less_square"][operands.length];
        return this.#line(name, `${kind}(${call})`, result);
      } catch (error) {
        if (!(error instanceof BoundError)) throw error;
        const widths = operands.map(({ limbs }) => Math.max(...limbs.map(({ bits }) => bits)));
        const widest = widths.indexOf(Math.max(...widths));
        if (operands[widest].isCarried) throw error;
        const operand = operands[widest];
        const carried = this.field.carried(operand);
        const short = `${operand.text.replaceAll(/[^a-z0-9_]/g, "_")}_carried`;
        operands[widest] = {
          ...this.#line(short, `carry(&${operand.text})`, carried),
          isCarried: true,
        };
      }
    }
  }

  /** A sum of multiples, carried or not; folded where R is so small that it must be. */
  combine(name, terms, { carry = false, fold = false } = {}) {
    const sum = (pick) => terms.map(([factor, element]) => pick(element).scaled(BigInt(factor)));
    const total = (parts, check = (interval) => interval) =>
      parts.reduce((before, part) => check(before.plus(part), name));
    const limbs = Array.from({ length: this.field.limbs }, (_, index) =>
      total(
        sum((element) => element.limbs[index]).map((part) => fitsI64(part, name)),
        fitsI64,
      ),
    );
    let result = { limbs, value: total(sum(({ value }) => value)) };
    let text = terms
      .map(([factor, element], index) => {
        const magnitude = Math.abs(factor);
        const term = `${magnitude === 1 ? "" : `${magnitude} * `}${element.text}[i]`;
        if (index === 0) return factor < 0 ? `-${term}` : term;
        return `${factor < 0 ? "-" : "+"} ${term}`;
      })
      .join(" ");
    text = `core::array::from_fn(|i| ${text})`;
    if (fold && this.field.isTight) {
      result = this.field.folded(result);
      text = `fold(&${text})`;
    }
    if (carry) {
      result = this.field.carried(result);
      return this.#line(name, `carry(&${text})`, result);
    }
    return this.#line(name, text, result, `: Limbs`);
  }

  #line(name, text, element, type = "") {
    this.lines.push({ name, type, text, element });
    return { text: name, ...element };
  }
}

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
