//! The lines that a policy may have, as a table: each with its name, how it is written, and what holds where it is left out.

use super::read;
use crate::error::{Code, Error};
use crate::json::{Json, Object};

/// The largest number of four bytes.
pub(crate) const MAX_U32: u64 = 0xffff_ffff;

/// One line.
#[derive(Debug)]
pub(crate) struct Field {
    /// Its name.
    pub(crate) name: &'static str,
    /// How it is written.
    pub(crate) form: Form,
    /// What holds without it.
    pub(crate) default: Default,
}

/// How a line is written.
#[derive(Debug)]
pub(crate) enum Form {
    /// A list of strings of so many bytes each in lower-case hexadecimal, or `"any"`.
    Hex(usize),
    /// A list of so many printable characters at most, or `"any"`; what they name.
    Text(usize, &'static str),
    /// A list of some of these words.
    Words(&'static [&'static str]),
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of whole numbers from the first to the second.
    Numbers(u64, u64),
    /// The same, or `"any"`.
    AnyNumbers(u64, u64),
    /// A whole number up to this.
    Number(u64),
    /// An object with `"required"`, `"forbidden"` or `"any"` for each bit.
    Bits(&'static [(&'static str, u32)]),
    /// An object of lines of its own.
    Lines(&'static [Field]),
    /// As a function reads it, which is given the values of the lines before.
    Own(fn(&Object, &str, Json, &[Json]) -> Result<Json, Error>),
}

/// What holds where a line is left out.
#[derive(Debug)]
pub(crate) enum Default {
    /// Nothing: it must be written. What is missing, and what would be accepted.
    Required(&'static str, &'static str),
    /// A word.
    Word(&'static str),
    /// A list of words.
    Words(&'static [&'static str]),
    /// A number.
    Number(u64),
    /// A list of numbers.
    Numbers(&'static [u64]),
    /// The words of these bits; `"any"` for all others.
    Bits(&'static [(&'static str, &'static str)]),
    /// The defaults of the lines within.
    Lines,
}

impl Field {
    /// A list of digests that may be left out: any is accepted then.
    pub(crate) const fn hex(name: &'static str, bytes: usize) -> Self {
        Self { name, form: Form::Hex(bytes), default: Default::Word("any") }
    }

    /// The word `"any"` that gives a leave; without it, `"forbidden"`.
    pub(crate) const fn leave(name: &'static str) -> Self {
        Self { name, form: Form::Word(&["forbidden", "any"]), default: Default::Word("forbidden") }
    }

    /// Reads the line out of its section.
    fn read(&self, object: &mut Object, before: &[Json]) -> Result<Json, Error> {
        let name = self.name;
        let Some(value) = object.take(name) else { return self.absent(object) };
        match &self.form {
            Form::Hex(bytes) => read::hex_list(object, name, value, *bytes),
            Form::Text(maximum, what) => read::text_list(object, name, value, (*maximum, *what)),
            Form::Words(words) => read::words(object, name, value, words),
            Form::Word(words) => read::word(object, name, value, words),
            Form::Numbers(from, to) => read::numbers(object, name, value, (*from, *to)),
            Form::AnyNumbers(..) if value.is_any() => Ok(value),
            Form::AnyNumbers(from, to) => read::numbers(object, name, value, (*from, *to)),
            Form::Number(maximum) => read::number(object, name, value, *maximum),
            Form::Bits(bits) => {
                let mut section = Object::open(value, object.path_of(name), Code::PolicyInvalid)?;
                let mut words = self.bits(bits);
                for (name, word) in &mut words {
                    if let Some(value) = section.take(name) {
                        *word = read::word(&section, name, value, &["required", "forbidden", "any"])?;
                    }
                }
                section.close()?;
                Ok(Json::Object(words))
            }
            Form::Lines(fields) => {
                let section = Object::open(value, object.path_of(name), Code::PolicyInvalid)?;
                lines(section, fields)
            }
            Form::Own(read) => read(object, name, value, before),
        }
    }

    fn absent(&self, object: &Object) -> Result<Json, Error> {
        Ok(match (&self.default, &self.form) {
            (Default::Required(missing, expected), _) => {
                return Err(read::invalid(object, self.name, missing).expected(expected));
            }
            (Default::Word(word), _) => Json::String((*word).to_owned()),
            (Default::Words(words), _) => {
                let mut list = Vec::new();
                for word in *words {
                    list.push(Json::String((*word).to_owned()));
                }
                Json::Array(list)
            }
            (Default::Number(number), _) => Json::Number(*number),
            (Default::Numbers(numbers), _) => {
                let mut list = Vec::new();
                for number in *numbers {
                    list.push(Json::Number(*number));
                }
                Json::Array(list)
            }
            (Default::Bits(_), Form::Bits(bits)) => Json::Object(self.bits(bits)),
            (Default::Lines, Form::Lines(fields)) => {
                lines(Object::open(Json::Object(Vec::new()), object.path_of(self.name), Code::PolicyInvalid)?, fields)?
            }
            // Accepts nothing, whoever asks; the test of the tables finds it before.
            _ => Json::Null,
        })
    }

    /// The word of each bit where none is written.
    fn bits(&self, bits: &[(&'static str, u32)]) -> Vec<(String, Json)> {
        let named = if let Default::Bits(named) = self.default { named } else { &[] };
        let mut words = Vec::new();
        for (bit, _) in bits {
            let word = named.iter().find(|(name, _)| name == bit).map_or("any", |(_, word)| word);
            words.push(((*bit).to_owned(), Json::String(word.to_owned())));
        }
        words
    }
}

/// The values of `fields` in their order, every default written out. A line that no field reads is refused.
pub(super) fn values(mut object: Object, fields: &[Field]) -> Result<Vec<Json>, Error> {
    let mut values = Vec::new();
    for field in fields {
        let value = field.read(&mut object, &values)?;
        values.push(value);
    }
    object.close()?;
    Ok(values)
}

fn lines(object: Object, fields: &[Field]) -> Result<Json, Error> {
    let mut members = Vec::new();
    for (field, value) in fields.iter().zip(values(object, fields)?) {
        members.push((field.name.to_owned(), value));
    }
    Ok(Json::Object(members))
}
