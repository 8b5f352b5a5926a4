//! The subset of DER that certificates and revocation lists are written in (ITU-T X.690, section 10).
//!
//! Strict: one-byte tags, definite lengths in their shortest form, canonical integers and booleans, nothing left over.
//! The reader walks siblings and is given an element's contents by hand, so its depth is the depth of the code that
//! calls it: nested input cannot exhaust a stack.

use crate::error::{Code, Error};

/// Universal and context-specific tags that occur in the structures read here.
pub mod tag {
    /// BOOLEAN
    pub const BOOLEAN: u8 = 0x01;
    /// INTEGER
    pub const INTEGER: u8 = 0x02;
    /// BIT STRING
    pub const BIT_STRING: u8 = 0x03;
    /// OCTET STRING
    pub const OCTET_STRING: u8 = 0x04;
    /// NULL
    pub const NULL: u8 = 0x05;
    /// OBJECT IDENTIFIER
    pub const OID: u8 = 0x06;
    /// ENUMERATED
    pub const ENUMERATED: u8 = 0x0a;
    /// UTF8String
    pub const UTF8_STRING: u8 = 0x0c;
    /// PrintableString
    pub const PRINTABLE_STRING: u8 = 0x13;
    /// IA5String
    pub const IA5_STRING: u8 = 0x16;
    /// UTCTime
    pub const UTC_TIME: u8 = 0x17;
    /// GeneralizedTime
    pub const GENERALIZED_TIME: u8 = 0x18;
    /// SEQUENCE, constructed
    pub const SEQUENCE: u8 = 0x30;
    /// SET, constructed
    pub const SET: u8 = 0x31;

    /// A constructed context-specific tag `[number]`, for numbers below 31.
    #[must_use]
    pub const fn context(number: u8) -> u8 {
        0xa0 | (number & 0x1f)
    }
}

/// One element: its tag, its contents, and all of its bytes as they were received.
#[derive(Clone, Copy, Debug)]
pub struct Element<'a> {
    /// The identifier octet.
    pub tag: u8,
    /// The contents octets.
    pub contents: &'a [u8],
    /// Identifier, length and contents: what a signature covers.
    pub raw: &'a [u8],
}

/// Reads elements from the front of a byte string, in order.
#[derive(Clone, Copy, Debug)]
pub struct Der<'a> {
    rest: &'a [u8],
    what: &'static str,
}

impl<'a> Der<'a> {
    /// A reader over `bytes`; `what` names the structure in errors.
    #[must_use]
    pub const fn new(bytes: &'a [u8], what: &'static str) -> Self {
        Self { rest: bytes, what }
    }

    /// An error about this structure.
    #[must_use]
    pub fn error(&self, problem: &str) -> Error {
        Error::new(Code::CollateralMalformed, format!("{}: {problem}", self.what)).field(self.what)
    }

    /// The tag of the next element, if there is one.
    #[must_use]
    pub fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// Whether everything has been read.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next element, whatever its tag.
    ///
    /// # Errors
    /// `collateral_malformed` when the length is missing, indefinite, not in its shortest form, or runs past the end.
    pub fn element(&mut self) -> Result<Element<'a>, Error> {
        let input = self.rest;
        let (&tag, after_tag) = input.split_first().ok_or_else(|| self.error("ends where an element was expected"))?;
        if tag & 0x1f == 0x1f {
            return Err(self.error("uses a tag of several bytes"));
        }
        let (length, after_length) = self.length(after_tag)?;
        let (contents, rest) =
            after_length.split_at_checked(length).ok_or_else(|| self.error("a length runs past the end"))?;
        let consumed = input.len().saturating_sub(rest.len());
        let raw = input.get(..consumed).ok_or_else(|| self.error("a length runs past the end"))?;
        self.rest = rest;
        Ok(Element { tag, contents, raw })
    }

    /// X.690, sections 8.1.3 and 10.1: definite, and as short as can be.
    fn length(&self, bytes: &'a [u8]) -> Result<(usize, &'a [u8]), Error> {
        let (&first, rest) = bytes.split_first().ok_or_else(|| self.error("ends before a length"))?;
        if first < 0x80 {
            return Ok((usize::from(first), rest));
        }
        let count = usize::from(first & 0x7f);
        if count == 0 {
            return Err(self.error("uses an indefinite length"));
        }
        if count > 3 {
            return Err(self.error("has a length beyond 16 MiB"));
        }
        let (octets, rest) = rest.split_at_checked(count).ok_or_else(|| self.error("ends inside a length"))?;
        if octets.first() == Some(&0) {
            return Err(self.error("has a length with a leading zero"));
        }
        let length = octets.iter().fold(0_usize, |value, octet| (value << 8) | usize::from(*octet));
        if length < 0x80 {
            return Err(self.error("has a length that is not in its shortest form"));
        }
        Ok((length, rest))
    }

    /// The next element, which must have this tag.
    ///
    /// # Errors
    /// `collateral_malformed` as for [`Self::element`], and when the tag is another.
    pub fn expect(&mut self, tag: u8) -> Result<Element<'a>, Error> {
        let element = self.element()?;
        if element.tag == tag {
            Ok(element)
        } else {
            Err(self.error("has an element of another type than its place demands"))
        }
    }

    /// The next element if it has this tag, otherwise `None` and nothing is read.
    ///
    /// # Errors
    /// `collateral_malformed` as for [`Self::element`].
    pub fn optional(&mut self, tag: u8) -> Result<Option<Element<'a>>, Error> {
        if self.peek() == Some(tag) { self.element().map(Some) } else { Ok(None) }
    }

    /// The contents of the next element, which must have this tag, as a reader of its own.
    ///
    /// # Errors
    /// `collateral_malformed` as for [`Self::expect`].
    pub fn enter(&mut self, tag: u8) -> Result<Self, Error> {
        Ok(Self { rest: self.expect(tag)?.contents, what: self.what })
    }

    /// Nothing may follow.
    ///
    /// # Errors
    /// `collateral_malformed` when something does.
    pub fn finish(self) -> Result<(), Error> {
        if self.is_empty() { Ok(()) } else { Err(self.error("has bytes after its end")) }
    }

    /// The contents of a canonical INTEGER (X.690, section 8.3.2: no redundant leading octet).
    ///
    /// # Errors
    /// `collateral_malformed` when it is empty or not in its shortest form.
    pub fn integer(&mut self) -> Result<&'a [u8], Error> {
        let contents = self.expect(tag::INTEGER)?.contents;
        match contents {
            [] => Err(self.error("has an empty INTEGER")),
            [0x00, second, ..] if second & 0x80 == 0 => Err(self.error("has an INTEGER with a redundant leading zero")),
            [0xff, second, ..] if second & 0x80 != 0 => {
                Err(self.error("has an INTEGER with a redundant leading octet"))
            }
            _ => Ok(contents),
        }
    }

    /// A canonical, non-negative INTEGER as big-endian magnitude without leading zero (zero is one zero octet).
    ///
    /// # Errors
    /// `collateral_malformed` as for [`Self::integer`], and when it is negative.
    pub fn unsigned(&mut self) -> Result<&'a [u8], Error> {
        let contents = self.integer()?;
        match contents {
            [first, ..] if first & 0x80 != 0 => Err(self.error("has a negative INTEGER where none may be")),
            [0x00, rest @ ..] if !rest.is_empty() => Ok(rest),
            _ => Ok(contents),
        }
    }

    /// A canonical INTEGER from 0 to 255.
    ///
    /// # Errors
    /// `collateral_malformed` as for [`Self::unsigned`], and when it is larger.
    pub fn small(&mut self) -> Result<u8, Error> {
        match self.unsigned()? {
            [value] => Ok(*value),
            _ => Err(self.error("has an INTEGER above 255 where none may be")),
        }
    }

    /// A BOOLEAN: DER knows 0x00 and 0xff only (X.690, section 11.1).
    ///
    /// # Errors
    /// `collateral_malformed` for any other contents.
    pub fn boolean(&mut self) -> Result<bool, Error> {
        match self.expect(tag::BOOLEAN)?.contents {
            [0x00] => Ok(false),
            [0xff] => Ok(true),
            _ => Err(self.error("has a BOOLEAN that is neither 00 nor FF")),
        }
    }

    /// The octets of a BIT STRING without unused bits: keys and signatures.
    ///
    /// # Errors
    /// `collateral_malformed` when it is empty or has unused bits.
    pub fn bit_string(&mut self) -> Result<&'a [u8], Error> {
        match self.expect(tag::BIT_STRING)?.contents {
            [0x00, octets @ ..] if !octets.is_empty() => Ok(octets),
            _ => Err(self.error("has a BIT STRING that is empty or has unused bits")),
        }
    }

    /// An OBJECT IDENTIFIER's contents. It is compared as bytes; only its shape is checked (X.690, section 8.19.2).
    ///
    /// # Errors
    /// `collateral_malformed` when an arc is padded or unfinished.
    pub fn oid(&mut self) -> Result<&'a [u8], Error> {
        let contents = self.expect(tag::OID)?.contents;
        let mut starts_arc = true;
        for octet in contents {
            if starts_arc && *octet == 0x80 {
                return Err(self.error("has an OBJECT IDENTIFIER with a padded arc"));
            }
            starts_arc = octet & 0x80 == 0;
        }
        if contents.is_empty() || contents.len() > 32 || !starts_arc {
            return Err(self.error("has an OBJECT IDENTIFIER that is empty, too long or unfinished"));
        }
        Ok(contents)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Der<'_> {
        Der::new(bytes, "test")
    }

    #[test]
    fn an_element_keeps_its_received_bytes() {
        let mut der = read(&[0x04, 0x02, 7, 8, 0x05, 0x00]);
        let element = der.expect(tag::OCTET_STRING).unwrap();
        assert_eq!((element.contents, element.raw), (&[7, 8][..], &[0x04, 0x02, 7, 8][..]));
        assert!(der.finish().is_err());
        assert_eq!(der.element().unwrap().tag, tag::NULL);
        assert!(der.finish().is_ok());
    }

    #[test]
    fn lengths_are_definite_and_shortest() {
        for bad in [
            &[0x30][..],
            &[0x30, 0x80, 0x00, 0x00],
            &[0x30, 0x81, 0x01, 0x00],
            &[0x30, 0x82, 0x00, 0x80],
            &[0x30, 0x84, 0x00, 0x00, 0x00, 0x01, 0x00],
            &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
            &[0x30, 0x82, 0xff],
            &[0x30, 0x02, 0x00],
            &[0x1f, 0x01, 0x00],
            &[],
        ] {
            assert_eq!(read(bad).element().unwrap_err().code(), Code::CollateralMalformed, "{bad:02x?}");
        }
        let mut long = vec![0x04, 0x81, 0x80];
        long.extend([0; 0x80]);
        assert_eq!(read(&long).element().unwrap().contents.len(), 0x80);
    }

    #[test]
    fn integers_are_canonical() {
        assert_eq!(read(&[0x02, 0x02, 0x00, 0xdb]).small().unwrap(), 0xdb);
        assert_eq!(read(&[0x02, 0x01, 0x00]).small().unwrap(), 0);
        for bad in [
            &[0x02, 0x00][..],
            &[0x02, 0x01, 0xdb],
            &[0x02, 0x02, 0x00, 0x1b],
            &[0x02, 0x02, 0xff, 0x80],
            &[0x02, 0x03, 0x01, 0x00, 0xdb],
            &[0x04, 0x01, 0x05],
        ] {
            assert!(read(bad).small().is_err(), "{bad:02x?}");
        }
    }

    #[test]
    fn booleans_bit_strings_and_oids_have_one_encoding() {
        assert!(read(&[0x01, 0x01, 0xff]).boolean().unwrap());
        assert!(read(&[0x01, 0x01, 0x01]).boolean().is_err());
        assert!(read(&[0x01, 0x00]).boolean().is_err());
        assert_eq!(read(&[0x03, 0x02, 0x00, 9]).bit_string().unwrap(), [9]);
        assert!(read(&[0x03, 0x02, 0x01, 8]).bit_string().is_err());
        assert!(read(&[0x03, 0x00]).bit_string().is_err());
        assert!(read(&[0x06, 0x03, 0x2a, 0x80, 0x01]).oid().is_err());
        assert!(read(&[0x06, 0x02, 0x2a, 0x86]).oid().is_err());
        assert!(read(&[0x06, 0x02, 0x2a, 0x03]).oid().is_ok());
    }
}
