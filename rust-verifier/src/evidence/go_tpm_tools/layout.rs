//! A binary structure as the messages have it in parts: what to write, in the structure's own order, and the field that each
//! part stands in. One writer serves both TEEs; it goes as deep as its tables, and no deeper.

use crate::bytes::all_zero;
use crate::error::Error;
use crate::evidence::protobuf::{Message, malformed};

/// One part of a structure. Numbers are little-endian there; the first member is the number of the field.
pub(super) enum Part {
    /// Bytes of one length.
    Bytes(u8, u16),
    /// Bytes of any length, which a number before them states.
    Rest(u8),
    /// Zeros, and only they: what fills a buffer behind the structure.
    Padding(u8),
    /// So many byte strings of so many bytes.
    Repeated(u8, u8, u16),
    /// 8 bits.
    U8(u8),
    /// 16 bits.
    U16(u8),
    /// 32 bits.
    U32(u8),
    /// 64 bits.
    U64(u8),
    /// CPUID function 1, EAX, of which the structure has family, model and stepping, a byte each.
    Cpuid(u8),
    /// No field: the structure reserves so many bytes.
    Zeros(u16),
    /// The parts of a message inside: which of the layout's messages.
    Message(u8, u8),
}

/// Messages by their place in the table: the name of each in errors, and its parts. The first is the structure itself.
pub(super) type Layout = [(&'static str, &'static [Part])];

/// Writes the parts that a layout has at a place of `message`, which may have no other fields. A part leads only to later
/// places, which a test looks through, so this ends.
///
/// # Errors
/// `evidence_malformed`
pub(super) fn write(out: &mut Vec<u8>, mut message: Message<'_>, layout: &Layout, place: usize) -> Result<(), Error> {
    let Some((what, parts)) = layout.get(place).copied() else { return Err(malformed("layout", "has no such part")) };
    for part in parts {
        match *part {
            Part::Bytes(number, length) => out.extend_from_slice(message.fixed(number.into(), length.into())?),
            Part::Rest(number) => out.extend_from_slice(message.bytes(number.into())?),
            Part::Padding(number) => {
                let padding = message.bytes(number.into())?;
                if !all_zero(padding) {
                    return Err(malformed(what, "is followed by bytes that are not zero"));
                }
                out.extend_from_slice(padding);
            }
            Part::Repeated(number, count, length) => {
                let all = message.repeated(number.into())?;
                if all.len() != usize::from(count) || all.iter().any(|bytes| bytes.len() != usize::from(length)) {
                    return Err(malformed(
                        what,
                        "has a repeated field that is not as often there, or as long, as it must be",
                    ));
                }
                all.iter().for_each(|bytes| out.extend_from_slice(bytes));
            }
            Part::U8(number) => number_of(out, &mut message, number, 1)?,
            Part::U16(number) => number_of(out, &mut message, number, 2)?,
            Part::U32(number) => number_of(out, &mut message, number, 4)?,
            Part::U64(number) => number_of(out, &mut message, number, 8)?,
            Part::Cpuid(number) => out.extend_from_slice(&cpuid(message.number(number.into())?, what)?),
            Part::Zeros(length) => out.resize(out.len().saturating_add(length.into()), 0),
            Part::Message(number, inner) => {
                let inner = usize::from(inner);
                let name = layout.get(inner).map_or("layout", |(name, _)| name);
                write(out, message.message(number.into(), name)?, layout, inner)?;
            }
        }
    }
    message.close()
}

fn number_of(out: &mut Vec<u8>, message: &mut Message<'_>, number: u8, bytes: usize) -> Result<(), Error> {
    let number = number.into();
    let value = message.number(number)?.to_le_bytes();
    let (written, beyond) = value.split_at_checked(bytes).unwrap_or((&value, &[]));
    if !all_zero(beyond) {
        return Err(message.out_of_range(number));
    }
    out.extend_from_slice(written);
    Ok(())
}

/// Family and model are the sums of their base and extended parts.
fn cpuid(eax: u64, what: &str) -> Result<[u8; 3], Error> {
    let bits = |from: u32, mask: u64| (eax.checked_shr(from).unwrap_or_default() & mask).to_le_bytes()[0];
    let family = bits(8, 0x0f).checked_add(bits(20, 0xff));
    let model = bits(12, 0xf0) | bits(4, 0x0f);
    match family {
        Some(family) if eax & !0x0fff_0fff == 0 => Ok([family, model, bits(0, 0x0f)]),
        _ => Err(malformed(what, "has a CPUID that no processor has").actual(format!("{eax:#x}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cpuid_is_split_as_a_report_splits_it() {
        let read = |eax| cpuid(eax, "test").ok();
        assert_eq!(read(0), Some([0, 0, 0]));
        assert_eq!(read(0x00a0_0f11), Some([0x19, 0x01, 1]), "Milan B1");
        assert_eq!(read(0x00a1_0f11), Some([0x19, 0x11, 1]), "Genoa B1");
        assert_eq!(read(0x00aa_0f02), Some([0x19, 0xa0, 2]), "Bergamo");
        assert_eq!(read(0x00b0_0f21), Some([0x1a, 0x02, 1]), "Turin C1");
        assert_eq!(read(0x1000_0000), None);
        assert_eq!(read(0x0ff0_0f00), None, "a family beyond a byte");
    }

    #[test]
    fn numbers_have_the_length_of_their_part() {
        let run = |parts: &'static [Part], bytes: &[u8]| {
            let mut out = Vec::new();
            write(&mut out, Message::read(bytes, "test").unwrap(), &[("test", parts)], 0).map(|()| out).ok()
        };
        assert_eq!(run(&[Part::U16(1)], &[0x08, 0x81, 2]), Some(vec![1, 1]));
        assert_eq!(run(&[Part::U8(1)], &[0x08, 0x81, 2]), None, "257 is beyond a byte");
        assert_eq!(run(&[Part::U64(2), Part::Zeros(2)], &[]), Some(vec![0; 10]));
        assert_eq!(run(&[Part::U8(1)], &[0x08, 1, 0x10, 1]), None, "another field");
        assert_eq!(run(&[Part::Padding(1)], &[0x0a, 1, 1]), None);
        assert_eq!(run(&[Part::Repeated(1, 2, 1)], &[0x0a, 1, 7, 0x0a, 1, 8]), Some(vec![7, 8]));
        assert_eq!(run(&[Part::Repeated(1, 2, 1)], &[0x0a, 1, 7]), None);
    }
}
