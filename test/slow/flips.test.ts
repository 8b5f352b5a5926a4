/** Every truncation and every single-bit flip of a report of each version, through the module: case 79, whole. */
import { describe, expect, test } from "vitest";
import { authenticate } from "../../src/index.ts";
import type { AuthenticateOptions } from "../../src/index.ts";
import { SimulatedTee } from "../../src/testing/index.ts";
import { codeOf, flipped, trusting } from "../support.ts";
import { certificates, hasVectors, read, vector } from "../vectors.ts";

const REFUSALS = /^(evidence_malformed|evidence_unsupported|identity_mismatch|signature_invalid)$/;

async function everyFlip(report: Uint8Array, options: AuthenticateOptions): Promise<void> {
  expect(await codeOf(authenticate(report, options))).toBe("ok");
  for (let bit = 0; bit < report.length * 8; bit += 1) {
    expect(await codeOf(authenticate(flipped(report, bit), options)), `bit ${bit}`).toMatch(
      REFUSALS,
    );
  }
  for (let length = 0; length < report.length; length += 1) {
    const code = await codeOf(authenticate(report.subarray(0, length), options));
    expect(code, `length ${length}`).toMatch(/^evidence_(malformed|unsupported)$/);
  }
}

describe.skipIf(!hasVectors)("genuine", () => {
  test.each([
    "snp-v2-milan-vcek/project-oak-oak-8e517e1f",
    "snp-v3-milan-vcek/veraison-services-11b7048a",
    "snp-v5-genoa-vcek/lunal-dev-attestation-rs-8fd94192",
  ])("%s", async (id) => {
    const entry = vector(id);
    const endorsements = certificates(entry).slice(0, 1);
    await everyFlip(read(entry, "report.bin"), {
      now: new Date(entry.at ?? ""),
      endorsements,
      offline: true,
    });
  });
});

// Of version 4 no genuine sample with its certificate is known; a clone without the vector set simulates all.
test.each(hasVectors ? [4] : [2, 3, 4, 5])("simulated, version %i", async (version) => {
  const tee = await SimulatedTee.create({ fields: { version } });
  await everyFlip(
    await tee.report(),
    trusting(tee, { endorsements: [tee.leaf, tee.intermediate] }),
  );
});
