/** A platform's TCB info (Intel, PCS API v4, "Get TDX TCB Info", TCB Info V3). */
import type { PlatformFields } from "./pck.ts";
import { datesOf, upperHex } from "./signed-document.ts";
import type { DocumentDates, DocumentOptions } from "./signed-document.ts";
import { isvSvnFrom, levelsOf } from "./tcb-level.ts";
import type { IsvSvn, TcbLevel, TcbStatus } from "./tcb-level.ts";

/** One component; what it is stands only beside those in use. */
export interface TcbComponent {
  /** 0 to 255. */
  readonly svn: number;
  /** Who updates it. */
  readonly category?: string;
  /** What it is. */
  readonly type?: string;
}

/** A platform's TCB, keys in Intel's order. */
export interface PlatformTcb {
  /** 16, to compare with those in the PCK certificate. */
  readonly sgxtcbcomponents: readonly TcbComponent[];
  /** To compare with PCESVN there. */
  readonly pcesvn: number;
  /** 16, to compare with TEE_TCB_SVN. */
  readonly tdxtcbcomponents: readonly TcbComponent[];
}

/** Who signed a TDX module, and how; bytes are upper-case hexadecimal. */
export interface TdxModule {
  /** MRSIGNERSEAM, 48 bytes. */
  readonly mrsigner: string;
  /** SEAMATTRIBUTES, 8 bytes. */
  readonly attributes: string;
  /** 8 bytes. */
  readonly attributesMask: string;
}

/** The same with the levels of a module's major version. */
export interface TdxModuleIdentity extends TdxModule {
  /** `TDX_` and TEE_TCB_SVN[1], two digits. */
  readonly id: string;
  /** From the newest down, to compare with TEE_TCB_SVN[0]. */
  readonly tcbLevels: readonly TcbLevel<IsvSvn>[];
}

/** The document, keys in Intel's order. */
export interface TcbInfo extends DocumentDates {
  /** `"TDX"`. */
  readonly id: string;
  /** 3. */
  readonly version: number;
  /** 6 bytes, upper-case hexadecimal. */
  readonly fmspc: string;
  /** 2 bytes, upper-case hexadecimal. */
  readonly pceId: string;
  /** 0. */
  readonly tcbType: number;
  /** Grows with every TCB recovery. */
  readonly tcbEvaluationDataNumber: number;
  /** Counts where TEE_TCB_SVN[1] is 0. */
  readonly tdxModule: TdxModule;
  /** Count where it is not. */
  readonly tdxModuleIdentities: readonly TdxModuleIdentity[];
  /** From the newest down. */
  readonly tcbLevels: readonly TcbLevel<PlatformTcb>[];
}

/** What TCB info is to say. */
export interface TcbInfoOptions extends DocumentOptions<TcbInfo> {
  /** Of the level that the platform reaches; `"none"`: it reaches no level. Default: `"UpToDate"`. */
  readonly status?: TcbStatus | "none";
  /**
   * Where the platform falls short of the levels above its own: SGX Comp01, PCESVN, or TDX component 2, which counts
   * whatever TEE_TCB_SVN[1] is. Default: `"tdx"`, so that the SGX level stays the newest, as a relaunch needs it.
   */
  readonly shortOf?: "sgx" | "pcesvn" | "tdx";
  /** In place of the levels for that status. */
  readonly levels?: readonly TcbLevel<PlatformTcb>[];
  /** That of the TDX module; `"none"`: it reaches no level; `"absent"`: it has no identity. Default: `"UpToDate"`. */
  readonly moduleStatus?: TcbStatus | "none" | "absent";
  /** In place of the levels for that status. */
  readonly moduleLevels?: readonly TcbLevel<IsvSvn>[];
}

const INTELS_MODULE: TdxModule = {
  mrsigner: "0".repeat(96),
  attributes: "0".repeat(16),
  attributesMask: "F".repeat(16),
};

/** What the components are, by index; the rest is not in use. */
const SGX_COMPONENTS: Readonly<Record<number, Omit<TcbComponent, "svn">>> = {
  0: { category: "BIOS", type: "Early Microcode Update" },
  1: { category: "OS/VMM", type: "SGX Late Microcode Update" },
  2: { category: "OS/VMM", type: "TXT SINIT" },
  3: { category: "BIOS" },
  4: { category: "BIOS" },
  5: { category: "BIOS" },
  7: { category: "OS/VMM", type: "SEAMLDR ACM" },
};
const TDX_COMPONENTS: Readonly<Record<number, Omit<TcbComponent, "svn">>> = {
  0: { category: "OS/VMM", type: "TDX Module" },
  1: { category: "OS/VMM", type: "TDX Module" },
  2: { category: "OS/VMM", type: "TDX Late Microcode Update" },
};

/**
 * TCB info, unsigned, for the levels that a platform reaches with its certificate and its TEE_TCB_SVN.
 *
 * @param teeTcbSvn - 16 bytes
 */
export function tcbInfo(
  platform: PlatformFields,
  teeTcbSvn: Uint8Array,
  now: Date,
  options: TcbInfoOptions = {},
): TcbInfo {
  const { status = "UpToDate", shortOf = "tdx", advisoryIds } = options;
  const tcbAt = (step: number) => platformTcb(platform, teeTcbSvn, step, shortOf);
  return {
    id: "TDX",
    version: 3,
    ...datesOf(now, options),
    fmspc: upperHex(platform.fmspc),
    pceId: upperHex(platform.pceId),
    tcbType: 0,
    tcbEvaluationDataNumber: options.tcbEvaluationDataNumber ?? 20,
    tdxModule: INTELS_MODULE,
    tdxModuleIdentities: moduleIdentities(teeTcbSvn, options),
    tcbLevels: options.levels ?? levelsOf(status, tcbAt, advisoryIds),
  };
}

function moduleIdentities(
  [minor = 0, major = 0]: Uint8Array,
  { moduleStatus = "UpToDate", moduleLevels, advisoryIds }: TcbInfoOptions,
): TdxModuleIdentity[] {
  if (moduleStatus === "absent") return [];
  // There is no TDX_00: for a module of version 0 the identity is that of another, and must not count.
  const id = `TDX_${upperHex(new Uint8Array([Math.max(1, major)]))}`;
  const tcbLevels = moduleLevels ?? levelsOf(moduleStatus, isvSvnFrom(minor), advisoryIds);
  return [{ id, ...INTELS_MODULE, tcbLevels }];
}

function platformTcb(
  platform: PlatformFields,
  teeTcbSvn: Uint8Array,
  step: number,
  shortOf: "sgx" | "pcesvn" | "tdx",
): PlatformTcb {
  // An older level asks less of every microcode, a newer one more in one place.
  const lowered = Math.min(0, step);
  const raised = (place: typeof shortOf) => (step > 0 && place === shortOf ? step : 0);
  const [earlyMicrocode = 0, lateMicrocode = 0, ...sgxRest] = platform.sgxComponents;
  const [minor = 0, , tdxMicrocode = 0, ...tdxRest] = teeTcbSvn;
  const sgx = [
    Math.max(0, earlyMicrocode + lowered + raised("sgx")),
    Math.max(0, lateMicrocode + lowered),
    ...sgxRest,
  ];
  // Intel's levels leave the major version to the module's identity.
  const tdx = [minor, 0, Math.max(0, tdxMicrocode + lowered + raised("tdx")), ...tdxRest];
  return {
    sgxtcbcomponents: sgx.map((svn, index) => ({ svn, ...SGX_COMPONENTS[index] })),
    pcesvn: platform.pceSvn + raised("pcesvn"),
    tdxtcbcomponents: tdx.map((svn, index) => ({ svn, ...TDX_COMPONENTS[index] })),
  };
}
