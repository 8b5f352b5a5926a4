// The columns of products: for each weight 2^(width k) the terms that belong to it, as [sign, text, interval].
import { Interval, fitsI64 } from "./interval.mjs";

/** Twice each limb but the last: a square has every product of different limbs twice. */
export function doubled(name, x, define) {
  return x.map(({ text, interval }, index) => {
    if (index === x.length - 1) return undefined;
    const bounds = define(`${name}${index}`, [[1, `2 * ${text}`, interval.scaled(2n)]]);
    return { text: `${name}${index}`, interval: bounds };
  });
}

/** The terms of column k of x times y, or of a square with the doubled limbs of x where they are given. */
function column(k, x, y, twice) {
  const terms = [];
  for (let i = 0; i < x.length; i += 1) {
    const j = k - i;
    if (j < 0 || j >= y.length) continue;
    if (twice === undefined) {
      terms.push([1, `${x[i].text} * ${y[j].text}`, x[i].interval.times(y[j].interval)]);
    } else if (i < j) {
      const bounds = twice[i].interval.times(y[j].interval);
      terms.push([1, `${twice[i].text} * ${y[j].text}`, bounds]);
    } else if (i === j) {
      // A limb and a positive multiple of it have one sign.
      const product = x[i].interval.times(y[i].interval);
      const bounds = new Interval(product.lo < 0n ? 0n : product.lo, product.hi);
      terms.push([1, `${x[i].text} * ${y[i].text}`, bounds]);
    }
  }
  return terms;
}

/** Of a sum of products, term by term. */
export function columnsOf(products) {
  return Array.from({ length: 2 * products[0].left.length }, (_, k) =>
    products.flatMap(({ sign, left, right, twice }) =>
      column(k, left, right, twice).map(([, text, bounds]) => [sign, text, bounds]),
    ),
  );
}

/**
 * Of e = x - y times f = x + y, or a multiple of it: a difference of squares. In e_i f_j + e_j f_i all that mixes x with y
 * cancels, so the two are one term, bound by x_i x_j and y_i y_j.
 */
export function columnsOfSquares([e, f], squares) {
  const product = (i, j) => {
    const text = `${e[i].text} * ${f[j].text}`;
    fitsI64(e[i].interval.times(f[j].interval), text);
    return text;
  };
  return Array.from({ length: 2 * e.length }, (_, k) => {
    const terms = [];
    for (let i = Math.max(0, k - e.length + 1); 2 * i <= k; i += 1) {
      const j = k - i;
      const isMiddle = i === j;
      const texts = [product(i, j), product(j, i)];
      const bounds = squares
        .map(({ factor, x }) => {
          const both = isMiddle ? x[i].interval.squared() : x[i].interval.times(x[j].interval);
          return both.scaled(isMiddle ? factor : 2n * factor);
        })
        .reduce((sum, one) => sum.plus(one));
      terms.push([1, isMiddle ? texts[0] : `(${texts.join(" + ")})`, bounds]);
    }
    return terms;
  });
}

/**
 * Of one product by three half-sized ones for four. With halves (low, high) of a and b and e = a_low - a_high,
 * f = b_high - b_low, the middle a_low b_high + a_high b_low is e f + a_low b_low + a_high b_high.
 */
export function karatsuba(a, b, define) {
  const isSquare = a === b;
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
  const e = difference("e", aLow, aHigh);
  const f = isSquare ? e : difference("f", bHigh, bLow);
  const twice = (name, x) => (isSquare ? doubled(name, x, define) : undefined);
  const [twiceLow, twiceHigh, twiceE] = [twice("wl", aLow), twice("wh", aHigh), twice("we", e)];
  const [low, middle, high] = [[], [], []];
  for (let k = 0; k < 2 * half - 1; k += 1) {
    const part = (name, terms) => ({
      text: `${name}${k}`,
      interval: define(`${name}${k}`, terms),
    });
    low.push(part("l", column(k, aLow, bLow, twiceLow)));
    high.push(part("h", column(k, aHigh, bHigh, twiceHigh)));
    const inner = column(k, e, f, twiceE);
    const outer = [
      [1, `l${k}`, low[k].interval],
      [1, `h${k}`, high[k].interval],
    ];
    const terms = isSquare
      ? [...outer, ...inner.map(([sign, text, bounds]) => [-sign, text, bounds])]
      : [...inner, ...outer];
    // What the middle is, by the identity above: tighter than what its parts allow.
    const cross = [...column(k, aLow, bHigh), ...column(k, aHigh, bLow)];
    const algebraic = cross.reduce((sum, [, , bounds]) => sum.plus(bounds), Interval.of(0n));
    middle.push({ text: `k${k}`, interval: define(`k${k}`, terms, algebraic) });
  }
  return Array.from({ length: 4 * half }, (_, k) =>
    [low[k], middle[k - half], high[k - 2 * half]]
      .filter((part) => part !== undefined)
      .map(({ text, interval }) => [1, text, interval]),
  );
}
