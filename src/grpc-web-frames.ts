/** gRPC-web's frames in their binary form (gRPC's PROTOCOL-WEB): a byte of flags, a length in four bytes, the content. */
import { concatenated } from "./bytes.ts";

/** The media type of the binary form. */
export const GRPC_WEB_TYPE = "application/grpc-web+proto";
/** What a request carries. */
export const GRPC_WEB_HEADERS = {
  "Content-Type": GRPC_WEB_TYPE,
  Accept: GRPC_WEB_TYPE,
  "X-Grpc-Web": "1",
} as const;

/** The flags of a message, not compressed. */
export const DATA = 0;
/** The flags of trailers, not compressed. */
export const TRAILER = 0x80;

/** Before the content of a frame. */
export const HEAD_BYTES = 5;

/** Of a body: one message is what provers answer, and trailers. */
const MAX_FRAMES = 1024;
/** Of trailers: evidence is at most 512 KiB. */
const MAX_TRAILER_BYTES = 1024 * 1024;

/** One frame. */
export interface Frame {
  readonly flags: number;
  readonly content: Uint8Array;
}

/** Whether a message's headers say that its body is frames. */
export function isGrpcWeb(headers: Headers): boolean {
  const type = (headers.get("Content-Type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  return type === GRPC_WEB_TYPE || type === "application/grpc-web";
}

/** Content in its frame; the length is big-endian. */
export function frame(content: Uint8Array, flags = DATA): Uint8Array {
  const head = new Uint8Array(HEAD_BYTES);
  head[0] = flags;
  new DataView(head.buffer).setUint32(1, content.length);
  return concatenated([head, content]);
}

/** Every frame of a body; `undefined` where it ends inside of one, or has more, or longer trailers, than one message's answer. */
export function readFrames(body: Uint8Array): readonly Frame[] | undefined {
  const frames: Frame[] = [];
  for (let at = 0; at < body.length;) {
    const next = frameAt(body, at);
    if (next === undefined || frames.length === MAX_FRAMES) return undefined;
    frames.push(next);
    at += HEAD_BYTES + next.content.length;
  }
  return frames;
}

/** The last frame of a body of however many; `undefined` where there is none. */
export function lastFrame(body: Uint8Array): Frame | undefined {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  let last = 0;
  for (let at = 0; at < body.length;) {
    if (body.length - at < HEAD_BYTES) return undefined;
    last = at;
    at += HEAD_BYTES + view.getUint32(at + 1);
  }
  return body.length === 0 ? undefined : frameAt(body, last);
}

function frameAt(body: Uint8Array, at: number): Frame | undefined {
  if (body.length - at < HEAD_BYTES) return undefined;
  const view = new DataView(body.buffer, body.byteOffset + at, HEAD_BYTES);
  const end = at + HEAD_BYTES + view.getUint32(1);
  if (end > body.length) return undefined;
  const [flags, content] = [view.getUint8(0), body.subarray(at + HEAD_BYTES, end)];
  const isTooLong = (flags & TRAILER) !== 0 && content.length > MAX_TRAILER_BYTES;
  return isTooLong ? undefined : { flags, content };
}
