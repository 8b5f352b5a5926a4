//! The JSON envelope `{"platform": "snp", "evidence": {"attestation_report", "cert_chain"}}`.

use super::{Carried, SNP_REPORT_BYTES, SnpEvidence, base64, unsupported};
use crate::error::{Code, Error};
use crate::json::{Object, parse};
use crate::x509::Block;

/// Platforms of the same envelope that have a meaning elsewhere.
const OTHER_PLATFORMS: [&str; 6] = ["tdx", "az-snp", "az-tdx", "gcp-snp", "gcp-tdx", "dstack"];

/// Members of `cert_chain`, each optional.
const CERTIFICATES: [&str; 5] = ["vcek", "vlek", "ask", "asvk", "ark"];

/// Reads the envelope.
///
/// # Errors
/// `evidence_malformed` for JSON that is not this envelope, `evidence_unsupported` for one of another platform.
pub(super) fn read(text: &[u8]) -> Result<SnpEvidence, Error> {
    let text = core::str::from_utf8(text)
        .map_err(|_| Error::new(Code::EvidenceMalformed, "the JSON evidence is not UTF-8").field("evidence"))?;
    let mut envelope = Object::open(parse(text, "evidence", Code::EvidenceMalformed)?, "", Code::EvidenceMalformed)?;
    let platform = envelope.string("platform")?;
    if let Some(known) = OTHER_PLATFORMS.into_iter().find(|known| *known == platform) {
        return Err(unsupported(&format!("JSON evidence of the platform {known}")));
    }
    if platform != "snp" {
        return Err(unsupported("JSON evidence of an unknown platform"));
    }
    let mut evidence = Object::open(envelope.require("evidence")?, "evidence", Code::EvidenceMalformed)?;
    envelope.close()?;
    let report = evidence.string("attestation_report")?;
    let report = base64::decode_standard(&report, "evidence.attestation_report", Code::EvidenceMalformed)?;
    if report.len() != SNP_REPORT_BYTES {
        return Err(Error::new(Code::EvidenceMalformed, "evidence.attestation_report is not an SEV-SNP report")
            .field("evidence.attestation_report")
            .expected("1184 bytes")
            .actual(report.len().to_string()));
    }
    let mut carried = Vec::new();
    if let Some(chain) = evidence.take("cert_chain") {
        let mut chain = Object::open(chain, "evidence.cert_chain", Code::EvidenceMalformed)?;
        for name in CERTIFICATES {
            if let Some(text) = chain.optional_string(name)? {
                let der = base64::decode_standard(&text, &chain.path_of(name), Code::EvidenceMalformed)?;
                carried.push(Block::Certificate(der));
            }
        }
        chain.close()?;
    }
    evidence.close()?;
    Ok(SnpEvidence { report, carried: Carried { blocks: carried, by: "JSON envelope" } })
}
