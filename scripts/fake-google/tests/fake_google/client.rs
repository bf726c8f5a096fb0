//! A client of the Data API, as plain as can be.

use fake_google::FakeGoogle;
use reqwest::blocking::{Client, ClientBuilder, RequestBuilder, Response};
use serde_json::{Value, json};

/// A video that there is.
pub(crate) const VIDEO: &str = "AHuQWcylaU4";

/// Whatever is asked goes to this machine, and is asked once.
pub(crate) fn http() -> ClientBuilder {
    servers::http()
}

/// A user who has signed in.
pub(crate) struct User<'google> {
    pub(crate) google: &'google FakeGoogle,
    pub(crate) token: String,
    http: Client,
}

impl<'google> User<'google> {
    pub(crate) fn of(google: &'google FakeGoogle, name: &str) -> Self {
        Self::with(google, google.mint(name).access_token)
    }

    pub(crate) fn with(google: &'google FakeGoogle, token: String) -> Self {
        Self { google, token, http: http().build().unwrap() }
    }

    pub(crate) fn get(&self, path_and_query: &str) -> RequestBuilder {
        let url = format!("{}/youtube/v3/{path_and_query}", self.google.url());
        self.http.get(url).bearer_auth(&self.token)
    }

    pub(crate) fn post(&self, path_and_query: &str, body: &Value) -> RequestBuilder {
        let url = format!("{}/youtube/v3/{path_and_query}", self.google.url());
        self.http.post(url).bearer_auth(&self.token).json(body)
    }

    /// A private playlist, about to be made.
    pub(crate) fn making(&self, title: &str) -> RequestBuilder {
        let snippet = json!({"title": title, "description": "job 1"});
        let body = json!({"snippet": snippet, "status": {"privacyStatus": "private"}});
        self.post("playlists?part=snippet,status", &body)
    }

    /// A private playlist's id.
    pub(crate) fn make(&self, title: &str) -> String {
        let made = read(self.making(title), 200);
        made["id"].as_str().unwrap().to_owned()
    }

    /// A video, about to be added.
    pub(crate) fn adding(&self, playlist: &str, video: &str) -> RequestBuilder {
        let resource = json!({"kind": "youtube#video", "videoId": video});
        let snippet = json!({"playlistId": playlist, "resourceId": resource});
        self.post("playlistItems?part=snippet", &json!({"snippet": snippet}))
    }

    pub(crate) fn add(&self, playlist: &str, video: &str) -> Value {
        read(self.adding(playlist, video), 200)
    }

    pub(crate) fn listing(&self, playlist: &str) -> RequestBuilder {
        self.get(&format!("playlistItems?part=snippet&playlistId={playlist}&maxResults=50"))
    }

    /// The videos of a playlist's first page.
    pub(crate) fn videos(&self, playlist: &str) -> Vec<String> {
        let listed = read(self.listing(playlist), 200);
        let video = |item: &Value| item["snippet"]["resourceId"]["videoId"].clone();
        let videos = listed["items"].as_array().unwrap().iter().map(video);
        videos.map(|video| video.as_str().unwrap().to_owned()).collect()
    }
}

/// The body of an answer, which has this status.
pub(crate) fn read(request: RequestBuilder, status: u16) -> Value {
    read_answer(request.send().unwrap(), status)
}

pub(crate) fn read_answer(answer: Response, status: u16) -> Value {
    let is = answer.status().as_u16();
    let body = answer.text().unwrap();
    assert_eq!(is, status, "{body}");
    serde_json::from_str(&body).unwrap_or_else(|_| panic!("{body}"))
}

/// The reason of an error.
pub(crate) fn reason(error: &Value) -> &str {
    error["error"]["errors"][0]["reason"].as_str().unwrap()
}
