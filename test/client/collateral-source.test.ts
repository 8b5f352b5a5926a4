/** Intel's collateral from its service, from a caching service, and what is remembered of it. */
import { describe, expect, test } from "vitest";
import { appraise, authenticate, memoryCache, stapler } from "../../src/index.ts";
import type { AppraiseOptions, EndorsementSourceOptions, TdxPolicy } from "../../src/index.ts";
import { createAttester } from "../../src/attester/index.ts";
import { SimulatedTdx, SimulatedTee } from "../../src/testing/index.ts";
import { codeOf, errorOf } from "../support.ts";

const DAY_MS = 86_400_000;
const tdx = await SimulatedTdx.create();
const quote = await tdx.quote();
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const POLICY: { readonly tdx: TdxPolicy } = {
  tdx: { mrTd: "any", rtmr: ["any", "any", "any", "any"] },
};

interface Served {
  readonly tcbInfo?: Uint8Array;
  readonly qeIdentity?: Uint8Array;
  /** Default: as Intel does it. */
  readonly chain?: string | null;
  /** Addresses that answer with 404. */
  readonly absent?: RegExp;
  /** Lists in hexadecimal, as a caching service writes them. */
  readonly hex?: boolean;
}

/** Intel's service, or a caching one. */
function service(served: Served = {}) {
  const asked: string[] = [];
  const state = { ...served };
  const chain = () =>
    state.chain === undefined ? encodeURIComponent(tdx.issuerChain()) : state.chain;
  const document = (body: Uint8Array, header: string) => {
    const value = chain();
    return new Response(
      new Uint8Array(body),
      value === null ? {} : { headers: { [header]: value } },
    );
  };
  const list = (der: Uint8Array) =>
    new Response(state.hex === true ? Buffer.from(der).toString("hex") : new Uint8Array(der));
  const fetch = async (input: RequestInfo | URL): Promise<Response> => {
    const url = input instanceof Request ? input.url : String(input);
    asked.push(url);
    if (state.absent?.test(url) === true) return new Response("not here", { status: 404 });
    if (url.includes("/tcb?")) {
      return document(state.tcbInfo ?? (await tdx.tcbInfo()), "TCB-Info-Issuer-Chain");
    }
    if (url.endsWith("/qe/identity")) {
      return document(
        state.qeIdentity ?? (await tdx.qeIdentity()),
        "SGX-Enclave-Identity-Issuer-Chain",
      );
    }
    if (url.includes("/pckcrl?")) return list(await tdx.pckRevocationList());
    return list(await tdx.rootRevocationList());
  };
  return { asked, state, fetch };
}

function run(source: EndorsementSourceOptions, more: Partial<AppraiseOptions> = {}) {
  return appraise(quote, POLICY, {
    dangerouslyTrustRoots: [tdx.root],
    endorsementSource: { cache: memoryCache(), ...source },
    expectedBinding: "any",
    ...more,
  });
}

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

describe("rollback", () => {
  const issued = (days: number) => tdx.tcbInfo({ issueDate: new Date(Date.now() - days * DAY_MS) });

  test("case 254: a document older than one that a verdict stood on is refused", async () => {
    const cache = memoryCache();
    const { fetch } = service({ tcbInfo: await issued(1) });
    await run({ fetch, cache });
    const replay = await tdx.collateral({
      tcbInfo: { issueDate: new Date(Date.now() - 3 * DAY_MS) },
    });
    const stapled = (endorsements: readonly Uint8Array[]) =>
      errorOf(run({ cache }, { offline: true, endorsements }));
    expect(await stapled(replay)).toMatchObject({
      code: "collateral_rolled_back",
      context: { field: "TCB info, issueDate" },
    });
    // Another evaluation number is another row: early and standard collateral stand side by side.
    const early = await tdx.collateral({
      tcbEvaluationDataNumber: 21,
      issueDate: new Date(Date.now() - 3 * DAY_MS),
    });
    expect(await stapled(early)).toBeUndefined();
    // Within a day two servers may differ.
    const close = await tdx.collateral({
      tcbInfo: { issueDate: new Date(Date.now() - 1.9 * DAY_MS) },
    });
    expect(await stapled(close)).toBeUndefined();
  });

  test("only a verdict that held is learned from, and only by the cache that saw it", async () => {
    const cache = memoryCache();
    const newest = await tdx.collateral();
    const older = await tdx.collateral({ issueDate: new Date(Date.now() - 5 * DAY_MS) });
    const refused = appraise(
      quote,
      { tdx: { ...POLICY.tdx, mrTd: ["ff".repeat(48)] } },
      {
        dangerouslyTrustRoots: [tdx.root],
        endorsements: newest,
        endorsementSource: { cache },
        expectedBinding: "any",
        offline: true,
      },
    );
    expect(await codeOf(refused)).toBe("policy_measurement");
    expect(await codeOf(run({ cache }, { offline: true, endorsements: older }))).toBe("ok");
    await run({ cache }, { offline: true, endorsements: newest });
    expect(await codeOf(run({ cache }, { offline: true, endorsements: older }))).toBe(
      "collateral_rolled_back",
    );
    expect(await codeOf(run({}, { offline: true, endorsements: older }))).toBe("ok");
  });

  test("calls side by side do not forget for one another what they learned", async () => {
    const cache = memoryCache();
    const newest = await tdx.collateral();
    const older = await tdx.collateral({ issueDate: new Date(Date.now() - 5 * DAY_MS) });
    const judge = (endorsements: readonly Uint8Array[]) =>
      codeOf(run({ cache }, { offline: true, endorsements }));
    expect(await Promise.all([judge(newest), judge(older)])).toEqual(["ok", "ok"]);
    expect(await judge(older)).toBe("collateral_rolled_back");
  });

  test("roots of the caller's beside do not switch off the memory of genuine documents", async () => {
    const cache = memoryCache();
    await run({ cache }, { offline: true, endorsements: await tdx.collateral() });
    // The same rows under the genuine anchor's name speak of genuine documents alone.
    const rows = await cache.get("witnesslock:seen/simulated");
    const others = memoryCache();
    await others.set("witnesslock:seen/intel-sgx", rows ?? new Uint8Array());
    const older = await tdx.collateral({ issueDate: new Date(Date.now() - 5 * DAY_MS) });
    const judge = (held: typeof cache) =>
      codeOf(run({ cache: held }, { offline: true, endorsements: older }));
    expect(await judge(others)).toBe("ok");
    expect(await judge(cache)).toBe("collateral_rolled_back");
  });

  test("a revocation that is known stays one where nobody can be asked again", async () => {
    const revoking = await tdx.pckRevocationList({ revokePck: true });
    const isList = (input: RequestInfo | URL | string) => (input as string).includes("pckcrl");
    const held = memoryCache();
    const cache = {
      get: async (url: string) => (isList(url) ? revoking : held.get(url)),
      set: (url: string, bytes: Uint8Array) => held.set(url, bytes),
    };
    const { fetch } = service();
    const answered = (input: RequestInfo | URL) =>
      isList(input) ? Promise.resolve(new Response(new Uint8Array(revoking))) : fetch(input);
    expect(await codeOf(run({ fetch: answered, cache }))).toBe("collateral_revoked");
    const blocked = (input: RequestInfo | URL) =>
      isList(input) ? Promise.reject(new Error("blocked")) : fetch(input);
    expect(await codeOf(run({ fetch: blocked, cache }))).toBe("collateral_revoked");
    // The vendor's own list of today counts more than the remembered one.
    expect(await codeOf(run({ fetch, cache }))).toBe("ok");
  });

  test("a memory that is lost, broken or full costs the memory and never a verdict", async () => {
    const junk = new TextEncoder().encode('[{"name":"TCB info","issueDate":"x"},1,null]');
    for (const cache of [
      {
        get: () => Promise.reject(new Error("broken")),
        set: () => Promise.reject(new Error("full")),
      },
      { get: () => Promise.resolve(junk), set: () => Promise.resolve() },
    ]) {
      const endorsements = await tdx.collateral();
      expect(await codeOf(run({ cache }, { offline: true, endorsements }))).toBe("ok");
    }
  });
});

describe("stapling", () => {
  test("an attester's client needs no network", async () => {
    const { asked, fetch } = service();
    const staple = stapler({
      dangerouslyTrustRoots: [tdx.root],
      endorsementSource: { fetch, cache: memoryCache() },
    });
    const padded = { padding: new Uint8Array(64) };
    const attester = createAttester({
      quotes: {
        quote: async (reportData) => ({ evidence: await tdx.quote({ reportData, ...padded }) }),
      },
      staple,
      upstream: () => Promise.resolve(new Response("proof")),
    });
    const url = `https://prover.example/.well-known/attestation?nonce=${"A".repeat(43)}`;
    for (let count = 0; count < 3; count += 1) {
      const answer = (await (await attester(new Request(url))).json()) as { evidence: string[] };
      const evidence = Buffer.from(answer.evidence[1] ?? "", "base64url");
      const result = await appraise(new Uint8Array(evidence), POLICY, {
        dangerouslyTrustRoots: [tdx.root],
        expectedBinding: "any",
        offline: true,
      });
      expect(result.tcb?.status).toBe("UpToDate");
      // The zeros behind the quote are no part of it.
      expect(result.checks.map(({ id }) => id)).not.toContain("trailing-bytes");
      expect(text(evidence)).toContain('"platform":"tdx"');
    }
    expect(asked).toHaveLength(4);
  });

  test("it refreshes what clients would find too old", async () => {
    const { asked, fetch } = service();
    const staple = stapler({
      dangerouslyTrustRoots: [tdx.root],
      endorsementSource: { fetch, cache: memoryCache() },
      refreshMs: 0,
    });
    await staple(quote);
    await staple(quote);
    expect(asked).toHaveLength(8);
  });

  test("what a client could not believe is not stapled, and the attester is told", async () => {
    const { fetch } = service({ absent: /./ });
    const staple = stapler({
      dangerouslyTrustRoots: [tdx.root],
      endorsementSource: { fetch, cache: memoryCache() },
    });
    expect(await codeOf(staple(quote))).toBe("endorsements_fetch");
    const forged = quote.slice();
    forged[200]! ^= 1;
    expect(await codeOf(staple(forged))).toBe("signature_invalid");
    const errors: unknown[] = [];
    const attester = createAttester({
      quotes: { quote: () => Promise.resolve({ evidence: quote }) },
      staple,
      onStapleError: (error) => errors.push(error),
      upstream: () => Promise.resolve(new Response("proof")),
    });
    const url = `https://prover.example/.well-known/attestation?nonce=${"A".repeat(43)}`;
    const answer = (await (await attester(new Request(url))).json()) as { evidence: string[] };
    expect(Buffer.from(answer.evidence[1] ?? "", "base64url").equals(quote)).toBe(true);
    expect(errors).toHaveLength(1);
  });

  test("a report of SEV-SNP gets its certificates", async () => {
    const snp = await SimulatedTee.create();
    const staple = stapler({
      dangerouslyTrustRoots: [snp.root],
      endorsements: [snp.leaf, snp.intermediate],
    });
    const evidence = await staple(await snp.report());
    const result = await authenticate(evidence, {
      dangerouslyTrustRoots: [snp.root],
      offline: true,
    });
    expect(result.tee).toBe("snp");
  });
});
