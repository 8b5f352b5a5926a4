//! What a call answers, as JSON: `{"result": …}` or `{"error": …}`. Mirrored by `src/result.ts` and `src/errors.ts`.

use crate::error::{Code, Error};
use crate::tpm::VtpmClaims;
use crate::{snp, tdx};
use serde::Serialize;

/// One check that ran or was skipped. One that fails is an error, never an entry.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Check {
    /// A stable name in kebab-case.
    pub id: &'static str,
    /// The document and section that it enforces.
    pub rule: &'static str,
    /// Passed or skipped.
    pub outcome: Outcome,
    /// Why it was skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// See [`Check`].
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It ran, and held.
    Passed,
    /// It did not run, for the reason given.
    Skipped,
}

/// Every check of a call, in the order in which they ran.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct Checks(Vec<Check>);

impl Checks {
    /// Notes a check that held.
    #[inline(never)]
    pub fn passed(&mut self, id: &'static str, rule: &'static str) {
        self.0.push(Check { id, rule, outcome: Outcome::Passed, reason: None });
    }

    /// Notes a check that did not run.
    pub fn skipped(&mut self, id: &'static str, rule: &'static str, reason: impl AsRef<str>) {
        self.0.push(Check { id, rule, outcome: Outcome::Skipped, reason: Some(reason.as_ref().to_owned()) });
    }

    /// The checks so far.
    #[must_use]
    pub fn all(&self) -> &[Check] {
        &self.0
    }
}

/// What evidence claims, by kind of TEE.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Claims {
    /// AMD SEV-SNP.
    Snp(Box<snp::claims::Claims>),
    /// Intel TDX.
    Tdx(Box<tdx::claims::Claims>),
}

impl From<snp::claims::Claims> for Claims {
    fn from(claims: snp::claims::Claims) -> Self {
        Self::Snp(Box::new(claims))
    }
}

impl From<tdx::claims::Claims> for Claims {
    fn from(claims: tdx::claims::Claims) -> Self {
        Self::Tdx(Box::new(claims))
    }
}

/// AR4SI tiers (draft-ietf-rats-ar4si). There is no third: everything else is an error.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum Status {
    Affirming,
    Warning,
}

/// Evidence whose authenticity is proven: the result of `authenticate`. Mirrored by `src/result.ts`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthenticatedEvidence<Claims, Tcb> {
    /// The kind of TEE.
    pub tee: &'static str,
    /// The envelope.
    pub platform: &'static str,
    /// The anchor's name.
    pub anchor: &'static str,
    /// What the report or quote says.
    pub claims: Claims,
    /// What a virtual TPM says, where the evidence has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vtpm: Option<VtpmClaims>,
    /// How the platform stands.
    pub tcb: Tcb,
    /// Every check.
    pub checks: Checks,
    /// Unix seconds.
    pub valid_until: u64,
}

/// The result of `appraise`. Mirrored by `src/result.ts`.
#[derive(Debug, Serialize)]
pub struct AttestationResult<Claims, Tcb, Policy> {
    status: Status,
    #[serde(flatten)]
    evidence: AuthenticatedEvidence<Claims, Tcb>,
    policy: Policy,
    warnings: Vec<&'static str>,
}

impl<Claims, Tcb, Policy> AttestationResult<Claims, Tcb, Policy> {
    /// A verdict that held, weakened by what the caller allowed in so many words: `warnings` and whether each applies.
    pub fn new(
        evidence: AuthenticatedEvidence<Claims, Tcb>,
        policy: Policy,
        warnings: impl IntoIterator<Item = (bool, &'static str)>,
    ) -> Self {
        let warnings: Vec<_> =
            warnings.into_iter().filter_map(|(applies, warning)| applies.then_some(warning)).collect();
        let status = if warnings.is_empty() { Status::Affirming } else { Status::Warning };
        Self { status, evidence, policy, warnings }
    }
}

/// What the evidence claims where its authenticity could not be established.
#[derive(Debug, Serialize)]
pub struct Unverified {
    /// The kind of TEE that the evidence claims.
    pub tee: &'static str,
    /// Unproven.
    pub claims: Claims,
    /// What could be checked.
    pub checks: Checks,
}

/// Why a call has no result.
#[derive(Debug)]
pub struct Refusal {
    /// The first failure.
    pub error: Error,
    /// Every violation of the policy, the first one included.
    pub violations: Vec<Error>,
    /// What the evidence claims (`endorsements_missing` only).
    pub unverified: Option<Box<Unverified>>,
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self { error, violations: Vec::new(), unverified: None }
    }
}

impl Refusal {
    /// Every violation of the policy at once; `None` where there is none.
    #[must_use]
    pub fn by_policy(violations: Vec<Error>) -> Option<Self> {
        let error = violations.first()?.clone();
        Some(Self { error, violations, unverified: None })
    }

    /// An endorsement without which the verdict cannot be given.
    #[must_use]
    pub fn missing(message: &str, field: &str, urls: Vec<String>, unverified: Unverified) -> Self {
        let error = Error::new(Code::EndorsementsMissing, message).field(field).urls(urls);
        Self { error, violations: Vec::new(), unverified: Some(Box::new(unverified)) }
    }
}

#[derive(Serialize)]
struct ErrorBody<'a> {
    code: &'static str,
    message: &'a str,
    context: &'a crate::error::Context,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    violations: Vec<ViolationBody<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unverified: Option<&'a Unverified>,
}

#[derive(Serialize)]
struct ViolationBody<'a> {
    code: &'static str,
    message: &'a str,
    #[serde(flatten)]
    context: &'a crate::error::Context,
}

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Response<'a, T> {
    Result(&'a T),
    Error(ErrorBody<'a>),
}

/// The JSON text of an outcome.
#[must_use]
pub fn to_json<T: Serialize>(outcome: &Result<T, Refusal>) -> String {
    let response = match outcome {
        Ok(result) => Response::Result(result),
        Err(refusal) => Response::Error(ErrorBody {
            code: refusal.error.code().as_str(),
            message: refusal.error.message(),
            context: refusal.error.context(),
            violations: refusal
                .violations
                .iter()
                .map(|violation| ViolationBody {
                    code: violation.code().as_str(),
                    message: violation.message(),
                    context: violation.context(),
                })
                .collect(),
            unverified: refusal.unverified.as_deref(),
        }),
    };
    crate::json::to_string(&response)
}
