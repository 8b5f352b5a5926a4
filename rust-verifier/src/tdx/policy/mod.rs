//! The appraisal policy for TDX: what a caller accepts, as plain JSON data with secure defaults.
//!
//! `policy-fields.json` describes every field for the schema and the documentation; a test compares its defaults with
//! these.

mod check;
mod read;

pub use check::check;
pub use read::read;

use super::claims::TD_ATTRIBUTE_BITS;
use super::status::TcbStatus;
use crate::criteria::{Allowed, Bits, DstackPolicy, Tristate};
use crate::time::UnixTime;
use serde::ser::{Serialize, SerializeStruct, Serializer};

/// A policy with every default filled in.
#[derive(Clone, Debug)]
pub struct Policy {
    /// MRTD.
    pub mr_td: Allowed<String>,
    /// RTMR0 to RTMR3.
    pub rtmr: [Allowed<String>; 4],
    /// TCB statuses.
    pub tcb_status: Vec<TcbStatus>,
    /// Advisories that may be open.
    pub accepted_advisories: Allowed<String>,
    /// Until when a platform may be out of date, as written and as a time.
    pub grace_until: Option<(String, UnixTime)>,
    /// How many days after its nextUpdate collateral is still accepted.
    pub collateral_grace_days: u64,
    /// tcbEvaluationDataNumber, the lower of both documents'.
    pub minimum_evaluation_number: u64,
    /// Quote versions.
    pub quote_versions: Vec<u64>,
    /// TDATTRIBUTES, in the order of [`TD_ATTRIBUTE_BITS`].
    pub td_attributes: [Tristate; TD_ATTRIBUTE_BITS.len()],
    /// MRCONFIGID.
    pub mr_config_id: Allowed<String>,
    /// MROWNER.
    pub mr_owner: Allowed<String>,
    /// MROWNERCONFIG.
    pub mr_owner_config: Allowed<String>,
    /// MRSERVICETD.
    pub mr_service_td: Allowed<String>,
    /// MRSEAM.
    pub mr_seam: Allowed<String>,
    /// FMSPC.
    pub fmspc: Allowed<String>,
    /// PPID.
    pub ppid: Allowed<String>,
    /// Whether an event log must account for every register.
    pub event_log_required: bool,
    /// dstack's application.
    pub dstack: DstackPolicy,
}

/// The policy as it is applied: itself a valid policy.
impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const FIELDS: usize = 18;
        let mut fields = serializer.serialize_struct("Policy", FIELDS)?;
        fields.serialize_field("mrTd", &self.mr_td)?;
        fields.serialize_field("rtmr", &self.rtmr)?;
        fields.serialize_field("tcbStatus", &self.tcb_status)?;
        fields.serialize_field("acceptedAdvisories", &self.accepted_advisories)?;
        fields.serialize_field("graceUntil", self.grace_until.as_ref().map_or("none", |(text, _)| text))?;
        fields.serialize_field("collateralGraceDays", &self.collateral_grace_days)?;
        fields.serialize_field("minimumTcbEvaluationDataNumber", &self.minimum_evaluation_number)?;
        fields.serialize_field("quoteVersions", &self.quote_versions)?;
        fields.serialize_field("tdAttributes", &Bits(&TD_ATTRIBUTE_BITS, &self.td_attributes))?;
        fields.serialize_field("mrConfigId", &self.mr_config_id)?;
        fields.serialize_field("mrOwner", &self.mr_owner)?;
        fields.serialize_field("mrOwnerConfig", &self.mr_owner_config)?;
        fields.serialize_field("mrServiceTd", &self.mr_service_td)?;
        fields.serialize_field("mrSeam", &self.mr_seam)?;
        fields.serialize_field("fmspc", &self.fmspc)?;
        fields.serialize_field("ppid", &self.ppid)?;
        fields.serialize_field("eventLog", if self.event_log_required { "required" } else { "any" })?;
        fields.serialize_field("dstack", &self.dstack)?;
        fields.end()
    }
}

#[cfg(test)]
mod tests;
