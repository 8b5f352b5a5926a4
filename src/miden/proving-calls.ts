/**
 * Which of a thread's calls carry a witness. Where an address can be read in two ways, a call counts if either is a proving
 * method's: a fetch that reads it the other way must not be given it in plain.
 */
import { PROVING_PATHS } from "./versions.ts";

/** The input, to be read once and by everybody alike: the text of an object that is no Request could change in between. */
export function settle(input: RequestInfo | URL): string | Request {
  return isRequest(input) ? input : String(input);
}

/**
 * Whether a request is of a method that carries a witness, to one of these provers or, without them, to any.
 *
 * @param provers - origins, as `readProvers` gives them
 * @throws whatever reading the address throws; it is then not known to be any other call
 */
export function isProvingCall(
  input: string | Request,
  provers: readonly string[] | undefined,
): boolean {
  const asText: unknown = input;
  const readings = typeof input === "string" ? [input] : [input.url, String(asText)];
  return readings.some((address) => isProvingAddress(address, provers));
}

function isProvingAddress(address: string, provers: readonly string[] | undefined): boolean {
  // As fetch does; there is no document in a worker, and neither in Node.
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  if (!URL.canParse(address, base)) return false;
  const { origin, pathname } = new URL(address, base);
  if (provers !== undefined && !provers.includes(origin)) return false;
  return PROVING_PATHS.some((path) => pathname.endsWith(path));
}

/** A Request of this realm or another. */
function isRequest(input: RequestInfo | URL): input is Request {
  return typeof input === "object" && input !== null && "url" in input;
}
