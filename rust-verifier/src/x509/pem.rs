//! Endorsements as files and servers hand them out: DER, or PEM (RFC 7468) with one or more blocks.

use crate::crypto::Base64;
use crate::der::{Der, tag};
use crate::error::{Code, Error};

/// A chain has three certificates; AMD's server sends two at once.
const MAX_BLOCKS: usize = 8;

/// One certificate or one revocation list, DER.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Block {
    /// An X.509 certificate, unparsed.
    Certificate(Vec<u8>),
    /// An X.509 revocation list, unparsed.
    RevocationList(Vec<u8>),
}

/// Splits what was given as one endorsement into its blocks: `0x30` begins DER, `-----BEGIN` begins PEM.
///
/// In PEM only `CERTIFICATE` and `X509 CRL` blocks may occur, with nothing but line breaks between them and at most one
/// NUL at the very end (Intel's chains have one).
///
/// # Errors
/// `collateral_malformed` for anything else.
pub fn split_blocks(bytes: &[u8]) -> Result<Vec<Block>, Error> {
    if bytes.first() == Some(&tag::SEQUENCE) {
        return Ok(vec![classify(bytes.to_vec())?]);
    }
    let bytes = bytes.strip_suffix(&[0]).unwrap_or(bytes);
    let text = core::str::from_utf8(bytes).map_err(|_| malformed("is neither DER nor PEM"))?;
    if !text.starts_with("-----BEGIN ") {
        return Err(malformed("is neither DER nor PEM"));
    }
    let mut blocks = Vec::new();
    let mut rest = text.trim_end_matches(['\r', '\n']);
    while !rest.is_empty() {
        if blocks.len() >= MAX_BLOCKS {
            return Err(malformed("has more than 8 PEM blocks"));
        }
        let (block, after) = read_block(rest)?;
        blocks.push(block);
        rest = after.trim_start_matches(['\r', '\n']);
    }
    Ok(blocks)
}

fn read_block(text: &str) -> Result<(Block, &str), Error> {
    for (label, is_certificate) in [("CERTIFICATE", true), ("X509 CRL", false)] {
        let Some(body) = text.strip_prefix(&format!("-----BEGIN {label}-----")) else { continue };
        let end = format!("-----END {label}-----");
        let (body, after) = split_at(body, &end).ok_or_else(|| malformed("has a PEM block without its end"))?;
        let mut encoded = Vec::with_capacity(body.len());
        body.as_bytes().split(|byte| matches!(byte, b'\r' | b'\n')).for_each(|line| encoded.extend_from_slice(line));
        let der = Base64::Standard.decode(&encoded).ok_or_else(|| malformed("has a PEM block that is not base64"))?;
        let block = classify(der)?;
        return if matches!(block, Block::Certificate(_)) == is_certificate {
            Ok((block, after))
        } else {
            Err(malformed("has a PEM block whose label is not what it holds"))
        };
    }
    Err(malformed("has something other than CERTIFICATE and X509 CRL blocks"))
}

/// What stands before and behind the first `end`.
fn split_at<'a>(text: &'a str, end: &str) -> Option<(&'a str, &'a str)> {
    let place = text.as_bytes().windows(end.len()).position(|window| window == end.as_bytes())?;
    Some((text.get(..place)?, text.get(place.checked_add(end.len())?..)?))
}

/// In a certificate the first field is the tag [0] of the version, in a list it is a number or an algorithm
/// (RFC 5280, sections 4.1 and 5.1).
fn classify(der: Vec<u8>) -> Result<Block, Error> {
    let mut outer = Der::new(&der, "endorsement");
    let mut tbs = outer.enter(tag::SEQUENCE)?.enter(tag::SEQUENCE)?;
    if tbs.element()?.tag == tag::context(0) { Ok(Block::Certificate(der)) } else { Ok(Block::RevocationList(der)) }
}

fn malformed(problem: &str) -> Error {
    Error::new(
        Code::CollateralMalformed,
        format!("an endorsement {problem}; give certificates or revocation lists as DER or PEM"),
    )
    .field("endorsement")
}

#[cfg(test)]
mod tests {
    use super::*;

    const CERTIFICATE: [u8; 9] = [0x30, 0x07, 0x30, 0x05, 0xa0, 0x03, 0x02, 0x01, 0x02];
    const LIST: [u8; 7] = [0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x01];

    fn pem(label: &str, der: &[u8]) -> String {
        format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", crate::crypto::to_base64(der))
    }

    #[test]
    fn der_and_pem_give_the_same_blocks() {
        let expected = vec![Block::Certificate(CERTIFICATE.to_vec()), Block::RevocationList(LIST.to_vec())];
        let text = [pem("CERTIFICATE", &CERTIFICATE), pem("X509 CRL", &LIST)].concat();
        assert_eq!(split_blocks(text.as_bytes()).unwrap(), expected);
        assert_eq!(split_blocks(text.replace('\n', "\r\n").as_bytes()).unwrap(), expected);
        assert_eq!(split_blocks(format!("{text}\0").as_bytes()).unwrap(), expected);
        assert_eq!(split_blocks(&LIST).unwrap(), expected[1..]);
    }

    #[test]
    fn nothing_else_passes() {
        let good = pem("CERTIFICATE", &CERTIFICATE);
        for bad in [
            format!("text before\n{good}"),
            format!("{good}text between\n{good}"),
            format!("{good}\0\0"),
            good.replace("CERTIFICATE", "TRUSTED CERTIFICATE"),
            good.replace("CERTIFICATE", "X509 CRL"),
            good.replace("-----END", "----END"),
            good.replace("MAcw", "MAc*"),
            good.replace("MAcw", "MA cw"),
            good.repeat(9),
            String::new(),
        ] {
            assert_eq!(split_blocks(bad.as_bytes()).unwrap_err().code(), Code::CollateralMalformed, "{bad}");
        }
    }
}
