//! From a quote that anyone could have written to an authenticated one: PCK chain, quoting enclave, attestation key,
//! signature, then whatever collateral was given. The first failure is the answer.

use super::chain::{PckChain, verify_pck_chain};
use super::claims::claims;
use super::collateral::{Circumstances, Collateral, verify_collateral};
use super::qe_identity;
use super::quote::Quote;
use super::tcb::{self, Platform, TcbAppraisal};
use crate::anchors::IntelAnchor;
use crate::bytes::{all_zero, hex};
use crate::crypto::{Cache, sha256, verify_p256_sha256, verify_p256_sha256_once};
use crate::endorsements::Endorsements;
use crate::error::{Code, Error};
use crate::event_log::{self, EventLog, Proven};
use crate::json::Written;
use crate::result::{AuthenticatedEvidence, Checks, Claims};
use crate::time::UnixTime;
use crate::tpm::{self, VerifiedPlatform};

const QUOTE_RULE: &str = "Intel TDX DCAP Quoting Library API, appendix 3";

/// A quote that is proven to come from Intel's hardware (or from the root that the caller named as dangerous). Only
/// [`authenticate`] makes one.
#[derive(Debug)]
pub struct Authenticated<'a> {
    quote: Quote<'a>,
    chain: PckChain<'a>,
    collateral: Collateral,
    tcb: Option<TcbAppraisal>,
    valid_until: UnixTime,
    platform: VerifiedPlatform,
    measured: Proven,
    checks: Checks,
}

impl<'a> Authenticated<'a> {
    /// The quote.
    #[must_use]
    pub const fn quote(&self) -> &Quote<'a> {
        &self.quote
    }

    /// The chain.
    #[must_use]
    pub const fn chain(&self) -> &PckChain<'a> {
        &self.chain
    }

    /// The collateral that was given.
    #[must_use]
    pub const fn collateral(&self) -> &Collateral {
        &self.collateral
    }

    /// How the platform stands, where both documents were given.
    #[must_use]
    pub const fn tcb(&self) -> Option<&TcbAppraisal> {
        self.tcb.as_ref()
    }

    /// The checks so far.
    #[must_use]
    pub const fn checks(&self) -> &Checks {
        &self.checks
    }

    /// What the envelope adds, as far as it is proven.
    #[must_use]
    pub const fn platform(&self) -> &VerifiedPlatform {
        &self.platform
    }

    /// Proves what the envelope adds, now that the quote is proven.
    ///
    /// # Errors
    /// See [`tpm::verify`].
    pub fn on(mut self, platform: &tpm::Platform) -> Result<Self, Error> {
        let report = &self.quote.report;
        self.platform = tpm::verify(platform, report.report_data, Some(report.td_info), &mut self.checks)?;
        Ok(self)
    }

    /// The statement about the evidence, which is all that `authenticate` asks.
    #[must_use]
    pub fn statement(&self) -> AuthenticatedEvidence {
        AuthenticatedEvidence {
            tee: "tdx",
            platform: self.platform.name(),
            anchor: self.chain.anchor().name,
            claims: self.claims(),
            vtpm: self.platform.vtpm(),
            tcb: Written::of(&self.tcb),
            checks: self.checks.clone(),
            valid_until: self.valid_until.0,
        }
    }

    /// The claims, now proven.
    #[must_use]
    pub fn claims(&self) -> Claims {
        claims(&self.quote, &self.chain, &self.measured)
    }

    /// What the event log proves.
    #[must_use]
    pub const fn measured(&self) -> &Proven {
        &self.measured
    }

    /// The same with what came beside the quote: only the registers of an authenticated quote prove a log.
    ///
    /// # Errors
    /// Those of [`event_log::verify`].
    pub fn with_log(mut self, log: Option<&EventLog>) -> Result<Self, Error> {
        if let Some(log) = log {
            self.measured = event_log::verify(log, self.quote.report.rtmrs, &mut self.checks)?;
        }
        Ok(self)
    }
}

/// Authenticates a quote.
///
/// # Errors
/// The first of: `root_untrusted`, `chain_invalid`, `collateral_*` (PCK chain), `signature_invalid` (QE report),
/// `identity_mismatch` (quoting enclave, attestation key), `signature_invalid` (quote), the errors of
/// [`verify_collateral`], `tcb_module_mismatch`.
pub fn authenticate<'a>(
    quote: Quote<'a>,
    endorsements: &Endorsements,
    anchors: &[IntelAnchor<'a>],
    circumstances: &Circumstances<'_>,
    mut checks: Checks,
) -> Result<Authenticated<'a>, Error> {
    checks.passed("quote-format", QUOTE_RULE);
    if quote.trailing_zeros > 0 {
        checks.skipped(
            "trailing-bytes",
            QUOTE_RULE,
            format!("{} zero bytes follow the quote, as some attesters send their whole buffer", quote.trailing_zeros),
        );
    }
    let chain = verify_pck_chain(quote.pck_chain, anchors, circumstances.now, circumstances.cache)?;
    checks
        .passed("chain", "Intel SGX PCK Certificate and CRL Profile Specification, section 1.3; RFC 5280, section 6.1");
    checks.passed("validity", "RFC 5280, section 4.1.2.5");
    verify_signatures(&quote, &chain, circumstances.cache, &mut checks)?;
    let collateral = verify_collateral(endorsements, &chain, &quote.qe_report, circumstances, &mut checks)?;
    let tcb = match (&collateral.tcb_info, &collateral.qe_identity) {
        (Some(info), Some(identity)) => {
            let platform = Platform { pck: chain.pck(), report: &quote.report, qe_svn: quote.qe_report.isv_svn };
            Some(tcb::appraise(platform, info, identity, &collateral.parts)?)
        }
        _ => None,
    };
    let module_rule = "Intel SGX-TDX-DCAP-QuoteVerificationLibrary, TDX module check";
    if let Some(tcb) = &tcb {
        // The module of evidence that is only authenticated may be one that Intel does not list.
        if tcb.is_module_unknown() {
            checks.skipped("tdx-module", module_rule, "the TCB info has no identity of this module: see tcb.status");
        } else {
            checks.passed("tdx-module", module_rule);
        }
    } else {
        let reason = "it needs TCB info and QE identity, and not both were given";
        checks.skipped("tdx-module", module_rule, reason);
        checks.skipped("tcb-level", "Intel SGX-TDX-DCAP-QuoteVerificationLibrary, TCB level check", reason);
    }
    let mut valid_until = chain.valid_until();
    if let Some(end) = collateral.valid_until(circumstances.grace_days) {
        valid_until = valid_until.min(end);
    }
    let (platform, measured) = (VerifiedPlatform::default(), Proven::default());
    Ok(Authenticated { quote, chain, collateral, tcb, valid_until, platform, measured, checks })
}

/// The PCK signed the QE report, the quoting enclave vouches for the attestation key, the attestation key signed the quote.
fn verify_signatures(quote: &Quote<'_>, chain: &PckChain<'_>, cache: &Cache, checks: &mut Checks) -> Result<(), Error> {
    let qe = &quote.qe_report;
    // The quoting enclave's report is an endorsement of the attestation key: it comes again with every quote.
    verify_p256_sha256_once(chain.pck_point(), qe.raw, quote.qe_report_signature, cache).map_err(|_| {
        Error::new(
            Code::SignatureInvalid,
            "the quoting enclave's report is not signed by the platform's PCK: it was altered, or is of another platform",
        )
        .field("QE report, signature")
    })?;
    checks.passed("qe-report-signature", QUOTE_RULE);
    qe_identity::check_compiled_in(qe)?;
    checks.passed("qe-vendor", "PCS API version 4, Get TDX QE Identity: MRSIGNER, ISVPRODID; not debuggable");

    let (digest, rest) = qe.report_data.split_at(32);
    let expected = sha256(&[quote.attestation_key.as_slice(), quote.qe_auth_data].concat());
    if digest != expected || !all_zero(rest) {
        return Err(Error::new(
            Code::IdentityMismatch,
            "the quoting enclave did not vouch for this attestation key: the quote is put together from parts of others",
        )
        .field("QE report, REPORTDATA")
        .expected(hex(&expected))
        .actual(hex(digest)));
    }
    checks.passed("attestation-key", QUOTE_RULE);

    let point = [[0x04].as_slice(), quote.attestation_key].concat();
    verify_p256_sha256(&point, quote.signed, quote.signature, cache).map_err(|_| {
        Error::new(
            Code::SignatureInvalid,
            "the quote is not signed by its attestation key: it was altered, or made without the hardware",
        )
        .field("quote, signature")
    })?;
    checks.passed("quote-signature", "FIPS 186-5, section 6.4.2");
    Ok(())
}
