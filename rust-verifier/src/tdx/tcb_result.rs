//! How a platform stands, as results show it. Mirrored by `src/tdx-result.ts`.

use super::collateral::VerifiedPart;
use super::status::TcbStatus;
use super::tcb::{Level, Part, PlatformLevel, Shortfall, TcbAppraisal};
use crate::json::{Write, Writer};

impl Write for TcbAppraisal {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        out.member("status", &self.status);
        out.member("advisoryIds", &self.advisory_ids);
        out.member("date", &self.date);
        out.member("evaluationNumber", &self.evaluation_number);
        out.member("platform", &self.platform);
        out.member("module", &self.module);
        out.member("qe", &self.qe);
        out.member("shortOf", &self.short_of);
        out.member("collateral", &self.collateral);
        out.close(b'}');
    }
}

impl<L: Write> Write for Part<L> {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        out.given("id", &self.id);
        out.member("status", &self.status);
        out.member("level", &self.level);
        out.member("next", &self.next);
        out.close(b'}');
    }
}

impl<L: Write> Write for Level<L> {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        out.member("status", &self.status);
        out.member("date", &self.date);
        out.member("advisoryIds", &self.advisory_ids);
        out.member("svn", &self.svn);
        out.close(b'}');
    }
}

impl Write for PlatformLevel {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        out.member("sgx", &self.sgx);
        out.member("pceSvn", &self.pce_svn);
        out.member("tdx", &self.tdx);
        out.close(b'}');
    }
}

impl Write for Shortfall {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        out.member("field", &self.field);
        out.member("component", &self.component);
        out.given("meaning", &self.meaning);
        out.member("actual", &self.actual);
        out.member("required", &self.required);
        out.close(b'}');
    }
}

impl Write for VerifiedPart {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        out.member("name", &self.name);
        out.member("issueDate", &self.issue_date);
        out.member("nextUpdate", &self.next_update);
        out.given("fmspc", &self.fmspc);
        out.given("evaluationNumber", &self.evaluation_number);
        out.member("expired", &self.expired);
        out.close(b'}');
    }
}

impl Write for TcbStatus {
    fn write(&self, out: &mut Writer) {
        out.string(self.word());
    }
}
