/** The report of Azure's paravisor (Microsoft, "Guest attestation for confidential VMs", "Attestation report"). */
import { concatenated } from "../../bytes.ts";
import { littleEndian, writeFields } from "../tdx/structure.ts";

/** Genuine ones fill the TPM's non-volatile index. */
const HCL_BYTES = 2600;
const HARDWARE_REPORT_BYTES = 1184;

/** What the report is to say. */
export interface HclParts {
  /** 1 or 2. */
  readonly version: number;
  /** 2: SEV-SNP; 4: TDX. */
  readonly reportType: number;
  /** 1: SHA-256. */
  readonly hashType: number;
  /** ATTESTATION_REPORT, or TDREPORT_STRUCT. */
  readonly hardwareReport: Uint8Array;
  /** JSON. */
  readonly runtimeData: Uint8Array;
}

/** Writes the report, with zeros behind it. */
export function writeHclReport(parts: HclParts): Uint8Array {
  const { version, reportType, hashType, hardwareReport, runtimeData } = parts;
  const place = new Uint8Array(HARDWARE_REPORT_BYTES);
  place.set(hardwareReport);
  const dataSize = 20 + runtimeData.length;
  const report = concatenated([
    new TextEncoder().encode("HCLA"),
    littleEndian(version, 4),
    littleEndian(32 + place.length + dataSize, 4),
    // Request type, status, reserved.
    littleEndian(2, 4),
    new Uint8Array(16),
    place,
    littleEndian(dataSize, 4),
    littleEndian(1, 4),
    littleEndian(reportType, 4),
    littleEndian(hashType, 4),
    littleEndian(runtimeData.length, 4),
    runtimeData,
  ]);
  const padding = new Uint8Array(Math.max(0, HCL_BYTES - report.length));
  return concatenated([report, padding]);
}

/** TDREPORT_STRUCT of a quote's TD (Intel TDX module base specification): only what the quote repeats is there. */
export function tdReportOf(quote: Uint8Array): Uint8Array {
  const body = quote.subarray(quote[0] === 5 ? 54 : 48);
  return writeFields([
    ["type", 8, 0x81],
    ["CPUSVN and hashes", 120, 0],
    ["REPORTDATA", 64, body.slice(520, 584)],
    ["MAC", 64, new Uint8Array(64).fill(0x3c)],
    ["TEE_TCB_INFO", 256, 0],
    ["TDINFO", 400, body.slice(120, 520)],
    ["reserved", 112, 0],
  ]);
}
