//! The state in one redb file: `state.redb`.

mod file;
mod queue;
mod scrub;
mod values;

use std::{
    path::{Path, PathBuf},
    sync::{
        PoisonError, RwLock, RwLockReadGuard,
        atomic::{AtomicBool, Ordering},
    },
};

use redb::Database;

use super::Result;
use file::{guarded, open};

pub(crate) struct Embedded {
    path: PathBuf,
    /// `None` only after it could not be opened again.
    database: RwLock<Option<Database>>,
    /// Whether it is to be opened again: after a failure of the disk, the driver does nothing
    /// more with what it has open.
    is_broken: AtomicBool,
}

impl Embedded {
    pub(in crate::state) fn open(path: &Path) -> Result<Self> {
        let database = RwLock::new(Some(open(path)?));
        // Whoever has the file open may write it anew, and nobody else.
        scrub::tidy(path);
        let file = Self { path: path.to_owned(), database, is_broken: AtomicBool::new(false) };
        file.end_leases()?;
        Ok(file)
    }

    /// The file, opened again if need be.
    fn database(&self) -> Result<RwLockReadGuard<'_, Option<Database>>> {
        loop {
            let database = self.database.read().unwrap_or_else(PoisonError::into_inner);
            if !self.is_broken.load(Ordering::Acquire) {
                return Ok(database);
            }
            drop(database);
            let mut database = self.database.write().unwrap_or_else(PoisonError::into_inner);
            if self.is_broken.load(Ordering::Acquire) {
                // The lock on the file goes with it.
                *database = None;
                *database = Some(open(&self.path)?);
                self.is_broken.store(false, Ordering::Release);
            }
        }
    }

    fn guarded<T>(
        &self,
        action: &'static str,
        run: impl FnOnce() -> std::result::Result<T, redb::Error>,
    ) -> Result<T> {
        let outcome = guarded(action, &self.path, run);
        if outcome.is_err() {
            self.is_broken.store(true, Ordering::Release);
        }
        outcome
    }
}

impl std::fmt::Debug for Embedded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Embedded").field(&self.path).finish()
    }
}
