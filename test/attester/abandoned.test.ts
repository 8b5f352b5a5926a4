/** Answers that pass unattested, and that nobody reads on in: the prover is let go of them, though nobody said that he left. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { createAttester } from "../../src/attester/index.ts";
import type { AttesterOptions } from "../../src/attester/index.ts";
import { nodeFetch } from "../../src/node.ts";
import { slowBody } from "./slow-body.ts";

const quotes = { quote: () => Promise.resolve({ evidence: new Uint8Array(4) }) };
const call = (body: BodyInit = "w") =>
  new Request("https://p.example/prove", { method: "POST", body });

afterEach(() => {
  vi.useRealTimers();
});

/** A prover that answers part by part, as it is told, and knows whether anybody still wants it. */
function prover(options: Partial<AttesterOptions> = {}) {
  const { body, ...byHand } = slowBody();
  const upstream = async (request: Request) => {
    await request.arrayBuffer().catch(() => undefined);
    return new Response(body);
  };
  const handle = createAttester({ quotes, upstream, receiveTimeoutMs: 10_000, ...options });
  return { handle, ...byHand };
}

test.each([
  ["the global fetch", () => globalThis.fetch],
  ["nodeFetch", () => nodeFetch()],
])("the prover's connection ends, by %s", async (_name, fetch) => {
  let open = 0;
  const server = createServer((request, answer) => {
    request.resume();
    open += 1;
    answer.once("close", () => {
      open -= 1;
    });
    // It begins, and never ends.
    answer.write(new Uint8Array(1000));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const upstream = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const handle = createAttester({ quotes, upstream, fetch: fetch(), receiveTimeoutMs: 400 });
  try {
    // Of these one is not read at all, and one in part.
    await handle(call());
    const { body } = await handle(call());
    await body!.getReader().read();
    expect(open).toBe(2);
    await vi.waitFor(() => {
      expect(open).toBe(0);
    }, 5000);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test("a reader may pause for the time limit, and no longer", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { handle, state, write } = prover();
  const reader = (await handle(call())).body!.getReader();
  for (let part = 1; part <= 3; part += 1) {
    await vi.advanceTimersByTimeAsync(9999);
    write(part);
    expect((await reader.read()).value?.length).toBe(part);
  }
  expect(state.cancelled).toBe(false);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(state.cancelled).toBe(true);
  await expect(reader.read()).rejects.toThrow("10000 ms");
});

test("a reader that waits for the prover has not left", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { handle, state, write, end } = prover();
  const answer = (await handle(call())).arrayBuffer();
  await vi.advanceTimersByTimeAsync(3_000_000);
  write(7);
  await vi.advanceTimersByTimeAsync(3_000_000);
  end();
  expect([(await answer).byteLength, state.cancelled]).toEqual([7, false]);
  // Nothing is left to go off.
  expect(vi.getTimerCount()).toBe(0);
});

test("an answer that is not passed on, as its request was too long, is let go of at once", async () => {
  const { handle, state } = prover({ maxBodyBytes: 4 });
  expect((await handle(call("witness"))).status).toBe(413);
  expect(state.cancelled).toBe(true);
});
