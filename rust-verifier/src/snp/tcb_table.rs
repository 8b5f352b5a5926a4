//! AMD's security bulletins as dated tables of minimum TCB levels, per processor: the microcode's security version is the
//! low byte of its patch level, so every stepping has a line of its own.
//!
//! AMD publishes no machine-readable table. Values are facts taken from the bulletins and from their public transcriptions
//! on the date that each table carries; where no source names a component, its floor is 0 and nothing is invented.

use super::processor::Processor;
use super::tcb::Components;
use crate::anchors::Product;

/// The newest table: what `"recommended"` means.
pub const NEWEST: TcbTable = TcbTable { name: "2026-11", date: "2026-11-23", floor: floor_2026_11 };

/// AMD-SB-3019 (EntrySign): below it nothing else in a report means anything.
const SB_3019: TcbTable = TcbTable { name: "2025-02", date: "2025-02-03", floor: floor_2025_02 };

/// A dated set of floors.
#[derive(Clone, Copy, Debug)]
pub struct TcbTable {
    /// The name in policies and results.
    pub name: &'static str,
    /// The day on which its facts were taken, ISO 8601.
    pub date: &'static str,
    floor: fn(Processor) -> Components,
}

impl TcbTable {
    /// Every table, newest first.
    pub const ALL: [Self; 2] = [NEWEST, SB_3019];

    /// A table by its name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|table| table.name == name).copied()
    }

    /// The floor of a processor; of its whole line, the highest in each component, where it is not known.
    #[must_use]
    pub fn floor(&self, processor: Option<Processor>, product: Product) -> Components {
        if let Some(processor) = processor {
            return (self.floor)(processor);
        }
        let mut highest = Components::default();
        for processor in &PROCESSORS {
            if processor.product() == product {
                highest = highest.max((self.floor)(*processor));
            }
        }
        highest
    }
}

const PROCESSORS: [Processor; 6] = [
    Processor::Milan,
    Processor::MilanX,
    Processor::Genoa,
    Processor::GenoaX,
    Processor::BergamoSiena,
    Processor::Turin,
];

const fn floor(fmc: Option<u8>, boot_loader: u8, tee: u8, snp: u8, microcode: u8) -> Components {
    Components { fmc, boot_loader, tee, snp, microcode }
}

const fn floor_2026_11(processor: Processor) -> Components {
    match processor {
        Processor::Milan => floor(None, 0x04, 0, 0x1d, 0xde),
        Processor::MilanX => floor(None, 0x04, 0, 0x1d, 0x47),
        Processor::Genoa => floor(None, 0x0a, 0, 0x1b, 0x56),
        Processor::GenoaX => floor(None, 0x0a, 0, 0x1b, 0x51),
        Processor::BergamoSiena => floor(None, 0, 0, 0x1b, 0x1b),
        Processor::Turin => floor(Some(1), 1, 1, 0x04, 0x51),
    }
}

const fn floor_2025_02(processor: Processor) -> Components {
    match processor {
        Processor::Milan => floor(None, 0, 0, 0x18, 0xdb),
        Processor::MilanX => floor(None, 0, 0, 0x18, 0x44),
        Processor::Genoa => floor(None, 0, 0, 0x17, 0x54),
        Processor::GenoaX => floor(None, 0, 0, 0x17, 0x4f),
        Processor::BergamoSiena => floor(None, 0, 0, 0x17, 0x19),
        // The bulletin's own value for Zen 5 (AMD-SB-7033) has no public source; the next one up (AMD-SB-3020) has.
        Processor::Turin => floor(Some(0), 0, 0, 0x04, 0x50),
    }
}

/// A bulletin and the level from which its mitigation is in place; 0 where the bulletin does not name the component.
struct Bulletin {
    id: &'static str,
    processor: Processor,
    snp: u8,
    microcode: u8,
}

const fn bulletin(id: &'static str, processor: Processor, snp: u8, microcode: u8) -> Bulletin {
    Bulletin { id, processor, snp, microcode }
}

/// BadRAM 3015, EntrySign 3019, RMPocalypse 3020, IOMMU writes 3016, 3023, StackWarp 3027, BreakFAST 3030.
static BULLETINS: [Bulletin; 27] = [
    bulletin("AMD-SB-3015", Processor::Milan, 0x17, 0),
    bulletin("AMD-SB-3015", Processor::MilanX, 0x17, 0),
    bulletin("AMD-SB-3015", Processor::Genoa, 0x16, 0),
    bulletin("AMD-SB-3015", Processor::GenoaX, 0x16, 0),
    bulletin("AMD-SB-3015", Processor::BergamoSiena, 0x16, 0),
    bulletin("AMD-SB-3016", Processor::Milan, 0x1b, 0),
    bulletin("AMD-SB-3016", Processor::MilanX, 0x1b, 0),
    bulletin("AMD-SB-3016", Processor::Genoa, 0x1b, 0),
    bulletin("AMD-SB-3016", Processor::GenoaX, 0x1b, 0),
    bulletin("AMD-SB-3016", Processor::BergamoSiena, 0x1b, 0),
    bulletin("AMD-SB-3019", Processor::Milan, 0x18, 0xdb),
    bulletin("AMD-SB-3019", Processor::MilanX, 0, 0x44),
    bulletin("AMD-SB-3019", Processor::Genoa, 0x17, 0x54),
    bulletin("AMD-SB-3019", Processor::GenoaX, 0x17, 0x4f),
    bulletin("AMD-SB-3019", Processor::BergamoSiena, 0x17, 0x19),
    bulletin("AMD-SB-3020", Processor::Genoa, 0x1b, 0x56),
    bulletin("AMD-SB-3020", Processor::GenoaX, 0x1b, 0x51),
    bulletin("AMD-SB-3020", Processor::Turin, 0x04, 0x50),
    bulletin("AMD-SB-3023", Processor::Milan, 0x1b, 0),
    bulletin("AMD-SB-3023", Processor::MilanX, 0x1b, 0),
    bulletin("AMD-SB-3027", Processor::Milan, 0, 0xde),
    bulletin("AMD-SB-3027", Processor::MilanX, 0, 0x47),
    bulletin("AMD-SB-3027", Processor::Genoa, 0, 0x56),
    bulletin("AMD-SB-3027", Processor::GenoaX, 0, 0x51),
    bulletin("AMD-SB-3027", Processor::Turin, 0, 0x51),
    bulletin("AMD-SB-3030", Processor::Milan, 0x1d, 0),
    bulletin("AMD-SB-3030", Processor::MilanX, 0x1d, 0),
];

/// The bulletins whose mitigation `level` lacks, in the order of their numbers. Of an unknown stepping, those of its line.
#[must_use]
pub fn unmet_bulletins(level: &Components, processor: Option<Processor>, product: Product) -> Vec<&'static str> {
    let mut ids = Vec::new();
    for bulletin in &BULLETINS {
        let concerns = processor.map_or(bulletin.processor.product() == product, |known| known == bulletin.processor);
        let is_unmet = level.snp < bulletin.snp || level.microcode < bulletin.microcode;
        // A bulletin's lines stand together, and bulletins in the order of their numbers, which a test makes sure of.
        if concerns && is_unmet && ids.last() != Some(&bulletin.id) {
            ids.push(bulletin.id);
        }
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_table_meets_every_bulletin_and_every_older_table() {
        for processor in PROCESSORS {
            let newest = NEWEST.floor(Some(processor), processor.product());
            assert_eq!(unmet_bulletins(&newest, Some(processor), processor.product()), [""; 0], "{processor:?}");
            let older = SB_3019.floor(Some(processor), processor.product());
            assert_eq!(newest.short_of(&older), [], "{processor:?}");
            assert!(!unmet_bulletins(&older, Some(processor), processor.product()).contains(&"AMD-SB-3019"));
        }
    }

    #[test]
    fn an_unknown_stepping_has_the_highest_floor_of_its_line() {
        assert_eq!(NEWEST.floor(None, Product::Genoa), floor(None, 0x0a, 0, 0x1b, 0x56));
        assert_eq!(NEWEST.floor(None, Product::Milan), floor(None, 0x04, 0, 0x1d, 0xde));
        assert_eq!(NEWEST.floor(None, Product::Turin), floor(Some(1), 1, 1, 4, 0x51));
    }

    #[test]
    fn bulletins_are_named_once_and_in_order() {
        let nothing = Components::default();
        let ids = unmet_bulletins(&nothing, None, Product::Milan);
        assert_eq!(ids, ["AMD-SB-3015", "AMD-SB-3016", "AMD-SB-3019", "AMD-SB-3023", "AMD-SB-3027", "AMD-SB-3030"]);
    }
}
