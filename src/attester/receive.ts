/** Receives a request's body whole: within a number of bytes, the budget of all calls, and a time. */
import { readBoundedBody } from "../bounded-body.ts";
import { OverBudget } from "./budget.ts";
import type { Lease } from "./budget.ts";
import { problem } from "./problem.ts";

/** What a body may take. */
export interface Reception {
  /** Bytes. */
  readonly maxBytes: number;
  /** Milliseconds until all of it must have arrived: bytes that trickle hold the budget as well as bytes that rest. */
  readonly timeoutMs: number;
  readonly lease: Lease;
}

/** Thrown into a body that does not end in time. */
class TooSlow extends Error {}

/**
 * @returns the body, or the answer that refuses it: 400 where it broke off, 408 or 413
 * @throws OverBudget
 */
export async function receive(
  body: ReadableStream<Uint8Array> | null,
  { maxBytes, timeoutMs, lease }: Reception,
): Promise<Uint8Array | Response> {
  const { timed, clear } = withTimeLimit(body, timeoutMs);
  try {
    const bytes = await readBoundedBody(timed, maxBytes, lease.take);
    return bytes ?? problem(413, `the body is larger than ${maxBytes} bytes`);
  } catch (error) {
    if (error instanceof OverBudget) throw error;
    return error instanceof TooSlow
      ? problem(408, `the body did not arrive whole within ${timeoutMs} ms; send it again`)
      : problem(400, "the body broke off; send it again");
  } finally {
    clear();
  }
}

/** The body, which breaks off where it has not ended in time, whatever its source does. */
function withTimeLimit(body: ReadableStream<Uint8Array> | null, timeoutMs: number) {
  if (body === null) return { timed: null, clear: () => undefined };
  const reader = body.getReader();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timed = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        timer = setTimeout(() => {
          controller.error(new TooSlow());
          // Not waited for: a source that stalls may not end either.
          reader.cancel().catch(() => undefined);
        }, timeoutMs);
      },
      async pull(controller) {
        const next = await reader.read();
        // Nothing may be written to a stream that the time limit broke off meanwhile.
        if (controller.desiredSize === null) return;
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return {
    timed,
    clear: () => {
      clearTimeout(timer);
    },
  };
}
