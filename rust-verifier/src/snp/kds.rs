//! The addresses of endorsements at AMD's key distribution service (AMD 57230, section "KDS Interface"). Constant host and
//! path; only the chip's identity and numbers vary.

use super::report::{Report, SigningKey};
use crate::anchors::Product;
use crate::bytes::{all_zero, hex};

const HOST: &str = "https://kdsintf.amd.com";

/// Where the report's VCEK would be, one address for each product that `candidates` allows. Empty where the service cannot
/// answer: a VLEK is given to its cloud alone, and a masked chip has no address.
#[must_use]
pub fn leaf_urls(report: &Report<'_>, candidates: &[Product]) -> Vec<String> {
    if report.signing_key == SigningKey::Vlek || report.chip_is_masked() {
        return Vec::new();
    }
    let mut urls = Vec::new();
    for product in candidates {
        urls.extend(leaf_url(report, *product));
    }
    urls
}

fn leaf_url(report: &Report<'_>, product: Product) -> Option<String> {
    let tcb = report.reported_tcb.decode(product)?;
    let (identity, fmc) = match product {
        Product::Milan | Product::Genoa => (hex(report.chip_id), String::new()),
        Product::Turin => {
            let (identity, rest) = report.chip_id.split_first_chunk::<8>()?;
            if !all_zero(rest) {
                return None;
            }
            (hex(identity), format!("fmcSPL={}&", tcb.fmc.unwrap_or(0)))
        }
    };
    Some(format!(
        "{HOST}/vcek/v1/{}/{identity}?{fmc}blSPL={}&teeSPL={}&snpSPL={}&ucodeSPL={}",
        product.amd_name(),
        tcb.boot_loader,
        tcb.tee,
        tcb.snp,
        tcb.microcode
    ))
}

/// Where the revocation list of the product's root is.
#[must_use]
pub fn crl_url(product: Product, signing_key: SigningKey) -> String {
    format!("{HOST}/{}/v1/{}/crl", signing_key.word(), product.amd_name())
}
