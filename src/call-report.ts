/** Keeps account of one call, and tells `onReport` of it once. */
import type { AttestedFetchEvent, Outcome } from "./attested-fetch-event.ts";
import type { AttestedFetchOptions, Mode } from "./attested-fetch-options.ts";
import { isWitnesslockError } from "./errors.ts";
import type { ErrorCode, WitnessSent, WitnesslockErrorData } from "./errors.ts";

type Timing = "challengeMs" | "appraisalMs" | "provingMs";

/** The account of one call. */
export class CallReport {
  readonly #mode: Mode;
  readonly #tell: AttestedFetchOptions["onReport"];
  readonly #begin = performance.now();
  readonly #timings: Partial<Record<Timing, number>> = {};
  readonly #attempts: { readonly origin: string; readonly code: ErrorCode }[] = [];
  #told = false;
  origin = "";
  witnessSent: WitnessSent = "no";

  constructor(mode: Mode, tell: AttestedFetchOptions["onReport"]) {
    this.#mode = mode;
    this.#tell = tell;
  }

  /** Begins to measure; the returned function ends it. */
  begin(name: Timing): () => void {
    const from = performance.now();
    return () => {
      this.#timings[name] = performance.now() - from;
    };
  }

  /** Notes a prover that could not be used. */
  attempt(error: WitnesslockErrorData): void {
    this.#attempts.push({ origin: this.origin, code: error.code });
  }

  /** Ends a call that failed, or would have. */
  fail(error: Error): void {
    if (!isWitnesslockError(error)) {
      this.finish("failed");
      return;
    }
    this.finish(outcomeOf(error), { code: error.code });
  }

  /** Tells of the call. */
  finish(
    outcome: Outcome,
    facts: Pick<AttestedFetchEvent, "code" | "result" | "claims"> = {},
  ): void {
    if (this.#told) return;
    this.#told = true;
    const claims = facts.claims ?? facts.result?.claims;
    const event: AttestedFetchEvent = {
      mode: this.#mode,
      outcome,
      origin: this.origin,
      ...facts,
      ...(claims === undefined ? {} : { claims }),
      witnessSent: this.witnessSent,
      attempts: this.#attempts,
      timings: { ...this.#timings, totalMs: performance.now() - this.#begin },
    };
    try {
      this.#tell?.(event);
    } catch (error) {
      // A listener's fault is not the call's.
      console.error("witnesslock: onReport threw", error);
    }
  }
}

function outcomeOf({ name, code }: WitnesslockErrorData): Outcome {
  if (code === "evidence_missing") return "unattested";
  if (code === "evidence_hidden" || code === "transport_opaque") return "unreadable";
  if (name === "EndorsementsError") return "unproven";
  return name === "AttestationError" ? "refused" : "failed";
}
