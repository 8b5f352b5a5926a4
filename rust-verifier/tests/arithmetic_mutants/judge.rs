//! Runs cases on whichever arithmetic it is linked with: lines of hexadecimal words, written by `cases.rs`. A program of its
//! own, so that a mutant that overflows or never ends is judged from outside.
#![allow(missing_docs, clippy::all)]

use witnesslock_arithmetic::{p256, p384, rsa, sha256, sha384, sha512};

fn bytes(text: &str) -> Vec<u8> {
    (0..text.len() / 2).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap()).collect()
}

macro_rules! verify {
    ($module:ident, $keys:ident, $words:ident, $expected:expr) => {{
        let [key, digest, r, s] = [0, 1, 2, 3].map(|at| bytes($words[at]));
        let (key, digest) = (key.as_slice().try_into().unwrap(), digest.as_slice().try_into().unwrap());
        let (r, s) = (r.as_slice().try_into().unwrap(), s.as_slice().try_into().unwrap());
        assert_eq!($module::verify(key, digest, r, s), $expected, "cold");
        assert_eq!($keys.verify(key, digest, r, s), $expected, "kept");
    }};
}

fn main() {
    // A mutant that never ends has failed.
    std::thread::spawn(|| {
        std::thread::sleep(std::time::Duration::from_secs(60));
        std::process::exit(2);
    });
    let (mut keys_256, mut keys_384) = (p256::Keys::default(), p384::Keys::default());
    let text = std::fs::read_to_string(std::env::args().nth(1).unwrap()).unwrap();
    for line in text.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let (kind, words) = words.split_first().unwrap();
        match *kind {
            "p256" => verify!(p256, keys_256, words, words[4] == "1"),
            "p384" => verify!(p384, keys_384, words, words[4] == "1"),
            "rsa" => assert_eq!(rsa::public_operation(&bytes(words[0]), &bytes(words[1])), Some(bytes(words[2]))),
            "sha2" => {
                let message = bytes(words[0]);
                assert_eq!(sha256(&[&message])[..], bytes(words[1]));
                assert_eq!(sha384(&[&message])[..], bytes(words[2]));
                assert_eq!(sha512(&[&message])[..], bytes(words[3]));
            }
            _ => panic!("{kind}"),
        }
    }
}
