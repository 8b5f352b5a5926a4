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
  expect(ring.find(first.hash, first.keys[0]!.keyId)).toBeUndefined();
});

test("keys that nobody asks for any more are forgotten all the same", async () => {
  const ring = createKeyRing({ rotateMs: HOUR, graceMs: 5 * MINUTE });
  const first = await ring.current();
  const keyId = first.keys[0]!.keyId;
  // Nothing of the ring is called between: its timer alone counts, which is there for as long as a key is.
  vi.advanceTimersByTime(HOUR + 5 * MINUTE - 1);
  expect(vi.getTimerCount()).toBe(1);
  expect(ring.find(undefined, keyId)).toBe(first);
  vi.advanceTimersByTime(1);
  expect(vi.getTimerCount(), "no timer is left, so no key is").toBe(0);
  expect(ring.held).toBe(0);
  expect(ring.find(first.hash, keyId)).toBeUndefined();
  expect(ring.find(undefined, keyId)).toBeUndefined();
  expect((await ring.current()).hash).not.toBe(first.hash);
});

test("keys are not opened with past their time where no timer went off", async () => {
  const ring = createKeyRing({ rotateMs: HOUR, graceMs: 5 * MINUTE });
  const first = await ring.current();
  const keyId = first.keys[0]!.keyId;
  const begun = performance.now();
  const clock = vi.spyOn(performance, "now");
  clock.mockReturnValue(begun + HOUR + 4 * MINUTE);
  expect(ring.find(first.hash, keyId)).toBe(first);
  // The grace began when they were due, not when somebody noticed.
  clock.mockReturnValue(begun + HOUR + 5 * MINUTE);
  expect(ring.find(first.hash, keyId)).toBeUndefined();
  clock.mockRestore();
});

test("a ring that is closed while it makes keys holds none, and makes none afterwards", async () => {
  const ring = createKeyRing({ rotateMs: HOUR, graceMs: MINUTE });
  const making = ring.current();
  const refused = expect(making).rejects.toThrow("was closed");
  ring.close();
  await refused;
  expect([ring.held, vi.getTimerCount()]).toEqual([0, 0]);
  await expect(ring.current()).rejects.toThrow("was closed");
  await expect(ring.rotate()).rejects.toThrow("was closed");
  expect([ring.held, vi.getTimerCount()]).toEqual([0, 0]);
});

test("rotated more often than there are ids, it forgets the oldest and uses no id twice", async () => {
  const ring = createKeyRing({ rotateMs: HOUR, graceMs: HOUR });
  const first = await ring.current();
  const second = (await ring.rotate(), await ring.current());
  for (let turn = 2; turn < 128; turn += 1) await ring.rotate();
  expect(ring.held).toBe(128);
  expect(ring.find(first.hash, first.keys[0]!.keyId)).toBe(first);
  await ring.rotate();
  const newest = await ring.current();
  expect(ring.held).toBe(128);
  expect(ring.find(first.hash, first.keys[0]!.keyId)).toBeUndefined();
  expect(ring.find(second.hash, second.keys[0]!.keyId)).toBe(second);
  for (const { keyId } of newest.keys) expect(ring.find(undefined, keyId)).toBe(newest);
});

test("an id is passed over while a key that has it is held, also where the making of a key failed", async () => {
  const ring = createKeyRing({ rotateMs: HOUR, graceMs: HOUR });
  for (let turn = 0; turn < 128; turn += 1) await ring.rotate();
  // The second key of a generation fails, so that the ids no longer come in pairs.
  const real = crypto.getRandomValues.bind(crypto);
  const failing = vi.spyOn(crypto, "getRandomValues");
  let calls = 0;
  failing.mockImplementation((array) => {
    calls += 1;
    if (calls === 3) throw new Error("no randomness");
    return real(array);
  });
  await expect(ring.rotate()).rejects.toThrow();
  failing.mockRestore();
  for (let turn = 0; turn < 3; turn += 1) {
    await ring.rotate();
    const newest = await ring.current();
    for (const { keyId } of newest.keys) expect(ring.find(undefined, keyId)).toBe(newest);
  }
});

test("a grace in which more generations would be held than there are ids is refused", () => {
  expect(() => createKeyRing({ rotateMs: MINUTE, graceMs: 127 * MINUTE })).toThrow(RangeError);
  expect(() => createKeyRing({ rotateMs: MINUTE, graceMs: 127 * MINUTE })).toThrow("126 times");
  expect(() => createKeyRing({ rotateMs: MINUTE, graceMs: 126 * MINUTE })).not.toThrow();
});
