/** The gateway's keys: when they turn, how long the old ones serve, and that they are forgotten. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createKeyRing } from "../../src/attester/key-ring.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

test("one generation serves for the hour, and the next has other keys and other ids", async () => {
  const ring = createKeyRing({ rotateMs: HOUR, graceMs: 5 * MINUTE });
  const first = await ring.current();
  vi.advanceTimersByTime(HOUR - 1);
  expect(await ring.current()).toBe(first);
  vi.advanceTimersByTime(1);
  const second = await ring.current();
  expect(second.hash).not.toBe(first.hash);
  const ids = [...first.keys, ...second.keys].map(({ keyId }) => keyId);
  expect(new Set(ids).size).toBe(4);
  expect(first.keys.map(({ kem }) => kem)).toEqual([0x647a, 0x0020]);
});

test("the generation before serves through the grace, and is then forgotten without any call", async () => {
  const ring = createKeyRing({ rotateMs: HOUR, graceMs: 5 * MINUTE });
  const first = await ring.current();
  const keyId = first.keys[0]!.keyId;
  await ring.rotate();
  expect(ring.held).toBe(2);
  vi.advanceTimersByTime(5 * MINUTE - 1);
  expect(ring.find(first.hash, keyId)).toBe(first);
  expect(ring.find(undefined, keyId)).toBe(first);
  vi.advanceTimersByTime(2);
  expect(ring.find(first.hash, keyId)).toBeUndefined();
  expect(ring.held).toBe(1);
});

test("no id comes again while a generation that has it is held", async () => {
  const ring = createKeyRing({ rotateMs: HOUR, graceMs: HOUR });
  const held: number[] = [];
  for (let turn = 0; turn < 100; turn += 1) {
    await ring.rotate();
    held.push(...(await ring.current()).keys.map(({ keyId }) => keyId));
  }
  expect(new Set(held).size).toBe(200);
});

test("calls that come together find one generation", async () => {
  const ring = createKeyRing({ rotateMs: HOUR, graceMs: MINUTE });
  const generations = await Promise.all([ring.current(), ring.current(), ring.current()]);
  expect(new Set(generations).size).toBe(1);
});

test("remembers an encapsulated key for as long as the key lives, and forgets all when closed", async () => {
  const ring = createKeyRing({ rotateMs: HOUR, graceMs: MINUTE });
  const first = await ring.current();
  expect(first.remember(new Uint8Array(32))).toBe(true);
  expect(first.remember(new Uint8Array(32))).toBe(false);
  expect(first.remember(new Uint8Array(32).fill(1))).toBe(true);
  ring.close();
  expect(ring.held).toBe(0);
  expect((await ring.current()).hash).not.toBe(first.hash);
});
