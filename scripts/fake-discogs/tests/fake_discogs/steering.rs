//! What is published changes while the server runs.

use fake_discogs::{FakeDiscogs, Layout};
use reqwest::header::LAST_MODIFIED;

use crate::client::{
    ARTISTS, CHECKSUM, LABELS, content, file, get, header, listing, published, read, text,
};

#[test]
fn a_month_is_incomplete_until_its_checksum_is_there() {
    let discogs = FakeDiscogs::start();
    discogs.put(LABELS, content());
    assert_eq!(get(&file(&discogs, Layout::Query, CHECKSUM)).status(), 404);
    discogs.put_month("20261101", [("labels", "one"), ("artists", "two")]);
    let (_, checksum) = text(get(&file(&discogs, Layout::Query, CHECKSUM)));
    let names: Vec<_> = checksum.lines().map(|line| &line[65..]).collect();
    assert_eq!(names, [LABELS, ARTISTS]);
    assert_eq!(read(get(&file(&discogs, Layout::Query, LABELS))).1, b"one");
}

#[test]
fn a_removed_file_is_gone_from_everywhere() {
    let discogs = published();
    assert!(discogs.remove(LABELS));
    assert!(!discogs.remove(LABELS));
    for layout in Layout::ALL {
        assert_eq!(get(&file(&discogs, layout, LABELS)).status(), 404);
    }
    let (_, page) = text(get(&listing(&discogs, Layout::Query)));
    assert!(!page.contains(LABELS) && page.contains(CHECKSUM), "{page}");
}

#[test]
fn a_file_has_the_time_that_it_is_given() {
    let discogs = FakeDiscogs::start();
    discogs.put_at(LABELS, content(), "2026-11-15T03:04:05Z".parse().unwrap());
    let modified = || header(&get(&file(&discogs, Layout::Query, LABELS)), LAST_MODIFIED).unwrap();
    assert_eq!(modified(), "Sun, 15 Nov 2026 03:04:05 GMT");
    discogs.put(LABELS, "another");
    assert_eq!(modified(), "Sun, 15 Nov 2026 04:04:05 GMT");
}

#[test]
#[should_panic(expected = "labels.xml.gz is not named discogs_YYYYMMDD")]
fn a_file_without_a_date_has_no_place() {
    FakeDiscogs::start().put("labels.xml.gz", "lost");
}
