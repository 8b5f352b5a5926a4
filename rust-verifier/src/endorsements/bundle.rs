//! The common bundle of Intel's collateral: one JSON object of strings that verifiers and caching services hand around,
//! named after the fields of `sgx_ql_qve_collateral_t` (Intel DCAP, `sgx_ql_lib_common.h`).

use super::document::{DocumentKind, SignedDocument, malformed};
use super::{Item, push_blocks};
use crate::bytes::unhex;
use crate::error::{Code, Error};
use crate::json::{self, Object};

/// The issuer chains, PEM.
const CHAINS: [&str; 4] =
    ["pck_crl_issuer_chain", "tcb_info_issuer_chain", "qe_identity_issuer_chain", "pck_certificate_chain"];

/// The revocation lists, hexadecimal of DER.
const LISTS: [&str; 2] = ["root_ca_crl", "pck_crl"];

/// The documents, with the signatures' hexadecimal text beside them.
const DOCUMENTS: [(&str, &str, DocumentKind); 2] = [
    ("tcb_info", "tcb_info_signature", DocumentKind::TcbInfo),
    ("qe_identity", "qe_identity_signature", DocumentKind::EnclaveIdentity),
];

/// Whether an object with this member is a bundle.
pub(super) fn is_member(name: &str) -> bool {
    LISTS.contains(&name) || DOCUMENTS.iter().any(|(document, _, _)| *document == name)
}

/// Reads a bundle. Every member may be absent: what is missing is said when it is needed.
///
/// # Errors
/// `collateral_malformed` for a member that is unknown or not of its form.
pub(super) fn read(text: &str) -> Result<Vec<Item>, Error> {
    let json = json::parse(text, "collateral", Code::CollateralMalformed)?;
    let mut bundle = Object::open(json, "collateral", Code::CollateralMalformed)?;
    let mut items = Vec::new();
    for name in &CHAINS {
        if let Some(chain) = bundle.optional_string(name)? {
            push_blocks(&mut items, chain.as_bytes())?;
        }
    }
    for name in &LISTS {
        if let Some(text) = bundle.optional_string(name)? {
            let der = unhex(&text)
                .ok_or_else(|| malformed(&format!("{name} of a collateral bundle is not hexadecimal of DER")))?;
            items.push(Item::RevocationList(der));
        }
    }
    for (body, signature, kind) in &DOCUMENTS {
        match (bundle.optional_string(body)?, bundle.optional_string(signature)?) {
            (Some(body), Some(signature)) => {
                items.push(Item::Document(SignedDocument::new(*kind, &body, &signature)?));
            }
            (None, None) => {}
            _ => return Err(malformed(&format!("a collateral bundle has {body} or {signature} without the other"))),
        }
    }
    bundle.close()?;
    Ok(items)
}
