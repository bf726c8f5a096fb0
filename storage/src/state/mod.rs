//! What is kept for visitors, such as their baskets: values by key, each for a time.
//!
//! It is a file, for one process, or Redis, for as many as there are nodes. A value lives until it
//! has not been asked for during the time it is kept for.

mod embedded;
mod error;
mod key;

use std::{path::Path, sync::Arc, time::Duration};

pub use error::Error;
pub use key::{InvalidKey, Key};

pub(crate) use embedded::Embedded;

use crate::{
    queue::Queue,
    redis::{Kept, Redis},
};

/// What asking for the state gives.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The longest value, in bytes.
pub const MAX_VALUE: usize = 1 << 20;

/// What is to become of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It stays as it is, and has been asked for.
    Keep,
    /// This takes its place.
    Put(Vec<u8>),
    /// It goes.
    Delete,
}

/// Values by key. Clones share the file or the connections; all calls may be made from several
/// threads at once.
#[derive(Debug, Clone)]
pub struct State {
    backend: Backend,
}

#[derive(Debug, Clone)]
enum Backend {
    Embedded(Arc<Embedded>),
    Redis(Arc<Kept>),
}

impl State {
    /// Opens the file of the state, or makes it. One process has it open at a time; once it does,
    /// what was acknowledged is on the disk.
    ///
    /// # Errors
    /// [`Error::InUse`] when it is open already, [`Error::Damaged`] when it cannot be read, and
    /// when the operating system refuses.
    pub fn open(path: &Path) -> Result<Self> {
        Ok(Self { backend: Backend::Embedded(Arc::new(Embedded::open(path)?)) })
    }

    /// The state in Redis, which other nodes share. Each call ends within about a second, even
    /// when the server hangs; one that is back is used again.
    #[must_use]
    pub fn in_redis(redis: Redis) -> Self {
        Self { backend: Backend::Redis(Arc::new(Kept::new(&redis))) }
    }

    /// The value of a key; `None` if there is none or its time is over. It is kept for `keep` from
    /// now on, or up to a minute less: not every reading writes.
    ///
    /// # Errors
    /// When the file or the server cannot be read.
    pub fn get(&self, key: &Key, keep: Duration) -> Result<Option<Vec<u8>>> {
        match &self.backend {
            Backend::Embedded(file) => file.get(key, keep),
            Backend::Redis(kept) => kept.get(key, keep),
        }
    }

    /// Changes the value of a key in one atomic step, on however many nodes at once, and gives
    /// what `change` gave with it. `change` gets the value, `None` if there is none. It is called
    /// again when another node was quicker, and no other update of the file begins until it
    /// returns: it should do nothing else, and soon be done. The value is then kept for `keep`.
    ///
    /// # Errors
    /// [`Error::TooLarge`] for a value longer than [`MAX_VALUE`], with nothing changed;
    /// [`Error::Contended`] when others were quicker for too long, with nothing changed; and when
    /// the file or the server cannot be read or written. If the server is lost meanwhile, the
    /// value may have been changed all the same.
    pub fn update<T>(
        &self,
        key: &Key,
        keep: Duration,
        change: impl FnMut(Option<&[u8]>) -> (Change, T),
    ) -> Result<T> {
        match &self.backend {
            Backend::Embedded(file) => file.update(key, keep, change),
            Backend::Redis(kept) => kept.update(key, keep, change),
        }
    }

    /// Takes what was removed out of the file for good: the driver only forgets where it is, and
    /// it would stand there until something else is written over it. The file is written anew,
    /// and all other calls wait for it. In Redis nothing is left in the server's memory as it is;
    /// what its own files on the disk hold is up to the server.
    ///
    /// # Errors
    /// When the file cannot be read or written; it is then as it was.
    pub fn scrub(&self) -> Result<()> {
        match &self.backend {
            Backend::Embedded(file) => file.scrub(),
            Backend::Redis(_) => Ok(()),
        }
    }

    /// The queue of this name, in the same file or the same Redis. It is there once something is
    /// pushed.
    ///
    /// # Errors
    /// When the name is none that a [`Key`] could have.
    pub fn queue(&self, name: &str) -> Result<Queue, InvalidKey> {
        let name = Key::new("queue", name)?;
        Ok(match &self.backend {
            Backend::Embedded(file) => Queue::embedded(name, file.clone()),
            Backend::Redis(kept) => {
                let queued = kept.queue(&name);
                Queue::in_redis(name, queued)
            }
        })
    }

    /// Removes the value of a key, if there is one.
    ///
    /// # Errors
    /// When the file or the server cannot be written.
    pub fn delete(&self, key: &Key) -> Result<()> {
        match &self.backend {
            Backend::Embedded(file) => file.delete(key),
            Backend::Redis(kept) => kept.delete(key),
        }
    }
}

/// How much of its life a value may lose before reading it prolongs it.
pub(crate) fn slack(keep: Duration) -> Duration {
    (keep / 10).min(Duration::from_secs(60))
}

/// Refuses a value that is too long.
pub(crate) fn check_length(key: &Key, value: &[u8]) -> Result<()> {
    match value.len() {
        ..=MAX_VALUE => Ok(()),
        length => Err(Error::TooLarge { key: key.clone(), length }),
    }
}
