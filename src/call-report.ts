/** Keeps account of one call, and tells `onReport` of it once. */
import type { AttestedFetchEvent, Outcome } from "./attested-fetch-event.ts";
import type { AttestedFetchOptions, Mode } from "./attested-fetch-options.ts";
import { AttestationError, errorFrom, isWitnesslockError } from "./errors.ts";
import type { ErrorCode, WitnessSent, WitnesslockErrorData } from "./errors.ts";
import { tell } from "./listener.ts";

type Timing = "challengeMs" | "appraisalMs" | "provingMs";

/** The account of one call. */
export class CallReport {
  readonly #mode: Mode;
  readonly #tell: AttestedFetchOptions["onReport"];
  readonly #begin = performance.now();
  readonly #timings: Partial<Record<Timing, number>> = {};
  readonly #attempts: { readonly origin: string; readonly code: ErrorCode }[] = [];
  #told = false;
  /** The prover that is being asked. */
  origin = "";
  #witnessSent: WitnessSent = "no";

  constructor(mode: Mode, tell: AttestedFetchOptions["onReport"]) {
    this.#mode = mode;
    this.#tell = tell;
  }

  /** How far the witness came. */
  get witnessSent(): WitnessSent {
    return this.#witnessSent;
  }

  /** The witness is about to leave. What left unsealed is not taken back by what leaves sealed. */
  leaving(how: Exclude<WitnessSent, "no">): void {
    if (this.#witnessSent !== "plain") this.#witnessSent = how;
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

  /**
   * Ends a call that failed, or that would have in a mode that enforces.
   *
   * @returns the error as the caller meets it: with how far the witness came
   */
  fail(error: unknown): Error {
    const failure = withWitness(error, this.witnessSent);
    const code = isWitnesslockError(failure) ? failure.code : "internal";
    this.finish(isWitnesslockError(failure) ? outcomeOf(failure) : "failed", { code });
    return failure;
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
      attempts: [...this.#attempts],
      timings: { ...this.#timings, totalMs: performance.now() - this.#begin },
    };
    tell(this.#tell, event, (error) => {
      console.error("witnesslock: onReport threw", error);
    });
  }
}

function withWitness(error: unknown, witnessSent: WitnessSent): Error {
  if (isWitnesslockError(error)) {
    if (error.witnessSent === witnessSent && error instanceof Error) return error;
    return errorFrom(error, { witnessSent, cause: error });
  }
  return new AttestationError(
    "internal",
    "something that a caller supplied, or witnesslock itself, failed unexpectedly; nothing was accepted",
    { cause: error, witnessSent },
  );
}

function outcomeOf({ name, code }: WitnesslockErrorData): Outcome {
  if (code === "evidence_missing") return "unattested";
  if (code === "evidence_hidden" || code === "transport_opaque") return "unreadable";
  if (name === "EndorsementsError") return "unproven";
  return name === "AttestationError" ? "refused" : "failed";
}
