//! The runtime data of Azure's paravisor: JSON that the hardware's report holds the hash of. It names the virtual TPM's
//! attestation key, and how the VM is configured.

use crate::crypto::Base64;
use crate::error::{Code, Error};
use crate::json::{Json, Object, Write, Writer, parse};

/// The name of the attestation key.
const ATTESTATION_KEY: &str = "HCLAkPub";
/// RSA-2048.
pub const MODULUS_BYTES: usize = 256;
/// 65537, base64url.
const EXPONENT: &str = "AQAB";

/// What the paravisor states.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RuntimeData {
    /// The modulus of the attestation key, big-endian; its exponent is 65537.
    pub attestation_key: [u8; MODULUS_BYTES],
    /// The configuration.
    pub configuration: Configuration,
}

/// How the VM is configured, as the paravisor states it; `null` where it does not.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Configuration {
    /// UEFI Secure Boot.
    secure_boot: Option<bool>,
    /// A virtual TPM.
    tpm_enabled: Option<bool>,
    /// A virtual TPM whose state outlives the VM.
    tpm_persisted: Option<bool>,
    /// A serial console.
    console_enabled: Option<bool>,
    /// The VM.
    vm_unique_id: Option<String>,
    /// 64 bytes that the guest wrote into the TPM before it asked.
    user_data: Option<String>,
}

impl Write for Configuration {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        out.member("secureBoot", &self.secure_boot);
        out.member("tpmEnabled", &self.tpm_enabled);
        out.member("tpmPersisted", &self.tpm_persisted);
        out.member("consoleEnabled", &self.console_enabled);
        out.member("vmUniqueId", &self.vm_unique_id);
        out.member("userData", &self.user_data);
        out.close(b'}');
    }
}

impl RuntimeData {
    /// Reads runtime data. Members that are not read here are Microsoft's to add.
    ///
    /// # Errors
    /// `evidence_malformed` for what is no such JSON, `vtpm_key` for an attestation key that is not exactly one of RSA-2048.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        const WHAT: &str = "HCL runtime data";
        let text = core::str::from_utf8(bytes)
            .map_err(|_| Error::new(Code::EvidenceMalformed, "the HCL runtime data is not UTF-8").field(WHAT))?;
        let mut data = Object::open(parse(text, WHAT, Code::EvidenceMalformed)?, "", Code::EvidenceMalformed)?;
        let attestation_key = attestation_key(data.require("keys")?)?;
        let user_data = of_form(&mut data, "user-data", 128, |byte| byte.is_ascii_hexdigit());
        let mut configuration = Configuration { user_data, ..Configuration::default() };
        if let Some(value) = data.take("vm-configuration") {
            let mut vm = Object::open(value, "vm-configuration", Code::EvidenceMalformed)?;
            configuration.secure_boot = boolean(&mut vm, "secure-boot");
            configuration.tpm_enabled = boolean(&mut vm, "tpm-enabled");
            configuration.tpm_persisted = boolean(&mut vm, "tpm-persisted");
            configuration.console_enabled = boolean(&mut vm, "console-enabled");
            configuration.vm_unique_id =
                of_form(&mut vm, "vmUniqueId", 36, |byte| byte.is_ascii_hexdigit() || byte == b'-');
        }
        Ok(Self { attestation_key, configuration })
    }
}

fn attestation_key(keys: Json) -> Result<[u8; MODULUS_BYTES], Error> {
    let Json::Array(keys) = keys else { return Err(key_error("has no list of keys")) };
    let mut found = None;
    for key in keys {
        let mut key = Object::open(key, "keys", Code::VtpmKey)?;
        if key.string("kid")? != ATTESTATION_KEY {
            continue;
        }
        if found.is_some() {
            return Err(key_error("names two attestation keys"));
        }
        found = Some(modulus(key)?);
    }
    found.ok_or_else(|| key_error("names no attestation key"))
}

/// A JSON Web Key (RFC 7517, RFC 7518 section 6.3.1).
fn modulus(mut key: Object) -> Result<[u8; MODULUS_BYTES], Error> {
    if key.string("kty")? != "RSA" || key.string("e")? != EXPONENT {
        return Err(key_error("names an attestation key that is not of RSA with the exponent 65537"));
    }
    let modulus = Base64::UrlUnpadded.decode(key.string("n")?.as_bytes()).and_then(|modulus| modulus.try_into().ok());
    modulus
        .filter(|modulus: &[u8; MODULUS_BYTES]| modulus.first().is_some_and(|byte| byte & 0x80 != 0))
        .ok_or_else(|| key_error("names an attestation key that is not of 2048 bits"))
}

fn key_error(problem: &str) -> Error {
    Error::new(Code::VtpmKey, format!("the HCL runtime data {problem}"))
        .field(ATTESTATION_KEY)
        .expected("exactly one key HCLAkPub: RSA, 2048 bits, exponent 65537")
}

#[inline(never)]
fn boolean(object: &mut Object, name: &str) -> Option<bool> {
    match object.take(name) {
        Some(Json::Bool(value)) => Some(value),
        _ => None,
    }
}

/// Shown where it has the form of what it should be: a result repeats no free text.
#[inline(never)]
fn of_form(object: &mut Object, name: &str, length: usize, allowed: fn(u8) -> bool) -> Option<String> {
    match object.take(name) {
        Some(Json::String(text)) if text.len() == length && text.bytes().all(allowed) => {
            Some(text.to_ascii_lowercase())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    fn key(kid: &str, n: usize) -> String {
        let n = URL_SAFE_NO_PAD.encode(vec![0xc1; n]);
        format!(r#"{{"kid":"{kid}","key_ops":["sign"],"kty":"RSA","e":"AQAB","n":"{n}"}}"#)
    }

    fn read(keys: &[String]) -> Result<RuntimeData, Code> {
        let text = format!(r#"{{"keys":[{}],"vm-configuration":{{"secure-boot":true,"new":[]}}}}"#, keys.join(","));
        RuntimeData::read(text.as_bytes()).map_err(|error| error.code())
    }

    #[test]
    fn case_213_there_is_exactly_one_attestation_key() {
        let good = key("HCLAkPub", 256);
        let data = read(&[good.clone(), key("HCLEkPub", 256)]).unwrap();
        assert_eq!(data.attestation_key, [0xc1; 256]);
        assert_eq!(data.configuration.secure_boot, Some(true));
        for bad in [
            vec![],
            vec![key("HCLEkPub", 256)],
            vec![key("hclakpub", 256)],
            vec![good.clone(), good.clone()],
            vec![good.clone(), key("HCLAkPub", 512)],
            vec![key("HCLAkPub", 255)],
            vec![key("HCLAkPub", 128)],
            vec![key("HCLAkPub", 512)],
            vec![good.replace("RSA", "EC")],
            vec![good.replace("AQAB", "Aw")],
            vec![good.replace("\"n\":\"wc", "\"n\":\"Qc")],
            vec![good.replace("\"e\":\"AQAB\",", "")],
            vec!["1".into()],
        ] {
            assert_eq!(read(&bad), Err(Code::VtpmKey), "{bad:?}");
        }
    }

    #[test]
    fn what_is_not_runtime_data_is_malformed() {
        for text in ["", "[]", "{}", "{\"keys\":[],\"keys\":[]}", "{\"keys\":[]}x"] {
            let code = RuntimeData::read(text.as_bytes()).unwrap_err().code();
            assert_eq!(code, Code::EvidenceMalformed, "{text}");
        }
        assert_eq!(RuntimeData::read(b"{\"keys\":1}").unwrap_err().code(), Code::VtpmKey);
    }
}
