/** Structures of Intel's formats: fields of fixed length, one after another, numbers little-endian. */
import { concatenated } from "../../bytes.ts";

/** One field: its name in the specification, its length in bytes, its contents. */
export type Field = readonly [name: string, length: number, contents: Uint8Array | bigint | number];

/** Writes the fields in order. Bytes must have the field's length; numbers are unsigned and must fit. */
export function writeFields(fields: readonly Field[]): Uint8Array {
  return concatenated(
    fields.map(([name, length, contents]) => {
      const bytes = typeof contents === "object" ? contents : littleEndian(contents, length);
      if (bytes.length === length) return bytes;
      throw new RangeError(`${name} has ${length} bytes, not ${bytes.length}`);
    }),
  );
}

/** An unsigned number in as many bytes; one more for each that it does not fit. */
export function littleEndian(value: bigint | number, length: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = BigInt(value); bytes.length < length || rest > 0n; rest >>= 8n) {
    bytes.push(Number(rest & 0xffn));
  }
  return new Uint8Array(bytes);
}
