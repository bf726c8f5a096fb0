use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
};

use serde::{Serialize, de::DeserializeOwned};

use super::{Error, Result};

/// Reads a JSON file; `None` if there is none.
///
/// # Errors
///
/// [`Error::DamagedFile`] if it is not such a JSON, [`Error::Io`].
pub fn read_json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>> {
    let json = match fs::read(path) {
        Ok(json) => json,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::io("read", path)(error)),
    };
    serde_json::from_slice(&json)
        .map(Some)
        .map_err(|error| Error::DamagedFile { path: path.to_owned(), reason: error.to_string() })
}

/// Replaces a JSON file as a whole: after a crash at any moment, the old or the new one is there.
///
/// One process at a time may write the file.
///
/// # Errors
///
/// [`Error::DiskFull`] and [`Error::Io`]; the old file is unchanged, unless the last step, to
/// make the new one durable, was the one that failed.
pub fn write_json<T: Serialize>(path: &Path, content: &T) -> Result<()> {
    let aside = path.with_extension("json.new");
    let write = || {
        let mut json = serde_json::to_vec_pretty(content)?;
        json.push(b'\n');
        let mut file = File::create(&aside)?;
        file.write_all(&json)?;
        file.sync_all()?;
        fs::rename(&aside, path)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&aside);
        Error::io("write", path)(error)
    })?;
    sync_folder(path.parent().unwrap_or(Path::new(".")))
}

/// Makes durable which files a folder has.
pub(super) fn sync_folder(path: &Path) -> Result<()> {
    File::open(path).and_then(|folder| folder.sync_all()).map_err(Error::io("sync", path))
}
