/** An answer's bytes as a body that knows whether they are still held for somebody. */
import type { Lease } from "./budget.ts";

const CHUNK = 64 * 1024;

/**
 * Bytes as a body that takes the lease over, and gives it back once it has been read, once nobody will read it, or once
 * its reader has asked for nothing for `stallMs` milliseconds: the body then breaks off.
 */
export function leasedBody(
  bytes: Uint8Array,
  lease: Lease,
  stallMs: number,
): ReadableStream<Uint8Array> {
  const own = lease.handOver();
  let rest = bytes;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = () => {
    clearTimeout(timer);
    // A reader that keeps the stream does not keep what is no longer counted.
    rest = new Uint8Array();
    own.release();
  };
  const watch = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      end();
      controller.error(new Error(`nobody read on in this answer for ${stallMs} ms`));
    }, stallMs);
    if (typeof timer === "object") timer.unref();
  };
  return new ReadableStream<Uint8Array>(
    {
      // Also a body that nobody begins to read is given up.
      start: watch,
      pull(controller) {
        if (rest.length === 0) {
          end();
          controller.close();
          return;
        }
        controller.enqueue(rest.slice(0, CHUNK));
        rest = rest.subarray(CHUNK);
        watch(controller);
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}
