//! `tdx.QuoteV4` of go-tdx-guest: a quote of version 4 taken apart. Its bytes are written again in the order of the quote's
//! tables, with every length and type that the message states, so that the quote's own reader judges them and the signature
//! stands or falls by them.

use super::layout::Layout;
use super::layout::Part::{self, Bytes, Message, Padding, Repeated, Rest, U16, U32};

/// The quote, then what it has inside.
pub(super) const QUOTE: &Layout = &[
    ("TDX quote", &[Message(1, 1), Message(2, 2), U32(3), Message(4, 3), Padding(5)]),
    ("TDX quote header", &[U16(1), U16(2), U32(3), Bytes(4, 2), Bytes(5, 2), Bytes(6, 16), Bytes(7, 20)]),
    ("TDX quote body", BODY),
    ("TDX quote signature data", &[Bytes(1, 64), Bytes(2, 64), Message(3, 4)]),
    ("TDX quote certification data", &[U16(1), U32(2), Message(3, 5)]),
    ("QE report certification data", &[Message(1, 6), Bytes(2, 64), Message(3, 7), Message(4, 8)]),
    ("QE report", QE_REPORT),
    ("QE authentication data", &[U16(1), Rest(2)]),
    ("PCK certificate chain", &[U16(1), U32(2), Rest(3)]),
];

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_leads_to_later_ones() {
        for (place, (_, parts)) in QUOTE.iter().enumerate() {
            for part in *parts {
                if let Message(_, inner) = part {
                    assert!(place < usize::from(*inner) && usize::from(*inner) < QUOTE.len());
                }
            }
        }
    }
}
