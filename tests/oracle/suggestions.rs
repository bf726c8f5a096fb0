//! Suggestions: whoever has a name is found by its beginning, even by a misspelt one.

use std::{cmp::Reverse, collections::BTreeMap};

use proptest::{prelude::*, sample::Index as Pick};
use storage::index::{Index, NameField, Suggestion};

use crate::{
    catalogue::records,
    config,
    dump::Loaded,
    naive::{Named, Oracle, Who},
};

/// As many as a suggestion may ever give in these catalogues.
const ALL: usize = 500;

fn begins(named: &Named, prefix: &str) -> bool {
    named.keys.iter().chain(&named.aliases).any(|key| key.starts_with(prefix))
}

/// How often each id, and how often each nameless number of entries, is expected.
fn expected(all: &BTreeMap<Who, Named>, prefix: &str) -> Vec<(Option<u32>, usize)> {
    let found = all.iter().filter(|(_, named)| begins(named, prefix));
    let mut found: Vec<_> = found.map(|(who, named)| (id(who), named.entries.len())).collect();
    found.sort_unstable();
    found
}

fn id(who: &Who) -> Option<u32> {
    match who {
        Who::Id(id) => Some(*id),
        Who::Name(_) => None,
    }
}

fn found(suggestions: &[Suggestion]) -> Vec<(Option<u32>, usize)> {
    let mut found: Vec<_> = suggestions.iter().map(|s| (s.id, s.releases as usize)).collect();
    found.sort_unstable();
    found
}

fn complete_every_name(index: &Index, field: NameField, all: &BTreeMap<Who, Named>) {
    for key in all.values().flat_map(|named| named.keys.iter().chain(&named.aliases)) {
        let ends = key.char_indices().map(|(at, letter)| at + letter.len_utf8());
        for prefix in ends.map(|end| &key[..end]).filter(|prefix| !prefix.ends_with(' ')) {
            let suggestions = index.names(field).suggest(prefix, ALL);
            assert_eq!(found(&suggestions), expected(all, prefix), "{field:?} {prefix:?}");
            let best: Vec<_> = suggestions.iter().map(|s| Reverse(s.releases)).collect();
            assert!(best.is_sorted(), "the best known first: {suggestions:?}");
            let few = index.names(field).suggest(&prefix.to_uppercase(), 2);
            assert_eq!(few, suggestions[..suggestions.len().min(2)], "{prefix:?}");
        }
    }
}

/// One letter wrong, missing, doubled, or swapped with the next.
fn misspelt(name: &str, place: Pick, how: u8) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let at = 1 + place.index(letters.len() - 2);
    match how {
        0 => letters[at] = 'q',
        1 => drop(letters.remove(at)),
        2 => letters.insert(at, 'q'),
        _ => letters.swap(at, at + 1),
    }
    letters.into_iter().collect()
}

proptest! {
    #![proptest_config(config(16))]

    #[test]
    fn every_name_is_found_by_each_of_its_beginnings(records in records()) {
        let loaded = Loaded::new(&records);
        let (catalogue, oracle) = (loaded.catalogue(), Oracle::new(&records));
        complete_every_name(catalogue.index(), NameField::Artist, &oracle.artists);
        complete_every_name(catalogue.index(), NameField::Label, &oracle.labels);
    }

    #[test]
    fn a_long_name_is_found_in_spite_of_a_typo(
        records in records(),
        typos in proptest::collection::vec((any::<Pick>(), 0..4_u8), 8),
    ) {
        let loaded = Loaded::new(&records);
        let (catalogue, oracle) = (loaded.catalogue(), Oracle::new(&records));
        let names = catalogue.index().names(NameField::Artist);
        for (who, named) in &oracle.artists {
            for key in named.keys.iter().filter(|key| key.chars().count() >= 6) {
                for (place, how) in &typos {
                    let typed = misspelt(key, *place, *how);
                    let words: Vec<&str> = typed.split(' ').filter(|w| !w.is_empty()).collect();
                    let typed = words.join(" ");
                    let exact = expected(&oracle.artists, &typed);
                    let wanted = (id(who), named.entries.len());
                    let found = found(&names.suggest(&typed, ALL));
                    if exact.is_empty() {
                        prop_assert!(found.contains(&wanted), "{} for {}: {:?}", typed, key, found);
                    } else {
                        prop_assert_eq!(found, exact);
                    }
                }
            }
        }
    }
}
