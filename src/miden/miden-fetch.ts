/**
 * A fetch to put under the published SDK, which calls the global one. Proving calls go through the attested fetch; everything
 * else, as calls to the node and `file:` or `blob:` addresses, goes where it went before.
 */
import type { AttestedFetch } from "../attested-fetch.ts";
import { createAttestedFetch } from "../create-attested-fetch.ts";
import { readProvers } from "../attested-fetch-options.ts";
import type { AttestedFetchOptions } from "../attested-fetch-options.ts";
import { isWitnesslockError } from "../errors.ts";
import type { WitnesslockErrorData } from "../errors.ts";
import { GRPC_WEB_TYPE } from "../grpc-web-frames.ts";
import { interpose } from "../underlying-fetch.ts";
import { PROVING_PATHS } from "./versions.ts";

/** Options of {@link attestedMidenFetch}. */
export interface AttestedMidenFetchOptions {
  /** Made by `createAttestedFetch`, or the options to make one of. */
  readonly attestedFetch: AttestedFetch | AttestedFetchOptions;
  /** Origins of provers, at least one. Default: any; every call of a proving method is attested, wherever it goes. */
  readonly provers?: readonly string[];
  /** For everything else, and under the attested fetch where its options name none. Default: the global fetch now. */
  readonly fetch?: typeof globalThis.fetch;
  /** Told of every refusal, since the SDK keeps only its words. */
  readonly onRefusal?: (error: WitnesslockErrorData) => void;
}

/** gRPC's FAILED_PRECONDITION: not to be tried again until something has changed. */
const FAILED_PRECONDITION = 9;
/** gRPC's UNAVAILABLE. */
const UNAVAILABLE = 14;

/**
 * Makes one.
 *
 * @throws AttestationError `input_invalid` for provers that are no origins, and as `createAttestedFetch`
 */
export function attestedMidenFetch(options: AttestedMidenFetchOptions): typeof globalThis.fetch {
  const { attestedFetch, onRefusal } = options;
  const isProving = provingCalls(options);
  const other = options.fetch ?? globalThis.fetch;
  const send =
    typeof attestedFetch === "function"
      ? attestedFetch
      : createAttestedFetch({ fetch: other, ...attestedFetch });
  const attested: typeof globalThis.fetch = async (input, init) => {
    if (!isProving(input)) return other(input, init);
    try {
      return await send(input, init);
    } catch (error) {
      if (!isWitnesslockError(error) || error.code === "aborted") throw error;
      onRefusal?.(error);
      return refusal(error);
    }
  };
  // Its own calls must not come back here once this is the global fetch.
  return interpose(attested, other);
}

/**
 * Tells whether a request is of a method that carries a witness, to one of the provers or, without them, to any.
 *
 * @throws AttestationError `input_invalid`, at once
 */
export function provingCalls({
  provers,
}: Pick<AttestedMidenFetchOptions, "provers">): (input: RequestInfo | URL) => boolean {
  const origins = provers === undefined ? undefined : readProvers(provers);
  return (input) => {
    // As fetch reads it: whatever is no Request is text.
    const address = typeof input === "object" && "url" in input ? input.url : String(input);
    const base = globalThis.location?.href;
    if (!URL.canParse(address, base)) return false;
    const { origin, pathname } = new URL(address, base);
    if (origins !== undefined && !origins.includes(origin)) return false;
    return PROVING_PATHS.some((path) => pathname.endsWith(path));
  };
}

/**
 * As the SDK understands it: a trailers-only answer. Its body is empty and there: the SDK treats a null body as a fault of its
 * own, and loses the status of an error in a trailer frame.
 */
export function refusal({ name, code, message }: WitnesslockErrorData): Response {
  const status = name === "ProverError" ? UNAVAILABLE : FAILED_PRECONDITION;
  return new Response(new Uint8Array(), {
    headers: {
      "Content-Type": GRPC_WEB_TYPE,
      "grpc-status": String(status),
      // Percent encoding of what is not printable ASCII (gRPC over HTTP/2, "Status-Message").
      "grpc-message": encodeURIComponent(`${code}: ${message}`).replaceAll("%20", " "),
    },
  });
}
