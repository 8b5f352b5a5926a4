//! Collateral: Intel's word for its endorsements of a platform. Documents and lists are verified one by one; each that is
//! there must hold, and what is not there is a skipped check that a policy may refuse.

use super::chain::{Authority, PckChain, collateral_signers};
use super::pcs::Part;
use super::qe_identity::QeIdentity;
use super::qe_report::QeReport;
use super::tcb_info::TcbInfo;
use crate::bytes::hex;
use crate::crl::{ReceivedList, RevocationList};
use crate::crypto::{Cache, verify_p256_sha256_once};
use crate::endorsements::{DocumentKind, Endorsements, SignedDocument};
use crate::error::{Code, Error};
use crate::result::Checks;
use crate::time::{UnixTime, Validity};
use std::rc::Rc;

const DAY: u64 = 86_400;

/// What a verdict of the past stood on, as the caller remembers it: one row for each kind, FMSPC and evaluation number.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SeenDocument {
    /// `tcb-info` or `qe-identity`.
    pub part: Part,
    /// Of a TCB info: 12 hexadecimal digits.
    pub fmspc: Option<String>,
    /// tcbEvaluationDataNumber.
    pub evaluation_number: u64,
    /// The newest issueDate.
    pub issue_date: UnixTime,
}

/// The circumstances in which collateral is judged.
#[derive(Clone, Copy, Debug)]
pub struct Circumstances<'c> {
    /// The time of the call.
    pub now: UnixTime,
    /// How many days after its nextUpdate collateral is still accepted.
    pub grace_days: u64,
    /// What the caller remembers.
    pub seen: &'c [SeenDocument],
    /// What earlier calls leave.
    pub cache: &'c Cache,
}

/// What was there, verified.
#[derive(Clone, Debug, Default)]
pub struct Collateral {
    /// TCB info.
    pub tcb_info: Option<Rc<TcbInfo>>,
    /// QE identity.
    pub qe_identity: Option<Rc<QeIdentity>>,
    /// Every part, with its dates.
    pub parts: Vec<VerifiedPart>,
    /// The earliest end of a certificate that signed a document.
    signer_end: Option<UnixTime>,
}

/// One part as a result shows it.
#[derive(Clone, Debug)]
pub struct VerifiedPart {
    /// Which one.
    pub name: &'static str,
    /// issueDate or thisUpdate, Unix seconds.
    pub issue_date: u64,
    /// nextUpdate, Unix seconds.
    pub next_update: u64,
    /// Of a TCB info.
    pub fmspc: Option<String>,
    /// Of a document.
    pub evaluation_number: Option<u64>,
    /// Whether nextUpdate had passed, and the policy's grace was used.
    pub expired: bool,
    part: Part,
}

impl Collateral {
    /// The parts that are not there.
    #[must_use]
    pub fn missing(&self) -> Vec<Part> {
        Part::ALL.into_iter().filter(|part| !self.has(*part)).collect()
    }

    fn has(&self, part: Part) -> bool {
        self.parts.iter().any(|verified| verified.part == part)
    }

    /// The earliest end of any part, the grace included, and of any signer, for which there is none.
    #[must_use]
    pub fn valid_until(&self, grace_days: u64) -> Option<UnixTime> {
        let end = self.parts.iter().map(|part| part.next_update).min()?;
        let graced = UnixTime(end.saturating_add(grace_days.saturating_mul(DAY)));
        Some(self.signer_end.map_or(graced, |end| end.min(graced)))
    }

    fn add(
        &mut self,
        part: Part,
        validity: Validity,
        document: (Option<String>, Option<u64>),
        circumstances: &Circumstances<'_>,
    ) -> Result<(), Error> {
        let grace = circumstances.grace_days.saturating_mul(DAY);
        let expired = validity.check_with_grace(circumstances.now, grace, part.name())?;
        let (fmspc, evaluation_number) = document;
        self.parts.push(VerifiedPart {
            name: part.name(),
            issue_date: validity.not_before.0,
            next_update: validity.not_after.0,
            fmspc,
            evaluation_number,
            expired,
            part,
        });
        Ok(())
    }
}

/// Verifies every document and list that was given.
///
/// # Errors
/// - `collateral_forged`: a signature does not hold under Intel's signer, or under the list's authority.
/// - `collateral_malformed`: a document or list breaks its format.
/// - `collateral_mismatch`: a part is of another platform or authority, or there are two of one kind.
/// - `collateral_expired`, `collateral_not_yet_valid`, `collateral_rolled_back`, `collateral_revoked`.
/// - `identity_mismatch`: the quoting enclave is not the one that the QE identity describes.
/// - `root_untrusted`, `chain_invalid`: a certificate was given that is none of this chain's authorities.
pub fn verify_collateral(
    endorsements: &Endorsements,
    chain: &PckChain<'_>,
    qe_report: &QeReport<'_>,
    circumstances: &Circumstances<'_>,
    checks: &mut Checks,
) -> Result<Collateral, Error> {
    let signers = collateral_signers(&endorsements.certificates, chain, circumstances.cache)?;
    let mut collateral = Collateral::default();
    let mut used: Vec<&Authority> = Vec::new();
    for document in &endorsements.documents {
        let signer = verify_document(document, &signers, circumstances)?;
        let end = signer.validity.not_after;
        collateral.signer_end = Some(collateral.signer_end.map_or(end, |known| known.min(end)));
        used.push(signer);
        match document.kind {
            DocumentKind::TcbInfo => add_tcb_info(&mut collateral, document, chain, circumstances)?,
            DocumentKind::EnclaveIdentity => {
                let body = &document.body;
                let identity = circumstances.cache.remember(&[body.as_bytes()], &|| QeIdentity::read(body))?;
                refuse_second(&collateral, Part::QeIdentity)?;
                let row = (None, Some(identity.evaluation_number));
                collateral.add(Part::QeIdentity, identity.validity, row, circumstances)?;
                check_rollback(Part::QeIdentity, None, identity.evaluation_number, identity.validity, circumstances)?;
                identity.check(qe_report)?;
                collateral.qe_identity = Some(identity);
            }
        }
    }
    for raw in &endorsements.lists {
        verify_list(raw, chain, &used, &mut collateral, circumstances)?;
    }
    note(&collateral, checks);
    Ok(collateral)
}

/// Of the signers whose key it is, one that is valid now; two of Intel's certificates share a key.
fn verify_document<'s>(
    document: &SignedDocument,
    signers: &'s [Authority],
    circumstances: &Circumstances<'_>,
) -> Result<&'s Authority, Error> {
    let now = circumstances.now;
    let mut tried: Vec<(&[u8], bool)> = Vec::new();
    let mut holders = Vec::new();
    for signer in signers {
        let known = tried.iter().find(|(point, _)| *point == signer.point).map(|(_, holds)| *holds);
        let holds = known.unwrap_or_else(|| {
            let (body, signature) = (document.body.as_bytes(), &document.signature);
            let holds = verify_p256_sha256_once(&signer.point, body, signature, circumstances.cache).is_ok();
            tried.push((&signer.point, holds));
            holds
        });
        if holds {
            holders.push(signer);
        }
    }
    let valid = holders.iter().find(|signer| signer.validity.check(now, "TCB signing certificate").is_ok());
    match (valid, holders.first()) {
        (Some(signer), _) => Ok(signer),
        (None, Some(signer)) => {
            signer.validity.check(now, "TCB signing certificate")?;
            Ok(signer)
        }
        (None, None) => {
            let name = document_name(document.kind);
            Err(Error::new(
                Code::CollateralForged,
                format!(
                    "the {name} is not signed by Intel's TCB signing key: it was altered, written anew, or is forged"
                ),
            )
            .field(format!("{name}, signature")))
        }
    }
}

const fn document_name(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::TcbInfo => Part::TcbInfo.name(),
        DocumentKind::EnclaveIdentity => Part::QeIdentity.name(),
    }
}

fn add_tcb_info(
    collateral: &mut Collateral,
    document: &SignedDocument,
    chain: &PckChain<'_>,
    circumstances: &Circumstances<'_>,
) -> Result<(), Error> {
    let body = &document.body;
    let info = circumstances.cache.remember(&[body.as_bytes()], &|| TcbInfo::read(body))?;
    refuse_second(collateral, Part::TcbInfo)?;
    let pck = chain.pck();
    for (field, expected, actual) in
        &[("FMSPC", &pck.fmspc[..], &info.fmspc[..]), ("PCE-ID", &pck.pce_id, &info.pce_id)]
    {
        if expected != actual {
            return Err(mismatch(&format!("the TCB info is of another {field} than the platform's PCK certificate"))
                .field(format!("TCB info, {field}"))
                .expected(hex(expected))
                .actual(hex(actual)));
        }
    }
    let fmspc = pck.fmspc_text();
    let row = (Some(fmspc.clone()), Some(info.evaluation_number));
    collateral.add(Part::TcbInfo, info.validity, row, circumstances)?;
    check_rollback(Part::TcbInfo, Some(&fmspc), info.evaluation_number, info.validity, circumstances)?;
    collateral.tcb_info = Some(info);
    Ok(())
}

/// A document more than a day older than one on which a verdict stood is being held back, or is played again.
fn check_rollback(
    part: Part,
    fmspc: Option<&str>,
    number: u64,
    validity: Validity,
    circumstances: &Circumstances<'_>,
) -> Result<(), Error> {
    let newest = circumstances
        .seen
        .iter()
        .filter(|seen| seen.part == part && seen.fmspc.as_deref() == fmspc && seen.evaluation_number == number)
        .map(|seen| seen.issue_date)
        .max();
    match newest {
        Some(newest) if validity.not_before.0.saturating_add(DAY) < newest.0 => Err(Error::new(
            Code::CollateralRolledBack,
            format!(
                "the {} is older than one that an earlier verdict stood on; somebody keeps the newer one back",
                part.name()
            ),
        )
        .field(format!("{}, issueDate", part.name()))
        .expected(format!("at least {} (Unix seconds)", newest.0.saturating_sub(DAY)))
        .actual(validity.not_before.0.to_string())),
        _ => Ok(()),
    }
}

fn verify_list(
    raw: &[u8],
    chain: &PckChain<'_>,
    signers: &[&Authority],
    collateral: &mut Collateral,
    circumstances: &Circumstances<'_>,
) -> Result<(), Error> {
    let received = ReceivedList::split(raw)?;
    let issuer = received.claimed_issuer()?.raw();
    let (anchor, authority) = (chain.anchor(), chain.authority());
    let (part, key) = if issuer == anchor.subject {
        (Part::RootRevocationList, anchor.key())
    } else if issuer == authority.subject {
        (Part::PckRevocationList, authority.key())
    } else {
        return Err(mismatch(
            "the revocation list is of neither authority of this chain; give that of the root and that of the PCK authority",
        )
        .field("revocation list, issuer"));
    };
    let list = received.verify(issuer, &key, circumstances.cache)?;
    refuse_second(collateral, part)?;
    collateral.add(part, list.validity(), (None, None), circumstances)?;
    match part {
        Part::PckRevocationList => refuse_revoked(&list, chain.pck_serial(), "PCK certificate"),
        _ => {
            refuse_revoked(&list, &authority.serial, "intermediate certificate")?;
            signers.iter().try_for_each(|signer| refuse_revoked(&list, &signer.serial, "TCB signing certificate"))
        }
    }
}

fn refuse_revoked(list: &RevocationList, serial: &[u8], what: &str) -> Result<(), Error> {
    if list.revokes(serial) {
        return Err(Error::new(
            Code::CollateralRevoked,
            format!("Intel has revoked the {what}; nothing that it signed can be trusted"),
        )
        .field(format!("{what}, serial number")));
    }
    Ok(())
}

fn refuse_second(collateral: &Collateral, part: Part) -> Result<(), Error> {
    if collateral.has(part) {
        return Err(mismatch(&format!("two different parts of collateral are both {}; give one", part.name()))
            .field(part.name()));
    }
    Ok(())
}

fn mismatch(message: &str) -> Error {
    Error::new(Code::CollateralMismatch, message)
}

fn note(collateral: &Collateral, checks: &mut Checks) {
    for (part, id, rule) in &[
        (Part::TcbInfo, "tcb-info", "PCS API version 4, Get TDX TCB Info"),
        (Part::QeIdentity, "qe-identity", "PCS API version 4, Get TDX QE Identity"),
        (Part::PckRevocationList, "pck-revocation", "RFC 5280, section 6.3"),
        (Part::RootRevocationList, "root-revocation", "RFC 5280, section 6.3"),
    ] {
        if collateral.has(*part) {
            checks.passed(id, rule);
        } else {
            checks.skipped(id, rule, format!("no {} was given", part.name()));
        }
    }
}
