//! The appraisal policy for SEV-SNP: what a caller accepts, as plain JSON data with secure defaults.
//!
//! `policy-fields.json` describes every field for the schema and the documentation; a test compares its defaults with
//! these.

mod check;
mod read;

pub use check::check;
pub use read::read;

use super::claims::{GUEST_POLICY_BITS, PLATFORM_INFO_BITS};
use super::report::SigningKey;
use super::tcb::Components;
use super::tcb_table::TcbTable;
use crate::anchors::Product;
use crate::criteria::{Allowed, Bits, DstackPolicy, Tristate, leave_word};
use serde::ser::{Serialize, SerializeStruct, Serializer};

/// Where the floor of the TCB comes from.
#[derive(Clone, Debug)]
pub enum MinimumTcb {
    /// A dated table.
    Table(TcbTable),
    /// Components of the caller's own, by product.
    Components(Vec<(Product, Components)>),
}

/// A policy with every default filled in.
#[derive(Clone, Debug)]
pub struct Policy {
    /// MEASUREMENT.
    pub measurements: Allowed<String>,
    /// Product lines.
    pub products: Vec<Product>,
    /// The floor of all four TCB versions.
    pub minimum_tcb: MinimumTcb,
    /// VERSION.
    pub report_versions: Vec<u64>,
    /// VMPL.
    pub vmpls: Vec<u64>,
    /// SIGNING_KEY.
    pub signers: Vec<SigningKey>,
    /// CSP_ID of a VLEK.
    pub csp_ids: Allowed<String>,
    /// CHIP_ID.
    pub chip_ids: Allowed<String>,
    /// Whether a VCEK's report may hide its chip.
    pub masked_chip: bool,
    /// Whether the host may have asked for the report.
    pub host_requested: bool,
    /// HOST_DATA.
    pub host_data: Allowed<String>,
    /// FAMILY_ID.
    pub family_ids: Allowed<String>,
    /// IMAGE_ID.
    pub image_ids: Allowed<String>,
    /// REPORT_ID.
    pub report_ids: Allowed<String>,
    /// ID_KEY_DIGEST.
    pub id_key_digests: Allowed<String>,
    /// AUTHOR_KEY_DIGEST.
    pub author_key_digests: Allowed<String>,
    /// GUEST_SVN.
    pub minimum_guest_svn: u32,
    /// The ABI version in POLICY: major, minor.
    pub minimum_abi: (u8, u8),
    /// POLICY, in the order of [`GUEST_POLICY_BITS`].
    pub guest_policy: [Tristate; GUEST_POLICY_BITS.len()],
    /// PLATFORM_INFO, in the order of [`PLATFORM_INFO_BITS`].
    pub platform_info: [Tristate; PLATFORM_INFO_BITS.len()],
    /// Bits of both mitigation vectors.
    pub mitigations: Allowed<u64>,
    /// Whether firmware may still be rolled back.
    pub provisional_firmware: bool,
    /// Whether a revocation list must be there.
    pub revocation_required: bool,
    /// dstack's application.
    pub dstack: DstackPolicy,
}

impl Serialize for SigningKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl Serialize for MinimumTcb {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Table(table) => serializer.serialize_str(table.name),
            Self::Components(entries) => {
                serializer.collect_map(entries.iter().map(|(product, components)| (product.word(), components)))
            }
        }
    }
}

/// The policy as it is applied: itself a valid policy.
impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const FIELDS: usize = 24;
        let mut fields = serializer.serialize_struct("Policy", FIELDS)?;
        fields.serialize_field("measurements", &self.measurements)?;
        fields.serialize_field("products", &self.products)?;
        fields.serialize_field("minimumTcb", &self.minimum_tcb)?;
        fields.serialize_field("reportVersions", &self.report_versions)?;
        fields.serialize_field("vmpls", &self.vmpls)?;
        fields.serialize_field("signers", &self.signers)?;
        fields.serialize_field("cspIds", &self.csp_ids)?;
        fields.serialize_field("chipIds", &self.chip_ids)?;
        fields.serialize_field("maskedChip", leave_word(self.masked_chip))?;
        fields.serialize_field("hostRequested", leave_word(self.host_requested))?;
        fields.serialize_field("hostData", &self.host_data)?;
        fields.serialize_field("familyIds", &self.family_ids)?;
        fields.serialize_field("imageIds", &self.image_ids)?;
        fields.serialize_field("reportIds", &self.report_ids)?;
        fields.serialize_field("idKeyDigests", &self.id_key_digests)?;
        fields.serialize_field("authorKeyDigests", &self.author_key_digests)?;
        fields.serialize_field("minimumGuestSvn", &self.minimum_guest_svn)?;
        fields.serialize_field("minimumAbi", &format!("{}.{}", self.minimum_abi.0, self.minimum_abi.1))?;
        fields.serialize_field("guestPolicy", &Bits(&GUEST_POLICY_BITS, &self.guest_policy))?;
        fields.serialize_field("platformInfo", &Bits(&PLATFORM_INFO_BITS, &self.platform_info))?;
        fields.serialize_field("mitigations", &self.mitigations)?;
        fields.serialize_field("provisionalFirmware", leave_word(self.provisional_firmware))?;
        fields.serialize_field("revocation", if self.revocation_required { "required" } else { "if-available" })?;
        fields.serialize_field("dstack", &self.dstack)?;
        fields.end()
    }
}

#[cfg(test)]
mod tests;
