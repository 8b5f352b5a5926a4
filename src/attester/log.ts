/** What an attester tells its operator: facts about calls, never anything of their contents, addresses or headers. */
import { tell } from "../listener.ts";

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
