/** A web-standard handler behind Node's HTTP server. */
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";

/** A running server. */
export interface RunningServer {
  /** `http://host:port` */
  readonly url: string;
  /** The port. */
  readonly port: number;
  /** Bytes of request bodies that have arrived so far. */
  received(): number;
  /** Stops, and ends what is open. */
  close(): Promise<void>;
}

/** Listens; port 0 takes a free one. */
export async function listen(
  handler: (request: Request) => Promise<Response>,
  { port = 0, host = "127.0.0.1" } = {},
): Promise<RunningServer> {
  let received = 0;
  const server = createServer((incoming, outgoing) => {
    incoming.on("data", (chunk: Buffer) => {
      received += chunk.length;
    });
    incoming.pause();
    void answer(handler, incoming, outgoing);
  });
  // A proof takes minutes; the request's own headers may not.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const name = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${name}:${address.port}`,
    port: address.port,
    received: () => received,
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
): Promise<void> {
  const aborted = new AbortController();
  outgoing.once("close", () => {
    aborted.abort();
  });
  try {
    const response = await handler(readRequest(incoming, aborted.signal));
    outgoing.writeHead(response.status, headersOf(response));
    if (response.body === null || incoming.method === "HEAD") {
      outgoing.end();
      return;
    }
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      if (!outgoing.write(chunk)) await new Promise((resolve) => outgoing.once("drain", resolve));
    }
    outgoing.end();
  } catch {
    // The peer has gone, or sent what is no request.
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(400).end();
  }
}

function readRequest(incoming: IncomingMessage, signal: AbortSignal): Request {
  const { method = "GET", url = "/", headers, rawHeaders } = incoming;
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    pairs.push([rawHeaders[index] ?? "", rawHeaders[index + 1] ?? ""]);
  }
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = hasBody ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: "half" } : {};
  return new Request(addressOf(headers.host ?? "localhost", url), {
    method,
    headers: new Headers(pairs),
    signal,
    ...body,
  });
}

/** The target's authority is the Host header's, whatever a target such as `//other/path` looks like. */
function addressOf(host: string, target: string): URL {
  return new URL(`http://${host}${target.startsWith("/") ? target : "/"}`);
}

function headersOf(response: Response): [string, string][] {
  return [...response.headers];
}
