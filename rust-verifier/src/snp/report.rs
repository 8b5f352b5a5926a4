//! ATTESTATION_REPORT (AMD 56860, table "ATTESTATION_REPORT Structure"): 1,184 bytes, of which the first 0x2A0 are signed.
//!
//! Every reserved byte must be zero. What is hashed is what was received, never a re-encoding.

use super::processor::Cpuid;
use super::tcb::TcbVersion;
use crate::bytes::{Reader, all_zero, hex};
use crate::error::{Code, Error};
use crate::evidence::SNP_REPORT_BYTES;

/// The signature covers the bytes before this offset.
pub const SIGNED_BYTES: usize = 0x2a0;

const POLICY_RESERVED_MUST_BE_ONE: u64 = 1 << 17;
const POLICY_KNOWN_BITS: u64 = (1 << 26) - 1;
const SIGNATURE_ALGO_ECDSA_P384_SHA384: u32 = 1;
const VMPL_HOST: u32 = 0xffff_ffff;
const SCALAR_FIELD_BYTES: usize = 72;

/// Who signed: SIGNING_KEY, bits 4:2 of the field at 0x48.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SigningKey {
    /// The chip's own key.
    Vcek,
    /// A key that AMD made for a cloud.
    Vlek,
}

impl SigningKey {
    /// The word in policies and results.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Vcek => "vcek",
            Self::Vlek => "vlek",
        }
    }
}

/// A firmware version: major, minor, build.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Firmware {
    /// Major.
    pub major: u8,
    /// Minor.
    pub minor: u8,
    /// Build.
    pub build: u8,
}

/// A report as it was received: laid out as it must be, and not proven to come from anyone.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    raw: &'a [u8],
    /// VERSION, 2 to 5.
    pub version: u32,
    /// GUEST_SVN.
    pub guest_svn: u32,
    /// POLICY.
    pub policy: u64,
    /// FAMILY_ID.
    pub family_id: [u8; 16],
    /// IMAGE_ID.
    pub image_id: [u8; 16],
    /// VMPL 0 to 3, or `None` where the host asked for the report.
    pub vmpl: Option<u32>,
    /// CURRENT_TCB.
    pub current_tcb: TcbVersion,
    /// PLATFORM_INFO.
    pub platform_info: u64,
    /// AUTHOR_KEY_EN.
    pub author_key_enabled: bool,
    /// MASK_CHIP_KEY.
    pub mask_chip_key: bool,
    /// SIGNING_KEY.
    pub signing_key: SigningKey,
    /// REPORT_DATA.
    pub report_data: [u8; 64],
    /// MEASUREMENT.
    pub measurement: [u8; 48],
    /// HOST_DATA.
    pub host_data: [u8; 32],
    /// ID_KEY_DIGEST.
    pub id_key_digest: [u8; 48],
    /// AUTHOR_KEY_DIGEST.
    pub author_key_digest: [u8; 48],
    /// REPORT_ID.
    pub report_id: [u8; 32],
    /// REPORT_ID_MA.
    pub report_id_ma: [u8; 32],
    /// REPORTED_TCB.
    pub reported_tcb: TcbVersion,
    /// CPUID_FAM_ID, CPUID_MOD_ID, CPUID_STEP; version 3 and later.
    pub cpuid: Option<Cpuid>,
    /// CHIP_ID.
    pub chip_id: [u8; 64],
    /// COMMITTED_TCB.
    pub committed_tcb: TcbVersion,
    /// CURRENT_MAJOR, CURRENT_MINOR, CURRENT_BUILD.
    pub current_firmware: Firmware,
    /// COMMITTED_MAJOR, COMMITTED_MINOR, COMMITTED_BUILD.
    pub committed_firmware: Firmware,
    /// LAUNCH_TCB.
    pub launch_tcb: TcbVersion,
    /// LAUNCH_MIT_VECTOR and CURRENT_MIT_VECTOR; version 4 and later.
    pub mitigations: Option<(u64, u64)>,
    /// Signature r, big-endian.
    pub r: [u8; 48],
    /// Signature s, big-endian.
    pub s: [u8; 48],
}

impl<'a> Report<'a> {
    /// Parses exactly one report.
    ///
    /// # Errors
    /// - `evidence_unsupported`: another version, signature algorithm or processor, or a report that nobody signed.
    /// - `evidence_malformed`: another length, or a reserved field that is not zero.
    pub fn parse(raw: &'a [u8]) -> Result<Self, Error> {
        if raw.len() != SNP_REPORT_BYTES {
            return Err(malformed("report", "the report is not as long as a report is")
                .expected("1184 bytes")
                .actual(raw.len().to_string()));
        }
        let mut fields = Fields(Reader::new(raw));
        let version = fields.u32("VERSION")?;
        if !(2..=5).contains(&version) {
            return Err(Error::new(
                Code::EvidenceUnsupported,
                "the report has a version that this library does not know",
            )
            .field("VERSION")
            .expected("2 to 5")
            .actual(version.to_string()));
        }
        let guest_svn = fields.u32("GUEST_SVN")?;
        let policy = fields.u64("POLICY")?;
        if policy & POLICY_RESERVED_MUST_BE_ONE == 0 || policy & !POLICY_KNOWN_BITS != 0 {
            return Err(malformed("POLICY", "POLICY breaks its layout")
                .expected("bit 17 set and bits 26 to 63 clear")
                .actual(format!("{policy:#018x}")));
        }
        let (family_id, image_id) = (fields.array("FAMILY_ID")?, fields.array("IMAGE_ID")?);
        let vmpl = match fields.u32("VMPL")? {
            VMPL_HOST => None,
            level @ 0..=3 => Some(level),
            level => {
                return Err(malformed("VMPL", "VMPL has a value that no guest has")
                    .expected("0 to 3, or 4294967295 for the host")
                    .actual(level.to_string()));
            }
        };
        let algorithm = fields.u32("SIGNATURE_ALGO")?;
        if algorithm != SIGNATURE_ALGO_ECDSA_P384_SHA384 {
            return Err(Error::new(
                Code::EvidenceUnsupported,
                "the report is signed with an algorithm that AMD does not define",
            )
            .field("SIGNATURE_ALGO")
            .expected("1 (ECDSA P-384 with SHA-384)")
            .actual(algorithm.to_string()));
        }
        let current_tcb = TcbVersion(fields.array("CURRENT_TCB")?);
        let platform_info = fields.u64("PLATFORM_INFO")?;
        let (author_key_enabled, mask_chip_key, signing_key) = read_key_information(&mut fields)?;
        fields.zeros(4, "reserved at 0x4C")?;
        let report_data = fields.array("REPORT_DATA")?;
        let measurement = fields.array("MEASUREMENT")?;
        let host_data = fields.array("HOST_DATA")?;
        let id_key_digest = fields.array("ID_KEY_DIGEST")?;
        let author_key_digest = fields.array("AUTHOR_KEY_DIGEST")?;
        let (report_id, report_id_ma) = (fields.array("REPORT_ID")?, fields.array("REPORT_ID_MA")?);
        let reported_tcb = TcbVersion(fields.array("REPORTED_TCB")?);
        let cpuid = read_cpuid(&mut fields, version)?;
        let chip_id = fields.array("CHIP_ID")?;
        let committed_tcb = TcbVersion(fields.array("COMMITTED_TCB")?);
        let current_firmware = read_firmware(&mut fields, "reserved at 0x1EB")?;
        let committed_firmware = read_firmware(&mut fields, "reserved at 0x1EF")?;
        let launch_tcb = TcbVersion(fields.array("LAUNCH_TCB")?);
        let mitigations = if version >= 4 {
            Some((fields.u64("LAUNCH_MIT_VECTOR")?, fields.u64("CURRENT_MIT_VECTOR")?))
        } else {
            fields.zeros(16, "reserved at 0x1F8")?;
            None
        };
        fields.zeros(152, "reserved at 0x208")?;
        let (r, s) = (fields.scalar("SIGNATURE, r")?, fields.scalar("SIGNATURE, s")?);
        fields.zeros(368, "reserved at 0x330")?;
        Ok(Self {
            raw,
            version,
            guest_svn,
            policy,
            family_id,
            image_id,
            vmpl,
            current_tcb,
            platform_info,
            author_key_enabled,
            mask_chip_key,
            signing_key,
            report_data,
            measurement,
            host_data,
            id_key_digest,
            author_key_digest,
            report_id,
            report_id_ma,
            reported_tcb,
            cpuid,
            chip_id,
            committed_tcb,
            current_firmware,
            committed_firmware,
            launch_tcb,
            mitigations,
            r,
            s,
        })
    }

    /// What the signature covers, as received.
    #[must_use]
    pub fn signed(&self) -> &'a [u8] {
        self.raw.get(..SIGNED_BYTES).unwrap_or_default()
    }

    /// Whether CHIP_ID hides the chip (MASK_CHIP_ID, or a VLEK).
    #[must_use]
    pub fn chip_is_masked(&self) -> bool {
        all_zero(&self.chip_id)
    }
}

fn read_key_information(fields: &mut Fields<'_>) -> Result<(bool, bool, SigningKey), Error> {
    let information = fields.u32("SIGNING_KEY")?;
    if information >> 5 != 0 {
        return Err(malformed("reserved at 0x48", "the field of SIGNING_KEY sets reserved bits")
            .expected("bits 5 to 31 clear")
            .actual(format!("{information:#010x}")));
    }
    let (author_key_enabled, mask_chip_key) = (information & 1 != 0, information & 2 != 0);
    let signing_key = match information >> 2 & 7 {
        0 => SigningKey::Vcek,
        1 => SigningKey::Vlek,
        7 => return Err(unsigned("SIGNING_KEY says that the firmware did not sign the report")),
        other => {
            return Err(malformed("SIGNING_KEY", "SIGNING_KEY has a reserved value")
                .expected("0 (VCEK), 1 (VLEK) or 7 (none)")
                .actual(other.to_string()));
        }
    };
    if mask_chip_key && signing_key == SigningKey::Vcek {
        return Err(unsigned("MASK_CHIP_KEY hides the VCEK, so the firmware writes zeros in place of its signature"));
    }
    Ok((author_key_enabled, mask_chip_key, signing_key))
}

fn unsigned(why: &str) -> Error {
    Error::new(Code::EvidenceUnsupported, format!("nothing can be proven by this report: {why}"))
        .field("SIGNING_KEY, MASK_CHIP_KEY")
        .expected("a report that a VCEK or VLEK signed")
}

fn read_cpuid(fields: &mut Fields<'_>, version: u32) -> Result<Option<Cpuid>, Error> {
    if version == 2 {
        fields.zeros(24, "reserved at 0x188")?;
        return Ok(None);
    }
    let [family, model, stepping] = fields.array("CPUID_FAM_ID")?;
    fields.zeros(21, "reserved at 0x18B")?;
    Ok(Some(Cpuid { family, model, stepping }))
}

fn read_firmware(fields: &mut Fields<'_>, reserved: &str) -> Result<Firmware, Error> {
    let [build, minor, major] = fields.array(reserved)?;
    fields.zeros(1, reserved)?;
    Ok(Firmware { major, minor, build })
}

fn malformed(field: &str, message: &str) -> Error {
    Error::new(Code::EvidenceMalformed, message).field(field)
}

struct Fields<'a>(Reader<'a>);

impl Fields<'_> {
    fn array<const N: usize>(&mut self, field: &str) -> Result<[u8; N], Error> {
        self.0.array().ok_or_else(|| malformed(field, "the report ends too early"))
    }

    fn u32(&mut self, field: &str) -> Result<u32, Error> {
        self.array(field).map(u32::from_le_bytes)
    }

    fn u64(&mut self, field: &str) -> Result<u64, Error> {
        self.array(field).map(u64::from_le_bytes)
    }

    fn zeros(&mut self, count: usize, field: &str) -> Result<(), Error> {
        match self.0.take(count) {
            Some(bytes) if all_zero(bytes) => Ok(()),
            _ => Err(malformed(field, "the report sets bytes that AMD reserves: it is damaged, or of a later format")
                .expected("zero")),
        }
    }

    /// 72 bytes, little-endian, of which P-384 fills 48; big-endian for the arithmetic.
    fn scalar(&mut self, field: &str) -> Result<[u8; 48], Error> {
        let bytes: [u8; SCALAR_FIELD_BYTES] = self.array(field)?;
        match bytes.split_first_chunk::<48>() {
            Some((scalar, above)) if all_zero(above) => {
                let mut scalar = *scalar;
                scalar.reverse();
                Ok(scalar)
            }
            _ => Err(malformed(field, "the signature has a number of more than 384 bits")
                .expected("zero in bytes 48 to 71")
                .actual(hex(&bytes))),
        }
    }
}

#[cfg(test)]
mod tests;
