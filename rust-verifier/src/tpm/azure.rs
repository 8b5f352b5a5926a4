//! Azure: from an authenticated hardware report over the paravisor's runtime data to the virtual TPM's quote.

use super::hcl::{HardwareReport, HclReport};
use super::quote::{self, ReceivedQuote, VerifiedQuote};
use super::runtime_data::RuntimeData;
use super::shown_pcrs;
use crate::bytes::{all_zero, hex};
use crate::crypto::sha256;
use crate::error::{Code, Error};
use crate::json::{Flags, Hex, Written};
use crate::result::Checks;

const HCL_RULE: &str = "Microsoft, Guest attestation for confidential VMs, Attestation report";

/// What came around the hardware's report.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct AzureEvidence {
    /// The paravisor's report as it arrived.
    pub hcl_bytes: Vec<u8>,
    /// The same, parsed.
    pub hcl: HclReport,
    /// The virtual TPM's quote. Without it there are no PCRs, and nothing binds the evidence to a session.
    pub quote: Option<ReceivedQuote>,
}

/// What Azure's paravisor and virtual TPM are proven to say. Only [`verify`] makes one.
#[derive(Debug)]
pub struct VerifiedAzure {
    hcl_version: u32,
    runtime_data: RuntimeData,
    quote: Option<VerifiedQuote>,
}

impl VerifiedAzure {
    /// The virtual TPM's quote.
    #[must_use]
    pub const fn quote(&self) -> Option<&VerifiedQuote> {
        self.quote.as_ref()
    }

    /// As results show it.
    #[must_use]
    #[inline(never)]
    pub fn claims(&self) -> Written {
        let quote = self.quote.as_ref();
        let pcrs = quote.map(|quote| shown_pcrs(&mut (0..).zip(quote.pcrs.iter().map(<[u8; 32]>::as_slice))));
        let quote = quote.map(|VerifiedQuote { attest, .. }| {
            Written::object(|out| {
                out.member("extraData", &Hex(&attest.extra_data));
                out.member("clock", &attest.clock.to_string());
                out.member("resetCount", &attest.reset_count);
                out.member("restartCount", &attest.restart_count);
                out.member("firmwareVersion", &Flags(attest.firmware_version));
            })
        });
        Written::object(|out| {
            out.member("trusted", &true);
            out.member("hclVersion", &self.hcl_version);
            out.member("attestationKey", &Hex(&self.runtime_data.attestation_key));
            out.member("pcrs", &pcrs);
            out.member("quote", &quote);
            out.member("configuration", &self.runtime_data.configuration);
        })
    }
}

/// Proves what surrounds an authenticated hardware report: `report_data` is its REPORT_DATA or REPORTDATA, `td_info` what a
/// quote says of the TD.
///
/// # Errors
/// The first of `vtpm_runtime_data`, `evidence_malformed` (runtime data), `vtpm_key`, and the errors of [`quote::verify`].
#[inline(never)]
pub fn verify(
    evidence: &AzureEvidence,
    report_data: &[u8; 64],
    td_info: Option<&[u8]>,
    checks: &mut Checks,
) -> Result<VerifiedAzure, Error> {
    let hcl = &evidence.hcl;
    checks.passed("hcl-report-format", HCL_RULE);
    let (digest, rest) = report_data.split_at(32);
    let expected = sha256(&hcl.runtime_data);
    if digest != expected || !all_zero(rest) {
        return Err(Error::new(
            Code::VtpmRuntimeData,
            "the hardware report does not hold the hash of this runtime data: it is of another VM, or was altered, and with \
             it the key of the virtual TPM",
        )
        .field(if hcl.kind == HardwareReport::Snp { "REPORT_DATA" } else { "REPORTDATA" })
        .expected(format!("{}, then zeros", hex(&expected)))
        .actual(hex(report_data)));
    }
    if let Some((data, info)) = hcl.td_report()
        && (data != report_data || td_info != Some(info))
    {
        return Err(Error::new(
            Code::VtpmRuntimeData,
            "the TDX quote is not about the TD report in the HCL report: the two are of different VMs or times",
        )
        .field("TD report"));
    }
    checks.passed("runtime-data", HCL_RULE);
    let runtime_data = RuntimeData::read(&hcl.runtime_data)?;
    checks.passed(
        "attestation-key",
        "Microsoft, Guest attestation for confidential VMs, Runtime data; RFC 7517, section 4",
    );
    let quote = match &evidence.quote {
        Some(received) => Some(quote::verify(received, &runtime_data.attestation_key, checks)?),
        None => {
            let reason = "the evidence has no TPM quote: there are no PCRs, and nothing binds it to a session";
            checks.skipped("tpm-quote-signature", "TPM 2.0 Library, Part 3, TPM2_Quote", reason);
            None
        }
    };
    Ok(VerifiedAzure { hcl_version: hcl.version, runtime_data, quote })
}
