/** What a caller says of how endorsements are fetched, and what of it is refused. */
import { checkCount, checkFunction, inputInvalid, readOptions } from "./input.ts";

/**
 * Remembers endorsements by their address. It may lose anything at any time; what it returns is verified like the rest. An
 * answer that takes longer than two seconds is not waited for.
 */
export interface EndorsementCache {
  /** The bytes kept under an address, or `undefined`. */
  get(url: string): Promise<Uint8Array | undefined>;
  /** Keeps bytes on which a verdict stood. */
  set(url: string, bytes: Uint8Array): Promise<void>;
}

/** How endorsements are fetched. The same object means the same memory of what was fetched and what failed. */
export interface EndorsementSourceOptions {
  /**
   * A mirror: one base address for every vendor, or one by host (`{ "kdsintf.amd.com": "https://mirror.example/amd" }`).
   * Path and query of the vendor's address are appended. A mirror is not trusted.
   */
  readonly base?: string | Readonly<Record<string, string>> | undefined;
  /**
   * A caching service for Intel's collateral (PCCS), as "https://pccs.example:8081". It is not trusted. Intel's own service
   * is asked otherwise.
   */
  readonly pccs?: string | undefined;
  /** Default: a `memoryCache` for each object of these options, and one for all calls without any. */
  readonly cache?: EndorsementCache | undefined;
  /** Default: the global fetch at the time of the call. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Bytes of one endorsement. Default: 1 MiB, the verifier's own limit. */
  readonly maxBytes?: number | undefined;
  /** Milliseconds for one endorsement, retries included. Default: 10,000. */
  readonly timeoutMs?: number | undefined;
}

/** Intel's servers. */
export const INTEL = ["api.trustedservices.intel.com", "certificates.trustedservices.intel.com"];
/** The only servers that the verifier names. */
export const VENDORS = ["kdsintf.amd.com", ...INTEL];

const NAMES = [
  "base",
  "pccs",
  "cache",
  "fetch",
  "maxBytes",
  "timeoutMs",
] as const satisfies readonly (keyof EndorsementSourceOptions)[];
const FIELD = "endorsementSource";
const ADDRESS = "an address as https://host.example, without query and user";

/**
 * Copied and checked: what is wrong would show once a vendor is asked, or never.
 *
 * @throws AttestationError `input_invalid`
 */
export function readSourceOptions(given: EndorsementSourceOptions): EndorsementSourceOptions {
  const options = readOptions(given, NAMES, FIELD);
  if (typeof options.base === "object")
    Object.assign(options, { base: readOptions(options.base, VENDORS, "base") });
  const { base, pccs, cache, fetch, maxBytes, timeoutMs } = options;
  if (base !== undefined && !isBase(base))
    throw inputInvalid(`${FIELD}.base`, `${ADDRESS}, or one for each host`);
  if (pccs !== undefined && !isAddress(pccs)) throw inputInvalid(`${FIELD}.pccs`, ADDRESS);
  if (cache !== undefined && !isCache(cache))
    throw inputInvalid(`${FIELD}.cache`, "an object with get and set");
  checkFunction(`${FIELD}.fetch`, fetch);
  checkCount(`${FIELD}.maxBytes`, maxBytes);
  checkCount(`${FIELD}.timeoutMs`, timeoutMs);
  return options;
}

function isBase(base: string | Readonly<Record<string, string>>): boolean {
  const addresses = typeof base === "object" ? Object.values(base) : [base];
  // A Map or a URL has no members of its own, and would be no mirror at all.
  return addresses.length > 0 && addresses.every(isAddress);
}

/** Behind it a vendor's path and query are put. */
function isAddress(value: string): boolean {
  return URL.canParse(value) && /^https?:[^?#@]+$/i.test(value);
}

function isCache(cache: Partial<EndorsementCache> | null): boolean {
  return typeof cache?.get === "function" && typeof cache.set === "function";
}
