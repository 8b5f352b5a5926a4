/**
 * Reads Binary HTTP (RFC 9292), of known and of indeterminate length. Nothing is repaired: what another reader might take
 * for another message is refused.
 */
import { concatenated } from "../bytes.ts";
import {
  FRAMING,
  MAX_FIELDS,
  MAX_SECTION_BYTES,
  MAX_STRING_BYTES,
  checkField,
  checkRequest,
  checkResponse,
} from "./binary-http.ts";
import type { BinaryRequest, BinaryResponse, Field } from "./binary-http.ts";
import { ByteReader } from "./byte-reader.ts";
import { Malformed } from "./malformed.ts";

/** Statuses of informational responses that may come before the final one. */
const MAX_INFORMATIONAL = 8;
/** Parts of a content of indeterminate length: of the largest request, 1 KiB each. */
const MAX_CHUNKS = 65_536;

/** @throws Malformed */
export function decodeRequest(bytes: Uint8Array): BinaryRequest {
  const reader = new ByteReader(bytes);
  const isKnown = framing(reader, FRAMING.knownLengthRequest, FRAMING.indeterminateRequest);
  const [method = "", scheme = "", authority = "", path = ""] = [1, 2, 3, 4].map(() =>
    string(reader),
  );
  const { fields, content } = rest(reader, isKnown);
  // A client may leave the authority to the Host field (section 3.4); both together must agree.
  const hosts = fields.filter(([name]) => name === "host").map(([, value]) => value);
  const named = authority === "" ? (hosts[0] ?? "") : authority;
  if (hosts.some((host) => host !== named)) throw new Malformed("Host and authority disagree");
  return checkRequest({ method, scheme, authority: named, path, fields, content });
}

/** @throws Malformed */
export function decodeResponse(bytes: Uint8Array): BinaryResponse {
  const reader = new ByteReader(bytes);
  const isKnown = framing(reader, FRAMING.knownLengthResponse, FRAMING.indeterminateResponse);
  let status = reader.variable();
  for (let count = 0; status >= 100 && status < 200; count += 1) {
    if (count === MAX_INFORMATIONAL) throw new Malformed("too many informational answers");
    section(reader, isKnown);
    status = reader.variable();
  }
  return checkResponse({ status, ...rest(reader, isKnown) });
}

/** Whether the message is of known length. */
function framing(reader: ByteReader, known: number, indeterminate: number): boolean {
  const indicator = reader.variable();
  if (indicator !== known && indicator !== indeterminate) {
    throw new Malformed("the framing indicator is that of another kind of message");
  }
  return indicator === known;
}

/** Fields, content, trailers, padding. What is empty at the end may be left out (section 3.8). */
function rest(
  reader: ByteReader,
  isKnown: boolean,
): { fields: readonly Field[]; content: Uint8Array } {
  const fields = section(reader, isKnown);
  const content = reader.left === 0 ? new Uint8Array() : contentOf(reader, isKnown);
  if (reader.left > 0) section(reader, isKnown);
  if (reader.take(reader.left).some((byte) => byte !== 0)) {
    throw new Malformed("what stands behind the message is not zero");
  }
  return { fields, content };
}

function contentOf(reader: ByteReader, isKnown: boolean): Uint8Array {
  if (isKnown) return reader.vector(reader.left);
  const chunks: Uint8Array[] = [];
  for (;;) {
    const chunk = reader.vector(reader.left);
    if (chunk.length === 0) return concatenated(chunks);
    // Each costs memory of its own, however small it is.
    if (chunks.length === MAX_CHUNKS) throw new Malformed("the content has too many parts");
    chunks.push(chunk);
  }
}

function section(reader: ByteReader, isKnown: boolean): readonly Field[] {
  const fields: Field[] = [];
  // What is empty at the end may be left out (section 3.8).
  if (reader.left === 0) return fields;
  const lines = isKnown ? new ByteReader(reader.vector(MAX_SECTION_BYTES)) : reader;
  let total = 0;
  while (!isKnown || lines.left > 0) {
    const name = string(lines);
    // A name has at least one byte, so an empty one ends a section of indeterminate length.
    if (name === "" && !isKnown) return fields;
    const value = string(lines);
    total += name.length + value.length;
    if (fields.length === MAX_FIELDS || total > MAX_SECTION_BYTES) {
      throw new Malformed("a field section is too large");
    }
    fields.push(checkField([name, value]));
  }
  return fields;
}

function string(reader: ByteReader): string {
  return String.fromCharCode(...reader.vector(MAX_STRING_BYTES));
}
