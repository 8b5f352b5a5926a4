/**
 * Stands in front of a prover inside the TEE: answers challenges, and puts evidence on every answer. A web-standard
 * `(Request) => Promise<Response>`, for any server that speaks those.
 */
import { answerBinding, nonceBinding } from "../binding.ts";
import { readBoundedBody } from "../bounded-body.ts";
import { fromBase64Url, toBase64Url } from "../bytes.ts";
import { gzip } from "../gzip.ts";
import {
  CHALLENGE_PATH,
  EVIDENCE_TYPE,
  INDICATOR,
  NONCE_BYTES,
  NONCE_HEADER,
  REPORT_HEADER,
} from "../protocol.ts";
import { allowCrossOrigin, answerPreflight, isPreflight } from "./cross-origin.ts";
import { forward } from "./forward.ts";
import { problem } from "./problem.ts";
import type { QuoteProvider } from "./quote-provider.ts";
import { rateLimit } from "./rate-limit.ts";
import type { RateLimit } from "./rate-limit.ts";

/** Options of {@link createAttester}. */
export interface AttesterOptions {
  /** Makes the reports. */
  readonly quotes: QuoteProvider;
  /**
   * Adds to evidence the endorsements that a verdict on it needs, so that clients need no network: `stapler()` of
   * `witnesslock`. Default: what the quote provider gives is sent as it is.
   */
  readonly staple?: (evidence: Uint8Array) => Promise<Uint8Array>;
  /** Told when stapling failed; the evidence is then sent as it is, and a client may still find the rest by itself. */
  readonly onStapleError?: (error: unknown) => void;
  /** The prover: its base address, or a function. */
  readonly upstream: string | URL | ((request: Request) => Promise<Response>);
  /** A report costs the firmware milliseconds; beyond this rate the answer is 429. Default: 3000. */
  readonly reportsPerMinute?: number;
  /** Bytes of a request's or an answer's body. Default: 64 MiB. */
  readonly maxBodyBytes?: number;
  /** `Access-Control-Allow-Origin`. Default: `"*"`. */
  readonly allowOrigin?: string;
  /** Default: the global fetch at the time of the request. */
  readonly fetch?: typeof globalThis.fetch;
}

/** Answers one request. It never rejects: what fails is an answer with a status. */
export type Attester = (request: Request) => Promise<Response>;

const REPORTS_PER_MINUTE = 3000;
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/**
 * Makes an attester.
 *
 * @throws RangeError where a limit is no number above 0
 */
export function createAttester(options: AttesterOptions): Attester {
  const { upstream, allowOrigin = "*", maxBodyBytes = MAX_BODY_BYTES } = options;
  const quotes = stapling(options);
  if (!Number.isSafeInteger(maxBodyBytes) || maxBodyBytes < 1) {
    // Nothing is larger than NaN: it would be no limit.
    throw new RangeError("maxBodyBytes must be a whole number above 0");
  }
  const limit = rateLimit(options.reportsPerMinute ?? REPORTS_PER_MINUTE);
  const send = (request: Request) =>
    typeof upstream === "function"
      ? upstream(request)
      : (options.fetch ?? globalThis.fetch)(request, { redirect: "manual" });
  const base = typeof upstream === "function" ? undefined : new URL(upstream);

  const answer = async (request: Request): Promise<Response> => {
    const { pathname, searchParams } = new URL(request.url);
    if (isPreflight(request)) return answerPreflight(request);
    if (pathname === CHALLENGE_PATH) return answerChallenge(request, searchParams, quotes, limit);
    const header = request.headers.get(NONCE_HEADER);
    const nonce = header === null ? undefined : readNonce(header);
    if (header !== null && nonce === undefined) {
      return problem(
        400,
        `${NONCE_HEADER} must be base64url of exactly ${NONCE_BYTES} bytes, without padding`,
      );
    }
    // Before the prover does the work of an answer that could not be attested.
    const wait = nonce === undefined ? 0 : limit.take();
    if (wait > 0) return tooMany(wait);
    const requestBody = await readBoundedBody(request.body, maxBodyBytes);
    if (requestBody === undefined)
      return problem(413, `the body is larger than ${maxBodyBytes} bytes`);
    const response = await forward(request, requestBody, base, send);
    return nonce === undefined
      ? response
      : attest(response, { nonce, requestBody, request, quotes, maxBodyBytes });
  };

  return async (request) => {
    let response: Response;
    try {
      response = await answer(request);
    } catch {
      // The reason may name what the prover was given.
      response = problem(500, "the attester failed");
    }
    return allowCrossOrigin(response, allowOrigin);
  };
}

/** Exactly 32 bytes, in their one encoding. */
function readNonce(text: string): Uint8Array | undefined {
  const nonce = fromBase64Url(text);
  return nonce?.length === NONCE_BYTES ? nonce : undefined;
}

/** No nonce, no report: neither a fresh one nor one that was made for somebody else. */
async function answerChallenge(
  request: Request,
  query: URLSearchParams,
  quotes: QuoteProvider,
  limit: RateLimit,
): Promise<Response> {
  if (request.method !== "GET") {
    return problem(405, "the challenge is a GET", { Allow: "GET" });
  }
  const given = query.getAll("nonce");
  const nonce = given.length === 1 ? readNonce(given[0] ?? "") : undefined;
  if (nonce === undefined) {
    return problem(
      400,
      `send GET ${CHALLENGE_PATH}?nonce=<base64url of ${NONCE_BYTES} random bytes, without padding>`,
    );
  }
  const wait = limit.take();
  if (wait > 0) return tooMany(wait);
  const evidence = await quoteOf(quotes, nonceBinding(nonce));
  if (evidence === undefined) return problem(503, "the hardware gave no report; try again");
  const body = { evidence: [EVIDENCE_TYPE, toBase64Url(evidence), INDICATOR.evidence] };
  return new Response(JSON.stringify(body), {
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store" },
  });
}

/** Binds an answer to its request. A HEAD carries no witness: its report answers a challenge. */
async function attest(
  response: Response,
  call: {
    readonly nonce: Uint8Array;
    readonly requestBody: Uint8Array;
    readonly request: Request;
    readonly quotes: QuoteProvider;
    readonly maxBodyBytes: number;
  },
): Promise<Response> {
  const { nonce, requestBody, request, quotes, maxBodyBytes } = call;
  const responseBody = await readBoundedBody(response.body, maxBodyBytes);
  if (responseBody === undefined) return problem(502, "the prover's answer is too large");
  const { status, statusText } = response;
  const binding =
    request.method === "HEAD"
      ? nonceBinding(nonce)
      : answerBinding({ nonce, requestBody, status, responseBody });
  const evidence = await quoteOf(quotes, binding);
  if (evidence === undefined) return problem(503, "the hardware gave no report; try again");
  const headers = new Headers(response.headers);
  headers.set(REPORT_HEADER, toBase64Url(await gzip(evidence)));
  headers.set("Cache-Control", "no-store");
  const hasNoBody = request.method === "HEAD" || response.body === null;
  return new Response(hasNoBody ? null : new Uint8Array(responseBody), {
    status,
    statusText,
    headers,
  });
}

function stapling({ quotes, staple, onStapleError }: AttesterOptions): QuoteProvider {
  if (staple === undefined) return quotes;
  return {
    async quote(reportData) {
      const { evidence } = await quotes.quote(reportData);
      try {
        return { evidence: await staple(evidence) };
      } catch (error) {
        onStapleError?.(error);
        return { evidence };
      }
    },
  };
}

async function quoteOf(
  quotes: QuoteProvider,
  reportData: Uint8Array,
): Promise<Uint8Array | undefined> {
  try {
    return (await quotes.quote(reportData)).evidence;
  } catch {
    return undefined;
  }
}

function tooMany(seconds: number): Response {
  return problem(429, "too many reports were asked for; try again later", {
    "Retry-After": String(seconds),
  });
}
