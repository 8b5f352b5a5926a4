//! A quote of version 4 or 5 (Intel TDX DCAP Quoting Library API, appendix 3): header, TD report, and the signature data that
//! leads from the TD report over the attestation key and the quoting enclave to the platform's PCK certificate.

use super::qe_report::QeReport;
use super::td_report::{TD_REPORT_10_BYTES, TD_REPORT_15_BYTES, TdReport};
use crate::bytes::{Reader, all_zero};
use crate::error::{Code, Error};
use crate::evidence::INTEL_QE_VENDOR_ID;

/// Attestation key type: ECDSA over P-256.
const ECDSA_P256: u16 = 2;

/// Certification data of a QE report, its signature and what certifies it.
const QE_REPORT_CERTIFICATION_DATA: u16 = 6;

/// Certification data of a PEM chain of the PCK certificate.
const PCK_CERTIFICATE_CHAIN: u16 = 5;

/// Body types of version 5.
const TD_REPORT_10: u16 = 2;
const TD_REPORT_15: u16 = 3;

/// A quote, parsed and not yet trusted.
#[derive(Clone, Debug)]
pub struct Quote<'a> {
    /// 4 or 5.
    pub version: u16,
    /// What the quoting enclave's caller gave: 20 bytes.
    pub user_data: &'a [u8; 20],
    /// The TD report.
    pub report: TdReport<'a>,
    /// What the attestation key signed: header and body.
    pub signed: &'a [u8],
    /// r, then s, big-endian.
    pub signature: &'a [u8; 64],
    /// The attestation key: x, then y, big-endian.
    pub attestation_key: &'a [u8; 64],
    /// The quoting enclave's report.
    pub qe_report: QeReport<'a>,
    /// What the PCK signed of it: r, then s, big-endian.
    pub qe_report_signature: &'a [u8; 64],
    /// What the quoting enclave hashed together with the attestation key.
    pub qe_auth_data: &'a [u8],
    /// The chain of the PCK certificate, PEM.
    pub pck_chain: &'a [u8],
    /// How many bytes follow the quote, all zero.
    pub trailing_zeros: usize,
}

impl<'a> Quote<'a> {
    /// Parses a quote and the zeros behind it.
    ///
    /// # Errors
    /// `evidence_malformed` for a length, reserved field or body type that contradicts the format, and for bytes behind the
    /// quote that are not zero; `evidence_unsupported` for another attestation key, vendor or kind of certification data.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Error> {
        let mut reader = Reader::new(bytes);
        let (version, user_data) = read_header(&mut reader)?;
        let body = read_body(&mut reader, version)?;
        let report = TdReport::read(body).ok_or_else(|| cut_off("TD report"))?;
        let signed_length = bytes.len().saturating_sub(reader.rest().len());
        let signed = bytes.get(..signed_length).ok_or_else(|| cut_off("TD report"))?;

        let mut signature_data = Reader::new(sized(&mut reader, "signature data")?);
        let signature = signature_data.chunk().ok_or_else(|| cut_off("signature"))?;
        let attestation_key = signature_data.chunk().ok_or_else(|| cut_off("attestation key"))?;
        let mut qe = Reader::new(certification_data(&mut signature_data, QE_REPORT_CERTIFICATION_DATA)?);
        refuse_rest(signature_data, "signature data")?;
        let qe_report = qe.take(QeReport::BYTES).and_then(QeReport::read).ok_or_else(|| cut_off("QE report"))?;
        let qe_report_signature = qe.chunk().ok_or_else(|| cut_off("QE report's signature"))?;
        let length = qe.u16().ok_or_else(|| cut_off("QE authentication data"))?;
        let qe_auth_data = qe.take(usize::from(length)).ok_or_else(|| cut_off("QE authentication data"))?;
        let pck_chain = certification_data(&mut qe, PCK_CERTIFICATE_CHAIN)?;
        refuse_rest(qe, "QE report certification data")?;

        if !all_zero(reader.rest()) {
            return Err(malformed("quote", "is followed by bytes that are not zero"));
        }
        Ok(Self {
            version,
            user_data,
            report,
            signed,
            signature,
            attestation_key,
            qe_report,
            qe_report_signature,
            qe_auth_data,
            pck_chain,
            trailing_zeros: reader.rest().len(),
        })
    }
}

/// The header's version and TEE type brought the evidence here; the rest of it is judged now.
fn read_header<'a>(reader: &mut Reader<'a>) -> Result<(u16, &'a [u8; 20]), Error> {
    let mut read = || Some((reader.u16()?, reader.u16()?, reader.u32()?, reader.u32()?, reader.array::<16>()?));
    let (version, key_type, _, reserved, vendor) = read().ok_or_else(|| cut_off("header"))?;
    let user_data = reader.chunk().ok_or_else(|| cut_off("header"))?;
    if key_type != ECDSA_P256 {
        return Err(unsupported("header, attestation key type", "is signed by another kind of key than ECDSA P-256")
            .expected(ECDSA_P256.to_string())
            .actual(key_type.to_string()));
    }
    if vendor != INTEL_QE_VENDOR_ID {
        return Err(unsupported("header, QE vendor id", "is of another quoting enclave than Intel's"));
    }
    if reserved != 0 {
        return Err(malformed("header", "has reserved bytes that are not zero"));
    }
    Ok((version, user_data))
}

fn read_body<'a>(reader: &mut Reader<'a>, version: u16) -> Result<&'a [u8], Error> {
    let length = if version == 4 {
        TD_REPORT_10_BYTES
    } else {
        let kind = reader.u16().ok_or_else(|| cut_off("body type"))?;
        let size = reader.u32().ok_or_else(|| cut_off("body size"))?;
        let length = match kind {
            TD_REPORT_10 => TD_REPORT_10_BYTES,
            TD_REPORT_15 => TD_REPORT_15_BYTES,
            _ => {
                return Err(malformed("body type", "has a body that is no TD report")
                    .expected("2 (TD report 1.0) or 3 (TD report 1.5)")
                    .actual(kind.to_string()));
            }
        };
        if usize::try_from(size) != Ok(length) {
            return Err(malformed("body size", "has a body whose size is not that of its type")
                .expected(length.to_string())
                .actual(size.to_string()));
        }
        length
    };
    reader.take(length).ok_or_else(|| cut_off("TD report"))
}

/// A length of four bytes, then as many bytes.
fn sized<'a>(reader: &mut Reader<'a>, what: &str) -> Result<&'a [u8], Error> {
    let length = reader.u32().ok_or_else(|| cut_off(what))?;
    let available = reader.rest().len();
    usize::try_from(length).ok().and_then(|length| reader.take(length)).ok_or_else(|| {
        malformed(what, "states a length that runs past the end")
            .expected(format!("at most {available} bytes"))
            .actual(length.to_string())
    })
}

fn certification_data<'a>(reader: &mut Reader<'a>, expected: u16) -> Result<&'a [u8], Error> {
    let kind = reader.u16().ok_or_else(|| cut_off("certification data"))?;
    if kind != expected {
        return Err(unsupported("certification data type", "is certified in another way than by its PCK certificate")
            .expected(format!("{expected} (6 around 5: QE report around a PEM chain)"))
            .actual(kind.to_string()));
    }
    sized(reader, "certification data")
}

fn refuse_rest(reader: Reader<'_>, what: &str) -> Result<(), Error> {
    if reader.is_empty() {
        return Ok(());
    }
    Err(malformed(what, "states a length beyond its parts").actual(format!("{} bytes more", reader.rest().len())))
}

fn cut_off(what: &str) -> Error {
    malformed(what, "is cut off")
}

fn malformed(field: &str, problem: &str) -> Error {
    Error::new(Code::EvidenceMalformed, format!("the TDX quote {problem}")).field(field)
}

fn unsupported(field: &str, problem: &str) -> Error {
    Error::new(Code::EvidenceUnsupported, format!("the TDX quote {problem}")).field(field)
}
