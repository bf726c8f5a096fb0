//! From a dump file to stored documents: one thread inflates and cuts, several parse and
//! compress, one stores, in the file's order.
//!
//! Memory is bounded by [`IN_FLIGHT`] chunks: a chunk is read only when there is room for it, and
//! its room is free again once its documents are stored.

use std::{
    any::Any,
    collections::BTreeMap,
    io::{self, Write},
    mem,
    panic::{self, AssertUnwindSafe},
    path::Path,
    thread,
    time::Instant,
};

use crossbeam_channel::{Receiver, Sender, bounded};
use serde::Serialize;
use storage::{
    documents::{DocumentEncoder, DocumentsWriter, Encoder, Location},
    model::{Id, Kind},
};

use super::{
    DumpFile, KindReport, LoadError, Observer,
    digests::{Digested, DigestsWriter, digest},
    report::rate,
};
use crate::{
    index::{FactsFile, FactsWriter, append_facts},
    parse::{Parsed, Rejected, Rejection, parse_chunk},
    read::{Chunk, DumpReader, Item, Oversized, ReadError, closed_root},
};

/// Chunks for each parsing thread that may be under way at once.
const IN_FLIGHT: usize = 4;

/// Bytes of documents that the dictionary of a kind is trained on.
const SAMPLES: usize = 1 << 20;

/// Where the parts of a kind go.
pub(super) struct Sinks<'a> {
    pub(super) documents: DocumentsWriter,
    pub(super) facts: FactsWriter,
    pub(super) digests: DigestsWriter,
    pub(super) rejected: &'a mut dyn Write,
    /// The folder of the generation, for messages.
    pub(super) folder: &'a Path,
}

impl Sinks<'_> {
    fn failed(&self, source: io::Error) -> LoadError {
        LoadError::write(self.folder, source)
    }
}

/// What makes the sinks of a kind, given how its documents are to be encoded.
pub(super) type MakeSinks<'a> = Box<dyn FnOnce(&Encoder) -> Result<Sinks<'a>, LoadError> + 'a>;

/// A chunk's records, parsed and encoded.
struct Batch {
    place: u64,
    offset: u64,
    chunk: Vec<u8>,
    documents: Vec<(Id, Vec<u8>)>,
    facts: Vec<u8>,
    digests: Vec<Digested>,
    /// With their places among the chunk's records, from 0.
    rejections: Vec<(u64, Rejection)>,
    unknown: BTreeMap<String, u64>,
    newlines: u64,
    read: u64,
}

enum Work {
    Parse(u64, Chunk),
    Oversized(u64, Oversized),
}

enum Done {
    Batch(Box<Batch>),
    /// A parsing thread has panicked: the panic goes on in the thread that waits for the batch.
    Panicked(Box<dyn Any + Send>),
    Oversized(u64, Oversized),
}

/// A file that was read to its end.
pub(super) struct Piped {
    pub(super) report: KindReport,
    pub(super) facts: FactsFile,
    /// Given all documents; to be [finished](DocumentsWriter::finish).
    pub(super) documents: DocumentsWriter,
}

/// Loads a file.
pub(super) fn run(
    file: &mut DumpFile,
    threads: usize,
    observer: &dyn Observer,
    location: &Location,
    sinks: MakeSinks<'_>,
) -> Result<Piped, LoadError> {
    let started = Instant::now();
    let mut reader = file.open()?;
    let file = &*file;
    let kind = reader.kind();
    let first_line = reader.first_line();
    observer.file_started(kind, &file.path, reader.progress());

    let mut first = Vec::new();
    let encoder = location.encoder(|| sample(&mut reader, kind, &mut first))?;
    let mut sinks = sinks(&encoder)?;
    let mut tally = Tally { file, line: first_line, report: KindReport::default() };

    thread::scope(|scope| -> Result<(), LoadError> {
        let in_flight = threads * IN_FLIGHT;
        let (rooms, room) = bounded::<()>(in_flight);
        let (work, to_parse) = bounded::<Work>(in_flight);
        let (done, batches) = bounded::<Done>(in_flight);
        let named = |name: &str| thread::Builder::new().name(name.to_owned());
        let reading = named("inflate").spawn_scoped(scope, move || {
            let read = read(&mut reader, first, &work, &rooms);
            read.map(|()| reader)
        });
        let reading = reading.map_err(LoadError::Thread)?;
        for _ in 0..threads {
            let (to_parse, done, encoder) = (to_parse.clone(), done.clone(), &encoder);
            named("parse")
                .spawn_scoped(scope, move || parse(kind, encoder, &to_parse, &done))
                .map_err(LoadError::Thread)?;
        }
        drop((to_parse, done));
        // The batches' end is dropped on every way out, and with it the threads' ends.
        let stored = store(&mut sinks, &mut tally, batches, room, observer);
        let reader = reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        stored?;
        check(file, &reader?)
    })?;

    let Tally { report, .. } = tally;
    let stored = report.read - report.rejected - report.repeated;
    let failed = |error| LoadError::write(sinks.folder, error);
    let facts = sinks.facts.finish().map_err(failed)?;
    sinks.digests.finish().map_err(failed)?;
    let seconds = started.elapsed().as_secs_f64();
    let report = KindReport {
        file: file.path.file_name().map(|name| name.to_string_lossy().into_owned()),
        stored,
        seconds,
        mb_per_second: rate(report.bytes, seconds),
        ..report
    };
    observer.file_ended(kind, &report);
    Ok(Piped { report, facts, documents: sinks.documents })
}

/// Reads the first chunks and gives their documents as JSON.
fn sample(
    reader: &mut DumpReader,
    kind: Kind,
    items: &mut Vec<Item>,
) -> Result<Vec<Vec<u8>>, ReadError> {
    let mut samples = Vec::new();
    let mut bytes = 0;
    while bytes < SAMPLES
        && let Some(item) = reader.next_item()?
    {
        if let Item::Chunk(chunk) = &item {
            bytes += chunk.bytes.len();
            let records = parse_chunk(kind, &chunk.bytes).records.into_iter();
            let documents = records.filter_map(|record| record.outcome.ok());
            samples.extend(documents.map(|document| document.to_json()));
        }
        items.push(item);
    }
    Ok(samples)
}

fn read(
    reader: &mut DumpReader,
    first: Vec<Item>,
    work: &Sender<Work>,
    rooms: &Sender<()>,
) -> Result<(), ReadError> {
    let mut first = first.into_iter();
    for place in 0.. {
        let item = match first.next() {
            Some(item) => Some(item),
            None => reader.next_item()?,
        };
        let work_item = match item {
            None => break,
            Some(Item::Chunk(chunk)) => Work::Parse(place, chunk),
            Some(Item::Oversized(record)) => Work::Oversized(place, record),
        };
        if rooms.send(()).is_err() || work.send(work_item).is_err() {
            // Storing has failed and says so itself.
            break;
        }
    }
    Ok(())
}

fn parse(kind: Kind, encoder: &Encoder, work: &Receiver<Work>, done: &Sender<Done>) {
    let mut encoder = encoder.for_thread();
    for work in work {
        let sent = match work {
            Work::Oversized(place, record) => done.send(Done::Oversized(place, record)),
            Work::Parse(place, chunk) => {
                let parsed = AssertUnwindSafe(|| batch(kind, &mut encoder, place, chunk));
                done.send(match panic::catch_unwind(parsed) {
                    Ok(batch) => Done::Batch(Box::new(batch)),
                    Err(panic) => Done::Panicked(panic),
                })
            }
        };
        if sent.is_err() {
            break;
        }
    }
}

fn batch(kind: Kind, encoder: &mut DocumentEncoder, place: u64, chunk: Chunk) -> Batch {
    let Parsed { records, unknown, newlines } = parse_chunk(kind, &chunk.bytes);
    let read = records.len() as u64;
    let mut documents = Vec::with_capacity(records.len());
    let mut rejections = Vec::new();
    let mut facts = Vec::new();
    let mut digests = Vec::with_capacity(records.len());
    for (number, record) in (0..).zip(records) {
        match record.outcome {
            Ok(document) => {
                facts = append_facts(&document, mem::take(&mut facts));
                let place = record.place;
                let text = &chunk.bytes[place.offset..place.offset + place.length];
                digests.push((document.id(), digest(text)));
                documents.push((document.id(), encoder.encode(&document)));
            }
            Err(rejection) => rejections.push((number, rejection)),
        }
    }
    let Chunk { bytes: chunk, offset } = chunk;
    Batch { place, offset, chunk, documents, facts, digests, rejections, unknown, newlines, read }
}

fn store(
    sinks: &mut Sinks<'_>,
    tally: &mut Tally<'_>,
    batches: Receiver<Done>,
    room: Receiver<()>,
    observer: &dyn Observer,
) -> Result<(), LoadError> {
    let mut waiting: BTreeMap<u64, Done> = BTreeMap::new();
    let mut next = 0;
    for done in batches {
        let place = match &done {
            Done::Batch(batch) => batch.place,
            Done::Oversized(place, _) => *place,
            Done::Panicked(_) => next,
        };
        waiting.insert(place, done);
        while let Some(done) = waiting.remove(&next) {
            next += 1;
            if observer.cancelled() {
                return Err(LoadError::Cancelled);
            }
            match done {
                Done::Batch(batch) => tally.batch(*batch, sinks)?,
                Done::Oversized(_, record) => tally.oversized(&record, sinks)?,
                Done::Panicked(panic) => panic::resume_unwind(panic),
            }
            observer.records(tally.report.read);
            // The reader may be done already; then nobody needs the room.
            let _ = room.try_recv();
        }
    }
    Ok(())
}

/// Counts what goes by, and where in the file it is.
struct Tally<'a> {
    file: &'a DumpFile,
    line: u64,
    report: KindReport,
}

impl Tally<'_> {
    fn batch(&mut self, batch: Batch, sinks: &mut Sinks<'_>) -> Result<(), LoadError> {
        for (number, rejection) in &batch.rejections {
            let place = rejection.place;
            let record = &batch.chunk[place.offset..place.offset + place.length];
            let offset = batch.offset + place.offset as u64;
            if let Some(error) = closed_root(&self.file.path, self.file.kind, record, offset) {
                return Err(error.into());
            }
            let rejected = Rejected::in_chunk(
                self.file.kind,
                rejection,
                &batch.chunk,
                batch.offset,
                self.line,
            );
            self.reject(self.report.read + number + 1, &rejected, sinks)?;
        }
        self.report.read += batch.read;
        self.report.bytes += batch.chunk.len() as u64;
        for (path, count) in batch.unknown {
            *self.report.unknown.entry(path).or_default() += count;
        }
        self.line += batch.newlines;
        sinks.facts.frame(&batch.facts).map_err(|error| sinks.failed(error))?;
        sinks.digests.push(&batch.digests).map_err(|error| sinks.failed(error))?;
        self.report.repeated += sinks.documents.put_batch(batch.documents)?;
        Ok(())
    }

    fn oversized(&mut self, record: &Oversized, sinks: &mut Sinks<'_>) -> Result<(), LoadError> {
        self.report.read += 1;
        self.reject(self.report.read, &Rejected::oversized(record, self.line), sinks)?;
        self.report.bytes += record.length;
        self.line += record.newlines;
        Ok(())
    }

    fn reject(
        &mut self,
        record: u64,
        rejected: &Rejected<'_>,
        sinks: &mut Sinks<'_>,
    ) -> Result<(), LoadError> {
        self.report.rejected += 1;
        let line = RejectedLine { file: &self.file.path, record, rejected };
        let written = serde_json::to_writer(&mut *sinks.rejected, &line).map_err(io::Error::from);
        written.and_then(|()| sinks.rejected.write_all(b"\n")).map_err(|error| sinks.failed(error))
    }
}

/// A line of `rejected.ndjson`.
#[derive(Serialize)]
struct RejectedLine<'a> {
    file: &'a Path,
    /// The record's number in the file, from 1.
    record: u64,
    #[serde(flatten)]
    rejected: &'a Rejected<'a>,
}

fn check(file: &DumpFile, reader: &DumpReader) -> Result<(), LoadError> {
    let (Some(expected), Some(found)) = (&file.checksum, reader.checksum()) else { return Ok(()) };
    if expected.hex == found {
        return Ok(());
    }
    Err(LoadError::Checksum {
        path: file.path.clone(),
        list: expected.source.clone(),
        expected: expected.hex.clone(),
        found: found.to_owned(),
    })
}
