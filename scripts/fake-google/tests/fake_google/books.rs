//! Everything that was asked is in the books, and no secret is.

use std::time::Duration;

use fake_google::{Call, FakeGoogle, What};

use crate::{
    browser::Browser,
    client::{User, VIDEO, read},
    raw::{Raw, wait_until},
};

#[test]
fn calls_stand_in_order_with_who_asked_and_what_it_was_about() {
    let google = FakeGoogle::start();
    let (ada, ben) = (User::of(&google, "ada"), User::of(&google, "ben"));
    let playlist = ada.make("Dub");
    ada.add(&playlist, VIDEO);
    read(ben.adding(&playlist, VIDEO), 403);
    google.fail_next(Call::PlaylistItemsList, What::DropBefore);
    assert!(ada.listing(&playlist).send().is_err());
    let books = google.books();
    let calls = books.calls.iter().map(|entry| {
        assert_eq!(entry.playlist.as_deref(), Some(&*playlist));
        (entry.call, entry.user.as_deref(), entry.status, entry.applied, entry.video.as_deref())
    });
    let calls: Vec<_> = calls.collect();
    assert_eq!(
        calls,
        [
            (Call::PlaylistsInsert, Some("ada"), Some(200), true, None),
            (Call::PlaylistItemsInsert, Some("ada"), Some(200), true, Some(VIDEO)),
            (Call::PlaylistItemsInsert, Some("ben"), Some(403), false, Some(VIDEO)),
            (Call::PlaylistItemsList, Some("ada"), None, false, None),
        ]
    );
    assert_eq!(books.calls[3].fault, Some(What::DropBefore));
    assert!(books.calls.is_sorted_by_key(|entry| entry.at));
    assert_eq!(books.count(Call::PlaylistItemsInsert), 2);
}

#[test]
fn a_sign_in_is_in_the_books_without_its_secrets() {
    let google = FakeGoogle::start();
    let browser = Browser::at(&google);
    browser.look();
    let tokens = browser.exchange(&browser.code("ben"), 200);
    browser.refresh(tokens["refresh_token"].as_str().unwrap(), 200);
    let books = google.books();
    let calls: Vec<Call> = books.calls.iter().map(|entry| entry.call).collect();
    assert_eq!(calls, [Call::Authorize, Call::Consent, Call::Exchange, Call::Refresh]);
    assert_eq!(books.calls[3].user.as_deref(), Some("ben"));
    let applied = books.calls.iter().map(|entry| entry.applied);
    assert!(applied.eq([false, true, true, true]));
    assert!(books.units.is_empty());
    assert!(!format!("{books:?}").contains("canary"));
}

#[test]
fn a_no_at_the_consent_page_changes_nothing() {
    let google = FakeGoogle::start();
    Browser::at(&google).led_to(&[("answer", "cancel")]);
    let entry = &google.books().calls[0];
    assert_eq!((entry.call, entry.status, entry.applied), (Call::Consent, Some(302), false));
}

#[test]
fn an_address_that_there_is_not_is_in_the_books() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    read(ada.get("search?part=snippet&q=dub"), 404);
    read(ada.post("videos?part=snippet", &serde_json::json!({})), 404);
    assert_eq!(google.books().count(Call::Other), 2);
}

#[test]
fn inserts_one_after_another_are_not_parallel() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let playlists = [ada.make("1"), ada.make("2")];
    for _ in 0..10 {
        for playlist in &playlists {
            ada.add(playlist, VIDEO);
        }
    }
    let books = google.books();
    assert!(playlists.iter().all(|playlist| books.most_parallel[playlist] == 1));
}

#[test]
fn inserts_at_the_same_time_are_counted_by_playlist() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let (playlist, other) = (ada.make("Dub"), ada.make("Ska"));
    google.set_latency(Duration::from_secs(3_600));
    let waiting = [&playlist, &playlist, &playlist, &other]
        .map(|playlist| Raw::send(&google, &ada.token, &Raw::insert(playlist)));
    wait_until(|| google.books().count(Call::PlaylistItemsInsert) == waiting.len());
    let books = google.books();
    assert_eq!((books.most_parallel[&playlist], books.most_parallel[&other]), (3, 1));
}

#[test]
fn an_insert_that_is_done_and_not_answered_yet_is_not_parallel_to_the_next() {
    let google = FakeGoogle::start();
    let ada = User::of(&google, "ada");
    let playlist = ada.make("Dub");
    google.fail_next(Call::PlaylistItemsInsert, What::DelayApplied(3_600_000));
    let _waiting = Raw::send(&google, &ada.token, &Raw::insert(&playlist));
    wait_until(|| ada.videos(&playlist) == [VIDEO]);
    ada.add(&playlist, VIDEO);
    assert_eq!(google.books().most_parallel[&playlist], 1);
}
