/** Passes a request on to the prover, and its answer back, without what belongs to one connection alone. */
import { CARRIER_HEADER, NONCE_HEADER, REPORT_HEADER } from "../protocol.ts";
import type { Upstream } from "./attester-options.ts";
import { problem } from "./problem.ts";

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

/** Asks the prover, wherever the request says that it goes. What fails is an answer too: 502, or 504 after the time limit. */
export async function forward(
  request: Request,
  { base, send }: Upstream,
  timeoutMs: number,
): Promise<Response> {
  const { method, body } = request;
  const timer = new AbortController();
  const timeout = setTimeout(() => {
    timer.abort();
  }, timeoutMs);
  // A body that streams needs `duplex`, which the DOM's types do not know yet.
  const streamed = body === null ? {} : { body, duplex: "half" };
  try {
    const response = await send(
      new Request(addressOf(request, base), {
        method,
        signal: AbortSignal.any([request.signal, timer.signal]),
        // The body passes as it is, so its length holds; some provers take no body in chunks.
        headers: without(
          request.headers,
          body === null ? [...OF_REQUEST, "content-length"] : OF_REQUEST,
        ),
        ...streamed,
      }),
    );
    const { status, statusText } = response;
    const headers = without(response.headers, OF_ANSWER);
    return new Response(isNullBody(status) ? null : response.body, { status, statusText, headers });
  } catch {
    return timer.signal.aborted
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
