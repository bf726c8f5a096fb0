//! A site with a stand-in for Google on the other side, and who signs in there.

use std::time::Duration;

use fake_google::{FakeGoogle, Privacy};
use reqwest::{
    Method,
    blocking::{Client, RequestBuilder},
    header::CONTENT_TYPE,
};
use serde_json::{Value, json};

use crate::{
    dump,
    run::{Dataget, wait_until},
    served::{Answer, Served},
};

pub(crate) const PLAYLISTS: &str = "/api/v1/playlists";

/// A site with the hand-made catalogue, for which the stand-in is Google.
pub(crate) fn site(google: &FakeGoogle, settings: &[(&'static str, &str)]) -> Served {
    let mut all = google.environment().to_vec();
    all.extend(settings.iter().map(|(name, value)| (*name, (*value).to_owned())));
    let dataget = Dataget::with_settings(all);
    dump::catalogue(&dataget.folder("loaded"));
    dataget.run(&["load", "loaded"]).succeeds();
    Served::start(dataget, &["--requests-per-second", "100000"])
}

/// Somebody in a browser. The cookies outlive the server.
pub(crate) struct User {
    client: Client,
    /// What the site's pages send as their origin.
    origin: Option<String>,
}

/// Signs somebody in, as a browser does that is led from page to page.
pub(crate) fn signed_in(served: &Served, google: &FakeGoogle, account: &str) -> User {
    signed_in_at(served, google, account, None)
}

/// The same at a node of a site that visitors find at `origin`.
pub(crate) fn signed_in_at(
    served: &Served,
    google: &FakeGoogle,
    account: &str,
    origin: Option<&str>,
) -> User {
    // A stream ends when the server ends it.
    let client = servers::http().cookie_store(true).timeout(None);
    let user = User { client: client.build().unwrap(), origin: origin.map(str::to_owned) };
    user.sign_in(served, google, account);
    user
}

impl User {
    pub(crate) fn sign_in(&self, served: &Served, google: &FakeGoogle, account: &str) {
        self.get(served, "/");
        let mut leads = self.get(served, "/authorise");
        // Who has agreed before is asked once more where no refresh token is known.
        for _ in 0..2 {
            assert!((302..=303).contains(&leads.status), "{}: {}", leads.status, leads.body);
            let page = leads.header("location").to_owned();
            if !page.starts_with(&google.url()) {
                break;
            }
            let back = consent(google, &page, account);
            let path = &back[back.find("/oauth2callback").expect("it leads back")..];
            leads = self.get(served, path);
        }
        assert!((302..=303).contains(&leads.status), "{}: {}", leads.status, leads.body);
        assert_eq!(self.session(served)["signed_in"], true);
    }

    pub(crate) fn get(&self, served: &Served, path: &str) -> Answer {
        Answer::of(self.client.get(format!("{}{path}", served.url)).send().unwrap())
    }

    /// A request as the site's own pages send it.
    pub(crate) fn request(&self, served: &Served, method: Method, path: &str) -> RequestBuilder {
        let origin = self.origin.as_deref().unwrap_or(&served.url);
        self.client.request(method, format!("{}{path}", served.url)).header("origin", origin)
    }

    pub(crate) fn session(&self, served: &Served) -> Value {
        self.get(served, "/api/v1/session").json()
    }

    /// Asks for a playlist, and gives the answer.
    pub(crate) fn wish(&self, served: &Served, body: &Value) -> Answer {
        let request = self.request(served, Method::POST, PLAYLISTS).body(body.to_string());
        Answer::of(request.send().unwrap())
    }

    /// Asks for a playlist of these videos, and gives where its job is.
    pub(crate) fn make(&self, served: &Served, videos: &[String]) -> String {
        let answer = self.wish(served, &json!({ "videos": videos, "title": "Songs" }));
        assert_eq!(answer.status, 202, "{}", answer.body);
        answer.header("location").to_owned()
    }

    pub(crate) fn delete(&self, served: &Served, path: &str) -> Answer {
        Answer::of(self.request(served, Method::DELETE, path).send().unwrap())
    }

    /// The job once it is in this state.
    pub(crate) fn wait(&self, served: &Served, job: &str, state: &str) -> Value {
        let mut last = Value::Null;
        wait_until(&format!("{job} is {state}"), || {
            last = self.get(served, job).json();
            last["state"] == state
        });
        last
    }

    /// All that is told of a job until it is at its end.
    pub(crate) fn watch(&self, served: &Served, job: &str) -> Vec<Value> {
        let events = self.get(served, &format!("{job}/events"));
        assert_eq!(events.header("content-type"), "text/event-stream");
        let data = events.body.lines().filter_map(|line| line.strip_prefix("data: "));
        data.map(|data| serde_json::from_str(data).unwrap()).collect()
    }
}

/// Says yes on the page at `url`; gives the address that it leads back to.
pub(crate) fn consent(google: &FakeGoogle, url: &str, account: &str) -> String {
    let query = url.split_once('?').unwrap().1;
    let client = servers::http().build().unwrap();
    let form = client.post(format!("{}/o/oauth2/v2/consent", google.url()));
    let form = form.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    let form = form.timeout(Duration::from_secs(30));
    let body = format!("{query}&account={account}&answer=continue");
    let answer = Answer::of(form.body(body).send().unwrap());
    assert_eq!(answer.status, 302, "{}", answer.body);
    answer.header("location").to_owned()
}

/// Ids of so many videos.
pub(crate) fn videos(count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("video{number:06}")).collect()
}

/// The stand-in has one playlist, a private one of these videos in their order, and was never
/// asked to do two things to it at once.
pub(crate) fn assert_filled(google: &FakeGoogle, owner: &str, wanted: &[String]) {
    let playlists = google.playlists();
    let [playlist] = &playlists[..] else { panic!("{playlists:?}") };
    assert_eq!((playlist.owner, playlist.privacy), (owner, Privacy::Private));
    let items: Vec<&str> = playlist.items.iter().map(|item| &*item.video).collect();
    assert_eq!(items, wanted);
    assert!(google.books().most_parallel.values().all(|&most| most == 1));
}
