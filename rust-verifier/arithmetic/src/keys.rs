//! Keys that come again: their tables, a bounded number of them, found by the whole of the public key.
//!
//! A table changes time and never a verdict. It is made of a point that was checked to be on the curve, and says nothing
//! about trust in it.

use crate::curve::Curve;
use crate::ecdsa::{read_point, verify};
use crate::table::{COLD, KEPT, Table};

/// Keys with a table, and keys that are waiting for their second use, of one curve at most.
const MAX_TABLES: usize = 8;
const MAX_WAITING: usize = 32;

/// The keys of one curve, those used last at the end.
#[derive(Default)]
pub(crate) struct Keys<const N: usize> {
    tables: Vec<(Box<[u8]>, Table<N>)>,
    waiting: Vec<Box<[u8]>>,
}

/// Takes the entry of a key out, to be put at the end again.
fn take<T>(entries: &mut Vec<T>, is_it: impl Fn(&T) -> bool) -> Option<T> {
    entries.iter().position(is_it).map(|index| entries.remove(index))
}

/// Puts an entry at the end; the one that was used longest ago leaves where there are too many.
fn put<T>(entries: &mut Vec<T>, entry: T, most: usize) {
    if entries.len() >= most {
        entries.remove(0);
    }
    entries.push(entry);
}

/// Verifies under a key of which nothing is kept.
pub(crate) fn verify_cold<C, const N: usize, const W: usize, const S: usize>(
    point: &[u8],
    digest: &[u8],
    r: &[u8],
    s: &[u8],
) -> bool
where
    C: Curve<N, W, S>,
{
    read_point::<C, N, W, S>(point).is_some_and(|point| {
        let table = Table::build::<C, W, S>(&point, COLD);
        verify::<C, N, W, S>(&table, digest, r, s)
    })
}

impl<const N: usize> Keys<N> {
    /// Verifies, with the key's table where it has one; a key gets it on its second use. Only a key under which a signature
    /// held is remembered, so that keys out of nowhere displace none.
    pub(crate) fn verify<C, const W: usize, const S: usize>(
        &mut self,
        point: &[u8],
        digest: &[u8],
        r: &[u8],
        s: &[u8],
    ) -> bool
    where
        C: Curve<N, W, S>,
    {
        let known = take(&mut self.tables, |(key, _)| **key == *point).or_else(|| {
            let key = take(&mut self.waiting, |key| **key == *point)?;
            let point = read_point::<C, N, W, S>(point)?;
            Some((key, Table::build::<C, W, S>(&point, KEPT)))
        });
        let Some((key, table)) = known else {
            let holds = verify_cold::<C, N, W, S>(point, digest, r, s);
            if holds {
                put(&mut self.waiting, point.into(), MAX_WAITING);
            }
            return holds;
        };
        let holds = verify::<C, N, W, S>(&table, digest, r, s);
        put(&mut self.tables, (key, table), MAX_TABLES);
        holds
    }

    /// Counts a key as used once, so that the next use is with its table.
    #[cfg(feature = "test-exports")]
    pub(crate) fn expect(&mut self, point: &[u8]) {
        let is_known =
            self.tables.iter().any(|(key, _)| **key == *point) || self.waiting.iter().any(|key| **key == *point);
        if !is_known {
            put(&mut self.waiting, point.into(), MAX_WAITING);
        }
    }

    /// How many keys have a table, and how many wait for theirs.
    pub(crate) fn counts(&self) -> (usize, usize) {
        (self.tables.len(), self.waiting.len())
    }
}
