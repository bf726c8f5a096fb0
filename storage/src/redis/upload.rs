//! Writing an index.

use std::{borrow::Cow, fmt::Write, path::Path, thread, time::Duration};

use ::redis::{Cmd, Value};

use super::{
    About, Digest, Error, Redis, Term,
    batches::batches,
    command, connection, get,
    layout::{FORMAT, PIECE, Place, first_build},
};
use crate::{
    generations::{GenerationName, InvalidName},
    index::{CHUNK_BITS, Chunk, Damage, DamagedIndex, Index},
};

const WRITING: &str = "write the index";

/// How long a build that was replaced stays: readers that do not have all of it yet end what they
/// have begun, and notice within a second that there is another one.
const GRACE: Duration = Duration::from_secs(3);

/// How often what is missing is written again before the server is given up: it may be restarted
/// a few times and lose all that it had.
const ROUNDS: usize = 5;

/// A value to be written.
struct Part<'a> {
    place: Place,
    bytes: Cow<'a, [u8]>,
}

impl Redis {
    /// Writes an index file under the name of its generation, reads it back to see that the server
    /// keeps it, and adds the generation to [`Self::generations`]. Gives the bytes of all values.
    ///
    /// The same index, written again, is mended in place: who reads it meanwhile is not disturbed.
    /// Another index of the generation is written beside the one that is there and takes its place
    /// in one atomic step; the old one goes some seconds later, when readers have ended what they
    /// began. Whatever goes wrong before that step, the old one stays. Only where there was none,
    /// or what an interrupted call has left of one, there is none until the end:
    /// [`Self::open_index`] refuses half of one. A server that is restarted meanwhile is waited
    /// for, for up to half a minute.
    ///
    /// # Errors
    /// When the file is damaged, and when the server does not answer, refuses, is full, or loses
    /// what it was given.
    pub fn put_index(&self, path: &Path) -> Result<u64, Error> {
        let damaged = |damage| DamagedIndex { path: path.to_owned(), damage };
        let index = Index::open(path)?;
        let generation: GenerationName = index.generation().parse().map_err(|_: InvalidName| {
            damaged(Damage::Inconsistent("its generation has no name that can be read"))
        })?;
        let (about, parts) = parts(&index, generation).map_err(damaged)?;
        self.clear_others(generation)?;
        match self.about(generation, connection::WRITING)? {
            Some(there) if there.has_values_of(&about) => {
                self.keep(&there, &parts)?;
                self.set_about(&About { complete: true, ..there })?;
                self.list(generation)?;
            }
            Some(there) if there.complete => self.put_beside(there, about, &parts)?,
            _ => {
                self.drop_index(generation)?;
                self.set_about(&About { complete: false, ..about.clone() })?;
                self.keep(&about, &parts)?;
                self.set_about(&about)?;
                self.list(generation)?;
            }
        }
        Ok(parts.iter().map(|part| part.bytes.len() as u64).sum())
    }

    /// Writes another build of a generation, and has it take over.
    fn put_beside(&self, old: About, mut new: About, parts: &[Part<'_>]) -> Result<(), Error> {
        new.build = old.next_build();
        // Noted before the first key is written: the next writer finds what an interrupted one
        // has left.
        self.set_about(&About { others: vec![new.as_build()], ..old.clone() })?;
        let replaced = About { others: vec![old.as_build()], ..new.clone() };
        let done = self.keep(&new, parts).and_then(|()| self.set_about(&replaced));
        if let Err(error) = done {
            // The server may come back, and then the next writer does it.
            if !matches!(error, Error::Unreachable { .. }) {
                self.clear_others_or_warn(new.generation);
            }
            return Err(error);
        }
        self.list(new.generation)?;
        thread::sleep(GRACE);
        self.clear_others_or_warn(new.generation);
        Ok(())
    }

    /// What is in the way of clearing up does not make the index that is there any worse.
    fn clear_others_or_warn(&self, generation: GenerationName) {
        if let Err(error) = self.clear_others(generation) {
            tracing::warn!(%generation, %error, "the next writer removes another build's keys");
        }
    }

    fn list(&self, generation: GenerationName) -> Result<(), Error> {
        let add = command("SADD", &[&self.keys.generations(), &generation.to_string()]);
        self.write(WRITING, &[add]).map(drop)
    }

    pub(super) fn set_about(&self, about: &About) -> Result<(), Error> {
        let json = serde_json::to_string(about).expect("texts and numbers");
        let set = command("SET", &[&self.keys.about(about.generation), &json]);
        self.write(WRITING, &[set]).map(drop)
    }

    /// Writes the values of a build until all of them are read back as they are.
    fn keep(&self, about: &About, parts: &[Part<'_>]) -> Result<(), Error> {
        let key = |part: &Part<'_>| self.keys.value(&about.build, &part.place);
        let size = |part: &&Part<'_>| part.bytes.len();
        let mut missing: Vec<&Part<'_>> = parts.iter().collect();
        for _ in 0..ROUNDS {
            for batch in batches(&missing, size) {
                let sets = batch.iter().map(|part| {
                    let mut set = ::redis::cmd("SET");
                    set.arg(key(part)).arg(&*part.bytes);
                    set
                });
                self.write(WRITING, &sets.collect::<Vec<Cmd>>())?;
            }
            // Not only those just written: who is restarted may have lost the others.
            let all: Vec<&Part<'_>> = parts.iter().collect();
            missing.clear();
            for batch in batches(&all, size) {
                let gets: Vec<Cmd> = batch.iter().map(|part| get(&key(part))).collect();
                let kept = self.write(WRITING, &gets)?;
                let is_lost = |part: &Part<'_>, kept: &Value| !matches!(kept, Value::BulkString(bytes) if **bytes == *part.bytes);
                let lost = batch.iter().zip(&kept).filter(|(part, kept)| is_lost(part, kept));
                missing.extend(lost.map(|(part, _)| *part));
            }
            if missing.is_empty() {
                return Ok(());
            }
            tracing::warn!(
                server = self.server.name,
                values = missing.len(),
                "Redis has lost values that were just written: they are written again"
            );
        }
        Err(Error::NotKept {
            server: self.server.name.clone(),
            generation: about.generation,
            keys: missing.len(),
            key: key(missing[0]),
        })
    }
}

/// What is to be said of an index as the first build of its generation, and all its values. The
/// list of a chunk's terms comes before their bitmaps: what was begun can be found again.
fn parts<'a>(
    index: &'a Index,
    generation: GenerationName,
) -> Result<(About, Vec<Part<'a>>), Damage> {
    let (file, cut) = index.image()?;
    let mut chunks: Vec<(String, Vec<Part<'a>>)> = Vec::new();
    for (field, value, bitmaps) in index.bitmaps()? {
        for Chunk { number, count, bitmap } in bitmaps {
            let term = Term(field, value.to_owned(), count, bitmap.len(), Digest::of(&bitmap));
            if chunks.len() <= number {
                chunks.resize_with(number + 1, Default::default);
            }
            let (terms, parts) = &mut chunks[number];
            let line = serde_json::to_string(&term).expect("texts and numbers");
            writeln!(terms, "{line}").expect("a String takes any text");
            let place = Place::Bitmap(number, field.name().to_owned(), value.to_owned());
            parts.push(Part { place, bytes: bitmap });
        }
    }
    let mut digests = Vec::new();
    let mut parts = Vec::new();
    for (number, (terms, bitmaps)) in chunks.into_iter().enumerate() {
        digests.push(Digest::of(terms.as_bytes()));
        parts.push(Part { place: Place::Terms(number), bytes: terms.into_bytes().into() });
        parts.extend(bitmaps);
    }
    let totals = index.totals();
    let mut about = About {
        format: FORMAT,
        complete: true,
        generation,
        build: first_build(generation),
        entries: totals.releases,
        works: totals.works,
        videos: totals.videos,
        length: file.len(),
        digest: Digest::of(Index::head(file)),
        cut: cut.clone(),
        piece: PIECE,
        pieces: Vec::new(),
        chunk_bits: CHUNK_BITS,
        chunks: digests,
        others: Vec::new(),
    };
    for start in (0..about.image()).step_by(PIECE) {
        let end = about.image().min(start + PIECE);
        let bytes: Cow<'a, [u8]> = if end <= cut.start {
            file[start..end].into()
        } else if start >= cut.start {
            file[start + cut.len()..end + cut.len()].into()
        } else {
            [&file[start..cut.start], &file[cut.end..end + cut.len()]].concat().into()
        };
        let place = Place::Piece(about.pieces.len());
        about.pieces.push(Digest::of(&bytes));
        parts.push(Part { place, bytes });
    }
    Ok((about, parts))
}
