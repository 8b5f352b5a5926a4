/** What `onReport` is told. */
import type { ErrorCode, WitnessSent } from "./errors.ts";
import type { AttestationResult } from "./result.ts";
import type { Mode } from "./attested-fetch-options.ts";

/** What became of a call. */
export type Outcome =
  /** Genuine, accepted, and nothing weakened the verdict. */
  | "affirmed"
  /** Genuine and accepted, resting on something that the policy or the options named. */
  | "warned"
  /** Refused; in the modes that enforce, the call failed. */
  | "refused"
  /** No evidence. */
  | "unattested"
  /** A page cannot see whether there was evidence. */
  | "unreadable"
  /** Evidence that could be neither proven nor refuted. */
  | "unproven"
  /** The prover or the way to it failed. */
  | "failed";

/** One event for each call. */
export interface AttestedFetchEvent {
  /** The fetch's mode. */
  readonly mode: Mode;
  /** What became of the call. */
  readonly outcome: Outcome;
  /** The prover's origin. */
  readonly origin: string;
  /** The error's code, where there was one. */
  readonly code?: ErrorCode;
  /** The result, where there is one. */
  readonly result?: AttestationResult;
  /** What genuine evidence claims; unproven claims are never here. */
  readonly claims?: AttestationResult["claims"];
  /** How far the witness came. */
  readonly witnessSent: WitnessSent;
  /** Provers that were tried before, with what kept them from being used. */
  readonly attempts: readonly { readonly origin: string; readonly code: ErrorCode }[];
  /** Milliseconds, of what was reached. */
  readonly timings: {
    /** Until the evidence before the witness was there. */
    readonly challengeMs?: number;
    /** Its appraisal, endorsements included. */
    readonly appraisalMs?: number;
    /** The proving call. */
    readonly provingMs?: number;
    /** Everything. */
    readonly totalMs: number;
  };
}
