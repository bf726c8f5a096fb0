//! Removing an index, or what is left of one.

use ::redis::{Cmd, Value};
use serde_json::{Map, Value as Json};

use super::{
    About, Error, Redis, Term,
    batches::batches,
    command, connection, get,
    layout::{Build, Place, Traces},
};
use crate::generations::GenerationName;

const ACTION: &str = "drop the index";

/// Bounds of what is looked for: more chunks or pieces than an index can have are a mistake.
const CHUNKS: usize = 1 << 12;
const PIECES: usize = 1 << 20;

impl Redis {
    /// Removes an index, or what there is of one, without holding up the server. Who reads it
    /// meanwhile gets [`Error::Missing`].
    ///
    /// # Errors
    /// When the server does not answer or refuses; called again, it goes on.
    pub fn drop_index(&self, generation: GenerationName) -> Result<(), Error> {
        let remove = command("SREM", &[&self.keys.generations(), &generation.to_string()]);
        self.write(ACTION, &[remove])?;
        self.clear(generation)
    }

    /// Removes the builds of an index that were replaced, or that were not written to the end.
    /// The index itself stays as it is.
    ///
    /// # Errors
    /// When the server does not answer or refuses; called again, it goes on.
    pub fn clear_others(&self, generation: GenerationName) -> Result<(), Error> {
        let Some(about) = self.about(generation, connection::WRITING)? else { return Ok(()) };
        if about.others.is_empty() {
            return Ok(());
        }
        about.others.iter().try_for_each(|build| self.clear_build(build))?;
        unless_full(self.set_about(&About { others: Vec::new(), ..about }))
    }

    /// Unlinks all keys of an index, in whatever format it is; what says which there are goes
    /// last.
    fn clear(&self, generation: GenerationName) -> Result<(), Error> {
        let key = self.keys.about(generation);
        let answer = self.write(ACTION, &[get(&key)])?.pop();
        let json: Map<String, Json> = match answer {
            Some(Value::BulkString(json)) => serde_json::from_slice(&json).unwrap_or_default(),
            _ => Map::new(),
        };
        if !json.is_empty() {
            let mut incomplete = json.clone();
            incomplete.insert("complete".to_owned(), Json::Bool(false));
            let incomplete = Json::Object(incomplete).to_string();
            unless_full(self.write(ACTION, &[command("SET", &[&key, &incomplete])]).map(drop))?;
        }
        let traces: Traces = serde_json::from_value(json.into()).unwrap_or_default();
        let builds = traces.builds(generation);
        builds.iter().try_for_each(|build| self.clear_build(build))?;
        self.unlink(&[key]).map(drop)
    }

    /// Unlinks all keys of a build. The list of a chunk's terms, which leads to their bitmaps,
    /// goes after them. It looks beyond what is known of, as far as there is something.
    fn clear_build(&self, build: &Build) -> Result<(), Error> {
        let key = |place: &Place| self.keys.value(&build.build, place);
        for chunk in 0..CHUNKS {
            let terms = key(&Place::Terms(chunk));
            let answer = self.write(ACTION, &[get(&terms)])?.pop();
            let lines = match answer {
                Some(Value::BulkString(lines)) => lines,
                _ if chunk >= build.chunks => break,
                _ => Vec::new(),
            };
            let mut keys: Vec<String> =
                Term::places(chunk, &lines).map(|place| key(&place)).collect();
            keys.push(terms);
            self.unlink(&keys)?;
        }
        let known = build.pieces.min(PIECES);
        let pieces: Vec<String> = (0..known).map(|number| key(&Place::Piece(number))).collect();
        self.unlink(&pieces)?;
        for number in known..PIECES {
            if self.unlink(&[key(&Place::Piece(number))])? == 0 {
                break;
            }
        }
        Ok(())
    }

    /// Gives how many of the keys there were.
    fn unlink(&self, keys: &[String]) -> Result<i64, Error> {
        let mut gone = 0;
        for batch in batches(keys, String::len) {
            let unlinks: Vec<Cmd> = batch.iter().map(|key| command("UNLINK", &[key])).collect();
            let counts = self.write(ACTION, &unlinks)?;
            gone += counts.iter().map(|n| if let Value::Int(n) = n { *n } else { 0 }).sum::<i64>();
        }
        Ok(gone)
    }
}

/// There may be no room even to say that something goes; there will be.
fn unless_full(outcome: Result<(), Error>) -> Result<(), Error> {
    match outcome {
        Err(Error::Full { .. }) => Ok(()),
        outcome => outcome,
    }
}
