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

/** Every frame of a body; `undefined` where it ends inside of one. */
export function readFrames(body: Uint8Array): readonly Frame[] | undefined {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const frames: Frame[] = [];
  for (let at = 0; at < body.length;) {
    if (body.length - at < HEAD_BYTES) return undefined;
    const end = at + HEAD_BYTES + view.getUint32(at + 1);
    if (end > body.length) return undefined;
    frames.push({ flags: view.getUint8(at), content: body.subarray(at + HEAD_BYTES, end) });
    at = end;
  }
  return frames;
}
