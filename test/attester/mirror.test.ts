/** The mirror of endorsements, behind a client that verifies what comes out of it. */
import { expect, test } from "vitest";
import { createMirror } from "../../src/attester/index.ts";
import type { MirrorOptions } from "../../src/attester/index.ts";
import { appraise, authenticate, memoryCache } from "../../src/index.ts";
import { SimulatedTdx, SimulatedTee } from "../../src/testing/index.ts";

const MIRROR = "https://mirror.example";
const tee = await SimulatedTee.create();
const tdx = await SimulatedTdx.create();

/** AMD's and Intel's servers. */
function vendors(answer?: (url: string) => Response | undefined) {
  const asked: string[] = [];
  const chain = () => ({ "TCB-Info-Issuer-Chain": encodeURIComponent(tdx.issuerChain()) });
  const body = (bytes: Uint8Array, headers = {}) =>
    new Response(new Uint8Array(bytes), { headers });
  const fetch: typeof globalThis.fetch = async (input) => {
    const url = new Request(input).url;
    asked.push(url);
    const other = answer?.(url);
    if (other !== undefined) return other;
    if (url.includes("/vcek/v1/") && !url.endsWith("/crl")) return body(tee.leaf);
    if (url.includes("/tcb?")) return body(await tdx.tcbInfo(), chain());
    if (url.endsWith("/qe/identity")) return body(await tdx.qeIdentity(), chain());
    if (url.includes("/pckcrl?")) return body(await tdx.pckRevocationList());
    if (url.endsWith("/IntelSGXRootCA.der")) return body(await tdx.rootRevocationList());
    return new Response(null, { status: 404 });
  };
  return { asked, fetch };
}

function mirror(options: MirrorOptions = {}, answer?: (url: string) => Response | undefined) {
  const { asked, fetch } = vendors(answer);
  const handle = createMirror({ fetch, ...options });
  const get = (path: string, init?: RequestInit) => handle(new Request(MIRROR + path, init));
  /** What a client is given as its fetch: it reaches nothing but the mirror. */
  const onlyMirror: typeof globalThis.fetch = (input) => {
    const request = new Request(input);
    if (!request.url.startsWith(MIRROR)) throw new Error(`the client asked ${request.url}`);
    return handle(request);
  };
  return { handle, asked, get, onlyMirror };
}

const ROOT_LIST = "/IntelSGXRootCA.der";

test("a client finds AMD's certificate through it", async () => {
  const { onlyMirror, asked } = mirror();
  const evidence = await tee.report();
  const result = await authenticate(evidence, {
    dangerouslyTrustRoots: [tee.root],
    endorsements: [tee.intermediate],
    endorsementSource: { base: MIRROR, fetch: onlyMirror, cache: memoryCache() },
  });
  expect(result.tee).toBe("snp");
  expect(asked.every((url) => url.startsWith("https://kdsintf.amd.com/vcek/v1/"))).toBe(true);
});

test.each(["base", "pccs"] as const)(
  "a client finds Intel's collateral through it, as %s",
  async (name) => {
    const { onlyMirror, asked } = mirror();
    const policy = { tdx: { mrTd: "any", rtmr: ["any", "any", "any", "any"] } } as const;
    const result = await appraise(await tdx.quote(), policy, {
      dangerouslyTrustRoots: [tdx.root],
      endorsementSource: { [name]: MIRROR, fetch: onlyMirror, cache: memoryCache() },
      expectedBinding: "any",
    });
    expect(result.tcb?.status).toBe("UpToDate");
    expect(asked).toHaveLength(4);
  },
);

test("pages may read its answers, their issuer chain included", async () => {
  const { get } = mirror();
  const answer = await get("/tdx/certification/v4/tcb?fmspc=b0c06f000000");
  expect(answer.headers.get("Access-Control-Allow-Origin")).toBe("*");
  expect(answer.headers.get("Access-Control-Expose-Headers")).toContain("TCB-Info-Issuer-Chain");
  expect(answer.headers.get("TCB-Info-Issuer-Chain")).toContain("BEGIN%20CERTIFICATE");
  expect(answer.headers.get("Cache-Control")).toBe("public, max-age=3600");
  const preflight = await get(ROOT_LIST, { method: "OPTIONS", headers: { "Access-Control-Request-Method": "GET" } }); // prettier-ignore
  expect(preflight.status).toBe(204);
  expect((await get(ROOT_LIST, { method: "HEAD" })).body).toBeNull();
});

test("the vendor is asked once for an address, however many ask at a time, until it is old", async () => {
  const { get, asked } = mirror({ maxAgeMs: 200 });
  await Promise.all([get(ROOT_LIST), get(ROOT_LIST), get(ROOT_LIST)]);
  await get(ROOT_LIST);
  expect(asked).toHaveLength(1);
  await new Promise((resolve) => setTimeout(resolve, 220));
  await get(ROOT_LIST);
  expect(asked).toHaveLength(2);
});

test("it keeps so many answers and no more", async () => {
  const { get, asked } = mirror({ maxEntries: 1 });
  const other = "/tdx/certification/v4/qe/identity";
  for (const path of [ROOT_LIST, other, ROOT_LIST]) await get(path);
  expect(asked).toHaveLength(3);
});

test.each([
  "/",
  "/etc/passwd",
  "//evil.example/x",
  "/vcek/v1/Genoa/../../../x",
  "/vcek/v1/Genoa/zz",
  "/vcek/v2/Genoa/crl",
  "/vcek/v1/Genoa/crl?url=https://evil.example",
  "/sgx/certification/v4/pckcert?x=1",
  "/tdx/certification/v4/tcb?fmspc=%0d%0a",
  "/IntelSGXRootCA.der?x=1",
])("nothing else leaves: %s", async (path) => {
  const { get, asked } = mirror();
  expect((await get(path)).status).toBe(404);
  expect(asked).toEqual([]);
});

test("only GET and HEAD", async () => {
  const { get, asked } = mirror();
  expect((await get(ROOT_LIST, { method: "POST", body: "x" })).status).toBe(405);
  expect(asked).toEqual([]);
});

test.each<[string, Response | Error, number, string | null]>([
  ["404", new Response(null, { status: 404 }), 404, null],
  ["429 with its delay", new Response(null, { status: 429, headers: { "Retry-After": "7" } }), 429, "7"], // prettier-ignore
  ["500", new Response("SECRET", { status: 500 }), 502, null],
  ["an answer of 2 MiB", new Response(new Uint8Array(2 * 1024 * 1024)), 502, null],
  ["no answer", new Error("SECRET"), 502, null],
])("what the vendor answers is passed on and not kept: %s", async (_name, given, status, wait) => {
  const { get, asked } = mirror({}, () => {
    if (given instanceof Error) throw given;
    return given.clone();
  });
  const answer = await get(ROOT_LIST);
  expect([answer.status, answer.headers.get("Retry-After")]).toEqual([status, wait]);
  expect(await answer.text()).not.toContain("SECRET");
  await get(ROOT_LIST);
  expect(asked).toHaveLength(2);
});

test("the vendors are asked for so many addresses at a time and no more", async () => {
  const waiting: (() => void)[] = [];
  const fetch = () =>
    new Promise<Response>((resolve) => {
      waiting.push(() => {
        resolve(new Response("endorsement"));
      });
    });
  const { get } = mirror({ fetch });
  const chip = (number: number) => `/vcek/v1/Genoa/${number.toString(16).padStart(128, "0")}`;
  const first = Array.from({ length: 16 }, (_, number) => get(chip(number)));
  // Whoever asks for what is being fetched already asks nobody.
  const joined = get(chip(0));
  const others = Array.from({ length: 2000 }, (_, number) => get(chip(16 + number)));
  expect(waiting).toHaveLength(16);
  const refused = await Promise.all(others);
  expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([503]));
  expect(refused[0]?.headers.get("Retry-After")).toBe("5");
  expect(refused[0]?.headers.get("Access-Control-Allow-Origin")).toBe("*");
  expect(waiting).toHaveLength(16);
  for (const answer of waiting.splice(0)) answer();
  const answers = await Promise.all([...first, joined]);
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 17 }, () => 200));
  const later = get(chip(16));
  expect(waiting).toHaveLength(1);
  // What is kept is given out also while others are fetched.
  expect((await get(chip(0))).status).toBe(200);
  waiting[0]!();
  expect((await later).status).toBe(200);
});

test("requests that fail make room for others", async () => {
  const { get } = mirror({ maxConcurrent: 1 }, () => {
    throw new Error("unreachable");
  });
  for (let call = 0; call < 3; call += 1) expect((await get(ROOT_LIST)).status).toBe(502);
});

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])("%s is no limit, and refused", (limit) => {
  expect(() => createMirror({ maxConcurrent: limit })).toThrow(RangeError);
  expect(() => createMirror({ maxEntries: limit })).toThrow(RangeError);
  expect(() => createMirror({ maxAgeMs: limit })).toThrow(RangeError);
  for (const none of [0, 0.5]) {
    expect(() => createMirror({ maxConcurrent: none })).toThrow(RangeError);
    expect(() => createMirror({ maxEntries: none })).toThrow(RangeError);
  }
  expect(() => createMirror({ maxConcurrent: 1, maxEntries: 1, maxAgeMs: 0 })).not.toThrow();
});

test("what somebody wrote to a prototype is no option", async () => {
  Object.defineProperty(Object.prototype, "allowOrigin", { value: "https://other.example", configurable: true }); // prettier-ignore
  try {
    const { get } = mirror({}, () => new Response("list"));
    expect((await get(ROOT_LIST)).headers.get("Access-Control-Allow-Origin")).toBe("*");
  } finally {
    Reflect.deleteProperty(Object.prototype, "allowOrigin");
  }
});

test("nobody fills the memory with addresses that no vendor has", async () => {
  const { get, asked } = mirror();
  for (const address of [
    "/vcek/v1/Milan/crl?aSPL=1",
    "/vcek/v1/Milan/cert_chain?blSPL=1",
    `/vcek/v1/Milan/${"a".repeat(128)}?${"x".repeat(5000)}SPL=1`,
    "/tdx/certification/v4/tcb?other=1",
  ]) {
    expect((await get(address)).status).toBe(404);
  }
  expect(asked).toEqual([]);
  await get(`/vcek/v1/Turin/${"a".repeat(16)}?fmcSPL=1&blSPL=1&teeSPL=1&snpSPL=4&ucodeSPL=84`);
  await get("/tdx/certification/v4/tcb?fmspc=00806f050000");
  expect(asked).toHaveLength(2);
});

test("an option that does not exist is refused by name, not ignored", () => {
  const misspelt = { maxEntrys: 10 };
  expect(() => createMirror(misspelt as MirrorOptions)).toThrow("createMirror has no option maxEntrys; its options are maxAgeMs,"); // prettier-ignore
  const every: Required<MirrorOptions> = {
    maxAgeMs: 1000,
    maxEntries: 10,
    maxConcurrent: 1,
    allowOrigin: "*",
    fetch: globalThis.fetch,
  };
  expect(() => createMirror(every)).not.toThrow();
});
