//! The JSON envelope `{"platform", "evidence"}`; that of the clouds has their name before the TEE's, `gcp-snp`, and differs on
//! Azure alone (`azure.rs`). Of SEV-SNP `{"attestation_report", "cert_chain"}`, of TDX
//! `{"quote", "collateral", "endorsements", "cc_eventlog"}`, each with the endorsements that it carries.

use super::{Carried, Evidence, SNP_REPORT_BYTES, SnpEvidence, TdxEvidence, azure, base64, dstack, unsupported};
use crate::endorsements::Item;
use crate::error::{Code, Error};
use crate::event_log::EventLog;
use crate::json::{Json, Object, parse_leaving};
use crate::tpm::Platform;
use crate::tpm::hcl::HardwareReport;

/// Platforms whose evidence is read here.
const PLATFORMS: [&str; 7] = ["snp", "tdx", "gcp-snp", "gcp-tdx", "az-snp", "az-tdx", "dstack"];

/// A bundle of another protocol around the same envelope, and what it has beside: the keys and the nonce of a session that
/// this library does not speak.
const BUNDLE_VERSION: &str = "c8s-verify/v1";
const BUNDLE_MEMBERS: [&str; 4] = ["generation", "nonce", "cds_cert_pem", "session_pubkey"];

/// Members of `cert_chain`, each optional.
const CERTIFICATES: [&str; 5] = ["vcek", "vlek", "ask", "asvk", "ark"];

/// As many as a caller may give beside the evidence.
const MAX_ENDORSEMENTS: usize = 32;

/// The member with the common bundle, which is the same for many quotes: it is read where it is needed.
const COLLATERAL: &str = "collateral";

/// Reads the envelope.
///
/// # Errors
/// `evidence_malformed` for JSON that is not this envelope, `evidence_unsupported` for one of another platform.
#[inline(never)]
pub(super) fn read(text: &[u8]) -> Result<Evidence, Error> {
    let text = core::str::from_utf8(text)
        .map_err(|_| Error::new(Code::EvidenceMalformed, "the JSON evidence is not UTF-8").field("evidence"))?;
    let json = parse_leaving(COLLATERAL, text, "evidence", Code::EvidenceMalformed)?;
    let mut envelope = Object::open(json, "", Code::EvidenceMalformed)?;
    if !envelope.has("platform") && dstack::is_answer(&envelope) {
        return dstack::read(envelope);
    }
    // Azure's attester also sends what the envelope holds without the envelope.
    if envelope.has("hcl_report") {
        let kind = if envelope.has("td_quote") { HardwareReport::Tdx } else { HardwareReport::Snp };
        return azure::read_json(envelope, kind);
    }
    if let Some(version) = envelope.optional_string("version")? {
        if version != BUNDLE_VERSION {
            return Err(unsupported("JSON evidence of another version"));
        }
        for name in BUNDLE_MEMBERS {
            envelope.take(name);
        }
    }
    let platform = envelope.string("platform")?;
    if !PLATFORMS.contains(&platform.as_str()) {
        return Err(unsupported("JSON evidence of an unknown platform"));
    }
    let evidence = Object::open(envelope.require("evidence")?, "evidence", Code::EvidenceMalformed)?;
    envelope.close()?;
    match platform.as_str() {
        "snp" => read_snp(evidence, Platform::Bare),
        "tdx" => read_tdx(evidence, Platform::Bare),
        "gcp-snp" => read_snp(evidence, Platform::Gcp(None)),
        "gcp-tdx" => read_tdx(evidence, Platform::Gcp(None)),
        "dstack" => dstack::read(evidence),
        "az-snp" => azure::read_json(evidence, HardwareReport::Snp),
        _ => azure::read_json(evidence, HardwareReport::Tdx),
    }
}

fn read_snp(mut evidence: Object, platform: Platform) -> Result<Evidence, Error> {
    let report = evidence.string("attestation_report")?;
    let report = base64::decode_standard(&report, "evidence.attestation_report", Code::EvidenceMalformed)?;
    if report.len() != SNP_REPORT_BYTES {
        return Err(Error::new(Code::EvidenceMalformed, "evidence.attestation_report is not an SEV-SNP report")
            .field("evidence.attestation_report")
            .expected("1184 bytes")
            .actual(report.len().to_string()));
    }
    let mut items = Vec::new();
    if let Some(chain) = evidence.take("cert_chain") {
        let mut chain = Object::open(chain, "evidence.cert_chain", Code::EvidenceMalformed)?;
        for name in CERTIFICATES {
            if let Some(text) = chain.optional_string(name)? {
                let der = base64::decode_standard(&text, &chain.path_of(name), Code::EvidenceMalformed)?;
                items.push(Item::Certificate(der));
            }
        }
        chain.close()?;
    }
    evidence.close()?;
    Ok(Evidence::Snp(SnpEvidence { platform, ..SnpEvidence::bare(&report, Carried { items, ..Carried::default() }) }))
}

fn read_tdx(mut evidence: Object, platform: Platform) -> Result<Evidence, Error> {
    let quote = evidence.string("quote")?;
    let quote = base64::decode_standard(&quote, "evidence.quote", Code::EvidenceMalformed)?;
    if !super::is_tdx_quote(&quote) {
        return Err(Error::new(Code::EvidenceMalformed, "evidence.quote is not an Intel TDX quote")
            .field("evidence.quote")
            .expected("a quote of version 4 or 5 with TEE type 81"));
    }
    let carried = read_carried(&mut evidence)?;
    let event_log = match evidence.optional_string("cc_eventlog")? {
        Some(area) => {
            let area = base64::decode_standard(&area, "evidence.cc_eventlog", Code::EventLogMalformed)?;
            super::check_size(area.len(), super::MAX_BINARY_BYTES)?;
            Some(EventLog::Ccel(area))
        }
        None => None,
    };
    evidence.close()?;
    Ok(Evidence::Tdx(TdxEvidence { quote, carried, event_log, platform }))
}

/// The endorsements beside a quote: the common bundle, and bytes of any kind.
pub(super) fn read_carried(evidence: &mut Object) -> Result<Carried, Error> {
    let bundle = match evidence.take(COLLATERAL) {
        Some(Json::Received(bundle)) => Some(bundle),
        _ => None,
    };
    Ok(Carried { bundle, blobs: read_endorsements(evidence)?, ..Carried::default() })
}

/// The same bytes that a caller could give beside the evidence, base64 each.
pub(super) fn read_endorsements(evidence: &mut Object) -> Result<Vec<Vec<u8>>, Error> {
    let name = "endorsements";
    let expected = format!("a list of at most {MAX_ENDORSEMENTS} base64 strings");
    let items = match evidence.take(name) {
        None => return Ok(Vec::new()),
        Some(Json::Array(items)) if items.len() <= MAX_ENDORSEMENTS => items,
        Some(_) => return Err(evidence.wrong_type(name, &expected)),
    };
    let path = evidence.path_of(name);
    let mut endorsements = Vec::new();
    for item in items {
        let Json::String(text) = item else { return Err(evidence.wrong_type(name, &expected)) };
        endorsements.push(base64::decode_standard(&text, &path, Code::EvidenceMalformed)?);
    }
    Ok(endorsements)
}
