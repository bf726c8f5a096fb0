//! Loads a dump: documents and index into a new generation, published at the end or not at all.

mod checksum;
mod dump;
mod pipeline;
mod rebuild;
mod report;

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufWriter, Write},
    mem,
    path::{Path, PathBuf},
    thread,
    time::Instant,
};

use jiff::Timestamp;
use storage::{
    documents::{self, Documents, DocumentsWriter, Location},
    generations::{
        self, DumpDate, GenerationName, KindManifest, Manifest, Staged, Store, WriterLock,
    },
    model::Kind,
};

pub use checksum::Checksum;
pub use dump::{Dump, DumpError, DumpFile};
pub use rebuild::rebuild_index;
pub use report::{IndexReport, KindReport, Report};

use crate::{
    index::{self, FactsFile, FactsWriter, Sources},
    read::{Progress, ReadError},
};
use pipeline::{MakeSinks, Piped, Sinks};
use report::rate;

/// The records that were set aside, in a generation's folder.
pub const REJECTED_FILE: &str = "rejected.ndjson";

/// Of how many records one may be set aside: one in a thousand.
const REJECTED_SHARE: f64 = 0.001;
/// What a kind must have left of the generation before.
const KEPT_SHARE: f64 = 0.9;
/// Dates of which generations are kept: the current one's and the one before.
const KEEP: usize = 2;

/// What a load tells whoever waits for it. Called from the loading thread.
pub trait Observer {
    /// A file is being read; `progress` goes on by itself.
    fn file_started(&self, kind: Kind, path: &Path, progress: Progress);
    /// So many records of the file were stored or set aside.
    fn records(&self, count: u64);
    /// All of the file was read.
    fn file_ended(&self, kind: Kind, report: &KindReport);
    /// The index is being built.
    fn index_started(&self);
    /// It is published, and MongoDB builds its secondary indexes.
    fn secondary_indexes_started(&self) {}
    /// Whether the load is to be given up.
    fn cancelled(&self) -> bool;
}

/// How to load.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Publish in spite of many rejected records or a kind that shrank.
    pub force: bool,
    /// Threads that parse; as many as there are processors when 0.
    pub threads: usize,
}

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
    fn write(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Self::DiskFull(path.to_owned())
            }
            _ => Self::Write { path: path.to_owned(), source },
        }
    }
}

/// Loads the dump in these paths and publishes it as a new generation: documents, index, report.
///
/// The kinds that are not given are taken over from the last generation of the same date, if
/// there is one. Generations before the previous one are dropped.
///
/// # Errors
/// Nothing was published then, and what had been written is gone; but for
/// [`generations::Error::NotFollowed`].
pub fn load(
    data: &Store,
    paths: &[PathBuf],
    options: Options,
    observer: &dyn Observer,
) -> Result<(GenerationName, Report), LoadError> {
    let dump = Dump::find(paths)?;
    let lock = data.lock("dataget load")?;
    load_dump(data, &lock, &dump, options, observer)
}

fn load_dump(
    data: &Store,
    lock: &WriterLock,
    dump: &Dump,
    options: Options,
    observer: &dyn Observer,
) -> Result<(GenerationName, Report), LoadError> {
    let (started, clock) = (Timestamp::now(), Instant::now());
    let current = manifest_before(data)?;
    let before = before_of(data, dump.date)?;
    let staged = lock.begin(dump.date)?;
    let mut loading = Loading::new(data, &staged, options, observer)?;
    for file in &dump.files {
        let report = loading.file(file)?;
        if !options.force {
            compare_with(current.as_ref(), file.kind, report.stored)?;
        }
        loading.kinds.insert(file.kind, report);
    }
    if let Some(before) = before.filter(|_| loading.kinds.len() < Kind::ALL.len()) {
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
    staged.set_report(&report)?;
    staged.describe(&manifest(staged.name(), &report))?;
    let name = staged.publish()?;
    // The list of a load that was refused before has served its purpose.
    let _ = fs::remove_file(data.path().join(REJECTED_FILE));
    // It is published: what fails from here on, the next load makes up for.
    if data.mongodb().is_some() {
        observer.secondary_indexes_started();
        if let Err(error) = lock.create_indexes(name) {
            tracing::warn!(%error, "MongoDB's secondary indexes could not be built");
        }
    }
    if let Err(error) = lock.keep(KEEP) {
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

/// A generation that is being filled.
struct Loading<'a> {
    data: &'a Store,
    folder: &'a Path,
    documents: Location,
    options: Options,
    observer: &'a dyn Observer,
    rejected: BufWriter<File>,
    kinds: BTreeMap<Kind, KindReport>,
    sources: Sources,
    /// Those of the kinds whose documents are not known to be kept yet.
    writers: Vec<(Kind, DocumentsWriter)>,
}

impl<'a> Loading<'a> {
    fn new(
        data: &'a Store,
        staged: &'a Staged,
        options: Options,
        observer: &'a dyn Observer,
    ) -> Result<Self, LoadError> {
        let folder = staged.path();
        let path = folder.join(REJECTED_FILE);
        let rejected = File::create(&path).map_err(|error| LoadError::write(&path, error))?;
        Ok(Self {
            data,
            folder,
            documents: staged.documents(),
            options,
            observer,
            rejected: BufWriter::new(rejected),
            kinds: BTreeMap::new(),
            sources: Sources::default(),
            writers: Vec::new(),
        })
    }

    fn file(&mut self, file: &DumpFile) -> Result<KindReport, LoadError> {
        let (folder, documents) = (self.folder, &self.documents);
        let facts = facts_of(folder, file.kind)?;
        let rejected = &mut self.rejected;
        let sinks: MakeSinks<'_> = Box::new(move |encoder| {
            let documents = DocumentsWriter::create(documents.clone(), file.kind, encoder)?;
            Ok(Sinks { documents, facts, rejected, folder })
        });
        let threads = match self.options.threads {
            0 => thread::available_parallelism().map_or(1, Into::into),
            threads => threads,
        };
        let Piped { report, facts, documents } =
            pipeline::run(file, threads, self.observer, documents, sinks)?;
        self.sources.set(file.kind, facts);
        self.writers.push((file.kind, documents));
        self.accept(file, &report)?;
        Ok(report)
    }

    fn accept(&mut self, file: &DumpFile, report: &KindReport) -> Result<(), LoadError> {
        if report.read == 0 {
            return Err(LoadError::NoRecords(file.path.clone()));
        }
        let too_many = report.rejected as f64 > report.read as f64 * REJECTED_SHARE;
        if too_many && (!self.options.force || report.stored == 0) {
            self.rejected.flush().map_err(|error| LoadError::write(self.folder, error))?;
            // The generation's folder goes: the list of what was wrong stays.
            let list = self.data.path().join(REJECTED_FILE);
            fs::copy(self.folder.join(REJECTED_FILE), &list)
                .map_err(|error| LoadError::write(&list, error))?;
            let (kind, rejected, read) = (file.kind, report.rejected, report.read);
            return Err(if report.stored == 0 {
                LoadError::NoneRead { kind, rejected, list }
            } else {
                LoadError::Rejected { kind, rejected, read, list }
            });
        }
        Ok(())
    }

    fn take_over(&mut self, before: GenerationName) -> Result<(), LoadError> {
        finish_documents(mem::take(&mut self.writers), &self.kinds)?;
        let from = self.data.documents(before);
        let missing: Vec<Kind> = self
            .data
            .manifest(before)?
            .kinds
            .into_keys()
            .filter(|kind| !self.kinds.contains_key(kind))
            .collect();
        for &kind in &missing {
            documents::take_over(from.clone(), self.documents.clone(), kind)?;
        }
        let there = Documents::open_with(self.documents.clone(), missing.iter().copied())?;
        for kind in missing {
            let facts = rebuild::facts(&there, kind, facts_of(self.folder, kind)?, self.observer)?;
            self.sources.set(kind, facts);
            let report = KindReport {
                taken_over_from: Some(before),
                stored: there.count(kind)?,
                ..KindReport::default()
            };
            self.kinds.insert(kind, report);
        }
        Ok(())
    }

    fn finish(
        mut self,
        name: GenerationName,
    ) -> Result<(BTreeMap<Kind, KindReport>, IndexReport), LoadError> {
        self.rejected.flush().map_err(|error| LoadError::write(self.folder, error))?;
        self.observer.index_started();
        let path = self.folder.join(storage::index::FILE_NAME);
        let (writers, kinds) = (self.writers, &self.kinds);
        // The index is built of the facts: it need not wait for the disk or the server.
        let index = thread::scope(|scope| -> Result<IndexReport, LoadError> {
            let documents = thread::Builder::new()
                .name("documents".to_owned())
                .spawn_scoped(scope, || finish_documents(writers, kinds))
                .map_err(LoadError::Thread)?;
            let index = build_index(&path, name, &self.sources);
            documents.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            index
        })?;
        if self.observer.cancelled() {
            return Err(LoadError::Cancelled);
        }
        Ok((self.kinds, index))
    }
}

/// Makes sure that the documents are kept, all that were reported.
fn finish_documents(
    writers: Vec<(Kind, DocumentsWriter)>,
    kinds: &BTreeMap<Kind, KindReport>,
) -> Result<(), LoadError> {
    for (kind, writer) in writers {
        let found = writer.finish()?;
        let stored = kinds.get(&kind).map_or(0, |report| report.stored);
        if found != stored {
            return Err(LoadError::Lost { kind, found, stored });
        }
    }
    Ok(())
}

fn facts_of(folder: &Path, kind: Kind) -> Result<FactsWriter, LoadError> {
    let path = folder.join(format!("{kind}.facts"));
    FactsWriter::create(&path).map_err(|error| LoadError::write(&path, error))
}

fn build_index(
    path: &Path,
    name: GenerationName,
    sources: &Sources,
) -> Result<IndexReport, LoadError> {
    let clock = Instant::now();
    let built = index::build(path, &name.to_string(), sources)
        .map_err(|error| LoadError::write(path, error))?;
    let seconds = clock.elapsed().as_secs_f64();
    Ok(IndexReport { totals: built.totals, bytes: built.bytes, seconds })
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

impl Sources {
    fn set(&mut self, kind: Kind, facts: FactsFile) {
        let place = match kind {
            Kind::Artists => &mut self.artists,
            Kind::Labels => &mut self.labels,
            Kind::Masters => &mut self.masters,
            Kind::Releases => &mut self.releases,
        };
        *place = Some(facts);
    }
}
