/** TCB levels, which every TCB document lists from the newest down (Intel, PCS API v4, "TCB Info" and "Enclave Identity"). */
import type { TdxTcbStatus } from "../../tdx-result.ts";

/** What Intel says of a level. */
export type TcbStatus = Exclude<
  TdxTcbStatus,
  "NotSupported" | "ModuleUnknown" | "TDRelaunchAdvised" | "TDRelaunchAdvisedConfigurationNeeded"
>;

/** One level, keys in Intel's order. */
export interface TcbLevel<Tcb> {
  /** What a platform must reach. */
  readonly tcb: Tcb;
  /** RFC 3339, without fractions. */
  readonly tcbDate: string;
  /** Intel's word on it. */
  readonly tcbStatus: TcbStatus;
  /** Left out where there is none. */
  readonly advisoryIDs?: readonly string[];
}

/** A TCB of enclaves and TDX modules. */
export interface IsvSvn {
  /** The security version. */
  readonly isvsvn: number;
}

/** The advisory of levels that are not up to date. */
const ADVISORIES: readonly string[] = ["INTEL-SA-01036"];

const NEWER = "2025-08-13T00:00:00Z";
const OLDER = "2024-03-13T00:00:00Z";

/**
 * Two levels, so that the platform's has a status: a status that a newer level causes has an UpToDate one above it, any
 * other an OutOfDate one below.
 *
 * @param status - of the level that the platform reaches; `"none"`: it reaches neither
 * @param tcbAt - the TCB so many steps above the platform's own, or below
 * @param advisoryIds - of the level that the platform reaches, unless UpToDate
 */
export function levelsOf<Tcb>(
  status: TcbStatus | "none",
  tcbAt: (step: number) => Tcb,
  advisoryIds: readonly string[] = ADVISORIES,
): TcbLevel<Tcb>[] {
  const level = (step: number, tcbDate: string, tcbStatus: TcbStatus, ids: readonly string[]) => ({
    tcb: tcbAt(step),
    tcbDate,
    tcbStatus,
    ...(tcbStatus === "UpToDate" || ids.length === 0 ? {} : { advisoryIDs: ids }),
  });
  switch (status) {
    case "none":
      return [level(2, NEWER, "UpToDate", []), level(1, OLDER, "OutOfDate", ADVISORIES)];
    case "OutOfDate":
    case "OutOfDateConfigurationNeeded":
    case "Revoked":
      return [level(1, NEWER, "UpToDate", []), level(0, OLDER, status, advisoryIds)];
    default:
      return [level(0, NEWER, status, advisoryIds), level(-1, OLDER, "OutOfDate", ADVISORIES)];
  }
}

/** The TCB of enclaves and TDX modules, so many steps from a security version. */
export function isvSvnFrom(isvSvn: number): (step: number) => IsvSvn {
  return (step) => ({ isvsvn: Math.max(0, isvSvn + step) });
}
