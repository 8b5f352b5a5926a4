//! What a report says, field by field, as results and errors show it. Mirrored by `src/result.ts`.

use super::processor::{Cpuid, Processor};
use super::report::{Firmware, Report};
use super::tcb::{Components, TcbVersion};
use crate::anchors::Product;
use crate::bytes::{bit, hex};
use crate::event_log::dstack;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

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

/// Every claim of a report.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Claims {
    version: u32,
    guest_svn: u32,
    guest_policy: GuestPolicy,
    family_id: String,
    image_id: String,
    vmpl: Vmpl,
    platform_info: PlatformInfo,
    signer: &'static str,
    author_key_enabled: bool,
    mask_chip_key: bool,
    report_data: String,
    measurement: String,
    host_data: String,
    id_key_digest: String,
    author_key_digest: String,
    report_id: String,
    report_id_ma: String,
    product: Option<Product>,
    processor: Option<Processor>,
    cpuid: Option<Cpuid>,
    chip_id: String,
    csp_id: Option<String>,
    current_tcb: Tcb,
    reported_tcb: Tcb,
    committed_tcb: Tcb,
    launch_tcb: Tcb,
    current_firmware: String,
    committed_firmware: String,
    launch_mitigations: Option<String>,
    current_mitigations: Option<String>,
    dstack: Option<dstack::Claims>,
}

impl Claims {
    /// The claims of `report`. `product` is the chain's where one was verified, otherwise that of the CPUID; without
    /// either the TCB versions are shown in the layout that their reserved bytes allow.
    #[must_use]
    pub fn of(
        report: &Report<'_>,
        product: Option<Product>,
        csp_id: Option<&str>,
        dstack: Option<&dstack::Claims>,
    ) -> Self {
        let tcb = |version: TcbVersion| Tcb { version, product };
        Self {
            version: report.version,
            guest_svn: report.guest_svn,
            guest_policy: GuestPolicy(report.policy),
            family_id: hex(&report.family_id),
            image_id: hex(&report.image_id),
            vmpl: Vmpl(report.vmpl),
            platform_info: PlatformInfo(report.platform_info),
            signer: report.signing_key.word(),
            author_key_enabled: report.author_key_enabled,
            mask_chip_key: report.mask_chip_key,
            report_data: hex(&report.report_data),
            measurement: hex(&report.measurement),
            host_data: hex(&report.host_data),
            id_key_digest: hex(&report.id_key_digest),
            author_key_digest: hex(&report.author_key_digest),
            report_id: hex(&report.report_id),
            report_id_ma: hex(&report.report_id_ma),
            product,
            processor: report.cpuid.and_then(Cpuid::processor),
            cpuid: report.cpuid,
            chip_id: hex(&report.chip_id),
            csp_id: csp_id.map(str::to_owned),
            current_tcb: tcb(report.current_tcb),
            reported_tcb: tcb(report.reported_tcb),
            committed_tcb: tcb(report.committed_tcb),
            launch_tcb: tcb(report.launch_tcb),
            current_firmware: firmware(report.current_firmware),
            committed_firmware: firmware(report.committed_firmware),
            launch_mitigations: report.mitigations.map(|(launch, _)| launch.to_string()),
            current_mitigations: report.mitigations.map(|(_, current)| current.to_string()),
            dstack: dstack.cloned(),
        }
    }
}

/// "1.55.29"
#[must_use]
pub fn firmware(version: Firmware) -> String {
    format!("{}.{}.{}", version.major, version.minor, version.build)
}

#[derive(Debug)]
struct GuestPolicy(u64);

impl Serialize for GuestPolicy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("raw", &format!("{:#018x}", self.0))?;
        let (major, minor) = abi(self.0);
        map.serialize_entry("abi", &format!("{major}.{minor}"))?;
        for (name, number) in GUEST_POLICY_BITS {
            map.serialize_entry(name, &bit(self.0, number))?;
        }
        map.end()
    }
}

#[derive(Debug)]
struct PlatformInfo(u64);

impl Serialize for PlatformInfo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("raw", &format!("{:#018x}", self.0))?;
        for (name, number) in PLATFORM_INFO_BITS {
            map.serialize_entry(name, &bit(self.0, number))?;
        }
        let known = |number: &u32| PLATFORM_INFO_BITS.iter().any(|(_, known)| known == number);
        let unknown: Vec<u32> = (0..64).filter(|number| bit(self.0, *number) && !known(number)).collect();
        map.serialize_entry("unknownBits", &unknown)?;
        map.end()
    }
}

#[derive(Debug)]
struct Vmpl(Option<u32>);

impl Serialize for Vmpl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Some(level) => serializer.serialize_u32(level),
            None => serializer.serialize_str("host"),
        }
    }
}

#[derive(Debug)]
struct Tcb {
    version: TcbVersion,
    product: Option<Product>,
}

impl Serialize for Tcb {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("raw", &self.version.raw())?;
        let layouts = self.product.map_or(vec![Product::Milan, Product::Turin], |product| vec![product]);
        if let Some(components) = layouts.into_iter().find_map(|product| self.version.decode(product)) {
            for (name, value) in components.named() {
                map.serialize_entry(name, &value)?;
            }
        }
        map.end()
    }
}

impl Serialize for Components {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.named())
    }
}
