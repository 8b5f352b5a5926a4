//! The crypto-agile event log (TCG PC Client Platform Firmware Profile 1.06, section 10.2): a header event that names the
//! algorithms, then TCG_PCR_EVENT2 structures. A CCEL area (UEFI 2.10, section 38.4.1) is one with SHA-384 alone.

use super::{MAX_EVENT_BYTES, MAX_EVENTS, malformed, too_large};
use crate::bytes::{Reader, all_zero};
use crate::error::Error;

/// Not extended into any register.
pub const EV_NO_ACTION: u32 = 3;

const SIGNATURE: &[u8; 16] = b"Spec ID Event03\0";

/// More than the registry of algorithms has of hashes.
const MAX_ALGORITHMS: u32 = 8;

/// A hash by its identifier (TCG Algorithm Registry, "TPM_ALG_ID").
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Algorithm {
    /// TPM_ALG_SHA1.
    Sha1,
    /// TPM_ALG_SHA256.
    Sha256,
    /// TPM_ALG_SHA384.
    Sha384,
    /// TPM_ALG_SHA512.
    Sha512,
    /// TPM_ALG_SM3_256.
    Sm3,
}

impl Algorithm {
    const fn of(id: u16) -> Option<Self> {
        match id {
            0x04 => Some(Self::Sha1),
            0x0b => Some(Self::Sha256),
            0x0c => Some(Self::Sha384),
            0x0d => Some(Self::Sha512),
            0x12 => Some(Self::Sm3),
            _ => None,
        }
    }

    const fn bytes(self) -> u16 {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 | Self::Sm3 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }
}

/// One TCG_PCR_EVENT2.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    /// pcrIndex, or the index of a measurement register.
    pub register: u32,
    /// eventType.
    pub kind: u32,
    /// What extended the register, once for each algorithm of the log.
    digests: Vec<(Algorithm, &'a [u8])>,
    /// What was measured, or words about it: not proven by a register, whatever it says.
    pub data: &'a [u8],
}

impl<'a> Event<'a> {
    /// The digest of an algorithm.
    #[must_use]
    pub fn digest(&self, algorithm: Algorithm) -> Option<&'a [u8]> {
        self.digests.iter().find(|(known, _)| *known == algorithm).map(|(_, digest)| *digest)
    }
}

/// A log: every length in it checked, nothing of it proven.
#[derive(Clone, Debug)]
pub struct Log<'a> {
    /// The algorithms, in the order of the header.
    pub algorithms: Vec<Algorithm>,
    /// The events behind the header.
    pub events: Vec<Event<'a>>,
}

impl<'a> Log<'a> {
    /// Parses a log and the fill behind it, which is of one kind: bytes 0xff, as firmware leaves an area that it did not
    /// use, or zeros.
    ///
    /// # Errors
    /// `event_log_malformed`; `evidence_too_large` for more events, or a larger one, than any machine measures.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Error> {
        let mut reader = Reader::new(bytes);
        let algorithms = read_header(&mut reader)
            .ok_or_else(|| malformed("Spec ID event", "is cut off, or does not name known algorithms, each once"))?;
        let mut events: Vec<Event<'a>> = Vec::new();
        loop {
            let field = || format!("event {}", events.len());
            match is_fill(reader.rest()) {
                Some(true) => return Ok(Self { algorithms, events }),
                Some(false) => {}
                None => return Err(malformed(field(), "is neither an event nor fill")),
            }
            let event = read_event(&mut reader, &algorithms).ok_or_else(|| {
                malformed(field(), "is cut off, or does not have one digest for each algorithm that the header names")
            })?;
            if events.len() >= MAX_EVENTS || event.data.len() > MAX_EVENT_BYTES {
                return Err(too_large());
            }
            events.push(event);
        }
    }
}

/// TCG_PCR_EVENT of the old format around TCG_EfiSpecIDEvent.
fn read_header(reader: &mut Reader<'_>) -> Option<Vec<Algorithm>> {
    let (_, kind, digest) = (reader.u32()?, reader.u32()?, reader.take(20)?);
    let size = usize::try_from(reader.u32()?).ok()?;
    let mut data = Reader::new(reader.take(size)?);
    if kind != EV_NO_ACTION || !all_zero(digest) || data.take(16)? != SIGNATURE {
        return None;
    }
    // platformClass, specVersionMinor, specVersionMajor, specErrata, uintnSize: nothing is read by them.
    data.take(8)?;
    let mut algorithms = Vec::new();
    for _ in 0..Some(data.u32()?).filter(|count| (1..=MAX_ALGORITHMS).contains(count))? {
        let algorithm = Algorithm::of(data.u16()?)?;
        if algorithm.bytes() != data.u16()? || algorithms.contains(&algorithm) {
            return None;
        }
        algorithms.push(algorithm);
    }
    let vendor = usize::from(data.u8()?);
    (vendor == data.rest().len()).then_some(algorithms)
}

/// Whether the events end here: an index of 0xffffffff, or an event without index and type, does not exist. `None` where
/// neither an event nor fill follows.
fn is_fill(rest: &[u8]) -> Option<bool> {
    let fill = match rest {
        [] => return Some(true),
        [0xff, 0xff, 0xff, 0xff, ..] => 0xff,
        [0, 0, 0, 0, 0, 0, 0, 0, ..] => 0,
        [first @ (0 | 0xff), ..] if rest.len() < 8 => *first,
        _ => return Some(false),
    };
    rest.iter().all(|byte| *byte == fill).then_some(true)
}

fn read_event<'a>(reader: &mut Reader<'a>, algorithms: &[Algorithm]) -> Option<Event<'a>> {
    let (register, kind, count) = (reader.u32()?, reader.u32()?, reader.u32()?);
    if usize::try_from(count) != Ok(algorithms.len()) {
        return None;
    }
    let mut digests: Vec<(Algorithm, &[u8])> = Vec::new();
    for _ in algorithms {
        let algorithm = Algorithm::of(reader.u16()?)?;
        if !algorithms.contains(&algorithm) || digests.iter().any(|(known, _)| *known == algorithm) {
            return None;
        }
        digests.push((algorithm, reader.take(usize::from(algorithm.bytes()))?));
    }
    let size = usize::try_from(reader.u32()?).ok()?;
    Some(Event { register, kind, digests, data: reader.take(size)? })
}

#[cfg(test)]
pub(crate) mod tests;
