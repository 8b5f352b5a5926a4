/** The TCB of a TDX platform: levels, modules, the quoting enclave, and what a policy accepts of them. */
import { describe, expect, test } from "vitest";
import { authenticate } from "../../src/index.ts";
import type { TdxPolicy } from "../../src/index.ts";
import { SimulatedTdx, asn1 } from "../../src/testing/index.ts";
import { codeOf, errorOf } from "../support.ts";
import { STATED, judge, prove, resultOf } from "../tdx-support.ts";

const tdx = await SimulatedTdx.create();
const tdx15 = await SimulatedTdx.create({ version: 5 });
const DAY_MS = 86_400_000;
const svn = (...values: number[]) =>
  new Uint8Array([...values, ...new Uint8Array(16)].slice(0, 16));

type Collateral = NonNullable<Parameters<typeof tdx.collateral>[0]>;
const [, ...STATUSES] = STATED;

describe("statuses", () => {
  test.each(STATUSES)("cases 269, 270: %s is refused unless named", async (platformStatus) => {
    const collateral = await tdx.collateral({ platformStatus });
    const refusal = await judge(tdx, {}, { collateral });
    expect(refusal).toMatchObject({ code: "tcb_status", field: "tcbStatus" });
    expect(refusal.message).toContain(`add "${platformStatus}" to tdx.tcbStatus`);
    const others = STATUSES.filter((status) => status !== platformStatus);
    expect((await judge(tdx, { tcbStatus: ["UpToDate", ...others] }, { collateral })).code).toBe(
      "tcb_status",
    );
    const { status, tcb, warnings } = await resultOf(
      tdx,
      { tcbStatus: [platformStatus] },
      { collateral },
    );
    expect(tcb.status).toBe(platformStatus);
    expect(status).toBe("warning");
    expect(warnings.join()).toContain("not up to date");
  });

  test("cases 244, 271: what is revoked no policy accepts", async () => {
    const everything = ["UpToDate", ...STATUSES, "TDRelaunchAdvised"] as const;
    for (const options of [
      { platformStatus: "Revoked" },
      { moduleStatus: "Revoked" },
      { qeStatus: "Revoked" },
      { platformStatus: "OutOfDate", qeStatus: "Revoked" },
    ] satisfies Collateral[]) {
      const collateral = await tdx.collateral(options);
      const policy = { tcbStatus: everything, graceUntil: "2100-01-01T00:00:00Z" };
      expect(await judge(tdx, policy, { collateral }), JSON.stringify(options)).toMatchObject({
        code: "tcb_revoked",
      });
    }
  });

  test("a part that is out of date makes the whole so, and none makes it better", async () => {
    const statusOf = async (options: Collateral) => {
      const collateral = await tdx.collateral(options);
      return (await resultOf(tdx, { tcbStatus: ["UpToDate", ...STATUSES] }, { collateral })).tcb
        .status;
    };
    expect(await statusOf({ moduleStatus: "OutOfDate" })).toBe("OutOfDate");
    expect(await statusOf({ qeStatus: "OutOfDate" })).toBe("OutOfDate");
    expect(await statusOf({ platformStatus: "SWHardeningNeeded", qeStatus: "OutOfDate" })).toBe(
      "OutOfDate",
    );
    expect(
      await statusOf({ platformStatus: "ConfigurationNeeded", moduleStatus: "OutOfDate" }),
    ).toBe("OutOfDateConfigurationNeeded");
    expect(await statusOf({ platformStatus: "OutOfDate", moduleStatus: "UpToDate" })).toBe(
      "OutOfDate",
    );
  });

  test("no level of the platform, the module or the enclave: a refusal of its own", async () => {
    for (const options of [
      { platformStatus: "none" },
      { moduleStatus: "none" },
      { qeStatus: "none" },
    ] satisfies Collateral[]) {
      const collateral = await tdx.collateral(options);
      const refusal = await judge(tdx, { tcbStatus: STATUSES }, { collateral });
      expect(refusal.code, JSON.stringify(options)).toBe("tcb_unsupported");
      expect(refusal.message).toMatch(/next better level (platform|module|qe) /);
    }
  });

  test("case 260: the module's identity is missing, or of another version", async () => {
    const collateral = await tdx.collateral({ moduleStatus: "absent" });
    expect((await judge(tdx, { tcbStatus: STATUSES }, { collateral })).code).toBe(
      "tcb_module_unknown",
    );
    const quote = await tdx.quote({ teeTcbSvn: svn(5, 2, 2) });
    expect((await judge(tdx, {}, { quote })).code).toBe("tcb_module_unknown");
    // Version 0 of the module has no identity of its own: the platform's levels speak of components 0 and 1.
    const old = await SimulatedTdx.create({ fields: { teeTcbSvn: svn(5, 0, 2) } });
    expect((await resultOf(old)).tcb.module).toBeNull();
    const lower = await old.quote({ teeTcbSvn: svn(0, 0, 2) });
    expect((await judge(old, {}, { quote: lower })).code).not.toBe("ok");
    // Intel writes the number of a version in hexadecimal, and its letters in either case.
    const eleven = await SimulatedTdx.create({ fields: { teeTcbSvn: svn(5, 11, 2) } });
    for (const id of ["TDX_0B", "tdx_0b"]) {
      const endorsements = await eleven.collateral({
        tcbInfo: { defect: (document) => renameModule(document, id) },
      });
      expect((await judge(eleven, {}, { collateral: endorsements })).code, id).toBe("ok");
    }
  });

  test("case 261: a module that is not Intel's, or a debug build", async () => {
    for (const fields of [
      { mrSignerSeam: new Uint8Array(48).fill(1) },
      { seamAttributes: 1n },
      { seamAttributes: 1n << 63n },
    ]) {
      const quote = await tdx.quote(fields);
      expect(await judge(tdx, {}, { quote })).toMatchObject({ code: "tcb_module_mismatch" });
    }
    // Attributes must be zero even where a document names others and masks them.
    const collateral = await tdx.collateral({
      tcbInfo: {
        defect: (document) =>
          JSON.parse(
            JSON.stringify(document).replaceAll('"attributes":"00', '"attributes":"01'),
          ) as object,
      },
    });
    const quote = await tdx.quote({ seamAttributes: 1n });
    expect((await judge(tdx, {}, { quote, collateral })).code).toBe("tcb_module_mismatch");
  });
});

function renameModule(document: object, id: string): object {
  const { tdxModuleIdentities, ...rest } = document as {
    readonly tdxModuleIdentities: readonly { readonly id: string }[];
  };
  return { ...rest, tdxModuleIdentities: tdxModuleIdentities.map((each) => ({ ...each, id })) };
}

describe("what the platform lacks", () => {
  test.each([
    ["tdx", "tdxtcbcomponents[2]"],
    ["sgx", "sgxtcbcomponents["],
    ["pcesvn", "pcesvn"],
  ] as const)("short of %s", async (shortOf, component) => {
    const collateral = await tdx.collateral({ platformStatus: "OutOfDate", shortOf });
    const { tcb } = await resultOf(tdx, { tcbStatus: ["OutOfDate"] }, { collateral });
    expect(tcb.platform).toMatchObject({
      status: "OutOfDate",
      level: { status: "OutOfDate", advisoryIds: ["INTEL-SA-01036"] },
      next: { status: "UpToDate" },
    });
    expect(tcb.advisoryIds).toEqual(["INTEL-SA-01036"]);
    expect(tcb.shortOf.length).toBeGreaterThan(0);
    for (const short of tcb.shortOf) {
      expect(short.field).toBe("platform");
      expect(short.component.startsWith(component), short.component).toBe(true);
      expect(short.required).toBeGreaterThan(short.actual);
    }
  });

  test("of module and enclave, by SVN", async () => {
    const collateral = await tdx.collateral({ moduleStatus: "OutOfDate", qeStatus: "OutOfDate" });
    const { tcb } = await resultOf(tdx, { tcbStatus: ["OutOfDate"] }, { collateral });
    expect(tcb.shortOf).toEqual([
      { field: "module", component: "isvsvn", actual: 5, required: 6 },
      { field: "qe", component: "isvsvn", actual: 6, required: 7 },
    ]);
    expect(tcb.module).toMatchObject({ id: "TDX_01", status: "OutOfDate" });
    expect(tcb.date).toBe(tcb.module?.level?.date);
  });

  test("nothing, where all is up to date", async () => {
    const { tcb, status, checks } = await resultOf(tdx);
    expect(tcb).toMatchObject({ status: "UpToDate", shortOf: [], advisoryIds: [] });
    expect([tcb.platform.next, tcb.module?.next, tcb.qe.next]).toEqual([null, null, null]);
    expect(tcb.collateral.map(({ name }) => name).sort()).toEqual([
      "PCK revocation list",
      "QE identity",
      "TCB info",
      "root revocation list",
    ]);
    // A warning for its root alone.
    expect(status).toBe("warning");
    expect(checks.filter(({ id }) => id === "tcb-status")).toHaveLength(1);
  });
});

describe("case 266: relaunch", () => {
  const NEWER = svn(6, 1, 2);
  const quoteOf = (teeTcbSvn2: Uint8Array) => tdx15.quote({ teeTcbSvn2 });
  const statusOf = async (quote: Uint8Array, options: Collateral) => {
    const collateral = await tdx15.collateral({ moduleStatus: "OutOfDate", ...options });
    const error = await errorOf(
      resultOf(tdx15, { tcbStatus: ["UpToDate"] }, { quote, collateral }),
    );
    return error?.context.actual;
  };

  test("advised, where only the module of the launch is out of date", async () => {
    expect(await statusOf(await quoteOf(NEWER), {})).toBe("TDRelaunchAdvised");
    expect(await statusOf(await quoteOf(NEWER), { platformStatus: "SWHardeningNeeded" })).toBe(
      "TDRelaunchAdvised",
    );
    for (const platformStatus of [
      "ConfigurationNeeded",
      "ConfigurationAndSWHardeningNeeded",
    ] as const) {
      expect(await statusOf(await quoteOf(NEWER), { platformStatus })).toBe(
        "TDRelaunchAdvisedConfigurationNeeded",
      );
    }
    const collateral = await tdx15.collateral({ moduleStatus: "OutOfDate" });
    const quote = await quoteOf(NEWER);
    const policy = { tcbStatus: ["TDRelaunchAdvised"] as const };
    expect((await resultOf(tdx15, policy, { quote, collateral })).tcb.status).toBe(
      "TDRelaunchAdvised",
    );
  });

  test("not advised, where a relaunch would not help", async () => {
    // The present module is not the newest either, or its loader is not.
    expect(await statusOf(await quoteOf(svn(5, 1, 2)), {})).toBe("OutOfDate");
    expect(await statusOf(await quoteOf(svn(6, 1, 1)), {})).toBe("OutOfDate");
    // The enclave is out of date too, or the platform's hardware is.
    expect(await statusOf(await quoteOf(NEWER), { qeStatus: "OutOfDate" })).toBe("OutOfDate");
    expect(
      await statusOf(await quoteOf(NEWER), { platformStatus: "OutOfDate", shortOf: "sgx" }),
    ).toBe("OutOfDate");
    // TD report 1.0 does not state the present module.
    const collateral = await tdx.collateral({ moduleStatus: "OutOfDate" });
    const error = await errorOf(resultOf(tdx, {}, { collateral }));
    expect(error?.context.actual).toBe("OutOfDate");
  });
});

test("a present module without an identity is one of which nothing is known, as in Intel's library", async () => {
  const quote = await tdx15.quote({ teeTcbSvn2: svn(6, 9, 2) });
  const outdated = await tdx15.collateral({ moduleStatus: "OutOfDate" });
  const accept = { tcbStatus: ["OutOfDate" as const] };
  expect(await judge(tdx15, accept, { quote, collateral: outdated })).toMatchObject({ code: "tcb_module_unknown" }); // prettier-ignore
  const known = await tdx15.quote({ teeTcbSvn2: svn(5, 1, 2) });
  expect((await judge(tdx15, accept, { quote: known, collateral: outdated })).code).toBe("ok");
});

test("a module without an identity is compared with the signer of Intel's modules", async () => {
  const unknown = { teeTcbSvn: svn(6, 9, 2) };
  const options = { dangerouslyTrustRoots: [tdx.root], offline: true, endorsements: await tdx.collateral() }; // prettier-ignore
  const foreign = await tdx.quote({ ...unknown, mrSignerSeam: new Uint8Array(48).fill(1) });
  expect(await codeOf(authenticate(foreign, options))).toBe("tcb_module_mismatch");
  const proven = await authenticate(await tdx.quote(unknown), options);
  expect(proven).toMatchObject({ tee: "tdx", tcb: { status: "ModuleUnknown" } });
  expect(proven.checks.find(({ id }) => id === "tdx-module")?.outcome).toBe("skipped");
  const listed = await authenticate(await tdx.quote(), options);
  expect(listed.checks.find(({ id }) => id === "tdx-module")?.outcome).toBe("passed");
});

describe("a verdict holds no longer than what it stands on", () => {
  const DAY = 86_400;
  const now = Math.floor(Date.now() / 1000);
  const endOf = async (policy: Partial<TdxPolicy>, options: Collateral) =>
    (await resultOf(tdx, policy, { collateral: await tdx.collateral(options) })).validUntil;

  test("a grace of the policy", async () => {
    const until = now + 3600;
    const graceUntil = new Date(until * 1000).toISOString().replace(/\.\d+/, "");
    expect(await endOf({ graceUntil }, { platformStatus: "OutOfDate" })).toBe(until);
    expect(await endOf({ graceUntil }, {})).toBeGreaterThan(until + DAY);
    expect(await endOf({ graceUntil, tcbStatus: ["OutOfDate"] }, { platformStatus: "OutOfDate" })).toBeGreaterThan(until + DAY); // prettier-ignore
  });

  test("the certificate that signed the documents, for which there is no grace", async () => {
    const end = now + 2 * DAY;
    const ending = await SimulatedTdx.create({
      defects: {
        tcbSigning: (parts) => ({ ...parts, notAfter: asn1.time(new Date(end * 1000)) }),
      },
    });
    for (const policy of [{}, { collateralGraceDays: 30 }]) {
      expect((await resultOf(ending, policy)).validUntil).toBe(end);
    }
  });
});

describe("what a policy says of the TCB", () => {
  test("advisories", async () => {
    const collateral = await tdx.collateral({
      platformStatus: "OutOfDate",
      advisoryIds: ["INTEL-SA-00001", "INTEL-SA-00002"],
    });
    const accept = (...acceptedAdvisories: string[]) =>
      judge(tdx, { tcbStatus: ["OutOfDate"], acceptedAdvisories }, { collateral });
    expect((await accept("INTEL-SA-00001", "INTEL-SA-00002")).code).toBe("ok");
    expect(await accept("INTEL-SA-00001")).toMatchObject({ code: "tcb_advisory" });
    expect((await judge(tdx, { acceptedAdvisories: ["INTEL-SA-00001"] })).code).toBe("ok");
  });

  test("grace until a date", async () => {
    const soon = new Date(Date.now() + DAY_MS);
    const graceUntil = soon.toISOString().replace(/\.\d+/, "");
    const late = new Date(soon.getTime() + 2000);
    for (const [options, inTime] of [
      [{ platformStatus: "OutOfDate" }, "ok"],
      [{ platformStatus: "OutOfDateConfigurationNeeded" }, "ok"],
      [{ platformStatus: "ConfigurationNeeded" }, "tcb_status"],
      [{ platformStatus: "Revoked" }, "tcb_revoked"],
      [{ platformStatus: "none" }, "tcb_unsupported"],
    ] as const) {
      const collateral = await tdx.collateral(options);
      expect((await judge(tdx, { graceUntil }, { collateral })).code).toBe(inTime);
      const after = await judge(tdx, { graceUntil }, { collateral, more: { now: late } });
      expect(after.code).not.toBe("ok");
    }
  });

  test("case 255: the lower evaluation number of both documents counts, and there is no floor by default", async () => {
    const collateral = await tdx.collateral({
      tcbInfo: { tcbEvaluationDataNumber: 19 },
      qeIdentity: { tcbEvaluationDataNumber: 17 },
    });
    const floor = (minimumTcbEvaluationDataNumber: number) =>
      judge(tdx, { minimumTcbEvaluationDataNumber }, { collateral });
    expect((await resultOf(tdx, {}, { collateral })).tcb.evaluationNumber).toBe(17);
    expect((await floor(17)).code).toBe("ok");
    expect(await floor(18)).toMatchObject({
      code: "policy_evaluation_number",
      field: "tcbEvaluationDataNumber",
    });
  });

  test("case 254: collateral past its end, and the grace that a policy gives it", async () => {
    const later = (days: number) => ({ now: new Date(Date.now() + days * DAY_MS) });
    const collateral = await tdx.collateral();
    expect(await judge(tdx, {}, { collateral, more: later(30) })).toMatchObject({
      code: "collateral_expired",
    });
    const graced = await resultOf(tdx, { collateralGraceDays: 7 }, { collateral, more: later(30) });
    expect(graced.status).toBe("warning");
    expect(graced.warnings.join()).toContain("nextUpdate");
    const expired = graced.tcb.collateral.filter((part) => part.expired);
    expect(expired.map(({ name }) => name).sort()).toEqual([
      "PCK revocation list",
      "QE identity",
      "TCB info",
    ]);
    expect(graced.validUntil).toBeGreaterThan(later(30).now.getTime() / 1000);
    const beyond = await judge(tdx, { collateralGraceDays: 7 }, { collateral, more: later(37) });
    expect(beyond.code).toBe("collateral_expired");
    // Grace is for the end alone.
    const early = await tdx.collateral({ issueDate: new Date(Date.now() + DAY_MS) });
    expect((await judge(tdx, { collateralGraceDays: 7 }, { collateral: early })).code).toBe(
      "collateral_not_yet_valid",
    );
    // Authenticity has no policy, so no grace.
    expect((await prove(tdx, await tdx.quote(), collateral, later(30).now)).code).toBe(
      "collateral_expired",
    );
  });
});
