/** The Oblivious HTTP gateway (RFC 9458, section 5): opens what was sealed to an attested key, asks the prover, seals its answer. */
import { readBoundedBody } from "../bounded-body.ts";
import { GATEWAY_KEY } from "../protocol.ts";
import type { BinaryRequest } from "../sealing/binary-http.ts";
import { decodeRequest } from "../sealing/binary-http-decode.ts";
import { encodeResponse } from "../sealing/binary-http-encode.ts";
import {
  HEADER_BYTES,
  MAX_OVERHEAD_BYTES,
  decodeHeader,
  openRequest,
} from "../sealing/encapsulation.ts";
import type { OpenedRequest } from "../sealing/encapsulation.ts";
import { Malformed } from "../sealing/malformed.ts";
import { KEY_PROBLEM, REQUEST_TYPE, RESPONSE_TYPE } from "../sealing/media-types.ts";
import { suiteOf } from "../sealing/suites.ts";
import { OverBudget } from "./budget.ts";
import type { Budget, Lease } from "./budget.ts";
import type { Generation, GatewayKey, KeyRing } from "./key-ring.ts";
import { leasedBody } from "./leased-body.ts";
import { problem } from "./problem.ts";
import { receive } from "./receive.ts";

/** What a gateway works with. */
export interface Gateway {
  readonly ring: KeyRing;
  readonly budget: Budget;
  readonly maxBodyBytes: number;
  /** Milliseconds in which a request must arrive, and for which a reader may stall. */
  readonly receiveTimeoutMs: number;
  /** Origins that clients may name; without them, the one at which the gateway itself was reached. */
  readonly origins: readonly string[] | undefined;
  /** Asks the prover. It never rejects. */
  readonly forward: (request: Request) => Promise<Response>;
}

/** Bytes of an opened request around its body: method, address and fields. */
const AROUND_BODY_BYTES = 256 * 1024;
const RETRY_AFTER_SECONDS = "5";

/** Answers one sealed request. */
export async function answerSealed(gateway: Gateway, request: Request): Promise<Response> {
  if (request.method !== "POST") {
    return problem(405, "a sealed request is a POST", { Allow: "POST" });
  }
  const type = (request.headers.get("Content-Type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== REQUEST_TYPE) return problem(415, `a sealed request is ${REQUEST_TYPE}`);
  const named = new URL(request.url).searchParams.get(GATEWAY_KEY) ?? undefined;
  const lease = gateway.budget.lease();
  try {
    const maxBytes = gateway.maxBodyBytes + AROUND_BODY_BYTES + MAX_OVERHEAD_BYTES;
    const timeoutMs = gateway.receiveTimeoutMs;
    const message = await receive(request.body, { maxBytes, timeoutMs, lease });
    if (message instanceof Response) return message;
    const opened = await open(gateway.ring, named, message);
    if (opened instanceof Response) return opened;
    return await seal(gateway, opened, await ask(gateway, request, opened.request), lease);
  } catch (error) {
    if (error instanceof OverBudget) return busy();
    throw error;
  } finally {
    // What the answer's body holds was handed over to it.
    lease.release();
  }
}

async function open(
  ring: KeyRing,
  named: string | undefined,
  message: Uint8Array,
): Promise<OpenedRequest | Response> {
  if (message.length < HEADER_BYTES) return problem(400, "this is no encapsulated request");
  const { keyId, kem, kdf, aead } = decodeHeader(message);
  const generation = ring.find(named, keyId);
  const key = generation?.keys.find((one) => one.keyId === keyId && one.kem === kem);
  const isOffered = key?.symmetric.some((one) => one.kdf === kdf && one.aead === aead) === true;
  const suite = isOffered ? suiteOf(kem, { kdf, aead }) : undefined;
  if (generation === undefined || key === undefined || suite === undefined) return keyProblem();
  const opened = await tryToOpen(suite, key, message);
  // Without its hash, a key of another instance that happens to have this id cannot be told from a broken message.
  if (opened === undefined) {
    return named === undefined
      ? keyProblem()
      : problem(400, "the encapsulated request does not open");
  }
  return rememberedBefore(generation, opened)
    ? problem(400, "this encapsulated request was opened before")
    : opened;
}

async function tryToOpen(
  suite: Parameters<typeof openRequest>[0],
  key: GatewayKey,
  message: Uint8Array,
): Promise<OpenedRequest | undefined> {
  try {
    return await openRequest(suite, key.pair, message);
  } catch {
    return undefined;
  }
}

/** Only what opened is remembered, so that nobody fills the memory with what he made up. */
function rememberedBefore(generation: Generation, { encapsulatedKey }: OpenedRequest): boolean {
  return !generation.remember(encapsulatedKey);
}

/** What goes wrong from here on is told inside the sealed answer: it is the client's alone. */
async function ask(gateway: Gateway, outer: Request, message: Uint8Array): Promise<Response> {
  let inner: BinaryRequest;
  try {
    inner = decodeRequest(message);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return problem(400, `the sealed message is no HTTP request: ${error.message}`);
  }
  if (inner.method === "CONNECT") return problem(405, "CONNECT is not for a prover");
  const { scheme, authority, path, method, content } = inner;
  const address = `${scheme}://${authority}${path}`;
  const origins = gateway.origins ?? originsOf(outer);
  if (!URL.canParse(address) || !origins.includes(new URL(address).origin)) {
    return problem(
      421,
      "the sealed request is for another origin than this prover's; an operator behind a proxy names it",
    );
  }
  const hasBody = method !== "GET" && method !== "HEAD";
  let request: Request;
  try {
    const headers = new Headers(
      inner.fields.map(([name, value]): [string, string] => [name, value]),
    );
    headers.set("Content-Length", String(content.length));
    request = new Request(address, {
      method,
      headers,
      signal: outer.signal,
      ...(hasBody ? { body: new Uint8Array(content) } : {}),
    });
  } catch {
    return problem(400, "the sealed message is a request that cannot be sent on");
  }
  return gateway.forward(request);
}

/** As the connection shows it. A server behind one that terminates TLS sees http where its clients wrote https. */
function originsOf(outer: Request): readonly string[] {
  const { host } = new URL(outer.url);
  return [`https://${host}`, `http://${host}`].map((origin) => new URL(origin).origin);
}

async function seal(
  { maxBodyBytes, receiveTimeoutMs }: Gateway,
  opened: OpenedRequest,
  response: Response,
  lease: Lease,
): Promise<Response> {
  let answer = response;
  let content: Uint8Array | undefined;
  try {
    content = await readBoundedBody(response.body, maxBodyBytes, lease.take);
    if (content === undefined) answer = problem(502, "the prover's answer is too large");
  } catch (error) {
    answer = error instanceof OverBudget ? busy() : problem(502, "the prover broke off its answer");
  }
  content ??= new Uint8Array(await answer.arrayBuffer());
  const { status, headers } = answer;
  const message = await opened.seal(encodeResponse({ status, fields: [...headers], content }));
  return new Response(leasedBody(message, lease, receiveTimeoutMs), {
    headers: { "Content-Type": RESPONSE_TYPE, "Cache-Control": "no-store" },
  });
}

/** RFC 9458, section 5.3. */
function keyProblem(): Response {
  return new Response(JSON.stringify({ type: KEY_PROBLEM, title: "key identifier unknown" }), {
    status: 400,
    headers: { "Content-Type": "application/problem+json", "Cache-Control": "no-store" },
  });
}

/** The total of what calls hold is bounded; the caller may come again. */
export function busy(): Response {
  return problem(503, "too many bytes are being held for other calls; try again", {
    "Retry-After": RETRY_AFTER_SECONDS,
  });
}
