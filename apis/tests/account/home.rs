//! A state of its own, a stand-in for Google, and visitors.

use std::{
    collections::HashMap,
    fs,
    sync::{Arc, Mutex},
};

use apis::{
    account::{AccountError, Accounts, Answer, Credentials, Returned, Secret, Vault},
    clock::Clock,
    jobs::Playlists,
    session::{SessionId, Sessions},
    youtube::Ledger,
};
use fake_google::{Call, FakeGoogle};
use jiff::{SignedDuration, Timestamp};
use reqwest::header::{CONTENT_TYPE, LOCATION};
use storage::{model::VideoId, state::State};
use tempfile::TempDir;

/// The channel of ada at the stand-in.
pub(crate) const ADA: &str = "UCaaaaaaaaaaaaaaaaaaaaaa";
pub(crate) const ADAS_TITLE: &str = "Ada's channel";

/// Where visitors come back to.
pub(crate) const BACK: &str = "http://127.0.0.1:8080/oauth2callback";

/// A site as far as signing in needs one.
pub(crate) struct Home {
    pub(crate) google: FakeGoogle,
    pub(crate) playlists: Playlists,
    pub(crate) accounts: Accounts,
    pub(crate) sessions: Sessions,
    pub(crate) state: State,
    moved: Arc<Mutex<SignedDuration>>,
    folder: TempDir,
}

impl Home {
    pub(crate) fn new() -> Self {
        Self::of(FakeGoogle::start())
    }

    pub(crate) fn of(google: FakeGoogle) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let state = State::open(&folder.path().join("state.redb")).unwrap();
        let moved = Arc::new(Mutex::new(SignedDuration::ZERO));
        let playlists = build(&google, &state, &moved, &[7; 32]);
        let (accounts, sessions) = (playlists.accounts.clone(), Sessions::new(state.clone()));
        Self { google, playlists, accounts, sessions, state, moved, folder }
    }

    /// The same site with another key for what it keeps.
    pub(crate) fn with_key(&self, key: &[u8]) -> Accounts {
        build(&self.google, &self.state, &self.moved, key).accounts
    }

    /// Lets time go by, here and not at Google.
    pub(crate) fn advance(&self, by: SignedDuration) {
        *self.moved.lock().unwrap() += by;
    }

    /// A session with a video in its basket.
    pub(crate) fn visitor(&self) -> SessionId {
        let session = SessionId::random();
        self.sessions.change(&session, |basket| basket.add(&[video()])).unwrap();
        session
    }

    /// What Google answers to who says `answer` as `account` on the page at `url`.
    pub(crate) fn consent(&self, url: &str, answer: &str) -> Answer {
        let query = url.split_once('?').unwrap().1;
        let client = servers::http().build().unwrap();
        let page = client.post(format!("{}/o/oauth2/v2/consent", self.google.url()));
        let page = page.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let back = page.body(format!("{query}&{answer}")).send().unwrap();
        let back = back.headers().get(LOCATION).expect("it leads back").to_str().unwrap();
        let (address, _) = back.split_once('?').unwrap();
        assert_eq!(address, BACK);
        let mut fields = fields(back);
        Answer {
            code: fields.remove("code"),
            state: fields.remove("state"),
            iss: fields.remove("iss"),
            error: fields.remove("error"),
        }
    }

    /// Begins a sign-in as `account`, and gives Google's yes to it.
    pub(crate) fn begun(&self, session: &SessionId, account: &str) -> Answer {
        let url = self.accounts.begin(session, "/basket").unwrap();
        self.consent(&url, &format!("account={account}&answer=continue"))
    }

    /// Signs a session in, by a second consent if it takes one; gives the new session.
    pub(crate) fn sign_in(&self, session: &SessionId, account: &str) -> SessionId {
        let answer = self.begun(session, account);
        let returned = match self.accounts.complete(session, &answer).unwrap() {
            Returned::Again(url) => {
                let answer = self.consent(&url, &format!("account={account}&answer=continue"));
                self.accounts.complete(session, &answer).unwrap()
            }
            returned => returned,
        };
        match returned {
            Returned::In { session, .. } => session,
            Returned::Again(_) => panic!("Google is asked a third time"),
        }
    }

    /// The sign-in is refused, and leaves the session as it was.
    pub(crate) fn refuses(&self, session: &SessionId, answer: &Answer) -> AccountError {
        let error = self.accounts.complete(session, answer).unwrap_err();
        assert_eq!(self.accounts.of(session).unwrap(), None);
        assert_eq!(self.sessions.basket(session).unwrap().videos(), [video()]);
        error
    }

    pub(crate) fn count(&self, call: Call) -> usize {
        self.google.books().count(call)
    }

    /// Whether the file of the state has a text in it.
    pub(crate) fn has_kept(&self, text: &str) -> bool {
        let file = fs::read(self.folder.path().join("state.redb")).unwrap();
        file.windows(text.len()).any(|bytes| bytes == text.as_bytes())
    }
}

pub(crate) fn video() -> VideoId {
    "AHuQWcylaU4".parse().unwrap()
}

/// The fields of an address.
pub(crate) fn fields(address: &str) -> HashMap<String, String> {
    let query = address.split_once('?').unwrap().1;
    let fields: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap();
    let count = fields.len();
    let fields: HashMap<_, _> = fields.into_iter().collect();
    assert_eq!(fields.len(), count, "no field comes twice: {query}");
    fields
}

fn build(
    google: &FakeGoogle,
    state: &State,
    moved: &Arc<Mutex<SignedDuration>>,
    key: &[u8],
) -> Playlists {
    let environment: HashMap<_, _> = google.environment().into_iter().collect();
    let of = |name: &str| environment[name].clone();
    let credentials = Credentials {
        client_id: of("DATAGET_GOOGLE_CLIENT_ID"),
        client_secret: Secret::new(of("DATAGET_GOOGLE_CLIENT_SECRET")),
        auth_url: of("DATAGET_GOOGLE_AUTH_URL"),
        token_url: of("DATAGET_GOOGLE_TOKEN_URL"),
        revoke_url: of("DATAGET_GOOGLE_REVOKE_URL"),
        redirect_url: BACK.to_owned(),
    };
    let moved = moved.clone();
    let clock = Clock::new(move || Timestamp::now() + *moved.lock().unwrap());
    let ledger = Ledger::new(state.clone(), clock.clone(), 10_000, None);
    let vault = Vault::new(key).unwrap();
    let url = of("DATAGET_YOUTUBE_API_URL");
    Playlists::build(state, credentials, &url, ledger, vault, clock).unwrap()
}
