/** No byte of the witness leaves before the verdict: counted at a TCP peer, not at a patched fetch. */
import { afterEach, expect, test } from "vitest";
import { createAttestedFetch, isWitnesslockError } from "../../src/index.ts";
import type { AttestedFetchOptions } from "../../src/index.ts";
import { WITNESS, acceptSimulated, attestedProver, countingPeer, echo, endAll } from "./provers.ts";
import type { CountingPeer } from "./provers.ts";

afterEach(endAll);

/** What any fetch must show here: a refused call whose peer has seen nothing of the witness. */
async function expectNothingSent(
  call: (url: string) => Promise<unknown>,
  peer: CountingPeer,
): Promise<string> {
  let code = "";
  try {
    await call(`${peer.url}/prove`);
  } catch (error) {
    if (!isWitnesslockError(error)) throw error;
    code = error.code;
    expect(error.witnessSent).toBe("no");
  }
  expect(code).not.toBe("");
  // What is on its way arrives.
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(peer.received().length).toBeGreaterThan(0);
  expect(peer.received()).not.toContain("WITNESS");
  return code;
}

const post = (options: AttestedFetchOptions) => (url: string) =>
  createAttestedFetch(options)(url, { method: "POST", body: WITNESS });

test.each([
  ["case 26: a prover without evidence", "endpoint", "prover_protocol", false],
  ["cases 1, 26: a prover without evidence", "header", "evidence_missing", false],
  ["a measurement that the policy does not name", "endpoint", "policy_measurement", true],
  ["a measurement that the policy does not name", "header", "policy_measurement", true],
] as const)("%s, asked by %s: %s", async (_name, from, expected, attested) => {
  const peer = await countingPeer(attested ? await attestedProver() : await echo());
  const policy = { snp: { measurements: ["00".repeat(48)] } };
  const options = await acceptSimulated({ policy, evidence: { from } });
  expect(await expectNothingSent(post(options), peer)).toBe(expected);
});

test("a peer that never answers: the time limit ends the call", async () => {
  const peer = await countingPeer();
  const options = await acceptSimulated({ timeoutMs: 200 });
  expect(await expectNothingSent(post(options), peer)).toBe("transport_timeout");
});

test("a root that nobody named", async () => {
  const peer = await countingPeer(await attestedProver());
  const { dangerouslyTrustRoots: _roots, ...options } = await acceptSimulated();
  expect(await expectNothingSent(post(options), peer)).toBe("root_untrusted");
});

test("the twin: a fetch in the wrong order fails the same expectation", async () => {
  const peer = await countingPeer(await attestedProver());
  const policy = { snp: { measurements: ["00".repeat(48)] } };
  const attestedFetch = createAttestedFetch(await acceptSimulated({ policy }));
  const sendsFirst = async (url: string) => {
    await fetch(url, { method: "POST", body: WITNESS });
    return attestedFetch(url, { method: "POST", body: WITNESS });
  };
  await expect(expectNothingSent(sendsFirst, peer)).rejects.toThrow(/WITNESS/);
});

test("after the verdict the witness arrives whole, and the answer carries the verdict", async () => {
  const peer = await countingPeer(await attestedProver());
  const attestedFetch = createAttestedFetch(await acceptSimulated());
  const response = await attestedFetch(`${peer.url}/prove`, { method: "POST", body: WITNESS });
  expect(await response.text()).toBe(`proof of ${WITNESS}`);
  expect(response.headers.get("X-Prover")).toBe("1");
  expect(response.url).toBe(`${peer.url}/prove`);
  const { attestation } = response;
  expect(attestation).toMatchObject({ status: "warning", anchor: "simulated", tee: "snp" });
  const check = attestation?.checks.find(({ id }) => id === "channel_binding");
  expect(check).toMatchObject({ outcome: "skipped" });
  const sent = peer.received();
  expect(sent.indexOf("GET /.well-known/attestation?nonce=")).toBe(0);
  expect(sent.indexOf("WITNESS")).toBeGreaterThan(sent.indexOf("POST /prove"));
});

test("without a policy, if-present sends byte for byte what fetch sends", async () => {
  const peer = await countingPeer(await echo());
  const init: RequestInit = {
    method: "POST",
    body: WITNESS,
    headers: { "Content-Type": "text/plain", "X-Wallet": "1" },
  };
  await (await fetch(`${peer.url}/prove`, init)).text();
  const plain = peer.received();
  const attestedFetch = createAttestedFetch({ mode: "if-present" });
  const response = await attestedFetch(`${peer.url}/prove`, init);
  expect(await response.text()).toBe(`proof of ${WITNESS}`);
  expect(peer.received()).toBe(plain + plain);
});
