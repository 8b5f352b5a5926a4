//! From what a prover sent to the parts that a TEE's room verifies.
//!
//! Every form has a magic or a length of its own, so nothing is tried and tried again: gzip begins with 1f 8b, JSON with a
//! brace, base64 is printable throughout, a report begins with its version number, an Azure HCL report with "HCLA" (the
//! binary form with its length before it), a go-tpm-tools document with the key of its first
//! field. What matches none is
//! `evidence_unsupported`, and forms that this version knows but cannot verify are named.

mod azure;
mod base64;
mod certificate_table;
mod dstack;
mod envelope;
mod go_tpm_tools;
mod gzip;
mod protobuf;

pub use base64::decode_standard;

use crate::bytes::{Reader, all_zero};
use crate::endorsements::Item;
use crate::error::{Code, Error};
use crate::event_log::EventLog;
use crate::tpm::Platform;
use crate::tpm::hcl;

/// ATTESTATION_REPORT (AMD 56860, table "ATTESTATION_REPORT Structure").
pub const SNP_REPORT_BYTES: usize = 0x4a0;

/// The longest text: base64 of the longest binary form fits, and JSON with a quote and an event log of that length.
pub const MAX_TEXT_BYTES: usize = 512 * 1024;

/// The longest binary form, before and after decompression.
pub const MAX_BINARY_BYTES: usize = 256 * 1024;

/// MSG_REPORT_RSP in the 4,000-byte buffer of the guest driver (AMD 56860, table "MSG_REPORT_RSP Message Structure").
const REPORT_RESPONSE_BYTES: usize = 4000;
const REPORT_RESPONSE_HEADER_BYTES: usize = 32;

/// QE vendor id of Intel's quoting enclaves (Intel TDX DCAP Quoting Library API, appendix 3, "Quote Header").
pub const INTEL_QE_VENDOR_ID: [u8; 16] =
    [0x93, 0x9a, 0x72, 0x33, 0xf7, 0x9c, 0x4c, 0xa9, 0x94, 0x0a, 0x0d, 0xb3, 0x95, 0x7f, 0x06, 0x07];

/// TEE type of TDX in a quote's header.
pub const TDX_TEE_TYPE: u32 = 0x81;

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
    /// Taken out of their form, unparsed.
    pub items: Vec<Item>,
    /// The text of the common bundle of Intel's collateral.
    pub bundle: Option<String>,
    /// In the forms in which a caller could give them.
    pub blobs: Vec<Vec<u8>>,
}

/// Evidence of AMD SEV-SNP.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SnpEvidence {
    /// Exactly [`SNP_REPORT_BYTES`].
    pub report: Vec<u8>,
    /// What came with it.
    pub carried: Carried,
    /// dstack's configuration, which HOST_DATA may cover.
    pub dstack: Option<String>,
    /// The envelope.
    pub platform: Platform,
}

impl SnpEvidence {
    fn bare(report: &[u8], carried: Carried) -> Self {
        Self { report: report.to_vec(), carried, dstack: None, platform: Platform::Bare }
    }
}

/// Evidence of Intel TDX.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TdxEvidence {
    /// A quote, and whatever stands behind it.
    pub quote: Vec<u8>,
    /// What came with it.
    pub carried: Carried,
    /// The event log.
    pub event_log: Option<EventLog>,
    /// The envelope.
    pub platform: Platform,
}

/// Evidence, its TEE known, nothing of it verified.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Evidence {
    /// AMD SEV-SNP.
    Snp(SnpEvidence),
    /// Intel TDX.
    Tdx(TdxEvidence),
}

impl Evidence {
    /// Decodes evidence: gzip may be around it, base64 around that, each at most once.
    ///
    /// # Errors
    /// `evidence_too_large`, `evidence_encoding`, `evidence_malformed`, `evidence_no_tee`, `evidence_unsupported`.
    pub fn decode(input: Input<'_>) -> Result<Self, Error> {
        let (bytes, limit) = match input {
            Input::Text(text) => (text.as_bytes(), MAX_TEXT_BYTES),
            Input::Bytes(bytes) => (bytes, MAX_TEXT_BYTES),
        };
        check_size(bytes.len(), limit)?;
        let first = bytes.first().copied();
        let is_text = matches!(input, Input::Text(_)) || bytes.iter().all(u8::is_ascii_graphic);
        if is_text && is_web_token(bytes) {
            return Err(unsupported(
                "a JSON Web Token, an attestation service's word about evidence and not evidence itself",
            ));
        }
        if is_text && first.is_some_and(|byte| byte != b'{') {
            return Self::from_binary(&base64::decode(bytes)?);
        }
        if first == Some(b'{') { Self::from_form(bytes) } else { Self::from_binary(bytes) }
    }

    fn from_binary(bytes: &[u8]) -> Result<Self, Error> {
        check_size(bytes.len(), MAX_BINARY_BYTES)?;
        if bytes.starts_with(&gzip::MAGIC) {
            let bytes = gzip::decompress_member(bytes, MAX_TEXT_BYTES)?;
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
            return envelope::read(bytes);
        }
        check_size(bytes.len(), MAX_BINARY_BYTES)?;
        if dstack::is_attestation(bytes) {
            return dstack::read_attestation(bytes);
        }
        if let Some(report) = report_response(bytes) {
            return Ok(Self::Snp(SnpEvidence::bare(report, Carried::default())));
        }
        if is_tdx_quote(bytes) {
            let (quote, carried) = (bytes.to_vec(), Carried::default());
            return Ok(Self::Tdx(TdxEvidence { quote, carried, event_log: None, platform: Platform::Bare }));
        }
        if bytes.starts_with(hcl::MAGIC) {
            return azure::read_hcl(bytes);
        }
        if azure::is_binary(bytes) {
            return azure::read_binary(bytes);
        }
        if go_tpm_tools::is_document(bytes) && bytes.len() != SNP_REPORT_BYTES {
            return go_tpm_tools::read(bytes);
        }
        let version = Reader::new(bytes).u32().unwrap_or_default();
        if (bytes.len() != SNP_REPORT_BYTES && !(2..=5).contains(&version)) || is_quote(bytes) {
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
            Carried { items: certificate_table::read(table)?, ..Carried::default() }
        };
        Ok(Self::Snp(SnpEvidence::bare(report, carried)))
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

/// The compact form of RFC 7515: three parts, the first of which begins with an object.
fn is_web_token(text: &[u8]) -> bool {
    text.starts_with(b"eyJ") && text.contains(&b'.')
}

/// Names forms that are well known and are not evidence that this version verifies.
fn name_foreign_form(bytes: &[u8]) -> &'static str {
    if bytes.is_empty() {
        return "empty evidence";
    }
    if bytes == FAILURE_MARKER {
        return "a proxy's failure marker: the prover could not make evidence, and says so in its place";
    }
    if dstack::is_younger_attestation(bytes) {
        return dstack::YOUNGER;
    }
    let mut reader = Reader::new(bytes);
    match (is_quote(bytes), reader.u16(), reader.u16(), reader.u32()) {
        (true, Some(3), ..) | (true, Some(4 | 5), _, Some(0)) => "an Intel SGX quote",
        (true, ..) => "an Intel quote of another version or TEE than TDX 4 and 5",
        _ => "evidence of no known form",
    }
}

/// Intel's quote header (DCAP quote format, versions 3 to 5): version, attestation key type, TEE type, 4 reserved bytes,
/// QE vendor id. The vendor id tells it from everything else; without it, numbers that only a quote has.
fn is_quote(bytes: &[u8]) -> bool {
    let mut reader = Reader::new(bytes);
    let (version, key_type) = (reader.u16(), reader.u16());
    let vendor = bytes.get(12..28);
    vendor == Some(&INTEL_QE_VENDOR_ID) || matches!((version, key_type), (Some(3..=5), Some(2 | 3)))
}

/// A quote of a version and TEE type that this version verifies.
fn is_tdx_quote(bytes: &[u8]) -> bool {
    let mut reader = Reader::new(bytes);
    let (version, _, tee_type) = (reader.u16(), reader.u16(), reader.u32());
    is_quote(bytes) && matches!(version, Some(4 | 5)) && tee_type.is_none_or(|tee_type| tee_type == TDX_TEE_TYPE)
}

fn unsupported(what: &str) -> Error {
    Error::new(
        Code::EvidenceUnsupported,
        format!("this is {what}; this version verifies AMD SEV-SNP reports and Intel TDX quotes"),
    )
    .field("evidence")
    .expected("an SEV-SNP report or a TDX quote, alone or in an envelope of a cloud, as bytes or base64, gzip allowed")
}

#[cfg(test)]
mod tests;
