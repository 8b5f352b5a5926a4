//! What the policies of every TEE are written in: lists of accepted values, words for bits, leave to be given; how they are
//! read, and how evidence is judged by them.

mod appraisal;
mod binding;
mod dstack;
mod read;

pub use appraisal::Appraisal;
pub(crate) use appraisal::join;
pub(crate) use binding::judge_binding;
pub use binding::{Bound, ExpectedBinding};
pub use dstack::DstackPolicy;
pub(crate) use dstack::judge_event_log;
pub(crate) use read::{
    bits, hex_list, invalid, leave, number, number_list, numbers, optional_hex_list, text_list, word, words,
};

use serde::ser::{Serialize, SerializeMap, Serializer};

/// The rule that a check of a policy enforces.
pub(crate) const RULE: &str = "appraisal policy";

/// What a bit must be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Tristate {
    /// Set.
    Required,
    /// Clear.
    Forbidden,
    /// Either.
    Any,
}

impl Tristate {
    pub(crate) const ALL: [Self; 3] = [Self::Required, Self::Forbidden, Self::Any];

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Forbidden => "forbidden",
            Self::Any => "any",
        }
    }
}

/// A list of accepted values, or all of them.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Allowed<T> {
    /// `"any"`
    Any,
    /// At least one.
    These(Vec<T>),
}

impl<T: PartialEq> Allowed<T> {
    /// Whether `value` is accepted.
    pub fn accepts(&self, value: &T) -> bool {
        match self {
            Self::Any => true,
            Self::These(values) => values.contains(value),
        }
    }
}

impl<T: Serialize> Serialize for Allowed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Any => serializer.serialize_str("any"),
            Self::These(values) => values.serialize(serializer),
        }
    }
}

/// The words of a field's bits, by the bits' names, as a policy is shown.
#[derive(Debug)]
pub(crate) struct Bits<'a>(pub(crate) &'a [(&'static str, u32)], pub(crate) &'a [Tristate]);

impl Serialize for Bits<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for ((name, _), word) in self.0.iter().zip(self.1) {
            map.serialize_entry(name, word.word())?;
        }
        map.end()
    }
}

/// The word for a leave that is given or not.
pub(crate) const fn leave_word(is_given: bool) -> &'static str {
    if is_given { "any" } else { "forbidden" }
}
