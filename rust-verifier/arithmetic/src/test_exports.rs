//! Field and scalar operations for differential tests, on big-endian integers. Never shipped.
