/**
 * SHA-2 (FIPS 180-4) where an answer is needed at once, which Web Cryptography has not. What is hashed is public. The tables
 * are the fractions of primes' roots, and are made on the first call: an import costs nothing.
 */

/** Round constants, and the initial values: eight of SHA-512, eight of SHA-384. SHA-256 has the upper halves. */
interface Tables {
  readonly rounds: BigUint64Array;
  readonly starts: BigUint64Array;
  /** The upper halves of the first 64. */
  readonly rounds32: Int32Array;
}

let tables: Tables | undefined;

/** SHA-256. */
export function sha256(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const { rounds32, starts } = (tables ??= makeTables());
  const state = Int32Array.from(starts.subarray(0, 8), upper);
  const w = new Int32Array(64);
  const at = (index: number) => w[index] ?? 0;
  eachBlock(data, 64, (view, offset) => {
    for (let i = 0; i < 64; i += 1) {
      w[i] =
        i < 16
          ? view.getInt32(offset + 4 * i)
          : at(i - 16) +
            at(i - 7) +
            (turn(at(i - 15), 7) ^ turn(at(i - 15), 18) ^ (at(i - 15) >>> 3)) +
            (turn(at(i - 2), 17) ^ turn(at(i - 2), 19) ^ (at(i - 2) >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = state as unknown as Eight<number>;
    for (let i = 0; i < 64; i += 1) {
      const one =
        (h +
          (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) +
          ((e & f) ^ (~e & g)) +
          (rounds32[i] ?? 0) +
          at(i)) |
        0;
      const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => {
      state[i] = (state[i] ?? 0) + word;
    });
  });
  const out = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => {
    out.setInt32(4 * i, word);
  });
  return new Uint8Array(out.buffer);
}

/** SHA-384. */
export function sha384(data: Uint8Array): Uint8Array<ArrayBuffer> {
  return wide(data, 8).subarray(0, 48);
}

/** SHA-512. */
export function sha512(data: Uint8Array): Uint8Array<ArrayBuffer> {
  return wide(data, 0);
}

/** In BigInt, because bindings are short. */
function wide(data: Uint8Array, first: 0 | 8): Uint8Array<ArrayBuffer> {
  const { rounds, starts } = (tables ??= makeTables());
  const state = starts.slice(first, first + 8);
  // Its elements are cut to 64 bits as they are written.
  const w = new BigUint64Array(80);
  const at = (index: number) => w[index] ?? 0n;
  eachBlock(data, 128, (view, offset) => {
    for (let i = 0; i < 80; i += 1) {
      w[i] =
        i < 16
          ? view.getBigUint64(offset + 8 * i)
          : at(i - 16) +
            at(i - 7) +
            (turn64(at(i - 15), 1n) ^ turn64(at(i - 15), 8n) ^ (at(i - 15) >> 7n)) +
            (turn64(at(i - 2), 19n) ^ turn64(at(i - 2), 61n) ^ (at(i - 2) >> 6n));
    }
    let [a, b, c, d, e, f, g, h] = state as unknown as Eight<bigint>;
    for (let i = 0; i < 80; i += 1) {
      const one =
        h +
        (turn64(e, 14n) ^ turn64(e, 18n) ^ turn64(e, 41n)) +
        ((e & f) ^ (~e & g)) +
        (rounds[i] ?? 0n) +
        at(i);
      const two =
        (turn64(a, 28n) ^ turn64(a, 34n) ^ turn64(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, low64(d + one), c, b, a, low64(one + two)];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => {
      state[i] = (state[i] ?? 0n) + word;
    });
  });
  const out = new DataView(new ArrayBuffer(64));
  state.forEach((word, i) => {
    out.setBigUint64(8 * i, word);
  });
  return new Uint8Array(out.buffer);
}

type Eight<T> = [T, T, T, T, T, T, T, T];

const turn = (word: number, by: number) => (word >>> by) | (word << (32 - by));
const low64 = (word: bigint) => BigInt.asUintN(64, word);
const turn64 = (word: bigint, by: bigint) => (word >> by) | low64(word << (64n - by));
const upper = (word: bigint) => Number(BigInt.asIntN(32, word >> 32n));

/** The blocks as they lie, then the rest with its padding: a one, zeros, the length in bits. */
function eachBlock(
  data: Uint8Array,
  size: 64 | 128,
  take: (view: DataView, offset: number) => void,
): void {
  const over = data.length % size;
  const whole = data.length - over;
  const rest = new Uint8Array(over < size - size / 8 ? size : 2 * size);
  rest.set(data.subarray(whole));
  rest[over] = 0x80;
  const end = new DataView(rest.buffer);
  end.setBigUint64(rest.length - 8, BigInt(data.length) * 8n);
  const view = new DataView(data.buffer, data.byteOffset, whole);
  for (let at = 0; at < whole; at += size) take(view, at);
  for (let at = 0; at < rest.length; at += size) take(end, at);
}

/** 64 bits behind the point, of cube roots of the first 80 primes, and of square roots of the first 16. */
function makeTables(): Tables {
  const primes: bigint[] = [];
  for (let n = 2n; primes.length < 80; n += 1n) {
    if (primes.every((prime) => n % prime !== 0n)) primes.push(n);
  }
  const rounds = BigUint64Array.from(primes, (prime) => root(prime << 192n, 3n));
  const starts = BigUint64Array.from(primes.slice(0, 16), (prime) => root(prime << 128n, 2n));
  return { rounds, starts, rounds32: Int32Array.from(rounds.subarray(0, 64), upper) };
}

/** The greatest whole number whose power is not above a value below 2^204; Newton's, from above. */
function root(value: bigint, power: 2n | 3n): bigint {
  let guess = 1n << 70n;
  for (;;) {
    const next = ((power - 1n) * guess + value / guess ** (power - 1n)) / power;
    if (next >= guess) return guess;
    guess = next;
  }
}
