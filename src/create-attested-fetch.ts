/** The default entry's `createAttestedFetch`: it seals, unless it is told not to. */
import { makeAttestedFetch } from "./attested-fetch.ts";
import type { AttestedFetch } from "./attested-fetch.ts";
import type { AttestedFetchOptions } from "./attested-fetch-options.ts";
import { obliviousHttp } from "./sealing/index.ts";

/**
 * Makes a fetch that attests the prover.
 *
 * @throws AttestationError `policy_invalid`, `input_invalid`, at once; what only the verifier can see in a policy, on the
 * first call, before anything is sent
 */
export function createAttestedFetch(options: AttestedFetchOptions): AttestedFetch {
  return makeAttestedFetch(options, obliviousHttp);
}
