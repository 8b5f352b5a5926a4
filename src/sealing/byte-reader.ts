/** Reads received bytes in order. Every length is compared with what is there before anything is taken. */
import { Malformed } from "./malformed.ts";

/** A position in received bytes. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** How many bytes are left. */
  get left(): number {
    return this.#bytes.length - this.#at;
  }

  /** The next bytes, a view. */
  take(length: number): Uint8Array {
    if (length > this.left) throw new Malformed("a length is greater than what follows it");
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  /** A big-endian number of 1 or 2 bytes. */
  uint(width: 1 | 2): number {
    return this.take(width).reduce((value, byte) => value * 256 + byte, 0);
  }

  /** A variable-length integer (RFC 9000, section 16); above 2^53 - 1 it is refused. */
  variable(): number {
    const [first = 0] = this.take(1);
    const rest = this.take((1 << (first >> 6)) - 1);
    const value = rest.reduce((sum, byte) => sum * 256 + byte, first & 0x3f);
    if (!Number.isSafeInteger(value)) throw new Malformed("a length is beyond every limit");
    return value;
  }

  /** Bytes behind their variable length. */
  vector(limit: number): Uint8Array {
    const length = this.variable();
    if (length > limit) throw new Malformed(`a part is larger than ${limit} bytes`);
    return this.take(length);
  }
}

/** A variable-length integer in its shortest form (RFC 9000, section 16). */
export function variableLength(value: number): Uint8Array {
  const width = value < 0x40 ? 1 : value < 0x4000 ? 2 : value < 0x4000_0000 ? 4 : 8;
  const bytes = new Uint8Array(width);
  let rest = value;
  for (let at = width - 1; at >= 0; at -= 1) {
    bytes[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[0] = (bytes[0] ?? 0) | (Math.log2(width) << 6);
  return bytes;
}

/** A big-endian number of two bytes. */
export function uint16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}
