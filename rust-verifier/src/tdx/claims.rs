//! What a quote says, field by field, as results and errors show it. Mirrored by `src/result.ts`.

use super::chain::PckChain;
use super::quote::Quote;
use crate::anchors::IntelAuthority;
use crate::event_log::Proven;
use crate::json::{Flags, Hex, Written};
use crate::result::{Claims, named_bits, unnamed_bits};

/// The bit of TDATTRIBUTES of a TD that a service TD may move.
pub const MIGRATABLE: u32 = 29;
/// Bits of TDATTRIBUTES by the name that policies and results use (Intel TDX module base specification, "ATTRIBUTES").
pub const TD_ATTRIBUTE_BITS: [(&str, u32); 6] =
    [("debug", 0), ("septVeDisable", 28), ("migratable", MIGRATABLE), ("pks", 30), ("kl", 31), ("perfmon", 63)];

/// Bits of XFAM that a TD may have; bits 0 and 1 it must (the same, "XFAM"; processors of today).
pub const XFAM_ALLOWED: u64 = 0x0006_dbe7;
/// See [`XFAM_ALLOWED`].
pub const XFAM_REQUIRED: u64 = 0x0000_0003;

/// Every claim of `quote` under its chain, of the PCK certificate behind it, and of the event log that its registers prove.
#[must_use]
pub fn claims(quote: &Quote<'_>, chain: &PckChain<'_>, measured: &Proven) -> Claims {
    let report = &quote.report;
    let lasting = Written::object(|out| {
        out.member("version", &quote.version);
        out.member("mrTd", &Hex(report.mr_td));
        out.member("rtmr", &report.rtmrs.each_ref().map(|register| Hex(register)));
        out.member("mrConfigId", &Hex(report.mr_config_id));
        out.member("mrOwner", &Hex(report.mr_owner));
        out.member("mrOwnerConfig", &Hex(report.mr_owner_config));
        out.member("tdAttributes", &td_attributes(report.td_attributes));
        out.member("xfam", &Flags(report.xfam));
        out.member("mrSeam", &Hex(report.mr_seam));
        out.member("mrSignerSeam", &Hex(report.mr_signer_seam));
        out.member("seamAttributes", &Hex(report.seam_attributes));
        out.member("teeTcbSvn", &Hex(report.tee_tcb_svn));
        let extension = report.extension.as_ref();
        out.member("teeTcbSvn2", &extension.map(|extension| Hex(extension.tee_tcb_svn2)));
        out.member("mrServiceTd", &extension.map(|extension| Hex(extension.mr_service_td)));
        out.member(
            "qe",
            &Written::object(|out| {
                out.member("isvSvn", &quote.qe_report.isv_svn);
                out.member("userData", &Hex(quote.user_data));
            }),
        );
        out.member("pck", &pck(chain));
        out.member("eventLog", &measured.log);
        out.member("dstack", &measured.dstack);
    });
    Claims { lasting, own: Written::object(|out| out.member("reportData", &Hex(report.report_data))) }
}

fn pck(chain: &PckChain<'_>) -> Written {
    let pck = chain.pck();
    let authority = match chain.authority().kind {
        IntelAuthority::PckProcessor => "processor",
        _ => "platform",
    };
    Written::object(|out| {
        out.member("authority", &authority);
        out.member("fmspc", &pck.fmspc_text());
        out.member("pceId", &Hex(&pck.pce_id));
        out.member("ppid", &Hex(&pck.ppid));
        out.member("components", &pck.components);
        out.member("pceSvn", &pck.pce_svn);
    })
}

/// The bits that no name is known for.
#[must_use]
pub fn reserved_td_attributes(attributes: u64) -> Vec<u32> {
    unnamed_bits(attributes, &TD_ATTRIBUTE_BITS)
}

fn td_attributes(attributes: u64) -> Written {
    Written::object(|out| {
        out.member("raw", &Flags(attributes));
        named_bits(out, attributes, &TD_ATTRIBUTE_BITS);
        out.member("reservedBits", &reserved_td_attributes(attributes));
    })
}
