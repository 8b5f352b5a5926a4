//! The report of Azure's paravisor, the host compatibility layer (Microsoft, "Guest attestation for confidential VMs",
//! "Attestation report"): a header, the hardware's report, and the runtime data whose hash the hardware's report holds.

use crate::bytes::{Reader, all_zero};
use crate::error::{Code, Error};

/// What a report begins with.
pub const MAGIC: &[u8; 4] = b"HCLA";

/// More than the TPM's non-volatile index holds; genuine ones are 2,600 bytes.
const MAX_BYTES: usize = 16 * 1024;
/// The place of the hardware's report, which ends where that of SEV-SNP ends.
const HEADER_BYTES: u64 = 32;
const HARDWARE_REPORT_BYTES: usize = 1184;
/// The header of the runtime data counts itself.
const RUNTIME_HEADER_BYTES: u64 = 20;
/// TDREPORT_STRUCT (Intel TDX module base specification); zeros fill the rest of its place.
const TD_REPORT_BYTES: usize = 1024;
const TD_REPORT_TYPE: u8 = 0x81;

const REQUEST_ATTESTATION_REPORT: u32 = 2;
const TYPE_SNP: u32 = 2;
const TYPE_TDX: u32 = 4;
const HASH_SHA_256: u32 = 1;

/// What the hardware's report is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum HardwareReport {
    /// ATTESTATION_REPORT.
    Snp,
    /// TDREPORT_STRUCT: only the TDX module of its platform can check it, so a quote goes with it.
    Tdx,
}

/// The report, parsed and not yet trusted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HclReport {
    /// 1 or 2.
    pub version: u32,
    /// The kind of the hardware's report.
    pub kind: HardwareReport,
    /// The hardware's report, without what fills its place: 1,184 or 1,024 bytes.
    pub hardware_report: Vec<u8>,
    /// JSON, the bytes that are hashed.
    pub runtime_data: Vec<u8>,
}

impl HclReport {
    /// Parses a report and the zeros behind it.
    ///
    /// # Errors
    /// `evidence_too_large`, `evidence_malformed`; `evidence_unsupported` for another version, report or hash.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() > MAX_BYTES {
            return Err(error(Code::EvidenceTooLarge, "size", "is larger than any")
                .expected(format!("at most {MAX_BYTES} bytes"))
                .actual(bytes.len().to_string()));
        }
        let mut reader = Reader::new(bytes);
        let (version, report_size) = read_header(&mut reader)?;
        let place = reader.take(HARDWARE_REPORT_BYTES).ok_or_else(|| cut_off("hardware report"))?;
        let (kind, data_size, runtime_data) = read_runtime_data(&mut reader)?;
        let expected = u64::try_from(HARDWARE_REPORT_BYTES)
            .unwrap_or_default()
            .saturating_add(HEADER_BYTES)
            .saturating_add(u64::from(data_size));
        if u64::from(report_size) != expected {
            return Err(malformed("report size", "states a size that is not that of its parts")
                .expected(expected.to_string())
                .actual(report_size.to_string()));
        }
        if !all_zero(reader.rest()) {
            return Err(malformed("report", "is followed by bytes that are not zero"));
        }
        let hardware_report = match kind {
            HardwareReport::Snp => place,
            HardwareReport::Tdx => {
                let (report, rest) = place.split_at_checked(TD_REPORT_BYTES).ok_or_else(|| cut_off("TD report"))?;
                if report.first() != Some(&TD_REPORT_TYPE) || !all_zero(rest) {
                    return Err(malformed("TD report", "has no TD report where it says that there is one"));
                }
                report
            }
        };
        Ok(Self { version, kind, hardware_report: hardware_report.to_vec(), runtime_data: runtime_data.to_vec() })
    }

    /// REPORTDATA in REPORTMACSTRUCT, and TDINFO_STRUCT from ATTRIBUTES to RTMR3, of a TD report.
    #[must_use]
    pub fn td_report(&self) -> Option<(&[u8], &[u8])> {
        match self.kind {
            HardwareReport::Snp => None,
            HardwareReport::Tdx => Some((self.hardware_report.get(128..192)?, self.hardware_report.get(512..912)?)),
        }
    }
}

fn read_header(reader: &mut Reader<'_>) -> Result<(u32, u32), Error> {
    if reader.array().as_ref() != Some(MAGIC) {
        return Err(malformed("signature", "does not begin with \"HCLA\""));
    }
    let mut read = || Some((reader.u32()?, reader.u32()?, reader.u32()?, reader.u32()?, reader.take(12)?));
    let (version, size, request, status, reserved) = read().ok_or_else(|| cut_off("header"))?;
    if !matches!(version, 1 | 2) {
        return Err(error(Code::EvidenceUnsupported, "version", "is of a version that this one does not know")
            .expected("1 or 2")
            .actual(version.to_string()));
    }
    if request != REQUEST_ATTESTATION_REPORT || status != 0 || !all_zero(reserved) {
        return Err(malformed(
            "header",
            "has a request type, a status or reserved bytes that no attestation report has",
        ));
    }
    Ok((version, size))
}

fn read_runtime_data<'a>(reader: &mut Reader<'a>) -> Result<(HardwareReport, u32, &'a [u8]), Error> {
    let mut read = || Some((reader.u32()?, reader.u32()?, reader.u32()?, reader.u32()?, reader.u32()?));
    let (size, version, kind, hash, length) = read().ok_or_else(|| cut_off("runtime data header"))?;
    if version != 1 {
        return Err(malformed("runtime data header", "has a version that is not 1").actual(version.to_string()));
    }
    let kind = match kind {
        TYPE_SNP => HardwareReport::Snp,
        TYPE_TDX => HardwareReport::Tdx,
        _ => {
            return Err(error(Code::EvidenceUnsupported, "report type", "holds a report of another kind of TEE")
                .expected("2 (SEV-SNP) or 4 (TDX)")
                .actual(kind.to_string()));
        }
    };
    if hash != HASH_SHA_256 {
        return Err(error(Code::EvidenceUnsupported, "hash type", "hashes its runtime data with another algorithm")
            .expected("1 (SHA-256)")
            .actual(hash.to_string()));
    }
    let available = reader.rest().len();
    let runtime_data = usize::try_from(length).ok().filter(|length| *length > 0).and_then(|length| reader.take(length));
    let runtime_data = runtime_data.ok_or_else(|| {
        malformed("runtime data size", "states no size, or one that runs past the end")
            .expected(format!("1 to {available} bytes"))
            .actual(length.to_string())
    })?;
    if u64::from(size) != RUNTIME_HEADER_BYTES.saturating_add(u64::from(length)) {
        return Err(malformed("runtime data size", "states two sizes that contradict each other"));
    }
    Ok((kind, size, runtime_data))
}

fn cut_off(field: &str) -> Error {
    malformed(field, "is cut off")
}

fn malformed(field: &str, problem: &str) -> Error {
    error(Code::EvidenceMalformed, field, problem)
}

fn error(code: Code, field: &str, problem: &str) -> Error {
    Error::new(code, format!("the Azure HCL report {problem}")).field(format!("HCL {field}"))
}
