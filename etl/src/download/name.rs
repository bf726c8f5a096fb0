use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use storage::{generations::DumpDate, model::Kind};

/// What a published file has in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// All records of a kind, as gzipped XML.
    Kind(Kind),
    /// The checksums of the others. It is published last.
    Checksum,
}

/// The name of a published file: `discogs_20261101_releases.xml.gz`. The order is by date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FileName {
    /// The month, named by its first day.
    pub date: DumpDate,
    /// What is in it.
    pub part: Part,
}

/// A text that names no published file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` names no file of a dump: discogs_20261101_releases.xml.gz does")]
pub struct InvalidFileName(pub String);

impl FileName {
    /// The CHECKSUM file of a month.
    #[must_use]
    pub const fn checksums(date: DumpDate) -> Self {
        Self { date, part: Part::Checksum }
    }

    /// The file of a month with all records of a kind.
    #[must_use]
    pub const fn of(date: DumpDate, kind: Kind) -> Self {
        Self { date, part: Part::Kind(kind) }
    }

    /// Under which key the bucket has it: `data/2026/discogs_20261101_releases.xml.gz`.
    pub(super) fn key(self) -> String {
        format!("data/{}/{self}", self.date.day().year())
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            Part::Kind(kind) => write!(f, "discogs_{}_{kind}.xml.gz", self.date),
            Part::Checksum => write!(f, "discogs_{}_CHECKSUM.txt", self.date),
        }
    }
}

impl FromStr for FileName {
    type Err = InvalidFileName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            let (date, rest) = text.strip_prefix("discogs_")?.split_once('_')?;
            let part = match rest {
                "CHECKSUM.txt" => Part::Checksum,
                rest => Part::Kind(rest.strip_suffix(".xml.gz")?.parse().ok()?),
            };
            Some(Self { date: date.parse().ok()?, part })
        };
        read().ok_or_else(|| InvalidFileName(text.to_owned()))
    }
}

impl TryFrom<String> for FileName {
    type Error = InvalidFileName;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<FileName> for String {
    fn from(name: FileName) -> Self {
        name.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_is_read_back() {
        for text in ["discogs_20261101_releases.xml.gz", "discogs_20200806_CHECKSUM.txt"] {
            assert_eq!(text.parse::<FileName>().unwrap().to_string(), text);
        }
        let name: FileName = "discogs_20261101_labels.xml.gz".parse().unwrap();
        assert_eq!(name.key(), "data/2026/discogs_20261101_labels.xml.gz");
    }

    #[test]
    fn nothing_else_is_a_file_of_a_dump() {
        for text in [
            "",
            "discogs_20261101_releases.xml",
            "discogs_20261101_users.xml.gz",
            "discogs_20261301_labels.xml.gz",
            "discogs_20261101_CHECKSUM.txt.part",
            "x/discogs_20261101_labels.xml.gz",
        ] {
            assert!(text.parse::<FileName>().is_err(), "{text:?}");
        }
    }
}
