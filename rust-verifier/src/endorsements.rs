//! Certificates and revocation lists, from wherever they came: with the evidence, from the caller, from the vendor's
//! server. All are trusted equally, which is not at all.

use crate::error::{Code, Error};
use crate::x509::{Block, split_blocks};

/// The endorsements of one call, each once.
#[derive(Clone, Debug, Default)]
pub struct Endorsements {
    /// DER certificates.
    pub certificates: Vec<Vec<u8>>,
    /// DER revocation lists.
    pub lists: Vec<Vec<u8>>,
}

impl Endorsements {
    /// Joins what travelled with the evidence and what was given beside it. The same certificate may be in both.
    ///
    /// # Errors
    /// `collateral_malformed` for what is neither certificate nor list, `chain_invalid` for the same one given twice.
    pub fn collect(carried: &[Block], given: &[Vec<u8>]) -> Result<Self, Error> {
        let mut beside = Vec::new();
        for bytes in given {
            beside.extend(split_blocks(bytes)?);
        }
        let mut all = Self::default();
        for blocks in [carried, &beside] {
            for (index, block) in blocks.iter().enumerate() {
                if blocks.iter().skip(index).skip(1).any(|other| other == block) {
                    return Err(Error::new(
                        Code::ChainInvalid,
                        "the same certificate or list is given twice; give each once",
                    )
                    .field("endorsements"));
                }
                all.add(block);
            }
        }
        Ok(all)
    }

    fn add(&mut self, block: &Block) {
        let (list, bytes) = match block {
            Block::Certificate(bytes) => (&mut self.certificates, bytes),
            Block::RevocationList(bytes) => (&mut self.lists, bytes),
        };
        if !list.contains(bytes) {
            list.push(bytes.clone());
        }
    }
}
