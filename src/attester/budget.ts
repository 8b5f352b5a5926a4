/** One limit on the bytes that all calls together hold in memory. */

/** Thrown where the limit is reached: the answer is 503. */
export class OverBudget extends Error {}

/** What one call holds. */
export interface Lease {
  /** @throws OverBudget */
  readonly take: (bytes: number) => void;
  /** Gives back everything that was not handed over. */
  readonly release: () => void;
  /** A lease of everything that was taken so far, which whoever takes it over gives back; this one holds nothing then. */
  readonly handOver: () => Lease;
}

/** The limit at work. */
export class Budget {
  readonly #limit: number;
  #held = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Bytes held now. */
  get held(): number {
    return this.#held;
  }

  /** Begins a call. */
  lease(): Lease {
    return this.#leaseOf(0);
  }

  /** A lease of bytes that are counted already. */
  #leaseOf(bytes: number): Lease {
    let mine = bytes;
    return {
      take: (more) => {
        if (this.#held + more > this.#limit) throw new OverBudget();
        this.#held += more;
        mine += more;
      },
      release: () => {
        this.#held -= mine;
        mine = 0;
      },
      handOver: () => {
        const handed = mine;
        mine = 0;
        return this.#leaseOf(handed);
      },
    };
  }
}
