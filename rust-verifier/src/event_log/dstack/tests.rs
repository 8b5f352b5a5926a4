use super::super::replay::Rtmrs;
use super::super::{EventLog, MAX_EVENTS, Proven, verify};
use super::*;

const APP: [u8; 20] = [0xaa; 20];
const COMPOSE: [u8; 32] = [0xcc; 32];

fn runtime(name: &str, payload: &[u8]) -> Event {
    Event::new(0, (3, RUNTIME_EVENT.into()), &[], (name.to_owned(), payload.to_vec()), Version::One).unwrap()
}

fn boot() -> Vec<Event> {
    vec![
        runtime("system-preparing", b""),
        runtime("app-id", &APP),
        runtime("compose-hash", &COMPOSE),
        runtime("instance-id", b""),
        runtime("boot-mr-done", b""),
        runtime("key-provider", br#"{"name":"kms","id":"30aa"}"#),
        runtime("system-ready", b""),
    ]
}

/// The registers that events lead to.
fn registers(events: &[Event]) -> [Rtmr; 4] {
    let mut registers = Rtmrs::default();
    for event in events {
        registers.extend(event.register(), &event.measured().unwrap());
    }
    [0, 1, 2, 3].map(|index| registers.value(index).copied().unwrap_or([0; 48]))
}

fn proven_by(events: &[Event], registers: &[Rtmr; 4]) -> Result<Proven, Code> {
    verify(&EventLog::Dstack(events.to_vec()), registers, &mut Checks::default()).map_err(|error| error.code())
}

fn prove(events: &[Event]) -> Result<Option<Claims>, Code> {
    proven_by(events, &registers(events)).map(|proven| proven.dstack)
}

#[test]
fn what_dstack_measured_is_claimed() {
    let claims = prove(&boot()).unwrap().unwrap();
    assert_eq!(claims.values, [Some(hex(&COMPOSE)), Some(hex(&APP)), None, None]);
    assert_eq!(claims.key_provider, Some(KeyProvider { name: "kms".into(), id: "30aa".into() }));
}

#[test]
fn digests_are_those_of_both_versions() {
    let mut event = runtime("compose-hash", &[0xab, 0xcd]);
    assert_eq!(event.preimage(), b"\x01\0\0\x08:compose-hash:\xab\xcd");
    event.version = Version::Two;
    assert_eq!(event.preimage(), br#"{"name":"compose-hash","payload":"abcd","type":134217729}"#);
    event.name = "a\"\\\n\u{1}é".into();
    assert_eq!(
        event.preimage(),
        "{\"name\":\"a\\\"\\\\\\n\\u0001é\",\"payload\":\"abcd\",\"type\":134217729}".as_bytes()
    );
}

#[test]
fn case_277_a_digest_that_is_not_of_the_payload() {
    let events = boot();
    let honest = registers(&events);
    let mut altered = events.clone();
    // The digest verbatim, the payload the attacker's.
    altered[2].digest = Some(events[2].measured().unwrap());
    assert_eq!(proven_by(&altered, &honest).map(|_| ()), Ok(()));
    altered[2].payload = vec![0xee; 32];
    assert_eq!(proven_by(&altered, &honest).unwrap_err(), Code::EventLogUnauthenticated);
    // Without a digest it is computed, and leads elsewhere.
    altered[2].digest = None;
    assert_eq!(proven_by(&altered, &honest).unwrap_err(), Code::EventLogMismatch);
    // Of another type, so that nothing would compute it.
    let digest = events[2].measured().unwrap();
    for kind in [1, 6, 0x0800_0000, 0x0800_0002, 0] {
        let event = Event::new(2, (3, kind), &digest, ("compose-hash".into(), vec![0xee; 32]), Version::One);
        assert_eq!(event.unwrap_err().code(), Code::EventLogUnauthenticated, "{kind}");
    }
    // Of firmware's registers, where dstack measures nothing.
    for register in 0..3 {
        let event =
            Event::new(2, (register, RUNTIME_EVENT.into()), &digest, ("compose-hash".into(), vec![]), Version::One);
        assert_eq!(event.unwrap_err().code(), Code::EventLogMalformed);
    }
}

#[test]
fn case_278_two_events_of_one_name() {
    for name in ["app-id", "compose-hash", "instance-id", "key-provider", "system-ready", "boot-mr-done"] {
        for at in [0, 3, boot().len()] {
            let mut events = boot();
            events.insert(at, runtime(name, &COMPOSE));
            assert_eq!(prove(&events).unwrap_err(), Code::EventLogAmbiguous, "{name} at {at}");
        }
    }
    let mut events = boot();
    events.splice(5..5, [runtime("mr-kms", &[1; 32]), runtime("mr-kms", &[2; 32])]);
    assert!(prove(&events).unwrap().is_some(), "a guest that asked two key servers");
}

#[test]
fn what_the_application_measures_is_never_read() {
    let mut events = boot();
    events.extend([runtime("os-image-hash", &[1; 32]), runtime("mine", b"x"), runtime("mine", b"y")]);
    assert_eq!(prove(&events).unwrap().unwrap().values[3], None);
    // Before system-ready an unknown event might mean anything.
    let mut events = boot();
    events.insert(3, runtime("mine", b"x"));
    assert_eq!(prove(&events).unwrap_err(), Code::EventLogUnknown);
    // A name and a payload may be cut apart elsewhere: the digest is the same, and the name no longer known.
    let mut events = boot();
    let honest = registers(&events);
    events[5] = runtime(r#"key-provider:{"name""#, br#""kms","id":"30aa"}"#);
    assert_eq!(registers(&events), honest);
    assert_eq!(proven_by(&events, &honest).unwrap_err(), Code::EventLogUnknown);
    // Without the boundary nothing is claimed.
    let mut events = boot();
    events.pop();
    events.push(runtime("mine", b"x"));
    assert_eq!(prove(&events), Ok(None));
}

#[test]
fn payloads_have_the_length_of_what_they_are() {
    for (name, payload) in [
        ("app-id", &[0; 19][..]),
        ("app-id", &[]),
        ("compose-hash", &[0; 33]),
        ("instance-id", &[0; 21]),
        ("os-image-hash", &[]),
        ("key-provider", b"kms"),
        ("key-provider", br#"{"name":"kms","id":"zz"}"#),
        ("key-provider", br#"{"name":"kms","name":"tpm"}"#),
        ("key-provider", br#"{"name":"<b>","id":""}"#),
    ] {
        let mut events = vec![runtime(name, payload)];
        events.push(runtime("system-ready", b""));
        assert_eq!(prove(&events).unwrap_err(), Code::EventLogMalformed, "{name}");
    }
}

#[test]
fn cases_279_280_lengths_of_one_event() {
    let new = |register, kind, digest: usize, name: &str, payload: usize| {
        let words = (name.to_owned(), vec![0; payload]);
        Event::new(0, (register, kind), &vec![0; digest], words, Version::One).map(|_| ()).map_err(|error| error.code())
    };
    let runtime = u64::from(RUNTIME_EVENT);
    assert_eq!(new(0, 1, 48, "", 0), Ok(()));
    assert_eq!(new(3, runtime, 0, "a", 0), Ok(()));
    for digest in [0, 1, 20, 32, 47, 49, 64] {
        assert_eq!(new(0, 1, digest, "", 0), Err(Code::EventLogMalformed), "{digest}");
        if digest > 0 {
            assert_eq!(new(3, runtime, digest, "a", 0), Err(Code::EventLogMalformed), "{digest}");
        }
    }
    assert_eq!(new(3, runtime, 48, "", 0), Err(Code::EventLogMalformed), "an event without a name");
    for register in [4, 255, 256, u64::MAX] {
        assert_eq!(new(register, 1, 48, "", 0), Err(Code::EventLogMalformed));
    }
    assert_eq!(new(0, 1 << 32, 48, "", 0), Err(Code::EventLogMalformed));
    assert_eq!(new(3, runtime, 48, &"a".repeat(MAX_NAME_BYTES + 1), 0), Err(Code::EvidenceTooLarge));
    assert_eq!(new(3, runtime, 48, "a", MAX_EVENT_BYTES + 1), Err(Code::EvidenceTooLarge));
    assert_eq!(MAX_EVENTS, 2048);
}

#[test]
fn an_excerpt_is_of_acpi_tables_alone() {
    let firmware = |register, kind, payload: &[u8]| {
        Event::new(0, (register, kind), &[7; 48], (String::new(), payload.to_vec()), Version::One).unwrap()
    };
    let with = |events: Vec<Event>| {
        let events = [events, boot()].concat();
        let [_, rtmr1, rtmr2, rtmr3] = registers(&events);
        proven_by(&events, &[[9; 48], rtmr1, rtmr2, rtmr3]).map(|proven| proven.log.unwrap().open_registers())
    };
    let acpi = || firmware(0, 10, ACPI_DATA);
    assert_eq!(with(vec![acpi(), acpi(), acpi()]), Ok(vec!["RTMR0"]));
    assert_eq!(with(vec![]), Ok(vec!["RTMR0"]));
    for other in [firmware(0, 10, b"ACPI"), firmware(0, 1, ACPI_DATA), firmware(1, 10, ACPI_DATA)] {
        assert_eq!(with(vec![acpi(), other]), Err(Code::EventLogMismatch));
    }
}

#[test]
fn a_configuration_is_the_one_that_host_data_covers() {
    let text = format!(
        r#"{{"app_id":"{}","compose_hash":"{}","instance_id":"","key_provider":"kms","key_provider_id":"30aa","version":3}}"#,
        hex(&APP),
        hex(&COMPOSE)
    );
    let host_data = |text: &str| sha256(&[CONFIGURATION_DOMAIN, text.as_bytes()].concat());
    let read = |text: &str, host_data: &[u8; 32]| {
        configuration(text, host_data, &mut Checks::default()).map_err(|error| error.code())
    };
    let claims = read(&text, &host_data(&text)).unwrap();
    assert_eq!(claims.values, [Some(hex(&COMPOSE)), Some(hex(&APP)), None, None]);
    let other = text.replace("cc", "ee");
    assert_eq!(read(&other, &host_data(&text)).unwrap_err(), Code::EventLogUnauthenticated);
    for (from, to) in [
        ("\"version\":3", "\"version\":4"),
        ("\"version\":3", "\"version\":3,\"x\":1"),
        ("\"version\":3", "\"version\":3,\"app_id\":\"\""),
        ("aaaa", "aa"),
        ("\"kms\"", "3"),
        ("30aa", "30a"),
    ] {
        let bad = text.replacen(from, to, 1);
        assert_eq!(read(&bad, &host_data(&bad)).unwrap_err(), Code::EventLogMalformed, "{to}");
    }
}
