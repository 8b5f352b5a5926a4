/**
 * Two hundred sealed proofs of 159 KB, twenty at a time, through one attester: nothing lost, memory flat. A prover that dies in
 * the middle: clean errors, and the same requests go through afterwards.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createAttester } from "../../src/attester/index.ts";
import { listen } from "../../src/cli/http-server.ts";
import { createAttestedFetch, isWitnesslockError } from "../../src/index.ts";
import { nodeFetch } from "../../src/node.ts";
import { simulated } from "../../src/testing/index.ts";

const fixture = (name: string) =>
  new Uint8Array(
    readFileSync(new URL(`../../examples/fixtures/miden-0.13.3-mint.${name}.bin`, import.meta.url)),
  );
const WITNESS = fixture("grpcweb-request");
const PROOF = fixture("proven-transaction");
const CALLS = 200;
const AT_A_TIME = 20;
/** What a real proof of this transaction takes, shortened: ten rounds of it would be eighty seconds and show nothing more. */
const DELAY_MS = Number(process.env["WITNESSLOCK_PROOF_MS"] ?? "800");

async function setup() {
  const state = { isDead: false, proven: 0 };
  const upstream = await listen(async (request) => {
    const body = Buffer.from(await request.arrayBuffer());
    if (!body.equals(WITNESS)) return new Response("another witness", { status: 400 });
    await new Promise((resolve) => setTimeout(resolve, DELAY_MS));
    // A connection that ends without an answer.
    if (state.isDead) throw new Error("killed");
    state.proven += 1;
    return new Response(PROOF);
  });
  const quotes = await simulated();
  const attester = createAttester({ quotes, upstream: upstream.url, fetch: nodeFetch() });
  const prover = await listen(attester);
  const attestedFetch = createAttestedFetch({
    policy: { snp: { measurements: "any" } },
    dangerouslyTrustRoots: [quotes.root],
    allowInsecureLoopback: true,
    offline: true,
  });
  const call = async () => {
    const response = await attestedFetch(`${prover.url}/prove`, { method: "POST", body: WITNESS });
    return Buffer.from(await response.arrayBuffer()).equals(PROOF);
  };
  const held = async () => {
    const health = await fetch(`${prover.url}/.well-known/attestation/health`);
    return ((await health.json()) as { heldBytes: number }).heldBytes;
  };
  const close = () => Promise.all([prover.close(), upstream.close()]);
  return { state, call, held, close };
}

/** Runs so many calls, some at a time, and tells of each what became of it. */
async function run<T>(count: number, call: () => Promise<T>, each: (done: number) => void) {
  const results: T[] = [];
  let begun = 0;
  const worker = async () => {
    while (begun < count) {
      begun += 1;
      results.push(await call());
      each(results.length);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return results;
}

test("nothing is lost, and memory stays flat", async () => {
  const { state, call, held, close } = await setup();
  const residents: number[] = [];
  const begun = performance.now();
  const results = await run(CALLS, call, (done) => {
    if (done % AT_A_TIME === 0) residents.push(process.memoryUsage().rss / 1e6);
  });
  const seconds = (performance.now() - begun) / 1000;
  expect(results).toHaveLength(CALLS);
  expect(results.every(Boolean)).toBe(true);
  expect(state.proven).toBe(CALLS);
  expect(await held()).toBe(0);
  const [first = 0] = residents;
  const last = residents.at(-1) ?? 0;
  console.log(
    `${CALLS} sealed proofs of ${WITNESS.length} B, ${AT_A_TIME} at a time, ${DELAY_MS} ms each: ${seconds.toFixed(1)} s; ` +
      `resident ${residents.map((megabytes) => megabytes.toFixed(0)).join(", ")} MB`,
  );
  // Client, attester and prover are one process here; each round alone moves 50 MB through it.
  expect(last - first).toBeLessThan(150);
  await close();
}, 300_000);

test("the prover is killed in the middle: clean errors, nothing held, and the callers can send again", async () => {
  const { state, call, held, close } = await setup();
  const outcome = async () => {
    try {
      return await call();
    } catch (error) {
      if (!isWitnesslockError(error)) throw error;
      return `${error.code} ${error.witnessSent}`;
    }
  };
  const results = await run(60, outcome, (done) => {
    if (done === 20) state.isDead = true;
    if (done === 40) state.isDead = false;
  });
  const failed = results.filter((result) => result !== true);
  expect(failed.length).toBeGreaterThan(0);
  expect(new Set(failed)).toEqual(new Set(["prover_http sealed"]));
  expect(await held()).toBe(0);
  expect(await call()).toBe(true);
  await close();
}, 120_000);
