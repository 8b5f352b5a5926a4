/**
 * A fetch to put under the published SDK, which calls the global one. Proving calls go through the attested fetch; everything
 * else, as calls to the node and `file:` or `blob:` addresses, goes where it went before.
 */
import type { AttestedFetch } from "../attested-fetch.ts";
import { createAttestedFetch } from "../create-attested-fetch.ts";
import type { AttestedFetchOptions } from "../attested-fetch-options.ts";
import { isWitnesslockError } from "../errors.ts";
import type { WitnesslockErrorData } from "../errors.ts";
import { GRPC_WEB_TYPE } from "../grpc-web-frames.ts";
import { PROVING_PATHS } from "./versions.ts";

/** Options of {@link attestedMidenFetch}. */
export interface AttestedMidenFetchOptions {
  /** Made by `createAttestedFetch`, or the options to make one of. */
  readonly attestedFetch: AttestedFetch | AttestedFetchOptions;
  /** Origins of provers. Default: any; every call of a proving method is attested, wherever it goes. */
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

/** Makes one. */
export function attestedMidenFetch(options: AttestedMidenFetchOptions): typeof globalThis.fetch {
  const { attestedFetch, onRefusal } = options;
  const other = options.fetch ?? globalThis.fetch;
  // Its own calls must not come back here once this is the global fetch.
  const send =
    typeof attestedFetch === "function"
      ? attestedFetch
      : createAttestedFetch({ fetch: other, ...attestedFetch });
  return async (input, init) => {
    if (!isProvingCall(input, options.provers)) return other(input, init);
    try {
      return await send(input, init);
    } catch (error) {
      if (!isWitnesslockError(error) || error.code === "aborted") throw error;
      onRefusal?.(error);
      return refusal(error);
    }
  };
}

/** Whether a request is of a method that carries a witness, to one of these provers or, without them, to any. */
export function isProvingCall(
  input: RequestInfo | URL,
  provers: readonly string[] | undefined,
): boolean {
  const address = typeof input === "string" ? input : "url" in input ? input.url : input.href;
  const base = globalThis.location?.href;
  if (!URL.canParse(address, base)) return false;
  const { origin, pathname } = new URL(address, base);
  const isElsewhere = provers?.every((prover) => new URL(prover).origin !== origin) ?? false;
  if (isElsewhere) return false;
  return PROVING_PATHS.some((path) => pathname.endsWith(path));
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
