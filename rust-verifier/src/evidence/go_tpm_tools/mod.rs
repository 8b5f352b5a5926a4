//! `attest.Attestation` of go-tpm-tools: what a virtual machine of Google Cloud answers, TPM first. Its collector swallows
//! the errors of the TEE's device, so that a document of a TPM alone is a normal answer of it: `evidence_no_tee`.
//!
//! Fields: `ak_pub` 1, `quotes` 2, `event_log` 3, `instance_info` 4, `canonical_event_log` 5, `ak_cert` 6,
//! `intermediate_certs` 7, and of a oneof `sev_snp_attestation` 8 or `tdx_attestation` 9. Another field is refused: it may be
//! a TEE's part that this version does not know.

mod layout;
mod snp;
mod tdx;

use super::protobuf::{Message, malformed};
use super::{Carried, Evidence, SnpEvidence, TdxEvidence, is_tdx_quote};
use crate::error::{Code, Error};
use crate::tpm::Platform;
use crate::tpm::gcp::{GcpEvidence, PcrBank};
use std::rc::Rc;

const WHAT: &str = "document";

/// A bank has 24 PCRs (TCG PC Client Platform TPM Profile, "PCR Requirements").
const MAX_PCRS: u64 = 24;

/// The key of `ak_pub`, which every document has and begins with: it is the TPM's before it is the TEE's.
pub(super) fn is_document(bytes: &[u8]) -> bool {
    bytes.first() == Some(&0x0a)
}

/// Reads a document.
///
/// # Errors
/// `evidence_malformed`; `evidence_no_tee` where it has no part of a TEE.
#[inline(never)]
pub(super) fn read(bytes: &[u8]) -> Result<Evidence, Error> {
    let mut document = Message::read(bytes, WHAT)?;
    let attestation_key = document.bytes(1)?.to_vec();
    let mut banks = Vec::new();
    for quote in document.repeated(2)? {
        banks.push(read_quote(quote)?);
    }
    let event_log = document.bytes(3)?.to_vec();
    document.bytes(4)?;
    document.bytes(5)?;
    let key_certificate = Some(document.bytes(6)?).filter(|der| !der.is_empty()).map(<[u8]>::to_vec);
    document.repeated(7)?;
    let platform = Platform::Gcp(Some(Rc::new(GcpEvidence { attestation_key, key_certificate, banks, event_log })));
    let evidence = match (document.has(8), document.has(9)) {
        (true, true) => return Err(malformed(WHAT, "has two parts of a TEE, and can have one")),
        (true, false) => {
            let (report, carried) = snp::read(document.message(8, "SEV-SNP part")?)?;
            Some(Evidence::Snp(SnpEvidence { report, carried, dstack: None, platform }))
        }
        (false, true) => {
            const WHAT: &str = "TDX quote";
            let mut quote = Vec::new();
            layout::write(&mut quote, document.message(9, WHAT)?, tdx::QUOTE, 0)?;
            if !is_tdx_quote(&quote) {
                return Err(malformed("TDX quote", "has a header that is not of a TDX quote"));
            }
            Some(Evidence::Tdx(TdxEvidence { quote, carried: Carried::default(), event_log: None, platform }))
        }
        (false, false) => None,
    };
    document.close()?;
    evidence.ok_or_else(|| {
        Error::new(
            Code::EvidenceNoTee,
            "this is a go-tpm-tools document of a TPM alone: no SEV-SNP report and no TDX quote is in it, so nothing in it \
             proves a TEE; the prover is not in one, or its collector could not reach the TEE's device and said nothing",
        )
        .field("tee_attestation")
        .expected("sev_snp_attestation (field 8) or tdx_attestation (field 9)")
    })
}

/// `tpm.Quote`: TPMS_ATTEST, TPMT_SIGNATURE, and the values of one bank as `map<uint32, bytes>`.
fn read_quote(bytes: &[u8]) -> Result<PcrBank, Error> {
    let mut quote = Message::read(bytes, "TPM quote")?;
    quote.bytes(1)?;
    quote.bytes(2)?;
    let mut bank = PcrBank::default();
    if quote.has(3) {
        let mut pcrs = quote.message(3, "PCRs")?;
        bank.hash = pcrs.number(1)?;
        for entry in pcrs.repeated(2)? {
            let mut entry = Message::read(entry, "PCR")?;
            let (index, value) = (entry.number(1)?, entry.bytes(2)?.to_vec());
            entry.close()?;
            if index >= MAX_PCRS || value.len() > 64 || bank.values.iter().any(|(known, _)| *known == index) {
                return Err(malformed("PCRs", "names a PCR twice, or one that no TPM has").actual(index.to_string()));
            }
            bank.values.push((index, value));
        }
        pcrs.close()?;
    }
    quote.close()?;
    Ok(bank)
}
