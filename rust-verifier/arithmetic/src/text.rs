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

/// How many bytes from the front are plain in a string of JSON, or escapes of two characters (RFC 8259, section 7).
#[must_use]
#[inline(never)]
pub fn plain_or_escaped(text: &[u8]) -> usize {
    let mut passed = 0;
    loop {
        let rest = &text[passed..];
        // Where much is escaped, little is plain.
        let first = rest.first_chunk().map_or(0, |word| special(u64::from_le_bytes(*word)));
        passed += if first == 0 { plain(rest) } else { first.trailing_zeros() as usize / 8 };
        match text[passed..] {
            [b'\\', b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => passed += 2,
            _ => return passed,
        }
    }
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

/// Appends a text, which is most often shorter than what it takes to begin a copy of memory.
#[inline(never)]
pub fn append(out: &mut Vec<u8>, text: &[u8]) {
    out.reserve(text.len());
    let (words, rest) = text.as_chunks::<8>();
    for word in words {
        out.extend_from_slice(word);
    }
    for byte in rest {
        out.push(*byte);
    }
}

/// Appends a number in decimal digits.
#[inline(never)]
pub fn append_decimal(out: &mut Vec<u8>, number: u64) {
    // 2^64 - 1 has twenty.
    let mut digits = [0; 20];
    let (mut rest, mut first) = (number, digits.len());
    loop {
        first -= 1;
        digits[first] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            return append(out, &digits[first..]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_as_the_standard_library_writes_it() {
        let powers = (0..64).map(|bits| 1_u64 << bits).chain((0..20).map(|digits| 10_u64.pow(digits)));
        for number in powers.flat_map(|power| [power - 1, power, power + 1]).chain([0, u64::MAX]) {
            let mut out = b"before".to_vec();
            append_decimal(&mut out, number);
            assert_eq!(out, format!("before{number}").into_bytes());
        }
    }

    #[test]
    fn a_text_is_appended_whole() {
        let text: Vec<u8> = (0..40).collect();
        for length in 0..text.len() {
            let mut out = b"before".to_vec();
            append(&mut out, &text[..length]);
            assert_eq!(out, [b"before", &text[..length]].concat());
        }
    }

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
    fn escapes_of_two_characters_are_passed_and_nothing_else_that_is_not_plain() {
        for byte in 0..=u8::MAX {
            let is_escape = matches!(byte, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't');
            let is_plain = !matches!(byte, b'"' | b'\\' | 0..=0x1f);
            for length in 0..40 {
                let text = [&vec![b'a'; length], &b"\\"[..], &[byte], &vec![b'a'; 40 - length], b"\""].concat();
                assert_eq!(plain_or_escaped(&text), if is_escape { 42 } else { length }, "{byte:02x} behind {length}");
                let text = [&vec![b'a'; length], &b"\\n\\\\"[..], &[byte]].concat();
                assert_eq!(plain_or_escaped(&text), length + 4 + usize::from(is_plain), "{byte:02x} behind {length}");
            }
        }
        assert_eq!((plain_or_escaped(b""), plain_or_escaped(b"\\"), plain_or_escaped(b"ab\\u0041")), (0, 0, 2));
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
