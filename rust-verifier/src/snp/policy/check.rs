//! An authenticated report against a policy. Every violation is reported, each with the line of the policy that would
//! accept what is there and what that line would mean.

use super::{MinimumTcb, Policy};
use crate::bytes::{bit, hex};
use crate::criteria::{Allowed, Appraisal, ExpectedBinding, join, judge_binding};
use crate::error::{Code, Error};
use crate::result::Checks;
use crate::snp::claims::{GUEST_POLICY_BITS, PLATFORM_INFO_BITS, abi, firmware};
use crate::snp::report::{Report, SigningKey};
use crate::snp::verify::Authenticated;
use crate::tpm;

use crate::criteria::RULE;

/// Judges `evidence`: the checks that ran, and every violation, the most telling first.
#[must_use]
pub fn check(
    evidence: &Authenticated<'_>,
    (policy, azure): (&Policy, Option<&tpm::policy::Policy>),
    binding: &ExpectedBinding,
) -> (Checks, Vec<Error>) {
    let mut appraisal = Appraisal::begin("snp", evidence.checks().clone());
    let report = evidence.report();
    judge_binding(&mut appraisal, evidence.platform().bound("REPORT_DATA", &report.report_data), binding);
    tpm::policy::check(&mut appraisal, evidence.platform(), azure);
    check_product(&mut appraisal, evidence, policy);
    check_version(&mut appraisal, report, policy);
    check_guest_policy(&mut appraisal, report, policy);
    check_requester(&mut appraisal, report, policy);
    check_signer(&mut appraisal, evidence, policy);
    check_identities(&mut appraisal, report, policy);
    check_numbers(&mut appraisal, report, policy);
    check_platform(&mut appraisal, report, policy);
    check_tcb(&mut appraisal, evidence, policy);
    check_mitigations(&mut appraisal, report, policy);
    check_firmware(&mut appraisal, report, policy);
    policy.dstack.check(&mut appraisal, evidence.dstack());
    (appraisal.checks, appraisal.violations)
}

fn check_product(appraisal: &mut Appraisal, evidence: &Authenticated<'_>, policy: &Policy) {
    let product = evidence.product();
    appraisal.judge("product", policy.products.contains(&product), || {
        let word = product.word();
        let meaning = match product {
            crate::anchors::Product::Milan => {
                "; Milan's root seed was extracted in software in 2026, so its reports can be forged"
            }
            _ => "",
        };
        Error::new(
            Code::PolicyProduct,
            format!(
                "the product is not one that the policy names; to accept it, add \"{word}\" to snp.products{meaning}"
            ),
        )
        .field("product")
        .expected(policy.products.iter().map(|product| product.word()).collect::<Vec<_>>().join(", "))
        .actual(word)
    });
}

fn check_version(appraisal: &mut Appraisal, report: &Report<'_>, policy: &Policy) {
    appraisal.judge("report-version", policy.report_versions.contains(&u64::from(report.version)), || {
        Error::new(
            Code::PolicyReportVersion,
            format!(
                "the report's version is not one that the policy names; to accept it, add {} to snp.reportVersions",
                report.version
            ),
        )
        .field("VERSION")
        .expected(join(&policy.report_versions))
        .actual(report.version.to_string())
    });
}

fn check_guest_policy(appraisal: &mut Appraisal, report: &Report<'_>, policy: &Policy) {
    let names = ("guest-policy", "POLICY", "guestPolicy");
    appraisal.bits(names, report.policy, &GUEST_POLICY_BITS, &policy.guest_policy, |name| match name {
        "debug" => (Code::PolicyDebug, "; the host can then read everything in the guest"),
        "migrateMa" => {
            (Code::PolicyMigration, "; a migration agent can then move the guest, with its memory, elsewhere")
        }
        _ => (Code::PolicyGuest, ""),
    });
}

fn check_platform(appraisal: &mut Appraisal, report: &Report<'_>, policy: &Policy) {
    let names = ("platform-info", "PLATFORM_INFO", "platformInfo");
    appraisal.bits(names, report.platform_info, &PLATFORM_INFO_BITS, &policy.platform_info, |name| {
        let meaning = match name {
            "aliasCheckComplete" => {
                "; the firmware has then not looked for memory that answers at two addresses (BadRAM)"
            }
            _ => "",
        };
        (Code::PolicyPlatformInfo, meaning)
    });
}

fn check_requester(appraisal: &mut Appraisal, report: &Report<'_>, policy: &Policy) {
    let Some(level) = report.vmpl else {
        appraisal.judge("host-requested", policy.host_requested, || {
            Error::new(
                Code::PolicyHostRequested,
                "the host asked for this report, not the guest, and chose its REPORT_DATA; to accept it, write \
                 \"hostRequested\": \"any\" in snp",
            )
            .field("VMPL")
            .expected(join(&policy.vmpls))
            .actual("host")
        });
        return;
    };
    appraisal.judge("vmpl", policy.vmpls.contains(&u64::from(level)), || {
        Error::new(
            Code::PolicyVmpl,
            format!("the report was asked for at a privilege level that the policy does not name; to accept it, add {level} to snp.vmpls"),
        )
        .field("VMPL")
        .expected(join(&policy.vmpls))
        .actual(level.to_string())
    });
}

fn check_signer(appraisal: &mut Appraisal, evidence: &Authenticated<'_>, policy: &Policy) {
    let report = evidence.report();
    let key = report.signing_key;
    appraisal.judge("signer", policy.signers.contains(&key), || {
        Error::new(
            Code::PolicySigner,
            format!("the report is signed by a kind of key that the policy does not name; to accept it, add \"{}\" to snp.signers", key.word()),
        )
        .field("SIGNING_KEY")
        .expected(policy.signers.iter().map(|key| key.word()).collect::<Vec<_>>().join(", "))
        .actual(key.word())
    });
    match (evidence.csp_id(), &policy.csp_ids) {
        (Some(actual), allowed) => {
            // The name is AMD's statement about its customer: certified, and still not repeated in an error.
            if matches!(allowed, Allowed::Any) {
                appraisal.checks.skipped("csp", RULE, "the policy accepts any CSP_ID");
            } else {
                appraisal.judge("csp", allowed.accepts(&actual.to_owned()), || {
                    Error::new(
                        Code::PolicyCsp,
                        "CSP_ID is not one that the policy names; to accept it, add it to snp.cspIds",
                    )
                    .field("CSP_ID")
                });
            }
        }
        (None, _) => appraisal.checks.skipped("csp", RULE, "only a VLEK names a cloud provider"),
    }
    if key == SigningKey::Vcek && report.chip_is_masked() {
        appraisal.judge("masked-chip", policy.masked_chip, || {
            Error::new(
                Code::PolicyMaskedChip,
                "the report hides its chip (MASK_CHIP_ID), so it cannot be bound to its certificate's; to accept it, write \
                 \"maskedChip\": \"any\" in snp",
            )
            .field("CHIP_ID")
        });
    }
}

fn check_identities(appraisal: &mut Appraisal, report: &Report<'_>, policy: &Policy) {
    type Row<'r> = (&'static str, &'r Allowed<String>, &'r [u8], (Code, &'static str, &'static str));
    let rows: [Row<'_>; 8] = [
        (
            "measurement",
            &policy.measurements,
            &report.measurement,
            (Code::PolicyMeasurement, "MEASUREMENT", "measurements"),
        ),
        ("chip-id", &policy.chip_ids, &report.chip_id, (Code::PolicyChipId, "CHIP_ID", "chipIds")),
        ("host-data", &policy.host_data, &report.host_data, (Code::PolicyHostData, "HOST_DATA", "hostData")),
        ("family-id", &policy.family_ids, &report.family_id, (Code::PolicyFamilyId, "FAMILY_ID", "familyIds")),
        ("image-id", &policy.image_ids, &report.image_id, (Code::PolicyImageId, "IMAGE_ID", "imageIds")),
        ("report-id", &policy.report_ids, &report.report_id, (Code::PolicyReportId, "REPORT_ID", "reportIds")),
        ("id-key", &policy.id_key_digests, &report.id_key_digest, (Code::PolicyIdKey, "ID_KEY_DIGEST", "idKeyDigests")),
        (
            "author-key",
            &policy.author_key_digests,
            &report.author_key_digest,
            (Code::PolicyAuthorKey, "AUTHOR_KEY_DIGEST", "authorKeyDigests"),
        ),
    ];
    for (id, allowed, actual, words) in rows {
        // Without AUTHOR_KEY_EN the digest is of no key that anyone checked (AMD 56860, AUTHOR_KEY_EN).
        if id == "author-key" && !report.author_key_enabled && *allowed != Allowed::Any {
            appraisal.violations.push(
                Error::new(
                    Code::PolicyAuthorKey,
                    "the policy names author keys, and the guest was launched without one",
                )
                .field("AUTHOR_KEY_EN")
                .expected("set")
                .actual("clear"),
            );
        } else {
            appraisal.allowed(id, allowed, hex(actual), words);
        }
    }
}

fn check_numbers(appraisal: &mut Appraisal, report: &Report<'_>, policy: &Policy) {
    appraisal.judge("guest-svn", report.guest_svn >= policy.minimum_guest_svn, || {
        Error::new(
            Code::PolicyGuestSvn,
            "GUEST_SVN is below the policy's floor; to accept it, lower snp.minimumGuestSvn",
        )
        .field("GUEST_SVN")
        .expected(format!("at least {}", policy.minimum_guest_svn))
        .actual(report.guest_svn.to_string())
    });
    let (major, minor) = abi(report.policy);
    appraisal.judge("abi", (major, minor) >= policy.minimum_abi, || {
        Error::new(
            Code::PolicyAbi,
            "the guest accepts firmware with an older ABI than the policy demands; to accept it, lower snp.minimumAbi",
        )
        .field("POLICY.ABI_MAJOR, POLICY.ABI_MINOR")
        .expected(format!("at least {}.{}", policy.minimum_abi.0, policy.minimum_abi.1))
        .actual(format!("{major}.{minor}"))
    });
}

fn check_tcb(appraisal: &mut Appraisal, evidence: &Authenticated<'_>, policy: &Policy) {
    let product = evidence.product();
    let (floor, source) = match &policy.minimum_tcb {
        MinimumTcb::Table(table) => (table.floor(evidence.processor(), product), format!("table {}", table.name)),
        MinimumTcb::Components(entries) => match entries.iter().find(|(known, _)| *known == product) {
            Some((_, components)) => (*components, "snp.minimumTcb".to_owned()),
            // Only a product outside snp.products has no entry, and that violation is already there.
            None => return,
        },
    };
    let mut all_hold = true;
    for (field, level) in evidence.tcb().named() {
        for (component, actual, required) in level.short_of(&floor) {
            all_hold = false;
            appraisal.violations.push(
                Error::new(
                    Code::TcbBelowMinimum,
                    format!(
                        "{field} is below the floor of {source} in {component}: the platform lacks fixes for published \
                         attacks; to accept it, name an older table or components in snp.minimumTcb"
                    ),
                )
                .field(format!("{field}.{component}"))
                .expected(format!("at least {required}"))
                .actual(actual.to_string()),
            );
        }
    }
    if all_hold {
        appraisal.checks.passed("tcb-minimum", RULE);
    }
}

fn check_mitigations(appraisal: &mut Appraisal, report: &Report<'_>, policy: &Policy) {
    let Allowed::These(required) = &policy.mitigations else {
        appraisal.checks.skipped("mitigations", RULE, "the policy accepts any mitigation vector");
        return;
    };
    let Some((launch, current)) = report.mitigations else {
        appraisal.violations.push(
            Error::new(
                Code::PolicyMitigation,
                "the policy demands mitigations, and a report of this version states none: they are unproven",
            )
            .field("CURRENT_MIT_VECTOR")
            .expected(join(required)),
        );
        return;
    };
    for (field, vector) in [("LAUNCH_MIT_VECTOR", launch), ("CURRENT_MIT_VECTOR", current)] {
        let missing: Vec<u64> = required
            .iter()
            .copied()
            .filter(|number| u32::try_from(*number).is_ok_and(|number| !bit(vector, number)))
            .collect();
        appraisal.judge("mitigations", missing.is_empty(), || {
            Error::new(Code::PolicyMitigation, format!("{field} lacks mitigations that snp.mitigations demands"))
                .field(field)
                .expected(format!("bits {}", join(required)))
                .actual(format!("{vector:#018x}"))
        });
    }
}

fn check_firmware(appraisal: &mut Appraisal, report: &Report<'_>, policy: &Policy) {
    let is_committed = report.current_firmware == report.committed_firmware;
    appraisal.judge("firmware", is_committed || policy.provisional_firmware, || {
        Error::new(
            Code::PolicyFirmware,
            "the firmware is provisional: the host can still go back to the committed one; to accept it, write \
             \"provisionalFirmware\": \"any\" in snp",
        )
        .field("COMMITTED_MAJOR, COMMITTED_MINOR, COMMITTED_BUILD")
        .expected(firmware(report.current_firmware))
        .actual(firmware(report.committed_firmware))
    });
}
