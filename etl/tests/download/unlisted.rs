//! The daily look at a mirror whose files have to be guessed.

use etl::download::{DownloadError, Outcome};
use fake_discogs::{Fault, Layout, Missing, On};

use crate::site::{LABELS, Site, date, dump};

fn is_newer(outcome: &Outcome, month: &str) -> bool {
    matches!(outcome, Outcome::Newer { date: of, .. } if *of == date(month))
}

/// With November loaded.
fn loaded() -> Site {
    let site = Site::with_november(Layout::Tree);
    site.load();
    site.look(Some("20261101")).unwrap();
    site.requests();
    site
}

#[test]
fn a_day_with_nothing_new_costs_one_request_and_two_in_the_month_after() {
    let site = loaded();
    assert_eq!(site.look(Some("20261101")).unwrap(), Outcome::Nothing);
    let books = site.discogs.books();
    assert_eq!(books.requests()[0].status, Some(304));
    assert_eq!(site.requests(), 1);
    site.set_now("2026-12-05T00:00:00Z");
    assert_eq!(site.look(Some("20261101")).unwrap(), Outcome::Nothing);
    assert_eq!(site.requests(), 2);
}

#[test]
fn a_newer_month_is_found_and_an_incomplete_one_is_not() {
    let site = loaded();
    site.set_now("2026-12-01T20:00:00Z");
    site.discogs.put("discogs_20261201_labels.xml.gz", dump("labels", 'd'));
    assert_eq!(site.look(Some("20261101")).unwrap(), Outcome::Nothing);
    site.publish_checksums("20261201", &["labels"]);
    assert!(is_newer(&site.look(Some("20261101")).unwrap(), "20261201"));
}

#[test]
fn whoever_has_nothing_finds_this_month_or_the_one_before() {
    let site = Site::with_november(Layout::Tree);
    assert!(is_newer(&site.look(None).unwrap(), "20261101"));
    site.set_now("2026-12-01T20:00:00Z");
    assert!(is_newer(&site.look(None).unwrap(), "20261101"));
    let fresh = Site::with_november(Layout::Tree);
    fresh.set_now("2026-12-01T20:00:00Z");
    assert!(is_newer(&fresh.look(None).unwrap(), "20261101"));
}

#[test]
fn a_replaced_month_is_noticed() {
    let site = loaded();
    site.discogs.put(LABELS, dump("labels", 'o'));
    site.publish_checksums("20261101", &["labels", "masters"]);
    let names = vec![LABELS.to_owned()];
    let replaced = Outcome::Replaced { date: date("20261101"), names };
    assert_eq!(site.look(Some("20261101")).unwrap(), replaced);
    assert_eq!(site.look(Some("20261101")).unwrap(), replaced);
}

#[test]
fn a_month_that_was_missed_is_found_within_days_by_two_requests_each() {
    let site = loaded();
    site.publish("20261201", 'd');
    let mut found = false;
    for day in ["01", "02", "03", "04"] {
        site.set_now(&format!("2027-02-{day}T00:00:00Z"));
        found |= is_newer(&site.look(Some("20261101")).unwrap(), "20261201");
        assert!(site.requests() <= 2);
    }
    assert!(found);
}

#[test]
fn a_bucket_that_hides_what_it_does_not_have_is_understood() {
    let site = Site::with_november(Layout::S3);
    site.discogs.set_forbids_listing(true);
    site.discogs.set_missing(Missing::Forbidden);
    site.load();
    site.set_now("2026-12-05T00:00:00Z");
    assert_eq!(site.look(Some("20261101")).unwrap(), Outcome::Nothing);
    site.publish("20261201", 'd');
    assert!(is_newer(&site.look(Some("20261101")).unwrap(), "20261201"));
}

#[test]
fn a_mirror_that_has_closed_is_told() {
    let site = loaded();
    site.set_now("2026-12-05T00:00:00Z");
    site.discogs.fail(On::Any, Fault::Forbidden, 10);
    let error = site.look(Some("20261101")).unwrap_err();
    assert!(matches!(error, DownloadError::Forbidden { .. }), "{error}");
}
