//! Where a queue is, and what time it is there: no test waits for a clock.

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use jiff::Timestamp;
use storage::{
    queue::{Queue, Taken},
    redis::Redis,
    state::State,
};

/// How long a lease is in these tests, on their own clock.
pub(crate) const LEASE: Duration = Duration::from_secs(60);

/// A place of a backend, with an empty queue.
pub(crate) trait Place {
    fn new() -> Self;

    /// The state as another node has it, if there can be several.
    fn state(&self) -> State;

    /// After a restart.
    fn restart(&mut self);

    fn queue(&self) -> Queue {
        self.state().queue("jobs").unwrap()
    }
}

pub(crate) struct InFile {
    state: Option<State>,
    folder: tempfile::TempDir,
}

impl InFile {
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("state.redb")
    }
}

impl Place for InFile {
    fn new() -> Self {
        let mut place = Self { state: None, folder: tempfile::tempdir().unwrap() };
        place.restart();
        place
    }

    fn state(&self) -> State {
        self.state.clone().unwrap()
    }

    fn restart(&mut self) {
        self.state = None;
        self.state = Some(State::open(&self.path()).unwrap());
    }
}

/// Keys of its own on the server, or the cluster, that all share.
pub(crate) struct OnRedis<const CLUSTER: bool>(String);

impl<const CLUSTER: bool> Place for OnRedis<CLUSTER> {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        Self(format!("queue-{}-{count}", std::process::id()))
    }

    fn state(&self) -> State {
        let url = if CLUSTER { servers::redis_cluster() } else { servers::redis() };
        State::in_redis(Redis::connect(url, &self.0).unwrap())
    }

    fn restart(&mut self) {}
}

/// A time of the tests' own, in seconds.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + seconds).unwrap()
}

/// Takes what there is to take at that time.
pub(crate) fn take(queue: &Queue, seconds: i64) -> Option<Taken> {
    queue.take(at(seconds), "worker", LEASE).unwrap()
}

/// Takes the only id, which is known.
pub(crate) fn take_id(queue: &Queue, seconds: i64, id: &str) -> Taken {
    let taken = take(queue, seconds).expect("there is something to take");
    assert_eq!(taken.id, id);
    taken
}

/// Takes all there is to take at that time, in order.
pub(crate) fn take_all(queue: &Queue, seconds: i64) -> Vec<String> {
    std::iter::from_fn(|| take(queue, seconds)).map(|taken| taken.id).collect()
}
