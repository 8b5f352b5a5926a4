/** The options of `createAttester`, and what they become once read. */
import { knownAllowOrigin, knownOrigins, knownUpstream } from "./known-addresses.ts";
import {
  knownFunction,
  knownLimit,
  knownMethods,
  knownOptions,
  wrongKind,
} from "./known-options.ts";
import { isBytes } from "../input.ts";
import { tell } from "../listener.ts";
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
  /** Told when stapling failed, as `onLog` is told; the evidence is then sent as it is, and a client may still find the rest by itself. */
  readonly onStapleError?: (error: unknown) => void;
  /** Told, as `onLog` is, why there is no report: what the quote provider threw. The client's answer is 503, without the reason. */
  readonly onQuoteError?: (error: unknown) => void;
  /** The prover: its base address, or a function. */
  readonly upstream: string | URL | ((request: Request) => Promise<Response>);
  /** Milliseconds for which the prover may be silent: until it begins to answer, and from part to part. Default: one hour. */
  readonly upstreamTimeoutMs?: number;
  /**
   * Milliseconds in which a request that is held whole, a sealed one or one with a nonce, must arrive; then the answer is 408. For as
   * long may a client ask for nothing more of its answer, attested or not, which is then broken off. Default: 60,000.
   */
  readonly receiveTimeoutMs?: number;
  /** `false`: offer no key, and open nothing. Default: `true`. */
  readonly seal?: boolean;
  /**
   * The origins under which clients reach this prover, as `https://prover.example`: a sealed request for another one is
   * refused. Default: the host of the request that carries it; needed behind a proxy that writes another `Host`.
   */
  readonly origins?: readonly string[];
  /** Milliseconds after which the keys are replaced, a day at most. Default: one hour. */
  readonly rotateMs?: number;
  /**
   * Milliseconds for which replaced keys still open what was sealed to them; then they are forgotten. A day at most, and at most
   * 126 times `rotateMs`. Default: 5 minutes.
   */
  readonly graceMs?: number;
  /** A report costs the firmware milliseconds; beyond this rate the answer is 429. Default: 3000. */
  readonly reportsPerMinute?: number;
  /** Bytes of a request's or an answer's body. Default: 64 MiB. */
  readonly maxBodyBytes?: number;
  /** Bytes that all calls together may hold; beyond it the answer is 503. Default: 512 MiB. */
  readonly maxTotalBytes?: number;
  /** `Access-Control-Allow-Origin`. Default: `"*"`. */
  readonly allowOrigin?: string;
  /** Told of every call; nobody waits for it, and what it throws or rejects with is dropped. */
  readonly onLog?: (entry: LogEntry) => void;
  /** Default: the global fetch at the time of the request. */
  readonly fetch?: typeof globalThis.fetch;
}

const NAMES = [
  "quotes",
  "staple",
  "onStapleError",
  "onQuoteError",
  "upstream",
  "upstreamTimeoutMs",
  "receiveTimeoutMs",
  "seal",
  "origins",
  "rotateMs",
  "graceMs",
  "reportsPerMinute",
  "maxBodyBytes",
  "maxTotalBytes",
  "allowOrigin",
  "onLog",
  "fetch",
] as const satisfies readonly (keyof AttesterOptions)[];

/** How the prover is reached. */
export interface Upstream {
  /** Absent where a function stands for the prover. */
  readonly base: URL | undefined;
  readonly send: (request: Request) => Promise<Response>;
}

const MiB = 1024 * 1024;
/** Beyond it a timer of most runtimes goes off at once. */
const LONGEST_MS = 0x7fffffff;
/** PROTOCOL.md: keys are replaced at least every day. */
const DAY_MS = 86_400_000;
const NO_LIMIT = Number.MAX_SAFE_INTEGER;
/** What holds by default, and how much may be asked for. */
const LIMITS = {
  upstreamTimeoutMs: [3_600_000, LONGEST_MS],
  receiveTimeoutMs: [60_000, LONGEST_MS],
  rotateMs: [3_600_000, DAY_MS],
  graceMs: [300_000, DAY_MS],
  reportsPerMinute: [3000, NO_LIMIT],
  maxBodyBytes: [64 * MiB, NO_LIMIT],
  maxTotalBytes: [512 * MiB, NO_LIMIT],
} as const;

/**
 * Reads the options once: what is wrong with one is said here, and not by the calls that it would fail.
 *
 * @throws TypeError, RangeError
 */
export function readAttesterOptions(given: AttesterOptions) {
  const options = knownOptions(given, NAMES, "createAttester");
  const { allowOrigin = "*", seal = true, origins, onLog } = options;
  // What is merely falsy would switch sealing off.
  if (typeof seal !== "boolean") throw wrongKind("seal", "true or false", seal);
  const limit = (name: keyof typeof LIMITS): number => {
    const [standard, most] = LIMITS[name];
    return knownLimit(name, options[name] ?? standard, most);
  };
  return {
    quotes: reporting(options),
    upstream: upstreamOf(options),
    allowOrigin: knownAllowOrigin(allowOrigin),
    seal,
    origins: knownOrigins(origins),
    onLog: knownFunction("onLog", onLog),
    upstreamTimeoutMs: limit("upstreamTimeoutMs"),
    receiveTimeoutMs: limit("receiveTimeoutMs"),
    rotateMs: limit("rotateMs"),
    graceMs: limit("graceMs"),
    reportsPerMinute: limit("reportsPerMinute"),
    maxBodyBytes: limit("maxBodyBytes"),
    maxTotalBytes: limit("maxTotalBytes"),
  };
}

function upstreamOf({ upstream, fetch }: AttesterOptions): Upstream {
  knownFunction("fetch", fetch);
  if (typeof upstream === "function") return { base: undefined, send: upstream };
  return {
    base: knownUpstream(upstream),
    send: (request) => (fetch ?? globalThis.fetch)(request, { redirect: "manual" }),
  };
}

/** The quote provider with what is done around it: its operator is told of what fails. */
function reporting({
  quotes,
  staple,
  onStapleError,
  onQuoteError,
}: AttesterOptions): QuoteProvider {
  knownMethods("quotes", quotes, ["quote"], "as configfsTsm() gives one");
  knownFunction("staple", staple);
  knownFunction("onStapleError", onStapleError);
  knownFunction("onQuoteError", onQuoteError);
  return {
    async quote(reportData, extraData) {
      let evidence: Uint8Array;
      try {
        evidence = given(
          "the quote provider",
          (await quotes.quote(reportData, extraData)).evidence,
        );
      } catch (error) {
        tell(onQuoteError, error);
        throw error;
      }
      if (staple === undefined) return { evidence };
      try {
        return { evidence: given("staple", await staple(evidence)) };
      } catch (error) {
        tell(onStapleError, error);
        return { evidence };
      }
    },
  };
}

function given(by: string, evidence: Uint8Array): Uint8Array {
  if (!isBytes(evidence) || evidence.length === 0) throw new TypeError(`${by} gave no Uint8Array`);
  return evidence;
}
