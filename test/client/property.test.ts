/** Whatever comes in, a typed error comes out, the module survives, and nothing is accepted that was not signed. */
import fc from "fast-check";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { authenticate } from "../../src/index.ts";
import { SimulatedTee } from "../../src/testing/index.ts";
import { codeOf, errorOf, trusting } from "../support.ts";

const tee = await SimulatedTee.create();
const evidence = await tee.evidence();
const report = await tee.report();
const REFUSAL =
  /^(evidence_|collateral_|chain_invalid|root_untrusted|identity_mismatch|signature_invalid|endorsements_missing)/;

const runs = { numRuns: 300 };

test("arbitrary bytes and texts", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.uint8Array({ maxLength: 3000 }), fc.string({ maxLength: 3000 }), fc.json()),
      async (junk) => {
        const error = await errorOf(authenticate(junk, trusting(tee)));
        expect(error?.code).toMatch(/^evidence_/);
        expect(error?.message.length).toBeLessThan(512);
      },
    ),
    runs,
  );
});

test("genuine evidence with a stretch replaced, cut out or doubled", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(evidence.length - 1),
      fc.uint8Array({ minLength: 1, maxLength: 40 }),
      fc.constantFrom("replace", "cut", "insert"),
      async (at, bytes, kind) => {
        const cut = kind === "insert" ? 0 : bytes.length;
        const parts = [
          evidence.subarray(0, at),
          ...(kind === "cut" ? [] : [bytes]),
          evidence.subarray(at + cut),
        ];
        const changed = new Uint8Array(Buffer.concat(parts));
        if (Buffer.compare(changed, evidence) === 0) return;
        const code = await codeOf(authenticate(changed, trusting(tee)));
        expect(code).toMatch(REFUSAL);
      },
    ),
    runs,
  );
});

test("arbitrary bytes in the place of certificates", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 200 }), { minLength: 1, maxLength: 4 }),
      async (junk) => {
        const code = await codeOf(authenticate(report, trusting(tee, { endorsements: junk })));
        expect(code).toBe("collateral_malformed");
      },
    ),
    runs,
  );
});

test("compressed junk", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 2000 }), async (junk) => {
      const zipped = new Uint8Array(gzipSync(junk));
      expect(await codeOf(authenticate(zipped, trusting(tee)))).toMatch(/^evidence_/);
    }),
    { numRuns: 100 },
  );
});

test("the same question has the same answer", async () => {
  const now = Math.floor(Date.now() / 1000);
  const first = JSON.stringify(await authenticate(evidence, trusting(tee, { now })));
  for (let count = 0; count < 20; count += 1) {
    expect(JSON.stringify(await authenticate(evidence, trusting(tee, { now })))).toBe(first);
  }
});
