/** Cross-origin resource sharing (Fetch standard): without it a page can neither ask with a nonce nor read the evidence. */
import { NONCE_HEADER, REPORT_HEADER } from "../protocol.ts";

const TOKENS = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+(\s*,\s*[!#$%&'*+.^_`|~0-9A-Za-z-]+)*$/;
const METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
const MAX_AGE_SECONDS = "7200";

/** Whether a browser asks before it asks. */
export function isPreflight(request: Request): boolean {
  return request.method === "OPTIONS" && request.headers.has("Access-Control-Request-Method");
}

/** Allows the nonce, and whatever headers the page itself wants to send to its prover. */
export function answerPreflight(request: Request): Response {
  const asked = request.headers.get("Access-Control-Request-Headers") ?? "";
  const headers = TOKENS.test(asked) ? `${NONCE_HEADER}, ${asked}` : NONCE_HEADER;
  return new Response(null, {
    status: 204,
    headers: {
      "Access-Control-Allow-Methods": METHODS,
      "Access-Control-Allow-Headers": headers,
      "Access-Control-Max-Age": MAX_AGE_SECONDS,
    },
  });
}

/** Lets pages read the answer and its evidence. */
export function allowCrossOrigin(response: Response, origin: string): Response {
  const headers = new Headers(response.headers);
  headers.set("Access-Control-Allow-Origin", origin);
  if (origin !== "*") headers.append("Vary", "Origin");
  const exposed = response.headers.get("Access-Control-Expose-Headers");
  headers.set(
    "Access-Control-Expose-Headers",
    exposed === null ? REPORT_HEADER : `${exposed}, ${REPORT_HEADER}`,
  );
  const { status, statusText, body } = response;
  return new Response(body, { status, statusText, headers });
}
