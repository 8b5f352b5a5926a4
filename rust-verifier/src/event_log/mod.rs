//! Event logs: the words about what a guest measured, beside the registers that prove them.
//!
//! A log is attacker-chosen until its replay leads to registers that authenticated evidence holds, and even then only what its
//! digests cover is proven: an event's data is not, unless its digest is computed here from that data. A log that contradicts
//! the registers makes the evidence refused; it is never ignored.

pub mod dstack;
pub mod replay;
pub mod tcg2;

use crate::error::{Code, Error};
use crate::json::{Write, Writer};
use crate::listing::listed;
use crate::result::Checks;
use replay::{Coverage, Rtmr, Rtmrs};

/// More than any machine measures: genuine logs have 20 to 120 events.
pub const MAX_EVENTS: usize = 2048;

/// The data of one event: the largest known, a revocation list of Secure Boot, has some 24,000 bytes.
pub const MAX_EVENT_BYTES: usize = 64 * 1024;

const REGISTER_NAMES: [&str; 4] = ["RTMR0", "RTMR1", "RTMR2", "RTMR3"];

/// A log as it came with a quote.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum EventLog {
    /// A CCEL area, unparsed.
    Ccel(Vec<u8>),
    /// dstack's list.
    Dstack(Vec<dstack::Event>),
}

/// What a log was found to prove.
#[derive(Clone, Debug, Default)]
pub struct Proven {
    /// Of the log.
    pub log: Option<Summary>,
    /// Of dstack's application.
    pub dstack: Option<dstack::Claims>,
}

/// A log that agrees with the registers, as results show it. Mirrored by `src/tdx-result.ts`.
#[derive(Clone, Debug)]
pub struct Summary {
    format: &'static str,
    events: usize,
    registers: [Coverage; 4],
}

impl Write for Summary {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        out.member("format", &self.format);
        out.member("events", &self.events);
        out.member("registers", &self.registers);
        out.close(b'}');
    }
}

impl Summary {
    /// The registers that the log does not lead to.
    pub(crate) fn open_registers(&self) -> Vec<&'static str> {
        let mut open = Vec::new();
        for (name, coverage) in REGISTER_NAMES.iter().zip(&self.registers) {
            if *coverage != Coverage::Replayed {
                open.push(*name);
            }
        }
        open
    }
}

/// Replays `log` and compares it with the registers of an authenticated quote.
///
/// # Errors
/// `event_log_malformed`, `event_log_unauthenticated`, `event_log_mismatch`, `event_log_ambiguous`, `event_log_unknown`,
/// `evidence_too_large`.
pub fn verify(log: &EventLog, rtmrs: &[Rtmr; 4], checks: &mut Checks) -> Result<Proven, Error> {
    match log {
        EventLog::Ccel(area) => {
            let log = tcg2::Log::parse(area)?;
            let registers = replay::replay_ccel(&log)?.compare(rtmrs, [false; 4])?;
            let rule = "UEFI 2.10, section 38.4.1; TCG PC Client Platform Firmware Profile 1.06, section 10.2";
            let log = conclude(Summary { format: "ccel", events: log.events.len(), registers }, rule, checks);
            Ok(Proven { log: Some(log), dstack: None })
        }
        EventLog::Dstack(events) => {
            let mut registers = Rtmrs::default();
            for event in events {
                registers.extend(event.register(), &event.measured()?);
            }
            let registers = registers.compare(rtmrs, dstack::excerpts(events))?;
            let rule = "dstack, cc-eventlog; Intel TDX module base specification, TDG.MR.RTMR.EXTEND";
            let log = conclude(Summary { format: "dstack", events: events.len(), registers }, rule, checks);
            let dstack = dstack::claims(events, checks)?;
            Ok(Proven { log: Some(log), dstack })
        }
    }
}

fn conclude(summary: Summary, rule: &'static str, checks: &mut Checks) -> Summary {
    checks.passed("event-log", rule);
    let open = summary.open_registers();
    if !open.is_empty() {
        let reason = format!("the log does not have every event of {}: compared with the policy alone", listed(&open));
        checks.skipped("event-log-coverage", rule, reason);
    }
    summary
}

/// An error about a log's format.
pub(crate) fn malformed(field: impl AsRef<str>, problem: &str) -> Error {
    let field = field.as_ref();
    Error::new(Code::EventLogMalformed, format!("the event log is malformed: {field} {problem}")).field(field)
}

/// An error about a log beyond every bound.
pub(crate) fn too_large() -> Error {
    Error::new(Code::EvidenceTooLarge, "the event log has more events, or a larger one, than any machine measures")
        .field("event log")
        .expected(format!("at most {MAX_EVENTS} events of at most {MAX_EVENT_BYTES} bytes"))
}
