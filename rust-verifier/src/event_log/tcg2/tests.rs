use super::super::replay::{Bank, replay_ccel, replay_pcrs};
use super::super::{EventLog, MAX_EVENT_BYTES, MAX_EVENTS, verify};
use super::*;
use crate::crypto::{sha256, sha384};
use crate::error::Code;
use crate::json::to_string;
use crate::result::Checks;

const SHA1: (u16, u16) = (0x04, 20);
const SHA256: (u16, u16) = (0x0b, 32);
const SHA384: (u16, u16) = (0x0c, 48);

fn header(algorithms: &[(u16, u16)]) -> Vec<u8> {
    let mut data = [&SIGNATURE[..], &[0, 0, 0, 0, 0, 2, 0, 2]].concat();
    data.extend(u32::try_from(algorithms.len()).unwrap().to_le_bytes());
    for (id, size) in algorithms {
        data.extend([id.to_le_bytes(), size.to_le_bytes()].concat());
    }
    data.push(0);
    let mut header = [&1_u32.to_le_bytes()[..], &3_u32.to_le_bytes(), &[0; 20]].concat();
    header.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
    header.extend(data);
    header
}

fn event(register: u32, kind: u32, digests: &[(u16, u16)], data: &[u8]) -> Vec<u8> {
    let mut event = [register.to_le_bytes(), kind.to_le_bytes()].concat();
    event.extend(u32::try_from(digests.len()).unwrap().to_le_bytes());
    for (id, size) in digests {
        event.extend(id.to_le_bytes());
        event.extend(vec![data.first().copied().unwrap_or(7); usize::from(*size)]);
    }
    event.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
    event.extend(data);
    event
}

/// A log of four events in three registers.
fn ccel() -> Vec<u8> {
    let one = |register, data| event(register, 6, &[SHA384], data);
    [header(&[SHA384]), one(1, b"a"), one(2, b"bb"), one(1, b""), event(1, EV_NO_ACTION, &[SHA384], b"n"), one(3, b"c")]
        .concat()
}

fn rtmrs() -> [[u8; 48]; 4] {
    let after = |digests: &[u8]| digests.iter().fold([0; 48], |old, byte| sha384(&[&old, &[*byte; 48]]));
    [after(b"a\x07"), after(b"b"), after(b"c"), [0; 48]]
}

fn code(area: &[u8]) -> Result<(), Code> {
    let log = EventLog::Ccel(area.to_vec());
    verify(&log, &rtmrs(), &mut Checks::default()).map(|_| ()).map_err(|error| error.code())
}

#[test]
fn a_log_leads_to_its_registers_whatever_fills_its_area() {
    assert_eq!(code(&ccel()), Ok(()));
    for fill in [vec![0xff; 1], vec![0xff; 4], vec![0; 3], vec![0; 8], vec![0xff; 70_000], vec![0; 70_000]] {
        assert_eq!(code(&[ccel(), fill].concat()), Ok(()));
    }
    for tail in [&b"\xff\xff\xff\xff\0"[..], b"\0\0\0\0\0\0\0\0\x01", b"\0\xff", b"x", b"\xff\xff\xff\xfe", &[1; 70]] {
        assert_eq!(code(&[&ccel(), tail].concat()), Err(Code::EventLogMalformed), "{tail:?}");
    }
}

#[test]
fn case_275_one_event_dropped_repeated_or_moved() {
    let one = |register, data: &[u8]| event(register, 6, &[SHA384], data);
    let events = [one(1, b"a"), one(2, b"bb"), one(1, b""), one(3, b"c")];
    let with = |order: &[usize]| {
        let events = order.iter().flat_map(|index| events[*index].clone());
        code(&header(&[SHA384]).into_iter().chain(events).collect::<Vec<u8>>())
    };
    assert_eq!(with(&[0, 1, 2, 3]), Ok(()));
    // Registers are each in their own order.
    assert_eq!(with(&[1, 3, 0, 2]), Ok(()));
    for order in [&[0, 1, 3][..], &[0, 1, 2, 2, 3], &[2, 1, 0, 3], &[0, 0, 1, 2, 3], &[1, 2, 3], &[0, 1, 2, 3, 3]] {
        assert_eq!(with(order), Err(Code::EventLogMismatch), "{order:?}");
    }
}

#[test]
fn a_register_without_events_is_open_unless_it_was_never_extended() {
    let registers = |actual: [[u8; 48]; 4], area: &[u8]| {
        let mut checks = Checks::default();
        let proven = verify(&EventLog::Ccel(area.to_vec()), &actual, &mut checks).unwrap();
        let checks: Vec<serde_json::Value> = serde_json::from_str(&to_string(&checks)).unwrap();
        (proven.log.unwrap().open_registers(), checks.len())
    };
    assert_eq!(registers(rtmrs(), &ccel()), (vec![], 1));
    let [rtmr0, rtmr1, rtmr2, _] = rtmrs();
    assert_eq!(registers([rtmr0, rtmr1, rtmr2, [9; 48]], &ccel()), (vec!["RTMR3"], 2));
    assert_eq!(registers([[1; 48], [0; 48], [2; 48], [0; 48]], &header(&[SHA384])), (vec!["RTMR0", "RTMR2"], 2));
}

#[test]
fn case_279_lengths_and_algorithms_are_those_of_the_header() {
    let log = |algorithms: &[(u16, u16)], digests: &[(u16, u16)]| {
        code(&[header(algorithms), event(1, 6, digests, b"a")].concat())
    };
    assert_eq!(log(&[SHA384], &[SHA384]), Err(Code::EventLogMismatch), "a log of its own");
    for (algorithms, digests) in [
        (&[SHA384][..], &[SHA256][..]),
        (&[SHA384], &[SHA1]),
        (&[SHA384], &[]),
        (&[SHA384], &[SHA384, SHA384]),
        (&[SHA384], &[SHA256, SHA384]),
        (&[SHA256], &[SHA256]),
        (&[SHA1], &[SHA1]),
        (&[SHA256, SHA384], &[SHA256, SHA384]),
        (&[], &[]),
        (&[SHA384, SHA384], &[SHA384, SHA384]),
        (&[(0x0c, 32)], &[(0x0c, 32)]),
        (&[(0x0b, 48)], &[(0x0b, 48)]),
        (&[(0x0c, 0)], &[(0x0c, 0)]),
        (&[(0x10, 48)], &[(0x10, 48)]),
    ] {
        assert_eq!(log(algorithms, digests), Err(Code::EventLogMalformed), "{algorithms:?} {digests:?}");
    }
}

#[test]
fn case_280_lengths_that_run_past_the_end_and_logs_without_anything() {
    let good = ccel();
    for empty in [&b""[..], &[0; 70], &[0xff; 70], &good[..32]] {
        assert_eq!(code(empty), Err(Code::EventLogMalformed));
    }
    let header_bytes = header(&[SHA384]).len();
    // The header's size, its count of algorithms, its vendor's size; the first event's count, algorithm and size.
    for offset in [28, 56, header_bytes - 1, header_bytes + 8, header_bytes + 12, header_bytes + 62] {
        for value in [1_u32, 0x7fff_ffff, 0x8000_0000, u32::MAX - 3, u32::MAX] {
            let mut bad = good.clone();
            bad.splice(offset..offset + 4, value.to_le_bytes());
            if bad != good {
                let code = code(&bad).unwrap_err();
                assert!(matches!(code, Code::EventLogMalformed | Code::EventLogMismatch), "{offset} {value}");
            }
        }
    }
    for register in [5, 6, 24, u32::MAX - 1] {
        let area = [header(&[SHA384]), event(register, 6, &[SHA384], b"a")].concat();
        assert_eq!(code(&area), Err(Code::EventLogMalformed), "{register}");
    }
}

#[test]
fn case_282_there_is_an_end_to_events() {
    let log = |count: usize, data: &[u8]| {
        code(&[header(&[SHA384]), event(1, EV_NO_ACTION, &[SHA384], data).repeat(count)].concat())
    };
    assert_eq!(log(MAX_EVENTS, b""), Ok(()));
    for count in [MAX_EVENTS + 1, 3_800] {
        assert_eq!(log(count, b""), Err(Code::EvidenceTooLarge));
    }
    assert_eq!(log(1, &vec![7; MAX_EVENT_BYTES + 1]), Err(Code::EvidenceTooLarge));
}

#[test]
fn every_truncation_and_flip_has_a_name() {
    let good = [ccel(), vec![0xff; 8]].concat();
    for length in 0..ccel().len() {
        let code = code(&good[..length]).err();
        assert!(matches!(code, None | Some(Code::EventLogMalformed | Code::EventLogMismatch)), "{length}: {code:?}");
    }
    for bit in 0..good.len() * 8 {
        let mut bad = good.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        // What is not measured may change: words, types, the header's numbers.
        assert!(!matches!(code(&bad), Err(Code::Internal | Code::EvidenceMalformed)), "{bit}");
    }
}

#[test]
fn pcrs_are_replayed_bank_by_bank() {
    let all = [SHA1, SHA256, SHA384];
    let locality = [&b"StartupLocality\0"[..], &[3]].concat();
    let area = [
        header(&all),
        event(0, EV_NO_ACTION, &all, &locality),
        event(0, 8, &all, b"v"),
        event(7, 1, &all, b"k"),
        event(7, 1, &all, b"m"),
    ]
    .concat();
    let log = Log::parse(&area).unwrap();
    let mut first = [0; 48];
    first[47] = 3;
    let pcrs = replay_pcrs(&log, Bank::Sha384).unwrap();
    assert_eq!(pcrs[0], sha384(&[&first, &[b'v'; 48]]));
    assert_eq!(pcrs[7], sha384(&[&sha384(&[&[0; 48], &[b'k'; 48]]), &[b'm'; 48]]));
    assert!(pcrs[1].is_empty());
    let pcrs = replay_pcrs(&log, Bank::Sha256).unwrap();
    first[31] = 3;
    assert_eq!(pcrs[0], sha256(&[&first[..32], &[b'v'; 32]].concat()));
    for bad in [
        [header(&[SHA256]), event(24, 1, &[SHA256], b"a")].concat(),
        [header(&[SHA256]), event(0, 1, &[SHA256], b"a"), event(0, EV_NO_ACTION, &[SHA256], &locality)].concat(),
        [header(&[SHA1]), event(0, 1, &[SHA1], b"a")].concat(),
    ] {
        let log = Log::parse(&bad).unwrap();
        assert_eq!(replay_pcrs(&log, Bank::Sha256).unwrap_err().code(), Code::EventLogMalformed);
    }
    assert!(replay_ccel(&log).is_err());
}
