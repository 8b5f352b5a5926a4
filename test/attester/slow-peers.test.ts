/** Peers that begin and do not go on: what they hold is given back in time, and nobody else is kept waiting by them. */
import { Server } from "node:http";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createAttester } from "../../src/attester/index.ts";
import type { AttesterOptions } from "../../src/attester/index.ts";
import { Budget } from "../../src/attester/budget.ts";
import { leasedBody } from "../../src/attester/leased-body.ts";
import { toBase64Url } from "../../src/bytes.ts";
import { listen } from "../../src/cli/http-server.ts";
import type { RunningServer } from "../../src/cli/http-server.ts";
import { createNonce } from "../../src/index.ts";
import { simulated } from "../../src/testing/index.ts";
import { slowBody } from "./slow-body.ts";

const quotes = await simulated();
const NONCED = { "Attestation-Nonce": toBase64Url(createNonce()) };
const SEALED = { "Content-Type": "message/ohttp-req" };
const GATEWAY = "https://p.example/.well-known/ohttp-gateway";
const HEALTH = "/.well-known/attestation/health";

function attester(options: Partial<AttesterOptions> = {}) {
  const upstream = async (request: Request) => new Response(`proof of ${await request.text()}`);
  const handle = createAttester({ quotes, upstream, ...options });
  const held = async () => {
    const health = await handle(new Request(`https://p.example${HEALTH}`));
    return ((await health.json()) as { heldBytes: number }).heldBytes;
  };
  return { handle, held };
}

const post = (url: string, headers: HeadersInit, body: BodyInit) => {
  const init = { method: "POST", headers, body, duplex: "half" };
  return new Request(url, init);
};

describe("on a clock that is turned by hand", () => {
  const useClock = () => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  afterEach(() => {
    vi.useRealTimers();
  });

  test.each([
    ["with a nonce", "https://p.example/prove", NONCED],
    ["that is sealed", GATEWAY, SEALED],
  ])("a request %s that stalls is 408 after the time limit, and holds nothing then", async (_name, url, headers) => {
    useClock();
    const { handle, held } = attester({ receiveTimeoutMs: 10_000 });
    const { body, state, write } = slowBody();
    const answers: Response[] = [];
    void handle(post(url, headers, body)).then((answer) => answers.push(answer));
    write(700);
    await vi.advanceTimersByTimeAsync(6000);
    // Bytes that trickle do not prolong it.
    write(1);
    await vi.advanceTimersByTimeAsync(3999);
    expect([answers.length, await held()]).toEqual([0, 701]);
    await vi.advanceTimersByTimeAsync(1);
    expect([answers[0]?.status, await held(), state.cancelled]).toEqual([408, 0, true]);
    expect(((await answers[0]!.json()) as { error: string }).error).toContain("10000 ms");
  }); // prettier-ignore

  test("a request that arrives within the limit is answered, however long its proof takes", async () => {
    useClock();
    let prove: (() => void) | undefined;
    const upstream = () =>
      new Promise<Response>((resolve) => {
        prove = () => {
          resolve(new Response("proof"));
        };
      });
    const { handle } = attester({ upstream });
    const { body, write, end } = slowBody();
    const answering = handle(post("https://p.example/prove", NONCED, body));
    write(700);
    // The default is a minute.
    await vi.advanceTimersByTimeAsync(59_999);
    end();
    await vi.advanceTimersByTimeAsync(600_000);
    prove!();
    vi.useRealTimers();
    const answer = await answering;
    expect([answer.status, await answer.text()]).toEqual([200, "proof"]);
  });

  test("an answer whose reader stalls breaks off, and holds nothing then", async () => {
    useClock();
    const budget = new Budget(1_000_000);
    const lease = budget.lease();
    lease.take(300_000);
    const reader = leasedBody(new Uint8Array(300_000), lease, 10_000).getReader();
    for (let read = 0; read < 3; read += 1) {
      await vi.advanceTimersByTimeAsync(9999);
      expect((await reader.read()).value?.length).toBe(65_536);
    }
    expect(budget.held).toBe(300_000);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(budget.held).toBe(0);
    await expect(reader.read()).rejects.toThrow("10000 ms");
  });

  test("an answer that nobody begins to read is given up too", async () => {
    useClock();
    const budget = new Budget(1000);
    const lease = budget.lease();
    lease.take(300);
    const body = leasedBody(new Uint8Array(300), lease, 10_000);
    await vi.advanceTimersByTimeAsync(9999);
    expect([budget.held, body.locked]).toEqual([300, false]);
    await vi.advanceTimersByTimeAsync(1);
    expect(budget.held).toBe(0);
  });
});

describe("over sockets", () => {
  const open: (Socket | RunningServer)[] = [];
  afterEach(async () => {
    for (const one of open.splice(0)) await ("destroy" in one ? one.destroy() : one.close());
  });
  const serve = async (...args: Parameters<typeof listen>) => {
    const server = await listen(...args);
    open.push(server);
    return server;
  };
  /** Sends the beginning of a request, and gives all that comes back until the connection ends. */
  const begin = async ({ port }: RunningServer, head: string, body: Uint8Array) => {
    const socket = connect(port, "127.0.0.1");
    open.push(socket);
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk.toString("latin1");
    });
    socket.on("error", () => undefined);
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.write(`${head}\r\n\r\n`);
    socket.write(body);
    await closed;
    return received;
  };

  test("requests that stall do not keep the budget from the others", async () => {
    const { handle, held } = attester({ maxBodyBytes: 100_000, maxTotalBytes: 800_000, receiveTimeoutMs: 1000 }); // prettier-ignore
    const server = await serve(handle);
    const head = `POST /prove HTTP/1.1\r\nHost: p.example\r\nContent-Length: 100000\r\nAttestation-Nonce: ${NONCED["Attestation-Nonce"]}`; // prettier-ignore
    const stalled = Array.from({ length: 8 }, () => begin(server, head, new Uint8Array(99_990)));
    for (const received of await Promise.all(stalled)) {
      expect(received).toMatch(/^HTTP\/1\.1 408 .*Connection: close/is);
    }
    expect(await held()).toBe(0);
    const honest = await fetch(`${server.url}/prove`, { method: "POST", headers: NONCED, body: new Uint8Array(90_000) }); // prettier-ignore
    expect([honest.status, (await honest.arrayBuffer()).byteLength]).toEqual([200, 90_009]);
  });

  test("the server limits how long a request takes to arrive, not how long its answer takes", async () => {
    const handler = async (request: Request) => {
      await request.arrayBuffer();
      await new Promise((resolve) => setTimeout(resolve, 2500));
      return new Response("proof");
    };
    const server = await serve(handler, { requestTimeoutMs: 1000 });
    const late = begin(
      server,
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9",
      new Uint8Array(8),
    );
    const answer = await fetch(server.url, { method: "POST", body: "witness" });
    expect([answer.status, await answer.text()]).toEqual([200, "proof"]);
    expect(await late).toMatch(/^HTTP\/1\.1 408 /);
  });

  test("the server has such a limit unless it is told another", async () => {
    const listening = vi.spyOn(Server.prototype, "listen");
    await serve(() => Promise.resolve(new Response()));
    expect((listening.mock.contexts as Server[]).map(({ requestTimeout }) => requestTimeout)).toEqual([300_000]); // prettier-ignore
    listening.mockRestore();
  });

  test("an answer that cannot be written gives back what it holds", async () => {
    let isCancelled = false;
    const body = () =>
      new ReadableStream({
        cancel() {
          isCancelled = true;
        },
      });
    // A header may hold this, and a connection may not.
    const headers = { "X-Prover": "\u0001" };
    const server = await serve(() => Promise.resolve(new Response(body(), { headers })));
    expect((await fetch(server.url)).status).toBe(400);
    expect(isCancelled).toBe(true);
  });
});
