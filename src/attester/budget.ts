/** One limit on the bytes that all calls together hold in memory. */

/** Thrown where the limit is reached: the answer is 503. */
export class OverBudget extends Error {}

/** What one call holds. */
export interface Lease {
  /** @throws OverBudget */
  readonly take: (bytes: number) => void;
  /** Gives everything back. */
  readonly release: () => void;
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
    let mine = 0;
    return {
      take: (bytes) => {
        if (this.#held + bytes > this.#limit) throw new OverBudget();
        this.#held += bytes;
        mine += bytes;
      },
      release: () => {
        this.#held -= mine;
        mine = 0;
      },
    };
  }
}

const CHUNK = 64 * 1024;

/** Bytes as a body that gives its lease back once it has been read, or once nobody will read it. */
export function leasedBody(bytes: Uint8Array, lease: Lease): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (at >= bytes.length) {
          lease.release();
          controller.close();
          return;
        }
        controller.enqueue(bytes.slice(at, at + CHUNK));
        at += CHUNK;
      },
      cancel() {
        lease.release();
      },
    },
    { highWaterMark: 0 },
  );
}
