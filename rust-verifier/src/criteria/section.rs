//! A section of a policy as it is applied: plain JSON with every default written out, itself a valid section.

use super::field::{Field, values};
use crate::error::{Code, Error};
use crate::json::{Json, Object, Write, Writer, Written};

/// A section that was read by its table of fields.
#[derive(Debug)]
pub struct Section {
    values: Vec<Json>,
    written: Written,
}

/// Which of its fields' values is meant: see [`place`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place(usize);

/// The place of a field by its name, found by the compiler, which stops at a name that is not in the table.
pub(crate) const fn place(fields: &[Field], name: &str) -> Place {
    let mut index = 0;
    while index < fields.len() {
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler; there are no iterators in constants")]
        if is_same(fields[index].name, name) {
            return Place(index);
        }
        index = index.saturating_add(1);
    }
    assert!(index < fields.len(), "no field of this table has that name");
    Place(index)
}

const fn is_same(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let mut index = 0;
    while index < left.len() && index < right.len() {
        #[expect(clippy::indexing_slicing, reason = "as above")]
        if left[index] != right[index] {
            return false;
        }
        index = index.saturating_add(1);
    }
    left.len() == right.len()
}

impl Section {
    /// Reads a section.
    ///
    /// # Errors
    /// `policy_invalid`, naming the path of the line.
    pub(crate) fn read(name: &'static str, fields: &'static [Field], value: Json) -> Result<Self, Error> {
        let object = Object::open(value, name, Code::PolicyInvalid)?;
        let values = values(object, fields)?;
        // Every verdict under a policy shows it.
        let written = Written::object(|out| {
            for (field, value) in fields.iter().zip(&values) {
                out.member(field.name, value);
            }
        });
        Ok(Self { values, written })
    }

    /// A line as it is applied. What is not there accepts nothing.
    pub(crate) fn line(&self, place: Place) -> &Json {
        self.values.get(place.0).unwrap_or(&Json::Null)
    }

    /// Whether a leave is given, or a demand made, by exactly this word.
    pub(crate) fn says(&self, place: Place, word: &str) -> bool {
        self.line(place).is(word)
    }

    /// The least that is accepted.
    pub(crate) fn floor(&self, place: Place) -> u64 {
        if let Json::Number(number) = self.line(place) { *number } else { u64::MAX }
    }
}

impl Write for Section {
    fn write(&self, out: &mut Writer) {
        self.written.write(out);
    }
}
