//! DEFLATE (RFC 1951), bounded, strict about its codes: a set of code lengths that is over-subscribed, or incomplete where it
//! need not be, is refused as zlib refuses it.

/// Bits of the longest code (RFC 1951, section 3.2.7).
const MAX_BITS: usize = 15;
const MAX_LITERALS: usize = 286;
const MAX_DISTANCES: usize = 30;
const END_OF_BLOCK: usize = 256;

/// Codes of up to so many bits are looked up at once; there are few symbols with longer ones, and they are rare.
const TABLE_BITS: usize = 10;

/// Up to here, bytes are repeated one by one.
const SHORT: usize = 24;

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
pub enum Failure {
    /// It is damaged, or ends too early.
    Damaged,
    /// It holds more than the limit.
    TooLarge,
}

use Failure::{Damaged, TooLarge};

/// Inflates one stream from the front of `input`: at most `limit` bytes, and how many bytes of `input` they took.
///
/// # Errors
/// See [`Failure`].
#[inline(never)]
pub fn inflate(input: &[u8], limit: usize) -> Result<(Vec<u8>, usize), Failure> {
    let output = Vec::with_capacity(limit.min(4 * input.len()));
    let mut stream = Stream { input, read: 0, held: 0, count: 0, output, limit };
    let (mut literals, mut distances) = (Code::default(), Code::default());
    loop {
        let is_last = stream.bits(1)? == 1;
        match stream.bits(2)? {
            0 => stream.stored()?,
            1 => {
                let mut lengths = [8; 288];
                lengths[144..256].fill(9);
                lengths[256..280].fill(7);
                literals.set(&lengths)?;
                // 30 and 31 make the code complete, and stand for nothing.
                distances.set(&[5; 32])?;
                stream.block(&literals, &distances)?;
            }
            2 => {
                stream.codes(&mut literals, &mut distances)?;
                stream.block(&literals, &distances)?;
            }
            _ => return Err(Damaged),
        }
        if is_last {
            return Ok((stream.output, stream.read - stream.count as usize / 8));
        }
    }
}

/// A canonical Huffman code: how many codes have each length, the symbols in the order of their codes, and for the bits that
/// come next the symbol with the length of its code, where that is short.
struct Code {
    counts: [u16; MAX_BITS + 1],
    longest: usize,
    symbols: [u16; 288],
    table: [u16; 1 << TABLE_BITS],
}

impl Default for Code {
    fn default() -> Self {
        Self { counts: [0; MAX_BITS + 1], longest: 0, symbols: [0; 288], table: [0; 1 << TABLE_BITS] }
    }
}

impl Code {
    /// Makes it the code of these lengths, each at most 15, of at most 288 symbols; gives the number of symbols that have one.
    #[inline(never)]
    fn set(&mut self, lengths: &[u8]) -> Result<usize, Failure> {
        self.counts = [0; MAX_BITS + 1];
        self.table = [0; 1 << TABLE_BITS];
        self.longest = 0;
        for length in lengths {
            self.counts[usize::from(*length)] += 1;
        }
        self.counts[0] = 0;
        let (mut left, mut symbols) = (1_i32, 0);
        // The first code of each length, and the place of its symbol.
        let mut next = [(0_u16, 0_usize); MAX_BITS + 1];
        let mut code = 0_u16;
        for (bits, (count, next)) in self.counts.iter().zip(&mut next).enumerate().skip(1) {
            *next = (code, symbols);
            left = 2 * left - i32::from(*count);
            if left < 0 {
                return Err(Damaged);
            }
            symbols += usize::from(*count);
            if *count > 0 {
                self.longest = bits;
            }
            // 2^15 at most, as no length is over-subscribed.
            code = (code + count).wrapping_shl(1);
        }
        // One code of one bit is complete enough: an encoder that uses one distance has no other (RFC 1951, section 3.2.7).
        if left != 0 && (symbols > 1 || usize::from(self.counts[1]) != symbols) {
            return Err(Damaged);
        }
        for (symbol, length) in (0_u16..).zip(lengths) {
            let bits = usize::from(*length);
            if bits == 0 {
                continue;
            }
            let (code, place) = next[bits];
            next[bits] = (code.wrapping_add(1), place + 1);
            self.symbols[place] = symbol;
            if bits <= TABLE_BITS {
                let first = usize::from(code.reverse_bits() >> (16 - bits));
                for entry in self.table[first..].iter_mut().step_by(1 << bits) {
                    *entry = symbol << 4 | u16::from(*length);
                }
            }
        }
        Ok(symbols)
    }
}

/// The symbol at the front of `bits` and the length of its code, bit by bit: for the few that the table does not have.
#[cold]
#[inline(never)]
fn find(code: &Code, bits: u64) -> Result<(usize, u32), Failure> {
    let (mut value, mut first, mut index) = (0, 0, 0);
    for length in 1..=code.longest {
        let count = usize::from(code.counts[length]);
        value |= (bits >> (length - 1) & 1) as usize;
        let place = value.wrapping_sub(first);
        if place < count {
            return Ok((usize::from(code.symbols[index + place]), length as u32));
        }
        index += count;
        first = (first + count) << 1;
        value <<= 1;
    }
    Err(Damaged)
}

struct Stream<'a> {
    input: &'a [u8],
    read: usize,
    /// Bits that are not yet used, the first of them lowest. `count` of them were read; what stands above is what comes next.
    held: u64,
    count: u32,
    output: Vec<u8>,
    limit: usize,
}

impl Stream<'_> {
    /// Reads as many whole bytes as are there, until at least 56 bits are held.
    #[inline(always)]
    fn fill(&mut self) {
        match self.input.get(self.read..).and_then(|rest| rest.first_chunk()) {
            Some(next) => {
                self.held |= u64::from_le_bytes(*next) << self.count;
                self.read += (63 - self.count as usize) / 8;
                self.count |= 56;
            }
            None => self.fill_near_the_end(),
        }
    }

    #[cold]
    #[inline(never)]
    fn fill_near_the_end(&mut self) {
        for byte in self.input.iter().skip(self.read) {
            if self.count >= 56 {
                break;
            }
            self.held |= u64::from(*byte) << self.count;
            self.read += 1;
            self.count += 8;
        }
    }

    /// Takes `count` of the bits that are held, at most 16.
    #[inline(always)]
    fn take(&mut self, count: u32) -> Result<usize, Failure> {
        if count > self.count {
            return Err(Damaged);
        }
        let bits = self.held & ((1 << count) - 1);
        self.held >>= count;
        self.count -= count;
        Ok(bits as usize)
    }

    /// The next `count` bits, at most 16, the first of them lowest.
    #[inline(never)]
    fn bits(&mut self, count: u32) -> Result<usize, Failure> {
        self.fill();
        self.take(count)
    }

    /// The symbol that the bits which are held begin with.
    #[inline(always)]
    fn symbol(&mut self, code: &Code) -> Result<usize, Failure> {
        let entry = code.table[(self.held & ((1 << TABLE_BITS) - 1)) as usize];
        let (symbol, length) =
            if entry == 0 { find(code, self.held)? } else { (usize::from(entry >> 4), u32::from(entry & 15)) };
        self.take(length)?;
        Ok(symbol)
    }

    /// A block without compression: LEN, its complement, the bytes.
    #[inline(never)]
    fn stored(&mut self) -> Result<(), Failure> {
        let read = self.read - self.count as usize / 8;
        (self.held, self.count) = (0, 0);
        let rest = self.input.get(read..).unwrap_or_default();
        let Some(([a, b, c, d], rest)) = rest.split_first_chunk() else { return Err(Damaged) };
        let (length, complement) = (u16::from_le_bytes([*a, *b]), u16::from_le_bytes([*c, *d]));
        if length != !complement {
            return Err(Damaged);
        }
        let bytes = rest.get(..usize::from(length)).ok_or(Damaged)?;
        self.room_for(bytes.len())?;
        self.output.extend_from_slice(bytes);
        self.read = read + 4 + bytes.len();
        Ok(())
    }

    fn room_for(&self, count: usize) -> Result<(), Failure> {
        if count > self.limit - self.output.len() { Err(TooLarge) } else { Ok(()) }
    }

    /// The codes of a block that brings its own.
    #[inline(never)]
    fn codes(&mut self, literals: &mut Code, distances: &mut Code) -> Result<(), Failure> {
        let counts = [self.bits(5)? + 257, self.bits(5)? + 1];
        if counts[0] > MAX_LITERALS || counts[1] > MAX_DISTANCES {
            return Err(Damaged);
        }
        let mut lengths = [0_u8; ORDER.len()];
        let own = self.bits(4)? + 4;
        for place in &ORDER[..own] {
            lengths[*place] = self.bits(3)? as u8;
        }
        // A single code is enough for distances alone.
        if literals.set(&lengths)? < 2 {
            return Err(Damaged);
        }
        // The last repetition may reach beyond the end by 137; that is found below.
        let (mut lengths, total, mut done) = ([0_u8; MAX_LITERALS + MAX_DISTANCES + 138], counts[0] + counts[1], 0);
        while done < total {
            self.fill();
            let (length, bits, least) = match self.symbol(literals)? {
                16 => (*lengths.get(done.wrapping_sub(1)).ok_or(Damaged)?, 2, 3),
                17 => (0, 3, 3),
                18 => (0, 7, 11),
                length => (length as u8, 0, 1),
            };
            let times = self.take(bits)? + least;
            lengths[done..done + times].fill(length);
            done += times;
        }
        // Both kinds of symbols end where they were said to; a block that cannot end is none.
        if done != total || lengths[END_OF_BLOCK] == 0 {
            return Err(Damaged);
        }
        literals.set(&lengths[..counts[0]])?;
        distances.set(&lengths[counts[0]..total])?;
        Ok(())
    }

    #[inline(never)]
    fn block(&mut self, literals: &Code, distances: &Code) -> Result<(), Failure> {
        loop {
            // Enough for two codes of at most 15 bits with their 5 and 13.
            if self.count < 48 {
                self.fill();
            }
            let symbol = self.symbol(literals)?;
            if symbol < END_OF_BLOCK {
                self.room_for(1)?;
                self.output.push(symbol as u8);
                continue;
            }
            if symbol == END_OF_BLOCK {
                return Ok(());
            }
            let (base, extra) = *LENGTHS.get(symbol - END_OF_BLOCK - 1).ok_or(Damaged)?;
            let length = self.take(extra.into())? + usize::from(base);
            let distance = self.distance(distances)?;
            let from = self.output.len().checked_sub(distance).ok_or(Damaged)?;
            self.room_for(length)?;
            if length > SHORT && length <= distance {
                self.output.extend_from_within(from..from + length);
                continue;
            }
            for at in from..from + length {
                self.output.push(self.output[at]);
            }
        }
    }

    /// Symbols 0 to 3 are the distances 1 to 4; from there each pair doubles (RFC 1951, section 3.2.5).
    #[inline(always)]
    fn distance(&mut self, code: &Code) -> Result<usize, Failure> {
        let symbol = self.symbol(code)?;
        if symbol >= MAX_DISTANCES {
            return Err(Damaged);
        }
        let extra = (symbol as u32 / 2).saturating_sub(1);
        let base = if symbol < 2 { symbol } else { (2 | symbol & 1) << extra };
        Ok(base + self.take(extra)? + 1)
    }
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
            (self.0 >> 16) as usize % limit
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
                    bytes.push(self.below(alphabet) as u8);
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
            let level = random.below(11) as u8;
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
            let mut stream = compress_to_vec(&random.bytes(length), random.below(11) as u8);
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
            let stream: Vec<u8> = (0..length).map(|_| random.below(256) as u8).collect();
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
