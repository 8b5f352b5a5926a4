/** Reads the body of a message whole, and no further than a limit. */
import { GrowingBytes } from "./growing-bytes.ts";

/**
 * @param admit - told the length of every chunk before it is kept; what it throws ends the reading
 * @returns `undefined` where the body is longer; the rest is then not read
 * @throws whatever the stream breaks off with
 */
export async function readBoundedBody(
  body: ReadableStream<Uint8Array> | null | undefined,
  limit: number,
  admit: (bytes: number) => void = () => undefined,
): Promise<Uint8Array | undefined> {
  const reader = body?.getReader();
  const whole = new GrowingBytes();
  try {
    for (;;) {
      const next = await reader?.read();
      if (next === undefined || next.done) break;
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
