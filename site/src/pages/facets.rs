//! The fields that narrow a search down.

use apis::{
    catalogue::{FacetField, FacetValue, Facets},
    query::{Expr, edit},
};

use super::address::Asked;
use crate::view::facet::{self, Facet, FacetState};

/// In the order of the page, with what is above the values.
const FIELDS: [(FacetField, &str); 6] = [
    (FacetField::Genre, "Genre"),
    (FacetField::Style, "Style"),
    (FacetField::Decade, "Decade"),
    (FacetField::Year, "Year"),
    (FacetField::Country, "Country"),
    (FacetField::Format, "Format"),
];

/// The values that a page offers of a field, at the most: a page is to be light, and who wants a
/// rare one types it.
const OFFERED: usize = 100;

/// Each field with its values, and what a click on each does to the query.
pub(super) fn facets(facets: &Facets, query: Option<&Expr>, asked: &Asked) -> Vec<Facet> {
    let field = |(field, title): (FacetField, &str)| {
        let values = facets.facets.of(field).iter().enumerate();
        let offered = values
            .filter(|(place, value)| *place < OFFERED || value.selected || value.excluded)
            .map(|(_, value)| offer(field, value, query, asked));
        let values: Vec<facet::FacetValue> = offered.collect();
        Facet { field: field.name().to_owned(), title: title.to_owned(), values }
    };
    FIELDS.into_iter().map(field).filter(|facet| !facet.values.is_empty()).collect()
}

fn offer(
    field: FacetField,
    value: &FacetValue,
    query: Option<&Expr>,
    asked: &Asked,
) -> facet::FacetValue {
    let next = edit::toggled(query, field, &value.value);
    facet::FacetValue {
        value: value.value.clone(),
        url: asked.of_query(next.as_ref()).at("/"),
        releases: value.releases,
        videos: value.videos,
        state: match (value.selected, value.excluded) {
            (true, _) => FacetState::Included,
            (_, true) => FacetState::Excluded,
            _ => FacetState::Neither,
        },
    }
}
