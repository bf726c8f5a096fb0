//! Facets: what each value would give if it were chosen.

use std::{cmp::Reverse, collections::BTreeSet};

use apis::{
    catalogue::{Catalogue, FacetField, FacetValue},
    query::{
        Expr,
        edit::{Choice, cleared, state_of, toggled},
    },
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use storage::index::{Entry, Totals, ValueField};

use crate::{
    catalogue::records,
    dump::Loaded,
    home::in_every_home,
    naive::Oracle,
    queries::query,
    spelling::plain,
    values::by_value,
    vocabulary::{COUNTRIES, FORMATS, GENRES, STYLES},
};

pub(crate) fn values(field: FacetField) -> ValueField {
    match field {
        FacetField::Genre => ValueField::Genre,
        FacetField::Style => ValueField::Style,
        FacetField::Country => ValueField::Country,
        FacetField::Format => ValueField::Format,
        FacetField::Decade => ValueField::Decade,
        FacetField::Year => ValueField::Year,
    }
}

/// Queries as a page makes them: something asked, then clicks on values.
fn clicked() -> impl Strategy<Value = Option<Expr>> {
    let click = select(FacetField::ALL.to_vec()).prop_flat_map(|field| {
        let values: Vec<&str> = match field {
            FacetField::Genre => GENRES.to_vec(),
            FacetField::Style => STYLES.to_vec(),
            FacetField::Country => COUNTRIES.to_vec(),
            FacetField::Format => FORMATS.to_vec(),
            FacetField::Decade => vec!["1980s", "1990s", "2000s"],
            FacetField::Year => {
                vec!["1989", "1990", "1998", "1999", "2000", "1998..1999", "1990.."]
            }
        };
        (Just(field), select(values))
    });
    (option::weighted(0.5, query()), vec(click, 0..6)).prop_map(|(query, clicks)| {
        clicks
            .into_iter()
            .fold(query, |query, (field, value)| toggled(query.as_ref(), field, value))
    })
}

fn matches(oracle: &Oracle, query: Option<&Expr>) -> BTreeSet<Entry> {
    match query {
        Some(query) => oracle.matches(query),
        None => oracle.entries.keys().copied().collect(),
    }
}

/// What is said of every value that the catalogue has.
fn expected(oracle: &Oracle, query: Option<&Expr>, field: FacetField) -> Vec<FacetValue> {
    let everything = matches(oracle, None);
    let rest = cleared(query, field);
    let of_value = |value: String| {
        let alone = toggled(rest.as_ref(), field, &value);
        let Totals { releases, videos, .. } = oracle.totals(&matches(oracle, alone.as_ref()));
        let choice = state_of(query, field, &value);
        let (selected, excluded) = (choice == Choice::Included, choice == Choice::Excluded);
        FacetValue { value, releases, videos, selected, excluded }
    };
    let all = by_value(oracle, &everything, values(field)).into_keys().map(of_value);
    let mut listed: Vec<_> = all.filter(|v| v.releases > 0 || v.selected || v.excluded).collect();
    match field {
        FacetField::Decade | FacetField::Year => listed.reverse(),
        _ => listed.sort_by_key(|value| Reverse(value.releases)),
    }
    listed
}

fn agree(catalogue: &Catalogue, oracle: &Oracle, query: Option<&Expr>) {
    let facets = catalogue.facets(query).expect("the index is there");
    for field in FacetField::ALL {
        let listed = facets.facets.of(field).iter().cloned();
        let listed: Vec<_> = listed.map(|v| FacetValue { value: plain(&v.value), ..v }).collect();
        assert_eq!(listed, expected(oracle, query, field), "{field:?} of {query:?}");
    }
}

in_every_home! {
    24,
    fn a_facet_counts_what_choosing_it_alone_would_give(
        home,
        records in records(),
        queries in vec(clicked(), 12),
    ) {
        let loaded = Loaded::new(&records, home);
        let oracle = Oracle::new(&records);
        for catalogue in &loaded.catalogues() {
            queries.iter().for_each(|query| agree(catalogue, &oracle, query.as_ref()));
            agree(catalogue, &oracle, None);
        }
    }
}
