/** Which errors end a call for good. */
import { ProverError, isWitnesslockError } from "./errors.ts";
import type { WitnessSent, WitnesslockErrorData } from "./errors.ts";

/** A caller who stopped the call has stopped it in every mode. */
export function isStopped(error: unknown): boolean {
  return error instanceof ProverError && error.code === "aborted";
}

/**
 * Whether another prover may be asked: not after the caller stopped, not for a mistake in the call, and not once the witness
 * has left, sealed or not: whether it goes to somebody else as well is the caller's to say. The next one is challenged
 * afresh and must satisfy the same policy.
 */
export function mayTryNext(
  error: unknown,
  witnessSent: WitnessSent,
): error is WitnesslockErrorData {
  if (!isWitnesslockError(error) || isStopped(error)) return false;
  if (error.code === "policy_invalid" || error.code === "input_invalid") return false;
  return witnessSent === "no";
}
