//! Reads a policy's JSON strictly: an unknown key may be a misspelt one, an empty list would refuse everything or accept
//! everything depending on who reads it, and a value in upper case would never match. All are `policy_invalid`.

use crate::error::{Code, Error};
use crate::json::{Json, Object};
use crate::listing::{joined, listed};

/// More than any fleet has; a policy is sent with every call.
const MAX_LIST: usize = 1024;

/// An error about a member of a policy.
#[inline(never)]
pub(crate) fn invalid(object: &Object, name: &str, problem: &str) -> Error {
    let path = object.path_of(name);
    Error::new(Code::PolicyInvalid, format!("policy: {path} {problem}")).field(path)
}

/// A list that is neither empty nor repeats itself, each item of its form.
#[inline(never)]
fn list(
    object: &Object,
    name: &str,
    value: Json,
    expected: &str,
    is_item: &dyn Fn(&Json) -> bool,
) -> Result<Json, Error> {
    let Json::Array(items) = &value else { return Err(object.wrong_type(name, expected)) };
    if items.is_empty() || items.len() > MAX_LIST {
        return Err(invalid(object, name, "must have from 1 to 1024 entries").actual(items.len().to_string()));
    }
    for (index, item) in items.iter().enumerate() {
        if items.iter().take(index).any(|earlier| earlier == item) {
            return Err(invalid(object, name, "names the same entry twice").actual(format!("entry {index}")));
        }
        if !is_item(item) {
            return Err(invalid(object, name, "has an entry that is not of its form").expected(expected));
        }
    }
    Ok(value)
}

/// Whether every character of a text is of a kind.
fn is_text(item: &Json, lengths: (usize, usize), is_character: fn(u8) -> bool) -> bool {
    let Json::String(text) = item else { return false };
    (lengths.0..=lengths.1).contains(&text.len()) && text.bytes().all(is_character)
}

/// Lower-case hexadecimal strings of exactly `bytes` bytes each, or `"any"`.
pub(crate) fn hex_list(object: &Object, name: &str, value: Json, bytes: usize) -> Result<Json, Error> {
    if value.is_any() {
        return Ok(value);
    }
    let digits = bytes.saturating_mul(2);
    let expected = format!("a list of strings of {digits} lower-case hexadecimal digits, or \"any\"");
    list(object, name, value, &expected, &|item| {
        is_text(item, (digits, digits), |digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// A list of names as certificates print them, each of 1 to `maximum` printable characters, or `"any"`.
pub(super) fn text_list(object: &Object, name: &str, value: Json, form: (usize, &str)) -> Result<Json, Error> {
    if value.is_any() {
        return Ok(value);
    }
    let (maximum, what) = form;
    let expected = format!("a list of {what} (1 to {maximum} printable characters), or \"any\"");
    list(object, name, value, &expected, &|item| {
        !item.is_any() && is_text(item, (1, maximum), |byte| byte.is_ascii_graphic() || byte == b' ')
    })
}

/// A whole number of a range.
pub(super) fn number(object: &Object, name: &str, value: Json, maximum: u64) -> Result<Json, Error> {
    match value {
        Json::Number(number) if number <= maximum => Ok(value),
        _ => Err(object.wrong_type(name, &format!("a whole number from 0 to {maximum}"))),
    }
}

/// A list of whole numbers of a range.
pub(super) fn numbers(object: &Object, name: &str, value: Json, (from, to): (u64, u64)) -> Result<Json, Error> {
    let expected = format!("a list of whole numbers from {from} to {to}");
    list(object, name, value, &expected, &|item| matches!(item, Json::Number(number) if (from..=to).contains(number)))
}

/// A list of some of these words.
pub(super) fn words(object: &Object, name: &str, value: Json, words: &[&str]) -> Result<Json, Error> {
    let expected = format!("a list of {}", listed(words));
    list(object, name, value, &expected, &|item| words.iter().any(|word| item.is(word)))
}

/// One of these words.
pub(super) fn word(object: &Object, name: &str, value: Json, words: &[&str]) -> Result<Json, Error> {
    if words.iter().any(|word| value.is(word)) {
        Ok(value)
    } else {
        Err(object.wrong_type(name, &joined(words, " or ")))
    }
}
