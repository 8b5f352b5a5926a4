/** The two questions about evidence: is it genuine, and does a policy accept it? */
import type { ExpectedBinding } from "./binding.ts";
import type { EndorsementSourceOptions } from "./endorsement-source-options.ts";
import { freeze } from "./freeze.ts";
import {
  readBinding,
  readBlobs,
  readEvidence,
  readOptions,
  readPolicy,
  readTime,
} from "./input.ts";
import type { Policy, ResolvedPolicy } from "./policy.ts";
import type { AttestationResult, AuthenticatedEvidence } from "./result.ts";
import { callVerifier } from "./verifier.ts";
import { verify } from "./verify.ts";
import type { VerifierRequest } from "./verifier.ts";

/** How {@link authenticate} is to go about it. */
export interface AuthenticateOptions {
  /** The time of the verdict: a Date or Unix seconds. Default: the clock's. */
  readonly now?: Date | number | undefined;
  /**
   * Certificates and revocation lists, DER or PEM; Intel's collateral as its service answers, or as the common bundle. At
   * most 16 of at most 1 MiB. Nothing among them is trusted.
   */
  readonly endorsements?: readonly Uint8Array[] | undefined;
  /** Never ask the network; what is missing is `endorsements_missing`. Default: false. */
  readonly offline?: boolean | undefined;
  /** How missing endorsements are fetched. */
  readonly endorsementSource?: EndorsementSourceOptions | undefined;
  /**
   * Roots to trust beside the vendors', as certificates, DER or PEM: for a simulated TEE only. A result that stands on one is
   * never `affirming`.
   */
  readonly dangerouslyTrustRoots?: readonly Uint8Array[] | undefined;
  /** Stops waiting for endorsements: `aborted`. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds for everything together. Default: 30,000. */
  readonly timeoutMs?: number | undefined;
}

/** How {@link appraise} is to go about it. */
export interface AppraiseOptions extends AuthenticateOptions {
  /**
   * What binds the evidence to this session: 64 bytes of REPORT_DATA (TDX: REPORTDATA), or on Azure 48 of the TPM quote's
   * extraData. A form that the evidence has and that is not given here is a refusal. `"any"`, written out, accepts evidence of
   * any session, old ones too.
   */
  readonly expectedBinding: ExpectedBinding | "any";
}

/** Their names. */
export const AUTHENTICATE_OPTIONS = [
  "now",
  "endorsements",
  "offline",
  "endorsementSource",
  "dangerouslyTrustRoots",
  "signal",
  "timeoutMs",
] as const satisfies readonly (keyof AuthenticateOptions)[];

/**
 * Appraises evidence against a policy.
 *
 * @param evidence - the value of the header `Attestation-Report`, JSON, or bytes
 * @param policy - plain data, or its JSON text
 * @returns the result, deeply frozen: genuine evidence that the policy accepts. There is no other way to get one.
 * @throws AttestationError - forged, damaged, outdated or not what the policy accepts; or a mistake in the call
 * @throws EndorsementsError - could not find out; what the evidence claims stands, unproven, in `unverified`
 * @throws ProverError - `aborted`, `transport_timeout`
 */
export async function appraise(
  evidence: string | Uint8Array | ArrayBuffer,
  policy: Policy | string,
  options: AppraiseOptions,
): Promise<AttestationResult> {
  const own = readOptions(options, [...AUTHENTICATE_OPTIONS, "expectedBinding"]);
  const request: VerifierRequest = {
    operation: "appraise",
    policy: readPolicy(policy),
    ...readBinding(own.expectedBinding),
    ...common(evidence, own),
  };
  return freeze(await verify<AttestationResult>(request, own));
}

/**
 * Proves that evidence is genuine, and says what it claims. It judges nothing: a debuggable guest on an outdated platform
 * is authentic too.
 *
 * @param evidence - the value of the header `Attestation-Report`, JSON, or bytes
 * @throws AttestationError, EndorsementsError, ProverError as {@link appraise}
 */
export async function authenticate(
  evidence: string | Uint8Array | ArrayBuffer,
  options: AuthenticateOptions = {},
): Promise<AuthenticatedEvidence> {
  const own = readOptions(options, AUTHENTICATE_OPTIONS);
  const request: VerifierRequest = { operation: "authenticate", ...common(evidence, own) };
  return freeze(await verify<AuthenticatedEvidence>(request, own));
}

/**
 * A policy with every default written out: what a result carries, before there is one.
 *
 * @throws AttestationError `policy_invalid`, naming the path of the field
 */
export async function resolvePolicy(policy: Policy | string): Promise<ResolvedPolicy> {
  const request: VerifierRequest = { operation: "resolve-policy", policy: readPolicy(policy) };
  return freeze(await callVerifier<ResolvedPolicy>(request));
}

/** What every question about evidence has: copied, and checked as far as it is not the verifier's to judge. */
export function common(evidence: unknown, options: AuthenticateOptions) {
  return {
    evidence: readEvidence(evidence),
    endorsements: readBlobs(options.endorsements, "endorsements"),
    dangerouslyTrustRoots: readBlobs(options.dangerouslyTrustRoots, "dangerouslyTrustRoots"),
    now: readTime(options.now),
  };
}
