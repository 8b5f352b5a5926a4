/** Intel's collateral from its service, and from a caching service. */
import { describe, expect, test } from "vitest";
import { appraise, authenticate, memoryCache } from "../../src/index.ts";
import { codeOf, errorOf } from "../support.ts";
import { DAY_MS, POLICY, quote, run, service, tdx } from "./collateral-support.ts";

describe("the loop", () => {
  test("the whole collateral is asked for at its four addresses, once", async () => {
    const { asked, fetch } = service();
    const source = { fetch, cache: memoryCache() };
    const result = await run(source);
    expect(result).toMatchObject({ status: "warning", tee: "tdx", tcb: { status: "UpToDate" } });
    expect(asked.toSorted()).toEqual([
      "https://api.trustedservices.intel.com/sgx/certification/v4/pckcrl?ca=platform&encoding=der",
      "https://api.trustedservices.intel.com/tdx/certification/v4/qe/identity",
      "https://api.trustedservices.intel.com/tdx/certification/v4/tcb?fmspc=b0c06f000000",
      "https://certificates.trustedservices.intel.com/IntelSGXRootCA.der",
    ]);
    await run(source);
    expect(asked).toHaveLength(4);
  });

  test("authenticity needs no collateral, and says what was skipped", async () => {
    const { asked, fetch } = service();
    const result = await authenticate(quote, {
      dangerouslyTrustRoots: [tdx.root],
      endorsementSource: { fetch },
    });
    expect(asked).toHaveLength(0);
    expect(result.tcb).toBeNull();
    const skipped = result.checks.filter(({ outcome }) => outcome === "skipped");
    expect(skipped.map(({ id }) => id)).toEqual([
      "tcb-info",
      "qe-identity",
      "pck-revocation",
      "root-revocation",
      "tdx-module",
      "tcb-level",
    ]);
  });

  test("a forged quote makes nobody ask", async () => {
    const { asked, fetch } = service();
    const forged = quote.slice();
    forged[200]! ^= 1;
    const call = appraise(forged, POLICY, {
      dangerouslyTrustRoots: [tdx.root],
      endorsementSource: { fetch },
      expectedBinding: "any",
    });
    expect(await codeOf(call)).toBe("signature_invalid");
    expect(asked).toHaveLength(0);
  });

  test("offline: what is missing, with its addresses, and what the quote claims", async () => {
    const error = await errorOf(run({}, { offline: true }));
    expect(error).toMatchObject({
      name: "EndorsementsError",
      code: "endorsements_missing",
      unverified: { tee: "tdx", claims: { version: 4 } },
    });
    expect(error?.context.urls).toHaveLength(4);
  });

  test("a part that the server does not have is named, though the others came", async () => {
    const { fetch } = service({ absent: /pckcrl/ });
    const error = await errorOf(run({ fetch }));
    expect(error?.code).toBe("endorsements_fetch");
    expect(error?.message).toContain("404");
    expect(error?.context.urls).toEqual([
      "https://api.trustedservices.intel.com/sgx/certification/v4/pckcrl?ca=platform&encoding=der",
    ]);
  });
});

describe("where it comes from", () => {
  test("case 273: a caching service has an address of its own for the root's list, and is not trusted", async () => {
    const { asked, fetch } = service({ hex: true });
    const result = await run({ fetch, pccs: "https://pccs.example:8081/" });
    expect(result.tcb?.status).toBe("UpToDate");
    expect(asked.toSorted()).toEqual([
      "https://pccs.example:8081/sgx/certification/v4/pckcrl?ca=platform&encoding=der",
      "https://pccs.example:8081/sgx/certification/v4/rootcacrl",
      "https://pccs.example:8081/tdx/certification/v4/qe/identity",
      "https://pccs.example:8081/tdx/certification/v4/tcb?fmspc=b0c06f000000",
    ]);
    const tampered = await tdx.tcbInfo({
      tamper: (signed) => signed.replace("OutOfDate", "UpToDate"),
    });
    const evil = service({ tcbInfo: tampered });
    const call = run({ fetch: evil.fetch, pccs: "http://pccs.example" });
    expect(await codeOf(call)).toBe("collateral_forged");
  });

  test("without the header of the issuer chain only signers that are known count", async () => {
    for (const chain of [null, "%E0%A4%A", "A".repeat(40_000)]) {
      const { fetch } = service({ chain });
      expect(await codeOf(run({ fetch })), String(chain).slice(0, 8)).toBe("collateral_forged");
    }
    const { fetch } = service({ chain: encodeURIComponent("<html>") });
    expect(await codeOf(run({ fetch }))).toBe("collateral_malformed");
  });

  test("given by the caller, as answers, as a bundle, or with the evidence", async () => {
    const answers = await tdx.collateral();
    const bundle = new TextEncoder().encode(await tdx.bundle());
    for (const endorsements of [answers, [bundle]]) {
      expect((await run({}, { offline: true, endorsements })).tcb?.status).toBe("UpToDate");
    }
    for (const evidence of [await tdx.evidence(), await tdx.header(), await tdx.envelope()]) {
      const result = await appraise(evidence, POLICY, {
        dangerouslyTrustRoots: [tdx.root],
        offline: true,
        expectedBinding: "any",
      });
      expect(result.tcb?.status).toBe("UpToDate");
    }
  });

  test("what is expired in the cache is fetched anew", async () => {
    const cache = memoryCache();
    const old = await tdx.tcbInfo({
      issueDate: new Date(Date.now() - 40 * DAY_MS),
      nextUpdate: new Date(Date.now() + 3000),
    });
    const { asked, state, fetch } = service({ tcbInfo: old });
    await run({ fetch, cache });
    delete (state as { tcbInfo?: Uint8Array }).tcbInfo;
    const later = new Date(Date.now() + 10_000);
    expect((await run({ fetch, cache }, { now: later })).tcb?.status).toBe("UpToDate");
    expect(asked).toHaveLength(8);
  });
});
