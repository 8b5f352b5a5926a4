//! What one instance keeps between calls: tables of keys that came before, and which endorsements' signatures held. It
//! changes time and never a verdict.
//!
//! A table belongs to the whole public key. A signature that held is remembered by its algorithm, the whole public key of
//! its issuer, the digest of what is signed and the signature itself, so that it stands for nothing but the result of the
//! very same computation: chains, anchors, names, dates and revocation are judged anew on every call, and what was signed
//! under a root that another call trusted is worth nothing without that root. What did not hold is remembered apart, so that
//! forgeries displace nothing: a leaf of another authority by the same name is then tried under the wrong one only once.
//!
//! The cache belongs to a caller, who drops it after a trap.

use super::InvalidSignature;
use core::cell::RefCell;
use core::fmt;
use witnesslock_arithmetic::{p256, p384, sha256};

/// A TDX quote with its collateral has five or six, an SEV-SNP report two or three.
const MAX_SIGNATURES: usize = 64;

/// Signatures that did not hold.
const MAX_FAILURES: usize = 16;

/// Tables and signatures of earlier calls: see the module.
#[derive(Default)]
pub struct Cache {
    p256: RefCell<p256::Keys>,
    p384: RefCell<p384::Keys>,
    held: RefCell<Vec<[u8; 32]>>,
    failed: RefCell<Vec<[u8; 32]>>,
}

impl Cache {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many signatures are remembered.
    #[must_use]
    pub fn signatures(&self) -> usize {
        self.held.borrow().len()
    }

    /// How many keys have a table.
    #[must_use]
    pub fn tables(&self) -> usize {
        self.p256.borrow().counts().0.saturating_add(self.p384.borrow().counts().0)
    }

    /// Verifies a signature of an endorsement once: the very same computation has the same result.
    pub(super) fn once(
        &self,
        algorithm: &'static str,
        key: &[u8],
        digest: &[u8],
        signature: &[u8],
        verify: impl FnOnce() -> Result<(), InvalidSignature>,
    ) -> Result<(), InvalidSignature> {
        // The algorithm's name ends at its zero and fixes the lengths of all parts but the key's, which comes last.
        let name = sha256(&[algorithm.as_bytes(), &[0], digest, signature, key]);
        if recall(&self.held, &name) {
            return Ok(());
        }
        if recall(&self.failed, &name) {
            return Err(InvalidSignature);
        }
        let result = verify();
        match result {
            Ok(()) => remember(&self.held, name, MAX_SIGNATURES),
            Err(InvalidSignature) => remember(&self.failed, name, MAX_FAILURES),
        }
        result
    }

    pub(super) fn p256(&self) -> &RefCell<p256::Keys> {
        &self.p256
    }

    pub(super) fn p384(&self) -> &RefCell<p384::Keys> {
        &self.p384
    }
}

/// Whether a name is there; it is then the last that will leave.
fn recall(names: &RefCell<Vec<[u8; 32]>>, name: &[u8; 32]) -> bool {
    let mut names = names.borrow_mut();
    let Some(index) = names.iter().position(|known| known == name) else { return false };
    let last = names.remove(index);
    names.push(last);
    true
}

fn remember(names: &RefCell<Vec<[u8; 32]>>, name: [u8; 32], most: usize) {
    let mut names = names.borrow_mut();
    if names.len() >= most {
        names.remove(0);
    }
    names.push(name);
}

impl fmt::Debug for Cache {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Cache")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_very_same_signature_is_spared() {
        let cache = Cache::new();
        let runs = core::cell::Cell::new(0);
        let once = |algorithm, key: &[u8], digest: &[u8], signature: &[u8], holds: bool| {
            let verify = || {
                runs.set(runs.get() + 1);
                if holds { Ok(()) } else { Err(InvalidSignature) }
            };
            let result = cache.once(algorithm, key, digest, signature, verify);
            result.is_ok()
        };
        assert!(once("a", b"key", b"digest", b"sig", true));
        assert!(once("a", b"key", b"digest", b"sig", true));
        assert_eq!(runs.get(), 1, "the second time nothing was computed");
        for (algorithm, key, digest, signature) in [
            ("b", &b"key"[..], &b"digest"[..], &b"sig"[..]),
            ("a", b"kez", b"digest", b"sig"),
            ("a", b"keyy", b"digest", b"sig"),
            ("a", b"ke", b"digest", b"sig"),
            ("a", b"key", b"digesu", b"sig"),
            ("a", b"key", b"digest", b"sih"),
        ] {
            let before = runs.get();
            assert!(!once(algorithm, key, digest, signature, false), "not remembered, and not believed");
            assert!(!once(algorithm, key, digest, signature, true), "the same computation has the same result");
            assert_eq!(runs.get(), before + 1);
        }
    }

    #[test]
    fn there_is_an_end_to_what_is_kept() {
        let cache = Cache::new();
        for number in 0..1000_u32 {
            cache.once("a", b"key", &number.to_be_bytes(), b"", || Ok(())).unwrap();
        }
        assert_eq!(cache.held.borrow().len(), MAX_SIGNATURES);
        for number in 1000..2000_u32 {
            cache.once("a", b"key", &number.to_be_bytes(), b"", || Err(InvalidSignature)).unwrap_err();
        }
        assert_eq!((cache.held.borrow().len(), cache.failed.borrow().len()), (MAX_SIGNATURES, MAX_FAILURES));
    }
}
