//! Distinguished names. Two names are the same when their bytes are (RFC 5280, section 7.1, allows more; vendors need none
//! of it, and every laxity is a second way to read a name).

use crate::der::{Der, tag};
use crate::error::Error;

const COUNTRY: [u8; 3] = [0x55, 0x04, 0x06];
const LOCALITY: [u8; 3] = [0x55, 0x04, 0x07];
const STATE: [u8; 3] = [0x55, 0x04, 0x08];
const ORGANIZATION: [u8; 3] = [0x55, 0x04, 0x0a];
const ORGANIZATIONAL_UNIT: [u8; 3] = [0x55, 0x04, 0x0b];
const COMMON_NAME: [u8; 3] = [0x55, 0x04, 0x03];

/// A received name: its bytes, and its common name.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Name<'a> {
    raw: &'a [u8],
    common_name: &'a [u8],
}

impl<'a> Name<'a> {
    /// Reads a Name with exactly one common name.
    ///
    /// # Errors
    /// `collateral_malformed` for a structure that is not a Name of single-valued attributes.
    pub(crate) fn read(der: &mut Der<'a>) -> Result<Self, Error> {
        let element = der.expect(tag::SEQUENCE)?;
        let mut attributes = Der::new(element.contents, "name");
        let mut common_name = None;
        while !attributes.is_empty() {
            let mut set = attributes.enter(tag::SET)?;
            let mut attribute = set.enter(tag::SEQUENCE)?;
            set.finish()?;
            let kind = attribute.oid()?;
            let value = attribute.element()?;
            attribute.finish()?;
            if kind == COMMON_NAME && common_name.replace(value.contents).is_some() {
                return Err(der.error("has a name with two common names"));
            }
        }
        let common_name = common_name.ok_or_else(|| der.error("has a name without a common name"))?;
        Ok(Self { raw: element.raw, common_name })
    }

    /// The DER bytes as received.
    #[must_use]
    pub const fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// The contents of the common name's string.
    #[must_use]
    pub const fn common_name(&self) -> &'a [u8] {
        self.common_name
    }
}

/// The Name that AMD writes around a common name (AMD 57230, certificate definitions): OU Engineering, C US, L Santa
/// Clara, ST CA, O Advanced Micro Devices, CN; UTF8String but for the country.
#[must_use]
pub fn amd_name(common_name: &str) -> Vec<u8> {
    write(&[
        (ORGANIZATIONAL_UNIT, tag::UTF8_STRING, "Engineering"),
        (COUNTRY, tag::PRINTABLE_STRING, "US"),
        (LOCALITY, tag::UTF8_STRING, "Santa Clara"),
        (STATE, tag::UTF8_STRING, "CA"),
        (ORGANIZATION, tag::UTF8_STRING, "Advanced Micro Devices"),
        (COMMON_NAME, tag::UTF8_STRING, common_name),
    ])
}

/// The Name that Intel writes around a common name (Intel SGX PCK Certificate and CRL Profile Specification, section 1.3):
/// CN, O Intel Corporation, L Santa Clara, ST CA, C US; UTF8String but for the country.
#[must_use]
pub fn intel_name(common_name: &str) -> Vec<u8> {
    write(&[
        (COMMON_NAME, tag::UTF8_STRING, common_name),
        (ORGANIZATION, tag::UTF8_STRING, "Intel Corporation"),
        (LOCALITY, tag::UTF8_STRING, "Santa Clara"),
        (STATE, tag::UTF8_STRING, "CA"),
        (COUNTRY, tag::PRINTABLE_STRING, "US"),
    ])
}

/// Every length but the last is below 128. Vendors' names are far below 118 bytes; a longer one would have no DER form here,
/// so that it matched nothing, never the wrong name.
fn write(attributes: &[([u8; 3], u8, &str)]) -> Vec<u8> {
    let mut body = Vec::with_capacity(192);
    for ([first, second, third], string, text) in attributes {
        let length = u8::try_from(text.len()).unwrap_or(u8::MAX);
        let [pair, set] = [length.saturating_add(7), length.saturating_add(9)];
        body.extend_from_slice(&[tag::SET, set, tag::SEQUENCE, pair, tag::OID, 3, *first, *second, *third]);
        body.extend_from_slice(&[*string, length]);
        body.extend_from_slice(text.as_bytes());
    }
    let length = u8::try_from(body.len()).unwrap_or(u8::MAX);
    let header: &[u8] = if length < 0x80 { &[tag::SEQUENCE, length] } else { &[tag::SEQUENCE, 0x81, length] };
    [header, &body].concat()
}
