//! Points in time: what the caller gives as "now", and what certificates state (RFC 5280, section 4.1.2.5).

use crate::der::{Der, Element, tag};
use crate::error::Error;

/// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Ord, PartialOrd)]
pub struct UnixTime(pub u64);

impl UnixTime {
    /// Reads the next element of a certificate or list as a time.
    ///
    /// UTCTime is `YYMMDDHHMMSSZ` with years 1950 to 2049, GeneralizedTime `YYYYMMDDHHMMSSZ` from 2050 on: no other zone,
    /// no fractions, seconds always present.
    ///
    /// # Errors
    /// `collateral_malformed` for any other form, and for dates that no calendar has.
    pub fn read(der: &mut Der<'_>) -> Result<Self, Error> {
        let element = der.element()?;
        Self::from_element(element).ok_or_else(|| der.error("has a time that is not in its one accepted form"))
    }

    fn from_element(element: Element<'_>) -> Option<Self> {
        let (digits, generalized) = match (element.tag, element.contents) {
            (tag::UTC_TIME, [digits @ .., b'Z']) if digits.len() == 12 => (digits, false),
            (tag::GENERALIZED_TIME, [digits @ .., b'Z']) if digits.len() == 14 => (digits, true),
            _ => return None,
        };
        let (year, rest) = if generalized {
            let (year, rest) = digits.split_at_checked(4)?;
            let year = number(year)?;
            if year < 2050 {
                return None;
            }
            (year, rest)
        } else {
            let (year, rest) = digits.split_at_checked(2)?;
            let year = number(year)?;
            (year.checked_add(if year < 50 { 2000 } else { 1900 })?, rest)
        };
        let mut pairs = rest.chunks_exact(2).map(number);
        let mut pair = || pairs.next().flatten();
        let (month, day, hour, minute, second) = (pair()?, pair()?, pair()?, pair()?, pair()?);
        Self::from_civil(year, month, day, hour, minute, second)
    }

    /// A time as Intel's documents and policies write it: `YYYY-MM-DDTHH:MM:SSZ` (RFC 3339, section 5.6), in UTC and without
    /// fractions.
    #[must_use]
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        let bytes: [u8; 20] = text.as_bytes().try_into().ok()?;
        let separators = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'Z')];
        if separators.iter().any(|(at, separator)| bytes.get(*at) != Some(separator)) {
            return None;
        }
        let part = |from: usize, to: usize| number(bytes.get(from..to)?);
        Self::from_civil(part(0, 4)?, part(5, 7)?, part(8, 10)?, part(11, 13)?, part(14, 16)?, part(17, 19)?)
    }

    /// The proleptic Gregorian calendar, from 1970 on.
    #[must_use]
    pub fn from_civil(year: u64, month: u64, day: u64, hour: u64, minute: u64, second: u64) -> Option<Self> {
        let in_range = year >= 1970
            && (1..=12).contains(&month)
            && (1..=days_in(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60;
        if !in_range {
            return None;
        }
        let before = year.checked_sub(1)?;
        // Days of whole years since 0001-01-01, less those up to 1970-01-01 (719,162).
        let years = before
            .checked_mul(365)?
            .checked_add(before / 4)?
            .checked_sub(before / 100)?
            .checked_add(before / 400)?
            .checked_sub(719_162)?;
        let months: u64 = (1..month).map(|month| days_in(year, month)).sum();
        let days = years.checked_add(months)?.checked_add(day.checked_sub(1)?)?;
        let seconds = hour.checked_mul(3600)?.checked_add(minute.checked_mul(60)?)?.checked_add(second)?;
        days.checked_mul(86_400)?.checked_add(seconds).map(Self)
    }
}

const fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const fn days_in(year: u64, month: u64) -> u64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

fn number(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0_u64, |value, digit| {
        let digit = digit.checked_sub(b'0').filter(|digit| *digit < 10)?;
        value.checked_mul(10)?.checked_add(u64::from(digit))
    })
}

/// A period of validity. Both ends belong to it (RFC 5280, section 4.1.2.5).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Validity {
    /// The first second.
    pub not_before: UnixTime,
    /// The last second.
    pub not_after: UnixTime,
}

impl Validity {
    /// Reads `SEQUENCE { notBefore, notAfter }`.
    ///
    /// # Errors
    /// `collateral_malformed` as for [`UnixTime::read`].
    pub fn read(der: &mut Der<'_>) -> Result<Self, Error> {
        let mut inner = der.enter(tag::SEQUENCE)?;
        let not_before = UnixTime::read(&mut inner)?;
        let not_after = UnixTime::read(&mut inner)?;
        inner.finish()?;
        Ok(Self { not_before, not_after })
    }

    /// [`Self::check`] with the end moved later by so many seconds; says whether the end had passed without that.
    ///
    /// # Errors
    /// `collateral_expired` or `collateral_not_yet_valid`.
    pub fn check_with_grace(&self, now: UnixTime, grace: u64, what: &str) -> Result<bool, Error> {
        let not_after = UnixTime(self.not_after.0.saturating_add(grace));
        Self { not_before: self.not_before, not_after }.check(now, what)?;
        Ok(now > self.not_after)
    }

    /// `now` must lie within; `what` names the certificate or list for the reader of the error.
    ///
    /// # Errors
    /// `collateral_not_yet_valid` or `collateral_expired`.
    pub fn check(&self, now: UnixTime, what: &str) -> Result<(), Error> {
        use crate::error::Code;
        let error = |code, problem: &str, advice: &str| {
            Error::new(code, format!("the {what} {problem} at the given time; {advice}"))
                .field(what)
                .expected(format!("a time from {} to {} (Unix seconds)", self.not_before.0, self.not_after.0))
                .actual(now.0.to_string())
        };
        if now < self.not_before {
            return Err(error(Code::CollateralNotYetValid, "is not yet valid", "check the clock"));
        }
        if now > self.not_after {
            return Err(error(Code::CollateralExpired, "has expired", "check the clock, and obtain a current one"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Code;

    fn parse(tag: u8, text: &str) -> Result<u64, Error> {
        let mut bytes = vec![tag, u8::try_from(text.len()).unwrap()];
        bytes.extend(text.as_bytes());
        UnixTime::read(&mut Der::new(&bytes, "test")).map(|time| time.0)
    }

    #[test]
    fn both_forms_give_unix_seconds() {
        assert_eq!(parse(tag::UTC_TIME, "700101000000Z").unwrap(), 0);
        assert_eq!(parse(tag::UTC_TIME, "201022172305Z").unwrap(), 1_603_387_385);
        assert_eq!(parse(tag::UTC_TIME, "240229235959Z").unwrap(), 1_709_251_199);
        assert_eq!(parse(tag::UTC_TIME, "491231235959Z").unwrap(), 2_524_607_999);
        assert_eq!(parse(tag::GENERALIZED_TIME, "20500101000000Z").unwrap(), 2_524_608_000);
    }

    #[test]
    fn documents_write_times_in_one_form() {
        assert_eq!(UnixTime::from_rfc3339("2026-08-13T10:45:38Z"), Some(UnixTime(1_786_617_938)));
        for text in [
            "2026-08-13T10:45:38+00:00",
            "2026-08-13T10:45:38.0Z",
            "2026-08-13 10:45:38Z",
            "2026-08-13T10:45:38z",
            "2026-02-30T10:45:38Z",
            "2026-08-13",
            "+026-08-13T10:45:38Z",
            "",
        ] {
            assert_eq!(UnixTime::from_rfc3339(text), None, "{text}");
        }
    }

    #[test]
    fn every_other_form_is_refused() {
        for text in [
            "201022172305",
            "2010221723Z",
            "201022172305+0100",
            "201322172305Z",
            "210229000000Z",
            "201000172305Z",
            "201022242305Z",
            "201022176005Z",
            "201022172360Z",
            "20102217230:Z",
            "690101000000Z",
            "",
        ] {
            assert_eq!(parse(tag::UTC_TIME, text).unwrap_err().code(), Code::CollateralMalformed, "{text}");
        }
        for text in ["20491231235959Z", "20500101000000.5Z", "20500230000000Z", "2050010100000Z", "20500101000000"] {
            assert!(parse(tag::GENERALIZED_TIME, text).is_err(), "{text}");
        }
        assert!(parse(tag::OCTET_STRING, "201022172305Z").is_err());
    }

    #[test]
    fn both_ends_of_a_validity_belong_to_it() {
        let validity = Validity { not_before: UnixTime(10), not_after: UnixTime(20) };
        let code = |now| validity.check(UnixTime(now), "leaf").map_err(|error| error.code());
        assert_eq!(code(9), Err(Code::CollateralNotYetValid));
        assert_eq!(code(10), Ok(()));
        assert_eq!(code(20), Ok(()));
        assert_eq!(code(21), Err(Code::CollateralExpired));
    }
}
