//! Who has signed in: the way to Google and back, and the tokens that playlists are made with.
//!
//! A session knows which user it belongs to, and nothing more. Tokens are kept with the user,
//! sealed; they are in no cookie, no address, no page and no log.

mod error;
mod google;
mod secret;
mod stored;
mod tokens;
mod vault;

use std::{fmt, time::Duration};

pub use error::AccountError;
pub use google::{Credentials, GoogleError, InvalidAddress};
use jiff::SignedDuration;
use reqwest::blocking::Client;
pub use secret::Secret;
use storage::state::{Change, Key, State};
pub use vault::{LEAST_KEY, NotOurs, ShortKey, Vault};

use crate::{
    clock::Clock,
    jobs::JobId,
    session::{IDLE_LIFE, SessionId, Sessions, is_same},
    youtube::{Access, YouTube},
};
use google::{Google, Granted, ISSUER};
use stored::{Begun, Tokens, User};

/// How long a visitor may take to give consent.
const CONSENTING: SignedDuration = SignedDuration::from_mins(10);

/// How long a user is kept who does not come back and has no playlist that is looked after.
const KEEP_USER: Duration = Duration::from_secs(30 * 24 * 3_600);

/// The most sessions that a user is signed in with: the oldest makes room.
const MOST_SESSIONS: usize = 20;

/// The id of a user: that of the channel.
pub type UserId = String;

/// Sign-ins and users. Clones share everything.
#[derive(Debug, Clone)]
pub struct Accounts {
    state: State,
    sessions: Sessions,
    google: Google,
    youtube: YouTube,
    vault: Vault,
    clock: Clock,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The user.
    pub user: UserId,
    /// The channel's title.
    pub channel: String,
    /// Whether calls can be made for the user; else consent is needed again.
    pub has_tokens: bool,
}

/// What came of a visitor's return from Google.
#[derive(Debug)]
pub enum Returned {
    /// He has signed in, under a new session, and was going to `back`.
    In {
        /// The session from now on.
        session: SessionId,
        /// Where he was going: a path of the site.
        back: String,
        /// Who he is.
        user: UserId,
    },
    /// Google has to be asked once more, at this address: it gave no refresh token, which only
    /// comes with a new consent.
    Again(String),
}

/// What Google's answer brought along.
#[derive(Default, Clone)]
pub struct Answer {
    /// The code.
    pub code: Option<String>,
    /// The state that the sign-in was begun with.
    pub state: Option<String>,
    /// Who says that it is the issuer.
    pub iss: Option<String>,
    /// Why there is no code.
    pub error: Option<String>,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Who has the code and the state has the sign-in.
        f.debug_struct("Answer").field("error", &self.error).finish_non_exhaustive()
    }
}

impl Accounts {
    /// Sign-ins with these credentials.
    ///
    /// # Errors
    /// When an address of the credentials is none.
    pub fn new(
        state: State,
        http: Client,
        credentials: Credentials,
        youtube: YouTube,
        vault: Vault,
        clock: Clock,
    ) -> Result<Self, InvalidAddress> {
        let google = Google::new(http, credentials, clock.clone())?;
        let sessions = Sessions::new(state.clone());
        Ok(Self { state, sessions, google, youtube, vault, clock })
    }

    /// Begins a sign-in of a session, which is going to `back`, a path of the site (whatever else
    /// it is leads to `/`): gives the address of the consent page. One that was begun before does
    /// not count any more.
    ///
    /// # Errors
    /// When it cannot be kept.
    pub fn begin(&self, session: &SessionId, back: &str) -> Result<String, AccountError> {
        let is_path = back.starts_with('/')
            && !back.starts_with("//")
            && !back.contains(|c: char| c == '\\' || c.is_control());
        self.begin_with(session, if is_path { back } else { "/" }, false)
    }

    fn begin_with(
        &self,
        session: &SessionId,
        back: &str,
        consent: bool,
    ) -> Result<String, AccountError> {
        let (url, state, verifier) = self.google.begin(consent);
        let begun = Begun {
            state: Secret::new(state),
            verifier: Secret::new(verifier),
            back: back.to_owned(),
            at: self.clock.now(),
            consent,
        };
        // The verifier is worth nothing without the code, and is kept no longer than it may come.
        let keep = Duration::try_from(CONSENTING).unwrap_or_default();
        let bytes = self.vault.seal(&session.name(), &encode(&begun));
        self.state
            .update(&key("signin", &session.name()), keep, |_| (Change::Put(bytes.clone()), ()))?;
        Ok(url)
    }

    /// Ends a sign-in with Google's answer. The answer counts once, for the session that began; one
    /// that is not its own does not end what was begun.
    ///
    /// # Errors
    /// When the answer is not the one that belongs to the session, when the visitor or Google has
    /// refused, and when something cannot be reached. The session is as before.
    pub fn complete(&self, session: &SessionId, answer: &Answer) -> Result<Returned, AccountError> {
        let state = answer.state.as_deref().ok_or(AccountError::Foreign)?;
        let begun = self.take_begun(session, state)?.ok_or(AccountError::Foreign)?;
        if answer.iss.as_deref().is_some_and(|iss| iss != ISSUER) {
            return Err(AccountError::Foreign);
        }
        let code = match (&answer.code, &answer.error) {
            (Some(code), None) => code,
            (_, Some(error)) if error == "access_denied" => return Err(AccountError::Denied),
            (_, Some(error)) => return Err(GoogleError::Away(harmless(error)).into()),
            (None, None) => return Err(AccountError::Foreign),
        };
        let granted = match self.google.exchange(code, begun.verifier.reveal()) {
            Err(GoogleError::NotGood) => return Err(AccountError::Foreign),
            granted => granted?,
        };
        let (user, title) = self.who(&granted).inspect_err(|error| {
            // What is new is of no use; what is not may be what somebody's jobs go on with.
            let is_useless = matches!(error, AccountError::NoScope | AccountError::NoChannel);
            if is_useless || granted.refresh.is_some() {
                self.give_back(granted.refresh.as_ref().unwrap_or(&granted.access));
            }
        })?;
        if Key::new("user", &user).is_err() {
            let reason = "its answer is not understood".to_owned();
            return Err(GoogleError::Away(reason).into());
        }
        let kept = self.user(&user)?.and_then(|known| self.open(&user, &known));
        let Some(refresh) = granted.refresh.or_else(|| kept.map(|tokens| tokens.refresh)) else {
            if begun.consent {
                let reason = "it gave no refresh token".to_owned();
                return Err(GoogleError::Refused(reason).into());
            }
            return Ok(Returned::Again(self.begin_with(session, &begun.back, true)?));
        };
        let tokens = Tokens { access: granted.access, expires_at: granted.expires_at, refresh };
        let sealed = self.vault.seal(&user, &encode(&tokens));
        let new = SessionId::random();
        let too_many = self.state.update(&key("user", &user), KEEP_USER, |kept| {
            let mut kept = kept.map(read_user).unwrap_or_default();
            kept.title.clone_from(&title);
            (kept.tokens, kept.renewing) = (Some(sealed.clone()), None);
            kept.sessions.push(new.name());
            let too_many = kept.sessions.len().saturating_sub(MOST_SESSIONS);
            let too_many: Vec<String> = kept.sessions.drain(..too_many).collect();
            (Change::Put(encode(&kept)), too_many)
        })?;
        for session in too_many {
            self.state.delete(&key("account", &session))?;
        }
        // The old session is the last to go: until then the visitor has one that is as it was.
        self.state.update(&key("account", &new.name()), IDLE_LIFE, |_| {
            (Change::Put(user.clone().into_bytes()), ())
        })?;
        self.sessions.hand_over(session, &new)?;
        self.state.delete(&key("account", &session.name()))?;
        Ok(Returned::In { session: new, back: begun.back, user })
    }

    /// Who has given consent, if it is enough for playlists.
    fn who(&self, granted: &Granted) -> Result<(UserId, String), AccountError> {
        if !granted.has_scope {
            return Err(AccountError::NoScope);
        }
        let access = Access { user: None, token: &granted.access };
        self.youtube.channel(access)?.ok_or(AccountError::NoChannel)
    }

    /// Takes the sign-in that a session has begun with this `state`: nobody gets it a second time.
    fn take_begun(&self, session: &SessionId, state: &str) -> Result<Option<Begun>, AccountError> {
        let keep = Duration::try_from(CONSENTING).unwrap_or_default();
        let name = session.name();
        let begun = self.state.update(&key("signin", &name), keep, |kept| {
            let opened = kept.and_then(|sealed| self.vault.open(&name, sealed).ok());
            let begun = opened.and_then(|bytes| serde_json::from_slice::<Begun>(&bytes).ok());
            match begun.filter(|begun| is_same(state, begun.state.reveal())) {
                Some(begun) => (Change::Delete, Some(begun)),
                None => (Change::Keep, None),
            }
        })?;
        Ok(begun.filter(|begun| begun.at + CONSENTING > self.clock.now()))
    }

    /// Who a session belongs to; `None` where nobody has signed in.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(&self, session: &SessionId) -> Result<Option<Account>, AccountError> {
        let user = self.state.get(&key("account", &session.name()), IDLE_LIFE)?;
        let Some(user) = user.and_then(|user| String::from_utf8(user).ok()) else {
            return Ok(None);
        };
        // A user who was erased and has come again knows nothing of the sessions from before.
        let known = self.user(&user)?.filter(|known| known.sessions.contains(&session.name()));
        let Some(known) = known else { return Ok(None) };
        let (channel, has_tokens) = (known.title, known.tokens.is_some());
        Ok(Some(Account { user, channel, has_tokens }))
    }

    /// Signs a session out: forgets it and the tokens, and gives them back to Google. The user's
    /// jobs wait for the next sign-in. Where Google cannot be reached, the tokens are forgotten
    /// all the same.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn sign_out(&self, session: &SessionId) -> Result<(), AccountError> {
        let account = self.of(session)?;
        let tokens = match &account {
            Some(account) => self.forget_tokens(&account.user, &session.name())?,
            None => None,
        };
        self.forget(session)?;
        // Google last: it may take its time, and the visitor is signed out without it.
        if let Some(tokens) = tokens {
            self.give_back(&tokens.refresh);
        }
        Ok(())
    }

    /// Signs a user out of all sessions and removes all that is kept of him here; gives the jobs,
    /// which have to be removed with it. What is left is his share of the day's units, under a name
    /// that does not tell who it is.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn erase(&self, session: &SessionId) -> Result<Vec<JobId>, AccountError> {
        let Some(Account { user, .. }) = self.of(session)? else {
            self.forget(session)?;
            return Ok(Vec::new());
        };
        let known = self.state.update(&key("user", &user), KEEP_USER, |kept| {
            (Change::Delete, kept.map(read_user).unwrap_or_default())
        })?;
        for session in &known.sessions {
            self.state.delete(&key("account", session))?;
        }
        self.forget(session)?;
        if let Some(tokens) = self.open(&user, &known) {
            self.give_back(&tokens.refresh);
        }
        Ok(known.jobs)
    }

    /// Removes a session, with its basket and what it has begun.
    fn forget(&self, session: &SessionId) -> Result<(), AccountError> {
        self.state.delete(&key("account", &session.name()))?;
        self.state.delete(&key("signin", &session.name()))?;
        Ok(self.sessions.forget(session)?)
    }

    /// The jobs of a user, the newest last.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn jobs(&self, user: &str) -> Result<Vec<JobId>, AccountError> {
        Ok(self.user(user)?.map(|user| user.jobs).unwrap_or_default())
    }

    /// Adds a job to those of a user; nothing happens if it is there.
    ///
    /// # Errors
    /// [`AccountError::SignInAgain`] when the user is not there any more, and when it cannot be
    /// written.
    pub fn add_job(&self, user: &str, job: &JobId) -> Result<(), AccountError> {
        let is_there = self.change_user(user, |kept| {
            if !kept.jobs.contains(job) {
                kept.jobs.push(job.clone());
            }
        })?;
        is_there.ok_or(AccountError::SignInAgain)
    }

    /// Takes a job from those of a user.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn remove_job(&self, user: &str, job: &JobId) -> Result<(), AccountError> {
        self.change_user(user, |kept| kept.jobs.retain(|other| other != job))?;
        Ok(())
    }

    fn user(&self, user: &str) -> Result<Option<User>, AccountError> {
        let kept = self.state.get(&key("user", user), KEEP_USER)?;
        Ok(kept.map(|kept| read_user(&kept)))
    }

    /// Changes what is kept of a user, and gives what `change` gave; `None` where there is nobody:
    /// who was erased does not come back by it.
    fn change_user<T>(
        &self,
        user: &str,
        change: impl Fn(&mut User) -> T,
    ) -> Result<Option<T>, AccountError> {
        Ok(self.state.update(&key("user", user), KEEP_USER, |kept| {
            let Some(mut user) = kept.map(read_user) else { return (Change::Keep, None) };
            let given = change(&mut user);
            (Change::Put(encode(&user)), Some(given))
        })?)
    }
}

/// A user that this program cannot read has to sign in again.
fn read_user(kept: &[u8]) -> User {
    serde_json::from_slice(kept).unwrap_or_else(|error| {
        tracing::warn!(%error, "what is kept of a user cannot be read");
        User::default()
    })
}

fn encode(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("texts and times have a form")
}

/// The ids of channels are letters, digits, `-` and `_`; whatever else is sent names nobody.
fn key(kind: &str, name: &str) -> Key {
    Key::new(kind, name).unwrap_or_else(|_| Key::new(kind, "nobody").expect("letters are a name"))
}

/// What somebody calls an error, fit for the log: the names that OAuth has are plain.
fn harmless(error: &str) -> String {
    error.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(40).collect()
}
