//! Several nodes and workers make playlists for one site.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Stdio},
};

use fake_google::FakeGoogle;
use servers::RedisServer;

use crate::{
    google::{assert_filled, signed_in_at, videos},
    run::{Dataget, wait_until},
    served::Served,
};

const SITE: &str = "http://127.0.0.1:8080";
const KEY: (&str, &str) = ("DATAGET_SECRET_KEY", "a key for tests, of 32 bytes and more");

/// A worker, which ends with the test.
struct Worker(Child);

impl Worker {
    fn start(dataget: &Dataget) -> Self {
        let mut command = dataget.command(&["worker"]);
        let log = std::fs::File::create(dataget.path().join("worker.log")).unwrap();
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line, "the worker waits for playlists\n");
        Self(child)
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The settings of a node of this site.
fn settings(google: &FakeGoogle, redis: &RedisServer) -> Vec<(&'static str, String)> {
    let mut settings = google.environment().to_vec();
    settings.push((KEY.0, KEY.1.to_owned()));
    settings.push(("DATAGET_REDIS_URL", redis.url().to_owned()));
    settings
}

#[test]
fn what_is_asked_for_at_nodes_without_a_worker_is_made_by_workers() {
    let (google, redis) = (FakeGoogle::start(), RedisServer::start());
    let options = ["--public-url", SITE, "--no-worker"];
    let node = || Served::start(Dataget::with_settings(settings(&google, &redis)), &options);
    let nodes = [node(), node()];
    let user = signed_in_at(&nodes[0], &google, "ada", Some(SITE));
    let wanted = videos(6);
    let job = user.make(&nodes[0], &wanted);
    let others = Dataget::with_settings(settings(&google, &redis));
    let waiting = || others.run(&["status", "--json"]).succeeds().json()["youtube"]["jobs"].clone();
    assert_eq!(waiting()["due"], 1, "nobody has taken it up");

    let _workers = [Worker::start(&others), Worker::start(&others)];
    // Each node tells the same of it.
    for node in &nodes {
        assert_eq!(user.watch(node, &job).last().unwrap()["state"], "done");
    }
    assert_filled(&google, "ada", &wanted);
    wait_until("nothing is left to do", || waiting() == waiting_nothing());
}

fn waiting_nothing() -> serde_json::Value {
    serde_json::json!({"running": 0, "due": 0, "waiting": 0})
}
