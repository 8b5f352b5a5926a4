/** The rules of the way to a prover, and the names of what fails on it. It never decides when something is sent. */
import { ProverError } from "./errors.ts";
import type { WitnessSent } from "./errors.ts";

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/**
 * The address of a call with a policy.
 *
 * @throws ProverError `transport_invalid`, `transport_insecure`
 */
export function readAddress(address: string, allowInsecureLoopback: boolean): URL {
  let url: URL;
  try {
    url = new URL(address, globalThis.location?.href);
  } catch (cause) {
    throw new ProverError("transport_invalid", "the prover's address is not an absolute URL", {
      cause,
    });
  }
  if (url.username !== "" || url.password !== "") {
    throw new ProverError(
      "transport_invalid",
      "the prover's address must not hold a user name or password",
    );
  }
  const isLoopback = LOOPBACK.includes(url.hostname);
  if (
    url.protocol === "https:" ||
    (url.protocol === "http:" && isLoopback && allowInsecureLoopback)
  ) {
    return url;
  }
  throw new ProverError(
    "transport_insecure",
    isLoopback
      ? "the prover's address is not https:; for this machine itself, set allowInsecureLoopback: true"
      : "the prover's address is not https:, so anyone on the way could read the witness",
    { context: { field: "url", expected: "https:" } },
  );
}

/**
 * An answer that came from the address that was asked.
 *
 * @throws ProverError `transport_redirect`, `transport_opaque`
 */
export function refuseDetours(response: Response, witnessSent: WitnessSent): Response {
  if (response.type === "opaqueredirect" || response.redirected || isRedirect(response.status)) {
    throw new ProverError(
      "transport_redirect",
      "the prover's address redirects; a redirect would resend the witness to where nothing was verified: use the final address",
      { witnessSent, context: { field: "status", actual: String(response.status) } },
    );
  }
  if (response.type === "opaque") {
    throw new ProverError("transport_opaque", 'the answer is opaque; do not use mode "no-cors"', {
      witnessSent,
    });
  }
  return response;
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

/** A status that is not success, where only success can be used. */
export function requireSuccess(
  response: Response,
  what: string,
  witnessSent: WitnessSent,
): Response {
  if (response.ok) return response;
  throw new ProverError("prover_http", `${what} was answered with status ${response.status}`, {
    witnessSent,
    context: { field: "status", expected: "200 to 299", actual: String(response.status) },
  });
}

/** What a failed fetch is called. */
export function transportError(
  cause: unknown,
  signal: AbortSignal | undefined,
  witnessSent: WitnessSent,
): ProverError {
  if (cause instanceof ProverError) return cause;
  if (signal?.aborted === true) {
    return new ProverError("aborted", "the caller's signal stopped the call", {
      cause,
      witnessSent,
    });
  }
  if (codeOf(cause) === "UND_ERR_HEADERS_OVERFLOW" || codeOf(cause) === "HPE_HEADER_OVERFLOW") {
    return new ProverError(
      "transport_header_overflow",
      "the answer's headers are larger than this runtime reads: Node's fetch stops at 16 KiB; read the evidence from the " +
        "endpoint, start Node with --max-http-header-size, or pass a fetch with a larger maxHeaderSize",
      { cause, witnessSent, context: { field: "Attestation-Report" } },
    );
  }
  return new ProverError(
    "transport_failed",
    "the prover could not be reached, or broke off its answer",
    {
      cause,
      witnessSent,
    },
  );
}

/** Node hides the reason in a chain of causes. */
function codeOf(error: unknown): string | undefined {
  for (
    let at: unknown = error, depth = 0;
    typeof at === "object" && at !== null && depth < 4;
    depth += 1
  ) {
    const { code, cause } = at as { readonly code?: unknown; readonly cause?: unknown };
    if (typeof code === "string") return code;
    at = cause;
  }
  return undefined;
}
