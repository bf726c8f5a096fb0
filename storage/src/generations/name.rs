use std::{fmt, num::NonZeroU32, str::FromStr};

use serde::{Deserialize, Serialize};

use super::DumpDate;

/// A generation's name: the dump's date, and which time it was loaded: `20261101`,
/// `20261101-2`.
///
/// The order is by date, then by revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GenerationName {
    date: DumpDate,
    revision: NonZeroU32,
}

/// A text that names no generation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` names no generation: a dump's date does, like 20261101, with -2 and so on for its \
     revisions"
)]
pub struct InvalidName(pub String);

impl GenerationName {
    /// The first generation of a dump.
    #[must_use]
    pub const fn first(date: DumpDate) -> Self {
        Self { date, revision: NonZeroU32::MIN }
    }

    /// The revision after this one, of the same dump.
    #[must_use]
    pub const fn next_revision(self) -> Self {
        Self { date: self.date, revision: self.revision.saturating_add(1) }
    }

    /// The date of the dump that it was built from.
    #[must_use]
    pub const fn date(self) -> DumpDate {
        self.date
    }

    /// Which time that dump was loaded, from 1.
    #[must_use]
    pub const fn revision(self) -> u32 {
        self.revision.get()
    }
}

impl FromStr for GenerationName {
    type Err = InvalidName;

    /// Reads exactly what is displayed: the first revision has no number.
    ///
    /// ```
    /// # use storage::generations::GenerationName;
    /// let name: GenerationName = "20261101-2".parse().unwrap();
    /// assert_eq!((name.date().to_string().as_str(), name.revision()), ("20261101", 2));
    /// assert!("20261101-1".parse::<GenerationName>().is_err());
    /// ```
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            let (date, revision) = match text.split_once('-') {
                Some((date, revision)) => (date, revision.parse().ok()?),
                None => (text, NonZeroU32::MIN),
            };
            let name = Self { date: date.parse().ok()?, revision };
            // One generation has one name: no `-1`, no `-02`, no `-+2`.
            (name.to_string() == text).then_some(name)
        };
        read().ok_or_else(|| InvalidName(text.to_owned()))
    }
}

impl fmt::Display for GenerationName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.revision.get() {
            1 => write!(f, "{}", self.date),
            revision => write!(f, "{}-{revision}", self.date),
        }
    }
}

impl TryFrom<String> for GenerationName {
    type Error = InvalidName;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<GenerationName> for String {
    fn from(name: GenerationName) -> Self {
        name.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::GenerationName;

    #[test]
    fn a_generation_has_one_name_only() {
        for text in ["20261101", "20261101-2", "20261101-10", "20261101-4294967295"] {
            let name: GenerationName = text.parse().unwrap();
            assert_eq!(name.to_string(), text);
            let json = serde_json::to_string(&name).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<GenerationName>(&json).unwrap(), name);
        }
        for text in [
            "",
            "-2",
            "20261101-",
            "20261101-0",
            "20261101-1",
            "20261101-02",
            "20261101-+2",
            "20261101-2-3",
            "20261101-4294967296",
            "20261131-2",
            "../20261101",
            "20261101 ",
        ] {
            assert!(text.parse::<GenerationName>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn revisions_follow_their_date_in_number_order() {
        let names: Vec<GenerationName> = ["20261001-3", "20261101", "20261101-2", "20261101-10"]
            .map(|text| text.parse().unwrap())
            .to_vec();
        assert!(names.is_sorted());
        assert_eq!(names[1].next_revision(), names[2]);
    }
}
