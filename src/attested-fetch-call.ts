/** What one call of an attested fetch works with, and how it begins. */
import type { Configuration } from "./attested-fetch-options.ts";
import type { AttestedKeys } from "./attested-keys.ts";
import type { CallReport } from "./call-report.ts";
import { deadline } from "./deadline.ts";
import { copyRequest } from "./outgoing-request.ts";
import type { OutgoingRequest } from "./outgoing-request.ts";
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

/**
 * The caller's request, copied, and the policy checked, within the time that the options allow. Nothing has left.
 *
 * @throws AttestationError `policy_invalid`, `verifier_unavailable`
 * @throws ProverError `transport_invalid`, `transport_opaque`, `transport_timeout`, `aborted`
 */
export async function admit(
  { configuration, checkPolicy }: Call,
  input: RequestInfo | URL,
  init: RequestInit | undefined,
): Promise<OutgoingRequest> {
  const request = await copyRequest(input, init, configuration);
  const limit = deadline(configuration.timeoutMs, request.signal);
  try {
    await limit.race(checkPolicy);
  } catch (error) {
    throw limit.explain(error);
  } finally {
    limit.clear();
  }
  return request;
}
