/** A genuine certificate and a genuine report that do not belong together. */
import { describe, expect, test } from "vitest";
import { appraise, authenticate } from "../../src/index.ts";
import {
  AMD_ARC,
  PROCESSORS,
  SimulatedTee,
  asn1,
  leafExtensions,
} from "../../src/testing/index.ts";
import type { ProcessorName, Tcb } from "../../src/testing/index.ts";
import { changed, check, codeOf, errorOf, policyOf, snpClaims, trusting } from "../support.ts";

const LINES = ["milan", "genoa", "turin"] as const;

test("case 153: a VCEK of another chip of the same product and TCB", async () => {
  const [one, other] = await Promise.all([SimulatedTee.create(), SimulatedTee.create()]);
  expect(await check(one, await one.report(), [other.leaf, one.intermediate])).toBe(
    "identity_mismatch",
  );
});

test.each(LINES)(
  "case 154: the TCB of the certificate differs in each component: %s",
  async (processor) => {
    const tee = await SimulatedTee.create({ processor });
    const { tcb } = PROCESSORS[processor];
    for (const component of Object.keys(tcb) as (keyof Tcb)[]) {
      const leaf = await tee.leafFor({
        reportedTcb: { ...tcb, [component]: (tcb as Tcb)[component]! + 1 },
      });
      const error = await errorOf(
        authenticate(await tee.report(), trusting(tee, { endorsements: [leaf, tee.intermediate] })),
      );
      expect(error).toMatchObject({
        code: "identity_mismatch",
        context: { field: "REPORTED_TCB" },
      });
    }
  },
);

test("case 155: REPORTED_TCB altered to match another certificate", async () => {
  const tee = await SimulatedTee.create();
  const tcb = { ...PROCESSORS.genoa.tcb, microcode: 90 };
  const report = changed(await tee.report(), 0x187, [90]);
  expect(await check(tee, report)).toBe("identity_mismatch");
  const leaf = await tee.leafFor({ reportedTcb: tcb });
  expect(await check(tee, report, [leaf, tee.intermediate])).toBe("signature_invalid");
});

test("cases 156, 157, 331: a report of one product with the chain of another, every ordered pair", async () => {
  for (const reported of LINES) {
    for (const certified of LINES) {
      const chain = await SimulatedTee.create({ processor: certified });
      const { cpuid } = PROCESSORS[reported];
      const report = await chain.report({ cpuid });
      const expected = reported === certified ? "ok" : /identity_mismatch|evidence_malformed/;
      expect(await check(chain, report), `${reported} under ${certified}`).toMatch(expected);
    }
  }
});

test.each([
  ["case 158: CPUID 0/0/0", [0, 0, 0], "identity_mismatch|evidence_unsupported"],
  ["case 158: an unknown model", [0x19, 0x20, 0], "evidence_unsupported"],
  ["case 158: an unknown family", [0x17, 0x31, 0], "evidence_unsupported"],
  ["case 162: Venice", [0x1a, 0x50, 0], "evidence_unsupported"],
  ["case 159: Bergamo and Siena are endorsed under Genoa", [0x19, 0xa0, 2], "ok"],
  ["an unknown stepping is of its line", [0x19, 0x11, 9], "ok"],
] as const)("%s", async (_name, cpuid, expected) => {
  const tee = await SimulatedTee.create();
  expect(await check(tee, await tee.report({ cpuid }))).toMatch(new RegExp(`^(${expected})$`));
});

test("case 160: a TCB in the layout of another product", async () => {
  const turin = await SimulatedTee.create({ processor: "turin" });
  const report = await turin.report({
    patch: [{ offset: 0x38, bytes: [4, 0, 0, 0, 0, 0, 24, 219] }],
  });
  expect(await check(turin, report)).toBe("evidence_malformed");
  const genoa = await SimulatedTee.create();
  const other = await genoa.report({ patch: [{ offset: 0x38, bytes: [1, 3, 2, 5, 0, 0, 0, 97] }] });
  expect(await check(genoa, other)).toBe("evidence_malformed");
});

test("cases 75, 76: reserved bytes of every TCB, in the layout of its product", async () => {
  for (const [processor, reserved] of [
    ["milan", [2, 3, 4, 5]],
    ["genoa", [2, 3, 4, 5]],
    ["turin", [4, 5, 6]],
  ] as const) {
    const tee = await SimulatedTee.create({ processor });
    for (const field of [0x38, 0x180, 0x1e0, 0x1f0]) {
      for (const byte of reserved) {
        const report = await tee.report({ patch: [{ offset: field + byte, bytes: [1] }] });
        expect(await check(tee, report), `${processor} 0x${(field + byte).toString(16)}`).toBe(
          "evidence_malformed",
        );
      }
    }
  }
});

test("case 161: the tail of Turin's CHIP_ID", async () => {
  const tee = await SimulatedTee.create({ processor: "turin" });
  for (const offset of [0x1a8, 0x1c0, 0x1df]) {
    const report = await tee.report({ patch: [{ offset, bytes: [0xaa] }] });
    expect(await check(tee, report)).toBe("identity_mismatch");
  }
});

test("case 163: a hidden chip is authentic, shown, and refused unless the policy names it", async () => {
  const tee = await SimulatedTee.create();
  const report = await tee.report({ chipId: new Uint8Array(64) });
  const options = trusting(tee, { endorsements: [tee.leaf, tee.intermediate] });
  const { checks } = await authenticate(report, options);
  expect(checks.find(({ id }) => id === "chip-binding")?.outcome).toBe("skipped");
  const run = (snp = {}) =>
    codeOf(appraise(report, policyOf(snp), { ...options, expectedBinding: "any" }));
  expect(await run()).toBe("policy_masked_chip");
  expect(await run({ maskedChip: "any" })).toBe("ok");
});

test("cases 68, 164: a report that nobody signed", async () => {
  const tee = await SimulatedTee.create();
  expect(await check(tee, await tee.report({ maskChipKey: true }))).toBe("evidence_unsupported");
  expect(await check(tee, await tee.report({ signingKey: 7 }))).toBe("evidence_unsupported");
});

test("case 165: a certificate of the other kind of key", async () => {
  const vcek = await SimulatedTee.create();
  const vlek = await SimulatedTee.create({ signer: "vlek" });
  const asVlek = await vcek.report({ signingKey: 1, chipId: new Uint8Array(64) });
  expect(await check(vcek, asVlek)).toBe("identity_mismatch");
  const asVcek = await vlek.report({ signingKey: 0 });
  expect(await check(vlek, asVcek)).toBe("identity_mismatch");
});

test("case 118: a VCEK signed by the authority for VLEKs, and the other way round", async () => {
  const vlek = await SimulatedTee.create({ signer: "vlek" });
  // The same chain, a leaf that says it is a chip's.
  const chipId = new Uint8Array(64).fill(7);
  const leaf = await vlek.leafFor({}, (parts) => ({
    ...parts,
    extensions: leafExtensions({ product: "Genoa", tcb: PROCESSORS.genoa.tcb, holder: chipId }),
  }));
  const report = await vlek.report({ signingKey: 0, chipId });
  expect(await check(vlek, report, [leaf, vlek.intermediate])).toBe("identity_mismatch");
});

test("cases 166, 199: signers, clouds and chips that the policy does not name", async () => {
  const vlek = await SimulatedTee.create({ signer: "vlek", cspId: "CN=cc-one.example" });
  const run = async (tee: SimulatedTee, snp: object) =>
    codeOf(
      appraise(await tee.report(), policyOf(snp), {
        ...trusting(tee, { endorsements: [tee.leaf, tee.intermediate] }),
        expectedBinding: "any",
      }),
    );
  expect(await run(vlek, { signers: ["vcek"] })).toBe("policy_signer");
  expect(await run(vlek, { cspIds: ["CN=cc-two.example"] })).toBe("policy_csp");
  expect(await run(vlek, { cspIds: ["CN=cc-one.example"] })).toBe("ok");
  const vcek = await SimulatedTee.create();
  const claims = snpClaims(await authenticate(await vcek.evidence(), trusting(vcek)));
  expect(await run(vcek, { signers: ["vlek"] })).toBe("policy_signer");
  // A VCEK names no cloud, and everybody has one: a cloud that the policy names is not proven by leaving it out.
  expect(await run(vcek, { cspIds: ["CN=cc-one.example"] })).toBe("policy_csp");
  expect(await run(vcek, { cspIds: "any" })).toBe("ok");
  expect(await run(vcek, { chipIds: [claims.chipId] })).toBe("ok");
  expect(await run(vcek, { chipIds: ["00".repeat(64)] })).toBe("policy_chip_id");
});

describe("the order of TCB versions", () => {
  const base = { bootLoader: 10, tee: 1, snp: 30, microcode: 90 };
  const components = ["bootLoader", "tee", "snp", "microcode"] as const;

  test.each([
    ["cases 167, 168: COMMITTED above CURRENT", "currentTcb", "tcb_order"],
    ["case 168: REPORTED above COMMITTED", "committedTcb", "tcb_order"],
    ["case 168: LAUNCH above or below the others is legal", "launchTcb", "ok"],
  ] as const)("%s", async (_name, field, expected) => {
    const all = { currentTcb: base, committedTcb: base, reportedTcb: base, launchTcb: base };
    const tee = await SimulatedTee.create({ fields: all });
    for (const component of components) {
      const lower = { ...base, [component]: base[component] - 1 };
      const fields = field === "committedTcb" ? { committedTcb: lower } : { [field]: lower };
      expect(await check(tee, await tee.report(fields)), component).toBe(expected);
    }
  });
});

test("case 95: a report signed by a genuine key of another chip", async () => {
  const [one, other] = await Promise.all([SimulatedTee.create(), SimulatedTee.create()]);
  const claims = snpClaims(await authenticate(await one.evidence(), trusting(one)));
  const chipId = new Uint8Array(Buffer.from(claims.chipId, "hex"));
  expect(await check(one, await other.report({ chipId }))).toBe("signature_invalid");
});

describe("the statement of the leaf", () => {
  const extension = (id: string, value: Uint8Array) => ({ id: `${AMD_ARC}.${id}`, value });

  async function withExtension(
    replace: { readonly id: string; readonly value: Uint8Array } | undefined,
    id = replace?.id ?? "",
    processor: ProcessorName = "genoa",
  ): Promise<string> {
    const tee = await SimulatedTee.create({ processor });
    const leaf = await tee.leafFor({}, (parts) => ({
      ...parts,
      extensions: parts.extensions.flatMap((given) =>
        given.id === id ? (replace === undefined ? [] : [replace]) : [given],
      ),
    }));
    return check(tee, await tee.report(), [leaf, tee.intermediate]);
  }

  test.each([0, 1, 2, 127])("case 139: structVersion %i", async (version) => {
    const value = extension("1", asn1.integer(version));
    expect(await withExtension(value)).toBe(version === 0 ? "ok" : "collateral_malformed");
    const turin = await withExtension(value, value.id, "turin");
    expect(turin).toBe(version === 1 ? "ok" : "collateral_malformed");
  });

  test.each([
    ["Genoa", "ok"],
    ["Genoa-B1", "ok"],
    ["Milan", "identity_mismatch"],
    ["Milan-B0", "identity_mismatch"],
    ["GENOA", "collateral_malformed"],
    ["GenoaX", "collateral_malformed"],
    ["Genoa\0", "collateral_malformed"],
    ["", "collateral_malformed"],
    ["-Genoa", "collateral_malformed"],
  ])("case 140: productName %j", async (name, expected) => {
    expect(await withExtension(extension("2", asn1.ia5(name)))).toBe(expected);
  });

  test("case 140: productName in another string type", async () => {
    expect(await withExtension(extension("2", asn1.utf8("Genoa")))).toBe("collateral_malformed");
  });

  test("case 141: each TCB version missing", async () => {
    for (const number of [1, 2, 3, 4, 5, 6, 7, 8]) {
      expect(await withExtension(undefined, `${AMD_ARC}.3.${number}`), `.3.${number}`).toBe(
        "collateral_malformed",
      );
    }
    expect(await withExtension(undefined, `${AMD_ARC}.3.9`, "turin")).toBe("collateral_malformed");
  });

  test.each([
    ["negative", [0x02, 0x01, 0xdb]],
    ["not minimal", [0x02, 0x02, 0x00, 0x1b]],
    ["above 255", [0x02, 0x03, 0x01, 0x00, 0x1b]],
    ["a bare byte", [0x1b]],
    ["an OCTET STRING around it", [0x04, 0x03, 0x02, 0x01, 0x1b]],
    ["something behind it", [0x02, 0x01, 0x1b, 0x00]],
    ["empty", [0x02, 0x00]],
  ])("case 142: a TCB version that is %s", async (_name, bytes) => {
    expect(await withExtension(extension("3.3", new Uint8Array(bytes)))).toBe(
      "collateral_malformed",
    );
  });

  test("cases 143, 144: HWID and CSP_ID, none or both", async () => {
    expect(await withExtension(undefined, `${AMD_ARC}.4`)).toBe("collateral_malformed");
    const tee = await SimulatedTee.create();
    const leaf = await tee.leafFor({}, (parts) => ({
      ...parts,
      extensions: [...parts.extensions, extension("5", asn1.ia5("CN=cc-x.example"))],
    }));
    expect(await check(tee, await tee.report(), [leaf, tee.intermediate])).toBe(
      "collateral_malformed",
    );
  });

  test.each([0, 7, 8, 63, 65])("case 145: a HWID of %i bytes", async (length) => {
    expect(await withExtension(extension("4", new Uint8Array(length)))).toBe(
      "collateral_malformed",
    );
  });
});
