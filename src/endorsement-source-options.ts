/** What a caller says of how endorsements are fetched, and what of it is refused. */
import { inputInvalid, readOptions } from "./input.ts";

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

type Rule = readonly [holds: (value: never) => boolean, expected: string];

/** Behind it a vendor's path and query are put. */
const isAddress = (value: string) => URL.canParse(value) && /^https?:[^?#@]+$/i.test(value);
const isFunction = (value: unknown) => typeof value === "function";
const ADDRESS: Rule = [isAddress, "an address as https://host.example, without query and user"];
const LIMIT: Rule = [
  (value: number) => Number.isSafeInteger(value) && value > 0 && value < 2 ** 31,
  "a whole number from 1 to 2147483647",
];

/** What each option must be where it is given. */
const RULES: Readonly<Record<keyof EndorsementSourceOptions, Rule>> = {
  base: [
    (value: string | Readonly<Record<string, string>>) => {
      const addresses = typeof value === "object" ? Object.values(value) : [value];
      // A Map or a URL has no members of its own, and would be no mirror at all.
      return addresses.length > 0 && addresses.every(isAddress);
    },
    `${ADDRESS[1]}, or one for each host`,
  ],
  pccs: ADDRESS,
  cache: [
    (value: Partial<EndorsementCache> | null) => isFunction(value?.get) && isFunction(value?.set),
    "an object with get and set",
  ],
  fetch: [isFunction, "a function"],
  maxBytes: LIMIT,
  timeoutMs: LIMIT,
};
const NAMES = Object.keys(RULES) as (keyof EndorsementSourceOptions)[];

/**
 * Copied and checked: what is wrong would show once a vendor is asked, or never.
 *
 * @throws AttestationError `input_invalid`
 */
export function readSourceOptions(given: EndorsementSourceOptions): EndorsementSourceOptions {
  const options = readOptions(given, NAMES, "endorsementSource");
  const { base } = options;
  if (typeof base === "object")
    Object.assign(options, { base: readOptions(base, VENDORS, "base") });
  for (const name of NAMES) {
    const value = options[name];
    const [holds, expected] = RULES[name];
    if (value !== undefined && !holds(value as never)) {
      throw inputInvalid(`endorsementSource.${name}`, expected);
    }
  }
  return options;
}
