//! Binds a genuine certificate to a report: same kind of key, same product, same TCB, same chip. A report under another
//! chip's certificate is as worthless as an unsigned one.

use super::chain::VerifiedChain;
use super::leaf::{Endorsement, Holder};
use super::report::{Report, SigningKey};
use crate::anchors::{IntermediateKind, Product};
use crate::bytes::{all_zero, hex};
use crate::error::{Code, Error};
use crate::result::Checks;

const KDS_RULE: &str = "AMD 57230, VCEK and VLEK Certificate Extensions";

fn mismatch(field: &str, message: &str) -> Error {
    Error::new(Code::IdentityMismatch, message).field(field)
}

pub(super) fn bind_kind(
    report: &Report<'_>,
    chain: &VerifiedChain<'_>,
    endorsement: &Endorsement<'_>,
    checks: &mut Checks,
) -> Result<(), Error> {
    let (name, authority) = match report.signing_key {
        SigningKey::Vcek => ("SEV-VCEK", IntermediateKind::Ask),
        SigningKey::Vlek => ("SEV-VLEK", IntermediateKind::Asvk),
    };
    let holder_fits = matches!(endorsement.holder, Holder::Chip(_)) == (report.signing_key == SigningKey::Vcek);
    if chain.kind() != authority || !holder_fits || chain.leaf().subject().common_name() != name.as_bytes() {
        return Err(mismatch("SIGNING_KEY", "the leaf certificate is of another kind of key than the report names")
            .expected(format!("a certificate of {name}")));
    }
    checks.passed("signer-binding", "AMD 56860, table ATTESTATION_REPORT Structure, SIGNING_KEY");
    Ok(())
}

pub(super) fn bind_product(
    stated: Option<Product>,
    chain: &VerifiedChain<'_>,
    endorsement: &Endorsement<'_>,
    checks: &mut Checks,
) -> Result<(), Error> {
    if endorsement.product != chain.product() {
        return Err(mismatch("productName", "the leaf certificate names another product than its authority")
            .expected(chain.product().word())
            .actual(endorsement.product.word()));
    }
    match stated {
        Some(product) if product != chain.product() => {
            return Err(mismatch(
                "CPUID_FAM_ID, CPUID_MOD_ID",
                "the report is of another product than its certificate",
            )
            .expected(chain.product().word())
            .actual(product.word()));
        }
        Some(_) => checks.passed("product-binding", KDS_RULE),
        None => checks.skipped(
            "product-binding",
            KDS_RULE,
            "a version 2 report does not state its product; the certificate's counts",
        ),
    }
    Ok(())
}

pub(super) fn bind_tcb(report: &Report<'_>, endorsement: &Endorsement<'_>, checks: &mut Checks) -> Result<(), Error> {
    if endorsement.tcb != report.reported_tcb {
        return Err(mismatch("REPORTED_TCB", "the leaf certificate is for another TCB than the report")
            .expected(endorsement.tcb.raw())
            .actual(report.reported_tcb.raw()));
    }
    checks.passed("tcb-binding", KDS_RULE);
    Ok(())
}

pub(super) fn bind_chip(report: &Report<'_>, endorsement: &Endorsement<'_>, checks: &mut Checks) -> Result<(), Error> {
    let Holder::Chip(hwid) = endorsement.holder else {
        checks.skipped("chip-binding", KDS_RULE, "a VLEK belongs to a cloud provider, not to a chip");
        return Ok(());
    };
    if report.chip_is_masked() {
        checks.skipped("chip-binding", KDS_RULE, "the report hides its chip (MASK_CHIP_ID)");
        return Ok(());
    }
    // Turin's identity has 8 bytes and fills the field with zeros.
    let is_same =
        report.chip_id.split_at_checked(hwid.len()).is_some_and(|(identity, rest)| identity == hwid && all_zero(rest));
    if !is_same {
        return Err(mismatch("CHIP_ID", "the leaf certificate is of another chip than the report")
            .expected(hex(hwid))
            .actual(hex(report.chip_id)));
    }
    checks.passed("chip-binding", KDS_RULE);
    Ok(())
}
