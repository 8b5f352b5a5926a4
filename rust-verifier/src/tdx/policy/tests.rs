use super::read;
use crate::criteria::Section;
use crate::error::{Code, Error};
use crate::json::parse;
use serde_json::{Value, json};

fn policy(value: &Value) -> Result<Section, Error> {
    read(parse(&value.to_string(), "test", Code::PolicyInvalid).unwrap())
}

fn shown(section: &Section) -> Value {
    serde_json::from_str(&crate::json::to_string(section)).unwrap()
}

fn least() -> Value {
    json!({"mrTd": "any", "rtmr": ["any", "any", "any", "any"]})
}

#[test]
fn a_resolved_policy_is_a_policy_that_resolves_to_itself() {
    let resolved = shown(&policy(&least()).unwrap());
    let again = shown(&policy(&resolved).unwrap());
    assert_eq!(resolved, again);
}

#[test]
fn defaults_are_those_of_the_published_fields() {
    let resolved = shown(&policy(&least()).unwrap());
    let fields: Value = serde_json::from_str(include_str!("../../../policy-fields.json")).unwrap();
    let mut published = fields["tdx"].as_array().unwrap().clone();
    published.retain(|field| field["required"] != true);
    assert_eq!(published.len() + 2, resolved.as_object().unwrap().len());
    for field in published {
        let name = field["name"].as_str().unwrap();
        assert_eq!(resolved[name], field["default"], "{name}");
    }
}

#[test]
fn every_field_is_read_strictly() {
    let digest = "0a".repeat(48);
    for (name, good, bad) in [
        (
            "mrTd",
            json!([digest]),
            vec![json!([]), json!([digest.to_uppercase()]), json!("0a"), json!([digest, digest])],
        ),
        (
            "rtmr",
            json!(["any", digest, [digest], "any"]),
            vec![
                json!("any"),
                json!(["any"]),
                json!(["any", "any", "any", "any", "any"]),
                json!(["any", [], "any", "any"]),
            ],
        ),
        (
            "tcbStatus",
            json!(["UpToDate", "OutOfDate", "TDRelaunchAdvised"]),
            vec![json!(["Revoked"]), json!(["NotSupported"]), json!(["uptodate"]), json!([]), json!("any")],
        ),
        ("acceptedAdvisories", json!(["INTEL-SA-00960"]), vec![json!([]), json!([1]), json!(["any"]), json!([""])]),
        (
            "graceUntil",
            json!("2026-12-31T00:00:00Z"),
            vec![json!("2026-12-31"), json!(1), json!("any"), json!("2026-02-30T00:00:00Z")],
        ),
        ("collateralGraceDays", json!(30), vec![json!(-1), json!(3651), json!("30"), json!(1.5)]),
        ("minimumTcbEvaluationDataNumber", json!(18), vec![json!(-1), json!("18"), json!(4_294_967_296_u64)]),
        ("quoteVersions", json!([5]), vec![json!([3]), json!([]), json!(4)]),
        (
            "tdAttributes",
            json!({"debug": "any", "perfmon": "forbidden"}),
            vec![json!({"debug": true}), json!({"DEBUG": "any"}), json!([])],
        ),
        ("mrServiceTd", json!("any"), vec![json!("none"), json!([digest[2..]])]),
        ("fmspc", json!(["b0c06f000000"]), vec![json!(["B0C06F000000"]), json!(["b0c06f0000"])]),
        ("ppid", json!(["0a".repeat(16)]), vec![json!(["0a"])]),
        ("eventLog", json!("required"), vec![json!("forbidden"), json!(true), json!(["any"])]),
        (
            "dstack",
            json!({"composeHash": ["0a".repeat(32)], "appId": "any", "keyProviderId": ["30aa"]}),
            vec![
                json!("any"),
                json!({"composeHash": ["0a"]}),
                json!({"composeHash": []}),
                json!({"appId": ["0A".repeat(20)]}),
                json!({"app": "any"}),
                json!({"keyProviderId": ["any"]}),
            ],
        ),
    ] {
        let with = |value: Value| {
            let mut section = least();
            section[name] = value;
            policy(&section)
        };
        assert!(with(good).is_ok(), "{name}");
        for value in bad {
            let error = with(value.clone()).unwrap_err();
            assert_eq!(error.code(), Code::PolicyInvalid, "{name} {value}");
            assert!(
                error.context().field.as_ref().is_some_and(|field| field.starts_with(&format!("tdx.{name}"))),
                "{name}"
            );
        }
    }
    for missing in ["mrTd", "rtmr"] {
        let mut section = least();
        section.as_object_mut().unwrap().remove(missing);
        assert_eq!(policy(&section).unwrap_err().context().field, Some(format!("tdx.{missing}")));
    }
    let mut section = least();
    section["mrtd"] = json!("any");
    assert_eq!(policy(&section).unwrap_err().code(), Code::PolicyInvalid);
}
