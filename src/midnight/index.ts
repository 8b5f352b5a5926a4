/** Midnight: `witnesslock/midnight`. The ledger package is yours; nothing of it is imported. */
export { attestedProvingProvider } from "./proving-provider.ts";
export type {
  AttestedProvingProviderOptions,
  LedgerLike,
  ProvingKeyMaterialLike,
  ProvingProviderLike,
} from "./proving-provider.ts";
