/**
 * The TD quote body: what the TDX module reports of itself and of a trust domain (Intel, "Intel TDX DCAP Quoting
 * Library API", sections "TD Quote Body" for version 1.0 and "TD Quote Body Descriptor" for 1.5).
 */
import { writeFields } from "./structure.ts";
import type { Field } from "./structure.ts";

/** The version of a body. */
export type TdReportVersion = "1.0" | "1.5";

/** A body's type in a version 5 quote and its length in bytes. */
export const BODIES = {
  "1.0": { type: 2, length: 584 },
  "1.5": { type: 3, length: 648 },
} as const satisfies Record<TdReportVersion, { readonly type: number; readonly length: number }>;

/** What a body is to say. Bytes are of the field's length; numbers are unsigned, 64 bits. */
export interface TdReportFields {
  /** TEE_TCB_SVN, 16 bytes: 0 and 1 are the TDX module's minor and major version, 2 the late microcode update. */
  readonly teeTcbSvn: Uint8Array;
  /** MRSEAM, 48 bytes: the TDX module's measurement. */
  readonly mrSeam: Uint8Array;
  /** MRSIGNERSEAM, 48 bytes; zero: Intel signed the module. */
  readonly mrSignerSeam: Uint8Array;
  /** SEAMATTRIBUTES. */
  readonly seamAttributes: bigint;
  /** TDATTRIBUTES: DEBUG is bit 0, SEPT_VE_DISABLE 28, MIGRATABLE 29, PKS 30, KL 31, PERFMON 63. */
  readonly tdAttributes: bigint;
  /** XFAM: the extended features that the domain may use. */
  readonly xfam: bigint;
  /** MRTD, 48 bytes: the measurement of the initial contents. */
  readonly mrTd: Uint8Array;
  /** MRCONFIGID, 48 bytes. */
  readonly mrConfigId: Uint8Array;
  /** MROWNER, 48 bytes. */
  readonly mrOwner: Uint8Array;
  /** MROWNERCONFIG, 48 bytes. */
  readonly mrOwnerConfig: Uint8Array;
  /** RTMR0 to RTMR3, 48 bytes each. */
  readonly rtmrs: readonly [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  /** REPORTDATA, 64 bytes. */
  readonly reportData: Uint8Array;
  /** TEE_TCB_SVN2, 16 bytes: what a relaunch on this platform would report. Default: as TEE_TCB_SVN; not written in a 1.0 body. */
  readonly teeTcbSvn2?: Uint8Array;
  /** MRSERVICETD, 48 bytes; not written in a 1.0 body. */
  readonly mrServiceTd: Uint8Array;
}

/** What a current platform reports of a well-configured domain, and a default policy accepts. */
export function defaultTdReport(): TdReportFields {
  const measurement = (byte: number) => new Uint8Array(48).fill(byte);
  const none = measurement(0);
  return {
    teeTcbSvn: new Uint8Array([5, 1, 2, ...new Uint8Array(13)]),
    mrSeam: measurement(0x5e),
    mrSignerSeam: none,
    seamAttributes: 0n,
    // SEPT_VE_DISABLE
    tdAttributes: 1n << 28n,
    xfam: 0x6_42e7n,
    mrTd: measurement(0xa5),
    mrConfigId: none,
    mrOwner: none,
    mrOwnerConfig: none,
    rtmrs: [measurement(0xb0), measurement(0xb1), measurement(0xb2), none],
    reportData: new Uint8Array(64),
    mrServiceTd: none,
  };
}

/** Writes a body: 584 bytes in version 1.0, 648 in 1.5. */
export function writeTdReport(version: TdReportVersion, fields: TdReportFields): Uint8Array {
  const common: Field[] = [
    ["TEE_TCB_SVN", 16, fields.teeTcbSvn],
    ["MRSEAM", 48, fields.mrSeam],
    ["MRSIGNERSEAM", 48, fields.mrSignerSeam],
    ["SEAMATTRIBUTES", 8, fields.seamAttributes],
    ["TDATTRIBUTES", 8, fields.tdAttributes],
    ["XFAM", 8, fields.xfam],
    ["MRTD", 48, fields.mrTd],
    ["MRCONFIGID", 48, fields.mrConfigId],
    ["MROWNER", 48, fields.mrOwner],
    ["MROWNERCONFIG", 48, fields.mrOwnerConfig],
    ...fields.rtmrs.map((rtmr, index): Field => [`RTMR${index}`, 48, rtmr]),
    ["REPORTDATA", 64, fields.reportData],
  ];
  if (version === "1.0") return writeFields(common);
  return writeFields([
    ...common,
    ["TEE_TCB_SVN2", 16, fields.teeTcbSvn2 ?? fields.teeTcbSvn],
    ["MRSERVICETD", 48, fields.mrServiceTd],
  ]);
}
