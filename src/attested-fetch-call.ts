/** What one call of an attested fetch works with. */
import type { Configuration } from "./attested-fetch-options.ts";
import type { AttestedKeys } from "./attested-keys.ts";
import type { CallReport } from "./call-report.ts";
import type { Sealing } from "./sealing/sealing.ts";

/** Made anew for every call. */
export interface Call {
  /** The options, read. */
  readonly configuration: Configuration;
  /** The account of this call. */
  readonly report: CallReport;
  /** The caller's fetch, or the runtime's. */
  readonly send: typeof globalThis.fetch;
  /** Makes `send` read longer headers from now on; `false` where it cannot, or does already. */
  readonly widen: () => boolean;
  /** What only the verifier can see in a policy: `policy_invalid`. */
  readonly checkPolicy: () => Promise<void>;
  /** The keys that this fetch may still seal to. */
  readonly keys: AttestedKeys;
  /** The means to seal, where this entry has any. */
  readonly sealing: Sealing | undefined;
}
