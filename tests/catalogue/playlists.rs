//! Playlists at YouTube that the catalogue has a say in.

use std::{sync::Arc, time::Duration};

use apis::{
    catalogue::Live,
    jobs::{ItemState, Job, JobView, Playlists, SavedQuery, Worker},
    playlist::Options,
};
use fake_google::Call;
use storage::model::VideoId;

use crate::{
    demo::{Demo, wait_until},
    desk::{Desk, assert_done, pace, submit, wish, work_off},
};

const QUERY: &str = "has:video style:techno";

fn worker(playlists: &Playlists, live: &Arc<Live>) -> Worker {
    playlists.worker(Some(live.clone()), pace())
}

fn find(playlists: &Playlists, job: &Job) -> Job {
    playlists.jobs.find(&job.id).unwrap().unwrap()
}

fn answer(live: &Live) -> Vec<VideoId> {
    let query = apis::query::parse(QUERY).unwrap();
    live.answer(|catalogue| catalogue.video_ids(&query, &Options::default())).unwrap()
}

#[test]
fn another_video_of_the_same_work_takes_the_place_of_one_that_is_gone() {
    let demo = Demo::loaded();
    let live = Arc::new(Live::open(demo.store()).unwrap());
    let others =
        |video: &VideoId| live.answer(|catalogue| catalogue.others_of_work(*video)).unwrap();
    let (gone, instead) = answer(&live)
        .into_iter()
        .find_map(|video| Some((video, *others(&video).first()?)))
        .expect("a work has two videos");
    assert_ne!(gone, instead);
    let desk = Desk::new();
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    desk.google.unavailable(gone.as_str());
    let mut replacing = wish("Whole");
    replacing.replace = true;
    let job = submit(&playlists, &user, replacing, &[gone]);
    work_off(&worker(&playlists, &live));
    let job = find(&playlists, &job);
    assert_done(&job, 1);
    assert_eq!(job.items[0].state, ItemState::Unavailable);
    assert_eq!((job.items[1].video, job.items[1].instead_of), (instead, Some(gone)));
    assert_eq!(desk.videos(), [instead.to_string()]);
    assert_eq!(JobView::from(&job).skipped[0].replaced_by, Some(instead));
}

#[test]
fn a_playlist_gets_what_is_new_after_a_load_and_nothing_twice() {
    let demo = Demo::loaded();
    let live = Arc::new(Live::open(demo.store()).unwrap());
    let desk = Desk::new();
    let (_state, playlists) = desk.playlists();
    let user = desk.signed_in(&playlists, "ada");
    let all = answer(&live);
    assert!(all.len() > 3);
    let mut following = wish("Months");
    following.query = Some(SavedQuery { query: QUERY.to_owned(), options: Options::default() });
    following.follow = true;
    // As if the month before had had fewer.
    let job = submit(&playlists, &user, following, &all[..3]);
    let worker = worker(&playlists, &live);
    work_off(&worker);
    assert_done(&find(&playlists, &job), all.len());
    let found = desk.videos();
    assert_eq!(found, all.iter().map(ToString::to_string).collect::<Vec<_>>());

    let newer = demo.load();
    wait_until("it has moved on", || live.catalogue().unwrap().generation() == newer);
    work_off(&worker);
    assert_done(&find(&playlists, &job), all.len());
    assert_eq!(desk.videos(), found);

    // Nobody comes for a while: what is kept of the user is renewed all the same.
    let asked = || desk.google.books().count(Call::ChannelsList);
    let before = asked();
    desk.google.advance(Duration::from_secs(11 * 24 * 3_600));
    work_off(&worker);
    work_off(&worker);
    assert_eq!(asked() - before, 1);

    playlists.jobs.follow(&user, &job.id, false).unwrap();
    assert!(!find(&playlists, &job).wish.follow);
    work_off(&worker);
}
