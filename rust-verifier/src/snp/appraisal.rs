//! The verdict: an authenticated report against a policy.

use super::kds;
use super::policy::{self, Policy};
use super::tcb_appraisal::TcbStatus;
use super::verify::{Authenticated, AuthenticatedEvidence};
use super::{claims, report::Report};
use crate::result::{Refusal, Unverified};
use serde::Serialize;

/// The result of `appraise`. Mirrored by `src/result.ts`.
#[derive(Debug, Serialize)]
pub struct AttestationResult {
    status: Status,
    #[serde(flatten)]
    evidence: AuthenticatedEvidence,
    policy: ResolvedPolicy,
    warnings: Vec<&'static str>,
}

/// AR4SI tiers (draft-ietf-rats-ar4si). There is no third: everything else is an error.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Affirming,
    Warning,
}

/// A policy with every default written out.
#[derive(Debug, Serialize)]
pub struct ResolvedPolicy {
    /// The section for SEV-SNP.
    pub snp: Policy,
}

/// Appraises `evidence`. What can be refused without a revocation list is refused without one.
///
/// # Errors
/// Every violation of the policy at once; `endorsements_missing` where the policy demands a revocation list and none was
/// given.
pub fn appraise(
    evidence: &Authenticated<'_>,
    policy: &Policy,
    binding: Option<&[u8; 64]>,
) -> Result<AttestationResult, Refusal> {
    let (checks, violations) = policy::check(evidence, policy, binding);
    if let Some(refusal) = Refusal::by_policy(violations) {
        return Err(refusal);
    }
    let mut statement = evidence.statement();
    statement.checks = checks;
    if policy.revocation_required && !evidence.revocation_checked() {
        let urls = vec![kds::crl_url(evidence.product(), evidence.report().signing_key)];
        let unverified = Unverified { tee: "snp", claims: statement.claims, checks: statement.checks };
        return Err(Refusal::missing(
            "the policy demands AMD's revocation list (snp.revocation), and none was given: fetch it from the address",
            "revocation list",
            urls,
            unverified,
        ));
    }
    let warnings = warnings(evidence.report(), evidence.is_simulated(), statement.tcb.status);
    Ok(AttestationResult {
        status: if warnings.is_empty() { Status::Affirming } else { Status::Warning },
        evidence: statement,
        policy: ResolvedPolicy { snp: policy.clone() },
        warnings,
    })
}

/// What weakens a verdict, each thing allowed by the caller in so many words.
fn warnings(report: &Report<'_>, is_simulated: bool, tcb: TcbStatus) -> Vec<&'static str> {
    let debug =
        claims::GUEST_POLICY_BITS.iter().any(|(name, number)| *name == "debug" && claims::bit(report.policy, *number));
    [
        (
            is_simulated,
            "the chain ends at a root named in dangerouslyTrustRoots: no hardware stands behind this verdict",
        ),
        (debug, "the policy accepts a guest that the host may debug: nothing in it is private"),
        (
            tcb == TcbStatus::OutOfDate,
            "the policy accepts a TCB below the newest table: published attacks apply (see tcb.advisoryIds)",
        ),
    ]
    .into_iter()
    .filter_map(|(applies, warning)| applies.then_some(warning))
    .collect()
}
