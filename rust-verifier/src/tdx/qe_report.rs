//! The report of the quoting enclave that made the quote (Intel SDM, volume 3D, table "Structure of REPORT", without key id
//! and MAC).

use crate::bytes::Reader;

/// An enclave's report, as far as a quoting enclave is judged by it.
#[derive(Clone, Copy, Debug)]
pub struct QeReport<'a> {
    /// All of it: what the PCK signed.
    pub raw: &'a [u8],
    /// MISCSELECT.
    pub misc_select: [u8; 4],
    /// ATTRIBUTES: flags, then XFRM.
    pub attributes: [u8; 16],
    /// MRENCLAVE.
    pub mr_enclave: [u8; 32],
    /// MRSIGNER.
    pub mr_signer: [u8; 32],
    /// ISVPRODID.
    pub isv_prod_id: u16,
    /// ISVSVN.
    pub isv_svn: u16,
    /// REPORTDATA.
    pub report_data: [u8; 64],
}

impl<'a> QeReport<'a> {
    /// The length of a report.
    pub const BYTES: usize = 384;

    /// Reads a report of exactly [`Self::BYTES`].
    #[must_use]
    pub fn read(raw: &'a [u8]) -> Option<Self> {
        let mut reader = Reader::new(raw);
        reader.take(16)?; // CPUSVN
        let misc_select = reader.array()?;
        reader.take(28)?;
        let attributes = reader.array()?;
        let mr_enclave = reader.array()?;
        reader.take(32)?;
        let mr_signer = reader.array()?;
        reader.take(96)?;
        let (isv_prod_id, isv_svn) = (reader.u16()?, reader.u16()?);
        reader.take(60)?;
        let report_data = reader.array()?;
        let report = Self { raw, misc_select, attributes, mr_enclave, mr_signer, isv_prod_id, isv_svn, report_data };
        reader.is_empty().then_some(report)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_where_the_table_places_them() {
        let raw: Vec<u8> = (0..QeReport::BYTES).map(|index| u8::try_from(index / 2).unwrap()).collect();
        let report = QeReport::read(&raw).unwrap();
        assert_eq!(report.misc_select[0], 16 / 2);
        assert_eq!(report.attributes[0], 48 / 2);
        assert_eq!(report.mr_enclave[0], 64 / 2);
        assert_eq!(report.mr_signer[0], 128 / 2);
        assert_eq!(report.isv_prod_id, u16::from_le_bytes([128, 128]));
        assert_eq!(report.isv_svn, u16::from_le_bytes([129, 129]));
        assert_eq!(report.report_data[0], 160);
        assert!(QeReport::read(&raw[1..]).is_none());
    }
}
