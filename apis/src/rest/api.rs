//! What all handlers share: the catalogue, the sessions, the limits.

use std::{
    num::NonZeroU32,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use actix_web::{rt::time::timeout, web};
use storage::{generations::Store, runs::Runs};
use tokio::sync::Semaphore;
use tracing::Span;

use super::{Metrics, Problem, Proxies, PublicUrl, limits::Clients, status::Pace};
use crate::{catalogue::Live, jobs::Playlists, session::Sessions, youtube::Ledger};

/// What the server gives at the most.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Requests of one client a second, in the long run.
    pub per_second: NonZeroU32,
    /// Requests of one client at once.
    pub burst: NonZeroU32,
    /// Bytes of a request's body.
    pub body: usize,
    /// How long a request may take.
    pub time: Duration,
    /// Questions that are worked on at the same time; others wait.
    pub at_once: usize,
    /// Who is believed about who asks.
    pub proxies: Proxies,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // A page asks for half a dozen things, and several people may share an address.
            per_second: NonZeroU32::new(300).unwrap_or(NonZeroU32::MIN),
            burst: NonZeroU32::new(900).unwrap_or(NonZeroU32::MIN),
            // A basket of 5,000 ids takes 70 KB.
            body: 256 * 1024,
            time: Duration::from_secs(10),
            at_once: 64,
            proxies: Proxies::default(),
        }
    }
}

/// What an [`Api`] is made of.
pub struct Parts {
    /// The catalogue.
    pub live: Arc<Live>,
    /// Where the generations are.
    pub store: Store,
    /// Where the runs that bring dumps in are written down.
    pub runs: Runs,
    /// What visitors have collected.
    pub sessions: Sessions,
    /// Where the site is.
    pub public_url: PublicUrl,
    /// What is given at the most.
    pub limits: Limits,
    /// The books of what is asked of YouTube.
    pub ledger: Ledger,
    /// What playlists need; `None` without Google's credentials.
    pub playlists: Option<Playlists>,
}

/// What the routes answer from; one for all threads of a server.
pub struct Api {
    /// The catalogue, which moves to new generations by itself.
    pub live: Arc<Live>,
    /// Where everything is kept.
    pub store: Store,
    /// Where the runs that bring dumps in are written down.
    pub runs: Runs,
    /// The visitors' sessions.
    pub sessions: Sessions,
    /// Where the site is, as visitors write it.
    pub public_url: PublicUrl,
    /// What the server gives at the most.
    pub limits: Limits,
    /// What is counted.
    pub metrics: Metrics,
    /// The books of what is asked of YouTube.
    pub ledger: Ledger,
    /// What playlists need; `None` without Google's credentials.
    pub(super) playlists: Option<Playlists>,
    pub(super) clients: Clients,
    pub(super) pace: Mutex<Pace>,
    pub(super) started: Instant,
    stopping: AtomicBool,
    at_once: Arc<Semaphore>,
}

impl Api {
    /// Puts together what the routes answer from.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let Parts { live, store, runs, sessions, public_url, limits, ledger, playlists } = parts;
        Self {
            live,
            store,
            runs,
            pace: Mutex::default(),
            sessions,
            public_url,
            limits,
            metrics: Metrics::default(),
            ledger,
            playlists,
            clients: Clients::new(limits),
            started: Instant::now(),
            stopping: AtomicBool::new(false),
            at_once: Arc::new(Semaphore::new(limits.at_once)),
        }
    }

    /// The server is about to stop: what would go on for long ends.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// Does work that may wait for a disk or a server, away from the threads that serve
    /// connections.
    ///
    /// # Errors
    /// 503, when it is not done within the time of a request. The work itself cannot be stopped: it
    /// keeps its place among those that are worked on until it ends.
    pub async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let late = |_| {
            let seconds = self.limits.time.as_secs();
            let detail = format!("it was not done within {seconds} s: try again, or ask for less");
            Problem::unavailable("too-slow", detail, Duration::from_secs(2))
        };
        let queue = self.at_once.clone();
        // What is told of the work belongs to the request.
        let span = Span::current();
        let done = async move {
            // It is never closed.
            let place = queue.acquire_owned().await.ok();
            web::block(move || {
                let done = span.in_scope(work);
                drop(place);
                done
            })
            .await
        };
        match timeout(self.limits.time, done).await.map_err(late)? {
            Ok(done) => done,
            // It has panicked.
            Err(error) => Err(Problem::internal(&error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{Arc, mpsc::channel},
        time::Duration,
    };

    use actix_web::http::header;
    use storage::{generations::Store, runs::Runs, state::State};

    use super::{Api, Limits, Parts};
    use crate::{catalogue::Live, clock::Clock, session::Sessions, youtube::Ledger};

    #[actix_web::test]
    async fn work_that_takes_too_long_is_told_with_when_to_ask_again() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).unwrap();
        let state = State::open(&folder.path().join("state.redb")).unwrap();
        let api = Api::new(Parts {
            live: Arc::new(Live::open(store.clone()).unwrap()),
            store,
            runs: Runs::new(folder.path(), None),
            sessions: Sessions::new(state.clone()),
            public_url: "http://127.0.0.1:8080".parse().unwrap(),
            limits: Limits { time: Duration::from_millis(1), ..Limits::default() },
            ledger: Ledger::new(state, Clock::system(), 1, None),
            playlists: None,
        });
        let (end, ended) = channel::<()>();
        let late = api.work(move || Ok(ended.recv().is_ok())).await.unwrap_err().response();
        end.send(()).unwrap();
        assert_eq!(late.status().as_u16(), 503);
        assert_eq!(late.headers().get(header::RETRY_AFTER).unwrap(), "2");
    }
}
