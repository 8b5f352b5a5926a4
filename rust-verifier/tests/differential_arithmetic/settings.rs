//! How long a run is, and what it says.

use std::time::Instant;

/// The share of the directed cases that an unoptimised build runs: every so manieth.
pub(crate) const THINNED: usize = if cfg!(debug_assertions) { 30 } else { 1 };

pub(crate) fn setting(name: &str, default: u64) -> u64 {
    let value = std::env::var(name).map_or(default, |text| text.parse().unwrap());
    println!("{name}={value}");
    value
}

pub(crate) fn verifications() -> u64 {
    setting("WITNESSLOCK_VERIFICATIONS", if cfg!(debug_assertions) { 100 } else { 20_000 })
}

pub(crate) fn timed(what: &str, run: impl FnOnce() -> u64) {
    let start = Instant::now();
    let count = run();
    println!("{what}: {count} in {:.1} s, all agree", start.elapsed().as_secs_f64());
}
