//! A generation while it is filled.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{BufWriter, Write},
    mem,
    path::Path,
    thread,
    time::Instant,
};

use storage::{
    documents::{self, Documents, DocumentsWriter, Location},
    generations::{GenerationName, Staged, Store},
    model::Kind,
};

use super::{
    DumpFile, IndexReport, KindReport, LoadError, Observer, Options, REJECTED_FILE,
    digests::{self, DigestsWriter},
    pipeline::{self, MakeSinks, Piped, Sinks},
    rebuild,
};
use crate::index::{self, FactsWriter, Sources};

/// Of how many records one may be set aside: one in a thousand.
const REJECTED_SHARE: f64 = 0.001;

/// A generation that is being filled.
pub(super) struct Loading<'a> {
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
    pub(super) fn new(
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

    /// Loads a file; gives the number of its distinct documents.
    pub(super) fn file(&mut self, file: &mut DumpFile) -> Result<u64, LoadError> {
        let (folder, documents, kind) = (self.folder, &self.documents, file.kind);
        let facts = facts_of(folder, kind)?;
        let digests =
            DigestsWriter::create(folder, kind).map_err(|error| LoadError::write(folder, error))?;
        let rejected = &mut self.rejected;
        let sinks: MakeSinks<'_> = Box::new(move |encoder| {
            let documents = DocumentsWriter::create(documents.clone(), kind, encoder)?;
            Ok(Sinks { documents, facts, digests, rejected, folder })
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
        let stored = report.stored;
        self.kinds.insert(file.kind, report);
        Ok(stored)
    }

    /// Refuses a file of which too little could be read.
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

    /// Puts the kinds that were not loaded into it from the generation before.
    pub(super) fn take_over(&mut self, before: GenerationName) -> Result<(), LoadError> {
        let missing: Vec<Kind> = self
            .data
            .manifest(before)?
            .kinds
            .into_keys()
            .filter(|kind| !self.kinds.contains_key(kind))
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        // What is to be read beside them must be whole.
        finish_documents(mem::take(&mut self.writers), &self.kinds)?;
        let from = self.data.documents(before);
        for &kind in &missing {
            documents::take_over(from.clone(), self.documents.clone(), kind)?;
            digests::take_over(&self.data.path_of(before), self.folder, kind)
                .map_err(|error| LoadError::write(self.folder, error))?;
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

    /// Builds the index and makes sure of the documents.
    pub(super) fn finish(
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

/// Where the facts of a kind go while a generation is built in a folder.
pub(super) fn facts_of(folder: &Path, kind: Kind) -> Result<FactsWriter, LoadError> {
    let path = folder.join(format!("{kind}.facts"));
    FactsWriter::create(&path).map_err(|error| LoadError::write(&path, error))
}

/// Builds the index file of a generation.
pub(super) fn build_index(
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
