//! The report of the quoting enclave that made the quote (Intel SDM, volume 3D, table "Structure of REPORT", without key id
//! and MAC).

use crate::bytes::field;

const BYTES: usize = 384;

/// An enclave's report, as far as a quoting enclave is judged by it.
#[derive(Clone, Copy, Debug)]
pub struct QeReport<'a> {
    /// All of it: what the PCK signed.
    pub raw: &'a [u8],
    /// MISCSELECT.
    pub misc_select: &'a [u8; 4],
    /// ATTRIBUTES: flags, then XFRM.
    pub attributes: &'a [u8; 16],
    /// MRENCLAVE.
    pub mr_enclave: &'a [u8; 32],
    /// MRSIGNER.
    pub mr_signer: &'a [u8; 32],
    /// ISVPRODID.
    pub isv_prod_id: u16,
    /// ISVSVN.
    pub isv_svn: u16,
    /// REPORTDATA.
    pub report_data: &'a [u8; 64],
}

impl<'a> QeReport<'a> {
    /// The length of a report.
    pub const BYTES: usize = BYTES;

    /// Reads a report of exactly [`Self::BYTES`].
    #[must_use]
    pub fn read(raw: &'a [u8]) -> Option<Self> {
        let fields = <&[u8; BYTES]>::try_from(raw).ok()?;
        Some(Self {
            raw,
            misc_select: field::<16, 4, _>(fields),
            attributes: field::<48, 16, _>(fields),
            mr_enclave: field::<64, 32, _>(fields),
            mr_signer: field::<128, 32, _>(fields),
            isv_prod_id: u16::from_le_bytes(*field::<256, 2, _>(fields)),
            isv_svn: u16::from_le_bytes(*field::<258, 2, _>(fields)),
            report_data: field::<320, 64, _>(fields),
        })
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
