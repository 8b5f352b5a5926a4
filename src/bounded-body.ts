/** Reads the body of a message whole, and no further than a limit. */
import { concatenated } from "./bytes.ts";

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
  const chunks: Uint8Array[] = [];
  let total = 0;
  try {
    for (;;) {
      const next = await reader?.read();
      if (next === undefined || next.done) break;
      total += next.value.length;
      if (total > limit) {
        // Not waited for: whoever sends too much may not end either.
        reader?.cancel().catch(() => undefined);
        return undefined;
      }
      admit(next.value.length);
      chunks.push(next.value);
    }
  } catch (error) {
    reader?.cancel().catch(() => undefined);
    throw error;
  }
  return concatenated(chunks);
}
