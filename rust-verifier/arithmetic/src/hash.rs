//! SHA-256, SHA-384 and SHA-512 (FIPS 180-4). Messages are whole and in memory, and far below 2^61 bytes.

use core::hint::black_box;

/// One of the two compression functions, and the hash that pads and runs it.
macro_rules! sha2 {
    ($compress:ident, $hash:ident, $word:ty, $block:literal, $rounds:literal, $constants:ident,
     $sum0:expr, $sum1:expr, $sigma0:expr, $sigma1:expr) => {
        /// `w` is room for the schedule.
        fn $compress(state: &mut [$word; 8], block: &[u8; $block], w: &mut [$word; $rounds]) {
            // Three rotations as one of another of another: what a machine rotates in place it need not copy.
            let rotations = |x: $word, [one, two, three]: [u32; 3]| {
                (((x.rotate_right(three - two) ^ x).rotate_right(two - one)) ^ x).rotate_right(one)
            };
            let shifted = |x: $word, by: [u32; 3]| x.rotate_right(by[0]) ^ x.rotate_right(by[1]) ^ x >> by[2];
            // How many there are is hidden from the compiler, which would write the loop out: longer than all the rounds.
            for (word, bytes) in w.iter_mut().zip(black_box(&block[..]).as_chunks().0) {
                *word = <$word>::from_be_bytes(*bytes);
            }
            for index in 16..$rounds {
                w[index] = w[index - 16]
                    .wrapping_add(shifted(w[index - 15], $sigma0))
                    .wrapping_add(w[index - 7])
                    .wrapping_add(shifted(w[index - 2], $sigma1));
            }
            let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
            // The majority of a, b and c is b, unless both others differ from it. Where a and b differ is where, in the next
            // round, b and c do.
            let mut differ = b ^ c;
            macro_rules! round {
                ($a:ident $b:ident $c:ident $d:ident $e:ident $f:ident $g:ident $h:ident, $with:expr) => {
                    $h = $h
                        .wrapping_add($with)
                        .wrapping_add($g ^ ($e & ($f ^ $g)))
                        .wrapping_add(rotations($e, $sum1));
                    $d = $d.wrapping_add($h);
                    let before = differ;
                    differ = $a ^ $b;
                    $h = $h.wrapping_add($b ^ (differ & before)).wrapping_add(rotations($a, $sum0));
                };
            }
            for (w, k) in w.as_chunks::<4>().0.iter().zip($constants.as_chunks::<4>().0) {
                round!(a b c d e f g h, w[0].wrapping_add(k[0]));
                round!(h a b c d e f g, w[1].wrapping_add(k[1]));
                round!(g h a b c d e f, w[2].wrapping_add(k[2]));
                round!(f g h a b c d e, w[3].wrapping_add(k[3]));
                // As four rounds more would name them.
                (a, b, c, d, e, f, g, h) = (e, f, g, h, a, b, c, d);
            }
            for (word, with) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
                *word = word.wrapping_add(with);
            }
        }

        fn $hash(mut state: [$word; 8], parts: &[&[u8]]) -> [$word; 8] {
            let mut w = [0; $rounds];
            let mut block = [0; $block];
            let mut filled = 0;
            let mut length = 0_u64;
            for part in parts {
                length += part.len() as u64;
                let mut rest = *part;
                if filled > 0 {
                    let (head, tail) = rest.split_at(rest.len().min($block - filled));
                    block[filled..][..head.len()].copy_from_slice(head);
                    filled += head.len();
                    rest = tail;
                    if filled < $block {
                        continue;
                    }
                    $compress(&mut state, &block, &mut w);
                }
                let (blocks, tail) = rest.as_chunks();
                blocks.iter().for_each(|block| $compress(&mut state, block, &mut w));
                block[..tail.len()].copy_from_slice(tail);
                filled = tail.len();
            }
            // Section 5.1: a one, zeros, and the length in bits in the last two words.
            block[filled] = 0x80;
            block[filled + 1..].fill(0);
            if filled >= $block - 2 * size_of::<$word>() {
                $compress(&mut state, &block, &mut w);
                block.fill(0);
            }
            block[$block - 8..].copy_from_slice(&(8 * length).to_be_bytes());
            $compress(&mut state, &block, &mut w);
            state
        }
    };
}

sha2!(compress_32, hash_32, u32, 64, 64, K_32, [2, 13, 22], [6, 11, 25], [7, 18, 3], [17, 19, 10]);
sha2!(compress_64, hash_64, u64, 128, 80, K_64, [28, 34, 39], [14, 18, 41], [1, 8, 7], [19, 61, 6]);

/// The bytes of a state, as many as asked for.
fn bytes<const N: usize, const SIZE: usize>(words: [[u8; SIZE]; 8]) -> [u8; N] {
    let mut bytes = [0; N];
    bytes.copy_from_slice(&words.as_flattened()[..N]);
    bytes
}

/// SHA-256 of the parts, one after the other.
#[must_use]
pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    bytes(hash_32(INITIAL_256, parts).map(u32::to_be_bytes))
}

/// SHA-384 of the parts, one after the other.
#[must_use]
pub fn sha384(parts: &[&[u8]]) -> [u8; 48] {
    bytes(hash_64(INITIAL_384, parts).map(u64::to_be_bytes))
}

/// SHA-512 of the parts, one after the other.
#[must_use]
pub fn sha512(parts: &[&[u8]]) -> [u8; 64] {
    bytes(hash_64(INITIAL_512, parts).map(u64::to_be_bytes))
}

#[rustfmt::skip]
const INITIAL_256: [u32; 8] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
];

#[rustfmt::skip]
const INITIAL_384: [u64; 8] = [
    0xcbbb_9d5d_c105_9ed8, 0x629a_292a_367c_d507, 0x9159_015a_3070_dd17, 0x152f_ecd8_f70e_5939,
    0x6733_2667_ffc0_0b31, 0x8eb4_4a87_6858_1511, 0xdb0c_2e0d_64f9_8fa7, 0x47b5_481d_befa_4fa4,
];

#[rustfmt::skip]
const INITIAL_512: [u64; 8] = [
    0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1,
    0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f, 0x1f83_d9ab_fb41_bd6b, 0x5be0_cd19_137e_2179,
];

#[rustfmt::skip]
static K_32: [u32; 64] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
];

#[rustfmt::skip]
static K_64: [u64; 80] = [
    0x428a_2f98_d728_ae22, 0x7137_4491_23ef_65cd, 0xb5c0_fbcf_ec4d_3b2f, 0xe9b5_dba5_8189_dbbc,
    0x3956_c25b_f348_b538, 0x59f1_11f1_b605_d019, 0x923f_82a4_af19_4f9b, 0xab1c_5ed5_da6d_8118,
    0xd807_aa98_a303_0242, 0x1283_5b01_4570_6fbe, 0x2431_85be_4ee4_b28c, 0x550c_7dc3_d5ff_b4e2,
    0x72be_5d74_f27b_896f, 0x80de_b1fe_3b16_96b1, 0x9bdc_06a7_25c7_1235, 0xc19b_f174_cf69_2694,
    0xe49b_69c1_9ef1_4ad2, 0xefbe_4786_384f_25e3, 0x0fc1_9dc6_8b8c_d5b5, 0x240c_a1cc_77ac_9c65,
    0x2de9_2c6f_592b_0275, 0x4a74_84aa_6ea6_e483, 0x5cb0_a9dc_bd41_fbd4, 0x76f9_88da_8311_53b5,
    0x983e_5152_ee66_dfab, 0xa831_c66d_2db4_3210, 0xb003_27c8_98fb_213f, 0xbf59_7fc7_beef_0ee4,
    0xc6e0_0bf3_3da8_8fc2, 0xd5a7_9147_930a_a725, 0x06ca_6351_e003_826f, 0x1429_2967_0a0e_6e70,
    0x27b7_0a85_46d2_2ffc, 0x2e1b_2138_5c26_c926, 0x4d2c_6dfc_5ac4_2aed, 0x5338_0d13_9d95_b3df,
    0x650a_7354_8baf_63de, 0x766a_0abb_3c77_b2a8, 0x81c2_c92e_47ed_aee6, 0x9272_2c85_1482_353b,
    0xa2bf_e8a1_4cf1_0364, 0xa81a_664b_bc42_3001, 0xc24b_8b70_d0f8_9791, 0xc76c_51a3_0654_be30,
    0xd192_e819_d6ef_5218, 0xd699_0624_5565_a910, 0xf40e_3585_5771_202a, 0x106a_a070_32bb_d1b8,
    0x19a4_c116_b8d2_d0c8, 0x1e37_6c08_5141_ab53, 0x2748_774c_df8e_eb99, 0x34b0_bcb5_e19b_48a8,
    0x391c_0cb3_c5c9_5a63, 0x4ed8_aa4a_e341_8acb, 0x5b9c_ca4f_7763_e373, 0x682e_6ff3_d6b2_b8a3,
    0x748f_82ee_5def_b2fc, 0x78a5_636f_4317_2f60, 0x84c8_7814_a1f0_ab72, 0x8cc7_0208_1a64_39ec,
    0x90be_fffa_2363_1e28, 0xa450_6ceb_de82_bde9, 0xbef9_a3f7_b2c6_7915, 0xc671_78f2_e372_532b,
    0xca27_3ece_ea26_619c, 0xd186_b8c7_21c0_c207, 0xeada_7dd6_cde0_eb1e, 0xf57d_4f7f_ee6e_d178,
    0x06f0_67aa_7217_6fba, 0x0a63_7dc5_a2c8_98a6, 0x113f_9804_bef9_0dae, 0x1b71_0b35_131c_471b,
    0x28db_77f5_2304_7d84, 0x32ca_ab7b_40c7_2493, 0x3c9e_be0a_15c9_bebc, 0x431d_67c4_9c10_0d4c,
    0x4cc5_d4be_cb3e_42b6, 0x597f_299c_fc65_7e2a, 0x5fcb_6fab_3ad6_faec, 0x6c44_198c_4a47_5817,
];
