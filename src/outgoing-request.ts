/** The caller's request, copied before anything else happens: what is appraised for is what is sent. */
import type { Configuration } from "./attested-fetch-options.ts";
import { readBoundedBody } from "./bounded-body.ts";
import { ProverError } from "./errors.ts";
import { transportError } from "./transport.ts";

/** What the caller said of how to send, which is kept: none of it weakens the rules of the way. */
type Manner = Pick<
  RequestInit,
  "credentials" | "integrity" | "keepalive" | "mode" | "referrerPolicy"
>;

/** A copy that nobody else holds. */
export interface OutgoingRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Uint8Array | undefined;
  readonly manner: Manner;
  readonly signal: AbortSignal | undefined;
}

/** Stands for the origin where the caller gives a path alone. */
const ANY_ORIGIN = "https://prover.invalid";

/**
 * Copies a request, its body included, whatever the body is made of. The caller's Request object stays whole, and can be
 * sent again.
 *
 * @throws ProverError `transport_invalid`, `transport_opaque`, `aborted`
 */
export async function copyRequest(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
  { provers }: Configuration,
): Promise<OutgoingRequest> {
  let request: Request;
  try {
    const base = provers === undefined ? globalThis.location?.href : ANY_ORIGIN;
    request = isRequest(input)
      ? new Request(input.clone(), withoutStream(init))
      : new Request(new URL(input, base), withoutStream(init));
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
  const { url, method } = request;
  const headers = new Headers(request.headers);
  const manner = mannerOf(request);
  const signal = signalOf(input, init);
  if (signal?.aborted === true) throw transportError(signal.reason, signal, "no");
  const body = await readBody(bodyOf(request, init), signal);
  return { url, method, headers, body, manner, signal };
}

/** A Request of this realm or another. */
function isRequest(input: RequestInfo | URL): input is Request {
  return typeof input === "object" && "url" in input;
}

/** A stream is read here, not by the Request: Firefox and Safari would take its name, "[object ReadableStream]", for the body. */
function withoutStream(init: RequestInit | undefined): RequestInit | undefined {
  return init?.body instanceof ReadableStream ? { ...init, body: new Uint8Array() } : init;
}

/** What has the bytes. Firefox's Request has no `body`: there, whatever may have one is read. */
function bodyOf(
  request: Request,
  init: RequestInit | undefined,
): ((stopped: AbortSignal) => Promise<Uint8Array | undefined>) | undefined {
  const { method } = request;
  const stream = init?.body;
  const readable = stream instanceof ReadableStream ? stream : request.body;
  if (readable instanceof ReadableStream)
    return (stopped) => readBoundedBody(readable, Infinity, undefined, stopped);
  const mayHaveOne =
    request.body === undefined ? method !== "GET" && method !== "HEAD" : request.body !== null;
  return mayHaveOne ? async () => new Uint8Array(await request.arrayBuffer()) : undefined;
}

function mannerOf({ credentials, integrity, keepalive, mode, referrerPolicy }: Request): Manner {
  const manner = { credentials, integrity, keepalive, mode, referrerPolicy };
  // Some runtimes know only a part of these, and refuse the others.
  return Object.fromEntries(
    Object.entries(manner).filter(([, value]) => value !== undefined && value !== ""),
  );
}

/** As fetch reads it: `null` in the options takes the Request's own signal away. */
function signalOf(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
): AbortSignal | undefined {
  if (init?.signal !== undefined) return init.signal ?? undefined;
  return isRequest(input) ? input.signal : undefined;
}

async function readBody(
  read: ((stopped: AbortSignal) => Promise<Uint8Array | undefined>) | undefined,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | undefined> {
  if (read === undefined) return undefined;
  const listening = new AbortController();
  const reading = new AbortController();
  const stopped = new Promise<never>((_resolve, reject) => {
    const stop = () => {
      reading.abort(signal?.reason);
      reject(transportError(signal?.reason, signal, "no"));
    };
    // A stream of the caller's may never end.
    signal?.addEventListener("abort", stop, { once: true, signal: listening.signal });
  });
  try {
    return await Promise.race([read(reading.signal), stopped]);
  } catch (cause) {
    if (cause instanceof ProverError) throw cause;
    throw new ProverError("transport_invalid", "the request's body could not be read", { cause });
  } finally {
    listening.abort();
  }
}
