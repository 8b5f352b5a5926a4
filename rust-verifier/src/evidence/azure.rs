//! Azure's evidence: the paravisor's report, what endorses the hardware's report in it, and the virtual TPM's quote. As JSON,
//! `{"hcl_report", "vcek" or "td_quote", "tpm_quote": {"message", "signature", "pcrs"}}`, with `version` 1; as the binary
//! form of a widespread attester of SEV-SNP; or the paravisor's report alone.

use super::envelope::read_endorsements;
use super::{Carried, Evidence, SnpEvidence, TdxEvidence, base64, is_tdx_quote};
use crate::bytes::{Reader, unhex, unhex_into};
use crate::endorsements::Item;
use crate::error::{Code, Error};
use crate::json::{Json, Object};
use crate::tpm::Platform;
use crate::tpm::azure::AzureEvidence;
use crate::tpm::hcl::{HardwareReport, HclReport, MAGIC};
use crate::tpm::quote::{PCR_COUNT, PCR_VALUE_BYTES, ReceivedQuote};

/// More than a TPMS_ATTEST or an RSA signature has.
const MAX_TPM_BYTES: usize = 1024;

/// Reads the members of the envelopes `az-snp` and `az-tdx`.
///
/// # Errors
/// `evidence_malformed`, `evidence_unsupported`.
#[inline(never)]
pub(super) fn read_json(mut evidence: Object, kind: HardwareReport) -> Result<Evidence, Error> {
    match evidence.take("version") {
        None | Some(Json::Number(1)) => {}
        Some(_) => return Err(evidence.wrong_type("version", "1")),
    }
    let hcl_bytes = binary(&mut evidence, "hcl_report")?;
    let quote = match evidence.take("tpm_quote") {
        None => None,
        Some(quote) => {
            Some(read_tpm_quote(Object::open(quote, evidence.path_of("tpm_quote"), Code::EvidenceMalformed)?)?)
        }
    };
    let hcl = HclReport::parse(&hcl_bytes)?;
    let mut carried = Carried { blobs: read_endorsements(&mut evidence)?, ..Carried::default() };
    let td_quote = match (kind, hcl.kind) {
        (HardwareReport::Snp, HardwareReport::Snp) => {
            if evidence.has("vcek") {
                carried.items.push(Item::Certificate(binary(&mut evidence, "vcek")?));
            }
            Vec::new()
        }
        (HardwareReport::Tdx, HardwareReport::Tdx) => {
            let quote = binary(&mut evidence, "td_quote")?;
            if !is_tdx_quote(&quote) {
                return Err(evidence.wrong_type("td_quote", "a TDX quote of version 4 or 5"));
            }
            quote
        }
        _ => {
            return Err(Error::new(
                Code::EvidenceMalformed,
                "the HCL report holds a hardware report of another TEE than the envelope says",
            )
            .field("HCL report type"));
        }
    };
    evidence.close()?;
    Ok(assemble(AzureEvidence { hcl_bytes, hcl, quote }, td_quote, carried))
}

/// The paravisor's report alone. Of TDX it is none: a TD report without its quote proves nothing.
///
/// # Errors
/// `evidence_malformed`, `evidence_unsupported`.
#[inline(never)]
pub(super) fn read_hcl(bytes: &[u8]) -> Result<Evidence, Error> {
    let hcl = HclReport::parse(bytes)?;
    if hcl.kind == HardwareReport::Tdx {
        return Err(super::unsupported("an Azure HCL report of TDX without its quote"));
    }
    Ok(assemble(AzureEvidence { hcl_bytes: bytes.to_vec(), hcl, quote: None }, Vec::new(), Carried::default()))
}

/// Whether the binary form begins here: a 64-bit length, then the paravisor's report.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    bytes.get(8..12) == Some(MAGIC)
}

/// The binary form (bincode 1: 64-bit little-endian lengths): HCL report; the TPM quote's signature, message and PCRs, which
/// older attesters leave out; the VCEK and its chain as PEM; what the caller asked to be bound, which nothing covers and
/// which is passed over.
///
/// # Errors
/// `evidence_malformed`, `evidence_unsupported`.
#[inline(never)]
pub(super) fn read_binary(bytes: &[u8]) -> Result<Evidence, Error> {
    let mut reader = Reader::new(bytes);
    let parts = read_parts(&mut reader).filter(|_| reader.is_empty());
    let (hcl_bytes, quote, blobs) = parts.ok_or_else(|| {
        Error::new(Code::EvidenceMalformed, "the Azure evidence is cut off, or states a length past its end")
            .field("evidence")
    })?;
    let hcl = HclReport::parse(&hcl_bytes)?;
    if hcl.kind == HardwareReport::Tdx {
        return Err(super::unsupported("Azure evidence of TDX without its quote"));
    }
    let carried = Carried { blobs, ..Carried::default() };
    Ok(assemble(AzureEvidence { hcl_bytes, hcl, quote }, Vec::new(), carried))
}

type Parts = (Vec<u8>, Option<ReceivedQuote>, Vec<Vec<u8>>);

fn read_parts(reader: &mut Reader<'_>) -> Option<Parts> {
    let hcl = sized(reader)?.to_vec();
    let mut next = sized(reader)?;
    let mut quote = None;
    if !next.starts_with(b"-----BEGIN") {
        let (signature, message) = (next.to_vec(), sized(reader)?.to_vec());
        let count = reader.u64()?;
        let pcrs =
            reader.chunk::<{ PCR_COUNT * PCR_VALUE_BYTES }>().filter(|_| usize::try_from(count) == Ok(PCR_COUNT))?;
        let pcrs = pcrs.to_vec();
        quote = Some(ReceivedQuote { message, signature, pcrs });
        next = sized(reader)?;
    }
    let mut blobs = Vec::new();
    for pem in [next, sized(reader)?] {
        if !pem.is_empty() {
            blobs.push(pem.to_vec());
        }
    }
    sized(reader)?;
    Some((hcl, quote, blobs))
}

fn sized<'a>(reader: &mut Reader<'a>) -> Option<&'a [u8]> {
    let length = reader.u64()?;
    reader.take(usize::try_from(length).ok()?)
}

fn assemble(azure: AzureEvidence, td_quote: Vec<u8>, carried: Carried) -> Evidence {
    let report = azure.hcl.hardware_report.clone();
    let kind = azure.hcl.kind;
    let platform = Platform::Azure(Box::new(azure));
    match kind {
        HardwareReport::Snp => Evidence::Snp(SnpEvidence { report, carried, dstack: None, platform }),
        HardwareReport::Tdx => Evidence::Tdx(TdxEvidence { quote: td_quote, carried, event_log: None, platform }),
    }
}

fn read_tpm_quote(mut quote: Object) -> Result<ReceivedQuote, Error> {
    let message = hexadecimal(&mut quote, "message")?;
    let signature = hexadecimal(&mut quote, "signature")?;
    let expected = "a list of 24 SHA-256 values, hexadecimal";
    let Json::Array(items) = quote.require("pcrs")? else { return Err(quote.wrong_type("pcrs", expected)) };
    let mut pcrs = vec![0; items.len().min(PCR_COUNT).saturating_mul(PCR_VALUE_BYTES)];
    let values = pcrs.as_chunks_mut::<PCR_VALUE_BYTES>().0;
    if items.len() > values.len()
        || !values
            .iter_mut()
            .zip(&items)
            .all(|(value, item)| matches!(item, Json::String(text) if unhex_into(value, text)))
    {
        return Err(quote.wrong_type("pcrs", expected));
    }
    quote.close()?;
    Ok(ReceivedQuote { message, signature, pcrs })
}

/// A member in base64 or base64url.
fn binary(evidence: &mut Object, name: &str) -> Result<Vec<u8>, Error> {
    let text = evidence.string(name)?;
    base64::decode(text.as_bytes()).map_err(|_| evidence.wrong_type(name, "base64 or base64url"))
}

/// A member no longer than any part of a TPM's quote.
fn hexadecimal(quote: &mut Object, name: &str) -> Result<Vec<u8>, Error> {
    let bytes = unhex(&quote.string(name)?).filter(|bytes| bytes.len() <= MAX_TPM_BYTES);
    bytes.ok_or_else(|| quote.wrong_type(name, "hexadecimal"))
}
