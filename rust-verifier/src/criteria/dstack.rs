//! The lines of a policy about a dstack application, the same for every TEE.

use super::{Allowed, Appraisal, RULE, optional_hex_list, text_list};
use crate::error::{Code, Error};
use crate::event_log::dstack::{Claims, FIELDS, MAX_PROVIDER_ID};
use crate::json::{Json, Object};
use serde::ser::{Serialize, SerializeStruct, Serializer};

/// Accepted values of each claim in the order of [`FIELDS`], and the ids of key providers.
#[derive(Clone, Debug)]
pub struct DstackPolicy([Allowed<String>; FIELDS.len()], Allowed<String>);

impl Serialize for DstackPolicy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("DstackPolicy", FIELDS.len().saturating_add(1))?;
        for ((name, _, _), accepted) in FIELDS.into_iter().zip(&self.0) {
            fields.serialize_field(name, accepted)?;
        }
        fields.serialize_field(PROVIDER, &self.1)?;
        fields.end()
    }
}

const PROVIDER: &str = "keyProviderId";

impl DstackPolicy {
    /// Reads the member `dstack` of a section.
    ///
    /// # Errors
    /// `policy_invalid`
    pub(crate) fn read(section: &mut Object) -> Result<Self, Error> {
        let value = section.take("dstack").unwrap_or(Json::Object(Vec::new()));
        let mut object = Object::open(value, section.path_of("dstack"), Code::PolicyInvalid)?;
        let mut accepted = [const { Allowed::Any }; FIELDS.len()];
        for (accepted, (name, _, bytes)) in accepted.iter_mut().zip(FIELDS) {
            *accepted = optional_hex_list(&mut object, name, bytes)?;
        }
        let providers = text_list(&mut object, PROVIDER, MAX_PROVIDER_ID, "ids of key providers")?;
        object.close()?;
        Ok(Self(accepted, providers))
    }

    /// Judges what evidence proves of an application. Evidence that proves nothing of one is refused where a line is pinned.
    pub(crate) fn check(&self, appraisal: &mut Appraisal, claims: Option<&Claims>) {
        for (index, (name, _, _)) in FIELDS.iter().enumerate() {
            if let Some(accepted) = self.0.get(index) {
                let actual = claims.and_then(|claims| claims.values.get(index)).and_then(Option::as_ref);
                judge(appraisal, name, accepted, actual);
            }
        }
        let provider = claims.and_then(|claims| claims.key_provider.as_ref());
        judge(appraisal, PROVIDER, &self.1, provider.map(|provider| &provider.id));
    }
}

fn judge(appraisal: &mut Appraisal, name: &str, accepted: &Allowed<String>, actual: Option<&String>) {
    let (id, field) = ("dstack", format!("dstack.{name}"));
    match (accepted, actual) {
        (Allowed::Any, None) => {}
        (_, Some(actual)) => appraisal.allowed(id, accepted, actual.clone(), (Code::PolicyDstack, &field, &field)),
        (Allowed::These(_), None) => appraisal.judge(id, false, || {
            let problem = format!("the policy names {field}, and nothing that came with the evidence proves one");
            Error::new(Code::EventLogMissing, problem).field(field)
        }),
    }
}

/// Whether an event log must account for every register.
pub(crate) fn judge_event_log(appraisal: &mut Appraisal, is_required: bool, open: Option<&[&'static str]>) {
    let id = "event-log-required";
    match (is_required, open) {
        (false, None) => appraisal.checks.skipped(id, RULE, "no event log came with the quote, and the policy asks none"),
        (false, Some(_)) => {}
        (true, open) => appraisal.judge(id, open == Some(&[]), || {
            let lacks = open.map_or_else(|| "every register".to_owned(), |open| open.join(", "));
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
