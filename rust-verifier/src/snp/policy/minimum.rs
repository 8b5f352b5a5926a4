//! The floors of a policy that are more than a number: of the TCB, by table or by component, and of the ABI.

use crate::anchors::Product;
use crate::criteria::invalid;
use crate::error::{Code, Error};
use crate::json::{Json, Object};
use crate::listing::listed;
use crate::snp::processor::Processor;
use crate::snp::tcb::Components;
use crate::snp::tcb_table::{NEWEST, TcbTable};

/// `"recommended"`, the name of a table, or components for every product that is accepted.
pub(super) fn read_tcb(object: &Object, name: &str, value: Json, before: &[Json]) -> Result<Json, Error> {
    match value {
        Json::String(word) if word == "recommended" => Ok(Json::String(NEWEST.name.to_owned())),
        Json::String(word) if TcbTable::named(&word).is_some() => Ok(Json::String(word)),
        Json::Object(_) => {
            let mut section = Object::open(value, object.path_of(name), Code::PolicyInvalid)?;
            let mut entries = Vec::new();
            for product in Product::ALL.map(Product::word) {
                match section.take(product) {
                    Some(value) => entries.push((product.to_owned(), read_components(&section, product, value)?)),
                    None if before.iter().any(|line| line.lists(product)) => {
                        return Err(invalid(&section, product, "is missing, though snp.products accepts that product"));
                    }
                    None => {}
                }
            }
            section.close()?;
            Ok(Json::Object(entries))
        }
        _ => {
            let tables = listed(&TcbTable::ALL.map(|table| table.name));
            let expected = format!("\"recommended\", the name of a table ({tables}), or components by product");
            Err(object.wrong_type(name, &expected))
        }
    }
}

/// The names of a product's components, in the order in which they are shown.
fn names(product: &str) -> &'static [&'static str] {
    let all = &["fmc", "bootLoader", "tee", "snp", "microcode"];
    if product == Product::Turin.word() { all } else { all.get(1..).unwrap_or_default() }
}

fn read_components(section: &Object, product: &str, value: Json) -> Result<Json, Error> {
    let mut object = Object::open(value, section.path_of(product), Code::PolicyInvalid)?;
    let mut components = Vec::new();
    for name in names(product) {
        match object.require(name)? {
            value @ Json::Number(0..=255) => components.push(((*name).to_owned(), value)),
            _ => return Err(object.wrong_type(name, "a whole number from 0 to 255")),
        }
    }
    object.close()?;
    Ok(Json::Object(components))
}

/// The floor of a policy for a processor, and what states it. `None` where the policy has none for its product.
pub(super) fn tcb_floor(
    minimum: &Json,
    processor: Option<Processor>,
    product: Product,
) -> Option<(Components, String)> {
    if let Json::String(name) = minimum {
        let table = TcbTable::named(name)?;
        return Some((table.floor(processor, product), format!("table {name}")));
    }
    let stated = minimum.member(product.word());
    let component = |name| match stated.member(name) {
        Json::Number(number) => u8::try_from(*number).ok(),
        _ => None,
    };
    let floor = Components {
        fmc: component("fmc"),
        boot_loader: component("bootLoader")?,
        tee: component("tee")?,
        snp: component("snp")?,
        microcode: component("microcode")?,
    };
    Some((floor, "snp.minimumTcb".to_owned()))
}

/// `"1.55"`
pub(super) fn read_abi(object: &Object, name: &str, value: Json, _: &[Json]) -> Result<Json, Error> {
    match abi_floor(&value) {
        Some(_) => Ok(value),
        None => Err(object.wrong_type(name, "a version as \"1.55\", each number from 0 to 255")),
    }
}

/// Major and minor of a line that [`read_abi`] let pass.
pub(super) fn abi_floor(line: &Json) -> Option<(u8, u8)> {
    let Json::String(text) = line else { return None };
    let decimal = |digits: &str| {
        let canonical = digits == "0" || !digits.starts_with(['0', '+']);
        if canonical { digits.parse::<u8>().ok() } else { None }
    };
    let (major, minor) = text.split_once('.')?;
    Some((decimal(major)?, decimal(minor)?))
}
