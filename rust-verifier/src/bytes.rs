//! A bounds-checked little-endian reader over received bytes.
//!
//! Every multi-byte integer of a TEE report or quote is little-endian (AMD 56860, section 2.2; Intel TDX module base
//! specification). A read past the end is `None`, never a panic: the caller knows which field it wanted and says so.

/// Reads fields from the front of a byte slice, in order.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// A reader that starts at the first byte of `bytes`.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next `count` bytes, or `None` if fewer remain.
    pub fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    /// The next `N` bytes, where they lie.
    pub fn chunk<const N: usize>(&mut self) -> Option<&'a [u8; N]> {
        let (taken, rest) = self.rest.split_first_chunk::<N>()?;
        self.rest = rest;
        Some(taken)
    }

    /// The next `N` bytes as an array.
    pub fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.chunk().copied()
    }

    /// The next byte.
    pub fn u8(&mut self) -> Option<u8> {
        self.array().map(u8::from_le_bytes)
    }

    /// The next two bytes, little-endian.
    pub fn u16(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    /// The next four bytes, little-endian.
    pub fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    /// The next eight bytes, little-endian.
    pub fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    /// What has not been read.
    #[must_use]
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Whether everything has been read.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }
}

/// The `N` bytes at the offset `AT` of a structure of `M` bytes. The compiler stops where they do not fit.
pub(crate) const fn field<const AT: usize, const N: usize, const M: usize>(structure: &[u8; M]) -> &[u8; N] {
    const { assert!(AT.saturating_add(N) <= M, "the field does not lie in the structure") };
    match structure.split_at(AT).1.first_chunk::<N>() {
        Some(field) => field,
        None => &[0; N],
    }
}

/// Whether every byte is zero: the rule for reserved fields (AMD 56860, "MBZ").
#[must_use]
pub fn all_zero(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0)
}

/// Whether a bit of a field is set.
#[must_use]
pub const fn bit(field: u64, number: u32) -> bool {
    matches!(field.checked_shr(number), Some(shifted) if shifted & 1 == 1)
}

/// Lower-case hexadecimal, the form of every byte field in a result.
#[must_use]
#[inline(never)]
pub fn hex(bytes: &[u8]) -> String {
    let mut text = Vec::new();
    hex_onto(&mut text, bytes);
    String::from_utf8(text).unwrap_or_default()
}

/// The same, behind `text`.
#[inline(never)]
pub fn hex_onto(text: &mut Vec<u8>, bytes: &[u8]) {
    let digit = |nibble: u8| if nibble < 10 { b'0' | nibble } else { nibble.wrapping_add(b'a' - 10) };
    let begin = text.len();
    text.resize(begin.saturating_add(bytes.len().saturating_mul(2)), 0);
    let (pairs, _) = text.get_mut(begin..).unwrap_or_default().as_chunks_mut::<2>();
    for (pair, byte) in pairs.iter_mut().zip(bytes) {
        *pair = [digit(byte >> 4), digit(byte & 0x0f)];
    }
}

/// Bytes of an even number of hexadecimal digits, in either case.
#[must_use]
#[inline(never)]
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let mut bytes = vec![0; text.len() / 2];
    unhex_into(&mut bytes, text).then_some(bytes)
}

/// The same into a place that has exactly as many bytes as `text` has pairs of digits: whether it is such a text.
#[must_use]
#[inline(never)]
pub fn unhex_into(bytes: &mut [u8], text: &str) -> bool {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let digit = |character: u8| match character {
        b'0'..=b'9' => character & 0x0f,
        b'a'..=b'f' | b'A'..=b'F' => (character & 0x0f).wrapping_add(9),
        _ => u8::MAX,
    };
    let mut is_hex = rest.is_empty() && pairs.len() == bytes.len();
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        let (high, low) = (digit(*high), digit(*low));
        is_hex &= (high | low) <= 0x0f;
        *byte = high << 4 | low & 0x0f;
    }
    is_hex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_little_endian_in_order_and_stops_at_the_end() {
        let mut reader = Reader::new(&[1, 2, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 9]);
        assert_eq!(reader.u8(), Some(1));
        assert_eq!(reader.u16(), Some(2));
        assert_eq!(reader.u32(), Some(3));
        assert_eq!(reader.u64(), Some(4));
        assert_eq!(reader.u16(), None, "a short read takes nothing");
        assert_eq!(reader.rest(), [9]);
        assert_eq!(reader.take(1), Some(&[9][..]));
        assert!(reader.is_empty());
        assert_eq!(reader.take(1), None);
    }

    #[test]
    fn hex_is_lower_case_and_two_digits_a_byte() {
        assert_eq!(hex(&[0x00, 0x0f, 0xa0, 0xff]), "000fa0ff");
        for byte in 0..=u8::MAX {
            assert_eq!(hex(&[byte]), format!("{byte:02x}"));
            assert_eq!(unhex(&format!("{byte:02x}{byte:02X}")), Some(vec![byte, byte]));
        }
    }

    #[test]
    fn nothing_but_pairs_of_digits_is_hexadecimal() {
        for byte in (0..128_u8).filter(|byte| !byte.is_ascii_hexdigit()).map(char::from) {
            for bad in [format!("{byte}0"), format!("0{byte}"), format!("00{byte}{byte}00")] {
                assert_eq!(unhex(&bad), None, "{bad:?}");
            }
        }
        for bad in ["0", "000", "\u{e9}", "+1", "0x"] {
            assert_eq!(unhex(bad), None, "{bad:?}");
        }
        assert!(!unhex_into(&mut [0; 2], "00") && !unhex_into(&mut [0; 2], "000000") && !unhex_into(&mut [], "0"));
        assert!(unhex_into(&mut [], ""));
    }
}
