//! What is written down of the runs that bring dumps in.

use std::fs;

use servers::RedisServer;
use storage::{
    redis::Redis,
    runs::{FileProgress, Outcome, Runs, Stage},
    state::State,
};

#[test]
fn a_run_is_seen_from_its_beginning_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let runs = Runs::new(folder.path(), None);
    assert_eq!(runs.list(), []);
    let recorder = runs.begin("dataget update", Stage::Look);
    let [begun] = &runs.list()[..] else { panic!("it is not there") };
    assert!(begun.is_running(begun.started) && begun.outcome.is_none());
    recorder.stage(Stage::Download);
    let file = FileProgress { name: "discogs.xml.gz".into(), done: 5, size: 10, records: 0 };
    recorder.update(|run| run.file = Some(file.clone()));
    let id = recorder.id();
    recorder.end(Outcome::Done, "it is there".to_owned());
    let [ended] = &runs.list()[..] else { panic!("it is not there") };
    assert_eq!((&ended.id, ended.stage, &ended.file), (&id, Stage::Download, &Some(file)));
    assert_eq!((ended.outcome, ended.told.as_deref()), (Some(Outcome::Done), Some("it is there")));
    assert!(!ended.is_running(ended.started) && !ended.is_lost(ended.started));
}

#[test]
fn a_run_that_is_given_up_has_failed_and_one_that_is_killed_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let runs = Runs::new(folder.path(), None);
    drop(runs.begin("dataget load", Stage::Load));
    assert_eq!(runs.list()[0].outcome, Some(Outcome::Failed));
    // As a killed process leaves it.
    std::mem::forget(runs.begin("dataget load", Stage::Load));
    let killed = runs.list().into_iter().find(|run| run.ended.is_none()).unwrap();
    let later = killed.updated + jiff::SignedDuration::from_mins(3);
    assert!(killed.is_lost(later) && !killed.is_running(later));
}

#[test]
fn only_the_last_runs_are_kept_and_what_is_damaged_is_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("runs")).unwrap();
    for second in 0..40 {
        let name = format!("20200101T0000{second:02}Z-1.json");
        fs::write(folder.path().join("runs").join(name), "{").unwrap();
    }
    let runs = Runs::new(folder.path(), None);
    runs.begin("dataget load", Stage::Load).end(Outcome::Done, None);
    assert_eq!(fs::read_dir(folder.path().join("runs")).unwrap().count(), 30);
    assert_eq!(runs.list().len(), 1);
}

#[test]
fn servers_with_another_folder_see_it_in_redis() {
    let server = RedisServer::start();
    let state = || State::in_redis(Redis::connect(&server.url(), "dataget").unwrap());
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let runs = Runs::new(here.path(), Some(state()));
    for _ in 0..2 {
        runs.begin("dataget update", Stage::Look).end(Outcome::Nothing, None);
    }
    let seen = Runs::new(there.path(), Some(state())).list();
    assert_eq!(seen.len(), 2);
    assert!(seen.iter().all(|run| run.outcome == Some(Outcome::Nothing)));
}
