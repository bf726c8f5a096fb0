//! What each kind of answer tells browsers and caches.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{Read, Write},
    net::TcpStream,
};

use fake_google::FakeGoogle;
use reqwest::Method;

use crate::{
    dump,
    google::{consent, signed_in, site, videos},
    run::Dataget,
    served::{Answer, Served},
    stopping::begun,
};

/// What is one visitor's alone.
const HIS: &str = "private, no-store";
/// A page, which has his basket's length and the token of its forms.
const PAGE: &str = "private, no-cache";
/// What holds until a new month is there.
const EVERYBODYS: &str = "public, max-age=0, must-revalidate";
/// What is other the next time.
const NOW: &str = "no-store";
/// Nothing is said.
const UNSAID: &str = "";

const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

/// All that every answer says, whatever it is.
fn assert_protected(what: &str, answer: &Answer) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        // YouTube's player plays nothing where it does not learn who asks.
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
        // Without TLS there is nothing to stay with.
        ("strict-transport-security", ""),
    ] {
        assert_eq!(answer.header(name), value, "{what}: {name}");
        assert!(answer.headers.get_all(name).iter().count() <= 1, "{what}: {name} comes twice");
    }
    for tells in ["server", "x-powered-by", "via"] {
        assert_eq!(answer.header(tells), "", "{what} tells what serves it");
    }
    assert_policy(what, answer);
    let cookies = answer.cookies();
    assert!(cookies.len() <= 1, "{what}: {cookies:?}");
    for cookie in cookies {
        assert!(cookie.starts_with("dataget="), "{what}: {cookie}");
        assert!(cookie.contains("; HttpOnly; SameSite=Lax; Path=/; Max-Age="), "{what}: {cookie}");
        assert!(!cookie.contains("Domain"), "{what}: {cookie}");
        let caching = answer.header("cache-control");
        assert!(caching.contains("private") || caching == NOW, "{what}: a cookie with {caching:?}");
    }
}

/// The directives of an answer's content policy.
fn policy(answer: &Answer) -> BTreeMap<String, BTreeSet<String>> {
    let directives = answer.header("content-security-policy").split(';');
    let directives = directives.map(|directive| {
        let mut words = directive.split_whitespace().map(str::to_owned);
        (words.next().expect("a directive has a name"), words.collect())
    });
    directives.collect()
}

fn assert_policy(what: &str, answer: &Answer) {
    let policy = policy(answer);
    let said = |name: &str| {
        let sources = policy.get(name).unwrap_or_else(|| panic!("{what}: no {name}: {policy:?}"));
        sources.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
    };
    // Of what is not named, such as objects and workers, there is nothing.
    assert_eq!(said("default-src"), "'none'", "{what}");
    assert_eq!(said("base-uri"), "'none'", "{what}");
    assert_eq!(said("frame-ancestors"), "'none'", "{what}");
    assert!(["'self'", "'none'"].contains(&&*said("form-action")), "{what}: {policy:?}");
    assert_eq!(said("connect-src"), "'self'", "{what}");
    let scripts = said("script-src");
    let ours = "'self'";
    let players = " https://www.youtube.com/iframe_api https://www.youtube.com/s/player/";
    assert!(scripts == ours || scripts == format!("{ours}{players}"), "{what}: {scripts}");
    for (name, sources) in &policy {
        let is_wide = |source: &String| {
            let source = source.as_str();
            let is_of_docs = (name.as_str(), source) == ("style-src", "'unsafe-inline'")
                && what.contains("/docs/");
            let is_any = ["*", "http:", "https:", "blob:"].contains(&source);
            is_any || (source.contains("unsafe") && !is_of_docs)
        };
        assert!(!sources.iter().any(is_wide), "{what}: {name}: {sources:?}");
    }
}

/// An answer is of this status, this type, and may be kept so.
fn assert_answer(what: &str, answer: &Answer, expected: (u16, &str, &str)) {
    let (status, media, caching) = expected;
    let told = (answer.status, answer.header("content-type"), answer.header("cache-control"));
    assert_eq!(told, (status, media, caching), "{what}");
    assert_protected(what, answer);
    assert!(!caching.starts_with("public") || answer.cookies().is_empty(), "{what}");
}

#[test]
fn every_kind_of_answer_tells_browsers_what_to_refuse_and_who_may_keep_it() {
    let google = FakeGoogle::start();
    let served = site(&google, &[]);
    let page = served.get("/").body;
    let (_, asset) = page.split_once("rel=\"stylesheet\" href=\"").expect("a page has a style");
    let asset = asset.split('"').next().unwrap();
    let year = "public, max-age=31536000, immutable";
    let day = "public, max-age=86400";
    for (path, expected) in [
        ("/", (200, HTML, PAGE)),
        ("/?q=has:video", (200, HTML, PAGE)),
        ("/?q=gnere:x", (400, HTML, PAGE)),
        ("/release/100", (200, HTML, PAGE)),
        ("/about", (200, HTML, PAGE)),
        ("/charts", (200, HTML, PAGE)),
        ("/status", (200, HTML, HIS)),
        ("/basket", (200, HTML, HIS)),
        ("/playlist/new?q=has:video", (200, HTML, HIS)),
        ("/playlists", (401, HTML, HIS)),
        ("/nothing", (404, HTML, HIS)),
        ("/docsify", (404, HTML, HIS)),
        ("/oauth2callback?code=a&state=b", (400, HTML, HIS)),
        ("/authorise", (303, "", HIS)),
        ("/export/csv?q=has:video", (200, "text/csv; charset=utf-8; header=present", PAGE)),
        ("/export/m3u?q=has:video", (200, "audio/x-mpegurl; charset=utf-8", PAGE)),
        ("/basket/export/txt", (200, "text/plain; charset=utf-8", HIS)),
        (asset, (200, "text/css; charset=utf-8", year)),
        ("/assets/gone/site.css", (404, HTML, HIS)),
        ("/favicon.ico", (302, "", UNSAID)),
        ("/robots.txt", (200, "text/plain; charset=utf-8", day)),
        ("/feed.xml", (200, "application/atom+xml; charset=utf-8", EVERYBODYS)),
        ("/docs", (308, "", UNSAID)),
        ("/docs/", (200, "text/html", UNSAID)),
        ("/docs/swagger-ui-bundle.js", (200, "text/javascript", UNSAID)),
        ("/openapi.json", (200, JSON, EVERYBODYS)),
        ("/api/v1/search?q=harbour", (200, JSON, EVERYBODYS)),
        ("/api/v1/ids?q=harbour", (200, "application/x-ndjson", EVERYBODYS)),
        ("/api/v1/releases/100", (200, JSON, EVERYBODYS)),
        ("/api/v1/search?q=gnere:x", (400, PROBLEM, NOW)),
        ("/api/v1/releases/999", (404, PROBLEM, NOW)),
        ("/api/v1/nothing", (404, PROBLEM, NOW)),
        ("/api/v1/dumps", (200, JSON, EVERYBODYS)),
        ("/api/v1/status", (200, JSON, NOW)),
        ("/api/v1/session", (200, JSON, HIS)),
        ("/api/v1/basket", (200, JSON, HIS)),
        ("/api/v1/playlists/0f1e2d3c4b5a69788796a5b4c3d2e1f0", (401, PROBLEM, NOW)),
        ("/healthz", (200, "text/plain; charset=utf-8", NOW)),
        ("/readyz", (200, JSON, NOW)),
        ("/metrics", (200, "application/openmetrics-text; version=1.0.0; charset=utf-8", NOW)),
    ] {
        assert_answer(path, &served.get(path), expected);
    }

    for (method, path, expected) in [
        (Method::HEAD, "/", (200, HTML, PAGE)),
        (Method::POST, "/api/v1/search", (405, PROBLEM, NOW)),
        (Method::POST, "/api/v1/playlists", (403, PROBLEM, NOW)),
        (Method::POST, "/basket/add", (403, HTML, HIS)),
        (Method::DELETE, "/healthz", (405, PROBLEM, NOW)),
    ] {
        let answer = Answer::of(served.request(method.clone(), path).send().unwrap());
        assert_answer(&format!("{method} {path}"), &answer, expected);
    }
    let tag = served.get("/api/v1/genres").header("etag").to_owned();
    let again = served.request(Method::GET, "/api/v1/genres").header("if-none-match", tag);
    assert_protected("what still holds", &Answer::of(again.send().unwrap()));
}

#[test]
fn what_a_visitor_does_and_has_made_is_kept_by_nobody() {
    let google = FakeGoogle::start();
    let served = site(&google, &[]);
    let visitor = served.visitor();
    visitor.get("/");
    let put = visitor.request(Method::PUT, "/api/v1/basket").body("{\"videos\":[]}");
    assert_answer("PUT basket", &Answer::of(put.send().unwrap()), (200, JSON, HIS));
    for (path, fields) in [
        ("/basket/add", &[("video", "harbourLit1")][..]),
        ("/basket/undo", &[]),
        ("/basket/clear", &[]),
        ("/deauthorise", &[]),
    ] {
        assert_answer(path, &visitor.post(path, fields), (303, "", HIS));
    }
    visitor.get("/");
    let gone = visitor.request(Method::DELETE, "/api/v1/session").send().unwrap();
    assert_answer("DELETE session", &Answer::of(gone), (204, "", HIS));

    visitor.get("/");
    let begun = visitor.get("/authorise");
    assert_answer("/authorise", &begun, (303, "", HIS));
    let back = consent(&google, begun.header("location"), "ben");
    let returned = visitor.get(&back[back.find("/oauth2callback").unwrap()..]);
    assert_answer("/oauth2callback", &returned, (303, "", HIS));

    let user = signed_in(&served, &google, "ada");
    let job = user.make(&served, &videos(2));
    user.wait(&served, &job, "done");
    let page = job.replace("/api/v1/playlists", "/playlist");
    for (path, expected) in [
        ("/playlists", (200, HTML, HIS)),
        (&*page, (200, HTML, HIS)),
        (&*job, (200, JSON, HIS)),
        (&*format!("{job}/events"), (200, "text/event-stream", HIS)),
        ("/api/v1/playlists/0f1e2d3c4b5a69788796a5b4c3d2e1f0", (404, PROBLEM, NOW)),
    ] {
        assert_answer(path, &user.get(&served, path), expected);
    }
    assert_answer("DELETE job", &user.delete(&served, &job), (204, "", HIS));
}

/// An answer as it came, byte by byte, to what a client of HTTP would not send.
fn raw(mut stream: TcpStream, request: &[u8]) -> String {
    stream.write_all(request).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8(answer).unwrap()
}

#[test]
fn a_refused_request_is_answered_with_the_same_headers() {
    let served = Served::start(Dataget::loaded(dump::catalogue), &["--requests-per-second", "2"]);
    let visitor = served.visitor();
    visitor.get("/");
    let long = visitor.request(Method::PUT, "/api/v1/basket").body("a".repeat(300_000));
    assert_answer("too long", &Answer::of(long.send().unwrap()), (413, PROBLEM, NOW));
    for (path, expected) in [("/", (429, HTML, HIS)), ("/api/v1/genres", (429, PROBLEM, NOW))] {
        let refused = (0..50).map(|_| served.get(path)).find(|answer| answer.status == 429);
        assert_answer(path, &refused.expect("there is a limit"), expected);
    }

    let slow = Served::start(Dataget::loaded(dump::catalogue), &["--request-seconds", "1"]);
    let late = raw(begun(&slow), b"");
    assert!(late.starts_with("HTTP/1.1 408 "), "{late}");
    for header in ["content-security-policy: ", "x-content-type-options: nosniff\r\n"] {
        assert!(late.contains(header), "{late}");
    }

    // Who speaks no HTTP gets no page and hears of nobody.
    let stream = TcpStream::connect(slow.url.strip_prefix("http://").unwrap()).unwrap();
    let refused = raw(stream, b"GET / HTTP/1.1\r\nhost : a\r\n\r\n");
    assert!(refused.starts_with("HTTP/1.1 400 "), "{refused}");
    assert!(refused.to_lowercase().contains("content-length: 0\r\n"), "{refused}");
    assert!(!refused.to_lowercase().contains("\r\nserver:"), "{refused}");
}

#[test]
fn a_mistake_of_the_server_is_answered_with_the_same_headers() {
    let file = "data/generations/20261101/releases.redb";
    let other = Dataget::loaded(|folder| dump::month(folder, "20261101", 1));
    let whole = Dataget::loaded(|folder| dump::month(folder, "20261101", 25));
    fs::copy(other.path().join(file), whole.path().join(file)).unwrap();
    let served = Served::start(whole, &[]);
    assert_answer("page", &served.get("/?q=song"), (500, HTML, HIS));
    assert_answer("API", &served.get("/api/v1/search?q=song"), (500, PROBLEM, NOW));
}

#[test]
fn a_site_that_others_reach_by_tls_says_so_with_every_answer() {
    let options = ["--public-url", "https://records.example"];
    let served = Served::start(Dataget::loaded(dump::catalogue), &options);
    for path in ["/", "/nothing", "/robots.txt", "/api/v1/genres", "/api/v1/basket", "/docs/"] {
        let answer = served.get(path);
        assert_eq!(answer.header("strict-transport-security"), "max-age=15768000", "{path}");
        for cookie in answer.cookies() {
            assert!(cookie.starts_with("__Host-dataget="), "{path}: {cookie}");
            assert!(cookie.contains("; Secure") && cookie.contains("; HttpOnly"), "{cookie}");
            assert!(cookie.contains("; Path=/;") && !cookie.contains("Domain"), "{cookie}");
        }
    }
}
