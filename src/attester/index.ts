/** The prover's side: `witnesslock/attester`. */
export { createAttester } from "./attester.ts";
export type { Attester, AttesterOptions } from "./attester.ts";
export type { Quote, QuoteProvider } from "./quote-provider.ts";
