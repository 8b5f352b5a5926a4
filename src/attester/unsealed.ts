/**
 * Requests that are not sealed. Without a nonce they pass through as they come, in both directions; with one, request and
 * answer are held whole, because the report that goes before the answer covers every byte of both.
 */
import { answerBinding, nonceBinding } from "../binding.ts";
import { readBoundedBody } from "../bounded-body.ts";
import { toBase64Url } from "../bytes.ts";
import { addToTrailer } from "../evidence-trailer.ts";
import { isGrpcWeb } from "../grpc-web-frames.ts";
import { gzip } from "../gzip.ts";
import {
  CARRIER_HEADER,
  NONCE_BYTES,
  NONCE_HEADER,
  REPORT_HEADER,
  TRAILER_CARRIER,
} from "../protocol.ts";
import { OverBudget } from "./budget.ts";
import type { Budget, Lease } from "./budget.ts";
import { noReport, quoteOf, readNonce, tooMany } from "./challenge.ts";
import { busy } from "./gateway.ts";
import { leasedBody } from "./leased-body.ts";
import { limited } from "./limited-stream.ts";
import { problem } from "./problem.ts";
import type { QuoteProvider } from "./quote-provider.ts";
import type { RateLimit } from "./rate-limit.ts";
import { receive } from "./receive.ts";

/** What unsealed requests are answered with. */
export interface UnsealedProxy {
  readonly quotes: QuoteProvider;
  readonly limit: RateLimit;
  readonly budget: Budget;
  readonly maxBodyBytes: number;
  /** Milliseconds in which a body that is held must arrive, and for which a reader may stall. */
  readonly receiveTimeoutMs: number;
  /** Asks the prover. It never rejects. */
  readonly forward: (request: Request) => Promise<Response>;
}

/** Answers one request. */
export async function answerUnsealed(proxy: UnsealedProxy, request: Request): Promise<Response> {
  const header = request.headers.get(NONCE_HEADER);
  if (header === null) return pass(proxy, request);
  const nonce = readNonce(header);
  if (nonce === undefined) {
    return problem(
      400,
      `${NONCE_HEADER} must be base64url of exactly ${NONCE_BYTES} bytes, without padding`,
    );
  }
  // Before the prover does the work of an answer that could not be attested.
  const wait = proxy.limit.take();
  if (wait > 0) return tooMany(wait);
  const lease = proxy.budget.lease();
  try {
    return await attest(proxy, request, nonce, lease);
  } catch (error) {
    if (error instanceof OverBudget) return busy();
    throw error;
  } finally {
    // What an answer's body holds was handed over to it.
    lease.release();
  }
}

async function pass({ maxBodyBytes, forward }: UnsealedProxy, request: Request): Promise<Response> {
  const { body, isOver } = limited(request.body, maxBodyBytes);
  const answer = await forward(withBody(request, body));
  if (!isOver()) return answer;
  answer.body?.cancel().catch(() => undefined);
  return problem(413, `the body is larger than ${maxBodyBytes} bytes`);
}

/** Binds an answer to its request. A HEAD carries no witness: its report answers a challenge. */
async function attest(
  { quotes, maxBodyBytes, receiveTimeoutMs: timeoutMs, forward }: UnsealedProxy,
  request: Request,
  nonce: Uint8Array,
  lease: Lease,
): Promise<Response> {
  const requestBody = await receive(request.body, { maxBytes: maxBodyBytes, timeoutMs, lease });
  if (requestBody instanceof Response) return requestBody;
  const whole = withBody(request, new Uint8Array(requestBody));
  whole.headers.set("Content-Length", String(requestBody.length));
  const response = await forward(whole);
  let responseBody: Uint8Array | undefined;
  try {
    responseBody = await readBoundedBody(response.body, maxBodyBytes, lease.take);
  } catch (error) {
    if (error instanceof OverBudget) throw error;
    return problem(502, "the prover broke off its answer");
  }
  if (responseBody === undefined) return problem(502, "the prover's answer is too large");
  const { status, statusText } = response;
  const binding =
    request.method === "HEAD"
      ? nonceBinding(nonce)
      : answerBinding({ nonce, requestBody, status, responseBody });
  const evidence = await quoteOf(quotes, binding);
  if (evidence === undefined) return noReport();
  const text = toBase64Url(await gzip(evidence));
  const headers = new Headers(response.headers);
  headers.set("Cache-Control", "no-store");
  const init = { status, statusText, headers };
  if (request.method === "HEAD" || response.body === null) {
    headers.set(REPORT_HEADER, text);
    return new Response(null, init);
  }
  const carried = inTrailer(request, response, responseBody, text);
  if (carried === undefined) headers.set(REPORT_HEADER, text);
  return new Response(leasedBody(carried ?? responseBody, lease, timeoutMs), init);
}

/** The answer with its evidence in the trailers, where the client would rather have it there and there are any. */
function inTrailer(
  { headers }: Request,
  answer: Response,
  body: Uint8Array,
  evidence: string,
): Uint8Array | undefined {
  const isAsked = headers.get(CARRIER_HEADER) === TRAILER_CARRIER;
  return isAsked && isGrpcWeb(answer.headers) ? addToTrailer(body, evidence) : undefined;
}

function withBody({ url, method, headers, signal }: Request, body: BodyInit | null): Request {
  const hasBody = method !== "GET" && method !== "HEAD" && body !== null;
  // A body that streams needs `duplex`, which the DOM's types do not know yet.
  const init = { method, headers, signal, ...(hasBody ? { body, duplex: "half" } : {}) };
  return new Request(url, init);
}
