/** Options are what the caller wrote, all of it and nothing else: no prototype's members, no misspelt names. */
import { expect, test } from "vitest";
import { appraise, createAttestedFetch, memoryCache, stapler } from "../../src/index.ts";
import type { EndorsementSourceOptions } from "../../src/index.ts";
import { SimulatedTee } from "../../src/testing/index.ts";
import { codeOf, policyOf } from "../support.ts";

const tee = await SimulatedTee.create();
const evidence = await tee.evidence();

/** Runs with members that somebody wrote to every object's prototype. */
async function polluted<T>(members: object, run: () => Promise<T>): Promise<T> {
  Object.assign(Object.prototype, members);
  try {
    return await run();
  } finally {
    for (const name of Object.keys(members)) Reflect.deleteProperty(Object.prototype, name);
  }
}

const bodies: unknown[] = [];
const fetch = ((_input: unknown, init?: RequestInit) => {
  bodies.push(init?.body);
  return Promise.resolve(new Response("proof"));
}) as typeof globalThis.fetch;
const witness = () => bodies.filter((body) => body !== undefined && body !== null).length;
const prove = (more: object) =>
  codeOf(
    createAttestedFetch({ policy: policyOf(), fetch, ...more })("https://prover.example/prove", {
      method: "POST",
      body: "WITNESS",
    }),
  );

test.each<[string, object]>([
  ["mode", { mode: "off" }],
  ["seal", { seal: "off" }],
  ["binding", { binding: { answer: () => new Uint8Array(64) } }],
  ["evidence", { evidence: () => Promise.resolve({ evidence: "AAAA", endorsements: [] }) }],
])("a prototype's %s sends nothing", async (_name, members) => {
  bodies.length = 0;
  await polluted(members, () => prove({}));
  expect(witness()).toBe(0);
});

test("the same, written as an option, does", async () => {
  bodies.length = 0;
  expect(await prove({ mode: "off" })).toBe("ok");
  expect(witness()).toBe(1);
});

test("what a prototype gets later is not an option either", async () => {
  bodies.length = 0;
  const attestedFetch = createAttestedFetch({ policy: policyOf(), fetch });
  const members = { evidence: () => Promise.resolve({ evidence: "AAAA", endorsements: [] }) };
  const call = () => attestedFetch("https://prover.example/prove");
  expect(await polluted(members, () => codeOf(call()))).toBe(await codeOf(call()));
});

test("no root, endorsement or way of fetching comes from a prototype", async () => {
  const members = { dangerouslyTrustRoots: ["x"], endorsementSource: 7, offline: "no" };
  const run = () => codeOf(appraise(evidence, policyOf(), { expectedBinding: "any", offline: true })); // prettier-ignore
  expect(await polluted(members, run)).toBe(await run());
});

test.each<[string, () => unknown]>([
  ["an unknown recipe", () => createAttestedFetch({ policy: policyOf(), seal: "off", binding: { chalenge: () => "any" } as never })], // prettier-ignore
  ["a recipe that is none", () => createAttestedFetch({ policy: policyOf(), seal: "off", binding: { answer: 7 } as never })], // prettier-ignore
  ["a binding that is none", () => createAttestedFetch({ policy: policyOf(), seal: "off", binding: "foo" as never })], // prettier-ignore
  ["an unknown option of a stapler", () => stapler({ refreshMS: 1 } as never)],
  ["a stapler's refreshMs that is no number", () => stapler({ refreshMs: Number.NaN })],
  [
    "a stapler's onRefreshError that is no function",
    () => stapler({ onRefreshError: "log" as never }),
  ],
  ["a stapler's timeoutMs of nothing", () => stapler({ timeoutMs: 0 })],
])("%s is refused", (_name, make) => {
  expect(make).toThrow(expect.objectContaining({ code: "input_invalid" }));
});

const source = (options: EndorsementSourceOptions) => ({ endorsementSource: options });

test.each<[string, object]>([
  ["an unknown option", { chache: memoryCache() }],
  ["no object", null as never],
  ...[Number.NaN, 0, -1, 1.5, Infinity, 2 ** 31, "1000"].flatMap((value): [string, object][] => [
    [`timeoutMs ${value}`, { timeoutMs: value }],
    [`maxBytes ${value}`, { maxBytes: value }],
  ]),
  ...[
    "",
    "mirror.example",
    "/amd",
    "ftp://mirror.example",
    "https://",
    "https://a@mirror.example",
    "https://mirror.example/?key=1",
    "https://mirror.example:99999",
    7,
    null,
  ].flatMap(
    // prettier-ignore
    (address): [string, object][] => [
      [`the mirror ${address}`, { base: address }],
      [`the mirror of a host ${address}`, { base: { "kdsintf.amd.com": address } }],
      [`the caching service ${address}`, { pccs: address }],
    ],
  ),
  ["a mirror of nobody's", { base: { "kds.amd.com": "https://mirror.example" } }],
  ["no mirror", { base: {} }],
  ["a mirror as a URL", { base: new URL("https://mirror.example") }],
  ["a cache that is none", { cache: {} }],
  ["no cache", { cache: null }],
  ["half a cache", { cache: { get: () => undefined } }],
  ["a fetch that is none", { fetch: "fetch" }],
])("of a source of endorsements, %s is refused at once", async (_name, options) => {
  const wrong = source(options);
  const refused = expect.objectContaining({ code: "input_invalid" }) as unknown;
  expect(() => createAttestedFetch({ policy: policyOf(), ...wrong })).toThrow(refused);
  expect(() => stapler(wrong)).toThrow(refused);
  // Asked or not.
  expect(await codeOf(appraise(evidence, policyOf(), { expectedBinding: "any", offline: true, ...wrong }))).toBe("input_invalid"); // prettier-ignore
});

test.each<[string, EndorsementSourceOptions]>([
  ["nothing", {}],
  ["what is not given", { base: undefined, pccs: undefined, cache: undefined, fetch: undefined, maxBytes: undefined, timeoutMs: undefined }], // prettier-ignore
  ["a mirror", { base: "https://mirror.example" }],
  ["a mirror with a path and a port", { base: "http://[::1]:8080/amd/" }],
  ["mirrors by host", { base: { "kdsintf.amd.com": "HTTPS://mirror.example/amd", "api.trustedservices.intel.com": "https://mirror.example/intel" } }], // prettier-ignore
  ["a caching service", { pccs: "https://pccs.example:8081/" }],
  ["everything else", { cache: memoryCache(), fetch, maxBytes: 1, timeoutMs: 1 }],
])("of a source of endorsements, %s is accepted", (_name, options) => {
  expect(createAttestedFetch({ policy: policyOf(), ...source(options) })).toBeTypeOf("function");
  expect(stapler(source(options))).toBeTypeOf("function");
});

test("a mirror's address is the one that was checked", async () => {
  const base: Record<string, string> = { "kdsintf.amd.com": "https://mirror.example" };
  const asked: string[] = [];
  const options = source({
    base,
    fetch: (input) => {
      asked.push(input as string);
      return Promise.reject(new Error("down"));
    },
  });
  createAttestedFetch({ policy: policyOf(), ...options });
  base["kdsintf.amd.com"] = "nonsense";
  const report = await tee.report();
  expect(await codeOf(appraise(report, policyOf(), { expectedBinding: "any", dangerouslyTrustRoots: [tee.root], endorsements: [tee.intermediate], ...options }))).toBe("endorsements_fetch"); // prettier-ignore
  expect(asked[0]).toMatch(/^https:\/\/mirror\.example\/vcek/);
});
