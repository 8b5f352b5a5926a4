//! Genuine event logs: each entry of the vector set gets its verdict, and what is damaged is refused by a name.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{Call, Entry, entries, vectors};
use serde_json::{Value, json};
use std::path::Path;
use witnesslock_verifier::bytes::hex;
use witnesslock_verifier::event_log::replay::{Bank, replay_ccel, replay_pcrs};
use witnesslock_verifier::event_log::tcg2::Log;

/// 2026-11-23T12:00:00Z, the manifest's time of every entry here.
const NOW: u64 = 1_795_435_200;

/// The quote that some genuine logs are of, or should be.
const COS: &str = "tdx-v4/google-go-tdx-guest-00806f-00b2526a";
const LIVE: &str = "tdx-v4/lunal-dev-attestation-rs-b0c06f-3ab56d67";

fn area(entry: &Entry) -> Vec<u8> {
    entry.read(entry.files[0].rsplit('/').next().unwrap())
}

fn find<'a>(all: &'a [Entry], id: &str) -> &'a Entry {
    all.iter().find(|entry| entry.id == id).unwrap()
}

fn with_log(quote: &[u8], area: &[u8]) -> Value {
    let evidence = json!({"quote": STANDARD.encode(quote), "cc_eventlog": STANDARD.encode(area)});
    Call::authenticate(&[], &[], NOW).text(&json!({"platform": "tdx", "evidence": evidence}).to_string()).run()
}

fn code(outcome: &Value) -> &str {
    outcome["error"]["code"].as_str().unwrap_or("ok")
}

fn facts(set: &Path, id: &str) -> Value {
    let manifest: Value = serde_json::from_slice(&std::fs::read(set.join("manifest.json")).unwrap()).unwrap();
    let entry = manifest.as_array().unwrap().iter().find(|entry| entry["id"] == id).unwrap();
    entry["facts"].clone()
}

#[test]
fn every_area_replays_to_the_registers_listed() {
    let Some(set) = vectors() else { return };
    let mut count = 0;
    for entry in entries(&set).iter().filter(|entry| entry.kind == "ccel") {
        count += 1;
        let facts = facts(&set, &entry.id);
        let area = area(entry);
        for area in [&area[..], &area[..usize::try_from(facts["used_bytes"].as_u64().unwrap()).unwrap()]] {
            let log = Log::parse(area).unwrap();
            assert_eq!(json!(log.events.len()), facts["events"], "{}", entry.id);
            let registers = replay_ccel(&log).unwrap();
            for index in 0..3 {
                assert_eq!(hex(registers.value(index).unwrap()), facts["replayed_rtmr"][format!("rtmr{index}")]);
            }
            assert_eq!(registers.value(3), None);
        }
    }
    assert_eq!(count, 4, "entries of the manifest");
}

#[test]
fn an_area_is_accepted_with_its_own_quote_alone() {
    let Some(set) = vectors() else { return };
    let all = entries(&set);
    for (area_id, quote_id, expected) in [
        ("ccel/google-cos113-ccel", COS, "ok"),
        ("ccel/lunal-ccel-live2", LIVE, "ok"),
        // Of an earlier start: another kernel was measured into RTMR2.
        ("ccel/lunal-ccel-live", LIVE, "event_log_mismatch"),
        ("ccel/coco-ccel-ovmf", LIVE, "event_log_mismatch"),
        ("ccel/google-cos113-ccel", LIVE, "event_log_mismatch"),
        ("ccel/lunal-ccel-live2", COS, "event_log_mismatch"),
    ] {
        let outcome = with_log(&find(&all, quote_id).read("quote.bin"), &area(find(&all, area_id)));
        assert_eq!(code(&outcome), expected, "{area_id}: {outcome}");
        if expected == "ok" {
            assert_eq!(outcome["result"]["claims"]["eventLog"]["format"], "ccel");
            assert_eq!(outcome["result"]["platform"], "bare");
        }
    }
}

/// The evidence of an entry, and how it arrives.
fn dstack(entry: &Entry) -> Call {
    Call::authenticate(&area(entry), &[], entry.at.unwrap())
}

#[test]
fn every_form_of_dstack_gets_its_verdict() {
    let Some(set) = vectors() else { return };
    let mut count = 0;
    for entry in entries(&set).iter().filter(|entry| entry.kind == "dstack") {
        count += 1;
        let outcome = dstack(entry).run();
        assert_eq!(code(&outcome), "ok", "{}: {outcome}", entry.id);
        let result = &outcome["result"];
        assert_eq!(result["platform"], "dstack");
        let claims = &result["claims"]["dstack"];
        let is_snp = entry.id.contains("sev-snp");
        assert_eq!(result["tee"], if is_snp { "snp" } else { "tdx" });
        assert_eq!(claims["composeHash"].as_str().unwrap().len(), 64, "{claims}");
        assert_eq!(claims["appId"].as_str().unwrap().len(), 40);
        assert_eq!(claims["keyProvider"]["name"], "kms");
        if !is_snp {
            let last = if entry.id.ends_with("tdx-lite-attestation") { "excerpt" } else { "replayed" };
            assert_eq!(result["claims"]["eventLog"]["registers"][3], "replayed");
            assert_eq!(result["claims"]["eventLog"]["registers"][0], last, "{}", entry.id);
        }
        // The same inside the common envelope, and as base64 of it.
        let inner = area(entry);
        if let Ok(inner) = serde_json::from_slice::<Value>(&inner) {
            let text = json!({"platform": "dstack", "evidence": inner}).to_string();
            let wrapped = Call::authenticate(&[], &[], NOW).text(&text).run();
            assert_eq!(wrapped["result"]["claims"], result["claims"], "{wrapped}");
        }
        let base64 = Call::authenticate(&[], &[], NOW).text(&STANDARD.encode(&inner)).run();
        assert_eq!(base64["result"]["claims"], result["claims"]);
    }
    assert_eq!(count, 4, "entries of the manifest");
}

#[test]
fn case_275_every_truncation_and_flip_of_an_area_is_refused_or_changes_nothing_that_is_measured() {
    let Some(set) = vectors() else { return };
    let all = entries(&set);
    let (quote, area) = (find(&all, LIVE).read("quote.bin"), area(find(&all, "ccel/lunal-ccel-live2")));
    let used = 2120;
    let honest = with_log(&quote, &area);
    assert_eq!(code(&honest), "ok");
    let step = if cfg!(debug_assertions) { 41 } else { 1 };
    for length in (0..used).step_by(step) {
        let outcome = with_log(&quote, &area[..length]);
        match code(&outcome) {
            "event_log_malformed" | "event_log_mismatch" => {}
            // At an event's end, before a register's first.
            "ok" => assert_ne!(outcome["result"]["claims"]["eventLog"], honest["result"]["claims"]["eventLog"]),
            other => panic!("{length}: {other}"),
        }
    }
    let mut unchanged = 0;
    for bit in (0..(used + 8) * 8).step_by(step) {
        let mut bad = area.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        match code(&with_log(&quote, &bad)) {
            "event_log_malformed" | "event_log_mismatch" | "evidence_too_large" => {}
            "ok" => unchanged += 1,
            other => panic!("{bit}: {other}"),
        }
    }
    println!("{unchanged} flips, of words and types, changed nothing that is measured");
}

#[test]
fn every_truncation_and_flip_of_dstacks_forms_is_refused_or_changes_nothing_that_is_claimed() {
    let Some(set) = vectors() else { return };
    let all = entries(&set);
    let step = if cfg!(debug_assertions) { 211 } else { 7 };
    for entry in all.iter().filter(|entry| entry.kind == "dstack") {
        let good = area(entry);
        let run = |bytes: &[u8]| Call::authenticate(bytes, &[], NOW).run();
        let honest = run(&good)["result"]["claims"].clone();
        let end = good.iter().rposition(|byte| !byte.is_ascii_whitespace()).unwrap();
        for length in (0..end).step_by(step) {
            assert_ne!(code(&run(&good[..length])), "ok", "{}: {length}", entry.id);
        }
        for bit in (0..good.len() * 8).step_by(step) {
            let mut bad = good.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            let outcome = run(&bad);
            assert_ne!(code(&outcome), "internal", "{}: {bit}", entry.id);
            if code(&outcome) == "ok" {
                let claims = &outcome["result"]["claims"];
                assert_eq!(claims["dstack"], honest["dstack"], "{}: {bit}", entry.id);
                assert_eq!(claims["rtmr"], honest["rtmr"], "{}: {bit}", entry.id);
            }
        }
    }
}

#[test]
fn the_log_of_a_genuine_vtpm_leads_to_its_pcrs() {
    let Some(set) = vectors() else { return };
    let all = entries(&set);
    let document = find(&all, "gcp-go-tpm-tools-pb/lunal-attestation-go-tdx").read("attestation.pb");
    // The log stands in the document as one field, before it the quotes with the values of their banks.
    let signature = document.windows(16).position(|window| window == b"Spec ID Event03\0").unwrap();
    let log = Log::parse(&document[signature - 32..signature - 32 + 33_502]).unwrap();
    assert_eq!(log.events.len(), 111);
    for bank in [Bank::Sha256, Bank::Sha384] {
        let pcrs = replay_pcrs(&log, bank).unwrap();
        // PCR10 is Linux's: its events are in a log of its own.
        for index in [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 14] {
            let value = &pcrs[index];
            assert!(!value.is_empty(), "{bank:?} PCR{index}");
            assert!(document.windows(value.len()).any(|window| window == value), "{bank:?} PCR{index}");
        }
        assert!(pcrs[15].is_empty());
    }
}
