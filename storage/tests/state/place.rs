//! Where a state is.

use std::{
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::{Duration, Instant},
};

use storage::{
    redis::Redis,
    state::{Change, Key, State},
};

pub(crate) const HOUR: Duration = Duration::from_secs(3_600);

/// Reading with so short a life prolongs none.
pub(crate) const BRIEFLY: Duration = Duration::from_millis(1);

/// A place of a backend, empty at first.
pub(crate) trait Place {
    fn new() -> Self;

    /// The state as another node has it, if there can be several.
    fn node(&self) -> State;

    /// The state after a restart.
    fn again(&mut self) -> State;
}

pub(crate) struct Embedded {
    state: Option<State>,
    folder: tempfile::TempDir,
}

impl Embedded {
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("state.redb")
    }
}

impl Place for Embedded {
    fn new() -> Self {
        let mut place = Self { state: None, folder: tempfile::tempdir().unwrap() };
        place.again();
        place
    }

    fn node(&self) -> State {
        self.state.clone().unwrap()
    }

    fn again(&mut self) -> State {
        self.state = None;
        self.state = Some(State::open(&self.path()).unwrap());
        self.node()
    }
}

/// Keys of its own on the server, or the cluster, that all share. They go when their time is over.
pub(crate) struct OnRedis<const CLUSTER: bool>(String);

impl<const CLUSTER: bool> Place for OnRedis<CLUSTER> {
    fn new() -> Self {
        Self(prefix())
    }

    fn node(&self) -> State {
        let url = if CLUSTER { servers::redis_cluster() } else { servers::redis() };
        State::in_redis(Redis::connect(url, &self.0).unwrap())
    }

    fn again(&mut self) -> State {
        self.node()
    }
}

/// A prefix that no other test has.
pub(crate) fn prefix() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("state-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

pub(crate) fn key(name: impl ToString) -> Key {
    Key::new("session", &name.to_string()).unwrap()
}

pub(crate) fn put(state: &State, key: &Key, keep: Duration, value: &[u8]) {
    state.update(key, keep, |_| (Change::Put(value.to_vec()), ())).unwrap();
}

/// Adds one to a number, which is none at first, and gives it.
pub(crate) fn count(state: &State, key: &Key) -> storage::state::Result<u64> {
    state.update(key, HOUR, |before| {
        let next = 1 + number(before);
        (Change::Put(next.to_string().into_bytes()), next)
    })
}

pub(crate) fn number(value: Option<&[u8]>) -> u64 {
    value.map_or(0, |value| std::str::from_utf8(value).unwrap().parse().unwrap())
}

pub(crate) fn wait_until(mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(60), "it did not come about");
        thread::yield_now();
    }
}
