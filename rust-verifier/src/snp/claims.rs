//! What a report says, field by field, as results and errors show it. Mirrored by `src/result.ts`.

use super::processor::{Cpuid, Processor};
use super::report::{Firmware, Report};
use super::tcb::{Components, TcbVersion};
use crate::anchors::Product;
use crate::event_log::dstack;
use crate::json::{Flags, Hex, Write, Writer, Written};
use crate::result::{Claims, named_bits, unnamed_bits};

/// Bits of POLICY by the name that policies and results use (AMD 56860, table "Guest Policy").
pub const GUEST_POLICY_BITS: [(&str, u32); 9] = [
    ("smt", 16),
    ("migrateMa", 18),
    ("debug", 19),
    ("singleSocket", 20),
    ("cxlAllow", 21),
    ("memAes256Xts", 22),
    ("raplDis", 23),
    ("ciphertextHiding", 24),
    ("pageSwapDisable", 25),
];

/// Bits of PLATFORM_INFO by name (AMD 56860, table "PLATFORM_INFO Field"; bit 6 from AMD-SB-3016).
pub const PLATFORM_INFO_BITS: [(&str, u32); 8] = [
    ("smt", 0),
    ("tsme", 1),
    ("ecc", 2),
    ("raplDis", 3),
    ("ciphertextHiding", 4),
    ("aliasCheckComplete", 5),
    ("iommuWriteSafe", 6),
    ("tio", 7),
];

/// The ABI version in POLICY: major, minor.
#[must_use]
pub const fn abi(policy: u64) -> (u8, u8) {
    let [minor, major, ..] = policy.to_le_bytes();
    (major, minor)
}

/// Every claim of `report`, of which `lasting` was written before.
#[must_use]
pub fn claims(report: &Report<'_>, lasting: Written, dstack: Option<&dstack::Claims>) -> Claims {
    let own = Written::object(|out| {
        out.member("reportData", &Hex(report.report_data));
        out.member("dstack", &dstack);
    });
    Claims { lasting, own }
}

/// Every claim of `report` besides REPORT_DATA. `product` is the chain's where one was verified, otherwise that of the CPUID;
/// without either the TCB versions are shown in the layout that their reserved bytes allow.
#[must_use]
pub fn lasting(report: &Report<'_>, product: Option<Product>, csp_id: Option<&str>) -> Written {
    Written::object(|out| {
        let tcb = |version: TcbVersion| Tcb { version, product };
        out.member("version", &report.version);
        out.member("guestSvn", &report.guest_svn);
        out.member("guestPolicy", &guest_policy(report.policy));
        out.member("familyId", &Hex(report.family_id));
        out.member("imageId", &Hex(report.image_id));
        match &report.vmpl {
            Some(level) => out.member("vmpl", level),
            None => out.member("vmpl", &"host"),
        }
        out.member("platformInfo", &platform_info(report.platform_info));
        out.member("signer", &report.signing_key.word());
        out.member("authorKeyEnabled", &report.author_key_enabled);
        out.member("maskChipKey", &report.mask_chip_key);
        out.member("measurement", &Hex(report.measurement));
        out.member("hostData", &Hex(report.host_data));
        out.member("idKeyDigest", &Hex(report.id_key_digest));
        out.member("authorKeyDigest", &Hex(report.author_key_digest));
        out.member("reportId", &Hex(report.report_id));
        out.member("reportIdMa", &Hex(report.report_id_ma));
        out.member("product", &product.map(Product::word));
        out.member("processor", &report.processor().map(Processor::word));
        out.member("cpuid", &report.cpuid);
        out.member("chipId", &Hex(report.chip_id));
        out.member("cspId", &csp_id);
        out.member("currentTcb", &tcb(report.current_tcb));
        out.member("reportedTcb", &tcb(report.reported_tcb));
        out.member("committedTcb", &tcb(report.committed_tcb));
        out.member("launchTcb", &tcb(report.launch_tcb));
        out.member("currentFirmware", &firmware(report.current_firmware));
        out.member("committedFirmware", &firmware(report.committed_firmware));
        out.member("launchMitigations", &report.mitigations.map(|(launch, _)| launch.to_string()));
        out.member("currentMitigations", &report.mitigations.map(|(_, current)| current.to_string()));
    })
}

/// "1.55.29"
#[must_use]
pub fn firmware(version: Firmware) -> String {
    format!("{}.{}.{}", version.major, version.minor, version.build)
}

fn guest_policy(policy: u64) -> Written {
    Written::object(|out| {
        out.member("raw", &Flags(policy));
        let (major, minor) = abi(policy);
        out.member("abi", &format!("{major}.{minor}"));
        named_bits(out, policy, &GUEST_POLICY_BITS);
    })
}

fn platform_info(info: u64) -> Written {
    Written::object(|out| {
        out.member("raw", &Flags(info));
        named_bits(out, info, &PLATFORM_INFO_BITS);
        out.member("unknownBits", &unnamed_bits(info, &PLATFORM_INFO_BITS));
    })
}

#[derive(Debug)]
struct Tcb {
    version: TcbVersion,
    product: Option<Product>,
}

impl Write for Tcb {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        out.member("raw", &self.version.raw());
        let layouts = self.product.map_or([Product::Milan, Product::Turin], |product| [product, product]);
        if let Some(components) = layouts.into_iter().find_map(|product| self.version.decode(product)) {
            components.members(out);
        }
        out.close(b'}');
    }
}

impl Components {
    fn members(&self, out: &mut Writer) {
        for (name, value) in self.named() {
            out.member(name, &value);
        }
    }
}

impl Write for Components {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        self.members(out);
        out.close(b'}');
    }
}

impl Write for Cpuid {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        out.member("family", &self.family);
        out.member("model", &self.model);
        out.member("stepping", &self.stepping);
        out.close(b'}');
    }
}
