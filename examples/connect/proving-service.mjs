/**
 * The descriptor of the proving service's one method, as `protoc --descriptor_set_out` would write it for
 *
 *   package remote_prover;
 *   message Request { bytes payload = 2; }  message Proof { bytes payload = 1; }
 *   service Api { rpc Prove(Request) returns (Proof); }
 *
 * A project generates its own from its .proto files.
 */
const text = new TextEncoder();

/** A field of wire type 2: its number, and a string, bytes, or fields. */
function field(number, value) {
  const bytes = typeof value === "string" ? text.encode(value) : value;
  return [(number << 3) | 2, bytes.length, ...bytes];
}
const varint = (number, value) => [number << 3, value];

const LABEL_OPTIONAL = 1;
const TYPE_BYTES = 12;
const message = (name, number) => [
  ...field(1, name),
  ...field(2, [
    ...field(1, "payload"),
    ...varint(3, number),
    ...varint(4, LABEL_OPTIONAL),
    ...varint(5, TYPE_BYTES),
  ]),
];
const method = [
  ...field(1, "Prove"),
  ...field(2, ".remote_prover.Request"),
  ...field(3, ".remote_prover.Proof"),
];
const file = [
  ...field(1, "remote_prover.proto"),
  ...field(2, "remote_prover"),
  ...field(4, message("Request", 2)),
  ...field(4, message("Proof", 1)),
  ...field(6, [...field(1, "Api"), ...field(2, method)]),
  ...field(12, "proto3"),
];

/** A FileDescriptorSet; its one file is longer than 127 bytes. */
export const PROVING_SERVICE = Uint8Array.from([
  0x0a,
  (file.length & 0x7f) | 0x80,
  file.length >> 7,
  ...file,
]);
