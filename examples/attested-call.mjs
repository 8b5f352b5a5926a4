import { createAttestedFetch, isWitnesslockError } from "witnesslock";

/** Sends a witness to a prover that proves what it is, and gives back the proof. */
export async function prove(url, witness, measurements, options = {}) {
  const attestedFetch = createAttestedFetch({
    policy: { snp: { products: ["genoa", "turin"], measurements } },
    onReport: ({ outcome, code }) => console.log("attestation:", outcome, code ?? ""),
    ...options,
  });
  try {
    const response = await attestedFetch(url, { method: "POST", body: witness });
    console.log(response.attestation.status, response.attestation.tcb.status);
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    if (isWitnesslockError(error)) console.log(error.code, "witness sent:", error.witnessSent);
    throw error;
  }
}
