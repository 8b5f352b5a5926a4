/** Mistakes in a call are named; what is given is copied before anything else happens; results cannot be changed. */
import { expect, test } from "vitest";
import { appraise, authenticate, resolvePolicy } from "../../src/index.ts";
import type { AppraiseOptions, Policy } from "../../src/index.ts";
import { SimulatedTee } from "../../src/testing/index.ts";

const tee = await SimulatedTee.create();
const evidence = await tee.evidence();
const policy: Policy = { snp: { measurements: "any" } };
const options: AppraiseOptions = {
  expectedBinding: new Uint8Array(64),
  dangerouslyTrustRoots: [tee.root],
  offline: true,
};

test.each([
  ["no options", undefined, "options"],
  ["case 189: no binding", { offline: true }, "expectedBinding"],
  ["case 189: an undefined binding", { expectedBinding: undefined }, "expectedBinding"],
  ["case 189: an empty binding", { expectedBinding: new Uint8Array() }, "expectedBinding"],
  [
    "cases 190, 192, 207: a short binding",
    { expectedBinding: new Uint8Array(32) },
    "expectedBinding",
  ],
  ["case 191: a long binding", { expectedBinding: new Uint8Array(65) }, "expectedBinding"],
  ["case 34: a binding in hexadecimal", { expectedBinding: "0xabc" }, "expectedBinding"],
  ["a binding of another type", { expectedBinding: "00".repeat(64) }, "expectedBinding"],
  ["a misspelt option", { ...options, endorsement: [] }, "options"],
  ["endorsements that are no list", { ...options, endorsements: tee.leaf }, "endorsements"],
  ["endorsements that are no bytes", { ...options, endorsements: ["MII"] }, "endorsements"],
  ["roots that are no bytes", { ...options, dangerouslyTrustRoots: [{}] }, "dangerouslyTrustRoots"],
  ["a time limit of zero", { ...options, timeoutMs: 0 }, "timeoutMs"],
])("input_invalid: %s", async (_name, bad, field) => {
  const call = appraise(evidence, policy, bad as unknown as AppraiseOptions);
  await expect(call).rejects.toMatchObject({ code: "input_invalid", context: { field } });
});

test.each([
  Number.NaN,
  Infinity,
  -Infinity,
  -1,
  0,
  1.5,
  "now",
  {},
  Date.now(),
  new Date(Number.NaN),
])("case 125: a time of %s is no time", async (now) => {
  const call = appraise(evidence, policy, { ...options, now: now as number });
  await expect(call).rejects.toMatchObject({ code: "input_invalid", context: { field: "now" } });
});

test("a time is a Date or Unix seconds", async () => {
  const seconds = Math.floor(Date.now() / 1000);
  for (const now of [seconds, new Date(seconds * 1000)]) {
    expect((await appraise(evidence, policy, { ...options, now })).status).toBe("warning");
  }
});

test.each([undefined, null, 1, {}, [1, 2], () => 1])(
  "evidence of another type: %s",
  async (bad) => {
    const call = authenticate(bad as string, { offline: true });
    await expect(call).rejects.toMatchObject({
      code: "input_invalid",
      context: { field: "evidence" },
    });
  },
);

test("evidence above the limit, and text that is no Unicode", async () => {
  for (const large of ["A".repeat(512 * 1024 + 1), new Uint8Array(512 * 1024 + 1)]) {
    await expect(authenticate(large)).rejects.toMatchObject({ code: "evidence_too_large" });
  }
  await expect(authenticate("\ud800")).rejects.toMatchObject({ code: "evidence_encoding" });
});

test("text beyond ASCII arrives as its UTF-8", async () => {
  for (const text of ['{"platform":"\u00e9"}', '{"platform":"snp","\u{1f600}":1}']) {
    const error = await authenticate(text).catch((reason: unknown) => reason);
    const ofBytes = await authenticate(new TextEncoder().encode(text)).catch(
      (reason: unknown) => reason,
    );
    expect(error).toEqual(ofBytes);
    expect(error).toMatchObject({ code: expect.stringMatching(/^evidence_/) as string });
  }
});

test.each([
  ["undefined", undefined],
  ["a function", { snp: { measurements: () => "any" } }],
  ["a bigint", { snp: { measurements: "any", minimumGuestSvn: 1n } }],
  ["NaN", { snp: { measurements: "any", minimumGuestSvn: Number.NaN } }],
  ["an undefined member", { snp: { measurements: "any", vmpls: undefined } }],
  ["a Date", { snp: { measurements: new Date() } }],
  ["a Map", { snp: new Map([["measurements", "any"]]) }],
  [
    "an own __proto__",
    JSON.parse('{"snp":{"measurements":"any","__proto__":{"debug":"any"}}}') as object,
  ],
  ["duplicate keys in text", '{"snp":{"measurements":[],"measurements":"any"}}'],
  ["no JSON", "measurements: any"],
  ["text beyond ASCII", '{"snp":{"measurements":"\u00e9"}}'],
  ["text that is no Unicode", '{"snp":{"measurements":"\ud800"}}'],
  [
    "a cycle",
    (() => {
      const cycle: Record<string, unknown> = {};
      cycle["snp"] = cycle;
      return cycle;
    })(),
  ],
])("policy_invalid: %s", async (_name, bad) => {
  await expect(appraise(evidence, bad as Policy, options)).rejects.toMatchObject({
    code: "policy_invalid",
  });
  await expect(resolvePolicy(bad as Policy)).rejects.toMatchObject({ code: "policy_invalid" });
});

test("the resolved policy is what the result carries, and is a policy again", async () => {
  const resolved = await resolvePolicy(policy);
  expect((await appraise(evidence, policy, options)).policy).toEqual(resolved);
  expect(await resolvePolicy(JSON.stringify(resolved))).toEqual(resolved);
});

test("case 311: what changes after the call has begun changes nothing", async () => {
  const bytes = evidence.slice();
  const binding = new Uint8Array(64);
  const roots = [tee.root.slice()];
  const mutable = { snp: { measurements: ["a5".repeat(48)] } };
  const call = appraise(bytes, mutable, {
    ...options,
    expectedBinding: binding,
    dangerouslyTrustRoots: roots,
  });
  bytes.fill(0);
  binding.fill(1);
  roots[0]?.fill(0);
  mutable.snp.measurements[0] = "00".repeat(48);
  expect((await call).status).toBe("warning");
});

test("case 312: a result is frozen to its leaves, and plain data", async () => {
  const result = await appraise(evidence, policy, options);
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    expect(Object.isFrozen(value)).toBe(true);
    Object.values(value).forEach(visit);
  };
  visit(result);
  expect(structuredClone(result)).toEqual(result);
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
});

test("no member of the prototype reaches a verdict", async () => {
  Object.assign(Object.prototype, { expectedBinding: "any", snp: { measurements: "any" } });
  try {
    await expect(appraise(evidence, {} as Policy, options)).rejects.toMatchObject({
      code: "policy_invalid",
    });
  } finally {
    Reflect.deleteProperty(Object.prototype, "expectedBinding");
    Reflect.deleteProperty(Object.prototype, "snp");
  }
});
