//! From a report that anyone could have written to an authenticated one: chain, certificate bound to report, signature,
//! revocation. The first failure is the answer.

use super::claims::Claims;
use super::kds;
use super::leaf::{Endorsement, Holder};
use super::processor::{Cpuid, Processor};
use super::report::{Report, SigningKey};
use super::tcb::{Components, TcbVersion};
use super::tcb_table::{self, NEWEST};
use crate::anchors::{Product, SIMULATED, TrustAnchor};
use crate::crl::check_revocation;
use crate::crypto::verify_p384_sha384;
use crate::endorsements::Endorsements;
use crate::error::{Code, Error};
use crate::result::{Checks, Refusal, Unverified};
use crate::time::UnixTime;
use crate::x509::{Certificate, IntermediateKind, PublicKey, VerifiedChain, verify_chain};
use serde::Serialize;

const REPORT_RULE: &str = "AMD 56860, table ATTESTATION_REPORT Structure";
const KDS_RULE: &str = "AMD 57230, VCEK and VLEK Certificate Extensions";

/// The four TCB versions of a report, decoded for its product.
#[derive(Clone, Copy, Debug)]
pub struct TcbVersions {
    /// CURRENT_TCB.
    pub current: Components,
    /// REPORTED_TCB.
    pub reported: Components,
    /// COMMITTED_TCB.
    pub committed: Components,
    /// LAUNCH_TCB.
    pub launch: Components,
}

impl TcbVersions {
    fn read(report: &Report<'_>, product: Product) -> Result<Self, Error> {
        let read = |version: TcbVersion, field| version.components(product, field);
        Ok(Self {
            current: read(report.current_tcb, "CURRENT_TCB")?,
            reported: read(report.reported_tcb, "REPORTED_TCB")?,
            committed: read(report.committed_tcb, "COMMITTED_TCB")?,
            launch: read(report.launch_tcb, "LAUNCH_TCB")?,
        })
    }

    /// Each with the specification's name.
    #[must_use]
    pub const fn named(&self) -> [(&'static str, &Components); 4] {
        [
            ("REPORTED_TCB", &self.reported),
            ("COMMITTED_TCB", &self.committed),
            ("CURRENT_TCB", &self.current),
            ("LAUNCH_TCB", &self.launch),
        ]
    }
}

/// A report that is proven to come from AMD's hardware (or from the root that the caller named as dangerous). Only
/// [`authenticate`] makes one.
#[derive(Debug)]
pub struct Authenticated<'a> {
    report: Report<'a>,
    chain: VerifiedChain<'a>,
    csp_id: Option<&'a str>,
    tcb: TcbVersions,
    valid_until: UnixTime,
    revocation_checked: bool,
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

    /// The processor, where the report states it and its stepping is known.
    #[must_use]
    pub fn processor(&self) -> Option<Processor> {
        self.report.cpuid.and_then(Cpuid::processor)
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

    /// The statement about the evidence, which is all that `authenticate` asks.
    #[must_use]
    pub fn statement(&self) -> AuthenticatedEvidence {
        AuthenticatedEvidence {
            tee: "snp",
            platform: "bare",
            anchor: self.chain.anchor().name,
            claims: self.claims(),
            tcb: TcbAppraisal::of(self),
            checks: self.checks.clone(),
            valid_until: self.valid_until.0,
        }
    }

    /// The claims, now proven.
    #[must_use]
    pub fn claims(&self) -> Claims {
        Claims::of(&self.report, Some(self.product()), self.csp_id)
    }
}

/// The result of `authenticate`. Mirrored by `src/result.ts`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthenticatedEvidence {
    /// The kind of TEE.
    pub tee: &'static str,
    /// The envelope.
    pub platform: &'static str,
    /// The anchor's name.
    pub anchor: &'static str,
    /// What the report says.
    pub claims: Claims,
    /// The TCB against the newest table.
    pub tcb: TcbAppraisal,
    /// Every check.
    pub checks: Checks,
    /// Unix seconds.
    pub valid_until: u64,
}

/// How REPORTED_TCB compares with the newest table, and what it lacks.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TcbAppraisal {
    /// UpToDate or OutOfDate.
    pub status: TcbStatus,
    table: &'static str,
    date: &'static str,
    processor: Option<Processor>,
    level: Components,
    minimum: Components,
    short_of: Vec<Shortfall>,
    advisory_ids: Vec<&'static str>,
}

/// See [`TcbAppraisal`]. Words are those that Intel's collateral made common.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub enum TcbStatus {
    /// At or above the newest table in each component.
    UpToDate,
    /// Below it in some component.
    OutOfDate,
}

#[derive(Debug, Serialize)]
struct Shortfall {
    component: &'static str,
    field: &'static str,
    actual: u8,
    required: u8,
}

impl TcbAppraisal {
    fn of(evidence: &Authenticated<'_>) -> Self {
        let (processor, product) = (evidence.processor(), evidence.product());
        let minimum = NEWEST.floor(processor, product);
        let short_of: Vec<Shortfall> = evidence
            .tcb
            .named()
            .into_iter()
            .flat_map(|(field, level)| {
                level.short_of(&minimum).into_iter().map(move |(component, actual, required)| Shortfall {
                    component,
                    field,
                    actual,
                    required,
                })
            })
            .collect();
        Self {
            status: if short_of.is_empty() { TcbStatus::UpToDate } else { TcbStatus::OutOfDate },
            table: NEWEST.name,
            date: NEWEST.date,
            processor,
            level: evidence.tcb.reported,
            minimum,
            short_of,
            advisory_ids: tcb_table::unmet_bulletins(&evidence.tcb.reported, processor, product),
        }
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
    mut checks: Checks,
) -> Result<Authenticated<'a>, Refusal> {
    checks.passed("report-format", REPORT_RULE);
    let stated = report.cpuid.map(Cpuid::product).transpose()?;
    if let Some(product) = stated {
        TcbVersions::read(&report, product)?;
    }
    let certificates: Vec<Certificate<'a>> =
        endorsements.certificates.iter().map(|der| Certificate::parse(der)).collect::<Result<_, _>>()?;
    let (leaves, given): (Vec<_>, Vec<_>) =
        certificates.into_iter().partition(|certificate| matches!(certificate.public_key(), PublicKey::P384(_)));
    let Some(leaf) = select_leaf(&leaves, &report)? else {
        return Err(leaf_missing(&report, stated, candidates, checks));
    };
    checks.passed("leaf-certificate", "RFC 5280, section 4.1; AMD 57230, Certificate Format");
    let chain = verify_chain(leaf, &given, anchors, now)?;
    checks.passed("chain", "RFC 5280, section 6.1; AMD 57230, Certificate Chain");
    checks.passed("validity", "RFC 5280, section 4.1.2.5");

    let endorsement = Endorsement::read(leaf)?;
    bind_kind(&report, &chain, &endorsement, &mut checks)?;
    bind_product(stated, &chain, &endorsement, &mut checks)?;
    let tcb = TcbVersions::read(&report, chain.product())?;
    bind_tcb(&report, &endorsement, &mut checks)?;
    bind_chip(&report, &endorsement, &mut checks)?;

    verify_p384_sha384(chain.leaf_point(), report.signed(), &report.r, &report.s).map_err(|_| {
        Error::new(
            Code::SignatureInvalid,
            "the report is not signed by the key of its certificate: it was altered, or made without the hardware",
        )
        .field("SIGNATURE")
    })?;
    checks
        .passed("report-signature", "AMD 56860, table Format for an ECDSA P-384 Signature; FIPS 186-5, section 6.4.2");
    let (valid_until, revocation_checked) = check_lists(endorsements, &chain, now, &mut checks)?;
    check_order(&tcb, &mut checks)?;
    let csp_id = match endorsement.holder {
        Holder::Provider(name) => Some(name),
        Holder::Chip(_) => None,
    };
    Ok(Authenticated { report, chain, csp_id, tcb, valid_until, revocation_checked, checks })
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
    let claims = Claims::of(report, stated, None);
    Refusal::missing(message, "leaf certificate", urls, Unverified { tee: "snp", claims, checks })
}

fn mismatch(field: &str, message: &str) -> Error {
    Error::new(Code::IdentityMismatch, message).field(field)
}

fn bind_kind(
    report: &Report<'_>,
    chain: &VerifiedChain<'_>,
    endorsement: &Endorsement<'_>,
    checks: &mut Checks,
) -> Result<(), Error> {
    let (name, authority) = match report.signing_key {
        SigningKey::Vcek => ("SEV-VCEK", IntermediateKind::Ask),
        SigningKey::Vlek => ("SEV-VLEK", IntermediateKind::Asvk),
    };
    let holder_fits = matches!(endorsement.holder, Holder::Chip(_)) == (report.signing_key == SigningKey::Vcek);
    if chain.kind() != authority || !holder_fits || chain.leaf().subject().common_name() != name.as_bytes() {
        return Err(mismatch("SIGNING_KEY", "the leaf certificate is of another kind of key than the report names")
            .expected(format!("a certificate of {name}")));
    }
    checks.passed("signer-binding", "AMD 56860, table ATTESTATION_REPORT Structure, SIGNING_KEY");
    Ok(())
}

fn bind_product(
    stated: Option<Product>,
    chain: &VerifiedChain<'_>,
    endorsement: &Endorsement<'_>,
    checks: &mut Checks,
) -> Result<(), Error> {
    if endorsement.product != chain.product() {
        return Err(mismatch("productName", "the leaf certificate names another product than its authority")
            .expected(chain.product().word())
            .actual(endorsement.product.word()));
    }
    match stated {
        Some(product) if product != chain.product() => {
            return Err(mismatch(
                "CPUID_FAM_ID, CPUID_MOD_ID",
                "the report is of another product than its certificate",
            )
            .expected(chain.product().word())
            .actual(product.word()));
        }
        Some(_) => checks.passed("product-binding", KDS_RULE),
        None => checks.skipped(
            "product-binding",
            KDS_RULE,
            "a version 2 report does not state its product; the certificate's counts",
        ),
    }
    Ok(())
}

fn bind_tcb(report: &Report<'_>, endorsement: &Endorsement<'_>, checks: &mut Checks) -> Result<(), Error> {
    if endorsement.tcb != report.reported_tcb {
        return Err(mismatch("REPORTED_TCB", "the leaf certificate is for another TCB than the report")
            .expected(endorsement.tcb.raw())
            .actual(report.reported_tcb.raw()));
    }
    checks.passed("tcb-binding", KDS_RULE);
    Ok(())
}

fn bind_chip(report: &Report<'_>, endorsement: &Endorsement<'_>, checks: &mut Checks) -> Result<(), Error> {
    let Holder::Chip(hwid) = endorsement.holder else {
        checks.skipped("chip-binding", KDS_RULE, "a VLEK belongs to a cloud provider, not to a chip");
        return Ok(());
    };
    if report.chip_is_masked() {
        checks.skipped("chip-binding", KDS_RULE, "the report hides its chip (MASK_CHIP_ID)");
        return Ok(());
    }
    // Turin's identity has 8 bytes and fills the field with zeros.
    let is_same = report
        .chip_id
        .split_at_checked(hwid.len())
        .is_some_and(|(identity, rest)| identity == hwid && crate::bytes::all_zero(rest));
    if !is_same {
        return Err(mismatch("CHIP_ID", "the leaf certificate is of another chip than the report")
            .expected(crate::bytes::hex(hwid))
            .actual(crate::bytes::hex(&report.chip_id)));
    }
    checks.passed("chip-binding", KDS_RULE);
    Ok(())
}

fn check_lists(
    endorsements: &Endorsements,
    chain: &VerifiedChain<'_>,
    now: UnixTime,
    checks: &mut Checks,
) -> Result<(UnixTime, bool), Error> {
    let mut valid_until = chain.valid_until();
    for list in &endorsements.lists {
        valid_until = valid_until.min(check_revocation(list, chain, now)?);
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

/// REPORTED_TCB is what the host chose to report, at most COMMITTED_TCB, which is at most CURRENT_TCB (AMD 56860, section
/// "TCB Version"). LAUNCH_TCB may exceed both after a rollback of provisional firmware: shown, and subject to the floor.
fn check_order(tcb: &TcbVersions, checks: &mut Checks) -> Result<(), Error> {
    for (lower, lower_name, higher, higher_name) in [
        (&tcb.reported, "REPORTED_TCB", &tcb.committed, "COMMITTED_TCB"),
        (&tcb.committed, "COMMITTED_TCB", &tcb.current, "CURRENT_TCB"),
    ] {
        if let Some((component, actual, at_least)) = higher.short_of(lower).first() {
            return Err(Error::new(
                Code::TcbOrder,
                format!("{lower_name} is above {higher_name} in {component}, which no firmware reports"),
            )
            .field(higher_name)
            .expected(format!("{component} of at least {at_least}"))
            .actual(actual.to_string()));
        }
    }
    checks.passed("tcb-order", "AMD 56860, section TCB Version");
    Ok(())
}
