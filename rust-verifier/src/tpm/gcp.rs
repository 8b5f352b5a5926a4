//! Google Cloud: the TPM is the host's, and nothing that the TEE signs names its key. Its quotes are shown and not trusted,
//! with or without a certificate of its key: the cloud's word that a TPM is its own says nothing of the TEE.

use super::shown_pcrs;
use crate::bytes::hex;
use crate::crypto::sha256;
use crate::event_log::replay::{Bank, replay_pcrs};
use crate::event_log::tcg2;
use crate::json::{Hex, Written};
use crate::result::Checks;

/// TPM_ALG_SHA256, as go-tpm-tools numbers banks.
const SHA_256: u64 = 0x000b;

/// The values of one bank, unproven.
#[derive(Debug, Default, Eq, PartialEq)]
pub struct PcrBank {
    /// TPM_ALG_ID.
    pub hash: u64,
    /// By number.
    pub values: Vec<(u64, Vec<u8>)>,
}

/// The TPM's part of a go-tpm-tools document.
#[derive(Debug, Default, Eq, PartialEq)]
pub struct GcpEvidence {
    /// TPMT_PUBLIC.
    pub attestation_key: Vec<u8>,
    /// DER.
    pub key_certificate: Option<Vec<u8>>,
    /// One for each quote.
    pub banks: Vec<PcrBank>,
    /// The firmware's event log.
    pub event_log: Vec<u8>,
}

impl GcpEvidence {
    /// Notes what is not checked.
    #[inline(never)]
    pub(super) fn note(&self, checks: &mut Checks) {
        let reason = match self.key_certificate {
            None => "the TPM's key has no certificate and no TEE vouches for it: its quotes are shown and not trusted",
            Some(_) => {
                "the TPM's key has a certificate of its cloud, which says nothing of the TEE: its quotes are shown and not trusted"
            }
        };
        checks.skipped("tpm-quote-signature", "TPM 2.0 Library, Part 3, TPM2_Quote", reason);
        if !self.event_log.is_empty() {
            checks.skipped(
                "tpm-event-log",
                "TCG PC Client Platform Firmware Profile, Event Logging",
                "it is replayed to PCRs that are not trusted, and shown as they are",
            );
        }
    }

    /// As results show it. Whoever writes the PCRs can write a log to them, so that it leads there proves nothing.
    #[inline(never)]
    pub(super) fn shown(&self) -> Written {
        let bank = self.banks.iter().find(|bank| bank.hash == SHA_256);
        let log = Some(&self.event_log).filter(|log| !log.is_empty()).map(|log| {
            Written::object(|out| {
                out.member("bytes", &log.len());
                out.member("leadsToPcrs", &bank.is_some_and(|bank| leads_to(log, bank)));
            })
        });
        Written::object(|out| {
            out.member("trusted", &false);
            out.member("attestationKeySha256", &Hex(&sha256(&self.attestation_key)));
            out.member("certificateSha256", &self.key_certificate.as_deref().map(|der| hex(&sha256(der))));
            out.member("quotes", &self.banks.len());
            let values =
                bank.map(|bank| shown_pcrs(&mut bank.values.iter().map(|(index, value)| (*index, value.as_slice()))));
            out.member("pcrs", &values);
            out.member("eventLog", &log);
        })
    }
}

/// Whether every PCR that the log speaks of has the value that the log leads to.
fn leads_to(log: &[u8], bank: &PcrBank) -> bool {
    let replayed = tcg2::Log::parse(log).and_then(|log| replay_pcrs(&log, Bank::Sha256));
    replayed.is_ok_and(|pcrs| {
        (0..).zip(&pcrs).all(|(index, value)| {
            value.is_empty() || bank.values.iter().any(|(number, shown)| *number == index && shown == value)
        })
    })
}
