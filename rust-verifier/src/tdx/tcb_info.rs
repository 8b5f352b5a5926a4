//! TCB info: what platforms of one FMSPC need to be up to date (PCS API version 4, "Get TDX TCB Info", `TcbInfoV3`).

use super::document::{Reader, Standing, SvnLevel};
use crate::error::Error;
use crate::time::Validity;

/// A component's security version is a byte; PCESVN has two.
const MAX_SVN: u64 = 255;
const MAX_PCE_SVN: u64 = 65_535;

/// The document, its signature verified.
#[derive(Clone, Debug)]
pub struct TcbInfo {
    /// issueDate and nextUpdate.
    pub validity: Validity,
    /// The platforms that it is about.
    pub fmspc: [u8; 6],
    /// PCE-ID.
    pub pce_id: [u8; 2],
    /// tcbEvaluationDataNumber.
    pub evaluation_number: u64,
    /// Whose module of version 0 it is about.
    pub module: ModuleSigner,
    /// The modules of later versions.
    pub module_identities: Vec<ModuleIdentity>,
    /// The levels, newest first.
    pub levels: Vec<TcbLevel>,
}

/// What a TDX module must state of itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ModuleSigner {
    /// MRSIGNERSEAM.
    pub mr_signer: [u8; 48],
    /// SEAMATTRIBUTES.
    pub attributes: [u8; 8],
}

/// A TDX module of one version.
#[derive(Clone, Debug)]
pub struct ModuleIdentity {
    /// `TDX_01`, `TDX_03`, …: the number is TEE_TCB_SVN\[1\], in hexadecimal.
    pub id: String,
    /// What it must state.
    pub signer: ModuleSigner,
    /// The levels, newest first.
    pub levels: Vec<SvnLevel>,
}

/// A level of the platform.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TcbLevel {
    /// The least security versions of the platform, as its PCK certificate states them.
    pub sgx: [Component; 16],
    /// The least PCESVN.
    pub pce_svn: u64,
    /// The least TEE_TCB_SVN.
    pub tdx: [Component; 16],
    /// How it stands.
    pub standing: Standing,
}

/// One component.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Component {
    /// The least security version.
    pub svn: u8,
    /// What Intel calls it.
    pub meaning: Option<String>,
}

impl TcbInfo {
    /// Reads the signed text.
    ///
    /// # Errors
    /// `collateral_malformed` for a document of another id, version or type, for components that are not exactly 16, for
    /// an unknown status, and for levels that are not in descending order.
    pub fn read(text: &str) -> Result<Self, Error> {
        let mut document = Reader::document(text, "tcbInfo")?;
        if document.text("id")? != "TDX" {
            return Err(document.wrong("id", "\"TDX\": the document is of another TEE"));
        }
        if document.number("version", u64::MAX)? != 3 {
            return Err(document.wrong("version", "3"));
        }
        if document.number("tcbType", u64::MAX)? != 0 {
            return Err(document.wrong("tcbType", "0"));
        }
        let mut levels: Vec<TcbLevel> = Vec::new();
        for level in document.objects("tcbLevels")? {
            let level = read_level(level)?;
            if levels.last().is_some_and(|newer| newer.order() <= level.order()) {
                return Err(document.wrong("tcbLevels", "in descending order"));
            }
            levels.push(level);
        }
        let mut module_identities = Vec::new();
        for identity in document.optional_objects("tdxModuleIdentities")? {
            module_identities.push(read_identity(identity)?);
        }
        Ok(Self {
            validity: Validity { not_before: document.time("issueDate")?, not_after: document.time("nextUpdate")? },
            fmspc: document.hex("fmspc")?,
            pce_id: document.hex("pceId")?,
            evaluation_number: document.number("tcbEvaluationDataNumber", u64::from(u32::MAX))?,
            module: read_signer(&mut document.object("tdxModule")?)?,
            module_identities,
            levels,
        })
    }

    /// The identity of the module of this version, compared without case.
    #[must_use]
    pub fn module_identity(&self, version: u8) -> Option<&ModuleIdentity> {
        let id = format!("TDX_{version:02x}");
        self.module_identities.iter().find(|identity| identity.id.eq_ignore_ascii_case(&id))
    }
}

impl TcbLevel {
    fn order(&self) -> ([u8; 16], u64, [u8; 16]) {
        (svns(&self.sgx), self.pce_svn, svns(&self.tdx))
    }
}

/// The bare security versions.
#[must_use]
pub fn svns(components: &[Component; 16]) -> [u8; 16] {
    core::array::from_fn(|index| components.get(index).map_or(u8::MAX, |component| component.svn))
}

fn read_level(mut level: Reader) -> Result<TcbLevel, Error> {
    let mut tcb = level.object("tcb")?;
    Ok(TcbLevel {
        sgx: read_components(&mut tcb, "sgxtcbcomponents")?,
        pce_svn: tcb.number("pcesvn", MAX_PCE_SVN)?,
        tdx: read_components(&mut tcb, "tdxtcbcomponents")?,
        standing: level.standing()?,
    })
}

/// Exactly 16: a shorter list would leave components unchecked, which is how another verifier was fooled.
fn read_components(tcb: &mut Reader, name: &str) -> Result<[Component; 16], Error> {
    let mut components = Vec::new();
    for mut component in tcb.objects(name)? {
        let svn = component.number("svn", MAX_SVN)?;
        components.push(Component { svn: u8::try_from(svn).unwrap_or(u8::MAX), meaning: component.remark("type") });
    }
    components.try_into().map_err(|_| tcb.wrong(name, "a list of exactly 16 components"))
}

fn read_signer(signer: &mut Reader) -> Result<ModuleSigner, Error> {
    // The mask is read for its form and not applied: SEAMATTRIBUTES are compared whole, as Intel's library does it.
    signer.hex::<8>("attributesMask")?;
    Ok(ModuleSigner { mr_signer: signer.hex("mrsigner")?, attributes: signer.hex("attributes")? })
}

fn read_identity(mut identity: Reader) -> Result<ModuleIdentity, Error> {
    Ok(ModuleIdentity { id: identity.text("id")?, signer: read_signer(&mut identity)?, levels: identity.svn_levels()? })
}
