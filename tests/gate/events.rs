//! A playlist that is being filled, watched through nginx.

use std::{
    io::{BufRead, BufReader},
    time::Duration,
};

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    gate::Gate,
    google::{PLAYLISTS, videos},
};

#[test]
fn events_come_when_they_happen() {
    let gate = Gate::open();
    let browser = gate.browser();
    browser.sign_in(&gate.google, "ada");
    gate.google.set_latency(Duration::from_millis(300));
    let wish = json!({ "videos": videos(4), "title": "Songs" }).to_string();
    let made = browser.change(Method::POST, PLAYLISTS, &wish);
    assert_eq!(made.status, 202, "{}", made.body);
    let job = made.header("location").to_owned();
    let stream = browser.request(Method::GET, &format!("{job}/events")).send().unwrap();
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    assert!(stream.headers().get("x-cache-status").is_none());
    let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
    let mut next = || -> Option<Value> {
        let line = lines.find_map(|line| line.strip_prefix("data: ").map(str::to_owned))?;
        Some(serde_json::from_str(&line).unwrap())
    };
    let first = next().unwrap();
    // The job goes on for another second at least: this has not waited for its end.
    assert_ne!(browser.get(&job).json()["state"], "done");
    assert_ne!(first["state"], "done");
    let mut all = vec![first];
    all.extend(std::iter::from_fn(next));
    assert!(all.len() > 2, "{all:?}");
    let last = all.last().unwrap();
    assert_eq!((&last["state"], &last["added"]), (&"done".into(), &4.into()));
}
