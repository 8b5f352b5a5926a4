/** Addresses among the options of the attester's side: what clients and browsers compare must be written as they write it. */
import { wrongKind } from "./known-options.ts";

/** Pages of browsers' extensions, whose schemes have no origin in the URL standard: scheme and host, as they send them. */
const EXTENSION_ORIGIN = /^(?!https?:)[a-z][a-z0-9+.-]*:\/\/[A-Za-z0-9._-]+$/;

/**
 * The prover's base address.
 *
 * @throws TypeError where it is no text and no URL
 * @throws RangeError where nothing can be sent to it, or a part of it would be passed over
 */
export function knownUpstream(upstream: unknown): URL {
  const isUrl = Object.prototype.toString.call(upstream) === "[object URL]";
  if (typeof upstream !== "string" && !isUrl) {
    throw wrongKind(
      "upstream",
      'the prover\'s address, as "http://127.0.0.1:50051", or a function that takes a Request and answers it',
      upstream,
    );
  }
  // What it is stays unsaid: it may hold a password.
  const address = httpAddress(String(upstream));
  if (address === undefined) {
    throw new RangeError(
      'upstream must be an absolute address of http or https: write its scheme too, as "http://127.0.0.1:50051"',
    );
  }
  if (address.username !== "" || address.password !== "") {
    throw new RangeError(
      "upstream must not hold a user name or a password, with which no request can be made: let a fetch of your own send Authorization",
    );
  }
  if (address.search !== "" || address.hash !== "") {
    throw new RangeError(
      "upstream must end with its path: every request brings its own query, so write none",
    );
  }
  return address;
}

/**
 * The origins under which clients reach the prover.
 *
 * @throws TypeError where they are no list of texts
 * @throws RangeError where there is none, or one is no origin
 */
export function knownOrigins(origins: unknown): readonly string[] | undefined {
  if (origins === undefined) return undefined;
  if (!Array.isArray(origins)) {
    throw wrongKind("origins", 'a list, as ["https://prover.example"]', origins);
  }
  if (origins.length === 0) {
    throw new RangeError(
      "origins must name one at least, as every sealed request would be refused; left out, the host of each request counts",
    );
  }
  return Array.from(origins, (origin: unknown) => {
    if (typeof origin !== "string") {
      throw wrongKind("each of origins", 'a text, as "https://prover.example"', origin);
    }
    const address = httpAddress(origin);
    if (address !== undefined && isOriginAlone(address)) return address.origin;
    throw new RangeError(
      `origins: ${JSON.stringify(origin)} is no origin of http or https; write scheme, host and port alone, as "https://prover.example"`,
    );
  });
}

/**
 * `Access-Control-Allow-Origin`: every origin, or one.
 *
 * @throws TypeError where it is no text
 * @throws RangeError where browsers would take it for no origin that a page has
 */
export function knownAllowOrigin(origin: unknown): string {
  if (typeof origin !== "string") {
    throw wrongKind("allowOrigin", 'a text, "*" or as "https://app.example"', origin);
  }
  if (origin === "*" || origin === httpAddress(origin)?.origin || EXTENSION_ORIGIN.test(origin)) {
    return origin;
  }
  throw new RangeError(
    `allowOrigin: ${JSON.stringify(origin)} is no origin as browsers write it; write "*", or one as "https://app.example", ` +
      'in lower case, with no path or slash behind it: for several write "*", as browsers take no list',
  );
}

/** With the slash that every address has behind its origin. */
function isOriginAlone({ href, origin }: URL): boolean {
  return href === `${origin}/`;
}

function httpAddress(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const address = new URL(text);
  return /^https?:$/.test(address.protocol) ? address : undefined;
}
