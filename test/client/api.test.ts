/** The public surface, as programs and people meet it. */
import { readFileSync } from "node:fs";
import { describe, expect, expectTypeOf, test } from "vitest";
import * as api from "../../src/index.ts";
import {
  ATTESTATION_CODES,
  AttestationError,
  ENDORSEMENTS_CODES,
  EndorsementsError,
  PROVER_CODES,
  ProverError,
  appraise,
  createAttestedFetch,
  isWitnesslockError,
} from "../../src/index.ts";
import type { AppraiseOptions, AttestedFetchOptions, Policy, SnpPolicy } from "../../src/index.ts";
import { SimulatedTee } from "../../src/testing/index.ts";
import { codeOf, policyOf, trusting } from "../support.ts";

const file = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), "utf8");

test("the public names", () => {
  expect(Object.keys(api).sort()).toEqual(
    [
      "ATTESTATION_CODES",
      "AttestationError",
      "ENDORSEMENTS_CODES",
      "EndorsementsError",
      "PROVER_CODES",
      "ProverError",
      "answerBinding",
      "appraise",
      "authenticate",
      "createAttestedFetch",
      "createNonce",
      "errorFrom",
      "indexedDbCache",
      "init",
      "initSync",
      "isWitnesslockError",
      "keyAndNonce",
      "keyBinding",
      "memoryCache",
      "nonceBinding",
      "nonceZeroPadded",
      "resolvePolicy",
      "stapler",
    ].sort(),
  );
});

describe("codes", () => {
  const rust = [...file("rust-verifier/src/error.rs").matchAll(/ = "([a-z_]+)",/g)].map(
    ([, code]) => code,
  );

  test("are those of the verifier, and a few of its loader's", () => {
    const attestation = rust.filter((code) => code !== "endorsements_missing");
    const own = [
      "evidence_missing",
      "evidence_hidden",
      "evidence_ambiguous",
      "evidence_conflict",
      "sealing_unavailable",
      "seal_broken",
      "proof_binding",
      "verifier_unavailable",
      "verifier_integrity",
    ];
    expect([...ATTESTATION_CODES].sort()).toEqual([...attestation, ...own].sort());
    expect(ENDORSEMENTS_CODES).toEqual(["endorsements_missing", "endorsements_fetch"]);
  });

  test("are all documented, once", () => {
    const readme =
      file("README.md").split("<!-- errors:begin -->")[1]?.split("<!-- errors:end -->")[0] ?? "";
    for (const code of [...ATTESTATION_CODES, ...ENDORSEMENTS_CODES, ...PROVER_CODES]) {
      expect(readme.split(`\`${code}\``).length - 1, code).toBe(1);
    }
  });

  test("case 335: every one is reached by a test", () => {
    const { execFileSync } = process.getBuiltinModule("node:child_process");
    const root = new URL("../../", import.meta.url);
    const tests = execFileSync(
      "git",
      [
        "grep",
        "-hoE",
        "[a-z]+(_[a-z]+)+|aborted|internal",
        "--",
        "test",
        "rust-verifier/tests",
        "rust-verifier/src/**/tests.rs",
      ],
      { cwd: root, encoding: "utf8" },
    );
    const words = new Set(tests.split("\n"));
    const missing = [...ATTESTATION_CODES, ...ENDORSEMENTS_CODES, ...PROVER_CODES].filter(
      (code) => !words.has(code),
    );
    expect(missing).toEqual([]);
  });
});

describe("errors", () => {
  const error = new AttestationError("policy_binding", "words", {
    context: { field: "REPORT_DATA" },
    violations: [{ code: "policy_binding" }],
    cause: new Error("inner"),
  });

  test("survive a worker as data, and are recognised by it", () => {
    const data = structuredClone(error.toJSON());
    expect(isWitnesslockError(data)).toBe(true);
    expect(data).toMatchObject({
      name: "AttestationError",
      code: "policy_binding",
      witnessSent: "no",
    });
    expect(JSON.parse(JSON.stringify(error))).toEqual(data);
    const again = api.errorFrom(data);
    expect(again).toBeInstanceOf(AttestationError);
    expect(again.toJSON()).toEqual(data);
  });

  test("case 326: recognised across copies of the package, and nothing else is", () => {
    expect(isWitnesslockError({ ...error.toJSON() })).toBe(true);
    const throwing = new Proxy(
      {},
      {
        get: () => {
          throw new Error("no");
        },
      },
    );
    for (const other of [
      new Error("x"),
      null,
      undefined,
      "policy_binding",
      { code: "policy_binding" },
      throwing,
      { ...error.toJSON(), code: "aborted" },
    ]) {
      expect(isWitnesslockError(other)).toBe(false);
    }
    expect(
      api.errorFrom({ code: "endorsements_fetch", message: "", context: {}, witnessSent: "no" }),
    ).toBeInstanceOf(EndorsementsError);
    expect(
      api.errorFrom({ code: "aborted", message: "", context: {}, witnessSent: "no" }),
    ).toBeInstanceOf(ProverError);
  });

  test("case 319: neither witness nor nonce stands in one", async () => {
    const secret = "SECRET-WITNESS";
    const fetch: typeof globalThis.fetch = () => Promise.reject(new Error("network"));
    const attestedFetch = createAttestedFetch({ policy: policyOf(), seal: "off", fetch });
    const failure = await attestedFetch("https://prover.example/", {
      method: "POST",
      body: secret,
    }).catch((reason: unknown) => reason);
    expect(isWitnesslockError(failure)).toBe(true);
    expect(JSON.stringify(failure) + String(failure)).not.toContain(secret);
  });
});

describe("cases 301-308: a policy that checks less than it seems to", () => {
  test.each([
    ["case 301: nothing pinned", { snp: {} }],
    ["case 302: a boolean", { snp: { measurements: "any", guestPolicy: { debug: false } } }],
    ["case 303: a misspelt key", { snp: { measurements: "any", allowDebgu: false } }],
    ["case 303: a key of another library", { snp: { measurements: "any", minTCB: {} } }],
    ["case 304: empty", {}],
    ["case 304: null", null],
    ["case 306: an empty list", { snp: { measurements: [] } }],
    ["case 307: any among others", { snp: { measurements: ["any"] } }],
    ["case 307: any in another spelling", { snp: { measurements: "*" } }],
    ["case 308: a number as text", { snp: { measurements: "any", minimumGuestSvn: "0" } }],
    [
      "case 308: above a byte",
      {
        snp: {
          measurements: "any",
          products: ["milan"],
          minimumTcb: { milan: { bootLoader: 256, tee: 0, snp: 0, microcode: 0 } },
        },
      },
    ],
    ["case 308: 2^53", { snp: { measurements: "any", minimumGuestSvn: 2 ** 53 } }],
    ["another TEE alone", { tdx: { mrTd: "any" } }],
  ])("%s", async (_name, policy) => {
    expect(await codeOf(api.resolvePolicy(policy as unknown as Policy))).toBe("policy_invalid");
  });

  test("case 305: undefined is not left out", async () => {
    expect(
      await codeOf(api.resolvePolicy({ snp: { measurements: undefined } } as unknown as Policy)),
    ).toBe("policy_invalid");
  });

  test("case 310: a policy is read once", async () => {
    let reads = 0;
    const tee = await SimulatedTee.create();
    const policy = {
      snp: {
        get measurements() {
          reads += 1;
          return reads === 1 ? ["00".repeat(48)] : ("any" as const);
        },
      },
    };
    const call = appraise(await tee.evidence(), policy, {
      ...trusting(tee),
      expectedBinding: "any",
    });
    expect(await codeOf(call)).toBe("policy_measurement");
    expect(reads).toBe(1);
  });

  test("case 309: a prototype's members are not the policy's", async () => {
    const inherited = Object.create({ measurements: "any" }) as SnpPolicy;
    expect(await codeOf(api.resolvePolicy({ snp: inherited }))).toBe("policy_invalid");
  });
});

test("case 323: types demand what the verifier demands", () => {
  expectTypeOf<{ snp: { measurements: "any" } }>().toExtend<Policy>();
  expectTypeOf<{ snp: object }>().not.toExtend<Policy>();
  expectTypeOf<object>().not.toExtend<Policy>();
  expectTypeOf<{
    snp: { measurements: "any"; guestPolicy: { debug: false } };
  }>().not.toExtend<Policy>();
  expectTypeOf<object>().not.toExtend<AppraiseOptions>();
  expectTypeOf<{ seal: "none" }>().not.toExtend<AttestedFetchOptions>();
});

test("case 322: no input makes an unhandled rejection", async () => {
  const unhandled: unknown[] = [];
  const listen = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", listen);
  try {
    const junk = [
      undefined,
      null,
      0,
      "",
      {},
      [],
      new Date(),
      Symbol("x"),
      1n,
      new Uint8Array(9),
    ] as unknown[];
    for (const one of junk) {
      for (const other of junk) {
        const calls = [
          () => appraise(one as string, other as Policy, { expectedBinding: "any", offline: true }),
          () => api.authenticate(one as string, other as object),
          () => api.resolvePolicy(one as Policy),
          () => api.init(one as Uint8Array),
        ];
        for (const call of calls)
          await codeOf((async () => call())()).catch((error: unknown) => {
            expect(error).toBeInstanceOf(TypeError);
          });
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(unhandled).toEqual([]);
  } finally {
    process.off("unhandledRejection", listen);
  }
});

test("case 317: a fetch that answers with something else", async () => {
  for (const answer of [undefined, null, {}, "proof", { headers: {} }]) {
    const fetch = (() => Promise.resolve(answer)) as unknown as typeof globalThis.fetch;
    const attestedFetch = createAttestedFetch({ policy: policyOf(), seal: "off", fetch });
    const code = await codeOf(
      attestedFetch("https://prover.example/", { method: "POST", body: "x" }),
    );
    expect(code).toMatch(/^(transport_failed|transport_invalid|prover_http|prover_protocol)$/);
  }
});
