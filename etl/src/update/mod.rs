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

pub use error::{UpdateError, outcome_of};
pub use memory::Memory;
pub use recorded::Recorded;

use crate::{
    download::{self, Client, DownloadError, FileName, Part},
    load::{self, Dump, LoadError, Report},
};
use files::{Downloads, needed_to_load, streamed};
use memory::Refused;

/// What an update tells whoever waits for it. Called from the thread that updates.
pub trait Observer: load::Observer + download::Observer {
    /// The mirror is asked.
    fn looking(&self, _mirror: &str) {}
    /// It has this month, which is fetched and loaded: all of it, or these files, which were
    /// replaced or are lacking.
    fn found(&self, _date: DumpDate, _files: &[String]) {}
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
    let _entered = entered(&recorder, Stage::Look);
    let recorded = Recorded::new(&recorder, observer);
    let updated = Run { data, client, options, observer: &recorded }.run(&recorder);
    match &updated {
        Ok(updated) => {
            tracing::info!(outcome = updated.told(), "the run is over");
            recorder.end(updated.outcome(), updated.told());
        }
        Err(error) => {
            // People are told it by whoever has asked for the run.
            tracing::error!(target: "run", %error, "the run has failed");
            recorder.end(error.outcome(), error.to_string());
        }
    }
    updated
}

/// What is logged from now on, on this thread, has the run's name and its stage.
#[must_use = "it ends with it"]
pub fn entered(recorder: &Recorder, stage: Stage) -> tracing::span::EnteredSpan {
    tracing::info_span!("run", run = recorder.id(), stage = stage.name()).entered()
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
        let newest_name = self.data.published()?.into_iter().max();
        let newest = newest_name.map(GenerationName::date);
        memory.with(|remembered| remembered.settle(newest_name));
        self.observer.looking(&self.client.mirror().to_string());
        let found = memory.with(|remembered| download::look(self.client, remembered, newest));
        let (date, replaced, fingerprint) = match found {
            // The host is obeyed: nothing is wrong.
            Err(DownloadError::Wait { until, .. }) => return Ok(Updated::Waiting { until }),
            Err(error) => return Err(error.into()),
            Ok(found) => match found {
                download::Outcome::Nothing => match self.lacking(&memory, newest_name) {
                    Some((date, names)) => (date, names, None),
                    None => return self.tidy(newest),
                },
                download::Outcome::Incomplete { date, missing } => {
                    return Ok(Updated::Incomplete { date, missing });
                }
                download::Outcome::Waiting { until } => return Ok(Updated::Waiting { until }),
                download::Outcome::Newer { date, fingerprint } => {
                    self.check_refused(&fingerprint)?;
                    (date, Vec::new(), Some(fingerprint))
                }
                download::Outcome::Replaced { date, names } => {
                    if self.is_unchanged(&memory, date)? {
                        return self.tidy(newest);
                    }
                    (date, names, None)
                }
            },
        };
        self.observer.found(date, &replaced);
        recorder.update(|run| run.dump = Some(date));
        // Whoever else writes is found now, not after hours of downloading.
        drop(self.data.lock("dataget update").map_err(busy)?);
        let brought = self.bring_in(&memory, recorder, date, &replaced, fingerprint);
        let pause = brought.as_ref().err().and_then(pause_of);
        match (brought, pause) {
            (_, Some((place, status, until))) => {
                memory.with(|remembered| remembered.wait(&place, status, until));
                Ok(Updated::Waiting { until })
            }
            (brought, None) => brought,
        }
    }

    /// Nothing is to be brought in; what a run has left that was killed after publishing is removed.
    fn tidy(&self, newest: Option<DumpDate>) -> Result<Updated, UpdateError> {
        Downloads::of(self.data).clear(newest)?;
        let keep = self.options.load.keep.max(1);
        if self.data.published()?.len() > keep {
            // Whoever else writes does so as well.
            let current = self.data.current()?;
            let changes = current.and_then(|name| self.data.changes(name).ok().flatten());
            let previous = changes.map(|changes| changes.since);
            let lock = self.data.lock("dataget update");
            let kept = lock.and_then(|lock| lock.keep(keep, previous));
            if let Err(error) = kept {
                tracing::warn!(%error, "an old generation could not be dropped");
            }
        }
        Ok(Updated::UpToDate { newest })
    }

    /// Asks once more whether a month was replaced: an answer may have been damaged on its way.
    fn is_unchanged(&self, memory: &Memory, date: DumpDate) -> Result<bool, UpdateError> {
        let asked = memory
            .with(|remembered| download::published(self.client, remembered, date, self.observer));
        match asked {
            Ok((_, checksums)) => {
                Ok(memory.with(|remembered| remembered.has_loaded(date, &checksums)))
            }
            // It is found again by whoever fetches it.
            Err(DownloadError::Wait { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Fetches, loads and publishes a month.
    fn bring_in(
        &self,
        memory: &Memory,
        recorder: &Recorder,
        date: DumpDate,
        replaced: &[String],
        fingerprint: Option<String>,
    ) -> Result<Updated, UpdateError> {
        let kinds = self.kinds(replaced);
        let downloads = Downloads::of(self.data);
        let newest = self.data.published()?.into_iter().max();
        let size = memory.with(|remembered| remembered.size_of(date, kinds.as_deref()));
        let room = needed_to_load(self.data, size);
        at(recorder, Stage::Download);
        let asked = memory
            .with(|remembered| download::published(self.client, remembered, date, self.observer));
        let (access, checksums) = asked?;
        if !self.options.load.force {
            self.check_kinds(date, kinds.as_deref().unwrap_or(&checksums.kinds()))?;
        }
        let (dump, checksums) = if self.options.stream {
            self.client.keeping_free(room).require_room(self.data.path())?;
            let kinds = kinds.unwrap_or_else(|| checksums.kinds());
            (streamed(self.client, access, date, &kinds, &checksums), checksums)
        } else {
            downloads.keep_only(date)?;
            let client = self.client.keeping_free(room);
            let fetched = memory.with(|remembered| {
                let into = downloads.folder(date);
                download::month(&client, remembered, date, kinds.as_deref(), &into, self.observer)
            });
            let fetched = fetched?;
            let paths: Vec<_> = fetched.files.iter().map(|file| file.path.clone()).collect();
            let dump = match paths.is_empty() {
                true => Dump { date, files: Vec::new() },
                false => Dump::find(&paths).map_err(LoadError::from)?,
            };
            (dump, fetched.checksums)
        };
        if dump.files.is_empty() {
            // What was replaced is not wanted: it is known from now on.
            memory.with(|remembered| remembered.loaded(date, &checksums));
            return Ok(Updated::UpToDate { newest: Some(date) });
        }
        if self.data.published()?.into_iter().max() != newest {
            return Err(UpdateError::Overtaken { date });
        }
        at(recorder, Stage::Load);
        memory.with(|remembered| remembered.coming(date, &checksums, newest));
        let load = self.options.load;
        let loaded = load::load_files(self.data, "dataget update", dump, load, self.observer);
        if let Err(error) = &loaded
            && is_refusal(error)
        {
            Refused { fingerprint, told: error.to_string() }.keep(self.data.path());
        }
        let (name, report) = loaded?;
        memory.with(|remembered| remembered.loaded(date, &checksums));
        downloads.clear(Some(date))?;
        Ok(Updated::Published { name, report: Box::new(report) })
    }

    /// The files that the newest month has at the mirror and not here, though they are wanted: it
    /// was brought in with fewer kinds.
    fn lacking(
        &self,
        memory: &Memory,
        newest: Option<GenerationName>,
    ) -> Option<(DumpDate, Vec<String>)> {
        let name = newest?;
        let date = name.date();
        // What cannot be read is no reason not to go on with the next month.
        let manifest = self.data.manifest(name).ok()?;
        let has = manifest.kinds;
        let wanted = self.options.kinds.as_deref().unwrap_or(&Kind::ALL);
        let there = memory.with(|remembered| remembered.kinds_of(date));
        let lacking =
            there.into_iter().filter(|kind| wanted.contains(kind) && !has.contains_key(kind));
        let names: Vec<String> = lacking.map(|kind| FileName::of(date, kind).to_string()).collect();
        (!names.is_empty()).then_some((date, names))
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
        let names_kinds = replaced.iter().any(|name| kind_of(name).is_some());
        // The CHECKSUM file alone tells nothing of the files: all of them are checked.
        if names_kinds { Some(kinds) } else { wanted.map(<[Kind]>::to_vec) }
    }

    /// A new month has all kinds that are read now: nobody sees artists vanish because a list was
    /// short, or because only masters were asked for.
    fn check_kinds(&self, date: DumpDate, coming: &[Kind]) -> Result<(), UpdateError> {
        let Some(current) = self.data.current()?.filter(|current| current.date() != date) else {
            return Ok(());
        };
        let Ok(manifest) = self.data.manifest(current) else { return Ok(()) };
        let lost = manifest.kinds.into_keys().filter(|kind| !coming.contains(kind));
        let lost: Vec<&str> = lost.map(Kind::name).collect();
        if lost.is_empty() {
            return Ok(());
        }
        Err(UpdateError::FewerKinds { date, current, lost: lost.join(", ") })
    }

    /// A month that was refused is not loaded once more as long as it is the same.
    fn check_refused(&self, fingerprint: &str) -> Result<(), UpdateError> {
        let refused = Refused::kept(self.data.path());
        match refused.filter(|refused| refused.fingerprint.as_deref() == Some(fingerprint)) {
            Some(Refused { told, .. }) if !self.options.load.force => {
                Err(UpdateError::Refused { told })
            }
            _ => Ok(()),
        }
    }
}

/// Whether it is the month that is not as it should be, and will not be tomorrow.
fn is_refusal(error: &LoadError) -> bool {
    matches!(
        error,
        LoadError::Vanished { .. }
            | LoadError::Shrunk { .. }
            | LoadError::Rejected { .. }
            | LoadError::NoneRead { .. }
            | LoadError::NoRecords(_)
    )
}

/// The pause that a host has asked for, wherever in a failure that stands: a stream's is an error
/// of reading.
fn pause_of(error: &UpdateError) -> Option<(String, u16, Timestamp)> {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = match error {
        UpdateError::Download(error) => Some(error.as_ref()),
        UpdateError::Load(error) => Some(error),
        _ => None,
    };
    while let Some(error) = cause {
        let of_io = error.downcast_ref::<std::io::Error>().and_then(|error| error.get_ref());
        let found = of_io.and_then(|error| error.downcast_ref()).or(error.downcast_ref());
        if let Some(DownloadError::Wait { place, status, until }) = found {
            return Some((place.clone(), *status, *until));
        }
        cause = error.source();
    }
    None
}

/// Who else writes is at work, and nothing is wrong.
fn busy(error: storage::generations::Error) -> UpdateError {
    match error {
        storage::generations::Error::Locked { holder, .. } => {
            UpdateError::Busy { holder, run: None }
        }
        error => error.into(),
    }
}
