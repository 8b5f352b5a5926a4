//! Intel's signed JSON documents, as its Provisioning Certification Service answers: `{"tcbInfo": …, "signature": …}` and
//! `{"enclaveIdentity": …, "signature": …}` (PCS API version 4, "Get TCB Info", "Get QE Identity").
//!
//! What is signed is the value's bytes as received. They are cut out of the answer and never written anew.

use crate::bytes::unhex;
use crate::error::{Code, Error};
use crate::json::{self, Json};

/// Genuine ones have under 8 KiB.
const MAX_DOCUMENT_BYTES: usize = 256 * 1024;
/// The common bundle has nine.
const MAX_MEMBERS: usize = 16;

/// Which of Intel's documents.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DocumentKind {
    /// What platforms of one FMSPC need to be up to date.
    TcbInfo,
    /// What the quoting enclave must be.
    EnclaveIdentity,
}

/// A document as received; neither its signature nor its form is checked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SignedDocument {
    /// Which one.
    pub kind: DocumentKind,
    /// The signed bytes.
    pub body: String,
    /// ECDSA P-256: r, then s, big-endian.
    pub signature: [u8; 64],
}

impl SignedDocument {
    /// A document of a body and the hexadecimal text of its signature.
    ///
    /// # Errors
    /// `collateral_malformed` for a signature that is not 128 hexadecimal digits, and for a body above 256 KiB.
    pub(super) fn new(kind: DocumentKind, body: &str, signature: &str) -> Result<Self, Error> {
        if body.len() > MAX_DOCUMENT_BYTES {
            return Err(malformed("a collateral document is larger than 256 KiB"));
        }
        let signature = unhex(signature)
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or_else(|| malformed("the signature of a collateral document is not 128 hexadecimal digits"))?;
        Ok(Self { kind, body: body.to_owned(), signature })
    }
}

/// The members of a JSON object, each value as received.
pub(super) struct Members<'a>(pub(super) Vec<(String, &'a str)>);

impl<'a> Members<'a> {
    /// The first JSON object of `text`, and what follows it.
    ///
    /// # Errors
    /// `collateral_malformed` for anything but an object whose names are all different.
    pub(super) fn first_of(text: &'a str) -> Result<(Self, &'a str), Error> {
        let (members, rest) = json::raw_members(text, MAX_MEMBERS)
            .ok_or_else(|| malformed("a collateral document is not a JSON object whose names are all different"))?;
        Ok((Self(members), rest))
    }

    /// Whether there is a member of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// Reads the answer: the document and its signature, and nothing else.
    pub(super) fn document(&self, kind: DocumentKind, name: &str) -> Result<SignedDocument, Error> {
        let value = |wanted: &str| self.0.iter().find(|(known, _)| known == wanted).map(|(_, value)| *value);
        match (value(name), value("signature"), self.0.len()) {
            (Some(body), Some(signature), 2) => {
                let Ok(Json::String(signature)) = json::parse(signature, "the signature", Code::CollateralMalformed)
                else {
                    return Err(malformed("the signature of a collateral document is no string"));
                };
                SignedDocument::new(kind, body, &signature)
            }
            _ => Err(malformed(&format!("a collateral document has other members than {name} and signature"))),
        }
    }
}

pub(super) fn malformed(problem: &str) -> Error {
    Error::new(
        Code::CollateralMalformed,
        format!("{problem}; give the answers of Intel's service as they are, or the common bundle of them"),
    )
    .field("collateral")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<SignedDocument, Code> {
        Members::first_of(text)
            .and_then(|(members, _)| members.document(DocumentKind::TcbInfo, "tcbInfo"))
            .map_err(|error| error.code())
    }

    #[test]
    fn case_251_the_signed_bytes_are_those_received() {
        let signature = "0a".repeat(64);
        for body in [r#"{"b":1, "a" : 2}"#, "{}", r#"{"x":"\u0041"}"#, "[1,\n2]"] {
            let document = read(&format!(r#" {{"tcbInfo": {body} ,"signature":"{signature}"}}"#)).unwrap();
            assert_eq!((document.body.as_str(), document.signature), (body, [10; 64]));
        }
    }

    #[test]
    fn case_252_an_answer_says_each_thing_once() {
        let signature = "0a".repeat(64);
        for bad in [
            format!(r#"{{"tcbInfo":{{}},"tcbInfo":{{}},"signature":"{signature}"}}"#),
            format!(r#"{{"tcbInfo":{{}},"signature":"{signature}","signature":"{signature}"}}"#),
            format!(r#"{{"tcbInfo":{{}},"signature":"{signature}","more":1}}"#),
            format!(r#"{{"tcbInfo":{{}},"signature":"{}"}}"#, &signature[2..]),
            format!(r#"{{"tcbInfo":{{}},"signature":"{}"}}"#, signature.replace('a', "g")),
            format!(r#"{{"enclaveIdentity":{{}},"signature":"{signature}"}}"#),
            r#"{"tcbInfo":{},"signature":1}"#.into(),
            r#"{"tcbInfo":{}}"#.into(),
            "[]".into(),
            "{".into(),
            format!(r#"{{"tcbInfo":"{}","signature":"{signature}"}}"#, "x".repeat(MAX_DOCUMENT_BYTES)),
        ] {
            assert_eq!(read(&bad), Err(Code::CollateralMalformed), "{}", bad.get(..80).unwrap_or(&bad));
        }
    }
}
