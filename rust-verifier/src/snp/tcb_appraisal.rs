//! The four TCB versions of a report: what they say together, and against the newest table.

use super::processor::Processor;
use super::report::Report;
use super::tcb::{Components, TcbVersion};
use super::tcb_table::{self, NEWEST};
use crate::anchors::Product;
use crate::error::{Code, Error};
use crate::json::{Write, Writer};
use crate::result::Checks;

/// The four TCB versions of a report, decoded for its product.
#[derive(Clone, Copy, Debug)]
pub struct TcbVersions {
    /// CURRENT_TCB.
    pub current: Components,
    /// REPORTED_TCB.
    pub reported: Components,
    /// COMMITTED_TCB.
    pub committed: Components,
    /// LAUNCH_TCB.
    pub launch: Components,
}

impl TcbVersions {
    pub(super) fn read(report: &Report<'_>, product: Product) -> Result<Self, Error> {
        let read = |version: TcbVersion, field| version.components(product, field);
        Ok(Self {
            current: read(report.current_tcb, "CURRENT_TCB")?,
            reported: read(report.reported_tcb, "REPORTED_TCB")?,
            committed: read(report.committed_tcb, "COMMITTED_TCB")?,
            launch: read(report.launch_tcb, "LAUNCH_TCB")?,
        })
    }

    /// Each with the specification's name.
    #[must_use]
    pub const fn named(&self) -> [(&'static str, &Components); 4] {
        [
            ("REPORTED_TCB", &self.reported),
            ("COMMITTED_TCB", &self.committed),
            ("CURRENT_TCB", &self.current),
            ("LAUNCH_TCB", &self.launch),
        ]
    }
}

/// How REPORTED_TCB compares with the newest table, and what it lacks.
#[derive(Debug)]
pub struct TcbAppraisal {
    /// UpToDate or OutOfDate.
    pub status: TcbStatus,
    table: &'static str,
    date: &'static str,
    processor: Option<Processor>,
    level: Components,
    minimum: Components,
    short_of: Vec<Shortfall>,
    advisory_ids: Vec<&'static str>,
}

/// See [`TcbAppraisal`]. Words are those that Intel's collateral made common.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TcbStatus {
    /// At or above the newest table in each component.
    UpToDate,
    /// Below it in some component.
    OutOfDate,
}

#[derive(Debug)]
struct Shortfall {
    component: &'static str,
    field: &'static str,
    actual: u8,
    required: u8,
}

impl Write for TcbAppraisal {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        out.member("status", &if self.status == TcbStatus::UpToDate { "UpToDate" } else { "OutOfDate" });
        out.member("table", &self.table);
        out.member("date", &self.date);
        out.member("processor", &self.processor.map(Processor::word));
        out.member("level", &self.level);
        out.member("minimum", &self.minimum);
        out.member("shortOf", &self.short_of);
        out.member("advisoryIds", &self.advisory_ids);
        out.close(b'}');
    }
}

impl Write for Shortfall {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        out.member("component", &self.component);
        out.member("field", &self.field);
        out.member("actual", &self.actual);
        out.member("required", &self.required);
        out.close(b'}');
    }
}

impl TcbAppraisal {
    pub(super) fn of(tcb: &TcbVersions, processor: Option<Processor>, product: Product) -> Self {
        let minimum = NEWEST.floor(processor, product);
        let mut short_of = Vec::new();
        // The guest began under one level and runs under another: what any of them lacks may have been used against it.
        let mut lowest = tcb.reported;
        for (field, level) in tcb.named() {
            lowest = lowest.min(*level);
            for (component, actual, required) in level.short_of(&minimum) {
                short_of.push(Shortfall { component, field, actual, required });
            }
        }
        Self {
            status: if short_of.is_empty() { TcbStatus::UpToDate } else { TcbStatus::OutOfDate },
            table: NEWEST.name,
            date: NEWEST.date,
            processor,
            level: tcb.reported,
            minimum,
            short_of,
            advisory_ids: tcb_table::unmet_bulletins(&lowest, processor, product),
        }
    }
}

/// REPORTED_TCB is what the host chose to report, at most COMMITTED_TCB, which is at most CURRENT_TCB (AMD 56860, section
/// "TCB Version"). LAUNCH_TCB may exceed both after a rollback of provisional firmware: shown, and subject to the floor.
pub(super) fn check_order(tcb: &TcbVersions, checks: &mut Checks) -> Result<(), Error> {
    for (lower, lower_name, higher, higher_name) in &[
        (&tcb.reported, "REPORTED_TCB", &tcb.committed, "COMMITTED_TCB"),
        (&tcb.committed, "COMMITTED_TCB", &tcb.current, "CURRENT_TCB"),
    ] {
        if let Some((component, actual, at_least)) = higher.short_of(lower).first() {
            return Err(Error::new(
                Code::TcbOrder,
                format!("{lower_name} is above {higher_name} in {component}, which no firmware reports"),
            )
            .field(higher_name)
            .expected(format!("{component} of at least {at_least}"))
            .actual(actual.to_string()));
        }
    }
    checks.passed("tcb-order", "AMD 56860, section TCB Version");
    Ok(())
}
