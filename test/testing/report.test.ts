/** Minted reports, byte by byte, against the table of the specification (AMD 56860, "ATTESTATION_REPORT Structure"). */
import { X509Certificate } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { PROCESSORS, SimulatedTee, certificateTable, simulated } from "../../src/testing/index.ts";
import type { ReportFields } from "../../src/testing/index.ts";

const filled = (length: number, value: number) => new Uint8Array(length).fill(value);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const tcb = (first: number) => ({
  bootLoader: first,
  tee: first + 1,
  snp: first + 2,
  microcode: first + 3,
});

const FIELDS: ReportFields = {
  version: 5,
  guestSvn: 0x0102_0304,
  policy: 0x3_0137n,
  familyId: filled(16, 0x11),
  imageId: filled(16, 0x12),
  vmpl: 3,
  signatureAlgorithm: 1,
  currentTcb: tcb(0x20),
  platformInfo: 0x25n,
  authorKeyEnabled: true,
  maskChipKey: true,
  signingKey: 1,
  reportData: filled(64, 0x13),
  measurement: filled(48, 0x14),
  hostData: filled(32, 0x15),
  idKeyDigest: filled(48, 0x16),
  authorKeyDigest: filled(48, 0x17),
  reportId: filled(32, 0x18),
  reportIdMa: filled(32, 0x19),
  reportedTcb: tcb(0x30),
  cpuid: [0x19, 0x11, 0x02],
  chipId: filled(64, 0x1a),
  committedTcb: tcb(0x40),
  currentFirmware: [1, 55, 29],
  committedFirmware: [1, 54, 28],
  launchTcb: tcb(0x50),
  launchMitigations: 0x0102n,
  currentMitigations: 0x0304n,
};

/** Offset and contents of every field; everything else before the signature is zero. */
const LAYOUT: readonly (readonly [number, string])[] = [
  [0x000, "05000000"],
  [0x004, "04030201"],
  [0x008, "3701030000000000"],
  [0x010, "11".repeat(16)],
  [0x020, "12".repeat(16)],
  [0x030, "03000000"],
  [0x034, "01000000"],
  [0x038, "2021000000002223"],
  [0x040, "2500000000000000"],
  [0x048, "07000000"],
  [0x050, "13".repeat(64)],
  [0x090, "14".repeat(48)],
  [0x0c0, "15".repeat(32)],
  [0x0e0, "16".repeat(48)],
  [0x110, "17".repeat(48)],
  [0x140, "18".repeat(32)],
  [0x160, "19".repeat(32)],
  [0x180, "3031000000003233"],
  [0x188, "191102"],
  [0x1a0, "1a".repeat(64)],
  [0x1e0, "4041000000004243"],
  [0x1e8, "1d3701"],
  [0x1ec, "1c3601"],
  [0x1f0, "5051000000005253"],
  [0x1f8, "0201000000000000"],
  [0x200, "0403000000000000"],
];

const expected = (drop: readonly number[] = []) => {
  const signed = new Uint8Array(0x2a0);
  for (const [offset, bytes] of LAYOUT) {
    if (!drop.includes(offset)) signed.set(Buffer.from(bytes, "hex"), offset);
  }
  return signed;
};

describe("the layout", () => {
  test.each([
    [2, [0x188, 0x1f8, 0x200]],
    [3, [0x1f8, 0x200]],
    [4, []],
    [5, []],
  ])("version %i", async (version, absent) => {
    const tee = await SimulatedTee.create();
    const report = await tee.report({ ...FIELDS, version });
    const signed = expected(absent);
    signed[0] = version;
    expect(report.length).toBe(0x4a0);
    expect(hex(report.subarray(0, 0x2a0))).toBe(hex(signed));
    expect(hex(report.subarray(0x2d0, 0x2e8)), "the tail of r").toBe("00".repeat(24));
    expect(hex(report.subarray(0x318)), "the tail of s, and what follows").toBe("00".repeat(392));
  });

  test("Turin's TCB and CHIP_ID", async () => {
    const report = await (await SimulatedTee.create({ processor: "turin" })).report();
    const { fmc, bootLoader, tee, snp, microcode } = PROCESSORS.turin.tcb;
    expect([...report.subarray(0x180, 0x188)]).toEqual([
      ...[fmc, bootLoader, tee, snp],
      ...[0, 0, 0, microcode],
    ]);
    expect(report.subarray(0x1a0, 0x1a8).some((byte) => byte !== 0)).toBe(true);
    expect(report.subarray(0x1a8, 0x1e0).every((byte) => byte === 0)).toBe(true);
  });

  test("a VLEK's report hides the chip", async () => {
    const report = await (await SimulatedTee.create({ signer: "vlek" })).report();
    expect(report[0x48]).toBe(1 << 2);
    expect(report.subarray(0x1a0, 0x1e0).every((byte) => byte === 0)).toBe(true);
  });

  test("a field of another length is refused, and not shifted", async () => {
    const tee = await SimulatedTee.create();
    await expect(tee.report({ measurement: filled(47, 1) })).rejects.toThrow(
      "the field at 0x90 has 48 bytes, not 47",
    );
  });
});

describe("the signature", () => {
  /** By Web Cryptography, which shares no code with the verifier. */
  async function holds(tee: SimulatedTee, report: Uint8Array): Promise<boolean> {
    const spki = new X509Certificate(tee.leaf).publicKey.export({ format: "der", type: "spki" });
    const algorithm = { name: "ECDSA", namedCurve: "P-384" };
    const key = await crypto.subtle.importKey("spki", new Uint8Array(spki), algorithm, false, [
      "verify",
    ]);
    const signature = new Uint8Array(96);
    signature.set(report.slice(0x2a0, 0x2d0).reverse());
    signature.set(report.slice(0x2e8, 0x318).reverse(), 48);
    const parameters = { name: "ECDSA", hash: "SHA-384" };
    return crypto.subtle.verify(parameters, key, signature, report.slice(0, 0x2a0));
  }

  test("holds, also over what was patched before it, and not over what was patched after", async () => {
    const tee = await SimulatedTee.create();
    const patch = [{ offset: 0x29f, bytes: [1] }];
    expect(await holds(tee, await tee.report())).toBe(true);
    const before = await tee.report({ patch });
    expect(before[0x29f]).toBe(1);
    expect(await holds(tee, before)).toBe(true);
    const after = await tee.report({ patchAfterSigning: patch });
    expect(after[0x29f]).toBe(1);
    expect(await holds(tee, after)).toBe(false);
  });
});

describe("the forms", () => {
  test("the certificate table", () => {
    const table = certificateTable([
      ["vcek", filled(3, 1)],
      ["ask", filled(2, 2)],
    ]);
    expect(hex(table)).toBe(
      "63da758de6644564adc5f4b93be8accd" +
        "48000000" +
        "03000000" +
        "4ab7b379bbac4fe4a02f05aef327c782" +
        "4b000000" +
        "02000000" +
        "00".repeat(24) +
        "010101" +
        "0202",
    );
  });

  test.each(["vcek", "vlek"] as const)(
    "evidence, header and envelope with a %s",
    async (signer) => {
      const tee = await SimulatedTee.create({ signer });
      const table = certificateTable([
        [signer, tee.leaf],
        ["ask", tee.intermediate],
      ]);
      const evidence = await tee.evidence();
      expect(evidence.length).toBe(0x4a0 + table.length);
      expect(hex(evidence.subarray(0x4a0))).toBe(hex(table));

      const header = await tee.header();
      expect(header).toMatch(/^[A-Za-z0-9_-]+$/);
      const inflated = gunzipSync(Buffer.from(header, "base64url"));
      expect(hex(inflated.subarray(0x4a0))).toBe(hex(table));

      const { platform, evidence: parts } = JSON.parse(await tee.envelope()) as {
        platform: string;
        evidence: { attestation_report: string; cert_chain: Record<string, string> };
      };
      expect(platform).toBe("snp");
      expect(Buffer.from(parts.attestation_report, "base64").length).toBe(0x4a0);
      expect(parts.cert_chain).toEqual({
        [signer]: Buffer.from(tee.leaf).toString("base64"),
        ask: Buffer.from(tee.intermediate).toString("base64"),
      });
    },
  );

  test("evidence of another TCB brings the certificate of that TCB", async () => {
    const tee = await SimulatedTee.create();
    const reportedTcb = { ...PROCESSORS.genoa.tcb, microcode: 99 };
    const evidence = await tee.evidence({ reportedTcb });
    expect(evidence[0x187]).toBe(99);
    const microcode = Buffer.from("060a2b060104019c780103080403020163", "hex");
    expect(Buffer.from(evidence).includes(microcode)).toBe(true);
    expect(Buffer.from(tee.leaf).includes(microcode)).toBe(false);
  });
});

test("a quote provider binds what it is given", async () => {
  const quotes = await simulated({ processor: "turin" });
  const reportData = filled(64, 0x5a);
  const { evidence } = await quotes.quote(reportData);
  expect(hex(evidence.subarray(0x50, 0x90))).toBe(hex(reportData));
  expect(quotes.root).toBe(quotes.tee.root);
});
