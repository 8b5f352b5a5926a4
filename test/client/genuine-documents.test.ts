/** The memory of genuine documents, beside roots of the caller's. */
import { expect, test } from "vitest";
import { appraise, memoryCache } from "../../src/index.ts";
import type { AppraiseOptions, Policy } from "../../src/index.ts";
import { SimulatedTdx } from "../../src/testing/index.ts";
import { codeOf } from "../support.ts";
import { ACCEPTABLE, LEAST } from "../tdx-support.ts";
import { hasVectors, read, vector, vectors } from "../vectors.ts";

const KEY = "witnesslock:seen/intel-sgx";
const POLICY: Policy = { tdx: { ...LEAST, tcbStatus: ACCEPTABLE, mrServiceTd: "any" } };

if (!hasVectors) console.log("skipped: the memory of genuine documents needs the vector set");

// Which of the set's quotes the bundle belongs to is found by trying: one is enough.
test.skipIf(!hasVectors)(
  "a genuine document that is too old is refused, whoever else is trusted",
  async () => {
    const bundle = read(vector("dcap-collateral-bundle/dcap-qvl-tdx"), "tdx_quote_collateral.json");
    const now = Math.floor(Date.parse("2025-06-25T00:00:00Z") / 1000);
    const cache = memoryCache();
    const { root } = await SimulatedTdx.create();
    let tried = 0;
    for (const entry of vectors.filter(({ kind }) => kind.startsWith("tdx-v"))) {
      const run = (more: Partial<AppraiseOptions> = {}) =>
        codeOf(
          appraise(read(entry, "quote.bin"), POLICY, {
            endorsements: [bundle],
            now,
            offline: true,
            expectedBinding: "any",
            endorsementSource: { cache },
            ...more,
          }),
        );
      if ((await run()) !== "ok") continue;
      tried += 1;
      const rows = new TextDecoder().decode(await cache.get(KEY));
      const newer = rows.replace(/"issueDate":(\d+)/g, (_, date: string) => {
        return `"issueDate":${Number(date) + 5 * 86_400}`;
      });
      await cache.set(KEY, new TextEncoder().encode(newer));
      expect(await run()).toBe("collateral_rolled_back");
      expect(await run({ dangerouslyTrustRoots: [root] })).toBe("collateral_rolled_back");
      // Simulated documents say nothing of genuine ones.
      await cache.set("witnesslock:seen/simulated", new TextEncoder().encode(newer));
      await cache.set(KEY, new TextEncoder().encode(rows));
      expect(await run({ dangerouslyTrustRoots: [root] })).toBe("ok");
      break;
    }
    expect(tried).toBe(1);
  },
);
