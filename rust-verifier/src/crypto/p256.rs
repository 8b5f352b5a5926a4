//! ECDSA over P-256 with SHA-256 (FIPS 186-5, section 6.4.2): the signatures of Intel's quotes, certificates and
//! collateral.

use super::InvalidSignature;
use ::p256::ecdsa::signature::Verifier;
use ::p256::ecdsa::{Signature, VerifyingKey};

/// An uncompressed point: 04, then x and y, 32 bytes each (SEC 1, section 2.3.3).
pub const P256_POINT_BYTES: usize = 65;

/// r, then s: 32 bytes each, big-endian.
pub const P256_SIGNATURE_BYTES: usize = 64;

/// Whether these bytes are an uncompressed point of the curve, other than infinity.
#[must_use]
pub fn is_p256_point(point: &[u8]) -> bool {
    point.len() == P256_POINT_BYTES && point.first() == Some(&0x04) && VerifyingKey::from_sec1_bytes(point).is_ok()
}

/// Verifies `signature` over `message` under an uncompressed point. Either of s and n - s is accepted: Intel's enclaves
/// and services do not normalise.
///
/// # Errors
/// [`InvalidSignature`] when the point is not on the curve, when r or s is zero or not below the group order, and when
/// the signature does not hold.
pub fn verify_p256_sha256(
    point: &[u8],
    message: &[u8],
    signature: &[u8; P256_SIGNATURE_BYTES],
) -> Result<(), InvalidSignature> {
    if !is_p256_point(point) {
        return Err(InvalidSignature);
    }
    let key = VerifyingKey::from_sec1_bytes(point).map_err(|_| InvalidSignature)?;
    let signature = Signature::from_slice(signature).map_err(|_| InvalidSignature)?;
    key.verify(message, &signature).map_err(|_| InvalidSignature)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::p256::ecdsa::SigningKey;
    use ::p256::ecdsa::signature::Signer;

    fn signed() -> (Vec<u8>, [u8; 64]) {
        let key = SigningKey::from_slice(&[7; 32]).unwrap();
        let signature: Signature = key.sign(b"message");
        (key.verifying_key().to_encoded_point(false).as_bytes().to_vec(), signature.to_bytes().into())
    }

    #[test]
    fn a_signature_holds_for_its_key_and_message_only() {
        let (point, signature) = signed();
        assert_eq!(verify_p256_sha256(&point, b"message", &signature), Ok(()));
        assert!(verify_p256_sha256(&point, b"messagf", &signature).is_err());
        let other = SigningKey::from_slice(&[8; 32]).unwrap().verifying_key().to_encoded_point(false);
        assert!(verify_p256_sha256(other.as_bytes(), b"message", &signature).is_err());
        for index in 0..64 {
            let mut bad = signature;
            bad[index] ^= 1;
            assert!(verify_p256_sha256(&point, b"message", &bad).is_err(), "byte {index}");
        }
    }

    #[test]
    fn scalars_outside_the_group_are_refused() {
        let (point, signature) = signed();
        for half in [0..32, 32..64] {
            for value in [0x00, 0xff] {
                let mut bad = signature;
                bad[half.clone()].fill(value);
                assert!(verify_p256_sha256(&point, b"message", &bad).is_err());
            }
        }
    }

    #[test]
    fn only_uncompressed_points_of_the_curve_are_keys() {
        let (point, signature) = signed();
        assert!(is_p256_point(&point));
        let mut off_curve = point.clone();
        off_curve[64] ^= 1;
        let mut compressed = point[..33].to_vec();
        compressed[0] = 0x02 | (point[64] & 1);
        let mut hybrid = point.clone();
        hybrid[0] = 0x06 | (point[64] & 1);
        for bad in [off_curve, compressed, hybrid, vec![0], vec![], point[..64].to_vec()] {
            assert!(!is_p256_point(&bad));
            assert!(verify_p256_sha256(&bad, b"message", &signature).is_err());
        }
    }
}
