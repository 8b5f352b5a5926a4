/** Minted certificates and lists, compared with genuine ones: the same elements in the same order, and the same contents but for what must differ. */
import * as asn1js from "asn1js";
import { X509Certificate } from "node:crypto";
import { describe, expect, test } from "vitest";
import { AMD_ARC, SimulatedTee, pssAlgorithm } from "../../src/testing/index.ts";
import type { CertificateDefect } from "../../src/testing/index.ts";
import { layout as layoutBy } from "./der-layout.ts";
import { certificates, hasVectors, read, vector } from "../vectors.ts";

/** Extensions whose contents are a key's, a chip's or a moment's: only their length is compared. */
const OF_FIXED_LENGTH = ["2.5.29.14", "2.5.29.35", "2.5.29.20", `${AMD_ARC}.4`];

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** Of times, keys and signatures the length stands for the contents, and of a security version its type. */
const layout = (der: Uint8Array) =>
  layoutBy(der, (block, contents, parent) => {
    if (block instanceof asn1js.OctetString) {
      if (parent.startsWith(`${AMD_ARC}.3.`)) return hex(contents).slice(0, 2);
      return OF_FIXED_LENGTH.includes(parent) ? `${contents.length} bytes` : hex(contents);
    }
    const varies = block instanceof asn1js.BitString || block instanceof asn1js.UTCTime;
    return varies ? `${contents.length} bytes` : hex(contents);
  });

/** Half of the genuine leaves write the trailerField. */
const withTrailer: CertificateDefect = (parts) => ({
  ...parts,
  algorithm: pssAlgorithm(),
  signatureAlgorithm: pssAlgorithm(),
});

describe.skipIf(!hasVectors)("case 330: minted as AMD mints", () => {
  test.each([
    ["milan", "amd-leaf/sev-milan-f9f275b2", undefined],
    ["milan", "amd-leaf/sev-milan-210f4180", withTrailer],
    ["genoa", "amd-leaf/sev-genoa-71cdcd49", undefined],
    ["turin", "amd-leaf/sev-turin-a4a6abff", undefined],
  ] as const)("the VCEK of %s: %s", async (processor, id, defect) => {
    const tee = await SimulatedTee.create({ processor });
    const minted = await tee.leafFor({}, defect);
    expect(layout(minted)).toEqual(layout(read(vector(id), "cert.der")));
  });

  test("the VLEK", async () => {
    const cspId = "CN=cc-us-east-2.amazonaws.com";
    const tee = await SimulatedTee.create({ processor: "milan", signer: "vlek", cspId });
    const [genuine] = certificates(
      vector("snp-v3-milan-vlek/confidential-containers-trus-decdab94"),
    );
    if (genuine === undefined) throw new Error("no certificate");
    expect(layout(tee.leaf)).toEqual(layout(genuine));
  });

  test.each(["milan", "genoa", "turin"] as const)("the authorities of %s", async (processor) => {
    const vcek = await SimulatedTee.create({ processor });
    const vlek = await SimulatedTee.create({ processor, signer: "vlek" });
    const genuine = vector(`amd-ca/${processor}`);
    for (const [minted, name] of [
      [vcek.root, "ark.der"],
      [vcek.intermediate, "ask.der"],
      [vlek.intermediate, "asvk.der"],
    ] as const) {
      expect(minted.length, name).toBe(read(genuine, name).length);
      expect(layout(minted), name).toEqual(layout(read(genuine, name)));
    }
  });

  test.each([
    ["genoa, which revokes one", "genoa", "amd-crl/genoa-2024-10-23"],
    ["milan, which revokes none", "milan", "amd-crl/milan-2025-05-06"],
  ] as const)("the revocation list of %s", async (_name, processor, id) => {
    const tee = await SimulatedTee.create({ processor });
    const genuine = read(vector(id), "crl.der");
    expect(layout(await tee.revocationList())).toEqual(layout(genuine));
  });
});

test("Node's own X.509 agrees with the chain", async () => {
  const tee = await SimulatedTee.create({ processor: "turin" });
  const [root, intermediate, leaf] = [tee.root, tee.intermediate, tee.leaf].map(
    (der) => new X509Certificate(der),
  );
  if (!root || !intermediate || !leaf) throw new Error("three certificates");
  expect(root.verify(root.publicKey)).toBe(true);
  expect(intermediate.verify(root.publicKey)).toBe(true);
  expect(leaf.verify(intermediate.publicKey)).toBe(true);
  expect(leaf.verify(root.publicKey)).toBe(false);
  // Names, key identifiers and purposes fit too.
  expect(root.checkIssued(root)).toBe(true);
  expect(intermediate.checkIssued(root)).toBe(true);
  expect(leaf.checkIssued(intermediate)).toBe(true);
  expect(leaf.checkIssued(root)).toBe(false);
  expect(leaf.subject).toContain("CN=SEV-VCEK");
  expect(leaf.serialNumber).toMatch(/^0+$/);
});
