//! The envelope in which evidence came.

use serde::Serialize;

/// The envelope: the attester's own claim, and no proof of who hosts it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    /// No cloud's or framework's.
    #[default]
    Bare,
    /// Microsoft Azure.
    Azure,
    /// Google Cloud.
    Gcp,
    /// dstack.
    Dstack,
}

impl Platform {
    /// The word of results.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bare => "bare",
            Self::Azure => "azure",
            Self::Gcp => "gcp",
            Self::Dstack => "dstack",
        }
    }
}
