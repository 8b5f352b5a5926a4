/** What a header holds, with what a page and Node both have. */

/** base64url of one gzip member. */
export async function evidenceBytes(header) {
  const text = atob(header.replaceAll("-", "+").replaceAll("_", "/"));
  const packed = Uint8Array.from(text, (each) => each.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
