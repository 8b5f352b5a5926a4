//! What a call answers, as JSON: `{"result": …}` or `{"error": …}`. Mirrored by `src/result.ts` and `src/errors.ts`. Of a
//! result `claims`, `tcb`, `checks` and `policy`, which recur from call to call, stand on lines of their own.

use crate::bytes::bit;
use crate::criteria::Section;
use crate::error::{Code, Error};
use crate::json::{Items, Lines, Write, Writer, Written};

/// Every check of a call, in the order in which they ran: an array, written as they run. One that fails is an error, never an
/// entry.
#[derive(Clone, Debug, Default)]
pub struct Checks(Items);

impl Checks {
    /// Notes a check that held: its stable name in kebab-case, and the document and section that it enforces.
    pub fn passed(&mut self, id: &'static str, rule: &'static str) {
        self.note(id, rule, "passed").close(b'}');
    }

    /// Notes a check that did not run, and why.
    pub fn skipped(&mut self, id: &'static str, rule: &'static str, reason: impl AsRef<str>) {
        let check = self.note(id, rule, "skipped");
        check.member("reason", &reason.as_ref());
        check.close(b'}');
    }

    #[inline(never)]
    fn note(&mut self, id: &'static str, rule: &'static str, outcome: &'static str) -> &mut Writer {
        let check = self.0.item();
        check.plain(&["{\"id\":\"", id, "\",\"rule\":\"", rule, "\",\"outcome\":\"", outcome, "\""]);
        check
    }
}

impl Write for Checks {
    fn write(&self, out: &mut Writer) {
        self.0.write(out);
    }
}

/// Bits of a field by their names.
pub(crate) fn named_bits(out: &mut Writer, field: u64, bits: &[(&'static str, u32)]) {
    for (name, number) in bits {
        out.member(name, &bit(field, *number));
    }
}

/// The numbers of set bits that have no name.
pub(crate) fn unnamed_bits(field: u64, bits: &[(&str, u32)]) -> Vec<u32> {
    let mut unnamed = Vec::new();
    for number in 0..64 {
        if bit(field, number) && !bits.iter().any(|(_, known)| *known == number) {
            unnamed.push(number);
        }
    }
    unnamed
}

/// What a report or quote says, as two objects of members.
#[derive(Debug)]
pub struct Claims {
    /// Those that are the same for as long as a guest runs.
    pub lasting: Written,
    /// REPORT_DATA, in TDX REPORTDATA, which is new with every report, and what is made of it here.
    pub own: Written,
}

impl Write for Claims {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        out.members_of(&self.lasting);
        out.members_of(&self.own);
        out.close(b'}');
    }
}

/// Evidence whose authenticity is proven: the result of `authenticate`. Mirrored by `src/result.ts`.
#[derive(Debug)]
pub struct AuthenticatedEvidence {
    /// The kind of TEE.
    pub tee: &'static str,
    /// The envelope.
    pub platform: &'static str,
    /// The anchor's name.
    pub anchor: &'static str,
    /// What the report or quote says.
    pub claims: Claims,
    /// What a virtual TPM says, where the evidence has one.
    pub vtpm: Option<Written>,
    /// How the platform stands.
    pub tcb: Written,
    /// Every check.
    pub checks: Checks,
    /// Unix seconds.
    pub valid_until: u64,
}

impl AuthenticatedEvidence {
    fn members(&self, out: &mut Writer) {
        out.member("tee", &self.tee);
        out.member("platform", &self.platform);
        out.member("anchor", &self.anchor);
        out.apart_but("claims", &self.claims.lasting, &self.claims.own);
        out.given("vtpm", &self.vtpm);
        out.apart("tcb", &self.tcb);
        out.apart("checks", &self.checks);
        out.member("validUntil", &self.valid_until);
    }
}

impl Write for AuthenticatedEvidence {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        self.members(out);
        out.close(b'}');
    }
}

/// The result of `appraise`. Mirrored by `src/result.ts`.
#[derive(Debug)]
pub struct AttestationResult {
    evidence: AuthenticatedEvidence,
    policy: Written,
    warnings: Vec<&'static str>,
}

impl AttestationResult {
    /// A verdict that held under these sections of a policy, weakened by what the caller allowed in so many words: `warnings`
    /// and whether each applies.
    pub fn new(
        evidence: AuthenticatedEvidence,
        section: &Section,
        azure: Option<&Section>,
        warnings: &[(bool, &'static str)],
    ) -> Self {
        let policy = Written::object(|out| {
            out.member(evidence.tee, section);
            out.given("azure", &azure);
        });
        let mut given = Vec::new();
        for (applies, warning) in warnings {
            if *applies {
                given.push(*warning);
            }
        }
        Self { evidence, policy, warnings: given }
    }
}

/// The status is a tier of AR4SI (draft-ietf-rats-ar4si). There is no third: everything else is an error.
impl Write for AttestationResult {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        out.member("status", &if self.warnings.is_empty() { "affirming" } else { "warning" });
        self.evidence.members(out);
        out.apart("policy", &self.policy);
        out.member("warnings", &self.warnings);
        out.close(b'}');
    }
}

/// What the evidence claims where its authenticity could not be established.
#[derive(Debug)]
pub struct Unverified {
    /// The kind of TEE that the evidence claims.
    pub tee: &'static str,
    /// Unproven.
    pub claims: Claims,
    /// What could be checked.
    pub checks: Checks,
}

impl Write for Unverified {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        out.member("tee", &self.tee);
        out.member("claims", &self.claims);
        out.member("checks", &self.checks);
        out.close(b'}');
    }
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

impl Write for Refusal {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        out.member("code", &self.error.code().as_str());
        out.member("message", &self.error.message());
        out.member("context", self.error.context());
        if !self.violations.is_empty() {
            out.member("violations", &self.violations);
        }
        if let Some(unverified) = &self.unverified {
            out.member("unverified", &**unverified);
        }
        out.close(b'}');
    }
}

/// One violation of several: its context beside its code.
impl Write for Error {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        out.member("code", &self.code().as_str());
        out.member("message", &self.message());
        self.context().members(out);
        out.close(b'}');
    }
}

/// An outcome as JSON.
#[must_use]
pub fn to_json(outcome: &Result<Box<dyn Write>, Refusal>) -> Lines {
    let (name, value): (_, &dyn Write) = match outcome {
        Ok(result) => ("result", &**result),
        Err(refusal) => ("error", refusal),
    };
    Lines::object(|out| out.member(name, value))
}
