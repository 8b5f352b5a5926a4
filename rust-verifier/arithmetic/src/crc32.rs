//! CRC-32 as gzip has it (RFC 1952, section 8): it finds damage, and proves nothing.

/// The remainder of each byte with none to three zero bytes behind it. They are made for each call, which takes two
/// microseconds: as constants they would be four kilobytes of the module.
fn remainders() -> [[u32; 256]; 4] {
    let mut table = [[0; 256]; 4];
    for (index, remainder) in (0_u32..).zip(&mut table[0]) {
        *remainder = (0..8).fold(index, |crc, _| crc >> 1 ^ (0xedb8_8320 & 0_u32.wrapping_sub(crc & 1)));
    }
    for zeros in 1..4 {
        for index in 0..256 {
            let before = table[zeros - 1][index];
            table[zeros][index] = table[0][(before & 0xff) as usize] ^ before >> 8;
        }
    }
    table
}

/// The checksum of a message.
#[must_use]
pub fn crc32(message: &[u8]) -> u32 {
    let table = remainders();
    let (words, rest) = message.as_chunks();
    let crc = words.iter().fold(u32::MAX, |crc, word| {
        let [first, second, third, fourth] = (crc ^ u32::from_le_bytes(*word)).to_le_bytes();
        table[3][usize::from(first)]
            ^ table[2][usize::from(second)]
            ^ table[1][usize::from(third)]
            ^ table[0][usize::from(fourth)]
    });
    !rest.iter().fold(crc, |crc, byte| table[0][((crc ^ u32::from(*byte)) & 0xff) as usize] ^ crc >> 8)
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
