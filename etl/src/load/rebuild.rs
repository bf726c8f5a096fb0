//! The index of a generation from its stored documents.

use std::{
    ops::RangeInclusive,
    sync::{
        atomic::{AtomicU64, Ordering},
        mpsc::sync_channel,
    },
    thread,
};

use storage::{
    documents::Documents,
    generations::{GenerationName, Store},
    index,
    model::{Id, Kind},
};

use super::{
    IndexReport, LoadError, Observer,
    loading::{build_index, facts_of},
};
use crate::index::{FactsFile, FactsWriter, Sources, append_facts, fact_fields};

/// Documents whose facts make one frame.
const FRAME: u64 = 1000;

/// Parts that a kind is read in, so that the threads end at about the same time.
const PARTS: usize = 64;

/// Builds the index of a published generation again, the current one if none is named, and puts
/// it in the place of the one before ([`storage::generations::WriterLock::replace_index`]).
///
/// # Errors
/// Until the new index is built, the one before stays in place.
pub fn rebuild_index(
    data: &Store,
    name: Option<GenerationName>,
    observer: &dyn Observer,
) -> Result<(GenerationName, IndexReport), LoadError> {
    // Before locking, which makes the folder: there may be nothing to build it of.
    data.require_current()?;
    let lock = data.lock("dataget index")?;
    let current = data.require_current()?;
    let name = name.unwrap_or(current);
    let kinds = data.manifest(name)?.kinds.into_keys();
    let documents = Documents::open_with(data.documents(name), kinds)?;
    // Never published: its folder goes at the end.
    let scratch = lock.begin(name.date())?;
    let mut sources = Sources::default();
    for kind in documents.kinds() {
        sources.set(kind, facts(&documents, kind, facts_of(scratch.path(), kind)?, observer)?);
    }
    observer.index_started();
    let new = scratch.path().join(index::FILE_NAME);
    let report = build_index(&new, name, &sources)?;
    if observer.cancelled() {
        return Err(LoadError::Cancelled);
    }
    lock.replace_index(name, &new)?;
    if let Err(error) = lock.create_indexes(name) {
        tracing::warn!(%error, "MongoDB's secondary indexes could not be built");
    }
    Ok((name, report))
}

/// Reads what the index needs from the stored documents of a kind, on all processors.
pub(super) fn facts(
    documents: &Documents,
    kind: Kind,
    mut writer: FactsWriter,
    observer: &dyn Observer,
) -> Result<FactsFile, LoadError> {
    let parts = documents.split(kind, PARTS)?;
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let path = writer.path().to_owned();
    let failed = |error| LoadError::write(&path, error);
    let found = AtomicU64::new(0);
    // Facts come in the order of the documents, part after part: a part is read by one thread
    // while those before it are written.
    for round in parts.chunks(threads) {
        if observer.cancelled() {
            return Err(LoadError::Cancelled);
        }
        thread::scope(|scope| -> Result<(), LoadError> {
            let frames: Vec<_> = round
                .iter()
                .map(|part| {
                    let (sender, frames) = sync_channel::<Result<Vec<u8>, LoadError>>(64);
                    let found = &found;
                    scope.spawn(move || {
                        let read = read_part(documents, kind, part.clone(), |frame| {
                            sender.send(Ok(frame)).is_ok()
                        });
                        match read {
                            Ok(read) => drop(found.fetch_add(read, Ordering::Relaxed)),
                            // Nobody listens any more when an earlier part has failed.
                            Err(error) => drop(sender.send(Err(error))),
                        }
                    });
                    frames
                })
                .collect();
            for frame in frames.into_iter().flatten() {
                writer.frame(&frame?).map_err(failed)?;
            }
            Ok(())
        })?;
    }
    let (found, stored) = (found.into_inner(), documents.count(kind)?);
    if found != stored {
        return Err(LoadError::Lost { kind, found, stored });
    }
    writer.finish().map_err(failed)
}

/// Gives the facts of the documents in a range of ids; returns how many documents there are.
fn read_part(
    documents: &Documents,
    kind: Kind,
    part: RangeInclusive<Id>,
    mut give: impl FnMut(Vec<u8>) -> bool,
) -> Result<u64, LoadError> {
    let mut read = 0;
    let mut frame = Vec::new();
    let documents = documents.scan_documents(kind, part, fact_fields(kind))?;
    for document in documents {
        frame = append_facts(&document?, frame);
        read += 1;
        if read % FRAME == 0 && !give(std::mem::take(&mut frame)) {
            return Ok(read);
        }
    }
    give(frame);
    Ok(read)
}
