//! A certificate (RFC 5280, section 4.1), parsed and not yet trusted.

use super::algorithm::{PublicKey, SignatureAlgorithm};
use super::extensions::Extensions;
use super::name::Name;
use crate::crypto::{Cache, sha256};
use crate::der::{Der, tag};
use crate::error::{Code, Error};
use crate::time::Validity;

/// Genuine ones have under 1.7 KiB.
pub const MAX_CERTIFICATE_BYTES: usize = 16 * 1024;

/// RFC 5280, section 4.1.2.2.
const MAX_SERIAL_BYTES: usize = 20;

/// The fields of a certificate, borrowed from its received bytes.
#[derive(Clone, Debug)]
pub struct Certificate<'a> {
    raw: &'a [u8],
    tbs: &'a [u8],
    algorithm: SignatureAlgorithm,
    signature: &'a [u8],
    serial: &'a [u8],
    issuer: Name<'a>,
    validity: Validity,
    subject: Name<'a>,
    public_key: PublicKey<'a>,
    extensions: Extensions<'a>,
}

impl<'a> Certificate<'a> {
    /// Parses exactly one DER certificate.
    ///
    /// # Errors
    /// `collateral_malformed` for anything but an X.509 version 3 certificate with the algorithms of
    /// [`super::algorithm`], nothing after it, and at most 16 KiB.
    pub fn parse(raw: &'a [u8]) -> Result<Self, Error> {
        if raw.len() > MAX_CERTIFICATE_BYTES {
            return Err(Error::new(Code::CollateralMalformed, "a certificate is larger than 16 KiB")
                .field("certificate")
                .expected("at most 16384 bytes")
                .actual(raw.len().to_string()));
        }
        let mut outer = Der::new(raw, "certificate");
        let mut certificate = outer.enter(tag::SEQUENCE)?;
        outer.finish()?;
        let tbs = certificate.expect(tag::SEQUENCE)?;
        let algorithm = certificate.expect(tag::SEQUENCE)?.raw;
        let signature_algorithm = SignatureAlgorithm::read(algorithm, &certificate)?;
        let signature = certificate.bit_string()?;
        certificate.finish()?;

        let mut fields = Der::new(tbs.contents, "certificate");
        let mut version = fields.enter(tag::context(0))?;
        if version.small()? != 2 {
            return Err(fields.error("is not of X.509 version 3"));
        }
        version.finish()?;
        let serial = fields.unsigned()?;
        if serial.len() > MAX_SERIAL_BYTES {
            return Err(fields.error("has a serial number of more than 20 bytes"));
        }
        if fields.expect(tag::SEQUENCE)?.raw != algorithm {
            // RFC 5280, section 4.1.1.2
            return Err(fields.error("names two different signature algorithms"));
        }
        let issuer = Name::read(&mut fields)?;
        let validity = Validity::read(&mut fields)?;
        let subject = Name::read(&mut fields)?;
        let public_key = PublicKey::read(&mut fields)?;
        // A certificate without extensions is one that may do nothing: which of its purposes it misses is said later.
        let extensions = match fields.optional(tag::context(3))? {
            None => Extensions::none(),
            Some(tagged) => {
                let mut tagged = Der::new(tagged.contents, "certificate");
                let extensions = Extensions::read(&mut tagged)?;
                tagged.finish()?;
                extensions
            }
        };
        fields.finish()?;
        Ok(Self {
            raw,
            tbs: tbs.raw,
            algorithm: signature_algorithm,
            signature,
            serial,
            issuer,
            validity,
            subject,
            public_key,
            extensions,
        })
    }

    /// The whole certificate as received.
    #[must_use]
    pub const fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// The serial number's magnitude, big-endian. AMD's leaves have zero.
    #[must_use]
    pub const fn serial(&self) -> &'a [u8] {
        self.serial
    }

    /// The issuer's name.
    #[must_use]
    pub const fn issuer(&self) -> Name<'a> {
        self.issuer
    }

    /// The subject's name.
    #[must_use]
    pub const fn subject(&self) -> Name<'a> {
        self.subject
    }

    /// The period of validity.
    #[must_use]
    pub const fn validity(&self) -> Validity {
        self.validity
    }

    /// The subject's key.
    #[must_use]
    pub const fn public_key(&self) -> PublicKey<'a> {
        self.public_key
    }

    /// The extensions.
    #[must_use]
    pub const fn extensions(&self) -> &Extensions<'a> {
        &self.extensions
    }

    /// SHA-256 of the received bytes.
    #[must_use]
    pub fn fingerprint(&self) -> [u8; 32] {
        sha256(self.raw)
    }

    /// The same, computed once.
    #[must_use]
    pub fn fingerprint_once(&self, cache: &Cache) -> [u8; 32] {
        let known = cache.remember(&[self.raw, b"SHA-256"], &|| Ok(self.fingerprint()));
        known.map_or_else(|_| self.fingerprint(), |fingerprint| *fingerprint)
    }

    /// Whether the signature over the received TBSCertificate holds under `key`.
    #[must_use]
    pub fn is_signed_by(&self, key: &PublicKey<'_>, cache: &Cache) -> bool {
        key.verifies(self.algorithm, self.tbs, self.signature, cache)
    }

    /// Whether the certificate names itself as its issuer.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.issuer.raw() == self.subject.raw()
    }
}
