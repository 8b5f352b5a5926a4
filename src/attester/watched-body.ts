/** A prover's answer, whose parts are waited for so long and no longer. */

/** What a body is watched for. */
interface Watch {
  /** Ends it from outside. */
  readonly signal: AbortSignal;
  /** Milliseconds without a part. */
  readonly silentMs: number;
  /** Told where they have passed: it aborts the call to the prover. */
  readonly late: () => void;
  /** Told once: the body was read to its end, broke off, or nobody reads on. */
  readonly end: () => void;
}

/** The same body. Only what somebody waits for can be late: a reader that pauses is not the prover's fault. */
export function watchedBody(
  body: ReadableStream<Uint8Array>,
  { signal, silentMs, late, end }: Watch,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let breakOff: (reason: unknown) => void = () => undefined;
  const stopped = () => {
    breakOff(signal.reason);
    // Not waited for: a prover that stalls may not end either.
    reader.cancel(signal.reason).catch(() => undefined);
    end();
  };
  const done = () => {
    signal.removeEventListener("abort", stopped);
    end();
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        breakOff = (reason) => {
          controller.error(reason);
        };
        if (signal.aborted) stopped();
        else signal.addEventListener("abort", stopped, { once: true });
      },
      async pull(controller) {
        const timer = setTimeout(late, silentMs);
        try {
          const next = await reader.read();
          // Nothing may be written to a stream that was broken off meanwhile.
          if (controller.desiredSize === null) return;
          if (next.done) {
            done();
            controller.close();
          } else {
            controller.enqueue(next.value);
          }
        } catch (error) {
          done();
          throw error;
        } finally {
          clearTimeout(timer);
        }
      },
      cancel(reason) {
        done();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
