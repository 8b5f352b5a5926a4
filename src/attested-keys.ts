/** The keys that a fetch has attested and may seal to again: by origin, for a limited time, never after an error. */
import type { AttestationResult } from "./result.ts";
import type { ChosenKey } from "./sealing/key-configuration.ts";
import type { Sealing } from "./sealing/sealing.ts";

/** A key, and the verdict that it stands on. */
export interface AttestedKey {
  readonly key: ChosenKey;
  /** What seals to it. */
  readonly sealing: Sealing;
  /** Of the prover's origin. */
  readonly gateway: URL;
  readonly result: AttestationResult;
}

/** The default of `maxAgeMs`. */
const MAX_AGE_MS = 60_000;

/** One for each fetch: nothing is shared between policies. */
export class AttestedKeys {
  readonly #maxAgeMs: number;
  readonly #now: () => number;
  readonly #kept = new Map<
    string,
    { readonly attested: AttestedKey; readonly isFresh: () => boolean }
  >();

  /** @param now - Unix seconds: the clock of verdicts */
  constructor(maxAgeMs: number | undefined, now: () => number) {
    this.#maxAgeMs = maxAgeMs ?? MAX_AGE_MS;
    this.#now = now;
  }

  /** A key that is still good for this origin. */
  get(origin: string): AttestedKey | undefined {
    const entry = this.#kept.get(origin);
    if (entry === undefined) return undefined;
    if (entry.isFresh() && this.#now() < entry.attested.result.validUntil) return entry.attested;
    this.#kept.delete(origin);
    return undefined;
  }

  /** Keeps a key whose challenge has just been sent. */
  keep(origin: string, attested: AttestedKey, age: () => number): void {
    this.#kept.set(origin, { attested, isFresh: () => age() < this.#maxAgeMs });
  }

  /** Ends a key, unless another has taken its place. */
  drop(origin: string, attested: AttestedKey): void {
    if (this.#kept.get(origin)?.attested === attested) this.#kept.delete(origin);
  }
}

/**
 * Measures an age by both clocks, and tells the greater: the monotonic one may stand still while a machine sleeps, and the
 * other may be set back.
 */
export function ageFromNow(): () => number {
  const monotonic = performance.now();
  const wall = Date.now();
  return () => {
    const byWall = Date.now() - wall;
    return byWall < 0 ? Number.POSITIVE_INFINITY : Math.max(performance.now() - monotonic, byWall);
  };
}
