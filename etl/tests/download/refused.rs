//! What a host says no with is obeyed, and told.

use etl::download::{DownloadError, Outcome};
use fake_discogs::{Fault, Layout, On};

use crate::site::{LABELS, MASTERS, Site, dump};

#[test]
fn a_host_that_wants_a_pause_gets_it_in_this_run_and_the_next() {
    let site = Site::with_november(Layout::Query);
    site.discogs.fail_next(On::Name(MASTERS.to_owned()), Fault::TooMany { retry_after: 3574 });
    let error = site.month().unwrap_err();
    let said = error.to_string();
    assert!(said.contains("answered 429 and asked to wait until 2026-11-02T10:59:34Z"), "{said}");
    assert_eq!(site.bytes(LABELS).unwrap(), dump("labels", 'n'));
    assert!(site.requests() > 0);
    site.set_now("2026-11-02T10:59:33Z");
    assert!(matches!(site.month(), Err(DownloadError::Wait { status: 429, .. })));
    let until = "2026-11-02T10:59:34Z".parse().unwrap();
    assert_eq!(site.look(None).unwrap(), Outcome::Waiting { until });
    assert_eq!(site.remembered.borrow().wait_until(), Some(until));
    assert_eq!(site.requests(), 0);
    site.set_now("2026-11-02T10:59:34Z");
    site.month().unwrap();
    assert_eq!(site.bytes(MASTERS).unwrap(), dump("masters", 'n'));
    assert_eq!(site.discogs.books().bytes_of(LABELS), 0);
}

#[test]
fn an_unavailable_host_that_says_no_time_gets_an_hour() {
    let site = Site::with_november(Layout::Query);
    site.discogs.fail_next(On::Listing, Fault::Unavailable { retry_after: None });
    let error = site.look(None).unwrap_err();
    assert!(
        error.to_string().contains("answered 503 and asked to wait until 2026-11-02T11:00:00Z")
    );
    assert_eq!(site.requests(), 1);
}

#[test]
fn a_refusal_is_explained_and_not_repeated() {
    let site = Site::with_november(Layout::Query);
    site.discogs.fail_next(On::File, Fault::Forbidden);
    let error = site.month().unwrap_err();
    assert!(matches!(error, DownloadError::Forbidden { status: 403, .. }));
    assert!(error.to_string().contains("DATAGET_DUMPS_URL"), "{error}");
    assert_eq!(site.discogs.books().of(&On::File).count(), 1);
    assert!(site.names().is_empty());
    site.month().unwrap();
}

#[test]
fn a_month_that_is_not_there_is_not_published() {
    let site = Site::new(Layout::Query);
    site.publish("20261001", 'o');
    let error = site.month().unwrap_err();
    assert!(matches!(error, DownloadError::NotPublished { .. }), "{error}");
    assert!(site.names().is_empty());
}

#[test]
fn a_file_that_is_listed_and_not_there_is_told() {
    let site = Site::with_november(Layout::Query);
    site.discogs.remove(MASTERS);
    let error = site.month().unwrap_err();
    assert!(matches!(&error, DownloadError::NotThere { place } if place.contains(MASTERS)));
    assert_eq!(site.names(), [LABELS]);
}

#[test]
fn a_host_that_cannot_be_reached_is_told_with_the_reason() {
    let site = Site::with_november(Layout::Query);
    site.discogs.fail(On::Any, Fault::Drop, 100);
    let error = site.month().unwrap_err();
    assert!(matches!(error, DownloadError::Unreachable { .. }), "{error}");
    assert_eq!(site.requests(), 6);
}

#[test]
fn every_request_says_who_asks() {
    let site = Site::with_november(Layout::Query);
    site.month().unwrap();
    let expected = format!("dataget/{} (+tests@example.org)", env!("CARGO_PKG_VERSION"));
    let books = site.discogs.books();
    let is_told = |entry: &fake_discogs::Entry| entry.user_agent.as_ref() == Some(&expected);
    assert!(books.requests().iter().all(is_told));
    assert_eq!(books.most_parallel(), 1);
}
