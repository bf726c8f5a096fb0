use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use super::{Error, GenerationName, Manifest, Result, WriterLock, json_file::sync_folder};

/// A generation that is being built, and that nobody but its writer sees.
///
/// Dropping it instead of publishing it removes its folder.
#[derive(Debug)]
#[must_use = "its folder goes with it"]
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

    /// The folder to put its files into.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes all of its files durable and then points at it: readers move to it from here on.
    ///
    /// # Errors
    ///
    /// [`Error::NoManifest`] if its own `manifest.json` is not in the folder yet;
    /// [`Error::DamagedPointer`], [`Error::DiskFull`] and [`Error::Io`]. After an error the
    /// current generation is the one before, and this one is gone.
    pub fn publish(mut self) -> Result<GenerationName> {
        Manifest::check(&self.path, self.name)?;
        sync_files(&self.path)?;
        let done = self.lock.publish(self.name);
        // When only the last step failed, to make the pointer durable, it is visible already.
        self.published = match &done {
            Ok(()) => true,
            Err(_) => !matches!(self.lock.data().published(),
                Ok(names) if !names.contains(&self.name)),
        };
        done.map(|()| self.name)
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        if !self.published
            && let Err(error) = fs::remove_dir_all(&self.path)
        {
            // The next writer clears it away.
            tracing::warn!(path = %self.path.display(), %error, "cannot remove an unfinished load");
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
