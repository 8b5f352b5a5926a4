/** The layout of what is minted is that of genuine evidence, byte by byte where two of a kind can be compared. */
import { createPublicKey, verify } from "node:crypto";
import { describe, expect, test } from "vitest";
import { concatenated, fromBase64Url } from "../../src/bytes.ts";
import { SimulatedAzure, SimulatedVtpm, varint, writeMessage } from "../../src/testing/index.ts";
import { hasVectors, read, vector } from "../vectors.ts";

const azure = await SimulatedAzure.create();

test("a TPM quote is signed as node:crypto verifies it", async () => {
  const vtpm = await SimulatedVtpm.create();
  const extraData = new Uint8Array(50).fill(5);
  const { message, signature, pcrs } = await vtpm.quote({ extraData });
  const key = createPublicKey({ key: { kty: "RSA", n: vtpm.modulus, e: "AQAB" }, format: "jwk" });
  expect(verify("sha256", message, key, signature)).toBe(true);
  expect(pcrs).toHaveLength(24);
  expect(message).toHaveLength(113 + 50);
});

describe.skipIf(!hasVectors)("beside genuine evidence", () => {
  test("a TPM quote has its fields in the same places", async () => {
    const genuine = read(vector("az-snp-vtpm/c8s-milan-v3-d80c2d24"), "tpm_quote.msg");
    const { message } = await azure.vtpm.quote();
    expect(message).toHaveLength(genuine.length);
    // Magic and type; lengths of name and extraData; safe and what is selected.
    for (const [from, to] of [
      [0, 10],
      [42, 44],
      [108, 109],
      [117, 129],
    ] as const) {
      // prettier-ignore
      expect(message.slice(from, to), `${from}`).toEqual(genuine.slice(from, to));
    }
  });

  test.each([
    ["snp", "az-snp-vtpm/c8s-milan-v3-d80c2d24"],
    ["tdx", "az-tdx-vtpm/lunal-live-evidence"],
  ] as const)("a paravisor's report of %s has its fields in the same places", async (tee, id) => {
    const genuine = read(vector(id), "hcl_report.bin");
    const vm = tee === "snp" ? azure : await SimulatedAzure.create({ hardware: { tee } });
    const minted = await vm.hclReport();
    expect(minted).toHaveLength(genuine.length);
    const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset);
    const number = (bytes: Uint8Array, at: number) => view(bytes).getUint32(at, true);
    for (const at of [0, 4, 12, 16, 0x4c4, 0x4c8, 0x4cc]) {
      expect(number(minted, at), `${at}`).toBe(number(genuine, at));
    }
    for (const bytes of [minted, genuine]) {
      const length = number(bytes, 0x4d0);
      expect(number(bytes, 0x4c0)).toBe(length + 20);
      expect(number(bytes, 8)).toBe(length + 20 + 32 + 1184);
      expect(JSON.parse(new TextDecoder().decode(bytes.slice(1236, 1236 + length)))).toHaveProperty(
        ["keys", 0, "kid"],
        "HCLAkPub",
      );
    }
    if (tee === "tdx") expect(minted[0x20]).toBe(genuine[0x20]);
  });

  test("an envelope has the members of genuine ones", async () => {
    const entry = vector("az-snp-vtpm/lunal-milan-v3-065afa73");
    const genuine = JSON.parse(new TextDecoder().decode(read(entry, "live-evidence.json"))) as {
      evidence: { hcl_report: string; tpm_quote: object };
    };
    const minted = JSON.parse(await azure.envelope()) as typeof genuine;
    const { endorsements: _, ...evidence } = minted.evidence as Record<string, unknown>;
    expect(Object.keys(evidence).sort()).toEqual(Object.keys(genuine.evidence).sort());
    expect(Object.keys(minted.evidence.tpm_quote).sort()).toEqual(
      Object.keys(genuine.evidence.tpm_quote).sort(),
    );
    expect(fromBase64Url(genuine.evidence.hcl_report)).toHaveLength(2600);
    expect(fromBase64Url(minted.evidence.hcl_report)).toHaveLength(2600);
  });
});

test("a message leaves out what is zero or empty, as proto3 does", () => {
  const fields = [[1, 0], [2, new Uint8Array()], [3, 300], [4, [[1, 1n]]]] as const; // prettier-ignore
  expect(writeMessage(fields)).toEqual(new Uint8Array([0x18, 0xac, 2, 0x22, 2, 8, 1]));
  expect(varint(2n ** 64n - 1n)).toEqual(
    concatenated([new Uint8Array(9).fill(0xff), new Uint8Array([1])]),
  );
});
