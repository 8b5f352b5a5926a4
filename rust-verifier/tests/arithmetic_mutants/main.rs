//! The arithmetic with one constant or operation changed at a time: every such copy must fail what the true one passes, not
//! build, or never end. Each is compiled alone, as the crate has no dependencies, with the overflow checks on. It takes
//! minutes, so `cargo test` leaves it out: `cargo test --profile differential --test arithmetic_mutants -- --ignored`.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::as_conversions
)]

mod cases;
#[path = "../differential_arithmetic/random.rs"]
mod random;
#[path = "../differential_arithmetic/settings.rs"]
#[allow(dead_code)]
mod settings;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

/// File, what stands there, and what a mutant has instead, at the first place where it stands.
const MUTANTS: &[(&str, &str, &str)] = &[
    // The field: widths, folds, carries, constants.
    ("generated/p256.rs", "const WIDTH: u32 = 29;", "const WIDTH: u32 = 28;"),
    ("generated/p384.rs", "const WIDTH: u32 = 28;", "const WIDTH: u32 = 27;"),
    ("generated/p256.rs", "& MASK) - HALF", "& MASK)"),
    ("generated/p256.rs", "(m0 << 9)", "(m0 << 8)"),
    ("generated/p256.rs", "((m0 << 3) - m1)", "((m0 << 3) + m1)"),
    ("generated/p384.rs", "(m0 << 12)", "(m0 << 11)"),
    ("generated/p256.rs", "+ c9", ""),
    ("generated/p384.rs", "+ c20", ""),
    ("generated/p256.rs", "- u0 + c8", "+ c8"),
    ("generated/p256.rs", "let f0 = 3 * a0", "let f0 = 2 * a0"),
    ("generated/p384.rs", "9 * third2[i]", "8 * third2[i]"),
    ("generated/p384.rs", "x[i - 1] >> WIDTH", "0"),
    ("generated/p384.rs", "2 * slope[i]", "slope[i]"),
    ("generated/p256.rs", "let e0 = a0 - b0", "let e0 = a0 + b0"),
    ("generated/p256.rs", "2 * a.tail[i]", "a.tail[i]"),
    ("generated/p384.rs", "q.x[i] - p.x.0[i]", "q.x[i] + p.x.0[i]"),
    // The windows of scalars, and the tables that their digits choose from.
    ("table.rs", "recode(scalar, self.width,", "recode(scalar, self.width + 1,"),
    ("table.rs", "(start, multiples(width))", "(start, multiples(width - 1))"),
    ("table.rs", "block += multiples(self.width)", "block += multiples(self.width + 1)"),
    ("table.rs", "next: firsts[position]", "next: 0"),
    ("table.rs", "companion.x = addition.w;", ""),
    ("table.rs", "(32 * W + 1).div_ceil(blocks)", "(32 * W - 31).div_ceil(blocks)"),
    ("scalar.rs", "carry = window >> (width - 1)", "carry = window >> width"),
    ("scalar.rs", "if zeros + width > 32", "if zeros + width > 40"),
    ("scalar.rs", "bits ^ u32::wrapping_neg(carry)", "bits"),
    ("scalar.rs", "while position <= 32 * W", "while position < 32 * W"),
    ("scalar.rs", "position += width;", "position += width + 1;"),
    ("scalar.rs", "if top != 0 || !is_negative", "if !is_negative"),
    // Addition, inversion, verification.
    ("curve.rs", "if !C::is_zero(&self.addition.j)", "if true"),
    ("curve.rs", "self.is_infinite = !C::is_zero(&difference);", "self.is_infinite = false;"),
    ("curve.rs", "a.0 == [0; N] || a.0 == Self::PRIME", "a.0 == [0; N]"),
    ("inversion.rs", "uv <<= zeros;", ""),
    ("inversion.rs", "(pair - i64::from(first)) >> 32", "pair >> 32"),
    ("ecdsa.rs", "!is_below(&x, &C::PRIME_WORDS) || ", ""),
    ("ecdsa.rs", "!is_beyond && is_below(&above, &C::PRIME_WORDS) && has_x(&above)", "false"),
    ("ecdsa.rs", "if !is_scalar(&r) || !is_scalar(&s)", "if !is_scalar(&r)"),
    ("ecdsa.rs", "if !is_scalar(&r) || !is_scalar(&s)", "if !is_scalar(&s)"),
    // RSA: pairs, what is cleared, what enters Montgomery's form, the exponent, the last subtraction.
    ("generated/row.rs", "a0 * b6 + ", ""),
    ("generated/row.rs", "l[i] as i32 - across[i] as i32", "across[i] as i32"),
    ("generated/row.rs", "up_to[5] - before[5]", "up_to[5]"),
    ("rsa.rs", "LIMBS * WIDTH as usize) + 1", "LIMBS * WIDTH as usize)"),
    ("rsa.rs", "if place > 0 {", "if place > 1 {"),
    ("rsa.rs", "t[LIMBS] += carry;", ""),
    ("rsa.rs", "for _ in 0..self.blocks * LIMBS", "for _ in 1..self.blocks * LIMBS"),
    ("rsa.rs", "(0..16).fold(entered", "(0..15).fold(entered"),
    ("rsa.rs", "if compare(&result, &key.n).is_ge()", "if false"),
    ("rsa.rs", "(*limb >> WIDTH) + (carry >> WIDTH) + (low >> WIDTH)", "(*limb >> WIDTH) + (carry >> WIDTH)"),
    // Hashes.
    ("hash.rs", "[2, 13, 22]", "[2, 13, 23]"),
    ("hash.rs", "[1, 8, 7]", "[1, 8, 6]"),
    ("hash.rs", "if filled >= $block - 2 * size_of::<$word>()", "if filled > $block - 2 * size_of::<$word>()"),
    ("hash.rs", "8 * length", "length"),
    ("hash.rs", "let before = differ;", "let before = $b ^ $b;"),
];

/// Of the operations of the generated products and rows, every so manieth has a mutant of its own.
const EVERY: usize = 23;

struct Mutant {
    file: &'static str,
    name: String,
    text: String,
}

fn mutants() -> Vec<Mutant> {
    let read = |file: &str| fs::read_to_string(sources().join(file)).unwrap();
    let mut mutants: Vec<Mutant> = MUTANTS
        .iter()
        .map(|(file, from, to)| {
            let text = read(file);
            assert!(text.contains(from), "{file} has no {from}");
            Mutant { file, name: format!("{from} -> {to}"), text: text.replacen(from, to, 1) }
        })
        .collect();
    for file in ["generated/p256.rs", "generated/p384.rs", "generated/row.rs"] {
        let text = read(file);
        let operations = text.match_indices(" + ").filter(|(at, _)| {
            let line = text[..*at].rsplit('\n').next().unwrap().trim_start();
            ["let t", "let k", "let l", "let h", "c", "columns"].iter().any(|start| line.starts_with(start))
        });
        for (at, _) in operations.step_by(EVERY) {
            let line = text[..at].matches('\n').count() + 1;
            let changed = [&text[..at], " - ", &text[at + 3..]].concat();
            mutants.push(Mutant { file, name: format!("line {line}, byte {at}: + -> -"), text: changed });
        }
    }
    mutants
}

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("arithmetic/src")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Builds a copy and runs the judge on it. Whether it passes: a mutant that does not build is as good as caught.
fn passes(folder: &Path, cases: &Path) -> bool {
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".into());
    let build = |arguments: &[&str]| {
        Command::new(&rustc)
            .current_dir(folder)
            .args(["--edition", "2024", "-Copt-level=1", "-Coverflow-checks=on", "--cap-lints=allow"])
            .args(arguments)
            .output()
            .unwrap()
    };
    let library = build(&["lib.rs", "--crate-type=rlib", "--crate-name=witnesslock_arithmetic"]);
    if !library.status.success() {
        return false;
    }
    let judge = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/arithmetic_mutants/judge.rs");
    let linked = "witnesslock_arithmetic=libwitnesslock_arithmetic.rlib";
    let binary = build(&[judge.to_str().unwrap(), "-ojudge", "--extern", linked]);
    assert!(binary.status.success(), "{}", String::from_utf8_lossy(&binary.stderr));
    Command::new(folder.join("judge")).arg(cases).output().unwrap().status.success()
}

#[test]
#[ignore = "minutes: a compiler run for each mutant"]
fn every_mutant_is_caught_and_the_true_one_is_not() {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mutants");
    let _ = fs::remove_dir_all(&root);
    fs::create_dir_all(&root).unwrap();
    let cases = root.join("cases.txt");
    fs::write(&cases, cases::all()).unwrap();
    copy(&sources(), &root.join("true"));
    assert!(passes(&root.join("true"), &cases), "the true one");
    let all = mutants();
    let (rest, survivors) = (Mutex::new(all.iter()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for worker in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            let (rest, survivors, cases, folder) = (&rest, &survivors, &cases, root.join(worker.to_string()));
            scope.spawn(move || {
                copy(&sources(), &folder);
                loop {
                    let Some(mutant) = rest.lock().unwrap().next() else { return };
                    let path = folder.join(mutant.file);
                    let before = fs::read_to_string(&path).unwrap();
                    fs::write(&path, &mutant.text).unwrap();
                    if passes(&folder, cases) {
                        survivors.lock().unwrap().push(format!("{}: {}", mutant.file, mutant.name));
                    }
                    fs::write(&path, before).unwrap();
                }
            });
        }
    });
    let survivors = survivors.into_inner().unwrap();
    println!("{} mutants, {} survive", all.len(), survivors.len());
    assert!(survivors.is_empty(), "{survivors:#?}");
}
