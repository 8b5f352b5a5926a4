//! The section `tdx` of a policy.

use super::Policy;
use crate::criteria::{
    Allowed, DstackPolicy, Tristate, bits, hex_list, invalid, number, numbers, optional_hex_list as hex, text_list,
    word, words,
};
use crate::error::{Code, Error};
use crate::json::{Json, Object};
use crate::tdx::claims::TD_ATTRIBUTE_BITS;
use crate::tdx::status::TcbStatus;
use crate::time::UnixTime;

const MEASUREMENT_BYTES: usize = 48;
const MAX_GRACE_DAYS: u64 = 3650;

/// Reads the section `tdx` of a policy.
///
/// # Errors
/// `policy_invalid`, naming the path of the field.
pub fn read(section: Json) -> Result<Policy, Error> {
    let mut object = Object::open(section, "tdx", Code::PolicyInvalid)?;
    let tdx = &mut object;
    let policy = Policy {
        mr_td: match tdx.take("mrTd") {
            Some(value) => hex_list(tdx, "mrTd", value, MEASUREMENT_BYTES)?,
            None => {
                return Err(invalid(tdx, "mrTd", "is missing: list the initial measurements that you accept")
                    .expected("at least one MRTD of 96 lower-case hexadecimal digits, or \"any\""));
            }
        },
        rtmr: registers(tdx)?,
        tcb_status: words(tdx, "tcbStatus", &TcbStatus::ACCEPTABLE, TcbStatus::word, &[TcbStatus::UpToDate])?,
        accepted_advisories: text_list(tdx, "acceptedAdvisories", 32, "Intel's advisories, as INTEL-SA-00000")?,
        grace_until: grace_until(tdx)?,
        collateral_grace_days: optional_number(tdx, "collateralGraceDays", MAX_GRACE_DAYS)?,
        minimum_evaluation_number: optional_number(tdx, "minimumTcbEvaluationDataNumber", u64::from(u32::MAX))?,
        quote_versions: numbers(tdx, "quoteVersions", 4..=5)?.unwrap_or_else(|| vec![4, 5]),
        td_attributes: bits(
            tdx,
            "tdAttributes",
            &TD_ATTRIBUTE_BITS,
            &[
                ("debug", Tristate::Forbidden),
                ("septVeDisable", Tristate::Required),
                ("migratable", Tristate::Forbidden),
            ],
        )?,
        mr_config_id: hex(tdx, "mrConfigId", MEASUREMENT_BYTES)?,
        mr_owner: hex(tdx, "mrOwner", MEASUREMENT_BYTES)?,
        mr_owner_config: hex(tdx, "mrOwnerConfig", MEASUREMENT_BYTES)?,
        mr_service_td: match tdx.take("mrServiceTd") {
            Some(value) => hex_list(tdx, "mrServiceTd", value, MEASUREMENT_BYTES)?,
            None => Allowed::These(vec!["00".repeat(MEASUREMENT_BYTES)]),
        },
        mr_seam: hex(tdx, "mrSeam", MEASUREMENT_BYTES)?,
        fmspc: hex(tdx, "fmspc", 6)?,
        ppid: hex(tdx, "ppid", 16)?,
        event_log_required: word(tdx, "eventLog", &["any", "required"])? == Some(1),
        dstack: DstackPolicy::read(tdx)?,
    };
    object.close()?;
    Ok(policy)
}

/// Four entries, one for each register: a value, several, or `"any"`. A register that is not written cannot be meant.
fn registers(object: &mut Object) -> Result<[Allowed<String>; 4], Error> {
    let name = "rtmr";
    let expected = "a list of exactly four entries, RTMR0 to RTMR3: each 96 lower-case hexadecimal digits, a list of \
                    such, or \"any\"";
    let entries = match object.take(name) {
        Some(Json::Array(entries)) => entries,
        Some(_) => return Err(object.wrong_type(name, expected)),
        None => {
            return Err(invalid(object, name, "is missing: say for each register what you accept").expected(expected));
        }
    };
    let entries: Vec<Allowed<String>> = entries
        .into_iter()
        .map(|entry| {
            let entry = match entry {
                Json::String(word) if word == "any" => Json::String(word),
                Json::String(value) => Json::Array(vec![Json::String(value)]),
                other => other,
            };
            hex_list(object, name, entry, MEASUREMENT_BYTES)
        })
        .collect::<Result<_, _>>()?;
    entries.try_into().map_err(|_| object.wrong_type(name, expected))
}

fn grace_until(object: &mut Object) -> Result<Option<(String, UnixTime)>, Error> {
    let name = "graceUntil";
    match object.optional_string(name)? {
        None => Ok(None),
        Some(word) if word == "none" => Ok(None),
        Some(text) => match UnixTime::from_rfc3339(&text) {
            Some(time) => Ok(Some((text, time))),
            None => Err(object.wrong_type(name, "a time as \"2026-12-31T00:00:00Z\", or \"none\"")),
        },
    }
}

fn optional_number(object: &mut Object, name: &str, maximum: u64) -> Result<u64, Error> {
    match object.take(name) {
        Some(value) => number(object, name, &value, 0..=maximum),
        None => Ok(0),
    }
}
