use std::{
    fmt,
    fs::{File, OpenOptions, TryLockError},
    io::{Read, Seek, Write},
    path::Path,
};

use serde::{Deserialize, Serialize};

use super::{Error, Result};

/// The process that writes the data folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Its number.
    pub process: u32,
    /// What it runs: `dataget load`.
    pub command: String,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` (process {})", self.command, self.process)
    }
}

/// A locked file, which one process at a time has. The operating system unlocks it when the process
/// ends, in whatever way; the file stays, as removing it would let two processes lock two files of
/// one name.
#[derive(Debug)]
pub struct LockFile {
    file: File,
}

impl LockFile {
    /// Locks the file of this name in a folder. `command` is what others are told: `dataget load`.
    ///
    /// # Errors
    ///
    /// [`Error::Locked`] where another process has it, and [`Error::Io`].
    pub fn take(folder: &Path, name: &str, command: &str) -> Result<Self> {
        let path = folder.join(name);
        let failed = || Error::io("lock", &path);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(failed())?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut text = String::new();
                // It has not said its name before the file holds all of it.
                let read = file.read_to_string(&mut text);
                let holder = read.ok().and_then(|_| serde_json::from_str(&text).ok());
                return Err(Error::Locked { dir: folder.to_owned(), holder });
            }
            Err(TryLockError::Error(error)) => return Err(failed()(error)),
        }
        let holder = Holder { process: std::process::id(), command: command.to_owned() };
        let json = serde_json::to_string(&holder).expect("a number and a text are JSON");
        let mut write = || {
            file.set_len(0)?;
            file.rewind()?;
            file.write_all(json.as_bytes())
        };
        write().map_err(failed())?;
        Ok(Self { file })
    }
}

impl Drop for LockFile {
    fn drop(&mut self) {
        // Whoever finds it locked next must not read this process's name.
        let _ = self.file.set_len(0);
    }
}
