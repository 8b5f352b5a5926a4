/**
 * A transaction of the generation whose client first read the header: a wallet of 0.9.4's mock chain consumes a note. Its witness was
 * written once, with the crates miden-testing and miden-objects 0.9.4, as `TransactionWitness.to_bytes()`; it is proven anew each time.
 */
import { readFileSync } from "node:fs";
import { createAttestedFetch } from "witnesslock";
import { MIDEN_VERSIONS, attestedMidenFetch } from "witnesslock/miden";
import { nodeFetch } from "witnesslock/node";
import { frame } from "./grpc-web.mjs";
import { say } from "./run.mjs";

const witness = readFileSync(
  new URL("fixtures/miden-0.9.4-consume.transaction-witness.bin", import.meta.url),
);
/** A proven transaction begins with its account and the account's state, before and after, as commitments. */
const ACCOUNT_BYTES = 15;
const EXPECTED = {
  account: witness.subarray(0, ACCOUNT_BYTES).toString("hex"),
  before: "0a1eff0506be0d580995b17a0ac3e647f2a525a47131bcabf0c2152fbeee6d07",
  after: "952bc8d815d0895c038f55049e3603d26b6559c975dfdd67233f111b2cb56c85",
};

/** Sends it as a client of 0.9 does, and reads of which transaction the proof is. */
export async function proveOfGeneration09(attester, root) {
  let outcome;
  const fetch = attestedMidenFetch({
    attestedFetch: createAttestedFetch({
      policy: { snp: { measurements: ["a5".repeat(48)] } },
      dangerouslyTrustRoots: [root],
      allowInsecureLoopback: true,
      offline: true,
      fetch: nodeFetch(),
      onReport: (report) => (outcome = `${report.outcome}, witness ${report.witnessSent}`),
    }),
    onRefusal: ({ code, message }) => say(`  refused: ${code}: ${message}`),
  });
  const begun = performance.now();
  const response = await fetch(attester + MIDEN_VERSIONS["0.9"].path, {
    method: "POST",
    headers: { "Content-Type": "application/grpc-web+proto", "X-Grpc-Web": "1" },
    body: frame(0, Buffer.concat([lengthDelimited(2, witness.length), witness])),
  });
  const body = Buffer.from(await response.arrayBuffer());
  const proof = proofOf(body);
  const milliseconds = Math.round(performance.now() - begun);
  const way = "Node, a witness of 0.9.4";
  say(`  ${JSON.stringify({ way, outcome, witnessBytes: witness.length, proofBytes: proof.length, milliseconds })}`); // prettier-ignore
  const state = (at) => proof.subarray(ACCOUNT_BYTES + at, ACCOUNT_BYTES + at + 32).toString("hex");
  const actual = {
    account: proof.subarray(0, ACCOUNT_BYTES).toString("hex"),
    before: state(0),
    after: state(32),
  };
  if (JSON.stringify(actual) !== JSON.stringify(EXPECTED)) {
    throw new Error(`0.9: the proof is of another transaction: ${JSON.stringify(actual)}`);
  }
}

/** The tag of a field, and a length behind it. */
function lengthDelimited(field, length) {
  const bytes = [(field << 3) | 2];
  let rest = length;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.of(...bytes, rest);
}

/** Field 1 of the answer's first frame, which is all of it. */
function proofOf(body) {
  if (body.length < 5 || body[0] !== 0) throw new Error("0.9: the answer holds no message");
  const message = body.subarray(5, 5 + body.readUInt32BE(1));
  let end = 1;
  while (message[end] >= 0x80) end += 1;
  const head = message.subarray(0, end + 1);
  const proof = message.subarray(end + 1);
  if (!head.equals(lengthDelimited(1, proof.length))) throw new Error("0.9: not one proof");
  return proof;
}
