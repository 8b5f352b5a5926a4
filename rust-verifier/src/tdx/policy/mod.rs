//! The appraisal policy for TDX: what a caller accepts, as plain JSON data with secure defaults.
//!
//! `policy-fields.json` describes every field for the schema and the documentation; a test compares its defaults with
//! these.

mod check;

pub use check::{check, grace_end};

use super::claims::TD_ATTRIBUTE_BITS;
use super::status::TcbStatus;
use crate::criteria::{DSTACK, Default, Field, Form, MAX_U32, Place, Section, hex_list, place};
use crate::error::Error;
use crate::json::{Json, Object};
use crate::time::UnixTime;

const MEASUREMENT_BYTES: usize = 48;
const MAX_GRACE_DAYS: u64 = 3650;
const NO_SERVICE_TD: &str =
    "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000";
const RTMR: &str = "a list of exactly four entries, RTMR0 to RTMR3: each 96 lower-case hexadecimal digits, a list of such, or \
                    \"any\"";

/// The lines of the section `tdx`, in the order in which they are shown.
const FIELDS: &[Field] = &[
    Field {
        name: "mrTd",
        form: Form::Hex(MEASUREMENT_BYTES),
        default: Default::Required(
            "is missing: list the initial measurements that you accept",
            "at least one MRTD of 96 lower-case hexadecimal digits, or \"any\"",
        ),
    },
    Field {
        name: "rtmr",
        form: Form::Own(read_registers),
        default: Default::Required("is missing: say for each register what you accept", RTMR),
    },
    Field {
        name: "tcbStatus",
        form: Form::Words(&TcbStatus::ACCEPTABLE_WORDS),
        default: Default::Words(&[TcbStatus::UpToDate.word()]),
    },
    Field {
        name: "acceptedAdvisories",
        form: Form::Text(32, "Intel's advisories, as INTEL-SA-00000"),
        default: Default::Word("any"),
    },
    Field { name: "graceUntil", form: Form::Own(read_time), default: Default::Word("none") },
    Field { name: "collateralGraceDays", form: Form::Number(MAX_GRACE_DAYS), default: Default::Number(0) },
    Field { name: "minimumTcbEvaluationDataNumber", form: Form::Number(MAX_U32), default: Default::Number(0) },
    Field { name: "quoteVersions", form: Form::Numbers(4, 5), default: Default::Numbers(&[4, 5]) },
    Field {
        name: "tdAttributes",
        form: Form::Bits(&TD_ATTRIBUTE_BITS),
        default: Default::Bits(&[("debug", "forbidden"), ("septVeDisable", "required"), ("migratable", "forbidden")]),
    },
    Field::hex("mrConfigId", MEASUREMENT_BYTES),
    Field::hex("mrOwner", MEASUREMENT_BYTES),
    Field::hex("mrOwnerConfig", MEASUREMENT_BYTES),
    Field { name: "mrServiceTd", form: Form::Hex(MEASUREMENT_BYTES), default: Default::Words(&[NO_SERVICE_TD]) },
    Field::hex("mrSeam", MEASUREMENT_BYTES),
    Field::hex("fmspc", 6),
    Field::hex("ppid", 16),
    Field { name: "eventLog", form: Form::Word(&["any", "required"]), default: Default::Word("any") },
    DSTACK,
];

/// The place of a line, by its name.
const fn line(name: &str) -> Place {
    place(FIELDS, name)
}

/// Reads the section `tdx` of a policy.
///
/// # Errors
/// `policy_invalid`, naming the path of the field.
pub fn read(section: Json) -> Result<Section, Error> {
    Section::read("tdx", FIELDS, section)
}

/// What is accepted of a dstack application.
#[must_use]
pub fn dstack(policy: &Section) -> &Json {
    policy.line(const { line("dstack") })
}

/// Whether any guest is accepted: what one says of itself then proves nothing.
#[must_use]
pub fn is_guest_open(policy: &Section) -> bool {
    policy.line(const { line("mrTd") }).is_any()
}

/// Whether any operating system is accepted: the firmware that MRTD measures puts kernel and command line into RTMR1 and RTMR2.
#[must_use]
pub fn is_system_open(policy: &Section) -> bool {
    let registers = policy.line(const { line("rtmr") }).items();
    is_guest_open(policy) || registers.iter().skip(1).take(2).any(Json::is_any)
}

/// How many days after its nextUpdate collateral is still accepted.
#[must_use]
pub fn grace_days(policy: &Section) -> u64 {
    match policy.line(const { line("collateralGraceDays") }) {
        Json::Number(days) => *days,
        _ => 0,
    }
}

/// Four entries, one for each register: a value, several, or `"any"`. A register that is not written cannot be meant.
fn read_registers(object: &Object, name: &str, value: Json, _: &[Json]) -> Result<Json, Error> {
    let mut registers = Vec::new();
    if let Json::Array(entries) = value {
        for entry in entries {
            let entry = match entry {
                Json::String(value) if value != "any" => Json::Array(vec![Json::String(value)]),
                other => other,
            };
            registers.push(hex_list(object, name, entry, MEASUREMENT_BYTES)?);
        }
    }
    if registers.len() == 4 { Ok(Json::Array(registers)) } else { Err(object.wrong_type(name, RTMR)) }
}

/// A time, or `"none"`.
fn read_time(object: &Object, name: &str, value: Json, _: &[Json]) -> Result<Json, Error> {
    match &value {
        Json::String(text) if text == "none" || UnixTime::from_rfc3339(text).is_some() => Ok(value),
        _ => Err(object.wrong_type(name, "a time as \"2026-12-31T00:00:00Z\", or \"none\"")),
    }
}

#[cfg(test)]
mod tests;
