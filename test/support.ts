/** What many tests need. */
import { authenticate, isWitnesslockError } from "../src/index.ts";
import type {
  AuthenticateOptions,
  AuthenticatedEvidence,
  Policy,
  SnpClaims,
  SnpPolicy,
  TdxClaims,
  WitnesslockErrorData,
} from "../src/index.ts";
import type { SimulatedTee } from "../src/testing/index.ts";

/** "ok", or the code. Anything but an error of this package is thrown on. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  return (await errorOf(call))?.code ?? "ok";
}

/** The error, or nothing. */
export async function errorOf(call: Promise<unknown>): Promise<WitnesslockErrorData | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (!isWitnesslockError(error)) throw error;
    return error;
  }
}

/** Options that trust a simulated TEE. */
export function trusting(tee: SimulatedTee, more: AuthenticateOptions = {}): AuthenticateOptions {
  return { dangerouslyTrustRoots: [tee.root], offline: true, ...more };
}

/** Authenticity of a report with this TEE's certificates. */
export function check(
  tee: SimulatedTee,
  report: Uint8Array,
  endorsements: readonly Uint8Array[] = [tee.leaf, tee.intermediate],
  more: AuthenticateOptions = {},
): Promise<string> {
  return codeOf(authenticate(report, trusting(tee, { endorsements, ...more })));
}

/** A policy for any measurement, with whatever else. */
export function policyOf(snp: Partial<SnpPolicy> = {}): Policy {
  return { snp: { measurements: "any", ...snp } };
}

/** The claims of a report of SEV-SNP. */
export function snpClaims(evidence: Pick<AuthenticatedEvidence, "claims">): SnpClaims {
  if ("mrTd" in evidence.claims) throw new Error("a quote of TDX");
  return evidence.claims;
}

/** The claims of a quote of TDX. */
export function tdxClaims(evidence: Pick<AuthenticatedEvidence, "claims">): TdxClaims {
  if (!("mrTd" in evidence.claims)) throw new Error("a report of SEV-SNP");
  return evidence.claims;
}

/** A copy with some bytes changed. */
export function changed(bytes: Uint8Array, offset: number, value: readonly number[]): Uint8Array {
  const copy = bytes.slice();
  copy.set(value, offset);
  return copy;
}

/** A copy with one bit flipped. */
export function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice();
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
}
