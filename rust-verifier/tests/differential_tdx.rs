//! Two verifiers natively, over the cases that `test/differential` writes: what differs is explained in its table, or fails.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::arithmetic_side_effects)]

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::Call;
use dcap_qvl::QuoteCollateralV3;
use dcap_qvl::verify::QuoteVerifier;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// What a verifier says: a status and its advisories, or why it refuses.
#[derive(Debug, PartialEq)]
enum Judgement {
    Accepted(String, Vec<String>),
    Refused(String),
}

/// The policy of `test/differential/dcap-qvl.test.ts`: any status but Revoked, the defaults for TDs.
fn policy() -> String {
    json!({"tdx": {"mrTd": "any", "rtmr": ["any", "any", "any", "any"], "tcbStatus": [
        "UpToDate", "SWHardeningNeeded", "ConfigurationNeeded", "ConfigurationAndSWHardeningNeeded", "OutOfDate",
        "OutOfDateConfigurationNeeded", "TDRelaunchAdvised", "TDRelaunchAdvisedConfigurationNeeded",
    ]}})
    .to_string()
}

fn bytes(value: &Value) -> Vec<u8> {
    STANDARD.decode(value.as_str().unwrap()).unwrap()
}

fn ours(case: &Value) -> Judgement {
    let bundle = case["bundle"].to_string().into_bytes();
    let mut call = Call::appraise(&bytes(&case["quote"]), &[bundle], case["now"].as_u64().unwrap(), &policy());
    if let Some(root) = case["root"].as_str() {
        call.0["dangerouslyTrustRoots"] = json!([root]);
    }
    let outcome = call.run();
    match outcome["error"]["code"].as_str() {
        Some(code) => Judgement::Refused(code.to_owned()),
        None => {
            let tcb = &outcome["result"]["tcb"];
            Judgement::Accepted(tcb["status"].as_str().unwrap().to_owned(), sorted(&tcb["advisoryIds"]))
        }
    }
}

fn sorted(ids: &Value) -> Vec<String> {
    let mut ids: Vec<String> = ids.as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

fn theirs(case: &Value) -> Judgement {
    let bundle = &case["bundle"];
    let text = |name: &str| bundle[name].as_str().unwrap().to_owned();
    let unhex = |name: &str| hex::decode(bundle[name].as_str().unwrap()).unwrap();
    let collateral = QuoteCollateralV3 {
        pck_crl_issuer_chain: text("pck_crl_issuer_chain"),
        root_ca_crl: unhex("root_ca_crl"),
        pck_crl: unhex("pck_crl"),
        tcb_info_issuer_chain: text("tcb_info_issuer_chain"),
        tcb_info: text("tcb_info"),
        tcb_info_signature: unhex("tcb_info_signature"),
        qe_identity_issuer_chain: text("qe_identity_issuer_chain"),
        qe_identity: text("qe_identity"),
        qe_identity_signature: unhex("qe_identity_signature"),
        pck_certificate_chain: None,
    };
    let verifier = match case["root"].as_str() {
        Some(root) => QuoteVerifier::new(STANDARD.decode(root).unwrap()),
        None => QuoteVerifier::new_prod(),
    };
    match verifier.verify(&bytes(&case["quote"]), &collateral, case["now"].as_u64().unwrap()) {
        // The crate leaves the judgement of a revoked platform to its policies.
        Ok(report) if report.status == "Revoked" => Judgement::Refused("Revoked".into()),
        Ok(report) => {
            let mut ids = report.advisory_ids;
            ids.sort();
            Judgement::Accepted(report.status, ids)
        }
        Err(error) => Judgement::Refused(format!("{error:#}")),
    }
}

/// The conditions that the table names for this peer, each on what the verdicts found.
fn explains(condition: &str, ours: &Judgement, theirs: &Judgement) -> bool {
    let refused_here =
        |code: &str| *ours == Judgement::Refused(code.to_owned()) && matches!(theirs, Judgement::Accepted(..));
    match condition {
        "XFAM is not one of a TD" => refused_here("policy_xfam"),
        "a reserved field of the header is not zero" => refused_here("evidence_malformed"),
        "the chain lacks its root" => refused_here("chain_invalid"),
        "the QE authentication data has not 32 bytes" => {
            matches!(ours, Judgement::Accepted(..))
                && *theirs == Judgement::Refused("Invalid QE auth data length".to_owned())
        }
        _ => false,
    }
}

fn cases(name: &str) -> Option<Vec<Value>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../build/differential-{name}.json"));
    if !path.exists() {
        assert!(std::env::var_os("WITNESSLOCK_DIFFERENTIAL").is_none(), "npm run test:slow writes the {name} cases");
        println!("skipped: npm run test:slow has not written the {name} cases");
        return None;
    }
    Some(serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap())
}

fn compare(name: &str) -> BTreeMap<String, usize> {
    let table: Value = serde_json::from_str(include_str!("../../test/differential/differences.json")).unwrap();
    let rows: Vec<&str> = table["differences"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| row["peer"] == "crate")
        .map(|row| row["when"].as_str().unwrap())
        .collect();
    let mut counts: BTreeMap<String, usize> = rows.iter().map(|row| ((*row).to_owned(), 0)).collect();
    let Some(cases) = cases(name) else { return BTreeMap::new() };
    let (mut agreed, mut unexplained) = (0, Vec::new());
    for case in &cases {
        let (here, there) = (ours(case), theirs(case));
        let is_same = match (&here, &there) {
            (Judgement::Refused(_), Judgement::Refused(_)) => true,
            _ => here == there,
        };
        if is_same {
            agreed += 1;
        } else if let Some(row) = rows.iter().find(|row| explains(row, &here, &there)) {
            *counts.get_mut(*row).unwrap() += 1;
        } else {
            unexplained.push(format!("{}: ours {here:?}, theirs {there:?}", case["name"]));
        }
    }
    println!("{name}: {} cases, {agreed} agreed, {counts:?}", cases.len());
    assert!(unexplained.is_empty(), "{}", unexplained.join("\n"));
    counts
}

#[test]
fn case_334_simulated_quotes_every_status_and_defect() {
    // A row that explains nothing is wrong, or out of date.
    for (row, count) in compare("simulated") {
        assert!(count > 0, "{row}");
    }
}

#[test]
fn case_334_genuine_quotes_with_genuine_collateral() {
    compare("genuine");
}
