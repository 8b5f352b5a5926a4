/** The published schema and the verifier agree on what a policy is. */
import { Ajv } from "ajv";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { resolvePolicy } from "../../src/index.ts";
import { codeOf } from "../support.ts";

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), "utf8")) as object;
const validate = new Ajv({ strict: true, strictTypes: false, strictRequired: false }).compile(
  read("src/policy.schema.json"),
);

interface Field {
  readonly name: string;
  readonly type: string;
  readonly default?: unknown;
  readonly bytes?: number;
  readonly words?: readonly string[];
  readonly lists?: Readonly<Record<string, Partial<Field>>>;
  readonly minimum?: number;
  readonly maximum?: number;
}
const sections = read("rust-verifier/policy-fields.json") as {
  readonly snp: readonly Field[];
  readonly tdx: readonly Field[];
};
/** The least that each section must say. */
const LEAST = {
  snp: { measurements: "any" },
  tdx: { mrTd: "any", rtmr: ["any", "any", "any", "any"] },
} as const;
const fields = [
  ...sections.snp.map((field) => ({ ...field, section: "snp" as const })),
  ...sections.tdx.map((field) => ({ ...field, section: "tdx" as const })),
];

async function expectAgreement(policy: unknown): Promise<boolean> {
  const isValid = validate(policy);
  const code = await codeOf(resolvePolicy(JSON.stringify(policy)));
  expect(code, JSON.stringify(policy)).toBe(isValid ? "ok" : "policy_invalid");
  return isValid;
}

test("the defaults, written out, are a policy", async () => {
  const resolved = await resolvePolicy(LEAST);
  expect(await expectAgreement(resolved)).toBe(true);
  for (const name of ["snp", "tdx"] as const) {
    const described = Object.fromEntries(
      sections[name].map((field) => [
        field.name,
        field.default ?? (LEAST[name] as Record<string, unknown>)[field.name],
      ]),
    );
    expect(resolved[name]).toEqual(described);
  }
});

describe("every field, with values that belong to it and values that do not", () => {
  const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
  const junk = fc.constantFrom<unknown>(
    null,
    true,
    -1,
    1.5,
    "",
    "any",
    "ANY",
    [],
    [null],
    {},
    ["any"],
    256,
    "1.256",
    [[]],
  );

  /** Values near the border of a field. */
  function valuesOf({
    type,
    bytes = 0,
    words = [],
    lists = {},
    minimum = 0,
    maximum = 255,
    default: standard,
  }: Field): fc.Arbitrary<unknown> {
    switch (type) {
      case "hex-list":
        return fc.oneof(
          fc.array(hex(bytes * 2), { maxLength: 3 }),
          fc.array(hex(bytes * 2 - 1), { minLength: 1, maxLength: 1 }),
          fc.constant("any"),
        );
      case "text-list":
        return fc.array(fc.string({ unit: fc.constantFrom("a", " ", "=", "~"), maxLength: 4 }), {
          maxLength: 3,
        });
      case "lists": {
        const members = Object.entries(lists).map(([name, form]) => {
          const type = form.bytes === undefined ? "text-list" : "hex-list";
          return [name, valuesOf({ name, type, ...form })] as const;
        });
        return fc.record(Object.fromEntries(members), { requiredKeys: [] });
      }
      case "word-list":
        return fc.array(fc.constantFrom(...words, "none"), { maxLength: 3 });
      case "word":
        return fc.constantFrom(...words, "none");
      case "number":
        return fc.constantFrom(minimum - 1, minimum, maximum, maximum + 1);
      case "number-list":
        return fc.array(fc.integer({ min: minimum - 1, max: maximum + 1 }), { maxLength: 3 });
      case "registers": {
        const register = fc.oneof(
          hex(bytes * 2),
          fc.constantFrom<unknown>("any", "0a", []),
          fc.array(hex(bytes * 2), { minLength: 1, maxLength: 2 }),
        );
        return fc.oneof(
          { weight: 3, arbitrary: fc.array(register, { minLength: 4, maxLength: 4 }) },
          { weight: 1, arbitrary: fc.array(register, { maxLength: 5 }) },
        );
      }
      case "time":
        return fc.constantFrom(
          "none",
          "2026-12-31T00:00:00Z",
          "2026-12-31T24:00:00Z",
          "2026-13-01T00:00:00Z",
          "2026-12-31",
          "1969-12-31T00:00:00Z",
        );
      case "version":
        return fc
          .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }))
          .map(([major, minor]) => `${major}.${minor}`);
      case "bits":
        return fc.dictionary(
          fc.constantFrom(...Object.keys(standard as object), "x"),
          fc.constantFrom("any", "required", "forbidden", "no", true),
          { maxKeys: 4 },
        );
      default:
        return fc.constantFrom("recommended", "2025-02", "2026-11", "2024-01");
    }
  }

  test.each(fields)("$section.$name", async (field) => {
    let valid = 0;
    // A field of many parts is valid once in thirteen draws: sixty alone may miss it.
    for (let round = 0; round < 20 && valid === 0; round++) {
      await fc.assert(
        fc.asyncProperty(
          fc.oneof({ weight: 4, arbitrary: valuesOf(field) }, { weight: 1, arbitrary: junk }),
          async (value) => {
            const isValid = await expectAgreement({
              [field.section]: { ...LEAST[field.section], [field.name]: value },
            });
            valid += Number(isValid);
          },
        ),
        { numRuns: 60 },
      );
    }
    expect(valid).toBeGreaterThan(0);
  });
});

test("what stands around the fields", async () => {
  for (const policy of [
    {},
    [],
    null,
    "any",
    { snp: null },
    { snp: {} },
    { snp: { measurements: "any" }, tdx: {} },
    { tdx: { mrTd: "any" } },
    { tdx: { ...LEAST.tdx, x: 1 } },
    { ...LEAST, sgx: {} },
    { snp: { measurements: "any", x: 1 } },
  ]) {
    expect(await expectAgreement(policy)).toBe(false);
  }
});
