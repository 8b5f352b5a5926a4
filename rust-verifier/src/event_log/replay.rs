//! Registers are only ever extended: the new value is the hash of the old one and a digest. Who has every digest in its order
//! can compute the value; who has a value cannot make up digests that lead to it.

use super::tcg2::{Algorithm, EV_NO_ACTION, Event, Log};
use super::{REGISTER_NAMES, malformed};
use crate::bytes::hex;
use crate::crypto::{sha256, sha384};
use crate::error::{Code, Error};
use crate::json::{Write, Writer};

/// A runtime measurement register of a TD.
pub type Rtmr = [u8; 48];

/// What the log says about one register.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Coverage {
    /// Its events lead to its value.
    Replayed,
    /// It has a value, and the log has no event of it.
    NotInLog,
    /// The log has some of its events, by a rule of the log's format, and no more.
    Excerpt,
}

impl Write for Coverage {
    fn write(&self, out: &mut Writer) {
        out.string(match self {
            Self::Replayed => "replayed",
            Self::NotInLog => "not-in-log",
            Self::Excerpt => "excerpt",
        });
    }
}

/// Registers being replayed, from zero, as RTMR0 to RTMR3 begin.
#[derive(Clone, Debug, Default)]
pub struct Rtmrs([Option<Value>; 4]);

#[derive(Clone, Debug)]
struct Value(Rtmr);

impl Rtmrs {
    /// Extends a register by a digest.
    pub fn extend(&mut self, register: usize, digest: &[u8; 48]) {
        if let Some(value) = self.0.get_mut(register) {
            let Value(old) = value.take().unwrap_or(Value([0; 48]));
            *value = Some(Value(sha384(&[&old, digest])));
        }
    }

    /// The value of a register that has an event.
    #[must_use]
    pub fn value(&self, register: usize) -> Option<&Rtmr> {
        self.0.get(register)?.as_ref().map(|Value(value)| value)
    }

    /// Compares each register with the evidence's. `is_excerpt` are registers of which the log need not have every event.
    ///
    /// # Errors
    /// `event_log_mismatch`
    pub fn compare(&self, actual: &[Rtmr; 4], is_excerpt: [bool; 4]) -> Result<[Coverage; 4], Error> {
        let mut coverage = [Coverage::Replayed; 4];
        for (index, (covered, actual)) in coverage.iter_mut().zip(actual).enumerate() {
            let is_excerpt = is_excerpt.get(index) == Some(&true);
            *covered = match self.value(index) {
                Some(value) if value == actual => Coverage::Replayed,
                Some(_) if is_excerpt => Coverage::Excerpt,
                None if *actual == [0; 48] => Coverage::Replayed,
                None => Coverage::NotInLog,
                Some(value) => {
                    let name = REGISTER_NAMES.get(index).copied().unwrap_or_default();
                    return Err(Error::new(
                        Code::EventLogMismatch,
                        format!("the events of the log do not lead to {name}: events were dropped, added, altered or put in another order, or the log is of another time"),
                    )
                    .field(name)
                    .expected(hex(value))
                    .actual(hex(actual)));
                }
            };
        }
        Ok(coverage)
    }
}

/// Replays a CCEL area. The log counts measurement registers from 1 (UEFI 2.10, section 38.4.1, "Virtual Platform CC Event
/// Log", Intel TDX: 1 is RTMR0); 0 is MRTD, which no event extends.
///
/// # Errors
/// `event_log_malformed` for another algorithm than SHA-384, and for registers that a TD does not have.
pub fn replay_ccel(log: &Log<'_>) -> Result<Rtmrs, Error> {
    if log.algorithms != [Algorithm::Sha384] {
        return Err(malformed(
            "Spec ID event",
            "names other algorithms than SHA-384, the only one of a TD's registers",
        ));
    }
    let mut registers = Rtmrs::default();
    for (number, event) in log.events.iter().enumerate() {
        let refuse = || malformed(format!("event {number}"), "is of a register that a TD does not have");
        match usize::try_from(event.register) {
            Ok(0) => {}
            Ok(index @ 1..=4) => {
                if event.kind != EV_NO_ACTION {
                    let digest = event.digest(Algorithm::Sha384).and_then(|digest| digest.first_chunk());
                    registers.extend(index.saturating_sub(1), digest.ok_or_else(refuse)?);
                }
            }
            _ => return Err(refuse()),
        }
    }
    Ok(registers)
}

/// The banks of a TPM that are replayed. SHA-1 is not among them: events with one digest and two meanings can be made.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Bank {
    /// SHA-256.
    Sha256,
    /// SHA-384.
    Sha384,
}

/// PCRs of a TPM (TCG PC Client Platform TPM Profile, section 4.6).
pub const PCRS: usize = 24;

/// Said of the locality from which the TPM was started: PCR0 begins with its number (TCG PC Client Platform Firmware Profile
/// 1.06, section 10.4.5.3).
const STARTUP_LOCALITY: &[u8; 16] = b"StartupLocality\0";

/// Replays a bank: the value of each PCR, empty where it has no event. PCR17 to PCR22 begin from zero too, as they do once a dynamic launch
/// has reset them.
///
/// # Errors
/// `event_log_malformed` where the log does not have the bank, or has events of PCRs beyond the last.
pub fn replay_pcrs(log: &Log<'_>, bank: Bank) -> Result<Vec<Vec<u8>>, Error> {
    let algorithm = match bank {
        Bank::Sha256 => Algorithm::Sha256,
        Bank::Sha384 => Algorithm::Sha384,
    };
    let mut pcrs: Vec<Vec<u8>> = Vec::new();
    pcrs.resize_with(PCRS, Vec::new);
    for (number, event) in log.events.iter().enumerate() {
        let refuse = |problem: &str| malformed(format!("event {number}"), problem);
        let pcr = usize::try_from(event.register).ok().and_then(|index| pcrs.get_mut(index));
        if event.kind == EV_NO_ACTION {
            if let (0, Some(locality), Some(pcr)) = (event.register, startup_locality(event), pcr) {
                if !pcr.is_empty() {
                    return Err(refuse("states the startup locality after PCR0 was extended"));
                }
                *pcr = first(bank, locality);
            }
            continue;
        }
        let pcr = pcr.ok_or_else(|| refuse("is of a PCR that a TPM does not have"))?;
        let digest = event.digest(algorithm).ok_or_else(|| refuse("has no digest of the bank"))?;
        if pcr.is_empty() {
            *pcr = first(bank, 0);
        }
        *pcr = match bank {
            Bank::Sha256 => sha256(&[pcr.as_slice(), digest].concat()).to_vec(),
            Bank::Sha384 => sha384(&[pcr, digest]).to_vec(),
        };
    }
    Ok(pcrs)
}

fn startup_locality(event: &Event<'_>) -> Option<u8> {
    match event.data.strip_prefix(STARTUP_LOCALITY)? {
        [locality] => Some(*locality),
        _ => None,
    }
}

/// The first value of a PCR: zeros, but for the locality that it ends in.
fn first(bank: Bank, locality: u8) -> Vec<u8> {
    let length: usize = if bank == Bank::Sha256 { 32 } else { 48 };
    let mut first = vec![0; length.saturating_sub(1)];
    first.push(locality);
    first
}
