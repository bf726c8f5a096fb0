use jiff::Timestamp;
use serde::Serialize;
use storage::{
    generations::{DumpDate, GenerationName},
    runs::{self, Outcome},
};
use utoipa::ToSchema;

use super::told::in_public;

/// A run that goes on: what brings a dump in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"id": "20261102T030405Z-4711", "command": "dataget update",
    "stage": "load", "dump": "20261101", "started": "2026-11-02T03:04:05Z",
    "updated": "2026-11-02T03:24:05Z", "file": {"name": "discogs_20261101_releases.xml.gz",
    "done": 4_200_000_000_u64, "size": 10_400_000_000_u64, "records": 7_800_000,
    "bytes_per_second": 11_000_000}}))]
pub struct CurrentRun {
    /// Its name, which its log lines have as well.
    pub id: String,
    /// What runs.
    pub command: String,
    /// `look`, `download`, `load`, `index` or `publish`.
    #[schema(value_type = String)]
    pub stage: runs::Stage,
    /// The date of the dump that it brings in, once it is known.
    #[schema(value_type = Option<String>, example = "20261101")]
    pub dump: Option<DumpDate>,
    /// The file that it is at.
    pub file: Option<RunFile>,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub started: Timestamp,
    /// When it was heard of last.
    #[schema(value_type = String, format = DateTime)]
    pub updated: Timestamp,
}

/// How far a run is with a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RunFile {
    /// The file's name.
    pub name: String,
    /// Bytes that are done.
    pub done: u64,
    /// Bytes in all; `null` where nobody knows.
    pub size: Option<u64>,
    /// Records that were read.
    pub records: u64,
    /// Bytes a second, of the last minute; `null` where that was not watched yet.
    pub bytes_per_second: Option<u64>,
}

/// A run that is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(example = json!({"id": "20261102T030405Z-4711", "command": "dataget update",
    "started": "2026-11-02T03:04:05Z", "ended": "2026-11-02T03:44:05Z", "stage": "publish",
    "dump": "20261101", "outcome": "published", "generation": "20261101", "again": null,
    "told": null}))]
pub struct EndedRun {
    /// Its name, which its log lines have as well.
    pub id: String,
    /// What ran.
    pub command: String,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub started: Timestamp,
    /// When it ended, or was heard of last where it is lost.
    #[schema(value_type = String, format = DateTime)]
    pub ended: Timestamp,
    /// How far it came: `look`, `download`, `load`, `index` or `publish`.
    #[schema(value_type = String)]
    pub stage: runs::Stage,
    /// The date of its dump, where that is known.
    #[schema(value_type = Option<String>, example = "20261101")]
    pub dump: Option<DumpDate>,
    /// What came of it.
    pub outcome: RunOutcome,
    /// The generation that it has published.
    #[schema(value_type = Option<String>, example = "20261101")]
    pub generation: Option<GenerationName>,
    /// When it is to be tried again, where Discogs has said so.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub again: Option<Timestamp>,
    /// The same in a sentence; for everybody it has no paths.
    pub told: Option<String>,
}

/// What came of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum RunOutcome {
    /// A generation is published.
    Published,
    /// There was nothing to do.
    Nothing,
    /// What was asked for is done, without a publication.
    Done,
    /// It is to be tried again later.
    Wait,
    /// It was stopped by hand.
    Stopped,
    /// It failed.
    Failed,
    /// It ended without a word: it was killed, or its machine went down.
    Lost,
}

impl CurrentRun {
    /// What is written down of a run that goes on, with its pace in bytes a second.
    #[must_use]
    pub fn of(run: &runs::Run, pace: Option<u64>) -> Self {
        let file = run.file.as_ref().map(|file| RunFile {
            name: file.name.clone(),
            done: file.done,
            size: (file.size > 0).then_some(file.size),
            records: file.records,
            bytes_per_second: pace,
        });
        Self {
            id: run.id.clone(),
            command: run.command.clone(),
            stage: run.stage,
            dump: run.dump,
            file,
            started: run.started,
            updated: run.updated,
        }
    }

    /// The same as everybody may see it.
    pub(super) fn in_public(mut self) -> Self {
        self.command = in_public(&self.command);
        if let Some(file) = &mut self.file {
            file.name = in_public(&file.name);
        }
        self
    }
}

impl EndedRun {
    /// What is written down of a run that does not go on, with all that it told.
    #[must_use]
    pub fn of(run: &runs::Run) -> Self {
        let (mut generation, mut again) = (None, None);
        let outcome = match run.outcome {
            Some(Outcome::Published(name)) => {
                generation = Some(name);
                RunOutcome::Published
            }
            Some(Outcome::Nothing) => RunOutcome::Nothing,
            Some(Outcome::Done) => RunOutcome::Done,
            Some(Outcome::Wait(at)) => {
                again = Some(at);
                RunOutcome::Wait
            }
            Some(Outcome::Stopped) => RunOutcome::Stopped,
            Some(Outcome::Failed) => RunOutcome::Failed,
            None => RunOutcome::Lost,
        };
        Self {
            id: run.id.clone(),
            command: run.command.clone(),
            started: run.started,
            ended: run.ended.unwrap_or(run.updated),
            stage: run.stage,
            dump: run.dump,
            outcome,
            generation,
            again,
            told: run.told.clone().filter(|told| !told.is_empty()),
        }
    }

    /// The same as everybody may see it.
    pub(super) fn in_public(mut self) -> Self {
        self.command = in_public(&self.command);
        self.told = self.told.as_deref().map(in_public).filter(|told| !told.is_empty());
        self
    }
}
