//! The file is written anew, without what was removed from it.

use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
    sync::PoisonError,
};

use redb::{Database, ReadableDatabase};

use super::{
    Embedded,
    file::{guarded, open, opened},
    queue, values,
};
use crate::state::{Error, Result};

/// The new file, until it takes the place of the old one.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().map_or_else(OsString::new, OsString::from);
    name.push(".new");
    path.with_file_name(name)
}

/// Removes what a process has left that was stopped in the middle.
pub(super) fn tidy(path: &Path) {
    let left = beside(path);
    if let Err(error) = fs::remove_file(&left)
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(%error, path = %left.display(), "what is left of an old state stays");
    }
}

impl Embedded {
    pub(in crate::state) fn scrub(&self) -> Result<()> {
        // Opened again, if need be, before nobody else may.
        drop(self.database()?);
        let mut database = self.database.write().unwrap_or_else(PoisonError::into_inner);
        let new = write_anew(&database, &self.path).inspect_err(|_| tidy(&self.path))?;
        // Whoever opens the file from now on finds the new one, locked as the old one was.
        *database = Some(new);
        Ok(())
    }
}

fn write_anew(old: &Option<Database>, path: &Path) -> Result<Database> {
    tidy(path);
    let beside = beside(path);
    let new = open(&beside)?;
    guarded("write", &beside, || {
        let from = opened(old)?.begin_read()?;
        let to = new.begin_write()?;
        values::copy(&from, &to)?;
        queue::copy(&from, &to)?;
        Ok(to.commit()?)
    })?;
    let failed = |source| Error::Io { action: "replace", path: path.to_owned(), source };
    fs::rename(&beside, path).map_err(failed)?;
    // Without this a loss of power could bring the old one back.
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let synced =
        fs::File::open(folder.unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all());
    if let Err(error) = synced {
        tracing::warn!(%error, "a loss of power might bring back what was removed");
    }
    Ok(new)
}
