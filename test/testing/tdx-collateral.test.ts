/** Simulated TDX collateral: every status, every revocation, every defect, and signatures by Node's cryptography. */
import { Crypto as PeculiarCrypto } from "@peculiar/webcrypto";
import { X509Certificate } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { SimulatedTdx, asn1, makeP256Key, simulated } from "../../src/testing/index.ts";
import type {
  CertificateDefect,
  CollateralBundle,
  CollateralOptions,
  TcbStatus,
} from "../../src/testing/index.ts";
import { isSignedRaw, readAnswer, readList, statusesOf } from "./tcb-documents.ts";
import { readQuote, signaturesOf } from "./td-quote.ts";
import { STATED } from "../tdx-support.ts";

const NOW = new Date("2026-03-05T06:07:08.900Z");
const ALL_SIGNED = { quote: true, qe: true, binding: true, chain: true };
const STATUSES = [...STATED, "Revoked"] as const satisfies readonly TcbStatus[];

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("utf8");
const bytes16 = (...values: number[]) => new Uint8Array(16).map((_, index) => values[index] ?? 0);

/** A platform as its own evidence shows it. */
async function shown(tdx: SimulatedTdx) {
  const pck = Buffer.from(tdx.pck);
  const tag = (number: number) => Buffer.from([0x01, 0x0d, 0x01, 0x02, number]);
  const cpuSvn = pck.indexOf(tag(18)) + 7;
  const pceSvn = pck.indexOf(tag(17)) + 7;
  const { body, qeReport } = readQuote(await tdx.quote());
  return {
    sgx: pck.subarray(cpuSvn, cpuSvn + 16),
    pceSvn: pck.readUInt8(pceSvn),
    teeTcbSvn: body.subarray(0, 16),
    qeIsvSvn: qeReport.readUInt16LE(258),
  };
}

const isSignedBy = (
  certificate: Uint8Array,
  answer: { readonly text: string; readonly signature: Uint8Array },
) =>
  isSignedRaw(
    new X509Certificate(certificate).publicKey,
    Buffer.from(answer.text),
    answer.signature,
  );

/** Both documents of a collateral. */
async function documents(tdx: SimulatedTdx, options: CollateralOptions = {}) {
  const [tcbInfo, qeIdentity] = await tdx.collateral(options);
  if (tcbInfo === undefined || qeIdentity === undefined) throw new Error("four endorsements");
  return {
    tcbInfo: readAnswer("tcbInfo", tcbInfo),
    qeIdentity: readAnswer("enclaveIdentity", qeIdentity),
  };
}

const reached = (
  levels: readonly { tcb: { isvsvn: number }; tcbStatus: TcbStatus }[],
  svn: number,
) => levels.find(({ tcb }) => svn >= tcb.isvsvn)?.tcbStatus;

describe("documents", () => {
  test("are signed as they stand, and say what they say by default", async () => {
    const tdx = await SimulatedTdx.create({ now: NOW });
    const { tcbInfo, qeIdentity } = await documents(tdx);
    for (const answer of [tcbInfo, qeIdentity]) {
      expect(isSignedBy(tdx.tcbSigning, answer)).toBe(true);
      expect(answer.document).toMatchObject({
        issueDate: "2026-03-04T06:07:08Z",
        nextUpdate: "2026-04-03T06:07:08Z",
        tcbEvaluationDataNumber: 20,
        tcbLevels: [{ tcbStatus: "UpToDate" }, { tcbStatus: "OutOfDate" }],
      });
      expect(answer.document.tcbLevels[0]).not.toHaveProperty("advisoryIDs");
      expect(answer.document.tcbLevels[1]).toHaveProperty("advisoryIDs");
    }
    const platform = await shown(tdx);
    expect(statusesOf(tcbInfo.document, platform)).toEqual(["UpToDate", "UpToDate"]);
    expect(tcbInfo.document.tdxModuleIdentities).toMatchObject([
      { id: "TDX_01", tcbLevels: [{ tcb: { isvsvn: 5 } }, { tcb: { isvsvn: 4 } }] },
    ]);
    expect(reached(qeIdentity.document.tcbLevels, platform.qeIsvSvn)).toBe("UpToDate");
  });

  test.each(["tdx", "sgx", "pcesvn"] as const)(
    "every platform status, short of %s",
    async (shortOf) => {
      const tdx = await SimulatedTdx.create();
      const platform = await shown(tdx);
      for (const status of [...STATUSES, "none"] as const) {
        const { tcbInfo } = await documents(tdx, {
          platformStatus: status,
          shortOf,
          advisoryIds: ["A"],
        });
        const [ofSgx, ofTdx] = statusesOf(tcbInfo.document, platform);
        expect(ofTdx).toBe(status === "none" ? undefined : status);
        // Where TDX alone falls short the SGX level is the newest.
        const newest = tcbInfo.document.tcbLevels[0]?.tcbStatus;
        expect(ofSgx).toBe(shortOf === "tdx" ? newest : ofTdx);
        const level = tcbInfo.document.tcbLevels.find(({ tcbStatus }) => tcbStatus === status);
        if (status !== "UpToDate" && status !== "none") expect(level?.advisoryIDs).toEqual(["A"]);
        expect(isSignedBy(tdx.tcbSigning, tcbInfo)).toBe(true);
      }
    },
  );

  test("every status of the module and of the quoting enclave", async () => {
    const tdx = await SimulatedTdx.create();
    const { qeIsvSvn } = await shown(tdx);
    for (const status of [...STATUSES, "none"] as const) {
      const options = { moduleStatus: status, qeStatus: status };
      const { tcbInfo, qeIdentity } = await documents(tdx, options);
      const expected = status === "none" ? undefined : status;
      const [module] = tcbInfo.document.tdxModuleIdentities;
      expect(reached(module?.tcbLevels ?? [], 5)).toBe(expected);
      expect(reached(qeIdentity.document.tcbLevels, qeIsvSvn)).toBe(expected);
    }
    const { tcbInfo } = await documents(tdx, { moduleStatus: "absent" });
    expect(tcbInfo.document.tdxModuleIdentities).toEqual([]);
  });

  test("a relaunch: an older module, and TEE_TCB_SVN2 at the newest level", async () => {
    const tdx = await SimulatedTdx.create({ version: 5 });
    const { body } = readQuote(await tdx.quote({ teeTcbSvn2: bytes16(6, 1, 2) }));
    expect(body[0]).toBe(5);
    expect(body[584]).toBe(6);
    const { tcbInfo } = await documents(tdx, { moduleStatus: "OutOfDate" });
    const [newest, reachedLevel] = tcbInfo.document.tdxModuleIdentities[0]?.tcbLevels ?? [];
    expect(newest).toMatchObject({ tcb: { isvsvn: 6 }, tcbStatus: "UpToDate" });
    expect(reachedLevel).toMatchObject({ tcb: { isvsvn: 5 }, tcbStatus: "OutOfDate" });
  });

  test("a quote of an older TEE_TCB_SVN, and a platform of another, reach what is theirs", async () => {
    const tdx = await SimulatedTdx.create();
    const platform = await shown(tdx);
    const { tcbInfo } = await documents(tdx);
    const older = { ...platform, teeTcbSvn: bytes16(5, 1, 1) };
    expect(statusesOf(tcbInfo.document, older)).toEqual(["UpToDate", "OutOfDate"]);
    const oldest = { ...platform, teeTcbSvn: bytes16(5, 1, 0) };
    expect(statusesOf(tcbInfo.document, oldest)).toEqual(["UpToDate", undefined]);
    const other = await SimulatedTdx.create({
      platform: { sgxComponents: [...bytes16(1)], pceSvn: 2, fmspc: new Uint8Array(6).fill(0xab) },
      fields: { teeTcbSvn: bytes16(7, 0, 0) },
    });
    const answer = await documents(other);
    expect(answer.tcbInfo.document.fmspc).toBe("ABABABABABAB");
    expect(statusesOf(answer.tcbInfo.document, await shown(other))).toEqual([
      "UpToDate",
      "UpToDate",
    ]);
  });

  test("say whatever a test wants", async () => {
    const tdx = await SimulatedTdx.create();
    const key = await makeP256Key(globalThis.crypto);
    const level = {
      tcb: { isvsvn: 9 },
      tcbDate: "2020-01-01T00:00:00Z",
      tcbStatus: "Revoked",
    } as const;
    const { tcbInfo, qeIdentity } = await documents(tdx, {
      tcbEvaluationDataNumber: 7,
      issueDate: NOW,
      tcbInfo: {
        levels: [],
        moduleLevels: [level],
        nextUpdate: NOW,
        defect: ({ id: _id, ...document }) => ({ ...document, extra: 1 }),
      },
      qeIdentity: { levels: [level], tcbEvaluationDataNumber: 8, signer: key },
    });
    expect(tcbInfo.document).toMatchObject({
      issueDate: "2026-03-05T06:07:08Z",
      nextUpdate: "2026-03-05T06:07:08Z",
      tcbEvaluationDataNumber: 7,
      tcbLevels: [],
      tdxModuleIdentities: [{ tcbLevels: [level] }],
      extra: 1,
    });
    expect(tcbInfo.document).not.toHaveProperty("id");
    expect(isSignedBy(tdx.tcbSigning, tcbInfo)).toBe(true);
    expect(qeIdentity.document).toMatchObject({ tcbEvaluationDataNumber: 8, tcbLevels: [level] });
    expect(isSignedBy(tdx.tcbSigning, qeIdentity)).toBe(false);
    const tamper = (signed: string) => signed.replaceAll("UpToDate", "Revoked");
    const tampered = readAnswer("tcbInfo", await tdx.tcbInfo({ tamper }));
    expect(tampered.document.tcbLevels[0]?.tcbStatus).toBe("Revoked");
    expect(isSignedBy(tdx.tcbSigning, tampered)).toBe(false);
  });
});

describe("certificates and lists", () => {
  test("Node's own X.509 agrees with the chains", async () => {
    const tdx = await SimulatedTdx.create({ now: NOW });
    const certificates = [tdx.root, tdx.pckAuthority, tdx.pck, tdx.tcbSigning].map(
      (der) => new X509Certificate(der),
    );
    const [root, authority, pck, tcbSigning] = certificates;
    if (!root || !authority || !pck || !tcbSigning) throw new Error("four certificates");
    for (const [subject, issuer] of [
      [root, root],
      [authority, root],
      [pck, authority],
      [tcbSigning, root],
    ] as const) {
      expect(subject.checkIssued(issuer)).toBe(true);
      expect(subject.verify(issuer.publicKey)).toBe(true);
    }
    expect(pck.verify(root.publicKey)).toBe(false);
    expect(certificates.map(({ ca }) => ca)).toEqual([true, true, false, false]);
    expect(pck.validFrom).toBe("Mar  4 06:07:08 2026 GMT");
    const pems = tdx.issuerChain().match(/-----BEGIN [^]*?-----END CERTIFICATE-----\n/g) ?? [];
    expect(pems.map((pem) => new X509Certificate(pem).fingerprint256)).toEqual([
      tcbSigning.fingerprint256,
      root.fingerprint256,
    ]);
  });

  test("a defect reaches its certificate and no other", async () => {
    const defect: CertificateDefect = (parts) => ({ ...parts, serial: asn1.integer(0x4242) });
    const names = ["root", "pckAuthority", "pck", "tcbSigning"] as const;
    for (const name of names) {
      const tdx = await SimulatedTdx.create({ defects: { [name]: defect } });
      for (const other of names) {
        const { serialNumber } = new X509Certificate(tdx[other]);
        expect(serialNumber === "4242", `${name}, ${other}`).toBe(name === other);
      }
    }
  });

  test("revoke whom they are told to", async () => {
    const tdx = await SimulatedTdx.create();
    const [root, authority, pck, tcbSigning] = [
      tdx.root,
      tdx.pckAuthority,
      tdx.pck,
      tdx.tcbSigning,
    ].map((der) => new X509Certificate(der));
    if (!root || !authority || !pck || !tcbSigning) throw new Error("four certificates");
    const lists = [
      [await tdx.pckRevocationList(), authority, []],
      [await tdx.pckRevocationList({ revokePck: true }), authority, [pck.serialNumber]],
      [
        await tdx.pckRevocationList({ revoked: [asn1.integer(0x77)], revokePck: true }),
        authority,
        ["77", pck.serialNumber],
      ],
      [await tdx.rootRevocationList(), root, []],
      [
        await tdx.rootRevocationList({ revokePckAuthority: true, revokeTcbSigning: true }),
        root,
        [authority.serialNumber, tcbSigning.serialNumber],
      ],
    ] as const;
    for (const [list, issuer, revoked] of lists) {
      expect(readList(list, issuer)).toEqual({ isSigned: true, revoked });
    }
    // The other authority has a key of its own.
    expect(readList(await tdx.pckRevocationList({ ca: "processor" }), authority).isSigned).toBe(
      false,
    );
    const tamper = (signature: Uint8Array) =>
      signature.map((byte, at) => (at === 9 ? byte ^ 1 : byte));
    const broken = await tdx.rootRevocationList({ defect: (parts) => ({ ...parts, tamper }) });
    expect(readList(broken, root).isSigned).toBe(false);
  });
});

describe("evidence", () => {
  test("is a quote with its bundle, in every form", async () => {
    const tdx = await SimulatedTdx.create({ version: 5, ca: "processor" });
    const reportData = new Uint8Array(64).fill(3);
    const forms = [
      text(await tdx.evidence({ reportData })),
      await tdx.envelope({ reportData }),
      text(gunzipSync(Buffer.from(await tdx.header({ reportData }), "base64url"))),
    ];
    for (const form of forms) {
      const { platform, evidence } = JSON.parse(form) as {
        readonly platform: string;
        readonly evidence: { readonly quote: string; readonly collateral: CollateralBundle };
      };
      expect(platform).toBe("tdx");
      const quote = readQuote(Buffer.from(evidence.quote, "base64"));
      expect(signaturesOf(quote)).toEqual(ALL_SIGNED);
      expect(quote.body.subarray(520, 584).every((byte) => byte === 3)).toBe(true);
      const bundle = evidence.collateral;
      const [signer, root] = [tdx.tcbSigning, tdx.root].map((der) => new X509Certificate(der));
      const [authority] = quote.certificates.slice(1);
      if (!signer || !root || !authority) throw new Error("three certificates");
      expect(bundle.tcb_info_issuer_chain).toBe(tdx.issuerChain());
      expect(new X509Certificate(bundle.pck_crl_issuer_chain).raw).toEqual(authority.raw);
      for (const [signed, signature] of [
        [bundle.tcb_info, bundle.tcb_info_signature],
        [bundle.qe_identity, bundle.qe_identity_signature],
      ] as const) {
        const answer = { text: signed, signature: Buffer.from(signature, "hex") };
        expect(isSignedBy(tdx.tcbSigning, answer)).toBe(true);
      }
      expect(readList(Buffer.from(bundle.pck_crl, "hex"), authority).isSigned).toBe(true);
      expect(readList(Buffer.from(bundle.root_ca_crl, "hex"), root).isSigned).toBe(true);
    }
  });

  test("has the collateral that it is told to have", async () => {
    const tdx = await SimulatedTdx.create();
    const collateral = {
      platformStatus: "Revoked",
      pckRevocationList: { ca: "processor" },
    } as const;
    const bundle = JSON.parse(await tdx.bundle(collateral)) as CollateralBundle;
    expect(bundle.tcb_info).toContain('"tcbStatus":"Revoked"');
    expect(new X509Certificate(bundle.pck_crl_issuer_chain).subject).toContain("Processor CA");
    expect(await tdx.envelope({ collateral })).toContain('\\"tcbStatus\\":\\"Revoked\\"');
    const [tcbInfo, , pckList] = await tdx.collateral();
    if (tcbInfo === undefined || pckList === undefined) throw new Error("four endorsements");
    expect(text(tcbInfo).endsWith(`"}\n${tdx.issuerChain()}`)).toBe(true);
    expect(readList(pckList, new X509Certificate(tdx.pckAuthority)).isSigned).toBe(true);
  });

  test("comes from a quote provider", async () => {
    const quotes = await simulated({ tee: "tdx", version: 5, body: "1.0" });
    expect(quotes.root).toBe(quotes.tee.root);
    const { evidence } = await quotes.quote(new Uint8Array(64).fill(9));
    const { quote } = (JSON.parse(text(evidence)) as { evidence: { quote: string } }).evidence;
    const { body } = readQuote(Buffer.from(quote, "base64"));
    expect(body.length).toBe(584);
    expect(body.subarray(520).every((byte) => byte === 9)).toBe(true);
  });

  test("a runtime without Web Cryptography passes another one", async () => {
    const tdx = await SimulatedTdx.create({ crypto: new PeculiarCrypto() });
    expect(signaturesOf(readQuote(await tdx.quote()))).toEqual(ALL_SIGNED);
    expect(isSignedBy(tdx.tcbSigning, readAnswer("tcbInfo", await tdx.tcbInfo()))).toBe(true);
  });
});
