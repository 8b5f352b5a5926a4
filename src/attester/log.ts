/** What an attester tells its operator: facts about calls, never anything of their contents, addresses or headers. */

/** One call. */
export interface LogEntry {
  /** RFC 3339. */
  readonly time: string;
  /** Which part answered. */
  readonly kind: "challenge" | "gateway" | "unsealed" | "health" | "preflight";
  /** The request's method, or `"other"`. */
  readonly method: string;
  /** Of the outer answer: what is sealed stays sealed. */
  readonly status: number;
  /** Milliseconds until the answer began. */
  readonly ms: number;
}

/** Methods that are logged by name; another one is text that a client chose. */
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Measures one call, and tells of it once. */
export function logger(
  told: ((entry: LogEntry) => void) | undefined,
  { method }: Request,
  kind: LogEntry["kind"],
): (response: Response) => void {
  const begun = performance.now();
  return ({ status }) => {
    const entry: LogEntry = {
      time: new Date().toISOString(),
      kind,
      method: METHODS.includes(method) ? method : "other",
      status,
      ms: Math.round((performance.now() - begun) * 10) / 10,
    };
    tell(told, entry);
  };
}

/** Tells a listener, and waits for nothing: its fault, now or later, is not the call's. */
export function tell<T>(listener: ((value: T) => unknown) | undefined, value: T): void {
  try {
    // A function that is async gives a promise, and one that rejects unheard may end the process.
    Promise.resolve(listener?.(value)).catch(() => undefined);
  } catch {
    // As above.
  }
}
