/** The report of the TD quoting enclave, which binds the attestation key (Intel, "Quote Format", "Enclave Report Body"). */
import { concatenated } from "../../bytes.ts";
import { writeFields } from "./structure.ts";

/** MRSIGNER of Intel's TD quoting enclave: a fact of Intel's QE identity documents, upper case as there. */
export const TD_QE_MRSIGNER = "DC9E2A7C6F948F17474E34A7FC43ED030F7C1563F1BABDDF6340C82E0E54A8C5";
/** ISVPRODID of Intel's TD quoting enclave. */
export const TD_QE_ISVPRODID = 2;

/** What the enclave's report is to say. Bytes are of the field's length; numbers are unsigned. */
export interface QeReportFields {
  /** CPUSVN, 16 bytes. */
  readonly cpuSvn: Uint8Array;
  /** MISCSELECT, 32 bits. */
  readonly miscSelect: number;
  /** ATTRIBUTES, 16 bytes: flags, then XFRM. DEBUG is bit 1. */
  readonly attributes: Uint8Array;
  /** MRENCLAVE, 32 bytes. */
  readonly mrEnclave: Uint8Array;
  /** MRSIGNER, 32 bytes. */
  readonly mrSigner: Uint8Array;
  /** ISVPRODID, 16 bits. */
  readonly isvProdId: number;
  /** ISVSVN, 16 bits. */
  readonly isvSvn: number;
  /** REPORTDATA, 64 bytes. Default: SHA-256 of attestation key and authentication data, then zeros. */
  readonly reportData?: Uint8Array;
  /** The authentication data behind the report, at most 65,535 bytes. */
  readonly authData: Uint8Array;
}

/** What a genuine enclave reports. */
export function defaultQeReport(cpuSvn: Uint8Array, isvSvn: number): QeReportFields {
  return {
    cpuSvn,
    miscSelect: 0,
    // INITTED, MODE64BIT, PROVISION_KEY; XFRM: x87 to AVX-512
    attributes: new Uint8Array([0x15, 0, 0, 0, 0, 0, 0, 0, 0xe7, 0, 0, 0, 0, 0, 0, 0]),
    mrEnclave: new Uint8Array(32).fill(0x0e),
    mrSigner: Uint8Array.from(TD_QE_MRSIGNER.match(/../g) ?? [], (digits) => parseInt(digits, 16)),
    isvProdId: TD_QE_ISVPRODID,
    isvSvn,
    // Intel's enclave counts: 00 01 02 …
    authData: Uint8Array.from({ length: 32 }, (_, index) => index),
  };
}

/** Writes the report, 384 bytes. */
export async function writeQeReport(
  crypto: Crypto,
  fields: QeReportFields,
  attestationKey: Uint8Array,
): Promise<Uint8Array> {
  return writeFields([
    ["CPUSVN", 16, fields.cpuSvn],
    ["MISCSELECT", 4, fields.miscSelect],
    ["reserved1", 28, 0],
    ["ATTRIBUTES", 16, fields.attributes],
    ["MRENCLAVE", 32, fields.mrEnclave],
    ["reserved2", 32, 0],
    ["MRSIGNER", 32, fields.mrSigner],
    ["reserved3", 96, 0],
    ["ISVPRODID", 2, fields.isvProdId],
    ["ISVSVN", 2, fields.isvSvn],
    ["reserved4", 60, 0],
    [
      "REPORTDATA",
      64,
      fields.reportData ?? (await binding(crypto, attestationKey, fields.authData)),
    ],
  ]);
}

async function binding(
  crypto: Crypto,
  attestationKey: Uint8Array,
  authData: Uint8Array,
): Promise<Uint8Array> {
  const message = new Uint8Array(concatenated([attestationKey, authData]));
  const reportData = new Uint8Array(64);
  reportData.set(new Uint8Array(await crypto.subtle.digest("SHA-256", message)));
  return reportData;
}
