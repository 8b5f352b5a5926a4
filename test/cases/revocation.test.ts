/** Revocation lists: who signed them, when, and what they revoke. */
import { describe, expect, test } from "vitest";
import { SimulatedTee, asn1, makePssKey } from "../../src/testing/index.ts";
import { check, flipped } from "../support.ts";

const good = await SimulatedTee.create();
const report = await good.report();

describe("revocation lists", () => {
  const run = async (options: Parameters<SimulatedTee["revocationList"]>[0], more = {}) =>
    check(good, report, [good.leaf, good.intermediate, await good.revocationList(options)], more);

  test("cases 147, 149: good, revoking, stale, early", async () => {
    expect(await run({})).toBe("ok");
    expect(await run({ revokeIntermediate: true })).toBe("collateral_revoked");
    const day = (count: number) => new Date(Date.now() + count * 86_400_000);
    expect(await run({ from: day(-10), to: day(-1) })).toBe("collateral_expired");
    expect(await run({ from: day(1), to: day(10) })).toBe("collateral_not_yet_valid");
  });

  test("case 147: no nextUpdate, a delta, an unknown critical extension", async () => {
    const without = await run({ defect: ({ nextUpdate: _next, ...parts }) => parts });
    expect(without).toBe("collateral_malformed");
    for (const id of ["2.5.29.27", "2.5.29.28", "1.2.3.4"]) {
      const extension = { id, critical: true, value: asn1.integer(1) };
      const code = await run({
        defect: (parts) => ({ ...parts, extensions: [...parts.extensions, extension] }),
      });
      expect(code, id).toBe("collateral_malformed");
    }
  });

  test("cases 146, 148: another issuer or key, a damaged signature, no list", async () => {
    const key = await makePssKey(crypto);
    expect(await run({ defect: (parts) => ({ ...parts, signer: key }) })).toBe("collateral_forged");
    const tamper = (signature: Uint8Array) => flipped(signature, 1);
    expect(await run({ defect: (parts) => ({ ...parts, tamper }) })).toBe("collateral_forged");
    // The root's key signs, and another name stands in the list.
    const milan = await SimulatedTee.create({ processor: "milan" });
    const other = await milan.revocationList();
    expect(await check(good, report, [good.leaf, good.intermediate, other]), "case 151").toBe(
      "collateral_forged",
    );
    expect(
      await check(good, report, [good.leaf, good.intermediate, asn1.sequence(asn1.integer(1))]),
    ).toBe("collateral_malformed");
  });

  test("a revocation beats everything but a forged report", async () => {
    const forged = flipped(report, 0x90 * 8);
    const list = await good.revocationList({ revokeIntermediate: true });
    expect(await check(good, forged, [good.leaf, good.intermediate, list])).toBe(
      "signature_invalid",
    );
  });
});
