/** Where no real prover is at hand: the one recorded transaction, and the proof that a real prover gave for it. */
import "fake-indexeddb/auto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createAttestedFetch } from "witnesslock";
import { proveTransaction } from "witnesslock/miden";

const fixture = (name) =>
  new Uint8Array(
    readFileSync(new URL(`../fixtures/miden-0.13.3-mint.${name}.bin`, import.meta.url)),
  );

// The SDK fetches its own WebAssembly; Node's fetch reads no files.
const former = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const address = input instanceof Request ? input.url : String(input);
  if (!address.startsWith("file:")) return former(input, init);
  const headers = { "Content-Type": "application/wasm" };
  return new Response(readFileSync(fileURLToPath(address)), { headers });
};
const sdk = await import("@miden-sdk/miden-sdk");
const result = sdk.TransactionResult.deserialize(fixture("transaction-result"));
const { bytes } = await proveTransaction(result, {
  endpoint: process.env.PROVER,
  attestedFetch: createAttestedFetch({
    policy: { snp: { measurements: ["a5".repeat(48)] } },
    dangerouslyTrustRoots: [new Uint8Array(readFileSync(process.env.ROOT))],
    allowInsecureLoopback: true,
    offline: true,
  }),
  ProvenTransaction: sdk.ProvenTransaction,
});
console.log(JSON.stringify({ way: "Node, recorded", proofBytes: bytes.length }));
process.exit(0);
