/** Passes a request on to the prover, and its answer back, without what belongs to one connection alone. */
import { CARRIER_HEADER, NONCE_HEADER, REPORT_HEADER } from "../protocol.ts";
import type { Upstream } from "./attester-options.ts";
import { problem } from "./problem.ts";
import { watchedBody } from "./watched-body.ts";

/** RFC 9110, section 7.6.1, and what the next hop writes itself. */
const HOP_BY_HOP = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];
const OF_REQUEST = ["host", "accept-encoding", "expect", NONCE_HEADER, CARRIER_HEADER];
/** fetch has removed the content coding; and evidence is this attester's to give, never the prover's behind it. */
const OF_ANSWER = ["content-length", "content-encoding", REPORT_HEADER];

/** Why a call is stopped that takes too long. */
const SILENT = new DOMException("the prover was silent for too long", "TimeoutError");

/**
 * Calls that are under way. A Request knows of its signal's abort by a weak reference, and forgets it where the Request itself
 * is collected: who goes away, or what takes too long, would then stop nothing.
 */
const underWay = new Set<object>();

/** How long one side waits for the other. */
export interface Patience {
  /** Milliseconds for which the prover may be silent: until it answers, and from part to part of its answer. */
  readonly upstreamTimeoutMs: number;
  /** Milliseconds for which the client may ask for nothing more of the answer. */
  readonly receiveTimeoutMs: number;
}

/**
 * Asks the prover, wherever the request says that it goes. What fails is an answer too: 502, or 504 after the time limit; an
 * answer that has begun breaks off.
 */
export async function forward(
  request: Request,
  { base, send }: Upstream,
  { upstreamTimeoutMs, receiveTimeoutMs }: Patience,
): Promise<Response> {
  const { method, body } = request;
  const stop = new AbortController();
  const silent = () => {
    stop.abort(SILENT);
  };
  const stalled = () => {
    stop.abort(new Error(`nobody read on in this answer for ${receiveTimeoutMs} ms`));
  };
  const timeout = setTimeout(silent, upstreamTimeoutMs);
  const leave = () => {
    stop.abort(request.signal.reason);
  };
  request.signal.addEventListener("abort", leave, { once: true });
  if (request.signal.aborted) leave();
  const held: object[] = [request, stop];
  const end = () => {
    underWay.delete(held);
    request.signal.removeEventListener("abort", leave);
  };
  underWay.add(held);
  // A body that streams needs `duplex`, which the DOM's types do not know yet.
  const streamed = body === null ? {} : { body, duplex: "half" };
  try {
    const passed = new Request(addressOf(request, base), {
      method,
      signal: stop.signal,
      // The body passes as it is, so its length holds; some provers take no body in chunks.
      headers: without(
        request.headers,
        body === null ? [...OF_REQUEST, "content-length"] : OF_REQUEST,
      ),
      ...streamed,
    });
    held.push(passed);
    const response = await send(passed);
    const { status, statusText } = response;
    const headers = without(response.headers, OF_ANSWER);
    const answer = isNullBody(status) ? null : response.body;
    if (answer === null) end();
    const limits = { silentMs: upstreamTimeoutMs, stallMs: receiveTimeoutMs };
    const watched =
      answer && watchedBody(answer, { signal: stop.signal, ...limits, silent, stalled, end });
    return new Response(watched, { status, statusText, headers });
  } catch {
    end();
    return stop.signal.reason === SILENT
      ? problem(504, "the prover behind the attester did not answer in time")
      : problem(502, "the prover behind the attester could not be reached");
  } finally {
    clearTimeout(timeout);
  }
}

/** The prover's base address with the request's path and query: never its origin. */
function addressOf(request: Request, base: URL | undefined): string {
  if (base === undefined) return request.url;
  const { pathname, search } = new URL(request.url);
  const target = new URL(base);
  target.pathname = target.pathname.replace(/\/$/, "") + pathname;
  target.search = search;
  return target.href;
}

function without(received: Headers, names: readonly string[]): Headers {
  const headers = new Headers(received);
  const named = (received.get("connection") ?? "").split(",").map((name) => name.trim());
  for (const name of [...HOP_BY_HOP, ...names, ...named]) {
    if (/^[\w-]+$/.test(name)) headers.delete(name);
  }
  return headers;
}

function isNullBody(status: number): boolean {
  return status === 101 || status === 204 || status === 205 || status === 304;
}
