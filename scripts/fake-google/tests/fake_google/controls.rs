//! The controls over HTTP, for tests in other languages.

use fake_google::{Books, FakeGoogle};
use reqwest::blocking::{Client, RequestBuilder};
use serde_json::{Value, json};

use crate::client::{User, VIDEO, http, read, reason};

struct Controls<'google>(&'google FakeGoogle, Client);

impl<'google> Controls<'google> {
    fn of(google: &'google FakeGoogle) -> Self {
        Self(google, http().build().unwrap())
    }

    fn changing(&self, control: &str, body: &Value) -> RequestBuilder {
        self.1.post(format!("{}/control/{control}", self.0.url())).json(body)
    }

    fn change(&self, control: &str, body: Value) -> Value {
        read(self.changing(control, &body), 200)
    }

    fn show(&self, what: &str) -> Value {
        read(self.1.get(format!("{}/control/{what}", self.0.url())), 200)
    }
}

#[test]
fn the_clock_and_the_units_are_set() {
    let google = FakeGoogle::start();
    let controls = Controls::of(&google);
    controls.change("set-now", json!({"now": "2026-11-21T07:00:00Z"}));
    controls.change("advance", json!({"seconds": 7200}));
    controls.change("set-daily-units", json!({"units": 100}));
    controls.change("spend", json!({"units": 30}));
    let clock = controls.show("clock");
    assert_eq!(clock["day"], "2026-11-21");
    assert_eq!(clock["next_day"], "2026-11-22T08:00:00Z");
    assert_eq!(clock["units_left"], 70);
    assert!(clock["now"].as_str().unwrap().starts_with("2026-11-21T09:00:0"), "{clock}");
}

#[test]
fn tokens_are_given_and_taken() {
    let google = FakeGoogle::start();
    let controls = Controls::of(&google);
    let tokens = controls.change("mint", json!({"user": "ada"}));
    let ada = User::with(&google, tokens["access_token"].as_str().unwrap().to_owned());
    ada.make("Dub");
    controls.change("expire-access-tokens", json!({}));
    read(ada.making("Dub"), 401);
    let browser = crate::browser::Browser::at(&google);
    let refresh = tokens["refresh_token"].as_str().unwrap();
    controls.change("set-access-lifetime", json!({"seconds": 7}));
    assert_eq!(browser.refresh(refresh, 200)["expires_in"], 7);
    controls.change("rotate-refresh-tokens", json!({"rotate": true}));
    let rotated = browser.refresh(refresh, 200)["refresh_token"].clone();
    controls.change("kill-refresh-token", json!({"user": "ada"}));
    browser.refresh(rotated.as_str().unwrap(), 400);
    controls.change("set-issuer", json!({"issuer": "absent"}));
    let back = browser.led_to(&[("answer", "continue")]);
    assert_eq!(crate::browser::field(&back, "iss"), None);
}

#[test]
fn videos_playlists_and_faults_are_set_and_seen() {
    let google = FakeGoogle::start();
    let controls = Controls::of(&google);
    let ada = User::of(&google, "ada");
    let playlist = ada.make("Dub");
    controls.change("mark-video", json!({"id": VIDEO, "state": "private"}));
    assert_eq!(reason(&read(ada.adding(&playlist, VIDEO), 400)), "failedPrecondition");
    controls.change("mark-video", json!({"id": VIDEO, "state": "available"}));
    let what = json!({"applied_then": [503, "backendError"]});
    let fault = json!({"on": "playlistItems.insert", "what": what});
    controls.change("add-fault", json!({"fault": fault}));
    assert_eq!(controls.show("faults")["left"], 1);
    read(ada.adding(&playlist, VIDEO), 503);
    controls.change("set-max-items", json!({"items": 1}));
    read(ada.adding(&playlist, VIDEO), 403);

    controls.change("set-latency", json!({"millis": 50}));
    let begun = std::time::Instant::now();
    ada.videos(&playlist);
    assert!(begun.elapsed().as_millis() >= 50);

    let playlists = controls.show("playlists");
    assert_eq!(playlists[0]["owner"], "ada");
    assert_eq!(playlists[0]["privacy"], "private");
    assert_eq!(playlists[0]["items"][0]["video"], VIDEO);
    let books = controls.show("books");
    assert_eq!(books["calls"][2]["call"], "playlistItems.insert");
    assert_eq!(books["calls"][2]["fault"], what);
    let books: Books = serde_json::from_value(books).unwrap();
    assert_eq!(books, google.books());
    assert_eq!(controls.show("accounts")[1]["channel"]["title"], "Ben's channel");
}

#[test]
fn a_storm_comes_and_goes() {
    let google = FakeGoogle::start();
    let controls = Controls::of(&google);
    controls.change("storm", json!({"seed": 1, "per_mille": 1000}));
    let ada = User::of(&google, "ada");
    let _ = ada.making("Dub").send();
    assert!(google.books().calls[0].fault.is_some());
    controls.change("clear-faults", json!({}));
    ada.make("Dub");
    controls.change("reset", json!({}));
    assert_eq!(google.books(), Books::default());
    assert_eq!(google.playlists(), []);
    read(ada.making("Dub"), 401);
}

#[test]
fn a_control_that_is_not_understood_is_refused() {
    let google = FakeGoogle::start();
    let controls = Controls::of(&google);
    let refused = [
        ("destroy", json!({})),
        ("advance", json!({"minutes": 1})),
        ("spend", json!({"units": -1})),
        ("spend", json!({"units": 1, "more": 1})),
        ("mint", json!({"user": "nobody"})),
        ("reset", json!([])),
    ];
    for (control, body) in refused {
        let refusal = read(controls.changing(control, &body), 400);
        assert!(refusal["error"].is_string(), "{control} {body}");
    }
}

#[test]
fn pages_do_not_steer() {
    let google = FakeGoogle::start();
    let controls = Controls::of(&google);
    let from_page = |origin| {
        let body = json!({"user": "ada"});
        read(controls.changing("mint", &body).header("origin", origin), 403);
        let books = controls.1.get(format!("{}/control/books", google.url()));
        read(books.header("origin", origin), 403);
    };
    from_page("http://evil.example");
    from_page("null");
}
