//! The section `azure` of a policy. What the hardware measures at launch on Azure is the paravisor, which is Microsoft's and
//! the same for everyone: what the VM itself runs is in the PCRs of its virtual TPM.

use super::VerifiedPlatform;
use super::quote::PCR_COUNT;
use crate::bytes::hex;
use crate::criteria::{Appraisal, Default, Field, Form, Place, RULE, Section, hex_list, invalid, place};
use crate::error::{Code, Error};
use crate::json::{Json, Object};
use crate::listing::Listing;

/// The word that forgoes PCRs.
const PARAVISOR_ONLY: &str = "paravisorOnly";

/// PCRs whose values tell one VM's software from another's (TCG PC Client Platform Firmware Profile, "PCR Usage"; systemd's
/// TPM2 PCR registry): boot loader, Secure Boot's keys, what the boot loader measures, the unified kernel image.
const TELLING: [usize; 4] = [4, 7, 9, 11];

/// PCRs that whoever runs in the VM sets back at will, and extends to any value (TCG PC Client Platform TPM Profile, "PCR
/// Attributes": reset at locality 0).
const RESETTABLE: [&str; 2] = ["16", "23"];

/// The lines of the section `azure`, in the order in which they are shown.
const FIELDS: &[Field] = &[
    Field {
        name: "pcrs",
        form: Form::Own(read_pcrs),
        default: Default::Required(
            "is missing: list the PCRs that tell your VM from others",
            "as {\"4\": [\"<64 lower-case hexadecimal digits>\"]}, or \"paravisorOnly\"",
        ),
    },
    // Whether evidence that is not Azure's is accepted beside it.
    Field::leave("otherPlatforms"),
];

const PCRS: Place = place(FIELDS, "pcrs");

/// Reads the section `azure` of a policy.
///
/// # Errors
/// `policy_invalid`, naming the path of the field.
pub fn read(section: Json) -> Result<Section, Error> {
    Section::read("azure", FIELDS, section)
}

/// For each named PCR the accepted values, lower-case hexadecimal, in the order of their numbers; or [`PARAVISOR_ONLY`].
fn read_pcrs(object: &Object, name: &str, value: Json, _: &[Json]) -> Result<Json, Error> {
    if value.is(PARAVISOR_ONLY) {
        return Ok(value);
    }
    let Json::Object(_) = value else {
        return Err(object.wrong_type(name, "an object of PCRs by number, or \"paravisorOnly\""));
    };
    let mut object = Object::open(value, object.path_of(name), Code::PolicyInvalid)?;
    let mut pcrs = Vec::new();
    for index in 0..PCR_COUNT {
        let name = index.to_string();
        if let Some(value) = object.take(&name) {
            if value.is_any() {
                return Err(invalid(&object, &name, "must be a list; leave out a PCR that may be anything"));
            }
            let values = hex_list(&object, &name, value, 32)?;
            pcrs.push((name, values));
        }
    }
    object.close()?;
    // None at all is the same.
    if pcrs.iter().all(|(index, _)| RESETTABLE.contains(&index.as_str())) {
        return Err(Error::new(
            Code::PolicyInvalid,
            "policy: azure.pcrs names no PCR but those that any program in the VM can set to any value (16 and 23); name others \
             too, or write \"paravisorOnly\"",
        )
        .field("azure.pcrs"));
    }
    Ok(Json::Object(pcrs))
}

/// Judges where the evidence comes from, and what Azure's virtual TPM says.
pub(crate) fn check(appraisal: &mut Appraisal, platform: &VerifiedPlatform, policy: Option<&Section>) {
    match (platform.azure(), policy) {
        (None, None) => {}
        (None, Some(policy)) => appraisal.judge("platform", policy.says(const { place(FIELDS, "otherPlatforms") }, "any"), || {
            Error::new(
                Code::PolicyAzure,
                "the policy has the section azure, and this evidence is not Azure's, so none of its PCRs are proven; to accept \
                 other platforms as well, write \"otherPlatforms\": \"any\" in azure",
            )
            .field("azure")
            .expected("azure")
            .actual(platform.name())
        }),
        (Some(azure), policy) => match azure.quote() {
            None => appraisal.violations.push(
                Error::new(
                    Code::PolicyAzure,
                    "the evidence is of an Azure VM and has no TPM quote, so nothing says what runs in the VM; the prover must \
                     send the virtual TPM's quote with it",
                )
                .field("azure.pcrs"),
            ),
            Some(quote) => match policy.map(|policy| policy.line(PCRS)) {
                None => appraisal.violations.push(section_missing(&quote.pcrs)),
                Some(named) if named.is(PARAVISOR_ONLY) => {
                    appraisal.checks.skipped("pcrs", RULE, "the policy accepts whatever runs above the paravisor");
                }
                Some(named) => check_pcrs(appraisal, named, &quote.pcrs),
            },
        },
    }
}

fn check_pcrs(appraisal: &mut Appraisal, named: &Json, pcrs: &[[u8; 32]; PCR_COUNT]) {
    let Json::Object(named) = named else {
        appraisal.violations.push(section_missing(pcrs));
        return;
    };
    let before = appraisal.violations.len();
    for (index, accepted) in named {
        let actual = index.parse().ok().and_then(|index: usize| pcrs.get(index)).map(|value| hex(value));
        let actual = actual.unwrap_or_default();
        if !accepted.lists(&actual) {
            appraisal.violations.push(
                Error::new(
                    Code::PolicyPcr,
                    format!(
                        "PCR {index} is not one that the policy names: other software runs in the VM, or is configured \
                         otherwise; to accept it, add it to azure.pcrs"
                    ),
                )
                .field(format!("PCR {index}"))
                .expected(accepted.listed())
                .actual(actual),
            );
        }
    }
    if appraisal.violations.len() == before {
        appraisal.checks.passed("pcrs", RULE);
    }
}

/// The line to write.
fn section_missing(pcrs: &[[u8; 32]; PCR_COUNT]) -> Error {
    let mut line = Listing::new();
    for index in &TELLING {
        if let Some(value) = pcrs.get(*index) {
            line.add(&format!("\"{index}\": [\"{}\"]", hex(value)));
        }
    }
    let line = line.text();
    Error::new(
        Code::PolicyAzure,
        format!(
            "the evidence is of an Azure VM, whose launch measurement is that of Microsoft's paravisor alone: another program \
             behind the same address has the same; say what the VM's PCRs must be, as \"azure\": {{ \"pcrs\": {{ {line} }} }} \
             for what is there now, or forgo it with \"azure\": {{ \"pcrs\": \"paravisorOnly\" }}"
        ),
    )
    .field("azure")
    .expected("the section azure")
}

/// The warnings that a policy's leave costs; `is_open` where it names no measurement, so that any guest may be the paravisor.
pub(crate) fn warnings(
    platform: &VerifiedPlatform,
    policy: Option<&Section>,
    is_open: bool,
) -> [(bool, &'static str); 2] {
    let (is_azure, is_alone) =
        (platform.azure().is_some(), policy.is_some_and(|policy| policy.says(PCRS, PARAVISOR_ONLY)));
    [
        (
            is_azure && is_alone,
            "the policy accepts whatever runs above Azure's paravisor: only Microsoft's part of the VM is proven",
        ),
        (
            is_azure && !is_alone && is_open,
            "the policy names PCRs, and accepts any guest as the paravisor that keeps them: pin its measurement, or they \
             prove nothing",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    fn code(text: &str) -> Result<Section, Option<String>> {
        let value = parse(text, "the policy", Code::PolicyInvalid).unwrap();
        read(value).map_err(|error| {
            assert_eq!(error.code(), Code::PolicyInvalid);
            error.context().field.clone()
        })
    }

    fn shown(section: &Section) -> serde_json::Value {
        serde_json::from_str(&crate::json::to_string(section)).unwrap()
    }

    #[test]
    fn the_described_fields_and_defaults_are_the_applied_ones() {
        let document: serde_json::Value = serde_json::from_str(include_str!("../../policy-fields.json")).unwrap();
        let described = document["azure"].as_array().unwrap().iter().map(|field| {
            let default = if field["required"] == true { "paravisorOnly".into() } else { field["default"].clone() };
            (field["name"].as_str().unwrap().to_owned(), default)
        });
        let resolved = shown(&code(r#"{"pcrs":"paravisorOnly"}"#).unwrap());
        assert_eq!(resolved, described.collect::<serde_json::Value>());
    }

    #[test]
    fn pcrs_are_written_out() {
        let value = "ab".repeat(32);
        let policy = code(&format!(r#"{{"pcrs":{{"11":["{value}"],"4":["{value}"]}}}}"#)).unwrap();
        let text = crate::json::to_string(&policy);
        assert_eq!(text, format!(r#"{{"pcrs":{{"4":["{value}"],"11":["{value}"]}},"otherPlatforms":"forbidden"}}"#));
        assert!(code(&format!(r#"{{"pcrs":{{"4":["{value}"],"23":["{value}"]}}}}"#)).is_ok());
        let open = r#"{"pcrs":"paravisorOnly","otherPlatforms":"any"}"#;
        assert_eq!(crate::json::to_string(&code(open).unwrap()), open);
        for (text, field) in [
            ("{}".to_owned(), "azure.pcrs"),
            (r#"{"pcrs":"any"}"#.into(), "azure.pcrs"),
            (r#"{"pcrs":{}}"#.into(), "azure.pcrs"),
            (format!(r#"{{"pcrs":{{"16":["{value}"],"23":["{value}"]}}}}"#), "azure.pcrs"),
            (r#"{"pcrs":{"4":[]}}"#.into(), "azure.pcrs.4"),
            (r#"{"pcrs":{"4":"any"}}"#.into(), "azure.pcrs.4"),
            (format!(r#"{{"pcrs":{{"4":"{value}"}}}}"#), "azure.pcrs.4"),
            (format!(r#"{{"pcrs":{{"04":["{value}"]}}}}"#), "azure.pcrs.04"),
            (format!(r#"{{"pcrs":{{"24":["{value}"]}}}}"#), "azure.pcrs.24"),
            (format!(r#"{{"pcrs":{{"4":["{}"]}}}}"#, value.to_uppercase()), "azure.pcrs.4"),
            (format!(r#"{{"pcrs":{{"4":["{value}"]}},"other":1}}"#), "azure.other"),
        ] {
            assert_eq!(code(&text).unwrap_err().as_deref(), Some(field), "{text}");
        }
    }
}
