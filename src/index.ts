/** witnesslock: hand your proving to a TEE, and let nothing out before its hardware evidence is verified. */
export { appraise, authenticate, resolvePolicy } from "./appraise.ts";
export type { AppraiseOptions, AuthenticateOptions } from "./appraise.ts";
export { init, initSync } from "./verifier.ts";
export type { VerifierSource } from "./verifier.ts";
export { memoryCache } from "./cache-memory.ts";
export { indexedDbCache } from "./cache-indexed-db.ts";
export type { EndorsementCache, EndorsementSourceOptions } from "./endorsement-source.ts";
export * from "./errors.ts";
export type * from "./policy.ts";
export type * from "./result.ts";
