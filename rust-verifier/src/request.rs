//! One call: JSON, and the bytes that belong to it, which JSON can only state the lengths of: of the policy, of the evidence,
//! of each endorsement, of each root, in this order. Every length is bounded before anything is copied; what is wrong here is
//! the caller's mistake (`input_invalid`, `policy_invalid`), never the evidence's.

use crate::bytes::{Reader, unhex_into};
use crate::criteria::ExpectedBinding;
use crate::crypto::Cache;
use crate::error::{Code, Error};
use crate::evidence::Input;
use crate::json::{self, Json, Object};
use crate::policy::Policy;
use crate::tdx::collateral::SeenDocument;
use crate::tdx::pcs::Part;
use crate::time::UnixTime;
use std::rc::Rc;

/// What a caller gives and what a prover staples: a chain has three certificates and a list.
const MAX_ENDORSEMENTS: usize = 32;
const MAX_ROOTS: usize = 8;
/// The largest revocation list.
const MAX_ENDORSEMENT_BYTES: usize = 1024 * 1024;
/// What one browser or service remembers of Intel's collateral.
const MAX_SEEN: usize = 256;
/// Year 36812: milliseconds in place of seconds are above it.
const MAX_TIME: u64 = 1 << 40;

/// One call.
#[derive(Debug)]
pub enum Call {
    /// Evidence to verify.
    Verify(Request),
    /// A policy to read, and to show with its defaults.
    ResolvePolicy(Box<Policy>),
}

/// What is asked about evidence.
#[derive(Debug)]
pub enum Operation {
    /// Authenticity alone.
    Authenticate,
    /// Authenticity, and every endorsement that a verdict needs: then both in one.
    Staple,
    /// Authenticity, then the policy and the binding.
    Appraise(Rc<Policy>, ExpectedBinding),
}

/// Evidence, owned.
#[derive(Debug)]
pub enum EvidenceInput {
    /// A header's value or JSON.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl EvidenceInput {
    /// Borrowed for decoding.
    #[must_use]
    pub fn as_input(&self) -> Input<'_> {
        match self {
            Self::Text(text) => Input::Text(text),
            Self::Bytes(bytes) => Input::Bytes(bytes),
        }
    }
}

/// Evidence, and everything that its verdict depends on.
#[derive(Debug)]
pub struct Request {
    /// What is asked.
    pub operation: Operation,
    /// The evidence.
    pub evidence: EvidenceInput,
    /// Certificates and lists beside it.
    pub endorsements: Vec<Vec<u8>>,
    /// What the caller remembers of Intel's documents.
    pub seen: Vec<SeenDocument>,
    /// Roots that the caller trusts beside the vendors'.
    pub dangerous_roots: Vec<Vec<u8>>,
    /// The time at which everything is judged.
    pub now: UnixTime,
}

impl Call {
    /// Reads a call.
    ///
    /// # Errors
    /// `input_invalid`, `policy_invalid`, `collateral_malformed`.
    pub fn read(text: &str, attached: &[u8], cache: &Cache) -> Result<Self, Error> {
        let mut attached = Reader::new(attached);
        let mut object = Object::open(json::parse(text, "the call", Code::InputInvalid)?, "", Code::InputInvalid)?;
        let operation = object.string("operation")?;
        let operation = match operation.as_str() {
            "authenticate" => Operation::Authenticate,
            "staple" => Operation::Staple,
            "appraise" => {
                // A caller's policy is the same for many calls.
                let text = read_policy(&mut object, &mut attached)?;
                let policy = cache.remember(&[text.as_bytes()], &|| Policy::read(text))?;
                let binding = read_binding(&mut object)?;
                Operation::Appraise(policy, binding)
            }
            "resolve-policy" => {
                let policy = Policy::read(read_policy(&mut object, &mut attached)?)?;
                finish(object, &attached)?;
                return Ok(Self::ResolvePolicy(Box::new(policy)));
            }
            _ => {
                return Err(
                    object.wrong_type("operation", "\"appraise\", \"authenticate\", \"staple\" or \"resolve-policy\"")
                );
            }
        };
        let evidence = read_evidence(object.require("evidence")?, &mut attached)?;
        let endorsements = read_blobs(&mut object, "endorsements", MAX_ENDORSEMENTS, &mut attached)?;
        let dangerous_roots = read_blobs(&mut object, "dangerouslyTrustRoots", MAX_ROOTS, &mut attached)?;
        let seen = read_seen(&mut object)?;
        let now = read_time(&mut object, "now")?;
        finish(object, &attached)?;
        Ok(Self::Verify(Request { operation, evidence, endorsements, seen, dangerous_roots, now }))
    }
}

/// Nothing may be left of a call, and of what is attached to it.
fn finish(object: Object, attached: &Reader<'_>) -> Result<(), Error> {
    object.close()?;
    if attached.is_empty() { Ok(()) } else { Err(not_attached("the call")) }
}

/// `expectedBinding` is 64 bytes or `"any"`, `expectedTpmBinding` is 48; one of them must be there, and nothing beside `"any"`.
fn read_binding(object: &mut Object) -> Result<ExpectedBinding, Error> {
    let report_data = object.optional_string("expectedBinding")?;
    let extra_data = object.optional_string("expectedTpmBinding")?;
    match (report_data.as_deref(), extra_data) {
        (Some("any"), None) => Ok(ExpectedBinding::Any),
        (None, None) => Err(object.wrong_type("expectedBinding", "given: 64 bytes, or \"any\" written out")),
        (report_data, extra_data) => Ok(ExpectedBinding::These {
            report_data: report_data.map(|text| read_bytes("expectedBinding", text)).transpose()?,
            extra_data: extra_data.map(|text| read_bytes("expectedTpmBinding", &text)).transpose()?,
        }),
    }
}

fn read_bytes<const N: usize>(name: &str, text: &str) -> Result<Box<[u8; N]>, Error> {
    let mut bytes = Box::new([0; N]);
    read_hex(name, text, bytes.as_mut_slice())?;
    Ok(bytes)
}

#[inline(never)]
fn read_hex(name: &str, text: &str, bytes: &mut [u8]) -> Result<(), Error> {
    if unhex_into(bytes, text) && !text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Ok(());
    }
    let size = bytes.len();
    Err(Error::new(Code::InputInvalid, format!("{name} must be exactly {size} bytes, or \"any\" written out"))
        .field(name)
        .expected(format!("{size} bytes, in lower-case hexadecimal, or \"any\""))
        .actual(format!("{} characters", text.len())))
}

fn read_policy<'a>(object: &mut Object, attached: &mut Reader<'a>) -> Result<&'a str, Error> {
    let text = take(object.require("policy")?, attached, "policy")?;
    core::str::from_utf8(text).map_err(|_| not_attached("policy"))
}

fn read_evidence(value: Json, attached: &mut Reader<'_>) -> Result<EvidenceInput, Error> {
    let mut object = Object::open(value, "evidence", Code::InputInvalid)?;
    let (length, is_text) = match (object.take("text"), object.take("bytes")) {
        (Some(length), None) => (length, true),
        (None, Some(length)) => (length, false),
        _ => return Err(object.wrong_type("text", "given, or evidence.bytes, and not both")),
    };
    object.close()?;
    let bytes = take(length, attached, "evidence")?.to_vec();
    if !is_text {
        return Ok(EvidenceInput::Bytes(bytes));
    }
    String::from_utf8(bytes).map(EvidenceInput::Text).map_err(|_| not_attached("evidence"))
}

/// The attached bytes of this length.
fn take<'a>(length: Json, attached: &mut Reader<'a>, name: &str) -> Result<&'a [u8], Error> {
    let Json::Number(length) = length else { return Err(not_attached(name)) };
    usize::try_from(length).ok().and_then(|length| attached.take(length)).ok_or_else(|| not_attached(name))
}

fn not_attached(name: &str) -> Error {
    Error::new(Code::InputInvalid, format!("what is attached for {name} is not of the length that is stated"))
        .field(name)
}

fn read_time(object: &mut Object, name: &str) -> Result<UnixTime, Error> {
    match object.require(name)? {
        Json::Number(seconds) if (1..MAX_TIME).contains(&seconds) => Ok(UnixTime(seconds)),
        _ => Err(object.wrong_type(name, "a time in whole Unix seconds (not milliseconds) after 1970")),
    }
}

fn read_seen(object: &mut Object) -> Result<Vec<SeenDocument>, Error> {
    let items = match object.take("seen") {
        None => return Ok(Vec::new()),
        Some(Json::Array(items)) if items.len() <= MAX_SEEN => items,
        Some(_) => return Err(object.wrong_type("seen", "a list of at most 256 documents")),
    };
    let mut seen = Vec::new();
    for item in items {
        seen.push(read_seen_document(item)?);
    }
    Ok(seen)
}

#[inline(never)]
fn read_seen_document(item: Json) -> Result<SeenDocument, Error> {
    let mut object = Object::open(item, "seen", Code::InputInvalid)?;
    let name = object.string("name")?;
    let part = [Part::TcbInfo, Part::QeIdentity].iter().find(|part| part.name() == name);
    let seen = SeenDocument {
        part: *part.ok_or_else(|| object.wrong_type("name", "\"TCB info\" or \"QE identity\""))?,
        fmspc: object.optional_string("fmspc")?,
        evaluation_number: match object.require("evaluationNumber")? {
            Json::Number(number) => number,
            _ => return Err(object.wrong_type("evaluationNumber", "a whole number")),
        },
        issue_date: read_time(&mut object, "issueDate")?,
    };
    object.close()?;
    Ok(seen)
}

fn read_blobs(object: &mut Object, name: &str, limit: usize, attached: &mut Reader<'_>) -> Result<Vec<Vec<u8>>, Error> {
    let items = match object.take(name) {
        None => return Ok(Vec::new()),
        Some(Json::Array(items)) if items.len() <= limit => items,
        Some(_) => return Err(object.wrong_type(name, &format!("a list of at most {limit} lengths"))),
    };
    let mut blobs = Vec::new();
    for item in items {
        let bytes = take(item, attached, name)?;
        if bytes.len() > MAX_ENDORSEMENT_BYTES {
            return Err(Error::new(Code::CollateralMalformed, format!("an entry of {name} is larger than 1 MiB"))
                .field(name)
                .expected("at most 1048576 bytes"));
        }
        blobs.push(bytes.to_vec());
    }
    Ok(blobs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Result<(), (Code, Option<String>)> {
        code_with(text, b"AA==")
    }

    fn code_with(text: &str, attached: &[u8]) -> Result<(), (Code, Option<String>)> {
        Call::read(text, attached, &Cache::new())
            .map(|_| ())
            .map_err(|error| (error.code(), error.context().field.clone()))
    }

    fn call(with: &str) -> String {
        format!(r#"{{"operation":"authenticate","evidence":{{"text":4}},"now":1700000000{with}}}"#)
    }

    #[test]
    fn a_call_is_read_strictly() {
        assert_eq!(code(&call("")), Ok(()));
        assert_eq!(code(&call(r#","endorsements":[0],"dangerouslyTrustRoots":[0]"#)), Ok(()));
        let cut = |first: &str, rest: &str| call(rest).replace("\"text\":4", first);
        assert_eq!(code(&cut("\"bytes\":1", r#","endorsements":[0,2],"dangerouslyTrustRoots":[1]"#)), Ok(()));
        for (text, field) in [
            (call(r#","foo":1"#), "foo"),
            (call(r#","endorsements":[1]"#), "endorsements"),
            (call(r#","endorsements":["AA=="]"#), "endorsements"),
            (call(r#","endorsements":[-0]"#), "endorsements"),
            (call(r#","endorsements":[18446744073709551615]"#), "endorsements"),
            (call(r#","endorsements":0"#), "endorsements"),
            (call(&format!(r#","endorsements":[{}0]"#, "0,".repeat(32))), "endorsements"),
            (call(r#","dangerouslyTrustRoots":[0,0,0,0,0,0,0,0,0]"#), "dangerouslyTrustRoots"),
            (cut("\"text\":3", ""), "the call"),
            (cut("\"text\":5", ""), "evidence"),
            (cut("\"text\":\"AA==\"", ""), "evidence"),
            (cut("\"bytes\":1", r#","endorsements":[2]"#), "the call"),
            (cut("\"bytes\":1", r#","endorsements":[2,2]"#), "endorsements"),
            (call("").replace("authenticate", "verify"), "operation"),
            (cut("", ""), "evidence.text"),
            (cut("\"text\":4,\"bytes\":0", ""), "evidence.text"),
            (call("").replace("\"evidence\":{\"text\":4},", ""), "evidence"),
        ] {
            assert_eq!(code(&text), Err((Code::InputInvalid, Some(field.into()))), "{text}");
        }
    }

    #[test]
    fn case_125_a_time_is_in_whole_seconds() {
        for now in ["0", "-1", "1.5", "1e9", "null", "\"1700000000\"", "1700000000000000", "1099511627776", "true"] {
            let text = call("").replace("1700000000", now);
            assert_eq!(code(&text), Err((Code::InputInvalid, Some("now".into()))), "{now}");
        }
        for now in ["1", "2147483648", "2524608000", "1099511627775"] {
            assert_eq!(code(&call("").replace("1700000000", now)), Ok(()), "{now}");
        }
    }

    #[test]
    fn appraising_needs_a_policy_and_a_binding() {
        let binding = "0a".repeat(64);
        let appraise = |policy: &str, binding: &str| {
            let text = call(&format!(r#","policy":{},"expectedBinding":"{binding}""#, policy.len()));
            code_with(&text.replace("authenticate", "appraise"), format!("{policy}AA==").as_bytes())
        };
        let policy = r#"{"snp":{"measurements":"any"}}"#;
        assert_eq!(appraise(policy, &binding), Ok(()));
        assert_eq!(appraise(policy, "any"), Ok(()));
        for bad in ["", "0a", &binding[2..], &binding.to_uppercase(), &format!("{}zz", &binding[2..]), "Any"] {
            assert_eq!(appraise(policy, bad), Err((Code::InputInvalid, Some("expectedBinding".into()))), "{bad}");
        }
        for (bad, field) in [
            ("{}", "policy"),
            ("[]", "policy"),
            ("null", "policy"),
            ("{", "the policy"),
            (r#"{"snp":{"measurements":"any"},"snp":{"measurements":"any"}}"#, "the policy"),
            (r#"{"snp":{"measurements":"any"},"tdx":{}}"#, "tdx.mrTd"),
            (r#"{"tdx":{"mrTd":"any"}}"#, "tdx.rtmr"),
            (r#"{"snp":{"measurements":"any"},"sgx":{}}"#, "sgx"),
            (r#"{"snp":[]}"#, "snp"),
            (r#"{"snp":{}}"#, "snp.measurements"),
        ] {
            assert_eq!(appraise(bad, "any"), Err((Code::PolicyInvalid, Some(field.into()))), "{bad}");
        }
        assert!(code(&call("").replace("authenticate", "appraise")).is_err());
    }

    #[test]
    fn a_policy_is_text_of_the_length_that_is_stated() {
        let policy = r#"{"snp":{"measurements":"any"}}"#;
        let resolve = |length: &str, attached: &[u8]| {
            code_with(&format!(r#"{{"operation":"resolve-policy","policy":{length}}}"#), attached)
        };
        assert_eq!(resolve("30", policy.as_bytes()), Ok(()));
        let refused = |field: &str| Err((Code::InputInvalid, Some(field.to_owned())));
        assert_eq!(resolve("31", policy.as_bytes()), refused("policy"));
        assert_eq!(resolve("-30", policy.as_bytes()), refused("policy"));
        assert_eq!(resolve("\"{}\"", policy.as_bytes()), refused("policy"));
        assert_eq!(resolve("30", format!("{policy} ").as_bytes()), refused("the call"));
        assert_eq!(resolve("3", b"\"\xff\""), refused("policy"));
    }
}
