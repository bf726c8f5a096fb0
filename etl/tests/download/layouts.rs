//! Every layout of a mirror is found out and asked in its way.

use etl::download::{Access, DownloadError, Layout as Found};
use fake_discogs::{Fault, Form, Layout, Missing, On};

use crate::site::{CHECKSUM, LABELS, MASTERS, Site, date, dump};

fn found(site: &Site) -> Access {
    site.client().detect(date("20261101")).unwrap().access
}

#[test]
fn every_layout_is_recognised_and_gives_the_month() {
    for (layout, access) in [
        (Layout::Query, Access { layout: Found::Query, listed: true }),
        (Layout::S3, Access { layout: Found::S3, listed: true }),
        (Layout::Folder, Access { layout: Found::Folder, listed: true }),
        (Layout::Tree, Access { layout: Found::Tree, listed: false }),
    ] {
        let site = Site::with_november(layout);
        assert_eq!(found(&site), access, "{layout:?}");
        site.month().unwrap();
        assert_eq!(site.names(), [CHECKSUM, LABELS, MASTERS], "{layout:?}");
        assert_eq!(site.bytes(MASTERS).unwrap(), dump("masters", 'n'));
    }
}

#[test]
fn a_bucket_that_does_not_list_is_asked_by_names() {
    let site = Site::with_november(Layout::S3);
    site.discogs.set_forbids_listing(true);
    site.discogs.set_missing(Missing::Forbidden);
    assert_eq!(found(&site), Access { layout: Found::Tree, listed: false });
    site.month().unwrap();
}

#[test]
fn a_list_in_many_pages_is_read_to_its_end() {
    let site = Site::with_november(Layout::S3);
    site.publish("20261001", 'o');
    site.discogs.set_page_size(1);
    let (listing, _) = site.client().detect(date("20261101")).unwrap().listing.unwrap();
    let months: Vec<_> = listing.months().iter().map(|month| month.files.len()).collect();
    assert_eq!(months, [3, 3]);
}

#[test]
fn what_a_layout_lists_is_told() {
    for layout in [Layout::Query, Layout::S3, Layout::Folder] {
        let site = Site::with_november(layout);
        let (listing, _) = site.client().detect(date("20261101")).unwrap().listing.unwrap();
        let file = listing.file(LABELS.parse().unwrap()).unwrap();
        assert!(file.size.unwrap() >= dump("labels", 'n').len() as u64, "{file:?}");
        assert!(file.modified.is_some());
        assert_eq!(file.etag.is_some(), layout == Layout::S3);
    }
}

#[test]
fn a_mirror_without_dumps_is_told() {
    let site = Site::new(Layout::Tree);
    let error = site.client().detect(date("20261101")).unwrap_err();
    assert!(matches!(error, DownloadError::NoDumps { .. }), "{error}");
    assert_eq!(site.requests(), 4);
}

#[test]
fn a_page_that_says_wait_is_not_taken_for_a_list() {
    let site = Site::with_november(Layout::Query);
    site.discogs.fail_next(On::Listing, Fault::Html);
    assert_eq!(found(&site), Access { layout: Found::Query, listed: false });
}

#[test]
fn a_host_in_trouble_tells_no_layout() {
    let site = Site::with_november(Layout::Query);
    site.discogs.fail_next(On::Listing, Fault::ServerError);
    assert!(site.client().detect(date("20261101")).is_err());
    assert_eq!(site.requests(), 1);
}

#[test]
fn every_form_of_a_checksum_file_is_understood() {
    for form in Form::ALL {
        let site = Site::with_november(Layout::Query);
        site.discogs.put(CHECKSUM, site.discogs.checksum_text([MASTERS, LABELS], form));
        site.month().unwrap();
        assert_eq!(site.bytes(LABELS).unwrap(), dump("labels", 'n'), "{form:?}");
    }
}
