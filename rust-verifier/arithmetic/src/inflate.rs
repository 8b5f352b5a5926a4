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

/// Each block may bring codes that take longer to read than what they stand for, and may be empty. Compressors begin one
/// after tens of thousands of bytes, or where they are told to send what they have.
const MAX_BLOCKS: usize = 4096;

/// Inflates one stream from the front of `input`: at most `limit` bytes, and how many bytes of `input` they took.
///
/// # Errors
/// See [`Failure`].
#[inline(never)]
pub fn inflate(input: &[u8], limit: usize) -> Result<(Vec<u8>, usize), Failure> {
    let output = vec![0; limit.min(4 * input.len())];
    let mut stream = Stream { input, read: 0, held: 0, count: 0, output, written: 0, limit };
    let (mut literals, mut distances) = (Code::default(), Code::default());
    for _ in 0..MAX_BLOCKS {
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
            stream.output.truncate(stream.written);
            return Ok((stream.output, stream.read - stream.count as usize / 8));
        }
    }
    Err(Damaged)
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
    /// What was written, and room for more: a byte that has a place is written faster than one that is appended.
    output: Vec<u8>,
    written: usize,
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
        self.output[self.written..self.written + bytes.len()].copy_from_slice(bytes);
        self.written += bytes.len();
        self.read = read + 4 + bytes.len();
        Ok(())
    }

    /// Makes room for `count` bytes, where the limit has it.
    #[inline(always)]
    fn room_for(&mut self, count: usize) -> Result<(), Failure> {
        if count <= self.output.len() - self.written { Ok(()) } else { self.grow(count) }
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, count: usize) -> Result<(), Failure> {
        if count > self.limit - self.written {
            return Err(TooLarge);
        }
        self.output.resize(self.limit.min(2 * (self.written + count)), 0);
        Ok(())
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
                self.output[self.written] = symbol as u8;
                self.written += 1;
                continue;
            }
            if symbol == END_OF_BLOCK {
                return Ok(());
            }
            let (base, extra) = *LENGTHS.get(symbol - END_OF_BLOCK - 1).ok_or(Damaged)?;
            let length = self.take(extra.into())? + usize::from(base);
            let distance = self.distance(distances)?;
            let from = self.written.checked_sub(distance).ok_or(Damaged)?;
            self.room_for(length)?;
            if length > SHORT && length <= distance {
                self.output.copy_within(from..from + length, self.written);
            } else {
                // What repeats itself is read where it was just written.
                for at in from..from + length {
                    self.output[at + distance] = self.output[at];
                }
            }
            self.written += length;
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
mod tests;
