//! Answers that may be kept: they say by what they are known, and until when they hold.

use reqwest::Method;

use crate::{
    dump,
    run::wait_until,
    served::{Answer, Served},
};

#[test]
fn an_answer_that_still_holds_is_not_sent_again() {
    let served = Served::loaded(|folder| dump::month(folder, "20261101", 5));
    for path in ["/api/v1/search?q=song", "/api/v1/facets", "/api/v1/releases/1", "/api/v1/genres"]
    {
        let answer = served.get(path);
        let tag = answer.header("etag").to_owned();
        assert!(!tag.is_empty(), "{path}");
        assert_eq!(answer.header("cache-control"), "public, max-age=0, must-revalidate");
        assert!(answer.cookies().is_empty(), "{path} is everybody's");
        let again = served.request(Method::GET, path).header("if-none-match", &tag);
        let again = Answer::of(again.send().unwrap());
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
        let other = served.request(Method::GET, path).header("if-none-match", "\"other\"");
        assert_eq!(Answer::of(other.send().unwrap()).status, 200, "{path}");
    }
    assert_ne!(
        served.get("/api/v1/search?q=song").header("etag"),
        served.get("/api/v1/search?q=songs").header("etag")
    );
}

#[test]
fn a_new_generation_is_another_answer() {
    let served = Served::loaded(|folder| dump::month(folder, "20261101", 5));
    let path = "/api/v1/search?q=song";
    let tag = served.get(path).header("etag").to_owned();
    dump::month(&served.folder("december"), "20261201", 6);
    served.run(&["load", "december"]).succeeds();
    wait_until("the new month is served", || served.json(path)["generation"] == "20261201");
    let again = served.request(Method::GET, path).header("if-none-match", &tag);
    assert_eq!(Answer::of(again.send().unwrap()).status, 200);
}

#[test]
fn answers_are_compressed_for_those_who_can_read_it() {
    let served = Served::loaded(|folder| dump::month(folder, "20261101", 25));
    for coding in ["gzip", "br"] {
        let request = served.request(Method::GET, "/api/v1/search?q=song&limit=50");
        let answer = request.header("accept-encoding", coding).send().unwrap();
        assert_eq!(answer.headers()["content-encoding"], coding);
        let mut varies = answer.headers().get_all("vary").iter();
        assert!(varies.any(|by| by.to_str().unwrap().to_lowercase().contains("accept-encoding")));
        assert!(answer.bytes().unwrap().len() < 3000);
    }
    assert_eq!(served.get("/api/v1/search?q=song").header("content-encoding"), "");
}

#[test]
fn a_head_is_what_a_get_would_say() {
    let served = Served::catalogue();
    for path in ["/", "/api/v1/search?q=harbour", "/healthz", "/api/v1/releases/999"] {
        let get = served.get(path);
        let head = Answer::of(served.request(Method::HEAD, path).send().unwrap());
        assert_eq!((head.status, head.body.as_str()), (get.status, ""), "{path}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
    }
}
