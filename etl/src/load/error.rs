//! Why a load or a rebuild fails.

use std::{
    io,
    path::{Path, PathBuf},
};

use storage::{
    documents,
    generations::{self, GenerationName},
    model::{Id, Kind},
};

use super::DumpError;
use crate::read::ReadError;

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The paths are no dump.
    #[error(transparent)]
    Dump(#[from] DumpError),
    /// A file cannot be read to its end.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The documents cannot be stored.
    #[error(transparent)]
    Documents(#[from] documents::Error),
    /// The data folder cannot be written.
    #[error(transparent)]
    Generations(#[from] generations::Error),
    /// A file of the generation cannot be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// Where.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The disk is full.
    #[error(
        "the disk that holds {} is full: free some space and load again; the current generation \
         is unchanged",
        .0.display()
    )]
    DiskFull(PathBuf),
    /// The system gives no thread.
    #[error("cannot start a thread: {0}")]
    Thread(io::Error),
    /// A file's checksum is not the one that was published with it.
    #[error(
        "{} has the checksum {found} where {} says {expected}: the file is damaged or was \
         replaced; download it again",
        path.display(), list.display()
    )]
    Checksum {
        /// The dump file.
        path: PathBuf,
        /// The CHECKSUM file.
        list: PathBuf,
        /// What it says.
        expected: String,
        /// What the file has.
        found: String,
    },
    /// A file has no record.
    #[error("{} has no record: download it again", .0.display())]
    NoRecords(PathBuf),
    /// Too many records were set aside.
    #[error(
        "{rejected} of {read} {kind} could not be read, more than 0.1 %: {} has them with the \
         reasons. Load with --force to publish the others",
        list.display()
    )]
    Rejected {
        /// The kind.
        kind: Kind,
        /// Set aside.
        rejected: u64,
        /// In the file.
        read: u64,
        /// Where they are listed.
        list: PathBuf,
    },
    /// All records were set aside.
    #[error(
        "none of the {rejected} {kind} could be read: {} has them with the reasons. Look at the \
         file first",
        list.display()
    )]
    NoneRead {
        /// The kind.
        kind: Kind,
        /// Set aside: all that are in the file.
        rejected: u64,
        /// Where they are listed.
        list: PathBuf,
    },
    /// A kind has shrunk.
    #[error(
        "the dump has {now} {kind}, generation {before_name} has {before}: a dump does not lose \
         a tenth of its records. Look whether the file is whole; load with --force to publish it"
    )]
    Shrunk {
        /// The kind.
        kind: Kind,
        /// In the dump.
        now: u64,
        /// In the current generation.
        before: u64,
        /// The current generation.
        before_name: GenerationName,
    },
    /// Too many records that the current generation has are not in the dump.
    #[error(
        "{vanished} of {before} {kind} of generation {before_name} are not in this dump, among them \
         {}; all are in {}: is it whole? `--force` publishes it all the same",
        named(first), list.display()
    )]
    Vanished {
        /// The kind.
        kind: Kind,
        /// How many.
        vanished: u64,
        /// How many the current generation has.
        before: u64,
        /// The current generation.
        before_name: GenerationName,
        /// The first of them.
        first: Vec<Id>,
        /// The file with all of them.
        list: PathBuf,
    },
    /// Not all documents are there after storing them.
    #[error(
        "{found} {kind} can be read where {stored} were stored: the disk or the server has lost \
         some, or somebody has removed them; load the {kind} again"
    )]
    Lost {
        /// The kind.
        kind: Kind,
        /// Found after storing.
        found: u64,
        /// What were given.
        stored: u64,
    },
    /// The load was given up.
    #[error("interrupted: nothing was published, the current generation is unchanged")]
    Cancelled,
}

impl LoadError {
    pub(super) fn write(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source {
            source if storage::is_disk_full(&source) => Self::DiskFull(path),
            source => Self::Write { path, source },
        }
    }
}

/// Some ids, as a text.
fn named(ids: &[Id]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
