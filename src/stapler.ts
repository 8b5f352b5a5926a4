/**
 * For provers: evidence together with every endorsement that a verdict on it needs, so that clients verify offline and in
 * browsers, where the vendors' servers cannot be asked.
 */
import { AUTHENTICATE_OPTIONS } from "./appraise.ts";
import type { AuthenticateOptions } from "./appraise.ts";
import { endorsementSource } from "./endorsement-source.ts";
import { checkCount, readBlobs, readEvidence, readOptions, readTime } from "./input.ts";
import type { VerifierRequest } from "./verifier.ts";
import { verify } from "./verify.ts";

/** Completes evidence. It is verified on the way: what a client could not believe is not sent. */
export type Stapler = (evidence: Uint8Array) => Promise<Uint8Array>;

/** How a stapler goes about it. */
export interface StaplerOptions extends AuthenticateOptions {
  /**
   * After how many milliseconds the vendor is asked anew though what is remembered is still valid. Default: 12 hours; clients
   * refuse documents more than a day older than others that they have seen.
   */
  readonly refreshMs?: number | undefined;
}

const REFRESH_MS = 12 * 3_600_000;
const NAMES = [
  ...AUTHENTICATE_OPTIONS,
  "refreshMs",
] as const satisfies readonly (keyof StaplerOptions)[];

/**
 * Makes a stapler: the option `staple` of `createAttester` in `witnesslock/attester`.
 *
 * @throws AttestationError `input_invalid`, at once; and, with EndorsementsError and ProverError, as `authenticate` when it is
 * used
 */
export function stapler(options: StaplerOptions = {}): Stapler {
  const own = readOptions(options, NAMES);
  const { refreshMs = REFRESH_MS, ...rest } = own;
  endorsementSource(own.endorsementSource);
  checkCount("refreshMs", refreshMs, 0x7fffffff, 0);
  checkCount("timeoutMs", own.timeoutMs);
  let refreshed = Number.NEGATIVE_INFINITY;
  return async (evidence) => {
    const request: VerifierRequest = {
      operation: "staple",
      evidence: readEvidence(evidence),
      endorsements: readBlobs(own.endorsements, "endorsements"),
      dangerouslyTrustRoots: readBlobs(own.dangerouslyTrustRoots, "dangerouslyTrustRoots"),
      now: readTime(own.now),
    };
    const isDue = performance.now() - refreshed >= refreshMs;
    const result = await verify<{ readonly evidence: string }>(request, rest, isDue);
    if (isDue) refreshed = performance.now();
    return new TextEncoder().encode(result.evidence);
  };
}
