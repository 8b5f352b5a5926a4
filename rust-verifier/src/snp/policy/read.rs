//! A policy's JSON, read strictly: an unknown key may be a misspelt one, an empty list would refuse everything or accept
//! everything depending on who reads it, and a value in upper case would never match. All are `policy_invalid`.

use super::{Allowed, MinimumTcb, Policy, Tristate};
use crate::anchors::Product;
use crate::error::{Code, Error};
use crate::json::{Json, Object};
use crate::snp::claims::{GUEST_POLICY_BITS, PLATFORM_INFO_BITS};
use crate::snp::report::SigningKey;
use crate::snp::tcb::Components;
use crate::snp::tcb_table::{NEWEST, TcbTable};

/// More than any fleet has; a policy is sent with every call.
const MAX_LIST: usize = 1024;

/// Reads the section `snp` of a policy.
///
/// # Errors
/// `policy_invalid`, naming the path of the field.
pub fn read(section: Json) -> Result<Policy, Error> {
    let mut object = Object::open(section, "snp", Code::PolicyInvalid)?;
    let snp = &mut object;
    let measurements = match snp.take("measurements") {
        Some(value) => hex_list(snp, "measurements", value, 48)?,
        None => {
            return Err(invalid(snp, "measurements", "is missing: list the launch measurements that you accept")
                .expected("at least one MEASUREMENT of 96 lower-case hexadecimal digits, or \"any\""));
        }
    };
    let products = words(snp, "products", &Product::ALL, Product::word, &[Product::Genoa, Product::Turin])?;
    let hex = |snp: &mut Object, name, bytes| match snp.take(name) {
        Some(value) => hex_list(snp, name, value, bytes),
        None => Ok(Allowed::Any),
    };
    let policy = Policy {
        measurements,
        minimum_tcb: minimum_tcb(snp, &products)?,
        products,
        report_versions: numbers(snp, "reportVersions", 2..=5)?.unwrap_or_else(|| (2..=5).collect()),
        vmpls: numbers(snp, "vmpls", 0..=3)?.unwrap_or_else(|| vec![0]),
        signers: words(
            snp,
            "signers",
            &[SigningKey::Vcek, SigningKey::Vlek],
            SigningKey::word,
            &[SigningKey::Vcek, SigningKey::Vlek],
        )?,
        csp_ids: csp_ids(snp)?,
        chip_ids: hex(snp, "chipIds", 64)?,
        masked_chip: leave(snp, "maskedChip")?,
        host_requested: leave(snp, "hostRequested")?,
        host_data: hex(snp, "hostData", 32)?,
        family_ids: hex(snp, "familyIds", 16)?,
        image_ids: hex(snp, "imageIds", 16)?,
        report_ids: hex(snp, "reportIds", 32)?,
        id_key_digests: hex(snp, "idKeyDigests", 48)?,
        author_key_digests: hex(snp, "authorKeyDigests", 48)?,
        minimum_guest_svn: match snp.take("minimumGuestSvn") {
            Some(value) => number(snp, "minimumGuestSvn", &value, 0..=u64::from(u32::MAX))
                .map(|value| u32::try_from(value).unwrap_or(u32::MAX))?,
            None => 0,
        },
        minimum_abi: minimum_abi(snp)?,
        guest_policy: bits(
            snp,
            "guestPolicy",
            &GUEST_POLICY_BITS,
            &[("debug", Tristate::Forbidden), ("migrateMa", Tristate::Forbidden)],
        )?,
        platform_info: bits(snp, "platformInfo", &PLATFORM_INFO_BITS, &[("aliasCheckComplete", Tristate::Required)])?,
        mitigations: match snp.take("mitigations") {
            None => Allowed::Any,
            Some(Json::String(word)) if word == "any" => Allowed::Any,
            Some(value) => Allowed::These(number_list(snp, "mitigations", value, 0..=63)?),
        },
        provisional_firmware: leave(snp, "provisionalFirmware")?,
        revocation_required: word(snp, "revocation", &["if-available", "required"])? == Some(1),
    };
    object.close()?;
    Ok(policy)
}

fn invalid(object: &Object, name: &str, problem: &str) -> Error {
    let path = object.path_of(name);
    Error::new(Code::PolicyInvalid, format!("policy: {path} {problem}")).field(path)
}

/// The items of a list that is neither empty nor repeats itself.
fn list(object: &Object, name: &str, value: Json, expected: &str) -> Result<Vec<Json>, Error> {
    let Json::Array(items) = value else {
        return Err(object.wrong_type(name, expected));
    };
    if items.is_empty() || items.len() > MAX_LIST {
        return Err(invalid(object, name, "must have from 1 to 1024 entries").actual(items.len().to_string()));
    }
    for (index, item) in items.iter().enumerate() {
        if items.iter().take(index).any(|earlier| earlier == item) {
            return Err(invalid(object, name, "names the same entry twice").actual(format!("entry {index}")));
        }
    }
    Ok(items)
}

fn hex_list(object: &Object, name: &str, value: Json, bytes: usize) -> Result<Allowed<String>, Error> {
    if value == Json::String("any".into()) {
        return Ok(Allowed::Any);
    }
    let digits = bytes.saturating_mul(2);
    let expected = format!("a list of strings of {digits} lower-case hexadecimal digits, or \"any\"");
    let items = list(object, name, value, &expected)?.into_iter().map(|item| match item {
        Json::String(text)
            if text.len() == digits && text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) =>
        {
            Ok(text)
        }
        _ => Err(invalid(object, name, "has an entry that is not of its form").expected(expected.clone())),
    });
    items.collect::<Result<_, _>>().map(Allowed::These)
}

fn csp_ids(object: &mut Object) -> Result<Allowed<String>, Error> {
    let name = "cspIds";
    let expected = "a list of names of cloud providers (CSP_ID, 1 to 255 printable characters), or \"any\"";
    let value = match object.take(name) {
        None => return Ok(Allowed::Any),
        Some(Json::String(word)) if word == "any" => return Ok(Allowed::Any),
        Some(value) => value,
    };
    let items = list(object, name, value, expected)?.into_iter().map(|item| match item {
        Json::String(text)
            if text != "any"
                && (1..=255).contains(&text.len())
                && text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') =>
        {
            Ok(text)
        }
        _ => Err(invalid(object, name, "has an entry that is not of its form").expected(expected)),
    });
    items.collect::<Result<_, _>>().map(Allowed::These)
}

fn number(object: &Object, name: &str, value: &Json, range: core::ops::RangeInclusive<u64>) -> Result<u64, Error> {
    match value {
        Json::Number(number) if range.contains(number) => Ok(*number),
        _ => Err(object.wrong_type(name, &format!("a whole number from {} to {}", range.start(), range.end()))),
    }
}

fn number_list(
    object: &Object,
    name: &str,
    value: Json,
    range: core::ops::RangeInclusive<u64>,
) -> Result<Vec<u64>, Error> {
    let expected = format!("a list of whole numbers from {} to {}", range.start(), range.end());
    list(object, name, value, &expected)?
        .into_iter()
        .map(|item| match item {
            Json::Number(number) if range.contains(&number) => Ok(number),
            _ => Err(invalid(object, name, "has an entry that is not of its form").expected(expected.clone())),
        })
        .collect()
}

fn numbers(object: &mut Object, name: &str, range: core::ops::RangeInclusive<u64>) -> Result<Option<Vec<u64>>, Error> {
    object.take(name).map(|value| number_list(object, name, value, range)).transpose()
}

fn words<T: Copy + PartialEq>(
    object: &mut Object,
    name: &str,
    all: &[T],
    word: impl Fn(T) -> &'static str,
    default: &[T],
) -> Result<Vec<T>, Error> {
    let Some(value) = object.take(name) else { return Ok(default.to_vec()) };
    let known: Vec<&str> = all.iter().map(|item| word(*item)).collect();
    let expected = format!("a list of {}", known.join(", "));
    list(object, name, value, &expected)?
        .into_iter()
        .map(|item| match item {
            Json::String(text) => all.iter().copied().find(|item| word(*item) == text),
            _ => None,
        })
        .collect::<Option<_>>()
        .ok_or_else(|| invalid(object, name, "has an entry that is not of its form").expected(expected))
}

/// The index of a word among those that may stand here.
fn word(object: &mut Object, name: &str, words: &[&str]) -> Result<Option<usize>, Error> {
    let Some(value) = object.take(name) else { return Ok(None) };
    let index = match &value {
        Json::String(text) => words.iter().position(|word| word == text),
        _ => None,
    };
    index.map(Some).ok_or_else(|| object.wrong_type(name, &words.join(" or ")))
}

/// `"forbidden"` unless `"any"` is written.
fn leave(object: &mut Object, name: &str) -> Result<bool, Error> {
    Ok(word(object, name, &["forbidden", "any"])? == Some(1))
}

fn bits<const N: usize>(
    object: &mut Object,
    name: &str,
    names: &[(&'static str, u32); N],
    defaults: &[(&str, Tristate)],
) -> Result<[Tristate; N], Error> {
    let mut values = names
        .map(|(bit, _)| defaults.iter().find(|(name, _)| *name == bit).map_or(Tristate::Any, |(_, default)| *default));
    let Some(value) = object.take(name) else { return Ok(values) };
    let mut section = Object::open(value, object.path_of(name), Code::PolicyInvalid)?;
    for (value, (bit, _)) in values.iter_mut().zip(names) {
        if let Some(index) = word(&mut section, bit, &Tristate::ALL.map(Tristate::word))? {
            *value = Tristate::ALL.get(index).copied().unwrap_or(*value);
        }
    }
    section.close()?;
    Ok(values)
}

fn minimum_abi(object: &mut Object) -> Result<(u8, u8), Error> {
    let Some(text) = object.optional_string("minimumAbi")? else { return Ok((0, 0)) };
    let decimal = |digits: &str| {
        let canonical = digits == "0" || !digits.starts_with(['0', '+']);
        if canonical { digits.parse::<u8>().ok() } else { None }
    };
    text.split_once('.')
        .and_then(|(major, minor)| Some((decimal(major)?, decimal(minor)?)))
        .ok_or_else(|| object.wrong_type("minimumAbi", "a version as \"1.55\", each number from 0 to 255"))
}

fn minimum_tcb(object: &mut Object, products: &[Product]) -> Result<MinimumTcb, Error> {
    let name = "minimumTcb";
    let tables = TcbTable::ALL.map(|table| table.name).join(", ");
    let expected = format!("\"recommended\", the name of a table ({tables}), or components by product");
    match object.take(name) {
        None => Ok(MinimumTcb::Table(NEWEST)),
        Some(Json::String(word)) if word == "recommended" => Ok(MinimumTcb::Table(NEWEST)),
        Some(Json::String(word)) => {
            TcbTable::named(&word).map(MinimumTcb::Table).ok_or_else(|| object.wrong_type(name, &expected))
        }
        Some(value @ Json::Object(_)) => {
            let mut section = Object::open(value, object.path_of(name), Code::PolicyInvalid)?;
            let mut entries = Vec::new();
            for product in Product::ALL {
                match section.take(product.word()) {
                    Some(value) => entries.push((product, components(&section, product, value)?)),
                    None if products.contains(&product) => {
                        return Err(invalid(
                            &section,
                            product.word(),
                            "is missing, though snp.products accepts that product",
                        ));
                    }
                    None => {}
                }
            }
            section.close()?;
            Ok(MinimumTcb::Components(entries))
        }
        Some(_) => Err(object.wrong_type(name, &expected)),
    }
}

fn components(section: &Object, product: Product, value: Json) -> Result<Components, Error> {
    let mut object = Object::open(value, section.path_of(product.word()), Code::PolicyInvalid)?;
    let mut component = |name| {
        let value = object.require(name)?;
        number(&object, name, &value, 0..=255).map(|value| u8::try_from(value).unwrap_or(u8::MAX))
    };
    let components = Components {
        fmc: if product == Product::Turin { Some(component("fmc")?) } else { None },
        boot_loader: component("bootLoader")?,
        tee: component("tee")?,
        snp: component("snp")?,
        microcode: component("microcode")?,
    };
    object.close()?;
    Ok(components)
}
