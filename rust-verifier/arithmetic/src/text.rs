//! Loops over received bytes that every text passes through: eight bytes at a time.

const ONES: u64 = u64::from_le_bytes([0x01; 8]);
const HIGH: u64 = u64::from_le_bytes([0x80; 8]);

/// Whether two texts are the same.
#[must_use]
#[inline(never)]
pub fn equal(one: &[u8], other: &[u8]) -> bool {
    let ((words, rest), (other_words, other_rest)) = (one.as_chunks::<8>(), other.as_chunks::<8>());
    let mut pairs = words.iter().zip(other_words);
    one.len() == other.len()
        && pairs.all(|(one, other)| u64::from_le_bytes(*one) == u64::from_le_bytes(*other))
        && rest.iter().zip(other_rest).all(|(one, other)| one == other)
}

/// A word whose highest bits are set where a byte is not plain in a string of JSON: the lowest of them tells, above it there
/// may be others.
const fn special(word: u64) -> u64 {
    // Below 0x20, or zero once a quotation mark or a backslash is. What a borrow marks besides stands above such a byte.
    let (quotation, backslash) = (word ^ (ONES * 0x22), word ^ (ONES * 0x5c));
    let below = (word.wrapping_sub(ONES * 0x20) & !word)
        | (quotation.wrapping_sub(ONES) & !quotation)
        | (backslash.wrapping_sub(ONES) & !backslash);
    below & HIGH
}

/// How many bytes from the front are plain in a string of JSON: no quotation mark, no backslash, no control character
/// (RFC 8259, section 7).
#[must_use]
#[inline(never)]
pub fn plain(text: &[u8]) -> usize {
    let mut plain = 0;
    for word in text.as_chunks::<8>().0 {
        let special = special(u64::from_le_bytes(*word));
        if special != 0 {
            return plain + special.trailing_zeros() as usize / 8;
        }
        plain += 8;
    }
    let rest = text[plain..].iter();
    plain + rest.take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f)).count()
}

/// Appends those bytes of `text` that are plain, up to the first that is not, and says how many they were.
#[inline(never)]
pub fn append_plain(out: &mut Vec<u8>, text: &[u8]) -> usize {
    let before = out.len();
    out.reserve(text.len());
    let (words, mut rest) = text.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        if special(u64::from_le_bytes(*word)) != 0 {
            rest = &text[8 * index..];
            break;
        }
        out.extend_from_slice(word);
    }
    for byte in rest {
        if matches!(byte, b'"' | b'\\' | 0..=0x1f) {
            break;
        }
        out.push(*byte);
    }
    out.len() - before
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_ends_before_the_first_byte_that_is_not() {
        for byte in 0..=u8::MAX {
            let ends = matches!(byte, b'"' | b'\\' | 0..=0x1f);
            for length in 0..40 {
                for around in [b'a', b'!', b'#', b'[', b']', 0x20, 0x7f, 0x80, 0xff] {
                    let mut text = vec![around; 40];
                    text[length] = byte;
                    assert_eq!(plain(&text), if ends { length } else { 40 }, "{byte:02x} at {length} in {around:02x}");
                    let mut out = b"before".to_vec();
                    assert_eq!(append_plain(&mut out, &text), plain(&text));
                    assert_eq!(out, [b"before", &text[..plain(&text)]].concat());
                    text[39] = b'"';
                    assert_eq!(plain(&text), if ends { length } else { 39 }, "{byte:02x} at {length} in {around:02x}");
                }
            }
        }
        assert_eq!((plain(b""), plain(b"\"")), (0, 0));
    }

    #[test]
    fn texts_are_equal_where_every_byte_is() {
        for length in 0..40 {
            let text: Vec<u8> = (0..length).collect();
            assert!(equal(&text, &text.clone()));
            for at in 0..text.len() {
                let mut other = text.clone();
                other[at] ^= 1;
                assert!(!equal(&text, &other));
                assert!(!equal(&text, &text[..at]) && !equal(&text[..at], &text));
            }
        }
    }
}
