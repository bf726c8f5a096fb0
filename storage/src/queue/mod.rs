//! What is to be done, by whom and when: ids that are taken once they are due.
//!
//! A queue is beside the state, in the same file or the same Redis, and as durable as that is. It
//! delivers *at least once*: an id that was pushed is taken by somebody, whoever is killed
//! meanwhile, and one that was held when its holder was killed is taken again. So what is done for
//! an id must do no harm if it is done twice.
//!
//! An id has up to two parts, which do not know of each other: it *waits* until it is due, and it
//! is *held* by who has taken it, for as long as his lease lasts. One that is held is not taken,
//! though it may wait as well: it was pushed meanwhile, and is taken again when it has been let go.
//!
//! **Time** is told by the caller, in both homes: it knows until when an id has to wait, and a
//! lease that is given and judged by the same kind of clock has one meaning. What Redis thinks of
//! the time decides nothing. Where the clocks of two nodes differ, a lease is shorter or longer by
//! the difference, so it should be much longer than that; a holder who is thought dead too early
//! finds out, since his [`Taken`] is of no more use. Of a time, whole milliseconds count.

mod clock;
mod taken;

use std::{sync::Arc, time::Duration};

use jiff::Timestamp;

pub use taken::{Lengths, Taken};

use crate::{
    redis::Queued,
    state::{Embedded, Key, Result},
};

/// A queue of ids. Clones are the same queue; all calls may be made from several threads and, in
/// Redis, from several nodes at once, each is one atomic step, and what was acknowledged is kept.
///
/// In Redis, each call ends within about a second, even when the server hangs. One that failed for
/// that reason may have been carried out all the same, or may be yet: an id that was taken in this
/// way comes back when its lease has ended.
///
/// ```
/// # use std::time::Duration;
/// # let folder = tempfile::tempdir()?;
/// use jiff::Timestamp;
/// use storage::state::State;
///
/// let state = State::open(&folder.path().join("state.redb"))?;
/// let queue = state.queue("playlists")?;
/// let now = Timestamp::now();
/// queue.push("a-job", now)?;
/// let taken = queue.take(now, "this-worker", Duration::from_secs(60))?.expect("it is due");
/// assert_eq!(taken.id, "a-job");
/// assert!(queue.done(taken)?);
/// assert_eq!(queue.next_due()?, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Queue {
    name: Key,
    backend: Backend,
}

#[derive(Debug, Clone)]
enum Backend {
    Embedded(Arc<Embedded>),
    Redis(Arc<Queued>),
}

impl Queue {
    pub(crate) fn embedded(name: Key, file: Arc<Embedded>) -> Self {
        Self { name, backend: Backend::Embedded(file) }
    }

    pub(crate) fn in_redis(name: Key, queued: Queued) -> Self {
        Self { name, backend: Backend::Redis(Arc::new(queued)) }
    }

    /// Has an id taken at `due` or later. It waits at most once: if it waits already, it is taken
    /// at the earlier of both times. One that is held is taken again after it has been let go.
    ///
    /// # Errors
    /// [`Error::Key`](crate::state::Error::Key) when the id is none that a [`Key`] could have as
    /// its name; when the file or the server cannot be written.
    pub fn push(&self, id: &str, due: Timestamp) -> Result<()> {
        Key::new("id", id)?;
        let due = clock::milliseconds(due);
        match &self.backend {
            Backend::Embedded(file) => file.push(&self.name, id, due),
            Backend::Redis(queued) => queued.push(id, due),
        }
    }

    /// Takes the id that has been due longest and that nobody holds, for as long as `lease` from
    /// `now` on; `None` if there is none. An id whose lease has ended is due since then. `worker`
    /// names who takes it, for those who look into Redis or the log.
    ///
    /// # Errors
    /// When the file or the server cannot be written.
    pub fn take(&self, now: Timestamp, worker: &str, lease: Duration) -> Result<Option<Taken>> {
        let end = clock::end(now, lease);
        let now = clock::milliseconds(now);
        let taken = match &self.backend {
            Backend::Embedded(file) => file.take(&self.name, now, end),
            Backend::Redis(queued) => queued.take(now, worker, end),
        }?;
        if let Some(Taken { id, tries: tries @ 2.., .. }) = &taken {
            tracing::warn!(queue = %self.name, id, tries, worker, "a lease has ended: taken again");
        }
        Ok(taken)
    }

    /// Holds it for `lease` from `now` on, though its lease may have ended; `false`, with nothing
    /// changed, if it is held no more: somebody else has taken it since, or it was removed.
    ///
    /// # Errors
    /// When the file or the server cannot be written.
    pub fn renew(&self, taken: &Taken, now: Timestamp, lease: Duration) -> Result<bool> {
        let end = clock::end(now, lease);
        match &self.backend {
            Backend::Embedded(file) => file.renew(&self.name, taken, end),
            Backend::Redis(queued) => queued.renew(taken, end),
        }
    }

    /// Lets it go for good, but for what was pushed meanwhile. `false`, with nothing changed, if it
    /// is held no more: somebody else has taken it since, or it was removed.
    ///
    /// # Errors
    /// When the file or the server cannot be written. Then it is taken again when its lease has
    /// ended.
    pub fn done(&self, taken: Taken) -> Result<bool> {
        self.let_go(&taken, None)
    }

    /// Lets it go until `due`, or until an earlier time for which it was pushed meanwhile. `false`,
    /// with nothing changed, if it is held no more: somebody else has taken it since, or it was
    /// removed.
    ///
    /// # Errors
    /// When the file or the server cannot be written. Then it is taken again when its lease has
    /// ended.
    pub fn later(&self, taken: Taken, due: Timestamp) -> Result<bool> {
        self.let_go(&taken, Some(clock::milliseconds(due)))
    }

    fn let_go(&self, taken: &Taken, due: Option<i64>) -> Result<bool> {
        match &self.backend {
            Backend::Embedded(file) => file.let_go(&self.name, taken, due),
            Backend::Redis(queued) => queued.let_go(taken, due),
        }
    }

    /// Takes an id off the queue: it waits no more, and who holds it holds it no more.
    ///
    /// # Errors
    /// When the file or the server cannot be written.
    pub fn remove(&self, id: &str) -> Result<()> {
        match &self.backend {
            Backend::Embedded(file) => file.remove(&self.name, id),
            Backend::Redis(queued) => queued.remove(id),
        }
    }

    /// How many ids there are. It takes longer the more there are: it is for an operator's page,
    /// not for each request.
    ///
    /// # Errors
    /// When the file or the server cannot be read.
    pub fn lengths(&self, now: Timestamp) -> Result<Lengths> {
        let now = clock::milliseconds(now);
        match &self.backend {
            Backend::Embedded(file) => file.lengths(&self.name, now),
            Backend::Redis(queued) => queued.lengths(now),
        }
    }

    /// When there is something to take if nothing else happens: an id becomes due that nobody
    /// holds, or a lease ends. `None` if the queue is empty. It may be over already. What is pushed
    /// on another node meanwhile may be due earlier: who sleeps until then should look again now
    /// and then.
    ///
    /// # Errors
    /// When the file or the server cannot be read.
    pub fn next_due(&self) -> Result<Option<Timestamp>> {
        let next = match &self.backend {
            Backend::Embedded(file) => file.next_due(&self.name),
            Backend::Redis(queued) => queued.next_due(),
        };
        Ok(next?.map(clock::timestamp))
    }
}
