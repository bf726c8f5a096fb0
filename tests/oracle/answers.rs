//! Searches: totals, hits, pages.

use std::collections::BTreeSet;

use apis::{
    catalogue::{Catalogue, Hit, Search},
    query::{Expr, parse},
};
use proptest::{collection::vec, prelude::*};
use storage::index::Entry;

use crate::{catalogue::records, dump::Loaded, home::in_every_home, naive::Oracle, queries::query};

fn entry(hit: &Hit) -> Entry {
    if hit.kind == "master" { Entry::Master(hit.id) } else { Entry::Release(hit.id) }
}

/// All hits of a query, read in pages of these sizes, over and over.
pub(crate) fn all_hits(catalogue: &Catalogue, query: &str, sizes: &[usize]) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut cursor: Option<String> = None;
    for &limit in sizes.iter().cycle() {
        let search = Search { query, limit, cursor: cursor.as_deref() };
        let page = catalogue.search(search).expect("the query and its cursor are right");
        assert!(page.hits.len() <= limit, "{query}: more than asked for");
        assert!(page.next.is_none() || page.hits.len() == limit, "{query}: a page with a gap");
        entries.extend(page.hits.iter().map(entry));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    entries
}

/// Compares an answer, and gives its entries in their order.
fn agree(catalogue: &Catalogue, oracle: &Oracle, query: &Expr, sizes: &[usize]) -> Vec<Entry> {
    let text = query.to_string();
    assert_eq!(parse(&text).as_ref(), Ok(query), "{text} is read as it was written");
    let matches = oracle.matches(query);
    let search = Search { query: &text, limit: 1_000, cursor: None };
    let whole = catalogue.search(search).expect("the query is right");
    assert_eq!(whole.total, oracle.totals(&matches), "{text}");
    let entries: Vec<Entry> = whole.hits.iter().map(entry).collect();
    assert_eq!(entries.iter().copied().collect::<BTreeSet<_>>(), matches, "{text}");
    assert_eq!(entries.len(), matches.len(), "{text}: an entry comes twice");
    assert_eq!(all_hits(catalogue, &text, sizes), entries, "{text}: in pages of {sizes:?}");
    for hit in &whole.hits {
        let known = &oracle.entries[&entry(hit)];
        let videos: BTreeSet<&str> = hit.videos.iter().map(|video| video.id.as_str()).collect();
        assert_eq!(videos, known.videos, "{text}: the videos of {:?}", entry(hit));
        assert_eq!(hit.videos.len(), videos.len(), "{text}: a video comes twice");
        assert_eq!((&hit.title, hit.year), (&known.title, known.year), "{text}");
    }
    entries
}

in_every_home! {
    48,
    fn a_search_gives_what_one_finds_by_looking_at_every_record(
        home,
        records in records(),
        queries in vec(query(), 30),
        sizes in vec(1..9_usize, 1..4),
    ) {
        let loaded = Loaded::new(&records, home);
        let (catalogues, oracle) = (loaded.catalogues(), Oracle::new(&records));
        let everything = oracle.entries.keys().copied().collect();
        for catalogue in &catalogues {
            prop_assert_eq!(catalogue.totals(), oracle.totals(&everything));
        }
        for query in &queries {
            let answers = catalogues.iter().map(|one| agree(one, &oracle, query, &sizes));
            let answers: Vec<Vec<Entry>> = answers.collect();
            prop_assert!(answers.iter().all(|answer| *answer == answers[0]), "{}", query);
        }
    }
}
