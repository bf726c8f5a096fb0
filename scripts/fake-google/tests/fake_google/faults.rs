//! Faults on demand: what is done, and what is said of it.

use std::time::{Duration, Instant};

use fake_google::{Call, FakeGoogle, Fault, What};
use serde_json::json;

use crate::{
    browser::Browser,
    client::{User, VIDEO, read, reason},
    raw::{Raw, wait_until},
};

fn status(code: u16, reason: &str) -> What {
    What::Status(code, reason.to_owned())
}

fn applied_then(code: u16, reason: &str) -> What {
    What::AppliedThen(code, reason.to_owned())
}

#[test]
fn a_status_is_an_error_before_anything_is_done() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let playlist = ada.make("Dub");
    google.fail_next(Call::PlaylistItemsInsert, status(409, "videoAlreadyInPlaylist"));
    let error = read(ada.adding(&playlist, VIDEO), 409);
    assert_eq!(reason(&error), "videoAlreadyInPlaylist");
    assert_eq!(ada.videos(&playlist), [""; 0]);
    ada.add(&playlist, VIDEO);
    assert_eq!(google.faults_left(), 0);
}

#[test]
fn an_error_may_be_told_of_what_was_done() {
    let told = [
        (500, "backendError", "INTERNAL"),
        (503, "backendError", "UNAVAILABLE"),
        (409, "SERVICE_UNAVAILABLE", "ABORTED"),
        (404, "videoNotFound", "NOT_FOUND"),
    ];
    for (code, why, name) in told {
        let google = FakeGoogle::start();
        let ada = User::of(&google, "ada");
        let playlist = ada.make("Dub");
        google.fail_next(Call::PlaylistItemsInsert, applied_then(code, why));
        let error = read(ada.adding(&playlist, VIDEO), code);
        assert_eq!(reason(&error), why);
        assert_eq!(error["error"]["status"], name);
        assert_eq!(ada.videos(&playlist), [VIDEO], "{why}");
        let entry = &google.books().calls[1];
        assert_eq!((entry.applied, entry.units, entry.status), (true, 50, Some(code)));
    }
}

#[test]
fn what_cannot_be_done_is_refused_whatever_goes_wrong() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    google.fail_next(Call::PlaylistItemsInsert, applied_then(500, "backendError"));
    read(ada.adding("PLnone", VIDEO), 404);
    assert!(!google.books().calls[0].applied);
}

#[test]
fn a_rate_limit_is_told_as_google_does() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    google.fail_next(Call::PlaylistsInsert, What::RateLimited);
    let error = read(ada.making("Dub"), 429);
    assert_eq!(reason(&error), "RATE_LIMIT_EXCEEDED");
    assert_eq!(error["error"]["status"], "RESOURCE_EXHAUSTED");
    assert_eq!(google.playlists(), []);
}

#[test]
fn a_rule_waits_its_turn_and_ends() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let (on, what) = (Call::PlaylistItemsInsert, status(503, "backendError"));
    google.fault(Fault { on, what, times: 2, after: 1 });
    google.fail_next(on, status(500, "backendError"));
    let playlist = ada.make("Dub");
    let statuses = [(); 5].map(|()| {
        let answer = ada.adding(&playlist, VIDEO).send().unwrap();
        answer.status().as_u16()
    });
    assert_eq!(statuses, [500, 503, 503, 200, 200]);
}

#[test]
fn what_is_newest_may_not_be_shown_at_once() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let playlist = ada.make("Dub");
    ada.add(&playlist, "aaaaaaaaaaa");
    // Both at once: the answer is lost, and the list does not help.
    google.fail_next(Call::PlaylistItemsInsert, What::Hide(2));
    google.fail_next(Call::PlaylistItemsInsert, applied_then(500, "backendError"));
    read(ada.adding(&playlist, VIDEO), 500);
    assert_eq!(read(ada.listing(&playlist), 200)["pageInfo"]["totalResults"], 1);
    assert_eq!(ada.videos(&playlist), ["aaaaaaaaaaa"]);
    assert_eq!(ada.videos(&playlist), ["aaaaaaaaaaa", VIDEO]);
    // And from a list on.
    google.fail_next(Call::PlaylistItemsList, What::Hide(1));
    assert_eq!(ada.videos(&playlist), ["aaaaaaaaaaa"]);
    assert_eq!(ada.videos(&playlist), ["aaaaaaaaaaa", VIDEO]);
}

#[test]
fn a_new_playlist_may_not_be_shown_at_once() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    google.fail_next(Call::PlaylistsInsert, What::DropAfter);
    google.fail_next(Call::PlaylistsInsert, What::Hide(1));
    assert!(ada.making("Dub").send().is_err());
    let listed = || read(ada.get("playlists?part=snippet&mine=true"), 200)["items"].clone();
    assert_eq!(listed(), json!([]));
    assert_eq!(listed()[0]["snippet"]["description"], "job 1");
}

#[test]
fn a_late_answer_comes_late() {
    for what in [What::Delay(100), What::DelayApplied(100)] {
        let google = FakeGoogle::start();
        let ada = User::of(&google, "ada");
        google.fail_next(Call::PlaylistsInsert, what);
        let begun = Instant::now();
        ada.make("Dub");
        assert!(begun.elapsed() >= Duration::from_millis(100));
    }
}

#[test]
fn what_is_late_may_be_done_already() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let playlist = ada.make("Dub");
    google.fail_next(Call::PlaylistItemsInsert, What::DelayApplied(3_600_000));
    let _waiting = Raw::send(&google, &ada.token, &Raw::insert(&playlist));
    wait_until(|| ada.videos(&playlist) == [VIDEO]);
}

#[test]
fn what_is_late_is_done_even_for_a_client_that_has_gone() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let playlist = ada.make("Dub");
    google.fail_next(Call::PlaylistItemsInsert, What::Delay(100));
    drop(Raw::send(&google, &ada.token, &Raw::insert(&playlist)));
    wait_until(|| ada.videos(&playlist) == [VIDEO]);
}

#[test]
fn the_token_endpoint_goes_wrong_in_its_own_way() {
    let google = FakeGoogle::start();
    let browser = Browser::at(&google);
    let refresh = google.mint("ada").refresh_token.unwrap();
    google.fail_next(Call::Refresh, status(503, "temporarily_unavailable"));
    assert_eq!(browser.refresh(&refresh, 503)["error"], "temporarily_unavailable");
    browser.refresh(&refresh, 200);
    // A code whose answer was lost is used up.
    google.fail_next(Call::Exchange, applied_then(500, "server_error"));
    let code = browser.code("ada");
    browser.exchange(&code, 500);
    assert_eq!(browser.exchange(&code, 400)["error"], "invalid_grant");
}

#[test]
fn everything_goes_well_again_on_demand() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    google.fault(Fault { times: 100, ..Fault::next(Call::PlaylistsInsert, What::RateLimited) });
    google.storm(1, 1000);
    google.clear_faults();
    ada.make("Dub");
    assert_eq!(google.faults_left(), 0);
}
