/**
 * The third carrier of evidence: a line of the trailer frame that ends a gRPC-web body (PROTOCOL.md, "Unsealed calls"). It
 * passes where a header is too long for a proxy or a runtime. What the evidence is bound to is the body without that line.
 */
import { concatenated } from "./bytes.ts";
import { HEAD_BYTES, TRAILER, frame, lastFrame } from "./grpc-web-frames.ts";
import { REPORT_HEADER } from "./protocol.ts";

/** A body, and the lines of evidence that were in its trailers. */
export interface TrailerEvidence {
  /** The body as the prover wrote it: without those lines, its last frame as much shorter. */
  readonly body: Uint8Array;
  /** Mostly one, or none. */
  readonly values: readonly string[];
}

const LF = 0x0a;
/** Of trailers. Each costs memory of its own, however short it is. */
const MAX_LINES = 1024;
const NAME = REPORT_HEADER.toLowerCase();

/** Takes evidence out of a body; a body without trailers has none. */
export function takeFromTrailer(body: Uint8Array): TrailerEvidence {
  const trailers = trailersOf(body);
  if (trailers === undefined) return { body, values: [] };
  const { content, lines } = trailers;
  const values: string[] = [];
  const kept = lines.filter((line) => {
    const value = evidenceIn(line);
    if (value !== undefined) values.push(value);
    return value === undefined;
  });
  if (values.length === 0) return { body, values };
  return { body: withTrailers(body, content, concatenated(kept)), values };
}

/** Puts evidence behind the trailers of a body; `undefined` where it has none that a line can follow. */
export function addToTrailer(body: Uint8Array, evidence: string): Uint8Array | undefined {
  const trailers = trailersOf(body);
  if (trailers === undefined) return undefined;
  const { content, lines } = trailers;
  // One line more is one that a client may no longer read.
  if ((content.length > 0 && content.at(-1) !== LF) || lines.length === MAX_LINES) return undefined;
  // A line of the prover's own would leave two, and its client could not tell which counts.
  if (lines.some((own) => evidenceIn(own) !== undefined)) return undefined;
  const line = new TextEncoder().encode(`${NAME}:${evidence}\r\n`);
  return withTrailers(body, content, concatenated([content, line]));
}

/** The trailers that end a body, and their lines. */
function trailersOf(body: Uint8Array) {
  const last = lastFrame(body);
  if (last?.flags !== TRAILER) return undefined;
  const { content } = last;
  const lines = linesOf(content);
  return lines === undefined ? undefined : { content, lines };
}

/** The body with other trailers in its last frame: everything before the content stays but that frame's head. */
function withTrailers(body: Uint8Array, content: Uint8Array, other: Uint8Array): Uint8Array {
  const before = body.subarray(0, body.length - content.length - HEAD_BYTES);
  return concatenated([before, frame(other, TRAILER)]);
}

/** Each with its end, so that together they are the content again; `undefined` where there are too many. */
function linesOf(content: Uint8Array): readonly Uint8Array[] | undefined {
  const lines: Uint8Array[] = [];
  for (let at = 0; at < content.length;) {
    if (lines.length === MAX_LINES) return undefined;
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
