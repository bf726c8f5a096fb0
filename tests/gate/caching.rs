//! What nginx keeps, and what it never does.

use reqwest::{Method, header::SET_COOKIE};

use crate::{browser::Browser, dump, gate::Gate, run::wait_until, served::Answer, tls::site_asset};

const GENRES: &str = "/api/v1/genres";

/// Asked for by somebody without cookies, with a header besides.
fn ask(browser: &Browser, path: &str, header: (&str, &str)) -> Answer {
    Answer::of(browser.request(Method::GET, path).header(header.0, header.1).send().unwrap())
}

fn kept(answer: &Answer) -> &str {
    answer.header("x-cache-status")
}

#[test]
fn a_public_answer_is_kept_and_asked_about_when_it_is_old() {
    let gate = Gate::open();
    let browser = gate.browser();
    let first = browser.get(GENRES);
    assert_eq!((first.status, kept(&first)), (200, "MISS"));
    let again = browser.get(GENRES);
    assert_eq!((again.status, kept(&again), &again.body), (200, "HIT", &first.body));
    // Others still ask each time, and hear from nginx that their copy holds.
    assert_eq!(again.header("cache-control"), "public, max-age=0, must-revalidate");
    let same = ask(&browser, GENRES, ("if-none-match", first.header("etag")));
    assert_eq!((same.status, same.body.as_str()), (304, ""));
    assert_ne!(again.header("x-request-id"), first.header("x-request-id"));
    let mut last = again;
    wait_until("nginx asks whether it still holds", || {
        last = browser.get(GENRES);
        kept(&last) != "HIT" && last.status == 200
    });
    assert_eq!((kept(&last), &last.body), ("REVALIDATED", &first.body));
    let metrics = gate.served.get("/metrics").body;
    let answered = |status: u16| {
        metrics.contains(&format!("route=\"/api/v1/{{kind}}\",status=\"{status}\"}} 1"))
            || metrics.contains(&format!("route=\"{GENRES}\",status=\"{status}\"}} 1"))
    };
    assert!(answered(200) && answered(304), "{metrics}");
}

#[test]
fn a_new_month_is_seen_through_what_was_kept() {
    let gate = Gate::open();
    let browser = gate.browser();
    let path = "/api/v1/search?q=song";
    assert_eq!(browser.get(path).json()["generation"], "20261101");
    dump::month(&gate.served.folder("december"), "20261201", 6);
    gate.served.run(&["load", "december", "--force"]).succeeds();
    wait_until("the new month is served", || {
        let answer = browser.get(path);
        answer.status == 200 && answer.json()["generation"] == "20261201"
    });
}

#[test]
fn who_has_a_session_is_answered_by_the_node_itself() {
    let gate = Gate::open();
    let (one, nobody) = (gate.browser(), gate.browser());
    one.get("/");
    assert_eq!(kept(&nobody.get(GENRES)), "MISS");
    let own = one.get(GENRES);
    assert_eq!((own.status, kept(&own)), (200, "BYPASS"));
    let same = ask(&one, GENRES, ("if-none-match", own.header("etag")));
    assert_eq!((same.status, kept(&same)), (304, "BYPASS"));
    // And leaves nothing for others.
    let other = "/api/v1/styles";
    assert_eq!(kept(&one.get(other)), "BYPASS");
    assert_eq!(kept(&nobody.get(other)), "MISS");
}

#[test]
fn what_belongs_to_a_visitor_is_never_kept() {
    let gate = Gate::open();
    let (one, other) = (gate.browser(), gate.browser());
    one.get("/api/v1/session");
    let basket = "{\"videos\": [\"harbourLit1\"]}";
    assert_eq!(one.change(Method::PUT, "/api/v1/basket", basket).status, 200);
    for path in
        ["/", "/basket", "/api/v1/basket", "/api/v1/session", "/status", "/api/v1/playlists"]
    {
        let mut names = Vec::new();
        for browser in [&one, &other, &gate.browser(), &gate.browser()] {
            let answer = browser.get(path);
            assert!(["", "BYPASS"].contains(&kept(&answer)), "{path}: {}", kept(&answer));
            names.extend(answer.cookies().iter().map(|cookie| (*cookie).to_owned()));
        }
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all, "{path} has given two visitors one session");
    }
    assert_eq!(one.get("/api/v1/basket").json()["videos"].as_array().unwrap().len(), 1);
    assert_eq!(other.get("/api/v1/basket").json()["videos"].as_array().unwrap().len(), 0);
    // However an address is written.
    for path in ["/api/v1/%62asket", "/api//v1/basket", "/api/v1/./basket", "/api/v1/basket?a=.css"]
    {
        for _ in 0..2 {
            let answer = gate.browser().get(path);
            assert_ne!(kept(&answer), "HIT", "{path}");
            assert!(!answer.body.contains("harbourLit1"), "{path}: {}", answer.body);
        }
    }
}

#[test]
fn what_is_not_for_keeping_is_not_kept() {
    let gate = Gate::open();
    let browser = gate.browser();
    for path in [
        "/api/v1/status",
        "/api/v1/search?q=gnere:x",
        "/api/v1/releases/999",
        "/assets/none/site.css",
    ] {
        for _ in 0..2 {
            let answer = browser.get(path);
            assert!(answer.header("cache-control").ends_with("no-store"), "{path}");
            assert_eq!(kept(&answer), "MISS", "{path}");
        }
    }
}

#[test]
fn an_asset_is_kept_for_ever_whoever_asks() {
    let gate = Gate::open();
    let browser = gate.browser();
    let asset = site_asset(&browser.get("/").body);
    for status in ["MISS", "HIT", "HIT"] {
        let answer = browser.get(&asset);
        assert_eq!((answer.status, kept(&answer)), (200, status));
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
        assert!(answer.headers.get(SET_COOKIE).is_none());
    }
}

#[test]
fn what_is_kept_is_kept_compressed_for_those_who_can_read_it() {
    let gate = Gate::open();
    let browser = gate.browser();
    let asset = site_asset(&browser.get("/").body);
    let plain = browser.get(&asset).body.len();
    for (accepted, coding) in [
        ("gzip", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("deflate", ""),
        ("gzip;q=0", ""),
    ] {
        let mut lengths = Vec::new();
        for _ in 0..2 {
            let request = browser.request(Method::GET, &asset).header("accept-encoding", accepted);
            let answer = request.send().unwrap();
            let said = answer.headers().get("content-encoding").map(|it| it.to_str().unwrap());
            assert_eq!(said.unwrap_or_default(), coding, "{accepted}");
            lengths.push(answer.bytes().unwrap().len());
        }
        assert_eq!(lengths[0], lengths[1], "{accepted}");
        assert_eq!(
            lengths[0] < plain / 2,
            !coding.is_empty(),
            "{accepted}: {lengths:?} of {plain}"
        );
    }
}

#[test]
fn pages_of_other_sites_may_read_what_was_kept_for_ours() {
    let gate = Gate::open();
    let browser = gate.browser();
    assert_eq!(browser.get(GENRES).header("access-control-allow-origin"), "");
    for origin in ["https://one.example", "https://other.example"] {
        let answer = ask(&browser, GENRES, ("origin", origin));
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{origin}");
    }
}
