/** One time limit over several steps, joined with the caller's own signal. */
import { AttestationError, EndorsementsError, ProverError } from "./errors.ts";
import { checkCount } from "./input.ts";

/** A running limit. */
export interface Deadline {
  /** Aborts when the time is over or the caller says so. */
  readonly signal: AbortSignal;
  /** @throws ProverError where it is over already. */
  check(): void;
  /** The error to show: what a step threw, or why it was stopped. */
  explain(error: unknown): unknown;
  /** A step's outcome, or the end of the limit, after which none begins: for steps of others, which may not heed the signal. */
  race<T>(step: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Stops the clock. */
  clear(): void;
}

/** The default of every `timeoutMs`. */
export const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * Begins a limit.
 *
 * @param timeoutMs - milliseconds, 1 to 2^31 - 1; the default otherwise
 * @param signal - the caller's
 */
export function deadline(timeoutMs: number | undefined, signal: AbortSignal | undefined): Deadline {
  const limit = timeoutMs ?? DEFAULT_TIMEOUT_MS;
  checkCount("timeoutMs", limit);
  const end = performance.now() + limit;
  let controller: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let timedOut = false;
  const forward = () => {
    controller?.abort();
  };
  // A verdict that waits for nothing needs no timer, and making one takes as long as parsing the verdict.
  const running = (): AbortSignal => {
    if (controller === undefined) {
      controller = new AbortController();
      timer = setTimeout(
        () => {
          timedOut = true;
          forward();
        },
        Math.max(0, end - performance.now()),
      );
      signal?.addEventListener("abort", forward, { once: true });
      if (signal?.aborted === true) forward();
    }
    return controller.signal;
  };
  const isOver = (): boolean => {
    if (controller !== undefined) return controller.signal.aborted;
    if (signal?.aborted === true) return true;
    timedOut = performance.now() >= end;
    return timedOut;
  };
  const stopped = (cause: unknown) =>
    timedOut
      ? new ProverError("transport_timeout", `no verdict was reached within ${limit} ms`, {
          cause,
          context: { field: "timeoutMs", actual: String(limit) },
        })
      : new ProverError("aborted", "the caller's signal stopped the call", { cause });
  return {
    get signal() {
      return running();
    },
    check: () => {
      if (isOver()) throw stopped(signal?.reason);
    },
    // What the verifier said stands, however late it said it; what broke because it was stopped did not break.
    explain: (error) => (!isVerdict(error) && !isStop(error) && isOver() ? stopped(error) : error),
    race: async (step) => {
      const own = running();
      if (own.aborted) throw stopped(signal?.reason);
      const begun = step(own);
      return new Promise((resolve, reject) => {
        const stop = () => {
          reject(stopped(signal?.reason));
        };
        own.addEventListener("abort", stop, { once: true });
        begun.then(resolve, reject).finally(() => {
          own.removeEventListener("abort", stop);
        });
      });
    },
    clear: () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", forward);
    },
  };
}

function isVerdict(error: unknown): boolean {
  return error instanceof AttestationError || error instanceof EndorsementsError;
}

function isStop(error: unknown): boolean {
  return (
    error instanceof ProverError && (error.code === "aborted" || error.code === "transport_timeout")
  );
}
