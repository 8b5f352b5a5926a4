/** The identity of the TD quoting enclave (Intel, PCS API v4, "Get TDX Quoting Enclave Identity"). */
import { TD_QE_ISVPRODID, TD_QE_MRSIGNER } from "./qe-report.ts";
import { datesOf } from "./signed-document.ts";
import type { DocumentDates, DocumentOptions } from "./signed-document.ts";
import { isvSvnFrom, levelsOf } from "./tcb-level.ts";
import type { IsvSvn, TcbLevel, TcbStatus } from "./tcb-level.ts";

/** The document, keys in Intel's order; bytes are upper-case hexadecimal. */
export interface EnclaveIdentity extends DocumentDates {
  /** `"TD_QE"`. */
  readonly id: string;
  /** 2. */
  readonly version: number;
  /** Grows with every TCB recovery. */
  readonly tcbEvaluationDataNumber: number;
  /** 4 bytes. */
  readonly miscselect: string;
  /** 4 bytes: the bits of MISCSELECT that count. */
  readonly miscselectMask: string;
  /** 16 bytes. */
  readonly attributes: string;
  /** 16 bytes: the bits of ATTRIBUTES that count. */
  readonly attributesMask: string;
  /** 32 bytes. */
  readonly mrsigner: string;
  /** ISVPRODID. */
  readonly isvprodid: number;
  /** From the newest down. */
  readonly tcbLevels: readonly TcbLevel<IsvSvn>[];
}

/** What an identity is to say. */
export interface QeIdentityOptions extends DocumentOptions<EnclaveIdentity> {
  /** Of the level that the platform's enclave reaches; `"none"`: it reaches no level. Default: `"UpToDate"`. */
  readonly status?: TcbStatus | "none";
  /** In place of the levels for that status. */
  readonly levels?: readonly TcbLevel<IsvSvn>[];
}

/**
 * The identity, unsigned.
 *
 * @param isvSvn - of the platform's enclave
 */
export function enclaveIdentity(
  isvSvn: number,
  now: Date,
  options: QeIdentityOptions = {},
): EnclaveIdentity {
  const { status = "UpToDate", advisoryIds, tcbEvaluationDataNumber = 20 } = options;
  return {
    id: "TD_QE",
    version: 2,
    ...datesOf(now, options),
    tcbEvaluationDataNumber,
    miscselect: "00000000",
    miscselectMask: "FFFFFFFF",
    // INITTED and PROVISION_KEY; DEBUG must be off, and MODE64BIT does not count.
    attributes: "11000000000000000000000000000000",
    attributesMask: "FBFFFFFFFFFFFFFF0000000000000000",
    mrsigner: TD_QE_MRSIGNER,
    isvprodid: TD_QE_ISVPRODID,
    tcbLevels: options.levels ?? levelsOf(status, isvSvnFrom(isvSvn), advisoryIds),
  };
}
