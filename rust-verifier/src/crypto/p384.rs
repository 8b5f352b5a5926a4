//! ECDSA over P-384 with SHA-384 (FIPS 186-5, section 6.4.2): the signature of an SEV-SNP report.

use super::{Cache, InvalidSignature};
use witnesslock_arithmetic::{p384, sha384};

/// An uncompressed point: 04, then x and y, 48 bytes each (SEC 1, section 2.3.3).
pub const P384_POINT_BYTES: usize = 97;

/// A scalar: 48 bytes, big-endian.
pub const P384_SCALAR_BYTES: usize = 48;

fn coordinates(point: &[u8]) -> Option<&[u8; p384::POINT_BYTES]> {
    point.strip_prefix(&[0x04])?.try_into().ok()
}

/// Whether these bytes are an uncompressed point of the curve, other than infinity.
#[must_use]
pub fn is_p384_point(point: &[u8]) -> bool {
    coordinates(point).is_some_and(p384::is_point)
}

/// Verifies `(r, s)`, big-endian, over `message` under an uncompressed point. Either of s and n - s is accepted:
/// AMD's firmware does not normalise.
///
/// # Errors
/// [`InvalidSignature`] when the point is not on the curve, when r or s is zero or not below the group order, and when
/// the signature does not hold.
pub fn verify_p384_sha384(
    point: &[u8],
    message: &[u8],
    r: &[u8; P384_SCALAR_BYTES],
    s: &[u8; P384_SCALAR_BYTES],
    cache: &Cache,
) -> Result<(), InvalidSignature> {
    let point = coordinates(point).ok_or(InvalidSignature)?;
    let digest = sha384(&[message]);
    if cache.p384().borrow_mut().verify(point, &digest, r, s) { Ok(()) } else { Err(InvalidSignature) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::p384::ecdsa::signature::Signer;
    use ::p384::ecdsa::{Signature, SigningKey};

    const ORDER: &str =
        "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973";
    const PRIME: &str =
        "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff";

    fn signed() -> (Vec<u8>, [u8; 48], [u8; 48]) {
        let key = SigningKey::from_slice(&[7; 48]).unwrap();
        let signature: Signature = key.sign(b"message");
        let (r, s) = signature.split_bytes();
        (key.verifying_key().to_encoded_point(false).as_bytes().to_vec(), r.into(), s.into())
    }

    fn scalar(hex: &str) -> [u8; 48] {
        hex::decode(hex).unwrap().try_into().unwrap()
    }

    #[test]
    fn a_signature_holds_for_its_key_and_message_only() {
        let (point, r, s) = signed();
        assert_eq!(verify_p384_sha384(&point, b"message", &r, &s, &Cache::new()), Ok(()));
        assert!(verify_p384_sha384(&point, b"messagf", &r, &s, &Cache::new()).is_err());
        assert!(verify_p384_sha384(&point, b"", &r, &s, &Cache::new()).is_err());
        assert!(verify_p384_sha384(&point, b"message", &s, &r, &Cache::new()).is_err(), "swapped");
        let other = SigningKey::from_slice(&[8; 48]).unwrap().verifying_key().to_encoded_point(false);
        assert!(verify_p384_sha384(other.as_bytes(), b"message", &r, &s, &Cache::new()).is_err());
    }

    #[test]
    fn scalars_outside_the_group_are_refused() {
        let (point, r, s) = signed();
        let mut above = scalar(ORDER);
        above[47] += 1;
        for bad in [[0; 48], scalar(ORDER), above, scalar(PRIME), [0xff; 48]] {
            assert!(verify_p384_sha384(&point, b"message", &bad, &s, &Cache::new()).is_err());
            assert!(verify_p384_sha384(&point, b"message", &r, &bad, &Cache::new()).is_err());
            assert!(verify_p384_sha384(&point, b"message", &bad, &bad, &Cache::new()).is_err());
        }
    }

    #[test]
    fn the_negated_signature_is_the_same_signature() {
        let (point, r, s) = signed();
        let order = scalar(ORDER);
        let mut negated = [0_u8; 48];
        let mut borrow = 0_i16;
        for index in (0..48).rev() {
            let difference = i16::from(order[index]) - i16::from(s[index]) - borrow;
            borrow = i16::from(difference < 0);
            negated[index] = u8::try_from(difference.rem_euclid(256)).unwrap();
        }
        assert_eq!(verify_p384_sha384(&point, b"message", &r, &negated, &Cache::new()), Ok(()));
    }

    #[test]
    fn only_uncompressed_points_of_the_curve_are_keys() {
        let (point, r, s) = signed();
        assert!(is_p384_point(&point));
        let mut off_curve = point.clone();
        off_curve[96] ^= 1;
        let mut beyond_prime = point.clone();
        beyond_prime[1..49].copy_from_slice(&scalar(PRIME));
        let compressed = {
            let mut bytes = point[..49].to_vec();
            bytes[0] = 0x02 | (point[96] & 1);
            bytes
        };
        let hybrid = {
            let mut bytes = point.clone();
            bytes[0] = 0x06 | (point[96] & 1);
            bytes
        };
        for bad in [off_curve, beyond_prime, compressed, hybrid, vec![0], vec![], point[..96].to_vec()] {
            assert!(!is_p384_point(&bad));
            assert!(verify_p384_sha384(&bad, b"message", &r, &s, &Cache::new()).is_err());
        }
    }
}
