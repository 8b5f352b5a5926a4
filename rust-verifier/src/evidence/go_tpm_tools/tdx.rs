//! `tdx.QuoteV4` of go-tdx-guest: a quote of version 4 taken apart. Its bytes are written again in the order of the quote's
//! tables, with every length and type that the message states, so that the quote's own reader judges them and the signature
//! stands or falls by them.

use super::layout::Part::{self, Bytes, Message, Padding, Repeated, Rest, U16, U32};

/// The quote.
pub(super) const QUOTE: &[Part] = &[
    Message(1, "TDX quote header", HEADER),
    Message(2, "TDX quote body", BODY),
    U32(3),
    Message(4, "TDX quote signature data", SIGNATURE_DATA),
    Padding(5),
];

const HEADER: &[Part] = &[U16(1), U16(2), U32(3), Bytes(4, 2), Bytes(5, 2), Bytes(6, 16), Bytes(7, 20)];

const BODY: &[Part] = &[
    Bytes(1, 16),
    Bytes(2, 48),
    Bytes(3, 48),
    Bytes(4, 8),
    Bytes(5, 8),
    Bytes(6, 8),
    Bytes(7, 48),
    Bytes(8, 48),
    Bytes(9, 48),
    Bytes(10, 48),
    Repeated(11, 4, 48),
    Bytes(12, 64),
];

const SIGNATURE_DATA: &[Part] =
    &[Bytes(1, 64), Bytes(2, 64), Message(3, "TDX quote certification data", CERTIFICATION_DATA)];

const CERTIFICATION_DATA: &[Part] = &[U16(1), U32(2), Message(3, "QE report certification data", QE_CERTIFICATION)];

const QE_CERTIFICATION: &[Part] = &[
    Message(1, "QE report", QE_REPORT),
    Bytes(2, 64),
    Message(3, "QE authentication data", &[U16(1), Rest(2)]),
    Message(4, "PCK certificate chain", &[U16(1), U32(2), Rest(3)]),
];

const QE_REPORT: &[Part] = &[
    Bytes(1, 16),
    U32(2),
    Bytes(3, 28),
    Bytes(4, 16),
    Bytes(5, 32),
    Bytes(6, 32),
    Bytes(7, 32),
    Bytes(8, 96),
    U16(9),
    U16(10),
    Bytes(11, 60),
    Bytes(12, 64),
];
