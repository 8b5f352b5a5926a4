//! The grammar of RFC 8259, read once from the left. What the RFC leaves to the reader is refused where two readers could
//! see two things: a name that comes twice, half of a surrogate pair, a number that no double can hold.

use super::Json;
use crate::crypto::{plain, plain_or_escaped};

/// Arrays and objects within each other: fewer than this.
const MAX_DEPTH: usize = 128;
/// More members than any object that is read here. Each new name is compared with all before it, so there is an end to them.
pub(super) const MAX_MEMBERS: usize = 1024;
/// Names that are compared with another of their object, in one text: of two of the largest objects.
const MAX_COMPARISONS: usize = 1 << 20;
/// Powers of ten from here on are refused: a double ends between this and the next.
const MAX_MAGNITUDE: i64 = 308;

/// What is wrong with a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Problem {
    /// It ends within a value.
    TooShort,
    /// A byte stands where it must not.
    Unexpected,
    /// A name comes twice, or there are too many of them.
    Names,
}

/// Whether a value is wanted, or only its end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Purpose {
    Keep,
    Skip,
}

/// Where a reader stands in its text.
#[derive(Debug)]
pub(super) struct Text<'a> {
    whole: &'a str,
    received: Option<&'a str>,
    rest: &'a [u8],
    depth: usize,
    comparisons: usize,
}

type Read<T> = Result<T, Problem>;

impl<'a> Text<'a> {
    /// At the beginning.
    pub(super) const fn new(whole: &'a str) -> Self {
        Self { whole, received: None, rest: whole.as_bytes(), depth: 0, comparisons: MAX_COMPARISONS }
    }

    /// Members of this name, wherever they stand, will be passed by: their values are their texts.
    pub(super) const fn leaving(self, received: &'a str) -> Self {
        Self { received: Some(received), ..self }
    }

    /// The value that comes next.
    pub(super) fn value(&mut self) -> Read<Json> {
        self.any(Purpose::Keep)
    }

    fn member(&mut self, name: &str) -> Read<Json> {
        if self.received == Some(name) { self.raw().map(|text| Json::Received(text.to_owned())) } else { self.value() }
    }

    /// Passes by the value that comes next: its text.
    pub(super) fn raw(&mut self) -> Read<&'a str> {
        self.space();
        let start = self.offset();
        self.any(Purpose::Skip)?;
        Ok(self.whole.get(start..self.offset()).unwrap_or_default())
    }

    /// The members of the object that comes next; `value` reads the value of each.
    pub(super) fn members<T>(
        &mut self,
        maximum: usize,
        mut value: impl FnMut(&mut Self, &str) -> Read<T>,
    ) -> Read<Vec<(String, T)>> {
        let mut members: Vec<(String, T)> = Vec::new();
        self.space();
        self.expect(b'{')?;
        self.between(b'}', |text| {
            let name = text.name(Purpose::Keep)?;
            // Every object may be the largest that there is, and there may be many.
            text.comparisons = text.comparisons.checked_sub(members.len()).ok_or(Problem::Names)?;
            if members.len() >= maximum || members.iter().any(|(known, _)| *known == name) {
                return Err(Problem::Names);
            }
            text.expect(b':')?;
            let value = value(text, &name)?;
            members.push((name, value));
            Ok(())
        })?;
        Ok(members)
    }

    /// A member's name, up to its colon.
    fn name(&mut self, purpose: Purpose) -> Read<String> {
        self.space();
        self.expect(b'"')?;
        let name = self.string(purpose)?;
        self.space();
        Ok(name)
    }

    /// Nothing but white space may be left.
    pub(super) fn end(&mut self) -> Read<()> {
        self.space();
        if self.rest.is_empty() { Ok(()) } else { Err(Problem::Unexpected) }
    }

    /// What was not read yet.
    pub(super) fn remainder(&self) -> &'a str {
        self.whole.get(self.offset()..).unwrap_or_default()
    }

    /// Line and column of the byte that could not be read, both from 1; at the end of the text, of its last byte.
    pub(super) fn place(&self) -> (usize, usize) {
        let read = self.offset().saturating_add(1).min(self.whole.len());
        let before = self.whole.as_bytes().get(..read).unwrap_or_default();
        let column = before.iter().rev().take_while(|byte| **byte != b'\n').count();
        (before.iter().filter(|byte| **byte == b'\n').count().saturating_add(1), column)
    }

    fn offset(&self) -> usize {
        self.whole.len().saturating_sub(self.rest.len())
    }

    fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    fn advance(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    #[inline(never)]
    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.advance(1);
        }
    }

    fn problem(&self) -> Problem {
        if self.rest.is_empty() { Problem::TooShort } else { Problem::Unexpected }
    }

    #[inline(never)]
    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.advance(1);
        }
        found
    }

    #[inline(never)]
    fn expect(&mut self, byte: u8) -> Read<()> {
        if self.take(byte) { Ok(()) } else { Err(self.problem()) }
    }

    fn word(&mut self, word: &str, value: Json) -> Read<Json> {
        word.bytes().try_for_each(|byte| self.expect(byte))?;
        Ok(value)
    }

    /// Items up to `close`, with commas between.
    fn between(&mut self, close: u8, mut item: impl FnMut(&mut Self) -> Read<()>) -> Read<()> {
        self.depth = self.depth.saturating_add(1);
        if self.depth >= MAX_DEPTH {
            return Err(Problem::Unexpected);
        }
        self.space();
        if !self.take(close) {
            loop {
                item(self)?;
                self.space();
                if self.take(close) {
                    break;
                }
                self.expect(b',')?;
            }
        }
        self.depth = self.depth.saturating_sub(1);
        Ok(())
    }

    fn any(&mut self, purpose: Purpose) -> Read<Json> {
        self.space();
        match self.peek() {
            Some(b'n') => self.word("null", Json::Null),
            Some(b't') => self.word("true", Json::Bool(true)),
            Some(b'f') => self.word("false", Json::Bool(false)),
            Some(b'"') => {
                self.advance(1);
                self.string(purpose).map(Json::String)
            }
            Some(b'[') => {
                self.advance(1);
                let mut items = Vec::new();
                self.between(b']', |text| {
                    let item = text.any(purpose)?;
                    if purpose == Purpose::Keep {
                        items.push(item);
                    }
                    Ok(())
                })?;
                Ok(Json::Array(items))
            }
            // Whoever reads what is passed by here reads its names then.
            Some(b'{') if purpose == Purpose::Skip => {
                self.advance(1);
                self.between(b'}', |text| {
                    text.name(purpose)?;
                    text.expect(b':')?;
                    text.any(purpose).map(drop)
                })?;
                Ok(Json::Null)
            }
            Some(b'{') => self.members(MAX_MEMBERS, Self::member).map(Json::Object),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => Err(self.problem()),
        }
    }

    /// What follows the opening quotation mark (section 7).
    fn string(&mut self, purpose: Purpose) -> Read<String> {
        let mut decoded = String::new();
        loop {
            let start = self.offset();
            self.advance(if purpose == Purpose::Keep { plain(self.rest) } else { plain_or_escaped(self.rest) });
            if purpose == Purpose::Keep {
                decoded.push_str(self.whole.get(start..self.offset()).unwrap_or_default());
            }
            if self.take(b'"') {
                return Ok(decoded);
            }
            self.expect(b'\\')?;
            let character = self.escape()?;
            if purpose == Purpose::Keep {
                decoded.push(character);
            }
        }
    }

    fn escape(&mut self) -> Read<char> {
        let byte = self.peek();
        let character = match byte {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.advance(1);
                return self.unicode();
            }
            _ => return Err(self.problem()),
        };
        self.advance(1);
        Ok(character)
    }

    fn unicode(&mut self) -> Read<char> {
        let first = self.unit()?;
        let units = if matches!(first, 0xd800..=0xdbff) {
            self.expect(b'\\')?;
            self.expect(b'u')?;
            [first, self.unit()?]
        } else {
            [first, 0]
        };
        match char::decode_utf16(units).next() {
            Some(Ok(character)) => Ok(character),
            _ => Err(Problem::Unexpected),
        }
    }

    fn unit(&mut self) -> Read<u16> {
        let mut unit: u16 = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            let digit = digit.and_then(|digit| u16::try_from(digit).ok()).ok_or_else(|| self.problem())?;
            unit = unit << 4 | digit;
            self.advance(1);
        }
        Ok(unit)
    }

    /// One digit or more: how many, and how many of them are zeros before the first other.
    fn digits(&mut self) -> Read<(usize, usize)> {
        let count = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let zeros = self.rest.iter().take_while(|byte| **byte == b'0').count();
        self.advance(count);
        if count == 0 { Err(self.problem()) } else { Ok((count, zeros)) }
    }

    /// A number (section 6): its value where it is whole and no sign, fraction or exponent is written.
    fn number(&mut self) -> Read<Json> {
        let negative = self.take(b'-');
        let start = self.offset();
        let (count, zeros) = self.digits()?;
        if zeros > 0 && count > 1 {
            return Err(Problem::Unexpected);
        }
        let value = self.whole.get(start..self.offset()).and_then(|digits| digits.parse().ok());
        let mut whole = !negative;
        // The power of ten of the first digit that is not zero; `None` for zero.
        let mut magnitude = (zeros == 0).then(|| signed(count).saturating_sub(1));
        if self.take(b'.') {
            whole = false;
            let (count, zeros) = self.digits()?;
            if magnitude.is_none() && zeros < count {
                magnitude = Some(signed(zeros).saturating_add(1).saturating_neg());
            }
        }
        if self.take(b'e') || self.take(b'E') {
            whole = false;
            let below = self.take(b'-');
            if !below {
                self.take(b'+');
            }
            let start = self.offset();
            self.digits()?;
            let exponent: i64 =
                self.whole.get(start..self.offset()).and_then(|digits| digits.parse().ok()).unwrap_or(i64::MAX);
            let exponent = if below { exponent.saturating_neg() } else { exponent };
            magnitude = magnitude.map(|magnitude| magnitude.saturating_add(exponent));
        }
        if magnitude.is_some_and(|magnitude| magnitude >= MAX_MAGNITUDE) {
            return Err(Problem::Unexpected);
        }
        Ok(if whole { value.map_or(Json::OtherNumber, Json::Number) } else { Json::OtherNumber })
    }
}

fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
