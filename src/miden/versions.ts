/** What each generation of Miden's proving service speaks, measured on its published server and client. */

/** How one generation is called. */
export interface MidenWire {
  /** Of the gRPC method. */
  readonly path: string;
  /** The field of the request's message that holds the payload. */
  readonly payloadField: 1 | 2;
  /** What the payload is, in the node's own serialization. */
  readonly payload: "TransactionWitness" | "TransactionInputs";
}

const PROVE_TRANSACTION = { path: "/api.Api/ProveTransaction", payloadField: 1, payload: "TransactionWitness" } as const; // prettier-ignore
const PROVING_SERVICE = { path: "/proving_service.Api/Prove", payloadField: 2, payload: "TransactionWitness" } as const; // prettier-ignore
const REMOTE_PROVER = { path: "/remote_prover.Api/Prove", payloadField: 2, payload: "TransactionWitness" } as const; // prettier-ignore
const REMOTE_PROVER_INPUTS = { ...REMOTE_PROVER, payload: "TransactionInputs" } as const;

/**
 * By minor version. Since 0.8 the message's first field is the kind of proof, whose value for a transaction, 0, is left out; the
 * answer's first field is the proof in all of them.
 */
export const MIDEN_VERSIONS = {
  "0.6": PROVE_TRANSACTION,
  "0.7": PROVE_TRANSACTION,
  "0.8": PROVING_SERVICE,
  "0.9": PROVING_SERVICE,
  "0.10": REMOTE_PROVER,
  "0.11": REMOTE_PROVER,
  "0.12": REMOTE_PROVER_INPUTS,
  "0.13": REMOTE_PROVER_INPUTS,
} as const satisfies Readonly<Record<string, MidenWire>>;

/** A version that this package knows. */
export type MidenVersion = keyof typeof MIDEN_VERSIONS;

/** Every method that carries a witness. */
export const PROVING_PATHS: readonly string[] = [
  ...new Set(Object.values(MIDEN_VERSIONS).map(({ path }) => path)),
];
