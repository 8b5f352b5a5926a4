// Intervals of integers, exact: what the proofs of the field code are made of.

/** A bound that does not hold: no code is written. */
export class BoundError extends Error {}

const I64 = [-(1n << 63n), (1n << 63n) - 1n];
const I32 = [-(1n << 31n), (1n << 31n) - 1n];

export class Interval {
  constructor(lo, hi) {
    if (lo > hi) throw new BoundError(`an empty interval: ${lo} to ${hi}`);
    this.lo = lo;
    this.hi = hi;
  }
  static of(value) {
    return new Interval(value, value);
  }
  plus(other) {
    return new Interval(this.lo + other.lo, this.hi + other.hi);
  }
  times(other) {
    const corners = [
      this.lo * other.lo,
      this.lo * other.hi,
      this.hi * other.lo,
      this.hi * other.hi,
    ];
    const least = corners.reduce((a, b) => (a < b ? a : b));
    return new Interval(
      least,
      corners.reduce((a, b) => (a > b ? a : b)),
    );
  }
  scaled(factor) {
    return this.times(Interval.of(factor));
  }
  /** x times x: never negative. */
  squared() {
    const { hi } = this.times(this);
    if (this.lo > 0n) return new Interval(this.lo * this.lo, hi);
    if (this.hi < 0n) return new Interval(this.hi * this.hi, hi);
    return new Interval(0n, hi);
  }
  /** An arithmetic shift to the right: division that rounds down. */
  shifted(bits) {
    return new Interval(this.lo >> bits, this.hi >> bits);
  }
  hull(other) {
    return new Interval(
      this.lo < other.lo ? this.lo : other.lo,
      this.hi > other.hi ? this.hi : other.hi,
    );
  }
  meet(other) {
    return new Interval(
      this.lo > other.lo ? this.lo : other.lo,
      this.hi < other.hi ? this.hi : other.hi,
    );
  }
  isWithin(other) {
    return other.lo <= this.lo && this.hi <= other.hi;
  }
  /** Outwards to multiples of `step`, so that a search for invariants ends. */
  widened(step) {
    const down = (value) => (value >= 0n ? value / step : -((-value + step - 1n) / step)) * step;
    return new Interval(down(this.lo), -down(-this.hi));
  }
  /** The binary logarithm of the greatest magnitude, for a comment. */
  get bits() {
    const magnitude = -this.lo > this.hi ? -this.lo : this.hi;
    if (magnitude === 0n) return 0;
    const length = magnitude.toString(2).length;
    const shift = BigInt(Math.max(0, length - 52));
    return Math.log2(Number(magnitude >> shift)) + Number(shift);
  }
}

function fits(interval, [lo, hi], what, type) {
  if (interval.lo < lo || interval.hi > hi) {
    throw new BoundError(`${what} does not fit in ${type}: 2^${interval.bits.toFixed(2)}`);
  }
  return interval;
}

export const fitsI64 = (interval, what) => fits(interval, I64, what, "i64");
export const fitsI32 = (interval, what) => fits(interval, I32, what, "i32");
