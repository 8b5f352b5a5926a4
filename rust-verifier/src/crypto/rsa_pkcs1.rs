//! RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, section 8.2.2), for moduli of 2048 to 4096 bits and e = 65537: the signature
//! of a TPM's quote.

use super::InvalidSignature;
use witnesslock_arithmetic::{rsa, sha256};

const PUBLIC_EXPONENT: u32 = 65_537;

/// `DigestInfo` of SHA-256 up to the digest (RFC 8017, section 9.2, note 1): the one encoding, parameters NULL.
const DIGEST_INFO: [u8; 19] =
    [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];

/// Verifies a signature over `message` under a big-endian modulus without leading zeros. The encoded message is made anew
/// and compared, and never parsed.
///
/// # Errors
/// [`InvalidSignature`] when the modulus is even or not of 256 to 512 bytes with its highest bit set, when the exponent is
/// not 65537, when the signature is not as long as the modulus or not below it, and when it does not hold.
pub fn verify_rsa_pkcs1_sha256(
    modulus: &[u8],
    exponent: u32,
    message: &[u8],
    signature: &[u8],
) -> Result<(), InvalidSignature> {
    if exponent != PUBLIC_EXPONENT {
        return Err(InvalidSignature);
    }
    let encoded = rsa::public_operation(modulus, signature).ok_or(InvalidSignature)?;
    let digest = sha256(&[message]);
    let end = [&[0], &DIGEST_INFO[..], &digest].concat();
    let mut expected = vec![0xff; modulus.len().saturating_sub(end.len())];
    for (byte, first) in expected.iter_mut().zip([0, 1]) {
        *byte = first;
    }
    expected.extend(end);
    if encoded == expected { Ok(()) } else { Err(InvalidSignature) }
}

#[cfg(test)]
mod tests {
    use super::verify_rsa_pkcs1_sha256 as verify;
    use super::*;
    use ::rsa::pkcs1v15::SigningKey;
    use ::rsa::signature::{SignatureEncoding, Signer};
    use ::rsa::traits::{PrivateKeyParts, PublicKeyParts};
    use ::rsa::{BigUint, RsaPrivateKey};
    use sha2::Sha256;

    #[test]
    fn a_signature_holds_for_its_key_message_and_exponent_only() {
        for bits in [2048, 3072] {
            let key = RsaPrivateKey::new(&mut ::rsa::rand_core::OsRng, bits).unwrap();
            let modulus = key.n().to_bytes_be();
            let signature = SigningKey::<Sha256>::new(key).sign(b"message").to_vec();
            assert_eq!(verify(&modulus, 65_537, b"message", &signature), Ok(()));
            assert!(verify(&modulus, 65_537, b"messagf", &signature).is_err());
            assert!(verify(&modulus, 3, b"message", &signature).is_err());
            for index in 0..signature.len() {
                let mut bad = signature.clone();
                bad[index] ^= 1;
                assert!(verify(&modulus, 65_537, b"message", &bad).is_err(), "byte {index}");
            }
            for bad in [&signature[1..], &[], &modulus] {
                assert!(verify(&modulus, 65_537, b"message", bad).is_err());
            }
        }
    }

    #[test]
    fn no_other_encoding_holds() {
        let key = RsaPrivateKey::new(&mut ::rsa::rand_core::OsRng, 2048).unwrap();
        let modulus = key.n().to_bytes_be();
        let holds = |prefix: &[u8], middle: &[u8], suffix: &[u8]| {
            let digest = sha256(&[b"message"]);
            let rest = [middle, &digest[..], suffix].concat();
            let encoded = [prefix, &vec![0xff; 256 - prefix.len() - 1 - rest.len()], &[0], &rest].concat();
            let signature = BigUint::from_bytes_be(&encoded).modpow(key.d(), key.n()).to_bytes_be();
            let signature = [vec![0; 256 - signature.len()], signature].concat();
            verify(&modulus, 65_537, b"message", &signature).is_ok()
        };
        assert!(holds(&[0, 1], &DIGEST_INFO, &[]));
        assert!(!holds(&[0, 2], &DIGEST_INFO, &[]), "block type 2");
        assert!(!holds(&[0, 1], &DIGEST_INFO, &[0; 8]), "bytes after the digest");
        let mut without_null = DIGEST_INFO[..15].to_vec();
        without_null.extend([0x04, 0x20]);
        without_null[1] -= 2;
        without_null[3] -= 2;
        assert!(!holds(&[0, 1], &without_null, &[]), "parameters left out");
        let mut sha384 = DIGEST_INFO;
        sha384[14] = 2;
        assert!(!holds(&[0, 1], &sha384, &[]), "another hash");
    }
}
