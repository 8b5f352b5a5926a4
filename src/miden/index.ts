/** Miden: `witnesslock/miden`. The SDK itself is yours; nothing of it is imported. */
export { attestedMidenFetch } from "./miden-fetch.ts";
export type { AttestedMidenFetchOptions } from "./miden-fetch.ts";
export { installMidenFetch, installWorkerBootstrap, midenFetchHandler } from "./install.ts";
export { proveTransaction } from "./prove-transaction.ts";
export type {
  AttestedProof,
  ProveTransactionOptions,
  ProvenTransactionLike,
  TransactionResultLike,
} from "./prove-transaction.ts";
export { MIDEN_VERSIONS } from "./versions.ts";
export type { MidenVersion, MidenWire } from "./versions.ts";
