//! How a stand-in starts.

use std::{
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use serde::{Deserialize, Serialize};

/// What a stand-in starts with. The controls can change most of it later.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where it listens: a free port of this machine, if nothing else is said.
    pub listen: SocketAddr,
    /// The only client that it knows.
    pub client_id: String,
    /// That client's secret.
    pub client_secret: String,
    /// Where a sign-in may lead back to, exactly. With none, to any address over HTTP or HTTPS whose
    /// path ends in `/oauth2callback`.
    pub redirect_uris: Vec<String>,
    /// Units that all users together have on a Pacific day: 10,000.
    pub daily_units: u64,
    /// How many videos a playlist takes: 5,000.
    pub max_items: usize,
    /// How long an access token lives: 3,599 seconds.
    pub access_lifetime: Duration,
    /// How long the code of a sign-in lives: 60 seconds.
    pub code_lifetime: Duration,
    /// How long every call of the Data API takes before it is done: no time. Some milliseconds make
    /// sure that inserts which are sent at the same time meet, and are seen in the books.
    pub latency: Duration,
    /// What the way back from the consent page tells of its issuer.
    pub issuer: Issuer,
    /// Whether every refresh brings another refresh token and ends the one before.
    pub rotates_refresh_tokens: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: (Ipv4Addr::LOCALHOST, 0).into(),
            client_id: "canary-client.apps.googleusercontent.com".to_owned(),
            client_secret: "GOCSPX-canary-secret".to_owned(),
            redirect_uris: Vec::new(),
            daily_units: 10_000,
            max_items: 5_000,
            access_lifetime: Duration::from_secs(3_599),
            code_lifetime: Duration::from_secs(60),
            latency: Duration::ZERO,
            issuer: Issuer::Right,
            rotates_refresh_tokens: false,
        }
    }
}

/// The `iss` of the way back from the consent page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Issuer {
    /// `https://accounts.google.com`, as Google sends it.
    Right,
    /// Somebody else, as in a mix-up attack.
    Wrong,
    /// Nothing is sent.
    Absent,
}

impl Issuer {
    pub(crate) fn sent(self) -> Option<&'static str> {
        match self {
            Self::Right => Some("https://accounts.google.com"),
            Self::Wrong => Some("https://accounts.example.com"),
            Self::Absent => None,
        }
    }
}
