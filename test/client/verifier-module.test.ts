/** Where the module comes from, and what each place says to whoever has to change something. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { authenticate, init, initSync } from "../../src/index.ts";
import { createAttestedFetch } from "../../src/slim.ts";
import type { SlimAttestedFetchOptions } from "../../src/slim.ts";
import { obliviousHttp } from "../../src/sealing/index.ts";
import { createAttester } from "../../src/attester/index.ts";
import { SimulatedTee, simulated } from "../../src/testing/index.ts";
import { forgetVerifier } from "../../src/verifier.ts";
import { codeOf, trusting } from "../support.ts";

// The slim entry's place-holder.
vi.mock("../../src/entry-inline.ts", () => ({ shipped: () => undefined }));

const shipped = new Uint8Array(
  readFileSync(new URL("../../wasm/witnesslock_verifier_bg.wasm", import.meta.url)),
);
const tee = await SimulatedTee.create();
const evidence = await tee.evidence();
const verify = () => authenticate(evidence, trusting(tee));
const served = (type: string) => new Response(shipped, { headers: { "Content-Type": type } });

beforeEach(forgetVerifier);
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  forgetVerifier();
});

describe("an entry without a module", () => {
  test("says which call is missing, until it is made", async () => {
    await expect(verify()).rejects.toMatchObject({ code: "verifier_unavailable" });
    await expect(verify()).rejects.toThrow("init(fetch(");
    expect(() => {
      initSync();
    }).toThrow("initSync(module)");
    await init(shipped);
    expect(await codeOf(verify())).toBe("ok");
  });

  test("case 295: takes an answer whatever its media type, or a promise of one", async () => {
    await init(served("text/plain"));
    expect(await codeOf(verify())).toBe("ok");
    forgetVerifier();
    await init(Promise.resolve(served("application/wasm")));
    expect(await codeOf(verify())).toBe("ok");
  });

  test.each([
    ["a page", new Response("<!doctype html>", { headers: { "Content-Type": "text/html" } })],
    ["an error", new Response(shipped, { status: 404 })],
    ["nothing", new Response(null)],
    ["more than a module", new Response(new Uint8Array(9 * 1024 * 1024))],
  ])("case 295: %s in its place is told as what it is", async (_what, answer) => {
    const call = init(answer);
    await expect(call).rejects.toMatchObject({ code: "verifier_unavailable", witnessSent: "no" });
    await expect(call).rejects.toThrow("witnesslock/verifier.wasm");
    expect(await codeOf(verify())).toBe("verifier_unavailable");
  });

  test("case 295: an answer that never came, and one that breaks off", async () => {
    expect(await codeOf(init(Promise.reject(new TypeError("Failed to fetch"))))).toBe(
      "verifier_unavailable",
    );
    const broken = new ReadableStream({
      start(controller) {
        controller.error(new TypeError("terminated"));
      },
    });
    expect(await codeOf(init(new Response(broken)))).toBe("verifier_unavailable");
  });

  test("a wasm of another build is refused", async () => {
    const other = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    expect(await codeOf(init(new Response(other)))).toBe("verifier_integrity");
  });

  test("a failed attempt does not take away what was loaded", async () => {
    await init(shipped);
    expect(await codeOf(init(new Response("x")))).toBe("verifier_unavailable");
    expect(await codeOf(verify())).toBe("ok");
  });
});

describe("case 295: the sentence of the place that refuses to compile", () => {
  const places = [
    [
      "a worker",
      { navigator: { userAgent: "Cloudflare-Workers" } },
      'from "witnesslock/verifier.wasm"',
    ],
    ["an edge", { EdgeRuntime: "edge-runtime" }, 'from "witnesslock/verifier.wasm"'],
    ["an extension", { location: { protocol: "moz-extension:" } }, '"extension_pages"'],
    ["a page", { location: { protocol: "https:" } }, "script-src"],
  ] as const;
  test.each(places)("%s", async (_name, globals, sentence) => {
    for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
    const refused = new WebAssembly.CompileError("disallowed by embedder");
    vi.spyOn(WebAssembly, "compile").mockRejectedValue(refused);
    const call = init(shipped);
    await expect(call).rejects.toMatchObject({ code: "verifier_unavailable", cause: refused });
    await expect(call).rejects.toThrow(sentence);
  });

  test("a module that may not be started", async () => {
    await init(shipped);
    vi.spyOn(WebAssembly, "Instance").mockImplementation(function () {
      throw new WebAssembly.CompileError("disallowed");
    });
    expect(await codeOf(verify())).toBe("verifier_unavailable");
  });
});

describe("the slim fetch", () => {
  const policy = { snp: { measurements: ["a5".repeat(48)] } };

  test("without sealing is made only where sealing is renounced", () => {
    for (const options of [
      { policy },
      { policy, mode: "report-only" },
      { policy, seal: "required" },
    ]) {
      expect(() => createAttestedFetch(options as SlimAttestedFetchOptions)).toThrow(
        "obliviousHttp of witnesslock/sealing",
      );
    }
    const sealing = { protocol: "oblivious-http" } as typeof obliviousHttp;
    const forged = { policy, sealing };
    expect(() => createAttestedFetch(forged)).toThrow("obliviousHttp of witnesslock/sealing");
    expect(createAttestedFetch({ policy, seal: "off" })).toBeTypeOf("function");
    expect(createAttestedFetch({ mode: "if-present" })).toBeTypeOf("function");
  });

  test("seals with what it is given", async () => {
    await init(shipped);
    const quotes = await simulated();
    const attester = createAttester({
      quotes,
      upstream: async (request) => new Response(`proof of ${await request.text()}`),
    });
    let seen = "";
    const send = createAttestedFetch({
      policy,
      sealing: obliviousHttp,
      dangerouslyTrustRoots: [quotes.root],
      offline: true,
      fetch: async (input, options) => {
        const request = new Request(input, options);
        seen += await request.clone().text();
        return attester(request);
      },
    });
    const response = await send("https://prover.example/prove", {
      method: "POST",
      body: "witness",
    });
    expect(await response.text()).toBe("proof of witness");
    expect(seen).not.toContain("witness");
  });
});
