//! Writing an index and removing it.

use std::{borrow::Cow, fmt::Write, path::Path};

use ::redis::{Cmd, Value};

use super::{
    About, Digest, Error, Redis, Term,
    batches::batches,
    command, connection, get,
    layout::{FORMAT, PIECE},
};
use crate::{
    generations::{GenerationName, InvalidName},
    index::{CHUNK_BITS, Chunk, Damage, DamagedIndex, Index},
};

const WRITING: &str = "write the index";
const DROPPING: &str = "drop the index";

/// How often what is missing is written again before the server is given up: it may be restarted
/// a few times and lose all that it had.
const ROUNDS: usize = 5;

/// A value to be written.
struct Part<'a> {
    key: String,
    bytes: Cow<'a, [u8]>,
}

impl Redis {
    /// Writes an index file under the name of its generation, reads it back to see that the server
    /// keeps it, and adds the generation to [`Self::generations`]. Gives the bytes of all values.
    ///
    /// The same index, written again, is mended in place: who reads it meanwhile is not disturbed.
    /// Another index of the generation, or what an interrupted call has left of one, goes first,
    /// and until the end there is none: [`Self::open_index`] refuses half of one. A server that is
    /// restarted meanwhile is waited for, for up to half a minute.
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
        let (about, parts) = self.parts(&index, generation).map_err(damaged)?;
        let whole = About { complete: true, ..about.clone() };
        if self.about(generation, connection::WRITING)?.as_ref() != Some(&whole) {
            self.drop_index(generation)?;
            self.set_about(&about)?;
        }
        self.keep(generation, &parts)?;
        self.set_about(&whole)?;
        let add = command("SADD", &[&self.keys.generations(), &generation.to_string()]);
        self.write(WRITING, &[add])?;
        Ok(parts.iter().map(|part| part.bytes.len() as u64).sum())
    }

    /// Removes an index, or what there is of one, without holding up the server. Who reads it
    /// meanwhile gets [`Error::Missing`].
    ///
    /// # Errors
    /// When the server does not answer or refuses; called again, it goes on.
    pub fn drop_index(&self, generation: GenerationName) -> Result<(), Error> {
        let remove = command("SREM", &[&self.keys.generations(), &generation.to_string()]);
        self.write(DROPPING, &[remove])?;
        self.clear(generation)
    }

    /// All values of an index but the one that makes it one. The list of a chunk's terms comes
    /// before their bitmaps: what was begun can be found again.
    fn parts<'a>(
        &self,
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
                let key = self.keys.value(generation, number, field, value);
                parts.push(Part { key, bytes: bitmap });
            }
        }
        let mut digests = Vec::new();
        let mut parts = Vec::new();
        for (number, (terms, bitmaps)) in chunks.into_iter().enumerate() {
            digests.push(Digest::of(terms.as_bytes()));
            let key = self.keys.terms(generation, number);
            parts.push(Part { key, bytes: terms.into_bytes().into() });
            parts.extend(bitmaps);
        }
        let totals = index.totals();
        let mut about = About {
            format: FORMAT,
            complete: false,
            generation,
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
            let key = self.keys.piece(generation, about.pieces.len());
            about.pieces.push(Digest::of(&bytes));
            parts.push(Part { key, bytes });
        }
        Ok((about, parts))
    }

    fn set_about(&self, about: &About) -> Result<(), Error> {
        let json = serde_json::to_string(about).expect("texts and numbers");
        let set = command("SET", &[&self.keys.about(about.generation), &json]);
        self.write(WRITING, &[set]).map(drop)
    }

    /// Writes values until all of them are read back as they are.
    fn keep(&self, generation: GenerationName, parts: &[Part<'_>]) -> Result<(), Error> {
        let size = |part: &&Part<'_>| part.bytes.len();
        let mut missing: Vec<&Part<'_>> = parts.iter().collect();
        for _ in 0..ROUNDS {
            for batch in batches(&missing, size) {
                let sets = batch.iter().map(|part| {
                    let mut set = ::redis::cmd("SET");
                    set.arg(&part.key).arg(&*part.bytes);
                    set
                });
                self.write(WRITING, &sets.collect::<Vec<Cmd>>())?;
            }
            // Not only those just written: who is restarted may have lost the others.
            let all: Vec<&Part<'_>> = parts.iter().collect();
            missing.clear();
            for batch in batches(&all, size) {
                let gets: Vec<Cmd> = batch.iter().map(|part| get(&part.key)).collect();
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
            generation,
            keys: missing.len(),
            key: missing[0].key.clone(),
        })
    }

    /// Unlinks all keys of an index; what says which there are goes last.
    fn clear(&self, generation: GenerationName) -> Result<(), Error> {
        let key = self.keys.about(generation);
        if let Some(about) = self.about(generation, connection::WRITING)? {
            match self.set_about(&About { complete: false, ..about.clone() }) {
                // There is no room even for that; there will be.
                Err(Error::Full { .. }) => {}
                outcome => outcome?,
            }
            for chunk in 0..about.chunks.len() {
                let terms = self.keys.terms(generation, chunk);
                let answer = self.write(DROPPING, &[get(&terms)])?.pop();
                let lines = match answer {
                    Some(Value::BulkString(lines)) => lines,
                    _ => Vec::new(),
                };
                let value = |term: Term| self.keys.value(generation, chunk, term.0, &term.1);
                let mut keys: Vec<String> = Term::read(&lines).map(value).collect();
                keys.push(terms);
                self.unlink(&keys)?;
            }
            let pieces = 0..about.pieces.len();
            self.unlink(&pieces.map(|n| self.keys.piece(generation, n)).collect::<Vec<_>>())?;
        }
        self.unlink(&[key])
    }

    fn unlink(&self, keys: &[String]) -> Result<(), Error> {
        for batch in batches(keys, String::len) {
            let unlinks: Vec<Cmd> = batch.iter().map(|key| command("UNLINK", &[key])).collect();
            self.write(DROPPING, &unlinks)?;
        }
        Ok(())
    }
}
