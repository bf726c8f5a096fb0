//! What somebody who begins to type may want.

use std::{cmp::Reverse, str::FromStr};

use serde::Serialize;
use storage::{
    index::{NameField, Need, Suggestion, ValueField},
    model::Id,
    text,
};
use utoipa::ToSchema;

use super::{Catalogue, CatalogueError, LimitTooHigh};

/// How many suggestions are given where it is not said.
pub const SUGGESTIONS: usize = 10;

/// The most that are given at once.
pub const MOST_SUGGESTIONS: usize = 20;

/// A field whose values are suggested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum SuggestField {
    /// Artists, by names, name variations and aliases.
    Artist,
    /// Labels.
    Label,
    /// Genres.
    Genre,
    /// Styles.
    Style,
    /// Countries.
    Country,
    /// Formats and their descriptions.
    Format,
}

/// A text that names no field of which values are suggested.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "nothing is suggested for a field `{0}`: name artist, label, genre, style, country or format, \
     or no field at all"
)]
pub struct InvalidSuggestField(pub String);

/// Suggestions, as the API gives them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"suggestions":
    [{"field": "artist", "value": "The Persuader", "id": 1, "releases": 3}]}))]
pub struct Suggestions {
    /// The best first.
    pub suggestions: Vec<Suggested>,
}

/// A value to complete what was typed with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Suggested {
    /// The field that it is a value of.
    pub field: SuggestField,
    /// The value, or the name of the artist or label.
    pub value: String,
    /// The Discogs id of the artist or label; `null` where there is none.
    #[schema(value_type = Option<u32>)]
    pub id: Option<Id>,
    /// Entries that have it.
    pub releases: u32,
}

impl SuggestField {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Artist, Self::Label, Self::Genre, Self::Style, Self::Country, Self::Format];

    /// The name in queries.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self.kind() {
            Kind::Names(field) => field.name(),
            Kind::Values(field) => field.name(),
        }
    }

    const fn kind(self) -> Kind {
        match self {
            Self::Artist => Kind::Names(NameField::Artist),
            Self::Label => Kind::Names(NameField::Label),
            Self::Genre => Kind::Values(ValueField::Genre),
            Self::Style => Kind::Values(ValueField::Style),
            Self::Country => Kind::Values(ValueField::Country),
            Self::Format => Kind::Values(ValueField::Format),
        }
    }
}

impl FromStr for SuggestField {
    type Err = InvalidSuggestField;

    fn from_str(name: &str) -> Result<Self, InvalidSuggestField> {
        let found = Self::ALL.into_iter().find(|field| field.name().eq_ignore_ascii_case(name));
        found.ok_or_else(|| InvalidSuggestField(name.to_owned()))
    }
}

/// How a field is looked up in the index.
enum Kind {
    Names(NameField),
    Values(ValueField),
}

impl Catalogue {
    /// The best known values that begin with what was typed, of which a word does, or, where there
    /// are none, that do so with one typo. Nothing typed is the beginning of all.
    ///
    /// Without a field: first the genres, styles, countries and formats that begin so, one that is
    /// just that before all, then artists and labels, which get half of the room if they are so
    /// many, then values that are met with a typo.
    ///
    /// # Errors
    /// When more than [`MOST_SUGGESTIONS`] are asked for, and when the index cannot be read from
    /// its server.
    pub fn suggest(
        &self,
        field: Option<SuggestField>,
        prefix: &str,
        limit: usize,
    ) -> Result<Suggestions, CatalogueError> {
        LimitTooHigh::check(limit, MOST_SUGGESTIONS)?;
        let suggestions = match field {
            Some(field) => self.suggested(field, prefix, limit)?,
            None => self.of_all_fields(prefix, limit)?,
        };
        Ok(Suggestions { suggestions })
    }

    fn suggested(
        &self,
        field: SuggestField,
        prefix: &str,
        limit: usize,
    ) -> Result<Vec<Suggested>, CatalogueError> {
        let found = match field.kind() {
            Kind::Names(names) => {
                self.index.load(&[Need::Names(names)])?;
                self.index.names(names).suggest(prefix, limit)
            }
            Kind::Values(values) => self.index.suggest(values, prefix, limit),
        };
        let of_field =
            |Suggestion { value, id, releases }| Suggested { field, value, id, releases };
        Ok(found.into_iter().map(of_field).collect())
    }

    fn exactly(&self, field: SuggestField, folded: &str) -> Option<Suggested> {
        let Kind::Values(values) = field.kind() else { return None };
        let value = self.index.value(values, folded)?;
        let releases = u32::try_from(value.totals.releases).unwrap_or(u32::MAX);
        Some(Suggested { field, value: value.value.clone(), id: None, releases })
    }

    fn of_all_fields(&self, prefix: &str, limit: usize) -> Result<Vec<Suggested>, CatalogueError> {
        let typed = text::fold(prefix);
        let (mut values, mut names, mut misspelt) = (Vec::new(), Vec::new(), Vec::new());
        for field in SuggestField::ALL {
            // That very value may be less known than all that begin with it.
            values.extend(self.exactly(field, &typed));
            for found in self.suggested(field, prefix, limit)? {
                match field.kind() {
                    Kind::Names(_) => names.push(found),
                    Kind::Values(_) if values.contains(&found) => {}
                    Kind::Values(_) if begins(&found.value, &typed) => values.push(found),
                    Kind::Values(_) => misspelt.push(found),
                }
            }
        }
        names.sort_by_key(|found| Reverse(found.releases));
        misspelt.sort_by_key(|found| Reverse(found.releases));
        let is_longer = |found: &Suggested| text::fold(&found.value) != typed;
        values.sort_by_key(|found| (is_longer(found), Reverse(found.releases)));
        // Artists and labels get half of the room, if they are so many.
        values.truncate(limit - names.len().min(limit / 2));
        Ok(values.into_iter().chain(names).chain(misspelt).take(limit).collect())
    }
}

/// Whether the value, or a word of it, begins so.
fn begins(value: &str, typed: &str) -> bool {
    let value = text::fold(value);
    let mut words = value.split(|character: char| !character.is_alphanumeric());
    value.starts_with(typed) || words.any(|word| word.starts_with(typed))
}

#[cfg(test)]
mod tests {
    use super::SuggestField;

    #[test]
    fn a_field_without_suggestions_is_told_the_others() {
        for field in SuggestField::ALL {
            assert_eq!(field.name().to_uppercase().parse(), Ok(field));
        }
        let error = "year".parse::<SuggestField>().unwrap_err();
        insta::assert_snapshot!(error, @"nothing is suggested for a field `year`: name artist, label, genre, style, country or format, or no field at all");
    }
}
