use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::generations::{DumpDate, GenerationName};

/// A run that was not heard of for so long is over, in whatever way.
const SILENT: SignedDuration = SignedDuration::from_mins(2);

/// One run of what brings dumps in: an update, a load, a download, a new index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Its name, which its log lines have as well: when it began, and its process.
    pub id: String,
    /// What runs: `dataget update`.
    pub command: String,
    /// The number of its process.
    pub process: u32,
    /// When it began.
    pub started: Timestamp,
    /// When it was heard of last.
    pub updated: Timestamp,
    /// When it ended; `None` while it goes on, or where it was killed.
    pub ended: Option<Timestamp>,
    /// Where it is, or was at its end.
    pub stage: Stage,
    /// The month that it brings in, once it is known.
    pub dump: Option<DumpDate>,
    /// The file that it is at.
    pub file: Option<FileProgress>,
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// The same in words; of a failure, what is wrong and what to do.
    pub told: Option<String>,
}

/// Where a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// It asks whether there is a new dump.
    Look,
    /// It fetches the files.
    Download,
    /// It reads the files and stores the documents.
    Load,
    /// It builds the index.
    Index,
    /// It publishes, and drops what is too old.
    Publish,
}

impl Stage {
    /// All of them, in their order.
    pub const ALL: [Self; 5] = [Self::Look, Self::Download, Self::Load, Self::Index, Self::Publish];

    /// In a word: `download`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Look => "look",
            Self::Download => "download",
            Self::Load => "load",
            Self::Index => "index",
            Self::Publish => "publish",
        }
    }
}

/// How far a run is with a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileProgress {
    /// The file's name.
    pub name: String,
    /// Bytes that are done.
    pub done: u64,
    /// Bytes in all; 0 where nobody knows.
    pub size: u64,
    /// Records that were read.
    pub records: u64,
}

/// What came of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// A generation is published.
    Published(GenerationName),
    /// There was nothing to do.
    Nothing,
    /// What was asked for is done, without a publication.
    Done,
    /// It is to be tried again then: whoever has the dumps asks for it.
    Wait(Timestamp),
    /// It was stopped by hand; the next run goes on.
    Stopped,
    /// It failed.
    Failed,
}

impl Run {
    /// Whether it goes on, as far as anybody knows.
    #[must_use]
    pub fn is_running(&self, now: Timestamp) -> bool {
        self.ended.is_none() && self.updated + SILENT > now
    }

    /// Whether it ended without saying so: it was killed, or its machine went down.
    #[must_use]
    pub fn is_lost(&self, now: Timestamp) -> bool {
        self.ended.is_none() && !self.is_running(now)
    }
}
