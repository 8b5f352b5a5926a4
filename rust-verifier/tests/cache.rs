//! The cache changes time and never a verdict: what one call leaves in it helps no other call past a check.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{Call, Entry, LENIENT, entries, vectors, whole};
use serde_json::{Value, json};
use witnesslock_verifier::crypto::Cache;

/// A genuine report with its leaf, and the time at which it holds.
fn genuine() -> Option<(Entry, Vec<Vec<u8>>)> {
    let set = vectors()?;
    let entry = entries(&set)
        .into_iter()
        .find(|entry| entry.kind == "snp-v3-milan-vcek" && entry.verdict == "authentic")
        .unwrap();
    let leaf = entry.certificates();
    Some((entry, leaf))
}

fn answer(call: &Call, cache: &Cache) -> Value {
    whole(&call.answer(cache))
}

fn code(call: &Call, cache: &Cache) -> String {
    answer(call, cache)["error"]["code"].as_str().unwrap_or("ok").to_owned()
}

/// A cache in which everything about `call` is: signatures, and the tables of its keys.
fn warmed(call: &Call) -> Cache {
    let cache = Cache::new();
    let first = answer(call, &cache);
    assert!(first.get("error").is_none(), "{first}");
    for _ in 0..3 {
        assert_eq!(answer(call, &cache), first, "the same answer with the cache as without");
    }
    assert!(cache.outcomes() > 0 && cache.tables() > 0, "there is something in it");
    cache
}

#[test]
fn validity_and_identity_still_bite_with_everything_cached() {
    let Some((entry, leaf)) = genuine() else { return };
    let report = entry.read("report.bin");
    let now = entry.at.unwrap();
    let cache = warmed(&Call::authenticate(&report, &leaf, now));
    for (time, expected) in [(1_577_836_800, "collateral_not_yet_valid"), (4_000_000_000, "collateral_expired")] {
        let call = Call::authenticate(&report, &leaf, time);
        assert_eq!(code(&call, &Cache::new()), expected);
        assert_eq!(code(&call, &cache), expected);
    }
    // Every bit of the signed report and of r and s, under a key whose table is there.
    for bit in (0..report.len() * 8).step_by(97) {
        let mut damaged = report.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        let call = Call::authenticate(&damaged, &leaf, now);
        assert_eq!(code(&call, &cache), code(&call, &Cache::new()), "bit {bit}");
    }
    // And of the leaf whose signature is remembered.
    for bit in (0..leaf[0].len() * 8).step_by(61) {
        let mut damaged = leaf.clone();
        damaged[0][bit / 8] ^= 1 << (bit % 8);
        let call = Call::authenticate(&report, &damaged, now);
        let alone = code(&call, &Cache::new());
        assert_eq!(code(&call, &cache), alone, "bit {bit}");
        assert_ne!(alone, "ok", "bit {bit}");
    }
}

#[test]
fn the_policy_still_bites_with_everything_cached() {
    let Some((entry, leaf)) = genuine() else { return };
    let report = entry.read("report.bin");
    let now = entry.at.unwrap();
    let cache = warmed(&Call::authenticate(&report, &leaf, now));
    assert_eq!(code(&Call::appraise(&report, &leaf, now, LENIENT), &cache), "ok");
    let other = LENIENT.replace(r#""products":["milan","genoa","turin"]"#, r#""products":["turin"]"#);
    let call = Call::appraise(&report, &leaf, now, &other);
    assert_ne!(code(&call, &Cache::new()), "ok");
    assert_eq!(code(&call, &cache), code(&call, &Cache::new()));
}

/// What test/slow/mint-report.mjs minted: a report of the simulated TEE, its root and its intermediate.
#[test]
fn a_leaf_under_a_dangerous_root_is_nothing_without_that_root() {
    let Some(path) = std::env::var_os("WITNESSLOCK_SIMULATED") else {
        println!("skipped: WITNESSLOCK_SIMULATED names no minted report");
        return;
    };
    let minted: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let now = minted["now"].as_u64().unwrap();
    let report = STANDARD.decode(minted["report"].as_str().unwrap()).unwrap();
    let mut plain = Call::authenticate(&report, &[], now);
    plain.0["endorsements"] = minted["endorsements"].clone();
    let mut trusted = Call(plain.0.clone());
    trusted.0["dangerouslyTrustRoots"] = json!([minted["root"]]);
    let cache = warmed(&trusted);
    let refused = code(&plain, &Cache::new());
    assert_ne!(refused, "ok");
    assert_eq!(code(&plain, &cache), refused, "the cache trusts no root");
    assert_eq!(code(&trusted, &cache), "ok", "and forgets none that is named");
}

/// A genuine quote in its envelope with the whole collateral as `alter` makes it, at a time within all dates.
fn quote_with(alter: impl Fn(&mut Value)) -> Option<Call> {
    let set = vectors()?;
    let all = entries(&set);
    let entry = |id: &str| all.iter().find(|entry| entry.id == id).unwrap();
    let quote = entry("tdx-v4/canvasxyz-teekit-b0c06f-f1c85033").read("quote.bin");
    let path = set.join("dcap-collateral-bundle/dcap-qvl-tdx/tdx_quote_collateral.json");
    let mut evidence = json!({ "quote": STANDARD.encode(quote) });
    evidence["collateral"] = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    alter(&mut evidence);
    let text = json!({ "platform": "tdx", "evidence": evidence }).to_string();
    let policy = r#"{"tdx":{"mrTd":"any","rtmr":["any","any","any","any"]}}"#;
    Some(Call::appraise(&[], &[], 1_750_809_600, policy).text(&text))
}

#[test]
fn collateral_is_judged_anew_with_everything_cached() {
    let Some(good) = quote_with(|_| ()) else { return };
    let cache = warmed(&good);
    let with = |name: &str, value: Value| {
        let mut call = Call(good.0.clone());
        call.0[name] = value;
        call
    };
    let row = json!({ "name": "QE identity", "evaluationNumber": 17, "issueDate": 1_760_000_000 });
    let identity: Value = serde_json::from_str(
        serde_json::from_str::<Value>(good.0["evidence"]["text"].as_str().unwrap()).unwrap()["evidence"]["collateral"]
            ["qe_identity"]
            .as_str()
            .unwrap(),
    )
    .unwrap();
    let mut seen = row;
    seen["evaluationNumber"] = identity["tcbEvaluationDataNumber"].clone();
    for (call, expected) in [
        (with("now", json!(1_577_836_800)), "collateral_not_yet_valid"),
        (with("now", json!(1_760_000_000)), "collateral_expired"),
        (with("now", json!(4_000_000_000_u64)), "collateral_expired"),
        (with("seen", json!([seen])), "collateral_rolled_back"),
        (with("policy", json!(r#"{"snp":{"measurements":"any"}}"#)), "policy_tee"),
        (with("expectedBinding", json!("00".repeat(64))), "policy_binding"),
    ] {
        assert_eq!(code(&call, &Cache::new()), expected);
        assert_eq!(answer(&call, &cache), answer(&call, &Cache::new()), "{expected}");
    }
    assert_eq!(code(&good, &cache), "ok");
}

#[test]
fn nothing_altered_passes_for_what_is_cached() {
    let Some(good) = quote_with(|_| ()) else { return };
    let cache = warmed(&good);
    let members = [
        "pck_crl_issuer_chain",
        "root_ca_crl",
        "pck_crl",
        "tcb_info_issuer_chain",
        "tcb_info",
        "tcb_info_signature",
        "qe_identity_issuer_chain",
        "qe_identity",
        "qe_identity_signature",
    ];
    for member in members {
        for step in 0..16 {
            let call = quote_with(|evidence| {
                let text = evidence["collateral"][member].as_str().unwrap();
                let mut bytes = text.as_bytes().to_vec();
                // A digit or letter for its neighbour; bodies, base64 and hexadecimal are made of them.
                let begin = bytes.len() * step / 16;
                let at = (begin..bytes.len()).find(|at| matches!(bytes[*at], b'1'..=b'8' | b'b'..=b'e')).unwrap_or(0);
                bytes[at] ^= 1;
                evidence["collateral"][member] = String::from_utf8(bytes).unwrap().into();
            });
            let call = call.unwrap();
            let cold = answer(&call, &Cache::new());
            assert_eq!(answer(&call, &cache), cold, "{member}, {step}");
            assert!(cold.get("error").is_some() || call.0 == good.0, "{member}, {step}: {cold}");
        }
        let call = quote_with(|evidence| drop(evidence["collateral"].as_object_mut().unwrap().remove(member))).unwrap();
        assert_eq!(answer(&call, &cache), answer(&call, &Cache::new()), "without {member}");
    }
    // The same collateral, for a quote whose every part is tried.
    for step in 0..64 {
        let call = quote_with(|evidence| {
            let mut quote = STANDARD.decode(evidence["quote"].as_str().unwrap()).unwrap();
            let at = quote.len() * step / 64;
            quote[at] ^= 1;
            evidence["quote"] = STANDARD.encode(quote).into();
        });
        let call = call.unwrap();
        assert_eq!(answer(&call, &cache), answer(&call, &Cache::new()), "quote, {step}");
    }
    assert_eq!(code(&good, &cache), "ok");
}
