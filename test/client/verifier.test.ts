/** The boundary to the WebAssembly module: what it imports, what it is, and what becomes of a failure. */
import { existsSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { appraise, authenticate, createAttestedFetch, init, initSync } from "../../src/index.ts";
import { SimulatedTee } from "../../src/testing/index.ts";
import { forgetVerifier } from "../../src/verifier.ts";
import { hashSources, sha256 } from "../../rust-verifier/build-wasm.mjs";
import { check, codeOf, flipped, snpClaims, trusting } from "../support.ts";

const root = new URL("../../", import.meta.url);
const shipped = new Uint8Array(readFileSync(new URL("wasm/witnesslock_verifier_bg.wasm", root)));
const provenance = JSON.parse(
  readFileSync(new URL("wasm/PROVENANCE.json", root), "utf8"),
) as Record<string, string>;
const tee = await SimulatedTee.create();
const evidence = await tee.evidence();
const verify = () => authenticate(evidence, trusting(tee));

// Node's own fetch compiles a parser when it is first used; a test below takes WebAssembly away.
await fetch("data:,");

beforeEach(forgetVerifier);
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  forgetVerifier();
});

test("case 298: the module imports its glue's one function, and exports one of its own", () => {
  const module = new WebAssembly.Module(shipped);
  expect(WebAssembly.Module.imports(module)).toEqual([
    {
      module: "./witnesslock_verifier_bg.js",
      name: "__wbindgen_init_externref_table",
      kind: "function",
    },
  ]);
  const functions = WebAssembly.Module.exports(module).filter(({ kind }) => kind === "function");
  expect(
    functions.map(({ name }) => name).filter((name) => !name.startsWith("__wbindgen_")),
  ).toEqual(["appraise"]);
});

test("the module is the one that these sources gave; after a change in Rust: npm run wasm", () => {
  expect(provenance["sourcesSha256"]).toBe(hashSources());
  expect(provenance["wasmSha256"]).toBe(sha256(shipped));
});

test("what recurs from verdict to verdict is read once, and nobody can change it", async () => {
  const [first, second] = [await verify(), await verify()];
  expect(second).toEqual(first);
  expect(second.checks).toBe(first.checks);
  expect(first.checks[0]).toMatchObject({ id: "evidence-form", outcome: "passed" });
  expect(second.claims).not.toBe(first.claims);
  for (const value of [first, first.claims, first.checks, first.checks[0]]) {
    expect(Object.isFrozen(value)).toBe(true);
  }
  const policy = (minimumGuestSvn: number) =>
    ({
      snp: { measurements: "any", products: ["milan", "genoa", "turin"], minimumGuestSvn },
    }) as const;
  const options = { ...trusting(tee), expectedBinding: "any" } as const;
  const appraised = (svn: number) => appraise(evidence, policy(svn), options);
  const [one, same, other] = [await appraised(0), await appraised(0), await codeOf(appraised(9))];
  expect(same.policy).toBe(one.policy);
  expect(one.policy.snp?.minimumGuestSvn).toBe(0);
  expect(Object.isFrozen(one.policy.snp?.guestPolicy)).toBe(true);
  expect(other).toBe("policy_guest_svn");
});

test("the next report of a guest shares all but its REPORT_DATA, and is what a fresh instance answers", async () => {
  const report = (byte: number) => tee.report({ reportData: new Uint8Array(64).fill(byte) });
  const reports = [await report(1), await report(2)] as const;
  const options = trusting(tee, { endorsements: [tee.leaf, tee.intermediate], now: 1_900_000_000 });
  const verdicts = [];
  for (const one of [...reports, ...reports]) verdicts.push(await authenticate(one, options));
  const [first, second, again] = verdicts.map((verdict) => snpClaims(verdict));
  expect(first?.reportData).toBe("01".repeat(64));
  expect(second?.reportData).toBe("02".repeat(64));
  expect(second?.guestPolicy).toBe(first?.guestPolicy);
  expect(again).toEqual(first);
  expect(Object.keys(second ?? {})).toEqual(Object.keys(first ?? {}));
  forgetVerifier();
  expect(await authenticate(reports[1], options)).toEqual(verdicts[1]);
});

test("more answers than the module keeps the lines of, and each is whole", async () => {
  const options = { ...trusting(tee), expectedBinding: "any" } as const;
  const measurement = snpClaims(await verify()).measurement;
  const policies = Array.from({ length: 120 }, (_, index) =>
    Array.from({ length: 8 + (index % 40) }, (_, at) =>
      at === 0 ? measurement : (index * 64 + at).toString(16).padStart(96, "0"),
    ),
  );
  for (const measurements of [...policies, ...policies.slice(-9)]) {
    const verdict = await appraise(
      evidence,
      { snp: { measurements, products: ["milan", "genoa", "turin"] } },
      options,
    );
    expect(verdict.policy.snp?.measurements).toEqual(measurements);
    expect(snpClaims(verdict).measurement).toBe(measurement);
    expect(verdict.checks[0]?.id).toBe("evidence-form");
  }
});

test("the module holds no path of the machine that built it", () => {
  const text = Buffer.from(shipped).toString("latin1");
  expect(text).not.toMatch(/\/(home|root|Users|tmp|work)\//);
});

describe("case 294: another module", () => {
  test("bytes with one bit flipped", async () => {
    for (const bit of [0, shipped.length * 4, shipped.length * 8 - 1]) {
      expect(await codeOf(init(flipped(shipped, bit)))).toBe("verifier_integrity");
    }
    expect(await codeOf(verify()), "and the next call loads the right one").toBe("ok");
  });

  test("a compiled module of other sources", async () => {
    const empty = new WebAssembly.Module(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
    expect(await codeOf(init(empty))).toBe("verifier_integrity");
  });

  test("the right one, as bytes, as a buffer, and compiled, with and without waiting", async () => {
    for (const source of [shipped, shipped.slice().buffer, new WebAssembly.Module(shipped)]) {
      await init(source);
      expect(await codeOf(verify())).toBe("ok");
      initSync(source);
      expect(await codeOf(verify())).toBe("ok");
    }
  });
});

describe("case 295: no WebAssembly", () => {
  test("compiling refused by a Content-Security-Policy", async () => {
    vi.spyOn(WebAssembly, "compile").mockRejectedValue(new WebAssembly.CompileError("CSP"));
    const call = verify();
    await expect(call).rejects.toMatchObject({ code: "verifier_unavailable" });
    await expect(call).rejects.toThrow("'wasm-unsafe-eval'");
  });

  test("absent", async () => {
    vi.stubGlobal("WebAssembly", undefined);
    expect(await codeOf(verify())).toBe("verifier_unavailable");
  });

  test("nothing is sent without it", async () => {
    vi.stubGlobal("WebAssembly", undefined);
    const fetch = vi.fn<typeof globalThis.fetch>();
    const attestedFetch = createAttestedFetch({
      policy: { snp: { measurements: "any" } },
      seal: "off",
      fetch,
    });
    expect(
      await codeOf(attestedFetch("https://prover.example/", { method: "POST", body: "witness" })),
    ).toBe("verifier_unavailable");
    expect(fetch).not.toHaveBeenCalled();
  });
});

test("case 296: a failure to load is not remembered", async () => {
  vi.spyOn(WebAssembly, "compile").mockRejectedValueOnce(new Error("memory"));
  expect(await codeOf(verify())).toBe("verifier_unavailable");
  expect(await codeOf(verify())).toBe("ok");
});

test("cases 286, 297: 100 first calls at once compile once, and each has its own verdict", async () => {
  const compile = vi.spyOn(WebAssembly, "compile");
  const other = await SimulatedTee.create({ fields: { guestSvn: 7 } });
  const results = await Promise.all(
    Array.from({ length: 100 }, async (_, index) => {
      const one = index % 2 === 0 ? tee : other;
      return snpClaims(
        await authenticate(one === tee ? evidence : await one.evidence(), trusting(one)),
      ).guestSvn;
    }),
  );
  expect(results).toEqual(Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? 0 : 7)));
  expect(compile).toHaveBeenCalledTimes(1);
});

describe("cases 283-285, 289: a trap", () => {
  /** Instances whose next call ends as a trap does. */
  function trapOnce() {
    const Instance = WebAssembly.Instance;
    let isFirst = true;
    const made = vi.fn();
    vi.spyOn(WebAssembly, "Instance").mockImplementation(function (module, imports) {
      made();
      const instance = new Instance(module, imports);
      if (!isFirst) return instance;
      isFirst = false;
      const exports = {
        ...instance.exports,
        appraise: () => {
          throw new WebAssembly.RuntimeError("unreachable");
        },
      };
      return { exports } as WebAssembly.Instance;
    });
    return made;
  }

  test("is an error of its own, and the next call has a fresh instance", async () => {
    const made = trapOnce();
    await init(shipped);
    await expect(verify()).rejects.toMatchObject({ code: "internal", witnessSent: "no" });
    expect(await codeOf(verify())).toBe("ok");
    expect(await codeOf(verify())).toBe("ok");
    expect(made).toHaveBeenCalledTimes(2);
  });

  test.skipIf(!existsSync(new URL("build/test-exports/witnesslock_verifier_bg.wasm", root)))(
    "of the test build really is one, and leaves other instances alone (needs: npm run wasm:test-exports)",
    async () => {
      const bytes = readFileSync(new URL("build/test-exports/witnesslock_verifier_bg.wasm", root));
      const module = await WebAssembly.compile(bytes);
      const imports = {
        "./witnesslock_verifier_bg.js": { __wbindgen_init_externref_table: () => undefined },
      };
      const { exports } = await WebAssembly.instantiate(module, imports);
      expect(exports["test_panic"]).toThrow(WebAssembly.RuntimeError);
      expect(await codeOf(verify())).toBe("ok");
    },
  );
});

test("case 287: what is too large never reaches the module", async () => {
  const large = new Uint8Array(513 * 1024);
  const instance = vi.spyOn(WebAssembly, "Instance");
  expect(await codeOf(authenticate(large))).toBe("evidence_too_large");
  expect(instance).not.toHaveBeenCalled();
});

test("case 288: memory does not grow with the number of calls", async () => {
  const Instance = WebAssembly.Instance;
  const memories: WebAssembly.Memory[] = [];
  vi.spyOn(WebAssembly, "Instance").mockImplementation(function (module, imports) {
    const instance = new Instance(module, imports);
    memories.push(instance.exports["memory"] as WebAssembly.Memory);
    return instance;
  });
  const damaged = flipped(await tee.report(), 0x90 * 8);
  const call = () => check(tee, damaged);
  for (let count = 0; count < 50; count += 1) await call();
  const before = memories.map(({ buffer }) => buffer.byteLength);
  for (let count = 0; count < 300; count += 1) await call();
  expect(memories.map(({ buffer }) => buffer.byteLength)).toEqual(before);
  expect(before).toHaveLength(1);
});

test("case 290: depth ends in an error, not in the stack", async () => {
  for (const deep of [
    "[".repeat(100_000),
    `{"a":${"[".repeat(100_000)}`,
    `{"platform":${"{".repeat(100_000)}`,
  ]) {
    expect(await codeOf(authenticate(deep))).toMatch(/^evidence_/);
  }
});

describe("cases 291-293: what counts as bytes", () => {
  test("a view into a larger buffer, a Node Buffer, an ArrayBuffer, shared memory", async () => {
    const large = new Uint8Array(evidence.length + 20);
    large.set(evidence, 7);
    const shared = new Uint8Array(new SharedArrayBuffer(evidence.length));
    shared.set(evidence);
    for (const bytes of [
      large.subarray(7, 7 + evidence.length),
      Buffer.from(evidence),
      evidence.slice().buffer,
      shared,
    ]) {
      expect(await codeOf(authenticate(bytes, trusting(tee)))).toBe("ok");
    }
  });

  test("transferred after the call has begun: copied before", async () => {
    const bytes = evidence.slice();
    const call = authenticate(bytes, trusting(tee));
    structuredClone(bytes, { transfer: [bytes.buffer] });
    expect(bytes.length).toBe(0);
    expect(await codeOf(call)).toBe("ok");
  });

  test("nothing else", async () => {
    const tricks: unknown[] = [
      [...evidence],
      new DataView(evidence.buffer),
      { length: 1184, 0: 2 },
      { toJSON: () => "x", valueOf: () => evidence },
      Promise.resolve(evidence),
      {
        then: (resolve: (value: Uint8Array) => void) => {
          resolve(evidence);
        },
      },
      new Uint16Array(4),
    ];
    for (const bad of tricks) {
      expect(await codeOf(authenticate(bad as Uint8Array)), "cases 313, 314").toBe("input_invalid");
    }
  });
});

test("case 300: errors do not repeat what they were given", async () => {
  const junk = "<script>".repeat(1000);
  for (const bad of [
    junk,
    `{"platform":"${junk}"}`,
    `{"${junk}":1}`,
    `{"platform":"snp","evidence":{"${junk}":1}}`,
  ]) {
    const error = await authenticate(bad).catch((reason: unknown) => reason);
    const { message } = error as Error;
    expect(message.length).toBeLessThan(512);
    expect(message).not.toContain("<");
  }
});
