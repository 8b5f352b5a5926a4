//! The identity of Intel's quoting enclave for TDs: compiled in as far as authenticity needs it, and as Intel's signed
//! document, which adds its levels (PCS API version 4, "Get TDX QE Identity", `EnclaveIdentityV2`).

use super::document::{Reader, SvnLevel};
use super::qe_report::QeReport;
use crate::bytes::hex;
use crate::error::{Code, Error};
use crate::time::Validity;

/// MRSIGNER of every genuine TD quoting enclave, in each of Intel's identities from 2023 to 2026.
const MR_SIGNER: [u8; 32] = [
    0xdc, 0x9e, 0x2a, 0x7c, 0x6f, 0x94, 0x8f, 0x17, 0x47, 0x4e, 0x34, 0xa7, 0xfc, 0x43, 0xed, 0x03, 0x0f, 0x7c, 0x15,
    0x63, 0xf1, 0xba, 0xbd, 0xdf, 0x63, 0x40, 0xc8, 0x2e, 0x0e, 0x54, 0xa8, 0xc5,
];

/// ISVPRODID of the TD quoting enclave.
const ISV_PROD_ID: u16 = 2;

/// ATTRIBUTES.DEBUG (Intel SDM, volume 3D, table "Layout of ATTRIBUTES Structure").
const DEBUG: u8 = 0x02;

/// The signed document.
#[derive(Clone, Debug)]
pub struct QeIdentity {
    /// issueDate and nextUpdate.
    pub validity: Validity,
    /// tcbEvaluationDataNumber.
    pub evaluation_number: u64,
    misc_select: [u8; 4],
    misc_select_mask: [u8; 4],
    attributes: [u8; 16],
    attributes_mask: [u8; 16],
    mr_signer: [u8; 32],
    isv_prod_id: u64,
    /// The levels, newest first.
    pub levels: Vec<SvnLevel>,
}

impl QeIdentity {
    /// Reads the signed text.
    ///
    /// # Errors
    /// `collateral_malformed` for a document of another id or version, an unknown status, and levels that are not in
    /// descending order.
    pub fn read(text: &str) -> Result<Self, Error> {
        let mut document = Reader::document(text, "enclaveIdentity")?;
        if document.text("id")? != "TD_QE" {
            return Err(document.wrong("id", "\"TD_QE\": the document is of another enclave"));
        }
        if document.number("version", u64::MAX)? != 2 {
            return Err(document.wrong("version", "2"));
        }
        Ok(Self {
            validity: Validity { not_before: document.time("issueDate")?, not_after: document.time("nextUpdate")? },
            evaluation_number: document.number("tcbEvaluationDataNumber", u64::from(u32::MAX))?,
            misc_select: document.hex("miscselect")?,
            misc_select_mask: document.hex("miscselectMask")?,
            attributes: document.hex("attributes")?,
            attributes_mask: document.hex("attributesMask")?,
            mr_signer: document.hex("mrsigner")?,
            isv_prod_id: document.number("isvprodid", u64::from(u16::MAX))?,
            levels: document.svn_levels()?,
        })
    }

    /// Whether the report is of the enclave that the document describes.
    ///
    /// # Errors
    /// `identity_mismatch`, naming the field.
    pub fn check(&self, report: &QeReport<'_>) -> Result<(), Error> {
        compare("MRSIGNER", &self.mr_signer, report.mr_signer)?;
        compare("ISVPRODID", &self.isv_prod_id.to_le_bytes(), &u64::from(report.isv_prod_id).to_le_bytes())?;
        masked("MISCSELECT", &self.misc_select, &self.misc_select_mask, report.misc_select)?;
        masked("ATTRIBUTES", &self.attributes, &self.attributes_mask, report.attributes)
    }
}

/// Whether the report is of Intel's TD quoting enclave, by what this version knows of it.
///
/// # Errors
/// `identity_mismatch`, naming the field.
pub fn check_compiled_in(report: &QeReport<'_>) -> Result<(), Error> {
    compare("MRSIGNER", &MR_SIGNER, report.mr_signer)?;
    compare("ISVPRODID", &ISV_PROD_ID.to_le_bytes(), &report.isv_prod_id.to_le_bytes())?;
    if report.attributes.first().is_none_or(|flags| flags & DEBUG != 0) {
        return Err(mismatch("ATTRIBUTES", "can be debugged, so its key may be anybody's").actual("DEBUG set"));
    }
    Ok(())
}

fn compare(field: &str, expected: &[u8], actual: &[u8]) -> Result<(), Error> {
    if expected == actual {
        return Ok(());
    }
    Err(mismatch(field, "is not Intel's for TDX").expected(hex(expected)).actual(hex(actual)))
}

fn masked(field: &str, expected: &[u8], mask: &[u8], actual: &[u8]) -> Result<(), Error> {
    let under_mask = |bytes: &[u8]| bytes.iter().zip(mask).map(|(byte, mask)| byte & mask).collect::<Vec<_>>();
    compare(field, &under_mask(expected), &under_mask(actual))
}

fn mismatch(field: &str, problem: &str) -> Error {
    Error::new(Code::IdentityMismatch, format!("the quoting enclave {problem}")).field(format!("QE report, {field}"))
}
