//! Suggestions for who does not say of which field.

use std::{cmp::Reverse, collections::BTreeMap};

use apis::catalogue::{Catalogue, CatalogueError, SuggestField, Suggested};
use proptest::prelude::*;
use storage::index::ValueField;

use crate::{
    catalogue::records, dump::Loaded, home::in_every_home, naive::Oracle, spelling::plain,
    values::by_value,
};

const VALUE_FIELDS: [(SuggestField, ValueField); 4] = [
    (SuggestField::Genre, ValueField::Genre),
    (SuggestField::Style, ValueField::Style),
    (SuggestField::Country, ValueField::Country),
    (SuggestField::Format, ValueField::Format),
];

fn is_name(suggested: &Suggested) -> bool {
    matches!(suggested.field, SuggestField::Artist | SuggestField::Label)
}

fn suggest(
    catalogue: &Catalogue,
    field: Option<SuggestField>,
    prefix: &str,
    limit: usize,
) -> Vec<Suggested> {
    let found = catalogue.suggest(field, prefix, limit).expect("the index is there").suggestions;
    assert!(found.len() <= limit, "{prefix}: more than asked for");
    found
}

/// The beginnings of a value and of its words.
fn beginnings(value: &str) -> Vec<String> {
    let words = value.split(' ').filter(|word| word.starts_with(char::is_alphanumeric));
    let words = words.chain([value]);
    let ends =
        |word: &str| word.char_indices().map(|(at, c)| at + c.len_utf8()).collect::<Vec<_>>();
    words.flat_map(|word| ends(word).into_iter().map(|end| word[..end].to_owned())).collect()
}

fn complete(catalogue: &Catalogue, field: SuggestField, known: &BTreeMap<String, u32>) {
    let best: Vec<Suggested> = suggest(catalogue, Some(field), "", 20);
    let mut most: Vec<u32> = known.values().copied().collect();
    most.sort_unstable_by_key(|&releases| Reverse(releases));
    let given: Vec<u32> = best.iter().map(|found| found.releases).collect();
    assert_eq!(given, most[..most.len().min(20)], "the best known are given for nothing");
    for (value, &releases) in known {
        for prefix in beginnings(value).iter().filter(|prefix| !prefix.ends_with(' ')) {
            let found = suggest(catalogue, Some(field), prefix, 20);
            let this = found.iter().find(|found| plain(&found.value) == *value);
            let this = this.unwrap_or_else(|| panic!("{prefix:?} for {value:?}: {found:?}"));
            assert_eq!((this.field, this.id, this.releases), (field, None, releases));
            assert!(found.iter().map(|found| Reverse(found.releases)).is_sorted(), "{prefix:?}");
            share_the_room(catalogue, prefix);
        }
    }
}

/// Without a field, values come first, and artists and labels have their half.
fn share_the_room(catalogue: &Catalogue, prefix: &str) {
    let all: Vec<Suggested> = SuggestField::ALL
        .into_iter()
        .flat_map(|f| suggest(catalogue, Some(f), prefix, 20))
        .collect();
    let names = all.iter().filter(|found| is_name(found)).count();
    for limit in [0, 1, 2, 5, 20] {
        let found = suggest(catalogue, None, prefix, limit);
        assert_eq!(found.len(), all.len().min(limit), "{prefix:?}");
        let given = found.iter().filter(|found| is_name(found)).count();
        assert!(given >= names.min(limit / 2), "{prefix:?}: {found:?}");
        assert!(found.iter().all(|found| all.contains(found)), "{prefix:?}: {found:?}");
        if let Some(exact) = all.iter().find(|f| !is_name(f) && plain(&f.value) == *prefix)
            && limit > 1
        {
            assert_eq!(plain(&found[0].value), plain(&exact.value), "{found:?}");
        }
        for names in found.chunk_by(|a, b| is_name(a) == is_name(b)).filter(|c| is_name(&c[0])) {
            assert!(names.iter().map(|found| Reverse(found.releases)).is_sorted(), "{prefix:?}");
        }
    }
}

in_every_home! {
    16,
    fn every_value_is_found_by_each_of_its_beginnings(home, records in records()) {
        let loaded = Loaded::new(&records, home);
        let oracle = Oracle::new(&records);
        let everything = oracle.entries.keys().copied().collect();
        for catalogue in &loaded.catalogues() {
            for (field, values) in VALUE_FIELDS {
                let known = by_value(&oracle, &everything, values).into_iter();
                let known = known.map(|(value, entries)| (value, entries.len() as u32)).collect();
                complete(catalogue, field, &known);
            }
            for name in ["björk", "artefakt", "svek"] {
                share_the_room(catalogue, name);
            }
            let many = catalogue.suggest(None, "a", 21);
            prop_assert!(matches!(many, Err(CatalogueError::Limit(_))));
        }
    }
}
