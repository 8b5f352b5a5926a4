//! What the policies of every TEE are written in: lines with accepted values, words for bits, leave to be given; how they are
//! read, and how evidence is judged by them.

mod appraisal;
mod binding;
mod dstack;
mod field;
mod read;
mod section;

pub use appraisal::Appraisal;
pub(crate) use binding::judge_binding;
pub use binding::{Bound, ExpectedBinding};
pub(crate) use dstack::{FIELD as DSTACK, check as check_dstack, judge_event_log, warning as dstack_warning};
pub(crate) use field::{Default, Field, Form, MAX_U32};
pub(crate) use read::{hex_list, invalid};
pub use section::Section;
pub(crate) use section::{Place, place};

/// The rule that a check of a policy enforces.
pub(crate) const RULE: &str = "appraisal policy";
