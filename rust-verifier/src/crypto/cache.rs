//! What one instance keeps between calls: tables of keys that came before, and what came of documents that came before. It
//! changes time and never a verdict.
//!
//! A table belongs to the whole public key. Everything else is remembered under every byte that it was computed from: a
//! signature that held under algorithm, whole public key, message and signature; a parsed document under its text and the
//! key that signed it; a chain under its certificates and the anchors that it was tried against; what an authenticated report
//! says besides its REPORT_DATA under all its other bytes, the product and the cloud provider. So it stands for nothing but
//! the result of the very same computation. What depends on the time, on revocation, on a policy or on what else is there is
//! judged anew on every call, and what held under a root that another call trusted is worth nothing without that root. A
//! signature that did not hold is remembered apart, so that forgeries displace little: a leaf of another authority by the same
//! name is then tried under the wrong one only once.
//!
//! The cache belongs to a caller, who drops it after a trap.

use super::memory::{Memory, join};
use crate::error::Error;
use core::any::{Any, TypeId};
use core::cell::RefCell;
use core::fmt;
use std::rc::Rc;
use witnesslock_arithmetic::{p256, p384};

/// Bytes under which something is remembered. A TDX quote with its collateral has 60 KiB, an SEV-SNP report with its leaf
/// four.
const MAX_BYTES: usize = 256 * 1024;

/// The same of checks that did not hold.
const MAX_FAILED_BYTES: usize = 64 * 1024;

/// A check that held, or did not.
struct Holds;

/// Tables and outcomes of earlier calls: see the module.
#[derive(Default)]
pub struct Cache {
    p256: RefCell<p256::Keys>,
    p384: RefCell<p384::Keys>,
    remembered: RefCell<Memory>,
    failed: RefCell<Memory>,
}

impl Cache {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many outcomes are remembered.
    #[must_use]
    pub fn outcomes(&self) -> usize {
        self.remembered.borrow().len()
    }

    /// How many keys have a table.
    #[must_use]
    pub fn tables(&self) -> usize {
        self.p256.borrow().counts().0.saturating_add(self.p384.borrow().counts().0)
    }

    /// What `compute` makes of `parts`, computed once: it must depend on them and on nothing else, and nothing else may make
    /// a `T` of such parts. A failure is not remembered.
    ///
    /// # Errors
    /// Those of `compute`.
    pub fn remember<T: Any>(&self, parts: &[&[u8]], compute: &dyn Fn() -> Result<T, Error>) -> Result<Rc<T>, Error> {
        let make = || {
            let outcome: Rc<dyn Any> = Rc::new(compute()?);
            Ok(outcome)
        };
        // What is remembered is of the kind that was asked for.
        self.outcome(TypeId::of::<T>(), parts, &make)?.downcast().or_else(|_| compute().map(Rc::new))
    }

    #[inline(never)]
    fn outcome(
        &self,
        kind: TypeId,
        parts: &[&[u8]],
        make: &dyn Fn() -> Result<Rc<dyn Any>, Error>,
    ) -> Result<Rc<dyn Any>, Error> {
        let Some(name) = join(parts) else { return make() };
        let known = self.remembered.borrow_mut().recall(kind, &name);
        if let Some(outcome) = known {
            return Ok(outcome);
        }
        let outcome = make()?;
        self.remembered.borrow_mut().keep(name, Rc::clone(&outcome), MAX_BYTES);
        Ok(outcome)
    }

    /// Whether `check` holds, checked once: it must depend on `parts` and on nothing else, and one of them must be a word that
    /// no other check has there. What differs most comes first.
    #[inline(never)]
    pub fn holds(&self, parts: &[&[u8]], check: &dyn Fn() -> bool) -> bool {
        let Some(name) = join(parts) else { return check() };
        let kind = TypeId::of::<Holds>();
        if self.remembered.borrow_mut().recall(kind, &name).is_some() {
            return true;
        }
        if self.failed.borrow_mut().recall(kind, &name).is_some() {
            return false;
        }
        let holds = check();
        let (memory, limit) = if holds { (&self.remembered, MAX_BYTES) } else { (&self.failed, MAX_FAILED_BYTES) };
        memory.borrow_mut().keep(name, Rc::new(Holds), limit);
        holds
    }

    pub(super) fn p256(&self) -> &RefCell<p256::Keys> {
        &self.p256
    }

    pub(super) fn p384(&self) -> &RefCell<p384::Keys> {
        &self.p384
    }
}

impl fmt::Debug for Cache {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Cache")
    }
}

#[cfg(test)]
mod tests {
    use super::super::memory::MAX_NAME_BYTES;
    use super::*;

    #[test]
    fn only_the_very_same_signature_is_spared() {
        let cache = Cache::new();
        let runs = core::cell::Cell::new(0);
        let once = |algorithm: &str, key: &[u8], message: &[u8], signature: &[u8], holds: bool| {
            let check = || {
                runs.set(runs.get() + 1);
                holds
            };
            cache.holds(&[signature, key, algorithm.as_bytes(), message], &check)
        };
        assert!(once("a", b"key", b"message", b"sig", true));
        assert!(once("a", b"key", b"message", b"sig", true));
        assert_eq!(runs.get(), 1, "the second time nothing was computed");
        for (algorithm, key, message, signature) in [
            ("b", &b"key"[..], &b"message"[..], &b"sig"[..]),
            ("a", b"kez", b"message", b"sig"),
            ("a", b"keyy", b"message", b"sig"),
            ("a", b"ke", b"message", b"sig"),
            ("a", b"key", b"digesu", b"sig"),
            ("a", b"key", b"message", b"sih"),
        ] {
            let before = runs.get();
            assert!(!once(algorithm, key, message, signature, false), "not remembered, and not believed");
            assert!(!once(algorithm, key, message, signature, true), "the same computation has the same result");
            assert_eq!(runs.get(), before + 1);
        }
    }

    #[test]
    fn there_is_an_end_to_what_is_kept() {
        let cache = Cache::new();
        let message = |number: u32| number.to_be_bytes().repeat(150);
        for number in 0..1000 {
            assert!(cache.holds(&[&message(number)], &|| true));
        }
        let held = cache.outcomes();
        assert!((200..MAX_BYTES / 600).contains(&held), "{held}");
        for number in 1000..2000 {
            assert!(!cache.holds(&[&message(number)], &|| false));
        }
        let failed = cache.failed.borrow().len();
        assert!((20..MAX_FAILED_BYTES / 600).contains(&failed), "{failed}");
        assert_eq!(cache.outcomes(), held, "forgeries displace nothing");
        // The newest are there, and nothing of what alone is too large.
        assert!(cache.holds(&[&message(999)], &|| false));
        assert!(cache.holds(&[&[0; MAX_NAME_BYTES + 1]], &|| true));
        assert!(!cache.holds(&[&[0; MAX_NAME_BYTES + 1]], &|| false));
        assert_eq!(cache.outcomes(), held);
    }

    #[test]
    fn what_is_used_stays_and_is_of_its_own_kind() {
        let cache = Cache::new();
        let number = |part: &[u8], value: u64| *cache.remember(&[part], &|| Ok(value)).unwrap();
        let text = |part: &[u8]| cache.remember(&[part], &|| Ok(String::from("text"))).unwrap();
        assert_eq!((number(b"used", 1), number(b"used", 2)), (1, 1));
        assert_eq!(*text(b"used"), "text", "another kind under the same bytes");
        assert_eq!(number(b"used", 3), 1);
        assert_eq!(*cache.remember(&[b"us", b"ed"], &|| Ok(4_u64)).unwrap(), 4, "cut in another place");
        for other in 0..10_000_u32 {
            number(&other.to_be_bytes(), 5);
            assert_eq!(number(b"used", 6), 1);
        }
        let failing = || Err::<u64, _>(Error::new(crate::error::Code::ChainInvalid, "failed"));
        assert!(cache.remember(&[b"failing"], &failing).is_err());
        assert_eq!(cache.remember(&[b"failing"], &|| Ok(7_u64)).map(|value| *value).ok(), Some(7));
    }
}
