//! From what a prover sent to the parts that a TEE's room verifies.
//!
//! Every form has a magic or a length of its own, so nothing is tried and tried again: gzip begins with 1f 8b, JSON with a
//! brace, base64 is printable throughout, a report begins with its version number. What matches none is
//! `evidence_unsupported`, and forms that this version knows but cannot verify are named.

mod base64;
mod certificate_table;
mod gzip;
mod snp_envelope;

pub use base64::decode_standard;

use crate::bytes::{Reader, all_zero};
use crate::error::{Code, Error};
use crate::x509::Block;

/// ATTESTATION_REPORT (AMD 56860, table "ATTESTATION_REPORT Structure").
pub const SNP_REPORT_BYTES: usize = 0x4a0;

/// The longest text: base64 of the longest binary form fits.
pub const MAX_TEXT_BYTES: usize = 512 * 1024;

/// The longest binary form, before and after decompression.
pub const MAX_BINARY_BYTES: usize = 256 * 1024;

/// MSG_REPORT_RSP in the 4,000-byte buffer of the guest driver (AMD 56860, table "MSG_REPORT_RSP Message Structure").
const REPORT_RESPONSE_BYTES: usize = 4000;
const REPORT_RESPONSE_HEADER_BYTES: usize = 32;

/// What a widespread proxy sends in place of evidence when it has none.
const FAILURE_MARKER: &[u8] = b"attestation-generation-failed";

/// Evidence as it arrived.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// A header's value, or JSON.
    Text(&'a str),
    /// A body, or a file.
    Bytes(&'a [u8]),
}

/// Endorsements that travelled with the evidence. They are trusted no more than any other.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Carried {
    /// Certificates and lists, unparsed.
    pub blocks: Vec<Block>,
    /// The form that carried them, in words.
    pub by: &'static str,
}

/// Evidence of AMD SEV-SNP.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SnpEvidence {
    /// Exactly [`SNP_REPORT_BYTES`].
    pub report: Vec<u8>,
    /// What came with it.
    pub carried: Carried,
}

/// Evidence, its TEE known, nothing of it verified.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Evidence {
    /// AMD SEV-SNP.
    Snp(SnpEvidence),
}

impl Evidence {
    /// Decodes evidence: gzip may be around it, base64 around that, each at most once.
    ///
    /// # Errors
    /// `evidence_too_large`, `evidence_encoding`, `evidence_malformed`, `evidence_unsupported`.
    pub fn decode(input: Input<'_>) -> Result<Self, Error> {
        let (bytes, limit) = match input {
            Input::Text(text) => (text.as_bytes(), MAX_TEXT_BYTES),
            Input::Bytes(bytes) => (bytes, MAX_TEXT_BYTES),
        };
        check_size(bytes.len(), limit)?;
        let first = bytes.first().copied();
        let is_text = matches!(input, Input::Text(_)) || bytes.iter().all(u8::is_ascii_graphic);
        if is_text && first.is_some_and(|byte| byte != b'{') {
            return Self::from_binary(&base64::decode(bytes)?);
        }
        Self::from_binary(bytes)
    }

    fn from_binary(bytes: &[u8]) -> Result<Self, Error> {
        check_size(bytes.len(), MAX_BINARY_BYTES)?;
        if bytes.starts_with(&gzip::MAGIC) {
            let bytes = gzip::decompress_member(bytes, MAX_BINARY_BYTES)?;
            if bytes.starts_with(&gzip::MAGIC) {
                return Err(Error::new(Code::EvidenceMalformed, "the evidence is compressed more than once")
                    .field("evidence")
                    .expected("one gzip member around a report or an envelope"));
            }
            return Self::from_form(&bytes);
        }
        Self::from_form(bytes)
    }

    fn from_form(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.first() == Some(&b'{') {
            return snp_envelope::read(bytes).map(Self::Snp);
        }
        if let Some(report) = report_response(bytes) {
            return Ok(Self::Snp(SnpEvidence { report: report.to_vec(), carried: Carried::default() }));
        }
        let version = Reader::new(bytes).u32().unwrap_or_default();
        if bytes.len() != SNP_REPORT_BYTES && !(2..=5).contains(&version) {
            return Err(unsupported(name_foreign_form(bytes)));
        }
        let Some((report, table)) = bytes.split_at_checked(SNP_REPORT_BYTES) else {
            return Err(Error::new(
                Code::EvidenceMalformed,
                "the evidence begins like an SEV-SNP report but is cut off",
            )
            .field("report")
            .expected("1184 bytes")
            .actual(bytes.len().to_string()));
        };
        let carried = if table.is_empty() {
            Carried::default()
        } else {
            Carried { blocks: certificate_table::read(table)?, by: "certificate table" }
        };
        Ok(Self::Snp(SnpEvidence { report: report.to_vec(), carried }))
    }
}

fn check_size(length: usize, limit: usize) -> Result<(), Error> {
    if length <= limit {
        return Ok(());
    }
    Err(Error::new(Code::EvidenceTooLarge, "the evidence is too large")
        .field("evidence")
        .expected(format!("at most {limit} bytes"))
        .actual(length.to_string()))
}

/// STATUS 0, REPORT_SIZE 1184, reserved zeros, the report, zeros to the end of the buffer.
fn report_response(bytes: &[u8]) -> Option<&[u8]> {
    if bytes.len() != REPORT_RESPONSE_BYTES {
        return None;
    }
    let mut reader = Reader::new(bytes);
    let (status, size) = (reader.u32()?, reader.u32()?);
    let reserved = reader.take(REPORT_RESPONSE_HEADER_BYTES.checked_sub(8)?)?;
    let report = reader.take(SNP_REPORT_BYTES)?;
    let fits = status == 0 && usize::try_from(size) == Ok(SNP_REPORT_BYTES);
    (fits && all_zero(reserved) && all_zero(reader.rest())).then_some(report)
}

/// Names forms that are well known and are not evidence that this version verifies.
fn name_foreign_form(bytes: &[u8]) -> &'static str {
    if bytes.is_empty() {
        return "empty evidence";
    }
    if bytes == FAILURE_MARKER {
        return "a proxy's failure marker: the prover could not make evidence, and says so in its place";
    }
    if bytes.starts_with(b"HCLA") {
        return "an Azure HCL report";
    }
    // Intel's quote header: version, attestation key type, TEE type (DCAP quote format, versions 3 to 5).
    let mut reader = Reader::new(bytes);
    match (reader.u16(), reader.u16(), reader.u32()) {
        (Some(4 | 5), Some(2 | 3), Some(0x81)) => "an Intel TDX quote",
        (Some(3), Some(2 | 3), _) | (Some(4 | 5), Some(2 | 3), Some(0)) => "an Intel SGX quote",
        _ => "evidence of no known form",
    }
}

fn unsupported(what: &str) -> Error {
    Error::new(Code::EvidenceUnsupported, format!("this is {what}; this version verifies AMD SEV-SNP reports"))
        .field("evidence")
        .expected("an SEV-SNP report, with a certificate table or in a JSON envelope, as bytes or base64, gzip allowed")
}

#[cfg(test)]
mod tests;
