//! All that playlists need, put together.

use std::sync::Arc;

use reqwest::{blocking::Client, redirect::Policy};
use storage::{model::VideoId, state::State};

use super::{Job, JobError, JobId, Jobs, Pace, Plan, Wish, Worker};
use crate::{
    account::{Account, Accounts, Credentials, InvalidAddress, Vault},
    catalogue::Live,
    clock::Clock,
    session::SessionId,
    youtube::{Access, Failure, Ledger, OwnPlaylist, YouTube},
};

/// Sign-in, jobs and YouTube. Clones share everything.
#[derive(Debug, Clone)]
pub struct Playlists {
    /// Who has signed in.
    pub accounts: Accounts,
    /// The jobs.
    pub jobs: Jobs,
    youtube: YouTube,
    clock: Clock,
    /// Whether Google and YouTube are stood in for: nothing reaches the real ones.
    pub is_stand_in: bool,
}

/// Why there are no playlists.
#[derive(Debug, thiserror::Error)]
pub enum Unbuilt {
    /// An address is none.
    #[error(transparent)]
    Address(#[from] InvalidAddress),
    /// There is no way to reach anybody.
    #[error("no connection to Google can be made: {0}")]
    Http(#[from] reqwest::Error),
}

/// The one way to Google and YouTube: over TLS where the address says so, never led elsewhere.
fn http() -> Result<Client, reqwest::Error> {
    // Whoever was first has installed the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let agent = concat!("dataget/", env!("CARGO_PKG_VERSION"));
    Client::builder().redirect(Policy::none()).user_agent(agent).build()
}

impl Playlists {
    /// Puts it together over a state. `youtube_url` is where the Data API is.
    ///
    /// # Errors
    /// When an address is none, or the system gives no connections.
    pub fn build(
        state: &State,
        credentials: Credentials,
        youtube_url: &str,
        ledger: Ledger,
        vault: Vault,
        clock: Clock,
    ) -> Result<Self, Unbuilt> {
        let http = http()?;
        let is_stand_in = !credentials.auth_url.starts_with("https://accounts.google.com/");
        let youtube = YouTube::new(http.clone(), youtube_url, ledger);
        let accounts =
            Accounts::new(state.clone(), http, credentials, youtube.clone(), vault, clock.clone())?;
        let jobs = Jobs::new(state.clone(), accounts.clone(), clock.clone());
        Ok(Self { accounts, jobs, youtube, clock, is_stand_in })
    }

    /// Who a session belongs to; `None` where nobody has signed in.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn account(&self, session: &SessionId) -> Result<Option<Account>, JobError> {
        Ok(self.accounts.of(session)?)
    }

    /// A job of a user for some videos; the same `request` of the same user, a key and what was sent
    /// with it, is the same job.
    #[must_use]
    pub fn job(
        &self,
        user: &str,
        request: Option<(&str, &str)>,
        wish: Wish,
        videos: &[VideoId],
    ) -> Job {
        let id = request.map_or_else(JobId::random, |(key, _)| JobId::of_request(user, key));
        let sent = request.map(|(_, sent)| JobId::of_request(user, sent).to_string());
        let job = Job::new(id, user.to_owned(), wish, videos, self.clock.now());
        Job { request: sent, ..job }
    }

    /// Signs a user out of all sessions and erases all that is kept of him: the sign-in, the
    /// tokens, the jobs. The playlists at YouTube stay.
    ///
    /// # Errors
    /// When it cannot be written; it can be asked for again.
    pub fn erase(&self, session: &SessionId) -> Result<(), JobError> {
        let Some(account) = self.account(session)? else {
            // There is a basket at the most.
            self.accounts.erase(session)?;
            return Ok(());
        };
        // The jobs first: once nobody knows whose they are, nobody could erase them.
        for job in self.accounts.jobs(&account.user)? {
            self.jobs.erase(&job)?;
        }
        for job in self.accounts.erase(session)? {
            self.jobs.erase(&job)?;
        }
        self.jobs.scrub()
    }

    /// What so many videos will cost a user, and when they will be there.
    ///
    /// # Errors
    /// When the books cannot be read.
    pub fn plan(&self, user: Option<&str>, videos: u64, is_new: bool) -> Result<Plan, JobError> {
        let ledger = self.youtube.ledger();
        let left = ledger.left(user)?;
        Ok(Plan::new(videos, is_new, left, ledger.share(), self.clock.now()))
    }

    /// The playlists of a user's own, for him to choose one.
    ///
    /// # Errors
    /// When they cannot be had.
    pub fn own(&self, user: &str) -> Result<Vec<OwnPlaylist>, JobError> {
        let mut stale = None;
        loop {
            let token = self.accounts.token(user, stale.as_ref())?;
            match self.youtube.playlists(Access { user: Some(user), token: &token }) {
                Ok((found, _)) => return Ok(found),
                Err(Failure::NotAllowed) if stale.is_none() => stale = Some(token),
                Err(failure) => return Err(crate::account::AccountError::from(failure).into()),
            }
        }
    }

    /// A worker that does the jobs.
    #[must_use]
    pub fn worker(&self, live: Option<Arc<Live>>, pace: Pace) -> Worker {
        let (jobs, accounts) = (self.jobs.clone(), self.accounts.clone());
        Worker::new(jobs, accounts, self.youtube.clone(), live, pace)
    }
}
