//! The daily look at a mirror that lists its files.

use etl::download::{DownloadError, Outcome};
use fake_discogs::{Fault, Layout, On};
use jiff::Timestamp;

use crate::site::{CHECKSUM, LABELS, Site, date, dump};

const LISTED: [Layout; 3] = [Layout::Query, Layout::S3, Layout::Folder];

fn newer(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Newer { date, .. } => date.to_string(),
        other => panic!("{other:?} is no newer month"),
    }
}

#[test]
fn a_day_with_nothing_new_costs_one_conditional_request() {
    for layout in LISTED {
        let site = Site::with_november(layout);
        site.load();
        site.look(Some("20261101")).unwrap();
        site.requests();
        for _ in 0..3 {
            assert_eq!(site.look(Some("20261101")).unwrap(), Outcome::Nothing, "{layout:?}");
            let books = site.discogs.books();
            assert!(books.requests()[0].if_none_match.is_some(), "{layout:?}");
            assert_eq!(books.requests()[0].status, Some(304));
            assert_eq!(site.requests(), 1, "{layout:?}");
        }
    }
}

#[test]
fn a_newer_month_is_found_by_whoever_has_nothing_or_an_older_one() {
    for layout in LISTED {
        for current in [None, Some("20261001"), Some("20251201"), Some("20200806")] {
            let site = Site::with_november(layout);
            site.publish("20261001", 'o');
            assert_eq!(newer(&site.look(current).unwrap()), "20261101", "{layout:?} {current:?}");
        }
    }
}

#[test]
fn a_newer_month_is_told_again_until_it_is_loaded() {
    let site = Site::with_november(Layout::Query);
    let first = site.look(Some("20261001")).unwrap();
    // The list has not changed since: 304.
    assert_eq!(site.look(Some("20261001")).unwrap(), first);
    site.publish("20261101", 'o');
    assert_ne!(site.look(Some("20261001")).unwrap(), first);
}

#[test]
fn a_month_that_appears_file_by_file_is_taken_when_its_checksum_file_is_there() {
    for layout in LISTED {
        let site = Site::with_november(layout);
        site.load();
        site.set_now("2026-12-01T18:00:00Z");
        for kind in ["labels", "artists", "masters", "releases"] {
            site.discogs.put(&format!("discogs_20261201_{kind}.xml.gz"), dump(kind, 'd'));
            let Outcome::Incomplete { date: of, missing } = site.look(Some("20261101")).unwrap()
            else {
                panic!("it is not complete")
            };
            assert_eq!(of, date("20261201"));
            assert_eq!(missing.last().unwrap(), "discogs_20261201_CHECKSUM.txt");
            assert!(!missing.iter().any(|name| name.contains(kind)));
        }
        site.requests();
        site.publish_checksums("20261201", &["labels", "artists", "masters", "releases"]);
        assert_eq!(newer(&site.look(Some("20261101")).unwrap()), "20261201");
        assert_eq!(site.requests(), 1);
    }
}

#[test]
fn a_month_that_is_replaced_after_loading_is_noticed() {
    for layout in LISTED {
        let site = Site::with_november(layout);
        site.look(None).unwrap();
        site.load();
        site.discogs.put(LABELS, dump("labels", 'o'));
        site.publish_checksums("20261101", &["labels", "masters"]);
        let replaced = Outcome::Replaced { date: date("20261101"), names: vec![LABELS.to_owned()] };
        // Also when the first run that is told fails to load it.
        assert_eq!(site.look(Some("20261101")).unwrap(), replaced, "{layout:?}");
        assert_eq!(site.look(Some("20261101")).unwrap(), replaced, "{layout:?}");
        site.load();
        assert_eq!(site.look(Some("20261101")).unwrap(), Outcome::Nothing, "{layout:?}");
    }
}

#[test]
fn times_that_move_alone_are_nothing_and_are_asked_about_once() {
    for layout in LISTED {
        let site = Site::with_november(layout);
        site.load();
        let later: Timestamp = "2026-11-05T00:00:00Z".parse().unwrap();
        site.discogs.put_at(LABELS, dump("labels", 'n'), later);
        site.requests();
        assert_eq!(site.look(Some("20261101")).unwrap(), Outcome::Nothing);
        assert_eq!(site.requests(), 2, "{layout:?}");
        assert_eq!(site.look(Some("20261101")).unwrap(), Outcome::Nothing);
        assert_eq!(site.requests(), 1, "{layout:?}");
    }
}

#[test]
fn a_file_that_is_replaced_a_day_before_its_checksum_is_taken_with_it() {
    let site = Site::with_november(Layout::S3);
    site.load();
    site.discogs.put(LABELS, dump("labels", 'o'));
    assert_eq!(site.look(Some("20261101")).unwrap(), Outcome::Nothing);
    site.publish_checksums("20261101", &["labels", "masters"]);
    assert!(matches!(site.look(Some("20261101")).unwrap(), Outcome::Replaced { .. }));
}

#[test]
fn a_month_that_was_loaded_from_elsewhere_is_watched_from_then_on() {
    let site = Site::with_november(Layout::S3);
    assert_eq!(site.look(Some("20261101")).unwrap(), Outcome::Nothing);
    site.publish("20261101", 'o');
    assert!(matches!(site.look(Some("20261101")).unwrap(), Outcome::Replaced { .. }));
}

#[test]
fn the_first_weeks_of_a_year_cost_two_requests_at_most() {
    for layout in LISTED {
        for current in ["20261101", "20261201"] {
            let site = Site::with_november(layout);
            site.publish("20261201", 'd');
            site.set_now("2026-12-20T00:00:00Z");
            site.look(Some(current)).unwrap();
            site.set_now("2027-01-03T00:00:00Z");
            site.look(Some("20261201")).unwrap();
            site.requests();
            assert_eq!(site.look(Some("20261201")).unwrap(), Outcome::Nothing, "{layout:?}");
            assert!(site.requests() <= 2, "{layout:?}");
            site.publish("20270101", 'j');
            assert_eq!(newer(&site.look(Some("20261201")).unwrap()), "20270101");
        }
    }
}

#[test]
fn december_is_still_found_and_its_replacement_noticed_in_january() {
    let site = Site::with_november(Layout::Query);
    site.publish("20261201", 'd');
    site.set_now("2027-01-03T00:00:00Z");
    assert_eq!(newer(&site.look(Some("20261101")).unwrap()), "20261201");
    assert_eq!(site.look(Some("20261201")).unwrap(), Outcome::Nothing);
    site.publish("20261201", 'e');
    assert!(matches!(site.look(Some("20261201")).unwrap(), Outcome::Replaced { .. }));
}

#[test]
fn a_list_that_became_a_page_is_an_error_and_no_day_with_nothing_new() {
    let site = Site::with_november(Layout::Query);
    site.load();
    site.discogs.put(CHECKSUM, "another list");
    site.discogs.fail_next(On::Listing, Fault::Html);
    let error = site.look(Some("20261101")).unwrap_err();
    assert!(matches!(error, DownloadError::Listing { .. }), "{error}");
}

#[test]
fn a_day_on_which_the_host_fails_is_told_after_one_request() {
    let site = Site::with_november(Layout::Query);
    site.load();
    for fault in [Fault::ServerError, Fault::Drop, Fault::Forbidden] {
        site.requests();
        site.discogs.fail_next(On::Any, fault);
        assert!(site.look(Some("20261101")).is_err());
        assert_eq!(site.requests(), 1);
        assert_eq!(site.look(Some("20261101")).unwrap(), Outcome::Nothing);
    }
}

#[test]
fn a_bucket_that_stops_to_list_is_asked_by_names_from_the_next_run_on() {
    let site = Site::with_november(Layout::S3);
    site.load();
    site.discogs.set_forbids_listing(true);
    assert!(matches!(site.look(Some("20261101")), Err(DownloadError::Forbidden { .. })));
    assert_eq!(site.look(Some("20261101")).unwrap(), Outcome::Nothing);
    site.set_now("2026-12-01T20:00:00Z");
    site.publish("20261201", 'd');
    assert_eq!(newer(&site.look(Some("20261101")).unwrap()), "20261201");
}
