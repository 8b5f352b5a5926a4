//! ATTESTATION_REPORT (AMD 56860, table "ATTESTATION_REPORT Structure"): 1,184 bytes, of which the first 0x2A0 are signed.
//!
//! Every reserved byte must be zero. What is hashed is what was received, never a re-encoding.

use super::processor::{Cpuid, Processor};
use super::tcb::TcbVersion;
use crate::bytes::{all_zero, field, hex};
use crate::error::{Code, Error};
use crate::evidence::SNP_REPORT_BYTES;
use core::ops::{Range, RangeInclusive};

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
    raw: &'a [u8; SNP_REPORT_BYTES],
    /// VERSION, 2 to 5.
    pub version: u32,
    /// GUEST_SVN.
    pub guest_svn: u32,
    /// POLICY.
    pub policy: u64,
    /// FAMILY_ID.
    pub family_id: &'a [u8; 16],
    /// IMAGE_ID.
    pub image_id: &'a [u8; 16],
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
    pub report_data: &'a [u8; 64],
    /// MEASUREMENT.
    pub measurement: &'a [u8; 48],
    /// HOST_DATA.
    pub host_data: &'a [u8; 32],
    /// ID_KEY_DIGEST.
    pub id_key_digest: &'a [u8; 48],
    /// AUTHOR_KEY_DIGEST.
    pub author_key_digest: &'a [u8; 48],
    /// REPORT_ID.
    pub report_id: &'a [u8; 32],
    /// REPORT_ID_MA.
    pub report_id_ma: &'a [u8; 32],
    /// REPORTED_TCB.
    pub reported_tcb: TcbVersion,
    /// CPUID_FAM_ID, CPUID_MOD_ID, CPUID_STEP; version 3 and later.
    pub cpuid: Option<Cpuid>,
    /// CHIP_ID.
    pub chip_id: &'a [u8; 64],
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
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Error> {
        let Ok(raw) = <&[u8; SNP_REPORT_BYTES]>::try_from(bytes) else {
            return Err(malformed("report", "the report is not as long as a report is")
                .expected("1184 bytes")
                .actual(bytes.len().to_string()));
        };
        let version = u32::from_le_bytes(*field::<0x00, 4, _>(raw));
        if !(2..=5).contains(&version) {
            return Err(unsupported("VERSION", "the report has a version that this library does not know")
                .expected("2 to 5")
                .actual(version.to_string()));
        }
        let policy = u64::from_le_bytes(*field::<0x08, 8, _>(raw));
        if policy & POLICY_RESERVED_MUST_BE_ONE == 0 || policy & !POLICY_KNOWN_BITS != 0 {
            return Err(malformed("POLICY", "POLICY breaks its layout")
                .expected("bit 17 set and bits 26 to 63 clear")
                .actual(format!("{policy:#018x}")));
        }
        let vmpl = match u32::from_le_bytes(*field::<0x30, 4, _>(raw)) {
            VMPL_HOST => None,
            level @ 0..=3 => Some(level),
            level => {
                return Err(malformed("VMPL", "VMPL has a value that no guest has")
                    .expected("0 to 3, or 4294967295 for the host")
                    .actual(level.to_string()));
            }
        };
        let algorithm = u32::from_le_bytes(*field::<0x34, 4, _>(raw));
        if algorithm != SIGNATURE_ALGO_ECDSA_P384_SHA384 {
            return Err(unsupported(
                "SIGNATURE_ALGO",
                "the report is signed with an algorithm that AMD does not define",
            )
            .expected("1 (ECDSA P-384 with SHA-384)")
            .actual(algorithm.to_string()));
        }
        let information = u32::from_le_bytes(*field::<0x48, 4, _>(raw));
        let (author_key_enabled, mask_chip_key, signing_key) = read_key_information(information)?;
        for (versions, reserved, name) in &RESERVED {
            if versions.contains(&version) && !all_zero(raw.get(reserved.clone()).unwrap_or(raw)) {
                return Err(malformed(
                    name,
                    "the report sets bytes that AMD reserves: it is damaged, or of a later format",
                )
                .expected("zero"));
            }
        }
        let [family, model, stepping] = *field::<0x188, 3, _>(raw);
        let (launch, current) = (field::<0x1f8, 8, _>(raw), field::<0x200, 8, _>(raw));
        Ok(Self {
            raw,
            version,
            guest_svn: u32::from_le_bytes(*field::<0x04, 4, _>(raw)),
            policy,
            family_id: field::<0x10, 16, _>(raw),
            image_id: field::<0x20, 16, _>(raw),
            vmpl,
            current_tcb: TcbVersion(*field::<0x38, 8, _>(raw)),
            platform_info: u64::from_le_bytes(*field::<0x40, 8, _>(raw)),
            author_key_enabled,
            mask_chip_key,
            signing_key,
            report_data: field::<0x50, 64, _>(raw),
            measurement: field::<0x90, 48, _>(raw),
            host_data: field::<0xc0, 32, _>(raw),
            id_key_digest: field::<0xe0, 48, _>(raw),
            author_key_digest: field::<0x110, 48, _>(raw),
            report_id: field::<0x140, 32, _>(raw),
            report_id_ma: field::<0x160, 32, _>(raw),
            reported_tcb: TcbVersion(*field::<0x180, 8, _>(raw)),
            cpuid: (version >= 3).then_some(Cpuid { family, model, stepping }),
            chip_id: field::<0x1a0, 64, _>(raw),
            committed_tcb: TcbVersion(*field::<0x1e0, 8, _>(raw)),
            current_firmware: firmware(*field::<0x1e8, 3, _>(raw)),
            committed_firmware: firmware(*field::<0x1ec, 3, _>(raw)),
            launch_tcb: TcbVersion(*field::<0x1f0, 8, _>(raw)),
            mitigations: (version >= 4).then_some((u64::from_le_bytes(*launch), u64::from_le_bytes(*current))),
            r: scalar(field::<0x2a0, 72, _>(raw), "SIGNATURE, r")?,
            s: scalar(field::<0x2e8, 72, _>(raw), "SIGNATURE, s")?,
        })
    }

    /// What the signature covers, as received.
    #[must_use]
    pub const fn signed(&self) -> &'a [u8; SIGNED_BYTES] {
        field::<0, SIGNED_BYTES, _>(self.raw)
    }

    /// The same without REPORT_DATA: what comes before it, and what comes behind it.
    #[must_use]
    pub const fn lasting(&self) -> (&'a [u8], &'a [u8]) {
        (field::<0x00, 0x50, _>(self.raw), field::<0x90, 0x210, _>(self.raw))
    }

    /// The processor, where the report states it and its stepping is known.
    #[must_use]
    pub fn processor(&self) -> Option<Processor> {
        self.cpuid.and_then(Cpuid::processor)
    }

    /// Whether CHIP_ID hides the chip (MASK_CHIP_ID, or a VLEK).
    #[must_use]
    pub fn chip_is_masked(&self) -> bool {
        all_zero(self.chip_id)
    }
}

/// What must be zero in which versions.
const RESERVED: [(RangeInclusive<u32>, Range<usize>, &str); 8] = [
    (2..=5, 0x4c..0x50, "reserved at 0x4C"),
    (2..=2, 0x188..0x1a0, "reserved at 0x188"),
    (3..=5, 0x18b..0x1a0, "reserved at 0x18B"),
    (2..=5, 0x1eb..0x1ec, "reserved at 0x1EB"),
    (2..=5, 0x1ef..0x1f0, "reserved at 0x1EF"),
    (2..=3, 0x1f8..0x208, "reserved at 0x1F8"),
    (2..=5, 0x208..0x2a0, "reserved at 0x208"),
    (2..=5, 0x330..0x4a0, "reserved at 0x330"),
];

fn read_key_information(information: u32) -> Result<(bool, bool, SigningKey), Error> {
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

const fn firmware([build, minor, major]: [u8; 3]) -> Firmware {
    Firmware { major, minor, build }
}

fn malformed(field: &str, message: &str) -> Error {
    Error::new(Code::EvidenceMalformed, message).field(field)
}

fn unsupported(field: &str, message: &str) -> Error {
    Error::new(Code::EvidenceUnsupported, message).field(field)
}

/// 72 bytes, little-endian, of which P-384 fills 48; big-endian for the arithmetic.
fn scalar(bytes: &[u8; SCALAR_FIELD_BYTES], name: &str) -> Result<[u8; 48], Error> {
    if !all_zero(field::<48, 24, _>(bytes)) {
        return Err(malformed(name, "the signature has a number of more than 384 bits")
            .expected("zero in bytes 48 to 71")
            .actual(hex(bytes)));
    }
    let mut scalar = *field::<0, 48, _>(bytes);
    scalar.reverse();
    Ok(scalar)
}

#[cfg(test)]
mod tests;
