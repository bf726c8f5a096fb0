//! Loads a dump: documents and index into a new generation, published at the end or not at all.

mod changes;
mod checksum;
mod digests;
mod dump;
mod error;
mod loading;
mod pipeline;
mod rebuild;
mod report;

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use jiff::Timestamp;
use storage::{
    generations::{DumpDate, GenerationName, KindManifest, Manifest, Store, WriterLock},
    model::Kind,
};

pub use changes::VANISHED_FILE;
pub use checksum::Checksum;
pub use dump::{Dump, DumpError, DumpFile, DumpStream, Streamed};
pub use error::LoadError;
pub use rebuild::rebuild_index;
pub use report::{IndexReport, KindReport, Report};

use crate::read::Progress;
use loading::Loading;
use report::rate;

/// The records that were set aside, in a generation's folder.
pub const REJECTED_FILE: &str = "rejected.ndjson";

/// What a kind must have left of the generation before.
const KEPT_SHARE: f64 = 0.9;
/// Dates of which generations are kept unless it is said: the current one's and the one before.
pub const KEEP: usize = 2;

/// What a load tells whoever waits for it. Called from the loading thread.
pub trait Observer {
    /// A file is being read; `progress` goes on by itself.
    fn file_started(&self, _kind: Kind, _path: &Path, _progress: Progress) {}
    /// So many records of the file were stored or set aside.
    fn records(&self, _count: u64) {}
    /// All of the file was read.
    fn file_ended(&self, _kind: Kind, _report: &KindReport) {}
    /// The index is being built.
    fn index_started(&self) {}
    /// All is built and compared; it is made durable and published.
    fn publishing(&self) {}
    /// It is published, and MongoDB builds its secondary indexes.
    fn secondary_indexes_started(&self) {}
    /// Whether the load is to be given up.
    fn cancelled(&self) -> bool {
        false
    }
}

/// Nobody watches, and nobody gives up.
impl Observer for () {}

/// How to load.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Publish in spite of many rejected records or a kind that shrank.
    pub force: bool,
    /// Threads that parse; as many as there are processors when 0.
    pub threads: usize,
    /// Of how many dates generations are kept, the current one's included.
    pub keep: usize,
    /// Whether too many records that are not there any more keep it from being published, though
    /// there are as many others: for a load that nobody watches.
    pub stops_at_vanished: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { force: false, threads: 0, keep: KEEP, stops_at_vanished: false }
    }
}

/// Loads the dump in these paths and publishes it as a new generation: documents, index, report.
///
/// The kinds that are not given are taken over from the last generation of the same date, if
/// there is one. Generations beyond those that are to be kept are dropped.
///
/// # Errors
/// Nothing was published then, and what had been written is gone; but for
/// [`NotFollowed`](storage::generations::Error::NotFollowed).
pub fn load(
    data: &Store,
    paths: &[PathBuf],
    options: Options,
    observer: &dyn Observer,
) -> Result<(GenerationName, Report), LoadError> {
    let dump = Dump::find(paths)?;
    let lock = data.lock("dataget load")?;
    load_dump(data, &lock, dump, options, observer)
}

/// The same for a dump whose files are known. `command` is what others are told who want to write.
///
/// # Errors
/// As of [`load`].
pub fn load_files(
    data: &Store,
    command: &str,
    dump: Dump,
    options: Options,
    observer: &dyn Observer,
) -> Result<(GenerationName, Report), LoadError> {
    let lock = data.lock(command)?;
    load_dump(data, &lock, dump, options, observer)
}

fn load_dump(
    data: &Store,
    lock: &WriterLock,
    mut dump: Dump,
    options: Options,
    observer: &dyn Observer,
) -> Result<(GenerationName, Report), LoadError> {
    let (started, clock) = (Timestamp::now(), Instant::now());
    let current = manifest_before(data)?;
    let previous = current.as_ref().map(|current| current.name);
    let before = before_of(data, dump.date)?;
    let staged = lock.begin(dump.date)?;
    let mut loading = Loading::new(data, &staged, options, observer)?;
    for file in &mut dump.files {
        let stored = loading.file(file)?;
        if !options.force {
            compare_with(current.as_ref(), file.kind, stored)?;
        }
    }
    if let Some(before) = before {
        loading.take_over(before)?;
    }
    let (kinds, index) = loading.finish(staged.name())?;
    let seconds = clock.elapsed().as_secs_f64();
    let bytes = kinds.values().map(|kind| kind.bytes).sum();
    let report = Report {
        started,
        ended: Timestamp::now(),
        kinds,
        index,
        seconds,
        mb_per_second: rate(bytes, seconds),
    };
    let kinds: Vec<Kind> = report.kinds.keys().copied().collect();
    let current = current.as_ref().map(|current| (current.name, data.path_of(current.name)));
    let current = current.as_ref().map(|(name, folder)| (*name, folder.as_path()));
    let list = data.path().join(VANISHED_FILE);
    let may_vanish = options.force || !options.stops_at_vanished;
    let changes = changes::find(staged.path(), staged.name(), &kinds, current, &list, may_vanish)?;
    if let Some(changes) = changes {
        staged.set_changes(&changes)?;
    }
    staged.set_report(&report)?;
    staged.describe(&manifest(staged.name(), &report))?;
    observer.publishing();
    let name = staged.publish()?;
    // The list of a load that was refused before has served its purpose.
    let _ = fs::remove_file(data.path().join(REJECTED_FILE));
    let _ = fs::remove_file(list);
    // It is published: what fails from here on, the next load makes up for.
    if data.mongodb().is_some() {
        observer.secondary_indexes_started();
        if let Err(error) = lock.create_indexes(name) {
            tracing::warn!(%error, "MongoDB's secondary indexes could not be built");
        }
    }
    if let Err(error) = lock.keep(options.keep.max(1), previous) {
        tracing::warn!(%error, "an old generation could not be dropped");
    }
    Ok((name, report))
}

/// The manifest of the current generation. What is damaged of that is no reason not to load a
/// whole one.
fn manifest_before(data: &Store) -> Result<Option<Manifest>, LoadError> {
    let Some(name) = data.current()? else { return Ok(None) };
    match data.manifest(name) {
        Ok(manifest) => Ok(Some(manifest)),
        Err(error) => {
            tracing::warn!(%error, "the dump cannot be compared with the generation before");
            Ok(None)
        }
    }
}

/// The generation of a date that a revision builds on: the current one, else the last one.
fn before_of(data: &Store, date: DumpDate) -> Result<Option<GenerationName>, LoadError> {
    let current = data.current()?.filter(|name| name.date() == date);
    let last =
        || data.published().map(|names| names.into_iter().filter(|n| n.date() == date).max());
    Ok(match current {
        Some(current) => Some(current),
        None => last()?,
    })
}

/// Refuses a kind that has lost a tenth of what the current generation has.
fn compare_with(before: Option<&Manifest>, kind: Kind, now: u64) -> Result<(), LoadError> {
    let Some(manifest) = before else { return Ok(()) };
    let before = manifest.kinds.get(&kind).map_or(0, |of_kind| of_kind.documents);
    if (now as f64) < before as f64 * KEPT_SHARE {
        return Err(LoadError::Shrunk { kind, now, before, before_name: manifest.name });
    }
    Ok(())
}

fn manifest(name: GenerationName, report: &Report) -> Manifest {
    let kinds = report.kinds.iter().map(|(&kind, report)| {
        let manifest = KindManifest {
            documents: report.stored,
            source_file: report.file.clone(),
            taken_over_from: report.taken_over_from,
        };
        (kind, manifest)
    });
    Manifest { kinds: kinds.collect(), ..Manifest::new(name) }
}
