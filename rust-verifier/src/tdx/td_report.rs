//! The TD report inside a quote: what the TDX module measured (Intel TDX DCAP Quoting Library API, appendix 3, "TD Quote
//! Body" for TDX 1.0 and 1.5; fields are those of TDREPORT_STRUCT in the TDX module's base specification).

use crate::bytes::Reader;

/// TD report 1.0.
pub const TD_REPORT_10_BYTES: usize = 584;

/// TD report 1.5: the same, then TEE_TCB_SVN2 and MRSERVICETD.
pub const TD_REPORT_15_BYTES: usize = 648;

/// The fields of a TD report. Measurements are SHA-384.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TdReport {
    /// Security versions of the TDX module and of what loads it, as of launch.
    pub tee_tcb_svn: [u8; 16],
    /// The TDX module.
    pub mr_seam: [u8; 48],
    /// The module's signer: zero for Intel's own.
    pub mr_signer_seam: [u8; 48],
    /// The module's attributes.
    pub seam_attributes: [u8; 8],
    /// TDATTRIBUTES, a little-endian number.
    pub td_attributes: u64,
    /// The extended features that the TD may use, a little-endian number.
    pub xfam: u64,
    /// The TD's initial contents.
    pub mr_td: [u8; 48],
    /// What the owner gave at launch: a configuration.
    pub mr_config_id: [u8; 48],
    /// The owner.
    pub mr_owner: [u8; 48],
    /// What the owner gave at launch beside.
    pub mr_owner_config: [u8; 48],
    /// RTMR0 to RTMR3: what the TD measured since.
    pub rtmrs: [[u8; 48]; 4],
    /// What the TD chose when it asked.
    pub report_data: [u8; 64],
    /// What version 1.5 adds.
    pub extension: Option<TdReport15>,
}

/// What TD report 1.5 has beside.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TdReport15 {
    /// Security versions of the TDX module that runs now.
    pub tee_tcb_svn2: [u8; 16],
    /// The service TDs bound to this one, as migration agents are: zero for none.
    pub mr_service_td: [u8; 48],
}

impl TdReport {
    /// Reads a report of 584 or 648 bytes; `None` for any other length.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let mut report = Self {
            tee_tcb_svn: reader.array()?,
            mr_seam: reader.array()?,
            mr_signer_seam: reader.array()?,
            seam_attributes: reader.array()?,
            td_attributes: reader.u64()?,
            xfam: reader.u64()?,
            mr_td: reader.array()?,
            mr_config_id: reader.array()?,
            mr_owner: reader.array()?,
            mr_owner_config: reader.array()?,
            rtmrs: [reader.array()?, reader.array()?, reader.array()?, reader.array()?],
            report_data: reader.array()?,
            extension: None,
        };
        if !reader.is_empty() {
            report.extension = Some(TdReport15 { tee_tcb_svn2: reader.array()?, mr_service_td: reader.array()? });
        }
        reader.is_empty().then_some(report)
    }

    /// The fields from ATTRIBUTES to RTMR3 as TDINFO_STRUCT has them, in the same order (Intel TDX module base
    /// specification).
    #[must_use]
    pub fn td_info(&self) -> Vec<u8> {
        let words = [self.td_attributes.to_le_bytes(), self.xfam.to_le_bytes()];
        let identities = [self.mr_td, self.mr_config_id, self.mr_owner, self.mr_owner_config];
        [words.as_flattened(), identities.as_flattened(), self.rtmrs.as_flattened()].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_where_the_tables_place_them() {
        let bytes: Vec<u8> = (0..TD_REPORT_15_BYTES).map(|index| u8::try_from(index / 8).unwrap()).collect();
        let report = TdReport::read(&bytes).unwrap();
        let starts = |field: &[u8], offset: usize| assert_eq!(usize::from(field[0]), offset / 8);
        starts(&report.tee_tcb_svn, 0);
        starts(&report.mr_seam, 16);
        starts(&report.mr_signer_seam, 64);
        starts(&report.seam_attributes, 112);
        starts(&report.td_attributes.to_le_bytes(), 120);
        starts(&report.xfam.to_le_bytes(), 128);
        starts(&report.mr_td, 136);
        starts(&report.mr_config_id, 184);
        starts(&report.mr_owner, 232);
        starts(&report.mr_owner_config, 280);
        starts(&report.rtmrs[0], 328);
        starts(&report.rtmrs[3], 472);
        starts(&report.report_data, 520);
        starts(&report.extension.unwrap().tee_tcb_svn2, 584);
        starts(&report.extension.unwrap().mr_service_td, 600);
        assert_eq!(TdReport::read(&bytes[..TD_REPORT_10_BYTES]).unwrap().extension, None);
        for length in (0..TD_REPORT_15_BYTES).filter(|length| *length != TD_REPORT_10_BYTES) {
            assert_eq!(TdReport::read(&bytes[..length]), None, "{length}");
        }
    }
}
