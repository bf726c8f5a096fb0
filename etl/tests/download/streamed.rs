//! A file can be read as it comes.

use std::io::{self, Read};

use etl::download::{Access, DownloadError, Layout as Found, Stream};
use fake_discogs::{Fault, Layout, On};

use crate::site::{LABELS, Site, dump};

fn open(site: &Site) -> Result<Stream, DownloadError> {
    let access = Access { layout: Found::Query, listed: true };
    site.client().open(access, LABELS.parse().unwrap())
}

fn read(site: &Site) -> io::Result<Vec<u8>> {
    let (mut stream, mut bytes) = (open(site).unwrap(), Vec::new());
    stream.read_to_end(&mut bytes)?;
    assert_eq!(stream.position(), bytes.len() as u64);
    Ok(bytes)
}

fn reason(result: io::Result<Vec<u8>>) -> String {
    let error = result.unwrap_err();
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<DownloadError>());
    inner.expect("it is an error of downloads").to_string()
}

#[test]
fn a_stream_goes_on_over_a_cut() {
    let site = Site::with_november(Layout::Query);
    site.discogs.fail(On::File, Fault::CutAfter(5000), 3);
    assert_eq!(read(&site).unwrap(), dump("labels", 'n'));
    assert_eq!(site.requests(), 4);
}

#[test]
fn a_stream_tells_its_size() {
    let site = Site::with_november(Layout::Query);
    assert_eq!(open(&site).unwrap().size(), Some(dump("labels", 'n').len() as u64));
}

#[test]
fn a_stream_that_cannot_be_resumed_fails() {
    let site = Site::with_november(Layout::Query);
    site.discogs.set_ignores_ranges(true);
    site.discogs.fail_next(On::File, Fault::CutAfter(5000));
    assert!(reason(read(&site)).contains("from byte 5000"));
}

#[test]
fn a_stream_of_a_file_that_changes_fails() {
    let site = Site::with_november(Layout::Query);
    site.discogs.replace_during_next(LABELS, dump("labels", 'o'));
    assert!(reason(read(&site)).contains("nothing of it may be used"));
}

#[test]
fn a_stream_that_is_cut_again_and_again_fails() {
    let site = Site::with_november(Layout::Query);
    site.discogs.fail_next(On::File, Fault::CutAfter(5000));
    site.discogs.fail(On::File, Fault::CutAfter(0), 5);
    assert!(reason(read(&site)).contains("was cut at byte 5000"));
}

#[test]
fn a_pause_that_is_asked_for_ends_a_stream() {
    let site = Site::with_november(Layout::Query);
    site.discogs.fail_next(On::File, Fault::CutAfter(5000));
    site.discogs.fail_next(On::File, Fault::TooMany { retry_after: 60 });
    assert!(reason(read(&site)).contains("asked to wait until 2026-11-02T10:01:00Z"));
}

#[test]
fn an_empty_stream_is_none() {
    let site = Site::with_november(Layout::Query);
    site.discogs.put(LABELS, "");
    assert!(matches!(open(&site), Err(DownloadError::Empty { .. })));
}
