//! gzip (RFC 1952), bounded: one member, no optional header fields, checksum and length verified, nothing behind it.

use crate::crypto::{InflateFailure, crc32, inflate};
use crate::error::{Code, Error};

/// Identification and the one compression method (RFC 1952, section 2.3.1).
pub(super) const MAGIC: [u8; 2] = [0x1f, 0x8b];

const DEFLATE: u8 = 8;
const HEADER_BYTES: usize = 10;
const TRAILER_BYTES: usize = 8;

/// Decompresses one member into at most `limit` bytes.
///
/// # Errors
/// `evidence_too_large` when it would grow beyond `limit`; `evidence_encoding` for everything that is not one whole member.
pub(super) fn decompress_member(bytes: &[u8], limit: usize) -> Result<Vec<u8>, Error> {
    let (header, rest) = bytes.split_at_checked(HEADER_BYTES).ok_or_else(|| error("is cut off"))?;
    let [id1, id2, method, flags, ..] = header else { return Err(error("is cut off")) };
    if [*id1, *id2] != MAGIC || *method != DEFLATE {
        return Err(error("is not gzip with deflate"));
    }
    if *flags != 0 {
        // FTEXT, FHCRC, FEXTRA, FNAME, FCOMMENT: no encoder of evidence needs them, and each is a place to hide bytes.
        return Err(error("has optional header fields"));
    }
    let (output, consumed) = inflate(rest, limit).map_err(|failure| match failure {
        InflateFailure::Damaged => error("is damaged or cut off"),
        InflateFailure::TooLarge => {
            Error::new(Code::EvidenceTooLarge, "the evidence is too large once it is decompressed")
                .field("evidence")
                .expected(format!("at most {limit} bytes"))
        }
    })?;
    let trailer = rest.get(consumed..).unwrap_or_default();
    let [crc, length] = match trailer.as_chunks::<4>() {
        ([crc, length], []) if trailer.len() == TRAILER_BYTES => {
            [u32::from_le_bytes(*crc), u32::from_le_bytes(*length)]
        }
        _ => return Err(error("is cut off, has a second member, or has bytes behind its end")),
    };
    if crc != crc32(&output) || u32::try_from(output.len()) != Ok(length) {
        return Err(error("does not match its own checksum or length"));
    }
    Ok(output)
}

fn error(problem: &str) -> Error {
    Error::new(Code::EvidenceEncoding, format!("the gzip around the evidence {problem}"))
        .field("evidence")
        .expected("one gzip member")
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut member = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
        member.extend(compress_to_vec(bytes, 9));
        member.extend(crc32(bytes).to_le_bytes());
        member.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
        member
    }

    fn code(bytes: &[u8], limit: usize) -> Result<Vec<u8>, Code> {
        decompress_member(bytes, limit).map_err(|error| error.code())
    }

    #[test]
    fn one_member_decompresses() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        for length in [0, 1, 1184, 32_768, 32_769, 100_000] {
            let bytes: Vec<u8> = (0..length).map(|index| u8::try_from(index % 251).unwrap()).collect();
            assert_eq!(code(&gzip(&bytes), 1 << 18).unwrap(), bytes);
        }
    }

    #[test]
    fn a_bomb_stops_at_the_limit() {
        let bomb = gzip(&vec![0; 16 << 20]);
        assert!(bomb.len() < 20_000);
        assert_eq!(code(&bomb, 1 << 18), Err(Code::EvidenceTooLarge));
        assert_eq!(code(&gzip(&vec![0; 1 << 18]), 1 << 18).unwrap().len(), 1 << 18);
        assert_eq!(code(&gzip(&vec![0; (1 << 18) + 1]), 1 << 18), Err(Code::EvidenceTooLarge));
    }

    #[test]
    fn every_truncation_is_refused() {
        let member = gzip(b"a report, a certificate table");
        for length in 0..member.len() {
            assert_eq!(code(&member[..length], 1 << 18), Err(Code::EvidenceEncoding), "{length}");
        }
    }

    #[test]
    fn trailer_and_header_are_checked_bit_by_bit() {
        let member = gzip(b"a report, a certificate table");
        for index in (0..4).chain(member.len() - 8..member.len()) {
            for bit in 0..8 {
                let mut bad = member.clone();
                bad[index] ^= 1 << bit;
                assert_eq!(code(&bad, 1 << 18), Err(Code::EvidenceEncoding), "byte {index}, bit {bit}");
            }
        }
    }

    #[test]
    fn nothing_may_follow() {
        let member = gzip(b"good");
        for tail in [&b"x"[..], b"junk", &gzip(b"evil"), &[0]] {
            assert_eq!(code(&[&member, tail].concat(), 1 << 18), Err(Code::EvidenceEncoding));
        }
    }

    #[test]
    fn other_compressions_are_not_gzip() {
        let zlib = miniz_oxide::deflate::compress_to_vec_zlib(b"good", 9);
        assert_eq!(code(&zlib, 1 << 18), Err(Code::EvidenceEncoding));
        assert_eq!(code(&compress_to_vec(b"good", 9), 1 << 18), Err(Code::EvidenceEncoding));
    }
}
