//! Lists of works: which of them, in which order, in pages.

use std::collections::{BTreeMap, BTreeSet};

use apis::{
    catalogue::{Catalogue, Hit, Listing, WorkHit},
    playlist::{Options, Order},
    query::Expr,
};
use proptest::{collection::vec, prelude::*};
use storage::index::Entry;

use crate::{
    answers::all_hits,
    catalogue::records_told_apart,
    dump::Loaded,
    home::in_every_home,
    naive::{Oracle, Work},
    playlists::{brought_by, options},
    queries::query,
};

fn entry(hit: &Hit) -> Entry {
    if hit.kind == "master" { Entry::Master(hit.id) } else { Entry::Release(hit.id) }
}

fn work(oracle: &Oracle, hit: &WorkHit) -> Work {
    oracle.entries[&entry(&hit.best)].work
}

/// The whole list, read in pages of the options' limit.
fn all_works(catalogue: &Catalogue, query: &Expr, options: &Options) -> Vec<WorkHit> {
    let mut works = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let listing = Listing { options: options.clone(), cursor: cursor.as_deref() };
        let page =
            catalogue.works(Some(query), &listing).expect("the query and its cursor are right");
        assert!(page.next.is_none() || page.works.len() == options.limit, "{query}: a gap");
        assert_eq!(page.query, query.to_string());
        works.extend(page.works);
        cursor = page.next;
        if cursor.is_none() {
            return works;
        }
    }
}

/// Compares what is shown of a work with its matching entries.
fn shows(oracle: &Oracle, matches: &BTreeSet<Entry>, best: &[Entry], hit: &WorkHit) {
    let work = work(oracle, hit);
    let of_work = |entry: &&Entry| oracle.entries[entry].work == work;
    let mine: BTreeSet<Entry> = matches.iter().filter(of_work).copied().collect();
    assert_eq!(hit.matching as usize, mine.len());
    assert_eq!(Some(&entry(&hit.best)), best.iter().find(of_work), "the best");
    let videos: BTreeSet<&str> = hit.videos.iter().map(|video| video.id.as_str()).collect();
    assert_eq!(videos.len(), hit.videos.len(), "a video comes twice");
    assert_eq!(videos, oracle.videos(&mine));
    let titles = hit.videos.iter().all(|video| video.title == format!("{} & more", video.id));
    assert!(titles, "{:?}", hit.videos);
    let master = match work {
        Work::Master(id) => Some(id),
        Work::Release(_) => None,
    };
    assert_eq!(hit.master_id, master);
}

/// The works of a playlist in the order in which they are played, with the entry that brings the
/// first video of each.
fn played(
    catalogue: &Catalogue,
    oracle: &Oracle,
    query: &Expr,
    options: &Options,
) -> Vec<(Work, Entry)> {
    let all = Options { limit: 5_000, ..options.clone() };
    let list = catalogue.playlist(&query.to_string(), &all).expect("the query is right").videos;
    let mut seen = BTreeSet::new();
    let brought = list.iter().map(|video| {
        let (entry, known) = brought_by(oracle, video);
        (known.work, entry)
    });
    brought.filter(|(work, _)| seen.insert(*work)).collect()
}

fn agree(catalogue: &Catalogue, oracle: &Oracle, query: &Expr, options: &Options) -> Vec<WorkHit> {
    let all = Options { limit: 5_000, ..options.clone() };
    let listing = Listing { options: all.clone(), cursor: None };
    let whole = catalogue.works(Some(query), &listing).expect("the query is right");
    assert_eq!(all_works(catalogue, query, options), whole.works, "in pages of {}", options.limit);
    let matches = oracle.matches(query);
    assert_eq!(whole.total, oracle.totals(&matches), "{query}");

    let works: Vec<Work> = whole.works.iter().map(|hit| work(oracle, hit)).collect();
    let distinct: BTreeSet<Work> = works.iter().copied().collect();
    assert_eq!(distinct.len(), works.len(), "{query}: a work comes twice");
    let best = all_hits(catalogue, &query.to_string(), &[1_000]);
    whole.works.iter().for_each(|hit| shows(oracle, &matches, &best, hit));

    let played = played(catalogue, oracle, query, options);
    let bounds = [options.per_artist, options.min_length, options.max_length];
    let is_bounded = bounds.iter().any(Option::is_some);
    let of_matches: BTreeSet<Work> =
        matches.iter().map(|entry| oracle.entries[entry].work).collect();
    match options.order {
        Order::Best if !is_bounded => {
            let mut seen = BTreeSet::new();
            let ranked = best.iter().map(|entry| oracle.entries[entry].work);
            let ranked: Vec<Work> = ranked.filter(|work| seen.insert(*work)).collect();
            assert_eq!(works, ranked, "{query}");
        }
        Order::Date if !is_bounded => {
            assert_eq!(distinct, of_matches, "{query}: also what cannot be heard");
            by_date(oracle, &matches, &works, &played);
        }
        _ => assert_eq!(works, played.iter().map(|(work, _)| *work).collect::<Vec<_>>(), "{query}"),
    }
    whole.works
}

/// Those that are played stand as they are played, the others among them by date.
fn by_date(oracle: &Oracle, matches: &BTreeSet<Entry>, works: &[Work], played: &[(Work, Entry)]) {
    let brings: BTreeMap<Work, Entry> = played.iter().copied().collect();
    let heard: Vec<Work> = works.iter().filter(|work| brings.contains_key(work)).copied().collect();
    assert_eq!(heard, played.iter().map(|(work, _)| *work).collect::<Vec<_>>());
    let key = |entry: &Entry| {
        let date = oracle.entries[entry].date;
        (date.is_none(), date)
    };
    let dates = works.iter().map(|work| match brings.get(work) {
        Some(entry) => key(entry),
        None => {
            let of_work = matches.iter().filter(|entry| oracle.entries[entry].work == *work);
            of_work.map(key).min().expect("a work has entries")
        }
    });
    assert!(dates.is_sorted(), "{works:?}");
}

in_every_home! {
    24,
    fn a_list_of_works_is_that_of_the_answer_and_of_its_playlist(
        home,
        records in records_told_apart(),
        asked in vec((query(), options()), 30),
    ) {
        let loaded = Loaded::new(&records, home);
        let oracle = Oracle::new(&records);
        loaded.agree_on(&asked, |one, (query, options)| agree(one, &oracle, query, options));
    }
}
