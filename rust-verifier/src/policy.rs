//! A caller's policy: a section for each kind of TEE that it accepts, and one for Azure's virtual TPM. A TEE without its
//! section is refused.

use crate::criteria::Section;
use crate::error::{Code, Error};
use crate::json::{self, Object, Write, Writer};
use crate::{snp, tdx, tpm};

const MAX_CHARACTERS: usize = 1024 * 1024;

/// A policy with every default filled in.
#[derive(Debug)]
pub struct Policy {
    /// AMD SEV-SNP.
    pub snp: Option<Section>,
    /// Intel TDX.
    pub tdx: Option<Section>,
    /// Azure, beside the section of its TEE.
    pub azure: Option<Section>,
}

impl Write for Policy {
    fn write(&self, out: &mut Writer) {
        out.open(b'{');
        out.given("snp", &self.snp);
        out.given("tdx", &self.tdx);
        out.given("azure", &self.azure);
        out.close(b'}');
    }
}

impl Policy {
    /// Reads a policy's JSON text.
    ///
    /// # Errors
    /// `policy_invalid` for anything but an object with the section `snp`, `tdx` or both.
    pub fn read(text: &str) -> Result<Self, Error> {
        if text.len() > MAX_CHARACTERS {
            return Err(Error::new(Code::PolicyInvalid, "the policy is larger than 1 MiB").field("policy"));
        }
        let value = json::parse(text, "the policy", Code::PolicyInvalid)?;
        let refuse = |message: &str| Error::new(Code::PolicyInvalid, message).field("policy");
        let mut object = Object::open(value, "", Code::PolicyInvalid)
            .map_err(|_| refuse("the policy must be an object with the section snp, tdx or both"))?;
        let (snp, tdx, azure) = (object.take("snp"), object.take("tdx"), object.take("azure"));
        object.close()?;
        if snp.is_none() && tdx.is_none() {
            return Err(refuse("policy: neither section snp nor tdx is there, so no evidence could ever be accepted"));
        }
        Ok(Self {
            snp: snp.map(snp::policy::read).transpose()?,
            tdx: tdx.map(tdx::policy::read).transpose()?,
            azure: azure.map(tpm::policy::read).transpose()?,
        })
    }
}

/// The error about evidence of a TEE without a section.
#[must_use]
pub fn tee_refused(section: &str, name: &str) -> Error {
    Error::new(
        Code::PolicyTee,
        format!(
            "the evidence is of {name}, for which the policy has no section; to accept it, write the section {section}"
        ),
    )
    .field(section)
}
