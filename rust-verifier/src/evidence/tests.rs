use super::*;
use ::base64::Engine;
use ::base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use miniz_oxide::deflate::compress_to_vec;

fn report() -> Vec<u8> {
    let mut report = vec![0; SNP_REPORT_BYTES];
    report[0] = 5;
    report[0x50] = 0xaa;
    report
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut member = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    member.extend(compress_to_vec(bytes, 9));
    member.extend(crc32(bytes).to_le_bytes());
    member.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
    member
}

fn extended() -> Vec<u8> {
    let mut bytes = report();
    bytes.extend(0x63da_758d_e664_4564_adc5_f4b9_3be8_accd_u128.to_be_bytes());
    bytes.extend([48, 0, 0, 0, 2, 0, 0, 0]);
    bytes.extend([0; 24]);
    bytes.extend([7, 8]);
    bytes
}

fn envelope() -> String {
    let report = STANDARD.encode(report());
    format!(r#"{{"platform":"snp","evidence":{{"attestation_report":"{report}","cert_chain":{{"vcek":"Bwg="}}}}}}"#)
}

fn code(bytes: &[u8]) -> Result<SnpEvidence, Code> {
    match Evidence::decode(Input::Bytes(bytes)) {
        Ok(Evidence::Snp(evidence)) => Ok(evidence),
        Ok(Evidence::Tdx(_)) => panic!("a TDX quote"),
        Err(error) => Err(error.code()),
    }
}

fn text_code(text: &str) -> Result<SnpEvidence, Code> {
    match Evidence::decode(Input::Text(text)) {
        Ok(Evidence::Snp(evidence)) => Ok(evidence),
        Ok(Evidence::Tdx(_)) => panic!("a TDX quote"),
        Err(error) => Err(error.code()),
    }
}

#[test]
fn every_form_decodes_in_every_encoding() {
    for (form, carried) in [(report(), 0), (extended(), 1), (envelope().into_bytes(), 1)] {
        let zipped = gzip(&form);
        let texts = [&form, &zipped].map(|bytes| [STANDARD.encode(bytes), URL_SAFE_NO_PAD.encode(bytes)]);
        let mut decoded = vec![code(&form).unwrap(), code(&zipped).unwrap()];
        for text in texts.as_flattened() {
            decoded.push(text_code(text).unwrap());
            decoded.push(code(text.as_bytes()).unwrap());
        }
        for evidence in decoded {
            assert_eq!(evidence.report, report());
            assert_eq!(evidence.carried.items.len(), carried);
        }
    }
    assert!(text_code(&envelope()).is_ok(), "JSON as text");
}

#[test]
fn the_firmware_response_is_unwrapped() {
    let mut response = vec![0; REPORT_RESPONSE_BYTES];
    response[4..8].copy_from_slice(&1184_u32.to_le_bytes());
    response[32..32 + SNP_REPORT_BYTES].copy_from_slice(&report());
    assert_eq!(code(&response).unwrap().report, report());
    for index in [0, 4, 9, 3999] {
        let mut bad = response.clone();
        bad[index] ^= 1;
        assert!(code(&bad).is_err(), "byte {index}");
    }
}

#[test]
fn truncated_and_padded_reports_are_refused() {
    for length in 0..SNP_REPORT_BYTES {
        let expected = if length < 4 { Code::EvidenceUnsupported } else { Code::EvidenceMalformed };
        let truncated = &report()[..length];
        assert_eq!(code(truncated), Err(expected), "{length}");
    }
    for tail in [vec![1], vec![0], vec![0; 23], vec![1; 4000], report()] {
        assert_eq!(code(&[report(), tail].concat()), Err(Code::EvidenceMalformed));
    }
}

#[test]
fn foreign_forms_are_named() {
    let quote =
        |version, tee| [&[version, 0, 2, 0, tee, 0, 0, 0, 0, 0, 0, 0][..], &INTEL_QE_VENDOR_ID, &[0; 700]].concat();
    for (bytes, name) in [
        (quote(3, 0), "an Intel SGX quote"),
        (quote(4, 0), "an Intel SGX quote"),
        (quote(5, 0), "an Intel SGX quote"),
        // Cases 227 and 229.
        (quote(0, 0x81), "another version or TEE"),
        (quote(1, 0x81), "another version or TEE"),
        (quote(2, 0x81), "another version or TEE"),
        (quote(3, 0x81), "SGX quote"),
        (quote(6, 0x81), "another version or TEE"),
        (quote(4, 0x82), "another version or TEE"),
        (FAILURE_MARKER.to_vec(), "failure marker"),
        (b"\x83\xa7version\x01".to_vec(), "MessagePack"),
        (vec![0, 0, 0x11, 0x12], "no known form"),
        (vec![0xd2, 0x84, 0x44], "no known form"),
    ] {
        let text = STANDARD.encode(&bytes);
        let error = Evidence::decode(Input::Text(&text)).unwrap_err();
        assert_eq!(error.code(), Code::EvidenceUnsupported);
        assert!(error.message().contains(name), "{}", error.message());
    }
    assert_eq!(text_code(""), Err(Code::EvidenceUnsupported));
    for (platform, code) in [
        ("az-snp", Code::EvidenceMalformed),
        ("az-tdx", Code::EvidenceMalformed),
        ("gcp-tdx", Code::EvidenceMalformed),
        ("dstack", Code::EvidenceMalformed),
        ("sgx", Code::EvidenceUnsupported),
    ] {
        assert_eq!(text_code(&envelope().replace("\"snp\"", &format!("\"{platform}\""))), Err(code), "{platform}");
    }
    let versioned = |version: &str| text_code(&envelope().replacen('{', &format!("{{\"version\":\"{version}\","), 1));
    assert_eq!(versioned("c8s-verify/v1"), text_code(&envelope()));
    assert_eq!(versioned("c8s-verify/v2"), Err(Code::EvidenceUnsupported));
    assert_eq!(code(b"HCLA\x01\0\0\0"), Err(Code::EvidenceMalformed));
}

#[test]
fn case_220_a_web_token_is_refused_by_name() {
    for token in ["eyJhbGciOiJub25lIn0.eyJ4IjoxfQ.", "eyJhbGciOiJSUzI1NiJ9.e30.AAAA"] {
        let error = Evidence::decode(Input::Text(token)).unwrap_err();
        assert_eq!(error.code(), Code::EvidenceUnsupported);
        assert!(error.message().contains("JSON Web Token"), "{}", error.message());
        assert_eq!(Evidence::decode(Input::Bytes(token.as_bytes())).unwrap_err(), error);
    }
}

#[test]
fn sizes_are_bounded_before_anything_is_decoded() {
    assert_eq!(text_code(&"A".repeat(MAX_TEXT_BYTES + 1)), Err(Code::EvidenceTooLarge));
    assert_eq!(text_code(&"A".repeat(MAX_TEXT_BYTES)), Err(Code::EvidenceTooLarge));
    assert_eq!(code(&vec![2; MAX_BINARY_BYTES + 1]), Err(Code::EvidenceTooLarge));
    assert_eq!(code(&gzip(&vec![0; 32 << 20])), Err(Code::EvidenceTooLarge));
}

#[test]
fn compression_does_not_nest() {
    assert_eq!(code(&gzip(&gzip(&report()))), Err(Code::EvidenceMalformed));
    assert_eq!(code(&gzip(STANDARD.encode(report()).as_bytes())), Err(Code::EvidenceUnsupported));
    let twice = STANDARD.encode(STANDARD.encode(report()));
    assert_eq!(text_code(&twice), Err(Code::EvidenceUnsupported));
}

#[test]
fn white_space_and_control_characters_do_not_pass() {
    let good = STANDARD.encode(gzip(&report()));
    for character in [' ', '\t', '\r', '\n', '\0', '\u{a0}', ','] {
        for at in [0, 1, good.len() / 2, good.len() - 1, good.len()] {
            let mut text = good.clone();
            text.insert(at, character);
            assert_eq!(text_code(&text), Err(Code::EvidenceEncoding), "{character:?} at {at}");
        }
    }
}

#[test]
fn the_envelope_is_strict() {
    let good = envelope();
    let report = STANDARD.encode(report());
    for bad in [
        good.replace("{\"platform\"", "{\"platform\":\"snp\",\"platform\""),
        good.replace("\"cert_chain\"", "\"attestation_report\":\"AA==\",\"cert_chain\""),
        good.replace("\"platform\"", "\"__proto__\":{\"debug\":true},\"platform\""),
        good.replace("\"vcek\"", "\"foo\""),
        good.replace("\"evidence\":", "\"foo\":1,\"evidence\":"),
        good.replace("Bwg=", "Bwg"),
        good.replace("\"Bwg=\"", "null"),
        good.replace("\"Bwg=\"", "1e400"),
        good.replace(&report, "AA=="),
        good.replace(&format!("\"{report}\""), "\"\\ud800\""),
        format!("{good}x"),
        format!("{{\"a\":{}", "[".repeat(100_000)),
        "{}".to_owned(),
        "{".to_owned(),
        good.replace("\"platform\":\"snp\",", ""),
        good.replace("\"attestation_report\"", "\"report\""),
    ] {
        assert_eq!(text_code(&bad), Err(Code::EvidenceMalformed), "{}", bad.get(..60).unwrap_or(&bad));
    }
    assert_eq!(text_code(&format!("\u{feff}{good}")), Err(Code::EvidenceEncoding), "byte order mark");
    assert_eq!(code(&[b"{\"platform\":\"", &[0xc3, 0x28][..], b"\"}"].concat()), Err(Code::EvidenceMalformed));
}

#[test]
fn a_tdx_quote_comes_alone_or_in_its_envelope_with_what_it_carries() {
    let quote = [&[4, 0, 2, 0, 0x81, 0, 0, 0, 0, 0, 0, 0][..], &INTEL_QE_VENDOR_ID, &[0; 700]].concat();
    let decode = |text: &str| match Evidence::decode(Input::Text(text)) {
        Ok(Evidence::Tdx(evidence)) => Ok(evidence),
        Ok(Evidence::Snp(_)) => panic!("an SEV-SNP report"),
        Err(error) => Err(error.code()),
    };
    for bytes in [quote.clone(), gzip(&quote)] {
        for text in [STANDARD.encode(&bytes), URL_SAFE_NO_PAD.encode(&bytes)] {
            assert_eq!(decode(&text).unwrap().quote, quote);
        }
    }
    let text = format!(
        r#"{{"platform":"tdx","evidence":{{"quote":"{}","collateral":{{"root_ca_crl":"3000"}},"endorsements":["AA=="],
        "cc_eventlog":"AA=="}}}}"#,
        STANDARD.encode(&quote)
    );
    let evidence = decode(&text).unwrap();
    assert_eq!((evidence.quote, evidence.event_log), (quote, Some(EventLog::Ccel(vec![0]))));
    assert_eq!(evidence.carried.bundle.as_deref(), Some(r#"{"root_ca_crl":"3000"}"#));
    assert_eq!(evidence.carried.blobs, [[0]]);
    for (from, to, expected) in [
        ("\"quote\"", "\"td_quote\"", Code::EvidenceMalformed),
        ("\"collateral\"", "\"collatteral\"", Code::EvidenceMalformed),
        ("[\"AA==\"]", "\"AA==\"", Code::EvidenceMalformed),
        ("[\"AA==\"]", "[\"AA\"]", Code::EvidenceMalformed),
        ("[\"AA==\"]", "[1]", Code::EvidenceMalformed),
        ("\"quote\":\"BAACAIE", "\"quote\":\"BAACAAA", Code::EvidenceMalformed),
    ] {
        assert_eq!(decode(&text.replacen(from, to, 1)).unwrap_err(), expected, "{to}");
    }
}

/// A quote as long as one, of which no more than its beginning is read here.
fn quote() -> Vec<u8> {
    [&[4, 0, 2, 0, 0x81, 0, 0, 0, 0, 0, 0, 0][..], &INTEL_QE_VENDOR_ID, &[0; 700]].concat()
}

#[test]
fn dstacks_answer_is_strict() {
    let event = r#"{"imr":3,"event_type":134217729,"digest":"","event":"app-id","event_payload":"0a"}"#;
    let good = format!(
        r#"{{"quote":"{}","event_log":{},"report_data":"{}","vm_config":"x"}}"#,
        hex::encode(quote()),
        serde_json::to_string(&format!("[{event}]")).unwrap(),
        "00".repeat(64)
    );
    let decode = |text: &str| Evidence::decode(Input::Text(text)).map_err(|error| error.code());
    let Ok(Evidence::Tdx(evidence)) = decode(&good) else { panic!("no quote") };
    assert_eq!((evidence.quote, evidence.platform), (quote(), Platform::Dstack));
    // The list as JSON, the report data shortened or left out, the same in the common envelope.
    let list = good.replace(&serde_json::to_string(&format!("[{event}]")).unwrap(), &format!("[{event}]"));
    for same in [
        list.clone(),
        good.replace(&format!("\"report_data\":\"{}\"", "00".repeat(64)), "\"report_data\":\"0000\""),
        good.replace(&format!(r#","report_data":"{}""#, "00".repeat(64)), ""),
        format!(r#"{{"platform":"dstack","evidence":{good}}}"#),
        good.replace("\"vm_config\"", "\"endorsements\":[\"AA==\"],\"vm_config\""),
    ] {
        assert_eq!(decode(&same).map(|_| ()), Ok(()), "{same}");
    }
    for (from, to, expected) in [
        ("\"vm_config\"", "\"vm_conf\"", Code::EvidenceMalformed),
        ("\"vm_config\":\"x\"", "\"vm_config\":1", Code::EvidenceMalformed),
        ("\"report_data\":\"00", "\"report_data\":\"01", Code::EvidenceMalformed),
        ("\"report_data\":\"00", "\"report_data\":\"0000", Code::EvidenceMalformed),
        ("\"quote\":\"0400", "\"quote\":\"0900", Code::EvidenceMalformed),
        ("\"quote\":\"0400", "\"quote\":\"4000", Code::EvidenceMalformed),
        ("\"quote\":\"04", "\"quote\":\"4", Code::EvidenceMalformed),
        (r#""imr":3"#, r#""imr":4"#, Code::EventLogMalformed),
        (r#""imr":3"#, r#""imr":-1"#, Code::EventLogMalformed),
        (r#""imr":3"#, r#""imr":3,"imr":3"#, Code::EvidenceMalformed),
        (r#""imr":3"#, r#""imr":3,"index":3"#, Code::EventLogMalformed),
        (r#""imr":3,"#, "", Code::EventLogMalformed),
        (r#""imr":3"#, r#""imr":2"#, Code::EventLogMalformed),
        ("134217729", "1", Code::EventLogUnauthenticated),
        ("134217729", "4429185025", Code::EventLogMalformed),
        (r#""digest":"""#, r#""digest":"00""#, Code::EventLogMalformed),
        (r#""digest":"""#, r#""digest":"0g""#, Code::EventLogMalformed),
        (r#""digest":"""#, r#""digest":"","version":3"#, Code::EventLogMalformed),
        (r#""digest":"""#, r#""digest":"","preimage":"00""#, Code::EventLogUnauthenticated),
        (r#""event":"app-id""#, r#""event":"""#, Code::EventLogMalformed),
        (r#""event_payload":"0a""#, r#""event_payload":"a""#, Code::EventLogMalformed),
        (event, "1", Code::EventLogMalformed),
        (event, "{}", Code::EventLogMalformed),
    ] {
        assert!(list.contains(from), "{from}");
        assert_eq!(decode(&list.replacen(from, to, 1)).unwrap_err(), expected, "{to}");
    }
    assert_eq!(decode(&list.replace(&format!("[{event}]"), "{}")).unwrap_err(), Code::EventLogMalformed);
    // Case 282.
    let many = format!("[{}{event}]", format!("{event},").repeat(2048));
    assert_eq!(decode(&list.replace(&format!("[{event}]"), &many)).unwrap_err(), Code::EvidenceTooLarge);
}

/// A record of `Attest`.
fn attestation() -> Vec<u8> {
    let sized = |bytes: &[u8]| {
        let length = u16::try_from(bytes.len() << 2).unwrap();
        let prefix = if bytes.len() < 64 { vec![length.to_le_bytes()[0]] } else { (length | 1).to_le_bytes().to_vec() };
        [&prefix, bytes].concat()
    };
    let event = [sized(b"app-id"), sized(&[7; 20])].concat();
    let placed = [&[3, 0, 0, 0, 1, 0, 0, 8][..], &sized(b""), &event].concat();
    [&[0, 0][..], &sized(&quote()), &[1 << 2], &placed, &[1 << 2], &event, &[0; 64], &sized(b"{}")].concat()
}

#[test]
fn dstacks_record_is_read_to_its_end_and_every_length_is_bounded() {
    let good = attestation();
    let Ok(Evidence::Tdx(evidence)) = Evidence::decode(Input::Bytes(&good)) else { panic!("no quote") };
    assert_eq!((evidence.quote.len(), evidence.platform), (quote().len(), Platform::Dstack));
    for length in 32..good.len() {
        let code = code(&good[..length]).err();
        // The second list may end too early.
        let is_cut = matches!(code, Some(Code::EvidenceMalformed | Code::EventLogAmbiguous));
        assert!(is_cut, "{length}: {code:?}");
    }
    assert_eq!(code(&[&good[..], &[0]].concat()), Err(Code::EvidenceMalformed));
    // The second list is not the first.
    let mut other = good.clone();
    let name = good.windows(6).rposition(|window| window == b"app-id").unwrap();
    other[name] = b'A';
    assert_eq!(code(&other), Err(Code::EventLogAmbiguous));
    // Another report data than the quote's.
    let mut other = good.clone();
    let end = good.len() - 4;
    other[end] = 1;
    assert_eq!(code(&other), Err(Code::EvidenceMalformed));
    // The lengths of the quote, of the list, of a name; larger, of another form, not in the shortest one.
    let list = 4 + quote().len();
    for offset in [2, list, list + 9, list + 10] {
        for value in [[0xfe, 0xff, 0xff, 0xff], [0xff; 4], [3, 0, 0, 0], [1, 0, 0, 0], [2, 0, 0, 0], [0xfd, 0xff, 0, 0]]
        {
            let mut bad = good.clone();
            bad.splice(offset..offset + 4, value);
            assert!(code(&bad).is_err(), "{offset} {value:?}");
        }
    }
    // Case 282.
    let mut many = good;
    many.splice(list..list + 1, (0x2004_u32 | 2).to_le_bytes());
    assert_eq!(code(&many).err(), Some(Code::EvidenceMalformed), "not in the shortest form");
    many.splice(list..list + 4, (0x0001_0004_u32 | 2).to_le_bytes());
    assert_eq!(code(&many).err(), Some(Code::EvidenceTooLarge));
}
