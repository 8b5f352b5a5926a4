/**
 * Bytes that arrive in parts whose number and sizes somebody else chooses. A part for each would cost hundreds of bytes of
 * memory however small it is, so they are put together as they come.
 */
export class GrowingBytes {
  #bytes = new Uint8Array();
  #length = 0;

  /** How many there are. */
  get length(): number {
    return this.#length;
  }

  /** Copies a part behind the others. */
  push(part: Uint8Array): void {
    const length = this.#length + part.length;
    if (length > this.#bytes.length) {
      const wider = new Uint8Array(Math.max(length, 2 * this.#bytes.length));
      wider.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = wider;
    }
    this.#bytes.set(part, this.#length);
    this.#length = length;
  }

  /** All of them, a copy that is no longer than they are. */
  whole(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }
}
