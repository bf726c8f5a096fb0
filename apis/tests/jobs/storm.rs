//! Everything goes wrong at random, and the worker is killed at random: each job ends with exactly
//! what was wanted.

use std::thread;

use apis::{clock::Clock, youtube::Ledger};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use servers::RedisServer;

use crate::{
    desk::{Desk, assert_done, build, names, submit, videos, wish},
    process::{open, start},
};

/// Units of a day: more than all faults together cost.
const UNITS: u64 = 100_000;

/// One run: a playlist of some videos in a storm, over a state that [`open`] knows or a file, with
/// some kills of the worker, and of what `kill_home` kills.
fn run(seed: u64, home: Option<&str>, mut kill_home: impl FnMut()) {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let desk = Desk::new();
    desk.google.set_daily_units(UNITS);
    let file = desk.file().display().to_string();
    // Under names of its own, among which no other run's workers look.
    let place = home.map_or(file, |url| format!("{url}#storm-{seed}"));
    let place = place.as_str();
    let wanted = videos(chance.random_range(1..12));
    let job = {
        let state = open(place);
        let clock = Clock::system();
        let ledger = Ledger::new(state.clone(), clock.clone(), UNITS, Some(UNITS));
        let playlists = build(&state, &desk.google.environment(), ledger, clock);
        let user = desk.signed_in(&playlists, "ada");
        submit(&playlists, &user, wish("Storm"), &wanted)
    };
    desk.google.storm(seed, chance.random_range(0..400));
    for _ in 0..chance.random_range(0..4) {
        let calls = desk.google.books().calls.len() + chance.random_range(0..8);
        let mut worker = start(place, &job.id, UNITS, &desk.google.environment());
        while desk.google.books().calls.len() < calls && worker.try_wait().unwrap().is_none() {
            thread::yield_now();
        }
        kill_home();
        // Some live through it.
        if chance.random_bool(0.7) {
            worker.kill().unwrap();
        }
        worker.wait().unwrap();
    }
    let mut worker = start(place, &job.id, UNITS, &desk.google.environment());
    assert!(worker.wait().unwrap().success(), "seed {seed}");

    let state = open(place);
    let clock = Clock::system();
    let ledger = Ledger::new(state.clone(), clock.clone(), UNITS, Some(UNITS));
    let left = ledger.left(None).unwrap().all;
    let playlists = build(&state, &desk.google.environment(), ledger, clock);
    let job = playlists.jobs.find(&job.id).unwrap().unwrap();
    assert_done(&job, wanted.len());
    let list = desk.playlist();
    let found: Vec<String> = list.items.iter().map(|item| item.video.clone()).collect();
    assert_eq!(found, names(&wanted), "seed {seed}: {:#?}", desk.google.books().calls);
    assert_eq!(list.privacy, fake_google::Privacy::Private, "seed {seed}");
    let books = desk.google.books();
    let spent: u64 = books.units.values().sum();
    assert!(spent <= UNITS - left, "seed {seed}: YouTube counts {spent}, we have {left} left");
}

/// Runs with these seeds, on two threads.
fn storm(seeds: std::ops::Range<u64>, home: Option<&str>) {
    thread::scope(|scope| {
        for half in 0..2 {
            let seeds = seeds.clone();
            scope.spawn(move || {
                seeds.skip(half).step_by(2).for_each(|seed| run(seed, home, || ()));
            });
        }
    });
}

#[test]
fn a_storm_over_a_file_loses_nothing_and_repeats_nothing() {
    storm(0..300, None);
}

#[test]
fn a_storm_over_redis_loses_nothing_and_repeats_nothing() {
    let server = RedisServer::start();
    storm(1_000..1_180, Some(&server.url()));
}

#[test]
fn a_storm_with_kills_of_redis_loses_nothing_and_repeats_nothing() {
    let mut server = RedisServer::builder().append_only().args(["--appendfsync", "always"]).start();
    let url = server.url();
    for seed in 2_000..2_020 {
        run(seed, Some(&url), || {
            server.kill();
            server.restart();
        });
    }
}
