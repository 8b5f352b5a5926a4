//! The cache changes time and never a verdict: what one call leaves in it helps no other call past a check.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::{Call, Entry, LENIENT, entries, vectors};
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
    serde_json::from_str(&witnesslock_verifier::appraise(cache, &call.0.to_string())).unwrap()
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
    assert!(cache.signatures() > 0 && cache.tables() > 0, "there is something in it");
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
