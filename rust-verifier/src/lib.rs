//! Verifies TEE attestation evidence: one pure function from evidence, endorsements, policy and time to a verdict.
//!
//! The same request has the same outcome everywhere: no clock, no network, no randomness, no state.

#![cfg_attr(
    test,
    allow(
        clippy::arithmetic_side_effects,
        clippy::as_conversions,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unwrap_used,
        missing_docs
    )
)]

pub mod anchors;
pub mod bytes;
pub mod crl;
pub mod crypto;
pub mod der;
pub mod endorsements;
pub mod error;
pub mod evidence;
pub mod json;
pub mod request;
pub mod result;
pub mod snp;
pub mod time;
pub mod wasm;
pub mod x509;

use anchors::{Product, amd_anchors, simulated_anchor};
use endorsements::Endorsements;
use error::Error;
use evidence::Evidence;
use request::{Call, Operation, Request};
use result::{Checks, Refusal};
use serde::Serialize;
use snp::appraisal::{AttestationResult, ResolvedPolicy};
use snp::report::Report;
use snp::verify::{AuthenticatedEvidence, authenticate};
use x509::{Block, Certificate, split_blocks};

#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    Authenticated(Box<AuthenticatedEvidence>),
    Appraised(Box<AttestationResult>),
    Policy(Box<ResolvedPolicy>),
}

/// Answers one call, JSON in and JSON out: see [`request`] and [`result`].
#[must_use]
pub fn appraise(request: &str) -> String {
    result::to_json(&answer(request))
}

fn answer(request: &str) -> Result<Answer, Refusal> {
    match Call::read(request)? {
        Call::Verify(request) => verify(&request),
        Call::ResolvePolicy(policy) => Ok(Answer::Policy(Box::new(ResolvedPolicy { snp: *policy }))),
    }
}

/// The order of the steps: decode, parse, authenticate, then the policy.
fn verify(request: &Request) -> Result<Answer, Refusal> {
    let roots = dangerous_roots(&request.dangerous_roots)?;
    let mut anchors = amd_anchors();
    for der in &roots {
        anchors.push(simulated_anchor(&Certificate::parse(der)?)?);
    }

    let mut checks = Checks::default();
    let Evidence::Snp(evidence) = Evidence::decode(request.evidence.as_input())?;
    checks.passed("evidence-form", "RFC 1952; RFC 4648; RFC 8259");
    let endorsements = Endorsements::collect(&evidence.carried.blocks, &request.endorsements)?;
    let report = Report::parse(&evidence.report)?;

    let candidates = match &request.operation {
        Operation::Appraise(policy, _) => policy.products.clone(),
        Operation::Authenticate => Product::ALL.to_vec(),
    };
    let evidence = authenticate(report, &endorsements, &anchors, &candidates, request.now, checks)?;
    match &request.operation {
        Operation::Authenticate => Ok(Answer::Authenticated(Box::new(evidence.statement()))),
        Operation::Appraise(policy, binding) => snp::appraisal::appraise(&evidence, policy, binding.as_deref())
            .map(|result| Answer::Appraised(Box::new(result))),
    }
}

fn dangerous_roots(given: &[Vec<u8>]) -> Result<Vec<Vec<u8>>, Error> {
    let mut roots = Vec::new();
    for bytes in given {
        for block in split_blocks(bytes)? {
            match block {
                Block::Certificate(der) => roots.push(der),
                Block::RevocationList(_) => {
                    return Err(Error::new(error::Code::InputInvalid, "dangerouslyTrustRoots holds a revocation list")
                        .field("dangerouslyTrustRoots")
                        .expected("root certificates"));
                }
            }
        }
    }
    Ok(roots)
}
