//! Verifies TEE attestation evidence: one pure function from evidence, endorsements, policy and time to a verdict.
//!
//! The same request has the same outcome everywhere: no clock, no network, no randomness. No outcome depends on the one state
//! besides constants that are made at first use: a cache of computations, which the caller owns.

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
pub mod criteria;
pub mod crl;
pub mod crypto;
pub mod der;
pub mod endorsements;
pub mod error;
pub mod event_log;
pub mod evidence;
pub mod json;
mod listing;
pub mod policy;
pub mod request;
pub mod result;
pub mod snp;
pub mod staple;
pub mod tdx;
pub mod time;
pub mod tpm;
pub mod wasm;
pub mod x509;

use anchors::{Anchors, Product};
use crypto::Cache;
use endorsements::{Endorsements, Item, read_bundle};
use error::Error;
use evidence::{Carried, Evidence, SnpEvidence, TdxEvidence};
use json::{Lines, Write};
use policy::tee_refused;
use request::{Call, Operation, Request};
use result::{Checks, Refusal};
use x509::split_blocks;

/// What a call answers.
type Answer = Box<dyn Write>;

/// Answers one call, JSON with the bytes attached to it in and JSON out: see [`request`] and [`result`]. What `cache`
/// holds saves time and changes no answer.
#[must_use]
pub fn appraise(cache: &Cache, request: &str, attached: &[u8]) -> Lines {
    result::to_json(&answer(cache, request, attached))
}

fn answer(cache: &Cache, request: &str, attached: &[u8]) -> Result<Answer, Refusal> {
    match Call::read(request, attached, cache)? {
        Call::Verify(request) => verify(&request, cache),
        Call::ResolvePolicy(policy) => Ok(policy),
    }
}

/// The order of the steps: decode, parse, authenticate, then the policy.
fn verify(request: &Request, cache: &Cache) -> Result<Answer, Refusal> {
    let roots = dangerous_roots(&request.dangerous_roots)?;
    let anchors = Anchors::with(&roots, cache)?;
    let mut checks = Checks::default();
    let evidence = Evidence::decode(request.evidence.as_input())?;
    checks.passed("evidence-form", "RFC 1952; RFC 4648; RFC 8259");
    match evidence {
        Evidence::Snp(evidence) => verify_snp(&evidence, request, &anchors, cache, checks),
        Evidence::Tdx(evidence) => verify_tdx(&evidence, request, &anchors, cache, checks),
    }
}

fn collect(carried: &Carried, request: &Request, cache: &Cache) -> Result<Endorsements, Error> {
    let bundle = carried.bundle.as_deref().map(|text| read_bundle(text, cache)).transpose()?;
    let items = bundle.as_ref().map_or(&carried.items, |bundle| &bundle.items);
    Endorsements::collect(items, &[&carried.blobs, &request.endorsements], cache)
}

#[inline(never)]
fn verify_snp(
    evidence: &SnpEvidence,
    request: &Request,
    anchors: &Anchors<'_>,
    cache: &Cache,
    checks: Checks,
) -> Result<Answer, Refusal> {
    let endorsements = collect(&evidence.carried, request, cache)?;
    endorsements.refuse_documents()?;
    let report = snp::report::Report::parse(&evidence.report)?;
    let authenticate = |candidates: &[Product]| {
        snp::verify::authenticate(report, &endorsements, &anchors.amd, candidates, request.now, cache, checks)?
            .on(&evidence.platform)?
            .with_configuration(evidence.dstack.as_deref())
    };
    match &request.operation {
        Operation::Authenticate => {
            let proven = authenticate(&Product::ALL)?;
            Ok(Box::new(proven.statement()))
        }
        Operation::Staple => {
            staple::refuse_dstack(&evidence.platform)?;
            let proven = authenticate(&Product::ALL)?;
            Ok(Box::new(staple::snp(evidence, proven.report().signing_key, &endorsements)?))
        }
        Operation::Appraise(policy, binding) => {
            let section = policy.snp.as_ref().ok_or_else(|| tee_refused("snp", "AMD SEV-SNP"))?;
            let evidence = authenticate(&snp::policy::products(section))?;
            Ok(Box::new(snp::appraisal::appraise(&evidence, section, policy.azure.as_ref(), binding)?))
        }
    }
}

#[inline(never)]
fn verify_tdx(
    evidence: &TdxEvidence,
    request: &Request,
    anchors: &Anchors<'_>,
    cache: &Cache,
    checks: Checks,
) -> Result<Answer, Refusal> {
    let endorsements = collect(&evidence.carried, request, cache)?;
    let section = match &request.operation {
        Operation::Authenticate | Operation::Staple => None,
        Operation::Appraise(policy, _) => Some(policy.tdx.as_ref().ok_or_else(|| tee_refused("tdx", "Intel TDX"))?),
    };
    let quote = tdx::quote::Quote::parse(&evidence.quote)?;
    let circumstances = tdx::collateral::Circumstances {
        now: request.now,
        grace_days: section.map_or(0, tdx::policy::grace_days),
        seen: &request.seen,
        cache,
    };
    let proven = tdx::verify::authenticate(quote, &endorsements, &anchors.intel, &circumstances, checks)?
        .on(&evidence.platform)?
        .with_log(evidence.event_log.as_ref())?;
    match (&request.operation, section) {
        (Operation::Appraise(policy, binding), Some(section)) => {
            Ok(Box::new(tdx::appraisal::appraise(&proven, section, policy.azure.as_ref(), binding, request.now)?))
        }
        (Operation::Staple, _) => {
            staple::refuse_dstack(&evidence.platform)?;
            tdx::appraisal::require_collateral(&proven, proven.checks().clone())?;
            Ok(Box::new(staple::tdx(evidence, proven.quote().trailing_zeros, &endorsements)))
        }
        _ => Ok(Box::new(proven.statement())),
    }
}

#[inline(never)]
fn dangerous_roots(given: &[Vec<u8>]) -> Result<Vec<Vec<u8>>, Error> {
    let mut roots = Vec::new();
    for bytes in given {
        for block in split_blocks(bytes)? {
            match Item::of_block(block) {
                Item::Certificate(der) => roots.push(der),
                _ => {
                    return Err(Error::new(error::Code::InputInvalid, "dangerouslyTrustRoots holds a revocation list")
                        .field("dangerouslyTrustRoots")
                        .expected("root certificates"));
                }
            }
        }
    }
    Ok(roots)
}
