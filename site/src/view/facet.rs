//! The values of a field, to be included in the query or excluded from it.

/// How many values of a field are in sight at once; the rest is folded.
const VALUES_SHOWN: usize = 8;

/// A field with its values, those of most releases first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facet {
    /// The field as the query language calls it: `genre`.
    pub field: String,
    /// Its name above the values: `Genre`.
    pub title: String,
    /// The values.
    pub values: Vec<FacetValue>,
}

/// A value with what it would bring.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FacetValue {
    /// The value.
    pub value: String,
    /// The page after a click: included, then excluded, then neither.
    pub url: String,
    /// How many releases have it.
    pub releases: u64,
    /// How many videos they bring.
    pub videos: u64,
    /// What the query says of it.
    pub state: FacetState,
}

/// What a query says of a value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FacetState {
    /// Nothing.
    #[default]
    Neither,
    /// Only those that have it, or another included value of the field.
    Included,
    /// None that have it.
    Excluded,
}

impl FacetState {
    /// The class of the link.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Neither => "neither",
            Self::Included => "included",
            Self::Excluded => "excluded",
        }
    }

    /// What a click does, for those who hear the page.
    pub(super) fn click(self) -> &'static str {
        match self {
            Self::Neither => "include",
            Self::Included => "included, exclude instead",
            Self::Excluded => "excluded, clear",
        }
    }
}

impl Facet {
    /// The values in sight: the first, and all that the query names.
    pub(super) fn shown(&self) -> impl Iterator<Item = &FacetValue> {
        self.part(true)
    }

    /// The values that are folded.
    pub(super) fn folded(&self) -> impl Iterator<Item = &FacetValue> {
        self.part(false)
    }

    /// How many are folded.
    pub(super) fn folded_count(&self) -> usize {
        self.folded().count()
    }

    fn part(&self, shown: bool) -> impl Iterator<Item = &FacetValue> {
        let is_shown = |(place, value): &(usize, &FacetValue)| {
            *place < VALUES_SHOWN || value.state != FacetState::Neither
        };
        let values = self.values.iter().enumerate();
        values.filter(move |value| is_shown(value) == shown).map(|(_, value)| value)
    }
}
