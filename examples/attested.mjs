/**
 * The attested fetch of the examples below this folder. `PROVER` is the attester's address, `ROOT` the file of the simulated TEE's root; a
 * deployment has neither a root of its own nor http.
 */
import { readFileSync } from "node:fs";

export const endpoint = process.env.PROVER;

export const options = {
  policy: { snp: { measurements: ["a5".repeat(48)] } },
  dangerouslyTrustRoots: [new Uint8Array(readFileSync(process.env.ROOT))],
  allowInsecureLoopback: true,
  offline: true,
  onReport: ({ outcome, witnessSent }) =>
    console.log(JSON.stringify({ attestation: outcome, witnessSent })),
};
