//! What is listed whole: the values of a field, their years, the ids of an answer.

use std::{cmp::Reverse, collections::BTreeSet, sync::Arc};

use apis::{
    catalogue::{Catalogue, CatalogueError, EntryId, FacetField, Point, ValueTotals},
    query::Expr,
};
use proptest::{collection::vec, prelude::*};
use storage::index::{Entry, ValueField};

use crate::{
    answers::all_hits, catalogue::records, dump::Loaded, facets::values, home::in_every_home,
    naive::Oracle, queries::query, spelling::plain, values::by_value,
};

fn everything(oracle: &Oracle) -> BTreeSet<Entry> {
    oracle.entries.keys().copied().collect()
}

/// All values of a field, read in pages of these sizes, over and over.
fn all_values(catalogue: &Catalogue, field: FacetField, sizes: &[usize]) -> Vec<ValueTotals> {
    let mut all = Vec::new();
    let mut cursor: Option<String> = None;
    for &limit in sizes.iter().cycle() {
        let page = catalogue.values(field, limit, cursor.as_deref()).expect("the cursor is right");
        assert!(page.next.is_none() || page.values.len() == limit, "a page with a gap");
        all.extend(page.values);
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    all
}

fn list_values(catalogue: &Catalogue, oracle: &Oracle, field: FacetField, sizes: &[usize]) {
    let expected = by_value(oracle, &everything(oracle), values(field)).into_iter();
    let mut expected: Vec<ValueTotals> = expected
        .map(|(value, entries)| {
            let totals = oracle.totals(&entries);
            ValueTotals { value, releases: totals.releases, videos: totals.videos }
        })
        .collect();
    if !field.is_time() {
        expected.sort_by_key(|value| Reverse(value.releases));
    }
    let listed = all_values(catalogue, field, sizes).into_iter();
    let listed: Vec<_> = listed.map(|v| ValueTotals { value: plain(&v.value), ..v }).collect();
    assert_eq!(listed, expected, "{field:?}");
}

/// Every year from the first to the last of some entries.
fn points(oracle: &Oracle, entries: &BTreeSet<Entry>) -> Vec<Point> {
    let years = by_value(oracle, entries, ValueField::Year);
    let known = || years.keys().map(|year| year.parse::<u16>().expect("a year"));
    let (Some(first), Some(last)) = (known().min(), known().max()) else { return Vec::new() };
    let point = |year: u16| {
        let totals = years.get(&year.to_string()).map(|entries| oracle.totals(entries));
        let totals = totals.unwrap_or_default();
        Point { year, releases: totals.releases, videos: totals.videos }
    };
    (first..=last).map(point).collect()
}

fn plot_values(catalogue: &Catalogue, oracle: &Oracle, field: FacetField) {
    for (value, entries) in by_value(oracle, &everything(oracle), values(field)) {
        let data = catalogue.chart_data(field, &value.to_uppercase()).expect("the index is there");
        let data = data.expect("the value is known");
        assert_eq!(plain(&data.value), value);
        assert_eq!(data.points, points(oracle, &entries), "{field:?} {value}");
    }
    assert_eq!(catalogue.chart_data(field, "nobody has this").expect("the index is there"), None);
}

fn entry(id: EntryId) -> Entry {
    if id.kind == "master" { Entry::Master(id.id) } else { Entry::Release(id.id) }
}

/// Compares what is said of an answer as a whole.
fn list_answer(catalogue: &Arc<Catalogue>, oracle: &Oracle, query: &Expr) {
    let ids = catalogue.ids(query).expect("the index is there");
    let ids: Vec<Entry> = ids.map(entry).collect();
    assert_eq!(ids, all_hits(catalogue, &query.to_string(), &[100]), "{query}");
    let plotted = catalogue.chart_of(Some(query)).expect("the index is there");
    assert_eq!(plotted, points(oracle, &oracle.matches(query)), "{query}");
}

in_every_home! {
    24,
    fn values_years_and_ids_are_listed_without_a_gap(
        home,
        records in records(),
        queries in vec(query(), 12),
        sizes in vec(1..9_usize, 1..4),
    ) {
        let loaded = Loaded::new(&records, home);
        let oracle = Oracle::new(&records);
        for catalogue in loaded.catalogues() {
            let catalogue = Arc::new(catalogue);
            for field in FacetField::ALL {
                list_values(&catalogue, &oracle, field, &sizes);
                plot_values(&catalogue, &oracle, field);
            }
            queries.iter().for_each(|query| list_answer(&catalogue, &oracle, query));
            let all = catalogue.chart_of(None).expect("the index is there");
            prop_assert_eq!(all, points(&oracle, &everything(&oracle)));
        }
    }
}

in_every_home! {
    8,
    fn a_cursor_of_another_generation_or_place_is_refused(home, records in records()) {
        let loaded = Loaded::new(&records, home);
        let [catalogue, ..] = &loaded.catalogues()[..] else { panic!("a catalogue was loaded") };
        let generation = catalogue.generation();
        let genres = all_values(catalogue, FacetField::Genre, &[1_000]).len();
        for wrong in [
            "20200806-9.v0".to_owned(),
            format!("{generation}.v{genres}"),
            format!("{generation}.v+0"),
            format!("{generation}.r1"),
            "v".to_owned(),
            String::new(),
        ] {
            let answer = catalogue.values(FacetField::Genre, 1, Some(&wrong));
            let is_refused = matches!(&answer, Err(CatalogueError::Cursor(_)));
            prop_assert!(is_refused, "{}: {:?}", wrong, answer);
        }
        let answer = catalogue.values(FacetField::Genre, 1_001, None);
        prop_assert!(matches!(answer, Err(CatalogueError::Limit(_))));
    }
}
