//! Certificates, revocation lists and signed documents, from wherever they came: with the evidence, from the caller, from
//! the vendor's server. All are trusted equally, which is not at all.

mod bundle;
mod document;

pub use document::{DocumentKind, SignedDocument};

use crate::bytes::unhex;
use crate::crypto::Cache;
use crate::error::{Code, Error};
use crate::x509::{Block, split_blocks};
use document::{Members, malformed};
use std::rc::Rc;

/// Each may cost a signature, so there is an end to them.
const MAX_ITEMS: usize = 64;

/// One endorsement, unparsed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Item {
    /// A DER certificate.
    Certificate(Vec<u8>),
    /// A DER revocation list.
    RevocationList(Vec<u8>),
    /// One of Intel's signed documents.
    Document(SignedDocument),
}

impl Item {
    /// A block of PEM or DER.
    #[must_use]
    pub fn of_block(block: Block) -> Self {
        match block {
            Block::Certificate(der) => Self::Certificate(der),
            Block::RevocationList(der) => Self::RevocationList(der),
        }
    }
}

/// The endorsements of one call, each once.
#[derive(Clone, Debug, Default)]
pub struct Endorsements {
    /// DER certificates.
    pub certificates: Vec<Vec<u8>>,
    /// DER revocation lists.
    pub lists: Vec<Vec<u8>>,
    /// Intel's documents.
    pub documents: Vec<SignedDocument>,
}

impl Endorsements {
    /// Joins what was carried in a form of its own and what came as bytes from each source: with the evidence, from the
    /// caller. The same certificate may come from several.
    ///
    /// # Errors
    /// `collateral_malformed` for what is no endorsement, `chain_invalid` for the same certificate or list given twice.
    pub fn collect(carried: &[Item], sources: &[&[Vec<u8>]], cache: &Cache) -> Result<Self, Error> {
        let mut all = Self::default();
        let mut count = carried.len();
        refuse_repeated(&mut Vec::new(), carried)?;
        carried.iter().for_each(|item| all.add(item));
        for source in sources {
            let mut bare = Vec::new();
            for bytes in *source {
                let split = cache.remember(&[bytes], &|| split(bytes))?;
                count = count.saturating_add(split.items.len());
                if count > MAX_ITEMS {
                    break;
                }
                split.items.iter().for_each(|item| all.add(item));
                if split.are_bare {
                    bare.push(split);
                }
            }
            let mut earlier = Vec::new();
            for split in &bare {
                refuse_repeated(&mut earlier, &split.items)?;
            }
        }
        if count > MAX_ITEMS {
            return Err(Error::new(
                Code::CollateralMalformed,
                "there are more than 64 certificates, lists and documents",
            )
            .field("endorsements")
            .expected("the certificates of the chain, revocation lists, Intel's documents"));
        }
        Ok(all)
    }

    /// Refuses documents, for a vendor that endorses with certificates and lists alone.
    ///
    /// # Errors
    /// `chain_invalid`
    pub fn refuse_documents(&self) -> Result<(), Error> {
        if self.documents.is_empty() {
            return Ok(());
        }
        Err(Error::new(
            Code::ChainInvalid,
            "a collateral document was given, which plays no part in this chain: it is of another vendor's evidence",
        )
        .field("endorsements"))
    }

    fn add(&mut self, item: &Item) {
        match item {
            Item::Certificate(bytes) => push_new(&mut self.certificates, bytes),
            Item::RevocationList(bytes) => push_new(&mut self.lists, bytes),
            Item::Document(document) => push_new(&mut self.documents, document),
        }
    }
}

fn push_new<T: Clone + PartialEq>(list: &mut Vec<T>, item: &T) {
    if !list.contains(item) {
        list.push(item.clone());
    }
}

/// Who gives a thing twice has mistaken one file for another.
fn refuse_repeated<'i>(earlier: &mut Vec<&'i Item>, items: &'i [Item]) -> Result<(), Error> {
    for item in items {
        if earlier.contains(&item) {
            return Err(Error::new(Code::ChainInvalid, "the same certificate or list is given twice; give each once")
                .field("endorsements"));
        }
        earlier.push(item);
    }
    Ok(())
}

/// What one endorsement holds, and whether it is bare: see [`split`].
#[derive(Debug)]
pub struct Split {
    /// In their order.
    pub items: Vec<Item>,
    are_bare: bool,
}

/// Splits one endorsement as files and servers hand it out, and says whether it is bare: DER, PEM, or hexadecimal of DER.
/// The others are the answers of Intel's service, each with its issuer chain behind it where there is one, and bundles:
/// in those the same authorities stand again and again.
fn split(bytes: &[u8]) -> Result<Split, Error> {
    if bytes.first() == Some(&b'{') {
        let text = core::str::from_utf8(bytes).map_err(|_| malformed("a collateral document is not UTF-8"))?;
        return Ok(Split { items: split_json(text)?, are_bare: false });
    }
    // A caching service answers with hexadecimal where Intel's own answers with DER.
    if bytes.starts_with(b"3082")
        && let Some(der) = core::str::from_utf8(bytes.trim_ascii_end()).ok().and_then(unhex)
    {
        return split_bare(&der);
    }
    split_bare(bytes)
}

fn split_bare(bytes: &[u8]) -> Result<Split, Error> {
    let mut items = Vec::new();
    push_blocks(&mut items, bytes)?;
    Ok(Split { items, are_bare: true })
}

/// What stands in DER or PEM, block after block.
fn push_blocks(items: &mut Vec<Item>, bytes: &[u8]) -> Result<(), Error> {
    for block in split_blocks(bytes)? {
        items.push(Item::of_block(block));
    }
    Ok(())
}

fn split_json(text: &str) -> Result<Vec<Item>, Error> {
    let (members, rest) = Members::first_of(text)?;
    let answer = [(DocumentKind::TcbInfo, "tcbInfo"), (DocumentKind::EnclaveIdentity, "enclaveIdentity")];
    let mut items = match answer.iter().find(|(_, name)| members.has(name)) {
        Some((kind, name)) => vec![Item::Document(members.document(*kind, name)?)],
        None if members.0.iter().any(|(name, _)| bundle::is_member(name)) => {
            let whole = text.get(..text.len().saturating_sub(rest.len())).unwrap_or_default();
            bundle::read(whole)?
        }
        None => return Err(malformed("a JSON endorsement is neither a document of Intel nor a bundle of them")),
    };
    let chain = rest.trim_ascii_start();
    if !chain.is_empty() {
        push_blocks(&mut items, chain.as_bytes())?;
    }
    Ok(items)
}

/// Reads a bundle that stands inside JSON evidence.
///
/// # Errors
/// `collateral_malformed`
pub fn read_bundle(bundle: &str, cache: &Cache) -> Result<Rc<Split>, Error> {
    cache.remember(&[bundle.as_bytes(), b"bundle"], &|| {
        let mut items = Vec::new();
        bundle::read(bundle)?.iter().for_each(|item| push_new(&mut items, item));
        Ok(Split { items, are_bare: false })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CERTIFICATE: [u8; 9] = [0x30, 0x07, 0x30, 0x05, 0xa0, 0x03, 0x02, 0x01, 0x02];
    const PEM: &str = "-----BEGIN CERTIFICATE-----\nMAcwBaADAgEC\n-----END CERTIFICATE-----\n";

    fn certificate(number: u8) -> Item {
        Item::Certificate(vec![0x30, 1, number])
    }

    fn answer() -> String {
        format!(r#"{{"tcbInfo":{{"id":"TDX"}},"signature":"{}"}}"#, "0b".repeat(64))
    }

    #[test]
    fn the_same_certificate_may_come_with_the_evidence_and_beside_it_but_not_twice_from_one() {
        let carried = [certificate(1), certificate(2)];
        assert_eq!(Endorsements::collect(&carried, &[], &Cache::new()).unwrap().certificates.len(), 2);
        let twice = [certificate(1), certificate(1)];
        assert_eq!(Endorsements::collect(&twice, &[], &Cache::new()).unwrap_err().code(), Code::ChainInvalid);
        let given = vec![CERTIFICATE.to_vec(), PEM.into()];
        assert_eq!(Endorsements::collect(&[], &[&given], &Cache::new()).unwrap_err().code(), Code::ChainInvalid);
    }

    #[test]
    fn there_is_an_end_to_them() {
        let many: Vec<Item> = (0..=64).map(certificate).collect();
        assert_eq!(Endorsements::collect(&many[..64], &[], &Cache::new()).unwrap().certificates.len(), 64);
        let code = Endorsements::collect(&many[..64], &[&[CERTIFICATE.to_vec()]], &Cache::new()).unwrap_err().code();
        assert_eq!(code, Code::CollateralMalformed);
    }

    #[test]
    fn answers_may_share_an_issuer_chain() {
        let given = [format!("{}\n{PEM}", answer()), format!("{}{PEM}", answer().replace("TDX", "X")), PEM.into()];
        let given: Vec<Vec<u8>> = given.into_iter().map(String::into_bytes).collect();
        let all = Endorsements::collect(&[], &[&given], &Cache::new()).unwrap();
        assert_eq!((all.certificates.len(), all.documents.len()), (1, 2));
        assert_eq!(all.refuse_documents().unwrap_err().code(), Code::ChainInvalid);
        assert_eq!(all.documents[0].body, r#"{"id":"TDX"}"#);
    }

    #[test]
    fn a_list_may_be_hexadecimal() {
        let list = [0x30, 0x82, 0x00, 0x05];
        let text = format!("{}\n", crate::bytes::hex(&list));
        // The length is not in its shortest form, and hexadecimal hides nothing from the reader of DER.
        assert_eq!(
            Endorsements::collect(&[], &[&[text.into_bytes()]], &Cache::new()).unwrap_err().code(),
            Code::CollateralMalformed
        );
    }

    #[test]
    fn a_bundle_gives_its_parts() {
        let signature = "0c".repeat(64);
        let text = format!(
            r#"{{"pck_crl_issuer_chain":{pem},"tcb_info_issuer_chain":{pem},"root_ca_crl":"30","pck_crl":"31",
            "tcb_info":"{{\"id\":1}}","tcb_info_signature":"{signature}"}}"#,
            pem = serde_json::to_string(PEM).unwrap()
        );
        let all = Endorsements::collect(&[], &[&[text.clone().into_bytes()]], &Cache::new()).unwrap();
        assert_eq!(all.certificates, [CERTIFICATE]);
        assert_eq!(all.lists, [[0x30], [0x31]]);
        assert_eq!(all.documents[0].body, r#"{"id":1}"#);
        for (from, to) in [
            ("\"31\"", "\"3\""),
            ("\"31\"", "31"),
            ("pck_crl\"", "pck_CRL\""),
            ("tcb_info_signature", "qe_identity_signature"),
            ("}\"", "}\"trailing"),
            ("root_ca_crl", "pck_crl"),
        ] {
            let bad = text.replacen(from, to, 1);
            let code = Endorsements::collect(&[], &[&[bad.clone().into_bytes()]], &Cache::new()).unwrap_err().code();
            assert_eq!(code, Code::CollateralMalformed, "{bad}");
        }
        for bad in ["{}", r#"{"a":1}"#, "{", &format!("{}x", answer()), &format!("{}{}", answer(), answer())] {
            let code = Endorsements::collect(&[], &[&[bad.as_bytes().to_vec()]], &Cache::new()).unwrap_err().code();
            assert_eq!(code, Code::CollateralMalformed, "{bad}");
        }
    }
}
