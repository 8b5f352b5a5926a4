/** The operator's own functions: what goes wrong in one is not the call's, and does not end the process. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { createAttester } from "../../src/attester/index.ts";
import type { AttesterOptions } from "../../src/attester/index.ts";
import { toBase64Url } from "../../src/bytes.ts";
import { createNonce } from "../../src/index.ts";
import { simulated } from "../../src/testing/index.ts";

const quotes = await simulated();
const unheard: unknown[] = [];
const hear = (reason: unknown) => unheard.push(reason);
let others: NodeJS.UnhandledRejectionListener[] = [];

beforeEach(() => {
  unheard.length = 0;
  others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", hear);
});
afterEach(() => {
  process.off("unhandledRejection", hear);
  for (const other of others) process.on("unhandledRejection", other);
});

/** Node tells of rejections that nobody heard once all that was begun is done. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

async function challenge(options: Partial<AttesterOptions>): Promise<number> {
  const handle = createAttester({ quotes, upstream: "http://127.0.0.1:1", ...options });
  const address = `https://p.example/.well-known/attestation?nonce=${toBase64Url(createNonce())}`;
  const { status } = await handle(new Request(address));
  await settled();
  return status;
}

test("a rejection that nobody hears is seen by these tests", async () => {
  void Promise.reject(new Error("unheard"));
  await settled();
  expect(unheard).toHaveLength(1);
});

test.each<[string, () => unknown]>([
  ["throws", () => { throw new Error("the operator's"); }],
  ["rejects", async () => { await settled(); throw new Error("the operator's"); }],
])("a listener that %s changes no call", async (_name, listener) => {
  let told = 0;
  const onLog = () => {
    told += 1;
    return listener();
  };
  expect(await challenge({ onLog })).toBe(200);
  await settled();
  const staple = () => Promise.reject(new Error("no endorsements"));
  expect(await challenge({ staple, onStapleError: onLog })).toBe(200);
  await settled();
  const broken = { quote: () => Promise.reject(new Error("no report")) };
  expect(await challenge({ quotes: broken, onQuoteError: onLog })).toBe(503);
  await settled();
  expect([told, unheard]).toEqual([3, []]);
}); // prettier-ignore

test("an operator learns why there was no report, and its client does not", async () => {
  const reason = new Error("/dev/sev-guest: permission denied");
  const failing = { quote: () => Promise.reject(reason) };
  const wordless = { quote: () => Promise.resolve({ evidence: "a text" as never }) };
  const empty = { quote: () => Promise.resolve({ evidence: new Uint8Array() }) };
  for (const [provider, expected] of [
    [failing, reason],
    [empty, expect.objectContaining({ message: "the quote provider gave no Uint8Array" })],
    [wordless, expect.objectContaining({ message: "the quote provider gave no Uint8Array" })],
  ] as const) {
    const told: unknown[] = [];
    const handle = createAttester({
      quotes: provider,
      upstream: "http://127.0.0.1:1",
      onQuoteError: (error) => told.push(error),
    });
    const nonce = toBase64Url(createNonce());
    const response = await handle(
      new Request(`https://p.example/.well-known/attestation?nonce=${nonce}`),
    );
    expect(response.status).toBe(503);
    expect(await response.text()).not.toMatch(/sev-guest|Uint8Array/);
    expect(told).toEqual([expected]);
  }
});

test("stapling that gives no bytes has failed: the evidence is sent as it is", async () => {
  const told: unknown[] = [];
  const staple = () => Promise.resolve("a text" as never);
  expect(await challenge({ staple, onStapleError: (error) => told.push(error) })).toBe(200);
  expect(told).toEqual([expect.objectContaining({ message: "staple gave no Uint8Array" })]);
});
