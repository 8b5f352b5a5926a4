/** Protocol Buffers' wire format (protobuf.dev, "Encoding"), as proto3 writes it: what is zero or empty is left out. */
import { concatenated } from "../../bytes.ts";

/** A field: its number, and bytes, a number, or the fields of a message. */
export type ProtobufField = readonly [
  number: number,
  value: Uint8Array | bigint | number | readonly ProtobufField[],
];

/** Writes the fields in the order given. */
export function writeMessage(fields: readonly ProtobufField[]): Uint8Array {
  return concatenated(
    fields.map(([number, value]) => {
      if (typeof value === "number" || typeof value === "bigint") {
        return BigInt(value) === 0n
          ? new Uint8Array()
          : concatenated([varint(number * 8), varint(value)]);
      }
      if (!(value instanceof Uint8Array)) return lengthDelimited(number, writeMessage(value));
      return value.length === 0 ? new Uint8Array() : lengthDelimited(number, value);
    }),
  );
}

/** Key, length, contents. */
export function lengthDelimited(number: number, contents: Uint8Array): Uint8Array {
  return concatenated([varint(number * 8 + 2), varint(contents.length), contents]);
}

/** Base 128, least significant group first. */
export function varint(value: bigint | number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt(value);
  do {
    const group = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest > 0n ? group | 0x80 : group);
  } while (rest > 0n);
  return new Uint8Array(bytes);
}
