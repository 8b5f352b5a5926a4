//! Every entry of the vector set that concerns SEV-SNP gets its verdict; every other kind is refused by name.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

mod common;

use common::{Call, Entry, LENIENT, entries, vectors};
use serde_json::Value;
use witnesslock_verifier::anchors::amd_anchors;
use witnesslock_verifier::crypto::Cache;
use witnesslock_verifier::error::Code;
use witnesslock_verifier::snp::chain::verify_chain;
use witnesslock_verifier::snp::revocation::check_revocation;
use witnesslock_verifier::time::UnixTime;
use witnesslock_verifier::x509::Certificate;

fn rejections() -> Value {
    serde_json::from_str(include_str!("../../test/conformance/rejections.json")).unwrap()
}

/// The manifest's time, or the first second of the leaf: one entry's time lies after its leaf's end.
fn time_of(entry: &Entry) -> u64 {
    if entry.kind == "snp-extended" {
        return Certificate::parse(&entry.read("vlek.der")).unwrap().validity().not_before.0;
    }
    entry.at.unwrap()
}

fn evidence_of(entry: &Entry) -> Vec<u8> {
    match entry.kind.as_str() {
        "snp-extended" => [entry.read("report.bin"), entry.read("cert_table.bin")].concat(),
        "snp-evidence-json" => entry.read("live-evidence-genoa.json"),
        "snp-ioctl-response" => entry.read("resp.bin"),
        _ => entry.read("report.bin"),
    }
}

fn is_snp_report(entry: &Entry) -> bool {
    (entry.kind.starts_with("snp-") || entry.kind == "neg-snp")
        || (entry.kind == "neg-derived" && entry.id.starts_with("neg-derived/snp-"))
}

#[test]
fn every_report_gets_its_verdict() {
    let Some(set) = vectors() else { return };
    let rejections = rejections();
    let mut count = 0;
    for entry in entries(&set).iter().filter(|entry| is_snp_report(entry)) {
        count += 1;
        let (evidence, now) = (evidence_of(entry), time_of(entry));
        let leaves = if entry.kind == "snp-extended" { Vec::new() } else { entry.certificates() };
        let expected = match entry.verdict.as_str() {
            "authentic" | "authentic_refused_by_policy" => "ok".to_owned(),
            "parse_only" => "endorsements_missing".to_owned(),
            "reject" => rejections[&entry.id].as_str().unwrap().to_owned(),
            other => panic!("{}: {other}", entry.id),
        };
        let mut choices = vec![leaves.clone()];
        if entry.id != "neg-derived/snp-forged-whole-chain" {
            choices.extend(leaves.into_iter().map(|leaf| vec![leaf]));
        }
        for endorsements in choices {
            let outcome = Call::authenticate(&evidence, &endorsements, now).run();
            let code = outcome["error"]["code"].as_str().unwrap_or("ok");
            assert_eq!(code, expected, "{}: {outcome}", entry.id);
            if expected == "ok" {
                let accepted = Call::appraise(&evidence, &endorsements, now, LENIENT).code();
                let is_debug = entry.verdict == "authentic_refused_by_policy";
                assert_eq!(accepted, if is_debug { "policy_debug" } else { "ok" }, "{}", entry.id);
            }
        }
    }
    println!("{count} entries with a report");
    assert_eq!(count, 69, "entries of the manifest");
}

#[test]
fn every_leaf_certificate_gets_its_verdict() {
    let Some(set) = vectors() else { return };
    let mut count = 0;
    for entry in entries(&set).iter().filter(|entry| matches!(entry.kind.as_str(), "amd-leaf" | "neg-snp-cert")) {
        count += 1;
        let der = entry.certificates().remove(0);
        let leaf = Certificate::parse(&der).unwrap();
        let result = verify_chain(&leaf, &[], &amd_anchors(), UnixTime(leaf.validity().not_before.0), &Cache::new());
        let code = result.as_ref().map_or_else(|error| error.code().as_str(), |_| "ok");
        assert_eq!(code, if entry.kind == "amd-leaf" { "ok" } else { "chain_invalid" }, "{}", entry.id);
    }
    assert_eq!(count, 8);
}

#[test]
fn the_authorities_of_amd_are_harmless_beside_a_leaf() {
    let Some(set) = vectors() else { return };
    let all = entries(&set);
    let authorities: Vec<Vec<u8>> =
        all.iter().filter(|entry| entry.kind == "amd-ca").flat_map(|entry| entry.certificates()).collect();
    assert_eq!(authorities.len(), 9);
    let entry = all.iter().find(|entry| entry.id == "snp-v3-milan-vcek/veraison-services-11b7048a").unwrap();
    let endorsements = [entry.certificates(), authorities].concat();
    assert_eq!(Call::authenticate(&entry.read("report.bin"), &endorsements, entry.at.unwrap()).code(), "ok");
}

#[test]
fn every_revocation_list_is_checked_with_a_genuine_leaf() {
    let Some(set) = vectors() else { return };
    let all = entries(&set);
    let read = |id: &str, file| all.iter().find(|entry| entry.id == id).unwrap().read(file);
    let lists: Vec<_> = all.iter().filter(|entry| entry.kind == "amd-crl").map(|entry| entry.id.as_str()).collect();
    assert_eq!(lists, ["amd-crl/genoa-2024-10-23", "amd-crl/milan-2025-05-06"]);
    for (list, other, leaf, now, end) in [
        (lists[0], lists[1], "amd-leaf/sev-genoa-71cdcd49", 1_750_000_000, 1_762_131_600),
        (lists[1], lists[0], "amd-leaf/sev-milan-f9f275b2", 1_750_000_000, 1_778_544_000),
    ] {
        let (crl, der) = (read(list, "crl.der"), read(leaf, "cert.der"));
        let leaf = Certificate::parse(&der).unwrap();
        let check = |crl: &[u8], now| {
            let chain = verify_chain(&leaf, &[], &amd_anchors(), UnixTime(now), &Cache::new()).unwrap();
            check_revocation(crl, &chain, UnixTime(now), &Cache::new()).map(|end| end.0).map_err(|error| error.code())
        };
        assert_eq!(check(&crl, now), Ok(end));
        assert_eq!(check(&crl, end), Ok(end), "both ends belong to it");
        assert_eq!(check(&crl, end + 1), Err(Code::CollateralExpired));
        assert_eq!(check(&read(other, "crl.der"), now), Err(Code::CollateralForged), "case 151: of another product");
        for bit in (0..crl.len() * 8).step_by(7) {
            let mut bad = crl.clone();
            bad[bit / 8] ^= 1 << (bit % 8);
            let code = check(&bad, now).unwrap_err();
            assert!(
                matches!(code, Code::CollateralForged | Code::CollateralMalformed),
                "case 148: bit {bit}: {code:?}"
            );
        }
    }
}

#[test]
fn every_other_kind_of_evidence_is_refused_by_name() {
    let Some(set) = vectors() else { return };
    let mut count = 0;
    for entry in entries(&set) {
        if !matches!(entry.kind.as_str(), "sgx-v3" | "sgx-v3-debug" | "sgx-v3-nochain") {
            continue;
        }
        count += 1;
        let outcome = Call::authenticate(&entry.read("quote.bin"), &[], 1_790_000_000).run();
        assert_eq!(outcome["error"]["code"], "evidence_unsupported", "{}", entry.id);
        assert!(outcome["error"]["message"].as_str().unwrap().contains("SGX quote"), "{}: {outcome}", entry.id);
    }
    println!("{count} entries of SGX");
    assert_eq!(count, 23);
}
