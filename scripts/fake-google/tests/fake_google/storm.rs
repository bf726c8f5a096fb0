//! Faults by chance, which a seed brings back.

use fake_google::{Call, FakeGoogle, What};

use crate::client::{User, VIDEO, read};

const CALLS: usize = 200;

/// What goes wrong with each of many inserts, and how many were done all the same.
fn weather(seed: u64, per_mille: u32) -> (Vec<Option<What>>, usize) {
    let google = FakeGoogle::start();
    google.set_daily_units(1_000_000);
    let ada = User::of(&google, "ada");
    let playlist = ada.make("Dub");
    google.storm(seed, per_mille);
    for _ in 0..CALLS {
        let _ = ada.adding(&playlist, VIDEO).send();
    }
    let books = google.books();
    let inserts = books.calls.iter().filter(|entry| entry.call == Call::PlaylistItemsInsert);
    let (faults, applied): (Vec<_>, Vec<_>) =
        inserts.map(|entry| (entry.fault.clone(), entry.applied)).unzip();
    let applied = applied.into_iter().filter(|is_applied| *is_applied).count();
    assert_eq!(google.playlists()[0].items.len(), applied);
    (faults, applied)
}

#[test]
fn the_same_seed_brings_the_same_storm() {
    let storm = weather(7, 300);
    assert_eq!(weather(7, 300), storm);
    assert_ne!(weather(8, 300), storm);
}

#[test]
fn about_as_many_calls_go_wrong_as_were_asked_for() {
    let (faults, applied) = weather(3, 300);
    assert_eq!(faults.len(), CALLS);
    let wrong = faults.iter().flatten().count();
    assert!((CALLS / 5..CALLS * 2 / 5).contains(&wrong), "{wrong}");
    assert!(applied > CALLS - wrong, "some of what went wrong was done");
    assert!(applied < CALLS, "and some was not");
    assert_eq!(weather(3, 0), (vec![None; CALLS], CALLS));
}

#[test]
fn a_storm_spares_the_sign_in() {
    let google = FakeGoogle::start();
    google.storm(1, 1000);
    let browser = crate::browser::Browser::at(&google);
    let refresh = google.mint("ada").refresh_token.unwrap();
    for _ in 0..20 {
        browser.refresh(&refresh, 200);
    }
    google.clear_faults();
    read(User::of(&google, "ada").making("Dub"), 200);
}
