//! The words of TCB status in Intel's documents and in results, and how several become one.

/// How a TCB stands (PCS API version 4, "tcbStatus"; the relaunch words are those of Intel's verification library).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TcbStatus {
    /// Nothing is known to be missing.
    UpToDate,
    /// The software in the TD must mitigate by itself.
    SWHardeningNeeded,
    /// The platform's configuration exposes it.
    ConfigurationNeeded,
    /// Both of the last two.
    ConfigurationAndSWHardeningNeeded,
    /// Fixes are missing.
    OutOfDate,
    /// Fixes are missing, and the configuration exposes the platform.
    OutOfDateConfigurationNeeded,
    /// All is up to date now, but the TD was launched before: it should be launched again.
    TDRelaunchAdvised,
    /// The same, and the configuration exposes the platform.
    TDRelaunchAdvisedConfigurationNeeded,
    /// Keys are known to be compromised. Never acceptable.
    Revoked,
    /// The documents know no level so low.
    NotSupported,
    /// The documents do not know the TDX module.
    ModuleUnknown,
}

impl TcbStatus {
    /// What a policy may accept.
    pub const ACCEPTABLE: [Self; 8] = [
        Self::UpToDate,
        Self::SWHardeningNeeded,
        Self::ConfigurationNeeded,
        Self::ConfigurationAndSWHardeningNeeded,
        Self::OutOfDate,
        Self::OutOfDateConfigurationNeeded,
        Self::TDRelaunchAdvised,
        Self::TDRelaunchAdvisedConfigurationNeeded,
    ];

    /// Their words.
    pub const ACCEPTABLE_WORDS: [&str; 8] = {
        let [a, b, c, d, e, f, g, h] = Self::ACCEPTABLE;
        [a.word(), b.word(), c.word(), d.word(), e.word(), f.word(), g.word(), h.word()]
    };

    /// The word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::UpToDate => "UpToDate",
            Self::SWHardeningNeeded => "SWHardeningNeeded",
            Self::ConfigurationNeeded => "ConfigurationNeeded",
            Self::ConfigurationAndSWHardeningNeeded => "ConfigurationAndSWHardeningNeeded",
            Self::OutOfDate => "OutOfDate",
            Self::OutOfDateConfigurationNeeded => "OutOfDateConfigurationNeeded",
            Self::TDRelaunchAdvised => "TDRelaunchAdvised",
            Self::TDRelaunchAdvisedConfigurationNeeded => "TDRelaunchAdvisedConfigurationNeeded",
            Self::Revoked => "Revoked",
            Self::NotSupported => "NotSupported",
            Self::ModuleUnknown => "ModuleUnknown",
        }
    }

    /// The status that a document states; its spelling is exact.
    #[must_use]
    pub fn stated(word: &str) -> Option<Self> {
        let stated = Self::ACCEPTABLE.iter().filter(|status| !status.is_relaunch());
        stated.chain(&[Self::Revoked]).find(|status| status.word() == word).copied()
    }

    /// This status of the platform together with that of a part of it, the TDX module or the quoting enclave: an outdated
    /// part makes it outdated, a revoked one revoked, and no part makes it better.
    #[must_use]
    pub const fn converge(self, part: Self) -> Self {
        match (self, part) {
            (Self::Revoked, _) | (_, Self::Revoked) => Self::Revoked,
            (Self::UpToDate | Self::SWHardeningNeeded, Self::OutOfDate) => Self::OutOfDate,
            (Self::ConfigurationNeeded | Self::ConfigurationAndSWHardeningNeeded, Self::OutOfDate) => {
                Self::OutOfDateConfigurationNeeded
            }
            _ => self,
        }
    }

    /// Whether the TD should be launched again, which no document states: it follows from TD report 1.5.
    #[must_use]
    pub const fn is_relaunch(self) -> bool {
        matches!(self, Self::TDRelaunchAdvised | Self::TDRelaunchAdvisedConfigurationNeeded)
    }

    /// Whether fixes are missing.
    #[must_use]
    pub const fn is_out_of_date(self) -> bool {
        matches!(self, Self::OutOfDate | Self::OutOfDateConfigurationNeeded)
    }

    /// Whether the configuration exposes the platform.
    #[must_use]
    pub const fn needs_configuration(self) -> bool {
        matches!(
            self,
            Self::ConfigurationNeeded | Self::ConfigurationAndSWHardeningNeeded | Self::OutOfDateConfigurationNeeded
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use TcbStatus::*;

    #[test]
    fn statuses_converge_as_in_intels_library() {
        for (platform, part, expected) in [
            (UpToDate, UpToDate, UpToDate),
            (UpToDate, OutOfDate, OutOfDate),
            (SWHardeningNeeded, OutOfDate, OutOfDate),
            (ConfigurationNeeded, OutOfDate, OutOfDateConfigurationNeeded),
            (ConfigurationAndSWHardeningNeeded, OutOfDate, OutOfDateConfigurationNeeded),
            (OutOfDate, OutOfDate, OutOfDate),
            (OutOfDateConfigurationNeeded, OutOfDate, OutOfDateConfigurationNeeded),
            (OutOfDate, UpToDate, OutOfDate),
            (UpToDate, Revoked, Revoked),
            (Revoked, UpToDate, Revoked),
            (SWHardeningNeeded, UpToDate, SWHardeningNeeded),
        ] {
            assert_eq!(platform.converge(part), expected, "{platform:?} with {part:?}");
        }
    }

    #[test]
    fn case_259_words_are_exact() {
        assert_eq!(TcbStatus::stated("UpToDate"), Some(UpToDate));
        for word in ["Uptodate", "UPTODATE", "UpToDate ", "", "TDRelaunchAdvised", "NotSupported", "Unknown"] {
            assert_eq!(TcbStatus::stated(word), None, "{word}");
        }
    }
}
