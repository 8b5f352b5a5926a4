//! An authenticated report against a policy. Every violation is reported, each with the line of the policy that would
//! accept what is there and what that line would mean.

use super::{dstack, line, minimum};
use crate::bytes::{bit, hex};
use crate::criteria::{Appraisal, ExpectedBinding, Place, RULE, Section, check_dstack, judge_binding};
use crate::error::{Code, Error};
use crate::json::Json;
use crate::result::Checks;
use crate::snp::claims::{GUEST_POLICY_BITS, PLATFORM_INFO_BITS, abi, firmware};
use crate::snp::report::{Report, SigningKey};
use crate::snp::verify::Authenticated;
use crate::tpm;

/// Judges `evidence`: the checks that ran, and every violation, the most telling first.
#[must_use]
pub fn check(
    evidence: &Authenticated<'_>,
    (policy, azure): (&Section, Option<&Section>),
    binding: &ExpectedBinding,
) -> (Checks, Vec<Error>) {
    let mut appraisal = Appraisal::begin("snp", evidence.checks().clone());
    let report = evidence.report();
    judge_binding(&mut appraisal, evidence.platform().bound("REPORT_DATA", report.report_data), binding);
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
    check_dstack(&mut appraisal, dstack(policy), evidence.dstack());
    (appraisal.checks, appraisal.violations)
}

fn check_product(appraisal: &mut Appraisal, evidence: &Authenticated<'_>, policy: &Section) {
    let product = evidence.product();
    let word = product.word();
    let accepted = policy.line(const { line("products") });
    appraisal.judge("product", accepted.lists(word), || {
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
        .expected(accepted.listed())
        .actual(word)
    });
}

fn check_version(appraisal: &mut Appraisal, report: &Report<'_>, policy: &Section) {
    let accepted = policy.line(const { line("reportVersions") });
    appraisal.judge("report-version", accepted.lists_number(report.version.into()), || {
        Error::new(
            Code::PolicyReportVersion,
            format!(
                "the report's version is not one that the policy names; to accept it, add {} to snp.reportVersions",
                report.version
            ),
        )
        .field("VERSION")
        .expected(accepted.listed())
        .actual(report.version.to_string())
    });
}

fn check_guest_policy(appraisal: &mut Appraisal, report: &Report<'_>, policy: &Section) {
    let names = ("guest-policy", "POLICY", "guestPolicy");
    let words = policy.line(const { line("guestPolicy") });
    appraisal.bits(names, report.policy, &GUEST_POLICY_BITS, words, |name| match name {
        "debug" => (Code::PolicyDebug, "; the host can then read everything in the guest"),
        "migrateMa" => {
            (Code::PolicyMigration, "; a migration agent can then move the guest, with its memory, elsewhere")
        }
        _ => (Code::PolicyGuest, ""),
    });
}

fn check_platform(appraisal: &mut Appraisal, report: &Report<'_>, policy: &Section) {
    let names = ("platform-info", "PLATFORM_INFO", "platformInfo");
    let words = policy.line(const { line("platformInfo") });
    appraisal.bits(names, report.platform_info, &PLATFORM_INFO_BITS, words, |name| {
        let meaning = match name {
            "aliasCheckComplete" => {
                "; the firmware has then not looked for memory that answers at two addresses (BadRAM)"
            }
            _ => "",
        };
        (Code::PolicyPlatformInfo, meaning)
    });
}

fn check_requester(appraisal: &mut Appraisal, report: &Report<'_>, policy: &Section) {
    let accepted = policy.line(const { line("vmpls") });
    let Some(level) = report.vmpl else {
        appraisal.judge("host-requested", policy.says(const { line("hostRequested") }, "any"), || {
            Error::new(
                Code::PolicyHostRequested,
                "the host asked for this report, not the guest, and chose its REPORT_DATA; to accept it, write \
                 \"hostRequested\": \"any\" in snp",
            )
            .field("VMPL")
            .expected(accepted.listed())
            .actual("host")
        });
        return;
    };
    appraisal.judge("vmpl", accepted.lists_number(level.into()), || {
        Error::new(
            Code::PolicyVmpl,
            format!("the report was asked for at a privilege level that the policy does not name; to accept it, add {level} to snp.vmpls"),
        )
        .field("VMPL")
        .expected(accepted.listed())
        .actual(level.to_string())
    });
}

fn check_signer(appraisal: &mut Appraisal, evidence: &Authenticated<'_>, policy: &Section) {
    let report = evidence.report();
    let key = report.signing_key;
    let accepted = policy.line(const { line("signers") });
    appraisal.judge("signer", accepted.lists(key.word()), || {
        Error::new(
            Code::PolicySigner,
            format!("the report is signed by a kind of key that the policy does not name; to accept it, add \"{}\" to snp.signers", key.word()),
        )
        .field("SIGNING_KEY")
        .expected(accepted.listed())
        .actual(key.word())
    });
    let accepted = policy.line(const { line("cspIds") });
    match evidence.csp_id() {
        _ if accepted.is_any() => appraisal.checks.skipped("csp", RULE, "the policy accepts any CSP_ID"),
        // Whoever has a chip of this kind has a VCEK.
        None => appraisal.violations.push(
            Error::new(
                Code::PolicyCsp,
                "the policy names cloud providers, and the report is signed by a VCEK, which names none; to accept it, write \
                 \"cspIds\": \"any\" in snp",
            )
            .field("CSP_ID"),
        ),
        // The name is AMD's statement about its customer: certified, and still not repeated in an error.
        Some(actual) => appraisal.judge("csp", accepted.lists(actual), || {
            Error::new(Code::PolicyCsp, "CSP_ID is not one that the policy names; to accept it, add it to snp.cspIds")
                .field("CSP_ID")
        }),
    }
    if key == SigningKey::Vcek && report.chip_is_masked() {
        appraisal.judge("masked-chip", policy.says(const { line("maskedChip") }, "any"), || {
            Error::new(
                Code::PolicyMaskedChip,
                "the report hides its chip (MASK_CHIP_ID), so it cannot be bound to its certificate's; to accept it, write \
                 \"maskedChip\": \"any\" in snp",
            )
            .field("CHIP_ID")
        });
    }
}

fn check_identities(appraisal: &mut Appraisal, report: &Report<'_>, policy: &Section) {
    type Row<'r> = (&'static str, &'r [u8], Code, &'static str, (&'static str, Place));
    macro_rules! accepted {
        ($line:literal) => {
            ($line, const { line($line) })
        };
    }
    let rows: [Row<'_>; 8] = [
        ("measurement", report.measurement, Code::PolicyMeasurement, "MEASUREMENT", accepted!("measurements")),
        ("chip-id", report.chip_id, Code::PolicyChipId, "CHIP_ID", accepted!("chipIds")),
        ("host-data", report.host_data, Code::PolicyHostData, "HOST_DATA", accepted!("hostData")),
        ("family-id", report.family_id, Code::PolicyFamilyId, "FAMILY_ID", accepted!("familyIds")),
        ("image-id", report.image_id, Code::PolicyImageId, "IMAGE_ID", accepted!("imageIds")),
        ("report-id", report.report_id, Code::PolicyReportId, "REPORT_ID", accepted!("reportIds")),
        ("id-key", report.id_key_digest, Code::PolicyIdKey, "ID_KEY_DIGEST", accepted!("idKeyDigests")),
        (
            "author-key",
            report.author_key_digest,
            Code::PolicyAuthorKey,
            "AUTHOR_KEY_DIGEST",
            accepted!("authorKeyDigests"),
        ),
    ];
    for (id, actual, code, field, (name, place)) in rows {
        let accepted = policy.line(place);
        // Without AUTHOR_KEY_EN the digest is of no key that anyone checked (AMD 56860, AUTHOR_KEY_EN).
        if id == "author-key" && !report.author_key_enabled && !accepted.is_any() {
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
            appraisal.allowed(id, accepted, &|| hex(actual), (code, field, name));
        }
    }
}

fn check_numbers(appraisal: &mut Appraisal, report: &Report<'_>, policy: &Section) {
    let floor = policy.floor(const { line("minimumGuestSvn") });
    appraisal.judge("guest-svn", u64::from(report.guest_svn) >= floor, || {
        Error::new(
            Code::PolicyGuestSvn,
            "GUEST_SVN is below the policy's floor; to accept it, lower snp.minimumGuestSvn",
        )
        .field("GUEST_SVN")
        .expected(format!("at least {floor}"))
        .actual(report.guest_svn.to_string())
    });
    let (major, minor) = abi(report.policy);
    let floor = minimum::abi_floor(policy.line(const { line("minimumAbi") }));
    appraisal.judge("abi", floor.is_some_and(|floor| (major, minor) >= floor), || {
        Error::new(
            Code::PolicyAbi,
            "the guest accepts firmware with an older ABI than the policy demands; to accept it, lower snp.minimumAbi",
        )
        .field("POLICY.ABI_MAJOR, POLICY.ABI_MINOR")
        .expected(floor.map_or_else(String::new, |(major, minor)| format!("at least {major}.{minor}")))
        .actual(format!("{major}.{minor}"))
    });
}

fn check_tcb(appraisal: &mut Appraisal, evidence: &Authenticated<'_>, policy: &Section) {
    let product = evidence.product();
    let minimum = policy.line(const { line("minimumTcb") });
    let Some((floor, source)) = minimum::tcb_floor(minimum, evidence.report().processor(), product) else {
        // Only a product outside snp.products has no entry, and that violation is already there.
        appraisal.judge("tcb-minimum", false, || {
            Error::new(Code::TcbBelowMinimum, "snp.minimumTcb states no floor for the product").field("snp.minimumTcb")
        });
        return;
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

fn check_mitigations(appraisal: &mut Appraisal, report: &Report<'_>, policy: &Section) {
    let required = policy.line(const { line("mitigations") });
    if required.is_any() {
        appraisal.checks.skipped("mitigations", RULE, "the policy accepts any mitigation vector");
        return;
    }
    let Some((launch, current)) = report.mitigations else {
        appraisal.violations.push(
            Error::new(
                Code::PolicyMitigation,
                "the policy demands mitigations, and a report of this version states none: they are unproven",
            )
            .field("CURRENT_MIT_VECTOR")
            .expected(required.listed()),
        );
        return;
    };
    for (field, vector) in &[("LAUNCH_MIT_VECTOR", launch), ("CURRENT_MIT_VECTOR", current)] {
        let holds = |number: &Json| match number {
            Json::Number(number) => u32::try_from(*number).is_ok_and(|number| bit(*vector, number)),
            _ => false,
        };
        appraisal.judge("mitigations", !required.items().is_empty() && required.items().iter().all(holds), || {
            Error::new(Code::PolicyMitigation, format!("{field} lacks mitigations that snp.mitigations demands"))
                .field(field)
                .expected(format!("bits {}", required.listed()))
                .actual(format!("{vector:#018x}"))
        });
    }
}

fn check_firmware(appraisal: &mut Appraisal, report: &Report<'_>, policy: &Section) {
    let is_committed = report.current_firmware == report.committed_firmware;
    appraisal.judge("firmware", is_committed || policy.says(const { line("provisionalFirmware") }, "any"), || {
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
