//! Where a platform stands: TCB level, TDX module and quoting enclave, each matched against Intel's documents and converged
//! as Intel's verification library does it (SGX-TDX-DCAP-QuoteVerificationLibrary: TCB level, TDX module and TD relaunch
//! checks). What is missing is said by component.

use super::collateral::VerifiedPart;
use super::document::SvnLevel;
use super::pck::Pck;
use super::qe_identity::QeIdentity;
use super::status::TcbStatus;
use super::tcb_info::{Component, ModuleIdentity, ModuleSigner, TcbInfo, TcbLevel, svns};
use super::td_report::TdReport;
use crate::bytes::hex;
use crate::error::{Code, Error};

/// How a platform stands. Mirrored by `src/result.ts`.
#[derive(Clone, Debug)]
pub struct TcbAppraisal {
    /// All parts together.
    pub status: TcbStatus,
    /// Every advisory that concerns some part.
    pub advisory_ids: Vec<String>,
    /// The earliest tcbDate of a part: fixes for all that was known then are there.
    pub date: Option<String>,
    /// The lower of the two documents' tcbEvaluationDataNumber.
    pub evaluation_number: u64,
    /// Hardware, firmware and microcode.
    pub platform: Part<PlatformLevel>,
    /// The TDX module; `null` where the platform's levels speak of it.
    pub module: Option<Part<u64>>,
    /// The quoting enclave.
    pub qe: Part<u64>,
    /// What every part lacks for its next better level.
    pub short_of: Vec<Shortfall>,
    /// What the verdict stands on.
    pub collateral: Vec<VerifiedPart>,
}

impl TcbAppraisal {
    /// Whether the TCB info has no identity of the TDX module.
    #[must_use]
    pub fn is_module_unknown(&self) -> bool {
        self.module.as_ref().is_some_and(|module| module.status == TcbStatus::ModuleUnknown)
    }
}

/// One part.
#[derive(Clone, Debug)]
pub struct Part<L> {
    /// `TDX_01` or the like, for a module.
    pub id: Option<String>,
    /// The matched level's, `NotSupported` where none is, `ModuleUnknown` where the module has no identity.
    pub status: TcbStatus,
    /// The level that matched.
    pub level: Option<Level<L>>,
    /// The next better level.
    pub next: Option<Level<L>>,
}

/// A level as a result shows it.
#[derive(Clone, Debug)]
pub struct Level<L> {
    /// How it stands.
    pub status: TcbStatus,
    /// tcbDate.
    pub date: String,
    /// Its advisories.
    pub advisory_ids: Vec<String>,
    /// The least security versions.
    pub svn: L,
}

/// The security versions of a platform's level.
#[derive(Clone, Debug)]
pub struct PlatformLevel {
    /// sgxtcbcomponents.
    pub sgx: [u8; 16],
    /// pcesvn.
    pub pce_svn: u64,
    /// tdxtcbcomponents.
    pub tdx: [u8; 16],
}

/// One component that is short.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Shortfall {
    /// `platform`, `module` or `qe`.
    pub field: &'static str,
    /// The document's name of it.
    pub component: String,
    /// What Intel calls it.
    pub meaning: Option<String>,
    /// What is there.
    pub actual: u64,
    /// What the next better level asks.
    pub required: u64,
}

/// The least that is judged: what the PCK certificate, the TD report and the QE report state.
#[derive(Clone, Copy, Debug)]
pub struct Platform<'p> {
    /// The PCK certificate's statement.
    pub pck: &'p Pck,
    /// The TD report.
    pub report: &'p TdReport<'p>,
    /// ISVSVN of the quoting enclave.
    pub qe_svn: u16,
}

/// Appraises a platform.
///
/// # Errors
/// `tcb_module_mismatch` where the TDX module is not signed by whom the TCB info names, or has other attributes: nothing
/// that it measured means anything.
pub fn appraise(
    platform: Platform<'_>,
    info: &TcbInfo,
    identity: &QeIdentity,
    collateral: &[VerifiedPart],
) -> Result<TcbAppraisal, Error> {
    let report = platform.report;
    let [module_svn, module_version, ..] = *report.tee_tcb_svn;
    let known = info.module_identity(module_version);
    // A module without an identity is none that any policy accepts, but authentication alone must not pass another's either.
    check_module(report, known.map_or(&info.module, |identity| &identity.signer))?;
    let (sgx_status, platform_part, mut short_of) = appraise_platform(platform, info);
    let module = (module_version > 0).then(|| appraise_module(known, module_version, module_svn));
    let qe = appraise_levels(None, &identity.levels, u64::from(platform.qe_svn));

    let module_status = module.as_ref().map_or(TcbStatus::UpToDate, |part| part.status);
    let converged = platform_part.status.converge(module_status);
    let relaunch = relaunch_advised(report, info, (sgx_status, converged, module_status, qe.status));
    let status = [platform_part.status, module_status, qe.status]
        .into_iter()
        .find(|status| matches!(status, TcbStatus::NotSupported | TcbStatus::ModuleUnknown))
        .or(relaunch)
        .unwrap_or_else(|| converged.converge(qe.status));

    if let Some(module) = &module {
        short_of.extend(svn_shortfall("module", module, u64::from(module_svn)));
    }
    short_of.extend(svn_shortfall("qe", &qe, u64::from(platform.qe_svn)));
    let levels = [
        platform_part.level.as_ref().map(|level| (&level.date, &level.advisory_ids)),
        module.as_ref().and_then(|part| part.level.as_ref()).map(|level| (&level.date, &level.advisory_ids)),
        qe.level.as_ref().map(|level| (&level.date, &level.advisory_ids)),
    ];
    let (mut advisory_ids, mut date) = (Vec::new(), None);
    for (level_date, ids) in levels.into_iter().flatten() {
        ids.iter().for_each(|id| insert(&mut advisory_ids, id));
        if date.is_none_or(|earliest| level_date < earliest) {
            date = Some(level_date);
        }
    }
    let date = date.cloned();
    Ok(TcbAppraisal {
        status,
        advisory_ids,
        date,
        evaluation_number: info.evaluation_number.min(identity.evaluation_number),
        platform: platform_part,
        module,
        qe,
        short_of,
        collateral: collateral.to_vec(),
    })
}

/// MRSIGNERSEAM and SEAMATTRIBUTES, whole and without a mask, as Intel's library compares them.
fn check_module(report: &TdReport<'_>, signer: &ModuleSigner) -> Result<(), Error> {
    let fields = [
        ("MRSIGNERSEAM", &signer.mr_signer[..], &report.mr_signer_seam[..]),
        ("SEAMATTRIBUTES", &signer.attributes, report.seam_attributes),
        ("SEAMATTRIBUTES", &[0; 8], report.seam_attributes),
    ];
    for (field, expected, actual) in fields {
        if expected != actual {
            return Err(Error::new(
                Code::TcbModuleMismatch,
                format!(
                    "{field} is not what Intel's TDX modules state: the module is not Intel's, or is a debug build"
                ),
            )
            .field(field)
            .expected(hex(expected))
            .actual(hex(actual)));
        }
    }
    Ok(())
}

/// The first level whose components and PCESVN the platform reaches, and the first that its TEE_TCB_SVN reaches too.
fn appraise_platform(platform: Platform<'_>, info: &TcbInfo) -> (TcbStatus, Part<PlatformLevel>, Vec<Shortfall>) {
    let sgx = info.levels.iter().find(|level| sgx_shortfall(platform, level).is_empty());
    let sgx_status = sgx.map_or(TcbStatus::NotSupported, |level| level.standing.status);
    let matched = info.levels.iter().position(|level| platform_shortfall(platform, level).is_empty());
    let status =
        matched.and_then(|index| info.levels.get(index)).map_or(TcbStatus::NotSupported, |level| level.standing.status);
    let better = next_better(&info.levels, matched, |level| level.standing.status);
    let show = |level: &TcbLevel| Level {
        status: level.standing.status,
        date: level.standing.date.clone(),
        advisory_ids: level.standing.advisory_ids.clone(),
        svn: PlatformLevel { sgx: svns(&level.sgx), pce_svn: level.pce_svn, tdx: svns(&level.tdx) },
    };
    let short_of = better.map_or_else(Vec::new, |level| platform_shortfall(platform, level));
    let level = matched.and_then(|index| info.levels.get(index)).map(show);
    (sgx_status, Part { id: None, status, level, next: better.map(show) }, short_of)
}

/// The nearest newer level of a better status; the lowest of all where none matched.
fn next_better<L>(levels: &[L], matched: Option<usize>, status: impl Fn(&L) -> TcbStatus) -> Option<&L> {
    let Some(index) = matched else { return levels.last() };
    let current = levels.get(index).map(&status)?;
    levels.get(..index)?.iter().rev().find(|level| rank(status(level)) < rank(current))
}

/// How bad a stated status is.
const fn rank(status: TcbStatus) -> u8 {
    match status {
        TcbStatus::UpToDate => 0,
        TcbStatus::SWHardeningNeeded => 1,
        TcbStatus::ConfigurationNeeded => 2,
        TcbStatus::ConfigurationAndSWHardeningNeeded => 3,
        TcbStatus::TDRelaunchAdvised => 4,
        TcbStatus::TDRelaunchAdvisedConfigurationNeeded => 5,
        TcbStatus::OutOfDate => 6,
        TcbStatus::OutOfDateConfigurationNeeded => 7,
        TcbStatus::Revoked => 8,
        TcbStatus::NotSupported | TcbStatus::ModuleUnknown => 9,
    }
}

fn sgx_shortfall(platform: Platform<'_>, level: &TcbLevel) -> Vec<Shortfall> {
    let mut short = components_short("sgxtcbcomponents", &platform.pck.components, &level.sgx, 0);
    let pce_svn = u64::from(platform.pck.pce_svn);
    if pce_svn < level.pce_svn {
        short.push(Shortfall {
            field: "platform",
            component: "pcesvn".into(),
            meaning: None,
            actual: pce_svn,
            required: level.pce_svn,
        });
    }
    short
}

/// Where TEE_TCB_SVN\[1\] states a version of the module, components 0 and 1 belong to the module's own identity.
fn platform_shortfall(platform: Platform<'_>, level: &TcbLevel) -> Vec<Shortfall> {
    let svn = platform.report.tee_tcb_svn;
    let [_, module_version, ..] = *svn;
    let skip = if module_version > 0 { 2 } else { 0 };
    let mut short = sgx_shortfall(platform, level);
    short.extend(components_short("tdxtcbcomponents", svn, &level.tdx, skip));
    short
}

fn components_short(name: &str, actual: &[u8; 16], required: &[Component; 16], skip: usize) -> Vec<Shortfall> {
    let mut short = Vec::new();
    for (index, (actual, required)) in actual.iter().zip(required).enumerate().skip(skip) {
        if *actual < required.svn {
            short.push(Shortfall {
                field: "platform",
                component: format!("{name}[{index}]"),
                meaning: required.meaning.clone(),
                actual: u64::from(*actual),
                required: u64::from(required.svn),
            });
        }
    }
    short
}

/// Puts a name into its place in a list in order, once.
fn insert(names: &mut Vec<String>, name: &String) {
    let place = names.iter().position(|known| known >= name).unwrap_or(names.len());
    if names.get(place) != Some(name) {
        names.insert(place, name.clone());
    }
}

fn appraise_module(known: Option<&ModuleIdentity>, version: u8, svn: u8) -> Part<u64> {
    let id = Some(format!("TDX_{version:02X}"));
    match known {
        Some(identity) => appraise_levels(id, &identity.levels, u64::from(svn)),
        None => Part { id, status: TcbStatus::ModuleUnknown, level: None, next: None },
    }
}

fn appraise_levels(id: Option<String>, levels: &[SvnLevel], svn: u64) -> Part<u64> {
    let matched = levels.iter().position(|level| level.isv_svn <= svn);
    let level = matched.and_then(|index| levels.get(index));
    let show = |level: &SvnLevel| Level {
        status: level.standing.status,
        date: level.standing.date.clone(),
        advisory_ids: level.standing.advisory_ids.clone(),
        svn: level.isv_svn,
    };
    Part {
        id,
        status: level.map_or(TcbStatus::NotSupported, |level| level.standing.status),
        level: level.map(show),
        next: next_better(levels, matched, |level| level.standing.status).map(show),
    }
}

fn svn_shortfall(field: &'static str, part: &Part<u64>, actual: u64) -> Option<Shortfall> {
    let required = part.next.as_ref()?.svn;
    (actual < required).then(|| Shortfall { field, component: "isvsvn".into(), meaning: None, actual, required })
}

/// TD report 1.5 states the module that runs now beside the one at launch. Where only the module of the launch is out of
/// date and the present one is the newest, Intel advises to launch the TD again; where it has no identity, nothing is known
/// of what runs.
fn relaunch_advised(
    report: &TdReport<'_>,
    info: &TcbInfo,
    (sgx, converged, module, qe): (TcbStatus, TcbStatus, TcbStatus, TcbStatus),
) -> Option<TcbStatus> {
    let [svn, version, loader, ..] = *report.extension?.tee_tcb_svn2;
    let sgx_is_current = rank(sgx) <= rank(TcbStatus::ConfigurationAndSWHardeningNeeded);
    let only_launch_is_old = module == TcbStatus::OutOfDate && converged.is_out_of_date() && sgx_is_current;
    if !only_launch_is_old || qe != TcbStatus::UpToDate {
        return None;
    }
    let newest = svns(&info.levels.first()?.tdx);
    let [newest_svn, _, newest_loader, ..] = newest;
    let required = match version {
        0 => u64::from(newest_svn),
        _ => match info.module_identity(version) {
            Some(identity) => identity.levels.first()?.isv_svn,
            None => return Some(TcbStatus::ModuleUnknown),
        },
    };
    if u64::from(svn) < required || loader < newest_loader {
        return None;
    }
    Some(if sgx.needs_configuration() || converged.needs_configuration() {
        TcbStatus::TDRelaunchAdvisedConfigurationNeeded
    } else {
        TcbStatus::TDRelaunchAdvised
    })
}
