use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use serde::Serialize;

use super::{
    Changes, Error, GenerationName, Manifest, Result, WriterLock,
    json_file::sync_folder,
    store::{CHANGES, MANIFEST, REPORT},
};
use crate::{documents::Location, index};

/// A generation that is being built, and that nobody but its writer sees.
///
/// Dropping it instead of publishing it removes all of it.
#[derive(Debug)]
#[must_use = "all of it goes with it"]
pub struct Staged {
    lock: WriterLock,
    name: GenerationName,
    path: PathBuf,
    published: bool,
}

impl Staged {
    pub(super) fn new(lock: WriterLock, name: GenerationName, path: PathBuf) -> Self {
        Self { lock, name, path, published: false }
    }

    /// The name under which it will be published.
    #[must_use]
    pub const fn name(&self) -> GenerationName {
        self.name
    }

    /// The folder to put its files into: the index as [`index::FILE_NAME`], and what is needed
    /// on the way.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where to put its documents.
    #[must_use]
    pub fn documents(&self) -> Location {
        self.lock.store().documents(self.name)
    }

    /// Says what it consists of. Only what has been described can be published.
    ///
    /// # Errors
    ///
    /// [`Error::DiskFull`], [`Error::Io`], [`Error::LockLost`] and [`Error::MongoDb`].
    pub fn describe(&self, manifest: &Manifest) -> Result<()> {
        self.lock.store().set_note(self.name, MANIFEST, manifest)
    }

    /// Keeps what its load has to report.
    ///
    /// # Errors
    ///
    /// As of [`describe`](Self::describe).
    pub fn set_report(&self, report: &impl Serialize) -> Result<()> {
        self.lock.store().set_note(self.name, REPORT, report)
    }

    /// Keeps how it differs from the generation before.
    ///
    /// # Errors
    ///
    /// As of [`describe`](Self::describe).
    pub fn set_changes(&self, changes: &Changes) -> Result<()> {
        self.lock.store().set_note(self.name, CHANGES, changes)
    }

    /// Makes all of it durable, puts the index where readers look for it, and then points at it:
    /// readers move to it from here on.
    ///
    /// # Errors
    ///
    /// [`Error::NoManifest`] if it was not described; [`Error::DamagedPointer`],
    /// [`Error::DiskFull`], [`Error::Io`], [`Error::LockLost`], [`Error::MongoDb`] and
    /// [`Error::Redis`]: the current generation is the one before then, and this one is gone.
    /// [`Error::NotFollowed`]: it is published.
    pub fn publish(mut self) -> Result<GenerationName> {
        let store = self.lock.store();
        store.require_manifest(self.name)?;
        if let Some(redis) = store.redis() {
            let index = self.path.join(index::FILE_NAME);
            drop(self.lock.held()?);
            redis.put_index(&index)?;
            fs::remove_file(&index).map_err(Error::io("remove", &index))?;
        }
        sync_files(&self.path)?;
        let done = self.lock.publish(self.name);
        // When only what follows the step has failed, it is visible already.
        self.published = match &done {
            Ok(()) => true,
            Err(_) => {
                !matches!(self.lock.store().published(), Ok(names) if !names.contains(&self.name))
            }
        };
        done.map(|()| self.name)
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.published
            && let Err(error) = self.lock.remove(self.name)
        {
            // The next writer clears it away.
            tracing::warn!(name = %self.name, %error, "cannot remove an unfinished load");
        }
    }
}

/// Makes the files of a folder durable, and then which files it has.
fn sync_files(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder).map_err(Error::io("read", folder))? {
        let path = entry.map_err(Error::io("read", folder))?.path();
        if path.is_dir() {
            sync_files(&path)?;
        } else {
            File::open(&path).and_then(|file| file.sync_all()).map_err(Error::io("sync", &path))?;
        }
    }
    sync_folder(folder)
}
