/** A web-standard handler behind Node's HTTP server. */
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** A running server. */
export interface RunningServer {
  /** `http://host:port` */
  readonly url: string;
  /** The port. */
  readonly port: number;
  /** Bytes of request bodies that have arrived so far. */
  received(): number;
  /** Takes nothing new, and waits so many milliseconds at most for what is being answered. */
  drain(milliseconds: number): Promise<void>;
  /** Stops, and ends what is open. */
  close(): Promise<void>;
}

/** Where to listen. */
export interface ListenOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** Default: this machine alone. */
  readonly host?: string;
  /** A certificate chain and its key, PEM. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
  /**
   * Milliseconds in which a request must arrive, its body included; then the answer is 408. What answers it may take as
   * long as it does. Default: five minutes.
   */
  readonly requestTimeoutMs?: number | undefined;
}

const REQUEST_TIMEOUT_MS = 300_000;
/** How often Node looks for requests that are late; its own default. */
const CHECK_EVERY_MS = 30_000;

/** Listens. */
export async function listen(
  handler: (request: Request) => Promise<Response>,
  { port = 0, host = "127.0.0.1", tls, requestTimeoutMs = REQUEST_TIMEOUT_MS }: ListenOptions = {},
): Promise<RunningServer> {
  let received = 0;
  const scheme = tls === undefined ? "http" : "https";
  const respond = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    incoming.on("data", (chunk: Buffer) => {
      received += chunk.length;
    });
    incoming.pause();
    void answer(handler, incoming, outgoing, scheme);
  };
  // A proof takes minutes, its request does not: the limit is over receiving alone.
  const limits = {
    requestTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.min(requestTimeoutMs, CHECK_EVERY_MS),
  };
  const server =
    tls === undefined
      ? createServer(limits, respond)
      : createTlsServer({ ...limits, ...tls }, respond);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const name = host.includes(":") ? `[${host}]` : host;
  return {
    url: `${scheme}://${name}:${address.port}`,
    port: address.port,
    received: () => received,
    drain: (milliseconds) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          server.closeAllConnections();
        }, milliseconds);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function answer(
  handler: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  scheme: string,
): Promise<void> {
  const aborted = new AbortController();
  outgoing.once("close", () => {
    aborted.abort();
  });
  let response: Response | undefined;
  try {
    response = await handler(readRequest(incoming, aborted.signal, scheme));
    // Whoever did not send his request in time would be waited for again.
    if (response.status === 408) outgoing.shouldKeepAlive = false;
    outgoing.writeHead(response.status, headersOf(response));
    if (response.body === null || incoming.method === "HEAD") {
      response.body?.cancel().catch(() => undefined);
      outgoing.end();
      return;
    }
    // The pipeline ends the body where the peer goes, so that what it held is given back.
    await pipeline(
      Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]),
      outgoing,
    );
  } catch {
    // The peer has gone, or sent what is no request; or the answer is one that cannot be written, and holds what it held.
    response?.body?.cancel().catch(() => undefined);
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(400).end();
  }
}

function readRequest(incoming: IncomingMessage, signal: AbortSignal, scheme: string): Request {
  const { method = "GET", url = "/", headers, rawHeaders } = incoming;
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    pairs.push([rawHeaders[index] ?? "", rawHeaders[index + 1] ?? ""]);
  }
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = hasBody ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: "half" } : {};
  return new Request(addressOf(scheme, headers.host ?? "localhost", url), {
    method,
    headers: new Headers(pairs),
    signal,
    ...body,
  });
}

/** The target's authority is the Host header's, whatever a target such as `//other/path` looks like. */
function addressOf(scheme: string, host: string, target: string): URL {
  return new URL(`${scheme}://${host}${target.startsWith("/") ? target : "/"}`);
}

function headersOf(response: Response): [string, string][] {
  return [...response.headers];
}
