//! What dstack's guest agent answers: `GetQuote` (a quote and a list of events, hexadecimal in JSON), and `Attest`, whose
//! bytes are a record in SCALE, alone or hexadecimal in JSON (Dstack-TEE/dstack, `dstack-attest`, `AttestationQuote`; SCALE:
//! Polkadot specification, appendix A.2).

use super::{
    Carried, Evidence, Platform, SNP_REPORT_BYTES, SnpEvidence, TdxEvidence, envelope, is_tdx_quote, unsupported,
};
use crate::bytes::Reader;
use crate::error::{Code, Error};
use crate::event_log::dstack::{Event, Version, ambiguous};
use crate::event_log::{EventLog, MAX_EVENTS, malformed, too_large};
use crate::json::{Json, Object, parse};

/// Variants of the record.
const TDX: u8 = 0;
const SNP: u8 = 3;

/// A chain has three certificates.
const MAX_CERTIFICATES: usize = 8;

/// Members of an answer that say nothing that is proven, and are not read.
const UNREAD: [&str; 3] = ["vm_config", "hash_algorithm", "prefix"];

/// Whether an object without a platform is one of dstack's answers.
pub(super) fn is_answer(object: &Object) -> bool {
    object.has("attestation") || (object.has("quote") && object.has("event_log"))
}

/// Reads one of dstack's answers, and what a stapler put beside it.
///
/// # Errors
/// `evidence_malformed`, `evidence_unsupported`, `evidence_too_large`, `event_log_*`.
#[inline(never)]
pub(super) fn read(mut answer: Object) -> Result<Evidence, Error> {
    if let Some(attestation) = answer.optional_hex("attestation")? {
        answer.close()?;
        return read_attestation(&attestation);
    }
    let path = answer.path_of("quote");
    let quote = answer.optional_hex("quote")?;
    let quote = quote.filter(|quote| is_tdx_quote(quote)).ok_or_else(|| {
        evidence_malformed(&path, "is not an Intel TDX quote").expected("a quote of version 4 or 5, hexadecimal")
    })?;
    let list = match answer.require("event_log")? {
        Json::String(text) => parse(&text, "event_log", Code::EventLogMalformed)?,
        value => value,
    };
    let Json::Array(list) = list else {
        return Err(malformed("event_log", "is not a list of events"));
    };
    if list.len() > MAX_EVENTS {
        return Err(too_large());
    }
    let mut events = Vec::new();
    for (number, event) in list.into_iter().enumerate() {
        events.push(Event::read(number, event)?);
    }
    let report_data = answer.optional_hex("report_data")?;
    for name in UNREAD {
        answer.optional_string(name)?;
    }
    let carried = envelope::read_carried(&mut answer)?;
    answer.close()?;
    tdx(quote, events, report_data.as_deref(), carried)
}

fn tdx(quote: Vec<u8>, events: Vec<Event>, report_data: Option<&[u8]>, carried: Carried) -> Result<Evidence, Error> {
    if report_data.is_some_and(|copy| !states(&quote, copy)) {
        return Err(evidence_malformed("report_data", "is not that of the quote beside it"));
    }
    let event_log = Some(EventLog::Dstack(events));
    Ok(Evidence::Tdx(TdxEvidence { quote, carried, event_log, platform: Platform::Dstack }))
}

/// Whether REPORTDATA is `copy`, filled with zeros.
fn states(quote: &[u8], copy: &[u8]) -> bool {
    // Behind a body type and a size in version 5.
    let report_data = quote.get(if quote.first() == Some(&4) { 568..632 } else { 574..638 }).unwrap_or_default();
    report_data.strip_prefix(copy).is_some_and(crate::bytes::all_zero)
}

/// Whether bytes are the record of `Attest`: its first byte is of no other form.
pub(super) fn is_attestation(bytes: &[u8]) -> bool {
    let [0, kind, rest @ ..] = bytes else { return false };
    let mut record = Scale(Reader::new(rest));
    match (*kind, record.compact()) {
        (TDX, Some(_)) => is_tdx_quote(record.0.rest()),
        (SNP, length) => length == Some(SNP_REPORT_BYTES),
        _ => false,
    }
}

/// The younger record of `Attest`: a map of MessagePack with three members, the version first.
pub(super) fn is_younger_attestation(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x83\xa7version")
}

/// Reads the record of `Attest`.
///
/// # Errors
/// `evidence_malformed`, `evidence_unsupported` for records of other platforms, `evidence_too_large`, `event_log_*`.
#[inline(never)]
pub(super) fn read_attestation(bytes: &[u8]) -> Result<Evidence, Error> {
    match bytes {
        [0, TDX, rest @ ..] => read_tdx(rest),
        [0, SNP, rest @ ..] => read_snp(rest),
        _ if is_younger_attestation(bytes) => Err(unsupported(YOUNGER)),
        _ => Err(unsupported("a dstack attestation of another platform than TDX and SEV-SNP")),
    }
}

/// See [`is_younger_attestation`].
pub(super) const YOUNGER: &str = "a dstack attestation in MessagePack; send GetQuote's answer in its place";

fn read_tdx(bytes: &[u8]) -> Result<Evidence, Error> {
    let mut record = Scale(Reader::new(bytes));
    let quote = record.bytes().filter(|quote| is_tdx_quote(quote)).ok_or_else(cut_off)?.to_vec();
    let (mut events, mut own) = (Vec::new(), Vec::new());
    for number in 0..record.count()? {
        let (register, kind, digest) = record.place().ok_or_else(cut_off)?;
        let (words, name, payload) = record.words().ok_or_else(cut_off)?;
        let event = Event::new(number, (register, kind), digest, (name, payload.to_vec()), Version::One)?;
        if event.runtime().is_some() {
            own.push(words);
        }
        events.push(event);
    }
    let count = record.count()?;
    if count != own.len() || own.iter().any(|words| record.0.take(words.len()) != Some(words)) {
        return Err(
            ambiguous("the attestation has two lists of dstack's events, and they differ").field("runtime_events")
        );
    }
    let report_data = record.end().ok_or_else(cut_off)?;
    tdx(quote, events, Some(report_data), Carried::default())
}

/// No register covers the events of an SEV-SNP guest: they are read over, and what HOST_DATA covers is kept.
fn read_snp(bytes: &[u8]) -> Result<Evidence, Error> {
    let mut record = Scale(Reader::new(bytes));
    let (report, blobs, configuration, report_data) = record.snp().ok_or_else(cut_off)?;
    if report.get(0x50..0x90) != Some(report_data) {
        return Err(evidence_malformed("report_data", "is not that of the report beside it"));
    }
    let carried = Carried { blobs, ..Carried::default() };
    let dstack = Some(configuration);
    Ok(Evidence::Snp(SnpEvidence { report: report.to_vec(), carried, dstack, platform: Platform::Dstack }))
}

/// SCALE: lengths in one, two or four bytes, each in its shortest form.
struct Scale<'a>(Reader<'a>);

/// Report, certificates, configuration, the copy of the report data.
type SnpRecord<'a> = (&'a [u8], Vec<Vec<u8>>, String, &'a [u8]);

impl<'a> Scale<'a> {
    fn compact(&mut self) -> Option<usize> {
        let first = *self.0.rest().first()?;
        let (value, least) = match first & 3 {
            0 => (u32::from(self.0.u8()?), 0),
            1 => (u32::from(self.0.u16()?), 1 << 6),
            2 => (self.0.u32()?, 1 << 14),
            _ => return None,
        };
        let value = value >> 2;
        (value >= least).then(|| usize::try_from(value).ok())?
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = self.compact()?;
        self.0.take(length)
    }

    fn text(&mut self) -> Option<String> {
        core::str::from_utf8(self.bytes()?).ok().map(str::to_owned)
    }

    /// A number of events.
    fn count(&mut self) -> Result<usize, Error> {
        let count = self.compact().ok_or_else(cut_off)?;
        if count > MAX_EVENTS { Err(too_large()) } else { Ok(count) }
    }

    /// Register, type and digest of an event.
    fn place(&mut self) -> Option<(u64, u64, &'a [u8])> {
        Some((self.0.u32()?.into(), self.0.u32()?.into(), self.bytes()?))
    }

    /// Name and payload of an event, before them as they are written.
    fn words(&mut self) -> Option<(&'a [u8], String, &'a [u8])> {
        let rest = self.0.rest();
        let (name, payload) = (self.text()?, self.bytes()?);
        let length = rest.len().checked_sub(self.0.rest().len())?;
        Some((rest.get(..length)?, name, payload))
    }

    fn snp(&mut self) -> Option<SnpRecord<'a>> {
        let report = self.bytes()?;
        let mut blobs = Vec::new();
        for _ in 0..self.compact().filter(|count| *count <= MAX_CERTIFICATES)? {
            blobs.push(self.bytes()?.to_vec());
        }
        let configuration = self.text()?;
        for _ in 0..self.compact().filter(|count| *count <= MAX_EVENTS)? {
            self.words()?;
        }
        let report_data = self.end()?;
        (report.len() == SNP_REPORT_BYTES).then_some((report, blobs, configuration, report_data))
    }

    /// The copy of the report data, then a configuration that nothing proves, then nothing.
    fn end(&mut self) -> Option<&'a [u8]> {
        let report_data = self.0.take(64)?;
        self.bytes()?;
        self.0.is_empty().then_some(report_data)
    }
}

fn cut_off() -> Error {
    evidence_malformed("attestation", "is cut off, states a length that runs past the end, or holds something else")
}

fn evidence_malformed(field: &str, problem: &str) -> Error {
    Error::new(Code::EvidenceMalformed, format!("dstack's {field} {problem}")).field(field)
}
