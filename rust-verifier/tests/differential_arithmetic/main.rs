//! The arithmetic against RustCrypto's, which is built in another way throughout: whole verifications with every kind of
//! damage, on a key's first use and with its table; field and scalar operations against big integers; RSA; and the cases
//! of point addition that chance never meets. Needs the feature `test-exports`.
//!
//! `WITNESSLOCK_VERIFICATIONS` is the number of whole verifications of both curves together (operations: ten times as many),
//! `WITNESSLOCK_SEED` begins another run; both are printed. The oracle takes 40 ms for one P-384 verification where it is
//! not optimised, so `cargo test` takes a few; `cargo test --profile differential` runs them all, overflow checks on.
#![cfg(feature = "test-exports")]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::as_conversions
)]

mod curves;
mod operations;
mod random;
mod rsa_and_hashes;
mod settings;
mod windows;

use curves::{on_p256, on_p384};
use random::Random;
use settings::{timed, verifications};

#[test]
fn case_96_whole_verifications_agree() {
    // The oracle takes three times as long for P-384: both ends at about the same time.
    let count = verifications() / 4;
    let seed = Random::seeded().0;
    std::thread::scope(|scope| {
        scope.spawn(|| timed("P-384 verifications", || on_p384::fuzz(&mut Random(seed), count)));
        scope.spawn(|| timed("P-256 verifications", || on_p256::fuzz(&mut Random(seed), 3 * count)));
    });
}

#[test]
fn field_and_scalar_operations_agree_with_big_integers() {
    let count = 5 * verifications();
    let seed = Random::seeded().0;
    std::thread::scope(|scope| {
        scope.spawn(|| timed("P-384 operations", || operations::on_p384(&mut Random(seed), count)));
        scope.spawn(|| timed("P-256 operations", || operations::on_p256(&mut Random(seed), count)));
    });
}

#[test]
fn the_exceptional_cases_of_addition_agree() {
    timed("P-384 edges", on_p384::edges);
    timed("P-256 edges", on_p256::edges);
    timed("P-384 scalars", || on_p384::scalars(&mut Random::seeded()));
    timed("P-256 scalars", || on_p256::scalars(&mut Random::seeded()));
}
