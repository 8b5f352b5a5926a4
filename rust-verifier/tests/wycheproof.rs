//! Project Wycheproof's vectors, natively: every verdict agrees. Needs the feature `test-exports`.
#![cfg(feature = "test-exports")]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::as_conversions
)]

mod common;

use common::vectors;
use serde_json::Value;
use witnesslock_verifier::crypto::test_exports as own;

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

fn run(file: &str, key: impl Fn(&Value) -> Vec<u8>, verify: impl Fn(&[u8], &[u8], &[u8]) -> bool) -> Option<usize> {
    let path = vectors()?.join("wycheproof").join(file);
    let document: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let mut count = 0;
    for group in document["testGroups"].as_array().unwrap() {
        let key = key(group);
        for test in group["tests"].as_array().unwrap() {
            let expected = match test["result"].as_str().unwrap() {
                "valid" => true,
                "invalid" => false,
                other => panic!("{other}"),
            };
            let actual = verify(&key, &bytes(&test["msg"]), &bytes(&test["sig"]));
            assert_eq!(actual, expected, "{file}: {}: {}", test["tcId"], test["comment"]);
            count += 1;
        }
    }
    assert_eq!(count, document["numberOfTests"].as_u64().unwrap() as usize);
    Some(count)
}

fn point(group: &Value) -> Vec<u8> {
    bytes(&group["publicKey"]["uncompressed"])
}

/// A modulus without the sign's leading zero.
fn modulus(group: &Value) -> Vec<u8> {
    let bytes = bytes(&group["publicKey"]["modulus"]);
    bytes.into_iter().skip_while(|byte| *byte == 0).collect()
}

const P384: [&str; 2] = ["ecdsa_secp384r1_sha384_test.json", "ecdsa_secp384r1_sha384_p1363_test.json"];
const P256: [&str; 2] = ["ecdsa_secp256r1_sha256_test.json", "ecdsa_secp256r1_sha256_p1363_test.json"];
const RSA: &str = "rsa_pss_4096_sha384_mgf1_48_test.json";

/// Every vector with a key met for the first time, and with its table.
#[test]
fn cases_91_92_109_every_verdict_agrees() {
    let counts = [
        run(P384[0], point, own::test_p384_der),
        run(P384[1], point, own::test_p384_p1363),
        run(P256[0], point, own::test_p256_der),
        run(P256[1], point, own::test_p256_p1363),
        run(RSA, modulus, own::test_rsa_pss),
    ];
    let cached = [
        run(P384[0], point, own::test_p384_der_cached),
        run(P384[1], point, own::test_p384_p1363_cached),
        run(P256[0], point, own::test_p256_der_cached),
        run(P256[1], point, own::test_p256_p1363_cached),
    ];
    if counts[0].is_some() {
        println!("{counts:?} {cached:?}");
        assert_eq!(counts.map(Option::unwrap), [504, 280, 484, 262, 141]);
        assert_eq!(cached.map(Option::unwrap), [504, 280, 484, 262]);
    }
}
