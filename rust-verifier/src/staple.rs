//! What an attester sends so that its clients need no network: the evidence with its endorsements, as the JSON envelope that
//! [`crate::evidence`] reads. Only what a verdict could stand on is stapled.

use crate::bytes::hex;
use crate::crypto::to_base64;
use crate::endorsements::{DocumentKind, Endorsements, SignedDocument};
use crate::error::{Code, Error};
use crate::event_log::EventLog;
use crate::evidence::{SnpEvidence, TdxEvidence};
use crate::json::{Write, Writer};
use crate::listing::Listing;
use crate::snp::report::SigningKey;
use crate::tpm::Platform;
use crate::tpm::azure::AzureEvidence;
use crate::tpm::quote::PCR_VALUE_BYTES;
use crate::x509::{Certificate, PublicKey};

/// The result of `staple`.
#[derive(Debug)]
pub struct Stapled {
    /// JSON evidence.
    evidence: String,
}

impl Write for Stapled {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        out.member("evidence", &self.evidence);
        out.close(b'}');
    }
}

/// A quote, without the zeros behind it, its collateral, and the event log that came with it.
#[must_use]
#[inline(never)]
pub fn tdx(evidence: &TdxEvidence, trailing_zeros: usize, endorsements: &Endorsements) -> Stapled {
    let quote = &evidence.quote;
    let quote = text(quote.get(..quote.len().saturating_sub(trailing_zeros)).unwrap_or(quote));
    let mut all = Listing::with(",");
    for document in &endorsements.documents {
        all.add(&text(answer(document).as_bytes()));
    }
    for endorsement in endorsements.certificates.iter().chain(&endorsements.lists) {
        all.add(&text(endorsement));
    }
    let endorsements = format!(r#""endorsements":[{}]"#, all.text());
    match &evidence.platform {
        Platform::Azure(azure) => {
            envelope("az-tdx", &format!(r#"{},"td_quote":{quote},{endorsements}"#, azure_members(azure)))
        }
        platform => {
            let log = match &evidence.event_log {
                Some(EventLog::Ccel(area)) => format!(r#","cc_eventlog":{}"#, text(area)),
                _ => String::new(),
            };
            envelope(&named(platform, "tdx"), &format!(r#""quote":{quote},{endorsements}{log}"#))
        }
    }
}

/// A report and its certificates.
///
/// Of several issues of one certificate the first is enough.
///
/// # Errors
/// `collateral_malformed`, which authenticating has ruled out.
#[inline(never)]
pub fn snp(evidence: &SnpEvidence, signing_key: SigningKey, endorsements: &Endorsements) -> Result<Stapled, Error> {
    let (leaf, authority) = match signing_key {
        SigningKey::Vcek => ("vcek", "ask"),
        SigningKey::Vlek => ("vlek", "asvk"),
    };
    let mut chain: Vec<(&str, String)> = Vec::new();
    for der in &endorsements.certificates {
        let certificate = Certificate::parse(der)?;
        let name = match certificate.public_key() {
            PublicKey::P384(_) => leaf,
            _ if certificate.is_self_issued() => "ark",
            _ => authority,
        };
        if chain.iter().all(|(known, _)| *known != name) {
            chain.push((name, text(der)));
        }
    }
    Ok(match &evidence.platform {
        Platform::Azure(azure) => {
            let mut all = Listing::with(",");
            chain.iter().for_each(|(_, der)| all.add(der));
            envelope("az-snp", &format!(r#"{},"endorsements":[{}]"#, azure_members(azure), all.text()))
        }
        platform => {
            let report = text(&evidence.report);
            let mut members = Listing::with(",");
            chain.iter().for_each(|(name, der)| members.add(&format!(r#""{name}":{der}"#)));
            let members = format!(r#""attestation_report":{report},"cert_chain":{{{}}}"#, members.text());
            envelope(&named(platform, "snp"), &members)
        }
    })
}

/// What a host's TPM says is not evidence, and is not sent on.
fn named(platform: &Platform, tee: &str) -> String {
    match platform {
        Platform::Gcp(_) => format!("gcp-{tee}"),
        _ => tee.to_owned(),
    }
}

fn azure_members(azure: &AzureEvidence) -> String {
    let mut members = format!(r#""version":1,"hcl_report":{}"#, text(&azure.hcl_bytes));
    if let Some(quote) = &azure.quote {
        let mut pcrs = Listing::with(",");
        quote.pcrs.chunks(PCR_VALUE_BYTES).for_each(|value| pcrs.add(&format!("\"{}\"", hex(value))));
        members.push_str(&format!(
            r#","tpm_quote":{{"message":"{}","signature":"{}","pcrs":[{}]}}"#,
            hex(&quote.message),
            hex(&quote.signature),
            pcrs.text()
        ));
    }
    members
}

/// dstack's answers have forms of their own, and a place for endorsements.
///
/// # Errors
/// `evidence_unsupported` for them.
pub fn refuse_dstack(platform: &Platform) -> Result<(), Error> {
    if *platform != Platform::Dstack {
        return Ok(());
    }
    let problem = "dstack's answers are not stapled: send them as they are, with a member endorsements beside";
    Err(Error::new(Code::EvidenceUnsupported, problem).field("evidence"))
}

fn envelope(platform: &str, members: &str) -> Stapled {
    Stapled { evidence: format!(r#"{{"platform":"{platform}","evidence":{{{members}}}}}"#) }
}

/// A JSON string: base64 has no character that JSON would escape.
fn text(bytes: &[u8]) -> String {
    format!("\"{}\"", to_base64(bytes))
}

/// The document as Intel's service answers it: the signed bytes as they were received.
fn answer(document: &SignedDocument) -> String {
    let name = match document.kind {
        DocumentKind::TcbInfo => "tcbInfo",
        DocumentKind::EnclaveIdentity => "enclaveIdentity",
    };
    format!(r#"{{"{name}":{},"signature":"{}"}}"#, document.body, hex(&document.signature))
}
