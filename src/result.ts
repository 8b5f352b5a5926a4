/**
 * What the verifier answers, mirrored from `rust-verifier/src/result.rs` and the two rooms of it, `snp/` and `tdx/`. The kind
 * of TEE tells the shapes apart: `if (result.tee === "tdx") result.claims.mrTd`.
 */
import type { ResolvedPolicy } from "./policy.ts";
import type { SnpClaims, SnpTcbAppraisal } from "./snp-result.ts";
import type { TdxClaims, TdxTcbAppraisal } from "./tdx-result.ts";
import type { VtpmClaims } from "./vtpm-result.ts";

/** AMD's roots. `"simulated"`: a root that the caller named as dangerous. */
export type SnpAnchor = "amd-milan" | "amd-genoa" | "amd-turin" | "simulated";

/** Intel's root. `"simulated"`: a root that the caller named as dangerous. */
export type TdxAnchor = "intel-sgx" | "simulated";

/** The trust anchor at which the certificate chain ended. */
export type Anchor = SnpAnchor | TdxAnchor;

/** One thing that was checked, in the order in which the checks ran. A check that fails is an error, never an entry. */
export interface Check {
  /** A stable name in kebab-case, as "report-signature". */
  readonly id: string;
  /** The document and section that the check enforces. */
  readonly rule: string;
  /** Whether it ran. */
  readonly outcome: "passed" | "skipped";
  /** Why it was skipped, in words. */
  readonly reason?: string;
}

/** What evidence of every kind of TEE has. */
interface Evidence<Tee extends string, Root extends Anchor, Claims, Tcb> {
  /** The kind of TEE. */
  readonly tee: Tee;
  /** The envelope that the evidence came in: the attester's claim, not proof of who hosts it. */
  readonly platform: "bare" | "azure" | "gcp";
  /** The anchor at which the chain ended. */
  readonly anchor: Root;
  /** What the report or quote says; its signature holds. */
  readonly claims: Claims;
  /** What a virtual TPM says, where the evidence has one. */
  readonly vtpm?: VtpmClaims;
  /** How the platform stands. */
  readonly tcb: Tcb;
  /** Every check, in order. */
  readonly checks: readonly Check[];
  /** Unix seconds: the earliest end of anything that this answer rests on. */
  readonly validUntil: number;
}

/** Evidence of AMD SEV-SNP whose authenticity is proven. */
export type AuthenticatedSnpEvidence = Evidence<"snp", SnpAnchor, SnpClaims, SnpTcbAppraisal>;

/**
 * Evidence of Intel TDX whose authenticity is proven. `tcb` is `null` where Intel's collateral for it was not given: the
 * checks then say what was skipped.
 */
export type AuthenticatedTdxEvidence = Evidence<
  "tdx",
  TdxAnchor,
  TdxClaims,
  TdxTcbAppraisal | null
>;

/** Evidence whose authenticity is proven, and of which nothing else was asked. */
export type AuthenticatedEvidence = AuthenticatedSnpEvidence | AuthenticatedTdxEvidence;

/** What a policy's verdict adds. */
interface Verdict {
  /** `"warning"` when something that the policy or the options named, as a dangerous root, weakens the verdict. */
  readonly status: "affirming" | "warning";
  /** The policy's section that was applied, with every default written out. */
  readonly policy: ResolvedPolicy;
  /** Why the status is `"warning"`, in words. */
  readonly warnings: readonly string[];
}

/** Genuine evidence of AMD SEV-SNP that the policy accepts. */
export type SnpAttestationResult = Verdict & AuthenticatedSnpEvidence;

/** Genuine evidence of Intel TDX, its collateral complete, that the policy accepts. */
export type TdxAttestationResult = Verdict & Evidence<"tdx", TdxAnchor, TdxClaims, TdxTcbAppraisal>;

/**
 * Evidence that is genuine and that the policy accepts. There is no third status and no boolean: everything else is an
 * error. Deeply frozen.
 */
export type AttestationResult = SnpAttestationResult | TdxAttestationResult;
