/** The caller's request, copied before anything else happens: what is appraised for is what is sent. */
import type { Configuration } from "./attested-fetch-options.ts";
import { ProverError } from "./errors.ts";

/** A copy that nobody else holds. */
export interface OutgoingRequest {
  readonly url: string;
  /** Path and query, for a prover of `provers`. */
  readonly path: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Uint8Array | undefined;
  readonly credentials: RequestCredentials;
  readonly signal: AbortSignal | undefined;
}

/** Stands for the origin where the caller gives a path alone. */
const ANY_ORIGIN = "https://prover.invalid";

/**
 * Copies a request, its body included. The caller's Request object stays whole, and can be sent again.
 *
 * @throws ProverError `transport_invalid`, `transport_opaque`
 */
export async function copyRequest(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
  { provers }: Configuration,
): Promise<OutgoingRequest> {
  let request: Request;
  try {
    const isRequest = typeof input === "object" && "url" in input;
    const base = provers === undefined ? globalThis.location?.href : ANY_ORIGIN;
    request = isRequest
      ? new Request(input.clone(), init)
      : new Request(new URL(input, base), init);
  } catch (cause) {
    throw new ProverError(
      "transport_invalid",
      "this is not a request that fetch could send: check the address, the method and the body",
      { cause },
    );
  }
  if (request.mode === "no-cors") {
    throw new ProverError(
      "transport_opaque",
      'mode "no-cors" hides the answer, so nothing could be verified',
    );
  }
  // Taken now: the caller may change its own objects while the body is read.
  const { url, method, credentials } = request;
  const headers = new Headers(request.headers);
  const signal =
    init?.signal ?? (typeof input === "object" && "signal" in input ? input.signal : undefined);
  const hasBody = request.body !== null && request.body !== undefined;
  const { pathname, search } = new URL(url);
  try {
    const body = hasBody ? new Uint8Array(await request.arrayBuffer()) : undefined;
    return { url, path: pathname + search, method, headers, body, credentials, signal };
  } catch (cause) {
    throw new ProverError("transport_invalid", "the request's body could not be read", { cause });
  }
}
