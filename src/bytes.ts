/** Bytes as text, with what every runtime has: no Buffer, no dependency. */

const CHUNK = 0x8000;

/** Standard base64 with padding (RFC 4648, section 4). */
export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(binary);
}

/** Base64url without padding (RFC 4648, section 5). */
export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/**
 * Strict base64url without padding: its one canonical form and nothing else.
 *
 * @returns `undefined` for any other text
 */
export function fromBase64Url(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined;
  const bytes = fromBase64(text.replaceAll("-", "+").replaceAll("_", "/"));
  // atob ignores what is left over in the last character; the canonical form leaves nothing.
  return toBase64Url(bytes) === text ? bytes : undefined;
}

/** What decodes base64 faster than a loop, where it is there. */
interface Decoders {
  readonly Uint8Array: { readonly fromBase64?: (text: string) => Uint8Array };
  readonly Buffer?: { readonly from: (text: string, encoding: "base64") => Uint8Array };
}

/** Base64 that this package itself made, as the inlined module. */
export function fromBase64(text: string): Uint8Array {
  const { Uint8Array: bytesOf, Buffer: buffers } = globalThis as unknown as Decoders;
  if (typeof bytesOf.fromBase64 === "function") return bytesOf.fromBase64(text);
  if (typeof buffers?.from === "function") return new Uint8Array(buffers.from(text, "base64"));
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += (byte < 16 ? "0" : "") + byte.toString(16);
  return text;
}

/** One after another. */
export function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
