//! The day is the one of California, on a clock that tests move.

use std::time::Duration;

use fake_google::{FakeGoogle, Options};

use crate::client::{User, read};

#[test]
fn there_are_new_units_at_midnight_in_california() {
    let options = Options { daily_units: 50, ..Options::default() };
    let google = FakeGoogle::start_with(options).unwrap();
    google.set_now("2026-11-21T07:59:00Z".parse().unwrap());
    assert_eq!(google.day().to_string(), "2026-11-20");
    assert_eq!(google.next_day().to_string(), "2026-11-21T08:00:00Z");
    let ada = User::of(&google, "ada");
    ada.make("1");
    read(ada.making("2"), 403);
    google.advance(Duration::from_secs(60));
    ada.make("3");
    let books = google.books();
    let days: Vec<(String, u64)> =
        books.units.iter().map(|(day, units)| (day.to_string(), *units)).collect();
    assert_eq!(days, [("2026-11-20".to_owned(), 50), ("2026-11-21".to_owned(), 50)]);
}

#[test]
fn a_day_may_have_23_or_25_hours() {
    let google = FakeGoogle::start();
    google.set_now("2026-03-08T08:00:00Z".parse().unwrap());
    assert_eq!(google.day().to_string(), "2026-03-08");
    assert_eq!(google.next_day().to_string(), "2026-03-09T07:00:00Z");
    google.set_now("2026-11-01T07:00:00Z".parse().unwrap());
    assert_eq!(google.day().to_string(), "2026-11-01");
    assert_eq!(google.next_day().to_string(), "2026-11-02T08:00:00Z");
}

#[test]
fn the_clock_goes_on_from_where_it_was_set() {
    let google = FakeGoogle::start();
    let set = "2030-01-01T00:00:00Z".parse().unwrap();
    google.set_now(set);
    let first = google.now();
    assert!(first >= set);
    while google.now() == first {
        std::thread::yield_now();
    }
    assert!(google.now() > first);
}
