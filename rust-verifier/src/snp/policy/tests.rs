use crate::error::Code;
use crate::policy::Policy;
use serde_json::{Map, Value, json};

fn fields() -> Vec<Value> {
    let document: Value = serde_json::from_str(include_str!("../../../policy-fields.json")).unwrap();
    document["snp"].as_array().unwrap().clone()
}

fn resolved(section: Value) -> Value {
    let policy = Policy::read(&json!({ "snp": section }).to_string()).unwrap();
    serde_json::from_str(&crate::json::to_string(&policy.snp.unwrap())).unwrap()
}

fn refused(section: &Value) -> (Code, String) {
    let error = Policy::read(&json!({ "snp": section }).to_string()).map(|_| ()).unwrap_err();
    (error.code(), error.context().field.clone().unwrap_or_default())
}

fn with(name: &str, value: Value) -> Value {
    let mut section = json!({ "measurements": "any" });
    section[name] = value;
    section
}

/// A value that the field accepts and that is not its default.
fn example(field: &Value) -> Value {
    let numbers = |name: &str| field[name].as_u64().unwrap();
    match field["type"].as_str().unwrap() {
        "hex-list" => json!(["0a".repeat(usize::try_from(numbers("bytes")).unwrap())]),
        "word-list" => json!([field["words"][0]]),
        "word" => field["words"].as_array().unwrap().iter().find(|word| **word != field["default"]).unwrap().clone(),
        "number-list" => json!([numbers("maximum")]),
        "number" => json!(numbers("maximum")),
        "text-list" => json!(["CN=cc-us-east-2.amazonaws.com"]),
        "version" => json!("1.55"),
        "minimum-tcb" => json!("2025-02"),
        "bits" => {
            let bits = field["default"].as_object().unwrap();
            let other = |word: &Value| if word == "required" { "forbidden" } else { "required" };
            Value::Object(bits.iter().map(|(name, word)| (name.clone(), other(word).into())).collect())
        }
        "lists" => {
            let lists = field["lists"].as_object().unwrap();
            let digits = |form: &Value| "0a".repeat(usize::try_from(form["bytes"].as_u64().unwrap_or(3)).unwrap());
            Value::Object(lists.iter().map(|(name, form)| (name.clone(), json!([digits(form)]))).collect())
        }
        other => panic!("{other}"),
    }
}

#[test]
fn the_described_fields_and_defaults_are_the_applied_ones() {
    let mut expected = Map::new();
    for field in fields() {
        let default = if field["required"] == true { json!("any") } else { field["default"].clone() };
        expected.insert(field["name"].as_str().unwrap().to_owned(), default);
    }
    assert_eq!(resolved(json!({ "measurements": "any" })), Value::Object(expected));
}

#[test]
fn every_field_is_read_and_shown_as_it_was_given() {
    for field in fields() {
        let name = field["name"].as_str().unwrap();
        let value = example(&field);
        assert_eq!(resolved(with(name, value.clone()))[name], value, "{name}");
    }
}

#[test]
fn a_resolved_policy_is_itself_a_policy() {
    let components = json!({"bootLoader": 1, "tee": 2, "snp": 3, "microcode": 255});
    for minimum in [
        json!("recommended"),
        json!({"genoa": components, "turin": {"fmc": 1, "bootLoader": 1, "tee": 1, "snp": 1, "microcode": 1}}),
    ] {
        let once = resolved(with("minimumTcb", minimum));
        assert_eq!(resolved(once.clone()), once);
    }
}

#[test]
fn every_field_refuses_what_is_not_its_type() {
    for field in fields() {
        let name = field["name"].as_str().unwrap();
        let path = format!("snp.{name}");
        for wrong in [
            json!(null),
            json!(true),
            json!(-1),
            json!(1.5),
            json!("ANY"),
            json!(""),
            json!([]),
            json!([[]]),
            json!([null]),
        ] {
            let refusal = refused(&with(name, wrong.clone()));
            assert_eq!(refusal, (Code::PolicyInvalid, path.clone()), "{name}: {wrong}");
        }
        let value = example(&field);
        if let Some(items) = value.as_array() {
            let twice = json!([items[0], items[0]]);
            assert_eq!(refused(&with(name, twice)), (Code::PolicyInvalid, path.clone()), "{name}: the same twice");
            let both = json!([items[0], "any"]);
            assert_eq!(refused(&with(name, both)), (Code::PolicyInvalid, path.clone()), "{name}: any among others");
        }
        if field["type"] == "hex-list" {
            let text = value[0].as_str().unwrap();
            for wrong in [
                text.to_uppercase(),
                text[2..].to_owned(),
                format!("{text}0a"),
                format!("{} ", &text[1..]),
                format!("0x{}", &text[2..]),
            ] {
                assert_eq!(
                    refused(&with(name, json!([wrong]))),
                    (Code::PolicyInvalid, path.clone()),
                    "{name}: {wrong}"
                );
            }
        }
        if let (Some(minimum), Some(maximum)) = (field["minimum"].as_u64(), field["maximum"].as_u64()) {
            let wrap = |number: u64| if field["type"] == "number" { json!(number) } else { json!([number]) };
            assert_eq!(refused(&with(name, wrap(maximum + 1))), (Code::PolicyInvalid, path.clone()), "{name}");
            if minimum > 0 {
                assert_eq!(refused(&with(name, wrap(minimum - 1))), (Code::PolicyInvalid, path.clone()), "{name}");
            }
        }
    }
}

#[test]
fn unknown_and_misspelt_keys_are_refused_with_their_path() {
    for (section, path) in [
        (json!({"measurements": "any", "measurement": "any"}), "snp.measurement"),
        (json!({"measurements": "any", "guestPolicy": {"Debug": "forbidden"}}), "snp.guestPolicy.Debug"),
        (json!({"measurements": "any", "guestPolicy": {"debug": false}}), "snp.guestPolicy.debug"),
        (json!({"measurements": "any", "platformInfo": {"debug": "any"}}), "snp.platformInfo.debug"),
        (json!({"measurements": "any", "minimumTcb": {"genoa": {}}}), "snp.minimumTcb.genoa.bootLoader"),
        (json!({"measurements": "any", "minimumTcb": {}}), "snp.minimumTcb.genoa"),
        (
            json!({"measurements": "any", "products": ["milan"], "minimumTcb":
                {"milan": {"bootLoader": 0, "tee": 0, "snp": 0, "microcode": 256}}}),
            "snp.minimumTcb.milan.microcode",
        ),
        (
            json!({"measurements": "any", "products": ["milan"], "minimumTcb":
                {"milan": {"fmc": 0, "bootLoader": 0, "tee": 0, "snp": 0, "microcode": 0}}}),
            "snp.minimumTcb.milan.fmc",
        ),
        (json!({"measurements": "any", "minimumTcb": "2024-01"}), "snp.minimumTcb"),
        (json!({"measurements": "any", "minimumAbi": "1.055"}), "snp.minimumAbi"),
        (json!({"measurements": "any", "minimumAbi": "1.256"}), "snp.minimumAbi"),
    ] {
        assert_eq!(refused(&section), (Code::PolicyInvalid, path.to_owned()), "{section}");
    }
}
