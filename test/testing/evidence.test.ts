/** The simulated TEE mints what the verifier accepts: every processor, signer, version and form; and nobody else trusts it. */
import { Crypto as PeculiarCrypto } from "@peculiar/webcrypto";
import { describe, expect, test } from "vitest";
import { appraise, authenticate } from "../../src/index.ts";
import type { Policy } from "../../src/index.ts";
import { PROCESSORS, SimulatedTee } from "../../src/testing/index.ts";
import type { ProcessorName } from "../../src/testing/index.ts";
import { snpClaims } from "../support.ts";

const processors = Object.keys(PROCESSORS) as ProcessorName[];

describe.each(processors)("%s", (processor) => {
  test.each(["vcek", "vlek"] as const)("%s, every version, every form", async (signer) => {
    for (const version of [2, 3, 4, 5]) {
      const tee = await SimulatedTee.create({ processor, signer, fields: { version } });
      // Without a CPUID the highest floor of the line counts, which its other steppings do not meet.
      const { tcb, product } = PROCESSORS[processor];
      const line = product.toLowerCase() as "milan" | "genoa" | "turin";
      const policy: Policy = {
        snp: {
          measurements: ["a5".repeat(48)],
          products: [line],
          ...(version === 2 ? { minimumTcb: { [line]: tcb } } : {}),
        },
      };
      const options = {
        expectedBinding: new Uint8Array(64),
        dangerouslyTrustRoots: [tee.root],
        endorsements: [await tee.revocationList()],
        offline: true,
      };
      for (const evidence of [await tee.evidence(), await tee.header(), await tee.envelope()]) {
        const result = await appraise(evidence, policy, options);
        expect(result).toMatchObject({ status: "warning", anchor: "simulated", tee: "snp" });
        expect(result.claims).toMatchObject({ version, signer, product: line });
        expect(snpClaims(result).processor).toBe(version === 2 ? null : processor);
        expect(result.tcb?.status).toBe(
          version === 2 && processor !== "milan" && processor !== "genoa" && processor !== "turin"
            ? "OutOfDate"
            : "UpToDate",
        );
      }
    }
  });
});

test("cases 113, 328: nobody trusts its root who did not name it, and none comes from a network", async () => {
  const tee = await SimulatedTee.create();
  await expect(authenticate(await tee.evidence(), { offline: true })).rejects.toMatchObject({
    code: "root_untrusted",
  });
});

test("a runtime without Web Cryptography passes another one", async () => {
  const tee = await SimulatedTee.create({ crypto: new PeculiarCrypto() });
  const result = await authenticate(await tee.evidence(), {
    dangerouslyTrustRoots: [tee.root],
    offline: true,
  });
  expect(result.anchor).toBe("simulated");
});
