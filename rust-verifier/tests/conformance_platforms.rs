//! Every entry of the vector set from a cloud gets its verdict: Azure's paravisor and virtual TPM, go-tpm-tools documents.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

mod common;

use common::{Call, Entry, LENIENT, entries, vectors};
use serde_json::{Value, json};

const TDX: &str = r#"{"tdx":{"mrTd":"any","rtmr":["any","any","any","any"],"mrServiceTd":"any",
    "tdAttributes":{"septVeDisable":"any"}}}"#;

fn is_of_a_cloud(entry: &Entry) -> bool {
    matches!(entry.kind.as_str(), "az-snp-vtpm" | "az-tdx-vtpm" | "gcp-go-tpm-tools-pb")
}

/// What a prover sends: the one JSON file, the header's text, or the bytes alone.
fn evidence_of(entry: &Entry) -> Vec<u8> {
    let is_sent = |path: &&String| [".json", ".txt", ".pb", "hcl_report.bin"].iter().any(|end| path.ends_with(end));
    let name = entry.files.iter().find(is_sent).unwrap().rsplit('/').next().unwrap();
    entry.read(name).trim_ascii_end().to_vec()
}

fn call(entry: &Entry) -> Call {
    Call::authenticate(&evidence_of(entry), &[], entry.at.unwrap())
}

fn appraise(entry: &Entry, azure: Option<Value>) -> Call {
    let section = if entry.kind == "az-snp-vtpm" { LENIENT } else { TDX };
    let mut policy: Value = serde_json::from_str(section).unwrap();
    if let Some(azure) = azure {
        policy["azure"] = azure;
    }
    Call::appraise(&evidence_of(entry), &[], entry.at.unwrap(), &policy.to_string())
}

fn facts(set: &std::path::Path, entry: &Entry) -> Value {
    let manifest: Value = serde_json::from_slice(&std::fs::read(set.join("manifest.json")).unwrap()).unwrap();
    manifest.as_array().unwrap().iter().find(|other| other["id"] == entry.id.as_str()).unwrap()["facts"].clone()
}

#[test]
fn every_envelope_of_a_cloud_gets_its_verdict() {
    let Some(set) = vectors() else { return };
    let rejections: Value = serde_json::from_str(include_str!("../../test/conformance/rejections.json")).unwrap();
    let mut count = 0;
    for entry in entries(&set).iter().filter(|entry| is_of_a_cloud(entry)) {
        count += 1;
        let expected = match entry.verdict.as_str() {
            "authentic" => "ok",
            "parse_only" => "endorsements_missing",
            "reject" => rejections[&entry.id].as_str().unwrap_or("not pinned"),
            other => panic!("{}: {other}", entry.id),
        };
        let outcome = call(entry).run();
        assert_eq!(outcome["error"]["code"].as_str().unwrap_or("ok"), expected, "{}: {outcome}", entry.id);
        if expected != "ok" {
            continue;
        }
        let result = &outcome["result"];
        if entry.kind == "gcp-go-tpm-tools-pb" {
            assert_eq!(result["platform"], "gcp");
            assert_eq!((&result["vtpm"]["trusted"], &result["vtpm"]["quotes"]), (&json!(false), &json!(3)));
            assert_eq!(result["vtpm"]["certificateSha256"], Value::Null);
            assert_eq!(result["vtpm"]["pcrs"].as_object().unwrap().len(), 24);
            assert_eq!(appraise(entry, None).code(), "endorsements_missing", "{}", entry.id);
            continue;
        }
        let facts = facts(&set, entry);
        assert_eq!(result["platform"], "azure");
        let vtpm = &result["vtpm"];
        assert_eq!(vtpm["trusted"], true);
        assert_eq!(vtpm["hclVersion"], facts["hcl"]["hcl_version"], "{}", entry.id);
        assert_eq!(vtpm["quote"]["extraData"], facts["tpm"]["nonce"], "{}", entry.id);
        assert_eq!(vtpm["configuration"]["secureBoot"], facts["hcl"]["secure_boot"], "{}", entry.id);
        assert_eq!(vtpm["configuration"]["userData"], facts["hcl"]["user_data"], "{}", entry.id);

        // Case 219: without the section azure the launch measurement says nothing of the VM.
        let refused = appraise(entry, None).run();
        assert_eq!(refused["error"]["code"], "policy_azure", "{refused}");
        let message = refused["error"]["message"].as_str().unwrap();
        assert!(message.contains(&format!("\"11\": [{}]", vtpm["pcrs"]["11"])), "{message}");
        let accepted = if entry.kind == "az-snp-vtpm" { "ok" } else { "endorsements_missing" };
        assert_eq!(appraise(entry, Some(json!({"pcrs": "paravisorOnly"}))).code(), accepted);
        let pinned: Value =
            (0..24).map(|index| (index.to_string(), json!([vtpm["pcrs"][index.to_string()]]))).collect();
        assert_eq!(appraise(entry, Some(json!({"pcrs": pinned}))).code(), accepted);
        assert_eq!(appraise(entry, Some(json!({"pcrs": {"4": ["ab".repeat(32)]}}))).code(), "policy_pcr");

        let mut bound = appraise(entry, Some(json!({"pcrs": "paravisorOnly"})));
        bound.0["expectedBinding"] = "00".repeat(64).into();
        assert_eq!(bound.code(), "policy_binding", "64 bytes alone");
        let nonce = facts["tpm"]["nonce"].as_str().unwrap();
        let is_whole = nonce.len() == 96;
        bound.0["expectedTpmBinding"] = if is_whole { nonce.into() } else { "00".repeat(48).into() };
        assert_eq!(bound.code(), if is_whole { accepted } else { "policy_binding" }, "{}", entry.id);
    }
    println!("{count} envelopes of a cloud");
    assert_eq!(count, 12, "entries of the manifest");
}

#[test]
fn a_quote_is_rebuilt_byte_for_byte() {
    let Some(set) = vectors() else { return };
    let all = entries(&set);
    let entry = all.iter().find(|entry| entry.id == "gcp-go-tpm-tools-pb/lunal-attestation-go-tdx").unwrap();
    let outcome = Call::authenticate(&entry.read("tdx_quote.bin"), &[], entry.at.unwrap()).run();
    let document = call(entry).run();
    assert_eq!(outcome["result"]["claims"], document["result"]["claims"]);
    // Of the three forms in which one quote can come, each says the same.
    assert_eq!(Call::authenticate(&entry.read("attestation.pb"), &[], entry.at.unwrap()).run(), document);
    let input = witnesslock_verifier::evidence::Input::Bytes(&entry.read("attestation.pb"));
    let evidence = witnesslock_verifier::evidence::Evidence::decode(input).unwrap();
    let witnesslock_verifier::evidence::Evidence::Tdx(evidence) = evidence else { panic!("not TDX") };
    assert!(evidence.quote.starts_with(&entry.read("tdx_quote.bin")));
    assert!(evidence.quote[4935..].iter().all(|byte| *byte == 0));
}

/// Case 221: the same document without its part of a TEE.
#[test]
fn a_document_of_a_tpm_alone_is_refused_by_name() {
    let Some(set) = vectors() else { return };
    let all = entries(&set);
    let entry = all.iter().find(|entry| entry.id == "gcp-go-tpm-tools-pb/lunal-attestation-go-tdx").unwrap();
    let document = entry.read("attestation.pb");
    let start = (0..document.len() - 3).rfind(|start| document[*start..].starts_with(&[0x4a, 0x94, 0x3f])).unwrap();
    assert_eq!(start + 3 + 8084, document.len(), "the last field");
    let outcome = Call::authenticate(&document[..start], &[], entry.at.unwrap()).run();
    assert_eq!(outcome["error"]["code"], "evidence_no_tee");
}

/// Whatever is cut off or changed anywhere in an envelope, the answer is an answer, and never a yes to something else.
#[test]
fn no_cut_and_no_flip_goes_unseen() {
    let Some(set) = vectors() else { return };
    let mut counts = std::collections::BTreeMap::new();
    for entry in entries(&set).iter().filter(|entry| is_of_a_cloud(entry) && entry.verdict == "authentic") {
        let evidence = evidence_of(entry);
        let whole = Call::authenticate(&evidence, &[], entry.at.unwrap()).run();
        let step = evidence.len() / 150;
        for length in (0..evidence.len()).step_by(step) {
            let code = Call::authenticate(&evidence[..length], &[], entry.at.unwrap()).code();
            assert!(!matches!(code.as_str(), "ok" | "internal"), "{}: cut to {length}: {code}", entry.id);
            *counts.entry(code).or_insert(0) += 1;
        }
        for (turn, at) in (0..evidence.len()).step_by(step).enumerate() {
            let mut bad = evidence.clone();
            bad[at] ^= 1 << (turn % 7);
            let outcome = Call::authenticate(&bad, &[], entry.at.unwrap()).run();
            let code = outcome["error"]["code"].as_str().unwrap_or("ok").to_owned();
            // What a host's TPM says may change unseen, for nothing stands on it.
            if code == "ok" {
                assert_eq!(outcome["result"]["claims"], whole["result"]["claims"], "{}: {at}", entry.id);
                let is_proven = whole["result"]["vtpm"]["trusted"] == true;
                assert!(!is_proven || outcome["result"]["vtpm"] == whole["result"]["vtpm"], "{}: {at}", entry.id);
            }
            assert_ne!(code, "internal", "{}: {at}", entry.id);
            *counts.entry(code).or_insert(0) += 1;
        }
    }
    println!("{counts:?}");
}
