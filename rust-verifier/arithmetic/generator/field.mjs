// Products in the field: the operations, and the interval of each for given intervals of the limbs.
//
// An element is the sum of its limbs times 2^(width i); limbs are signed and may exceed their width. Products are
// reduced after Montgomery, with R = 2^(width limbs): because p = -1 modulo 2^width, the multiple of p that clears a
// column's low bits is these bits themselves, and adding p times it is adding it in the columns of `fold`.
import { columnsOf, columnsOfSquares, doubled, karatsuba } from "./columns.mjs";
import { BoundError, Interval, fitsI64 } from "./interval.mjs";
import { PRODUCTS } from "./products.mjs";

export class Field {
  constructor(curve) {
    this.curve = curve;
    this.limbs = curve.limbs;
    this.width = BigInt(curve.width);
    this.mask = (1n << this.width) - 1n;
    this.half = 1n << (this.width - 1n);
    this.R = 1n << (this.width * BigInt(this.limbs));
    const folded = curve.fold.reduce((sum, [e, sign]) => sum + BigInt(sign) * 2n ** BigInt(e), 0n);
    if (folded !== curve.prime + 1n) throw new BoundError("the fold is not p + 1");
    if (curve.fold.some(([e]) => e < curve.width)) {
      throw new BoundError("p is not -1 modulo 2^width, so a column's low bits do not clear it");
    }
    if (curve.karatsuba && (curve.limbs % 2 !== 0 || curve.fuses)) {
      throw new BoundError("halves are of an even number of limbs, and of one product");
    }
    this.written = {};
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
   * Proves one product for these operands. The bounds of each operation are joined with those of the other uses of the
   * function, so that the one that is written shows the widest.
   */
  product(kind, elements) {
    const { operations, result } = this.#trace(PRODUCTS[kind], elements);
    const known = this.written[kind];
    this.written[kind] = operations.map((operation, index) => ({
      ...operation,
      interval: known ? known[index].interval.hull(operation.interval) : operation.interval,
    }));
    return result;
  }

  #trace(
    { operands, prepare = {}, products, squares, less = [], primes = 0n, isSigned = false },
    elements,
  ) {
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
    const [vectors, values] = [{}, {}];
    operands.forEach((name, at) => {
      values[name] = elements[at].value;
      vectors[name] = elements[at].limbs.map((interval, index) => {
        operations.push({ name: `${name}${index}`, text: `${name}[${index}]`, interval });
        return { text: `${name}${index}`, interval: fitsI64(interval, name) };
      });
    });
    for (const [name, terms] of Object.entries(prepare)) {
      values[name] = total(terms.map(([factor, of]) => values[of].scaled(BigInt(factor))));
      vectors[name] = vectors[terms[0][1]].map((_, index) => {
        const parts = terms.map(([factor, of]) => multiple(factor, vectors[of][index]));
        return { text: `${name}${index}`, interval: define(`${name}${index}`, parts) };
      });
    }
    const columnsOfProducts = () =>
      this.curve.karatsuba
        ? karatsuba(vectors[products[0][1]], vectors[products[0][2]], define)
        : columnsOf(
            products.map(([sign, left, right]) => ({
              sign,
              left: vectors[left],
              right: vectors[right],
              twice: left === right ? doubled(`w${left}`, vectors[left], define) : undefined,
            })),
          );
    const columns = squares
      ? columnsOfSquares(
          products[0].slice(1).map((name) => vectors[name]),
          squares.map(([factor, name]) => ({ factor: BigInt(factor), x: vectors[name] })),
        )
      : columnsOfProducts();
    const addends = Array.from({ length: this.limbs }, (_, index) =>
      less.map(([factor, name]) => multiple(-factor, vectors[name][index])),
    );
    this.split(primes * this.curve.prime).forEach((limb, index) => {
      if (limb !== 0n) addends[index].push([1, `${limb}`, Interval.of(limb)]);
    });
    const result = this.#reduce({ columns, addends, isSigned }, operations, define);
    const product = squares
      ? total(squares.map(([factor, name]) => values[name].squared().scaled(BigInt(factor))))
      : total(
          products.map(([sign, left, right]) =>
            (left === right ? values[left].squared() : values[left].times(values[right])).scaled(
              BigInt(sign),
            ),
          ),
        );
    const taken = total(less.map(([factor, name]) => values[name].scaled(BigInt(-factor))));
    result.value = this.#valueOfProduct(product)
      .plus(taken)
      .plus(Interval.of(primes * this.curve.prime));
    // The limbs below the last add up to less than one of it, whatever their signs.
    const unit = isSigned ? 1n << (this.width * BigInt(this.limbs - 1)) : 0n;
    const { lo, hi } = result.value;
    const top = new Interval(lo - unit, hi + unit).shifted(this.width * BigInt(this.limbs - 1));
    result.limbs[this.limbs - 1] = result.limbs[this.limbs - 1].meet(top);
    return { operations, result };
  }

  /** (sum of products + m p) / R with m from 0 to R - 1, which division leaves whole. */
  #valueOfProduct(product) {
    const most = product.hi + (this.R - 1n) * this.curve.prime;
    return new Interval(-(-product.lo / this.R), most / this.R);
  }

  #reduce({ columns, addends, isSigned }, operations, define) {
    const count = this.limbs;
    const limbs = [];
    const low = new Interval(0n, this.mask);
    const balanced = new Interval(-this.half, this.half - 1n);
    let carry;
    for (let k = 0; k < 2 * count; k += 1) {
      const [isKept, isLast] = [k >= count, k === 2 * count - 1];
      const terms = [...columns[k], ...this.#folded(k)];
      if (isKept) terms.push(...addends[k - count]);
      if (carry !== undefined) terms.push([1, `c${k - 1}`, carry]);
      if (isKept && !isLast && isSigned) terms.push([1, "HALF", Interval.of(this.half)]);
      const interval = define(isLast ? `r${count - 1}` : `t${k}`, terms);
      if (isLast) {
        limbs.push(interval);
        break;
      }
      const [name, text] = isKept
        ? [`r${k - count}`, isSigned ? `(t${k} & MASK) - HALF` : `t${k} & MASK`]
        : [`m${k}`, `t${k} & MASK`];
      const bounds = isKept && isSigned ? balanced : low;
      operations.push({ name, text, interval: bounds });
      carry = interval.shifted(this.width);
      operations.push({ name: `c${k}`, text: `t${k} >> WIDTH`, interval: carry });
      if (isKept) limbs.push(bounds);
    }
    return { limbs };
  }

  /**
   * What multiples of p, by the m of earlier columns, add to column k. One shift is made of another (Horner): of m << 24 and
   * n << 21 ((m << 3) + n) << 21, where a machine shifts by 3 as it adds. What the column before has just made stays apart,
   * so that nothing waits for it longer than it must.
   */
  #folded(k) {
    const low = new Interval(0n, this.mask);
    const parts = this.curve.fold
      .map(([exponent, sign]) => ({
        j: k - Math.floor(exponent / this.curve.width),
        shift: exponent % this.curve.width,
        sign,
      }))
      .filter(({ j }) => j >= 0 && j < this.limbs)
      .sort((one, other) => other.shift - one.shift);
    const chains = [parts.filter(({ j }) => j !== k - 1), parts.filter(({ j }) => j === k - 1)];
    return chains
      .filter((chain) => chain.length > 0)
      .map(([first, ...others]) => {
        let [text, interval, shift] = [`m${first.j}`, low, first.shift];
        const moveTo = (next) => {
          if (next === shift) return;
          text = `(${text} << ${shift - next})`;
          interval = fitsI64(interval.scaled(1n << BigInt(shift - next)), text);
          shift = next;
        };
        for (const { j, shift: next, sign } of others) {
          moveTo(next);
          const relative = sign * first.sign;
          text = `(${text} ${relative > 0 ? "+" : "-"} m${j})`;
          interval = fitsI64(interval.plus(low.scaled(BigInt(relative))), text);
        }
        moveTo(0);
        return [first.sign, text, interval];
      });
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
}

const total = (intervals) => intervals.reduce((sum, one) => sum.plus(one), Interval.of(0n));

function multiple(factor, { text, interval }) {
  const magnitude = Math.abs(factor);
  const term = magnitude === 1 ? text : `${magnitude} * ${text}`;
  return [Math.sign(factor), term, interval.scaled(BigInt(magnitude))];
}
