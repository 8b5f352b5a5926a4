//! An authenticated quote against a policy. Every violation is reported, each with the line of the policy that would accept
//! what is there and what that line would mean.

use super::{NO_SERVICE_TD, dstack, line};
use crate::bytes::{bit, hex};
use crate::criteria::{Appraisal, ExpectedBinding, RULE, Section, check_dstack, judge_binding, judge_event_log};
use crate::error::{Code, Error};
use crate::event_log::Summary;
use crate::json::Json;
use crate::listing::Listing;
use crate::result::Checks;
use crate::tdx::claims::{MIGRATABLE, TD_ATTRIBUTE_BITS, XFAM_ALLOWED, XFAM_REQUIRED, reserved_td_attributes};
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
    (policy, azure): (&Section, Option<&Section>),
    binding: &ExpectedBinding,
    now: UnixTime,
) -> (Checks, Vec<Error>) {
    let mut appraisal = Appraisal::begin("tdx", evidence.checks().clone());
    let report = &evidence.quote().report;
    judge_binding(&mut appraisal, evidence.platform().bound("REPORTDATA", report.report_data), binding);
    tpm::policy::check(&mut appraisal, evidence.platform(), azure);
    check_version(&mut appraisal, evidence.quote().version, policy);
    check_td_attributes(&mut appraisal, report, policy);
    check_xfam(&mut appraisal, report);
    check_measurements(&mut appraisal, report, policy);
    check_service_td(&mut appraisal, report, policy);
    check_platform(&mut appraisal, evidence, policy);
    let measured = evidence.measured();
    let open = measured.log.as_ref().map(Summary::open_registers);
    let is_required = !policy.says(const { line("eventLog") }, "any");
    judge_event_log(&mut appraisal, is_required, open.as_deref());
    check_dstack(&mut appraisal, dstack(policy), measured.dstack.as_ref());
    if let Some(tcb) = evidence.tcb() {
        check_tcb(&mut appraisal, tcb, policy, now);
    }
    (appraisal.checks, appraisal.violations)
}

fn check_version(appraisal: &mut Appraisal, version: u16, policy: &Section) {
    let accepted = policy.line(const { line("quoteVersions") });
    appraisal.judge("quote-version", accepted.lists_number(version.into()), || {
        Error::new(
            Code::PolicyQuoteVersion,
            format!(
                "the quote's version is not one that the policy names; to accept it, add {version} to tdx.quoteVersions"
            ),
        )
        .field("version")
        .expected(accepted.listed())
        .actual(version.to_string())
    });
}

fn check_td_attributes(appraisal: &mut Appraisal, report: &TdReport<'_>, policy: &Section) {
    let names = ("td-attributes", "TDATTRIBUTES", "tdAttributes");
    let words = policy.line(const { line("tdAttributes") });
    appraisal.bits(names, report.td_attributes, &TD_ATTRIBUTE_BITS, words, |name| match name {
        "debug" => (Code::PolicyDebug, "; the host can then read everything in the TD"),
        "migratable" => (Code::PolicyMigration, "; the TD can then be moved, with its memory, elsewhere"),
        "septVeDisable" => {
            (Code::PolicyTdAttributes, "; the host can then interrupt the TD where it touches pages that are not there")
        }
        _ => (Code::PolicyTdAttributes, ""),
    });
    let reserved = reserved_td_attributes(report.td_attributes);
    appraisal.judge("td-attributes-reserved", reserved.is_empty(), || {
        let mut numbers = Listing::new();
        reserved.iter().for_each(|number| numbers.add(&number.to_string()));
        Error::new(Code::PolicyTdAttributes, "TDATTRIBUTES has bits set whose meaning this version does not know")
            .field("TDATTRIBUTES")
            .expected("reserved bits clear")
            .actual(format!("bits {}", numbers.text()))
    });
}

fn check_xfam(appraisal: &mut Appraisal, report: &TdReport<'_>) {
    let xfam = report.xfam;
    let holds = xfam & !XFAM_ALLOWED == 0 && xfam & XFAM_REQUIRED == XFAM_REQUIRED;
    appraisal.judge("xfam", holds, || {
        Error::new(Code::PolicyXfam, "XFAM is not one that a TD of today's processors can have")
            .field("XFAM")
            .expected(format!("bits of {XFAM_ALLOWED:#018x}, those of {XFAM_REQUIRED:#018x} set"))
            .actual(format!("{xfam:#018x}"))
    });
}

fn check_measurements(appraisal: &mut Appraisal, report: &TdReport<'_>, policy: &Section) {
    let [rtmr0, rtmr1, rtmr2, rtmr3] = report.rtmrs;
    let registers = policy.line(const { line("rtmr") }).items();
    let register = |index: usize| registers.get(index).unwrap_or(&Json::Null);
    macro_rules! accepted {
        ($line:literal) => {
            policy.line(const { line($line) })
        };
    }
    let measurement = Code::PolicyMeasurement;
    for (id, accepted, actual, words) in &[
        ("mr-td", accepted!("mrTd"), report.mr_td, (measurement, "MRTD", "mrTd")),
        ("rtmr0", register(0), rtmr0, (measurement, "RTMR0", "rtmr[0]")),
        ("rtmr1", register(1), rtmr1, (measurement, "RTMR1", "rtmr[1]")),
        ("rtmr2", register(2), rtmr2, (measurement, "RTMR2", "rtmr[2]")),
        ("rtmr3", register(3), rtmr3, (measurement, "RTMR3", "rtmr[3]")),
        (
            "mr-config-id",
            accepted!("mrConfigId"),
            report.mr_config_id,
            (Code::PolicyMrConfigId, "MRCONFIGID", "mrConfigId"),
        ),
        ("mr-owner", accepted!("mrOwner"), report.mr_owner, (Code::PolicyMrOwner, "MROWNER", "mrOwner")),
        (
            "mr-owner-config",
            accepted!("mrOwnerConfig"),
            report.mr_owner_config,
            (Code::PolicyMrOwnerConfig, "MROWNERCONFIG", "mrOwnerConfig"),
        ),
        ("mr-seam", accepted!("mrSeam"), report.mr_seam, (Code::PolicyMrSeam, "MRSEAM", "mrSeam")),
    ] {
        appraisal.allowed(id, accepted, &|| hex(*actual), *words);
    }
}

/// A service TD, as a migration agent is one, may read the TD's secrets: none is accepted unless named. Where the report does
/// not state it, only a TD that cannot be migrated has none.
fn check_service_td(appraisal: &mut Appraisal, report: &TdReport<'_>, policy: &Section) {
    let accepted = policy.line(const { line("mrServiceTd") });
    let Some(extension) = report.extension else {
        let has_none = !bit(report.td_attributes, MIGRATABLE);
        if accepted.is_any() || (has_none && accepted.lists(NO_SERVICE_TD)) {
            appraisal.checks.skipped("mr-service-td", RULE, "TD report 1.0 does not state service TDs");
        } else {
            appraisal.violations.push(
                Error::new(
                    Code::PolicyServiceTd,
                    "TD report 1.0 does not state MRSERVICETD, so no service TD that the policy names can be proven, and one of a \
                     TD that can be migrated cannot be ruled out; to accept it, write \"mrServiceTd\": \"any\" in tdx",
                )
                .field("MRSERVICETD"),
            );
        }
        return;
    };
    appraisal.allowed(
        "mr-service-td",
        accepted,
        &|| hex(extension.mr_service_td),
        (Code::PolicyServiceTd, "MRSERVICETD", "mrServiceTd"),
    );
}

fn check_platform(appraisal: &mut Appraisal, evidence: &Authenticated<'_>, policy: &Section) {
    let pck = evidence.chain().pck();
    let (fmspc, ppid) = (policy.line(const { line("fmspc") }), policy.line(const { line("ppid") }));
    appraisal.allowed("fmspc", fmspc, &|| pck.fmspc_text(), (Code::PolicyFmspc, "FMSPC", "fmspc"));
    appraisal.allowed("ppid", ppid, &|| hex(&pck.ppid), (Code::PolicyPpid, "PPID", "ppid"));
}

fn check_tcb(appraisal: &mut Appraisal, tcb: &TcbAppraisal, policy: &Section, now: UnixTime) {
    let number = tcb.evaluation_number;
    let floor = policy.floor(const { line("minimumTcbEvaluationDataNumber") });
    appraisal.judge("evaluation-number", number >= floor, || {
        Error::new(
            Code::PolicyEvaluationNumber,
            "the collateral is of an older TCB evaluation than the policy demands; have the prover send a newer one, or lower \
             tdx.minimumTcbEvaluationDataNumber",
        )
        .field("tcbEvaluationDataNumber")
        .expected(format!("at least {floor}"))
        .actual(number.to_string())
    });
    let in_grace = grace_end(tcb.status, policy, now).is_some();
    appraisal.judge("tcb-status", is_named(tcb.status, policy) || in_grace, || status_violation(tcb));
    let accepted = policy.line(const { line("acceptedAdvisories") });
    if accepted.is_any() {
        appraisal.checks.skipped("advisories", RULE, "the policy accepts any advisory of an accepted status");
        return;
    }
    let mut open = Listing::new();
    tcb.advisory_ids.iter().filter(|id| !accepted.lists(id)).for_each(|id| open.add(id));
    let open = open.text();
    appraisal.judge("advisories", open.is_empty(), || {
        Error::new(
            Code::TcbAdvisory,
            "an advisory concerns the platform that the policy does not accept; to accept it, add it to \
             tdx.acceptedAdvisories",
        )
        .field("advisoryIDs")
        .expected(accepted.listed())
        .actual(&open)
    });
}

fn is_named(status: TcbStatus, policy: &Section) -> bool {
    policy.line(const { line("tcbStatus") }).lists(status.word())
}

/// Until when a status is accepted that the policy does not name, and accepts for now.
#[must_use]
pub fn grace_end(status: TcbStatus, policy: &Section, now: UnixTime) -> Option<UnixTime> {
    let Json::String(text) = policy.line(const { line("graceUntil") }) else { return None };
    let until = UnixTime::from_rfc3339(text)?;
    (!is_named(status, policy) && is_late(status) && now <= until).then_some(until)
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
            let mut advisories = Listing::new();
            tcb.advisory_ids.iter().for_each(|id| advisories.add(id));
            let advisories = advisories.text();
            let open = if advisories.is_empty() { "" } else { "; open: " };
            (
                Code::TcbStatus,
                format!(
                    "the platform's TCB status is {word}{lacks}{open}{advisories}; to accept it, add \"{word}\" to tdx.tcbStatus"
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
    let mut parts = Listing::new();
    for short in short_of {
        parts.add(&format!("{} {} is {} of {}", short.field, short.component, short.actual, short.required));
    }
    format!(" (for the next better level {})", parts.text())
}
