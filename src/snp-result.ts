/**
 * What the verifier says about SEV-SNP, mirrored from `rust-verifier/src/snp/claims.rs` and `tcb_appraisal.rs`. Words are
 * the specification's: AMD 56860, "SEV Secure Nested Paging Firmware ABI", Table 23 (ATTESTATION_REPORT) unless another is
 * named. Bytes are lower-case hexadecimal, 64-bit numbers are decimal strings unless they start with "0x".
 */
import type { DstackClaims } from "./dstack-result.ts";

/** TCB_VERSION, decoded for its product (AMD 56860, Tables 3 and 4). */
export interface SnpTcb {
  /** The eight bytes as one number, "0x" and 16 digits. */
  readonly raw: string;
  /** Turin's security coprocessor firmware; absent on other products. */
  readonly fmc?: number;
  /** The boot loader's security version. */
  readonly bootLoader: number;
  /** The security version of the PSP's operating system. */
  readonly tee: number;
  /** The SNP firmware's security version. */
  readonly snp: number;
  /** The lowest microcode patch level of all cores. */
  readonly microcode: number;
}

/** POLICY: what the guest's owner allowed at launch (AMD 56860, Table 10). */
export interface SnpGuestPolicy {
  /** The field as one number, "0x" and 16 digits. */
  readonly raw: string;
  /** The lowest ABI version that the guest accepts, "major.minor" in decimal. */
  readonly abi: string;
  /** Simultaneous multithreading allowed. */
  readonly smt: boolean;
  /** Migration by a migration agent allowed. */
  readonly migrateMa: boolean;
  /** Debugging allowed: the host can read the guest's memory. */
  readonly debug: boolean;
  /** Bound to one socket. */
  readonly singleSocket: boolean;
  /** CXL devices allowed. */
  readonly cxlAllow: boolean;
  /** Memory encryption must be AES-256 XTS. */
  readonly memAes256Xts: boolean;
  /** The power meter (RAPL) must be off. */
  readonly raplDis: boolean;
  /** Ciphertext hiding must be on. */
  readonly ciphertextHiding: boolean;
  /** Page moves and swaps by the host are disabled. */
  readonly pageSwapDisable: boolean;
}

/** PLATFORM_INFO: how the host's platform is configured (AMD 56860, Table 24). */
export interface SnpPlatformInfo {
  /** The field as one number, "0x" and 16 digits. */
  readonly raw: string;
  /** Simultaneous multithreading is on. */
  readonly smt: boolean;
  /** Transparent memory encryption is on. */
  readonly tsme: boolean;
  /** The memory has ECC. */
  readonly ecc: boolean;
  /** The power meter (RAPL) is off. */
  readonly raplDis: boolean;
  /** Ciphertext hiding is on. */
  readonly ciphertextHiding: boolean;
  /** The firmware has looked for aliased memory (the answer to BadRAM). */
  readonly aliasCheckComplete: boolean;
  /** The IOMMU's writes are confined. */
  readonly iommuWriteSafe: boolean;
  /** Trusted I/O is on. */
  readonly tio: boolean;
  /** Bits that are set and that this version does not know, by number. */
  readonly unknownBits: readonly number[];
}

/** What an SNP report says, field by field. */
export interface SnpClaims {
  /** The report's format, 2 to 5. */
  readonly version: number;
  /** GUEST_SVN: the guest's own security version. */
  readonly guestSvn: number;
  /** What the guest's owner allowed. */
  readonly guestPolicy: SnpGuestPolicy;
  /** FAMILY_ID, 16 bytes that the guest's owner chose. */
  readonly familyId: string;
  /** IMAGE_ID, 16 bytes that the guest's owner chose. */
  readonly imageId: string;
  /** The privilege level that asked, or `"host"` where the hypervisor did. */
  readonly vmpl: number | "host";
  /** How the platform is configured. */
  readonly platformInfo: SnpPlatformInfo;
  /** The kind of key that signed: one per chip, or one per cloud provider. */
  readonly signer: "vcek" | "vlek";
  /** AUTHOR_KEY_EN: authorKeyDigest is meaningful. */
  readonly authorKeyEnabled: boolean;
  /** MASK_CHIP_KEY: the chip's identity is hidden. */
  readonly maskChipKey: boolean;
  /** REPORT_DATA, 64 bytes: what the guest bound the report to. */
  readonly reportData: string;
  /** MEASUREMENT, 48 bytes: what was launched. */
  readonly measurement: string;
  /** HOST_DATA, 32 bytes that the host gave at launch. */
  readonly hostData: string;
  /** ID_KEY_DIGEST, 48 bytes. */
  readonly idKeyDigest: string;
  /** AUTHOR_KEY_DIGEST, 48 bytes. */
  readonly authorKeyDigest: string;
  /** REPORT_ID, 32 bytes: this guest instance. */
  readonly reportId: string;
  /** REPORT_ID_MA, 32 bytes: its migration agent. */
  readonly reportIdMa: string;
  /** The line of processors; `null` in a version 2 report whose certificate is not known yet. */
  readonly product: "milan" | "genoa" | "turin" | null;
  /** The processor, from its CPUID; `null` in a version 2 report. */
  readonly processor: "milan" | "milan-x" | "genoa" | "genoa-x" | "bergamo-siena" | "turin" | null;
  /** CPUID family, model and stepping; `null` in a version 2 report. */
  readonly cpuid: {
    readonly family: number;
    readonly model: number;
    readonly stepping: number;
  } | null;
  /** CHIP_ID, 64 bytes; zero when masked. */
  readonly chipId: string;
  /** The cloud provider in a VLEK certificate; `null` for a VCEK. */
  readonly cspId: string | null;
  /** CURRENT_TCB. */
  readonly currentTcb: SnpTcb;
  /** REPORTED_TCB: the one that the signing key was derived from. */
  readonly reportedTcb: SnpTcb;
  /** COMMITTED_TCB: below which the platform cannot be rolled back. */
  readonly committedTcb: SnpTcb;
  /** LAUNCH_TCB: when this guest was launched. */
  readonly launchTcb: SnpTcb;
  /** The firmware that runs, "major.minor.build". */
  readonly currentFirmware: string;
  /** The firmware below which the platform cannot be rolled back. */
  readonly committedFirmware: string;
  /** LAUNCH_MIT_VECTOR as a decimal; `null` where the report's version has none. */
  readonly launchMitigations: string | null;
  /** CURRENT_MIT_VECTOR as a decimal; `null` where the report's version has none. */
  readonly currentMitigations: string | null;
  /** What HOST_DATA proves of a dstack application; `null` where no configuration came with the report. */
  readonly dstack: DstackClaims | null;
}

/** One TCB component that is short of the table's level. */
export interface SnpTcbShortfall {
  /** Which component, as in {@link SnpTcb}. */
  readonly component: string;
  /** In which of the report's four TCB fields. */
  readonly field: string;
  /** What the report says. */
  readonly actual: number;
  /** What the table asks. */
  readonly required: number;
}

/** The components of a TCB level, by name. */
export type SnpTcbLevel = Readonly<Record<string, number>>;

/** How the platform's TCB compares with a dated table of AMD's security bulletins. */
export interface SnpTcbAppraisal {
  /** `"OutOfDate"` when a component is below the newest table. A policy's own floor is a check of its own. */
  readonly status: "UpToDate" | "OutOfDate";
  /** The table's name, as "2026-11". */
  readonly table: string;
  /** The day that the table was taken from AMD's bulletins, ISO 8601. */
  readonly date: string;
  /** The processor whose row was used; `null` where the report does not name it. */
  readonly processor: SnpClaims["processor"];
  /** REPORTED_TCB by component. */
  readonly level: SnpTcbLevel;
  /** The table's level by component. */
  readonly minimum: SnpTcbLevel;
  /** Which component is short of which level. */
  readonly shortOf: readonly SnpTcbShortfall[];
  /** AMD's bulletins whose mitigation is not yet in place, as "AMD-SB-3019". */
  readonly advisoryIds: readonly string[];
}
