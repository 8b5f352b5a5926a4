/** Reads the body of a message whole, and no further than a limit. */
import { GrowingBytes } from "./growing-bytes.ts";
import { isBytes } from "./input.ts";

/**
 * @param admit - told the length of every chunk before it is kept; what it throws ends the reading
 * @param stopped - cancels the stream: whoever fills it learns that nobody reads any more
 * @returns `undefined` where the body is longer; the rest is then not read
 * @throws whatever the stream breaks off with
 */
export async function readBoundedBody(
  body: ReadableStream<Uint8Array> | null | undefined,
  limit: number,
  admit: (bytes: number) => void = () => undefined,
  stopped?: AbortSignal,
): Promise<Uint8Array | undefined> {
  const reader = body?.getReader();
  stopped?.addEventListener("abort", () => {
    reader?.cancel(stopped.reason).catch(() => undefined);
  });
  const whole = new GrowingBytes();
  try {
    for (;;) {
      const next = await reader?.read();
      if (next === undefined || next.done) break;
      if (!isBytes(next.value)) throw new TypeError("a body's stream must give Uint8Array");
      if (whole.length + next.value.length > limit) {
        // Not waited for: whoever sends too much may not end either.
        reader?.cancel().catch(() => undefined);
        return undefined;
      }
      admit(next.value.length);
      whole.push(next.value);
    }
  } catch (error) {
    reader?.cancel().catch(() => undefined);
    throw error;
  }
  return whole.whole();
}
