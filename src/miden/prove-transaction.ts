/** A Miden transaction proven in a TEE, past the SDK's own client: the proof that comes back is of this transaction, or an error. */
import { readAnswer } from "../after-sending.ts";
import type { AttestedFetch } from "../attested-fetch.ts";
import { createAttestedFetch } from "../create-attested-fetch.ts";
import type { AttestedFetchOptions } from "../attested-fetch-options.ts";
import { AttestationError } from "../errors.ts";
import { GRPC_WEB_HEADERS, frame } from "../grpc-web-frames.ts";
import { inputInvalid } from "../input.ts";
import type { AttestationResult } from "../result.ts";
import { readUnary } from "./grpc-web.ts";
import { decodeProof, encodeRequest } from "./messages.ts";
import { MIDEN_VERSIONS } from "./versions.ts";
import type { MidenVersion } from "./versions.ts";

/** What has an identity that it writes in hexadecimal: the SDK's TransactionId. */
interface Identity {
  toHex(): string;
}

/** The SDK's TransactionResult, as far as it is needed. */
export interface TransactionResultLike {
  /** The transaction's id, as the SDK computed it. */
  id(): Identity;
  /** What the prover is sent: the witness. */
  serialize(): Uint8Array;
}

/** The SDK's ProvenTransaction, as far as it is needed. */
export interface ProvenTransactionLike {
  /** The id of the transaction that the proof is of. */
  id(): Identity;
}

/** Options of {@link proveTransaction}. */
export interface ProveTransactionOptions<Proven extends ProvenTransactionLike> {
  /** The prover's address, as `https://prover.example`; a path of it comes before the method's. */
  readonly endpoint: string;
  /** The minor version of Miden that the prover speaks. Default: `"0.13"`. */
  readonly version?: MidenVersion;
  /** Made by `createAttestedFetch`, or the options to make one of. */
  readonly attestedFetch: AttestedFetch | AttestedFetchOptions;
  /** The SDK's class: `ProvenTransaction`. */
  readonly ProvenTransaction: { deserialize(bytes: Uint8Array): Proven };
  /** Stops the call. */
  readonly signal?: AbortSignal;
}

/** A proof, and what it stands on. */
export interface AttestedProof<Proven> {
  /** The SDK's own object, read from the prover's bytes. */
  readonly provenTransaction: Proven;
  /** As the prover serialized it. */
  readonly bytes: Uint8Array;
  /** Absent in the modes that let unattested answers pass. */
  readonly attestation: AttestationResult | undefined;
}

/**
 * Proves an executed transaction. The payload is the serialized result: the service's input is its beginning, and what
 * follows is not read by it.
 *
 * @param transaction - what `executeTransaction` of the SDK gave
 * @throws AttestationError `proof_binding` where the proof is of another transaction; and whatever the attested fetch throws
 * @throws ProverError `prover_grpc`, `prover_protocol`: the witness has left then, and `witnessSent` says how
 */
export async function proveTransaction<Proven extends ProvenTransactionLike>(
  transaction: TransactionResultLike,
  options: ProveTransactionOptions<Proven>,
): Promise<AttestedProof<Proven>> {
  const { endpoint, version = "0.13", attestedFetch, ProvenTransaction, signal } = options;
  if (!Object.hasOwn(MIDEN_VERSIONS, version)) {
    throw inputInvalid("version", Object.keys(MIDEN_VERSIONS).join(", "));
  }
  const wire = MIDEN_VERSIONS[version];
  if (wire.payload !== "TransactionInputs") {
    throw inputInvalid("version", "0.12 or newer: before it the payload is a TransactionWitness, which only the SDK's own client makes; use attestedMidenFetch"); // prettier-ignore
  }
  const send =
    typeof attestedFetch === "function" ? attestedFetch : createAttestedFetch(attestedFetch);
  // Taken now: an id of the SDK's may be freed while the proof is made.
  const expected = transaction.id().toHex();
  const message = frame(encodeRequest(wire, transaction.serialize()));
  const response = await send(endpoint.replace(/\/$/, "") + wire.path, {
    method: "POST",
    headers: GRPC_WEB_HEADERS,
    body: new Uint8Array(message),
    ...(signal === undefined ? {} : { signal }),
  });
  return readAnswer(response, signal, async () => {
    const bytes = decodeProof(await readUnary(response));
    const { provenTransaction, id } = read(ProvenTransaction, bytes);
    if (id !== expected) {
      throw new AttestationError(
        "proof_binding",
        "the prover answered with the proof of another transaction",
        { context: { field: "TransactionId", expected, actual: id } },
      );
    }
    return { provenTransaction, bytes, attestation: response.attestation };
  });
}

function read<Proven extends ProvenTransactionLike>(
  reader: { deserialize(bytes: Uint8Array): Proven },
  bytes: Uint8Array,
): { readonly provenTransaction: Proven; readonly id: string } {
  try {
    // The SDK may keep or detach what it is given.
    const provenTransaction = reader.deserialize(new Uint8Array(bytes));
    return { provenTransaction, id: provenTransaction.id().toHex() };
  } catch (cause) {
    throw new AttestationError(
      "proof_binding",
      "what the prover answered is no proven transaction of this SDK's version",
      { cause, context: { field: "ProvenTransaction" } },
    );
  }
}
