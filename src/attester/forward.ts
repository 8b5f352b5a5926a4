/** Passes a request on to the prover, and its answer back, without what belongs to one connection alone. */
import { NONCE_HEADER, REPORT_HEADER } from "../protocol.ts";
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
const OF_REQUEST = ["host", "content-length", "accept-encoding", "expect", NONCE_HEADER];
/** fetch has removed the content coding; and evidence is this attester's to give, never the prover's behind it. */
const OF_ANSWER = ["content-length", "content-encoding", REPORT_HEADER];

/** Asks the prover. What fails is an answer too: 502. */
export async function forward(
  request: Request,
  body: Uint8Array,
  base: URL | undefined,
  send: (request: Request) => Promise<Response>,
): Promise<Response> {
  const { method, signal } = request;
  const hasBody = method !== "GET" && method !== "HEAD";
  try {
    const response = await send(
      new Request(addressOf(request, base), {
        method,
        signal,
        headers: without(request.headers, OF_REQUEST),
        ...(hasBody ? { body: new Uint8Array(body) } : {}),
      }),
    );
    const { status, statusText } = response;
    const headers = without(response.headers, OF_ANSWER);
    return new Response(isNullBody(status) ? null : response.body, { status, statusText, headers });
  } catch {
    return problem(502, "the prover behind the attester could not be reached");
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
