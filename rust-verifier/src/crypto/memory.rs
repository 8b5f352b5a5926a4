//! What came of computations, under every byte that they were made of: the very same bytes have the same outcome. What is
//! compared is the bytes themselves, which is faster than to hash them, and two things cannot have one name.

use core::any::{Any, TypeId};
use std::rc::Rc;
use witnesslock_arithmetic::equal;

/// Outcomes, the one that was used last at the end.
#[derive(Default)]
pub(super) struct Memory {
    entries: Vec<Entry>,
    bytes: usize,
}

struct Entry {
    name: Vec<u8>,
    outcome: Rc<dyn Any>,
}

/// What has more bytes is not worth its place.
pub(super) const MAX_NAME_BYTES: usize = 64 * 1024;

/// One name of several parts: each with its length before it, so that none can be cut in two ways. `None` where it would be
/// too long to be kept.
#[inline(never)]
pub(super) fn join(parts: &[&[u8]]) -> Option<Vec<u8>> {
    let mut name = Vec::new();
    for part in parts {
        if part.len() > MAX_NAME_BYTES.saturating_sub(name.len()) {
            return None;
        }
        name.extend_from_slice(&part.len().to_le_bytes());
        name.extend_from_slice(part);
    }
    Some(name)
}

impl Memory {
    /// How many there are.
    pub(super) const fn len(&self) -> usize {
        self.entries.len()
    }

    /// What came of it, where it was of this kind; it is then the last that will leave.
    #[inline(never)]
    pub(super) fn recall(&mut self, kind: TypeId, name: &[u8]) -> Option<Rc<dyn Any>> {
        let is_same = |entry: &Entry| equal(&entry.name, name) && (*entry.outcome).type_id() == kind;
        let entry = self.entries.remove(self.entries.iter().position(is_same)?);
        let outcome = Rc::clone(&entry.outcome);
        self.entries.push(entry);
        Some(outcome)
    }

    /// Keeps an outcome, and no more than `limit` bytes of names: the least recently used leave.
    #[inline(never)]
    pub(super) fn keep(&mut self, name: Vec<u8>, outcome: Rc<dyn Any>, limit: usize) {
        self.bytes = self.bytes.saturating_add(cost(&name));
        self.entries.push(Entry { name, outcome });
        while self.bytes > limit {
            self.bytes = self.bytes.saturating_sub(cost(&self.entries.remove(0).name));
        }
    }
}

/// An entry costs something beside its name.
const fn cost(name: &[u8]) -> usize {
    name.len().saturating_add(256)
}
