//! The wire format of Protocol Buffers (protobuf.dev, "Encoding"), as much of it as the messages read here have: varints and
//! byte strings.
//!
//! Whatever two readers could take in two ways is refused: an overlong varint, a singular field that comes twice (some take
//! the last, some merge), groups, wire types that no field read here has. A message is split into its fields once and a
//! caller opens those that it knows to be messages, so nothing recurses.

use crate::error::{Code, Error};

/// More fields than any message has that is read here: the longest is a bank of 24 PCRs.
const MAX_FIELDS: usize = 256;

/// The largest field number ("Field numbers" in the language's specification).
const MAX_FIELD_NUMBER: u64 = (1 << 29) - 1;

#[derive(Clone, Copy, Debug)]
enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

/// A message whose fields are well formed. Nothing is copied out of it: a field is looked for where it is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Message<'a> {
    what: &'static str,
    bytes: &'a [u8],
    /// A bit for each number that was asked for.
    taken: u64,
}

impl<'a> Message<'a> {
    /// Looks through a message; `what` names it in errors.
    ///
    /// # Errors
    /// `evidence_malformed`
    pub(super) fn read(bytes: &'a [u8], what: &'static str) -> Result<Self, Error> {
        let (mut rest, mut count) = (bytes, 0_usize);
        while !rest.is_empty() {
            if count >= MAX_FIELDS {
                return Err(malformed(what, "has more fields than any such message"));
            }
            field(&mut rest, what)?;
            count = count.saturating_add(1);
        }
        Ok(Self { what, bytes, taken: 0 })
    }

    /// The next field of a number in `rest`.
    fn next(&self, rest: &mut &'a [u8], number: u64) -> Result<Option<Value<'a>>, Error> {
        while !rest.is_empty() {
            let (found, value) = field(rest, self.what)?;
            if found == number {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    /// Notes that a number was asked for. Every number that is has a bit.
    fn take(&mut self, number: u64) {
        self.taken |= bit_of(number);
    }

    /// A singular field; the first of its number, which must be the last one too.
    fn singular(&mut self, number: u64) -> Result<Option<Value<'a>>, Error> {
        self.take(number);
        let mut rest = self.bytes;
        let value = self.next(&mut rest, number)?;
        if self.next(&mut rest, number)?.is_some() {
            return Err(malformed(self.what, "has a field twice that it can have once").actual(number.to_string()));
        }
        Ok(value)
    }

    fn optional_bytes(&mut self, number: u64) -> Result<Option<&'a [u8]>, Error> {
        match self.singular(number)? {
            None => Ok(None),
            Some(Value::Bytes(bytes)) => Ok(Some(bytes)),
            Some(Value::Number(_)) => Err(self.wrong_type(number)),
        }
    }

    /// A singular byte string; proto3 leaves out what is empty.
    pub(super) fn bytes(&mut self, number: u64) -> Result<&'a [u8], Error> {
        Ok(self.optional_bytes(number)?.unwrap_or_default())
    }

    /// A byte string of exactly `length` bytes.
    pub(super) fn fixed(&mut self, number: u64, length: usize) -> Result<&'a [u8], Error> {
        let bytes = self.bytes(number)?;
        if bytes.len() == length {
            return Ok(bytes);
        }
        Err(malformed(self.what, &format!("has a field {number} of another length than the format gives it"))
            .expected(format!("{length} bytes"))
            .actual(bytes.len().to_string()))
    }

    /// A number; proto3 leaves out zero.
    pub(super) fn number(&mut self, number: u64) -> Result<u64, Error> {
        match self.singular(number)? {
            None => Ok(0),
            Some(Value::Number(value)) => Ok(value),
            Some(Value::Bytes(_)) => Err(self.wrong_type(number)),
        }
    }

    /// The error about a number that is too large for its place.
    pub(super) fn out_of_range(&self, number: u64) -> Error {
        malformed(self.what, &format!("has a field {number} beyond its range"))
    }

    /// A message inside that must be there.
    pub(super) fn message(&mut self, number: u64, what: &'static str) -> Result<Self, Error> {
        let bytes = self.optional_bytes(number)?.ok_or_else(|| malformed(what, "is missing"))?;
        Self::read(bytes, what)
    }

    /// Every byte string of a repeated field.
    pub(super) fn repeated(&mut self, number: u64) -> Result<Vec<&'a [u8]>, Error> {
        self.take(number);
        let (mut all, mut rest) = (Vec::new(), self.bytes);
        while let Some(value) = self.next(&mut rest, number)? {
            match value {
                Value::Bytes(bytes) => all.push(bytes),
                Value::Number(_) => return Err(self.wrong_type(number)),
            }
        }
        Ok(all)
    }

    /// Whether a field is there.
    pub(super) fn has(&self, number: u64) -> bool {
        matches!(self.next(&mut { self.bytes }, number), Ok(Some(_)))
    }

    /// Refuses what was not taken: a field that this version does not know could change what the others mean.
    pub(super) fn close(self) -> Result<(), Error> {
        let mut rest = self.bytes;
        while !rest.is_empty() {
            let (number, _) = field(&mut rest, self.what)?;
            if self.taken & bit_of(number) == 0 {
                let problem = "has a field that this version does not know";
                return Err(malformed(self.what, problem).actual(number.to_string()));
            }
        }
        Ok(())
    }

    fn wrong_type(&self, number: u64) -> Error {
        malformed(self.what, &format!("has a field {number} of another type"))
    }
}

/// One bit for each number that a message read here knows; none for those beyond.
fn bit_of(number: u64) -> u64 {
    u32::try_from(number).ok().and_then(|number| 1_u64.checked_shl(number)).unwrap_or_default()
}

/// The next field: its number and its value.
fn field<'a>(bytes: &mut &'a [u8], what: &'static str) -> Result<(u64, Value<'a>), Error> {
    let key = varint(bytes).ok_or_else(|| malformed(what, "has a field key that is no varint"))?;
    let (number, wire_type) = (key >> 3, key & 7);
    if !(1..=MAX_FIELD_NUMBER).contains(&number) {
        return Err(malformed(what, "has a field number that no field can have"));
    }
    let value = match wire_type {
        0 => Value::Number(varint(bytes).ok_or_else(|| malformed(what, "has a number that is no varint"))?),
        2 => Value::Bytes(sized(bytes).ok_or_else(|| malformed(what, "states a length past its end"))?),
        _ => {
            return Err(malformed(what, "has a group, or a wire type that none of its fields has")
                .expected("0 (varint) or 2 (length-delimited)")
                .actual(wire_type.to_string()));
        }
    };
    Ok((number, value))
}

#[cold]
pub(super) fn malformed(what: &str, problem: &str) -> Error {
    Error::new(Code::EvidenceMalformed, format!("the go-tpm-tools document: {what} {problem}")).field(what)
}

/// Base 128, least significant group first, in as few bytes as the value needs.
fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for shift in (0u32..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        let group = u64::from(byte & 0x7f);
        // The tenth byte has one bit of a 64-bit number.
        if shift == 63 && group > 1 {
            return None;
        }
        value |= group.checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return (group != 0 || shift == 0).then_some(value);
        }
    }
    None
}

fn sized<'a>(bytes: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(varint(bytes)?).ok()?;
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> Option<Code> {
        Message::read(bytes, "test").err().map(|error| error.code())
    }

    #[test]
    fn case_50_a_varint_has_one_encoding() {
        let read = |mut bytes: &[u8]| varint(&mut bytes);
        for (bytes, value) in [
            (&[0u8][..], 0),
            (&[0x7f], 127),
            (&[0x80, 1], 128),
            (&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1], u64::MAX),
        ] {
            assert_eq!(read(bytes), Some(value));
        }
        for bytes in [
            &[0x80u8, 0][..],
            &[0x81, 0x80, 0],
            &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2],
            &[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1],
            &[0x80; 11],
            &[0x80],
            &[],
        ] {
            assert_eq!(read(bytes), None, "{bytes:02x?}");
        }
        assert_eq!(refused(&[0x80; 11]), Some(Code::EvidenceMalformed));
        assert_eq!(refused(&[0x08, 0x80, 0x00]), Some(Code::EvidenceMalformed));
    }

    #[test]
    fn case_51_a_length_ends_inside_the_message() {
        for bytes in [
            &[0x0a, 1][..],
            &[0x0a, 0x7f, 0],
            &[0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f, 0],
            &[0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
            &[0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
        ] {
            assert_eq!(refused(bytes), Some(Code::EvidenceMalformed), "{bytes:02x?}");
        }
    }

    #[test]
    fn case_52_a_singular_field_comes_once() {
        let mut message = Message::read(&[0x0a, 1, 7, 0x0a, 1, 8], "test").unwrap();
        assert_eq!(message.bytes(1).unwrap_err().code(), Code::EvidenceMalformed);
        let mut message = Message::read(&[0x0a, 1, 7, 0x0a, 1, 8], "test").unwrap();
        assert_eq!(message.repeated(1).unwrap(), [[7], [8]]);
        message.close().unwrap();
    }

    #[test]
    fn case_54_groups_and_other_wire_types_are_refused() {
        for wire_type in [1, 3, 4, 5, 6, 7] {
            let key = 0x08 | wire_type;
            assert_eq!(refused(&[key, 0, 0, 0, 0, 0, 0, 0, 0]), Some(Code::EvidenceMalformed), "{wire_type}");
        }
        assert_eq!(refused(&[0x02, 0]), Some(Code::EvidenceMalformed), "field number 0");
    }

    #[test]
    fn fields_are_taken_by_number_and_type() {
        let mut message = Message::read(&[0x08, 5, 0x12, 2, 1, 2, 0x18, 0x80, 2], "test").unwrap();
        assert_eq!(message.number(1).unwrap(), 5);
        assert_eq!(message.fixed(2, 2).unwrap(), [1, 2]);
        assert!(message.bytes(3).is_err(), "a number");
        assert_eq!(message.number(9).unwrap(), 0);
        assert!(message.bytes(9).unwrap().is_empty());
        let message = Message::read(&[0x08, 5], "test").unwrap();
        assert!(message.close().is_err());
        let far = Message { taken: u64::MAX, ..Message::read(&[0x80, 0x10, 5], "test").unwrap() };
        assert!(far.close().is_err(), "a number beyond every bit");
        assert_eq!(refused(&[0x08, 1].repeat(MAX_FIELDS + 1)), Some(Code::EvidenceMalformed));
    }
}
