//! Reads a policy's JSON strictly: an unknown key may be a misspelt one, an empty list would refuse everything or accept
//! everything depending on who reads it, and a value in upper case would never match. All are `policy_invalid`.

use super::{Allowed, Tristate};
use crate::error::{Code, Error};
use crate::json::{Json, Object};

/// More than any fleet has; a policy is sent with every call.
const MAX_LIST: usize = 1024;

/// An error about a member of a policy.
pub(crate) fn invalid(object: &Object, name: &str, problem: &str) -> Error {
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

/// Lower-case hexadecimal strings of exactly `bytes` bytes each, or `"any"`.
pub(crate) fn hex_list(object: &Object, name: &str, value: Json, bytes: usize) -> Result<Allowed<String>, Error> {
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

/// A list of names as certificates print them, each of 1 to `maximum` printable characters.
pub(crate) fn text_list(object: &mut Object, name: &str, maximum: usize, what: &str) -> Result<Allowed<String>, Error> {
    let expected = format!("a list of {what} (1 to {maximum} printable characters), or \"any\"");
    let value = match object.take(name) {
        None => return Ok(Allowed::Any),
        Some(Json::String(word)) if word == "any" => return Ok(Allowed::Any),
        Some(value) => value,
    };
    let items = list(object, name, value, &expected)?.into_iter().map(|item| match item {
        Json::String(text)
            if text != "any"
                && (1..=maximum).contains(&text.len())
                && text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') =>
        {
            Ok(text)
        }
        _ => Err(invalid(object, name, "has an entry that is not of its form").expected(expected.clone())),
    });
    items.collect::<Result<_, _>>().map(Allowed::These)
}

/// [`hex_list`] of a member that may be left out: any value is accepted then.
pub(crate) fn optional_hex_list(object: &mut Object, name: &str, bytes: usize) -> Result<Allowed<String>, Error> {
    match object.take(name) {
        Some(value) => hex_list(object, name, value, bytes),
        None => Ok(Allowed::Any),
    }
}

pub(crate) fn number(
    object: &Object,
    name: &str,
    value: &Json,
    range: core::ops::RangeInclusive<u64>,
) -> Result<u64, Error> {
    match value {
        Json::Number(number) if range.contains(number) => Ok(*number),
        _ => Err(object.wrong_type(name, &format!("a whole number from {} to {}", range.start(), range.end()))),
    }
}

pub(crate) fn number_list(
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

pub(crate) fn numbers(
    object: &mut Object,
    name: &str,
    range: core::ops::RangeInclusive<u64>,
) -> Result<Option<Vec<u64>>, Error> {
    object.take(name).map(|value| number_list(object, name, value, range)).transpose()
}

pub(crate) fn words<T: Copy + PartialEq>(
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
pub(crate) fn word(object: &mut Object, name: &str, words: &[&str]) -> Result<Option<usize>, Error> {
    let Some(value) = object.take(name) else { return Ok(None) };
    let index = match &value {
        Json::String(text) => words.iter().position(|word| word == text),
        _ => None,
    };
    index.map(Some).ok_or_else(|| object.wrong_type(name, &words.join(" or ")))
}

/// `"forbidden"` unless `"any"` is written.
pub(crate) fn leave(object: &mut Object, name: &str) -> Result<bool, Error> {
    Ok(word(object, name, &["forbidden", "any"])? == Some(1))
}

pub(crate) fn bits<const N: usize>(
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
