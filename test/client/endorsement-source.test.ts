/** Endorsements: exactly what the verifier names, once, with limits, from a mirror or a cache, never trusted. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { authenticate, memoryCache } from "../../src/index.ts";
import type { EndorsementSourceOptions } from "../../src/index.ts";
import { fileCache } from "../../src/node.ts";
import { patientCache } from "../../src/patient-cache.ts";
import { SimulatedTee } from "../../src/testing/index.ts";
import { codeOf, snpClaims } from "../support.ts";

const tee = await SimulatedTee.create();
const report = await tee.report();

/** A key server that knows this chip. */
function server(
  answer: (url: string, count: number) => Response | Promise<Response> = () =>
    new Response(new Uint8Array(tee.leaf)),
) {
  const asked: string[] = [];
  const fetch = (input: RequestInfo | URL) => {
    const url = input instanceof Request ? input.url : String(input);
    asked.push(url);
    return Promise.resolve(answer(url, asked.length));
  };
  return { asked, fetch: fetch };
}

const run = (endorsementSource: EndorsementSourceOptions, more = {}) =>
  authenticate(report, {
    dangerouslyTrustRoots: [tee.root],
    endorsements: [tee.intermediate],
    endorsementSource,
    ...more,
  });

test("the leaf is asked for at the address of its chip and TCB, once", async () => {
  const { asked, fetch } = server();
  const source = { fetch };
  const result = await run(source);
  const { chipId } = snpClaims(result);
  expect(asked).toEqual([
    `https://kdsintf.amd.com/vcek/v1/Genoa/${chipId}?blSPL=10&teeSPL=0&snpSPL=27&ucodeSPL=86`,
  ]);
  await run(source);
  expect(asked).toHaveLength(1);
});

test("100 calls at once ask once", async () => {
  const { asked, fetch } = server(async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return new Response(new Uint8Array(tee.leaf));
  });
  const source = { fetch };
  await Promise.all(Array.from({ length: 100 }, () => run(source)));
  expect(asked).toHaveLength(1);
});

test("offline never asks, and says what is missing and what is claimed", async () => {
  const { asked, fetch } = server();
  const error = await run({ fetch }, { offline: true }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: "EndorsementsError", code: "endorsements_missing" });
  expect(error).toMatchObject({
    unverified: { tee: "snp", claims: { version: 5, product: "genoa" } },
  });
  expect(asked).toHaveLength(0);
});

test("a forged report fetches once at most, and is refused", async () => {
  const forged = report.slice();
  forged[0x90]! ^= 1;
  const { asked, fetch } = server();
  const call = authenticate(forged, {
    dangerouslyTrustRoots: [tee.root],
    endorsements: [tee.intermediate],
    endorsementSource: { fetch },
  });
  expect(await codeOf(call)).toBe("signature_invalid");
  expect(asked).toHaveLength(1);
});

test("a mirror, by one base or by host", async () => {
  for (const base of [
    "https://mirror.example/amd/",
    { "kdsintf.amd.com": "https://mirror.example/amd" },
  ]) {
    const { asked, fetch } = server();
    await run({ fetch, base });
    expect(asked[0]).toMatch(
      /^https:\/\/mirror\.example\/amd\/vcek\/v1\/Genoa\/[0-9a-f]{128}\?blSPL=10&/,
    );
  }
});

test("case 152: a mirror is not trusted, nor a cache", async () => {
  const other = await SimulatedTee.create();
  const { fetch } = server(() => new Response(new Uint8Array(other.leaf)));
  expect(await codeOf(run({ fetch }))).toBe("identity_mismatch");
  const junk = server(() => new Response("<html>"));
  expect(await codeOf(run({ fetch: junk.fetch }))).toBe("collateral_malformed");
});

test("429 is waited for, as long as the server says", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  try {
    const { asked, fetch } = server((_url, count) =>
      count < 3
        ? new Response("slow down", { status: 429, headers: { "Retry-After": "1" } })
        : new Response(new Uint8Array(tee.leaf)),
    );
    const call = run({ fetch });
    for (let second = 0; second < 4; second += 1) await vi.advanceTimersByTimeAsync(1000);
    expect((await call).anchor).toBe("simulated");
    expect(asked).toHaveLength(3);
  } finally {
    vi.useRealTimers();
  }
});

test("a failure is remembered for a while, and does not become a flood", async () => {
  const { asked, fetch } = server(() => new Response("not here", { status: 404 }));
  const source = { fetch };
  const error = await run(source).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "endorsements_fetch", unverified: { tee: "snp" } });
  expect(await codeOf(run(source))).toBe("endorsements_fetch");
  expect(asked).toHaveLength(1);
});

test("limits: size, time, network, abort", async () => {
  const large = server(() => new Response(new Uint8Array(2000)));
  expect(await codeOf(run({ fetch: large.fetch, maxBytes: 1000 }))).toBe("endorsements_fetch");
  const broken = server(() => Promise.reject(new TypeError("fetch failed")));
  expect(await codeOf(run({ fetch: broken.fetch }))).toBe("endorsements_fetch");
  const hangs = server(() => new Promise<Response>(() => undefined));
  expect(await codeOf(run({ fetch: hangs.fetch }, { timeoutMs: 50 }))).toBe("transport_timeout");
  const signal = AbortSignal.abort();
  expect(await codeOf(run({ fetch: hangs.fetch }, { signal }))).toBe("aborted");
});

test("a remembered list that has expired since is fetched anew", async () => {
  const now = Math.floor(Date.now() / 1000);
  const later = now + 400 * 86_400;
  const next = await tee.revocationList({
    from: new Date((later - 60) * 1000),
    to: new Date((later + 86_400) * 1000),
  });
  const first = await tee.revocationList();
  let current = first;
  const { asked, fetch } = server(
    (url) => new Response(new Uint8Array(url.endsWith("/crl") ? current : tee.leaf)),
  );
  const source = { fetch };
  const { appraise } = await import("../../src/index.ts");
  const policy = { snp: { measurements: "any", revocation: "required" } } as const;
  const call = (time: number) =>
    appraise(report, policy, {
      expectedBinding: "any",
      dangerouslyTrustRoots: [tee.root],
      endorsements: [tee.intermediate],
      endorsementSource: source,
      now: time,
    });
  await call(now);
  expect(asked.filter((url) => url.endsWith("/crl"))).toHaveLength(1);
  current = next;
  expect((await call(later)).validUntil).toBe(later + 86_400);
  expect(asked.filter((url) => url.endsWith("/crl"))).toHaveLength(2);
});

test("a version 2 report without a chain names every candidate, and one answer is enough", async () => {
  const old = await SimulatedTee.create({ processor: "milan", fields: { version: 2 } });
  const { asked, fetch } = server((url) =>
    url.includes("/Milan/")
      ? new Response(new Uint8Array(old.leaf))
      : new Response("", { status: 404 }),
  );
  const result = await authenticate(await old.report(), {
    dangerouslyTrustRoots: [old.root],
    endorsements: [old.intermediate],
    endorsementSource: { fetch },
  });
  expect(snpClaims(result).product).toBe("milan");
  expect(asked.map((url) => new URL(url).pathname.split("/")[3])).toEqual(["Milan", "Genoa"]);
});

test("a VLEK is not to be had from anyone but its cloud", async () => {
  const vlek = await SimulatedTee.create({ signer: "vlek" });
  const { asked, fetch } = server();
  const error = await authenticate(await vlek.report(), { endorsementSource: { fetch } }).catch(
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ code: "endorsements_missing", context: { urls: [] } });
  expect((error as Error).message).toContain("cloud");
  expect(asked).toHaveLength(0);
});

describe("caches", () => {
  test("memory forgets the least recently used", async () => {
    const cache = memoryCache(2);
    const bytes = new Uint8Array([1]);
    await cache.set("a", bytes);
    await cache.set("b", bytes);
    await cache.get("a");
    await cache.set("c", bytes);
    expect(await Promise.all(["a", "b", "c"].map((url) => cache.get(url)))).toEqual([
      bytes,
      undefined,
      bytes,
    ]);
  });

  test("files outlive the process, hold whole endorsements only, and a broken one costs a fetch", async () => {
    const folder = await mkdtemp(join(tmpdir(), "witnesslock-"));
    try {
      const { asked, fetch } = server();
      await run({ fetch, cache: fileCache(folder) });
      await run({ fetch, cache: fileCache(folder) });
      expect(asked).toHaveLength(1);
      expect(await readdir(folder)).toHaveLength(1);
      const broken = {
        get: () => Promise.reject(new Error("disk")),
        set: () => Promise.reject(new Error("disk")),
      };
      await run({ fetch, cache: broken });
      expect(asked).toHaveLength(2);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("only what a verdict stood on is kept", async () => {
    const other = await SimulatedTee.create();
    const { fetch } = server(() => new Response(new Uint8Array(other.leaf)));
    const cache = memoryCache();
    const set = vi.spyOn(cache, "set");
    expect(await codeOf(run({ fetch, cache }))).toBe("identity_mismatch");
    expect(set).not.toHaveBeenCalled();
  });
});

describe("a cache that never answers", () => {
  const never = () => new Promise<never>(() => undefined);

  test("counts as empty after its time, and one that answers is heard", async () => {
    const hanging = patientCache({ get: never, set: never }, 10);
    expect(await hanging.get("x")).toBeUndefined();
    await hanging.set("x", new Uint8Array());
    const kept = new Uint8Array([7]);
    const answering = patientCache({ get: () => Promise.resolve(kept), set: never }, 10);
    expect(await answering.get("x")).toBe(kept);
    const failing = patientCache({ get: () => Promise.reject(new Error("full")), set: never }, 10);
    await expect(failing.get("x")).rejects.toThrow("full");
  });

  test("keeps no verdict waiting", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const passing = setInterval(() => {
      void vi.advanceTimersByTimeAsync(1_000);
    }, 5);
    try {
      const { fetch } = server();
      expect(await run({ fetch, cache: { get: never, set: never } })).toMatchObject({ tee: "snp" });
    } finally {
      clearInterval(passing);
      vi.useRealTimers();
    }
  });
});
