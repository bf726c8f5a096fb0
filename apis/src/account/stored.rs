//! What is kept of a sign-in and of a user.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Secret;
use crate::jobs::JobId;

/// A sign-in that was begun: for the one answer that belongs to it.
#[derive(Serialize, Deserialize)]
pub(super) struct Begun {
    pub(super) state: Secret,
    pub(super) verifier: Secret,
    /// Where the visitor was going.
    pub(super) back: String,
    pub(super) at: Timestamp,
    /// Whether Google was told to ask again.
    pub(super) consent: bool,
}

/// A user: whoever has signed in with a channel.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct User {
    /// The channel's title.
    pub(super) title: String,
    /// [`Tokens`], sealed for this user; `None` when consent is needed.
    pub(super) tokens: Option<Vec<u8>>,
    /// Its playlist jobs, the newest last.
    pub(super) jobs: Vec<JobId>,
    /// The names of the sessions that it is signed in with, the newest last.
    pub(super) sessions: Vec<String>,
    /// Since when somebody is renewing the tokens: nobody else may meanwhile.
    pub(super) renewing: Option<Timestamp>,
}

/// A user's tokens.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Tokens {
    pub(super) access: Secret,
    pub(super) expires_at: Timestamp,
    pub(super) refresh: Secret,
}
