use std::{io, path::PathBuf};

use crate::{
    is_disk_full,
    model::{Id, Kind},
};

/// Why documents could not be read or stored.
///
/// A path is the file; of documents in MongoDB it is `database.collection`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder of the generation is not there.
    #[error("there are no documents in {}: the folder does not exist", .dir.display())]
    NoFolder {
        /// The folder that was asked for.
        dir: PathBuf,
    },
    /// A kind that must be there is not.
    #[error(
        "{} is missing: load the {kind} again, or go back to an older generation with \
         `dataget generations publish`",
        .path.display()
    )]
    Missing {
        /// Where its documents should be.
        path: PathBuf,
        /// The kind.
        kind: Kind,
    },
    /// The file as a whole cannot be used.
    #[error(
        "{} is damaged ({reason}): load the {kind} again, or go back to an older generation with \
         `dataget generations publish`",
        .path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The kind that it holds, or should hold.
        kind: Kind,
        /// What was found to be wrong.
        reason: String,
    },
    /// One stored document cannot be read.
    #[error(
        "document {id} in {} is damaged ({reason}): load the {kind} again, or go back to an \
         older generation with `dataget generations publish`",
        .path.display()
    )]
    DamagedDocument {
        /// The file.
        path: PathBuf,
        /// The document's kind.
        kind: Kind,
        /// Its id.
        id: Id,
        /// What was found to be wrong.
        reason: String,
    },
    /// A file is still being written, which only a generation that is not published can be.
    #[error("{} is being written: wait for the load to end", .path.display())]
    BeingWritten {
        /// The file.
        path: PathBuf,
    },
    /// A kind is there already, where it was to be written.
    #[error("{} is there already: a generation's documents are written once", .path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// There is no room left.
    #[error(
        "the disk that holds {} is full: free some space and load again; the current generation \
         is unchanged",
        .path.display()
    )]
    DiskFull {
        /// The file that could not grow.
        path: PathBuf,
    },
    /// MongoDB did not do it.
    #[error(transparent)]
    MongoDb(#[from] crate::mongodb::Error),
    /// The operating system refused.
    #[error("cannot {action} {}: {source}", .path.display())]
    Io {
        /// What was tried, to follow “cannot”.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The reason it gave.
        source: io::Error,
    },
}

impl Error {
    /// Says what was tried with which file when the operating system refused.
    pub(super) fn io(action: &'static str, path: impl Into<PathBuf>, source: io::Error) -> Self {
        let path = path.into();
        match source {
            source if is_disk_full(&source) => Self::DiskFull { path },
            source => Self::Io { action, path, source },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::Error;

    #[test]
    fn a_full_disk_is_told_with_what_to_do() {
        for kind in [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded] {
            assert_eq!(
                Error::io("write", "/data/generations/20261101/releases.redb", kind.into())
                    .to_string(),
                "the disk that holds /data/generations/20261101/releases.redb is full: free some \
                 space and load again; the current generation is unchanged"
            );
        }
    }
}
