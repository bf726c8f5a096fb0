//! A month is fetched as a whole.

use std::fs;

use etl::{
    download::{DownloadError, latest},
    load::Dump,
};
use fake_discogs::{Asked, Fault, Layout, On};
use storage::model::Kind;

use crate::site::{CHECKSUM, LABELS, MASTERS, Site, date};

#[test]
fn a_folder_with_a_checksum_file_is_whole() {
    let site = Site::with_november(Layout::Query);
    site.discogs.fail_next(On::Name(MASTERS.to_owned()), Fault::Forbidden);
    assert!(site.month().is_err());
    assert_eq!(site.names(), [LABELS]);
    let downloaded = site.month().unwrap();
    assert_eq!(site.names(), [CHECKSUM, LABELS, MASTERS]);
    let dump = Dump::find(&[downloaded.folder]).unwrap();
    assert_eq!((dump.date, dump.files.len()), (date("20261101"), 2));
    assert!(dump.files.iter().all(|file| file.checksum.is_some()));
}

#[test]
fn a_month_that_was_replaced_is_not_whole_until_it_is_fetched_again() {
    let site = Site::with_november(Layout::Query);
    site.month().unwrap();
    site.publish("20261101", 'o');
    site.discogs.fail_next(On::Name(MASTERS.to_owned()), Fault::Forbidden);
    assert!(site.month().is_err());
    assert!(site.bytes(CHECKSUM).is_none());
    site.month().unwrap();
    let text = String::from_utf8(site.bytes(CHECKSUM).unwrap()).unwrap();
    assert!(text.contains(MASTERS));
}

#[test]
fn small_files_come_first_one_after_another() {
    let site = Site::with_november(Layout::S3);
    site.month().unwrap();
    let books = site.discogs.books();
    let asked: Vec<_> = books.requests().iter().map(|entry| &entry.asked).collect();
    let file = |name: &str| Asked::File(name.to_owned());
    assert_eq!(asked, [&Asked::Listing, &file(CHECKSUM), &file(LABELS), &file(MASTERS)]);
    assert_eq!(books.most_parallel(), 1);
}

#[test]
fn only_the_wanted_kinds_are_fetched() {
    let site = Site::with_november(Layout::Query);
    let downloaded = site.month_of(Some(&[Kind::Masters]), &()).unwrap();
    assert_eq!(downloaded.files.len(), 1);
    assert_eq!(site.names(), [CHECKSUM, MASTERS]);
}

#[test]
fn the_latest_month_is_the_newest_that_is_complete() {
    for layout in Layout::ALL {
        let site = Site::new(layout);
        site.publish("20260901", 's');
        site.discogs.put("discogs_20261101_labels.xml.gz", "coming");
        let mut remembered = site.remembered.borrow_mut();
        if layout == Layout::Tree {
            // There is no list to find the layout by, but some month that is known.
            let error = latest(&site.client(), &mut remembered).unwrap_err();
            assert!(matches!(error, DownloadError::NoDumps { .. }), "{error}");
            site.publish("20261001", 'o');
            let found = latest(&site.client(), &mut remembered).unwrap();
            assert_eq!(found, Some(date("20261001")));
        } else {
            let found = latest(&site.client(), &mut remembered).unwrap();
            assert_eq!(found, Some(date("20260901")), "{layout:?}");
        }
    }
}

#[test]
fn the_latest_month_of_a_new_year_is_of_the_year_before() {
    for layout in [Layout::Query, Layout::S3, Layout::Folder] {
        let site = Site::with_november(layout);
        site.set_now("2027-01-01T03:00:00Z");
        let found = latest(&site.client(), &mut site.remembered.borrow_mut()).unwrap();
        assert_eq!(found, Some(date("20261101")), "{layout:?}");
    }
}

#[test]
fn what_a_killed_run_left_beside_the_checksum_file_does_no_harm() {
    let site = Site::with_november(Layout::Query);
    fs::write(site.path("discogs_20261101_CHECKSUM.new"), "cut").unwrap();
    site.month().unwrap();
    assert_eq!(site.names(), [CHECKSUM, LABELS, MASTERS]);
}
