//! ECDSA over P-256 with SHA-256 (FIPS 186-5, section 6.4.2): the signatures of Intel's quotes, certificates and
//! collateral.

use super::{Cache, InvalidSignature};
use witnesslock_arithmetic::{p256, sha256};

/// An uncompressed point: 04, then x and y, 32 bytes each (SEC 1, section 2.3.3).
pub const P256_POINT_BYTES: usize = 65;

/// r, then s: 32 bytes each, big-endian.
pub const P256_SIGNATURE_BYTES: usize = 64;

fn coordinates(point: &[u8]) -> Option<&[u8; p256::POINT_BYTES]> {
    point.strip_prefix(&[0x04])?.try_into().ok()
}

/// Whether these bytes are an uncompressed point of the curve, other than infinity.
#[must_use]
pub fn is_p256_point(point: &[u8]) -> bool {
    coordinates(point).is_some_and(p256::is_point)
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
    cache: &Cache,
) -> Result<(), InvalidSignature> {
    let point = coordinates(point).ok_or(InvalidSignature)?;
    let (r, s) = signature.split_first_chunk().ok_or(InvalidSignature)?;
    let s = s.try_into().map_err(|_| InvalidSignature)?;
    if cache.p256().borrow_mut().verify(point, &sha256(&[message]), r, s) { Ok(()) } else { Err(InvalidSignature) }
}

/// The same for an endorsement, which comes again with other evidence: the very same signature is verified once.
///
/// # Errors
/// As for [`verify_p256_sha256`].
pub fn verify_p256_sha256_once(
    point: &[u8],
    message: &[u8],
    signature: &[u8; P256_SIGNATURE_BYTES],
    cache: &Cache,
) -> Result<(), InvalidSignature> {
    let verify = || verify_p256_sha256(point, message, signature, cache).is_ok();
    if cache.holds(&[signature, point, b"P-256", message], &verify) { Ok(()) } else { Err(InvalidSignature) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::p256::ecdsa::signature::Signer;
    use ::p256::ecdsa::{Signature, SigningKey};

    fn signed() -> (Vec<u8>, [u8; 64]) {
        let key = SigningKey::from_slice(&[7; 32]).unwrap();
        let signature: Signature = key.sign(b"message");
        (key.verifying_key().to_encoded_point(false).as_bytes().to_vec(), signature.to_bytes().into())
    }

    #[test]
    fn a_signature_holds_for_its_key_and_message_only() {
        let (point, signature) = signed();
        assert_eq!(verify_p256_sha256(&point, b"message", &signature, &Cache::new()), Ok(()));
        assert!(verify_p256_sha256(&point, b"messagf", &signature, &Cache::new()).is_err());
        let other = SigningKey::from_slice(&[8; 32]).unwrap().verifying_key().to_encoded_point(false);
        assert!(verify_p256_sha256(other.as_bytes(), b"message", &signature, &Cache::new()).is_err());
        for index in 0..64 {
            let mut bad = signature;
            bad[index] ^= 1;
            assert!(verify_p256_sha256(&point, b"message", &bad, &Cache::new()).is_err(), "byte {index}");
        }
    }

    #[test]
    fn scalars_outside_the_group_are_refused() {
        let (point, signature) = signed();
        for half in [0..32, 32..64] {
            for value in [0x00, 0xff] {
                let mut bad = signature;
                bad[half.clone()].fill(value);
                assert!(verify_p256_sha256(&point, b"message", &bad, &Cache::new()).is_err());
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
            assert!(verify_p256_sha256(&bad, b"message", &signature, &Cache::new()).is_err());
        }
    }
}
