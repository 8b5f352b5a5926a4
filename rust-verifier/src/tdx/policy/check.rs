//! An authenticated quote against a policy. Every violation is reported, each with the line of the policy that would accept
//! what is there and what that line would mean.

use super::Policy;
use crate::bytes::hex;
use crate::criteria::{Allowed, Appraisal, ExpectedBinding, RULE, join, judge_binding, judge_event_log};
use crate::error::{Code, Error};
use crate::event_log::Summary;
use crate::result::Checks;
use crate::tdx::claims::{TD_ATTRIBUTE_BITS, XFAM_ALLOWED, XFAM_REQUIRED, reserved_td_attributes};
use crate::tdx::status::TcbStatus;
use crate::tdx::tcb::{Shortfall, TcbAppraisal};
use crate::tdx::td_report::TdReport;
use crate::tdx::verify::Authenticated;
use crate::time::UnixTime;
use crate::tpm;

/// Judges `evidence` at `now`: the checks that ran, and every violation, the most telling first.
#[must_use]
pub fn check(
    evidence: &Authenticated<'_>,
    (policy, azure): (&Policy, Option<&tpm::policy::Policy>),
    binding: &ExpectedBinding,
    now: UnixTime,
) -> (Checks, Vec<Error>) {
    let mut appraisal = Appraisal::begin("tdx", evidence.checks().clone());
    let report = &evidence.quote().report;
    judge_binding(&mut appraisal, evidence.platform().bound("REPORTDATA", &report.report_data), binding);
    tpm::policy::check(&mut appraisal, evidence.platform(), azure);
    check_version(&mut appraisal, evidence.quote().version, policy);
    check_td_attributes(&mut appraisal, report, policy);
    check_xfam(&mut appraisal, report);
    check_measurements(&mut appraisal, report, policy);
    check_service_td(&mut appraisal, report, policy);
    check_platform(&mut appraisal, evidence, policy);
    let measured = evidence.measured();
    let open = measured.log.as_ref().map(Summary::open_registers);
    judge_event_log(&mut appraisal, policy.event_log_required, open.as_deref());
    policy.dstack.check(&mut appraisal, measured.dstack.as_ref());
    if let Some(tcb) = evidence.tcb() {
        check_tcb(&mut appraisal, tcb, policy, now);
    }
    (appraisal.checks, appraisal.violations)
}

fn check_version(appraisal: &mut Appraisal, version: u16, policy: &Policy) {
    appraisal.judge("quote-version", policy.quote_versions.contains(&u64::from(version)), || {
        Error::new(
            Code::PolicyQuoteVersion,
            format!(
                "the quote's version is not one that the policy names; to accept it, add {version} to tdx.quoteVersions"
            ),
        )
        .field("version")
        .expected(join(&policy.quote_versions))
        .actual(version.to_string())
    });
}

fn check_td_attributes(appraisal: &mut Appraisal, report: &TdReport, policy: &Policy) {
    let names = ("td-attributes", "TDATTRIBUTES", "tdAttributes");
    appraisal.bits(names, report.td_attributes, &TD_ATTRIBUTE_BITS, &policy.td_attributes, |name| match name {
        "debug" => (Code::PolicyDebug, "; the host can then read everything in the TD"),
        "migratable" => (Code::PolicyMigration, "; the TD can then be moved, with its memory, elsewhere"),
        "septVeDisable" => {
            (Code::PolicyTdAttributes, "; the host can then interrupt the TD where it touches pages that are not there")
        }
        _ => (Code::PolicyTdAttributes, ""),
    });
    let reserved = reserved_td_attributes(report.td_attributes);
    appraisal.judge("td-attributes-reserved", reserved.is_empty(), || {
        let numbers: Vec<String> = reserved.iter().map(u32::to_string).collect();
        Error::new(Code::PolicyTdAttributes, "TDATTRIBUTES has bits set whose meaning this version does not know")
            .field("TDATTRIBUTES")
            .expected("reserved bits clear")
            .actual(format!("bits {}", numbers.join(", ")))
    });
}

fn check_xfam(appraisal: &mut Appraisal, report: &TdReport) {
    let xfam = report.xfam;
    let holds = xfam & !XFAM_ALLOWED == 0 && xfam & XFAM_REQUIRED == XFAM_REQUIRED;
    appraisal.judge("xfam", holds, || {
        Error::new(Code::PolicyXfam, "XFAM is not one that a TD of today's processors can have")
            .field("XFAM")
            .expected(format!("bits of {XFAM_ALLOWED:#018x}, those of {XFAM_REQUIRED:#018x} set"))
            .actual(format!("{xfam:#018x}"))
    });
}

fn check_measurements(appraisal: &mut Appraisal, report: &TdReport, policy: &Policy) {
    let measurement = |field, line| (Code::PolicyMeasurement, field, line);
    let [rtmr0, rtmr1, rtmr2, rtmr3] = &report.rtmrs;
    let [accepted0, accepted1, accepted2, accepted3] = &policy.rtmr;
    for (id, allowed, actual, words) in [
        ("mr-td", &policy.mr_td, &report.mr_td, measurement("MRTD", "mrTd")),
        ("rtmr0", accepted0, rtmr0, measurement("RTMR0", "rtmr[0]")),
        ("rtmr1", accepted1, rtmr1, measurement("RTMR1", "rtmr[1]")),
        ("rtmr2", accepted2, rtmr2, measurement("RTMR2", "rtmr[2]")),
        ("rtmr3", accepted3, rtmr3, measurement("RTMR3", "rtmr[3]")),
        (
            "mr-config-id",
            &policy.mr_config_id,
            &report.mr_config_id,
            (Code::PolicyMrConfigId, "MRCONFIGID", "mrConfigId"),
        ),
        ("mr-owner", &policy.mr_owner, &report.mr_owner, (Code::PolicyMrOwner, "MROWNER", "mrOwner")),
        (
            "mr-owner-config",
            &policy.mr_owner_config,
            &report.mr_owner_config,
            (Code::PolicyMrOwnerConfig, "MROWNERCONFIG", "mrOwnerConfig"),
        ),
        ("mr-seam", &policy.mr_seam, &report.mr_seam, (Code::PolicyMrSeam, "MRSEAM", "mrSeam")),
    ] {
        appraisal.allowed(id, allowed, hex(actual), words);
    }
}

/// A service TD, as a migration agent is one, may read the TD's secrets: none is accepted unless named.
fn check_service_td(appraisal: &mut Appraisal, report: &TdReport, policy: &Policy) {
    match report.extension {
        Some(extension) => appraisal.allowed(
            "mr-service-td",
            &policy.mr_service_td,
            hex(&extension.mr_service_td),
            (Code::PolicyServiceTd, "MRSERVICETD", "mrServiceTd"),
        ),
        None => appraisal.checks.skipped("mr-service-td", RULE, "TD report 1.0 does not state service TDs"),
    }
}

fn check_platform(appraisal: &mut Appraisal, evidence: &Authenticated<'_>, policy: &Policy) {
    let pck = evidence.chain().pck();
    appraisal.allowed("fmspc", &policy.fmspc, pck.fmspc_text(), (Code::PolicyFmspc, "FMSPC", "fmspc"));
    appraisal.allowed("ppid", &policy.ppid, hex(&pck.ppid), (Code::PolicyPpid, "PPID", "ppid"));
}

fn check_tcb(appraisal: &mut Appraisal, tcb: &TcbAppraisal, policy: &Policy, now: UnixTime) {
    let number = tcb.evaluation_number;
    appraisal.judge("evaluation-number", number >= policy.minimum_evaluation_number, || {
        Error::new(
            Code::PolicyEvaluationNumber,
            "the collateral is of an older TCB evaluation than the policy demands; have the prover send a newer one, or lower \
             tdx.minimumTcbEvaluationDataNumber",
        )
        .field("tcbEvaluationDataNumber")
        .expected(format!("at least {}", policy.minimum_evaluation_number))
        .actual(number.to_string())
    });
    let in_grace = policy.grace_until.as_ref().is_some_and(|(_, until)| now <= *until) && is_late(tcb.status);
    let is_accepted = policy.tcb_status.contains(&tcb.status) || in_grace;
    appraisal.judge("tcb-status", is_accepted, || status_violation(tcb));
    match &policy.accepted_advisories {
        Allowed::Any => {
            appraisal.checks.skipped("advisories", RULE, "the policy accepts any advisory of an accepted status");
        }
        Allowed::These(accepted) => {
            let open: Vec<&str> =
                tcb.advisory_ids.iter().filter(|id| !accepted.contains(id)).map(String::as_str).collect();
            appraisal.judge("advisories", open.is_empty(), || {
                Error::new(
                    Code::TcbAdvisory,
                    "an advisory concerns the platform that the policy does not accept; to accept it, add it to \
                     tdx.acceptedAdvisories",
                )
                .field("advisoryIDs")
                .expected(accepted.join(", "))
                .actual(open.join(", "))
            });
        }
    }
}

/// What time mends: the operator updates, or launches the TD again.
const fn is_late(status: TcbStatus) -> bool {
    status.is_out_of_date() || status.is_relaunch()
}

fn status_violation(tcb: &TcbAppraisal) -> Error {
    let word = tcb.status.word();
    let lacks = describe(&tcb.short_of);
    let (code, message) = match tcb.status {
        TcbStatus::Revoked => (
            Code::TcbRevoked,
            "the platform's TCB is revoked: its keys are known to be compromised, and no policy accepts it".to_owned(),
        ),
        TcbStatus::NotSupported => (
            Code::TcbUnsupported,
            format!("the platform reaches no TCB level that Intel's collateral knows{lacks}; no policy accepts it"),
        ),
        TcbStatus::ModuleUnknown => (
            Code::TcbModuleUnknown,
            "the TDX module has no identity in Intel's collateral: it is newer than the collateral, or not Intel's"
                .to_owned(),
        ),
        _ => {
            let advisories = match tcb.advisory_ids.as_slice() {
                [] => String::new(),
                ids => format!("; open: {}", ids.join(", ")),
            };
            (
                Code::TcbStatus,
                format!(
                    "the platform's TCB status is {word}{lacks}{advisories}; to accept it, add \"{word}\" to tdx.tcbStatus"
                ),
            )
        }
    };
    Error::new(code, message).field("tcbStatus").expected("a status that tdx.tcbStatus names").actual(word)
}

fn describe(short_of: &[Shortfall]) -> String {
    if short_of.is_empty() {
        return String::new();
    }
    let parts: Vec<String> = short_of
        .iter()
        .map(|short| format!("{} {} is {} of {}", short.field, short.component, short.actual, short.required))
        .collect();
    format!(" (for the next better level {})", parts.join(", "))
}
