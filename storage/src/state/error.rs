use std::{io, path::PathBuf};

use super::{InvalidKey, Key, MAX_VALUE};

/// Why the state could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another process has the file open.
    #[error(
        "{} is in use by another process: end it (a `dataget serve` with the same data folder?), \
         or give this one a data folder of its own with --data-dir. Several nodes share their \
         state in Redis: set DATAGET_REDIS_URL",
        .path.display()
    )]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be used.
    #[error(
        "{} is damaged ({reason}): stop dataget, move the file away, and start again. The \
         sessions, baskets and queues in it are lost, nothing else",
        .path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found to be wrong.
        reason: String,
    },
    /// There is no room left.
    #[error("the disk that holds {} is full: free some space and try again", .path.display())]
    DiskFull {
        /// The file that could not grow.
        path: PathBuf,
    },
    /// The operating system refused.
    #[error("cannot {action} {}: {source}", .path.display())]
    Io {
        /// What was tried, to follow “cannot”.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The reason it gave.
        source: io::Error,
    },
    /// A value is longer than [`MAX_VALUE`].
    #[error("{key} cannot be kept: it has {length} bytes, and {MAX_VALUE} are the most")]
    TooLarge {
        /// Whose value it was to be.
        key: Key,
        /// Its bytes.
        length: usize,
    },
    /// Others changed the value again and again while it was to be changed.
    #[error("{key} was changed by others all the time: try again")]
    Contended {
        /// Whose value it is.
        key: Key,
    },
    /// What is under a key in Redis was not written by this program.
    #[error("`{key}` in Redis at {server} was not written by dataget: remove it with DEL")]
    Foreign {
        /// Host and port.
        server: String,
        /// The key in Redis.
        key: String,
    },
    /// Nothing can be kept under this name.
    #[error(transparent)]
    Key(#[from] InvalidKey),
    /// Redis did not do it.
    #[error(transparent)]
    Redis(#[from] crate::redis::Error),
}
