//! Certificate extensions (RFC 5280, section 4.2).

use crate::der::{Der, tag};
use crate::error::Error;

/// Genuine AMD leaf certificates have 10 or 11.
const MAX_EXTENSIONS: usize = 32;

const BASIC_CONSTRAINTS: [u8; 3] = [0x55, 0x1d, 0x13];
const KEY_USAGE: [u8; 3] = [0x55, 0x1d, 0x0f];

#[derive(Clone, Copy, Debug)]
struct Extension<'a> {
    oid: &'a [u8],
    value: &'a [u8],
}

/// `BasicConstraints` (RFC 5280, section 4.2.1.9).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct BasicConstraints {
    ca: bool,
    path_length: Option<u8>,
}

/// `KeyUsage` (RFC 5280, section 4.2.1.3): the bits that matter here.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct KeyUsage {
    /// Bit 0.
    pub digital_signature: bool,
    /// Bit 5.
    pub key_cert_sign: bool,
    /// Bit 6.
    pub crl_sign: bool,
}

/// A certificate's extensions: each at most once, none critical that is not understood.
#[derive(Clone, Debug)]
pub struct Extensions<'a> {
    all: Vec<Extension<'a>>,
    basic_constraints: Option<BasicConstraints>,
    key_usage: Option<KeyUsage>,
}

impl<'a> Extensions<'a> {
    /// Those of a certificate that has none.
    pub(crate) const fn none() -> Self {
        Self { all: Vec::new(), basic_constraints: None, key_usage: None }
    }

    /// Reads `Extensions`, the contents of the explicit tag [3] of a certificate or [0] of a list.
    ///
    /// # Errors
    /// `collateral_malformed` for a duplicate, for an unknown critical extension, and for any encoding but DER's.
    pub(crate) fn read(der: &mut Der<'a>) -> Result<Self, Error> {
        let mut list = der.enter(tag::SEQUENCE)?;
        if list.is_empty() {
            return Err(der.error("has an empty list of extensions"));
        }
        let mut extensions = Self { all: Vec::new(), basic_constraints: None, key_usage: None };
        while !list.is_empty() {
            let mut entry = list.enter(tag::SEQUENCE)?;
            let oid = entry.oid()?;
            let critical = entry.peek() == Some(tag::BOOLEAN);
            if critical && !entry.boolean()? {
                // X.690, section 11.5: a default is left out.
                return Err(der.error("has an extension that encodes the default FALSE"));
            }
            let value = entry.expect(tag::OCTET_STRING)?.contents;
            entry.finish()?;
            extensions.add(Extension { oid, value }, critical, der)?;
        }
        Ok(extensions)
    }

    fn add(&mut self, extension: Extension<'a>, critical: bool, der: &Der<'_>) -> Result<(), Error> {
        if self.all.len() >= MAX_EXTENSIONS {
            return Err(der.error("has more than 32 extensions"));
        }
        if self.value(extension.oid).is_some() {
            return Err(der.error("has the same extension twice"));
        }
        if extension.oid == BASIC_CONSTRAINTS {
            self.basic_constraints = Some(read_basic_constraints(extension.value)?);
        } else if extension.oid == KEY_USAGE {
            self.key_usage = Some(read_key_usage(extension.value)?);
        } else if critical {
            return Err(der.error("has a critical extension that is not understood"));
        }
        self.all.push(extension);
        Ok(())
    }

    /// The contents of an extension's OCTET STRING.
    #[must_use]
    pub fn value(&self, oid: &[u8]) -> Option<&'a [u8]> {
        self.value_under(oid, &[])
    }

    /// The same, of the object identifier `arc` and what follows it, `rest`.
    #[must_use]
    pub fn value_under(&self, arc: &[u8], rest: &[u8]) -> Option<&'a [u8]> {
        let is_named = |oid: &[u8]| oid.split_at_checked(arc.len()) == Some((arc, rest));
        let named = self.all.iter().find(|extension| is_named(extension.oid));
        named.map(|extension| extension.value)
    }

    /// Whether the subject may issue certificates, but only to subjects that may not: CA, path length 0, keyCertSign.
    #[must_use]
    pub fn is_intermediate_authority(&self) -> bool {
        self.basic_constraints == Some(BasicConstraints { ca: true, path_length: Some(0) })
            && self.key_usage.is_some_and(|usage| usage.key_cert_sign)
    }

    /// The same, and whether it may sign lists (RFC 5280, section 6.3.3, step f).
    #[must_use]
    pub fn is_list_authority(&self) -> bool {
        self.is_intermediate_authority() && self.key_usage.is_some_and(|usage| usage.crl_sign)
    }

    /// Whether the subject may issue certificates to authorities, and sign lists.
    #[must_use]
    pub fn is_root_authority(&self) -> bool {
        self.basic_constraints.is_some_and(|constraints| constraints.ca && constraints.path_length != Some(0))
            && self.key_usage.is_some_and(|usage| usage.key_cert_sign && usage.crl_sign)
    }

    /// Whether the subject may sign, and not issue certificates. AMD's leaves carry neither extension; absence means not
    /// an authority.
    #[must_use]
    pub fn is_end_entity(&self) -> bool {
        self.basic_constraints.is_none_or(|constraints| !constraints.ca)
            && self.key_usage.is_none_or(|usage| usage.digital_signature && !usage.key_cert_sign)
    }
}

fn read_basic_constraints(value: &[u8]) -> Result<BasicConstraints, Error> {
    let mut outer = Der::new(value, "basicConstraints");
    let mut inner = outer.enter(tag::SEQUENCE)?;
    let ca = inner.peek() == Some(tag::BOOLEAN) && inner.boolean()?;
    let path_length = if inner.peek() == Some(tag::INTEGER) { Some(inner.small()?) } else { None };
    inner.finish()?;
    if !ca && value != [0x30, 0x00] {
        // DER leaves a default out (X.690, section 11.5), and a path length belongs to authorities only.
        return Err(outer.error("encodes the default FALSE, or a path length without CA"));
    }
    outer.finish()?;
    Ok(BasicConstraints { ca, path_length })
}

fn read_key_usage(value: &[u8]) -> Result<KeyUsage, Error> {
    let mut outer = Der::new(value, "keyUsage");
    let contents = outer.expect(tag::BIT_STRING)?.contents;
    // One or two octets of named bits. X.690, section 11.2.2, cuts trailing zero bits; AMD's own authorities do not, so
    // only what section 11.2.1 asks is asked: unused bits are zero.
    let bits = match contents {
        [unused, bits] | [unused, bits, _] if *unused < 8 => {
            let last = contents.last().copied().unwrap_or(0);
            if last != 0 && last.trailing_zeros() < u32::from(*unused) {
                return Err(outer.error("has unused bits that are not zero"));
            }
            *bits
        }
        _ => return Err(outer.error("is not a bit string of one or two octets")),
    };
    outer.finish()?;
    Ok(KeyUsage { digital_signature: bits & 0x80 != 0, key_cert_sign: bits & 0x04 != 0, crl_sign: bits & 0x02 != 0 })
}
