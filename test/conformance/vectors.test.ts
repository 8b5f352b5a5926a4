/** Every genuine SEV-SNP entry of the vector set, through the wasm, as a user calls it. */
import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { appraise, authenticate } from "../../src/index.ts";
import type { AuthenticateOptions, Policy } from "../../src/index.ts";
import { SNP_ENTRIES, certificates, hasVectors, read, vector, vectors } from "../vectors.ts";
import type { Vector } from "../vectors.ts";
import { codeOf } from "../support.ts";

const REJECTIONS = JSON.parse(
  readFileSync(new URL("rejections.json", import.meta.url), "utf8"),
) as Record<string, string>;

const NO_FLOOR = { bootLoader: 0, tee: 0, snp: 0, microcode: 0 };
const LENIENT: Policy = {
  snp: {
    measurements: "any",
    products: ["milan", "genoa", "turin"],
    minimumTcb: { milan: NO_FLOOR, genoa: NO_FLOOR, turin: { fmc: 0, ...NO_FLOOR } },
    vmpls: [0, 1, 2, 3],
    maskedChip: "any",
    provisionalFirmware: "any",
    platformInfo: { aliasCheckComplete: "any" },
  },
};

let ran = 0;

function evidenceOf(entry: Vector): Uint8Array {
  switch (entry.kind) {
    case "snp-extended":
      return Buffer.concat([read(entry, "report.bin"), read(entry, "cert_table.bin")]);
    case "snp-evidence-json":
      return read(entry, "live-evidence-genoa.json");
    case "snp-ioctl-response":
      return read(entry, "resp.bin");
    default:
      return read(entry, "report.bin");
  }
}

function timeOf(entry: Vector): Date {
  // The manifest's time for this entry lies after the end of its VLEK.
  if (entry.kind === "snp-extended") {
    return new Date(new X509Certificate(read(entry, "vlek.der")).validFrom);
  }
  return new Date(entry.at ?? "");
}

const reports = vectors.filter(
  ({ id, kind }) =>
    kind.startsWith("snp-") || kind === "neg-snp" || id.startsWith("neg-derived/snp-"),
);

describe.skipIf(!hasVectors)("case 327: the vector set", () => {
  test.each(reports)("$id is $verdict", async (entry) => {
    ran += 1;
    const endorsements = entry.kind === "snp-extended" ? [] : certificates(entry);
    const options: AuthenticateOptions = { now: timeOf(entry), endorsements, offline: true };
    const code = await codeOf(authenticate(evidenceOf(entry), options));
    switch (entry.verdict) {
      case "authentic":
      case "authentic_refused_by_policy": {
        expect(code).toBe("ok");
        const appraisal = appraise(evidenceOf(entry), LENIENT, {
          ...options,
          expectedBinding: "any",
        });
        const isDebug = entry.verdict === "authentic_refused_by_policy";
        expect(await codeOf(appraisal)).toBe(isDebug ? "policy_debug" : "ok");
        break;
      }
      case "parse_only":
        expect(code).toBe("endorsements_missing");
        break;
      default:
        expect(code).toBe(REJECTIONS[entry.id]);
    }
  });

  test.each(vectors.filter(({ kind }) => kind === "amd-leaf" || kind === "neg-snp-cert"))(
    "$id goes through chain verification",
    async (entry) => {
      ran += 1;
      const [leaf] = certificates(entry);
      if (leaf === undefined) throw new Error("no certificate");
      const now = new Date(new X509Certificate(leaf).validFrom);
      // No report belongs to it: with a foreign one, a chain that held is followed by a mismatch of identity.
      const foreign = read(
        vector("snp-v5-genoa-vcek/lunal-dev-attestation-rs-8fd94192"),
        "report.bin",
      );
      const code = await codeOf(
        authenticate(foreign, { now, endorsements: [leaf], offline: true }),
      );
      expect(code).toBe(entry.kind === "amd-leaf" ? "identity_mismatch" : "chain_invalid");
    },
  );

  test("every revocation list is checked with a genuine report", async () => {
    const milan = vector("snp-v3-milan-vcek/veraison-services-11b7048a");
    const crl = read(vector("amd-crl/milan-2025-05-06"), "crl.der");
    const options = (list: Uint8Array, now: number): AuthenticateOptions => ({
      now,
      endorsements: [...certificates(milan), list],
      offline: true,
    });
    const run = (list: Uint8Array, now: number) =>
      codeOf(authenticate(read(milan, "report.bin"), options(list, now)));
    ran += 2;
    const result = await authenticate(read(milan, "report.bin"), options(crl, 1_750_000_000));
    expect(result.validUntil).toBe(1_778_544_000);
    expect(result.checks.find(({ id }) => id === "revocation")?.outcome).toBe("passed");
    expect(await run(crl, 1_778_544_001)).toBe("collateral_expired");
    expect(await run(crl, 1_746_535_145)).toBe("collateral_not_yet_valid");
    const other = read(vector("amd-crl/genoa-2024-10-23"), "crl.der");
    expect(await run(other, 1_750_000_000)).toBe("collateral_forged");
  });

  test("the roots and intermediates of AMD are harmless beside a leaf", async () => {
    const entry = vector("snp-v3-milan-vcek/veraison-services-11b7048a");
    const authorities = vectors.filter(({ kind }) => kind === "amd-ca").flatMap(certificates);
    ran += authorities.length / 3;
    const options = { now: timeOf(entry), offline: true };
    const endorsements = [...certificates(entry), ...authorities];
    const result = await authenticate(read(entry, "report.bin"), { ...options, endorsements });
    expect(result.anchor).toBe("amd-milan");
  });
});

afterAll(() => {
  if (hasVectors && ran !== SNP_ENTRIES) {
    throw new Error(`${ran} entries of the vector set ran, of ${SNP_ENTRIES}`);
  }
});
