//! Units: what each call costs, and the end of the day.

use fake_google::{Call, FakeGoogle, Options, What};

use crate::{
    browser::Browser,
    client::{User, VIDEO, read, reason},
};

fn with_units(daily_units: u64) -> FakeGoogle {
    FakeGoogle::start_with(Options { daily_units, ..Options::default() }).unwrap()
}

/// The units of each call so far, in order.
fn units(google: &FakeGoogle) -> Vec<u64> {
    google.books().calls.iter().map(|entry| entry.units).collect()
}

#[test]
fn every_call_has_its_price() {
    let google = FakeGoogle::start();
    assert_eq!(google.units_left(), 10_000);
    let ada = User::of(&google, "ada");
    let playlist = ada.make("Dub");
    ada.add(&playlist, VIDEO);
    ada.videos(&playlist);
    read(ada.get("playlists?part=id&mine=true"), 200);
    read(ada.get(&format!("videos?part=id&id={VIDEO}")), 200);
    read(ada.get("channels?part=id&mine=true"), 200);
    Browser::at(&google).refresh("none", 400);
    assert_eq!(units(&google), [50, 50, 1, 1, 1, 1, 0]);
    assert_eq!(google.units_left(), 10_000 - 104);
}

#[test]
fn a_refused_call_costs_one_unit() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    read(ada.adding("PLnone", VIDEO), 404);
    read(User::with(&google, "none".to_owned()).listing("PLnone"), 401);
    google.fail_next(Call::PlaylistsInsert, What::Status(503, "backendError".to_owned()));
    read(ada.making("Dub"), 503);
    assert_eq!(units(&google), [1, 1, 1]);
    assert_eq!(google.units_left(), 10_000 - 3);
}

#[test]
fn what_does_not_fit_into_the_day_is_refused_and_not_done() {
    let google = with_units(120);
    let (ada, ben) = (User::of(&google, "ada"), User::of(&google, "ben"));
    let playlist = ada.make("Dub");
    ben.make("Ska");
    let error = read(ada.adding(&playlist, VIDEO), 403);
    assert_eq!(reason(&error), "quotaExceeded");
    assert_eq!(error["error"]["errors"][0]["domain"], "youtube.quota");
    assert_eq!(google.playlists()[0].items, []);
    // It has cost one of the twenty that were left; what is cheap still fits.
    assert_eq!(google.units_left(), 19);
    ada.videos(&playlist);
    assert_eq!(google.units_left(), 18);
}

#[test]
fn the_day_never_goes_below_nothing() {
    let google = with_units(50);
    let ada = User::of(&google, "ada");
    let playlist = ada.make("Dub");
    for _ in 0..3 {
        assert_eq!(reason(&read(ada.listing(&playlist), 403)), "quotaExceeded");
    }
    assert_eq!(google.books().units[&google.day()], 50);
    google.set_daily_units(51);
    ada.videos(&playlist);
}

#[test]
fn somebody_else_may_have_spent_the_day() {
    let google = FakeGoogle::start();
    google.spend(9_999);
    let ada = User::of(&google, "ada");
    assert_eq!(reason(&read(ada.making("Dub"), 403)), "quotaExceeded");
}
