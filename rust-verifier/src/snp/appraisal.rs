//! The verdict: an authenticated report against a policy.

use super::kds;
use super::policy;
use super::tcb_appraisal::TcbStatus;
use super::verify::Authenticated;
use super::{claims, report::Report};
use crate::bytes::bit;
use crate::criteria::{ExpectedBinding, Section, dstack_warning};
use crate::result::{AttestationResult, Refusal, Unverified};
use crate::tpm;

/// Appraises `evidence`. What can be refused without a revocation list is refused without one.
///
/// # Errors
/// Every violation of the policy at once; `endorsements_missing` where the policy demands a revocation list and none was
/// given.
pub fn appraise(
    evidence: &Authenticated<'_>,
    policy: &Section,
    azure: Option<&Section>,
    binding: &ExpectedBinding,
) -> Result<AttestationResult, Refusal> {
    let (checks, violations) = policy::check(evidence, (policy, azure), binding);
    if let Some(refusal) = Refusal::by_policy(violations) {
        return Err(refusal);
    }
    let mut statement = evidence.statement();
    statement.checks = checks;
    if policy::is_revocation_required(policy) && !evidence.revocation_checked() {
        let urls = vec![kds::crl_url(evidence.product(), evidence.report().signing_key)];
        let unverified = Unverified { tee: "snp", claims: statement.claims, checks: statement.checks };
        return Err(Refusal::missing(
            "the policy demands AMD's revocation list (snp.revocation), and none was given: fetch it from the address",
            "revocation list",
            urls,
            unverified,
        ));
    }
    let mut warnings = warnings(evidence.report(), evidence.is_simulated(), evidence.tcb_status());
    let is_open = policy::is_guest_open(policy);
    warnings.extend(tpm::policy::warnings(evidence.platform(), azure, is_open));
    warnings.push(dstack_warning(policy::dstack(policy), is_open));
    Ok(AttestationResult::new(statement, policy, azure, &warnings))
}

/// What weakens a verdict, each thing allowed by the caller in so many words.
fn warnings(report: &Report<'_>, is_simulated: bool, tcb: TcbStatus) -> Vec<(bool, &'static str)> {
    let debug = claims::GUEST_POLICY_BITS.iter().any(|(name, number)| *name == "debug" && bit(report.policy, *number));
    vec![
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
}
