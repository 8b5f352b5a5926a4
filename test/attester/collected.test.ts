/** What ends a call ends it also where the runtime has collected its garbage while the prover worked. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createAttester } from "../../src/attester/index.ts";
import type { AttesterOptions } from "../../src/attester/index.ts";
import { toBase64Url } from "../../src/bytes.ts";
import { createNonce } from "../../src/index.ts";
import { nodeFetch } from "../../src/node.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A prover that works for ever; asked for `/begins`, it begins an answer first. */
const server = createServer((request, answer) => {
  request.resume();
  if (request.url === "/begins") answer.write(new Uint8Array(1000));
});
let upstream = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  upstream = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function attester(options: Partial<AttesterOptions>) {
  const quotes = { quote: () => Promise.resolve({ evidence: new Uint8Array(4) }) };
  const handle = createAttester({ quotes, upstream, ...options });
  const ask = async (path: string, signal?: AbortSignal) => {
    const headers = { "Attestation-Nonce": toBase64Url(createNonce()) };
    const init = {
      method: "POST",
      body: "w",
      headers,
      ...(signal === undefined ? {} : { signal }),
    };
    const answer = await handle(new Request(`https://p.example${path}`, init));
    await answer.arrayBuffer();
    return answer.status;
  };
  const held = async () => {
    const health = await handle(new Request("https://p.example/.well-known/attestation/health"));
    return ((await health.json()) as { heldBytes: number }).heldBytes;
  };
  return { ask, held };
}

async function collectAll(): Promise<void> {
  await pause(150);
  for (let time = 0; time < 4; time += 1) {
    collect();
    await pause(20);
  }
}

const fetches: [string, () => typeof globalThis.fetch][] = [
  ["the global fetch", () => globalThis.fetch],
  ["nodeFetch", () => nodeFetch()],
];

test.each(fetches)("a client that leaves, by %s", async (_name, fetch) => {
  for (const path of ["/silent", "/begins"]) {
    const { ask, held } = attester({ fetch: fetch() });
    const client = new AbortController();
    const answer = ask(path, client.signal);
    await collectAll();
    client.abort();
    expect(await answer).toBe(502);
    expect(await held()).toBe(0);
  }
});

test.each(fetches)("a prover that is silent for too long, by %s", async (_name, fetch) => {
  const { ask, held } = attester({ fetch: fetch(), upstreamTimeoutMs: 600 });
  const answers = [ask("/silent"), ask("/begins")];
  await collectAll();
  expect(await Promise.all(answers)).toEqual([504, 502]);
  expect(await held()).toBe(0);
});
