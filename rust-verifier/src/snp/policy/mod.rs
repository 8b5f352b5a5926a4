//! The appraisal policy for SEV-SNP: what a caller accepts, as plain JSON data with secure defaults.
//!
//! `policy-fields.json` describes every field for the schema and the documentation; a test compares its defaults with
//! these.

mod check;
mod minimum;

pub use check::check;

use super::claims::{GUEST_POLICY_BITS, PLATFORM_INFO_BITS};
use super::tcb_table::NEWEST;
use crate::anchors::Product;
use crate::criteria::{DSTACK, Default, Field, Form, MAX_U32, Place, Section, place};
use crate::error::Error;
use crate::json::Json;

const PRODUCT_WORDS: [&str; 3] = [Product::Milan.word(), Product::Genoa.word(), Product::Turin.word()];
const SIGNER_WORDS: [&str; 2] = ["vcek", "vlek"];

/// The lines of the section `snp`, in the order in which they are shown.
const FIELDS: &[Field] = &[
    Field {
        name: "measurements",
        form: Form::Hex(48),
        default: Default::Required(
            "is missing: list the launch measurements that you accept",
            "at least one MEASUREMENT of 96 lower-case hexadecimal digits, or \"any\"",
        ),
    },
    Field { name: "products", form: Form::Words(&PRODUCT_WORDS), default: Default::Words(&["genoa", "turin"]) },
    Field { name: "minimumTcb", form: Form::Own(minimum::read_tcb), default: Default::Word(NEWEST.name) },
    Field { name: "reportVersions", form: Form::Numbers(2, 5), default: Default::Numbers(&[2, 3, 4, 5]) },
    Field { name: "vmpls", form: Form::Numbers(0, 3), default: Default::Numbers(&[0]) },
    Field { name: "signers", form: Form::Words(&SIGNER_WORDS), default: Default::Words(&SIGNER_WORDS) },
    Field { name: "cspIds", form: Form::Text(255, "names of cloud providers (CSP_ID)"), default: Default::Word("any") },
    Field::hex("chipIds", 64),
    Field::leave("maskedChip"),
    Field::leave("hostRequested"),
    Field::hex("hostData", 32),
    Field::hex("familyIds", 16),
    Field::hex("imageIds", 16),
    Field::hex("reportIds", 32),
    Field::hex("idKeyDigests", 48),
    Field::hex("authorKeyDigests", 48),
    Field { name: "minimumGuestSvn", form: Form::Number(MAX_U32), default: Default::Number(0) },
    Field { name: "minimumAbi", form: Form::Own(minimum::read_abi), default: Default::Word("0.0") },
    Field {
        name: "guestPolicy",
        form: Form::Bits(&GUEST_POLICY_BITS),
        default: Default::Bits(&[("debug", "forbidden"), ("migrateMa", "forbidden")]),
    },
    Field {
        name: "platformInfo",
        form: Form::Bits(&PLATFORM_INFO_BITS),
        default: Default::Bits(&[("aliasCheckComplete", "required")]),
    },
    Field { name: "mitigations", form: Form::AnyNumbers(0, 63), default: Default::Word("any") },
    Field::leave("provisionalFirmware"),
    Field {
        name: "revocation",
        form: Form::Word(&["if-available", "required"]),
        default: Default::Word("if-available"),
    },
    DSTACK,
];

/// The place of a line, by its name.
const fn line(name: &str) -> Place {
    place(FIELDS, name)
}

/// Reads the section `snp` of a policy.
///
/// # Errors
/// `policy_invalid`, naming the path of the field.
pub fn read(section: Json) -> Result<Section, Error> {
    Section::read("snp", FIELDS, section)
}

/// The products whose evidence is accepted.
#[must_use]
pub fn products(policy: &Section) -> Vec<Product> {
    let accepted = policy.line(const { line("products") });
    let mut products = Vec::new();
    for product in &Product::ALL {
        if accepted.lists(product.word()) {
            products.push(*product);
        }
    }
    products
}

/// What is accepted of a dstack application.
#[must_use]
pub fn dstack(policy: &Section) -> &Json {
    policy.line(const { line("dstack") })
}

/// Whether any guest is accepted: what one says of itself then proves nothing.
#[must_use]
pub fn is_guest_open(policy: &Section) -> bool {
    policy.line(const { line("measurements") }).is_any()
}

/// Whether a revocation list must be there: unless the policy says otherwise in so many words.
#[must_use]
pub fn is_revocation_required(policy: &Section) -> bool {
    !policy.says(const { line("revocation") }, "if-available")
}

#[cfg(test)]
mod tests;
