//! What a quote says, field by field, as results and errors show it. Mirrored by `src/result.ts`.

use super::chain::PckChain;
use super::quote::Quote;
use crate::anchors::IntelAuthority;
use crate::bytes::{bit, hex};
use crate::event_log::{Proven, Summary, dstack};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// Bits of TDATTRIBUTES by the name that policies and results use (Intel TDX module base specification, "ATTRIBUTES").
pub const TD_ATTRIBUTE_BITS: [(&str, u32); 6] =
    [("debug", 0), ("septVeDisable", 28), ("migratable", 29), ("pks", 30), ("kl", 31), ("perfmon", 63)];

/// Bits of XFAM that a TD may have; bits 0 and 1 it must (the same, "XFAM"; processors of today).
pub const XFAM_ALLOWED: u64 = 0x0006_dbe7;
/// See [`XFAM_ALLOWED`].
pub const XFAM_REQUIRED: u64 = 0x0000_0003;

/// Every claim of a quote, and of the PCK certificate behind it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Claims {
    version: u16,
    report_data: String,
    mr_td: String,
    rtmr: [String; 4],
    mr_config_id: String,
    mr_owner: String,
    mr_owner_config: String,
    td_attributes: TdAttributes,
    xfam: String,
    mr_seam: String,
    mr_signer_seam: String,
    seam_attributes: String,
    tee_tcb_svn: String,
    tee_tcb_svn2: Option<String>,
    mr_service_td: Option<String>,
    qe: QeClaims,
    pck: PckClaims,
    event_log: Option<Summary>,
    dstack: Option<dstack::Claims>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct QeClaims {
    isv_svn: u16,
    user_data: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PckClaims {
    authority: &'static str,
    fmspc: String,
    pce_id: String,
    ppid: String,
    components: [u8; 16],
    pce_svn: u16,
}

impl Claims {
    /// The claims of `quote` under its chain, and of the event log that its registers prove.
    #[must_use]
    pub fn of(quote: &Quote<'_>, chain: &PckChain<'_>, measured: &Proven) -> Self {
        let report = &quote.report;
        let pck = chain.pck();
        Self {
            version: quote.version,
            report_data: hex(&report.report_data),
            mr_td: hex(&report.mr_td),
            rtmr: report.rtmrs.each_ref().map(|register| hex(register)),
            mr_config_id: hex(&report.mr_config_id),
            mr_owner: hex(&report.mr_owner),
            mr_owner_config: hex(&report.mr_owner_config),
            td_attributes: TdAttributes(report.td_attributes),
            xfam: format!("{:#018x}", report.xfam),
            mr_seam: hex(&report.mr_seam),
            mr_signer_seam: hex(&report.mr_signer_seam),
            seam_attributes: hex(&report.seam_attributes),
            tee_tcb_svn: hex(&report.tee_tcb_svn),
            tee_tcb_svn2: report.extension.map(|extension| hex(&extension.tee_tcb_svn2)),
            mr_service_td: report.extension.map(|extension| hex(&extension.mr_service_td)),
            qe: QeClaims { isv_svn: quote.qe_report.isv_svn, user_data: hex(&quote.user_data) },
            pck: PckClaims {
                authority: match chain.authority().kind {
                    IntelAuthority::PckProcessor => "processor",
                    _ => "platform",
                },
                fmspc: pck.fmspc_text(),
                pce_id: hex(&pck.pce_id),
                ppid: hex(&pck.ppid),
                components: pck.components,
                pce_svn: pck.pce_svn,
            },
            event_log: measured.log.clone(),
            dstack: measured.dstack.clone(),
        }
    }
}

#[derive(Debug)]
struct TdAttributes(u64);

/// The bits that no name is known for.
#[must_use]
pub fn reserved_td_attributes(attributes: u64) -> Vec<u32> {
    let known = |number: &u32| TD_ATTRIBUTE_BITS.iter().any(|(_, known)| known == number);
    (0..64).filter(|number| bit(attributes, *number) && !known(number)).collect()
}

impl Serialize for TdAttributes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("raw", &format!("{:#018x}", self.0))?;
        for (name, number) in TD_ATTRIBUTE_BITS {
            map.serialize_entry(name, &bit(self.0, number))?;
        }
        map.serialize_entry("reservedBits", &reserved_td_attributes(self.0))?;
        map.end()
    }
}
