use super::*;

fn minimal(version: u8) -> Vec<u8> {
    let mut raw = vec![0; SNP_REPORT_BYTES];
    raw[0] = version;
    raw[0x0a] = 2;
    raw[0x34] = 1;
    if version > 2 {
        raw[0x188..0x18b].copy_from_slice(&[0x19, 0x11, 1]);
    }
    raw
}

fn code_with(version: u8, offset: usize, value: &[u8]) -> Result<(), Code> {
    let mut raw = minimal(version);
    raw[offset..offset + value.len()].copy_from_slice(value);
    Report::parse(&raw).map(|_| ()).map_err(|error| error.code())
}

#[test]
fn every_version_parses() {
    for version in 2..=5 {
        let raw = minimal(version);
        let report = Report::parse(&raw).unwrap();
        assert_eq!(report.version, u32::from(version));
        assert_eq!(report.cpuid.is_some(), version > 2);
        assert_eq!(report.mitigations.is_some(), version > 3);
        assert_eq!(report.signed(), &raw[..0x2a0]);
    }
}

#[test]
fn case_57_58_every_other_length_is_refused() {
    for length in (0..SNP_REPORT_BYTES).chain([1185, 1184 + 4000, 2 * 1184]) {
        let raw = [minimal(3), vec![0; 4000]].concat();
        assert_eq!(Report::parse(&raw[..length]).unwrap_err().code(), Code::EvidenceMalformed);
    }
}

#[test]
fn case_59_66_68_unknown_versions_algorithms_and_unsigned_reports_are_unsupported() {
    for version in [0_u32, 1, 6, 7, u32::MAX] {
        assert_eq!(code_with(3, 0, &version.to_le_bytes()), Err(Code::EvidenceUnsupported));
    }
    for algorithm in [0_u32, 2, u32::MAX] {
        assert_eq!(code_with(3, 0x34, &algorithm.to_le_bytes()), Err(Code::EvidenceUnsupported));
    }
    assert_eq!(code_with(3, 0x48, &[7 << 2]), Err(Code::EvidenceUnsupported));
    assert_eq!(code_with(3, 0x48, &[2]), Err(Code::EvidenceUnsupported), "case 164: MASK_CHIP_KEY with a VCEK");
    assert_eq!(code_with(3, 0x48, &[2 | 1 << 2]), Ok(()), "MASK_CHIP_KEY with a VLEK");
    for reserved in 2..=6 {
        assert_eq!(code_with(3, 0x48, &[reserved << 2]), Err(Code::EvidenceMalformed));
    }
}

#[test]
fn case_60_to_74_every_reserved_byte_must_be_zero() {
    let reserved = |version: u8| {
        let mut ranges = vec![0x4c..0x50, 0x1eb..0x1ec, 0x1ef..0x1f0, 0x208..0x2a0, 0x2d0..0x2e8, 0x318..0x4a0];
        ranges.push(if version == 2 { 0x188..0x1a0 } else { 0x18b..0x1a0 });
        if version < 4 {
            ranges.push(0x1f8..0x208);
        }
        ranges
    };
    for version in 2..=5 {
        for offset in reserved(version).into_iter().flatten() {
            for bit in 0..8 {
                assert_eq!(code_with(version, offset, &[1 << bit]), Err(Code::EvidenceMalformed), "{offset:#x}");
            }
        }
    }
}

#[test]
fn case_62_to_65_67_reserved_bits_and_values() {
    assert_eq!(code_with(3, 0x0a, &[0]), Err(Code::EvidenceMalformed), "POLICY bit 17");
    for bit in 0..64_u32 {
        let policy = 1_u64 << 17 | 1 << bit;
        let expected = if bit < 26 { Ok(()) } else { Err(Code::EvidenceMalformed) };
        assert_eq!(code_with(3, 8, &policy.to_le_bytes()), expected, "POLICY bit {bit}");
    }
    for vmpl in [4_u32, 5, 0x8000_0000, 0xffff_fffe] {
        assert_eq!(code_with(3, 0x30, &vmpl.to_le_bytes()), Err(Code::EvidenceMalformed));
    }
    let mut host = minimal(3);
    host[0x30..0x34].fill(0xff);
    assert_eq!(Report::parse(&host).unwrap().vmpl, None);
    for bit in 5..32 {
        assert_eq!(code_with(3, 0x48, &(1_u32 << bit).to_le_bytes()), Err(Code::EvidenceMalformed));
    }
}

#[test]
fn case_77_unknown_platform_bits_are_not_refused() {
    assert_eq!(code_with(5, 0x40, &[0xff; 8]), Ok(()));
}

#[test]
fn case_80_uniform_bytes_are_refused() {
    for byte in [0, 0xff] {
        assert!(Report::parse(&[byte; SNP_REPORT_BYTES]).is_err());
    }
}
