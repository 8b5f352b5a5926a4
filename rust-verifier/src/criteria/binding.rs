//! What binds evidence to its session: 64 bytes in the hardware's report, or 48 in a TPM quote's extraData. Which of the two, the
//! evidence decides, so a caller may expect both; what it does not expect of this evidence is a refusal, never a check left out.

use super::Appraisal;
use crate::bytes::hex;
use crate::error::{Code, Error};

/// What a call expects.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ExpectedBinding {
    /// `"any"`, written out.
    Any,
    /// One of them, or both.
    These {
        /// REPORT_DATA, REPORTDATA.
        report_data: Option<Box<[u8; 64]>>,
        /// TPMS_ATTEST.extraData.
        extra_data: Option<Box<[u8; 48]>>,
    },
}

/// What the evidence is bound by.
#[derive(Clone, Copy, Debug)]
pub enum Bound<'a> {
    /// The field's name in its specification, and the field.
    ReportData(&'static str, &'a [u8; 64]),
    /// The TPM quote's extraData, where there is a quote.
    ExtraData(Option<&'a [u8]>),
}

/// Whether the evidence is bound to what the call expected.
pub(crate) fn judge_binding(appraisal: &mut Appraisal, bound: Bound<'_>, expected: &ExpectedBinding) {
    let ExpectedBinding::These { report_data, extra_data } = expected else {
        appraisal.checks.skipped(
            "binding",
            "RFC 9334, section 10",
            "the caller accepts evidence that is bound to nothing",
        );
        return;
    };
    let (field, actual, expected, form) = match bound {
        Bound::ReportData(field, actual) => (
            field,
            Some(actual.as_slice()),
            report_data.as_deref().map(<[u8; 64]>::as_slice),
            "64 bytes of REPORT_DATA",
        ),
        Bound::ExtraData(actual) => {
            let expected = extra_data.as_deref().map(<[u8; 48]>::as_slice);
            ("extraData", actual, expected, "48 bytes of a TPM quote's extraData")
        }
    };
    let Some(expected) = expected else {
        appraisal.violations.push(
            Error::new(
                Code::PolicyBinding,
                format!("this evidence is bound by {form}, and the call did not say what they must be; give both forms of the binding"),
            )
            .field(field)
            .expected(form),
        );
        return;
    };
    appraisal.judge("binding", actual == Some(expected), || {
        Error::new(
            Code::PolicyBinding,
            format!(
                "{field} is not what this call expected: the evidence is of another session, or was relayed or replayed"
            ),
        )
        .field(field)
        .expected(hex(expected))
        .actual(actual.map_or_else(|| "no TPM quote".to_owned(), hex))
    });
}
