/** Simulated TDX quotes and collateral, compared with genuine ones field by field, and signatures by Node's cryptography. */
import * as asn1js from "asn1js";
import { X509Certificate } from "node:crypto";
import { describe, expect, test } from "vitest";
import { SGX_ARC, SimulatedTdx } from "../../src/testing/index.ts";
import type { EnclaveIdentity, TcbInfo, TdReportFields } from "../../src/testing/index.ts";
import { hasVectors, read, vector } from "../vectors.ts";
import { readAnswer } from "./tcb-documents.ts";
import { readBody, readQuote, signaturesOf } from "./td-quote.ts";
import { layout as layoutBy } from "./der-layout.ts";
import type { TdQuote } from "./td-quote.ts";

const V4 = "tdx-v4/phala-network-dcap-qvl-b0c06f-149ed840";
const V5 = "tdx-v5/google-go-tdx-guest-90c06f-cf77a6e9";
const SGX_OF_A_SINGLE_PROCESSOR = "sgx-v3/phala-network-dcap-qvl-00a067-f8b81014";
const ALL_SIGNED = { quote: true, qe: true, binding: true, chain: true };

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("utf8");
const svn = (...values: number[]) =>
  new Uint8Array([...values, ...new Uint8Array(16)].slice(0, 16));

/** Of what is a key's, a chip's or a moment's, the kind or the length stands for the contents. */
const layout = (der: Uint8Array) =>
  layoutBy(der, (block, contents, parent, inner) => {
    if (block instanceof asn1js.UTCTime) return "time";
    if (block instanceof asn1js.BitString) return contents.length > 60 ? "…" : hex(contents);
    if (block instanceof asn1js.Integer) {
      const varies = contents.length > 15 || parent.startsWith(`${SGX_ARC}.2.`);
      return varies ? "number" : hex(contents);
    }
    if (block instanceof asn1js.OctetString) {
      const isExtension = parent.startsWith("2.5.29.") || parent === SGX_ARC;
      return isExtension
        ? inner(new Uint8Array(block.valueBlock.valueHexView))
        : `${contents.length} bytes`;
    }
    const isKeyIdentifier = block.idBlock.tagClass === 3 && contents.length === 20;
    return isKeyIdentifier ? "20 bytes" : hex(contents);
  });

/** The layout of a list with no more than one of its entries. */
function listLayout(der: Uint8Array): string[] {
  const lines = layout(der);
  const isEntry = (index: number) => /^ {6}1:16/.test(lines[index] ?? "");
  const isTime = (index: number) => lines[index] === "    1:23 time";
  const start = lines.findIndex((_line, index) => isTime(index - 1) && !isTime(index)) + 1;
  if (!isEntry(start)) return lines;
  // An entry is a SEQUENCE with seven lines of its own.
  const length = 8;
  let end = start + length;
  while (isEntry(end)) {
    expect(lines.slice(end, end + length)).toEqual(lines.slice(start, start + length));
    end += length;
  }
  return [...lines.slice(0, start + length), ...lines.slice(end)];
}

/** What a quote says, as what to have another one say. */
function fieldsOf({ body }: TdQuote): TdReportFields {
  const fields = readBody(body);
  const bytes = (name: keyof typeof fields) => new Uint8Array(fields[name] ?? new Uint8Array(48));
  const number = (name: keyof typeof fields) => fields[name]?.readBigUInt64LE() ?? 0n;
  return {
    teeTcbSvn: bytes("teeTcbSvn"),
    mrSeam: bytes("mrSeam"),
    mrSignerSeam: bytes("mrSignerSeam"),
    seamAttributes: number("seamAttributes"),
    tdAttributes: number("tdAttributes"),
    xfam: number("xfam"),
    mrTd: bytes("mrTd"),
    mrConfigId: bytes("mrConfigId"),
    mrOwner: bytes("mrOwner"),
    mrOwnerConfig: bytes("mrOwnerConfig"),
    rtmrs: [bytes("rtmr0"), bytes("rtmr1"), bytes("rtmr2"), bytes("rtmr3")],
    reportData: bytes("reportData"),
    ...(fields.teeTcbSvn2 === undefined ? {} : { teeTcbSvn2: bytes("teeTcbSvn2") }),
    mrServiceTd: bytes("mrServiceTd"),
  };
}

describe.skipIf(!hasVectors)("minted as Intel mints", () => {
  test.each([
    ["version 4", V4, { version: 4 }],
    ["version 5", V5, { version: 5 }],
  ] as const)("a quote of %s, byte for byte but for keys and chips", async (_name, id, options) => {
    const genuine = readQuote(read(vector(id), "quote.bin"));
    expect(signaturesOf(genuine)).toEqual(ALL_SIGNED);
    const tdx = await SimulatedTdx.create(options);
    const { qeReport } = genuine;
    const bytes = await tdx.quote({
      ...fieldsOf(genuine),
      patch: [{ offset: 28, bytes: genuine.header.subarray(28) }],
      qe: {
        cpuSvn: qeReport.subarray(0, 16),
        mrEnclave: qeReport.subarray(64, 96),
        isvSvn: qeReport.readUInt16LE(258),
      },
    });
    const minted = readQuote(bytes);
    expect(hex(minted.signed)).toBe(hex(genuine.signed));
    expect(hex(minted.qeReport.subarray(0, 320))).toBe(hex(qeReport.subarray(0, 320)));
    expect(minted.outerType).toBe(genuine.outerType);
    expect(minted.innerType).toBe(genuine.innerType);
    expect(hex(minted.authData)).toBe(hex(genuine.authData));
    const outline = (chain: string) => chain.replace(/[A-Za-z0-9+/=]{2,64}\n/g, "");
    expect(outline(minted.chain)).toBe(outline(genuine.chain));
    const widest = (chain: string) => Math.max(...chain.split("\n").map(({ length }) => length));
    expect(widest(minted.chain)).toBe(widest(genuine.chain));
    expect(signaturesOf(minted)).toEqual(ALL_SIGNED);
  });

  test.each(["platform", "processor"] as const)("the authorities of a %s", async (ca) => {
    const tdx = await SimulatedTdx.create({ ca });
    const genuine = vector("intel-ca/production");
    for (const [minted, name] of [
      [tdx.root, "root.der"],
      [tdx.pckAuthority, `intel-sgx-pck-${ca}-ca.der`],
      [tdx.tcbSigning, "tcb-signing-2025-05-06.der"],
    ] as const) {
      expect(layout(minted), name).toEqual(layout(read(genuine, name)));
    }
  });

  test.each([
    ["platform", V4],
    ["processor", SGX_OF_A_SINGLE_PROCESSOR],
  ] as const)("the PCK of a %s", async (ca, id) => {
    const chain = /-----BEGIN [^]*?-----END CERTIFICATE-----/.exec(
      Buffer.from(read(vector(id), "quote.bin")).toString("latin1"),
    );
    const genuine = new X509Certificate(chain?.[0] ?? "");
    const tdx = await SimulatedTdx.create({ ca });
    expect(layout(tdx.pck)).toEqual(layout(genuine.raw));
  });

  test("revocation lists", async () => {
    const tdx = await SimulatedTdx.create();
    const processor = await SimulatedTdx.create({ ca: "processor" });
    for (const [minted, id] of [
      [await tdx.pckRevocationList({ revokePck: true }), "intel-sgx-pck-platform-ca-2026-08-12"],
      [await processor.pckRevocationList(), "intel-sgx-pck-processor-ca-2025-06-19"],
      [await tdx.pckRevocationList({ ca: "processor" }), "intel-sgx-pck-processor-ca-2025-06-19"],
      [await tdx.rootRevocationList(), "intel-sgx-root-ca-2026-02-26"],
    ] as const) {
      const genuine = read(vector(`intel-crl/${id}`), "crl.der");
      expect(listLayout(minted), id).toEqual(listLayout(genuine));
    }
  });

  test("TCB info and QE identity, byte for byte with the same levels", async () => {
    const tdx = await SimulatedTdx.create();
    const info = readAnswer(
      "tcbInfo",
      read(vector("intel-tcbinfo/tdx-v3-b0c06f000000-eval20-2026-08-13"), "tcbinfo.json"),
    );
    const identity = readAnswer(
      "enclaveIdentity",
      read(vector("intel-qeidentity/td-qe-v2-eval19-2026-08-12"), "identity.json"),
    );
    const same = ({
      issueDate,
      nextUpdate,
      tcbEvaluationDataNumber,
    }: TcbInfo | EnclaveIdentity) => ({
      issueDate: new Date(issueDate),
      nextUpdate: new Date(nextUpdate),
      tcbEvaluationDataNumber,
    });
    const [module] = info.document.tdxModuleIdentities;
    const [ownModule] = readAnswer("tcbInfo", await tdx.tcbInfo()).document.tdxModuleIdentities;
    expect(Object.keys(ownModule ?? {})).toEqual(Object.keys(module ?? {}));
    const mintedInfo = await tdx.tcbInfo({
      ...same(info.document),
      levels: info.document.tcbLevels,
      defect: (document) => ({
        ...document,
        tdxModuleIdentities: info.document.tdxModuleIdentities,
      }),
    });
    expect(readAnswer("tcbInfo", mintedInfo).text).toBe(info.text);
    const mintedIdentity = await tdx.qeIdentity({
      ...same(identity.document),
      levels: identity.document.tcbLevels,
    });
    expect(readAnswer("enclaveIdentity", mintedIdentity).text).toBe(identity.text);
  });

  test("what the components of a level are", async () => {
    const tdx = await SimulatedTdx.create();
    const genuine = readAnswer(
      "tcbInfo",
      read(vector("intel-tcbinfo/tdx-v3-b0c06f000000-eval20-2026-08-13"), "tcbinfo.json"),
    );
    const unnumbered = ({ tcbLevels }: TcbInfo) =>
      JSON.stringify(tcbLevels[0])
        .replace(/svn":\d+/g, "svn")
        .replace(/tcbDate":"[^"]+/, "");
    const minted = readAnswer("tcbInfo", await tdx.tcbInfo());
    expect(unnumbered(minted.document)).toBe(unnumbered(genuine.document));
  });

  test("the bundle", async () => {
    const tdx = await SimulatedTdx.create();
    const genuine = text(
      read(vector("dcap-collateral-bundle/dcap-qvl-tdx"), "tdx_quote_collateral.json"),
    );
    const outline = (json: string) => json.trim().replace(/": ".*"/g, '": …');
    expect(outline(await tdx.bundle())).toBe(outline(genuine));
  });
});

describe("quotes", () => {
  test.each([
    ["version 4", {}, 4, 584],
    ["version 5 with a 1.0 body", { version: 5, body: "1.0" }, 5, 584],
    ["version 5 with a 1.5 body", { version: 5 }, 5, 648],
  ] as const)("%s", async (_name, options, version, length) => {
    for (const ca of ["platform", "processor"] as const) {
      const tdx = await SimulatedTdx.create({ ...options, ca });
      const quote = readQuote(await tdx.quote({ reportData: new Uint8Array(64).fill(7) }));
      expect(signaturesOf(quote)).toEqual(ALL_SIGNED);
      expect(quote.header.readUInt16LE(0)).toBe(version);
      expect(quote.body.length).toBe(length);
      expect(quote.rest.length).toBe(0);
      expect(hex(quote.body.subarray(0, 16))).toBe(`050102${"00".repeat(13)}`);
      expect(hex(quote.body.subarray(120, 136))).toBe("0000001000000000e742060000000000");
      expect(hex(quote.body.subarray(520, 584))).toBe("07".repeat(64));
      expect(quote.certificates.map(({ raw }) => hex(raw))).toEqual(
        [tdx.pck, tdx.pckAuthority, tdx.root].map(hex),
      );
    }
  });

  test("version 4 has no 1.5 body, and no field another length", async () => {
    await expect(SimulatedTdx.create({ body: "1.5" })).rejects.toThrow(RangeError);
    const tdx = await SimulatedTdx.create();
    await expect(tdx.quote({ mrTd: new Uint8Array(47) })).rejects.toThrow("MRTD has 48 bytes");
    await expect(tdx.quote({ xfam: 1n << 64n })).rejects.toThrow("XFAM has 8 bytes, not 9");
  });

  test("patches before the signature hold, those after it break it", async () => {
    const tdx = await SimulatedTdx.create({ version: 5 });
    const patch = [{ offset: 4, bytes: [0x82] }];
    const before = readQuote(await tdx.quote({ patch }));
    expect(before.header[4]).toBe(0x82);
    expect(signaturesOf(before)).toEqual(ALL_SIGNED);
    const after = readQuote(await tdx.quote({ patchAfterSigning: patch }));
    expect(after.header[4]).toBe(0x82);
    expect(signaturesOf(after)).toEqual({ ...ALL_SIGNED, quote: false });
  });

  test("the quoting enclave says whatever a test wants", async () => {
    const tdx = await SimulatedTdx.create();
    const qe = {
      miscSelect: 1,
      attributes: svn(0x17),
      mrSigner: new Uint8Array(32).fill(1),
      isvProdId: 3,
      isvSvn: 0x102,
      authData: new Uint8Array(3),
      patch: [{ offset: 20, bytes: [9] }],
    };
    const quote = readQuote(await tdx.quote({ qe }));
    expect(signaturesOf(quote)).toEqual(ALL_SIGNED);
    expect(hex(quote.qeReport.subarray(16, 21))).toBe("0100000009");
    expect(quote.qeReport[48]).toBe(0x17);
    expect(hex(quote.qeReport.subarray(128, 160))).toBe("01".repeat(32));
    expect(hex(quote.qeReport.subarray(256, 260))).toBe("03000201");
    const unbound = readQuote(await tdx.quote({ qe: { reportData: new Uint8Array(64) } }));
    expect(signaturesOf(unbound)).toEqual({ ...ALL_SIGNED, binding: false });
  });

  test("the certification data too", async () => {
    const tdx = await SimulatedTdx.create();
    const other = await SimulatedTdx.create();
    const quote = readQuote(
      await tdx.quote({
        chain: [other.pck, other.pckAuthority],
        certificationData: { outerType: 5, innerType: 1, nulTerminated: false },
        padding: new Uint8Array(17),
      }),
    );
    expect(quote).toMatchObject({ outerType: 5, innerType: 1 });
    expect(quote.chain.endsWith("-----\n")).toBe(true);
    expect(quote.rest.length).toBe(17);
    expect(signaturesOf(quote)).toMatchObject({ quote: true, qe: false });
    expect(quote.certificates).toHaveLength(2);
  });

  test("another PCK has the same key", async () => {
    const tdx = await SimulatedTdx.create();
    const pck = await tdx.pckFor({ pceSvn: 300, sgxComponents: [...svn(255)] });
    const quote = readQuote(await tdx.quote({ chain: [pck, tdx.pckAuthority, tdx.root] }));
    expect(signaturesOf(quote)).toEqual(ALL_SIGNED);
    expect(hex(pck)).toContain(`0202012c`);
    expect(hex(pck)).toContain(`0410ff${"00".repeat(15)}`);
    expect(hex(pck)).toContain("020200ff");
  });
});
