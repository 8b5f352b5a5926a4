//! AMD SEV-SNP: report, endorsement, authenticity, policy. Words are those of AMD 56860 (SEV-SNP firmware ABI) and
//! AMD 57230 (VCEK certificate and KDS interface).
//!
//! Each step takes only what the step before can make: [`report::Report`] (anyone can write one), then
//! [`verify::Authenticated`] (private constructor), then a result. Policy before signature does not compile.

pub mod appraisal;
pub mod chain;
pub mod claims;
mod identity;
pub mod kds;
pub mod leaf;
pub mod policy;
pub mod processor;
pub mod report;
pub mod revocation;
pub mod tcb;
pub mod tcb_appraisal;
pub mod tcb_table;
pub mod verify;
