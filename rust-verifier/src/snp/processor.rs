//! Which processor made a report: CPUID family, model and stepping (AMD 56860, table "ATTESTATION_REPORT Structure",
//! CPUID_FAM_ID to CPUID_STEP).

use crate::anchors::Product;
use crate::error::{Code, Error};

/// A kind of processor with a microcode line of its own.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Processor {
    /// Milan B1.
    Milan,
    /// Milan-X B2.
    MilanX,
    /// Genoa B1.
    Genoa,
    /// Genoa-X B2.
    GenoaX,
    /// Bergamo and Siena A2, endorsed under Genoa.
    BergamoSiena,
    /// Turin C1.
    Turin,
}

impl Processor {
    /// The word in results.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Milan => "milan",
            Self::MilanX => "milan-x",
            Self::Genoa => "genoa",
            Self::GenoaX => "genoa-x",
            Self::BergamoSiena => "bergamo-siena",
            Self::Turin => "turin",
        }
    }

    /// The line whose root endorses it.
    #[must_use]
    pub const fn product(self) -> Product {
        match self {
            Self::Milan | Self::MilanX => Product::Milan,
            Self::Genoa | Self::GenoaX | Self::BergamoSiena => Product::Genoa,
            Self::Turin => Product::Turin,
        }
    }
}

/// CPUID of the chip, as a report of version 3 or later states it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Cpuid {
    /// Extended family and family, added.
    pub family: u8,
    /// Extended model and model, joined.
    pub model: u8,
    /// Stepping.
    pub stepping: u8,
}

impl Cpuid {
    /// The line that the chip belongs to.
    ///
    /// # Errors
    /// `evidence_unsupported` for a family and model that no line of this version has.
    pub fn product(self) -> Result<Product, Error> {
        match (self.family, self.model) {
            (0x19, 0x00..=0x0f) => Ok(Product::Milan),
            (0x19, 0x10..=0x1f | 0xa0..=0xaf) => Ok(Product::Genoa),
            (0x1a, 0x00..=0x11) => Ok(Product::Turin),
            _ => Err(Error::new(
                Code::EvidenceUnsupported,
                "the report is of a processor that this version does not know",
            )
            .field("CPUID_FAM_ID, CPUID_MOD_ID")
            .expected("Milan 19/00-0f, Genoa 19/10-1f, Bergamo and Siena 19/a0-af, Turin 1a/00-11 (hexadecimal)")
            .actual(format!("{:02x}/{:02x}", self.family, self.model))),
        }
    }

    /// The processor, where the stepping is one with a known microcode line.
    #[must_use]
    pub const fn processor(self) -> Option<Processor> {
        match (self.family, self.model, self.stepping) {
            (0x19, 0x01, 0x01) => Some(Processor::Milan),
            (0x19, 0x01, 0x02) => Some(Processor::MilanX),
            (0x19, 0x11, 0x01) => Some(Processor::Genoa),
            (0x19, 0x11, 0x02) => Some(Processor::GenoaX),
            (0x19, 0xa0..=0xaf, 0x02) => Some(Processor::BergamoSiena),
            (0x1a, 0x02, 0x01) => Some(Processor::Turin),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_boundary_of_every_line() {
        let product = |family, model| Cpuid { family, model, stepping: 0 }.product().map_err(|error| error.code());
        for (family, model, expected) in [
            (0x19, 0x00, Ok(Product::Milan)),
            (0x19, 0x0f, Ok(Product::Milan)),
            (0x19, 0x10, Ok(Product::Genoa)),
            (0x19, 0x1f, Ok(Product::Genoa)),
            (0x19, 0x20, Err(Code::EvidenceUnsupported)),
            (0x19, 0x9f, Err(Code::EvidenceUnsupported)),
            (0x19, 0xa0, Ok(Product::Genoa)),
            (0x19, 0xaf, Ok(Product::Genoa)),
            (0x19, 0xb0, Err(Code::EvidenceUnsupported)),
            (0x1a, 0x00, Ok(Product::Turin)),
            (0x1a, 0x11, Ok(Product::Turin)),
            (0x1a, 0x12, Err(Code::EvidenceUnsupported)),
            (0x18, 0x01, Err(Code::EvidenceUnsupported)),
            (0x1b, 0x01, Err(Code::EvidenceUnsupported)),
            (0, 0, Err(Code::EvidenceUnsupported)),
        ] {
            assert_eq!(product(family, model), expected, "{family:02x}/{model:02x}");
        }
    }

    #[test]
    fn a_processor_belongs_to_the_line_of_its_cpuid() {
        for family in 0..=u8::MAX {
            for model in 0..=u8::MAX {
                for stepping in 0..4 {
                    let cpuid = Cpuid { family, model, stepping };
                    if let Some(processor) = cpuid.processor() {
                        assert_eq!(cpuid.product().unwrap(), processor.product());
                    }
                }
            }
        }
    }
}
