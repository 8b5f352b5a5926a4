//! AMD's revocation list, signed by the ARK. It can only concern the intermediate authorities: leaf certificates carry
//! serial number 0.

use super::chain::VerifiedChain;
use crate::crl::ReceivedList;
use crate::crypto::Cache;
use crate::error::{Code, Error};
use crate::time::UnixTime;
use crate::x509::PublicKey;

/// Checks that the chain's intermediate authority is not revoked, and gives the time until which the list speaks.
///
/// # Errors
/// - `collateral_forged`, `collateral_malformed`: as for [`ReceivedList::verify`] with the chain's root.
/// - `collateral_expired`, `collateral_not_yet_valid`: `now` is outside thisUpdate to nextUpdate.
/// - `collateral_revoked`: the intermediate's serial number is on it.
pub fn check_revocation(
    raw: &[u8],
    chain: &VerifiedChain<'_>,
    now: UnixTime,
    cache: &Cache,
) -> Result<UnixTime, Error> {
    let anchor = chain.anchor();
    let list = ReceivedList::split(raw)?.verify(&anchor.subject, &PublicKey::Rsa4096(anchor.modulus), cache)?;
    list.validity().check(now, "revocation list")?;
    if list.revokes(chain.intermediate_serial()) {
        return Err(Error::new(
            Code::CollateralRevoked,
            "AMD has revoked the intermediate authority that certified this leaf; nothing that it signed can be trusted",
        )
        .field("intermediate certificate, serial number"));
    }
    Ok(list.validity().not_after)
}
