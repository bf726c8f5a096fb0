//! The fields that a query can ask for.

use super::nearest::nearest;

/// What a term can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// `genre:`
    Genre,
    /// `style:`
    Style,
    /// `country:` of the pressing
    Country,
    /// `format:`, a format's name or any of its descriptions
    Format,
    /// `artist:`, the release's own artists
    Artist,
    /// `label:`
    Label,
    /// `year:` of the pressing
    Year,
    /// `original:`, the master's year
    Original,
    /// `decade:` of the pressing
    Decade,
    /// `title:`, words of the title
    Title,
    /// `has:`
    Has,
    /// bare words, which have no field name
    Words,
}

impl Field {
    /// The fields that have a name to write before a colon.
    pub const NAMED: [Self; 11] = [
        Self::Genre,
        Self::Style,
        Self::Country,
        Self::Format,
        Self::Artist,
        Self::Label,
        Self::Year,
        Self::Original,
        Self::Decade,
        Self::Title,
        Self::Has,
    ];

    /// The name to write before the colon; empty for bare words.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Genre => "genre",
            Self::Style => "style",
            Self::Country => "country",
            Self::Format => "format",
            Self::Artist => "artist",
            Self::Label => "label",
            Self::Year => "year",
            Self::Original => "original",
            Self::Decade => "decade",
            Self::Title => "title",
            Self::Has => "has",
            Self::Words => "",
        }
    }

    /// The field of a name, case ignored.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::NAMED.into_iter().find(|field| field.name().eq_ignore_ascii_case(name))
    }

    /// The name of a field that is much like a wrong one.
    pub(super) fn nearest_name(wrong: &str) -> Option<&'static str> {
        nearest(wrong, Self::NAMED.iter().map(|field| field.name()))
    }
}

/// The fields whose values are looked up whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueField {
    /// `genre:`
    Genre,
    /// `style:`
    Style,
    /// `country:`
    Country,
    /// `format:`
    Format,
}

impl From<ValueField> for Field {
    fn from(field: ValueField) -> Self {
        match field {
            ValueField::Genre => Self::Genre,
            ValueField::Style => Self::Style,
            ValueField::Country => Self::Country,
            ValueField::Format => Self::Format,
        }
    }
}

/// The fields that name someone by a name or a Discogs id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NameField {
    /// `artist:`
    Artist,
    /// `label:`
    Label,
}

impl From<NameField> for Field {
    fn from(field: NameField) -> Self {
        match field {
            NameField::Artist => Self::Artist,
            NameField::Label => Self::Label,
        }
    }
}

/// The fields that are years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum YearField {
    /// `year:`, of the pressing
    Year,
    /// `original:`, the master's; the release's own where it has no master
    Original,
}

impl From<YearField> for Field {
    fn from(field: YearField) -> Self {
        match field {
            YearField::Year => Self::Year,
            YearField::Original => Self::Original,
        }
    }
}

/// What `has:` can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HasFlag {
    /// `has:video`: the release or its master has a YouTube video.
    Video,
    /// `has:master`
    Master,
}

impl HasFlag {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Video, Self::Master];

    /// The value to write after `has:`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Video => "video",
            Self::Master => "master",
        }
    }

    /// The flag of a name, case ignored.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flag| flag.name().eq_ignore_ascii_case(name))
    }
}
