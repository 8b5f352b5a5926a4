//! `sevsnp.Attestation` of go-sev-guest: a report taken apart, and certificates beside it. The report's bytes are written
//! again in the order of its table, what the message does not name as zeros: the signature stands or falls by them.

use super::layout::Part::{self, Bytes, Cpuid, U8, U32, U64, Zeros};
use super::layout::write;
use crate::endorsements::Item;
use crate::error::Error;
use crate::evidence::Carried;
use crate::evidence::protobuf::Message;

/// ATTESTATION_REPORT (AMD 56860, table "ATTESTATION_REPORT Structure"), a line for each of its rows' groups.
const REPORT: &[Part] = &[
    // VERSION, GUEST_SVN, POLICY, FAMILY_ID, IMAGE_ID
    U32(1),
    U32(2),
    U64(3),
    Bytes(4, 16),
    Bytes(5, 16),
    // VMPL, SIGNATURE_ALGO, CURRENT_TCB, PLATFORM_INFO, the word that ends in SIGNING_KEY
    U32(6),
    U32(7),
    U64(8),
    U64(9),
    U32(10),
    Zeros(4),
    // REPORT_DATA, MEASUREMENT, HOST_DATA, ID_KEY_DIGEST, AUTHOR_KEY_DIGEST, REPORT_ID, REPORT_ID_MA
    Bytes(11, 64),
    Bytes(12, 48),
    Bytes(13, 32),
    Bytes(14, 48),
    Bytes(15, 48),
    Bytes(16, 32),
    Bytes(17, 32),
    // REPORTED_TCB, CPUID, CHIP_ID, COMMITTED_TCB
    U64(18),
    Cpuid(29),
    Zeros(21),
    Bytes(19, 64),
    U64(20),
    // Build, minor and major of the current firmware, then of the committed one
    U8(21),
    U8(22),
    U8(23),
    Zeros(1),
    U8(24),
    U8(25),
    U8(26),
    Zeros(1),
    // LAUNCH_TCB, LAUNCH_MIT_VECTOR, CURRENT_MIT_VECTOR
    U64(27),
    U64(30),
    U64(31),
    Zeros(152),
    // SIGNATURE
    Bytes(28, 512),
];

/// Certificates of `CertificateChain`: VCEK, VLEK, ASK or ASVK, ARK.
const CERTIFICATES: [u64; 4] = [1, 6, 2, 3];

/// The report, and the certificates that came with it.
///
/// # Errors
/// `evidence_malformed` for a field that is missing, has another length, or is not known.
pub(super) fn read(mut message: Message<'_>) -> Result<(Vec<u8>, Carried), Error> {
    const WHAT: &str = "SEV-SNP report";
    let mut report = Vec::new();
    write(&mut report, message.message(1, WHAT)?, &[(WHAT, REPORT)], 0)?;
    let mut items = Vec::new();
    if message.has(2) {
        let mut chain = message.message(2, "certificate chain")?;
        for number in &CERTIFICATES {
            let der = chain.bytes(*number)?;
            if !der.is_empty() {
                items.push(Item::Certificate(der.to_vec()));
            }
        }
        // The host's own: a certificate of its firmware, and what else it injects.
        chain.bytes(4)?;
        chain.repeated(7)?;
        chain.close()?;
    }
    // The attester's guess at its product, which the report itself or its certificate states.
    message.bytes(3)?;
    message.close()?;
    Ok((report, Carried { items, ..Carried::default() }))
}
