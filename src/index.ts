/** witnesslock: hand your proving to a TEE, and let nothing out before its hardware evidence is verified. */
export { appraise, authenticate, resolvePolicy } from "./appraise.ts";
export type { AppraiseOptions, AuthenticateOptions } from "./appraise.ts";
export { stapler } from "./stapler.ts";
export type { Stapler, StaplerOptions } from "./stapler.ts";
export { init, initSync } from "./verifier.ts";
export type { VerifierDownload, VerifierSource } from "./verifier-module.ts";
export { memoryCache } from "./cache-memory.ts";
export { indexedDbCache } from "./cache-indexed-db.ts";
export type { EndorsementCache, EndorsementSourceOptions } from "./endorsement-source-options.ts";
export { createAttestedFetch } from "./create-attested-fetch.ts";
export type { AttestedFetch } from "./attested-fetch.ts";
export type { AttestedResponse } from "./attested-response.ts";
export type { AttestedFetchEvent, Outcome } from "./attested-fetch-event.ts";
export type {
  AttestedFetchOptions,
  BindingOption,
  EvidenceOption,
  EvidenceRequest,
  Mode,
} from "./attested-fetch-options.ts";
export type { ReceivedEvidence, ReceivedGateway } from "./evidence-source.ts";
export {
  answerBinding,
  createNonce,
  keyAndNonce,
  keyBinding,
  nonceBinding,
  nonceZeroPadded,
} from "./binding.ts";
export type { AnswerParts, Binding, ExpectedBinding } from "./binding.ts";
export * from "./errors.ts";
export type * from "./dstack-result.ts";
export type * from "./policy.ts";
export type * from "./result.ts";
export type * from "./snp-result.ts";
export type * from "./tdx-result.ts";
export type * from "./vtpm-result.ts";
