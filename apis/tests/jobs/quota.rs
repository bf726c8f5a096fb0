//! The day's units: never overshot, waited for, shared.

use std::{sync::Barrier, thread};

use apis::{
    clock::Clock,
    jobs::{ItemState, JobState},
    youtube::{Ledger, next_day},
};
use fake_google::{Call, What};
use jiff::SignedDuration;
use servers::RedisServer;
use storage::{redis::Redis, state::State};

use crate::desk::{Desk, assert_done, finish, names, pace, submit, videos, wish, work_off};

#[test]
fn what_does_not_fit_goes_on_after_midnight_in_california() {
    let mut desk = Desk::new();
    (desk.daily, desk.share) = (1_000, None);
    desk.google.set_daily_units(1_000);
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    let wanted = videos(40);
    let job = submit(&playlists, &user, wish("Long"), &wanted);
    let worker = playlists.worker(None, pace());
    for day in 0..3 {
        work_off(&worker);
        let job = playlists.jobs.find(&job.id).unwrap().unwrap();
        if day == 2 {
            assert_done(&job, 40);
            break;
        }
        assert_eq!(job.state, JobState::Parked);
        assert_eq!(job.resume_at, Some(next_day(desk.google.now())));
        assert!(job.error.as_deref().unwrap().contains("used up"));
        // On the first day one unit went for who it is, and one for whether the videos are there;
        // on the second one for what the playlist has by now.
        assert_eq!(job.count(ItemState::Added), if day == 0 { 18 } else { 37 });
        let resume_at = job.resume_at.unwrap();
        desk.google.set_now(resume_at - SignedDuration::from_secs(5));
        work_off(&worker);
        assert_eq!(playlists.jobs.find(&job.id).unwrap().unwrap().state, JobState::Parked);
        desk.google.set_now(resume_at + SignedDuration::from_secs(5));
    }
    assert_eq!(desk.videos(), names(&wanted));
    let books = desk.google.books();
    assert!(books.units.values().all(|&units| units <= 1_000), "{:?}", books.units);
    assert!(books.calls.iter().all(|call| call.status != Some(403)), "nothing was refused");
}

#[test]
fn a_day_that_others_have_used_up_is_waited_for_without_asking_again() {
    let desk = Desk::new();
    desk.google.set_daily_units(400);
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    let job = submit(&playlists, &user, wish("Wait"), &videos(10));
    let other = submit(&playlists, &user, wish("Other"), &videos(1));
    let worker = playlists.worker(None, pace());
    work_off(&worker);
    let parked = playlists.jobs.find(&job.id).unwrap().unwrap();
    assert_eq!((parked.state, parked.count(ItemState::Added)), (JobState::Parked, 6));
    assert_eq!(playlists.jobs.find(&other.id).unwrap().unwrap().state, JobState::Parked);
    let refused = desk.google.books().calls.iter().filter(|call| call.status == Some(403)).count();
    assert_eq!(refused, 1);
    desk.google.set_now(parked.resume_at.unwrap() + SignedDuration::from_secs(1));
    desk.google.set_daily_units(10_000);
    assert_done(&finish(&playlists, &job), 10);
    assert_done(&finish(&playlists, &other), 1);
}

#[test]
fn a_user_takes_no_more_than_the_share() {
    let mut desk = Desk::new();
    (desk.daily, desk.share) = (10_000, Some(500));
    let (_state, playlists) = desk.playlists();
    let (ada, ben) = (desk.signed_in(&playlists, "ada"), desk.signed_in(&playlists, "ben"));
    let much = submit(&playlists, &ada, wish("Much"), &videos(50));
    let little = submit(&playlists, &ben, wish("Little"), &videos(5));
    work_off(&playlists.worker(None, pace()));
    let find = |id| playlists.jobs.find(id).unwrap().unwrap();
    assert_eq!(find(&much.id).state, JobState::Parked);
    assert_eq!(find(&much.id).count(ItemState::Added), 8);
    assert_done(&find(&little.id), 5);
}

#[test]
fn playlists_that_youtube_makes_no_more_of_wait_for_the_next_day() {
    let desk = Desk::new();
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    desk.google.fail_next(Call::PlaylistsInsert, What::RateLimited);
    let job = submit(&playlists, &user, wish("Eleventh"), &videos(1));
    let worker = playlists.worker(None, pace());
    work_off(&worker);
    let parked = playlists.jobs.find(&job.id).unwrap().unwrap();
    assert_eq!(parked.resume_at, Some(next_day(desk.google.now())));
    assert_eq!(desk.google.books().count(Call::PlaylistsInsert), 1);
    // It is said of the account: no other job of it asks.
    let twelfth = submit(&playlists, &user, wish("Twelfth"), &videos(1));
    work_off(&worker);
    let waits = playlists.jobs.find(&twelfth.id).unwrap().unwrap();
    assert_eq!((waits.state, waits.resume_at), (JobState::Parked, parked.resume_at));
    assert_eq!(desk.google.books().count(Call::PlaylistsInsert), 1);
    desk.google.set_now(parked.resume_at.unwrap() + SignedDuration::from_secs(1));
    assert_done(&finish(&playlists, &job), 1);
}

#[test]
fn sixteen_workers_that_race_for_the_last_units_overshoot_nothing() {
    let server = RedisServer::start();
    let desk = Desk::new();
    desk.google.set_daily_units(1_000);
    let clock = Clock::system();
    let nodes: Vec<_> = (0..16)
        .map(|_| {
            let redis = Redis::connect(&server.url(), "dataget").unwrap();
            let state = State::in_redis(redis);
            let ledger = Ledger::new(state.clone(), clock.clone(), 1_000, Some(1_000));
            crate::desk::build(&state, &desk.google.environment(), ledger, clock.clone())
        })
        .collect();
    let accounts = ["ada", "ben", "cleo"];
    let users = accounts.map(|account| desk.signed_in(&nodes[0], account));
    for (number, user) in users.iter().cycle().take(18).enumerate() {
        submit(&nodes[0], user, wish(&number.to_string()), &videos(10));
    }
    let start = Barrier::new(nodes.len());
    thread::scope(|scope| {
        for node in &nodes {
            scope.spawn(|| {
                start.wait();
                // Until all of them wait for the next day.
                let is_open = |job: &apis::jobs::Job| job.state != JobState::Parked;
                while users
                    .iter()
                    .any(|user| nodes[0].jobs.of_user(user).unwrap().iter().any(is_open))
                {
                    work_off(&node.worker(None, pace()));
                }
            });
        }
    });
    let books = desk.google.books();
    let units: u64 = books.units.values().sum();
    assert!((951..=1_000).contains(&units), "{units}");
    assert!(
        books.calls.iter().all(|call| call.status != Some(403)),
        "YouTube had to refuse nothing"
    );
    assert!(books.most_parallel.values().all(|&most| most == 1), "one after the other");
    let done: usize = desk.google.playlists().iter().map(|list| list.items.len()).sum();
    assert!(done > 0);
}
