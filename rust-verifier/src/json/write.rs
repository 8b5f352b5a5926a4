//! Writes JSON without white space. Results have whole numbers alone, and what is written is never read back here.

use super::Json;
use crate::bytes::hex_onto;
use crate::crypto::{append, append_decimal, append_plain};

/// The JSON text of a value.
#[must_use]
pub fn to_string(value: &dyn Write) -> String {
    String::from_utf8(Written::of(value).0).unwrap_or_default()
}

/// What has a form in JSON.
pub trait Write {
    /// Writes it, as one value.
    fn write(&self, out: &mut Writer);
}

/// A value that was written before: without white space, so it has no line breaks.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Written(pub(super) Vec<u8>);

impl Written {
    /// Writes an object by what `members` adds.
    #[must_use]
    pub fn object(members: impl FnOnce(&mut Writer)) -> Self {
        let mut out = Writer::object();
        members(&mut out);
        out.end_alone()
    }

    /// Writes a value.
    #[must_use]
    pub fn of(value: &dyn Write) -> Self {
        let mut out = Writer::new();
        value.write(&mut out);
        Self(out.text)
    }

    /// Its text.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        &self.0
    }
}

/// A value, and those of its members that are [`Writer::apart`].
#[derive(Debug, Eq, PartialEq)]
pub struct Lines {
    /// The whole. In the place of each such member is an array: the number of its line, from 1, and where it is an object
    /// some of whose members do not recur, an object of those.
    pub whole: Written,
    /// These members, in order.
    pub apart: Vec<Written>,
}

impl Lines {
    /// Writes an object by what `members` adds.
    #[must_use]
    pub fn object(members: impl FnOnce(&mut Writer)) -> Self {
        let mut out = Writer::object();
        members(&mut out);
        out.end()
    }
}

/// An array that is written item by item.
#[derive(Clone, Debug)]
pub struct Items(Writer);

impl Default for Items {
    fn default() -> Self {
        let mut out = Writer::new();
        out.open(b'[');
        Self(out)
    }
}

impl Items {
    /// Where the next item is to be written.
    pub fn item(&mut self) -> &mut Writer {
        self.0.separate();
        &mut self.0
    }
}

impl Write for Items {
    fn write(&self, out: &mut Writer) {
        out.text.extend_from_slice(&self.0.text);
        out.close(b']');
    }
}

/// A text being written: strings and ASCII, so it is UTF-8.
#[derive(Clone, Debug)]
pub struct Writer {
    text: Vec<u8>,
    apart: Vec<Written>,
}

/// Room for most values, so that few texts are moved while they are written.
const ROOM: usize = 256;

impl Writer {
    #[inline(never)]
    fn new() -> Self {
        Self { text: Vec::with_capacity(ROOM), apart: Vec::new() }
    }

    #[inline(never)]
    fn object() -> Self {
        let mut out = Self::new();
        out.open(b'{');
        out
    }

    #[inline(never)]
    fn end(mut self) -> Lines {
        self.close(b'}');
        Lines { whole: Written(self.text), apart: self.apart }
    }

    #[inline(never)]
    fn end_alone(self) -> Written {
        self.end().whole
    }

    fn push(&mut self, text: &str) {
        append(&mut self.text, text.as_bytes());
    }

    /// A member that recurs from call to call: it stands on a line of its own, see [`Lines`].
    pub fn apart(&mut self, name: &'static str, value: &dyn Write) {
        let line = self.line(value);
        self.member(name, &[line]);
    }

    /// The same of an object which is another in a few members alone: `own`.
    pub fn apart_but(&mut self, name: &'static str, value: &dyn Write, own: &Written) {
        let line = self.line(value);
        self.member(name, &[Written::of(&line), own.clone()]);
    }

    fn line(&mut self, value: &dyn Write) -> usize {
        self.apart.push(Written::of(value));
        self.apart.len()
    }

    /// The members of an object that was written before.
    pub fn members_of(&mut self, Written(object): &Written) {
        let members = object.get(1..object.len().saturating_sub(1)).unwrap_or_default();
        if !members.is_empty() {
            self.separate();
            append(&mut self.text, members);
        }
    }

    /// Texts of this crate, as they are: they have no character that JSON escapes, and are no longer strings.
    pub(crate) fn plain(&mut self, texts: &[&'static str]) {
        for text in texts {
            self.push(text);
        }
    }

    /// Begins an array or object.
    #[inline(never)]
    pub fn open(&mut self, bracket: u8) {
        self.text.push(bracket);
    }

    /// Ends it.
    #[inline(never)]
    pub fn close(&mut self, bracket: u8) {
        self.text.push(bracket);
    }

    /// An item of an array. Only a text's own brackets end in one, since strings end in a quotation mark.
    #[inline(never)]
    pub fn item(&mut self, value: &dyn Write) {
        self.separate();
        value.write(self);
    }

    /// A member of an object, by a name of this crate, which has no character that JSON escapes.
    #[inline(never)]
    pub fn member(&mut self, name: &'static str, value: &dyn Write) {
        self.separate();
        self.plain(&["\"", name, "\":"]);
        value.write(self);
    }

    /// A member by whatever name.
    #[inline(never)]
    pub fn entry(&mut self, name: &str, value: &dyn Write) {
        self.separate();
        self.string(name);
        self.text.push(b':');
        value.write(self);
    }

    /// A member that is left out where there is none.
    pub fn given<T: Write>(&mut self, name: &'static str, value: &Option<T>) {
        if let Some(value) = value {
            self.member(name, value);
        }
    }

    fn separate(&mut self) {
        if !matches!(self.text.last(), Some(b'{' | b'[')) {
            self.text.push(b',');
        }
    }

    /// A string.
    #[inline(never)]
    pub fn string(&mut self, text: &str) {
        self.text.push(b'"');
        let mut rest = text;
        loop {
            rest = rest.get(append_plain(&mut self.text, rest.as_bytes())..).unwrap_or_default();
            let Some(byte) = rest.bytes().next() else { break };
            match byte {
                0x8 => self.push("\\b"),
                0xc => self.push("\\f"),
                b'\n' => self.push("\\n"),
                b'\r' => self.push("\\r"),
                b'\t' => self.push("\\t"),
                0..=0x1f => {
                    self.push("\\u00");
                    hex_onto(&mut self.text, &[byte]);
                }
                _ => self.text.extend_from_slice(&[b'\\', byte]),
            }
            rest = rest.get(1..).unwrap_or_default();
        }
        self.text.push(b'"');
    }
}

impl Write for Written {
    fn write(&self, out: &mut Writer) {
        out.text.extend_from_slice(&self.0);
    }
}

impl Write for str {
    fn write(&self, out: &mut Writer) {
        out.string(self);
    }
}

impl Write for String {
    fn write(&self, out: &mut Writer) {
        out.string(self);
    }
}

impl Write for bool {
    fn write(&self, out: &mut Writer) {
        out.push(if *self { "true" } else { "false" });
    }
}

impl Write for u64 {
    fn write(&self, out: &mut Writer) {
        append_decimal(&mut out.text, *self);
    }
}

macro_rules! numbers {
    ($($kind:ty)*) => {
        $(impl Write for $kind {
            fn write(&self, out: &mut Writer) {
                u64::from(*self).write(out);
            }
        })*
    };
}

numbers!(u8 u16 u32);

impl Write for usize {
    fn write(&self, out: &mut Writer) {
        u64::try_from(*self).unwrap_or(u64::MAX).write(out);
    }
}

impl<T: Write + ?Sized> Write for &T {
    fn write(&self, out: &mut Writer) {
        (**self).write(out);
    }
}

impl<T: Write> Write for Option<T> {
    fn write(&self, out: &mut Writer) {
        match self {
            Some(value) => value.write(out),
            None => out.push("null"),
        }
    }
}

impl<T: Write> Write for [T] {
    fn write(&self, out: &mut Writer) {
        out.open(b'[');
        for item in self {
            out.item(item);
        }
        out.close(b']');
    }
}

impl<T: Write, const N: usize> Write for [T; N] {
    fn write(&self, out: &mut Writer) {
        self.as_slice().write(out);
    }
}

impl<T: Write> Write for Vec<T> {
    fn write(&self, out: &mut Writer) {
        self.as_slice().write(out);
    }
}

impl Write for Json {
    fn write(&self, out: &mut Writer) {
        match self {
            // Only what was read of evidence has texts that were passed by, and it is never written.
            Self::Null | Self::OtherNumber | Self::Received(_) => out.push("null"),
            Self::Bool(value) => value.write(out),
            Self::Number(number) => number.write(out),
            Self::String(text) => out.string(text),
            Self::Array(items) => items.write(out),
            Self::Object(members) => {
                out.open(b'{');
                for (name, value) in members {
                    out.entry(name, value);
                }
                out.close(b'}');
            }
        }
    }
}

/// Bytes, in lower-case hexadecimal.
#[derive(Clone, Copy, Debug)]
pub struct Hex<'a>(pub &'a [u8]);

impl Write for Hex<'_> {
    fn write(&self, out: &mut Writer) {
        out.text.push(b'"');
        hex_onto(&mut out.text, self.0);
        out.text.push(b'"');
    }
}

/// Eight bytes of flags, as "0x" and 16 digits.
#[derive(Clone, Copy, Debug)]
pub struct Flags(pub u64);

impl Write for Flags {
    fn write(&self, out: &mut Writer) {
        out.push("\"0x");
        hex_onto(&mut out.text, &self.0.to_be_bytes());
        out.text.push(b'"');
    }
}
