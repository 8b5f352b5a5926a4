//! Every truncation and every single-bit flip of a genuine report of each version is refused, and nothing ever panics.
//!
//! Each run takes tens of thousands of verifications; in a debug build a sample of the flips stands for all.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic)]

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{Call, entries, vectors};
use serde_json::Value;

const REPORTS: [&str; 3] = [
    "snp-v2-milan-vcek/project-oak-oak-8e517e1f",
    "snp-v3-milan-vcek/veraison-services-11b7048a",
    "snp-v5-genoa-vcek/lunal-dev-attestation-rs-8fd94192",
];

#[test]
fn every_flip_and_truncation_of_a_report_is_refused() {
    let Some(set) = vectors() else { return };
    let step = if cfg!(debug_assertions) { 61 } else { 1 };
    let all = entries(&set);
    for id in REPORTS {
        let entry = all.iter().find(|entry| entry.id == id).unwrap();
        let (report, leaf) = (entry.read("report.bin"), vec![entry.read("vcek.der")]);
        let code = |bytes: &[u8]| Call::authenticate(bytes, &leaf, entry.at.unwrap()).code();
        assert_eq!(code(&report), "ok", "{id}");
        let mut count = 0;
        for bit in (0..report.len() * 8).step_by(step) {
            let mut flipped = report.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let code = code(&flipped);
            assert!(is_refusal(&code), "{id}: bit {bit}: {code}");
            count += 1;
        }
        for length in 0..report.len() {
            let code = code(&report[..length]);
            assert!(code == "evidence_malformed" || code == "evidence_unsupported", "{id}: length {length}: {code}");
        }
        println!("{id}: {count} flips, {} truncations", report.len());
    }
}

/// Of version 4 no genuine sample with its certificate is known: `test/slow/mint-report.mjs` writes a simulated one.
#[test]
fn every_flip_of_a_simulated_report_is_refused() {
    let Some(path) = std::env::var_os("WITNESSLOCK_SIMULATED") else {
        println!("skipped: no simulated report (WITNESSLOCK_SIMULATED names none)");
        return;
    };
    let minted: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let report = STANDARD.decode(minted["report"].as_str().unwrap()).unwrap();
    let code = |bytes: &[u8]| {
        let mut call = Call::authenticate(bytes, &[], minted["now"].as_u64().unwrap());
        call.0["endorsements"] = minted["endorsements"].clone();
        call.0["dangerouslyTrustRoots"] = serde_json::json!([minted["root"]]);
        call.code()
    };
    assert_eq!(code(&report), "ok");
    let step = if cfg!(debug_assertions) { 61 } else { 1 };
    for bit in (0..report.len() * 8).step_by(step) {
        let mut flipped = report.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let code = code(&flipped);
        assert!(is_refusal(&code), "bit {bit}: {code}");
    }
    println!("simulated, version 4: every {step}th of {} flips", report.len() * 8);
}

/// What a damaged report may be called. `endorsements_missing` and `ok` are not among them.
fn is_refusal(code: &str) -> bool {
    matches!(
        code,
        "evidence_malformed" | "evidence_unsupported" | "identity_mismatch" | "signature_invalid" | "evidence_encoding"
    )
}

#[test]
fn every_flip_of_a_leaf_certificate_is_refused() {
    let Some(set) = vectors() else { return };
    let step = if cfg!(debug_assertions) { 97 } else { 7 };
    let all = entries(&set);
    for id in REPORTS {
        let entry = all.iter().find(|entry| entry.id == id).unwrap();
        let (report, leaf) = (entry.read("report.bin"), entry.read("vcek.der"));
        for bit in (0..leaf.len() * 8).step_by(step) {
            let mut flipped = leaf.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let code = Call::authenticate(&report, &[flipped], entry.at.unwrap()).code();
            assert!(
                matches!(&*code, "chain_invalid" | "collateral_malformed" | "root_untrusted" | "endorsements_missing"),
                "{id}: bit {bit}: {code}"
            );
        }
    }
}

#[test]
fn every_flip_and_truncation_of_a_header_is_refused_or_changes_nothing() {
    let Some(set) = vectors() else { return };
    let all = entries(&set);
    let entry = all.iter().find(|entry| entry.kind == "snp-evidence-json").unwrap();
    let json = entry.read("live-evidence-genoa.json");
    let now = entry.at.unwrap();
    assert_eq!(Call::authenticate(&json, &[], now).code(), "ok");
    let step = if cfg!(debug_assertions) { 101 } else { 11 };
    for bit in (0..json.len() * 8).step_by(step) {
        let mut flipped = json.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let code = Call::authenticate(&flipped, &[], now).code();
        // White space may become other white space.
        assert!(code != "ok" || json[bit / 8].is_ascii_whitespace(), "bit {bit}");
        assert_ne!(code, "internal");
    }
    for length in (0..json.trim_ascii_end().len()).step_by(7) {
        assert_ne!(Call::authenticate(&json[..length], &[], now).code(), "ok", "length {length}");
    }
}
