/** Bodies read whole: no further than their limit, and in memory no greater than they are, whatever their parts. */
import { expect, test } from "vitest";
import { readBoundedBody } from "../../src/bounded-body.ts";

/** A body of so many parts of so many bytes each, which says how many of its parts were taken. */
function bodyOf(parts: number, bytes: number) {
  const taken = { parts: 0, cancelled: false };
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (taken.parts === parts) {
        controller.close();
        return;
      }
      taken.parts += 1;
      controller.enqueue(new Uint8Array(bytes).fill(taken.parts));
    },
    cancel() {
      taken.cancelled = true;
    },
  });
  return { body, taken };
}

test("what comes is what is read, to the byte at which it is too long", async () => {
  expect(await readBoundedBody(bodyOf(3, 2).body, 6)).toEqual(Uint8Array.of(1, 1, 2, 2, 3, 3));
  expect(await readBoundedBody(null, 0)).toEqual(new Uint8Array());
  const { body, taken } = bodyOf(100, 2);
  expect(await readBoundedBody(body, 5)).toBeUndefined();
  expect(taken.cancelled).toBe(true);
  expect(taken.parts).toBeLessThan(6);
});

test("what is not admitted is not kept", async () => {
  const admitted: number[] = [];
  const { body, taken } = bodyOf(100, 2);
  const read = readBoundedBody(body, 1000, (bytes) => {
    if (admitted.length === 3) throw new Error("no room");
    admitted.push(bytes);
  });
  await expect(read).rejects.toThrow("no room");
  expect(admitted).toEqual([2, 2, 2]);
  expect(taken.cancelled).toBe(true);
});

test("parts of one byte cost no more memory than parts of many", async () => {
  const PARTS = 300_000;
  const part = Uint8Array.of(7);
  let left = PARTS;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (left === 0) controller.close();
      else controller.enqueue(part.slice());
      left -= 1;
    },
  });
  const { external: before } = process.memoryUsage();
  let most = 0;
  const read = readBoundedBody(body, PARTS, () => {
    if (left % 1000 === 0) most = Math.max(most, process.memoryUsage().heapUsed);
  });
  const { heapUsed: begin } = process.memoryUsage();
  expect((await read)?.length).toBe(PARTS);
  // A part that is kept for itself is some 200 bytes: 60 MB.
  expect(most - begin).toBeLessThan(40_000_000);
  expect(process.memoryUsage().external - before).toBeLessThan(40_000_000);
});
