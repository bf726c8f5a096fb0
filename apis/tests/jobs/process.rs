//! A worker as a process of its own, which can be killed.

use std::{
    env,
    process::{Child, Command, Stdio},
};

use apis::{
    clock::Clock,
    jobs::{JobId, Stop},
    youtube::Ledger,
};
use storage::{redis::Redis, state::State};

use crate::desk::{build, pace};

const STATE: &str = "DATAGET_TEST_WORKER_STATE";
const JOB: &str = "DATAGET_TEST_WORKER_JOB";
const UNITS: &str = "DATAGET_TEST_WORKER_UNITS";

/// Starts a worker over a state, as [`open`] knows it, that ends when the
/// job has ended.
pub(crate) fn start(
    state: &str,
    job: &JobId,
    units: u64,
    environment: &[(&'static str, String)],
) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--ignored", "--exact", "process::a_worker_that_others_start"])
        .env(STATE, state)
        .env(JOB, job.as_str())
        .env(UNITS, units.to_string())
        .envs(environment.iter().map(|(name, value)| (*name, value)))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The state of this path, or of this address of a Redis and the prefix of its keys.
pub(crate) fn open(state: &str) -> State {
    if let Some((url, prefix)) = state.split_once('#') {
        return State::in_redis(Redis::connect(url, prefix).unwrap());
    }
    State::open(state.as_ref()).unwrap()
}

/// No test: the process that [`start`] starts.
#[test]
#[ignore = "started by other tests"]
fn a_worker_that_others_start() {
    let Ok(state) = env::var(STATE) else { return };
    let job: JobId = env::var(JOB).unwrap().parse().unwrap();
    let units = env::var(UNITS).unwrap().parse().unwrap();
    let names = [
        "DATAGET_GOOGLE_CLIENT_ID",
        "DATAGET_GOOGLE_CLIENT_SECRET",
        "DATAGET_GOOGLE_AUTH_URL",
        "DATAGET_GOOGLE_TOKEN_URL",
        "DATAGET_GOOGLE_REVOKE_URL",
        "DATAGET_YOUTUBE_API_URL",
    ];
    let environment = names.map(|name| (name, env::var(name).unwrap()));
    let state = open(&state);
    let clock = Clock::system();
    let ledger = Ledger::new(state.clone(), clock.clone(), units, Some(units));
    let playlists = build(&state, &environment, ledger, clock);
    let worker = playlists.worker(None, pace());
    let stop = Stop::default();
    // Its home may be away for a while.
    let is_final = || matches!(playlists.jobs.find(&job), Ok(Some(job)) if job.state.is_final());
    while !is_final() {
        while worker.work(&stop).is_ok_and(|worked| worked) {}
        std::thread::yield_now();
    }
}
