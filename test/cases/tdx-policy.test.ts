/** Every field of a policy for TDX against quotes that meet it and quotes that do not. */
import { describe, expect, test } from "vitest";
import { appraise } from "../../src/index.ts";
import type { TdxPolicy } from "../../src/index.ts";
import { SimulatedTdx, SimulatedTee } from "../../src/testing/index.ts";
import { codeOf, tdxClaims } from "../support.ts";
import { LEAST, judge, resultOf } from "../tdx-support.ts";

const tdx = await SimulatedTdx.create();
const tdx15 = await SimulatedTdx.create({ version: 5 });
const digest = (byte: number) => new Uint8Array(48).fill(byte);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const OTHER = hex(digest(0xee));

describe("TD attributes", () => {
  const SEPT_VE_DISABLE = 1n << 28n;

  test("case 262: a TD that the host may debug", async () => {
    const quote = await tdx.quote({ tdAttributes: SEPT_VE_DISABLE | 1n });
    expect(await judge(tdx, {}, { quote })).toMatchObject({
      code: "policy_debug",
      field: "TDATTRIBUTES.debug",
    });
    const allowed = await resultOf(tdx, { tdAttributes: { debug: "any" } }, { quote });
    expect(allowed.warnings.join()).toContain("debug");
  });

  test("case 263: SEPT_VE_DISABLE clear", async () => {
    const quote = await tdx.quote({ tdAttributes: 0n });
    expect(await judge(tdx, {}, { quote })).toMatchObject({
      code: "policy_td_attributes",
      field: "TDATTRIBUTES.septVeDisable",
    });
    expect((await judge(tdx, { tdAttributes: { septVeDisable: "any" } }, { quote })).code).toBe(
      "ok",
    );
  });

  test("case 264: reserved bits of TDATTRIBUTES and XFAM", async () => {
    for (const bit of [1n, 7n, 8n, 27n, 32n, 62n]) {
      const quote = await tdx.quote({ tdAttributes: SEPT_VE_DISABLE | (1n << bit) });
      expect((await judge(tdx, {}, { quote })).code, `bit ${bit}`).toBe("policy_td_attributes");
    }
    for (const xfam of [
      0x6_42e7n | (1n << 3n),
      0x6_42e7n | (1n << 63n),
      0x6_42e6n,
      0x6_42e5n,
      0n,
    ]) {
      const quote = await tdx.quote({ xfam });
      expect(await judge(tdx, {}, { quote })).toMatchObject({ code: "policy_xfam", field: "XFAM" });
    }
  });

  test("case 265: a TD that can be moved, or that a service TD is bound to", async () => {
    const migratable = await tdx.quote({ tdAttributes: SEPT_VE_DISABLE | (1n << 29n) });
    expect((await judge(tdx, {}, { quote: migratable })).code).toBe("policy_migration");
    const quote = await tdx15.quote({ mrServiceTd: digest(7) });
    expect(await judge(tdx15, {}, { quote })).toMatchObject({
      code: "policy_service_td",
      field: "MRSERVICETD",
    });
    for (const mrServiceTd of ["any", [hex(digest(7))]] as const) {
      expect((await judge(tdx15, { mrServiceTd }, { quote })).code).toBe("ok");
    }
    // TD report 1.0 cannot say: of a TD that cannot be moved the check is skipped, and says so.
    const { checks } = await resultOf(tdx);
    expect(checks.find(({ id }) => id === "mr-service-td")?.outcome).toBe("skipped");
    const movable = { tdAttributes: { migratable: "any" } } as const;
    for (const [given, mrServiceTd, code] of [
      [{}, [hex(digest(7))], "policy_service_td"],
      [{}, [hex(digest(7)), "00".repeat(48)], "ok"],
      [{ quote: migratable }, ["00".repeat(48)], "policy_service_td"],
      [{ quote: migratable }, "any", "ok"],
    ] as const) {
      expect((await judge(tdx, { ...movable, mrServiceTd }, given)).code).toBe(code);
    }
  });

  test("each named bit, required and forbidden", async () => {
    for (const [name, bit] of [
      ["pks", 30n],
      ["kl", 31n],
      ["perfmon", 63n],
    ] as const) {
      const set = await tdx.quote({ tdAttributes: SEPT_VE_DISABLE | (1n << bit) });
      const clear = await tdx.quote();
      for (const [quote, word, code] of [
        [set, "required", "ok"],
        [set, "forbidden", "policy_td_attributes"],
        [clear, "required", "policy_td_attributes"],
        [clear, "forbidden", "ok"],
      ] as const) {
        expect((await judge(tdx, { tdAttributes: { [name]: word } }, { quote })).code).toBe(code);
      }
    }
  });
});

describe("case 267: measurements, each its own", () => {
  test("accepted when named, refused when another is", async () => {
    const fields = {
      mrTd: digest(1),
      mrConfigId: digest(2),
      mrOwner: digest(3),
      mrOwnerConfig: digest(4),
      mrSeam: digest(5),
    };
    const quote = await tdx.quote(fields);
    for (const [name, code, field] of [
      ["mrTd", "policy_measurement", "MRTD"],
      ["mrConfigId", "policy_mr_config_id", "MRCONFIGID"],
      ["mrOwner", "policy_mr_owner", "MROWNER"],
      ["mrOwnerConfig", "policy_mr_owner_config", "MROWNERCONFIG"],
      ["mrSeam", "policy_mr_seam", "MRSEAM"],
    ] as const) {
      const accept = (...values: string[]) => judge(tdx, { [name]: values }, { quote });
      expect((await accept(OTHER, hex(fields[name]))).code).toBe("ok");
      expect(await accept(OTHER)).toMatchObject({ code, field });
    }
  });

  test("registers by their number, one value or several", async () => {
    const rtmrs = [digest(0x10), digest(0x11), digest(0x12), digest(0x13)] as const;
    const quote = await tdx.quote({ rtmrs });
    const [rtmr0, rtmr1, rtmr2, rtmr3] = rtmrs.map(hex) as [string, string, string, string];
    const accept = (rtmr: TdxPolicy["rtmr"]) => judge(tdx, { rtmr }, { quote });
    expect((await accept([rtmr0, [OTHER, rtmr1], rtmr2, rtmr3])).code).toBe("ok");
    for (let index = 0; index < 4; index += 1) {
      const rtmr = [rtmr0, rtmr1, rtmr2, rtmr3].map((value, at) => (at === index ? OTHER : value));
      expect(await accept(rtmr as unknown as TdxPolicy["rtmr"])).toMatchObject({
        code: "policy_measurement",
        field: `RTMR${index}`,
      });
    }
    // The same values in another order are other registers.
    const swapped = await accept([rtmr1, rtmr0, rtmr2, rtmr3]);
    expect(swapped.violations).toEqual(["policy_measurement", "policy_measurement"]);
  });

  test("case 272: whose instance it is only RTMR3, MRCONFIGID or MROWNER tell", async () => {
    const mine = await tdx.quote({ mrConfigId: digest(0x33) });
    const theirs = await tdx.quote();
    const loose = { mrTd: [hex(digest(0xa5))] };
    expect((await judge(tdx, loose, { quote: theirs })).code).toBe("ok");
    const pinned = { ...loose, mrConfigId: [hex(digest(0x33))] };
    expect((await judge(tdx, pinned, { quote: mine })).code).toBe("ok");
    expect((await judge(tdx, pinned, { quote: theirs })).code).toBe("policy_mr_config_id");
  });
});

describe("the platform", () => {
  test("family and identity", async () => {
    const result = await resultOf(tdx);
    const { fmspc, ppid } = tdxClaims(result).pck;
    expect((await judge(tdx, { fmspc: [fmspc], ppid: [ppid] })).code).toBe("ok");
    expect(await judge(tdx, { fmspc: ["00".repeat(6)] })).toMatchObject({
      code: "policy_fmspc",
      field: "FMSPC",
    });
    expect(await judge(tdx, { ppid: ["00".repeat(16)] })).toMatchObject({
      code: "policy_ppid",
      field: "PPID",
    });
  });

  test("the quote's version", async () => {
    expect((await judge(tdx, { quoteVersions: [5] })).code).toBe("policy_quote_version");
    expect((await judge(tdx15, { quoteVersions: [5] })).code).toBe("ok");
    const td10 = await SimulatedTdx.create({ version: 5, body: "1.0" });
    expect((await resultOf(td10, { quoteVersions: [5] })).claims.teeTcbSvn2).toBeNull();
  });
});

describe("the call", () => {
  test("case 268: REPORTDATA is read where the version has it", async () => {
    const reportData = new Uint8Array(64).map((_, index) => index + 1);
    for (const platform of [tdx, tdx15]) {
      const quote = await platform.quote({ reportData });
      const bound = (expectedBinding: Uint8Array) =>
        judge(platform, {}, { quote, more: { expectedBinding } });
      expect((await bound(reportData)).code).toBe("ok");
      expect(await bound(new Uint8Array(64))).toMatchObject({
        code: "policy_binding",
        field: "REPORTDATA",
      });
      // The bytes at the other version's place are other bytes.
      const shifted = quote.slice(platform === tdx ? 574 : 568, platform === tdx ? 638 : 632);
      expect((await bound(shifted)).code).toBe("policy_binding");
    }
  });

  test("case 229: a TEE for which the policy has no section", async () => {
    const roots = { dangerouslyTrustRoots: [tdx.root], offline: true } as const;
    const options = { ...roots, expectedBinding: "any" } as const;
    const snp = { snp: { measurements: "any" } } as const;
    expect(await codeOf(appraise(await tdx.evidence(), snp, options))).toBe("policy_tee");
    const tee = await SimulatedTee.create();
    const report = appraise(
      await tee.evidence(),
      { tdx: LEAST },
      { ...options, dangerouslyTrustRoots: [tee.root] },
    );
    expect(await codeOf(report)).toBe("policy_tee");
    const both = { ...snp, tdx: LEAST };
    const result = await appraise(await tdx.evidence(), both, options);
    expect(Object.keys(result.policy)).toEqual(["tdx"]);
  });

  test("every violation is reported at once, with the line that would accept it", async () => {
    const quote = await tdx.quote({ tdAttributes: 1n, mrTd: digest(9) });
    const collateral = await tdx.collateral({ platformStatus: "OutOfDate" });
    const policy = { mrTd: [OTHER], fmspc: ["00".repeat(6)] };
    const refusal = await judge(tdx, policy, { quote, collateral });
    expect(refusal.violations).toEqual([
      "policy_debug",
      "policy_td_attributes",
      "policy_measurement",
      "policy_fmspc",
      "tcb_status",
    ]);
  });

  test("what can be refused without collateral is refused without it", async () => {
    const refused = await judge(tdx, { mrTd: [OTHER] }, { collateral: [] });
    expect(refused.code).toBe("policy_measurement");
    expect((await judge(tdx, {}, { collateral: [] })).code).toBe("endorsements_missing");
  });
});
