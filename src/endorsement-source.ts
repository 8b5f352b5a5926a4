/**
 * Fetches endorsements from their vendor, or from a mirror: with limits, once, and without trusting a byte of them.
 */
import { readBoundedBody } from "./bounded-body.ts";
import { INTEL, VENDORS, readSourceOptions } from "./endorsement-source-options.ts";
import type { EndorsementCache, EndorsementSourceOptions } from "./endorsement-source-options.ts";
import { EndorsementsError } from "./errors.ts";
import { withIssuerChain } from "./issuer-chain.ts";
import { memoryCache } from "./cache-memory.ts";
import { patientCache } from "./patient-cache.ts";

/** Bytes, and whether they were remembered. */
export interface Endorsement {
  readonly bytes: Uint8Array;
  readonly cached: boolean;
}

/** A source at work. */
export interface EndorsementSource {
  /**
   * @param fresh - not from the cache: what it holds has expired
   * @throws EndorsementsError `endorsements_fetch`
   */
  get(url: string, fresh?: boolean): Promise<Endorsement>;
  /** Keeps what a verdict stood on. */
  keep(url: string, bytes: Uint8Array): Promise<void>;
  /** Where it is kept. */
  readonly cache: EndorsementCache;
  /** Whether that is a caller's, which may take its time. */
  readonly mayHang: boolean;
}

/** Intel serves its root's list as a file; a PCCS has an address of its own for it. */
const ROOT_LIST = { intel: "/IntelSGXRootCA.der", pccs: "/sgx/certification/v4/rootcacrl" };
const MAX_BYTES = 1024 * 1024;
const TIMEOUT_MS = 10_000;
/** AMD's server asks for patience with 429; after this many answers of that kind it is left alone. */
const MAX_ATTEMPTS = 4;
const FIRST_DELAY_MS = 500;
const FAILURE_MEMORY_MS = 60_000;
const MAX_FAILURES = 256;
const BUDGET = 60;
const BUDGET_WINDOW_MS = 60_000;

const DEFAULTS: EndorsementSourceOptions = {};
const sources = new WeakMap<EndorsementSourceOptions, EndorsementSource>();

/**
 * The source of these options: one for each object, so that single flight and memory work across calls.
 *
 * @throws AttestationError `input_invalid`
 */
export function endorsementSource(options: EndorsementSourceOptions = DEFAULTS): EndorsementSource {
  let source = sources.get(options);
  if (source === undefined) {
    source = create(readSourceOptions(options));
    sources.set(options, source);
  }
  return source;
}

function create(options: EndorsementSourceOptions): EndorsementSource {
  const cache = options.cache === undefined ? memoryCache() : patientCache(options.cache);
  const flights = new Map<string, Promise<Uint8Array>>();
  const failures = new Map<string, { readonly until: number; readonly error: EndorsementsError }>();
  const spent = new Map<string, number[]>();

  const fly = async (url: string): Promise<Uint8Array> => {
    const target = locate(url, options);
    spend(spent, target.origin);
    return download(target, options);
  };

  return {
    cache,
    mayHang: options.cache !== undefined,
    async get(url, fresh = false) {
      const cached = fresh ? undefined : await read(cache, url);
      if (cached !== undefined) return { bytes: cached, cached: true };
      const failed = failures.get(url);
      if (failed !== undefined && failed.until > performance.now()) throw failed.error;
      failures.delete(url);
      let flight = flights.get(url);
      if (flight === undefined) {
        flight = fly(url);
        flights.set(url, flight);
        flight
          .catch((error: unknown) => {
            if (!(error instanceof EndorsementsError)) return;
            failures.set(url, { until: performance.now() + FAILURE_MEMORY_MS, error });
            // Who sends forged evidence chooses the addresses. The first is the oldest.
            const [oldest] = failures.keys();
            if (failures.size > MAX_FAILURES && oldest !== undefined) failures.delete(oldest);
          })
          .finally(() => flights.delete(url));
      }
      return { bytes: await flight, cached: false };
    },
    async keep(url, bytes) {
      try {
        await cache.set(url, bytes.slice());
      } catch {
        // A full or broken cache costs time, never a verdict.
      }
    },
  };
}

async function read(cache: EndorsementCache, url: string): Promise<Uint8Array | undefined> {
  try {
    return (await cache.get(url))?.slice();
  } catch {
    return undefined;
  }
}

function locate(url: string, { base, pccs }: EndorsementSourceOptions): URL {
  const vendor = new URL(url);
  if (vendor.protocol !== "https:" || !VENDORS.includes(vendor.host)) {
    throw failure("the verifier named an address that is no vendor's", url);
  }
  const isPccs = pccs !== undefined && INTEL.includes(vendor.host);
  const mirror = isPccs ? pccs : typeof base === "string" ? base : base?.[vendor.host];
  if (mirror === undefined) return vendor;
  const target = new URL(mirror);
  const path = isPccs && vendor.pathname === ROOT_LIST.intel ? ROOT_LIST.pccs : vendor.pathname;
  target.pathname = target.pathname.replace(/\/$/, "") + path;
  target.search = vendor.search;
  return target;
}

/** One call asks for a handful of addresses; a flood of forged evidence must not become a flood at the vendor. */
function spend(spent: Map<string, number[]>, origin: string): void {
  const now = performance.now();
  const recent = (spent.get(origin) ?? []).filter((time) => now - time < BUDGET_WINDOW_MS);
  if (recent.length >= BUDGET) {
    throw failure("too many endorsements were asked for within a minute; try again later", origin);
  }
  spent.set(origin, [...recent, now]);
}

async function download(target: URL, options: EndorsementSourceOptions): Promise<Uint8Array> {
  const send = options.fetch ?? globalThis.fetch;
  const end = performance.now() + (options.timeoutMs ?? TIMEOUT_MS);
  const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  for (let attempt = 1; ; attempt += 1) {
    let response: Response;
    try {
      response = await send(target.href, {
        signal,
        redirect: "error",
        credentials: "omit",
        referrerPolicy: "no-referrer",
      });
    } catch (cause) {
      throw failure(
        "the endorsement could not be fetched: the network, or a page's CORS, which the vendors' servers do not allow; have " +
          "the prover send it with its evidence, or name a mirror in endorsementSource.base",
        target.href,
        cause,
      );
    }
    if (response.status === 429 && attempt < MAX_ATTEMPTS) {
      await response.body?.cancel();
      const delay = retryDelay(response.headers.get("Retry-After"), attempt);
      if (performance.now() + delay < end) {
        await new Promise((resolve) => setTimeout(resolve, delay));
        continue;
      }
    }
    if (!response.ok) {
      await response.body?.cancel();
      throw failure(
        `the server of the endorsement answered with status ${response.status}`,
        target.href,
      );
    }
    const bytes = await readBounded(response, options.maxBytes ?? MAX_BYTES, target.href);
    return withIssuerChain(bytes, response.headers);
  }
}

/** Retry-After in seconds where the server gives it (RFC 9110, section 10.2.3), otherwise twice as long each time. */
function retryDelay(header: string | null, attempt: number): number {
  const seconds = header !== null && /^\d{1,4}$/.test(header) ? Number(header) : undefined;
  return seconds === undefined ? FIRST_DELAY_MS * 2 ** (attempt - 1) : seconds * 1000;
}

async function readBounded(response: Response, limit: number, url: string): Promise<Uint8Array> {
  let bytes: Uint8Array | undefined;
  try {
    bytes = await readBoundedBody(response.body, limit);
  } catch (cause) {
    throw failure("the endorsement was cut off", url, cause);
  }
  if (bytes === undefined) throw failure(`the endorsement is larger than ${limit} bytes`, url);
  return bytes;
}

function failure(message: string, url: string, cause?: unknown): EndorsementsError {
  return new EndorsementsError("endorsements_fetch", message, { context: { urls: [url] }, cause });
}
