//! TPMS_ATTEST of a quote (TPM 2.0 Library, Part 2, "Attestation Structures"). Integers are big-endian (Part 1, "Canonical
//! form").

use crate::bytes::Reader;
use crate::error::{Code, Error};

/// TPM_GENERATED_VALUE: what only a TPM's own structures begin with.
const GENERATED: u32 = 0xff54_4347;
/// TPM_ST_ATTEST_QUOTE
const QUOTE: u16 = 0x8018;
/// TPM2B_DATA holds at most a TPMT_HA: SHA-512 and its algorithm.
const MAX_EXTRA_DATA: usize = 66;
/// TPM2B_NAME, likewise.
const MAX_NAME: usize = 66;
const MAX_DIGEST: usize = 64;

/// TPM_ALG_SHA256
pub const SHA_256: u16 = 0x000b;

/// What a TPM states about its PCRs.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Attest {
    /// extraData: what the caller of TPM2_Quote gave.
    pub extra_data: Vec<u8>,
    /// Milliseconds that the TPM has run.
    pub clock: u64,
    /// How often it was reset: the VM booted.
    pub reset_count: u32,
    /// How often it was resumed.
    pub restart_count: u32,
    /// The vendor's.
    pub firmware_version: u64,
    /// Hash algorithm and bitmap of each selected bank.
    pub selection: Vec<(u16, Vec<u8>)>,
    /// The digest of the selected PCRs' values, one behind the other.
    pub pcr_digest: Vec<u8>,
}

impl Attest {
    /// Parses a quote.
    ///
    /// # Errors
    /// `evidence_malformed`
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let mut reader = Reader::new(bytes);
        if u32_of(&mut reader) != Some(GENERATED) {
            return Err(malformed("magic", "does not begin as a TPM's own structures do").expected("ff544347"));
        }
        let kind = u16_of(&mut reader);
        if kind != Some(QUOTE) {
            return Err(malformed("type", "is another statement than a quote")
                .expected("8018 (TPM_ST_ATTEST_QUOTE)")
                .actual(kind.map_or_else(|| "nothing".into(), |kind| format!("{kind:04x}"))));
        }
        let quote = read_rest(&mut reader)
            .ok_or_else(|| malformed("TPMS_ATTEST", "is cut off, or states a length past its end"))?;
        if !reader.is_empty() {
            return Err(malformed("TPMS_ATTEST", "is followed by more bytes"));
        }
        Ok(quote)
    }
}

fn read_rest(reader: &mut Reader<'_>) -> Option<Attest> {
    sized(reader, MAX_NAME)?;
    let extra_data = sized(reader, MAX_EXTRA_DATA)?.to_vec();
    let clock = u64_of(reader)?;
    let (reset_count, restart_count) = (u32_of(reader)?, u32_of(reader)?);
    // TPMI_YES_NO
    reader.u8().filter(|safe| *safe <= 1)?;
    let firmware_version = u64_of(reader)?;
    let count = u32_of(reader)?;
    let mut selection = Vec::new();
    // A TPM has a bank for each of a few algorithms.
    for _ in 0..Some(count).filter(|count| *count <= 16)? {
        let hash = u16_of(reader)?;
        let size = reader.u8().filter(|size| *size <= 4)?;
        selection.push((hash, reader.take(usize::from(size))?.to_vec()));
    }
    let pcr_digest = sized(reader, MAX_DIGEST)?.to_vec();
    Some(Attest { extra_data, clock, reset_count, restart_count, firmware_version, selection, pcr_digest })
}

fn sized<'a>(reader: &mut Reader<'a>, limit: usize) -> Option<&'a [u8]> {
    let length = usize::from(u16_of(reader)?);
    reader.take(Some(length).filter(|length| *length <= limit)?)
}

fn u16_of(reader: &mut Reader<'_>) -> Option<u16> {
    reader.array().map(u16::from_be_bytes)
}

fn u32_of(reader: &mut Reader<'_>) -> Option<u32> {
    reader.array().map(u32::from_be_bytes)
}

fn u64_of(reader: &mut Reader<'_>) -> Option<u64> {
    reader.array().map(u64::from_be_bytes)
}

fn malformed(field: &str, problem: &str) -> Error {
    Error::new(Code::EvidenceMalformed, format!("the TPM quote {problem}")).field(format!("TPM quote, {field}"))
}
