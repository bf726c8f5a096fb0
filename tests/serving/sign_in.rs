//! Signing in at the stand-in for Google: whose answer counts, and for whom.

use fake_google::FakeGoogle;
use reqwest::{
    Method, Url,
    header::{HeaderValue, ORIGIN},
};

use crate::{
    google::{consent, site},
    served::{Answer, Served, Visitor, escaped},
};

fn path_of(address: &str) -> String {
    let url = Url::parse(address).unwrap();
    format!("{}?{}", url.path(), url.query().unwrap())
}

/// A visitor who has signed in; gives the path that Google has led back to.
fn sign_in(visitor: &Visitor<'_>, google: &FakeGoogle) -> String {
    visitor.get("/");
    let begun = visitor.get("/authorise?back=/playlists");
    let back = path_of(&consent(google, begun.header("location"), "ada"));
    let returned = visitor.get(&back);
    assert_eq!((returned.status, returned.header("location")), (303, "/playlists"));
    assert_eq!(returned.header("cache-control"), "private, no-store");
    back
}

#[test]
fn an_answer_counts_once_and_for_who_has_asked() {
    let google = FakeGoogle::start();
    let served = site(&google, &[]);
    let visitor = served.visitor();
    let back = sign_in(&visitor, &google);
    assert_eq!(visitor.get("/playlists").status, 200);
    let other = served.visitor();
    other.get("/");
    for (who, path) in [
        (&visitor, back.clone()),
        (&other, back.clone()),
        (&served.visitor(), back.clone()),
        (&other, "/oauth2callback".to_owned()),
        (&other, "/oauth2callback?code=a&code=b".to_owned()),
    ] {
        let refused = who.get(&path);
        assert_eq!(refused.status, 400, "{path}");
        assert_eq!(refused.header("cache-control"), "private, no-store");
        for value in back.split(['?', '&']).filter_map(|part| part.split_once('=')) {
            assert!(!refused.body.contains(value.1), "{value:?} is told back");
        }
        assert!(refused.body.contains("href=\"/authorise\""), "{}", refused.body);
    }
    assert_eq!(visitor.get("/playlists").status, 200, "who is signed in stays so");
    let code = back.split("code=").nth(1).unwrap().split('&').next().unwrap();
    assert!(!served.log().contains(code), "a code is in the log");
}

#[test]
fn signing_in_leads_back_to_this_site_only() {
    let google = FakeGoogle::start();
    let served = site(&google, &[]);
    for foreign in ["https://evil.example/", "//evil.example", "/\\evil.example", "/authorise"] {
        let visitor = served.visitor();
        visitor.get("/");
        let begun = visitor.get(&format!("/authorise?back={}", escaped(foreign)));
        let returned = visitor.get(&path_of(&consent(&google, begun.header("location"), "ben")));
        assert_eq!(returned.header("location"), "/basket", "{foreign}");
    }
}

#[test]
fn a_form_of_another_site_or_session_signs_nobody_out() {
    let google = FakeGoogle::start();
    let served = site(&google, &[]);
    let visitor = served.visitor();
    sign_in(&visitor, &google);
    for path in ["/deauthorise", "/erase", "/forget", "/playlist/new"] {
        let request = visitor.request(Method::POST, path);
        let without_token = Answer::of(request.body("csrf=x&q=a").send().unwrap());
        let elsewhere = [(ORIGIN, HeaderValue::from_static("https://evil.example"))];
        let foreign = visitor.request(Method::POST, path).headers(elsewhere.into_iter().collect());
        let foreign = Answer::of(foreign.body("csrf=x&q=a").send().unwrap());
        assert_eq!((without_token.status, foreign.status), (403, 403), "{path}");
    }
    assert_eq!(visitor.get("/playlists").status, 200);
    let out = visitor.post("/deauthorise", &[]);
    assert_eq!((out.status, out.header("location")), (303, "/"));
    assert!(out.cookies()[0].contains("Max-Age=0"), "{:?}", out.cookies());
    assert_eq!(visitor.get("/playlists").status, 401);
}

#[test]
fn without_credentials_there_is_no_sign_in_and_the_free_ways_are_told() {
    let served = Served::catalogue();
    assert!(!served.get("/").body.contains("Sign in"));
    for path in ["/authorise", "/playlists", "/playlist/0f1e2d3c4b5a69788796a5b4c3d2e1f0"] {
        let page = served.get(path);
        assert_eq!(page.status, 401, "{path}");
        assert!(page.body.contains("There is no sign-in here"), "{path}: {}", page.body);
        assert!(!page.body.contains("href=\"/authorise"), "{path} leads nowhere: {}", page.body);
    }
    let form = served.get("/playlist/new?q=has:video");
    assert_eq!(form.status, 200);
    assert!(form.body.contains("There is no sign-in here"), "{}", form.body);
    assert!(form.body.contains("watch_videos?video_ids="), "{}", form.body);
}
