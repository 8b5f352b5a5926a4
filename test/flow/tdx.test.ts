/** A prover in a TDX: the same flow, the collateral stapled, no network but the prover's. */
import { afterEach, expect, test } from "vitest";
import { createAttestedFetch } from "../../src/index.ts";
import type { TdxPolicy } from "../../src/index.ts";
import { simulated } from "../../src/testing/index.ts";
import { codeOf } from "../support.ts";
import { WITNESS, attestedProver, endAll } from "./provers.ts";

afterEach(endAll);

const quotes = await simulated({ tee: "tdx" });

function client(tdx: Partial<TdxPolicy> = {}) {
  return createAttestedFetch({
    policy: { tdx: { mrTd: "any", rtmr: ["any", "any", "any", "any"], ...tdx } },
    dangerouslyTrustRoots: [quotes.root],
    seal: "off",
    allowInsecureLoopback: true,
    endorsementSource: { fetch: () => Promise.reject(new Error("the collateral is stapled")) },
  });
}

test("case 193: a witness leaves after the verdict, and the answer is bound to it", async () => {
  const prover = await attestedProver(undefined, { quotes });
  const response = await client()(`${prover.url}/prove`, { method: "POST", body: WITNESS });
  expect(await response.text()).toBe(`proof of ${WITNESS}`);
  expect(response.attestation).toMatchObject({ tee: "tdx", tcb: { status: "UpToDate" } });
});

test("nothing leaves where the policy refuses, or has no section for TDX", async () => {
  let received = 0;
  const prover = await attestedProver(
    (answer, request) => {
      if (request.method === "POST") received += 1;
      return answer;
    },
    { quotes },
  );
  const call = (options: Parameters<typeof createAttestedFetch>[0]) =>
    codeOf(createAttestedFetch(options)(`${prover.url}/prove`, { method: "POST", body: WITNESS }));
  const roots = {
    dangerouslyTrustRoots: [quotes.root],
    seal: "off" as const,
    allowInsecureLoopback: true,
  };
  expect(
    await codeOf(
      client({ mrTd: ["00".repeat(48)] })(`${prover.url}/prove`, { method: "POST", body: WITNESS }),
    ),
  ).toBe("policy_measurement");
  expect(await call({ policy: { snp: { measurements: "any" } }, ...roots })).toBe("policy_tee");
  expect(received).toBe(0);
  // The twin: the same counter sees a request that is allowed.
  await client()(`${prover.url}/prove`, { method: "POST", body: WITNESS });
  expect(received).toBe(1);
});

test("case 193: a quote that is bound to another nonce, or to none, is refused", async () => {
  for (const reportData of [new Uint8Array(64), new Uint8Array(64).fill(7)]) {
    const stale = { ...quotes, quote: () => quotes.quote(reportData) };
    const prover = await attestedProver(undefined, { quotes: stale });
    const call = client()(`${prover.url}/prove`, { method: "POST", body: WITNESS });
    expect(await codeOf(call)).toBe("policy_binding");
  }
});
