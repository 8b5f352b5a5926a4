/** The wallet's service worker: it alone holds witnesses, and lets them out sealed or not at all. */
import { createAttestedFetch, isWitnesslockError } from "witnesslock";

const CONFIGURATION = "configuration.json";
let attestedFetch;

/** The prover and the policy are the wallet's own files: no page can name others. */
async function prover() {
  const response = await fetch(chrome.runtime.getURL(CONFIGURATION));
  const { url, policy, root } = await response.json();
  attestedFetch ??= createAttestedFetch({
    policy,
    dangerouslyTrustRoots: [Uint8Array.from(root)],
    allowInsecureLoopback: true,
    offline: true,
  });
  return url;
}

async function prove(witness) {
  try {
    const url = await prover();
    const response = await attestedFetch(url, { method: "POST", body: Uint8Array.from(witness) });
    const { status, tee, anchor, claims } = response.attestation;
    const proof = new Uint8Array(await response.arrayBuffer());
    return { proofBytes: proof.length, status, tee, anchor, measurement: claims.measurement };
  } catch (error) {
    if (!isWitnesslockError(error)) throw error;
    return { refused: error.code, message: error.message, witnessSent: error.witnessSent };
  }
}

chrome.runtime.onMessage.addListener(({ witness }, _sender, answer) => {
  prove(witness).then(answer, (error) => answer({ failed: String(error) }));
  return true;
});
