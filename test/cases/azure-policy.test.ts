/** What a policy accepts of Azure's evidence: what it is bound to, and the PCRs that say what the VM runs. */
import { describe, expect, test } from "vitest";
import { appraise, authenticate } from "../../src/index.ts";
import type { AppraiseOptions, AzurePolicy, Policy } from "../../src/index.ts";
import type { AzureEvidenceOptions, SimulatedAzure } from "../../src/testing/index.ts";
import { codeOf, errorOf } from "../support.ts";
import { snp, tdx, trusting } from "./azure-support.ts";

const ANY_PCRS: AzurePolicy = { pcrs: "paravisorOnly" };
const SECTIONS = {
  snp: { snp: { measurements: "any" } },
  tdx: { tdx: { mrTd: "any", rtmr: ["any", "any", "any", "any"] } },
} as const;

async function judged(
  vm: SimulatedAzure,
  azure: AzurePolicy | undefined,
  options: AzureEvidenceOptions = {},
  binding: AppraiseOptions["expectedBinding"] = "any",
) {
  const section = vm === snp ? SECTIONS.snp : SECTIONS.tdx;
  const policy: Policy = azure === undefined ? section : { ...section, azure };
  const evidence = await vm.evidence(options);
  return appraise(evidence, policy, { ...trusting(vm), expectedBinding: binding });
}

describe.each(["snp", "tdx"] as const)("%s", (tee) => {
  const vm = () => (tee === "snp" ? snp : tdx);

  test("case 216: extraData is what the call expects, whole", async () => {
    const expected = Uint8Array.from({ length: 48 }, (_, index) => index + 1);
    const judge = async (extraData: Uint8Array) =>
      codeOf(judged(vm(), ANY_PCRS, { extraData }, expected));
    expect(await judge(expected)).toBe("ok");
    for (const other of [
      expected.slice(0, 47),
      expected.slice(0, 32),
      new Uint8Array(),
      new Uint8Array([...expected, 0]),
      new Uint8Array([...expected.slice(0, 32), ...new Uint8Array(16)]),
      expected.map((byte) => byte ^ 1),
    ]) {
      expect(await judge(other)).toBe("policy_binding");
    }
  });

  test("a binding in the form that the evidence has not is refused, and both forms are accepted", async () => {
    const extraData = new Uint8Array(48).fill(3);
    const reportData = new Uint8Array(64).fill(4);
    const judge = (binding: AppraiseOptions["expectedBinding"]) =>
      errorOf(judged(vm(), ANY_PCRS, { extraData }, binding));
    expect(await judge({ reportData, extraData })).toBeUndefined();
    expect(await judge({ extraData })).toBeUndefined();
    for (const wrong of [reportData, { reportData }]) {
      const error = await judge(wrong);
      expect(error).toMatchObject({ code: "policy_binding", context: { field: "extraData" } });
      expect(error?.message).toContain("48 bytes");
    }
    // What the report itself holds does not stand in for it.
    const { claims } = await authenticate(await vm().evidence({ extraData }), trusting(vm()));
    expect((await judge(new Uint8Array(Buffer.from(claims.reportData, "hex"))))?.code).toBe(
      "policy_binding",
    );
    const { tee: hardware } = vm();
    const bare = appraise(await hardware.evidence({ reportData }), vm() === snp ? SECTIONS.snp : SECTIONS.tdx, { ...trusting(vm()), expectedBinding: extraData }); // prettier-ignore
    expect(await errorOf(bare)).toMatchObject({ code: "policy_binding" });
  });

  test("case 219: the launch measurement alone says nothing of the VM", async () => {
    const error = await errorOf(judged(vm(), undefined));
    expect(error?.code).toBe("policy_azure");
    const eleven = Buffer.from(vm().vtpm.pcrs[11]!).toString("hex");
    expect(error?.message).toContain(`"11": ["${eleven}"]`);
    expect(error?.message).toContain('"azure": { "pcrs": "paravisorOnly" }');

    const pinned = { pcrs: { "11": [eleven], "4": ["ab".repeat(32), "44".repeat(32)] } };
    const result = await judged(vm(), pinned);
    expect(result.policy.azure).toEqual({ ...pinned, otherPlatforms: "forbidden" });
    expect(result.checks.find(({ id }) => id === "pcrs")?.outcome).toBe("passed");
    // Under any measurement the paravisor that keeps the PCRs may be anybody's.
    expect(result.warnings.join()).toContain("pin its measurement");
    const { claims } = result;
    const section: Policy =
      "mrTd" in claims
        ? { tdx: { ...SECTIONS.tdx.tdx, mrTd: [claims.mrTd] } }
        : { snp: { measurements: [claims.measurement] } };
    const evidence = await vm().evidence();
    const named = await appraise(evidence, { ...section, azure: pinned }, { ...trusting(vm()), expectedBinding: "any" }); // prettier-ignore
    expect(named.warnings.join()).not.toContain("pin its measurement");
    const wrong = await errorOf(judged(vm(), { pcrs: { "4": ["00".repeat(32)], "7": ["11".repeat(32)] } })); // prettier-ignore
    expect(wrong?.violations?.map(({ code, field }) => `${code} ${field}`)).toEqual([
      "policy_pcr PCR 4",
      "policy_pcr PCR 7",
    ]);
    const open = await judged(vm(), ANY_PCRS);
    expect(open.status).toBe("warning");
    expect(open.warnings.some((warning) => warning.includes("paravisor"))).toBe(true);
    expect(open.checks.find(({ id }) => id === "pcrs")?.outcome).toBe("skipped");
  });

  test("without a TPM quote no policy accepts it", async () => {
    const result = await authenticate(await vm().evidence({ hasTpmQuote: false }), trusting(vm()));
    expect(result.vtpm).toMatchObject({ trusted: true, quote: null, pcrs: null });
    expect(await codeOf(judged(vm(), ANY_PCRS, { hasTpmQuote: false }))).toBe("policy_azure");
    const bound = judged(vm(), ANY_PCRS, { hasTpmQuote: false }, new Uint8Array(48));
    expect((await errorOf(bound))?.violations?.map(({ code }) => code)).toEqual([
      "policy_binding",
      "policy_azure",
    ]);
  });
});

test("a policy that names PCRs accepts no evidence that has none, unless it says so", async () => {
  const { tee } = snp;
  const judge = async (azure: AzurePolicy) =>
    codeOf(
      appraise(
        await tee.evidence(),
        { ...SECTIONS.snp, azure },
        { ...trusting(snp), expectedBinding: "any" },
      ),
    );
  expect(await judge(ANY_PCRS)).toBe("policy_azure");
  expect(await judge({ ...ANY_PCRS, otherPlatforms: "any" })).toBe("ok");
});
