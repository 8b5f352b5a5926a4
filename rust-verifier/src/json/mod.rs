//! JSON as this crate reads it (RFC 8259): no duplicate names, no byte order mark, nothing behind the end, bounded depth.
//!
//! A reader takes members out of an object by name and then closes it: what is left is unknown and refused.

#[cfg(test)]
mod differential;
mod said;
mod text;
mod write;

pub use said::Said;
pub use write::{Flags, Hex, Items, Lines, Write, Writer, Written, to_string};

use crate::bytes::unhex;
use crate::error::{Code, Error};
use crate::listing::Listing;
use text::{Problem, Text};

/// A parsed value. Only whole numbers from 0 occur in any format read here; all others are [`Json::OtherNumber`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A whole number from 0 to 2^64 - 1.
    Number(u64),
    /// A negative number, a fraction, or one with an exponent.
    OtherNumber,
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Self>),
    /// An object, in the order received.
    Object(Vec<(String, Self)>),
    /// A value that was passed by: its text, whose names nobody has looked at.
    Received(String),
}

impl Json {
    /// Whether it is this word.
    #[must_use]
    pub fn is(&self, word: &str) -> bool {
        matches!(self, Self::String(text) if text == word)
    }

    /// Whether it is the word `"any"`.
    #[must_use]
    pub fn is_any(&self) -> bool {
        self.is("any")
    }

    /// Its items, where it is an array.
    #[must_use]
    pub fn items(&self) -> &[Self] {
        if let Self::Array(items) = self { items } else { &[] }
    }

    /// Whether it is an array with this string.
    #[must_use]
    #[inline(never)]
    pub fn lists(&self, text: &str) -> bool {
        self.items().iter().any(|item| item.is(text))
    }

    /// Whether it is an array with this number.
    #[must_use]
    #[inline(never)]
    pub fn lists_number(&self, number: u64) -> bool {
        self.items().contains(&Self::Number(number))
    }

    /// A member; `null` where it is no object with such a member.
    #[must_use]
    #[inline(never)]
    pub fn member(&self, name: &str) -> &Self {
        let members = if let Self::Object(members) = self { members.as_slice() } else { &[] };
        members.iter().find(|(known, _)| known == name).map_or(&Self::Null, |(_, value)| value)
    }

    /// Its strings or numbers, as a person reads a list of them.
    #[must_use]
    #[inline(never)]
    pub fn listed(&self) -> String {
        let mut listing = Listing::new();
        for item in self.items() {
            match item {
                Self::String(word) => listing.add(word),
                Self::Number(number) => listing.add(&number.to_string()),
                _ => {}
            }
        }
        listing.text()
    }
}

/// Parses exactly one JSON text.
///
/// # Errors
/// `code`, naming `what`, for anything that is not one, for duplicate names, and beyond a depth of 128.
pub fn parse(text: &str, what: &str, code: Code) -> Result<Json, Error> {
    read(Text::new(text), what, code)
}

/// The same, but members by the name `received` are left as they are: [`Json::Received`].
///
/// # Errors
/// As for [`parse`].
pub fn parse_leaving(received: &str, text: &str, what: &str, code: Code) -> Result<Json, Error> {
    read(Text::new(text).leaving(received), what, code)
}

fn read(mut reader: Text<'_>, what: &str, code: Code) -> Result<Json, Error> {
    let read = reader.value().and_then(|value| reader.end().map(|()| value));
    read.map_err(|problem| {
        let (line, column) = reader.place();
        let problem = match problem {
            Problem::TooShort => "ends too early",
            Problem::Unexpected => "breaks a rule of JSON",
            Problem::Names => "names a member twice, or too many,",
        };
        Error::new(code, format!("{what} {problem} at line {line}, column {column}")).field(what)
    })
}

/// The first object of `text`, each value as received, and what follows the object; `None` for anything but an object of
/// at most `maximum` members whose names are all different.
pub(crate) fn raw_members(text: &str, maximum: usize) -> Option<(Vec<(String, &str)>, &str)> {
    let mut reader = Text::new(text);
    let members = reader.members(maximum, |text, _| text.raw()).ok()?;
    Some((members, reader.remainder()))
}

/// An object being read: its path for errors, the code that its errors carry, and the members not yet taken.
///
/// Policies and envelopes are read member by member, so its methods stay out of line; and it is one word, which every reader
/// moves, and lets go wherever it fails.
#[derive(Debug)]
pub struct Object(Box<OpenObject>);

#[derive(Debug)]
struct OpenObject {
    path: String,
    code: Code,
    members: Vec<(String, Json)>,
}

impl Object {
    /// Begins to read `value` as an object.
    ///
    /// # Errors
    /// `code` when it is none.
    #[inline(never)]
    pub fn open(value: Json, path: impl Into<String>, code: Code) -> Result<Self, Error> {
        let path = path.into();
        match value {
            Json::Object(members) => Ok(Self(Box::new(OpenObject { path, code, members }))),
            _ => Err(wrong_type(code, &path, "an object")),
        }
    }

    /// The path of a member.
    #[must_use]
    pub fn path_of(&self, name: &str) -> String {
        if self.0.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.0.path) }
    }

    /// The code that errors of this object carry.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.0.code
    }

    /// Takes a member out.
    #[inline(never)]
    pub fn take(&mut self, name: &str) -> Option<Json> {
        let index = self.0.members.iter().position(|(known, _)| known == name)?;
        Some(self.0.members.swap_remove(index).1)
    }

    /// Whether a member is there and not yet taken.
    #[must_use]
    #[inline(never)]
    pub fn has(&self, name: &str) -> bool {
        self.0.members.iter().any(|(known, _)| known == name)
    }

    /// Takes a member that must be there.
    ///
    /// # Errors
    /// The object's code when it is absent.
    #[inline(never)]
    pub fn require(&mut self, name: &str) -> Result<Json, Error> {
        self.take(name).ok_or_else(|| {
            let path = self.path_of(name);
            Error::new(self.0.code, format!("{path} is missing")).field(path)
        })
    }

    /// Takes a string that must be there.
    ///
    /// # Errors
    /// The object's code when it is absent or no string.
    #[inline(never)]
    pub fn string(&mut self, name: &str) -> Result<String, Error> {
        match self.require(name)? {
            Json::String(text) => Ok(text),
            _ => Err(self.wrong_type(name, "a string")),
        }
    }

    /// Takes a string that may be absent.
    ///
    /// # Errors
    /// The object's code when it is there and no string.
    #[inline(never)]
    pub fn optional_string(&mut self, name: &str) -> Result<Option<String>, Error> {
        match self.take(name) {
            None => Ok(None),
            Some(Json::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.wrong_type(name, "a string")),
        }
    }

    /// Takes bytes that may be absent, in hexadecimal of either case.
    ///
    /// # Errors
    /// The object's code when the member is there and no such string.
    pub fn optional_hex(&mut self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        match self.take(name) {
            None => Ok(None),
            Some(value) => {
                let bytes = if let Json::String(text) = &value { unhex(text) } else { None };
                bytes.map(Some).ok_or_else(|| self.wrong_type(name, "hexadecimal"))
            }
        }
    }

    /// An error about a member of the wrong type.
    #[must_use]
    #[inline(never)]
    pub fn wrong_type(&self, name: &str, expected: &str) -> Error {
        wrong_type(self.0.code, &self.path_of(name), expected)
    }

    /// Closes the object. An unknown member may be a misspelt one, so it is refused; its name is repeated to whoever wrote it
    /// himself, and to nobody else.
    ///
    /// # Errors
    /// The object's code when a member was not taken.
    #[inline(never)]
    pub fn close(self) -> Result<(), Error> {
        let Some((name, _)) = self.0.members.first() else { return Ok(()) };
        if !matches!(self.0.code, Code::PolicyInvalid | Code::InputInvalid) {
            let path = if self.0.path.is_empty() { "the document" } else { &self.0.path };
            return Err(Error::new(self.0.code, format!("{path} has a member that is not known here")).field(path));
        }
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).take(32).collect();
        let path = self.path_of(&name);
        Err(Error::new(self.0.code, format!("{path} is not known here; check the spelling against the documentation"))
            .field(path))
    }
}

fn wrong_type(code: Code, path: &str, expected: &str) -> Error {
    Error::new(code, format!("{path} must be {expected}")).field(path).expected(expected)
}

#[cfg(test)]
mod tests {
    use super::text::MAX_MEMBERS;
    use super::*;

    fn read(text: &str) -> Result<Json, Code> {
        parse(text, "test", Code::EvidenceMalformed).map_err(|error| error.code())
    }

    #[test]
    fn values_come_through() {
        assert_eq!(
            read(r#"{"a":[1,null,true,"x"],"b":-1}"#).unwrap(),
            Json::Object(vec![
                (
                    "a".into(),
                    Json::Array(vec![Json::Number(1), Json::Null, Json::Bool(true), Json::String("x".into())])
                ),
                ("b".into(), Json::OtherNumber),
            ])
        );
    }

    #[test]
    fn what_two_parsers_could_read_in_two_ways_is_refused() {
        let deep = "[".repeat(100_000);
        for bad in [
            r#"{"a":1,"a":2}"#,
            r#"{"a":{"b":1,"b":2}}"#,
            "{}x",
            "{} {}",
            "\u{feff}{}",
            r#""\ud800""#,
            "1e400",
            "01",
            "{'a':1}",
            "{\"a\":1,}",
            "",
            &deep,
        ] {
            assert_eq!(read(bad), Err(Code::EvidenceMalformed), "{}", bad.get(..20).unwrap_or(bad));
        }
    }

    #[test]
    fn there_is_an_end_to_an_objects_members() {
        let object = |count: usize| {
            let members: Vec<String> = (0..count).map(|number| format!("\"{number}\":0")).collect();
            read(&format!("{{{}}}", members.join(",")))
        };
        assert!(object(MAX_MEMBERS).is_ok());
        assert_eq!(object(MAX_MEMBERS + 1), Err(Code::EvidenceMalformed));
    }

    #[test]
    fn there_is_an_end_to_the_names_that_are_compared() {
        let object =
            format!("{{{}}}", (0..MAX_MEMBERS).map(|name| format!("\"{name}\":0")).collect::<Vec<_>>().join(","));
        let objects = |count: usize| read(&format!("[{}]", vec![object.as_str(); count].join(",")));
        assert!(objects(2).is_ok());
        assert_eq!(objects(3), Err(Code::EvidenceMalformed));
        let small = format!("[{}]", vec!["{\"a\":0,\"b\":0}"; 100_000].join(","));
        assert!(read(&small).is_ok(), "small objects do not add up");
    }

    #[test]
    fn numbers_that_are_not_whole_stay_apart() {
        for text in ["-0", "-1", "1.5", "1e3", "18446744073709551616"] {
            assert_eq!(read(text), Ok(Json::OtherNumber), "{text}");
        }
    }

    #[test]
    fn an_object_is_closed_only_when_everything_was_taken() {
        let mut object =
            Object::open(read(r#"{"a":"x","__proto__":{}}"#).unwrap(), "root", Code::PolicyInvalid).unwrap();
        assert_eq!(object.string("a").unwrap(), "x");
        assert_eq!(object.require("b").unwrap_err().context().field.as_deref(), Some("root.b"));
        assert_eq!(object.close().unwrap_err().code(), Code::PolicyInvalid);
    }
}
