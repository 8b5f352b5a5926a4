/** Runs first in the SDK's own worker: the fetch that it will call attests the prover. */
import { installMidenFetch } from "witnesslock/miden";

// The worker itself has an address of its own kind, so paths are relative to this module.
const configuration = await fetch(new URL("/configuration.json", import.meta.url));
const { root, policy } = await configuration.json();
installMidenFetch({
  attestedFetch: {
    policy,
    dangerouslyTrustRoots: [Uint8Array.from(root)],
    allowInsecureLoopback: true,
    offline: true,
    onReport: (event) => {
      const { outcome, witnessSent, code } = event;
      new BroadcastChannel("attestation").postMessage({ outcome, witnessSent, code });
    },
  },
});
