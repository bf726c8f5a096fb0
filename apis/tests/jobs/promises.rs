//! What a job does when nothing goes wrong, and what its owner may do with it.

use apis::{
    jobs::{ItemState, Job, JobError, JobId, JobState, JobView, Stop},
    youtube::Privacy,
};
use fake_google::Call;

use crate::desk::{Desk, assert_done, finish, names, pace, submit, videos, wish, work_off};

#[test]
fn a_playlist_is_private_and_has_the_videos_once_and_in_order() {
    let desk = Desk::new();
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    let wanted = videos(120);
    let twice = [&wanted[..], &wanted[..10]].concat();
    let job = submit(&playlists, &user, wish("Deep house"), &twice);
    assert_eq!(job.state, JobState::Queued);
    let job = finish(&playlists, &job);
    assert_done(&job, 120);
    assert_eq!(desk.videos(), names(&wanted));
    let list = desk.playlist();
    assert_eq!((list.title.as_str(), list.privacy), ("Deep house", fake_google::Privacy::Private));
    let view = JobView::from(&job);
    assert_eq!(view.playlist_id, Some(list.id));
    assert_eq!((view.wanted, view.added, view.units.needed), (120, 120, 50 + 120 * 50));
    // Three questions whether the videos are there.
    assert_eq!(view.units.spent, 50 + 120 * 50 + 3);
    let books = desk.google.books();
    assert!(books.most_parallel.values().all(|&most| most == 1), "one after the other");
}

#[test]
fn who_sees_it_is_what_its_owner_chose() {
    let desk = Desk::new();
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    let mut public = wish("For all");
    public.privacy = Privacy::Public;
    finish(&playlists, &submit(&playlists, &user, public, &videos(1)));
    assert_eq!(desk.playlist().privacy, fake_google::Privacy::Public);
}

#[test]
fn a_request_that_is_sent_twice_is_one_job() {
    let desk = Desk::new();
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    let job = || playlists.job(&user, Some(("once", "One")), wish("One"), &videos(3));
    let (first, second) = (job(), job());
    assert_eq!(playlists.jobs.submit(&first).unwrap().id, second.id);
    finish(&playlists, &first);
    assert_eq!(playlists.jobs.submit(&second).unwrap().state, JobState::Done);
    work_off(&playlists.worker(None, pace()));
    assert_eq!(desk.videos().len(), 3);
    assert_eq!(playlists.jobs.of_user(&user).unwrap().len(), 1);
    let other = playlists.job(&user, Some(("once", "Two")), wish("Two"), &videos(3));
    assert!(matches!(playlists.jobs.submit(&other), Err(JobError::OtherRequest)));
}

#[test]
fn a_job_that_an_older_program_has_written_is_still_done() {
    let old = serde_json::json!({
        "id": "0f1e2d3c4b5a69788796a5b4c3d2e1f0", "user": "UCada", "created": "2026-11-01T00:00:00Z",
        "state": "queued", "wish": {"title": "Old"},
        "items": [{"video": "AHuQWcylaU4", "state": "w"}],
    });
    let job: Job = serde_json::from_value(old).unwrap();
    assert_eq!((job.title(), job.privacy()), ("Old", Privacy::Private));
    assert_eq!(job.count(ItemState::Waiting), 1);
}

#[test]
fn a_title_is_one_line_that_reads_as_it_stands() {
    let desk = Desk::new();
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    for title in ["", " ", "two\nlines", "a\u{202e}b", "a\u{2067}b", "a<b", &"a".repeat(151)] {
        let job = playlists.job(&user, None, wish(title), &videos(1));
        assert!(matches!(playlists.jobs.submit(&job), Err(JobError::Title)), "{title:?}");
    }
    // Writing from right to left needs no such letters.
    let job = playlists.job(&user, None, wish("שיר לשלום"), &videos(1));
    playlists.jobs.submit(&job).unwrap();
}

#[test]
fn a_playlist_of_ones_own_gets_only_what_it_lacks() {
    let desk = Desk::new();
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    let wanted = videos(6);
    finish(&playlists, &submit(&playlists, &user, wish("Mine"), &wanted[1..4]));
    let mut own = wish("Mine");
    own.playlist = Some(desk.playlist().id);
    own.title = "Never called so".to_owned();
    own.privacy = Privacy::Public;
    let job = finish(&playlists, &submit(&playlists, &user, own, &wanted));
    assert_done(&job, 3);
    assert_eq!((job.title(), job.privacy()), ("Mine", Privacy::Private));
    assert_eq!(job.count(ItemState::Present), 3);
    let order = [1, 2, 3, 0, 4, 5].map(|place| wanted[place].to_string());
    assert_eq!(desk.videos(), order);
    assert_eq!(JobView::from(&job).units.needed, 6 * 50);
}

#[test]
fn what_is_not_available_is_left_out_and_told_and_costs_nothing() {
    let desk = Desk::new();
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    let wanted = videos(5);
    desk.google.unavailable(wanted[1].as_str());
    desk.google.private(wanted[3].as_str());
    let job = finish(&playlists, &submit(&playlists, &user, wish("Left"), &wanted));
    assert_done(&job, 3);
    assert_eq!(desk.videos(), [0, 2, 4].map(|place| wanted[place].to_string()));
    let skipped = JobView::from(&job).skipped;
    let told: Vec<_> = skipped.iter().map(|one| (one.video, one.reason)).collect();
    assert_eq!(told, [(wanted[1], "unavailable"), (wanted[3], "unavailable")]);
    assert_eq!(desk.google.books().count(Call::PlaylistItemsInsert), 3);
    // Another job of the same videos does not even ask about them.
    let again = finish(&playlists, &submit(&playlists, &user, wish("Again"), &wanted[1..2]));
    assert_done(&again, 0);
    assert_eq!(desk.google.books().count(Call::VideosList), 1);
}

#[test]
fn what_was_left_out_is_tried_again_when_its_owner_says_so() {
    let desk = Desk::new();
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    let wanted = videos(3);
    desk.google.unavailable(wanted[1].as_str());
    let job = finish(&playlists, &submit(&playlists, &user, wish("Again"), &wanted));
    assert_done(&job, 2);
    desk.google.mark(wanted[1].as_str(), fake_google::VideoState::Available);
    playlists.jobs.retry(&user, &job.id).unwrap();
    assert_done(&finish(&playlists, &job), 3);
    assert_eq!(desk.videos(), [0, 2, 1].map(|place| wanted[place].to_string()));
}

#[test]
fn what_is_new_is_added_later_and_nothing_is_removed_or_comes_back() {
    let desk = Desk::new();
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    let wanted = videos(6);
    let job = finish(&playlists, &submit(&playlists, &user, wish("Months"), &wanted[..3]));
    let (job, new) = playlists.jobs.extend(&user, &job.id, &wanted[1..5]).unwrap();
    assert_eq!((new, job.state), (2, JobState::Queued));
    assert_done(&finish(&playlists, &job), 5);
    assert_eq!(desk.videos(), names(&wanted[..5]));
    let (job, new) = playlists.jobs.extend(&user, &job.id, &wanted[..5]).unwrap();
    assert_eq!((new, job.state), (0, JobState::Done));
}

#[test]
fn a_job_belongs_to_its_user_alone() {
    let desk = Desk::new();
    let (_state, playlists) = desk.playlists();
    let (ada, ben) = (desk.signed_in(&playlists, "ada"), desk.signed_in(&playlists, "ben"));
    let job = submit(&playlists, &ada, wish("Mine"), &videos(1));
    let jobs = &playlists.jobs;
    assert!(matches!(jobs.get(&ben, &job.id), Err(JobError::Unknown)));
    assert!(matches!(jobs.cancel(&ben, &job.id), Err(JobError::Unknown)));
    assert!(matches!(jobs.retry(&ben, &job.id), Err(JobError::Unknown)));
    assert!(matches!(jobs.delete(&ben, &job.id), Err(JobError::Unknown)));
    assert!(matches!(jobs.extend(&ben, &job.id, &videos(2)), Err(JobError::Unknown)));
    assert!(matches!(jobs.get(&ada, &JobId::random()), Err(JobError::Unknown)));
    assert!(jobs.of_user(&ben).unwrap().is_empty());
    assert_eq!(jobs.get(&ada, &job.id).unwrap(), job);
}

#[test]
fn a_job_that_is_cancelled_stops_and_keeps_what_it_has() {
    let desk = Desk::new();
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    let waiting = submit(&playlists, &user, wish("Never"), &videos(3));
    assert_eq!(playlists.jobs.cancel(&user, &waiting.id).unwrap().state, JobState::Cancelled);
    work_off(&playlists.worker(None, pace()));
    assert!(desk.google.playlists().is_empty());

    let wanted = videos(200);
    let job = submit(&playlists, &user, wish("Half"), &wanted);
    let worker = playlists.worker(None, pace());
    std::thread::scope(|scope| {
        let working = scope.spawn(|| worker.work(&Stop::default()).unwrap());
        while desk.google.books().count(Call::PlaylistItemsInsert) < 3 {
            std::thread::yield_now();
        }
        playlists.jobs.cancel(&user, &job.id).unwrap();
        working.join().unwrap();
    });
    let job = playlists.jobs.get(&user, &job.id).unwrap();
    assert_eq!(job.state, JobState::Cancelled);
    let added = job.count(ItemState::Added);
    assert!((3..200).contains(&added), "{added}");
    assert_eq!(desk.videos(), names(&wanted[..added]));
}

#[test]
fn a_record_that_is_deleted_leaves_the_playlist() {
    let desk = Desk::new();
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    let job = finish(&playlists, &submit(&playlists, &user, wish("Kept"), &videos(2)));
    playlists.jobs.delete(&user, &job.id).unwrap();
    assert!(playlists.jobs.of_user(&user).unwrap().is_empty());
    assert!(playlists.jobs.find(&job.id).unwrap().is_none());
    assert_eq!(desk.videos().len(), 2);
}

#[test]
fn what_youtube_would_refuse_is_refused_at_once() {
    let desk = Desk::new();
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    let refused = |title: &str, description: &str, count: usize| {
        let mut wish = wish(title);
        description.clone_into(&mut wish.description);
        let job = playlists.job(&user, None, wish, &videos(count));
        playlists.jobs.submit(&job).unwrap_err()
    };
    assert!(matches!(refused("", "", 1), JobError::Title));
    assert!(matches!(refused("<b>", "", 1), JobError::Title));
    assert!(matches!(refused(&"a".repeat(151), "", 1), JobError::Title));
    assert!(matches!(refused("a", &"b".repeat(5_000), 1), JobError::Description));
    assert!(matches!(refused("a", "", 0), JobError::Empty));
    assert!(playlists.jobs.of_user(&user).unwrap().is_empty());
    for number in 0..20 {
        submit(&playlists, &user, wish(&number.to_string()), &videos(1));
    }
    assert!(matches!(refused("One more", "", 1), JobError::TooMany { open: 20 }));
}
