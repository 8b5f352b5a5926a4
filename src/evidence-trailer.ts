/**
 * The third carrier of evidence: a line of the trailer frame that ends a gRPC-web body (PROTOCOL.md, "Unsealed calls"). It
 * passes where a header is too long for a proxy or a runtime. What the evidence is bound to is the body without that line.
 */
import { concatenated } from "./bytes.ts";
import { HEAD_BYTES, TRAILER, frame, readFrames } from "./grpc-web-frames.ts";
import { REPORT_HEADER } from "./protocol.ts";

/** A body, and the lines of evidence that were in its trailers. */
export interface TrailerEvidence {
  /** The body as the prover wrote it: without those lines, its last frame as much shorter. */
  readonly body: Uint8Array;
  /** Mostly one, or none. */
  readonly values: readonly string[];
}

const LF = 0x0a;
const NAME = REPORT_HEADER.toLowerCase();

/** Takes evidence out of a body; a body without trailers has none. */
export function takeFromTrailer(body: Uint8Array): TrailerEvidence {
  const content = trailersOf(body);
  if (content === undefined) return { body, values: [] };
  const values: string[] = [];
  const kept = linesOf(content).filter((line) => {
    const value = evidenceIn(line);
    if (value !== undefined) values.push(value);
    return value === undefined;
  });
  if (values.length === 0) return { body, values };
  return { body: withTrailers(body, content, concatenated(kept)), values };
}

/** Puts evidence behind the trailers of a body; `undefined` where it has none that a line can follow. */
export function addToTrailer(body: Uint8Array, evidence: string): Uint8Array | undefined {
  const content = trailersOf(body);
  if (content === undefined || (content.length > 0 && content.at(-1) !== LF)) return undefined;
  // A line of the prover's own would leave two, and its client could not tell which counts.
  if (linesOf(content).some((line) => evidenceIn(line) !== undefined)) return undefined;
  const line = new TextEncoder().encode(`${NAME}:${evidence}\r\n`);
  return withTrailers(body, content, concatenated([content, line]));
}

function trailersOf(body: Uint8Array): Uint8Array | undefined {
  const last = readFrames(body)?.at(-1);
  return last?.flags === TRAILER ? last.content : undefined;
}

/** The body with other trailers in its last frame: everything before the content stays but that frame's head. */
function withTrailers(body: Uint8Array, content: Uint8Array, other: Uint8Array): Uint8Array {
  const before = body.subarray(0, body.length - content.length - HEAD_BYTES);
  return concatenated([before, frame(other, TRAILER)]);
}

/** Each with its end, so that together they are the content again. */
function linesOf(content: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let at = 0; at < content.length;) {
    const found = content.indexOf(LF, at);
    const end = found === -1 ? content.length : found + 1;
    lines.push(content.subarray(at, end));
    at = end;
  }
  return lines;
}

function evidenceIn(line: Uint8Array): string | undefined {
  const colon = line.indexOf(0x3a);
  // Latin-1: byte for byte what is there, so that nothing foreign turns into base64.
  const text = Array.from(line, (byte) => String.fromCharCode(byte)).join("");
  if (colon < 1 || text.slice(0, colon).trim().toLowerCase() !== NAME) return undefined;
  return text.slice(colon + 1).replace(/^[\t ]*|[\t ]*\r?\n?$/g, "");
}
