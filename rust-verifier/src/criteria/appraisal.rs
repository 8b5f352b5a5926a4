//! Evidence against a policy. Every violation is reported, each with the line of the policy that would accept what is there
//! and what that line would mean.

use super::RULE;
use crate::bytes::bit;
use crate::error::{Code, Error};
use crate::json::Json;
use crate::result::Checks;

/// The checks that ran, and the violations so far.
#[derive(Debug)]
pub struct Appraisal {
    section: &'static str,
    /// Every check.
    pub checks: Checks,
    /// Every violation, in the order of the checks.
    pub violations: Vec<Error>,
}

impl Appraisal {
    /// Begins after `checks`; `section` is the name of the policy's section.
    pub(crate) const fn begin(section: &'static str, checks: Checks) -> Self {
        Self { section, checks, violations: Vec::new() }
    }

    /// One check.
    pub(crate) fn judge(&mut self, id: &'static str, holds: bool, violation: impl FnOnce() -> Error) {
        if holds {
            self.checks.passed(id, RULE);
        } else {
            self.violations.push(violation());
        }
    }

    /// Whether a value is among the accepted ones, or any is: then nobody asks for it. `words`: the code, the specification's
    /// name of the field, the name of the policy's line.
    pub(crate) fn allowed(
        &mut self,
        id: &'static str,
        accepted: &Json,
        actual: &dyn Fn() -> String,
        words: (Code, &str, &str),
    ) {
        let (code, field, line) = words;
        if accepted.is_any() {
            self.checks.skipped(id, RULE, ["the policy accepts any ", field].concat());
            return;
        }
        let actual = actual();
        if accepted.lists(&actual) {
            self.checks.passed(id, RULE);
        } else {
            let section = self.section;
            self.violations.push(
                Error::new(
                    code,
                    format!("{field} is not one that the policy names; to accept it, add it to {section}.{line}"),
                )
                .field(field)
                .expected(accepted.listed())
                .actual(actual),
            );
        }
    }

    /// Whether the bits of a field are as the policy words them. `describe` gives the code of a bit's violation, and what
    /// the bit means.
    pub(crate) fn bits(
        &mut self,
        (id, field, line): (&'static str, &'static str, &'static str),
        value: u64,
        bits: &[(&'static str, u32)],
        words: &Json,
        describe: fn(&str) -> (Code, &'static str),
    ) {
        let section = self.section;
        let mut all_hold = true;
        for (name, number) in bits {
            let is_set = bit(value, *number);
            let word = words.member(name);
            if word.is_any() || word.is(if is_set { "required" } else { "forbidden" }) {
                continue;
            }
            all_hold = false;
            let (code, meaning) = describe(name);
            let (state, expected) = if is_set { ("set", "clear") } else { ("clear", "set") };
            self.violations.push(
                Error::new(
                    code,
                    format!("{field} bit {number} ({name}) is {state}; to accept it, write \"{name}\": \"any\" in {section}.{line}{meaning}"),
                )
                .field(format!("{field}.{name}"))
                .expected(expected)
                .actual(state),
            );
        }
        if all_hold {
            self.checks.passed(id, RULE);
        }
    }
}
