//! RSASSA-PSS with RSA-4096, e = 65537, SHA-384, MGF1-SHA-384 and a salt of 48 bytes (RFC 8017, section 8.1.2): the one
//! parameter set of AMD's certificates and revocation lists.

use super::{Cache, InvalidSignature};
use witnesslock_arithmetic::{rsa, sha384};

/// The length of the modulus and of a signature.
pub const RSA_4096_BYTES: usize = 512;

const HASH_BYTES: usize = 48;
const SALT_BYTES: usize = 48;

/// Before the salt in a data block: zeros and a one.
const PADDING_BYTES: usize = RSA_4096_BYTES - 1 - HASH_BYTES - SALT_BYTES;

/// The last byte of an encoded message.
const TRAILER: u8 = 0xbc;

/// Verifies a signature over `message` under a modulus of exactly 4096 bits, big-endian.
///
/// # Errors
/// [`InvalidSignature`] when the modulus is even or not of 4096 bits, when the signature is not 512 bytes or not below
/// the modulus, and when it does not hold.
pub fn verify_rsa4096_pss_sha384(modulus: &[u8], message: &[u8], signature: &[u8]) -> Result<(), InvalidSignature> {
    if modulus.len() != RSA_4096_BYTES {
        return Err(InvalidSignature);
    }
    let encoded = rsa::public_operation(modulus, signature).ok_or(InvalidSignature)?;
    if is_encoding_of(&sha384(&[message]), &encoded) { Ok(()) } else { Err(InvalidSignature) }
}

/// The same for an endorsement, which comes again with other evidence: the very same signature is verified once.
///
/// # Errors
/// As for [`verify_rsa4096_pss_sha384`].
pub fn verify_rsa4096_pss_sha384_once(
    modulus: &[u8],
    message: &[u8],
    signature: &[u8],
    cache: &Cache,
) -> Result<(), InvalidSignature> {
    let verify = || verify_rsa4096_pss_sha384(modulus, message, signature).is_ok();
    if cache.holds(&[signature, modulus, b"RSA-PSS", message], &verify) { Ok(()) } else { Err(InvalidSignature) }
}

/// EMSA-PSS-VERIFY (RFC 8017, section 9.1.2) for 4095 bits: the highest bit of the 512 bytes is zero.
fn is_encoding_of(digest: &[u8; HASH_BYTES], encoded: &[u8]) -> bool {
    let Some((hash, [TRAILER])) = encoded.split_at_checked(RSA_4096_BYTES - 1) else { return false };
    let Some((masked, hash)) = hash.split_last_chunk::<HASH_BYTES>() else { return false };
    if masked.first().is_none_or(|byte| byte & 0x80 != 0) {
        return false;
    }
    let mut block = unmask(masked, hash);
    if let Some(first) = block.first_mut() {
        *first &= 0x7f;
    }
    let Some((padding, salt)) = block.split_at_checked(PADDING_BYTES) else { return false };
    let Some(([1], zeros)) = padding.split_last().map(|(last, zeros)| ([*last], zeros)) else { return false };
    zeros.iter().all(|byte| *byte == 0) && sha384(&[&[0; 8], digest, salt]) == *hash
}

/// The data block under MGF1 (RFC 8017, appendix B.2.1).
fn unmask(masked: &[u8], seed: &[u8; HASH_BYTES]) -> Vec<u8> {
    let mut block = masked.to_vec();
    for (counter, part) in (0_u32..).zip(block.chunks_mut(HASH_BYTES)) {
        let mask = sha384(&[seed, &counter.to_be_bytes()]);
        part.iter_mut().zip(mask).for_each(|(byte, mask)| *byte ^= mask);
    }
    block
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::rsa::pss::SigningKey;
    use ::rsa::signature::{RandomizedSigner, SignatureEncoding};
    use ::rsa::traits::PublicKeyParts;
    use ::rsa::{BigUint, RsaPrivateKey};
    use sha2::{Digest, Sha384};

    /// Made once: a key of 4096 bits takes seconds.
    fn key() -> RsaPrivateKey {
        static KEY: std::sync::OnceLock<RsaPrivateKey> = std::sync::OnceLock::new();
        KEY.get_or_init(|| RsaPrivateKey::new(&mut ::rsa::rand_core::OsRng, 4096).unwrap()).clone()
    }

    /// RSA of any encoded message: what a forger with the key could have signed.
    fn sign_encoded(key: &RsaPrivateKey, encoded: &[u8]) -> Vec<u8> {
        use ::rsa::traits::PrivateKeyParts;
        let signature = BigUint::from_bytes_be(encoded).modpow(key.d(), key.n()).to_bytes_be();
        [vec![0; RSA_4096_BYTES - signature.len()], signature].concat()
    }

    fn encode(salt: &[u8], change: impl Fn(&mut Vec<u8>)) -> Vec<u8> {
        let digest = Sha384::digest(b"message");
        let hash = Sha384::new().chain_update([0; 8]).chain_update(digest).chain_update(salt).finalize();
        let mut block = vec![0; RSA_4096_BYTES - 2 - HASH_BYTES - salt.len()];
        block.push(1);
        block.extend(salt);
        change(&mut block);
        let hash: [u8; HASH_BYTES] = hash.into();
        let mut masked = unmask(&block, &hash);
        masked[0] &= 0x7f;
        [masked, hash.to_vec(), vec![TRAILER]].concat()
    }

    #[test]
    fn cases_100_102_108_only_the_one_encoding_holds() {
        let key = key();
        let modulus = key.n().to_bytes_be();
        let holds =
            |encoded: &[u8]| verify_rsa4096_pss_sha384(&modulus, b"message", &sign_encoded(&key, encoded)).is_ok();
        let good = encode(&[7; SALT_BYTES], |_| ());
        assert!(holds(&good));
        for length in [0, 32, 47, 49] {
            assert!(!holds(&encode(&vec![7; length], |_| ())), "a salt of {length} bytes");
        }
        assert!(!holds(&encode(&[7; SALT_BYTES], |block| block[0] |= 0x40)), "a bit in the padding");
        assert!(!holds(&encode(&[7; SALT_BYTES], |block| block[PADDING_BYTES - 2] = 1)), "a second one");
        assert!(!holds(&encode(&[7; SALT_BYTES], |block| block[PADDING_BYTES - 1] = 2)), "no one");
        let mut trailer = good.clone();
        trailer[RSA_4096_BYTES - 1] = 0xcc;
        assert!(!holds(&trailer));
        let mut top = good.clone();
        top[0] |= 0x80;
        if BigUint::from_bytes_be(&top) < *key.n() {
            assert!(!holds(&top), "the highest bit");
        }
    }

    #[test]
    fn a_signature_holds_for_its_key_and_message_only() {
        let key = key();
        let modulus = key.n().to_bytes_be();
        let signer = SigningKey::<Sha384>::new(key);
        let signature = signer.sign_with_rng(&mut ::rsa::rand_core::OsRng, b"message").to_vec();
        let cache = Cache::new();
        for _ in 0..2 {
            assert_eq!(verify_rsa4096_pss_sha384_once(&modulus, b"message", &signature, &cache), Ok(()));
            assert!(verify_rsa4096_pss_sha384_once(&modulus, b"messagf", &signature, &cache).is_err());
        }
        for bad in [signature[1..].to_vec(), [&[0], &signature[..]].concat(), modulus.clone(), vec![0; 512], vec![]] {
            assert!(verify_rsa4096_pss_sha384(&modulus, b"message", &bad).is_err());
        }
        let mut even = modulus.clone();
        even[511] &= 0xfe;
        let mut short = modulus.clone();
        short[0] = 0;
        for bad in [even, short, modulus[1..].to_vec(), [&[0], &modulus[..]].concat()] {
            assert!(verify_rsa4096_pss_sha384(&bad, b"message", &signature).is_err());
        }
    }
}
