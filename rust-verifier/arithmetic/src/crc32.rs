//! CRC-32 as gzip has it (RFC 1952, section 8): it finds damage, and proves nothing.

use std::sync::OnceLock;

/// Bytes of a step.
const STEP: usize = 16;

/// The remainder of each byte with none to fifteen zero bytes behind it.
type Remainders = [[u32; 256]; STEP];

/// Made once: sooner made than loaded, and as constants they would be sixteen kilobytes of the module.
static REMAINDERS: OnceLock<Box<Remainders>> = OnceLock::new();

fn make() -> Box<Remainders> {
    let mut table = Box::new([[0; 256]; STEP]);
    for (index, remainder) in (0_u32..).zip(&mut table[0]) {
        *remainder = (0..8).fold(index, |crc, _| crc >> 1 ^ (0xedb8_8320 & 0_u32.wrapping_sub(crc & 1)));
    }
    for zeros in 1..STEP {
        for index in 0..256 {
            let before = table[zeros - 1][index];
            table[zeros][index] = table[0][(before & 0xff) as usize] ^ before >> 8;
        }
    }
    table
}

/// The checksum of a message.
#[must_use]
#[inline(never)]
pub fn crc32(message: &[u8]) -> u32 {
    let table = REMAINDERS.get_or_init(make);
    let (steps, rest) = message.as_chunks::<STEP>();
    let mut crc = u32::MAX;
    for step in steps {
        let step = u128::from(crc) ^ u128::from_le_bytes(*step);
        crc = 0;
        for (byte, remainders) in step.to_le_bytes().into_iter().zip(table.iter().rev()) {
            crc ^= remainders[usize::from(byte)];
        }
    }
    for byte in rest {
        crc = table[0][((crc ^ u32::from(*byte)) & 0xff) as usize] ^ crc >> 8;
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_division_bit_by_bit() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        let message: Vec<u8> = (0..1000_u32).map(|index| (index * index / 7) as u8).collect();
        for length in (0..20).chain([255, 256, 257, 1000]) {
            let message = &message[..length];
            let bits = message.iter().fold(u32::MAX, |crc, byte| {
                let step = |crc: u32, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
                (0..8).fold(crc ^ u32::from(*byte), step)
            });
            assert_eq!(crc32(message), !bits, "{length} bytes");
        }
    }
}
