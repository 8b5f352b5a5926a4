/** Provers for tests, over real sockets. */
import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { createAttester } from "../../src/attester/index.ts";
import type { AttesterOptions } from "../../src/attester/index.ts";
import { listen } from "../../src/cli/http-server.ts";
import type { RunningServer } from "../../src/cli/http-server.ts";
import type { AttestedFetchOptions } from "../../src/index.ts";
import { simulated } from "../../src/testing/index.ts";
import type { SimulatedQuotes } from "../../src/testing/index.ts";

export const MEASUREMENT = "a5".repeat(48);
/** Recognisable wherever it turns up. */
export const WITNESS = "WITNESS-".repeat(64);

const running: { close(): Promise<void> }[] = [];

/** Ends everything that a test began. */
export async function endAll(): Promise<void> {
  await Promise.all(running.splice(0).map((server) => server.close()));
}

export async function serve(
  handler: (request: Request) => Promise<Response> | Response,
): Promise<RunningServer> {
  const server = await listen(async (request) => handler(request));
  running.push(server);
  return server;
}

/** A prover that answers with "proof of " and what it was sent. */
export function echo(): Promise<RunningServer> {
  return serve(async (request) => {
    if (request.method === "HEAD") return new Response(null);
    return new Response(`proof of ${await request.text()}`, { headers: { "X-Prover": "1" } });
  });
}

let quotes: Promise<SimulatedQuotes> | undefined;

/** One simulated TEE for a test file. */
export function simulatedQuotes(): Promise<SimulatedQuotes> {
  quotes ??= simulated();
  return quotes;
}

/** An attester in front of an echo, with something in between where a test asks for it. */
export async function attestedProver(
  change: (answer: Response, request: Request) => Promise<Response> | Response = (answer) => answer,
  options: Partial<AttesterOptions> = {},
): Promise<RunningServer> {
  const upstream = await echo();
  const attester = createAttester({
    quotes: await simulatedQuotes(),
    upstream: upstream.url,
    ...options,
  });
  return serve(async (request) => change(await attester(request), request));
}

/** Options that accept the simulated TEE. */
export async function acceptSimulated(
  more: Partial<AttestedFetchOptions> = {},
): Promise<AttestedFetchOptions> {
  const { root } = await simulatedQuotes();
  return {
    policy: { snp: { measurements: [MEASUREMENT] } },
    seal: "off",
    dangerouslyTrustRoots: [root],
    allowInsecureLoopback: true,
    offline: true,
    ...more,
  };
}

/** A peer that keeps every byte it is sent, and passes them on where it is told to. */
export interface CountingPeer {
  readonly url: string;
  /** Everything received so far, as latin-1 text. */
  received(): string;
}

export async function countingPeer(target?: RunningServer): Promise<CountingPeer> {
  let received = "";
  const { connect } = await import("node:net");
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
    });
    if (target === undefined) return;
    const onward = connect(target.port, "127.0.0.1");
    sockets.add(onward);
    onward.on("error", () => socket.destroy());
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  running.push({
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => {
          resolve();
        });
      }),
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, received: () => received };
}
