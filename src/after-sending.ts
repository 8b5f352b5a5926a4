/** For adapters that read a prover's answer: once there is one the witness has left, and no error may say otherwise. */
import type { AttestedResponse } from "./attested-response.ts";
import { errorFrom, isWitnesslockError } from "./errors.ts";
import type { WitnessSent } from "./errors.ts";
import type { AttestationResult } from "./result.ts";
import { discard, transportError } from "./transport.ts";

/** How it left, as the verdict says; without a verdict nothing sealed it that could be known of. */
function howSent(attestation: AttestationResult | undefined): Exclude<WitnessSent, "no"> {
  const check = attestation?.checks.find(({ id }) => id === "channel_binding");
  return check?.outcome === "passed" ? "sealed" : "plain";
}

/**
 * Reads an answer to its end.
 *
 * @param signal - the caller's
 * @param read - told how the witness left; its errors need not say it
 * @throws what `read` throws, with `witnessSent` as it is: errors of this package as they are otherwise, and of others, as
 * of a connection that broke, ProverError `transport_failed` or `aborted`
 */
export async function readAnswer<T>(
  response: AttestedResponse,
  signal: AbortSignal | undefined,
  read: (witnessSent: Exclude<WitnessSent, "no">) => Promise<T>,
): Promise<T> {
  const witnessSent = howSent(response.attestation);
  try {
    return await read(witnessSent);
  } catch (error) {
    discard(response);
    // A caller may abort with an error of this package, which is then not about this call.
    const isOurs = isWitnesslockError(error) && (error as unknown) !== signal?.reason;
    throw isOurs
      ? errorFrom(error, { witnessSent, cause: error })
      : transportError(error, signal, witnessSent);
  }
}
