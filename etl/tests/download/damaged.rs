//! What is damaged is not accepted.

use std::fs;

use etl::download::DownloadError;
use fake_discogs::{Fault, Layout, On};
use storage::model::Kind;

use crate::site::{CHECKSUM, LABELS, Notes, Site, dump};

fn file() -> On {
    On::Name(LABELS.to_owned())
}

#[test]
fn a_flipped_byte_is_noticed_and_the_file_fetched_once_more() {
    let site = Site::with_november(Layout::Query);
    site.discogs.fail_next(file(), Fault::Flip);
    site.labels(&()).unwrap();
    assert_eq!(site.bytes(LABELS).unwrap(), dump("labels", 'n'));
    assert_eq!(site.discogs.books().of(&file()).count(), 2);
}

#[test]
fn a_file_that_never_fits_is_not_accepted() {
    let site = Site::with_november(Layout::Query);
    site.discogs.put(LABELS, dump("labels", 'x'));
    let error = site.labels(&()).unwrap_err();
    assert!(matches!(&error, DownloadError::Mismatch { list, .. } if list == CHECKSUM), "{error}");
    assert_eq!(site.discogs.books().of(&file()).count(), 2);
    assert!(site.names().is_empty());
}

#[test]
fn a_page_instead_of_a_file_is_recognised_and_nothing_is_lost_to_it() {
    let site = Site::with_november(Layout::Query);
    site.discogs.fail_next(file(), Fault::CutAfter(1000));
    site.discogs.fail_next(file(), Fault::Html);
    let error = site.labels(&()).unwrap_err();
    assert!(matches!(&error, DownloadError::NotGzip { start, .. } if start.starts_with('<')));
    assert_eq!(fs::metadata(site.path(&format!("{LABELS}.part"))).unwrap().len(), 1000);
    site.labels(&()).unwrap();
    assert_eq!(site.bytes(LABELS).unwrap(), dump("labels", 'n'));
}

#[test]
fn an_empty_file_is_not_accepted() {
    let site = Site::with_november(Layout::Query);
    site.discogs.put(LABELS, "");
    site.publish_checksums("20261101", &["labels", "masters"]);
    assert!(matches!(site.labels(&()), Err(DownloadError::Empty { .. })));
    site.discogs.put(LABELS, dump("labels", 'n'));
    site.publish_checksums("20261101", &["labels", "masters"]);
    site.discogs.fail_next(file(), Fault::Empty);
    assert!(matches!(site.labels(&()), Err(DownloadError::Empty { .. })));
    assert!(site.names().is_empty());
}

#[test]
fn a_page_instead_of_the_checksum_file_is_none() {
    let site = Site::with_november(Layout::Query);
    site.look(None).unwrap();
    site.discogs.fail_next(On::Checksum, Fault::Html);
    let error = site.labels(&()).unwrap_err();
    assert!(matches!(error, DownloadError::NoChecksums { .. }), "{error}");
}

#[test]
fn a_file_that_is_there_and_whole_is_only_checked() {
    let site = Site::with_november(Layout::Query);
    site.month().unwrap();
    site.discogs.clear_books();
    let notes = Notes::default();
    site.month_of(None, &notes).unwrap();
    assert_eq!(site.discogs.books().of(&On::File).count(), 0);
    assert!(notes.ended.take().iter().all(|(_, bytes)| *bytes == 0));
}

#[test]
fn a_file_that_was_spoilt_since_is_fetched_again() {
    let site = Site::with_november(Layout::Query);
    site.month().unwrap();
    fs::write(site.path(LABELS), "spoilt").unwrap();
    site.month().unwrap();
    assert_eq!(site.bytes(LABELS).unwrap(), dump("labels", 'n'));
}

#[test]
fn too_little_room_is_told_before_anything_is_fetched() {
    let site = Site::with_november(Layout::Query);
    site.set(|settings| settings.keep_free = u64::MAX / 2);
    let error = site.month().unwrap_err();
    assert!(matches!(error, DownloadError::NoSpace { .. }), "{error}");
    assert_eq!(site.discogs.books().of(&On::File).count(), 0);
}

#[test]
fn a_kind_that_the_checksum_file_does_not_list_cannot_be_had() {
    let site = Site::with_november(Layout::Query);
    let error = site.month_of(Some(&[Kind::Releases]), &()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "discogs_20261101_CHECKSUM.txt does not list discogs_20261101_releases.xml.gz: the month \
         was published without it"
    );
}
