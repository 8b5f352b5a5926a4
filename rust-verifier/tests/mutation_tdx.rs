//! Every truncation and every single-bit flip of a genuine quote of each version is refused, as are those of genuine
//! collateral, and nothing ever panics.
//!
//! Each run takes tens of thousands of verifications; in a debug build a sample of the flips stands for all.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::panic)]

mod common;

use common::{Call, Entry, entries, unix_seconds, vectors};

const QUOTES: [&str; 2] = ["tdx-v4/canvasxyz-teekit-b0c06f-f1c85033", "tdx-v5/phala-network-dcap-qvl-90c06f-4c453ea4"];

fn find<'e>(all: &'e [Entry], id: &str) -> &'e Entry {
    all.iter().find(|entry| entry.id == id).unwrap_or_else(|| panic!("{id}"))
}

/// What a damaged quote may be called. `endorsements_missing`, `internal` and `ok` are not among them.
fn is_refusal(code: &str) -> bool {
    matches!(
        code,
        "evidence_malformed"
            | "evidence_unsupported"
            | "evidence_encoding"
            | "collateral_malformed"
            | "root_untrusted"
            | "chain_invalid"
            | "signature_invalid"
            | "identity_mismatch"
    )
}

fn flip(bytes: &[u8], bit: usize) -> Vec<u8> {
    let mut flipped = bytes.to_vec();
    flipped[bit / 8] ^= 1 << (bit % 8);
    flipped
}

#[test]
fn case_224_every_flip_and_truncation_of_a_quote_is_refused() {
    let Some(set) = vectors() else { return };
    let step = if cfg!(debug_assertions) { 61 } else { 1 };
    let all = entries(&set);
    for id in QUOTES {
        let entry = find(&all, id);
        let quote = entry.read("quote.bin");
        let code = |bytes: &[u8]| Call::authenticate(bytes, &[], entry.at.unwrap()).code();
        assert_eq!(code(&quote), "ok", "{id}");
        let mut count = 0;
        for bit in (0..quote.len() * 8).step_by(step) {
            let code = code(&flip(&quote, bit));
            assert!(is_refusal(&code), "{id}: bit {bit}: {code}");
            count += 1;
        }
        for length in 0..quote.len() {
            let code = code(&quote[..length]);
            assert!(code == "evidence_malformed" || code == "evidence_unsupported", "{id}: length {length}: {code}");
        }
        println!("{id}: {count} flips, {} truncations", quote.len());
    }
}

/// The zeros behind a quote belong to no field, and still each of them must be one.
#[test]
fn cases_225_226_every_flip_of_the_zeros_behind_a_quote_is_refused() {
    let Some(set) = vectors() else { return };
    let all = entries(&set);
    let entry = find(&all, "tdx-v4-padded/phala-5006");
    let quote = entry.read("quote.bin");
    for bit in 4936 * 8..quote.len() * 8 {
        assert_eq!(Call::authenticate(&flip(&quote, bit), &[], entry.at.unwrap()).code(), "evidence_malformed");
    }
}

#[test]
fn every_flip_of_collateral_is_refused_or_changes_nothing() {
    let Some(set) = vectors() else { return };
    let step = if cfg!(debug_assertions) { 67 } else { 3 };
    let all = entries(&set);
    let quote = find(&all, QUOTES[0]).read("quote.bin");
    let now = unix_seconds("2025-06-25T00:00:00Z");
    let bundle = find(&all, "dcap-collateral-bundle/dcap-qvl-tdx").read("tdx_quote_collateral.json");
    let info = find(&all, "intel-tcbinfo/tdx-v3-b0c06f000000-eval17-2025-06-19").read("tcbinfo.json");
    let identity = find(&all, "intel-qeidentity/td-qe-v2-eval17-2025-06-19").read("identity.json");
    let list = find(&all, "intel-crl/intel-sgx-pck-platform-ca-2025-06-19").read("crl.der");
    for (name, bytes) in [("bundle", bundle), ("TCB info", info), ("QE identity", identity), ("list", list)] {
        let run = |bytes: Vec<u8>| Call::authenticate(&quote, &[bytes], now).code();
        assert_eq!(run(bytes.clone()), "ok", "{name}");
        let mut unchanged = 0;
        for bit in (0..bytes.len() * 8).step_by(step) {
            let code = run(flip(&bytes, bit));
            assert_ne!(code, "internal", "{name}: bit {bit}");
            if code == "ok" {
                // White space between the members may become other white space, a hexadecimal digit change its case, and an
                // escaped line break become that of another system.
                let (before, after) = (bytes[bit / 8], flip(&bytes, bit)[bit / 8]);
                let same = before.eq_ignore_ascii_case(&after)
                    || (before.is_ascii_whitespace() && after.is_ascii_whitespace())
                    || (before, after) == (b'n', b'r')
                    || (before, after) == (b'r', b'n');
                assert!(same, "{name}: bit {bit}: {before:#04x} became {after:#04x}");
                unchanged += 1;
            }
        }
        println!("{name}: every {step}th of {} flips, {unchanged} changed nothing", bytes.len() * 8);
    }
}
