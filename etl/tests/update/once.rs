//! What one run does.

use std::{fs, path::Path};

use etl::{
    load,
    update::{Options, UpdateError, Updated},
};
use fake_discogs::{Fault, Layout, On};
use storage::{
    generations::{LockFile, Store},
    runs::{Outcome, Runs},
};

use crate::{
    month::Month,
    site::{Site, noon, run},
};

#[test]
fn a_new_month_is_live_and_its_files_are_gone() {
    for layout in Layout::ALL {
        let site = Site::new(layout);
        let month = Month::of(1);
        site.publish(&month);
        let updated = site.update(noon(20)).unwrap();
        assert!(matches!(updated, Updated::Published { .. }), "{layout:?}: {updated:?}");
        month.is_in(&site.data(), site.current().unwrap()).unwrap();
        assert_eq!(fs::read_dir(site.data().join("downloads")).unwrap().count(), 0);
        let told = &Runs::new(&site.data(), None).list()[0];
        assert_eq!(told.outcome, Some(Outcome::Published(site.current().unwrap())));

        site.discogs.clear_books();
        let again = site.update(noon(21)).unwrap();
        assert!(matches!(again, Updated::UpToDate { .. }), "{layout:?}: {again:?}");
        let requests = site.discogs.books().requests().len();
        assert!(requests <= 2, "{layout:?}: {requests}");
    }
}

#[test]
fn an_incomplete_month_is_waited_for() {
    let site = Site::new(Layout::Query);
    site.publish(&Month::of(1));
    site.update(noon(10)).unwrap();
    let next = Month::of(2);
    site.discogs.put(&next.name("labels"), next.labels());
    let updated = site.update(noon(33)).unwrap();
    assert!(matches!(&updated, Updated::Incomplete { .. }), "{updated:?}");
    assert!(updated.told().contains("CHECKSUM"), "{}", updated.told());
    site.publish(&next);
    site.update(noon(34)).unwrap();
    next.is_in(&site.data(), site.current().unwrap()).unwrap();
}

#[test]
fn a_file_that_is_replaced_makes_a_revision_with_the_rest_as_it_was() {
    let site = Site::new(Layout::Query);
    let month = Month::of(3);
    site.publish(&month);
    site.update(noon(60)).unwrap();
    let anew = Month { edition: 1, labels: 105, ..month };
    site.publish(&anew);
    site.discogs.clear_books();
    site.update(noon(61)).unwrap();
    assert_eq!(site.current().unwrap().to_string(), "20260301-2");
    anew.is_in(&site.data(), site.current().unwrap()).unwrap();
    let books = site.discogs.books();
    assert_eq!(books.bytes_of(&anew.name("masters")), 0, "only what was replaced is fetched");
    let store = Store::open(site.data()).unwrap();
    let changes = store.changes(site.current().unwrap()).unwrap().unwrap();
    let labels = changes.kinds[&storage::model::Kind::Labels];
    assert_eq!((labels.new, labels.changed, labels.vanished), (2, 103, 0));
    assert_eq!(changes.new_videos, 0);
}

#[test]
fn kinds_that_were_left_out_join_when_they_are_wanted() {
    let site = Site::new(Layout::Query);
    let month = Month::of(1);
    site.publish(&month);
    let only = |kind| Options { kinds: Some(vec![kind]), ..Options::default() };
    let masters = only(storage::model::Kind::Masters);
    for day in [3, 4] {
        run(&site.data(), &site.url(), noon(day), &masters).unwrap();
        assert_eq!(site.current().unwrap().to_string(), "20260101");
    }
    site.discogs.clear_books();
    site.update(noon(5)).unwrap();
    assert_eq!(site.current().unwrap().to_string(), "20260101-2");
    month.is_in(&site.data(), site.current().unwrap()).unwrap();
    assert_eq!(site.discogs.books().bytes_of(&month.name("masters")), 0);
    assert!(matches!(site.update(noon(6)).unwrap(), Updated::UpToDate { .. }));
}

#[test]
fn what_is_new_is_told_by_style() {
    let site = Site::new(Layout::Query);
    for month in [1, 2] {
        site.publish(&Month::of(month));
        site.update(noon(31 * month)).unwrap();
    }
    let store = Store::open(site.data()).unwrap();
    let changes = store.changes(site.current().unwrap()).unwrap().unwrap();
    assert_eq!((changes.since.to_string().as_str(), changes.new_videos), ("20260101", 1));
    let [house] = &changes.new_videos_by_style[..] else { panic!("{changes:?}") };
    assert_eq!((house.style.as_str(), house.videos), ("House", 1));
    assert_eq!(changes.kinds[&storage::model::Kind::Masters].new, 1);
}

#[test]
fn records_that_vanish_keep_a_month_from_being_published_and_are_named() {
    let site = Site::new(Layout::Query);
    site.publish(&Month::of(1));
    site.update(noon(5)).unwrap();
    // As many as before, but of others.
    let other = Month { date: "20260201".to_owned(), labels: 30, ..Month::of(1) };
    site.publish(&other);
    let error = site.update(noon(35)).unwrap_err().to_string();
    assert!(error.contains("labels") && error.contains("20260101"), "{error}");
    assert_eq!(site.current().unwrap().to_string(), "20260101");
    let forced = Options {
        load: load::Options { force: true, ..load::Options::default() },
        ..Options::default()
    };
    run(&site.data(), &site.url(), noon(36), &forced).unwrap();
    other.is_in(&site.data(), site.current().unwrap()).unwrap();
}

#[test]
fn a_month_that_was_refused_is_not_fetched_again_until_it_is_another() {
    let site = Site::new(Layout::Query);
    site.publish(&Month::of(1));
    site.update(noon(5)).unwrap();
    let few = Month { date: "20260201".to_owned(), labels: 30, ..Month::of(1) };
    site.publish(&few);
    site.update(noon(35)).unwrap_err();
    site.discogs.clear_books();
    let again = site.update(noon(36)).unwrap_err();
    assert!(matches!(again, UpdateError::Refused { .. }), "{again}");
    assert!(again.to_string().contains("labels"), "{again}");
    assert_eq!(site.discogs.books().requests().len(), 1);
    let whole = Month::of(2);
    site.publish(&whole);
    site.update(noon(37)).unwrap();
    whole.is_in(&site.data(), site.current().unwrap()).unwrap();
}

/// As a run leaves it that is killed after the publication.
fn forget_the_last_step(site: &Site) {
    let path = site.data().join("update/remembered.json");
    let mut kept: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    kept["coming"] = serde_json::json!([kept["loaded"].take(), null]);
    fs::write(&path, kept.to_string()).unwrap();
}

#[test]
fn a_run_that_is_killed_after_publishing_knows_what_it_has_published() {
    let site = Site::new(Layout::Query);
    let month = Month::of(1);
    site.publish(&month);
    site.update(noon(5)).unwrap();
    forget_the_last_step(&site);
    let anew = Month { edition: 1, ..month };
    site.publish(&anew);
    site.update(noon(6)).unwrap();
    anew.is_in(&site.data(), site.current().unwrap()).unwrap();
    assert!(matches!(site.update(noon(7)).unwrap(), Updated::UpToDate { .. }));
}

#[test]
fn a_month_with_fewer_kinds_takes_none_away() {
    let site = Site::new(Layout::Query);
    site.publish(&Month::of(1));
    site.update(noon(5)).unwrap();
    let next = Month::of(2);
    site.publish(&next);
    let masters =
        Options { kinds: Some(vec![storage::model::Kind::Masters]), ..Options::default() };
    let error = run(&site.data(), &site.url(), noon(35), &masters).unwrap_err().to_string();
    assert!(error.contains("without labels") && error.contains("20260101"), "{error}");
    // A list that is short by a line.
    let whole = String::from_utf8(next.checksums()).unwrap();
    let short: String = whole.lines().take(1).map(|line| format!("{line}\n")).collect();
    site.discogs.put(&next.checksum_name(), short);
    let error = site.update(noon(36)).unwrap_err();
    assert!(matches!(error, UpdateError::FewerKinds { .. }), "{error}");
    site.publish(&next);
    site.update(noon(37)).unwrap();
    next.is_in(&site.data(), site.current().unwrap()).unwrap();
}

#[test]
fn a_file_that_nobody_wants_may_be_replaced() {
    let site = Site::new(Layout::Query);
    let month = Month::of(1);
    site.publish(&month);
    let masters =
        Options { kinds: Some(vec![storage::model::Kind::Masters]), ..Options::default() };
    run(&site.data(), &site.url(), noon(5), &masters).unwrap();
    site.publish(&Month { edition: 1, ..month });
    for day in [6, 7] {
        let updated = run(&site.data(), &site.url(), noon(day), &masters).unwrap();
        assert!(matches!(updated, Updated::UpToDate { .. }), "{updated:?}");
    }
    assert_eq!(site.current().unwrap().to_string(), "20260101");
}

#[test]
fn a_host_that_asks_to_wait_is_obeyed_whatever_it_was_asked() {
    let stream = Options { stream: true, ..Options::default() };
    for (on, options) in [
        (On::Listing, &Options::default()),
        (On::Checksum, &Options::default()),
        (On::File, &Options::default()),
        (On::File, &stream),
    ] {
        let site = Site::new(Layout::Query);
        site.publish(&Month::of(1));
        site.discogs.fail_next(on.clone(), Fault::TooMany { retry_after: 3_574 });
        let waits = run(&site.data(), &site.url(), noon(5), options).unwrap();
        assert!(matches!(waits, Updated::Waiting { .. }), "{on:?}: {waits:?}");
        site.discogs.clear_books();
        run(&site.data(), &site.url(), noon(5), options).unwrap();
        assert_eq!(site.discogs.books().requests().len(), 0, "{on:?}");
    }
}

#[test]
fn a_month_that_was_damaged_since_keeps_no_new_one_away() {
    let site = Site::new(Layout::Query);
    site.publish(&Month::of(1));
    site.update(noon(5)).unwrap();
    let digests = site.data().join("generations/20260101/labels.digests");
    fs::write(&digests, [0; 7]).unwrap();
    site.publish(&Month::of(2));
    site.update(noon(35)).unwrap();
    assert_eq!(site.current().unwrap().to_string(), "20260201");
}

#[test]
fn a_load_that_goes_on_is_found_before_anything_is_downloaded() {
    let site = Site::new(Layout::Query);
    site.publish(&Month::of(1));
    let _loading = Store::open(site.data()).unwrap().lock("dataget load").unwrap();
    let error = site.update(noon(5)).unwrap_err();
    assert!(matches!(error, UpdateError::Busy { .. }), "{error}");
    assert!(error.to_string().contains("dataget load"), "{error}");
    assert!(!site.data().join("downloads").exists());
}

#[test]
fn a_stream_is_published_when_its_checksum_is_right_and_leaves_no_file() {
    let site = Site::new(Layout::Query);
    let month = Month::of(1);
    site.publish(&month);
    let stream = Options { stream: true, ..Options::default() };
    site.discogs.fail(On::Name(month.name("masters")), Fault::Flip, 9);
    let error = run(&site.data(), &site.url(), noon(3), &stream).unwrap_err();
    assert_eq!(site.current(), None, "{error}");
    site.discogs.clear_faults();
    site.discogs.fail_next(On::Name(month.name("labels")), Fault::CutAfter(100));
    run(&site.data(), &site.url(), noon(4), &stream).unwrap();
    month.is_in(&site.data(), site.current().unwrap()).unwrap();
    assert!(!site.data().join("downloads").exists());
}

#[test]
fn a_second_run_at_once_is_refused_with_the_progress_of_the_first() {
    let site = Site::new(Layout::Query);
    site.publish(&Month::of(1));
    fs::create_dir_all(site.data().join("update")).unwrap();
    let _held = LockFile::take(&site.data().join("update"), "LOCK", "dataget update").unwrap();
    let runs = Runs::new(&site.data(), None);
    let first = runs.begin("dataget update", storage::runs::Stage::Download);
    first.update(|run| {
        let name = "discogs_20260101_labels.xml.gz".to_owned();
        run.dump = "20260101".parse().ok();
        run.file = Some(storage::runs::FileProgress { name, done: 5, size: 10, records: 0 });
    });
    let seen = || runs.list().first().is_some_and(|run| run.file.is_some());
    while !seen() {
        std::thread::yield_now();
    }
    let error = site.update(noon(3)).unwrap_err();
    assert!(matches!(error, UpdateError::Busy { .. }), "{error}");
    let told = error.to_string();
    assert!(told.contains("‘download’ of 20260101") && told.contains("50 %"), "{told}");
}

#[test]
fn a_month_that_was_rolled_back_is_not_loaded_once_more() {
    let site = Site::new(Layout::Query);
    for month in [1, 2] {
        site.publish(&Month::of(month));
        site.update(noon(31 * month)).unwrap();
    }
    let store = Store::open(site.data()).unwrap();
    let before = "20260101".parse().unwrap();
    store.lock("test").unwrap().publish_existing(before).unwrap();
    assert!(matches!(site.update(noon(63)).unwrap(), Updated::UpToDate { .. }));
    assert_eq!(site.current(), Some(before));
    // What was read last stays, and not what was turned away from.
    site.publish(&Month::of(3));
    site.update(noon(94)).unwrap();
    site.update(noon(95)).unwrap();
    let kept: Vec<String> = store.published().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(kept, ["20260101", "20260301"]);
}

#[test]
fn no_more_months_are_kept_than_was_said() {
    let site = Site::new(Layout::Folder);
    let keep = Options {
        load: load::Options { keep: 3, ..load::Options::default() },
        ..Options::default()
    };
    for month in 1..=5 {
        site.publish(&Month::of(month));
        run(&site.data(), &site.url(), noon(31 * month), &keep).unwrap();
    }
    let kept = Store::open(site.data()).unwrap().published().unwrap();
    let kept: Vec<String> = kept.iter().map(ToString::to_string).collect();
    assert_eq!(kept, ["20260301", "20260401", "20260501"]);
}

#[test]
fn a_folder_of_ones_own_is_a_mirror() {
    let folder = tempfile::tempdir().unwrap();
    let month = Month::of(6);
    for (name, content) in month.files() {
        fs::write(folder.path().join(name), content).unwrap();
    }
    fs::write(folder.path().join(month.checksum_name()), month.checksums()).unwrap();
    let data = tempfile::tempdir().unwrap();
    let url = format!("file://{}", folder.path().display());
    run(&data.path().to_owned(), &url, noon(160), &Options::default()).unwrap();
    let current = Store::open(data.path()).unwrap().current().unwrap().unwrap();
    month.is_in(data.path(), current).unwrap();
    assert!(Path::new(folder.path()).join(month.name("labels")).exists(), "the mirror stays");
}
