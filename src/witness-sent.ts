/** How far a witness came, for what happens to an answer after the attested fetch gave it. */
import { errorFrom, isWitnesslockError } from "./errors.ts";
import type { WitnessSent } from "./errors.ts";
import type { AttestationResult } from "./result.ts";

/** What a verdict says of the way; without one nothing was sealed. */
export function howSent(attestation: AttestationResult | undefined): Exclude<WitnessSent, "no"> {
  const check = attestation?.checks.find(({ id }) => id === "channel_binding");
  return check?.outcome === "passed" ? "sealed" : "plain";
}

/** A step's outcome, its errors with the truth: whoever reads them may want to send the witness elsewhere. */
export async function afterSending<T>(
  witnessSent: WitnessSent,
  step: () => Promise<T>,
): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw isWitnesslockError(error) ? errorFrom(error, { witnessSent, cause: error }) : error;
  }
}
