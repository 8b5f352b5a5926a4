//! What AMD certifies about a signing key: the extensions of a VCEK or VLEK (AMD 57230, table "VCEK and VLEK Certificate
//! Extensions"), object identifiers under 1.3.6.1.4.1.3704.1.

use super::report::{Report, SigningKey};
use super::tcb::TcbVersion;
use crate::anchors::Product;
use crate::der::{Der, tag};
use crate::error::{Code, Error};
use crate::x509::Certificate;

/// 1.3.6.1.4.1.3704.1, encoded.
const ARC: [u8; 8] = [0x2b, 0x06, 0x01, 0x04, 0x01, 0x9c, 0x78, 0x01];

const STRUCT_VERSION: &[u8] = &[1];
const PRODUCT_NAME: &[u8] = &[2];
const HWID: &[u8] = &[4];
const CSP_ID: &[u8] = &[5];

/// CSP_ID is printed in results; a genuine one has under 40 characters.
const MAX_CSP_ID_BYTES: usize = 255;

/// Whose key it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Holder<'a> {
    /// VCEK: one chip, by its HWID.
    Chip(&'a [u8]),
    /// VLEK: a cloud provider, by its CSP_ID.
    Provider(&'a str),
}

/// The statement of a leaf certificate.
#[derive(Clone, Copy, Debug)]
pub struct Endorsement<'a> {
    /// The product line in productName.
    pub product: Product,
    /// The TCB that the key was derived for.
    pub tcb: TcbVersion,
    /// Whose key it is.
    pub holder: Holder<'a>,
}

impl<'a> Endorsement<'a> {
    /// Reads the extensions.
    ///
    /// # Errors
    /// `collateral_malformed` where one is missing, encoded in another way than AMD's, or contradicts the product.
    pub fn read(certificate: &Certificate<'a>) -> Result<Self, Error> {
        let product = product(ia5(certificate, PRODUCT_NAME, "productName")?)?;
        let struct_version = integer(certificate, STRUCT_VERSION, "structVersion")?;
        let expected = match product {
            Product::Milan | Product::Genoa => 0,
            Product::Turin => 1,
        };
        if struct_version != expected {
            return Err(malformed("structVersion", "is not the one of its product")
                .expected(expected.to_string())
                .actual(struct_version.to_string()));
        }
        let holder = match (value(certificate, HWID), value(certificate, CSP_ID)) {
            (Some(hwid), None) => Holder::Chip(check_hwid(hwid, product)?),
            (None, Some(_)) => Holder::Provider(provider(ia5(certificate, CSP_ID, "CSP_ID")?)?),
            _ => return Err(malformed("HWID, CSP_ID", "must have exactly one of the two")),
        };
        Ok(Self { product, tcb: tcb(certificate, product)?, holder })
    }

    /// Whether the statement is about the key that signed `report`: same TCB, same chip, same kind.
    #[must_use]
    pub fn is_about(&self, report: &Report<'_>) -> bool {
        let kind = match self.holder {
            Holder::Chip(hwid) => {
                report.signing_key == SigningKey::Vcek
                    && (report.chip_is_masked() || report.chip_id.get(..hwid.len()) == Some(hwid))
            }
            Holder::Provider(_) => report.signing_key == SigningKey::Vlek,
        };
        kind && self.tcb == report.reported_tcb
    }
}

/// The eight security versions, each in the extension whose number is one more than its byte (Turin: FMC, which comes
/// first, has number 9).
fn tcb(certificate: &Certificate<'_>, product: Product) -> Result<TcbVersion, Error> {
    let numbers: [u8; 8] = match product {
        // boot loader, TEE, spare 4 to 7, SNP, microcode
        Product::Milan | Product::Genoa => [1, 2, 4, 5, 6, 7, 3, 8],
        // FMC, boot loader, TEE, SNP, spare 5 to 7, microcode
        Product::Turin => [9, 1, 2, 3, 5, 6, 7, 8],
    };
    let mut bytes = [0; 8];
    for (byte, number) in bytes.iter_mut().zip(numbers) {
        *byte = integer(certificate, &[3, number], "TCB version")?;
    }
    Ok(TcbVersion(bytes))
}

/// "Milan-B0" and "Milan" are both Milan: what precedes a hyphen must be the exact name.
fn product(name: &str) -> Result<Product, Error> {
    let line = name.split_once('-').map_or(name, |(line, _)| line);
    Product::ALL.iter().find(|product| product.amd_name() == line).copied().ok_or_else(|| {
        malformed("productName", "names no product that this version knows").expected("Milan, Genoa or Turin")
    })
}

fn check_hwid(hwid: &[u8], product: Product) -> Result<&[u8], Error> {
    let length = match product {
        Product::Milan | Product::Genoa => 64,
        Product::Turin => 8,
    };
    if hwid.len() == length {
        return Ok(hwid);
    }
    Err(malformed("HWID", "does not have the length of its product")
        .expected(format!("{length} bytes"))
        .actual(hwid.len().to_string()))
}

fn provider(text: &str) -> Result<&str, Error> {
    let printable = text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
    if printable && (1..=MAX_CSP_ID_BYTES).contains(&text.len()) {
        return Ok(text);
    }
    Err(malformed("CSP_ID", "is not 1 to 255 printable characters"))
}

fn value<'a>(certificate: &Certificate<'a>, arc: &[u8]) -> Option<&'a [u8]> {
    certificate.extensions().value_under(&ARC, arc)
}

fn required<'a>(certificate: &Certificate<'a>, arc: &[u8], name: &str) -> Result<Der<'a>, Error> {
    value(certificate, arc)
        .map(|value| Der::new(value, "leaf certificate"))
        .ok_or_else(|| malformed(name, "is missing; without it the key could be anybody's"))
}

/// A canonical DER INTEGER from 0 to 255: 219 is 02 02 00 DB, and nothing else is.
fn integer(certificate: &Certificate<'_>, arc: &[u8], name: &str) -> Result<u8, Error> {
    let mut der = required(certificate, arc, name)?;
    let refuse = |_| malformed(name, "is not a DER INTEGER from 0 to 255");
    let value = der.small().map_err(refuse)?;
    der.finish().map_err(refuse)?;
    Ok(value)
}

fn ia5<'a>(certificate: &Certificate<'a>, arc: &[u8], name: &str) -> Result<&'a str, Error> {
    let mut der = required(certificate, arc, name)?;
    let refuse = |_| malformed(name, "is not one IA5String");
    let contents = der.expect(tag::IA5_STRING).map_err(refuse)?.contents;
    der.finish().map_err(refuse)?;
    core::str::from_utf8(contents)
        .ok()
        .filter(|text| text.is_ascii())
        .ok_or_else(|| malformed(name, "is not one IA5String"))
}

fn malformed(name: &str, problem: &str) -> Error {
    Error::new(Code::CollateralMalformed, format!("the leaf certificate's extension {name} {problem}"))
        .field(format!("leaf certificate, {name}"))
}
