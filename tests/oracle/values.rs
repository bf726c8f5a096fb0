//! The values of each field, with their counts over all and within an answer.

use std::collections::{BTreeMap, BTreeSet};

use apis::query::Expr;
use proptest::{collection::vec, prelude::*};
use storage::index::{
    Entry, FacetCounts, Index, NameField, Need, Plan, Totals, ValueCount, ValueField, WordField,
};

use crate::{
    catalogue::records,
    dump::Loaded,
    home::in_every_home,
    naive::{Known, Oracle, Work},
    plans::plan,
    queries::query,
    spelling::plain,
};

fn values_of(known: &Known, field: ValueField) -> Vec<String> {
    let year = |year: Option<u16>| year.map(|year| year.to_string()).into_iter().collect();
    match field {
        ValueField::Genre => known.genres.iter().cloned().collect(),
        ValueField::Style => known.styles.iter().cloned().collect(),
        ValueField::Country => known.country.iter().cloned().collect(),
        ValueField::Format => known.formats.iter().cloned().collect(),
        ValueField::Year => year(known.year),
        ValueField::Original => year(known.original),
        ValueField::Decade => {
            known.year.map(|year| format!("{}0s", year / 10)).into_iter().collect()
        }
        ValueField::Has => {
            let flags = [
                ("video", !known.videos.is_empty()),
                ("master", matches!(known.work, Work::Master(_))),
            ];
            flags.iter().filter(|(_, has)| *has).map(|(flag, _)| (*flag).to_owned()).collect()
        }
    }
}

/// Each value that some of the entries have, and which they are.
fn by_value(
    oracle: &Oracle,
    entries: &BTreeSet<Entry>,
    field: ValueField,
) -> BTreeMap<String, BTreeSet<Entry>> {
    let mut found: BTreeMap<String, BTreeSet<Entry>> = BTreeMap::new();
    for &entry in entries {
        for value in values_of(&oracle.entries[&entry], field) {
            found.entry(value).or_default().insert(entry);
        }
    }
    found
}

fn list_every_value(index: &Index, oracle: &Oracle) {
    let everything: BTreeSet<Entry> = oracle.entries.keys().copied().collect();
    for field in ValueField::ALL {
        let expected: BTreeMap<String, Totals> = by_value(oracle, &everything, field)
            .into_iter()
            .map(|(value, entries)| (value, oracle.totals(&entries)))
            .collect();
        let listed: BTreeMap<String, Totals> =
            index.values(field).iter().map(|value| (plain(&value.value), value.totals)).collect();
        assert_eq!(listed, expected, "{field:?}");
        assert_eq!(listed.len(), index.values(field).len(), "a value of {field:?} comes twice");
        for value in index.values(field) {
            index.load_count(&value.plan()).expect("the index is there");
            assert_eq!(plain(&value.value), value.folded, "{field:?}");
            assert_eq!(index.count(&value.plan()), value.totals, "{field:?} {}", value.value);
        }
    }
}

/// What there is of each value that occurs.
fn counted(
    index: &Index,
    field: ValueField,
    counts: &[ValueCount],
) -> BTreeMap<String, (u64, u64)> {
    assert_eq!(counts.len(), index.values(field).len(), "{field:?}");
    let values = index.values(field).iter().zip(counts);
    values
        .filter(|(_, count)| count.releases > 0)
        .map(|(value, count)| (value.folded.clone(), (count.releases.into(), count.videos.into())))
        .collect()
}

/// Counts the values of each field within an answer, for all fields and for each alone.
fn count_within(index: &Index, oracle: &Oracle, query: &Expr) {
    let plan = plan(index, query);
    index.load_plan(&plan).expect("the index is there");
    let counts = index.facets(&plan, &ValueField::ALL);
    let matches = oracle.matches(query);
    for field in FacetCounts::FIELDS {
        let expected: BTreeMap<String, (u64, u64)> = by_value(oracle, &matches, field)
            .into_iter()
            .map(|(value, entries)| (value, oracle.totals(&entries)))
            .map(|(value, totals)| (value, (totals.releases, totals.videos)))
            .collect();
        assert_eq!(counted(index, field, counts.of(field)), expected, "{field:?} of {query}");
        let alone = index.facets(&plan, &[field]);
        for other in ValueField::ALL {
            let expected = if other == field { counts.of(field) } else { &[] };
            assert_eq!(alone.of(other), expected, "{other:?} where {field:?} was asked for");
        }
    }
}

/// Counts the values of each field within everything.
fn count_within_everything(index: &Index) {
    let counts = index.facets(&Plan::All, &ValueField::ALL);
    for field in FacetCounts::FIELDS {
        for (value, count) in index.values(field).iter().zip(counts.of(field)) {
            let counted = (u64::from(count.releases), u64::from(count.videos));
            assert_eq!(counted, (value.totals.releases, value.totals.videos), "{}", value.value);
        }
        // The same by counting.
        let everything = Plan::Not(Box::new(Plan::Nothing));
        assert_eq!(index.facets(&everything, &[field]).of(field), counts.of(field), "{field:?}");
    }
}

/// What is looked at here, for an index that fetches what it is told to.
const NEEDS: [Need; 5] = [
    Need::Names(NameField::Artist),
    Need::Names(NameField::Label),
    Need::Words(WordField::Title),
    Need::Words(WordField::Names),
    Need::Facets,
];

in_every_home! {
    24,
    fn each_value_is_counted_over_all_and_within_an_answer(
        home,
        records in records(),
        queries in vec(query(), 30),
    ) {
        let loaded = Loaded::new(&records, home);
        let oracle = Oracle::new(&records);
        for catalogue in &loaded.catalogues() {
            let index = catalogue.index();
            index.load(&NEEDS).expect("the index is there");
            list_every_value(index, &oracle);
            count_within_everything(index);
            queries.iter().for_each(|query| count_within(index, &oracle, query));
        }
    }
}
