//! One day's run as a process of its own, which can be killed.

use std::{
    env,
    process::{Child, Command, Stdio},
};

use etl::update::{Options, Updated};
use jiff::Timestamp;

use crate::site::{Site, TIMEOUT, run};

const DATA: &str = "DATAGET_TEST_UPDATE_DATA";
const URL: &str = "DATAGET_TEST_UPDATE_URL";
const NOW: &str = "DATAGET_TEST_UPDATE_NOW";

/// Starts the run of a day, which waits for a byte no longer than `patience` milliseconds.
pub(crate) fn start(site: &Site, now: Timestamp, patience: u32) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "day::a_run_that_others_start", "--ignored", "--nocapture"])
        .env(DATA, site.data())
        .env(URL, site.url())
        .env(NOW, now.to_string())
        .env(TIMEOUT, patience.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
#[ignore = "started by other tests"]
fn a_run_that_others_start() {
    let (Ok(data), Ok(url), Ok(now)) = (env::var(DATA), env::var(URL), env::var(NOW)) else {
        return;
    };
    let updated: Updated =
        run(&data.into(), &url, now.parse().unwrap(), &Options::default()).unwrap();
    drop(updated);
}
