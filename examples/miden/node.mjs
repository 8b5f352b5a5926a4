/**
 * A Miden transaction from Node, past the SDK's client (`direct`) or under it (`under`). `PROVER` is the attester's address, `ROOT` the file
 * of the simulated TEE's root; a deployment has neither a root of its own nor http.
 */
import "fake-indexeddb/auto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createAttestedFetch } from "witnesslock";
import { installMidenFetch, proveTransaction } from "witnesslock/miden";
import { nodeFetch } from "witnesslock/node";
import { mint } from "./scenario.mjs";

const endpoint = process.env.PROVER;
const attestedFetch = createAttestedFetch({
  policy: { snp: { measurements: ["a5".repeat(48)] } },
  dangerouslyTrustRoots: [new Uint8Array(readFileSync(process.env.ROOT))],
  allowInsecureLoopback: true,
  offline: true,
  fetch: nodeFetch(),
  onReport: ({ outcome, witnessSent, timings }) =>
    console.log(JSON.stringify({ attestation: outcome, witnessSent, timings })),
});

// The SDK fetches its own WebAssembly; Node's fetch reads no files.
const former = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const address = input instanceof Request ? input.url : String(input);
  if (!address.startsWith("file:")) return former(input, init);
  const headers = { "Content-Type": "application/wasm" };
  return new Response(readFileSync(fileURLToPath(address)), { headers });
};
const sdk = await import("@miden-sdk/miden-sdk");

/** Past the SDK's own client: the proof's id is compared, and its verdict is at hand. */
async function direct(_client, result) {
  const { ProvenTransaction } = sdk;
  const proof = await proveTransaction(result, { endpoint, attestedFetch, ProvenTransaction });
  return proof.provenTransaction;
}

/** Under it: nothing of an application's code changes but this line. */
async function under(client, result) {
  const remove = installMidenFetch({ attestedFetch });
  const prover = sdk.TransactionProver.newRemoteProver(endpoint, 120_000n);
  return client.proveTransaction(result, prover).finally(remove);
}

const way = process.argv[2] === "under" ? under : direct;
const minted = await mint(sdk, way);
console.log(JSON.stringify({ way: `Node, ${way.name}`, ...minted }));
// The SDK keeps its database open.
process.exit(minted.isOfThisTransaction ? 0 : 1);
