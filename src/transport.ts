/** The rules of the way to a prover, and the names of what fails on it. It never decides when something is sent. */
import { AttestationError, ProverError } from "./errors.ts";
import type { WitnessSent } from "./errors.ts";
import { CHALLENGE_PATH } from "./protocol.ts";

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/**
 * The address of a call with a policy.
 *
 * @param base - what a relative address is relative to; a page's own address otherwise
 * @throws ProverError `transport_invalid`, `transport_insecure`
 */
export function readAddress(address: string, allowInsecureLoopback: boolean, base?: URL): URL {
  let url: URL;
  try {
    url = new URL(address, base ?? globalThis.location?.href);
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
 * @throws ProverError `transport_redirect`, `transport_opaque`, `transport_failed`
 */
export function refuseDetours(response: Response, witnessSent: WitnessSent): Response {
  if (typeof response?.status !== "number" || typeof response.headers?.get !== "function") {
    throw new ProverError(
      "transport_failed",
      "the function given as fetch answered with something that is no Response",
      { witnessSent, context: { field: "fetch", expected: "a Response" } },
    );
  }
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

/**
 * The answer to a challenge by endpoint, where only success can be used.
 *
 * @throws AttestationError `evidence_missing` where the prover has no such endpoint
 * @throws ProverError `prover_http`
 */
export function requireChallengeAnswer(response: Response): Response {
  if (response.ok) return response;
  const { status } = response;
  if (status === 404 || status === 405 || status === 501) {
    throw new AttestationError(
      "evidence_missing",
      `the prover has no challenge endpoint (status ${status}): this is not an attested prover, or somebody hides it; for ` +
        'one that only sends the header, set evidence: { from: "header" }',
      { context: { field: CHALLENGE_PATH, actual: String(status) } },
    );
  }
  const next =
    status === 429
      ? "the prover limits its reports: try again later"
      : "try again later, or ask another prover";
  throw statusError(`the challenge was answered with status ${status}; ${next}`, status, "no");
}

/**
 * The prover's answer, where only success is a proof.
 *
 * @throws ProverError `prover_http`
 */
export function requireProof(status: number, witnessSent: WitnessSent): void {
  if (status >= 200 && status < 300) return;
  const next =
    status === 421 && witnessSent === "sealed"
      ? "; its attester takes no requests for this origin: behind a proxy that writes another Host, its operator names the origin"
      : ", whatever evidence came with it";
  throw statusError(
    `the prover answered with status ${status}, which is no proof${next}`,
    status,
    witnessSent,
  );
}

/** A status that is no success. */
export function statusError(
  message: string,
  status: number,
  witnessSent: WitnessSent,
): ProverError {
  return new ProverError("prover_http", message, {
    witnessSent,
    context: { field: "status", expected: "200 to 299", actual: String(status) },
  });
}

/** Lets go of an answer that nobody will read, so that its connection does not wait for a reader. */
export function discard(response: Response): void {
  response?.body?.cancel().catch(() => undefined);
}

/** What a failed fetch is called. */
export function transportError(
  cause: unknown,
  signal: AbortSignal | undefined,
  witnessSent: WitnessSent,
): ProverError {
  // A caller may abort with an error of this library's, which is then not about this call.
  const isReason = signal?.aborted === true && cause === signal.reason;
  if (cause instanceof ProverError && !isReason) return cause;
  if (signal?.aborted === true) {
    return new ProverError("aborted", "the caller's signal stopped the call", {
      cause,
      witnessSent,
    });
  }
  if (isHeaderOverflow(cause)) {
    return new ProverError(
      "transport_header_overflow",
      "the answer's headers are larger than may be read: Node's own fetch stops at 16 KiB, and maxHeaderBytes or the given " +
        "fetch at its limit; read the evidence from the endpoint or from trailers, or raise the limit",
      { cause, witnessSent, context: { field: "Attestation-Report" } },
    );
  }
  return new ProverError(
    "transport_failed",
    "the prover could not be reached, or broke off its answer; a page is told the same where CORS forbids the call, and where " +
      "the answer's headers are longer than its browser reads: then read the evidence from the endpoint",
    {
      cause,
      witnessSent,
    },
  );
}

/** Whether a failed fetch met more bytes of headers than it reads. */
export function isHeaderOverflow(error: unknown): boolean {
  const code = codeOf(error);
  return code === "UND_ERR_HEADERS_OVERFLOW" || code === "HPE_HEADER_OVERFLOW";
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
