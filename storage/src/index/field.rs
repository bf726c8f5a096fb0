//! The fields that an entry is found by.

use serde::{Deserialize, Serialize};

use super::file::Section;

/// A field whose values are few: each has its postings and its counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueField {
    /// One of the 15 genres.
    Genre,
    /// One of some 600 styles.
    Style,
    /// Where the release was sold.
    Country,
    /// A format's name or one of its descriptions.
    Format,
    /// The year of the pressing.
    Year,
    /// The decade of the pressing, `1990s`.
    Decade,
    /// The year of the first pressing.
    Original,
    /// What can be asked by `has:`.
    Has,
}

impl ValueField {
    /// All of them, in the order of the index file.
    pub const ALL: [Self; 8] = [
        Self::Genre,
        Self::Style,
        Self::Country,
        Self::Format,
        Self::Year,
        Self::Decade,
        Self::Original,
        Self::Has,
    ];

    /// Its place in [`Self::ALL`].
    pub(crate) fn place(self) -> usize {
        Self::ALL.iter().position(|&other| other == self).expect("ALL has every field")
    }

    /// The name in queries.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Genre => "genre",
            Self::Style => "style",
            Self::Country => "country",
            Self::Format => "format",
            Self::Year => "year",
            Self::Decade => "decade",
            Self::Original => "original",
            Self::Has => "has",
        }
    }
}

/// A field whose values are artists or labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NameField {
    /// The release's own artists.
    Artist,
    /// Its labels.
    Label,
}

impl NameField {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Artist, Self::Label];

    /// The name in queries.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Artist => "artist",
            Self::Label => "label",
        }
    }
}

/// A field of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WordField {
    /// The title.
    Title,
    /// The names of the artists, as they are and as credited, and of the labels.
    Names,
}

impl WordField {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Title, Self::Names];
}

/// The sections of one [`NameField`].
pub(crate) struct NameSections {
    pub(crate) ids: Section,
    pub(crate) releases: Section,
    pub(crate) postings: Section,
    pub(crate) name_starts: Section,
    pub(crate) names: Section,
    pub(crate) keys: Section,
    pub(crate) lists: Section,
    pub(crate) tops: Section,
}

impl NameField {
    pub(crate) const fn sections(self) -> NameSections {
        match self {
            Self::Artist => NameSections {
                ids: Section::ArtistIds,
                releases: Section::ArtistReleases,
                postings: Section::ArtistPostings,
                name_starts: Section::ArtistNameStarts,
                names: Section::ArtistNames,
                keys: Section::ArtistKeys,
                lists: Section::ArtistLists,
                tops: Section::ArtistTops,
            },
            Self::Label => NameSections {
                ids: Section::LabelIds,
                releases: Section::LabelReleases,
                postings: Section::LabelPostings,
                name_starts: Section::LabelNameStarts,
                names: Section::LabelNames,
                keys: Section::LabelKeys,
                lists: Section::LabelLists,
                tops: Section::LabelTops,
            },
        }
    }
}

impl WordField {
    /// The section of the words and that of their postings' starts.
    pub(crate) const fn sections(self) -> (Section, Section) {
        match self {
            Self::Title => (Section::TitleWords, Section::TitleWordPostings),
            Self::Names => (Section::NameWords, Section::NameWordPostings),
        }
    }
}
