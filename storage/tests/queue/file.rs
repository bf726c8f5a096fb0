//! What the queues in the file of the state promise.

use std::{
    collections::BTreeSet,
    env, fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Command, Stdio},
};

use storage::state::State;

use crate::place::{InFile, Place, at, take, take_all};

/// Names the file to a process that is started for a test.
const FILE: &str = "DATAGET_TEST_QUEUE_FILE";

#[test]
fn looking_writes_nothing() {
    let place = InFile::new();
    let queue = place.queue();
    queue.push("id", at(100)).unwrap();
    let before = fs::read(place.path()).unwrap();
    for _ in 0..100 {
        assert_eq!(take(&queue, 0), None);
        assert_eq!(queue.next_due().unwrap(), Some(at(100)));
        assert_eq!(queue.lengths(at(0)).unwrap().waiting, 1);
        queue.push("id", at(200)).unwrap();
        queue.remove("unknown").unwrap();
    }
    assert!(fs::read(place.path()).unwrap() == before);
}

#[test]
fn what_a_killed_process_has_held_is_taken_at_once_by_the_next() {
    let mut place = InFile::new();
    place.queue().push("id", at(0)).unwrap();
    let held = take(&place.queue(), 0).unwrap();
    assert_eq!(take(&place.queue(), 0), None);
    place.restart();
    assert_eq!(place.queue().lengths(at(0)).unwrap().due, 1);
    let again = take(&place.queue(), 0).unwrap();
    assert_eq!((again.id.as_str(), again.tries), ("id", 2));
    assert!(!place.queue().done(held).unwrap());
    assert!(place.queue().done(again).unwrap());
}

#[test]
fn what_was_acknowledged_outlives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.redb");
    let mut known = Known::default();
    for round in 0..3 {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "file::works_until_it_is_killed", "--nocapture"])
            .env(FILE, &path)
            .env("DATAGET_TEST_QUEUE_ROUND", round.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut told = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        told.by_ref().take(60 * (round + 1)).for_each(|line| known.learn(&line));
        child.kill().unwrap();
        // What it told until its end.
        told.for_each(|line| known.learn(&line));
        child.wait().unwrap();
        let queue = State::open(&path).unwrap().queue("jobs").unwrap();
        let lengths = queue.lengths(at(0)).unwrap();
        assert!(lengths.waiting + lengths.due + lengths.held > 0, "{lengths:?}");
    }
    let queue = State::open(&path).unwrap().queue("jobs").unwrap();
    let left = BTreeSet::from_iter(take_all(&queue, 1_000));
    let kept: BTreeSet<_> = known.pushed.difference(&known.ending).cloned().collect();
    assert!(kept.len() > 30 && known.done.len() > 30, "{} and {}", kept.len(), known.done.len());
    let lost: Vec<_> = kept.difference(&left).collect();
    assert!(lost.is_empty(), "{lost:?}");
    assert!(left.is_disjoint(&known.done), "what was done is there again");
}

/// What a process has told.
#[derive(Default)]
struct Known {
    pushed: BTreeSet<String>,
    /// Nobody can know whether the last of these are done.
    ending: BTreeSet<String>,
    done: BTreeSet<String>,
}

impl Known {
    fn learn(&mut self, line: &str) {
        let Some((what, id)) = line.split_once(' ') else { return };
        let known = match what {
            "pushed" => &mut self.pushed,
            "ending" => &mut self.ending,
            "done" => &mut self.done,
            _ => return,
        };
        known.insert(id.to_owned());
    }
}

#[test]
fn works_until_it_is_killed() {
    let Some(path) = env::var_os(FILE) else { return };
    let round = env::var("DATAGET_TEST_QUEUE_ROUND").unwrap();
    let queue = State::open(Path::new(&path)).unwrap().queue("jobs").unwrap();
    let tell = |what: &str, id: &str| {
        std::io::stdout().write_all(format!("\n{what} {id}\n").as_bytes()).unwrap();
    };
    for n in 0.. {
        let id = format!("{round}-{n}");
        queue.push(&id, at(0)).unwrap();
        tell("pushed", &id);
        if n % 2 == 0 {
            let taken = take(&queue, 0).unwrap();
            let id = taken.id.clone();
            // Some are held when it is killed.
            if n % 10 != 0 {
                tell("ending", &id);
                assert!(queue.done(taken).unwrap());
                tell("done", &id);
            }
        }
    }
}
