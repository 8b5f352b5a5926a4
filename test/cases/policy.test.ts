/** Genuine evidence that a policy refuses: every field, and what the refusal says. */
import { describe, expect, test } from "vitest";
import { appraise } from "../../src/index.ts";
import type { AttestationResult, SnpPolicy, WitnesslockErrorData } from "../../src/index.ts";
import { PROCESSORS, SimulatedTee } from "../../src/testing/index.ts";
import type { ProcessorName, ReportFields, Tcb } from "../../src/testing/index.ts";
import { codeOf, errorOf, flipped, policyOf, trusting } from "../support.ts";

const tee = await SimulatedTee.create();

async function run(
  fields: Partial<ReportFields>,
  snp: Partial<SnpPolicy> = {},
  platform: SimulatedTee = tee,
  expectedBinding: Uint8Array | "any" = "any",
): Promise<AttestationResult> {
  const evidence = await platform.evidence(fields);
  return appraise(evidence, policyOf(snp), { ...trusting(platform), expectedBinding });
}

const violationsOf = (error: WitnesslockErrorData | undefined) =>
  error?.violations?.map(({ field }) => field);

const POLICY = 0x3_0000n;
const GUEST_BITS = [
  ["smt", 16],
  ["migrateMa", 18],
  ["debug", 19],
  ["singleSocket", 20],
  ["cxlAllow", 21],
  ["memAes256Xts", 22],
  ["raplDis", 23],
  ["ciphertextHiding", 24],
  ["pageSwapDisable", 25],
] as const;
const GUEST_CODES: Readonly<Record<string, string>> = {
  debug: "policy_debug",
  migrateMa: "policy_migration",
};

test.each(GUEST_BITS)(
  "cases 171, 172, 174, 302: guest policy bit %s, both ways",
  async (name, bit) => {
    const set = { policy: POLICY | (1n << BigInt(bit)) };
    const clear = { policy: POLICY & ~(1n << BigInt(bit)) };
    const code = GUEST_CODES[name] ?? "policy_guest";
    const others = { debug: "any", migrateMa: "any" } as const;
    for (const [word, whenSet, whenClear] of [
      ["required", "ok", code],
      ["forbidden", code, "ok"],
      ["any", "ok", "ok"],
    ] as const) {
      const snp = { guestPolicy: { ...others, [name]: word } };
      expect(await codeOf(run(set, snp)), `${word}, set`).toBe(whenSet);
      expect(await codeOf(run(clear, snp)), `${word}, clear`).toBe(whenClear);
    }
  },
);

test.each([
  "smt",
  "tsme",
  "ecc",
  "raplDis",
  "ciphertextHiding",
  "aliasCheckComplete",
  "iommuWriteSafe",
  "tio",
])("case 175: platform bit %s, both ways", async (name) => {
  const bit = [
    "smt",
    "tsme",
    "ecc",
    "raplDis",
    "ciphertextHiding",
    "aliasCheckComplete",
    "iommuWriteSafe",
    "tio",
  ].indexOf(name);
  for (const [word, whenSet, whenClear] of [
    ["required", "ok", "policy_platform_info"],
    ["forbidden", "policy_platform_info", "ok"],
    ["any", "ok", "ok"],
  ] as const) {
    const snp = { platformInfo: { aliasCheckComplete: "any", [name]: word } } as Partial<SnpPolicy>;
    expect(await codeOf(run({ platformInfo: 1n << BigInt(bit) }, snp)), `${word}, set`).toBe(
      whenSet,
    );
    expect(await codeOf(run({ platformInfo: 0n }, snp)), `${word}, clear`).toBe(whenClear);
  }
});

test("the defaults: debug, migration, aliased memory, VMPL, host, firmware, Milan", async () => {
  expect(await codeOf(run({ policy: POLICY | (1n << 19n) }))).toBe("policy_debug");
  expect(await codeOf(run({ policy: POLICY | (1n << 18n) }))).toBe("policy_migration");
  expect(await codeOf(run({ platformInfo: 4n })), "case 176").toBe("policy_platform_info");
  for (const vmpl of [1, 2, 3]) expect(await codeOf(run({ vmpl })), "case 173").toBe("policy_vmpl");
  expect(await codeOf(run({ vmpl: 0xffff_ffff })), "case 65").toBe("policy_host_requested");
  for (const committedFirmware of [
    [0, 58, 3],
    [1, 57, 3],
    [1, 58, 2],
  ] as const) {
    expect(await codeOf(run({ committedFirmware })), "case 182").toBe("policy_firmware");
  }
  const milan = await SimulatedTee.create({ processor: "milan" });
  expect(await codeOf(run({}, {}, milan))).toBe("policy_product");
  expect(await codeOf(run({}, { products: ["milan"] }, milan))).toBe("ok");
});

test("what the policy names is accepted, and a debuggable guest never without a warning", async () => {
  expect(await codeOf(run({ vmpl: 2 }, { vmpls: [2] }))).toBe("ok");
  expect(await codeOf(run({ vmpl: 0xffff_ffff }, { hostRequested: "any" }))).toBe("ok");
  expect(await codeOf(run({ committedFirmware: [1, 1, 1] }, { provisionalFirmware: "any" }))).toBe(
    "ok",
  );
  const debug = await run({ policy: POLICY | (1n << 19n) }, { guestPolicy: { debug: "any" } });
  expect(debug.warnings.join()).toContain("debug");
});

test("case 61: a version that the policy does not name", async () => {
  expect(await codeOf(run({ version: 3 }, { reportVersions: [5] }))).toBe("policy_report_version");
  expect(await codeOf(run({ version: 3 }, { reportVersions: [3] }))).toBe("ok");
});

describe("mitigations", () => {
  test("cases 177: a report without vectors proves none", async () => {
    for (const version of [2, 3]) {
      const snp = {
        mitigations: [1],
        minimumTcb: { genoa: PROCESSORS.genoa.tcb },
        products: ["genoa"],
      } as const;
      const old = await SimulatedTee.create({ fields: { version } });
      expect(await codeOf(run({}, snp, old))).toBe("policy_mitigation");
    }
  });

  test.each([
    ["case 178: a subset", 0x0bn, 0x0bn, [1, 2, 4], "policy_mitigation"],
    ["case 179: missing at launch", 0x00n, 0x16n, [1, 2, 4], "policy_mitigation"],
    ["case 179: missing now", 0x16n, 0x00n, [1, 2, 4], "policy_mitigation"],
    ["all there", 0x16n, 0x17n, [1, 2, 4], "ok"],
    ["bit 63", 1n << 63n, 1n << 63n, [63], "ok"],
  ] as const)("%s", async (_name, launchMitigations, currentMitigations, mitigations, expected) => {
    for (const version of [4, 5]) {
      expect(
        await codeOf(run({ version, launchMitigations, currentMitigations }, { mitigations })),
      ).toBe(expected);
    }
  });

  test("case 72: vectors in a version 4 report are signed, and shown", async () => {
    const result = await run({ version: 4, launchMitigations: 3n, currentMitigations: 1n << 63n });
    expect(result.claims).toMatchObject({
      launchMitigations: "3",
      currentMitigations: "9223372036854775808",
    });
  });
});

describe("the TCB floor", () => {
  test.each(Object.keys(PROCESSORS) as ProcessorName[])(
    "cases 180, 181: each component of each version: %s",
    async (processor) => {
      const { tcb, product } = PROCESSORS[processor];
      const snp: Partial<SnpPolicy> = { products: [product.toLowerCase() as "milan"] };
      const platform = await SimulatedTee.create({ processor });
      expect((await run({}, snp, platform)).tcb).toMatchObject({
        status: "UpToDate",
        shortOf: [],
        advisoryIds: [],
      });
      for (const [component, value] of Object.entries(tcb) as [keyof Tcb, number][]) {
        // The tables name no floor for Bergamo's boot loader, nor for the TEE of Milan and Genoa.
        if (value === 0 || (processor === "bergamo-siena" && component === "bootLoader")) continue;
        const lower = { ...tcb, [component]: value - 1 };
        const everywhere = {
          reportedTcb: lower,
          committedTcb: lower,
          currentTcb: lower,
          launchTcb: lower,
        };
        const error = await errorOf(run(everywhere, snp, platform));
        expect(error?.code).toBe("tcb_below_minimum");
        expect(violationsOf(error)).toEqual(
          ["REPORTED_TCB", "COMMITTED_TCB", "CURRENT_TCB", "LAUNCH_TCB"].map(
            (field) => `${field}.${component}`,
          ),
        );
        const launched = await errorOf(run({ launchTcb: lower }, snp, platform));
        expect(violationsOf(launched)).toEqual([`LAUNCH_TCB.${component}`]);
      }
    },
  );

  test("case 169: one component above does not make up for another below", async () => {
    const { tcb } = PROCESSORS.genoa;
    const mixed = { ...tcb, bootLoader: tcb.bootLoader + 1, snp: tcb.snp - 5 };
    const everywhere = {
      reportedTcb: mixed,
      committedTcb: mixed,
      currentTcb: mixed,
      launchTcb: mixed,
    };
    expect(await codeOf(run(everywhere))).toBe("tcb_below_minimum");
  });

  test("case 181: the floor is that of the stepping", async () => {
    // What suffices for Genoa-X is too old for Genoa.
    const { tcb } = PROCESSORS["genoa-x"];
    const everywhere = { reportedTcb: tcb, committedTcb: tcb, currentTcb: tcb, launchTcb: tcb };
    expect(await codeOf(run({ ...everywhere, cpuid: [0x19, 0x11, 0x02] }))).toBe("ok");
    expect(await codeOf(run({ ...everywhere, cpuid: [0x19, 0x11, 0x01] }))).toBe(
      "tcb_below_minimum",
    );
    expect(await codeOf(run({ ...everywhere, cpuid: [0x19, 0x11, 0x07] })), "unknown").toBe(
      "tcb_below_minimum",
    );
  });

  test("an older table accepts with a warning, and says what is open", async () => {
    const tcb = { bootLoader: 9, tee: 0, snp: 23, microcode: 84 };
    const everywhere = { reportedTcb: tcb, committedTcb: tcb, currentTcb: tcb, launchTcb: tcb };
    expect(await codeOf(run(everywhere))).toBe("tcb_below_minimum");
    const result = await run(everywhere, { minimumTcb: "2025-02" });
    expect(result.tcb).toMatchObject({ status: "OutOfDate", table: "2026-11", processor: "genoa" });
    expect(result.tcb.advisoryIds).toEqual(["AMD-SB-3016", "AMD-SB-3020", "AMD-SB-3027"]);
    expect(result.warnings.join()).toContain("TCB");
    // The guest began under the old level: what was open then may have been used against it.
    const launched = await run({ launchTcb: tcb }, { minimumTcb: "2025-02" });
    expect(launched.tcb.advisoryIds).toEqual(result.tcb.advisoryIds);
    expect(result.policy.snp?.minimumTcb).toBe("2025-02");
  });

  test("components of the caller's own", async () => {
    const floor = { genoa: { bootLoader: 10, tee: 0, snp: 28, microcode: 0 } };
    const error = await errorOf(run({}, { minimumTcb: floor, products: ["genoa"] }));
    expect(violationsOf(error)).toContain("REPORTED_TCB.snp");
  });
});

test.each([
  ["guestSvn", { minimumGuestSvn: 3 }, { guestSvn: 2 }, { guestSvn: 3 }, "policy_guest_svn"],
  [
    "familyId",
    { familyIds: ["11".repeat(16)] },
    { familyId: new Uint8Array(16).fill(0x12) },
    { familyId: new Uint8Array(16).fill(0x11) },
    "policy_family_id",
  ],
  [
    "imageId",
    { imageIds: ["11".repeat(16)] },
    { imageId: new Uint8Array(16).fill(0x12) },
    { imageId: new Uint8Array(16).fill(0x11) },
    "policy_image_id",
  ],
  [
    "hostData",
    { hostData: ["11".repeat(32)] },
    { hostData: new Uint8Array(32).fill(0x12) },
    { hostData: new Uint8Array(32).fill(0x11) },
    "policy_host_data",
  ],
  [
    "reportId",
    { reportIds: ["11".repeat(32)] },
    { reportId: new Uint8Array(32).fill(0x12) },
    { reportId: new Uint8Array(32).fill(0x11) },
    "policy_report_id",
  ],
  [
    "idKeyDigest",
    { idKeyDigests: ["11".repeat(48)] },
    { idKeyDigest: new Uint8Array(48).fill(0x12) },
    { idKeyDigest: new Uint8Array(48).fill(0x11) },
    "policy_id_key",
  ],
  [
    "measurement",
    { measurements: ["11".repeat(48)] },
    { measurement: new Uint8Array(48).fill(0x12) },
    { measurement: new Uint8Array(48).fill(0x11) },
    "policy_measurement",
  ],
  [
    "abi",
    { minimumAbi: "1.55" },
    { policy: POLICY | 0x0136n },
    { policy: POLICY | 0x0137n },
    "policy_abi",
  ],
] as const)("cases 183, 184, 186: %s", async (_name, snp, bad, good, code) => {
  const policy = snp as Partial<SnpPolicy>;
  expect(await codeOf(run(bad, policy))).toBe(code);
  expect(await codeOf(run(good, policy))).toBe("ok");
});

test("case 170: an author key counts only where the firmware checked it", async () => {
  const authorKeyDigest = new Uint8Array(48).fill(0x11);
  const snp = { authorKeyDigests: ["11".repeat(48)] };
  expect(await codeOf(run({ authorKeyDigest }, snp))).toBe("policy_author_key");
  expect(await codeOf(run({ authorKeyDigest, authorKeyEnabled: true }, snp))).toBe("ok");
  expect(await codeOf(run({ authorKeyEnabled: true }, snp))).toBe("policy_author_key");
});

test("cases 185, 187, 315, 316: all violations at once, and a refusal is an error, never a field", async () => {
  const error = await errorOf(
    run(
      { policy: POLICY | (1n << 19n), vmpl: 1, platformInfo: 0n },
      { measurements: ["00".repeat(48)] },
    ),
  );
  expect(error?.code).toBe("policy_debug");
  expect(violationsOf(error)).toEqual([
    "POLICY.debug",
    "VMPL",
    "MEASUREMENT",
    "PLATFORM_INFO.aliasCheckComplete",
  ]);
  for (const violation of error?.violations ?? []) {
    expect(violation.expected, violation.code).toBeDefined();
    expect(violation.actual, violation.code).toBeDefined();
    expect(violation.message, violation.code).toMatch(/snp/);
  }
});

describe("the binding", () => {
  const reportData = Uint8Array.from({ length: 64 }, (_, index) => index);

  test("case 188: one bit at each of 512 positions", async () => {
    const evidence = await tee.evidence({ reportData });
    const bind = (expectedBinding: Uint8Array) =>
      codeOf(appraise(evidence, policyOf(), { ...trusting(tee), expectedBinding }));
    expect(await bind(reportData)).toBe("ok");
    for (let bit = 0; bit < 512; bit += 1)
      expect(await bind(flipped(reportData, bit))).toBe("policy_binding");
  });

  test("case 203: a digest of 32 bytes, padded, is another value than one of 64", async () => {
    const padded = new Uint8Array(64);
    padded.set(reportData.subarray(0, 32));
    expect(await codeOf(run({ reportData }, {}, tee, padded))).toBe("policy_binding");
  });
});

test("case 150: a revocation list that the policy demands", async () => {
  const evidence = await tee.evidence();
  const options = { ...trusting(tee), expectedBinding: "any" } as const;
  const error = await errorOf(appraise(evidence, policyOf({ revocation: "required" }), options));
  expect(error).toMatchObject({
    name: "EndorsementsError",
    code: "endorsements_missing",
    context: { urls: ["https://kdsintf.amd.com/vcek/v1/Genoa/crl"] },
  });
  const endorsements = [await tee.revocationList()];
  const result = await appraise(evidence, policyOf({ revocation: "required" }), {
    ...options,
    endorsements,
  });
  expect(result.status).toBe("warning");
});
