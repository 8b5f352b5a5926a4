//! The verdict: an authenticated quote against a policy.

use super::policy;
use super::status::TcbStatus;
use super::verify::Authenticated;
use crate::bytes::bit;
use crate::criteria::{ExpectedBinding, Section, dstack_warning};
use crate::listing::Listing;
use crate::result::{AttestationResult, Checks, Refusal, Unverified};
use crate::time::UnixTime;
use crate::tpm;

/// Appraises `evidence`. What can be refused without collateral is refused without it.
///
/// # Errors
/// Every violation of the policy at once; `endorsements_missing` for every part of the collateral that is not there.
pub fn appraise(
    evidence: &Authenticated<'_>,
    policy: &Section,
    azure: Option<&Section>,
    binding: &ExpectedBinding,
    now: UnixTime,
) -> Result<AttestationResult, Refusal> {
    let (checks, violations) = policy::check(evidence, (policy, azure), binding, now);
    if let Some(refusal) = Refusal::by_policy(violations) {
        return Err(refusal);
    }
    require_collateral(evidence, checks.clone())?;
    let mut statement = evidence.statement();
    statement.checks = checks;
    if let Some(end) = evidence.tcb().and_then(|tcb| policy::grace_end(tcb.status, policy, now)) {
        statement.valid_until = statement.valid_until.min(end.0);
    }
    let mut warnings = warnings(evidence);
    warnings.extend(tpm::policy::warnings(evidence.platform(), azure, policy::is_guest_open(policy)));
    warnings.push(dstack_warning(policy::dstack(policy), policy::is_system_open(policy)));
    Ok(AttestationResult::new(statement, policy, azure, &warnings))
}

/// Refuses evidence for which a part of the collateral is not there, with the addresses of all that are not.
///
/// # Errors
/// `endorsements_missing`
pub fn require_collateral(evidence: &Authenticated<'_>, checks: Checks) -> Result<(), Refusal> {
    let missing = evidence.collateral().missing();
    if missing.is_empty() {
        return Ok(());
    }
    let (mut names, mut urls) = (Listing::new(), Vec::new());
    for part in missing {
        names.add(part.name());
        urls.push(part.url(evidence.chain()));
    }
    let message = format!(
        "Intel's collateral for this platform is missing ({}): fetch it from the addresses, or have the prover send it with \
         the quote",
        names.text()
    );
    let unverified = Unverified { tee: "tdx", claims: evidence.claims(), checks };
    Err(Refusal::missing(&message, "collateral", urls, unverified))
}

/// What weakens a verdict, each thing allowed by the caller in so many words.
fn warnings(evidence: &Authenticated<'_>) -> Vec<(bool, &'static str)> {
    let status = evidence.tcb().map(|tcb| tcb.status);
    let expired = evidence.collateral().parts.iter().any(|part| part.expired);
    vec![
        (
            evidence.chain().is_simulated(),
            "the chain ends at a root named in dangerouslyTrustRoots: no hardware stands behind this verdict",
        ),
        (
            bit(evidence.quote().report.td_attributes, 0),
            "the policy accepts a TD that the host may debug: nothing in it is private",
        ),
        (
            status != Some(TcbStatus::UpToDate),
            "the policy accepts a platform that is not up to date: published attacks may apply (see tcb.advisoryIds)",
        ),
        (
            expired,
            "the policy accepts collateral past its nextUpdate: what was found since is not in it (see tcb.collateral)",
        ),
    ]
}
