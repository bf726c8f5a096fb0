//! Playlists over the API for who has not signed in, and where nobody can.

use fake_google::FakeGoogle;
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    dump,
    run::Dataget,
    served::{Answer, Served, Visitor},
};

const PLAYLISTS: &str = "/api/v1/playlists";
/// What could be a job, and is none.
const JOB: &str = "/api/v1/playlists/0f1e2d3c4b5a69788796a5b4c3d2e1f0";

fn with_google(google: &FakeGoogle) -> Served {
    let dataget = Dataget::with_settings(google.environment().to_vec());
    dump::catalogue(&dataget.folder("loaded"));
    dataget.run(&["load", "loaded"]).succeeds();
    Served::start(dataget, &[])
}

fn wish(visitor: &Visitor<'_>, body: &Value) -> Answer {
    Answer::of(visitor.request(Method::POST, PLAYLISTS).body(body.to_string()).send().unwrap())
}

fn told(answer: &Answer) -> (u16, String) {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.body);
    (answer.status, answer.json()["code"].as_str().unwrap().to_owned())
}

#[test]
fn who_has_not_signed_in_is_told_to() {
    let google = FakeGoogle::start();
    let served = with_google(&google);
    let visitor = served.visitor();
    visitor.get("/api/v1/session");
    let not_signed_in = (401, "not-signed-in".to_owned());
    assert_eq!(told(&wish(&visitor, &json!({"videos": ["harbourLit1"]}))), not_signed_in);
    for path in [JOB, &format!("{JOB}/events"), "/api/v1/playlists/none"] {
        assert_eq!(told(&visitor.get(path)), not_signed_in, "{path}");
    }
    let ended = Answer::of(visitor.request(Method::DELETE, JOB).send().unwrap());
    assert_eq!(told(&ended), not_signed_in);
    assert!(google.books().calls.is_empty(), "Google is not asked");
}

#[test]
fn without_credentials_the_ways_without_an_account_are_named() {
    let served = Served::catalogue();
    let visitor = served.visitor();
    visitor.get("/api/v1/session");
    let answer = wish(&visitor, &json!({"query": "has:video"}));
    assert_eq!(told(&answer), (401, "not-signed-in".to_owned()));
    let detail = answer.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains("play here, open on YouTube, download"), "{detail}");
    assert_eq!(told(&visitor.get(JOB)), (401, "not-signed-in".to_owned()));
}

#[test]
fn a_playlist_is_not_made_for_another_site() {
    let google = FakeGoogle::start();
    let served = with_google(&google);
    let cookie = served.get("/api/v1/session").cookies()[0].split(';').next().unwrap().to_owned();
    let body = json!({"videos": ["harbourLit1"]}).to_string();
    for (method, path) in [(Method::POST, PLAYLISTS), (Method::DELETE, JOB)] {
        for origin in [None, Some("https://elsewhere.example"), Some("null")] {
            let request = served.request(method.clone(), path).header("cookie", &cookie);
            let request = match origin {
                Some(origin) => request.header("origin", origin),
                None => request,
            };
            let answer = Answer::of(request.body(body.clone()).send().unwrap());
            assert_eq!(told(&answer), (403, "cross-origin".to_owned()), "{method} {origin:?}");
        }
        let request = served.request(method, path).header("origin", &served.url);
        let answer = Answer::of(request.body(body.clone()).send().unwrap());
        assert_eq!(told(&answer), (403, "no-session".to_owned()));
    }
}

#[test]
fn what_is_no_playlist_is_told_as_what_is_wrong_with_it() {
    let google = FakeGoogle::start();
    let served = with_google(&google);
    let visitor = served.visitor();
    visitor.get("/api/v1/session");
    let too_many: Vec<String> = (0..5_001).map(|number| format!("video{number:06}")).collect();
    for (body, code, parameter) in [
        (json!({}), "invalid-parameter", json!("query")),
        (json!({"query": "a", "videos": []}), "invalid-parameter", json!("query")),
        (json!({"basket": true, "query": "a"}), "invalid-parameter", json!("query")),
        (json!({"basket": false}), "invalid-parameter", json!("query")),
        (json!({"basket": true, "privacy": "secret"}), "invalid-parameter", json!("privacy")),
        (json!({ "videos": too_many }), "invalid-parameter", json!("videos")),
        (json!({"videos": ["no id"]}), "invalid-parameter", json!("videos")),
        (json!({"query": "a", "limit": 5_001}), "invalid-parameter", json!("limit")),
        (json!({"query": "a", "order": "worst"}), "invalid-parameter", json!("order")),
        (json!({"basket": true, "position": 1}), "invalid-body", Value::Null),
        (json!({"basket": "yes"}), "invalid-body", Value::Null),
        (json!([]), "invalid-parameter", json!("query")),
    ] {
        let answer = wish(&visitor, &body);
        assert_eq!(told(&answer), (400, code.to_owned()), "{}", answer.body);
        assert_eq!(answer.json()["parameter"], parameter, "{}", answer.body);
    }
}

#[test]
fn the_page_of_a_session_tells_the_units_of_all() {
    let google = FakeGoogle::start();
    let served = with_google(&google);
    let session = served.visitor().get("/api/v1/session").json();
    let units = json!({"left": 10_000, "resets_at": google.next_day()});
    assert_eq!(session, json!({"signed_in": false, "channel": null, "units": units}));
}
