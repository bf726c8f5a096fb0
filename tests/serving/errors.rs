//! What is wrong with a request is told: what, where, and what to do.

use std::fs;

use reqwest::Method;

use crate::{
    dump,
    run::Dataget,
    served::{Answer, Served, escaped},
};

#[test]
fn a_query_error_has_its_column_and_a_suggestion() {
    let served = Served::catalogue();
    let (status, problem) = served.problem("/api/v1/search?q=jazz+gnere:house");
    assert_eq!(status, 400);
    insta::assert_json_snapshot!(problem);
    for route in ["facets", "videos", "ids"] {
        let (status, problem) = served.problem(&format!("/api/v1/{route}?q=gnere:house"));
        assert_eq!((status, &problem["code"]), (400, &"unknown-field".into()), "{route}");
    }
}

#[test]
fn every_wrong_parameter_is_named() {
    let served = Served::catalogue();
    for (path, status, code, parameter) in [
        ("search", 400, "invalid-parameter", "q"),
        ("search?q=", 400, "empty-query", "q"),
        ("search?q=jazz&limit=101", 400, "invalid-parameter", "limit"),
        ("search?q=jazz&limit=0", 400, "invalid-parameter", "limit"),
        ("search?q=jazz&limit=many", 400, "invalid-parameter", "limit"),
        ("videos?q=jazz&limit=5001", 400, "invalid-parameter", "limit"),
        ("videos?q=jazz&order=random", 400, "invalid-parameter", "order"),
        ("videos?q=jazz&per_artist=0", 400, "invalid-parameter", "per_artist"),
        ("videos?q=jazz&min_length=long", 400, "invalid-parameter", "min_length"),
        ("videos?q=jazz&min_length=9m&max_length=1m", 400, "invalid-parameter", "min_length"),
        ("suggest?field=title&prefix=a", 400, "invalid-parameter", "field"),
        ("suggest?prefix=a&limit=21", 400, "invalid-parameter", "limit"),
        ("genres?limit=1001", 400, "invalid-parameter", "limit"),
        ("releases/abc", 400, "invalid-parameter", "id"),
        ("releases/99999999999999999999", 400, "invalid-parameter", "id"),
    ] {
        let (given, problem) = served.problem(&format!("/api/v1/{path}"));
        assert_eq!((given, &problem["code"]), (status, &code.into()), "{path}: {problem}");
        assert_eq!(problem["parameter"], parameter, "{path}: {problem}");
        assert_eq!(problem["status"], status, "{path}");
        assert!(problem["detail"].as_str().unwrap().len() > 10, "{path}: {problem}");
    }
}

#[test]
fn what_is_not_there_is_not_found() {
    let served = Served::catalogue();
    for path in [
        "/api/v1/releases/999",
        "/api/v1/masters/0",
        "/api/v1/artists/4294967295",
        "/api/v1/genres/Polka/chart-data",
        "/api/v1/nothing",
        "/api/v2/search",
    ] {
        let (status, _) = served.problem(path);
        assert_eq!(status, 404, "{path}");
    }
    let (_, problem) = served.problem("/api/v1/styles/tekno/chart-data");
    assert!(problem["detail"].as_str().unwrap().contains("Techno"), "{problem}");
}

#[test]
fn a_method_that_a_route_does_not_take_is_refused() {
    let served = Served::catalogue();
    for (method, path) in [
        (Method::POST, "/api/v1/search?q=jazz"),
        (Method::DELETE, "/api/v1/releases/100"),
        (Method::PUT, "/api/v1/genres"),
        (Method::POST, "/api/v1/basket"),
        (Method::POST, "/readyz"),
    ] {
        let answer = Answer::of(served.request(method, path).send().unwrap());
        let code = answer.json()["code"].clone();
        assert_eq!((answer.status, code), (405, "method-not-allowed".into()), "{path}");
    }
}

#[test]
fn no_address_makes_the_server_fail() {
    let served = Served::catalogue();
    let long = "a".repeat(5000);
    let deep = "(".repeat(2000);
    for text in [
        "%",
        "\0",
        "\"",
        "' OR 1=1",
        "{\"$ne\": null}",
        "../../etc/passwd",
        "🎛️",
        "\u{202e}",
        &long,
        &deep,
    ] {
        let text = escaped(text);
        for path in [
            format!("/api/v1/search?q={text}"),
            format!("/api/v1/facets?q={text}"),
            format!("/api/v1/suggest?prefix={text}&field={text}"),
            format!("/api/v1/genres/{text}/chart-data"),
            format!("/api/v1/releases/{text}"),
            format!("/?q={text}"),
            format!("/?q=jazz&cursor={text}&order={text}&seed={text}"),
            format!("/export/{text}?q=jazz"),
            format!("/release/{text}"),
            format!("/assets/{text}/site.css"),
            format!("/charts?genre={text}"),
            format!("/{text}"),
        ] {
            let answer = served.get(&path);
            assert!(answer.status < 500, "{path}: {} {}", answer.status, answer.body);
        }
    }
    assert_eq!(served.get("/readyz").status, 200);
}

/// A generation whose documents are those of another: an index that names what is not there.
#[test]
fn what_the_server_cannot_help_is_told_with_the_id_that_its_log_has() {
    let file = "data/generations/20261101/releases.redb";
    let other = Dataget::loaded(|folder| dump::month(folder, "20261101", 1));
    let whole = Dataget::loaded(|folder| dump::month(folder, "20261101", 25));
    fs::copy(other.path().join(file), whole.path().join(file)).unwrap();
    let served = Served::start(whole, &[]);

    let (status, problem) = served.problem("/api/v1/search?q=song");
    assert_eq!((status, &problem["code"]), (500, &"internal".into()));
    let page = served.get("/?q=song");
    assert_eq!((page.status, page.header("content-type")), (500, "text/html; charset=utf-8"));
    let id = page.header("x-request-id");
    assert!(page.body.contains(id), "the page has its id: {}", page.body);
    assert!(served.log().contains(id), "{}", served.log());
    assert!(page.body.contains("href=\"/\""), "there is a way out: {}", page.body);
    assert!(!page.body.contains("redb"), "nothing is told of the files: {}", page.body);
}
