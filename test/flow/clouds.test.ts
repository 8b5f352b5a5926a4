/** Provers in VMs of clouds: the same flow, and on Azure the binding in the TPM quote's extraData. */
import { afterEach, describe, expect, test } from "vitest";
import { createAttestedFetch, nonceBinding } from "../../src/index.ts";
import type { AttestedFetchOptions, AzurePolicy } from "../../src/index.ts";
import { toHex } from "../../src/bytes.ts";
import type { QuoteProvider } from "../../src/attester/index.ts";
import { simulated } from "../../src/testing/index.ts";
import { codeOf } from "../support.ts";
import { WITNESS, attestedProver, endAll } from "./provers.ts";

afterEach(endAll);

const azure = {
  snp: await simulated({ cloud: "azure" }),
  tdx: await simulated({ cloud: "azure", tee: "tdx" }),
};
const gcp = await simulated({ cloud: "gcp" });

const SECTIONS = {
  snp: { snp: { measurements: ["a5".repeat(48)] } },
  tdx: { tdx: { mrTd: ["a5".repeat(48)], rtmr: ["any", "any", "any", "any"] } },
} as const;
const pcrs: AzurePolicy = { pcrs: { "4": ["44".repeat(32)], "11": ["4b".repeat(32)] } };

const client = (options: Partial<AttestedFetchOptions>) =>
  createAttestedFetch({
    dangerouslyTrustRoots: [azure.snp.root, azure.tdx.root, gcp.root],
    allowInsecureLoopback: true,
    offline: true,
    ...options,
  });

const prove = (
  attestedFetch: ReturnType<typeof createAttestedFetch>,
  { url }: { readonly url: string },
) => attestedFetch(`${url}/prove`, { method: "POST", body: WITNESS });

describe.each(["snp", "tdx"] as const)("Azure, %s", (tee) => {
  const quotes = azure[tee];
  const policy = { ...SECTIONS[tee], azure: pcrs };

  test("a witness is sealed to a key that the TPM quote binds", async () => {
    let plain = false;
    const prover = await attestedProver(
      (answer, request) => {
        if (request.method === "POST") plain ||= !request.url.includes("ohttp-gateway");
        return answer;
      },
      { quotes },
    );
    const response = await prove(client({ policy }), prover);
    expect(await response.text()).toBe(`proof of ${WITNESS}`);
    expect(response.attestation).toMatchObject({
      tee,
      platform: "azure",
      vtpm: { trusted: true, configuration: { secureBoot: true } },
    });
    expect(response.attestation?.checks.find(({ id }) => id === "channel_binding")?.outcome).toBe(
      "passed",
    );
    expect(plain).toBe(false);
  });

  test("case 216: unsealed, challenge and answer are bound by extraData", async () => {
    const prover = await attestedProver(undefined, { quotes });
    const response = await prove(client({ policy, seal: "off" }), prover);
    expect(await response.text()).toBe(`proof of ${WITNESS}`);
    const old = new Uint8Array(32).fill(9);
    const stale: QuoteProvider = {
      quote: (reportData) => quotes.quote(reportData, nonceBinding(old).extraData),
    };
    const replaying = await attestedProver(undefined, { quotes: stale });
    expect(await codeOf(prove(client({ policy }), replaying))).toBe("policy_binding");
    // The hash for REPORT_DATA, cut to the TPM's length, is not the hash for the TPM.
    const cut: QuoteProvider = {
      quote: (reportData) => quotes.quote(reportData, reportData.slice(0, 48)),
    };
    const cutting = await attestedProver(undefined, { quotes: cut });
    expect(await codeOf(prove(client({ policy }), cutting))).toBe("policy_binding");
  });

  test("case 219: nothing leaves where the policy does not say what runs in the VM", async () => {
    let received = 0;
    const prover = await attestedProver(
      (answer, request) => {
        if (request.method === "POST") received += 1;
        return answer;
      },
      { quotes },
    );
    expect(await codeOf(prove(client({ policy: SECTIONS[tee] }), prover))).toBe("policy_azure");
    const other = { ...SECTIONS[tee], azure: { pcrs: { "11": ["00".repeat(32)] } } };
    expect(await codeOf(prove(client({ policy: other }), prover))).toBe("policy_pcr");
    expect(received).toBe(0);
    // The twin: the same counter sees a request that is allowed.
    await prove(client({ policy }), prover);
    expect(received).toBe(1);
  });
});

test("a go-tpm-tools document with SEV-SNP proves through the sealed flow", async () => {
  const prover = await attestedProver(undefined, { quotes: gcp });
  const response = await prove(client({ policy: SECTIONS.snp }), prover);
  expect(await response.text()).toBe(`proof of ${WITNESS}`);
  expect(response.attestation).toMatchObject({ platform: "gcp", vtpm: { trusted: false } });
});

test("the attester gives a quote provider both forms of one binding", async () => {
  const given: string[] = [];
  const quotes: QuoteProvider = {
    quote(reportData, extraData) {
      given.push(toHex(reportData), toHex(extraData ?? new Uint8Array()));
      return gcp.quote(reportData);
    },
  };
  const prover = await attestedProver(undefined, { quotes, seal: false });
  const nonce = new Uint8Array(32).fill(1);
  const url = `${prover.url}/.well-known/attestation?nonce=${Buffer.from(nonce).toString("base64url")}`;
  expect((await fetch(url)).status).toBe(200);
  const { reportData, extraData } = nonceBinding(nonce);
  expect(given).toEqual([toHex(reportData), toHex(extraData)]);
});
