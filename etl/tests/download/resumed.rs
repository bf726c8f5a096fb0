//! A download that breaks off goes on.

use std::{fs, time::Duration};

use etl::download::DownloadError;
use fake_discogs::{Fault, Layout, On};

use crate::site::{LABELS, Notes, Site, dump};

fn file() -> On {
    On::Name(LABELS.to_owned())
}

/// The ranges that were asked of the labels, in turn.
fn ranges(site: &Site) -> Vec<Option<String>> {
    site.discogs.books().of(&file()).map(|entry| entry.range.clone()).collect()
}

/// A run that ends with 1,000 bytes of the labels there.
fn interrupt(site: &Site) {
    site.discogs.fail_next(file(), Fault::CutAfter(1000));
    site.discogs.fail_next(file(), Fault::TooMany { retry_after: 60 });
    assert!(matches!(site.labels(&()), Err(DownloadError::Wait { .. })));
    assert_eq!(fs::metadata(site.path(&format!("{LABELS}.part"))).unwrap().len(), 1000);
    site.set_now("2026-11-02T12:00:00Z");
    site.discogs.clear_books();
}

#[test]
fn a_cut_download_goes_on_where_it_was() {
    let site = Site::with_november(Layout::Query);
    site.discogs.fail_next(file(), Fault::CutAfter(1000));
    let notes = Notes::default();
    site.labels(&notes).unwrap();
    assert_eq!(site.bytes(LABELS).unwrap(), dump("labels", 'n'));
    assert_eq!(ranges(&site), [None, Some("bytes=1000-".to_owned())]);
    assert_eq!(site.discogs.books().bytes_of(LABELS), dump("labels", 'n').len() as u64);
    assert_eq!((notes.cuts.get(), notes.resumed.take()), (1, vec![0, 1000]));
    let validated = |entry: &fake_discogs::Entry| entry.if_range.is_some();
    assert!(site.discogs.books().requests().iter().any(validated));
}

#[test]
fn the_next_run_goes_on_where_the_last_one_was() {
    let site = Site::with_november(Layout::Query);
    interrupt(&site);
    site.labels(&()).unwrap();
    assert_eq!(site.bytes(LABELS).unwrap(), dump("labels", 'n'));
    assert_eq!(ranges(&site), [Some("bytes=1000-".to_owned())]);
    assert_eq!(site.names(), [crate::site::CHECKSUM, LABELS]);
}

#[test]
fn a_download_that_is_given_up_leaves_its_part_for_the_next_run() {
    let site = Site::with_november(Layout::Tree);
    let notes = Notes { give_up_after: Some(1), ..Notes::default() };
    assert!(matches!(site.labels(&notes), Err(DownloadError::Cancelled)));
    let there = fs::metadata(site.path(&format!("{LABELS}.part"))).unwrap().len();
    assert!(there > 0 && site.bytes(LABELS).is_none());
    site.discogs.clear_books();
    site.labels(&()).unwrap();
    assert_eq!(site.bytes(LABELS).unwrap(), dump("labels", 'n'));
    assert_eq!(ranges(&site), [Some(format!("bytes={there}-"))]);
}

#[test]
fn what_came_whole_before_a_kill_is_not_asked_for_again() {
    let site = Site::with_november(Layout::Query);
    interrupt(&site);
    // As if the process had been killed between the last byte and the renaming.
    fs::write(site.path(&format!("{LABELS}.part")), dump("labels", 'n')).unwrap();
    site.labels(&()).unwrap();
    assert_eq!(site.bytes(LABELS).unwrap(), dump("labels", 'n'));
    assert!(ranges(&site).is_empty());
}

#[test]
fn a_server_without_ranges_is_begun_with_again() {
    let site = Site::with_november(Layout::Query);
    interrupt(&site);
    site.discogs.set_ignores_ranges(true);
    site.discogs.fail_next(file(), Fault::CutAfter(2000));
    let notes = Notes::default();
    site.labels(&notes).unwrap();
    assert_eq!(site.bytes(LABELS).unwrap(), dump("labels", 'n'));
    assert_eq!(notes.resumed.take(), [0, 0]);
}

#[test]
fn a_whole_answer_to_a_range_is_taken_from_its_beginning_at_once() {
    let site = Site::with_november(Layout::S3);
    interrupt(&site);
    site.discogs.fail_next(file(), Fault::Whole);
    site.labels(&()).unwrap();
    assert_eq!(site.bytes(LABELS).unwrap(), dump("labels", 'n'));
    assert_eq!(ranges(&site).len(), 1);
}

#[test]
fn a_range_that_was_not_asked_for_is_not_appended() {
    let site = Site::with_november(Layout::Query);
    interrupt(&site);
    site.discogs.fail_next(file(), Fault::WrongRange);
    site.labels(&()).unwrap();
    assert_eq!(site.bytes(LABELS).unwrap(), dump("labels", 'n'));
    assert_eq!(ranges(&site), [Some("bytes=1000-".to_owned()), None]);
}

#[test]
fn a_file_that_changes_in_mid_download_starts_again() {
    let site = Site::with_november(Layout::Query);
    let new = dump("labels", 'o');
    // The CHECKSUM file is already the new one.
    site.discogs.put(LABELS, new.clone());
    site.publish_checksums("20261101", &["labels", "masters"]);
    site.discogs.put(LABELS, dump("labels", 'n'));
    site.discogs.replace_during_next(LABELS, new.clone());
    let notes = Notes::default();
    site.labels(&notes).unwrap();
    assert_eq!(site.bytes(LABELS).unwrap(), new);
    assert_eq!(notes.resumed.take(), [0, 0]);
}

#[test]
fn a_part_of_another_month_s_file_is_of_no_use() {
    let site = Site::with_november(Layout::Query);
    interrupt(&site);
    site.publish("20261101", 'o');
    site.labels(&()).unwrap();
    assert_eq!(site.bytes(LABELS).unwrap(), dump("labels", 'o'));
    assert_eq!(ranges(&site), [None]);
}

#[test]
fn a_part_that_was_spoilt_on_the_disk_is_noticed_and_fetched_again() {
    let site = Site::with_november(Layout::Query);
    interrupt(&site);
    fs::write(site.path(&format!("{LABELS}.part")), vec![0; 1000]).unwrap();
    site.labels(&()).unwrap();
    assert_eq!(site.bytes(LABELS).unwrap(), dump("labels", 'n'));
}

#[test]
fn a_part_longer_than_its_file_is_begun_again() {
    let site = Site::with_november(Layout::Query);
    interrupt(&site);
    fs::write(site.path(&format!("{LABELS}.part")), vec![0; 1_000_000]).unwrap();
    site.labels(&()).unwrap();
    assert_eq!(site.bytes(LABELS).unwrap(), dump("labels", 'n'));
    assert_eq!(ranges(&site), [None]);
}

#[test]
fn a_damaged_note_beside_a_part_begins_it_again() {
    let site = Site::with_november(Layout::Query);
    interrupt(&site);
    fs::write(site.path(&format!("{LABELS}.part.json")), "{").unwrap();
    site.labels(&()).unwrap();
    assert_eq!(site.bytes(LABELS).unwrap(), dump("labels", 'n'));
}

#[test]
fn six_cuts_without_a_byte_more_end_the_run_and_keep_what_came() {
    let site = Site::with_november(Layout::Query);
    site.discogs.fail_next(file(), Fault::CutAfter(1000));
    site.discogs.fail(file(), Fault::CutAfter(0), 5);
    let notes = Notes::default();
    let error = site.labels(&notes).unwrap_err();
    assert!(matches!(error, DownloadError::Cut { at: 1000, .. }), "{error}");
    assert_eq!((notes.cuts.get(), site.discogs.faults_left()), (5, 0));
    site.labels(&()).unwrap();
    assert_eq!(site.bytes(LABELS).unwrap(), dump("labels", 'n'));
}

#[test]
fn any_number_of_cuts_with_progress_is_survived() {
    let site = Site::with_november(Layout::Query);
    site.discogs.fail(file(), Fault::CutAfter(1000), 12);
    site.labels(&()).unwrap();
    assert_eq!(site.bytes(LABELS).unwrap(), dump("labels", 'n'));
    assert_eq!(ranges(&site).len(), 13);
}

#[test]
fn a_connection_that_stalls_is_taken_for_cut() {
    let site = Site::with_november(Layout::Query);
    site.set(|settings| settings.read_timeout = Duration::from_millis(300));
    site.discogs.fail_next(file(), Fault::Stall { after: 1000 });
    site.labels(&()).unwrap();
    assert_eq!(site.bytes(LABELS).unwrap(), dump("labels", 'n'));
    assert_eq!(ranges(&site).last().unwrap().as_deref(), Some("bytes=1000-"));
}

#[test]
fn a_dropped_connection_and_a_broken_server_are_asked_again() {
    let site = Site::with_november(Layout::Query);
    site.discogs.fail_next(On::Checksum, Fault::Drop);
    site.discogs.fail_next(file(), Fault::ServerError);
    site.discogs.fail_next(file(), Fault::Drop);
    site.labels(&()).unwrap();
    assert_eq!(site.bytes(LABELS).unwrap(), dump("labels", 'n'));
    assert_eq!(site.discogs.faults_left(), 0);
}
