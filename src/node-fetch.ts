/**
 * A fetch for Node over `node:http`: its own stops waiting for an answer after five minutes, which a proof may take longer
 * than, and reads no header above 16 KiB, which evidence may be. HTTP/1.1, one connection kept alive for each origin and call.
 */
import type { ClientRequest, IncomingMessage } from "node:http";
import { ownMembers } from "./input.ts";

/** The parts of Node that it is made of: `node:http`, `node:https`, `node:stream`. */
export interface NodeParts {
  readonly http: typeof import("node:http");
  readonly https: typeof import("node:https");
  readonly stream: typeof import("node:stream");
}

/** Options of {@link nodeFetch}. */
export interface NodeFetchOptions {
  /** Bytes of an answer's headers together. Default: 1 MiB; evidence itself may have 512 KiB. */
  readonly maxHeaderBytes?: number;
  /** Certificates to trust in place of the system's, PEM. */
  readonly ca?: string;
  /** `true` accepts any certificate: for tests alone. Default: `false`. */
  readonly dangerouslyAcceptAnyCertificate?: boolean;
}

const NAMES = [
  "maxHeaderBytes",
  "ca",
  "dangerouslyAcceptAnyCertificate",
] as const satisfies readonly (keyof NodeFetchOptions)[];
const MAX_HEADER_BYTES = 1024 * 1024;
const NULL_BODY = [101, 204, 205, 304];

/** Makes one of these parts. It follows no redirect. */
export function fetchOf(
  { http: plain, https: tls, stream }: NodeParts,
  options: NodeFetchOptions,
): typeof globalThis.fetch {
  const refuse = (problem: string) => new TypeError(`nodeFetch: ${problem}`);
  const own = ownMembers(options, NAMES, (name) =>
    refuse(`there is no option ${name}; there are ${NAMES.join(", ")}`),
  );
  const { maxHeaderBytes = MAX_HEADER_BYTES, ca, dangerouslyAcceptAnyCertificate = false } = own;
  if (!Number.isSafeInteger(maxHeaderBytes) || maxHeaderBytes <= 0) {
    throw refuse("maxHeaderBytes must be a whole number above 0");
  }
  const http = new plain.Agent({ keepAlive: true });
  const https = new tls.Agent({
    keepAlive: true,
    rejectUnauthorized: !dangerouslyAcceptAnyCertificate,
    ...(ca === undefined ? {} : { ca }),
  });
  return async (input, init) => {
    const request = new Request(input, withDuplex(init));
    request.signal.throwIfAborted();
    const url = new URL(request.url);
    const isTls = url.protocol === "https:";
    if (!isTls && url.protocol !== "http:") throw new TypeError("fetch failed: not http or https");
    const outgoing = (isTls ? tls : plain).request(url, {
      method: request.method,
      headers: headersOf(request),
      agent: isTls ? https : http,
      maxHeaderSize: maxHeaderBytes,
      signal: request.signal,
    });
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.once("response", resolve);
      outgoing.once("error", reject);
      // A connection that becomes something else has no answer, and none comes of one that ends without an error.
      outgoing.once("upgrade", (_answer, socket) => {
        socket.destroy();
        reject(new Error("the server switched to another protocol"));
      });
      outgoing.once("close", () => {
        reject(new Error("the connection ended before the answer"));
      });
    });
    // A prover may refuse before it has read all, and close: what it says then counts more than that it stopped reading.
    const sent = send(stream, request, init, outgoing);
    const incoming = await Promise.race([
      answered,
      sent.then(
        () => answered,
        () => answered,
      ),
    ]).catch((cause: unknown) => {
      throw request.signal.aborted
        ? request.signal.reason
        : new TypeError("fetch failed", { cause });
    });
    if (
      request.redirect !== "manual" &&
      incoming.headers.location !== undefined &&
      incoming.statusCode !== undefined &&
      incoming.statusCode >= 300 &&
      incoming.statusCode < 400
    ) {
      incoming.destroy();
      throw new TypeError("fetch failed: redirects are not followed");
    }
    try {
      return responseOf(stream, incoming, request.method, url);
    } catch (cause) {
      // A status or a header that no Response has.
      incoming.destroy();
      throw new TypeError("fetch failed", { cause });
    }
  };
}

function headersOf(request: Request): Record<string, string> {
  // What is not asked for need not be undone: hashes are over the bytes that the prover wrote.
  return { ...Object.fromEntries(request.headers), "accept-encoding": "identity" };
}

/** A body of known length goes out whole; a stream as it comes, with the length that its sender promised. */
async function send(
  { Readable, promises }: NodeParts["stream"],
  request: Request,
  init: RequestInit | undefined,
  outgoing: ClientRequest,
): Promise<void> {
  if (request.body === null) {
    outgoing.end();
    return;
  }
  const isKnown = init?.body !== undefined && !(init.body instanceof ReadableStream);
  if (isKnown) {
    try {
      const bytes = new Uint8Array(await request.arrayBuffer());
      outgoing.setHeader("Content-Length", bytes.length);
      outgoing.end(bytes);
    } catch (cause) {
      outgoing.destroy(cause instanceof Error ? cause : new Error("the body broke off"));
    }
    return;
  }
  await promises.pipeline(
    Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]),
    outgoing,
  );
}

function responseOf(
  { Readable }: NodeParts["stream"],
  incoming: IncomingMessage,
  method: string,
  url: URL,
): Response {
  const { statusCode: status = 0, statusMessage: statusText = "", rawHeaders } = incoming;
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
  }
  const encoding = headers.get("Content-Encoding") ?? "identity";
  if (encoding !== "identity") {
    incoming.destroy();
    throw new TypeError("fetch failed: the answer has a content coding that was not asked for");
  }
  const hasBody = method !== "HEAD" && !NULL_BODY.includes(status);
  if (!hasBody) incoming.resume();
  const body = hasBody ? (Readable.toWeb(incoming) as ReadableStream<Uint8Array>) : null;
  const response = new Response(body, { status, statusText, headers });
  return Object.defineProperty(response, "url", { value: url.href });
}

function withDuplex(init: RequestInit | undefined): RequestInit | undefined {
  const isStream = init?.body instanceof ReadableStream && !("duplex" in init);
  return isStream ? ({ ...init, duplex: "half" } as RequestInit) : init;
}
