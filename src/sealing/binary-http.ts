/** Binary HTTP (RFC 9292): what a request and a response are, and what their parts may hold. */
import { Malformed } from "./malformed.ts";

/** Name in lower case, and value. */
export type Field = readonly [string, string];

/** A request. Its strings are bytes, one character each, as those of fetch's Headers. */
export interface BinaryRequest {
  readonly method: string;
  readonly scheme: string;
  readonly authority: string;
  /** Path and query, beginning with a slash. */
  readonly path: string;
  readonly fields: readonly Field[];
  readonly content: Uint8Array;
}

/** A final response. */
export interface BinaryResponse {
  /** 200 to 599. */
  readonly status: number;
  readonly fields: readonly Field[];
  readonly content: Uint8Array;
}

/** Framing indicators (RFC 9292, section 3.3). */
export const FRAMING = {
  knownLengthRequest: 0,
  knownLengthResponse: 1,
  indeterminateRequest: 2,
  indeterminateResponse: 3,
} as const;

/** Bytes of one string of control data or of one field's name or value. */
export const MAX_STRING_BYTES = 16 * 1024;
/** Bytes of a field section. */
export const MAX_SECTION_BYTES = 64 * 1024;
/** Lines of a field section. */
export const MAX_FIELDS = 256;

/** RFC 9110, section 5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** RFC 9110, section 5.5: visible bytes, with blanks between. */
const VALUE = /^(?:[\x21-\x7e\x80-\xff](?:[\t\x20-\x7e\x80-\xff]*[\x21-\x7e\x80-\xff])?)?$/;

/** A field as RFC 9292, section 3.6 has it: its name in lower case, and nothing that a later reader would take for a line's end. */
export function checkField([name, value]: Field): Field {
  if (!TOKEN.test(name) || name !== name.toLowerCase()) {
    throw new Malformed("a field's name is not one");
  }
  if (!VALUE.test(value)) throw new Malformed("a field's value holds what HTTP does not allow");
  return [name, value];
}

/** @throws Malformed */
export function checkRequest(request: BinaryRequest): BinaryRequest {
  const { method, scheme, authority, path } = request;
  if (!TOKEN.test(method)) throw new Malformed("the method is not one");
  if (scheme !== "https" && scheme !== "http")
    throw new Malformed("the scheme is not http or https");
  if (!/^[\x21-\x7e]+$/.test(authority) || /[/?#@\\]/.test(authority))
    throw new Malformed("the authority is not one");
  if (!/^\/[\x21-\x7e]*$/.test(path) || path.includes("#"))
    throw new Malformed("the path is not one");
  request.fields.forEach(checkField);
  return request;
}

/** @throws Malformed */
export function checkResponse(response: BinaryResponse): BinaryResponse {
  const { status } = response;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new Malformed("the status is not that of a final answer");
  }
  response.fields.forEach(checkField);
  return response;
}
