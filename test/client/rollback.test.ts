/** What is remembered of Intel's collateral: a document older than one that a verdict stood on is refused. */
import { expect, test } from "vitest";
import { appraise, memoryCache } from "../../src/index.ts";
import { learn } from "../../src/rollback-memory.ts";
import { codeOf, errorOf } from "../support.ts";
import { DAY_MS, POLICY, quote, run, service, tdx } from "./collateral-support.ts";

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

test("a memory that does not answer holds no call longer than its time", async () => {
  const cache = {
    get: () => Promise.resolve(undefined),
    set: () => new Promise<void>(() => undefined),
  };
  const endorsements = await tdx.collateral();
  const judge = () => run({ cache }, { offline: true, endorsements, timeoutMs: 300 });
  await judge().catch(() => undefined);
  const begun = performance.now();
  const results = await Promise.all([judge(), judge(), judge()]);
  expect(performance.now() - begun).toBeLessThan(1500);
  // It costs the memory, not the verdict.
  expect(results.map(({ status }) => status)).toEqual(["warning", "warning", "warning"]);
});

test("what is to be remembered does not pile up behind it", async () => {
  const result = await run({}, { offline: true, endorsements: await tdx.collateral() });
  if (result.tee !== "tdx") throw new Error("a report of SEV-SNP");
  let free: (() => void) | undefined;
  const answers = new Promise<void>((resolve) => {
    free = resolve;
  });
  let written = 0;
  const cache = {
    get: () => Promise.resolve(undefined),
    set: async () => {
      written += 1;
      await answers;
    },
  };
  const learned = Array.from({ length: 1000 }, () => learn(cache, result, []));
  free?.();
  await Promise.all(learned);
  expect(written).toBe(256);
  await learn(cache, result, []);
  expect(written).toBe(257);
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
