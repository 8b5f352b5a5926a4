//! A TPM's quote with its signature and the values that it covers, and the proof of all three.

use super::attest::{Attest, SHA_256};
use super::runtime_data::MODULUS_BYTES;
use crate::bytes::hex;
use crate::crypto::{sha256, verify_rsa_pkcs1_sha256};
use crate::error::{Code, Error};
use crate::result::Checks;

/// PCRs of one bank (TCG PC Client Platform TPM Profile, "PCR Requirements").
pub const PCR_COUNT: usize = 24;

/// SHA-256.
pub const PCR_VALUE_BYTES: usize = 32;

const PCR_BYTES: usize = PCR_COUNT * PCR_VALUE_BYTES;
const EXPONENT: u32 = 65_537;
const ATTEST_RULE: &str = "TPM 2.0 Library, Part 2, TPMS_ATTEST and TPMS_QUOTE_INFO";

/// A quote as it arrived.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReceivedQuote {
    /// TPMS_ATTEST.
    pub message: Vec<u8>,
    /// RSASSA-PKCS1-v1_5.
    pub signature: Vec<u8>,
    /// The values of the SHA-256 bank, one behind the other.
    pub pcrs: Vec<u8>,
}

/// A quote whose key the hardware vouches for. Only [`verify`] makes one.
#[derive(Debug)]
pub struct VerifiedQuote {
    /// What the TPM states.
    pub attest: Attest,
    /// PCR 0 to PCR 23 of the SHA-256 bank.
    pub pcrs: [[u8; 32]; PCR_COUNT],
}

/// Proves a quote under the attestation key.
///
/// # Errors
/// The first of `evidence_malformed` (TPMS_ATTEST), `vtpm_signature`, `vtpm_pcrs`.
pub fn verify(
    quote: &ReceivedQuote,
    attestation_key: &[u8; MODULUS_BYTES],
    checks: &mut Checks,
) -> Result<VerifiedQuote, Error> {
    let attest = Attest::parse(&quote.message)?;
    checks.passed("tpm-quote-format", ATTEST_RULE);
    verify_rsa_pkcs1_sha256(attestation_key, EXPONENT, &quote.message, &quote.signature).map_err(|_| {
        Error::new(
            Code::VtpmSignature,
            "the TPM quote is not signed by the attestation key that the hardware report vouches for: it was altered, or is \
             of another TPM",
        )
        .field("TPM quote, signature")
    })?;
    checks.passed("tpm-quote-signature", "TPM 2.0 Library, Part 3, TPM2_Quote; RFC 8017, section 8.2.2");
    if !matches!(attest.selection.as_slice(), [(SHA_256, bitmap)] if bitmap == &[0xff; 3]) {
        return Err(Error::new(
            Code::VtpmPcrs,
            "the TPM quote covers other PCRs than all 24 of the SHA-256 bank, so what is not covered could be anything",
        )
        .field("TPM quote, pcrSelect")
        .expected("000b ffffff")
        .actual(shown(&attest.selection)));
    }
    let ([pcrs], []) = quote.pcrs.as_chunks::<PCR_BYTES>() else {
        return Err(Error::new(
            Code::VtpmPcrs,
            "the evidence gives the values of other PCRs than the 24 that the TPM quote covers",
        )
        .field("PCRs")
        .expected(PCR_COUNT.to_string())
        .actual((quote.pcrs.len() / PCR_VALUE_BYTES).to_string()));
    };
    let digest = sha256(pcrs);
    if attest.pcr_digest != digest {
        return Err(Error::new(
            Code::VtpmPcrs,
            "the PCR values in the evidence are not those that the TPM signed: they were substituted",
        )
        .field("TPM quote, pcrDigest")
        .expected(hex(&attest.pcr_digest))
        .actual(hex(&digest)));
    }
    checks.passed("tpm-pcrs", ATTEST_RULE);
    let mut values = [[0; PCR_VALUE_BYTES]; PCR_COUNT];
    values.as_flattened_mut().copy_from_slice(pcrs);
    Ok(VerifiedQuote { attest, pcrs: values })
}

fn shown(selection: &[(u16, Vec<u8>)]) -> String {
    let mut text = String::new();
    for (hash, bits) in selection {
        let separator = if text.is_empty() { "" } else { ", " };
        text.push_str(&format!("{separator}{hash:04x} {}", hex(bits)));
    }
    text
}
