//! Suggestions: whoever has a name is found by its beginning, even by a misspelt one.

use std::{cmp::Reverse, collections::BTreeMap};

use proptest::{prelude::*, sample::Index as Pick};
use storage::index::{Index, NameField, Need, Suggestion};

use crate::{
    catalogue::records,
    dump::Loaded,
    home::in_every_home,
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
    index.load(&[Need::Names(field)]).expect("the index is there");
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

/// Finds everybody by id, and all namesakes by each name.
fn find_by_id_and_name(index: &Index, field: NameField, all: &BTreeMap<Who, Named>) {
    index.load(&[Need::Names(field)]).expect("the index is there");
    let names = index.names(field);
    for id in 0..=20 {
        let named = all.get(&Who::Id(id)).filter(|_| id > 0);
        let found = names.by_id(id).map(|found| (found.id, found.releases as usize));
        assert_eq!(found, named.map(|named| (Some(id), named.entries.len())), "{field:?} {id}");
    }
    let aliases = all.values().flat_map(|named| &named.aliases);
    for key in all.values().flat_map(|named| &named.keys).chain(aliases) {
        let namesakes = all.iter().filter(|(_, named)| named.keys.contains(key));
        let mut expected: Vec<_> = namesakes.map(|(who, n)| (id(who), n.entries.len())).collect();
        expected.sort_unstable();
        let suggestions = names.named(key);
        assert_eq!(found(&suggestions), expected, "{field:?} {key:?}");
        assert!(suggestions.is_sorted_by_key(|s| Reverse(s.releases)), "{suggestions:?}");
        for namesake in suggestions.iter().filter(|namesake| namesake.id.is_some()) {
            assert_eq!(namesake.id.and_then(|id| names.by_id(id)).as_ref(), Some(namesake));
        }
    }
    assert_eq!(names.named("nobody has this name"), []);
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

/// Looks for every long name by what each typo makes of it.
fn forgive_typos(index: &Index, all: &BTreeMap<Who, Named>, typos: &[(Pick, u8)]) {
    index.load(&[Need::Names(NameField::Artist)]).expect("the index is there");
    let names = index.names(NameField::Artist);
    for (who, named) in all {
        for key in named.keys.iter().filter(|key| key.chars().count() >= 6) {
            for (place, how) in typos {
                let typed = misspelt(key, *place, *how);
                let words: Vec<&str> = typed.split(' ').filter(|w| !w.is_empty()).collect();
                let typed = words.join(" ");
                let exact = expected(all, &typed);
                let wanted = (id(who), named.entries.len());
                let found = found(&names.suggest(&typed, ALL));
                if exact.is_empty() {
                    assert!(found.contains(&wanted), "{typed} for {key}: {found:?}");
                } else {
                    assert_eq!(found, exact);
                }
            }
        }
    }
}

in_every_home! {
    16,
    fn every_name_is_found_by_each_of_its_beginnings(home, records in records()) {
        let loaded = Loaded::new(&records, home);
        let oracle = Oracle::new(&records);
        for catalogue in &loaded.catalogues() {
            complete_every_name(catalogue.index(), NameField::Artist, &oracle.artists);
            complete_every_name(catalogue.index(), NameField::Label, &oracle.labels);
        }
    }
}

in_every_home! {
    16,
    fn everybody_is_found_by_id_and_with_all_namesakes(home, records in records()) {
        let loaded = Loaded::new(&records, home);
        let oracle = Oracle::new(&records);
        for catalogue in &loaded.catalogues() {
            find_by_id_and_name(catalogue.index(), NameField::Artist, &oracle.artists);
            find_by_id_and_name(catalogue.index(), NameField::Label, &oracle.labels);
        }
    }
}

in_every_home! {
    16,
    fn a_long_name_is_found_in_spite_of_a_typo(
        home,
        records in records(),
        typos in proptest::collection::vec((any::<Pick>(), 0..4_u8), 8),
    ) {
        let loaded = Loaded::new(&records, home);
        let oracle = Oracle::new(&records);
        for catalogue in &loaded.catalogues() {
            forgive_typos(catalogue.index(), &oracle.artists, &typos);
        }
    }
}
