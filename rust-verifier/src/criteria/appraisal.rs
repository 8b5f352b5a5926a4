//! Evidence against a policy. Every violation is reported, each with the line of the policy that would accept what is there
//! and what that line would mean.

use super::{Allowed, RULE, Tristate};
use crate::bytes::bit;
use crate::error::{Code, Error};
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

    /// Whether a value is among the accepted ones. `words`: the code, the specification's name of the field, the name of
    /// the policy's line.
    pub(crate) fn allowed(
        &mut self,
        id: &'static str,
        allowed: &Allowed<String>,
        actual: String,
        words: (Code, &str, &str),
    ) {
        let (code, field, line) = words;
        let section = self.section;
        match allowed {
            Allowed::Any => self.checks.skipped(id, RULE, format!("the policy accepts any {field}")),
            Allowed::These(values) => self.judge(id, values.contains(&actual), || {
                Error::new(
                    code,
                    format!("{field} is not one that the policy names; to accept it, add it to {section}.{line}"),
                )
                .field(field)
                .expected(values.join(", "))
                .actual(actual)
            }),
        }
    }

    /// Whether the bits of a field are as the policy words them. `describe` gives the code of a bit's violation, and what
    /// the bit means.
    pub(crate) fn bits(
        &mut self,
        (id, field, line): (&'static str, &'static str, &'static str),
        value: u64,
        bits: &[(&'static str, u32)],
        words: &[Tristate],
        describe: impl Fn(&str) -> (Code, &'static str),
    ) {
        let section = self.section;
        let mut all_hold = true;
        for ((name, number), word) in bits.iter().zip(words) {
            let is_set = bit(value, *number);
            let holds = match word {
                Tristate::Any => true,
                Tristate::Required => is_set,
                Tristate::Forbidden => !is_set,
            };
            if !holds {
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
        }
        if all_hold {
            self.checks.passed(id, RULE);
        }
    }
}

/// Numbers as a person reads a list of them.
pub(crate) fn join(numbers: &[u64]) -> String {
    numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(", ")
}
