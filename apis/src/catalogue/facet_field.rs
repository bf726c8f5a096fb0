//! The fields whose values are listed and counted.

use storage::index;

use crate::query::Field;

/// A field with so few values that all of them are listed and counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FacetField {
    /// One of the 15 genres.
    Genre,
    /// One of some 600 styles.
    Style,
    /// Where the release was sold.
    Country,
    /// A format's name or one of its descriptions.
    Format,
    /// The decade of the pressing, `1990s`.
    Decade,
    /// The year of the pressing.
    Year,
}

impl FacetField {
    /// All of them, in the order in which they are given.
    pub const ALL: [Self; 6] =
        [Self::Genre, Self::Style, Self::Country, Self::Format, Self::Decade, Self::Year];

    /// The name in queries.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.values().name()
    }

    /// The name of all of its values together: `genres`.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Genre => "genres",
            Self::Style => "styles",
            Self::Country => "countries",
            Self::Format => "formats",
            Self::Decade => "decades",
            Self::Year => "years",
        }
    }

    /// The field of a [plural](Self::plural).
    #[must_use]
    pub fn of_plural(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.plural() == name)
    }

    /// Whether its values stand in the order of time, not of their frequency.
    #[must_use]
    pub const fn is_time(self) -> bool {
        matches!(self, Self::Decade | Self::Year)
    }

    pub(super) const fn values(self) -> index::ValueField {
        match self {
            Self::Genre => index::ValueField::Genre,
            Self::Style => index::ValueField::Style,
            Self::Country => index::ValueField::Country,
            Self::Format => index::ValueField::Format,
            Self::Decade => index::ValueField::Decade,
            Self::Year => index::ValueField::Year,
        }
    }
}

impl From<FacetField> for Field {
    fn from(field: FacetField) -> Self {
        match field {
            FacetField::Genre => Self::Genre,
            FacetField::Style => Self::Style,
            FacetField::Country => Self::Country,
            FacetField::Format => Self::Format,
            FacetField::Decade => Self::Decade,
            FacetField::Year => Self::Year,
        }
    }
}
