//! DEFLATE (RFC 1951), bounded, strict about its codes: a set of code lengths that is over-subscribed, or incomplete where it
//! need not be, is refused as zlib refuses it. Codes are followed bit by bit: evidence is small, and so is this.

/// Bits of the longest code (RFC 1951, section 3.2.7).
const MAX_BITS: usize = 15;
const MAX_LITERALS: usize = 286;
const MAX_DISTANCES: usize = 30;
const END_OF_BLOCK: usize = 256;

/// Base and extra bits of the length symbols 257 to 285 (RFC 1951, section 3.2.5).
const LENGTHS: [(u16, u8); 29] = [
    (3, 0),
    (4, 0),
    (5, 0),
    (6, 0),
    (7, 0),
    (8, 0),
    (9, 0),
    (10, 0),
    (11, 1),
    (13, 1),
    (15, 1),
    (17, 1),
    (19, 2),
    (23, 2),
    (27, 2),
    (31, 2),
    (35, 3),
    (43, 3),
    (51, 3),
    (59, 3),
    (67, 4),
    (83, 4),
    (99, 4),
    (115, 4),
    (131, 5),
    (163, 5),
    (195, 5),
    (227, 5),
    (258, 0),
];

/// The order of the code lengths' own lengths (RFC 1951, section 3.2.7).
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/// Why a stream was not inflated.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Failure {
    /// It is damaged, or ends too early.
    Damaged,
    /// It holds more than the limit.
    TooLarge,
}

use Failure::{Damaged, TooLarge};

/// Inflates one stream from the front of `input`: at most `limit` bytes, and how many bytes of `input` they took.
pub(super) fn inflate(input: &[u8], limit: usize) -> Result<(Vec<u8>, usize), Failure> {
    let mut stream = Stream { input, read: 0, held: 0, count: 0, output: Vec::new(), limit };
    loop {
        let is_last = stream.bits(1)? == 1;
        match stream.bits(2)? {
            0 => stream.stored()?,
            1 => {
                let lengths: [u8; 288] = core::array::from_fn(|symbol| match symbol {
                    0..144 => 8,
                    144..256 => 9,
                    256..280 => 7,
                    _ => 8,
                });
                stream.block(&Code::of(&lengths)?, &Code::fixed_distances()?)?;
            }
            2 => {
                let (literals, distances) = stream.codes()?;
                stream.block(&literals, &distances)?;
            }
            _ => return Err(Damaged),
        }
        if is_last {
            return Ok((stream.output, stream.read));
        }
    }
}

/// A canonical Huffman code: how many codes have each length, and the symbols in the order of their codes.
struct Code {
    counts: [u16; MAX_BITS + 1],
    symbols: Vec<u16>,
}

impl Code {
    fn of(lengths: &[u8]) -> Result<Self, Failure> {
        let mut code = Self { counts: [0; MAX_BITS + 1], symbols: Vec::new() };
        let mut left = 1_i32;
        for (bits, count) in code.counts.iter_mut().enumerate().skip(1) {
            for (symbol, _) in lengths.iter().enumerate().filter(|(_, length)| usize::from(**length) == bits) {
                code.symbols.push(u16::try_from(symbol).map_err(|_| Damaged)?);
                *count = count.saturating_add(1);
            }
            left = left.saturating_mul(2).saturating_sub((*count).into());
            if left < 0 {
                return Err(Damaged);
            }
        }
        // One code of one bit is complete enough: an encoder that uses one distance has no other (RFC 1951, section 3.2.7).
        let is_single =
            code.symbols.len() <= 1 && code.counts.get(1).copied() == u16::try_from(code.symbols.len()).ok();
        if left == 0 || is_single { Ok(code) } else { Err(Damaged) }
    }

    /// 5 bits each; 30 and 31 make the code complete, and stand for nothing.
    fn fixed_distances() -> Result<Self, Failure> {
        Self::of(&[5; 32])
    }
}

struct Stream<'a> {
    input: &'a [u8],
    read: usize,
    held: u32,
    count: u32,
    output: Vec<u8>,
    limit: usize,
}

impl Stream<'_> {
    /// The next `count` bits, at most 16, the first of them lowest.
    #[inline(never)]
    fn bits(&mut self, count: u32) -> Result<u32, Failure> {
        while self.count < count {
            let byte = *self.input.get(self.read).ok_or(Damaged)?;
            self.read = self.read.saturating_add(1);
            self.held |= u32::from(byte).wrapping_shl(self.count);
            self.count = self.count.saturating_add(8);
        }
        let bits = self.held & !u32::MAX.wrapping_shl(count);
        self.held = self.held.wrapping_shr(count);
        self.count = self.count.saturating_sub(count);
        Ok(bits)
    }

    fn symbol(&mut self, code: &Code) -> Result<usize, Failure> {
        let (mut value, mut first, mut index) = (0_usize, 0_usize, 0_usize);
        for count in code.counts.iter().skip(1).copied().map(usize::from) {
            value |= usize::from(self.bits(1)? == 1);
            let place = value.wrapping_sub(first);
            if place < count {
                return code.symbols.get(index.saturating_add(place)).copied().map(usize::from).ok_or(Damaged);
            }
            index = index.saturating_add(count);
            first = first.saturating_add(count).wrapping_shl(1);
            value = value.wrapping_shl(1);
        }
        Err(Damaged)
    }

    fn put(&mut self, byte: u8) -> Result<(), Failure> {
        if self.output.len() >= self.limit {
            return Err(TooLarge);
        }
        self.output.push(byte);
        Ok(())
    }

    /// A block without compression: LEN, its complement, the bytes.
    fn stored(&mut self) -> Result<(), Failure> {
        (self.held, self.count) = (0, 0);
        let (length, complement) = (self.bits(16)?, self.bits(16)?);
        if length ^ complement != 0xffff {
            return Err(Damaged);
        }
        for _ in 0..length {
            let byte = self.bits(8)?;
            self.put(byte.to_le_bytes()[0])?;
        }
        Ok(())
    }

    /// The codes of a block that brings its own.
    fn codes(&mut self) -> Result<(Code, Code), Failure> {
        let mut count = |bits, base: usize| self.bits(bits).map(|extra| base.saturating_add(to_usize(extra)));
        let (literals, distances, own) = (count(5, 257)?, count(5, 1)?, count(4, 4)?);
        if literals > MAX_LITERALS || distances > MAX_DISTANCES {
            return Err(Damaged);
        }
        let mut lengths = [0_u8; ORDER.len()];
        for place in ORDER.into_iter().take(own) {
            let length = self.bits(3)?.to_le_bytes()[0];
            *lengths.get_mut(place).ok_or(Damaged)? = length;
        }
        let code = Code::of(&lengths)?;
        // A single code is enough for distances alone.
        if code.symbols.len() < 2 {
            return Err(Damaged);
        }
        let total = literals.saturating_add(distances);
        let mut lengths: Vec<u8> = Vec::new();
        while lengths.len() < total {
            let (length, times) = match self.symbol(&code)? {
                16 => (*lengths.last().ok_or(Damaged)?, self.bits(2)?.saturating_add(3)),
                17 => (0, self.bits(3)?.saturating_add(3)),
                18 => (0, self.bits(7)?.saturating_add(11)),
                length => (u8::try_from(length).map_err(|_| Damaged)?, 1),
            };
            lengths.resize(lengths.len().saturating_add(to_usize(times)), length);
        }
        let (literals, distances) = lengths.split_at_checked(literals).ok_or(Damaged)?;
        // Both kinds of symbols end where they were said to; a block that cannot end is none.
        if lengths.len() != total || literals.get(END_OF_BLOCK).is_none_or(|length| *length == 0) {
            return Err(Damaged);
        }
        Ok((Code::of(literals)?, Code::of(distances)?))
    }

    fn block(&mut self, literals: &Code, distances: &Code) -> Result<(), Failure> {
        loop {
            let symbol = self.symbol(literals)?;
            if let Ok(byte) = u8::try_from(symbol) {
                self.put(byte)?;
                continue;
            }
            if symbol == END_OF_BLOCK {
                return Ok(());
            }
            let (base, extra) = *LENGTHS.get(symbol.wrapping_sub(END_OF_BLOCK + 1)).ok_or(Damaged)?;
            let length = self.bits(extra.into())?.saturating_add(base.into());
            let distance = self.distance(distances)?;
            let from = self.output.len().checked_sub(distance).ok_or(Damaged)?;
            for at in (from..).take(to_usize(length)) {
                let byte = *self.output.get(at).ok_or(Damaged)?;
                self.put(byte)?;
            }
        }
    }

    /// Symbols 0 to 3 are the distances 1 to 4; from there each pair doubles (RFC 1951, section 3.2.5).
    fn distance(&mut self, code: &Code) -> Result<usize, Failure> {
        let symbol = self.symbol(code)?;
        if symbol >= MAX_DISTANCES {
            return Err(Damaged);
        }
        let extra = u32::try_from(symbol / 2).map_err(|_| Damaged)?.saturating_sub(1);
        let base = if symbol < 2 { symbol } else { (2 | symbol & 1).wrapping_shl(extra) };
        Ok(base.saturating_add(to_usize(self.bits(extra)?)).saturating_add(1))
    }
}

fn to_usize(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use miniz_oxide::deflate::compress_to_vec;
    use miniz_oxide::inflate::TINFLStatus;
    use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

    const LIMIT: usize = 1 << 17;

    /// The oracle, with how many bytes it read.
    fn oracle(input: &[u8]) -> Result<(Vec<u8>, usize), Failure> {
        let mut output = vec![0; LIMIT];
        let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let (status, read, written) =
            decompress(&mut Box::<DecompressorOxide>::default(), input, &mut output, 0, flags);
        match status {
            TINFLStatus::Done => {
                output.truncate(written);
                Ok((output, read))
            }
            TINFLStatus::HasMoreOutput => Err(TooLarge),
            _ => Err(Damaged),
        }
    }

    struct Random(u64);

    impl Random {
        fn below(&mut self, limit: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            usize::try_from(self.0 >> 16).unwrap() % limit
        }

        /// Bytes of every kind that a compressor treats in its own way: noise, few symbols, repetitions.
        fn bytes(&mut self, length: usize) -> Vec<u8> {
            let alphabet = [1, 2, 7, 64, 256][self.below(5)];
            let mut bytes: Vec<u8> = Vec::new();
            while bytes.len() < length {
                if bytes.len() > 8 && self.below(20) == 0 {
                    let (from, count) = (self.below(bytes.len()), self.below(300));
                    bytes.extend_from_within(from..bytes.len().min(from + count));
                } else {
                    bytes.push(u8::try_from(self.below(alphabet)).unwrap());
                }
            }
            bytes.truncate(length);
            bytes
        }
    }

    #[test]
    fn whatever_a_compressor_writes_comes_back() {
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        for round in 0..600 {
            let length = random.below([10, 300, 70_000][round % 3]);
            let bytes = random.bytes(length);
            let level = u8::try_from(random.below(11)).unwrap();
            let mut stream = compress_to_vec(&bytes, level);
            let whole = stream.len();
            stream.extend(b"behind");
            assert_eq!(inflate(&stream, LIMIT), Ok((bytes, whole)), "round {round}, level {level}");
        }
    }

    #[test]
    fn damaged_streams_have_the_outcome_of_another_decoder() {
        let mut random = Random(0x1234_5678_9abc_def1);
        let (mut accepted, mut stricter) = (0, 0);
        for round in 0..20_000 {
            let length = random.below(400);
            let mut stream = compress_to_vec(&random.bytes(length), u8::try_from(random.below(11)).unwrap());
            for _ in 0..=random.below(3) {
                let (at, bit) = (random.below(stream.len().min(40)), random.below(8));
                stream[at] ^= 1 << bit;
            }
            if random.below(4) == 0 {
                stream.truncate(random.below(stream.len() + 1));
            }
            match (inflate(&stream, LIMIT), oracle(&stream)) {
                (Ok(ours), theirs) => {
                    assert_eq!(Ok(ours), theirs, "round {round}");
                    accepted += 1;
                }
                // What is stopped in the middle is stopped for the first reason met.
                (Err(_), Err(_)) => {}
                (Err(ours), Ok(_)) => {
                    assert_eq!(ours, Damaged, "round {round}");
                    stricter += 1;
                }
            }
        }
        assert!(accepted > 1_000, "{accepted} damaged streams had an outcome to compare");
        assert!(stricter < 200, "{stricter} streams that another decoder takes were refused");
    }

    #[test]
    fn random_bytes_end() {
        let mut random = Random(77);
        for _ in 0..20_000 {
            let length = random.below(200);
            let stream: Vec<u8> = (0..length).map(|_| u8::try_from(random.below(256)).unwrap()).collect();
            if let Ok(ours) = inflate(&stream, LIMIT) {
                assert_eq!(Ok(ours), oracle(&stream));
            }
        }
    }

    /// Bits, lowest first, as a stream.
    fn stream(bits: &str) -> Vec<u8> {
        let bits: Vec<u8> = bits.bytes().filter(|bit| *bit != b' ').map(|bit| bit & 1).collect();
        bits.chunks(8).map(|byte| byte.iter().enumerate().map(|(place, bit)| bit << place).sum()).collect()
    }

    #[test]
    fn codes_that_zlib_refuses_are_refused() {
        for (what, bits) in [
            ("the block type 3", "1 11"),
            ("a stored block whose complement is another", "1 00 00000 1000000000000000 0000000000000000"),
            ("287 literal codes", "1 01 01111 00000 0000"),
            ("31 distance codes", "1 01 00000 01111 0000"),
            ("no code for code lengths", "1 01 00000 00000 0000 000 000 000 000"),
            ("an over-subscribed code for code lengths", "1 01 00000 00000 0000 100 100 100 000"),
            ("an incomplete code for code lengths", "1 01 00000 00000 0000 010 010 000 000"),
            ("a repetition of nothing", "1 01 00000 00000 0000 100 100 000 000 0 00"),
            ("a distance before the beginning", "1 10 0000001 00000 0000000"),
            ("the length symbol 286", "1 10 11000110 00000"),
            ("the distance symbol 30", "1 10 00110000 0000001 11110"),
        ] {
            let stream = [stream(bits), vec![0; 8]].concat();
            assert_eq!(inflate(&stream, LIMIT), Err(Damaged), "{what}");
        }
        assert_eq!(inflate(&stream("1 10 0000000"), LIMIT), Ok((Vec::new(), 2)));
    }

    #[test]
    fn a_limit_holds_wherever_it_falls() {
        let bytes = [b"abcdefgh".repeat(40), vec![0; 300]].concat();
        for level in [0, 1, 9] {
            let stream = compress_to_vec(&bytes, level);
            for limit in 0..bytes.len() {
                assert_eq!(inflate(&stream, limit), Err(TooLarge), "level {level}, limit {limit}");
            }
            assert!(inflate(&stream, bytes.len()).is_ok());
        }
    }
}
