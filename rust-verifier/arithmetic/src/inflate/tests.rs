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
    let (status, read, written) = decompress(&mut Box::<DecompressorOxide>::default(), input, &mut output, 0, flags);
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

/// An empty block with the fixed codes is ten bits: 1 where it is the last, 01, and seven zeros.
#[test]
fn there_is_an_end_to_blocks() {
    let empty_blocks = |count: usize| {
        let mut bytes = vec![0_u8; (10 * count).div_ceil(8)];
        for block in 0..count {
            let bits = if block + 1 == count { 0b011 } else { 0b010 };
            for bit in (0..3).filter(|bit| bits >> bit & 1 == 1) {
                let at = 10 * block + bit;
                bytes[at / 8] |= 1 << (at % 8);
            }
        }
        bytes
    };
    assert_eq!(inflate(&empty_blocks(1), LIMIT), oracle(&empty_blocks(1)));
    let most = empty_blocks(MAX_BLOCKS);
    assert_eq!(inflate(&most, LIMIT), oracle(&most));
    assert_eq!(inflate(&empty_blocks(MAX_BLOCKS + 1), LIMIT), Err(Damaged));
}
