/** Azure: the paravisor's report, its runtime data, and the virtual TPM's quote. Simulated; the genuine ones are in the vector set. */
import { describe, expect, test } from "vitest";
import { authenticate, stapler } from "../../src/index.ts";
import { toBase64Url } from "../../src/bytes.ts";
import { SimulatedVtpm, TPM_ALGORITHMS } from "../../src/testing/index.ts";
import type { AzureRuntimeData } from "../../src/testing/index.ts";
import { codeOf, errorOf } from "../support.ts";
import { outcome, snp, tdx, trusting } from "./azure-support.ts";

const stranger = await SimulatedVtpm.create();

describe.each(["snp", "tdx"] as const)("%s", (tee) => {
  const vm = () => (tee === "snp" ? snp : tdx);

  test("is authentic, and says what it is", async () => {
    const result = await authenticate(await vm().evidence(), trusting(vm()));
    expect(result).toMatchObject({ tee, platform: "azure", anchor: "simulated" });
    expect(result.vtpm).toMatchObject({
      trusted: true,
      hclVersion: tee === "snp" ? 1 : 2,
      quote: { extraData: "00".repeat(48), resetCount: 3 },
      configuration: { secureBoot: true, tpmPersisted: null },
    });
    const ids = result.checks.filter(({ outcome }) => outcome === "passed").map(({ id }) => id);
    expect(ids.slice(-6)).toEqual([
      "hcl-report-format",
      "runtime-data",
      "attestation-key",
      "tpm-quote-format",
      "tpm-quote-signature",
      "tpm-pcrs",
    ]);
  });

  test("case 208: HCL magic, version and report type", async () => {
    const byte = (offset: number, value: number) => ({ patchHcl: [{ offset, bytes: [value] }] });
    for (const version of [1, 2]) expect(await outcome(vm(), { hcl: { version } })).toBe("ok");
    for (const version of [0, 3, 256]) {
      expect(await outcome(vm(), { hcl: { version } })).toBe("evidence_unsupported");
    }
    for (const at of [0, 1, 2, 3]) expect(await outcome(vm(), byte(at, 0))).toBe("evidence_malformed"); // prettier-ignore
    for (const reportType of [0, 3, 5]) {
      expect(await outcome(vm(), { hcl: { reportType } })).toBe("evidence_unsupported");
    }
    // A report of the other TEE than the envelope's.
    const other = tee === "snp" ? 4 : 2;
    expect(await outcome(vm(), { hcl: { reportType: other } })).toBe("evidence_malformed");
    // Request type, status, reserved.
    for (const at of [12, 16, 20, 31]) expect(await outcome(vm(), byte(at, 9))).toBe("evidence_malformed"); // prettier-ignore
  });

  test("case 209: sizes of the runtime data", async () => {
    const size = (offset: number, value: number) => {
      const bytes = new Uint8Array(4);
      new DataView(bytes.buffer).setUint32(0, value, true);
      return { patchHcl: [{ offset, bytes }] };
    };
    for (const offset of [8, 0x4c0, 0x4d0]) {
      for (const value of [0, 1, 19, 20, 0x10000, 0x7fffffff, 0xffffffff]) {
        expect(await outcome(vm(), size(offset, value)), `${offset}: ${value}`).toBe(
          "evidence_malformed",
        );
      }
    }
  });

  test("case 210: the report holds the hash of the runtime data", async () => {
    for (const offset of [1236, 1300, 1700]) {
      const patchHcl = [{ offset, bytes: [0x20] }];
      expect(await outcome(vm(), { patchHcl })).toBe("vtpm_runtime_data");
    }
    const reportData = new Uint8Array(64).fill(7);
    expect(await outcome(vm(), { report: { reportData } })).toBe("vtpm_runtime_data");
  });

  test("case 211: and nothing but the hash", async () => {
    for (const at of [32, 63]) {
      let hash = new Uint8Array();
      const data = await authenticate(await vm().evidence(), trusting(vm()));
      hash = new Uint8Array(Buffer.from(data.claims.reportData, "hex"));
      hash[at] = 1;
      expect(await outcome(vm(), { report: { reportData: hash } })).toBe("vtpm_runtime_data");
    }
  });

  test("case 212: the hash is SHA-256", async () => {
    for (const hashType of [0, 2, 3]) {
      expect(await outcome(vm(), { hcl: { hashType } })).toBe("evidence_unsupported");
    }
  });

  test("case 213: exactly one attestation key, RSA-2048 with the exponent 65537", async () => {
    const own = vm().vtpm.webKey;
    const keys = (...list: unknown[]) => ({
      runtimeData: (data: AzureRuntimeData) => ({ ...data, keys: list }),
    });
    const n = (length: number, first = 0xc1) =>
      toBase64Url(new Uint8Array(length).fill(0xc1).fill(first, 0, 1));
    for (const list of [
      [],
      [vm().vtpm.endorsementWebKey],
      [own, own],
      [own, stranger.webKey],
      [{ ...own, kid: "HCLAkPub2" }],
      [{ ...own, kty: "EC" }],
      [{ ...own, e: "Aw" }],
      [{ ...own, n: n(128) }],
      [{ ...own, n: n(255) }],
      [{ ...own, n: n(512) }],
      [{ ...own, n: n(256, 0x41) }],
    ]) {
      expect(await outcome(vm(), keys(...list))).toBe("vtpm_key");
    }
    expect(await outcome(vm(), { runtimeData: () => [] })).toBe("evidence_malformed");
  });

  test("case 214: the TPM quote is signed by that key", async () => {
    expect(await outcome(vm(), { signer: stranger })).toBe("vtpm_signature");
    for (const offset of [6, 45, 95, 140]) {
      const patchAfterSigning = [{ offset, bytes: [0xee] }];
      expect(await outcome(vm(), { patchAfterSigning })).toMatch(
        /^(vtpm_signature|evidence_malformed)$/,
      );
    }
  });

  test("case 215: and is a quote", async () => {
    for (const type of [0, 0x8017, 0x8014, 0x8019]) {
      expect(await outcome(vm(), { type })).toBe("evidence_malformed");
    }
    const patch = [{ offset: 0, bytes: [0xfe] }];
    expect(await outcome(vm(), { patch })).toBe("evidence_malformed");
  });

  test("case 217: all 24 PCRs of the SHA-256 bank are covered", async () => {
    const { sha1, sha256 } = TPM_ALGORITHMS;
    const all = new Uint8Array([0xff, 0xff, 0xff]);
    for (const selection of [
      { hash: sha1, bitmap: all },
      { hash: 0x000c, bitmap: all },
      { hash: sha256, bitmap: new Uint8Array([0xff, 0xff, 0x7f]) },
      { hash: sha256, bitmap: new Uint8Array([0x10, 0, 0]) },
      { hash: sha256, bitmap: new Uint8Array([0, 0, 0]) },
      { hash: sha256, bitmap: new Uint8Array([0xff, 0xff]) },
      { hash: sha256, bitmap: new Uint8Array([0xff, 0xff, 0xff, 0]) },
    ]) {
      expect(await outcome(vm(), { selection })).toBe("vtpm_pcrs");
    }
  });

  test("case 218: the values are those that were signed", async () => {
    const { pcrs } = vm().vtpm;
    const changed = pcrs.map((value, index) => (index === 11 ? new Uint8Array(32) : value));
    for (const values of [changed, [...pcrs].reverse(), pcrs.slice(0, 23), []]) {
      expect(await outcome(vm(), { values })).toBe("vtpm_pcrs");
    }
  });

  test("stapled, it is still what it was", async () => {
    const evidence = await vm().evidence();
    const staple = stapler(trusting(vm()));
    const stapled = await staple(evidence);
    const [before, after] = await Promise.all(
      [evidence, stapled].map((bytes) => authenticate(bytes, trusting(vm()))),
    );
    expect(after?.vtpm).toEqual(before?.vtpm);
    expect(after?.claims).toEqual(before?.claims);
  });
});

test("only what runs at VMPL 0, the paravisor, vouches for a virtual TPM", async () => {
  for (const vmpl of [1, 2, 3, 0xffffffff]) {
    const error = await errorOf(authenticate(await snp.evidence({ report: { vmpl } }), trusting(snp))); // prettier-ignore
    expect(error).toMatchObject({ code: "vtpm_runtime_data", context: { field: "VMPL" } });
  }
});

test("a TDX quote of another TD than the paravisor's report is of another VM", async () => {
  const { evidence } = JSON.parse(await tdx.envelope()) as { evidence: Record<string, unknown> };
  const other = JSON.parse(await tdx.envelope({ report: { mrTd: new Uint8Array(48) } })) as {
    evidence: Record<string, unknown>;
  };
  const mixed = { platform: "az-tdx", evidence: { ...evidence, td_quote: other.evidence["td_quote"] } }; // prettier-ignore
  const error = await errorOf(authenticate(JSON.stringify(mixed), trusting(tdx)));
  expect(error).toMatchObject({ code: "vtpm_runtime_data", context: { field: "TD report" } });
});

test("the forms of an attester of Azure: without the envelope, binary, and the report alone", async () => {
  const { evidence } = JSON.parse(await snp.envelope()) as { evidence: object };
  const whole = await authenticate(JSON.stringify(evidence), trusting(snp));
  const binary = await snp.binary();
  const read = await authenticate(binary, trusting(snp));
  expect(read.vtpm).toMatchObject({ pcrs: whole.vtpm?.pcrs, hclVersion: 1 });
  expect(await authenticate(await snp.header(), trusting(snp))).toMatchObject({
    platform: "azure",
  });
  // Older attesters send no TPM quote.
  const old = await authenticate(await snp.binary({ hasTpmQuote: false }), trusting(snp));
  expect(old.vtpm).toMatchObject({ quote: null });
  for (const length of [0, 7, 8, 11, 12, 2607, 2608, 2616, 3000, binary.length - 1]) {
    expect(await codeOf(authenticate(binary.slice(0, length), trusting(snp)))).toMatch(
      /^evidence_(malformed|unsupported)$/,
    );
  }
  expect(await codeOf(authenticate(new Uint8Array([...binary, 0]), trusting(snp)))).toBe(
    "evidence_malformed",
  );
  const { tee } = snp;
  const alone = {
    ...trusting(snp),
    endorsements: "leaf" in tee ? [tee.leaf, tee.intermediate] : [],
  };
  expect(await authenticate(await snp.hclReport(), alone)).toMatchObject({ platform: "azure" });
  const error = await errorOf(authenticate(await tdx.hclReport(), trusting(tdx)));
  expect(error?.code).toBe("evidence_unsupported");
  expect(error?.message).toContain("without its quote");
});

test("members of the envelope are read strictly", async () => {
  const whole = JSON.parse(await snp.envelope()) as { evidence: Record<string, unknown> };
  const quote = whole.evidence["tpm_quote"] as Record<string, unknown>;
  for (const changed of [
    { version: 2 },
    { version: "1" },
    { hcl_report: 1 },
    { hcl_report: "====" },
    { vcek: "!" },
    { unknown: 1 },
    { td_quote: "AAAA" },
    { tpm_quote: null },
    { tpm_quote: {} },
    { tpm_quote: { ...quote, message: "0" } },
    { tpm_quote: { ...quote, signature: "zz" } },
    { tpm_quote: { ...quote, signature: "00".repeat(1025) } },
    { tpm_quote: { ...quote, pcrs: "any" } },
    { tpm_quote: { ...quote, pcrs: [1] } },
    { tpm_quote: { ...quote, pcrs: ["00"] } },
    { tpm_quote: { ...quote, pcrs: Array.from({ length: 25 }, () => "00".repeat(32)) } },
    { tpm_quote: { ...quote, extra: 1 } },
  ]) {
    const evidence = JSON.stringify({ platform: "az-snp", evidence: { ...whole.evidence, ...changed } }); // prettier-ignore
    expect(await codeOf(authenticate(evidence, trusting(snp))), JSON.stringify(changed).slice(0, 60)).toBe("evidence_malformed"); // prettier-ignore
  }
});

test("case 220: the word of Azure's attestation service is no evidence", async () => {
  for (const algorithm of ["none", "HS256", "RS256"]) {
    const header = toBase64Url(new TextEncoder().encode(JSON.stringify({ alg: algorithm })));
    const error = await errorOf(authenticate(`${header}.e30.AAAA`, { offline: true }));
    expect(error?.code).toBe("evidence_unsupported");
    expect(error?.message).toContain("JSON Web Token");
  }
});

test("cases 56, 57: cut off, lengthened or nested anywhere, it is an answer and within the memory cap", async () => {
  for (const vm of [snp, tdx]) {
    const evidence = await vm.evidence();
    for (let length = 0; length < evidence.length; length += 331) {
      const code = await codeOf(authenticate(evidence.slice(0, length), trusting(vm)));
      expect(code, String(length)).toMatch(/^evidence_/);
    }
    const hcl = await vm.hclReport();
    for (let offset = 0; offset < 1260; offset += 4) {
      if (offset > 32 && offset < 0x4c0) continue;
      const patchHcl = [{ offset, bytes: [0xff, 0xff, 0xff, 0xff] }];
      expect(await outcome(vm, { patchHcl }), String(offset)).not.toMatch(/^(ok|internal)$/);
    }
    expect(hcl).toHaveLength(2600);
  }
  const nested = `{"platform":"az-snp","evidence":${'{"a":'.repeat(5000)}1${"}".repeat(5000)}}`;
  expect(await codeOf(authenticate(nested, trusting(snp)))).toBe("evidence_malformed");
});
