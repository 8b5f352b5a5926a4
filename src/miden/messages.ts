/** The two messages of a proving call: one field each, of type bytes (Protocol Buffers, "Encoding"). */
import { concatenated } from "../bytes.ts";
import { protocol } from "./grpc-web.ts";
import type { MidenWire } from "./versions.ts";

const LENGTH_DELIMITED = 2;
/** What the published client reads at most. */
const MAX_PROOF_BYTES = 4 * 1024 * 1024;

/** The request's message. The kind of proof, a transaction, is the default and is left out. */
export function encodeRequest({ payloadField }: MidenWire, payload: Uint8Array): Uint8Array {
  const tag = (payloadField << 3) | LENGTH_DELIMITED;
  return concatenated([Uint8Array.of(tag), varint(payload.length), payload]);
}

/**
 * The proof in the answer's message: its one field.
 *
 * @throws ProverError `prover_protocol`
 */
export function decodeProof(message: Uint8Array): Uint8Array {
  if (message[0] !== ((1 << 3) | LENGTH_DELIMITED)) throw protocol("holds no proof");
  let length = 0;
  let at = 1;
  for (let shift = 0; ; shift += 7, at += 1) {
    const byte = message[at];
    if (byte === undefined || shift > 21) throw protocol("holds a proof of no readable length");
    length |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  const proof = message.slice(at + 1);
  if (length !== proof.length || length === 0) throw protocol("holds more or less than one proof");
  if (length > MAX_PROOF_BYTES) throw protocol("holds a proof larger than 4 MiB");
  return proof;
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Uint8Array.of(...bytes, rest);
}
