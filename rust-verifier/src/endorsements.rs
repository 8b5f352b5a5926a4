//! Certificates and revocation lists, from wherever they came: with the evidence, from the caller, from the vendor's
//! server. All are trusted equally, which is not at all.

use crate::error::{Code, Error};
use crate::x509::{Block, split_blocks};

/// Each may cost a signature, so there is an end to them.
const MAX_BLOCKS: usize = 64;

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
        if carried.len().saturating_add(beside.len()) > MAX_BLOCKS {
            return Err(Error::new(Code::CollateralMalformed, "there are more than 64 certificates and lists")
                .field("endorsements")
                .expected("the leaf, its intermediate, its root, a revocation list"));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn certificate(number: u8) -> Block {
        Block::Certificate(vec![0x30, 1, number])
    }

    #[test]
    fn the_same_certificate_may_come_with_the_evidence_and_beside_it_but_not_twice_from_one() {
        let carried = [certificate(1), certificate(2)];
        assert_eq!(Endorsements::collect(&carried, &[]).unwrap().certificates.len(), 2);
        let twice = [certificate(1), certificate(1)];
        assert_eq!(Endorsements::collect(&twice, &[]).unwrap_err().code(), Code::ChainInvalid);
    }

    #[test]
    fn there_is_an_end_to_them() {
        let many: Vec<Block> = (0..=64).map(certificate).collect();
        assert_eq!(Endorsements::collect(&many[..64], &[]).unwrap().certificates.len(), 64);
        assert_eq!(Endorsements::collect(&many, &[]).unwrap_err().code(), Code::CollateralMalformed);
    }
}
