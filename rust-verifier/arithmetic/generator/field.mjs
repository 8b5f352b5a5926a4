// Multiplication and squaring in the field: the operations, and the interval of each for given intervals of the limbs.
//
// An element is the sum of its limbs times 2^(width i); limbs are signed and may exceed their width. Products are
// reduced after Montgomery, with R = 2^(width limbs): because p = -1 modulo 2^width, the multiple of p that clears a
// column's low bits is these bits themselves, and adding p times it is adding it in the columns of `fold`.
import { BoundError, Interval, fitsI64 } from "./interval.mjs";

/** The functions that multiply, none of them proven yet. */
export const noProducts = () => ({
  multiply: undefined,
  square: undefined,
  multiply_less_square: undefined,
});

const kindOf = (b, s) => {
  if (b === undefined) return "square";
  return s === undefined ? "multiply" : "multiply_less_square";
};

export class Field {
  constructor(curve) {
    this.curve = curve;
    this.limbs = curve.limbs;
    this.width = BigInt(curve.width);
    this.mask = (1n << this.width) - 1n;
    this.R = 1n << (this.width * BigInt(this.limbs));
    const folded = curve.fold.reduce((sum, [e, sign]) => sum + BigInt(sign) * 2n ** BigInt(e), 0n);
    if (folded !== curve.prime + 1n) throw new BoundError("the fold is not p + 1");
    if (curve.fold.some(([e]) => e < curve.width)) {
      throw new BoundError("p is not -1 modulo 2^width, so a column's low bits do not clear it");
    }
    if (curve.karatsuba && curve.limbs % 2 !== 0) {
      throw new BoundError("an odd number of limbs has no halves");
    }
    this.products = noProducts();
  }

  /** The limbs of a number from 0, canonical. */
  split(value) {
    const limbs = [];
    for (let index = 0; index < this.limbs - 1; index += 1) {
      limbs.push(value & this.mask);
      value >>= this.width;
    }
    return [...limbs, value];
  }

  /** The element whose limbs are canonical and whose value lies in `value`. */
  canonical(value) {
    const top = value.shifted(this.width * BigInt(this.limbs - 1));
    const limbs = Array.from({ length: this.limbs - 1 }, () => new Interval(0n, this.mask));
    return { limbs: [...limbs, top], value };
  }

  constant(number) {
    return { limbs: this.split(number).map(Interval.of), value: Interval.of(number) };
  }

  /**
   * Proves one product for these operands: a b, or a a, or a b - s s, which is reduced once. The bounds of each operation
   * are joined with those of the other products, so that the one function written shows the widest.
   */
  product(a, b, s) {
    const kind = kindOf(b, s);
    const { operations, result } = this.#trace(a, b, s);
    const known = this.products[kind];
    this.products[kind] = operations.map((operation, index) => ({
      ...operation,
      interval: known ? known[index].interval.hull(operation.interval) : operation.interval,
    }));
    return result;
  }

  #trace(a, b, s) {
    const isSquare = b === undefined;
    const operations = [];
    /** Writes `let name = terms;` where every partial sum, in this order, must fit. */
    const define = (name, terms, algebraic) => {
      let interval = Interval.of(0n);
      let text = "";
      for (const [sign, term, bounds] of terms) {
        interval = fitsI64(interval.plus(bounds.scaled(BigInt(sign))), name);
        text += text === "" && sign > 0 ? term : ` ${sign > 0 ? "+" : "-"} ${term}`;
      }
      if (algebraic !== undefined) interval = interval.meet(algebraic);
      operations.push({ name, text: terms.length === 0 ? "0" : text.trim(), interval });
      return interval;
    };
    const take = (name, operand) =>
      operand.limbs.map((interval, index) => {
        operations.push({ name: `${name}${index}`, text: `${name}[${index}]`, interval });
        return { text: `${name}${index}`, interval: fitsI64(interval, name) };
      });
    const limbsA = take("a", a);
    const limbsB = isSquare ? limbsA : take("b", b);
    const limbsS = s === undefined ? undefined : take("s", s);
    const columnsOf = (...factors) =>
      this.curve.karatsuba
        ? this.#karatsuba(...factors, define)
        : this.#schoolbook(...factors, define);
    let columns = columnsOf("", limbsA, limbsB, isSquare);
    let value = isSquare ? a.value.squared() : a.value.times(b.value);
    if (limbsS !== undefined) {
      const subtracted = columnsOf("s", limbsS, limbsS, true);
      columns = columns.map((terms, k) => [
        ...terms,
        ...subtracted[k].map(([sign, text, bounds]) => [-sign, text, bounds]),
      ]);
      value = value.plus(s.value.squared().scaled(-1n));
    }
    const result = this.#reduce(columns, operations, define);
    result.value = this.#valueOfProduct(value);
    const top = result.value.shifted(this.width * BigInt(this.limbs - 1));
    result.limbs[this.limbs - 1] = result.limbs[this.limbs - 1].meet(top);
    return { operations, result };
  }

  /** (a b + m p) / R with m from 0 to R - 1, which division leaves whole. */
  #valueOfProduct(product) {
    const most = product.hi + (this.R - 1n) * this.curve.prime;
    return new Interval(-(-product.lo / this.R), most / this.R);
  }

  /** The terms of column k of x times y, or of x squared with the doubled limbs where they pay. */
  #column(k, x, y, doubled) {
    const terms = [];
    for (let i = 0; i < x.length; i += 1) {
      const j = k - i;
      if (j < 0 || j >= y.length) continue;
      if (doubled === undefined) {
        terms.push([1, `${x[i].text} * ${y[j].text}`, x[i].interval.times(y[j].interval)]);
      } else if (i < j) {
        const bounds = doubled[i].interval.times(y[j].interval);
        terms.push([1, `${doubled[i].text} * ${y[j].text}`, bounds]);
      } else if (i === j) {
        terms.push([1, `${x[i].text} * ${x[i].text}`, x[i].interval.squared()]);
      }
    }
    return terms;
  }

  #doubled(name, x, define) {
    return x.map(({ text, interval }, index) => {
      if (index === x.length - 1) return undefined;
      const bounds = define(`${name}${index}`, [[1, `2 * ${text}`, interval.scaled(2n)]]);
      return { text: `${name}${index}`, interval: bounds };
    });
  }

  #schoolbook(tag, a, b, isSquare, define) {
    const doubled = isSquare ? this.#doubled(`${tag}d`, a, define) : undefined;
    return Array.from({ length: 2 * a.length }, (_, k) => this.#column(k, a, b, doubled));
  }

  /**
   * Three half-sized products for four. With halves (low, high) of a and b and e = a_low - a_high, f = b_high - b_low,
   * the middle a_low b_high + a_high b_low is e f + a_low b_low + a_high b_high.
   */
  #karatsuba(tag, a, b, isSquare, define) {
    const half = a.length / 2;
    const [aLow, aHigh, bLow, bHigh] = [
      a.slice(0, half),
      a.slice(half),
      b.slice(0, half),
      b.slice(half),
    ];
    const difference = (name, x, y) =>
      x.map(({ text, interval }, index) => {
        const terms = [
          [1, text, interval],
          [-1, y[index].text, y[index].interval],
        ];
        return { text: `${name}${index}`, interval: define(`${name}${index}`, terms) };
      });
    const e = difference(`${tag}e`, aLow, aHigh);
    const f = isSquare ? e : difference(`${tag}f`, bHigh, bLow);
    const twice = (name, x) => (isSquare ? this.#doubled(`${tag}${name}`, x, define) : undefined);
    const [twiceLow, twiceHigh, twiceE] = [twice("dl", aLow), twice("dh", aHigh), twice("de", e)];
    const [low, middle, high] = [[], [], []];
    for (let k = 0; k < 2 * half - 1; k += 1) {
      const column = (name, terms) => ({
        text: `${tag}${name}${k}`,
        interval: define(`${tag}${name}${k}`, terms),
      });
      low.push(column("l", this.#column(k, aLow, bLow, twiceLow)));
      high.push(column("h", this.#column(k, aHigh, bHigh, twiceHigh)));
      const inner = this.#column(k, e, f, twiceE);
      const outer = [
        [1, `${tag}l${k}`, low[k].interval],
        [1, `${tag}h${k}`, high[k].interval],
      ];
      const terms = isSquare
        ? [...outer, ...inner.map(([sign, text, bounds]) => [-sign, text, bounds])]
        : [...inner, ...outer];
      // What the middle is, by the identity above: tighter than what its parts allow.
      const cross = [...this.#column(k, aLow, bHigh), ...this.#column(k, aHigh, bLow)];
      const algebraic = cross.reduce((sum, [, , bounds]) => sum.plus(bounds), Interval.of(0n));
      const interval = define(`${tag}k${k}`, terms, algebraic);
      middle.push({ text: `${tag}k${k}`, interval });
    }
    return Array.from({ length: 4 * half }, (_, k) =>
      [low[k], middle[k - half], high[k - 2 * half]]
        .filter((part) => part !== undefined)
        .map(({ text, interval }) => [1, text, interval]),
    );
  }

  #reduce(columns, operations, define) {
    const count = this.limbs;
    const limbs = [];
    const low = new Interval(0n, this.mask);
    let carry;
    for (let k = 0; k < 2 * count; k += 1) {
      const terms = [...columns[k]];
      terms.push(...this.#foldedInto(k, low));
      if (carry !== undefined) terms.push([1, `c${k - 1}`, carry]);
      const name = k === 2 * count - 1 ? `r${count - 1}` : `t${k}`;
      const interval = define(name, terms);
      if (k === 2 * count - 1) {
        limbs.push(interval);
        break;
      }
      const kept = k < count ? `m${k}` : `r${k - count}`;
      operations.push({ name: kept, text: `t${k} & MASK`, interval: low });
      carry = interval.shifted(this.width);
      operations.push({ name: `c${k}`, text: `t${k} >> WIDTH`, interval: carry });
      if (k >= count) limbs.push(low);
    }
    return { limbs };
  }

  /**
   * What the multiples of p put into column k: the newest m by itself, as everything waits for it, and the others gathered
   * after Horner, which shifts what is there already and so needs fewer operations than a shift of each.
   */
  #foldedInto(k, low) {
    const parts = this.curve.fold
      .map(([e, sign]) => ({
        j: k - Math.floor(e / this.curve.width),
        shift: e % this.curve.width,
        sign,
      }))
      .filter(({ j }) => j >= 0 && j < this.limbs)
      .sort((a, b) => b.j - a.j);
    const shifted = (text, by) => (by === 0 ? text : `(${text} << ${by})`);
    const single = ({ j, shift, sign }) => [
      sign,
      shifted(`m${j}`, shift),
      low.scaled(1n << BigInt(shift)),
    ];
    const newest = parts.slice(0, 1);
    const others = parts.slice(1).sort((a, b) => b.shift - a.shift);
    if (others.length < 2) return parts.map(single);
    const [first, ...rest] = others;
    let [text, interval, at] = [`m${first.j}`, low, first.shift];
    for (const { j, shift, sign } of rest) {
      const relative = sign * first.sign;
      interval = interval.scaled(1n << BigInt(at - shift)).plus(low.scaled(BigInt(relative)));
      text = `(${shifted(text, at - shift)} ${relative < 0 ? "-" : "+"} m${j})`;
      at = shift;
      fitsI64(interval, "a gathered multiple");
    }
    return [
      ...newest.map(single),
      [first.sign, shifted(text, at), interval.scaled(1n << BigInt(at))],
    ];
  }

  /** One parallel carry: the value stays, limbs come back to their width. */
  carried(element) {
    const limbs = element.limbs.map((interval, index) => {
      const kept = index === this.limbs - 1 ? interval : new Interval(0n, this.mask);
      const below = index === 0 ? Interval.of(0n) : element.limbs[index - 1].shifted(this.width);
      return fitsI64(kept.plus(below), "a carry");
    });
    return { limbs, value: element.value };
  }

  /** Whether R leaves so little room above p that values grow from formula to formula, unless one is folded. */
  get isTight() {
    return this.R < 256n * this.curve.prime;
  }

  /** What subtracting q p does besides clearing q at 2^bits: for each place its limb, shift and sign. */
  get foldedPlaces() {
    const { bits, fold, width } = this.curve;
    const rest = fold.filter(([e]) => e !== bits).map(([e, sign]) => [e, -sign]);
    return [[0, 1], ...rest].map(([e, sign]) => [Math.floor(e / width), e % width, sign]);
  }

  /** The multiple of p that the top limb shows, subtracted: the value comes back to about one p. */
  folded(element) {
    const shift = BigInt(this.curve.bits) - this.width * BigInt(this.limbs - 1);
    const q = element.limbs.at(-1).shifted(shift);
    const limbs = [...element.limbs.slice(0, -1), new Interval(0n, (1n << shift) - 1n)];
    for (const [place, by, sign] of this.foldedPlaces) {
      const part = q.scaled(BigInt(sign) << BigInt(by));
      limbs[place] = fitsI64(limbs[place].plus(fitsI64(part, "a fold")), "a fold");
    }
    const value = limbs
      .map((limb, index) => limb.scaled(1n << (this.width * BigInt(index))))
      .reduce((sum, limb) => sum.plus(limb));
    return { limbs, value };
  }

  /** Runs the written operations on numbers, and compares with what a product is. */
  execute(a, b, s) {
    const operations = this.products[kindOf(b, s)];
    const body = operations.map(({ name, text }) => {
      const exact = text
        .replace(/(?<![a-z0-9])(\d+)/g, "$1n")
        .replace(/\[(\d+)n\]/g, "[$1]")
        .replace("MASK", `${this.mask}n`)
        .replace("WIDTH", `${this.width}n`);
      return `const ${name}_ = ${exact.replace(/\b([a-z]+\d+)\b/g, "$1_")};`;
    });
    const names = Array.from({ length: this.limbs }, (_, index) => `r${index}_`);
    const run = new Function("a", "b", "s", `${body.join("\n")} return [${names.join(",")}];`);
    const value = (limbs) =>
      limbs.reduce((sum, limb, index) => sum + (limb << (this.width * BigInt(index))), 0n);
    const result = run(a, b, s);
    const product = value(a) * value(b ?? a) - (s === undefined ? 0n : value(s) ** 2n);
    if ((value(result) * this.R - product) % this.curve.prime !== 0n) {
      throw new BoundError("a product is not the product");
    }
    return result;
  }
}
