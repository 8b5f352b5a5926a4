//! From a report that anyone could have written to an authenticated one: chain, certificate bound to report, signature,
//! revocation. The first failure is the answer.

use super::chain::{VerifiedChain, verify_chain};
use super::claims::{claims, lasting};
use super::identity::{bind_chip, bind_kind, bind_product, bind_tcb};
use super::kds;
use super::leaf::{Endorsement, Holder};
use super::processor::Cpuid;
use super::report::{Report, SigningKey};
use super::revocation::check_revocation;
use super::tcb_appraisal::{TcbAppraisal, TcbStatus, TcbVersions, check_order};
use crate::anchors::{Product, SIMULATED, TrustAnchor};
use crate::crypto::{Cache, verify_p384_sha384};
use crate::endorsements::Endorsements;
use crate::error::{Code, Error};
use crate::event_log::dstack;
use crate::json::Written;
use crate::result::{AuthenticatedEvidence, Checks, Claims, Refusal, Unverified};
use crate::time::UnixTime;
use crate::tpm::{self, Platform, VerifiedPlatform};
use crate::x509::{Certificate, PublicKey};
use std::rc::Rc;

const REPORT_RULE: &str = "AMD 56860, table ATTESTATION_REPORT Structure";

/// A report that is proven to come from AMD's hardware (or from the root that the caller named as dangerous). Only
/// [`authenticate`] makes one.
#[derive(Debug)]
pub struct Authenticated<'a> {
    report: Report<'a>,
    chain: VerifiedChain<'a>,
    csp_id: Option<&'a str>,
    tcb: TcbVersions,
    lasting: Rc<Lasting>,
    valid_until: UnixTime,
    revocation_checked: bool,
    platform: VerifiedPlatform,
    dstack: Option<dstack::Claims>,
    checks: Checks,
}

impl<'a> Authenticated<'a> {
    /// The report.
    #[must_use]
    pub const fn report(&self) -> &Report<'a> {
        &self.report
    }

    /// The product line, from the chain.
    #[must_use]
    pub fn product(&self) -> Product {
        self.chain.product()
    }

    /// The TCB versions.
    #[must_use]
    pub const fn tcb(&self) -> &TcbVersions {
        &self.tcb
    }

    /// The cloud provider of a VLEK.
    #[must_use]
    pub const fn csp_id(&self) -> Option<&'a str> {
        self.csp_id
    }

    /// Whether the chain ends at a root that only this caller trusts.
    #[must_use]
    pub fn is_simulated(&self) -> bool {
        self.chain.anchor().name == SIMULATED
    }

    /// Whether a revocation list was there, and was checked.
    #[must_use]
    pub const fn revocation_checked(&self) -> bool {
        self.revocation_checked
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

    /// Proves what the envelope adds, now that the report is proven.
    ///
    /// # Errors
    /// See [`tpm::verify`]; `vtpm_runtime_data` where another than the paravisor asked for an Azure VM's report.
    pub fn on(mut self, platform: &Platform) -> Result<Self, Error> {
        // The paravisor is what runs at VMPL 0. What runs above it could name a TPM of its own.
        if matches!(platform, Platform::Azure(_)) && self.report.vmpl != Some(0) {
            return Err(Error::new(
                Code::VtpmRuntimeData,
                "the report was not asked for by Azure's paravisor, so it does not vouch for a virtual TPM",
            )
            .field("VMPL")
            .expected("0"));
        }
        self.platform = tpm::verify(platform, self.report.report_data, None, &mut self.checks)?;
        Ok(self)
    }

    /// The statement about the evidence, which is all that `authenticate` asks.
    #[must_use]
    pub fn statement(&self) -> AuthenticatedEvidence {
        AuthenticatedEvidence {
            tee: "snp",
            platform: self.platform.name(),
            anchor: self.chain.anchor().name,
            claims: self.claims(),
            vtpm: self.platform.vtpm(),
            tcb: self.lasting.tcb.clone(),
            checks: self.checks.clone(),
            valid_until: self.valid_until.0,
        }
    }

    /// How the platform stands, in a word.
    #[must_use]
    pub fn tcb_status(&self) -> TcbStatus {
        self.lasting.tcb_status
    }

    /// The claims, now proven.
    #[must_use]
    pub fn claims(&self) -> Claims {
        claims(&self.report, self.lasting.claims.clone(), self.dstack.as_ref())
    }

    /// What HOST_DATA proves of a dstack application.
    #[must_use]
    pub const fn dstack(&self) -> Option<&dstack::Claims> {
        self.dstack.as_ref()
    }

    /// The same with what came beside the report: only HOST_DATA of an authenticated report proves a configuration.
    ///
    /// # Errors
    /// Those of [`dstack::configuration`].
    pub fn with_configuration(mut self, configuration: Option<&str>) -> Result<Self, Refusal> {
        if let Some(text) = configuration {
            self.dstack = Some(dstack::configuration(text, self.report.host_data, &mut self.checks)?);
        }
        Ok(self)
    }
}

/// Authenticates a report. `candidates` are the products whose VCEK to ask for where a version 2 report does not say.
///
/// # Errors
/// The first of: `evidence_unsupported` or `evidence_malformed` (product), `endorsements_missing` (no leaf certificate),
/// `collateral_*`, `chain_invalid`, `root_untrusted`, `identity_mismatch`, `signature_invalid`, `collateral_*` of a
/// revocation list, `tcb_order`.
pub fn authenticate<'a>(
    report: Report<'a>,
    endorsements: &'a Endorsements,
    anchors: &[TrustAnchor<'a>],
    candidates: &[Product],
    now: UnixTime,
    cache: &Cache,
    mut checks: Checks,
) -> Result<Authenticated<'a>, Refusal> {
    checks.passed("report-format", REPORT_RULE);
    let stated = report.cpuid.map(Cpuid::product).transpose()?;
    if let Some(product) = stated {
        TcbVersions::read(&report, product)?;
    }
    let (mut leaves, mut given) = (Vec::new(), Vec::new());
    for der in &endorsements.certificates {
        let certificate = parse_certificate(der)?;
        let is_leaf = matches!(certificate.public_key(), PublicKey::P384(_));
        if is_leaf { leaves.push(certificate) } else { given.push(certificate) }
    }
    let Some(leaf) = select_leaf(&leaves, &report)? else {
        return Err(leaf_missing(&report, stated, candidates, checks));
    };
    checks.passed("leaf-certificate", "RFC 5280, section 4.1; AMD 57230, Certificate Format");
    let chain = verify_chain(leaf, &given, anchors, now, cache)?;
    checks.passed("chain", "RFC 5280, section 6.1; AMD 57230, Certificate Chain");
    checks.passed("validity", "RFC 5280, section 4.1.2.5");

    let endorsement = Endorsement::read(leaf)?;
    bind_kind(&report, &chain, &endorsement, &mut checks)?;
    bind_product(stated, &chain, &endorsement, &mut checks)?;
    let tcb = TcbVersions::read(&report, chain.product())?;
    bind_tcb(&report, &endorsement, &mut checks)?;
    bind_chip(&report, &endorsement, &mut checks)?;

    verify_p384_sha384(chain.leaf_point(), report.signed(), &report.r, &report.s, cache).map_err(|_| {
        Error::new(
            Code::SignatureInvalid,
            "the report is not signed by the key of its certificate: it was altered, or made without the hardware",
        )
        .field("SIGNATURE")
    })?;
    checks
        .passed("report-signature", "AMD 56860, table Format for an ECDSA P-384 Signature; FIPS 186-5, section 6.4.2");
    let (valid_until, revocation_checked) = check_lists(endorsements, &chain, now, cache, &mut checks)?;
    check_order(&tcb, &mut checks)?;
    let csp_id = match endorsement.holder {
        Holder::Provider(name) => Some(name),
        Holder::Chip(_) => None,
    };
    let lasting = Lasting::of(&report, chain.product(), csp_id, &tcb, cache)?;
    let (platform, dstack) = (VerifiedPlatform::default(), None);
    Ok(Authenticated { report, chain, csp_id, tcb, lasting, valid_until, revocation_checked, platform, dstack, checks })
}

/// What is said about a guest for as long as it runs on the same firmware.
#[derive(Debug)]
struct Lasting {
    claims: Written,
    tcb: Written,
    tcb_status: TcbStatus,
}

impl Lasting {
    /// The next report of the guest is another in its REPORT_DATA alone.
    fn of(
        report: &Report<'_>,
        product: Product,
        csp_id: Option<&str>,
        tcb: &TcbVersions,
        cache: &Cache,
    ) -> Result<Rc<Self>, Error> {
        let (before, behind) = report.lasting();
        // A CSP_ID is not empty; the versions are those of the report in the product's layout.
        let parts = [behind, before, product.word().as_bytes(), csp_id.unwrap_or_default().as_bytes()];
        cache.remember(&parts, &|| {
            let appraisal = TcbAppraisal::of(tcb, report.processor(), product);
            Ok(Self {
                claims: lasting(report, Some(product), csp_id),
                tcb: Written::of(&appraisal),
                tcb_status: appraisal.status,
            })
        })
    }
}

/// AMD certifies keys of RSA-4096 and P-384 only.
fn parse_certificate(der: &[u8]) -> Result<Certificate<'_>, Error> {
    let certificate = Certificate::parse(der)?;
    match certificate.public_key() {
        PublicKey::Rsa4096(_) | PublicKey::P384(_) => Ok(certificate),
        PublicKey::P256(_) => Err(Error::new(
            Code::CollateralMalformed,
            "a certificate has a P-256 key, which no certificate of AMD has: it is of another vendor",
        )
        .field("certificate")),
    }
}

/// One leaf is what a report needs. AMD's server signs the same statement anew for each who asks, so several certificates
/// of the same key may meet; a leaf about another chip or TCB plays no part and is refused.
fn select_leaf<'l, 'a>(
    leaves: &'l [Certificate<'a>],
    report: &Report<'_>,
) -> Result<Option<&'l Certificate<'a>>, Error> {
    let (Some(first), [_, _, ..]) = (leaves.first(), leaves) else { return Ok(leaves.first()) };
    for leaf in leaves {
        if leaf.public_key() != first.public_key() || !Endorsement::read(leaf)?.is_about(report) {
            return Err(Error::new(
                Code::ChainInvalid,
                "several leaf certificates were given, and not all are about this report's chip and TCB; give one",
            )
            .field("endorsements"));
        }
    }
    Ok(Some(first))
}

fn leaf_missing(report: &Report<'_>, stated: Option<Product>, candidates: &[Product], checks: Checks) -> Refusal {
    let products = stated.map_or_else(|| candidates.to_vec(), |product| vec![product]);
    let urls = kds::leaf_urls(report, &products);
    let message = match report.signing_key {
        SigningKey::Vlek => {
            "the VLEK certificate is missing, and AMD gives it to the cloud provider alone: the prover must send it with \
             the report, or you must supply it"
        }
        SigningKey::Vcek if report.chip_is_masked() => {
            "the VCEK certificate is missing, and the report hides its chip, so AMD cannot be asked for it: the prover \
             must send it with the report, or you must supply it"
        }
        SigningKey::Vcek => {
            "the VCEK certificate is missing: fetch it from one of the addresses, or have the prover send it with the report"
        }
    };
    let claims = claims(report, lasting(report, stated, None), None);
    Refusal::missing(message, "leaf certificate", urls, Unverified { tee: "snp", claims, checks })
}

fn check_lists(
    endorsements: &Endorsements,
    chain: &VerifiedChain<'_>,
    now: UnixTime,
    cache: &Cache,
    checks: &mut Checks,
) -> Result<(UnixTime, bool), Error> {
    let mut valid_until = chain.valid_until();
    for list in &endorsements.lists {
        valid_until = valid_until.min(check_revocation(list, chain, now, cache)?);
    }
    let rule = "RFC 5280, section 6.3";
    let checked = !endorsements.lists.is_empty();
    if checked {
        checks.passed("revocation", rule);
    } else {
        checks.skipped(
            "revocation",
            rule,
            "no revocation list was given; it could only concern the intermediate authority",
        );
    }
    Ok((valid_until, checked))
}
