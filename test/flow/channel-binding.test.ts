/** An unsealed call is never affirmed, however good the evidence. */
import { expect, test } from "vitest";
import { appraise } from "../../src/index.ts";
import type { AttestationResult } from "../../src/index.ts";
import { unsealed } from "../../src/channel-binding.ts";
import { MEASUREMENT, simulatedQuotes } from "./provers.ts";

test("what would be affirming becomes a warning that says why", async () => {
  const { tee, root } = await simulatedQuotes();
  const appraised = await appraise(
    await tee.header(),
    { snp: { measurements: [MEASUREMENT] } },
    { expectedBinding: "any", dangerouslyTrustRoots: [root], offline: true },
  );
  // A simulated root is a warning already; a genuine one would not be.
  const affirming: AttestationResult = { ...appraised, status: "affirming", warnings: [] };
  const result = unsealed(affirming);
  expect(result.status).toBe("warning");
  expect(result.warnings).toEqual([expect.stringContaining("not sealed")]);
  expect(result.checks.slice(0, -1)).toEqual(appraised.checks);
  expect(result.checks.at(-1)).toMatchObject({
    id: "channel_binding",
    outcome: "skipped",
    reason: expect.stringContaining("can read it") as string,
  });
  expect([result, result.checks, result.warnings].every(Object.isFrozen)).toBe(true);
});
