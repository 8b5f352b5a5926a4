//! The certificate table that a host appends to a report (AMD GHCB specification 56421, section 4.1.8.1,
//! `SNP_GET_EXT_REPORT`): entries of GUID, offset and length, ended by a zero entry, then the data.

use crate::bytes::{Reader, all_zero};
use crate::endorsements::Item;
use crate::error::{Code, Error};

const ENTRY_BYTES: usize = 24;
const MAX_ENTRIES: usize = 16;

/// GUIDs, their bytes in the order of the text form.
const VCEK: [u8; 16] = guid(0x63da_758d_e664_4564_adc5_f4b9_3be8_accd);
const VLEK: [u8; 16] = guid(0xa807_4bc2_a25a_483e_aae6_39c0_45a0_b8a1);
const ASK: [u8; 16] = guid(0x4ab7_b379_bbac_4fe4_a02f_05ae_f327_c782);
const ARK: [u8; 16] = guid(0xc0b4_06a4_a803_4952_9743_3fb6_014c_d0ae);
const CRL: [u8; 16] = guid(0x92f8_1bc3_5811_4d3d_97ff_d19f_88dc_67ea);

const fn guid(value: u128) -> [u8; 16] {
    value.to_be_bytes()
}

/// Reads a whole table.
///
/// Every known GUID may stand once. Entries of other GUIDs are passed over, but their data must lie inside the table like
/// any other's. Regions may not overlap, and bytes that belong to no entry must be zero (hosts hand out whole pages).
///
/// # Errors
/// `evidence_malformed` for anything else.
#[inline(never)]
pub(super) fn read(table: &[u8]) -> Result<Vec<Item>, Error> {
    let entries = read_entries(table)?;
    let header_end = entries.len().saturating_add(1).saturating_mul(ENTRY_BYTES);
    let mut seen: Vec<[u8; 16]> = Vec::new();
    let mut regions = vec![(0, header_end)];
    let mut blocks = Vec::new();
    for (guid, start, length) in entries {
        if seen.contains(&guid) {
            return Err(error("names the same GUID twice"));
        }
        seen.push(guid);
        let end = start.checked_add(length).ok_or_else(|| error("has an entry that runs past its end"))?;
        let data = table.get(start..end).ok_or_else(|| error("has an entry that runs past its end"))?;
        if data.is_empty() {
            return Err(error("has an empty entry"));
        }
        let place = regions.iter().position(|region| *region > (start, end)).unwrap_or(regions.len());
        regions.insert(place, (start, end));
        match guid {
            VCEK | VLEK | ASK | ARK => blocks.push(Item::Certificate(data.to_vec())),
            CRL => blocks.push(Item::RevocationList(data.to_vec())),
            _ => {}
        }
    }
    check_regions(table, regions)?;
    Ok(blocks)
}

fn read_entries(table: &[u8]) -> Result<Vec<([u8; 16], usize, usize)>, Error> {
    let mut reader = Reader::new(table);
    let mut entries = Vec::new();
    loop {
        let entry = (|| Some((reader.array::<16>()?, reader.u32()?, reader.u32()?)))();
        let (guid, offset, length) = entry.ok_or_else(|| error("has no terminating entry"))?;
        if all_zero(&guid) && offset == 0 && length == 0 {
            return Ok(entries);
        }
        if entries.len() >= MAX_ENTRIES {
            return Err(error("has more than 16 entries"));
        }
        let wide = |value: u32| usize::try_from(value).map_err(|_| error("has an entry that runs past its end"));
        entries.push((guid, wide(offset)?, wide(length)?));
    }
}

/// Whether regions in order leave no gap and do not overlap.
fn check_regions(table: &[u8], regions: Vec<(usize, usize)>) -> Result<(), Error> {
    let mut covered = 0;
    for (start, end) in regions {
        let gap = table.get(covered..start).ok_or_else(|| error("has entries that overlap"))?;
        if !all_zero(gap) {
            return Err(error("has bytes that belong to no entry and are not zero"));
        }
        covered = end;
    }
    if !all_zero(table.get(covered..).unwrap_or_default()) {
        return Err(error("has bytes that belong to no entry and are not zero"));
    }
    Ok(())
}

fn error(problem: &str) -> Error {
    Error::new(Code::EvidenceMalformed, format!("the certificate table behind the report {problem}"))
        .field("certificate table")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(guid: [u8; 16], offset: u32, length: u32) -> Vec<u8> {
        [&guid[..], &offset.to_le_bytes(), &length.to_le_bytes()].concat()
    }

    fn table(entries: &[([u8; 16], u32, u32)], data: &[u8]) -> Vec<u8> {
        let mut bytes: Vec<u8> =
            entries.iter().flat_map(|(guid, offset, length)| entry(*guid, *offset, *length)).collect();
        bytes.extend([0; ENTRY_BYTES]);
        bytes.extend(data);
        bytes
    }

    fn code(table: &[u8]) -> Result<usize, Code> {
        read(table).map(|blocks| blocks.len()).map_err(|error| error.code())
    }

    #[test]
    fn known_entries_become_endorsements_and_unknown_ones_are_passed_over() {
        let bytes = table(&[(VCEK, 96, 2), (CRL, 98, 1), ([9; 16], 99, 1)], &[1, 2, 3, 4, 0, 0]);
        assert_eq!(read(&bytes).unwrap(), vec![Item::Certificate(vec![1, 2]), Item::RevocationList(vec![3])]);
        assert_eq!(code(&table(&[], &[])), Ok(0));
    }

    #[test]
    fn lies_are_refused() {
        for bad in [
            vec![],
            entry(VCEK, 24, 1),
            table(&[(VCEK, 48, 5)], &[1]),
            table(&[(VCEK, u32::MAX, u32::MAX)], &[1]),
            table(&[(VCEK, 48, u32::MAX)], &[1]),
            table(&[(VCEK, 48, 0)], &[]),
            table(&[(VCEK, 0, 24)], &[]),
            table(&[(VCEK, 72, 2), (ASK, 73, 2)], &[1, 2, 3]),
            table(&[(VCEK, 72, 1), (VCEK, 73, 1)], &[1, 2]),
            table(&[(VCEK, 48, 1)], &[1, 2]),
            table(&[(VCEK, 49, 1)], &[1, 2]),
            table(&(0..17).map(|index| ([index + 1; 16], 432 + u32::from(index), 1)).collect::<Vec<_>>(), &[1; 17]),
        ] {
            assert_eq!(code(&bad), Err(Code::EvidenceMalformed), "{bad:?}");
        }
    }
}
