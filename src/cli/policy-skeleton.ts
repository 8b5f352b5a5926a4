/**
 * A policy that accepts what was seen and no more than the defaults beyond it: a beginning for a person to review, never a
 * policy to trust because it was written by a program.
 */
import type { Policy } from "../policy.ts";
import type { AuthenticatedEvidence } from "../result.ts";
import { withAzure } from "./azure-skeleton.ts";
import { snpSkeleton } from "./snp-skeleton.ts";
import { tdxSkeleton } from "./tdx-skeleton.ts";

/** The policy, and what a reviewer must decide, line by line. */
export interface Skeleton {
  readonly policy: Policy;
  readonly notes: readonly string[];
}

/** Writes the skeleton of authentic evidence. */
export function policySkeleton(evidence: AuthenticatedEvidence): Skeleton {
  const section = evidence.tee === "snp" ? snpSkeleton(evidence) : tdxSkeleton(evidence);
  const { policy, notes } = evidence.platform === "azure" ? withAzure(section, evidence) : section;
  const simulated = "the evidence is simulated: no policy makes it more than a warning";
  return { policy, notes: evidence.anchor === "simulated" ? [...notes, simulated] : notes };
}
