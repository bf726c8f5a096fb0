//! What runs each day: looks for a new dump, downloads, verifies, loads, publishes, cleans up.
//!
//! Each step is safe to repeat, so a run that was interrupted, in whatever way, is continued by the
//! next: a look is one request, a download goes on where it was, and a generation is published
//! whole or not at all.
//!
//! ```text
//! DATA/update/LOCK                held by the one run
//! DATA/update/remembered.json     what is known of the mirror
//! DATA/downloads/20261101/        the files of the month, until it is published
//! ```

mod error;
mod files;
mod memory;
mod recorded;

use jiff::Timestamp;
use storage::{
    generations::{DumpDate, GenerationName, LockFile, Store},
    model::Kind,
    runs::{self, Recorder, Runs, Stage},
};

pub use error::UpdateError;
pub use recorded::Recorded;

use crate::{
    download::{self, Client, DownloadError, FileName, Part},
    load::{self, Report},
};
use files::{Downloads, streamed};
use memory::Memory;

/// What an update tells whoever waits for it. Called from the thread that updates.
pub trait Observer: load::Observer + download::Observer {
    /// The mirror is asked.
    fn looking(&self, _mirror: &str) {}
    /// It has this month, which is fetched and loaded: all of it, or files that were replaced.
    fn found(&self, _date: DumpDate, _replaced: &[String]) {}
}

/// Nobody watches, and nobody gives up.
impl Observer for () {}

/// How to update.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How to load.
    pub load: load::Options,
    /// The kinds that are wanted; all where it is `None`.
    pub kinds: Option<Vec<Kind>>,
    /// Whether the files are loaded as they come, without being kept.
    pub stream: bool,
}

/// What came of an update.
#[derive(Debug)]
pub enum Updated {
    /// There is nothing newer.
    UpToDate {
        /// The newest month that is loaded; `None` where the mirror has nothing at all.
        newest: Option<DumpDate>,
    },
    /// A newer month is being published, and is not complete yet.
    Incomplete {
        /// The month.
        date: DumpDate,
        /// The files that it lacks.
        missing: Vec<String>,
    },
    /// The mirror asked to be left alone; the next run goes on.
    Waiting {
        /// Until when.
        until: Timestamp,
    },
    /// A month is published.
    Published {
        /// The generation.
        name: GenerationName,
        /// What the load did.
        report: Box<Report>,
    },
}

/// Does all that is to be done now.
///
/// # Errors
/// [`UpdateError::Busy`] where another run is at it, with how far it is; whatever keeps it from
/// being done. The current generation is as it was then, and the next run goes on.
pub fn update(
    data: &Store,
    client: &Client,
    options: &Options,
    runs: &Runs,
    observer: &dyn Observer,
) -> Result<Updated, UpdateError> {
    let _lock = lock(data, runs)?;
    let recorder = runs.begin("dataget update", Stage::Look);
    let span = tracing::info_span!("run", run = recorder.id(), stage = Stage::Look.name());
    let _entered = span.enter();
    let recorded = Recorded::new(&recorder, observer);
    let updated = Run { data, client, options, observer: &recorded }.run(&recorder);
    match &updated {
        Ok(updated) => {
            tracing::info!(outcome = updated.told(), "the run is over");
            recorder.end(updated.outcome(), updated.told());
        }
        Err(error) => {
            // Whoever has asked for it tells it as an error.
            tracing::info!(%error, "the run has failed");
            recorder.end(error.outcome(), error.to_string());
        }
    }
    updated
}

/// The run is at another stage, which its log lines tell as well.
pub(crate) fn at(recorder: &Recorder, stage: Stage) {
    recorder.stage(stage);
    tracing::Span::current().record("stage", stage.name());
}

/// Becomes the one that updates.
fn lock(data: &Store, runs: &Runs) -> Result<LockFile, UpdateError> {
    let folder = data.path().join("update");
    std::fs::create_dir_all(&folder).map_err(|error| UpdateError::io("create", &folder, error))?;
    LockFile::take(&folder, "LOCK", "dataget update").map_err(|error| match error {
        storage::generations::Error::Locked { holder, .. } => {
            let now = Timestamp::now();
            let run = runs.list().into_iter().find(|run| {
                let is_holders = holder.as_ref().is_none_or(|holder| holder.process == run.process);
                is_holders && run.is_running(now)
            });
            UpdateError::Busy { holder, run: run.map(Box::new) }
        }
        error => error.into(),
    })
}

impl Updated {
    fn outcome(&self) -> runs::Outcome {
        match self {
            Self::UpToDate { .. } | Self::Incomplete { .. } => runs::Outcome::Nothing,
            Self::Waiting { until } => runs::Outcome::Wait(*until),
            Self::Published { name, .. } => runs::Outcome::Published(*name),
        }
    }

    /// The same in words.
    #[must_use]
    pub fn told(&self) -> String {
        match self {
            Self::UpToDate { newest: Some(newest) } => {
                format!("nothing new: {newest} is the newest month, and it is loaded")
            }
            Self::UpToDate { newest: None } => "nothing new: no month is published there".into(),
            Self::Incomplete { date, missing } => {
                format!("{date} is being published: {} is not there yet", missing.join(", "))
            }
            Self::Waiting { until } => {
                format!("the mirror asked to wait until {until}: the next run after that goes on")
            }
            Self::Published { name, .. } => format!("generation {name} is published"),
        }
    }
}

/// An update that is going on.
struct Run<'a> {
    data: &'a Store,
    client: &'a Client,
    options: &'a Options,
    observer: &'a dyn Observer,
}

impl Run<'_> {
    fn run(&self, recorder: &Recorder) -> Result<Updated, UpdateError> {
        let memory = Memory::open(self.data.path());
        // After a rollback, what was rolled back is not loaded once more.
        let newest = self.data.published()?.iter().map(|name| name.date()).max();
        self.observer.looking(&self.client.mirror().to_string());
        let found = memory.with(|remembered| download::look(self.client, remembered, newest));
        let (date, replaced) = match found? {
            download::Outcome::Nothing => {
                Downloads::of(self.data).clear(newest)?;
                return Ok(Updated::UpToDate { newest });
            }
            download::Outcome::Incomplete { date, missing } => {
                return Ok(Updated::Incomplete { date, missing });
            }
            download::Outcome::Waiting { until } => return Ok(Updated::Waiting { until }),
            download::Outcome::Newer { date, .. } => (date, Vec::new()),
            download::Outcome::Replaced { date, names } => (date, names),
        };
        self.observer.found(date, &replaced);
        recorder.update(|run| run.dump = Some(date));
        match self.bring_in(&memory, recorder, date, &replaced) {
            // The host is obeyed: nothing is wrong.
            Err(UpdateError::Download(error)) => match *error {
                DownloadError::Wait { until, .. } => Ok(Updated::Waiting { until }),
                error => Err(error.into()),
            },
            brought => brought,
        }
    }

    /// Fetches, loads and publishes a month.
    fn bring_in(
        &self,
        memory: &Memory,
        recorder: &Recorder,
        date: DumpDate,
        replaced: &[String],
    ) -> Result<Updated, UpdateError> {
        let kinds = self.kinds(replaced);
        let downloads = Downloads::of(self.data);
        at(recorder, Stage::Download);
        let (dump, checksums) = if self.options.stream {
            let asked = memory.with(|remembered| {
                download::published(self.client, remembered, date, self.observer)
            });
            let (access, checksums) = asked?;
            let kinds = kinds.unwrap_or_else(|| checksums.kinds());
            (streamed(self.client, access, date, &kinds, &checksums), checksums)
        } else {
            downloads.keep_only(date)?;
            let size = memory.with(|remembered| remembered.size_of(date));
            let client = self.client.keeping_free(downloads.needed_to_load(self.data, size));
            let fetched = memory.with(|remembered| {
                let into = downloads.folder(date);
                download::month(&client, remembered, date, kinds.as_deref(), &into, self.observer)
            });
            let fetched = fetched?;
            let paths: Vec<_> = fetched.files.iter().map(|file| file.path.clone()).collect();
            (load::Dump::find(&paths).map_err(load::LoadError::from)?, fetched.checksums)
        };
        at(recorder, Stage::Load);
        let (name, report) =
            load::load_files(self.data, "dataget update", dump, self.options.load, self.observer)?;
        at(recorder, Stage::Publish);
        memory.with(|remembered| remembered.loaded(date, &checksums));
        downloads.clear(Some(date))?;
        Ok(Updated::Published { name, report: Box::new(report) })
    }

    /// The kinds to bring in: those that are wanted, and of a month that is loaded those whose
    /// files were replaced.
    fn kinds(&self, replaced: &[String]) -> Option<Vec<Kind>> {
        let wanted = self.options.kinds.as_deref();
        if replaced.is_empty() {
            return wanted.map(<[Kind]>::to_vec);
        }
        let kind_of = |name: &String| match name.parse::<FileName>().ok()?.part {
            Part::Kind(kind) => Some(kind),
            Part::Checksum => None,
        };
        let kinds = replaced.iter().filter_map(kind_of);
        let kinds: Vec<Kind> =
            kinds.filter(|kind| wanted.is_none_or(|wanted| wanted.contains(kind))).collect();
        // The CHECKSUM file alone tells nothing of the files: all of them are checked.
        (!kinds.is_empty()).then_some(kinds).or_else(|| wanted.map(<[Kind]>::to_vec))
    }
}
