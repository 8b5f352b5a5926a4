/** The built package in headless Chromium: the same verdict on the same evidence, and what only a browser does. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type * as Witnesslock from "../../src/index.ts";
import { createAttester } from "../../src/attester/index.ts";
import { listen } from "../../src/cli/http-server.ts";
import type { RunningServer } from "../../src/cli/http-server.ts";
import { simulated } from "../../src/testing/index.ts";
import { launchChromium } from "./launch.mjs";
import { certificates, hasVectors, read, vector, vectors } from "../vectors.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
// The same build in Node.
const built = (await import(`${root}dist/index.js`)) as typeof Witnesslock;

let browser: Browser;
let context: BrowserContext;
let site: RunningServer;
let page: Page;
const servers: RunningServer[] = [];

async function serve(
  handler: (request: Request) => Promise<Response> | Response,
): Promise<RunningServer> {
  const server = await listen(async (request) => handler(request));
  servers.push(server);
  return server;
}

const IMPORTS = JSON.stringify({
  imports: { "@noble/": "/node_modules/@noble/", witnesslock: "/dist/index.js" },
});
const html = (policy: string) =>
  new Response(
    `<!doctype html><script type="importmap">${IMPORTS}</script><script type="module">import * as witnesslock from "witnesslock"; window.witnesslock = witnesslock;</script>`,
    {
      headers: {
        "Content-Type": "text/html",
        ...(policy === "" ? {} : { "Content-Security-Policy": policy }),
      },
    },
  );

function file(path: string): Response {
  const isOurs =
    /^\/(dist|node_modules\/@noble)\/[\w@./-]+\.js$/.test(path) && !path.includes("..");
  if (!isOurs || !existsSync(root + path)) return new Response("", { status: 404 });
  return new Response(readFileSync(root + path), {
    headers: { "Content-Type": "text/javascript" },
  });
}

beforeAll(async () => {
  browser = await launchChromium();
  // One context: pages of it share their storage, as tabs do.
  context = await browser.newContext();
  site = await serve((request) => {
    const { pathname } = new URL(request.url);
    if (pathname === "/") return html("");
    if (pathname === "/strict") return html("script-src 'self' 'unsafe-inline'");
    return file(pathname);
  });
  page = await open("/");
});

afterAll(async () => {
  await browser?.close();
  await Promise.all(servers.map((server) => server.close()));
});

async function open(path: string): Promise<Page> {
  const opened = await context.newPage();
  await opened.goto(site.url + path);
  await opened.waitForFunction("window.witnesslock !== undefined");
  return opened;
}

interface Call {
  readonly evidence: readonly number[];
  readonly endorsements: readonly (readonly number[])[];
  readonly roots: readonly (readonly number[])[];
  readonly now: number;
}

/** The verdict as data, here and there by the same words. */
const VERDICT = `async ({ evidence, endorsements, roots, now }) => {
  const bytes = (list) => new Uint8Array(list);
  try {
    return await witnesslock.authenticate(bytes(evidence), {
      endorsements: endorsements.map(bytes), dangerouslyTrustRoots: roots.map(bytes), now, offline: true,
    });
  } catch (error) {
    return error.toJSON();
  }
}`;

async function expectSameVerdict(call: Call): Promise<void> {
  const there: unknown = await page.evaluate(`(${VERDICT})(${JSON.stringify(call)})`);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the same words here as in the page
  const run = new Function("witnesslock", `return ${VERDICT}`) as (
    library: typeof built,
  ) => (given: Call) => Promise<unknown>;
  const here = await run(built)(call);
  expect(JSON.stringify(there)).toBe(JSON.stringify(here));
}

test("the same verdict on simulated evidence, good and damaged", async () => {
  const { tee } = await simulated();
  const evidence = [...(await tee.evidence())];
  const now = Math.floor(Date.now() / 1000);
  const call = { evidence, endorsements: [], roots: [[...tee.root]], now };
  await expectSameVerdict(call);
  await expectSameVerdict({ ...call, roots: [] });
  for (let at = 0; at < evidence.length; at += 211) {
    const damaged = evidence.slice();
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    await expectSameVerdict({ ...call, evidence: damaged });
  }
});

test("the same verdict on a simulated TDX quote with its collateral, good and damaged", async () => {
  const { tee } = await simulated({ tee: "tdx" });
  const evidence = [...(await tee.evidence())];
  const now = Math.floor(Date.now() / 1000);
  const call = { evidence, endorsements: [], roots: [[...tee.root]], now };
  await expectSameVerdict(call);
  await expectSameVerdict({ ...call, roots: [] });
  for (let at = 0; at < evidence.length; at += 701) {
    const damaged = evidence.slice();
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    await expectSameVerdict({ ...call, evidence: damaged });
  }
});

test.skipIf(!hasVectors)(
  "the same verdict on every genuine quote of TDX, with a genuine bundle",
  async () => {
    const quotes = vectors.filter(({ kind }) => kind.startsWith("tdx-v"));
    expect(quotes.length).toBe(55);
    const bundle = [
      ...read(vector("dcap-collateral-bundle/dcap-qvl-tdx"), "tdx_quote_collateral.json"),
    ];
    for (const entry of quotes) {
      await expectSameVerdict({
        evidence: [...read(entry, "quote.bin")],
        endorsements: [bundle],
        roots: [],
        now: Math.floor(Date.parse("2025-06-25T00:00:00Z") / 1000),
      });
    }
  },
);

test.skipIf(!hasVectors)("the same verdict on every genuine report", async () => {
  const reports = vectors.filter(
    ({ kind, files }) =>
      kind.startsWith("snp-v") && files.some(({ path }) => path.endsWith("report.bin")),
  );
  expect(reports.length).toBeGreaterThan(30);
  for (const entry of reports) {
    await expectSameVerdict({
      evidence: [...read(entry, "report.bin")],
      endorsements: certificates(entry).map((der) => [...der]),
      roots: [],
      now: Math.floor(Date.parse(entry.at ?? "") / 1000),
    });
  }
});

async function call(
  url: string,
  roots: readonly Uint8Array[],
  more: object,
): Promise<Record<string, unknown>> {
  const options = {
    policy: { snp: { measurements: "any" } },
    seal: "off",
    allowInsecureLoopback: true,
    offline: true,
    ...more,
  };
  return page.evaluate(
    async ([address, given, rootBytes]) => {
      const library = (globalThis as unknown as { witnesslock: typeof Witnesslock }).witnesslock;
      try {
        const attestedFetch = library.createAttestedFetch({
          ...(given as Witnesslock.AttestedFetchOptions),
          dangerouslyTrustRoots: rootBytes.map((bytes) => new Uint8Array(bytes)),
        });
        const response = await attestedFetch(address, { method: "POST", body: "witness" });
        return { text: await response.text(), status: response.attestation?.status };
      } catch (error) {
        return (error as Witnesslock.AttestationError).toJSON() as unknown as Record<
          string,
          unknown
        >;
      }
    },
    [url, options, roots.map((bytes) => [...bytes])] as const,
  );
}

test("a whole call from a page to an attester of another origin, with a preflight", async () => {
  const quotes = await simulated();
  const attester = createAttester({
    quotes,
    upstream: async (request) => new Response(`proof of ${await request.text()}`),
  });
  const { url } = await serve(attester);
  expect(await call(`${url}/prove`, [quotes.root], {})).toEqual({
    text: "proof of witness",
    status: "warning",
  });
  const byHeader = await call(`${url}/prove`, [quotes.root], { evidence: { from: "header" } });
  expect(byHeader).toEqual({ text: "proof of witness", status: "warning" });
});

test("case 10: a header that CORS hides has its own error, before the witness leaves", async () => {
  const quotes = await simulated();
  const attester = createAttester({
    quotes,
    upstream: () => Promise.resolve(new Response("proof")),
  });
  let bodies = 0;
  const { url } = await serve(async (request) => {
    bodies += (await request.clone().text()).length;
    const answer = await attester(request);
    const headers = new Headers(answer.headers);
    headers.delete("Access-Control-Expose-Headers");
    return new Response(answer.body, { status: answer.status, headers });
  });
  const error = await call(`${url}/prove`, [quotes.root], { evidence: { from: "header" } });
  expect(error).toMatchObject({ code: "evidence_hidden", witnessSent: "no" });
  expect(error["message"]).toContain("Access-Control-Expose-Headers: Attestation-Report");
  expect(bodies).toBe(0);
  const legacy = await call(`${url}/prove`, [], {
    mode: "if-present",
    seal: undefined,
    policy: { snp: { measurements: "any" } },
  });
  expect(legacy["text"], "the legacy rule goes on").toBe("proof");
});

test("case 295: a page without 'wasm-unsafe-eval' is told the line, and sends nothing", async () => {
  const strict = await open("/strict");
  const error = await strict.evaluate(async () => {
    const library = (globalThis as unknown as { witnesslock: typeof Witnesslock }).witnesslock;
    try {
      await library.authenticate("AAAA", { offline: true });
      return undefined;
    } catch (reason) {
      return (reason as Witnesslock.AttestationError).toJSON();
    }
  });
  expect(error).toMatchObject({ code: "verifier_unavailable" });
  expect(error?.message).toContain("'wasm-unsafe-eval'");
});

test("endorsements kept in IndexedDB outlive the page", async () => {
  const kept = await page.evaluate(async () => {
    const library = (globalThis as unknown as { witnesslock: typeof Witnesslock }).witnesslock;
    await library
      .indexedDbCache("test")
      .set("https://kdsintf.amd.com/x", new Uint8Array([1, 2, 3]));
    return true;
  });
  expect(kept).toBe(true);
  const again = await open("/");
  const bytes = await again.evaluate(async () => {
    const library = (globalThis as unknown as { witnesslock: typeof Witnesslock }).witnesslock;
    const cache = library.indexedDbCache("test");
    const missing = await cache.get("https://kdsintf.amd.com/y");
    return [...((await cache.get("https://kdsintf.amd.com/x")) ?? []), missing === undefined];
  });
  expect(bytes).toEqual([1, 2, 3, true]);
});

test("evidence longer than a Node client reads passes in a header here", async () => {
  const { tee } = await simulated();
  const header = Buffer.from(await tee.evidence()).toString("base64url");
  expect(header.length).toBeGreaterThan(5000);
  const { url } = await serve(
    () =>
      new Response("proof", {
        headers: {
          "Attestation-Report": header,
          "Access-Control-Allow-Origin": "*",
          "Access-Control-Expose-Headers": "Attestation-Report",
        },
      }),
  );
  expect(await call(url, [tee.root], { mode: "if-present" })).toEqual({
    text: "proof",
    status: "warning",
  });
});
