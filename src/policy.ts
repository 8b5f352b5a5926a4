/**
 * What a caller accepts: plain JSON data, the same document in TypeScript, for the command line and natively. The verifier
 * reads it; these types only mirror it. Defaults, meanings and the attack that each field answers are in the README's
 * table and in `policy.schema.json`, both generated from `rust-verifier/policy-fields.json`.
 */

import type { TdxAcceptableTcbStatus } from "./tdx-result.ts";

/** What a bit of the report must be: set, clear, or either. */
export type Tristate = "required" | "forbidden" | "any";

/** A line of AMD EPYC processors. `"genoa"` includes Bergamo and Siena, as AMD's certificates do. */
export type SnpProduct = "milan" | "genoa" | "turin";

/** The least security version of each component of TCB_VERSION. */
export interface SnpTcbFloor {
  /** Turin only, and required there. */
  readonly fmc?: number;
  /** The boot loader. */
  readonly bootLoader: number;
  /** The PSP's operating system. */
  readonly tee: number;
  /** The SNP firmware. */
  readonly snp: number;
  /** The microcode patch level. */
  readonly microcode: number;
}

/** What a dstack application must be. Evidence that proves nothing of one is refused where a line is named. */
export interface DstackPolicy {
  /** SHA-256 of app-compose.json, 64 digits each. Default `"any"`. */
  readonly composeHash?: readonly string[] | "any";
  /** The application, 40 digits each. Default `"any"`. */
  readonly appId?: readonly string[] | "any";
  /** One instance of it, 40 digits each. Default `"any"`. */
  readonly instanceId?: readonly string[] | "any";
  /** The image of the operating system, 64 digits each. Default `"any"`. */
  readonly osImageHash?: readonly string[] | "any";
  /** The id of who gives the application its keys. Default `"any"`. */
  readonly keyProviderId?: readonly string[] | "any";
}

/** What SEV-SNP evidence must be. A field that is left out has the default of the README's table. */
export interface SnpPolicy {
  /** MEASUREMENT: 96 lower-case hexadecimal digits each, at least one; or `"any"`, written out. */
  readonly measurements: readonly string[] | "any";
  /** Default `["genoa", "turin"]`. */
  readonly products?: readonly SnpProduct[];
  /** Default `"recommended"`: the newest dated table. Components need an entry for every accepted product. */
  readonly minimumTcb?:
    "recommended" | "2025-02" | "2026-11" | Readonly<Partial<Record<SnpProduct, SnpTcbFloor>>>;
  /** Default `[2, 3, 4, 5]`. */
  readonly reportVersions?: readonly number[];
  /** Default `[0]`. */
  readonly vmpls?: readonly number[];
  /** Default both. */
  readonly signers?: readonly ("vcek" | "vlek")[];
  /** CSP_ID of a VLEK certificate. Default `"any"`. */
  readonly cspIds?: readonly string[] | "any";
  /** CHIP_ID, 128 digits each. Default `"any"`. */
  readonly chipIds?: readonly string[] | "any";
  /** A report that hides its chip. Default `"forbidden"`. */
  readonly maskedChip?: "forbidden" | "any";
  /** A report that the hypervisor asked for. Default `"forbidden"`. */
  readonly hostRequested?: "forbidden" | "any";
  /** HOST_DATA, 64 digits each. Default `"any"`. */
  readonly hostData?: readonly string[] | "any";
  /** FAMILY_ID, 32 digits each. Default `"any"`. */
  readonly familyIds?: readonly string[] | "any";
  /** IMAGE_ID, 32 digits each. Default `"any"`. */
  readonly imageIds?: readonly string[] | "any";
  /** REPORT_ID, 64 digits each. Default `"any"`. */
  readonly reportIds?: readonly string[] | "any";
  /** ID_KEY_DIGEST, 96 digits each. Default `"any"`. */
  readonly idKeyDigests?: readonly string[] | "any";
  /** AUTHOR_KEY_DIGEST, 96 digits each. Default `"any"`. */
  readonly authorKeyDigests?: readonly string[] | "any";
  /** Default 0. */
  readonly minimumGuestSvn?: number;
  /** "major.minor" in decimal. Default `"0.0"`. */
  readonly minimumAbi?: string;
  /** Bits of the guest's POLICY. Default: `debug` and `migrateMa` forbidden, the others any. */
  readonly guestPolicy?: {
    readonly debug?: Tristate;
    readonly migrateMa?: Tristate;
    readonly smt?: Tristate;
    readonly singleSocket?: Tristate;
    readonly cxlAllow?: Tristate;
    readonly memAes256Xts?: Tristate;
    readonly raplDis?: Tristate;
    readonly ciphertextHiding?: Tristate;
    readonly pageSwapDisable?: Tristate;
  };
  /** Bits of PLATFORM_INFO. Default: `aliasCheckComplete` required, the others any. */
  readonly platformInfo?: {
    readonly smt?: Tristate;
    readonly tsme?: Tristate;
    readonly ecc?: Tristate;
    readonly raplDis?: Tristate;
    readonly ciphertextHiding?: Tristate;
    readonly aliasCheckComplete?: Tristate;
    readonly iommuWriteSafe?: Tristate;
    readonly tio?: Tristate;
  };
  /** Bits of both mitigation vectors that must be set, by number. Default `"any"`. */
  readonly mitigations?: readonly number[] | "any";
  /** Firmware that can still be rolled back. Default `"forbidden"`. */
  readonly provisionalFirmware?: "forbidden" | "any";
  /** Whether AMD's revocation list must be there. Default `"if-available"`. */
  readonly revocation?: "if-available" | "required";
  /** What HOST_DATA must prove of a dstack application. Default: nothing. */
  readonly dstack?: DstackPolicy;
}

/** What one register must be: a value, one of several, or anything. */
export type TdxRegister = string | readonly string[];

/** What TDX evidence must be. A field that is left out has the default of the README's table. */
export interface TdxPolicy {
  /** MRTD: 96 lower-case hexadecimal digits each, at least one; or `"any"`, written out. */
  readonly mrTd: readonly string[] | "any";
  /** RTMR0 to RTMR3, each 96 digits, a list of such, or `"any"`, written out. */
  readonly rtmr: readonly [TdxRegister, TdxRegister, TdxRegister, TdxRegister];
  /** Default `["UpToDate"]`. */
  readonly tcbStatus?: readonly TdxAcceptableTcbStatus[];
  /** Intel's advisories that may concern the platform, as "INTEL-SA-00960". Default `"any"`. */
  readonly acceptedAdvisories?: readonly string[] | "any";
  /** Until when a platform may be out of date: "2026-12-31T00:00:00Z". Default `"none"`. */
  readonly graceUntil?: string;
  /** Days after its nextUpdate in which collateral is still accepted. Default 0. */
  readonly collateralGraceDays?: number;
  /** Default 0. */
  readonly minimumTcbEvaluationDataNumber?: number;
  /** Default `[4, 5]`. */
  readonly quoteVersions?: readonly number[];
  /** Bits of TDATTRIBUTES. Default: `debug` and `migratable` forbidden, `septVeDisable` required, the others any. */
  readonly tdAttributes?: {
    readonly debug?: Tristate;
    readonly septVeDisable?: Tristate;
    readonly migratable?: Tristate;
    readonly pks?: Tristate;
    readonly kl?: Tristate;
    readonly perfmon?: Tristate;
  };
  /** MRCONFIGID, 96 digits each. Default `"any"`. */
  readonly mrConfigId?: readonly string[] | "any";
  /** MROWNER, 96 digits each. Default `"any"`. */
  readonly mrOwner?: readonly string[] | "any";
  /** MROWNERCONFIG, 96 digits each. Default `"any"`. */
  readonly mrOwnerConfig?: readonly string[] | "any";
  /** MRSERVICETD, 96 digits each. Default: zero, no service TD. */
  readonly mrServiceTd?: readonly string[] | "any";
  /** MRSEAM, 96 digits each. Default `"any"`. */
  readonly mrSeam?: readonly string[] | "any";
  /** FMSPC, 12 digits each. Default `"any"`. */
  readonly fmspc?: readonly string[] | "any";
  /** PPID, 32 digits each. Default `"any"`. */
  readonly ppid?: readonly string[] | "any";
  /** Whether an event log must lead to all four registers. Default `"any"`. */
  readonly eventLog?: "any" | "required";
  /** What the event log must prove of a dstack application. Default: nothing. */
  readonly dstack?: DstackPolicy;
}

/**
 * What evidence of an Azure VM must be beside its TEE's section, whose launch measurement is that of Microsoft's paravisor
 * alone. Without this section evidence of Azure is refused.
 */
export interface AzurePolicy {
  /**
   * The SHA-256 PCRs of the VM's virtual TPM: by number, `"0"` to `"23"`, the accepted values, 64 lower-case hexadecimal digits
   * each. `"paravisorOnly"`, written out, accepts whatever runs in the VM: a warning at best.
   */
  readonly pcrs: Readonly<Record<string, readonly string[]>> | "paravisorOnly";
  /** Evidence that is not Azure's, and has no such PCRs. Default `"forbidden"`. */
  readonly otherPlatforms?: "forbidden" | "any";
}

/** What is accepted, by kind of TEE: at least one section. A TEE without its section is refused. */
export type Policy =
  | { readonly snp: SnpPolicy; readonly tdx?: TdxPolicy; readonly azure?: AzurePolicy }
  | { readonly snp?: SnpPolicy; readonly tdx: TdxPolicy; readonly azure?: AzurePolicy };

/** {@link Policy} as it was applied, every default written out. */
export interface ResolvedPolicy {
  /** AMD SEV-SNP. */
  readonly snp?: Resolved<SnpPolicy>;
  /** Intel TDX. */
  readonly tdx?: Resolved<TdxPolicy>;
  /** Azure's virtual TPM. */
  readonly azure?: Resolved<AzurePolicy>;
}

type Resolved<Section> = {
  readonly [Field in keyof Section]-?: Required<NonNullable<Section[Field]>>;
};
