//! The section `snp` of a policy.

use super::{MinimumTcb, Policy};
use crate::anchors::Product;
use crate::criteria::{
    Allowed, DstackPolicy, Tristate, bits, hex_list, invalid, leave, number, number_list, numbers,
    optional_hex_list as hex, text_list, word, words,
};
use crate::error::{Code, Error};
use crate::json::{Json, Object};
use crate::snp::claims::{GUEST_POLICY_BITS, PLATFORM_INFO_BITS};
use crate::snp::report::SigningKey;
use crate::snp::tcb::Components;
use crate::snp::tcb_table::{NEWEST, TcbTable};

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
        csp_ids: text_list(snp, "cspIds", 255, "names of cloud providers (CSP_ID)")?,
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
        dstack: DstackPolicy::read(snp)?,
    };
    object.close()?;
    Ok(policy)
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
