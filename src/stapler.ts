/**
 * For provers: evidence together with every endorsement that a verdict on it needs, so that clients verify offline and in
 * browsers, where the vendors' servers cannot be asked.
 */
import { AUTHENTICATE_OPTIONS, common } from "./appraise.ts";
import type { AuthenticateOptions } from "./appraise.ts";
import { endorsementSource } from "./endorsement-source.ts";
import { AttestationError } from "./errors.ts";
import { checkCount, checkFunction, readOptions } from "./input.ts";
import { tell } from "./listener.ts";
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
  /**
   * Told why the vendor could not be asked anew, where what is remembered is still valid and was served. The vendor is left
   * alone for a minute then. Once it is valid no longer, the stapler throws.
   */
  readonly onRefreshError?: ((error: unknown) => unknown) | undefined;
}

const REFRESH_MS = 12 * 3_600_000;
const RETRY_MS = 60_000;
const NAMES = [
  ...AUTHENTICATE_OPTIONS,
  "refreshMs",
  "onRefreshError",
] as const satisfies readonly (keyof StaplerOptions)[];

/**
 * Makes a stapler: the option `staple` of `createAttester` in `witnesslock/attester`.
 *
 * @throws AttestationError `input_invalid`, at once; and, with EndorsementsError and ProverError, as `authenticate` when it is
 * used
 */
export function stapler(options: StaplerOptions = {}): Stapler {
  const own = readOptions(options, NAMES);
  const { refreshMs = REFRESH_MS } = own;
  endorsementSource(own.endorsementSource);
  checkCount("refreshMs", refreshMs, 0x7fffffff, 0);
  checkFunction("onRefreshError", own.onRefreshError);
  checkCount("timeoutMs", own.timeoutMs);
  let due = Number.NEGATIVE_INFINITY;
  return async (evidence) => {
    const request: VerifierRequest = { operation: "staple", ...common(evidence, own) };
    const complete = (isFresh: boolean) =>
      verify<{ readonly evidence: string }>(request, own, isFresh);
    const isDue = performance.now() >= due;
    let pauseMs = refreshMs;
    const result = await complete(isDue).catch(async (error: unknown) => {
      // What the vendor said stands, a revocation too.
      if (!isDue || error instanceof AttestationError) throw error;
      const held = await complete(false);
      pauseMs = RETRY_MS;
      tell(own.onRefreshError, error);
      return held;
    });
    if (isDue) due = performance.now() + pauseMs;
    return new TextEncoder().encode(result.evidence);
  };
}
