//! Where a confidential VM runs in a cloud, and the virtual TPM that the cloud gives it.
//!
//! On Azure the paravisor keeps the TPM inside the TEE, and the hardware's report vouches for its key: the TPM's quote is
//! part of the evidence. On Google Cloud the host keeps it, and nothing in the evidence vouches for its key: what it says is
//! shown and not trusted. dstack runs anywhere, and has none.

pub mod attest;
pub mod azure;
pub mod gcp;
pub mod hcl;
pub mod policy;
pub mod quote;
pub mod runtime_data;

use crate::criteria::Bound;
use crate::error::Error;
use crate::json::{Hex, Written};
use crate::result::Checks;
use azure::{AzureEvidence, VerifiedAzure};
use gcp::GcpEvidence;
use std::rc::Rc;

/// The envelope that the evidence came in, unproven.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub enum Platform {
    /// None.
    #[default]
    Bare,
    /// Azure's.
    Azure(Box<AzureEvidence>),
    /// Google Cloud's, with the TPM's part where there is one.
    Gcp(Option<Rc<GcpEvidence>>),
    /// dstack's, which has no TPM: what it measured stands in its event log.
    Dstack,
}

/// The same, and what of it is proven. Only [`verify`] makes one.
#[derive(Debug, Default)]
pub struct VerifiedPlatform {
    name: PlatformName,
    azure: Option<Box<VerifiedAzure>>,
    gcp: Option<Rc<GcpEvidence>>,
}

#[derive(Clone, Copy, Debug, Default)]
enum PlatformName {
    #[default]
    Bare,
    Azure,
    Gcp,
    Dstack,
}

/// The values of a bank by number, as a policy names them.
fn shown_pcrs(values: &mut dyn Iterator<Item = (u64, &[u8])>) -> Written {
    Written::object(|out| {
        for (index, value) in values {
            out.entry(&index.to_string(), &Hex(value));
        }
    })
}

/// Proves what the envelope adds, on the word of an authenticated report: `report_data` is what it holds; `td_info` what a
/// TDX quote says of the TD, as TDINFO_STRUCT orders it.
///
/// # Errors
/// See [`azure::verify`].
pub fn verify(
    platform: &Platform,
    report_data: &[u8; 64],
    td_info: Option<&[u8]>,
    checks: &mut Checks,
) -> Result<VerifiedPlatform, Error> {
    Ok(match platform {
        Platform::Bare => VerifiedPlatform::default(),
        Platform::Dstack => VerifiedPlatform { name: PlatformName::Dstack, ..VerifiedPlatform::default() },
        Platform::Azure(evidence) => VerifiedPlatform {
            name: PlatformName::Azure,
            azure: Some(Box::new(azure::verify(evidence, report_data, td_info, checks)?)),
            gcp: None,
        },
        Platform::Gcp(evidence) => VerifiedPlatform {
            name: PlatformName::Gcp,
            azure: None,
            gcp: evidence.as_ref().map(|evidence| {
                evidence.note(checks);
                Rc::clone(evidence)
            }),
        },
    })
}

impl VerifiedPlatform {
    /// The word of results.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self.name {
            PlatformName::Bare => "bare",
            PlatformName::Azure => "azure",
            PlatformName::Gcp => "gcp",
            PlatformName::Dstack => "dstack",
        }
    }

    /// What Azure's virtual TPM is proven to say.
    #[must_use]
    pub fn azure(&self) -> Option<&VerifiedAzure> {
        self.azure.as_deref()
    }

    /// What the virtual TPM says, as results show it.
    #[must_use]
    pub fn vtpm(&self) -> Option<Written> {
        match (&self.azure, &self.gcp) {
            (Some(azure), _) => Some(azure.claims()),
            (None, gcp) => gcp.as_deref().map(GcpEvidence::shown),
        }
    }

    /// What binds the evidence to its session: the TPM quote's extraData on Azure, where the paravisor alone chooses
    /// REPORT_DATA; elsewhere the report's own field.
    #[must_use]
    pub fn bound<'a>(&'a self, field: &'static str, report_data: &'a [u8; 64]) -> Bound<'a> {
        match &self.azure {
            None => Bound::ReportData(field, report_data),
            Some(azure) => Bound::ExtraData(azure.quote().map(|quote| quote.attest.extra_data.as_slice())),
        }
    }
}
