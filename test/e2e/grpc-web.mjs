/** A frame of gRPC-web, as the stand-ins and clients of these runs write it. */
export function frame(flags, content) {
  const head = Buffer.alloc(5);
  head[0] = flags;
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
}
