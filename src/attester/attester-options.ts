/** The options of `createAttester`, and what they become once read. */
import type { LogEntry } from "./log.ts";
import type { QuoteProvider } from "./quote-provider.ts";

/** Options of `createAttester`. */
export interface AttesterOptions {
  /** Makes the reports. */
  readonly quotes: QuoteProvider;
  /**
   * Adds to evidence the endorsements that a verdict on it needs, so that clients need no network: `stapler()` of
   * `witnesslock`. Default: what the quote provider gives is sent as it is.
   */
  readonly staple?: (evidence: Uint8Array) => Promise<Uint8Array>;
  /** Told when stapling failed; the evidence is then sent as it is, and a client may still find the rest by itself. */
  readonly onStapleError?: (error: unknown) => void;
  /** The prover: its base address, or a function. */
  readonly upstream: string | URL | ((request: Request) => Promise<Response>);
  /** Milliseconds in which the prover must begin to answer. Default: one hour. */
  readonly upstreamTimeoutMs?: number;
  /** `false`: offer no key, and open nothing. Default: `true`. */
  readonly seal?: boolean;
  /**
   * The origins under which clients reach this prover, as `https://prover.example`: a sealed request for another one is
   * refused. Default: the host of the request that carries it; needed behind a proxy that writes another `Host`.
   */
  readonly origins?: readonly string[];
  /** Milliseconds after which the keys are replaced. Default: one hour. */
  readonly rotateMs?: number;
  /** Milliseconds for which replaced keys still open what was sealed to them; then they are forgotten. Default: 5 minutes. */
  readonly graceMs?: number;
  /** A report costs the firmware milliseconds; beyond this rate the answer is 429. Default: 3000. */
  readonly reportsPerMinute?: number;
  /** Bytes of a request's or an answer's body. Default: 64 MiB. */
  readonly maxBodyBytes?: number;
  /** Bytes that all calls together may hold; beyond it the answer is 503. Default: 512 MiB. */
  readonly maxTotalBytes?: number;
  /** `Access-Control-Allow-Origin`. Default: `"*"`. */
  readonly allowOrigin?: string;
  /** Told of every call. */
  readonly onLog?: (entry: LogEntry) => void;
  /** Default: the global fetch at the time of the request. */
  readonly fetch?: typeof globalThis.fetch;
}

/** How the prover is reached. */
export interface Upstream {
  /** Absent where a function stands for the prover. */
  readonly base: URL | undefined;
  readonly send: (request: Request) => Promise<Response>;
}

const MiB = 1024 * 1024;
const LIMITS = {
  upstreamTimeoutMs: 3_600_000,
  rotateMs: 3_600_000,
  graceMs: 300_000,
  reportsPerMinute: 3000,
  maxBodyBytes: 64 * MiB,
  maxTotalBytes: 512 * MiB,
} as const;

/** Reads the options once. */
export function readAttesterOptions(options: AttesterOptions) {
  const { allowOrigin = "*", seal = true, origins, onLog } = options;
  const limit = (name: keyof typeof LIMITS): number => {
    const value = options[name] ?? LIMITS[name];
    // Nothing is larger than NaN: it would be no limit.
    if (!Number.isFinite(value) || value <= 0) {
      throw new RangeError(`${name} must be a number above 0`);
    }
    return value;
  };
  return {
    quotes: stapling(options),
    upstream: upstreamOf(options),
    allowOrigin,
    seal,
    origins: origins?.map((origin) => new URL(origin).origin),
    onLog,
    upstreamTimeoutMs: limit("upstreamTimeoutMs"),
    rotateMs: limit("rotateMs"),
    graceMs: limit("graceMs"),
    reportsPerMinute: limit("reportsPerMinute"),
    maxBodyBytes: limit("maxBodyBytes"),
    maxTotalBytes: limit("maxTotalBytes"),
  };
}

function upstreamOf({ upstream, fetch }: AttesterOptions): Upstream {
  if (typeof upstream === "function") return { base: undefined, send: upstream };
  return {
    base: new URL(upstream),
    send: (request) => (fetch ?? globalThis.fetch)(request, { redirect: "manual" }),
  };
}

function stapling({ quotes, staple, onStapleError }: AttesterOptions): QuoteProvider {
  if (staple === undefined) return quotes;
  return {
    async quote(reportData, extraData) {
      const { evidence } = await quotes.quote(reportData, extraData);
      try {
        return { evidence: await staple(evidence) };
      } catch (error) {
        onStapleError?.(error);
        return { evidence };
      }
    },
  };
}
