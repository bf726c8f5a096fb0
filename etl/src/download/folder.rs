//! Files of a folder that are written as a whole.

use std::{
    fs::{self, File},
    io::Write,
    path::Path,
};

use super::DownloadError;

/// Writes a file so that, after a crash at any moment, it is there whole or not at all.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), DownloadError> {
    let aside = path.with_extension("new");
    let write = || {
        let mut file = File::create(&aside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&aside, path)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&aside);
        DownloadError::io("write", path)(error)
    })?;
    sync(path)
}

/// Makes durable that a file of a folder has its name.
pub(super) fn sync(path: &Path) -> Result<(), DownloadError> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let folder = folder.unwrap_or(Path::new("."));
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    synced.map_err(DownloadError::io("write", folder))
}
