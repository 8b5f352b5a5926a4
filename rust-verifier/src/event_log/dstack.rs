//! dstack's event log: firmware's events by their digests, then its own in RTMR3, whose digests cover name and payload.
//!
//! Sources: Dstack-TEE/dstack, `cc-eventlog` (events and their digests), `dstack-util` (which events a guest measures while it
//! starts), `dstack-types` (the configuration that HOST_DATA covers). What an event says is read only where its digest was
//! computed here, and only before `system-ready`: behind it, events are the application's.

use super::replay::Rtmr;
use super::{MAX_EVENT_BYTES, malformed, too_large};
use crate::bytes::{hex, unhex};
use crate::crypto::{sha256, sha384};
use crate::error::{Code, Error};
use crate::json::{Json, Object, Write, Writer, parse, to_string};
use crate::result::Checks;

/// The type of dstack's own events, which no other event has.
const RUNTIME_EVENT: u32 = 0x0800_0001;
const RUNTIME_REGISTER: u8 = 3;

/// EV_PLATFORM_CONFIG_FLAGS, with which firmware measures ACPI tables.
const ACPI_EVENT: u32 = 10;
const ACPI_DATA: &[u8] = b"ACPI DATA";

const MAX_NAME_BYTES: usize = 256;

/// What a guest measures while it starts.
const BOOT_EVENTS: [&str; 14] = [
    "system-preparing",
    "rootfs-hash",
    "app-id",
    "upgraded-app-id",
    "compose-hash",
    "ca-cert-hash",
    "instance-id",
    "boot-mr-done",
    "mr-kms",
    "os-image-hash",
    "gpu-policy-hash",
    "key-provider",
    "storage-fs",
    SYSTEM_READY,
];
const SYSTEM_READY: &str = "system-ready";

/// Measured anew for each key server that a guest asks in vain.
const REPEATED_EVENT: &str = "mr-kms";

const RULE: &str = "dstack, cc-eventlog: RuntimeEvent";

/// How the digest of dstack's own event is computed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Version {
    /// SHA-384 of type, name and payload, with colons between.
    One,
    /// SHA-384 of canonical JSON (RFC 8785) of the same.
    Two,
}

/// One event, its lengths checked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Event {
    register: u8,
    kind: u32,
    digest: Option<[u8; 48]>,
    name: String,
    payload: Vec<u8>,
    version: Version,
}

impl Event {
    /// An event as it was received: `digest` is empty where the sender leaves it to be computed.
    ///
    /// # Errors
    /// `event_log_malformed`, `event_log_unauthenticated` for a type that does not belong into RTMR3, `evidence_too_large`.
    pub fn new(
        number: usize,
        (register, kind): (u64, u64),
        digest: &[u8],
        (name, payload): (String, Vec<u8>),
        version: Version,
    ) -> Result<Self, Error> {
        if name.len() > MAX_NAME_BYTES || payload.len() > MAX_EVENT_BYTES {
            return Err(too_large());
        }
        let refuse = || {
            malformed(
                format!("event {number}"),
                "does not have a register of a TD, a digest of 48 bytes, or a name where it is one of dstack's own",
            )
        };
        let (Ok(register), Ok(kind)) = (u8::try_from(register), u32::try_from(kind)) else { return Err(refuse()) };
        let is_runtime = kind == RUNTIME_EVENT;
        if register == RUNTIME_REGISTER && !is_runtime {
            return Err(Error::new(
                Code::EventLogUnauthenticated,
                "an event of RTMR3 is not of dstack's type: nothing would prove what it says",
            )
            .field(format!("event {number}")));
        }
        let digest = match (register, digest.len()) {
            (RUNTIME_REGISTER, 0) if !name.is_empty() => Some(None),
            (RUNTIME_REGISTER, 48) if !name.is_empty() => Some(digest.try_into().ok()),
            (0..RUNTIME_REGISTER, 48) if !is_runtime => Some(digest.try_into().ok()),
            _ => None,
        };
        let digest = digest.ok_or_else(refuse)?;
        Ok(Self { register, kind, digest, name, payload, version })
    }

    /// Reads the JSON of one event.
    ///
    /// # Errors
    /// Those of [`Event::new`].
    pub fn read(number: usize, value: Json) -> Result<Self, Error> {
        let mut event = Object::open(value, format!("event {number}"), Code::EventLogMalformed)?;
        let (register, kind) = (event.take("imr"), event.take("event_type"));
        let (digest, payload) = (event.optional_hex("digest")?, event.optional_hex("event_payload")?);
        let preimage = event.optional_hex("preimage")?;
        let version = match event.take("version") {
            None | Some(Json::Number(1)) => Version::One,
            Some(Json::Number(2)) => Version::Two,
            Some(_) => return Err(event.wrong_type("version", "1 or 2")),
        };
        let name = event.string("event")?;
        let (Some(Json::Number(register)), Some(Json::Number(kind)), Some(payload)) = (register, kind, payload) else {
            return Err(event.wrong_type("imr", "there, as event_type and event_payload, and a whole number"));
        };
        let digest = digest.unwrap_or_default();
        event.close()?;
        let event = Self::new(number, (register, kind), &digest, (name, payload), version)?;
        if preimage.is_some_and(|preimage| preimage != event.preimage()) {
            return Err(event.unauthenticated());
        }
        Ok(event)
    }

    /// The register's number.
    #[must_use]
    pub fn register(&self) -> usize {
        usize::from(self.register)
    }

    /// Name and payload of an event of dstack's own.
    #[must_use]
    pub fn runtime(&self) -> Option<(&str, &[u8])> {
        (self.kind == RUNTIME_EVENT).then_some((&self.name, &self.payload))
    }

    /// What extended the register: of dstack's own events computed from what they say.
    ///
    /// # Errors
    /// `event_log_unauthenticated` where the digest that came with the event is another.
    pub fn measured(&self) -> Result<Rtmr, Error> {
        match (self.runtime(), self.digest) {
            (None, Some(digest)) => Ok(digest),
            (None, None) => Err(self.unauthenticated()),
            (Some(_), digest) => {
                let computed = sha384(&[&self.preimage()]);
                if digest.is_some_and(|digest| digest != computed) {
                    return Err(self.unauthenticated());
                }
                Ok(computed)
            }
        }
    }

    fn preimage(&self) -> Vec<u8> {
        match self.version {
            Version::One => {
                let kind = self.kind.to_le_bytes();
                [&kind[..], b":", self.name.as_bytes(), b":", &self.payload].concat()
            }
            Version::Two => {
                // RFC 8785 escapes a string as this does: only what must be, shortest form first.
                let name = to_string(&self.name);
                format!(r#"{{"name":{name},"payload":"{}","type":{}}}"#, hex(&self.payload), self.kind).into_bytes()
            }
        }
    }

    fn unauthenticated(&self) -> Error {
        Error::new(
            Code::EventLogUnauthenticated,
            "the digest of an event is not that of its name and payload: what it says was not measured",
        )
        // The name where it is one of dstack's; others are not repeated.
        .field(BOOT_EVENTS.iter().find(|name| **name == self.name).unwrap_or(&"event"))
    }
}

/// Registers of which a log may have a part alone: dstack shortens a log to its own events and those of the ACPI tables.
#[must_use]
pub fn excerpts(events: &[Event]) -> [bool; 4] {
    let of_acpi = |event: &Event| event.kind == ACPI_EVENT && event.payload == ACPI_DATA;
    let of_firmware = || events.iter().filter(|event| event.register != RUNTIME_REGISTER);
    [of_firmware().all(|event| event.register == 0 && of_acpi(event)), false, false, false]
}

/// What is claimed of an application: the name of the claim and of the policy's line, the event, its payload's length.
pub const FIELDS: [(&str, &str, usize); 4] = [
    ("composeHash", "compose-hash", 32),
    ("appId", "app-id", 20),
    ("instanceId", "instance-id", 20),
    ("osImageHash", "os-image-hash", 32),
];

/// What was measured of the application, as results show it. Mirrored by `src/tdx-result.ts`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Claims {
    /// In the order of [`FIELDS`], hexadecimal.
    pub values: [Option<String>; FIELDS.len()],
    /// Who gives the application its keys.
    pub key_provider: Option<KeyProvider>,
}

impl Write for Claims {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        for ((name, _, _), value) in FIELDS.into_iter().zip(&self.values) {
            out.member(name, value);
        }
        out.member("keyProvider", &self.key_provider);
        out.close(b'}');
    }
}

impl Write for KeyProvider {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        out.member("name", &self.name);
        out.member("id", &self.id);
        out.close(b'}');
    }
}

/// See [`Claims`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeyProvider {
    /// `kms`, `local-sgx`, `tpm`, `none`.
    pub name: String,
    /// A public key or measurement, hexadecimal; empty for none.
    pub id: String,
}

/// What the events of a log say that was replayed. `None` where nothing tells dstack's events from the application's.
///
/// # Errors
/// `event_log_ambiguous`, `event_log_unknown`, `event_log_malformed`.
pub fn claims(events: &[Event], checks: &mut Checks) -> Result<Option<Claims>, Error> {
    let runtime = || events.iter().filter(|event| event.register == RUNTIME_REGISTER);
    for name in BOOT_EVENTS {
        let count = runtime().filter(|event| event.name == name).count();
        if count > 1 && name != REPEATED_EVENT {
            return Err(ambiguous("the log has two events of one name that dstack measures once").field(name));
        }
    }
    let mut claims = Claims::default();
    for event in runtime() {
        let (name, payload) = (event.name.as_str(), event.payload.as_slice());
        match name {
            SYSTEM_READY => {
                checks.passed("dstack-events", RULE);
                return Ok(Some(claims));
            }
            "key-provider" => {
                let text = core::str::from_utf8(payload).unwrap_or_default();
                let mut object = open(text, name)?;
                claims.key_provider = Some(KeyProvider::read(&mut object, "name", "id")?);
                object.close()?;
            }
            _ => claims.set(name, payload)?,
        }
        if !BOOT_EVENTS.contains(&name) && runtime().any(|event| event.name == SYSTEM_READY) {
            let problem = "the log has an event before system-ready that this version does not know";
            return Err(Error::new(Code::EventLogUnknown, problem).field("event"));
        }
    }
    let reason = "the log has no event system-ready: nothing tells dstack's events from the application's";
    checks.skipped("dstack-events", RULE, reason);
    Ok(None)
}

impl Claims {
    /// Keeps what an event, or the member of a configuration of the same name, says. An application may do without an
    /// instance's id.
    fn set(&mut self, event: &str, payload: &[u8]) -> Result<(), Error> {
        for (slot, (_, name, length)) in self.values.iter_mut().zip(FIELDS) {
            if name == event && !(payload.is_empty() && name == "instance-id") {
                if payload.len() != length {
                    return Err(malformed(name, "has another length than its own").expected(format!("{length} bytes")));
                }
                *slot = Some(hex(payload));
            }
        }
        Ok(())
    }
}

/// An error about two answers to one question.
pub(crate) fn ambiguous(problem: &str) -> Error {
    Error::new(Code::EventLogAmbiguous, problem)
}

fn open(text: &str, field: &str) -> Result<Object, Error> {
    Object::open(parse(text, field, Code::EventLogMalformed)?, field, Code::EventLogMalformed)
}

impl KeyProvider {
    /// Both are shown, so both are bounded and harmless.
    fn read(object: &mut Object, name: &str, id: &str) -> Result<Self, Error> {
        let provider = Self { name: object.string(name)?, id: object.optional_string(id)?.unwrap_or_default() };
        let is_name =
            provider.name.len() <= 32 && provider.name.bytes().all(|byte| byte == b'-' || byte.is_ascii_alphanumeric());
        if !is_name || provider.id.len() > MAX_PROVIDER_ID || unhex(&provider.id).is_none() {
            return Err(object.wrong_type(name, "a short word, and the id beside it short and hexadecimal"));
        }
        Ok(provider)
    }
}

/// Hexadecimal digits of the longest id of a key provider.
pub(crate) const MAX_PROVIDER_ID: usize = 1024;

/// What HOST_DATA covers of a configuration: its text, with a name before it.
const CONFIGURATION_DOMAIN: &[u8] = b"dstack-mr-config-v3:\0";

/// Members of a configuration that stand for events.
const CONFIGURED: [(&str, &str); 3] =
    [("compose_hash", "compose-hash"), ("app_id", "app-id"), ("instance_id", "instance-id")];

/// Reads the configuration that an SEV-SNP guest was launched with, from the text whose hash is its HOST_DATA.
///
/// # Errors
/// `event_log_unauthenticated` where HOST_DATA is of another text; `event_log_malformed`.
pub fn configuration(text: &str, host_data: &[u8; 32], checks: &mut Checks) -> Result<Claims, Error> {
    let field = "mr_config";
    if sha256(&[CONFIGURATION_DOMAIN, text.as_bytes()].concat()) != *host_data {
        let problem = "HOST_DATA is not that of dstack's configuration: the guest was launched with another";
        return Err(Error::new(Code::EventLogUnauthenticated, problem).field(field));
    }
    let mut object = open(text, field)?;
    let mut claims = Claims::default();
    for (member, event) in CONFIGURED {
        claims.set(event, &object.optional_hex(member)?.unwrap_or_default())?;
    }
    claims.key_provider = Some(KeyProvider::read(&mut object, "key_provider", "key_provider_id")?);
    // Shown to nobody yet, and covered all the same.
    object.optional_string("gpu_policy_hash")?;
    if object.take("version").is_some_and(|version| version != Json::Number(3)) {
        return Err(object.wrong_type("version", "3"));
    }
    object.close()?;
    checks.passed("dstack-configuration", "dstack, dstack-types: MrConfigV3");
    Ok(claims)
}

#[cfg(test)]
mod tests;
