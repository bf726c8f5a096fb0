//! A browser at the consent page, and the client that it leads back to.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use fake_google::{CODE_PREFIX, FakeGoogle};
use reqwest::{
    Url,
    blocking::{Client, Response},
};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::client::{http, read_answer};

pub(crate) const BACK: &str = "http://127.0.0.1:9/oauth2callback";
pub(crate) const VERIFIER: &str = "a-verifier-of-at-least-forty-three-letters-in-all";
pub(crate) const SCOPE: &str = "https://www.googleapis.com/auth/youtube";

pub(crate) struct Browser<'google> {
    pub(crate) google: &'google FakeGoogle,
    pub(crate) http: Client,
    /// The request for consent.
    pub(crate) wish: Vec<(&'static str, String)>,
}

impl<'google> Browser<'google> {
    pub(crate) fn at(google: &'google FakeGoogle) -> Self {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
        let wish = [
            ("response_type", "code"),
            ("client_id", "canary-client.apps.googleusercontent.com"),
            ("redirect_uri", BACK),
            ("scope", SCOPE),
            ("state", "a state & more"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
            ("access_type", "offline"),
        ];
        let wish = wish.map(|(name, value)| (name, value.to_owned())).to_vec();
        Self { google, http: http().build().unwrap(), wish }
    }

    /// The same with another value, or without one.
    pub(crate) fn with(mut self, name: &'static str, value: Option<&str>) -> Self {
        self.wish.retain(|(is, _)| *is != name);
        self.wish.extend(value.map(|value| (name, value.to_owned())));
        self
    }

    pub(crate) fn look(&self) -> Response {
        let url = format!("{}/o/oauth2/v2/auth", self.google.url());
        let url = Url::parse_with_params(&url, &self.wish).unwrap();
        self.http.get(url).send().unwrap()
    }

    /// Sends the page's form.
    pub(crate) fn answer(&self, fields: &[(&str, &str)]) -> Response {
        let wish = self.wish.iter().map(|(name, value)| (*name, value.as_str()));
        let form: Vec<(&str, &str)> = wish.chain(fields.iter().copied()).collect();
        let url = format!("{}/o/oauth2/v2/consent", self.google.url());
        post(&self.http, &url, &form)
    }

    /// The address that the answer leads to.
    pub(crate) fn led_to(&self, fields: &[(&str, &str)]) -> Url {
        let answer = self.answer(fields);
        assert_eq!(answer.status(), 302);
        Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap()
    }

    /// The code of a user who says yes.
    pub(crate) fn code(&self, account: &str) -> String {
        let back = self.led_to(&[("account", account), ("answer", "continue")]);
        let code = field(&back, "code").unwrap();
        assert!(code.starts_with(CODE_PREFIX));
        code
    }

    /// The body of the token endpoint's answer to a code.
    pub(crate) fn exchange(&self, code: &str, status: u16) -> Value {
        self.token(&exchange(code), status)
    }

    /// The body of the token endpoint's answer, with the client's own fields added.
    pub(crate) fn token(&self, form: &[(&str, &str)], status: u16) -> Value {
        let client = [
            ("client_id", "canary-client.apps.googleusercontent.com"),
            ("client_secret", "GOCSPX-canary-secret"),
        ];
        let url = format!("{}/token", self.google.url());
        read_answer(post(&self.http, &url, &[form, &client].concat()), status)
    }

    pub(crate) fn refresh(&self, token: &str, status: u16) -> Value {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)], status)
    }
}

/// What a client sends with a code.
pub(crate) fn exchange(code: &str) -> [(&str, &str); 4] {
    [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", BACK),
        ("code_verifier", VERIFIER),
    ]
}

pub(crate) fn post(http: &Client, url: &str, form: &[(&str, &str)]) -> Response {
    let body = serde_urlencoded::to_string(form).unwrap();
    let request = http.post(url).header("content-type", "application/x-www-form-urlencoded");
    request.body(body).send().unwrap()
}

pub(crate) fn field(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(is, _)| is == name).map(|(_, value)| value.into_owned())
}
