//! What a page of another site gets of this one, with a visitor's browser.

use fake_google::FakeGoogle;
use reqwest::Method;

use crate::{
    google::{PLAYLISTS, signed_in, signed_in_at, site, videos},
    served::{Answer, Served},
};

const ELSEWHERE: &str = "https://elsewhere.example";

/// What an answer allows the page that has asked: its origin, and the visitor's cookie.
fn allowed(answer: &Answer) -> [&str; 2] {
    ["access-control-allow-origin", "access-control-allow-credentials"]
        .map(|name| answer.header(name))
}

/// What a browser asks before it sends a request from elsewhere that no form could send.
fn preflight(served: &Served, method: &str, path: &str) -> Answer {
    let request = served.request(Method::OPTIONS, path).header("origin", ELSEWHERE);
    Answer::of(request.header("access-control-request-method", method).send().unwrap())
}

#[test]
fn any_page_may_read_the_catalogue() {
    let served = Served::catalogue();
    let path = "/api/v1/search?q=harbour";
    let answer = served.request(Method::GET, path).header("origin", ELSEWHERE).send().unwrap();
    assert_eq!(allowed(&Answer::of(answer)), ["*", ""]);
    let asked = preflight(&served, "GET", path);
    assert_eq!((asked.status, allowed(&asked)), (200, ["*", ""]));
}

#[test]
fn a_page_of_another_site_reads_nothing_of_a_visitor() {
    let google = FakeGoogle::start();
    let served = site(&google, &[]);
    // The same browser, on this site and on another one.
    let here = signed_in(&served, &google, "ada");
    let job = here.make(&served, &videos(1));
    here.wait(&served, &job, "done");
    let there = signed_in_at(&served, &google, "ada", Some(ELSEWHERE));
    let page = job.replace("/api/v1/playlists", "/playlist");
    for (path, has) in [
        ("/api/v1/session", "\"signed_in\":true"),
        ("/api/v1/basket", "\"videos\""),
        (&*job, "\"done\""),
        (&*format!("{job}/events"), "\"done\""),
        ("/", "name=\"csrf\""),
        ("/basket", "name=\"csrf\""),
        ("/playlists", "Songs"),
        (&*page, "Songs"),
    ] {
        let answer = Answer::of(there.request(&served, Method::GET, path).send().unwrap());
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        assert!(answer.body.contains(has), "{path} is not the visitor's: {}", answer.body);
        // `*` lets a page read what is asked without the cookie; that is nobody's.
        let [origin, credentials] = allowed(&answer);
        assert_eq!(credentials, "", "{path}");
        let expected = if path.starts_with("/api/") { "*" } else { "" };
        assert_eq!(origin, expected, "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
    }
}

#[test]
fn a_browser_that_asks_whether_another_site_may_change_something_hears_no() {
    let served = Served::catalogue();
    for (method, path) in [
        ("PUT", "/api/v1/basket"),
        ("DELETE", "/api/v1/session"),
        ("POST", PLAYLISTS),
        ("DELETE", "/api/v1/playlists/0f1e2d3c4b5a69788796a5b4c3d2e1f0"),
    ] {
        let asked = preflight(&served, method, path);
        let methods = asked.header("access-control-allow-methods");
        assert_eq!((asked.status, methods), (400, ""), "{method} {path}");
    }
}
