/** A prover's answer: its parts are waited for so long and no longer, and so long it waits for a reader. */

/** What a body is watched for. */
interface Watch {
  /** Ends it from outside. */
  readonly signal: AbortSignal;
  /** Milliseconds for which the prover may give no part that somebody waits for. */
  readonly silentMs: number;
  /** Milliseconds for which nobody may ask for a part. */
  readonly stallMs: number;
  /** Told where the prover was silent for too long: it aborts the call to it. */
  readonly silent: () => void;
  /** Told where nobody read on for too long: the same. */
  readonly stalled: () => void;
  /** Told once: the body was read to its end, broke off, or nobody reads on. */
  readonly end: () => void;
}

/** The same body. A reader that pauses is not the prover's fault, nor is a prover that works its reader's. */
export function watchedBody(
  body: ReadableStream<Uint8Array>,
  { signal, silentMs, stallMs, silent, stalled, end }: Watch,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const allow = (ms: number, late: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(late, ms);
    if (typeof timer === "object") timer.unref();
  };
  let breakOff: (reason: unknown) => void = () => undefined;
  const stopped = () => {
    clearTimeout(timer);
    breakOff(signal.reason);
    // Not waited for: a prover that stalls may not end either.
    reader.cancel(signal.reason).catch(() => undefined);
    end();
  };
  const done = () => {
    clearTimeout(timer);
    signal.removeEventListener("abort", stopped);
    end();
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        breakOff = (reason) => {
          controller.error(reason);
        };
        // Whoever drops the answer tells nobody, so also a body that nobody begins to read is given up.
        allow(stallMs, stalled);
        if (signal.aborted) stopped();
        else signal.addEventListener("abort", stopped, { once: true });
      },
      async pull(controller) {
        allow(silentMs, silent);
        try {
          const next = await reader.read();
          // Nothing may be written to a stream that was broken off meanwhile.
          if (controller.desiredSize === null) return;
          if (next.done) {
            done();
            controller.close();
          } else {
            allow(stallMs, stalled);
            controller.enqueue(next.value);
          }
        } catch (error) {
          done();
          throw error;
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
