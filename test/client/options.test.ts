/** Options are what the caller wrote, all of it and nothing else: no prototype's members, no misspelt names. */
import { expect, test } from "vitest";
import { appraise, createAttestedFetch, memoryCache, stapler } from "../../src/index.ts";
import { SimulatedTee } from "../../src/testing/index.ts";
import { codeOf, policyOf } from "../support.ts";

const evidence = await (await SimulatedTee.create()).evidence();

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
])("%s is refused", (_name, make) => {
  expect(make).toThrow(expect.objectContaining({ code: "input_invalid" }));
});

test("an unknown option of a source of endorsements is refused", async () => {
  const endorsementSource = { chache: memoryCache() } as never;
  expect(await codeOf(appraise(evidence, policyOf(), { expectedBinding: "any", endorsementSource }))).toBe("input_invalid"); // prettier-ignore
});
