/**
 * `witnesslock/slim`: the default entry without the WebAssembly inside and without sealing; a caller gives it both, or
 * says that it does not seal.
 */
import { makeAttestedFetch } from "./attested-fetch.ts";
import type { AttestedFetch } from "./attested-fetch.ts";
import type { AttestedFetchOptions } from "./attested-fetch-options.ts";
import { inputInvalid } from "./input.ts";
import type { Sealing } from "./sealing/sealing.ts";
// What this file names itself counts more than what the star brings.
export * from "./index.ts";
export type { Sealing } from "./sealing/sealing.ts";

/** Options of the slim `createAttestedFetch`: sealing is given, or renounced by name. */
export type SlimAttestedFetchOptions = AttestedFetchOptions &
  (
    | {
        /** `obliviousHttp` of `witnesslock/sealing`. */
        readonly sealing: Sealing;
      }
    | { readonly sealing?: undefined; readonly seal: "off" }
    | { readonly sealing?: undefined; readonly mode: "if-present" | "off" }
  );

/**
 * Makes a fetch that attests the prover, as the default entry's does.
 *
 * @throws AttestationError as the default entry's, and `input_invalid` where calls are to be sealed and `sealing` is absent
 */
export function createAttestedFetch(options: SlimAttestedFetchOptions): AttestedFetch {
  const { sealing, ...rest } = options;
  const challenges =
    rest.mode === undefined || rest.mode === "required" || rest.mode === "report-only";
  if (sealing !== undefined && typeof sealing.chooseKey !== "function") {
    throw inputInvalid("sealing", "obliviousHttp of witnesslock/sealing");
  }
  if (sealing === undefined && challenges && rest.seal !== "off") {
    throw inputInvalid("sealing", 'obliviousHttp of witnesslock/sealing; or write seal: "off"');
  }
  return makeAttestedFetch(rest, sealing);
}
