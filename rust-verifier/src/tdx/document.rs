//! Reads the fields of Intel's signed documents. The signature was verified before: what Intel adds to a document in later
//! years is passed over, as its API promises, but what is read is read strictly.

use super::status::TcbStatus;
use crate::bytes::unhex_into;
use crate::error::{Code, Error};
use crate::json::{Json, Object, parse};
use crate::time::UnixTime;

/// More levels, identities or advisories than any document has.
const MAX_ITEMS: usize = 256;

/// One object of a document.
#[derive(Debug)]
pub(super) struct Reader(Object);

impl Reader {
    /// Opens a document's text.
    pub(super) fn document(text: &str, what: &'static str) -> Result<Self, Error> {
        Object::open(parse(text, what, Code::CollateralMalformed)?, what, Code::CollateralMalformed).map(Self)
    }

    fn of(value: Json, path: String) -> Result<Self, Error> {
        Object::open(value, path, Code::CollateralMalformed).map(Self)
    }

    /// The error of a field that is not of its form.
    pub(super) fn wrong(&self, name: &str, expected: &str) -> Error {
        self.0.wrong_type(name, expected)
    }

    pub(super) fn object(&mut self, name: &str) -> Result<Self, Error> {
        let path = self.0.path_of(name);
        Self::of(self.0.require(name)?, path)
    }

    pub(super) fn text(&mut self, name: &str) -> Result<String, Error> {
        self.0.string(name)
    }

    pub(super) fn number(&mut self, name: &str, maximum: u64) -> Result<u64, Error> {
        match self.0.require(name)? {
            Json::Number(number) if number <= maximum => Ok(number),
            _ => Err(self.wrong(name, &format!("a whole number from 0 to {maximum}"))),
        }
    }

    /// Exactly so many bytes, hexadecimal in either case.
    pub(super) fn hex<const N: usize>(&mut self, name: &str) -> Result<[u8; N], Error> {
        let mut bytes = [0; N];
        self.hex_into(name, &mut bytes)?;
        Ok(bytes)
    }

    #[inline(never)]
    fn hex_into(&mut self, name: &str, bytes: &mut [u8]) -> Result<(), Error> {
        if unhex_into(bytes, &self.text(name)?) {
            return Ok(());
        }
        Err(self.wrong(name, &format!("{} bytes in hexadecimal", bytes.len())))
    }

    pub(super) fn time(&mut self, name: &str) -> Result<UnixTime, Error> {
        let text = self.text(name)?;
        UnixTime::from_rfc3339(&text).ok_or_else(|| self.wrong(name, "a time as 2026-01-31T12:00:00Z"))
    }

    /// The objects of a list that may be absent.
    pub(super) fn optional_objects(&mut self, name: &str) -> Result<Vec<Self>, Error> {
        let path = self.0.path_of(name);
        match self.0.take(name) {
            None => Ok(Vec::new()),
            Some(Json::Array(items)) if items.len() <= MAX_ITEMS => {
                let mut objects = Vec::new();
                for item in items {
                    objects.push(Self::of(item, path.clone())?);
                }
                Ok(objects)
            }
            Some(_) => Err(self.wrong(name, "a list of at most 256 objects")),
        }
    }

    /// The objects of a list that has at least one.
    pub(super) fn objects(&mut self, name: &str) -> Result<Vec<Self>, Error> {
        let objects = self.optional_objects(name)?;
        if objects.is_empty() { Err(self.wrong(name, "a list of at least one object")) } else { Ok(objects) }
    }

    /// A short text for people, if there is one of printable characters.
    pub(super) fn remark(&mut self, name: &str) -> Option<String> {
        match self.0.take(name) {
            Some(Json::String(text)) if text.len() <= 64 && text.bytes().all(|byte| matches!(byte, 0x20..=0x7e)) => {
                Some(text)
            }
            _ => None,
        }
    }

    /// What every level states.
    pub(super) fn standing(&mut self) -> Result<Standing, Error> {
        let word = self.text("tcbStatus")?;
        let status = TcbStatus::stated(&word).ok_or_else(|| self.wrong("tcbStatus", "a status that Intel defines"))?;
        let date = self.text("tcbDate")?;
        if UnixTime::from_rfc3339(&date).is_none() {
            return Err(self.wrong("tcbDate", "a time as 2026-01-31T12:00:00Z"));
        }
        let mut advisory_ids = Vec::new();
        match self.0.take("advisoryIDs") {
            None => {}
            Some(Json::Array(items)) if items.len() <= MAX_ITEMS => {
                for item in items {
                    match item {
                        Json::String(text) if is_advisory(&text) => advisory_ids.push(text),
                        _ => return Err(self.wrong("advisoryIDs", "a list of names as INTEL-SA-00000")),
                    }
                }
            }
            Some(_) => return Err(self.wrong("advisoryIDs", "a list of names as INTEL-SA-00000")),
        }
        Ok(Standing { status, date, advisory_ids })
    }

    /// Levels of an enclave or module by ISVSVN, newest first.
    pub(super) fn svn_levels(&mut self) -> Result<Vec<SvnLevel>, Error> {
        let mut levels: Vec<SvnLevel> = Vec::new();
        for mut level in self.objects("tcbLevels")? {
            let isv_svn = level.object("tcb")?.number("isvsvn", u64::from(u16::MAX))?;
            let standing = level.standing()?;
            if !matches!(standing.status, TcbStatus::UpToDate | TcbStatus::OutOfDate | TcbStatus::Revoked) {
                return Err(level.wrong("tcbStatus", "UpToDate, OutOfDate or Revoked"));
            }
            if levels.last().is_some_and(|newer| newer.isv_svn <= isv_svn) {
                return Err(self.wrong("tcbLevels", "in descending order"));
            }
            levels.push(SvnLevel { isv_svn, standing });
        }
        Ok(levels)
    }
}

/// Advisories are printed: letters, digits and hyphens.
fn is_advisory(text: &str) -> bool {
    (1..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// How a level stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Standing {
    /// tcbStatus.
    pub status: TcbStatus,
    /// tcbDate: fixes for all that was known then are in the level.
    pub date: String,
    /// The advisories that concern it.
    pub advisory_ids: Vec<String>,
}

/// A level of an enclave or module.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SvnLevel {
    /// The least ISVSVN.
    pub isv_svn: u64,
    /// How it stands.
    pub standing: Standing,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T>(text: &str, field: impl Fn(&mut Reader) -> Result<T, Error>) -> Result<T, Code> {
        Reader::document(text, "test").and_then(|mut document| field(&mut document)).map_err(|error| error.code())
    }

    #[test]
    fn case_252_a_signed_document_says_each_thing_once() {
        for text in [r#"{"a":1,"a":1}"#, r#"{"b":{"a":1,"a":2}}"#, r#"{"a":1} {}"#, "[]", ""] {
            assert_eq!(read(text, |_| Ok(())), Err(Code::CollateralMalformed), "{text}");
        }
    }

    #[test]
    fn bytes_have_their_length_and_no_other_digits() {
        let hex = |text: &str| read(&format!(r#"{{"x":"{text}"}}"#), |document| document.hex::<2>("x"));
        assert_eq!(hex("0aFf"), Ok([0x0a, 0xff]));
        for bad in ["", "0a", "0aFf0", "0aFf00", "0aFg", "+aFf", "\u{e9}a"] {
            assert_eq!(hex(bad), Err(Code::CollateralMalformed), "{bad}");
        }
    }

    #[test]
    fn what_people_read_is_short_and_printable() {
        let remark = |text: &str| read(text, |document| Ok(document.remark("type"))).unwrap();
        assert_eq!(remark(r#"{"type":"Early Microcode Update"}"#).as_deref(), Some("Early Microcode Update"));
        assert_eq!(remark(&format!(r#"{{"type":"{}"}}"#, "x".repeat(65))), None);
        assert_eq!(remark("{\"type\":\"\\u001b[31m\"}"), None);
        assert_eq!(remark("{}"), None);
    }
}
