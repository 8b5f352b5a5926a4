/** A TD quote, versions 4 and 5 (Intel, "Intel TDX DCAP Quoting Library API", appendix "Quote Format"). */
import type { P256Key } from "../keys.ts";
import { applyPatches } from "../report.ts";
import type { Patch } from "../report.ts";
import { toPem } from "./pem.ts";
import { writeQeReport } from "./qe-report.ts";
import type { QeReportFields } from "./qe-report.ts";
import { concatenated } from "../../bytes.ts";
import { littleEndian, writeFields } from "./structure.ts";
import { BODIES, writeTdReport } from "./td-report.ts";
import type { TdReportFields, TdReportVersion } from "./td-report.ts";

/** The version of a quote. */
export type QuoteVersion = 4 | 5;

/** Intel's QE_VENDOR_ID, 16 bytes. */
const INTEL_VENDOR_ID = "939a7233f79c4ca9940a0db3957f0607";
const ECDSA_P256 = 2;
const TEE_TDX = 0x81;
/** Certification data: a PEM chain of the PCK. */
const PCK_CERTIFICATE_CHAIN = 5;
/** Certification data: a QE report with certification data of its own. */
const QE_REPORT = 6;

/** How the certification data is written. */
export interface CertificationData {
  /** Around the QE report. Default: 6. */
  readonly outerType?: number;
  /** Around the PEM chain. Default: 5. */
  readonly innerType?: number;
  /** Whether a zero byte ends the PEM chain, as most genuine ones have it. Default: true. */
  readonly nulTerminated?: boolean;
}

/** What a quote states, who signs it, and what is wrong with it. */
export interface QuoteParts {
  /** Its version. */
  readonly version: QuoteVersion;
  /** That of the body: 1.0 in a version 4 quote. */
  readonly body: TdReportVersion;
  /** User data of the header, 20 bytes. */
  readonly userData: Uint8Array;
  /** The body. */
  readonly fields: TdReportFields;
  /** The QE report and its authentication data. */
  readonly qe: QeReportFields;
  /** The key that the QE report binds. */
  readonly attestationKey: P256Key;
  /** The key of the PCK certificate. */
  readonly pckKey: P256Key;
  /** DER, leaf first. */
  readonly chain: readonly Uint8Array[];
  /** How the chain is wrapped. */
  readonly certificationData: CertificationData;
  /** Bytes changed before the attestation key signs, from the quote's start. */
  readonly patch: readonly Patch[];
  /** Bytes of the QE report changed before the PCK signs, from that report's start. */
  readonly qePatch: readonly Patch[];
}

/** Writes and signs a quote. */
export async function signQuote(crypto: Crypto, parts: QuoteParts): Promise<Uint8Array> {
  const { version, attestationKey, certificationData } = parts;
  const { length, type } = BODIES[parts.body];
  const descriptor = concatenated([littleEndian(type, 2), littleEndian(length, 4)]);
  const signed = concatenated([
    writeHeader(version, parts.userData),
    ...(version === 5 ? [descriptor] : []),
    writeTdReport(parts.body, parts.fields),
  ]);
  applyPatches(signed, parts.patch);
  const report = await writeQeReport(crypto, parts.qe, attestationKey.point);
  applyPatches(report, parts.qePatch);
  const { outerType = QE_REPORT, innerType = PCK_CERTIFICATE_CHAIN } = certificationData;
  const terminator = (certificationData.nulTerminated ?? true) ? "\0" : "";
  const chain = new TextEncoder().encode(toPem(parts.chain) + terminator);
  const certification = concatenated([
    report,
    await parts.pckKey.sign(report),
    littleEndian(parts.qe.authData.length, 2),
    parts.qe.authData,
    typedData(innerType, chain),
  ]);
  const signature = concatenated([
    await attestationKey.sign(signed),
    attestationKey.point,
    typedData(outerType, certification),
  ]);
  return concatenated([signed, littleEndian(signature.length, 4), signature]);
}

/** The header, 48 bytes. */
function writeHeader(version: QuoteVersion, userData: Uint8Array): Uint8Array {
  return writeFields([
    ["version", 2, version],
    ["attestation key type", 2, ECDSA_P256],
    ["TEE type", 4, TEE_TDX],
    ["reserved", 4, 0],
    [
      "QE vendor id",
      16,
      Uint8Array.from(INTEL_VENDOR_ID.match(/../g) ?? [], (digits) => parseInt(digits, 16)),
    ],
    ["user data", 20, userData],
  ]);
}

/** Type, size, contents. */
function typedData(type: number, contents: Uint8Array): Uint8Array {
  return concatenated([littleEndian(type, 2), littleEndian(contents.length, 4), contents]);
}
