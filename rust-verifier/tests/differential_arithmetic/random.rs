//! Numbers by chance, and numbers where carries go far.

use crate::settings::setting;
use num_bigint_dig::BigUint;

/// SplitMix64: the same numbers from the same seed everywhere.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn seeded() -> Self {
        Self(setting("WITNESSLOCK_SEED", 0x0077_6974_6e65_7373))
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        core::array::from_fn(|_| self.next() as u8)
    }

    /// Bytes as they come, or with long runs of ones and zeros, or next to a limit: where carries go far.
    pub(crate) fn integer<const N: usize>(&mut self, limits: &[[u8; N]]) -> [u8; N] {
        match self.below(8) {
            0 => {
                let mut bytes = [if self.below(2) == 0 { 0 } else { 0xff }; N];
                for _ in 0..=self.below(4) {
                    bytes[self.below(N)] ^= 1 << self.below(8);
                }
                bytes
            }
            1 => {
                let (start, end) = (self.below(N), self.below(N));
                core::array::from_fn(|index| if (start..end).contains(&index) { 0xff } else { 0 })
            }
            2 => {
                let near = limits[self.below(limits.len())];
                let small = BigUint::from(self.below(4));
                let value = BigUint::from_bytes_be(&near);
                let value = if self.below(2) == 0 && value >= small { value - small } else { value + small };
                fixed(&value)
            }
            _ => self.bytes(),
        }
    }
}

/// Big-endian, cut or padded to its length.
pub(crate) fn fixed<const N: usize>(value: &BigUint) -> [u8; N] {
    let bytes = value.to_bytes_be();
    let mut fixed = [0; N];
    for (to, from) in fixed.iter_mut().rev().zip(bytes.iter().rev()) {
        *to = *from;
    }
    fixed
}

pub(crate) fn number(bytes: &[u8]) -> BigUint {
    BigUint::from_bytes_be(bytes)
}
