/**
 * Verify; where the verifier says which endorsements are missing, fetch exactly those; verify again.
 */
import { toBase64 } from "./bytes.ts";
import { deadline } from "./deadline.ts";
import { endorsementSource } from "./endorsement-source.ts";
import type { Endorsement, EndorsementSourceOptions } from "./endorsement-source.ts";
import { AttestationError, EndorsementsError } from "./errors.ts";
import {
  inputInvalid,
  readBinding,
  readBlobs,
  readEvidence,
  readPolicy,
  readTime,
} from "./input.ts";
import type { Policy, ResolvedPolicy } from "./policy.ts";
import type { AttestationResult, AuthenticatedEvidence } from "./result.ts";
import { callVerifier } from "./verifier.ts";
import type { VerifierRequest } from "./verifier.ts";

/** How {@link authenticate} is to go about it. */
export interface AuthenticateOptions {
  /** The time of the verdict: a Date or Unix seconds. Default: the clock's. */
  readonly now?: Date | number | undefined;
  /** Certificates and revocation lists, DER or PEM, at most 16 of at most 1 MiB. Nothing among them is trusted. */
  readonly endorsements?: readonly Uint8Array[] | undefined;
  /** Never ask the network; what is missing is `endorsements_missing`. Default: false. */
  readonly offline?: boolean | undefined;
  /** How missing endorsements are fetched. */
  readonly endorsementSource?: EndorsementSourceOptions | undefined;
  /**
   * Roots to trust beside AMD's, as certificates, DER or PEM: for a simulated TEE only. A result that stands on one is
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
  /** What REPORT_DATA must be: exactly 64 bytes. `"any"`, written out, accepts evidence of any session, old ones too. */
  readonly expectedBinding: Uint8Array | "any";
}

const OPTIONS = [
  "now",
  "endorsements",
  "offline",
  "endorsementSource",
  "dangerouslyTrustRoots",
  "signal",
  "timeoutMs",
];
/** A leaf certificate, then a revocation list; a third round would mean that something goes in circles. */
const MAX_ROUNDS = 3;

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
  checkOptions(options, [...OPTIONS, "expectedBinding"]);
  const request: VerifierRequest = {
    operation: "appraise",
    policy: readPolicy(policy),
    expectedBinding: readBinding(options.expectedBinding),
    ...common(evidence, options),
  };
  return freeze(await verify<AttestationResult>(request, options));
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
  checkOptions(options, OPTIONS);
  const request: VerifierRequest = { operation: "authenticate", ...common(evidence, options) };
  return freeze(await verify<AuthenticatedEvidence>(request, options));
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

function checkOptions(options: object, known: readonly string[]): void {
  if (typeof options !== "object" || options === null) throw inputInvalid("options", "an object");
  for (const name of Object.keys(options)) {
    // A misspelt name would be a check that is silently not made.
    if (!known.includes(name)) throw inputInvalid("options", `an object of ${known.join(", ")}`);
  }
}

function common(evidence: unknown, options: AuthenticateOptions) {
  return {
    evidence: readEvidence(evidence),
    endorsements: readBlobs(options.endorsements, "endorsements"),
    dangerouslyTrustRoots: readBlobs(options.dangerouslyTrustRoots, "dangerouslyTrustRoots"),
    now: readTime(options.now),
  };
}

async function verify<Result>(
  request: VerifierRequest,
  options: AuthenticateOptions,
): Promise<Result> {
  const source = endorsementSource(options.endorsementSource);
  const { signal, offline = false } = options;
  const limit = deadline(options.timeoutMs, signal);
  const fetched = new Map<string, Endorsement>();
  const asked = new Set<string>();
  let refreshed = false;
  try {
    for (let round = 0; ; round += 1) {
      limit.check();
      const given = Array.from(fetched.values(), ({ bytes }) => toBase64(bytes));
      try {
        const endorsements = [...(request.endorsements ?? []), ...given];
        const result = await callVerifier<Result>({ ...request, endorsements });
        // Only what a verdict stood on is worth remembering.
        for (const [url, { bytes, cached }] of fetched) if (!cached) await source.keep(url, bytes);
        return result;
      } catch (error) {
        const cached = Array.from(fetched.keys()).filter((url) => fetched.get(url)?.cached);
        if (!refreshed && cached.length > 0 && isAboutCollateral(error)) {
          // What was remembered may have expired since: once more, with what the server has now.
          refreshed = true;
          await fetchSome(cached, fetched, undefined, (url) => source.get(url, limit.signal, true));
          continue;
        }
        if (!(error instanceof EndorsementsError) || offline || round >= MAX_ROUNDS) throw error;
        const urls = (error.context.urls ?? []).filter((url) => !asked.has(url));
        if (urls.length === 0) throw error;
        for (const url of urls) asked.add(url);
        await fetchSome(urls, fetched, error, (url) => source.get(url, limit.signal));
      }
    }
  } catch (error) {
    throw limit.explain(error);
  } finally {
    limit.clear();
  }
}

function isAboutCollateral(error: unknown): boolean {
  return error instanceof AttestationError && error.code.startsWith("collateral_");
}

/** Several addresses are alternatives, of which one has to answer. */
async function fetchSome(
  urls: readonly string[],
  fetched: Map<string, Endorsement>,
  missing: EndorsementsError | undefined,
  get: (url: string) => Promise<Endorsement>,
): Promise<void> {
  const outcomes = await Promise.allSettled(urls.map((url) => get(url)));
  outcomes.forEach((outcome, index) => {
    const url = urls[index];
    if (outcome.status === "fulfilled" && url !== undefined) fetched.set(url, outcome.value);
  });
  const failure = outcomes.find((outcome) => outcome.status === "rejected");
  if (failure === undefined || outcomes.some(({ status }) => status === "fulfilled")) return;
  const reason: unknown = failure.reason;
  if (!(reason instanceof EndorsementsError)) throw reason;
  throw new EndorsementsError(reason.code, reason.message, {
    context: { ...reason.context, urls },
    cause: reason,
    ...(missing?.unverified === undefined ? {} : { unverified: missing.unverified }),
  });
}

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  }
  return value;
}
