//! The addresses of collateral at Intel's Provisioning Certification Service (PCS API version 4). Constant hosts and paths;
//! only the FMSPC and the kind of authority vary.

use super::chain::PckChain;
use crate::anchors::IntelAuthority;

const SERVICE: &str = "https://api.trustedservices.intel.com";

/// A part of collateral that a verdict needs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Part {
    /// What the platform needs to be up to date.
    TcbInfo,
    /// What the quoting enclave must be.
    QeIdentity,
    /// The revocation list of PCK certificates.
    PckRevocationList,
    /// The root's revocation list.
    RootRevocationList,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 4] = [Self::TcbInfo, Self::QeIdentity, Self::PckRevocationList, Self::RootRevocationList];

    /// In words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TcbInfo => "TCB info",
            Self::QeIdentity => "QE identity",
            Self::PckRevocationList => "PCK revocation list",
            Self::RootRevocationList => "root revocation list",
        }
    }

    /// Where it is.
    #[must_use]
    pub fn url(self, chain: &PckChain<'_>) -> String {
        match self {
            Self::TcbInfo => format!("{SERVICE}/tdx/certification/v4/tcb?fmspc={}", chain.pck().fmspc_text()),
            Self::QeIdentity => format!("{SERVICE}/tdx/certification/v4/qe/identity"),
            Self::PckRevocationList => {
                let authority = match chain.authority().kind {
                    IntelAuthority::PckProcessor => "processor",
                    _ => "platform",
                };
                format!("{SERVICE}/sgx/certification/v4/pckcrl?ca={authority}&encoding=der")
            }
            Self::RootRevocationList => "https://certificates.trustedservices.intel.com/IntelSGXRootCA.der".to_owned(),
        }
    }
}
