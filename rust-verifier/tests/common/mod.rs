//! The vector set beside the project, and calls as the wasm's caller makes them.
#![allow(dead_code, missing_docs, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use witnesslock_verifier::crypto::Cache;
use witnesslock_verifier::json::Lines;

/// `../shared/vectors` beside the project, where it is present.
pub fn vectors() -> Option<PathBuf> {
    let set = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/vectors");
    if set.join("manifest.json").exists() {
        return Some(set);
    }
    assert!(std::env::var_os("WITNESSLOCK_REQUIRE_VECTORS").is_none(), "the vector set is required and absent");
    println!("skipped: the vector set is not beside the project (../shared/vectors)");
    None
}

pub struct Entry {
    pub id: String,
    pub kind: String,
    pub verdict: String,
    pub at: Option<u64>,
    pub files: Vec<String>,
    set: PathBuf,
}

impl Entry {
    pub fn read(&self, file: &str) -> Vec<u8> {
        let path = self.files.iter().find(|path| path.rsplit('/').next() == Some(file)).unwrap();
        std::fs::read(self.set.join(path)).unwrap()
    }

    pub fn certificates(&self) -> Vec<Vec<u8>> {
        let certificates = self.files.iter().filter(|path| path.ends_with(".der"));
        certificates.map(|path| std::fs::read(self.set.join(path)).unwrap()).collect()
    }
}

pub fn entries(set: &Path) -> Vec<Entry> {
    let manifest: Value = serde_json::from_slice(&std::fs::read(set.join("manifest.json")).unwrap()).unwrap();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    manifest
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            let id = text(&entry["id"]).unwrap();
            Entry {
                kind: text(&entry["kind"]).unwrap(),
                verdict: text(&entry["verdict"]).unwrap(),
                at: entry["at"].as_str().map(unix_seconds),
                files: entry["files"].as_array().unwrap().iter().map(|file| text(&file["path"]).unwrap()).collect(),
                set: set.to_owned(),
                id,
            }
        })
        .collect()
}

/// "2026-11-23T12:00:00Z"
pub fn unix_seconds(text: &str) -> u64 {
    let numbers: Vec<u64> =
        text.split(|character: char| !character.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect();
    let [year, month, day, hour, minute, second, ..] = numbers[..] else { panic!("{text}") };
    witnesslock_verifier::time::UnixTime::from_civil(year, month, day, hour, minute, second).unwrap().0
}

pub const LENIENT: &str = r#"{"snp":{"measurements":"any","products":["milan","genoa","turin"],"minimumTcb":{
    "milan":{"bootLoader":0,"tee":0,"snp":0,"microcode":0},"genoa":{"bootLoader":0,"tee":0,"snp":0,"microcode":0},
    "turin":{"fmc":0,"bootLoader":0,"tee":0,"snp":0,"microcode":0}},
    "vmpls":[0,1,2,3],"platformInfo":{"aliasCheckComplete":"any"},"maskedChip":"any","provisionalFirmware":"any"}}"#;

/// An answer, the members that stand apart in their places.
pub fn whole(answer: &Lines) -> Value {
    let mut whole: Value = serde_json::from_slice(answer.whole.text()).unwrap();
    for (number, line) in (1..).zip(&answer.apart) {
        let result = whole["result"].as_object_mut().expect("only results have such members");
        let place = result.values_mut().find(|value| value[0] == number).expect("the line belongs to a member");
        let own = place.get_mut(1).map_or(Value::Null, Value::take);
        *place = serde_json::from_slice(line.text()).unwrap();
        if let Value::Object(own) = own {
            place.as_object_mut().unwrap().extend(own);
        }
    }
    whole
}

thread_local! {
    static WARM: Cache = Cache::new();
}

pub struct Call(pub Value);

impl Call {
    pub fn authenticate(evidence: &[u8], endorsements: &[Vec<u8>], now: u64) -> Self {
        let endorsements: Vec<String> = endorsements.iter().map(|bytes| STANDARD.encode(bytes)).collect();
        Self(json!({
            "operation": "authenticate",
            "evidence": {"base64": STANDARD.encode(evidence)},
            "endorsements": endorsements,
            "now": now,
        }))
    }

    pub fn appraise(evidence: &[u8], endorsements: &[Vec<u8>], now: u64, policy: &str) -> Self {
        let mut call = Self::authenticate(evidence, endorsements, now);
        call.0["operation"] = "appraise".into();
        call.0["policy"] = policy.into();
        call.0["expectedBinding"] = "any".into();
        call
    }

    pub fn text(mut self, text: &str) -> Self {
        self.0["evidence"] = json!({"text": text});
        self
    }

    /// The answer as it is written. What stands in the call in base64 is attached to it, as the wasm's caller does it.
    pub fn answer(&self, cache: &Cache) -> Lines {
        let mut request = self.0.clone();
        let mut attached = Vec::new();
        let mut attach = |bytes: &[u8]| {
            attached.extend_from_slice(bytes);
            Value::from(bytes.len())
        };
        if let Value::String(policy) = &self.0["policy"] {
            request["policy"] = attach(policy.as_bytes());
        }
        let decode = |value: &Value| STANDARD.decode(value.as_str().unwrap()).unwrap();
        request["evidence"] = match &self.0["evidence"]["text"] {
            Value::String(text) => json!({ "text": attach(text.as_bytes()) }),
            _ => json!({ "bytes": attach(&decode(&self.0["evidence"]["base64"])) }),
        };
        for name in ["endorsements", "dangerouslyTrustRoots"] {
            let blobs = self.0[name].as_array().into_iter().flatten();
            request[name] = blobs.map(|blob| attach(&decode(blob))).collect();
        }
        witnesslock_verifier::appraise(cache, &request.to_string(), &attached)
    }

    /// The answer: that of an empty cache and, byte for byte, of one in which all earlier calls of the test have left their
    /// traces, and then this one.
    pub fn run(&self) -> Value {
        let cold = self.answer(&Cache::new());
        WARM.with(|warm| {
            for _ in 0..2 {
                assert_eq!(self.answer(warm), cold, "a cache changes time and nothing else");
            }
        });
        whole(&cold)
    }

    /// "ok", or the code.
    pub fn code(&self) -> String {
        let outcome = self.run();
        outcome["error"]["code"].as_str().unwrap_or("ok").to_owned()
    }
}
