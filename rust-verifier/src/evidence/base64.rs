//! Base64 (RFC 4648), each alphabet with its one accepted encoding.

use crate::crypto::Base64;
use crate::error::{Code, Error};

/// Decodes a header's text. `+` and `/` make it standard base64, whose padding is required; `-` and `_` make it
/// base64url, padded or not; both together are refused. A text with neither is standard when it is padded or needs no
/// padding, and base64url otherwise.
///
/// # Errors
/// `evidence_encoding` for a byte outside the alphabet (white space included), wrong padding, and bits that no encoder sets
/// in the last character.
pub(super) fn decode(text: &[u8]) -> Result<Vec<u8>, Error> {
    // A text with neither pair of characters has the same bytes in both alphabets.
    let url = if text.ends_with(b"=") { Base64::Url } else { Base64::UrlUnpadded };
    url.decode(text).or_else(|| Base64::Standard.decode(text)).ok_or_else(|| {
        error("is not base64: a character, the padding or the last character is wrong, or two alphabets are mixed")
    })
}

/// Decodes standard base64 with its padding: the form of binary values inside JSON.
///
/// # Errors
/// `code`, naming `field`.
pub fn decode_standard(text: &str, field: &str, code: Code) -> Result<Vec<u8>, Error> {
    Base64::Standard
        .decode(text.as_bytes())
        .ok_or_else(|| Error::new(code, format!("{field} is not standard base64 with padding")).field(field))
}

fn error(problem: &str) -> Error {
    Error::new(Code::EvidenceEncoding, format!("the evidence {problem}"))
        .field("evidence")
        .expected("base64 or base64url without white space")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &[u8]) -> Result<Vec<u8>, Code> {
        decode(text).map_err(|error| error.code())
    }

    #[test]
    fn both_alphabets_decode() {
        assert_eq!(code(b"+/8=").unwrap(), [0xfb, 0xff]);
        assert_eq!(code(b"-_8").unwrap(), [0xfb, 0xff]);
        assert_eq!(code(b"-_8=").unwrap(), [0xfb, 0xff]);
        assert_eq!(code(b"QUJD").unwrap(), b"ABC");
        assert_eq!(code(b"QUI").unwrap(), b"AB");
    }

    #[test]
    fn there_is_one_encoding_of_each_value() {
        for bad in [
            &b"QUJD!!RE\0VG"[..],
            b"QUJ=",
            b"QUJ",
            b"QR==",
            b"+/8",
            b"+_8=",
            b"-/8",
            b"QUI==",
            b"QUI=====",
            b"=",
            b"====",
            b"Q",
            b"QUJDR",
            b"QU=I",
            b"data:;base64,QUJD",
            b"-----BEGIN CERTIFICATE-----",
        ] {
            assert_eq!(code(bad), Err(Code::EvidenceEncoding), "{}", String::from_utf8_lossy(bad));
        }
    }

    #[test]
    fn every_foreign_byte_is_refused_everywhere() {
        let good = b"QUJDREVGR0hJSktM";
        for byte in 0..=u8::MAX {
            for at in [0, 1, good.len() / 2, good.len() - 1, good.len()] {
                let mut text = good.to_vec();
                text.insert(at, byte);
                if !byte.is_ascii_alphanumeric() && !matches!(byte, b'+' | b'/' | b'-' | b'_') {
                    assert_eq!(code(&text), Err(Code::EvidenceEncoding), "{byte:02x} at {at}");
                }
            }
        }
    }
}
