//! The lines of a policy about a dstack application, the same for every TEE.

use super::{Appraisal, Default, Field, Form, RULE};
use crate::error::{Code, Error};
use crate::event_log::dstack::{Claims, FIELDS, MAX_PROVIDER_ID};
use crate::json::Json;
use crate::listing::listed;

const PROVIDER: &str = "keyProviderId";

/// A line for each claim in the order of [`FIELDS`], and one for the ids of key providers.
const LINES: [Field; FIELDS.len() + 1] = {
    let [a, b, c, d] = FIELDS;
    [
        Field::hex(a.0, a.2),
        Field::hex(b.0, b.2),
        Field::hex(c.0, c.2),
        Field::hex(d.0, d.2),
        Field {
            name: PROVIDER,
            form: Form::Text(MAX_PROVIDER_ID, "ids of key providers"),
            default: Default::Word("any"),
        },
    ]
};

/// The member `dstack` of a section.
pub(crate) const FIELD: Field = Field { name: "dstack", form: Form::Lines(&LINES), default: Default::Lines };

/// Judges what evidence proves of an application. Evidence that proves nothing of one is refused where a line is pinned.
pub(crate) fn check(appraisal: &mut Appraisal, lines: &Json, claims: Option<&Claims>) {
    for (index, (name, _, _)) in FIELDS.iter().enumerate() {
        let actual = claims.and_then(|claims| claims.values.get(index)).and_then(Option::as_ref);
        judge(appraisal, name, lines.member(name), actual);
    }
    let provider = claims.and_then(|claims| claims.key_provider.as_ref());
    judge(appraisal, PROVIDER, lines.member(PROVIDER), provider.map(|provider| &provider.id));
}

/// The warning that pinned lines cost where a policy accepts any system as the one that measured the application.
pub(crate) fn warning(lines: &Json, is_open: bool) -> (bool, &'static str) {
    let is_pinned = LINES.iter().any(|line| !lines.member(line.name).is_any());
    (
        is_open && is_pinned,
        "the policy names a dstack application, and accepts any system as the one that measured it: pin the system's \
         measurements, or the application's prove nothing",
    )
}

fn judge(appraisal: &mut Appraisal, name: &str, accepted: &Json, actual: Option<&String>) {
    if actual.is_none() && accepted.is_any() {
        return;
    }
    let (id, field) = ("dstack", format!("dstack.{name}"));
    match actual {
        Some(actual) => appraisal.allowed(id, accepted, &|| actual.clone(), (Code::PolicyDstack, &field, &field)),
        None => {
            let problem = format!("the policy names {field}, and nothing that came with the evidence proves one");
            appraisal.violations.push(Error::new(Code::EventLogMissing, problem).field(field));
        }
    }
}

/// Whether an event log must account for every register.
pub(crate) fn judge_event_log(appraisal: &mut Appraisal, is_required: bool, open: Option<&[&'static str]>) {
    let id = "event-log-required";
    match (is_required, open) {
        (false, None) => appraisal.checks.skipped(id, RULE, "no event log came with the quote, and the policy asks none"),
        (false, Some(_)) => {}
        (true, open) => appraisal.judge(id, open == Some(&[]), || {
            let lacks = open.map_or_else(|| "every register".to_owned(), listed);
            Error::new(
                Code::EventLogMissing,
                format!(
                    "the policy demands an event log, and the evidence has none that leads to {lacks}; to accept it, write \
                     \"eventLog\": \"any\" in tdx"
                ),
            )
            .field("event log")
            .expected("a log that leads to RTMR0 to RTMR3")
        }),
    }
}
