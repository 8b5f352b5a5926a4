//! Intel TDX: quote, PCK chain, collateral, TCB, policy. Words are those of Intel's TDX DCAP Quoting Library API (quote
//! format), of the Intel SGX PCK Certificate and CRL Profile Specification, and of the PCS API version 4.
//!
//! Each step takes only what the step before can make: [`quote::Quote`] (anyone can write one), then
//! [`verify::Authenticated`] (private constructor), then a result. Policy before signature does not compile.

pub mod appraisal;
pub mod chain;
pub mod claims;
pub mod collateral;
mod document;
pub mod pck;
pub mod pcs;
pub mod policy;
pub mod qe_identity;
pub mod qe_report;
pub mod quote;
pub mod status;
pub mod tcb;
pub mod tcb_info;
mod tcb_result;
pub mod td_report;
pub mod verify;
