/** ATTESTATION_REPORT (AMD 56860, table "ATTESTATION_REPORT Structure"), written field by field. */
import { PROCESSORS, tcbBytes } from "./product.ts";
import type { ProcessorName, Tcb } from "./product.ts";

/** The length of a report. */
export const REPORT_BYTES = 0x4a0;
/** What the signature covers. */
export const SIGNED_BYTES = 0x2a0;

/** Bytes at an offset. */
export interface Patch {
  /** Where the first one goes. */
  readonly offset: number;
  /** What is written there. */
  readonly bytes: Uint8Array | readonly number[];
}

/** What a report is to say. Bytes are of the field's length; numbers are unsigned. */
export interface ReportFields {
  /** VERSION, 2 to 5. */
  readonly version: number;
  /** GUEST_SVN. */
  readonly guestSvn: number;
  /** POLICY, with bit 17, which must be set. */
  readonly policy: bigint;
  /** FAMILY_ID, 16 bytes. */
  readonly familyId: Uint8Array;
  /** IMAGE_ID, 16 bytes. */
  readonly imageId: Uint8Array;
  /** VMPL, 0 to 3; 0xFFFFFFFF: the host asked. */
  readonly vmpl: number;
  /** SIGNATURE_ALGO; 1: ECDSA P-384 with SHA-384. */
  readonly signatureAlgorithm: number;
  /** CURRENT_TCB. */
  readonly currentTcb: Tcb;
  /** PLATFORM_INFO. */
  readonly platformInfo: bigint;
  /** AUTHOR_KEY_EN. */
  readonly authorKeyEnabled: boolean;
  /** MASK_CHIP_KEY. */
  readonly maskChipKey: boolean;
  /** SIGNING_KEY: 0 VCEK, 1 VLEK, 7 none. */
  readonly signingKey: number;
  /** REPORT_DATA, 64 bytes. */
  readonly reportData: Uint8Array;
  /** MEASUREMENT, 48 bytes. */
  readonly measurement: Uint8Array;
  /** HOST_DATA, 32 bytes. */
  readonly hostData: Uint8Array;
  /** ID_KEY_DIGEST, 48 bytes. */
  readonly idKeyDigest: Uint8Array;
  /** AUTHOR_KEY_DIGEST, 48 bytes. */
  readonly authorKeyDigest: Uint8Array;
  /** REPORT_ID, 32 bytes. */
  readonly reportId: Uint8Array;
  /** REPORT_ID_MA, 32 bytes. */
  readonly reportIdMa: Uint8Array;
  /** REPORTED_TCB: the one that the leaf certifies. */
  readonly reportedTcb: Tcb;
  /** Family, model, stepping; not written in version 2. */
  readonly cpuid: readonly [number, number, number];
  /** CHIP_ID, 64 bytes; on Turin all but the first 8 are zero. */
  readonly chipId: Uint8Array;
  /** COMMITTED_TCB. */
  readonly committedTcb: Tcb;
  /** The firmware that runs: major, minor, build. */
  readonly currentFirmware: readonly [number, number, number];
  /** The firmware below which there is no way back: major, minor, build. */
  readonly committedFirmware: readonly [number, number, number];
  /** LAUNCH_TCB. */
  readonly launchTcb: Tcb;
  /** LAUNCH_MIT_VECTOR; not written before version 4. */
  readonly launchMitigations: bigint;
  /** CURRENT_MIT_VECTOR; not written before version 4. */
  readonly currentMitigations: bigint;
}

/** What a current, well-configured platform reports, and a default policy accepts. */
export function defaultFields(
  processor: ProcessorName,
  signer: "vcek" | "vlek",
  chipId: Uint8Array,
): ReportFields {
  const { cpuid, tcb } = PROCESSORS[processor];
  return {
    version: 5,
    guestSvn: 0,
    policy: 0x3_0000n,
    familyId: new Uint8Array(16),
    imageId: new Uint8Array(16),
    vmpl: 0,
    signatureAlgorithm: 1,
    currentTcb: tcb,
    // ECC, ALIAS_CHECK_COMPLETE
    platformInfo: 0x24n,
    authorKeyEnabled: false,
    maskChipKey: false,
    signingKey: signer === "vcek" ? 0 : 1,
    reportData: new Uint8Array(64),
    measurement: new Uint8Array(48).fill(0xa5),
    hostData: new Uint8Array(32),
    idKeyDigest: new Uint8Array(48),
    authorKeyDigest: new Uint8Array(48),
    reportId: new Uint8Array(32).fill(0x1d),
    reportIdMa: new Uint8Array(32).fill(0xff),
    reportedTcb: tcb,
    cpuid,
    chipId: signer === "vcek" ? chipId : new Uint8Array(64),
    committedTcb: tcb,
    currentFirmware: [1, 58, 3],
    committedFirmware: [1, 58, 3],
    launchTcb: tcb,
    launchMitigations: 0n,
    currentMitigations: 0n,
  };
}

/** Writes the fields; the signature stays zero. */
export function writeReport(
  product: "Milan" | "Genoa" | "Turin",
  fields: ReportFields,
): Uint8Array {
  const report = new Uint8Array(REPORT_BYTES);
  const view = new DataView(report.buffer);
  const put = (offset: number, length: number, bytes: Uint8Array) => {
    if (bytes.length !== length) {
      throw new RangeError(
        `the field at 0x${offset.toString(16)} has ${length} bytes, not ${bytes.length}`,
      );
    }
    report.set(bytes, offset);
  };
  const tcb = (offset: number, value: Tcb) => {
    report.set(tcbBytes(product, value), offset);
  };
  const flags =
    Number(fields.authorKeyEnabled) | (Number(fields.maskChipKey) << 1) | (fields.signingKey << 2);
  view.setUint32(0x00, fields.version, true);
  view.setUint32(0x04, fields.guestSvn, true);
  view.setBigUint64(0x08, fields.policy, true);
  put(0x10, 16, fields.familyId);
  put(0x20, 16, fields.imageId);
  view.setUint32(0x30, fields.vmpl, true);
  view.setUint32(0x34, fields.signatureAlgorithm, true);
  tcb(0x38, fields.currentTcb);
  view.setBigUint64(0x40, fields.platformInfo, true);
  view.setUint32(0x48, flags, true);
  put(0x50, 64, fields.reportData);
  put(0x90, 48, fields.measurement);
  put(0xc0, 32, fields.hostData);
  put(0xe0, 48, fields.idKeyDigest);
  put(0x110, 48, fields.authorKeyDigest);
  put(0x140, 32, fields.reportId);
  put(0x160, 32, fields.reportIdMa);
  tcb(0x180, fields.reportedTcb);
  if (fields.version > 2) report.set(fields.cpuid, 0x188);
  put(0x1a0, 64, fields.chipId);
  tcb(0x1e0, fields.committedTcb);
  report.set([...fields.currentFirmware].reverse(), 0x1e8);
  report.set([...fields.committedFirmware].reverse(), 0x1ec);
  tcb(0x1f0, fields.launchTcb);
  if (fields.version > 3) {
    view.setBigUint64(0x1f8, fields.launchMitigations, true);
    view.setBigUint64(0x200, fields.currentMitigations, true);
  }
  return report;
}

/** Applies patches in place. */
export function applyPatches(report: Uint8Array, patches: readonly Patch[] = []): void {
  for (const { offset, bytes } of patches) report.set(bytes, offset);
}

/** Writes r and s: 72 bytes each, little-endian (AMD 56860, table "Format for an ECDSA P-384 Signature"). */
export function writeSignature(report: Uint8Array, signature: Uint8Array): void {
  report.set(signature.slice(0, 48).reverse(), 0x2a0);
  report.set(signature.slice(48).reverse(), 0x2e8);
}
