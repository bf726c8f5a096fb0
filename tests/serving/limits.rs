//! What one client may take of the server.

use std::io::Read;

use reqwest::Method;

use crate::{
    dump,
    run::{Dataget, wait_until},
    served::{Answer, Served},
    stopping::begun,
};

#[test]
fn who_asks_too_often_is_told_when_to_come_back() {
    let served = Served::start(Dataget::loaded(dump::catalogue), &["--requests-per-second", "2"]);
    let refused = (0..50).map(|_| served.get("/api/v1/genres")).find(|answer| answer.status != 200);
    let refused = refused.expect("there is a limit");
    assert_eq!((refused.status, refused.json()["code"].clone()), (429, "too-many-requests".into()));
    let wait: u64 = refused.header("retry-after").parse().unwrap();
    assert!((1..=2).contains(&wait));
    // What watches over the server is not refused, and neither is somebody else.
    assert_eq!(served.get("/healthz").status, 200);
    let other = served.request(Method::GET, "/api/v1/genres");
    let other = other.header("x-forwarded-for", "198.51.100.7").send().unwrap();
    assert_eq!(other.status(), 200);
    // A page says it as a page.
    let page = served.get("/");
    assert_eq!((page.status, page.header("content-type")), (429, "text/html; charset=utf-8"));
    wait_until("it is answered again", || served.get("/api/v1/genres").status == 200);
}

#[test]
fn who_changes_too_often_is_told_when_to_come_back_and_reads_on() {
    let served = Served::start(Dataget::loaded(dump::catalogue), &["--requests-per-second", "300"]);
    let visitor = served.visitor();
    visitor.get("/");
    let change = || {
        let put = visitor.request(Method::PUT, "/api/v1/basket").body("{\"videos\": []}");
        Answer::of(put.send().unwrap())
    };
    let refused = (0..300).map(|_| change()).find(|answer| answer.status != 200);
    let refused = refused.expect("there is a limit of its own");
    assert_eq!((refused.status, refused.json()["code"].clone()), (429, "too-many-requests".into()));
    assert!(!refused.header("retry-after").is_empty());
    assert_eq!(visitor.get("/api/v1/basket").status, 200, "it is no limit to what he reads");
    wait_until("something may be changed again", || change().status == 200);
}

#[test]
fn a_body_that_is_too_long_is_refused() {
    let served = Served::catalogue();
    let visitor = served.visitor();
    visitor.get("/");
    let body = format!("{{\"videos\": [{}\"AHuQWcylaU4\"]}}", "\"AHuQWcylaU4\",".repeat(30_000));
    let answer =
        Answer::of(visitor.request(Method::PUT, "/api/v1/basket").body(body).send().unwrap());
    assert_eq!((answer.status, answer.json()["code"].clone()), (413, "body-too-large".into()));
}

#[test]
fn a_body_that_does_not_come_is_not_waited_for() {
    let served = Served::start(Dataget::loaded(dump::catalogue), &["--request-seconds", "1"]);
    let mut stream = begun(&served);
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("\"code\":\"too-slow\""), "{answer}");
}
