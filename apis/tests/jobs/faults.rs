//! What goes wrong at YouTube, one thing after the other.

use apis::jobs::{ItemState, JobState, JobView};
use fake_google::{Call, Fault, What};

use crate::desk::{Desk, assert_done, finish, names, pace, submit, videos, wish, work_off};

/// Every fault of every call, in the middle of a playlist.
fn faults() -> Vec<(Call, What)> {
    let all = |call: Call| {
        [
            What::status(500, "backendError"),
            What::status(503, "backendError"),
            What::DropBefore,
            What::DropAfter,
            What::Cut,
            What::Delay(5),
        ]
        .map(|what| (call, what))
    };
    let changes = |call: Call| {
        [
            What::applied_then(500, "backendError"),
            What::applied_then(409, "SERVICE_UNAVAILABLE"),
            What::DelayApplied(5),
        ]
        .map(|what| (call, what))
    };
    let mut faults = Vec::new();
    for call in [Call::PlaylistsInsert, Call::PlaylistItemsInsert, Call::VideosList] {
        faults.extend(all(call));
    }
    faults.extend(changes(Call::PlaylistsInsert));
    faults.extend(changes(Call::PlaylistItemsInsert));
    faults.push((Call::PlaylistItemsInsert, What::RateLimited));
    faults.push((Call::VideosList, What::RateLimited));
    faults.push((Call::PlaylistItemsInsert, What::applied_then(404, "videoNotFound")));
    faults
}

#[test]
fn no_fault_loses_a_video_or_brings_one_twice() {
    for (call, what) in faults() {
        let desk = Desk::new();
        let (_state, playlists) = desk.playlists();
        let user = desk.signed_in(&playlists, "ada");
        let after = u32::from(call == Call::PlaylistItemsInsert) * 2;
        desk.google.fault(Fault { on: call, what: what.clone(), times: 2, after });
        let wanted = videos(5);
        let job = finish(&playlists, &submit(&playlists, &user, wish("Faults"), &wanted));
        assert_done(&job, 5);
        assert_eq!(desk.videos(), names(&wanted), "{call:?} {what:?}");
        assert!(desk.google.faults_left() < 2, "{call:?} {what:?} did not happen");
    }
}

#[test]
fn a_list_that_is_behind_is_not_believed_at_once() {
    let desk = Desk::new();
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    for call in [Call::PlaylistsInsert, Call::PlaylistItemsInsert] {
        desk.google.fault(Fault { on: call, what: What::Hide(2), times: 1, after: 0 });
        desk.google.fault(Fault { on: call, what: What::DropAfter, times: 1, after: 0 });
    }
    let wanted = videos(3);
    assert_done(&finish(&playlists, &submit(&playlists, &user, wish("Behind"), &wanted)), 3);
    assert_eq!(desk.videos(), names(&wanted));
}

#[test]
fn a_full_playlist_goes_on_in_a_second_one() {
    let desk = Desk::new();
    desk.google.set_max_items(4);
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    let wanted = videos(10);
    let job = finish(&playlists, &submit(&playlists, &user, wish("Much"), &wanted));
    assert_done(&job, 10);
    let lists = desk.google.playlists();
    let titles: Vec<&str> = lists.iter().map(|list| list.title.as_str()).collect();
    assert_eq!(titles, ["Much", "Much (2)", "Much (3)"]);
    let all = lists.iter().flat_map(|list| list.items.iter().map(|item| item.video.clone()));
    assert_eq!(all.collect::<Vec<_>>(), names(&wanted));
    assert_eq!(job.lists.len(), 3);
    assert_eq!(JobView::from(&job).playlist_urls.len(), 3);
}

#[test]
fn an_access_token_that_ends_is_renewed_and_nobody_notices() {
    let desk = Desk::new();
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    desk.google.expire_access_tokens();
    let job = finish(&playlists, &submit(&playlists, &user, wish("Renewed"), &videos(2)));
    assert_done(&job, 2);
    assert_eq!(desk.google.books().count(Call::Refresh), 1);
}

#[test]
fn a_dead_sign_in_waits_for_the_next_and_loses_nothing() {
    let desk = Desk::new();
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    let wanted = videos(4);
    desk.google.fault(Fault {
        on: Call::PlaylistItemsInsert,
        what: What::status(401, "authError"),
        times: 1,
        after: 2,
    });
    desk.google.kill_refresh_token("ada");
    let job = submit(&playlists, &user, wish("Waits"), &wanted);
    let worker = playlists.worker(None, pace());
    work_off(&worker);
    let parked = playlists.jobs.find(&job.id).unwrap().unwrap();
    assert_eq!((parked.state, parked.resume_at), (JobState::Parked, None));
    assert!(parked.needs_consent);
    assert_eq!(parked.count(ItemState::Added), 2);
    work_off(&worker);

    assert_eq!(desk.signed_in(&playlists, "ada"), user);
    playlists.jobs.wake(&user).unwrap();
    assert_done(&finish(&playlists, &job), 4);
    assert_eq!(desk.videos(), names(&wanted));
}

#[test]
fn a_playlist_that_was_deleted_at_youtube_is_told() {
    let desk = Desk::new();
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    let mut own = wish("Gone");
    own.playlist = Some("PLnobodyhasthisone".to_owned());
    let job = finish(&playlists, &submit(&playlists, &user, own, &videos(1)));
    assert_eq!(job.state, JobState::Failed);
    assert!(job.error.unwrap().contains("not there any more"));
}

#[test]
fn youtube_away_parks_the_job_and_it_goes_on_by_itself() {
    let desk = Desk::new();
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    let drops = Fault { on: Call::VideosList, what: What::DropBefore, times: 7, after: 0 };
    desk.google.fault(drops);
    let job = submit(&playlists, &user, wish("Away"), &videos(1));
    let mut pace = pace();
    pace.patience = 3;
    pace.parked = jiff::SignedDuration::from_mins(10);
    let worker = playlists.worker(None, pace);
    work_off(&worker);
    for _ in 0..2 {
        let parked = playlists.jobs.find(&job.id).unwrap().unwrap();
        assert_eq!(parked.state, JobState::Parked);
        assert!(parked.error.unwrap().contains("tried again"));
        desk.google.set_now(parked.resume_at.unwrap() + jiff::SignedDuration::from_secs(1));
        work_off(&worker);
    }
    assert_done(&playlists.jobs.find(&job.id).unwrap().unwrap(), 1);
}

#[test]
fn what_the_owner_adds_by_hand_meanwhile_is_not_added_again() {
    let desk = Desk::new();
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    let wanted = videos(4);
    let job = finish(&playlists, &submit(&playlists, &user, wish("By hand"), &wanted[..2]));
    // Another job stands for the owner's hand.
    let mut own = wish("By hand");
    own.playlist = Some(desk.playlist().id);
    finish(&playlists, &submit(&playlists, &user, own, &wanted[2..3]));
    playlists.jobs.extend(&user, &job.id, &wanted[2..]).unwrap();
    let job = finish(&playlists, &job);
    assert_done(&job, 3);
    assert_eq!(job.count(ItemState::Present), 1);
    assert_eq!(desk.videos(), names(&wanted));
}

#[test]
fn a_playlist_of_somebody_else_is_told_and_not_asked_for_again_and_again() {
    let desk = Desk::new();
    let (_state, playlists) = desk.playlists();
    let (ada, ben) = (desk.signed_in(&playlists, "ada"), desk.signed_in(&playlists, "ben"));
    finish(&playlists, &submit(&playlists, &ada, wish("Mine"), &videos(1)));
    let mut foreign = wish("Mine");
    foreign.playlist = Some(desk.playlist().id);
    let job = finish(&playlists, &submit(&playlists, &ben, foreign, &videos(2)));
    assert_eq!(job.state, JobState::Failed);
    assert!(job.error.unwrap().contains("one of your own"));
    assert_eq!(desk.videos().len(), 1);
}

#[test]
fn what_is_closed_for_a_while_is_waited_for_and_blames_no_video() {
    let desk = Desk::new();
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    desk.google.fault(Fault {
        on: Call::PlaylistItemsInsert,
        what: What::status(403, "accessNotConfigured"),
        times: 3,
        after: 1,
    });
    let job = finish(&playlists, &submit(&playlists, &user, wish("Closed"), &videos(3)));
    assert_done(&job, 3);
}

#[test]
fn the_longest_title_leaves_room_for_the_number_of_its_part() {
    let desk = Desk::new();
    desk.google.set_max_items(1);
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    let job = submit(&playlists, &user, wish(&"W".repeat(150)), &videos(2));
    assert_done(&finish(&playlists, &job), 2);
    let titles: Vec<String> = desk.google.playlists().into_iter().map(|list| list.title).collect();
    assert_eq!(titles[1], format!("{} (2)", "W".repeat(146)));
}
