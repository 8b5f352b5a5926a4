//! Base64 (RFC 4648), each alphabet with its one encoding of every value: no white space, no bits that an encoder leaves
//! unset, and padding where it belongs or nowhere.

const DIGITS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// What no character stands for.
const NONE: u8 = 0xff;

/// An alphabet, and whether its texts are padded.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Base64 {
    /// RFC 4648, section 4, padded.
    Standard,
    /// RFC 4648, section 5, padded.
    Url,
    /// RFC 4648, section 5, without padding.
    UrlUnpadded,
}

impl Base64 {
    const fn last_two(self) -> [u8; 2] {
        match self {
            Self::Standard => *b"+/",
            Self::Url | Self::UrlUnpadded => *b"-_",
        }
    }

    /// The value of each character.
    fn values(self) -> [u8; 256] {
        let mut values = [NONE; 256];
        for (value, character) in (0..).zip(DIGITS.iter().chain(&self.last_two())) {
            values[usize::from(*character)] = value;
        }
        values
    }

    /// The bytes of a text; `None` for anything but their one encoding.
    #[must_use]
    pub fn decode(self, text: &[u8]) -> Option<Vec<u8>> {
        let characters = match text {
            [characters @ .., b'=', b'='] | [characters @ .., b'='] => characters,
            characters => characters,
        };
        let padding = text.len() - characters.len();
        let expected = if self == Self::UrlUnpadded { 0 } else { characters.len().wrapping_neg() % 4 };
        if padding != expected {
            return None;
        }
        let values = self.values();
        let value = |character: &u8| u32::from(values[usize::from(*character)]);
        let (groups, rest) = characters.as_chunks::<4>();
        let mut bytes = vec![0; groups.len() * 3];
        let (triples, _) = bytes.as_chunks_mut::<3>();
        // Every value has six bits; whatever has more was none.
        let mut seen = 0;
        for ([a, b, c, d], triple) in groups.iter().zip(triples) {
            let (a, b, c, d) = (value(a), value(b), value(c), value(d));
            seen |= a | b | c | d;
            let [_, first, second, third] = (a << 18 | b << 12 | c << 6 | d).to_be_bytes();
            *triple = [first, second, third];
        }
        match rest {
            [] => {}
            [a, b] => {
                let (a, b) = (value(a), value(b));
                seen |= a | b | (b & 0x0f) << 8;
                bytes.push((a << 2 | b >> 4).to_le_bytes()[0]);
            }
            [a, b, c] => {
                let (a, b, c) = (value(a), value(b), value(c));
                seen |= a | b | c | (c & 0x03) << 8;
                bytes.extend_from_slice(&(a << 10 | b << 4 | c >> 2).to_be_bytes()[2..]);
            }
            _ => return None,
        }
        (seen < 64).then_some(bytes)
    }
}

/// Bytes in the standard alphabet, padded.
#[must_use]
pub fn to_base64(bytes: &[u8]) -> String {
    let last = Base64::Standard.last_two();
    let digit = |value: u32| {
        let value = (value & 0x3f) as usize;
        char::from(if value < 62 { DIGITS[value] } else { last[value - 62] })
    };
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let mut whole = [0; 4];
        whole[1..=group.len()].copy_from_slice(group);
        let value = u32::from_be_bytes(whole);
        for (place, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            text.push(if place <= group.len() { digit(value >> shift) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};

    /// xorshift64: the same texts in every run.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, limit: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            (self.0 % limit as u64) as usize
        }
    }

    fn oracle(form: Base64, text: &[u8]) -> Option<Vec<u8>> {
        match form {
            Base64::Standard => STANDARD.decode(text),
            Base64::Url => URL_SAFE.decode(text),
            Base64::UrlUnpadded => URL_SAFE_NO_PAD.decode(text),
        }
        .ok()
    }

    const FORMS: [Base64; 3] = [Base64::Standard, Base64::Url, Base64::UrlUnpadded];

    #[test]
    fn whatever_is_encoded_comes_back() {
        let mut dice = Dice(0x5eed);
        for length in (0..600).chain([3000, 3001, 3002]) {
            let bytes: Vec<u8> = (0..length).map(|_| dice.below(256) as u8).collect();
            let text = to_base64(&bytes);
            assert_eq!(text, STANDARD.encode(&bytes));
            assert_eq!(Base64::Standard.decode(text.as_bytes()), Some(bytes.clone()));
            assert_eq!(Base64::Url.decode(URL_SAFE.encode(&bytes).as_bytes()), Some(bytes.clone()));
            assert_eq!(Base64::UrlUnpadded.decode(URL_SAFE_NO_PAD.encode(&bytes).as_bytes()), Some(bytes));
        }
    }

    #[test]
    fn every_short_text_of_telling_characters_has_the_outcome_of_another_decoder() {
        let characters = b"AQRg/+-_= \n";
        let mut texts: Vec<Vec<u8>> = vec![Vec::new()];
        let mut last = texts.clone();
        for _ in 0..5 {
            last = last
                .iter()
                .flat_map(|text| characters.iter().map(|character| [text.as_slice(), &[*character]].concat()))
                .collect();
            texts.extend(last.clone());
        }
        for text in &texts {
            for form in FORMS {
                assert_eq!(form.decode(text), oracle(form, text), "{form:?} {text:?}");
            }
        }
    }

    #[test]
    fn damaged_texts_have_the_outcome_of_another_decoder() {
        let mut dice = Dice(0xdead_beef);
        for _ in 0..100_000 {
            let bytes: Vec<u8> = (0..dice.below(40)).map(|_| dice.below(256) as u8).collect();
            let mut text = if dice.below(2) == 0 { STANDARD.encode(&bytes) } else { URL_SAFE_NO_PAD.encode(&bytes) };
            for _ in 0..dice.below(3) {
                let at = dice.below(text.len() + 1);
                let character = char::from(b"A/+-_=\n\x7f\0Zz9"[dice.below(12)]);
                if dice.below(2) == 0 || at == text.len() {
                    text.insert(at, character);
                } else {
                    text.replace_range(at..=at, &character.to_string());
                }
            }
            for form in FORMS {
                assert_eq!(form.decode(text.as_bytes()), oracle(form, text.as_bytes()), "{form:?} {text:?}");
            }
        }
    }

    #[test]
    fn every_byte_is_a_character_or_refused() {
        for byte in 0..=u8::MAX {
            for at in 0..4 {
                let mut text = *b"AAAA";
                text[at] = byte;
                for form in FORMS {
                    assert_eq!(form.decode(&text), oracle(form, &text), "{form:?} {byte:#04x} at {at}");
                }
            }
        }
    }
}
