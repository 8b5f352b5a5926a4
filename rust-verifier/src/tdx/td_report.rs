//! The TD report inside a quote: what the TDX module measured (Intel TDX DCAP Quoting Library API, appendix 3, "TD Quote
//! Body" for TDX 1.0 and 1.5; fields are those of TDREPORT_STRUCT in the TDX module's base specification).

use crate::bytes::field;

/// TD report 1.0.
pub const TD_REPORT_10_BYTES: usize = 584;

/// TD report 1.5: the same, then TEE_TCB_SVN2 and MRSERVICETD.
pub const TD_REPORT_15_BYTES: usize = 648;

/// The fields of a TD report. Measurements are SHA-384.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TdReport<'a> {
    /// Security versions of the TDX module and of what loads it, as of launch.
    pub tee_tcb_svn: &'a [u8; 16],
    /// The TDX module.
    pub mr_seam: &'a [u8; 48],
    /// The module's signer: zero for Intel's own.
    pub mr_signer_seam: &'a [u8; 48],
    /// The module's attributes.
    pub seam_attributes: &'a [u8; 8],
    /// TDATTRIBUTES, a little-endian number.
    pub td_attributes: u64,
    /// The extended features that the TD may use, a little-endian number.
    pub xfam: u64,
    /// The TD's initial contents.
    pub mr_td: &'a [u8; 48],
    /// What the owner gave at launch: a configuration.
    pub mr_config_id: &'a [u8; 48],
    /// The owner.
    pub mr_owner: &'a [u8; 48],
    /// What the owner gave at launch beside.
    pub mr_owner_config: &'a [u8; 48],
    /// RTMR0 to RTMR3: what the TD measured since.
    pub rtmrs: &'a [[u8; 48]; 4],
    /// What the TD chose when it asked.
    pub report_data: &'a [u8; 64],
    /// The fields from ATTRIBUTES to RTMR3, which TDINFO_STRUCT has in the same order (Intel TDX module base specification).
    pub td_info: &'a [u8; 400],
    /// What version 1.5 adds.
    pub extension: Option<TdReport15<'a>>,
}

/// What TD report 1.5 has beside.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TdReport15<'a> {
    /// Security versions of the TDX module that runs now.
    pub tee_tcb_svn2: &'a [u8; 16],
    /// The service TDs bound to this one, as migration agents are: zero for none.
    pub mr_service_td: &'a [u8; 48],
}

impl<'a> TdReport<'a> {
    /// Reads a report of 584 or 648 bytes; `None` for any other length.
    #[must_use]
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let (base, rest) = bytes.split_first_chunk::<TD_REPORT_10_BYTES>()?;
        let extension = match (rest, <&[u8; TD_REPORT_15_BYTES - TD_REPORT_10_BYTES]>::try_from(rest)) {
            ([], _) => None,
            (_, rest) => {
                let rest = rest.ok()?;
                Some(TdReport15 { tee_tcb_svn2: field::<0, 16, _>(rest), mr_service_td: field::<16, 48, _>(rest) })
            }
        };
        Some(Self {
            tee_tcb_svn: field::<0, 16, _>(base),
            mr_seam: field::<16, 48, _>(base),
            mr_signer_seam: field::<64, 48, _>(base),
            seam_attributes: field::<112, 8, _>(base),
            td_attributes: u64::from_le_bytes(*field::<120, 8, _>(base)),
            xfam: u64::from_le_bytes(*field::<128, 8, _>(base)),
            mr_td: field::<136, 48, _>(base),
            mr_config_id: field::<184, 48, _>(base),
            mr_owner: field::<232, 48, _>(base),
            mr_owner_config: field::<280, 48, _>(base),
            rtmrs: field::<328, 192, _>(base).as_chunks().0.first_chunk()?,
            report_data: field::<520, 64, _>(base),
            td_info: field::<120, 400, _>(base),
            extension,
        })
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
        starts(report.tee_tcb_svn, 0);
        starts(report.mr_seam, 16);
        starts(report.mr_signer_seam, 64);
        starts(report.seam_attributes, 112);
        starts(&report.td_attributes.to_le_bytes(), 120);
        starts(&report.xfam.to_le_bytes(), 128);
        starts(report.mr_td, 136);
        starts(report.mr_config_id, 184);
        starts(report.mr_owner, 232);
        starts(report.mr_owner_config, 280);
        starts(report.td_info, 120);
        starts(&report.rtmrs[0], 328);
        starts(&report.rtmrs[3], 472);
        starts(report.report_data, 520);
        starts(report.extension.unwrap().tee_tcb_svn2, 584);
        starts(report.extension.unwrap().mr_service_td, 600);
        assert_eq!(TdReport::read(&bytes[..TD_REPORT_10_BYTES]).unwrap().extension, None);
        for length in (0..TD_REPORT_15_BYTES).filter(|length| *length != TD_REPORT_10_BYTES) {
            assert_eq!(TdReport::read(&bytes[..length]), None, "{length}");
        }
    }
}
