/**
 * What the verifier says about TDX, mirrored from `rust-verifier/src/tdx/claims.rs` and `tcb.rs`. Words are those of Intel's
 * "TDX DCAP Quoting Library API", appendix 3 (quote format), and of its PCS API version 4 (collateral). Bytes are lower-case
 * hexadecimal, times are Unix seconds.
 */

import type { DstackClaims } from "./dstack-result.ts";

/** A status that a policy may accept (PCS API version 4, "tcbStatus"; the last two of TD report 1.5 alone). */
export type TdxAcceptableTcbStatus =
  | "UpToDate"
  | "SWHardeningNeeded"
  | "ConfigurationNeeded"
  | "ConfigurationAndSWHardeningNeeded"
  | "OutOfDate"
  | "OutOfDateConfigurationNeeded"
  | "TDRelaunchAdvised"
  | "TDRelaunchAdvisedConfigurationNeeded";

/**
 * How a platform stands. `"NotSupported"`: it reaches no level of the collateral. `"ModuleUnknown"`: its TDX module has no
 * identity there. Those two and `"Revoked"` no policy can accept.
 */
export type TdxTcbStatus = TdxAcceptableTcbStatus | "Revoked" | "NotSupported" | "ModuleUnknown";

/** TDATTRIBUTES: what the TD was launched with (Intel TDX module base specification, "ATTRIBUTES"). */
export interface TdAttributes {
  /** The field as one number, "0x" and 16 digits. */
  readonly raw: string;
  /** The host can read the TD's memory. */
  readonly debug: boolean;
  /** The host cannot raise exceptions where the TD touches pages that are not there. */
  readonly septVeDisable: boolean;
  /** The TD can be moved to another platform. */
  readonly migratable: boolean;
  /** Supervisor protection keys. */
  readonly pks: boolean;
  /** Key Locker. */
  readonly kl: boolean;
  /** Performance counters. */
  readonly perfmon: boolean;
  /** Bits that are set and that this version does not know, by number. */
  readonly reservedBits: readonly number[];
}

/** What a TDX quote and the PCK certificate behind it say, field by field. Measurements are SHA-384. */
export interface TdxClaims {
  /** The quote's format, 4 or 5. */
  readonly version: number;
  /** REPORTDATA, 64 bytes: what the TD bound the quote to. */
  readonly reportData: string;
  /** MRTD: the TD's initial contents. */
  readonly mrTd: string;
  /** RTMR0 to RTMR3: what the TD measured since. */
  readonly rtmr: readonly [string, string, string, string];
  /** MRCONFIGID: what the owner gave at launch. */
  readonly mrConfigId: string;
  /** MROWNER. */
  readonly mrOwner: string;
  /** MROWNERCONFIG. */
  readonly mrOwnerConfig: string;
  /** TDATTRIBUTES. */
  readonly tdAttributes: TdAttributes;
  /** XFAM: the extended features that the TD may use, "0x" and 16 digits. */
  readonly xfam: string;
  /** MRSEAM: the TDX module. */
  readonly mrSeam: string;
  /** MRSIGNERSEAM: its signer; zero for Intel. */
  readonly mrSignerSeam: string;
  /** SEAMATTRIBUTES, 8 bytes. */
  readonly seamAttributes: string;
  /** TEE_TCB_SVN, 16 bytes: security versions at launch. */
  readonly teeTcbSvn: string;
  /** TEE_TCB_SVN2, 16 bytes: security versions now; `null` in TD report 1.0. */
  readonly teeTcbSvn2: string | null;
  /** MRSERVICETD: the service TDs bound to this one, zero for none; `null` in TD report 1.0. */
  readonly mrServiceTd: string | null;
  /** The quoting enclave that made the quote. */
  readonly qe: {
    /** ISVSVN. */
    readonly isvSvn: number;
    /** The header's user data, 20 bytes. */
    readonly userData: string;
  };
  /** What Intel certifies about the platform. */
  readonly pck: {
    /** The authority of the PCK certificate. */
    readonly authority: "platform" | "processor";
    /** FMSPC, 6 bytes: the family of platforms. */
    readonly fmspc: string;
    /** PCE-ID, 2 bytes. */
    readonly pceId: string;
    /** PPID, 16 bytes: this platform. */
    readonly ppid: string;
    /** The security versions of its 16 components. */
    readonly components: readonly number[];
    /** PCESVN. */
    readonly pceSvn: number;
  };
  /** The event log that came with the quote and agrees with its registers; `null` where none came. */
  readonly eventLog: TdxEventLog | null;
  /** What the log proves of a dstack application; `null` where it is none of dstack's. */
  readonly dstack: DstackClaims | null;
}

/**
 * An event log that was replayed: an area as firmware leaves it (UEFI 2.10, section 38.4.1), or dstack's list. Words in it are
 * not proven by a register, unless their digest was computed from them, as dstack's are.
 */
export interface TdxEventLog {
  /** Of whom. */
  readonly format: "ccel" | "dstack";
  /** How many events it has. */
  readonly events: number;
  /** RTMR0 to RTMR3, each. */
  readonly registers: readonly [TdxLogCoverage, TdxLogCoverage, TdxLogCoverage, TdxLogCoverage];
}

/**
 * What a log says about a register. `"replayed"`: its events lead to the register's value. `"not-in-log"`: the register has a
 * value, and the log no event of it. `"excerpt"`: dstack's shortened form, with some of its events.
 */
export type TdxLogCoverage = "replayed" | "not-in-log" | "excerpt";

/** A level of Intel's collateral. */
export interface TdxTcbLevel<Svn> {
  /** How a platform of this level stands. */
  readonly status: TdxTcbStatus;
  /** tcbDate, ISO 8601: fixes for all that was known then are in the level. */
  readonly date: string;
  /** Intel's advisories that concern it, as "INTEL-SA-00960". */
  readonly advisoryIds: readonly string[];
  /** The least security versions. */
  readonly svn: Svn;
}

/** One part of a TCB. */
export interface TdxTcbPart<Svn> {
  /** Of a TDX module: its identity, as "TDX_03". */
  readonly id?: string;
  /** How it stands. */
  readonly status: TdxTcbStatus;
  /** The level that it reaches; `null` for none. */
  readonly level: TdxTcbLevel<Svn> | null;
  /** The next better level; `null` where there is none. */
  readonly next: TdxTcbLevel<Svn> | null;
}

/** The security versions of a platform's level. */
export interface TdxPlatformSvn {
  /** sgxtcbcomponents, compared with the PCK certificate's. */
  readonly sgx: readonly number[];
  /** pcesvn. */
  readonly pceSvn: number;
  /** tdxtcbcomponents, compared with TEE_TCB_SVN. */
  readonly tdx: readonly number[];
}

/** One component that is short of the next better level. */
export interface TdxTcbShortfall {
  /** Of which part. */
  readonly field: "platform" | "module" | "qe";
  /** The document's name of it, as "tdxtcbcomponents[2]" or "isvsvn". */
  readonly component: string;
  /** What Intel calls it, where it says. */
  readonly meaning?: string;
  /** What is there. */
  readonly actual: number;
  /** What the level asks. */
  readonly required: number;
}

/** A part of the collateral that the verdict stands on. */
export interface TdxCollateralPart {
  /** Which one. */
  readonly name: "TCB info" | "QE identity" | "PCK revocation list" | "root revocation list";
  /** issueDate or thisUpdate. */
  readonly issueDate: number;
  /** nextUpdate. */
  readonly nextUpdate: number;
  /** Of a TCB info: the platforms that it is about. */
  readonly fmspc?: string;
  /** Of a document: tcbEvaluationDataNumber. */
  readonly evaluationNumber?: number;
  /** Whether nextUpdate had passed, and the policy's grace was used. */
  readonly expired: boolean;
}

/** How the platform stands against Intel's collateral. */
export interface TdxTcbAppraisal {
  /** All parts together, converged as Intel does it. */
  readonly status: TdxTcbStatus;
  /** Every advisory that concerns some part. */
  readonly advisoryIds: readonly string[];
  /** The earliest tcbDate of a part, ISO 8601; `null` where no level was reached. */
  readonly date: string | null;
  /** The lower tcbEvaluationDataNumber of both documents. */
  readonly evaluationNumber: number;
  /** Hardware, firmware and microcode. */
  readonly platform: TdxTcbPart<TdxPlatformSvn>;
  /** The TDX module; `null` where the platform's levels speak of it. */
  readonly module: TdxTcbPart<number> | null;
  /** The quoting enclave. */
  readonly qe: TdxTcbPart<number>;
  /** What every part lacks for its next better level. */
  readonly shortOf: readonly TdxTcbShortfall[];
  /** What the verdict stands on. */
  readonly collateral: readonly TdxCollateralPart[];
}
