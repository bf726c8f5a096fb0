use std::{
    io,
    path::{Path, PathBuf},
};

use super::{GenerationName, Holder};
use crate::is_disk_full;

/// Why the data folder could not be read or changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no generation to read.
    #[error("nothing is loaded yet: run `dataget load DIR` or `dataget demo`")]
    NothingLoaded,
    /// The data folder's path leads to something else.
    #[error("the data folder {} is a file: name a folder with --data-dir", .path.display())]
    NotAFolder {
        /// The path that was given.
        path: PathBuf,
    },
    /// Another process writes.
    #[error(
        "the data folder {} is being written by {}: wait for it to end",
        .dir.display(),
        .holder.as_ref().map_or_else(|| "another process".to_owned(), ToString::to_string)
    )]
    Locked {
        /// The data folder.
        dir: PathBuf,
        /// Who that is, if it has said so yet.
        holder: Option<Holder>,
    },
    /// The pointer cannot be understood.
    #[error(
        "{} is damaged ({reason}): put back the line \
         {{\"current\": \"20261101\", \"published\": [\"20261101\"]}}, with the names of the \
         folders in {}",
        .path.display(),
        .path.with_file_name("generations").display()
    )]
    DamagedPointer {
        /// The pointer.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A file of a generation cannot be understood.
    #[error("{} is damaged ({reason}): load the dump again", .path.display())]
    DamagedFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The folder of a published generation has gone.
    #[error(
        "the folder of generation {name}, {}, is missing: load the dump again, or go back to an \
         older generation with `dataget generations publish`",
        .path.display()
    )]
    MissingFolder {
        /// The generation.
        name: GenerationName,
        /// Where it should be.
        path: PathBuf,
    },
    /// There is no such generation.
    #[error("there is no generation {name}: `dataget generations list` shows those there are")]
    NotPublished {
        /// The name that was asked for.
        name: GenerationName,
    },
    /// The current generation cannot be dropped.
    #[error(
        "generation {name} is the current one: point at another one with `dataget generations \
         publish` before dropping it"
    )]
    Current {
        /// The current generation.
        name: GenerationName,
    },
    /// A generation is not complete.
    #[error("generation {name} is not published: {place} does not describe it")]
    NoManifest {
        /// The generation.
        name: GenerationName,
        /// Its manifest, missing or another generation's, or the server that should have it.
        place: String,
    },
    /// The index of a generation is not where readers look for it.
    #[error(
        "Redis at {server} has no index of generation {name}, it may have been emptied: run \
         `dataget index{which}`"
    )]
    NoIndex {
        /// The generation.
        name: GenerationName,
        /// The server.
        server: String,
        /// What `dataget index` is to be told: nothing for the current generation.
        which: String,
    },
    /// A generation is published, and its index in Redis is not pointed at yet.
    #[error(
        "generation {name} is published, but Redis could not be pointed at it ({source}): the \
         next command that writes does it, for example `dataget index`"
    )]
    NotFollowed {
        /// The generation.
        name: GenerationName,
        /// What Redis, or the way to it, said.
        source: crate::redis::Error,
    },
    /// The right to write has passed to another process meanwhile.
    #[error(
        "this process could not renew its right to write on {server} and has lost it: the \
         current generation is unchanged, do it again"
    )]
    LockLost {
        /// The server that keeps the lock.
        server: String,
    },
    /// The server of the documents.
    #[error(transparent)]
    MongoDb(crate::mongodb::Error),
    /// The server of the indexes.
    #[error(transparent)]
    Redis(#[from] crate::redis::Error),
    /// There is no room left.
    #[error(
        "the disk that holds {} is full: free some space and load again; the current generation \
         is unchanged",
        .path.display()
    )]
    DiskFull {
        /// The file or folder that could not be written.
        path: PathBuf,
    },
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

impl From<crate::mongodb::Error> for Error {
    fn from(error: crate::mongodb::Error) -> Self {
        match error {
            crate::mongodb::Error::LockLost { servers } => Self::LockLost { server: servers },
            error => Self::MongoDb(error),
        }
    }
}

impl Error {
    /// Says what was tried with which path when the operating system refused.
    pub(super) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| match source {
            source if is_disk_full(&source) => Self::DiskFull { path },
            source => Self::Io { action, path, source },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{io, path::Path};

    use super::Error;

    #[test]
    fn a_full_disk_is_told_with_what_to_do() {
        for kind in [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded] {
            assert_eq!(
                Error::io("write", Path::new("/data/CURRENT.json"))(kind.into()).to_string(),
                "the disk that holds /data/CURRENT.json is full: free some space and load again; \
                 the current generation is unchanged"
            );
        }
    }
}
