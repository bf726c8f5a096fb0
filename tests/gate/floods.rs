//! Those who send too much, too often or too slowly.

use std::{
    fs,
    io::{Read, Write},
    time::{Duration, Instant},
};

use reqwest::Method;

use crate::{browser::heard, gate::Gate, served::Answer};

#[test]
fn a_body_that_is_too_large_does_not_reach_the_program() {
    let gate = Gate::open();
    let browser = gate.browser();
    browser.get("/api/v1/session");
    let body = "a".repeat(256 * 1024 + 1);
    let refused = browser.change(Method::PUT, "/api/v1/basket", &body);
    assert_eq!(refused.status, 413);
    assert_eq!(refused.header("content-type"), "application/problem+json");
    assert_eq!(refused.json()["code"], "body-too-large");
    assert_eq!(browser.change(Method::POST, "/basket/add", &body).status, 413);
    let chunks = format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
    let head =
        "PUT /api/v1/basket HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    let mut wire = gate.wire();
    // It hangs up in the middle.
    let _ = wire.write_all(format!("{head}{chunks}").as_bytes());
    let answer = heard(&mut wire);
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 413 "), "{answer}");
    let metrics = gate.served.get("/metrics").body;
    assert!(
        !metrics.contains("method=\"PUT\"") && !metrics.contains("method=\"POST\""),
        "{metrics}"
    );
    // One that is not gets there.
    let taken = browser.change(Method::PUT, "/api/v1/basket", "{\"videos\": [\"harbourLit1\"]}");
    assert_eq!(taken.status, 200);
    assert!(gate.served.get("/metrics").body.contains("method=\"PUT\""));
}

#[test]
fn who_asks_too_often_is_told_to_wait_by_nginx() {
    let gate = Gate::open();
    let browser = gate.browser();
    let refused = (0..5_000).map(|_| browser.get("/api/v1/genres")).find(|it| it.status == 429);
    let refused = refused.expect("there is a limit");
    assert_eq!(refused.header("retry-after"), "1");
    assert_eq!(refused.json()["code"], "too-many-requests");
    let log = gate.served.log();
    assert!(log.contains("status=200") && !log.contains("status=429"), "{log}");
    let page = (0..5_000).map(|_| browser.get("/robots.txt")).find(|it| it.status == 429).unwrap();
    assert!(page.body.contains("try again"), "{}", page.body);
    // A sign-in is dearer.
    let other = Gate::open();
    let browser = other.browser();
    let begun = (0..40).filter(|_| browser.get("/authorise").status != 429).count();
    assert!((20..40).contains(&begun), "{begun}");
}

#[test]
fn nobody_chooses_who_he_is_counted_as() {
    let gate = Gate::with(1, &["--requests-per-second", "2"]);
    let browser = gate.browser();
    let ask = |number: usize| {
        let client = format!("198.51.100.{number}");
        let request = browser.request(Method::GET, "/charts").header("x-forwarded-for", &client);
        let request = request.header("forwarded", format!("for={client}"));
        Answer::of(request.header("x-real-ip", client).send().unwrap())
    };
    let refused = (0..50).map(ask).find(|answer| answer.status == 429);
    assert!(refused.is_some_and(|page| page.body.contains("Dataget")), "it is the program's limit");
}

/// Connections to the program, by what the system knows.
fn connections(gate: &Gate) -> usize {
    let port: u16 = gate.served.url.rsplit(':').next().unwrap().parse().unwrap();
    let (local, established) = (format!(":{port:04X}"), "01");
    let table = fs::read_to_string("/proc/net/tcp").unwrap();
    let fields = table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    fields.filter(|of| of[1].ends_with(&local) && of[3] == established).count()
}

#[test]
fn two_hundred_slow_connections_neither_reach_the_program_nor_keep_others_waiting() {
    let gate = Gate::open();
    let before = gate.served.get("/metrics").body.matches("dataget_http_requests_total{").count();
    let connected = connections(&gate);
    let mut slow: Vec<_> = (0..200).map(|_| gate.wire()).collect();
    for wire in &mut slow {
        wire.write_all(b"POST /slow HTTP/1.1\r\nHost: localhost\r\nX-A: ").unwrap();
    }
    let after = gate.served.get("/metrics").body.matches("dataget_http_requests_total{").count();
    assert!(after <= before + 1 && connections(&gate) <= connected + 1);
    let browser = gate.browser();
    let begun = Instant::now();
    for path in ["/", "/api/v1/genres", "/release/100"] {
        assert_eq!(browser.get(path).status, 200, "{path}");
    }
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    // And they are not let stay.
    for wire in &mut slow {
        let mut end = Vec::new();
        let _ = wire.read_to_end(&mut end);
        let end = String::from_utf8_lossy(&end);
        assert!(end.is_empty() || end.starts_with("HTTP/1.1 408 "), "{end}");
    }
    assert!(begun.elapsed() < Duration::from_secs(25), "{:?}", begun.elapsed());
    assert!(!gate.served.log().contains("/slow"));
}
