/** What two verifiers say of one case, and what a difference between them may rest on. */
import { Buffer } from "node:buffer";
import { STATED } from "../tdx-support.ts";
import type { TdxTcbAppraisal } from "../../src/index.ts";

/** A case: evidence, collateral, a time, and a root. */
export interface Case {
  readonly name: string;
  readonly quote: Uint8Array;
  /** The common bundle. */
  readonly bundle: Readonly<Record<string, string>>;
  /** Unix seconds. */
  readonly now: number;
  /** Of a simulated platform, DER. */
  readonly root?: Uint8Array;
}

/** A verdict. `status`: of the TCB, where the evidence was accepted. */
export interface Judgement {
  readonly accepted: boolean;
  readonly status?: string;
  readonly advisoryIds?: readonly string[];
  /** The code or words of a refusal. */
  readonly reason?: string;
  /** Ours alone: the whole appraisal, accepted or not. */
  readonly tcb?: TdxTcbAppraisal | null;
  /** Ours alone. */
  readonly teeTcbSvn?: string;
}

/** Whether two verdicts are the same in what both can say. */
export function agree(ours: Judgement, theirs: Judgement): boolean {
  if (ours.accepted !== theirs.accepted) return false;
  if (!ours.accepted) return true;
  const list = (ids: readonly string[] | undefined) => [...(ids ?? [])].sort().join();
  return ours.status === theirs.status && list(ours.advisoryIds) === list(theirs.advisoryIds);
}

/** The conditions that `differences.json` names: each on what the verdicts found, never on a case's name. */
export const CONDITIONS: Readonly<Record<string, (ours: Judgement, theirs: Judgement) => boolean>> =
  {
    "the TDX module has no identity": refusedHere("tcb_module_unknown"),
    "the TDX module reaches no level": (ours, theirs) =>
      ours.tcb?.module?.status === "NotSupported" && refusedHere("tcb_unsupported")(ours, theirs),
    "the TDX module is revoked": (ours, theirs) =>
      ours.tcb?.module?.status === "Revoked" && refusedHere("tcb_revoked")(ours, theirs),
    "relaunch is advised": ({ status }, theirs) =>
      status?.startsWith("TDRelaunchAdvised") === true && theirs.accepted,
    "the TDX module is out of date": ({ tcb, accepted }, theirs) =>
      accepted &&
      tcb?.module?.status === "OutOfDate" &&
      theirs.accepted &&
      theirs.status === worseOf(tcb),
    "configuration is needed and the quoting enclave is out of date": ({ tcb, status }, theirs) =>
      status === "OutOfDateConfigurationNeeded" &&
      tcb?.qe.status === "OutOfDate" &&
      tcb.platform.status.startsWith("Configuration") &&
      theirs.status === "OutOfDate",
    "components 0 and 1 belong to the module's identity": ({ tcb, accepted, teeTcbSvn }) => {
      const [svn = 0, version = 0] = Buffer.from(teeTcbSvn ?? "", "hex");
      const [least = 0, leastVersion = 0] = tcb?.platform.level?.svn.tdx ?? [];
      return accepted && version > 0 && (svn < least || version < leastVersion);
    },
    "the TDX module is another's": refusedHere("tcb_module_mismatch"),
    "XFAM is not one of a TD": refusedHere("policy_xfam"),
    "the list is of the other PCK authority": refusedHere("collateral_mismatch"),
    "the quoting enclave's vendor is not Intel": refusedHere("evidence_unsupported"),
    "a reserved field of the header is not zero": refusedHere("evidence_malformed"),
    "the chain lacks its root": refusedHere("chain_invalid"),
    "the QE authentication data has not 32 bytes": ({ accepted }, { reason }) =>
      accepted && reason === "QE report hash mismatch",
  };

/** Refused here, by this code, and accepted there. */
function refusedHere(code: string): (ours: Judgement, theirs: Judgement) => boolean {
  return ({ reason }, { accepted }) => reason === code && accepted;
}

/** The worse status of platform and enclave. */
function worseOf(tcb: TdxTcbAppraisal): string {
  const order: readonly string[] = STATED;
  const worse = order.indexOf(tcb.qe.status) > order.indexOf(tcb.platform.status);
  return worse ? tcb.qe.status : tcb.platform.status;
}
