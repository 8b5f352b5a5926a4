/** Writes Binary HTTP in its known-length form (RFC 9292, section 3.1). */
import { concatenated } from "../bytes.ts";
import { FRAMING, checkRequest, checkResponse } from "./binary-http.ts";
import type { BinaryRequest, BinaryResponse, Field } from "./binary-http.ts";
import { variableLength } from "./byte-reader.ts";

/** @throws Malformed where a part could not be read back */
export function encodeRequest(request: BinaryRequest): Uint8Array {
  const { method, scheme, authority, path, fields, content } = checkRequest(request);
  return concatenated([
    variableLength(FRAMING.knownLengthRequest),
    ...[method, scheme, authority, path].flatMap((text) => vector(latin1(text))),
    ...section(fields),
    ...vector(content),
    ...section([]),
  ]);
}

/** @throws Malformed where a part could not be read back */
export function encodeResponse(response: BinaryResponse): Uint8Array {
  const { status, fields, content } = checkResponse(response);
  return concatenated([
    variableLength(FRAMING.knownLengthResponse),
    variableLength(status),
    ...section(fields),
    ...vector(content),
    ...section([]),
  ]);
}

function section(fields: readonly Field[]): Uint8Array[] {
  return vector(
    concatenated(fields.flatMap((field) => field.flatMap((text) => vector(latin1(text))))),
  );
}

function vector(bytes: Uint8Array): Uint8Array[] {
  return [variableLength(bytes.length), bytes];
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
