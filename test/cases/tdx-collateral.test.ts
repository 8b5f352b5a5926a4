/** Intel's documents, and the quoting enclave that one of them describes: forged, of another platform, malformed. */
import { describe, expect, test } from "vitest";
import { SimulatedTdx, makeP256Key } from "../../src/testing/index.ts";
import { judge, prove, resultOf } from "../tdx-support.ts";

const DAY_MS = 86_400_000;
const tdx = await SimulatedTdx.create();
const quote = await tdx.quote();
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const encode = (text: string) => new TextEncoder().encode(text);

type TcbInfoOptions = NonNullable<Parameters<typeof tdx.tcbInfo>[0]>;
type IdentityOptions = NonNullable<Parameters<typeof tdx.qeIdentity>[0]>;

const withInfo = async (options: TcbInfoOptions) =>
  judge(tdx, {}, { collateral: await tdx.collateral({ tcbInfo: options }) });
const withIdentity = async (options: IdentityOptions) =>
  judge(tdx, {}, { collateral: await tdx.collateral({ qeIdentity: options }) });

/** Changes the signed text's words before it is signed. */
const rewritten =
  (change: (text: string) => string) =>
  (document: object): object =>
    JSON.parse(change(JSON.stringify(document))) as object;
/** Changes every member of a name. */
const each = (name: string, change: (value: unknown) => unknown) => (document: object) =>
  JSON.parse(
    JSON.stringify(document, (key, value: unknown) => (key === name ? change(value) : value)),
  ) as object;
const members = (more: object) => (document: object) => ({ ...document, ...more });
const lacking = (name: string) => (document: object) =>
  Object.fromEntries(Object.entries(document).filter(([known]) => known !== name));

describe("the quoting enclave", () => {
  test("cases 240, 241: another enclave than Intel's for TDX, with or without collateral", async () => {
    const attributes = (flags: number) => new Uint8Array([flags, ...new Uint8Array(15)]);
    for (const [qe, field, bare] of [
      [{ attributes: attributes(0x13) }, "ATTRIBUTES", true],
      [{ mrSigner: new Uint8Array(32).fill(0x8c) }, "MRSIGNER", true],
      [{ isvProdId: 1 }, "ISVPRODID", true],
      [{ miscSelect: 1 }, "MISCSELECT", false],
      [{ attributes: attributes(0x31) }, "ATTRIBUTES", false],
    ] as const) {
      const evidence = await tdx.quote({ qe });
      const expected = { code: "identity_mismatch", field: `QE report, ${field}` };
      expect(await judge(tdx, {}, { quote: evidence })).toMatchObject(expected);
      // What Intel's compiled-in identity says needs no collateral.
      if (bare) expect(await prove(tdx, evidence)).toMatchObject(expected);
    }
    // Bits outside the mask are the platform's business.
    const masked = await tdx.quote({ qe: { attributes: attributes(0x15) } });
    expect((await judge(tdx, {}, { quote: masked })).code).toBe("ok");
    const document = await withIdentity({
      defect: rewritten((text) => text.replace("DC9E2A7C", "8C9E2A7C")),
    });
    expect(document.code).toBe("identity_mismatch");
  });

  test("case 242: an identity that whitelists its own enclave", async () => {
    const signer = await makeP256Key(globalThis.crypto);
    expect(await withIdentity({ signer })).toMatchObject({
      code: "collateral_forged",
      field: "QE identity, signature",
    });
    const unsigned = decode(await tdx.qeIdentity()).replace(
      /"signature":"[0-9a-f]+"/,
      '"signature":""',
    );
    const [info, , ...lists] = await tdx.collateral();
    const collateral = [info!, encode(unsigned), ...lists];
    expect((await judge(tdx, {}, { collateral })).code).toBe("collateral_malformed");
  });

  test("case 243: documents of SGX", async () => {
    expect((await withIdentity({ defect: members({ id: "QE" }) })).code).toBe(
      "collateral_malformed",
    );
    expect((await withInfo({ defect: members({ id: "SGX" }) })).code).toBe("collateral_malformed");
    for (const version of [1, 3, "2"]) {
      expect((await withIdentity({ defect: members({ version }) })).code).toBe(
        "collateral_malformed",
      );
    }
    for (const version of [2, 4]) {
      expect((await withInfo({ defect: members({ version }) })).code).toBe("collateral_malformed");
    }
    expect((await withInfo({ defect: members({ tcbType: 1 }) })).code).toBe("collateral_malformed");
  });
});

describe("signatures", () => {
  test("case 251: over the bytes as they were received", async () => {
    for (const tamper of [
      (text: string) => text.replace('"version":3', '"version": 3'),
      (text: string) => text.replace('"OutOfDate"', '"UpToDate"'),
      (text: string) =>
        JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text) as object).reverse())),
      (text: string) => `${text} `.replace("TDX", "TD\\u0058"),
    ]) {
      expect(await withInfo({ tamper })).toMatchObject({
        code: "collateral_forged",
        field: "TCB info, signature",
      });
    }
    const key = await makeP256Key(globalThis.crypto);
    expect((await withInfo({ signer: key })).code).toBe("collateral_forged");
    // One document's signature under the other.
    const [info, identity, ...lists] = await tdx.collateral();
    const signatureOf = (bytes: Uint8Array) =>
      /"signature":"([0-9a-f]+)"/.exec(decode(bytes))?.[1] ?? "";
    const swapped = encode(decode(info!).replace(signatureOf(info!), signatureOf(identity!)));
    expect((await judge(tdx, {}, { collateral: [swapped, identity!, ...lists] })).code).toBe(
      "collateral_forged",
    );
  });

  test("case 252: an answer that two parsers could read in two ways", async () => {
    const [info, identity, ...lists] = await tdx.collateral();
    const text = decode(info!);
    const run = (changed: string) =>
      judge(tdx, {}, { collateral: [encode(changed), identity!, ...lists] });
    const { tcbInfo, signature } =
      /^\{"tcbInfo":(?<tcbInfo>.*),"signature":"(?<signature>[0-9a-f]+)"\}/.exec(text)
        ?.groups as Record<"tcbInfo" | "signature", string>;
    const chain = text.slice(text.indexOf("-----BEGIN"));
    expect((await run(`{"tcbInfo":${tcbInfo},"signature":"${signature}"}\n${chain}`)).code).toBe(
      "ok",
    );
    expect((await run(` {"tcbInfo":${tcbInfo}}`)).code).toBe("collateral_malformed");
    for (const changed of [
      `{"tcbInfo":{},"tcbInfo":${tcbInfo},"signature":"${signature}"}\n${chain}`,
      `{"tcbInfo":${tcbInfo},"tcbInfo":{},"signature":"${signature}"}\n${chain}`,
      `{"tcbInfo":${tcbInfo},"signature":"${signature}","x":1}\n${chain}`,
      `{"tcbInfo":${tcbInfo},"signature":"${signature}"}x\n${chain}`,
      `{"tcbInfo":${tcbInfo},"signature":"${signature}"}\n${chain}x`,
      `{"tcbInfo":${tcbInfo},"signature":"${signature}00"}\n${chain}`,
    ]) {
      expect((await run(changed)).code, changed.slice(0, 20)).toBe("collateral_malformed");
    }
    // White space around what is signed changes nothing.
    expect(
      (await run(`{ "tcbInfo" : ${tcbInfo} ,\n"signature" : "${signature}" }\n${chain}`)).code,
    ).toBe("ok");
    // A duplicate name inside what is signed: Intel would not, and nobody decides which counts.
    const doubled = await withInfo({
      tamper: (signed) => signed.replace('"id":"TDX"', '"id":"TDX","id":"TDX"'),
    });
    expect(doubled.code).toBe("collateral_forged");
  });
});

describe("what a document is about", () => {
  test("case 253: another FMSPC or PCE", async () => {
    expect(await withInfo({ defect: members({ fmspc: "00806F050000" }) })).toMatchObject({
      code: "collateral_mismatch",
      field: "TCB info, FMSPC",
    });
    expect(await withInfo({ defect: members({ pceId: "0001" }) })).toMatchObject({
      code: "collateral_mismatch",
      field: "TCB info, PCE-ID",
    });
    expect((await withInfo({ defect: members({ fmspc: "b0c06f000000" }) })).code).toBe("ok");
    for (const fmspc of ["", "B0C06F0000", "B0C06F00000000", "G0C06F000000", 1]) {
      expect((await withInfo({ defect: members({ fmspc }) })).code).toBe("collateral_malformed");
    }
    const second = await tdx.tcbInfo({ tcbEvaluationDataNumber: 21 });
    const collateral = [...(await tdx.collateral()), second];
    expect((await judge(tdx, {}, { collateral })).code).toBe("collateral_mismatch");
  });

  test("case 254: dates", async () => {
    const day = (count: number) => new Date(Date.now() + count * DAY_MS);
    for (const run of [withInfo, withIdentity]) {
      expect((await run({ issueDate: day(1) })).code).toBe("collateral_not_yet_valid");
      expect((await run({ issueDate: day(-40), nextUpdate: day(-1) })).code).toBe(
        "collateral_expired",
      );
      for (const name of ["issueDate", "nextUpdate"]) {
        expect((await run({ defect: lacking(name) })).code).toBe("collateral_malformed");
        for (const date of ["2026-02-30T00:00:00Z", "2026-01-01", 1, "2026-01-01T00:00:00+00:00"]) {
          expect((await run({ defect: members({ [name]: date }) })).code).toBe(
            "collateral_malformed",
          );
        }
      }
    }
  });

  test("case 255: documents may differ in their evaluation numbers; a number must be one", async () => {
    const collateral = await tdx.collateral({ tcbInfo: { tcbEvaluationDataNumber: 17 } });
    expect((await resultOf(tdx, {}, { collateral })).tcb.evaluationNumber).toBe(17);
    for (const tcbEvaluationDataNumber of [-1, 1.5, "17", null, 2 ** 32]) {
      const defect = members({ tcbEvaluationDataNumber });
      expect((await withInfo({ defect })).code).toBe("collateral_malformed");
    }
    expect((await withInfo({ defect: lacking("tcbEvaluationDataNumber") })).code).toBe(
      "collateral_malformed",
    );
  });
});

describe("levels", () => {
  const list = (change: (levels: unknown[]) => unknown) =>
    each("tcbLevels", (levels) => change(levels as unknown[]));

  test("case 256: in another order than descending, or twice the same", async () => {
    for (const change of [
      (levels: unknown[]) => levels.toReversed(),
      (levels: unknown[]) => [levels[0], ...levels],
      () => [],
    ]) {
      expect((await withInfo({ defect: list(change) })).code).toBe("collateral_malformed");
      expect((await withIdentity({ defect: list(change) })).code).toBe("collateral_malformed");
    }
  });

  test("cases 257, 258: exactly 16 components of both kinds, in every level", async () => {
    for (const name of ["sgxtcbcomponents", "tdxtcbcomponents"]) {
      const components = (change: (items: unknown[]) => unknown) =>
        each(name, (items) => change(items as unknown[]));
      for (const defect of [
        components((items) => items.slice(0, 15)),
        components((items) => [...items, { svn: 0 }]),
        components(() => []),
        components((items) => items.map(() => ({ svn: 256 }))),
        components((items) => items.map(() => ({ svn: -1 }))),
        components((items) => items.map(() => ({ svn: "1" }))),
        components((items) => items.map(() => ({}))),
        rewritten((text) => text.replaceAll(name, "tcbcomponents")),
      ]) {
        expect((await withInfo({ defect })).code, name).toBe("collateral_malformed");
      }
    }
    expect((await withInfo({ defect: each("pcesvn", () => 65_536) })).code).toBe(
      "collateral_malformed",
    );
  });

  test("case 259: statuses and advisories in other words", async () => {
    for (const status of [
      "Uptodate",
      "UPTODATE",
      "",
      "Unknown",
      "TDRelaunchAdvised",
      "NotSupported",
      null,
      1,
    ]) {
      const defect = each("tcbStatus", () => status);
      expect((await withInfo({ defect })).code, String(status)).toBe("collateral_malformed");
      expect((await withIdentity({ defect })).code, String(status)).toBe("collateral_malformed");
    }
    // A part of a platform has no configuration of its own.
    expect(
      (await withIdentity({ defect: each("tcbStatus", () => "ConfigurationNeeded") })).code,
    ).toBe("collateral_malformed");
    for (const advisories of ["INTEL-SA-1", [1], ["INTEL SA"], [""], ["X".repeat(33)]]) {
      const defect = each("tcbLevels", (levels) =>
        (levels as object[]).map((level) => ({ ...level, advisoryIDs: advisories })),
      );
      expect((await withInfo({ defect })).code).toBe("collateral_malformed");
    }
    expect((await withInfo({ defect: each("tcbDate", () => "soon") })).code).toBe(
      "collateral_malformed",
    );
  });

  test("what Intel may add to its documents one day is passed over", async () => {
    const defect = members({ tcbRecovery: { number: 21 }, zz: null });
    expect((await withInfo({ defect })).code).toBe("ok");
    expect((await withIdentity({ defect })).code).toBe("ok");
  });
});

test("documents alone do not make a quote authentic", async () => {
  const forged = quote.slice();
  forged[200]! ^= 1;
  expect((await judge(tdx, {}, { quote: forged })).code).toBe("signature_invalid");
});
