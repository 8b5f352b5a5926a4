//! What Intel certifies about a platform: the SGX extension of its PCK certificate (Intel SGX PCK Certificate and CRL Profile
//! Specification, section 1.3.5), object identifiers under 1.2.840.113741.1.13.1.

use crate::bytes::hex;
use crate::der::{Der, tag};
use crate::error::{Code, Error};
use crate::x509::Certificate;

/// 1.2.840.113741.1.13.1, encoded.
const ARC: [u8; 10] = [0x2a, 0x86, 0x48, 0x86, 0xf8, 0x4d, 0x01, 0x0d, 0x01, 0x00];
const EXTENSION: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf8, 0x4d, 0x01, 0x0d, 0x01];

const PPID: u8 = 1;
const TCB: u8 = 2;
const PCE_ID: u8 = 3;
const FMSPC: u8 = 4;
const SGX_TYPE: u8 = 5;
const PLATFORM_INSTANCE_ID: u8 = 6;
const CONFIGURATION: u8 = 7;

/// The statement of a PCK certificate.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Pck {
    /// The platform's identity, encrypted nowhere here: 16 bytes.
    pub ppid: [u8; 16],
    /// Security versions of the 16 components.
    pub components: [u8; 16],
    /// The security version of the provisioning enclave.
    pub pce_svn: u16,
    /// CPUSVN.
    pub cpu_svn: [u8; 16],
    /// PCE-ID.
    pub pce_id: [u8; 2],
    /// Family, model, stepping, platform type, custom SKU.
    pub fmspc: [u8; 6],
}

impl Pck {
    /// Reads the extension.
    ///
    /// # Errors
    /// `collateral_malformed` where it is missing, or encoded in another way than Intel's.
    pub fn read(certificate: &Certificate<'_>) -> Result<Self, Error> {
        let value = certificate
            .extensions()
            .value(EXTENSION)
            .ok_or_else(|| malformed("is missing; without it the certificate could be of any platform"))?;
        let mut outer = Der::new(value, WHAT);
        let mut fields = outer.enter(tag::SEQUENCE)?;
        outer.finish()?;
        let ppid = octets(&mut fields, PPID)?;
        let (components, pce_svn, cpu_svn) = read_tcb(&mut fields)?;
        let pce_id = octets(&mut fields, PCE_ID)?;
        let fmspc = octets(&mut fields, FMSPC)?;
        enter(&mut fields, SGX_TYPE)?.finish_with(tag::ENUMERATED)?;
        // Certificates of the Platform CA have two fields more.
        if !fields.is_empty() {
            octets::<16>(&mut fields, PLATFORM_INSTANCE_ID)?;
            enter(&mut fields, CONFIGURATION)?.finish_with(tag::SEQUENCE)?;
        }
        fields.finish()?;
        Ok(Self { ppid, components, pce_svn, cpu_svn, pce_id, fmspc })
    }

    /// FMSPC as Intel's addresses and results write it.
    #[must_use]
    pub fn fmspc_text(&self) -> String {
        hex(&self.fmspc)
    }
}

const WHAT: &str = "PCK certificate, SGX extension";

/// The one value of a field.
struct Field<'a>(Der<'a>);

impl Field<'_> {
    fn finish_with(mut self, tag: u8) -> Result<(), Error> {
        self.0.expect(tag)?;
        self.0.finish()
    }
}

/// `SEQUENCE { OBJECT IDENTIFIER ARC.number, value }`, in the order of the specification.
fn enter<'a>(fields: &mut Der<'a>, number: u8) -> Result<Field<'a>, Error> {
    let mut field = fields.enter(tag::SEQUENCE)?;
    let mut oid = ARC;
    if let Some(last) = oid.last_mut() {
        *last = number;
    }
    if field.oid()? != oid {
        return Err(fields.error("does not have its fields in their order"));
    }
    Ok(Field(field))
}

fn octets<const N: usize>(fields: &mut Der<'_>, number: u8) -> Result<[u8; N], Error> {
    let mut field = enter(fields, number)?.0;
    let value = field.expect(tag::OCTET_STRING)?.contents;
    let value = value.try_into().map_err(|_| field.error("has a field of another length than its own"))?;
    field.finish()?;
    Ok(value)
}

/// 16 components, PCESVN and CPUSVN, each under the number of its place.
fn read_tcb(fields: &mut Der<'_>) -> Result<([u8; 16], u16, [u8; 16]), Error> {
    let mut field = enter(fields, TCB)?.0;
    let mut parts = field.enter(tag::SEQUENCE)?;
    field.finish()?;
    let mut components = [0; 16];
    for (number, component) in (1..).zip(&mut components) {
        let mut part = enter_part(&mut parts, number)?;
        *component = part.small()?;
        part.finish()?;
    }
    let mut part = enter_part(&mut parts, 17)?;
    let pce_svn = match part.unsigned()? {
        [low] => u16::from(*low),
        [high, low] => u16::from_be_bytes([*high, *low]),
        _ => return Err(part.error("has a PCESVN above 65535")),
    };
    part.finish()?;
    let mut part = enter_part(&mut parts, 18)?;
    let cpu_svn = part.expect(tag::OCTET_STRING)?.contents;
    let cpu_svn = cpu_svn.try_into().map_err(|_| part.error("has a CPUSVN that is not 16 bytes"))?;
    part.finish()?;
    parts.finish()?;
    Ok((components, pce_svn, cpu_svn))
}

fn enter_part<'a>(parts: &mut Der<'a>, number: u8) -> Result<Der<'a>, Error> {
    let mut part = parts.enter(tag::SEQUENCE)?;
    let mut oid = [EXTENSION, &[TCB, number]].concat();
    if part.oid()? != oid.as_mut_slice() {
        return Err(parts.error("does not have the components of its TCB in their order"));
    }
    Ok(part)
}

fn malformed(problem: &str) -> Error {
    Error::new(Code::CollateralMalformed, format!("the PCK certificate's SGX extension {problem}")).field(WHAT)
}
