//! TCB_VERSION (AMD 56860, table "Structure of the TCB_VERSION"): eight bytes, one security version each, of which a
//! product uses four or five. Versions compare component by component; as a number they mean nothing.

use crate::anchors::Product;
use crate::bytes::all_zero;
use crate::error::{Code, Error};

/// The eight bytes as received.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TcbVersion(pub [u8; 8]);

/// The security versions that a product has. Deliberately without an order.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Components {
    /// Turin only.
    pub fmc: Option<u8>,
    /// PSP boot loader.
    pub boot_loader: u8,
    /// PSP operating system.
    pub tee: u8,
    /// SNP firmware.
    pub snp: u8,
    /// Lowest microcode patch level of all cores, low byte.
    pub microcode: u8,
}

impl TcbVersion {
    /// Reads the components in the product's layout.
    ///
    /// # Errors
    /// `evidence_malformed`, naming `field`, where a byte that the layout reserves is not zero.
    pub fn components(self, product: Product, field: &str) -> Result<Components, Error> {
        self.decode(product).ok_or_else(|| {
            Error::new(Code::EvidenceMalformed, format!("{field} sets a byte that this product reserves"))
                .field(field)
                .expected(match product {
                    Product::Milan | Product::Genoa => "zero in bytes 2 to 5",
                    Product::Turin => "zero in bytes 4 to 6",
                })
        })
    }

    /// The components, or `None` where a reserved byte is set.
    #[must_use]
    pub fn decode(self, product: Product) -> Option<Components> {
        match (product, self.0) {
            (Product::Milan | Product::Genoa, [boot_loader, tee, reserved @ .., snp, microcode]) => {
                all_zero(&reserved).then_some(Components { fmc: None, boot_loader, tee, snp, microcode })
            }
            (Product::Turin, [fmc, boot_loader, tee, snp, reserved @ .., microcode]) => {
                all_zero(&reserved).then_some(Components { fmc: Some(fmc), boot_loader, tee, snp, microcode })
            }
        }
    }

    /// As "0x" and 16 digits, the number that the eight bytes make in little-endian order.
    #[must_use]
    pub fn raw(self) -> String {
        format!("{:#018x}", u64::from_le_bytes(self.0))
    }
}

impl Components {
    /// Every component with its name in policies and results.
    #[must_use]
    pub fn named(&self) -> Vec<(&'static str, u8)> {
        let common =
            [("bootLoader", self.boot_loader), ("tee", self.tee), ("snp", self.snp), ("microcode", self.microcode)];
        let mut named = Vec::new();
        named.extend(self.fmc.map(|fmc| ("fmc", fmc)));
        named.extend_from_slice(&common);
        named
    }

    /// The components in which `self` is below `floor`: name, what is there, what is asked.
    #[must_use]
    pub fn short_of(&self, floor: &Self) -> Vec<(&'static str, u8, u8)> {
        // The floor's FMC counts as zero where only the version has one, and the other way round: products never mix here.
        let mine = self.named();
        let mut short = Vec::new();
        for (name, required) in floor.named() {
            let actual = mine.iter().find(|(known, _)| *known == name).map_or(0, |(_, actual)| *actual);
            if actual < required {
                short.push((name, actual, required));
            }
        }
        short
    }

    /// The lower of two in each component.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        Self {
            fmc: self.fmc.min(other.fmc),
            boot_loader: self.boot_loader.min(other.boot_loader),
            tee: self.tee.min(other.tee),
            snp: self.snp.min(other.snp),
            microcode: self.microcode.min(other.microcode),
        }
    }

    /// The higher of two in each component.
    #[must_use]
    pub fn max(self, other: Self) -> Self {
        Self {
            fmc: self.fmc.max(other.fmc),
            boot_loader: self.boot_loader.max(other.boot_loader),
            tee: self.tee.max(other.tee),
            snp: self.snp.max(other.snp),
            microcode: self.microcode.max(other.microcode),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_product_has_its_layout() {
        let v0 = TcbVersion([4, 1, 0, 0, 0, 0, 24, 219]);
        let milan = Components { fmc: None, boot_loader: 4, tee: 1, snp: 24, microcode: 219 };
        assert_eq!(v0.decode(Product::Milan), Some(milan));
        assert_eq!(v0.decode(Product::Genoa), Some(milan));
        let turin = Components { fmc: Some(1), boot_loader: 3, tee: 2, snp: 5, microcode: 97 };
        assert_eq!(TcbVersion([1, 3, 2, 5, 0, 0, 0, 97]).decode(Product::Turin), Some(turin));
        assert_eq!(v0.raw(), "0xdb18000000000104");
    }

    #[test]
    fn every_reserved_byte_must_be_zero() {
        for (product, reserved) in [(Product::Milan, 2..6), (Product::Genoa, 2..6), (Product::Turin, 4..7)] {
            for index in 0..8 {
                let mut bytes = [0; 8];
                bytes[index] = 1;
                assert_eq!(
                    TcbVersion(bytes).decode(product).is_none(),
                    reserved.contains(&index),
                    "{product:?} {index}"
                );
            }
        }
    }

    #[test]
    fn versions_compare_component_by_component() {
        let floor = Components { fmc: None, boot_loader: 4, tee: 0, snp: 24, microcode: 219 };
        assert_eq!(floor.short_of(&floor), []);
        // As a number or in lexicographic order this one would be above the floor.
        let mixed = Components { boot_loader: 5, snp: 19, ..floor };
        assert_eq!(mixed.short_of(&floor), [("snp", 19, 24)]);
        let below = Components { fmc: None, boot_loader: 3, tee: 0, snp: 23, microcode: 218 };
        assert_eq!(below.short_of(&floor).len(), 3);
        let turin = Components { fmc: Some(1), ..floor };
        assert_eq!(Components { fmc: Some(0), ..floor }.short_of(&turin), [("fmc", 0, 1)]);
    }
}
