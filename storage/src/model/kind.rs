use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The four kinds of record, one dump file and one collection each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// People and groups.
    Artists,
    /// Labels and companies.
    Labels,
    /// What several releases are pressings of.
    Masters,
    /// Single pressings.
    Releases,
}

impl Kind {
    /// All kinds, small files before large ones: the order in which a dump is loaded.
    pub const ALL: [Self; 4] = [Self::Labels, Self::Artists, Self::Masters, Self::Releases];

    /// The name of the dump file, of its root element and of the collection: `releases`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Artists => "artists",
            Self::Labels => "labels",
            Self::Masters => "masters",
            Self::Releases => "releases",
        }
    }

    /// The name of one record's element: `release`.
    #[must_use]
    pub const fn element(self) -> &'static str {
        match self {
            Self::Artists => "artist",
            Self::Labels => "label",
            Self::Masters => "master",
            Self::Releases => "release",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A name that is none of the four kinds'.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no kind of record: artists, labels, masters and releases are")]
pub struct UnknownKind(pub String);

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == name)
            .ok_or_else(|| UnknownKind(name.to_owned()))
    }
}
