//! Playlists: which videos, how many of whom, in which order.

use std::collections::{BTreeMap, BTreeSet};

use apis::{
    catalogue::Catalogue,
    playlist::{Options, Order, PlaylistVideo},
    query::Expr,
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use storage::{index::Entry, model::VideoId};

use crate::{
    catalogue::records_told_apart,
    dump::Loaded,
    home::in_every_home,
    naive::{Known, Oracle},
    queries::query,
};

pub(crate) fn options() -> impl Strategy<Value = Options> {
    let most = || option::of(1..3_u32);
    let length = || option::of(select(&[29, 90, 91, 400][..]));
    let limit = prop_oneof![1..4_usize, Just(5_000)];
    let order = (select(Order::ALL.to_vec()), any::<u64>());
    (limit, order, most(), most(), length(), length()).prop_map(
        |(limit, (order, seed), per_artist, per_work, least, greatest)| {
            let crossed = least > greatest && greatest.is_some();
            let (min_length, max_length) =
                if crossed { (greatest, least) } else { (least, greatest) };
            Options { limit, order, seed, per_artist, per_work, min_length, max_length }
        },
    )
}

/// The entry that brought a video in. Its id tells its kind in these catalogues.
pub(crate) fn brought_by<'o>(oracle: &'o Oracle, video: &PlaylistVideo) -> (Entry, &'o Known) {
    let id = video.release_id;
    let entry = [Entry::Release(id), Entry::Master(id)]
        .into_iter()
        .find(|entry| oracle.entries.contains_key(entry))
        .unwrap_or_else(|| panic!("{id} is no entry"));
    (entry, &oracle.entries[&entry])
}

/// The lengths that a video may be given: one that is told goes before one that is not.
fn lengths<'o>(oracle: &'o Oracle, id: &str) -> impl Iterator<Item = Option<u32>> + 'o {
    let told = &oracle.durations[id];
    let none = told.iter().all(Option::is_none);
    told.iter().copied().filter(move |length| none || length.is_some())
}

fn most<K: Ord>(keys: impl Iterator<Item = K>) -> u32 {
    let mut counts = BTreeMap::new();
    keys.for_each(|key| *counts.entry(key).or_insert(0) += 1);
    counts.into_values().max().unwrap_or(0)
}

fn keeps_its_bounds(
    oracle: &Oracle,
    matches: &BTreeSet<Entry>,
    list: &[PlaylistVideo],
    options: &Options,
) {
    let ids: BTreeSet<&str> = list.iter().map(|video| video.id.as_str()).collect();
    assert_eq!(ids.len(), list.len(), "a video comes twice");
    assert!(list.len() <= options.limit);
    for video in list {
        let (entry, known) = brought_by(oracle, video);
        assert!(matches.contains(&entry), "{entry:?} does not match");
        assert!(known.videos.contains(video.id.as_str()), "{entry:?} has no {}", video.id);
        assert_eq!((&video.release_title, video.year), (&known.title, known.year));
        assert_eq!(video.title, format!("{} & more", video.id));
        assert!(options.allow_length(video.duration), "{:?} s", video.duration);
        assert!(lengths(oracle, video.id.as_str()).any(|length| length == video.duration));
    }
    let known = || list.iter().map(|video| brought_by(oracle, video).1);
    let by_artist = most(known().filter_map(|known| known.lead.clone()));
    assert!(options.per_artist.is_none_or(|bound| by_artist <= bound), "{by_artist} of an artist");
    let by_work = most(known().map(|known| known.work));
    assert!(options.per_work.is_none_or(|bound| by_work <= bound), "{by_work} of a work");
    if options.order == Order::Date {
        let dates: Vec<_> = known().map(|known| known.date.unwrap_or((u16::MAX, 0, 0))).collect();
        assert!(dates.is_sorted(), "{dates:?}");
    }
}

/// With no more than bounds of length, nothing is left out that they allow.
fn leaves_nothing_out(
    oracle: &Oracle,
    matches: &BTreeSet<Entry>,
    list: &[PlaylistVideo],
    options: &Options,
) {
    let ids: BTreeSet<&str> = list.iter().map(|video| video.id.as_str()).collect();
    for id in oracle.videos(matches) {
        let allowed = lengths(oracle, id).map(|length| options.allow_length(length));
        let allowed: BTreeSet<bool> = allowed.collect();
        let (all, some) = (!allowed.contains(&false), allowed.contains(&true));
        assert!(ids.contains(id) || !all, "{id} is left out");
        assert!(!ids.contains(id) || some, "{id} is too long or too short");
    }
}

/// The whole list, read in pages of the limit.
fn in_pages(catalogue: &Catalogue, query: &str, options: &Options) -> Vec<PlaylistVideo> {
    let mut videos = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let page = catalogue.videos(query, options, cursor.as_deref()).expect("it is right");
        assert!(page.next.is_none() || page.videos.len() == options.limit, "a page with a gap");
        videos.extend(page.videos);
        cursor = page.next;
        if cursor.is_none() {
            return videos;
        }
    }
}

/// Every video is found by its id, with the best entry that brings it; others are not.
fn are_found(catalogue: &Catalogue, oracle: &Oracle, list: &[PlaylistVideo]) {
    let unknown: VideoId = "not-in-here".parse().expect("it is an id");
    let mut ids: Vec<VideoId> = list.iter().map(|video| video.id).rev().collect();
    ids.insert(ids.len() / 2, unknown);
    let found = catalogue.videos_by_id(&ids).expect("they can be read");
    assert_eq!(found.len(), ids.len());
    for (id, video) in ids.into_iter().zip(found) {
        assert_eq!(video.is_none(), id == unknown, "{id}");
        let Some(video) = video else { continue };
        let (entry, known) = brought_by(oracle, &video);
        assert_eq!((video.id, known.videos.contains(id.as_str())), (id, true), "{entry:?}");
        let played = list.iter().find(|played| played.id == id).expect("it was asked for");
        assert_eq!((&video.title, video.duration), (&played.title, played.duration));
    }
}

/// Compares a playlist and what other options make of it, and gives it.
fn agree(
    catalogue: &Catalogue,
    oracle: &Oracle,
    query: &Expr,
    options: &Options,
) -> Vec<PlaylistVideo> {
    let text = query.to_string();
    let playlist =
        |options: &Options| catalogue.playlist(&text, options).expect("the query is right").videos;
    let matches = oracle.matches(query);
    let list = playlist(options);
    keeps_its_bounds(oracle, &matches, &list, options);
    are_found(catalogue, oracle, &list);
    assert_eq!(playlist(options), list, "the same seed, the same list");
    let all = Options { limit: 5_000, ..options.clone() };
    let all_of_it = playlist(&all);
    assert!(all_of_it.starts_with(&list), "a higher limit goes on");
    assert_eq!(in_pages(catalogue, &text, options), all_of_it, "in pages of {}", options.limit);

    let unbounded = Options { per_artist: None, per_work: None, ..all };
    leaves_nothing_out(oracle, &matches, &playlist(&unbounded), &unbounded);
    let whole = playlist(&Options { min_length: None, max_length: None, ..unbounded });
    let ids: BTreeSet<&str> = whole.iter().map(|video| video.id.as_str()).collect();
    assert_eq!(ids, oracle.videos(&matches), "{text}");
    list
}

in_every_home! {
    24,
    fn a_playlist_has_the_videos_of_its_answer_within_all_bounds(
        home,
        records in records_told_apart(),
        asked in vec((query(), options()), 30),
    ) {
        let loaded = Loaded::new(&records, home);
        let oracle = Oracle::new(&records);
        loaded.agree_on(&asked, |one, (query, options)| agree(one, &oracle, query, options));
    }
}
