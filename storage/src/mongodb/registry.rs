//! What generations there are, and what is noted of each.

use std::collections::BTreeSet;

use mongodb::{
    bson::{Bson, Document, deserialize_from_bson, doc, oid::ObjectId, serialize_to_bson},
    options::ReturnDocument,
};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    Error, Lease, MongoDb, Result, connect::write_concern, generation::database_name, indexes,
    retry::Patience,
};
use crate::{
    documents::Location,
    generations::{GenerationName, Pointer},
    model::Kind,
};

/// The collection of the one document that says which generation is read.
pub(super) const CURRENT: &str = "current";
/// Its id.
pub(super) const POINTER: &str = "pointer";
/// The id of what tells the catalogue from others, among the locks.
const HOME: &str = "home";
/// The collection of what is noted of each generation.
const GENERATIONS: &str = "generations";
/// Its field with the number of documents of each kind that is complete.
const DOCUMENTS: &str = "documents";

impl MongoDb {
    /// Which generation is read; `None` where nothing has been published yet.
    ///
    /// # Errors
    ///
    /// [`Error::DamagedNote`], and those of a connection.
    pub fn pointer(&self) -> Result<Option<Pointer>> {
        let current = self.notes(CURRENT);
        let found = self.ask(Patience::Answering, "read which generation is current", |limit| {
            current.find_one(doc! { "_id": POINTER }).max_time(limit).run()
        })?;
        // Whoever has taken the right to write before anything was published has left its number.
        let names =
            |found: &Document| ["current", "published"].map(|name| found.contains_key(name));
        let Some(found) = found.filter(|found| names(found).contains(&true)) else {
            return Ok(None);
        };
        let pointer: Pointer = self.understand(CURRENT, POINTER, Bson::Document(found))?;
        if !pointer.published.contains(&pointer.current) {
            let reason = format!("{} is current but not among the published", pointer.current);
            return Err(self.damaged(CURRENT, POINTER, reason));
        }
        Ok(Some(pointer))
    }

    /// Publishes: the one document is replaced as a whole, confirmed by the journals of a
    /// majority. Readers see the one before or this one.
    ///
    /// # Errors
    ///
    /// [`Error::LockLost`] if another process has taken the right to write since: the server
    /// compares, and the pointer is unchanged. Those of a connection; the pointer before may be
    /// in place then, or the new one.
    pub fn set_pointer(&self, pointer: &Pointer) -> Result<()> {
        self.write(CURRENT, POINTER, noted(pointer), "publish a generation")
    }

    /// What is noted of a generation under a name: `manifest`, `report`.
    ///
    /// # Errors
    ///
    /// [`Error::DamagedNote`], and those of a connection.
    pub fn note(&self, name: GenerationName, what: &str) -> Result<Option<serde_json::Value>> {
        let Some(value) = self.noted(name, what)? else { return Ok(None) };
        self.understand(GENERATIONS, &name.to_string(), value).map(Some)
    }

    /// Notes something of a generation, in the place of what was noted under this name before.
    ///
    /// # Errors
    ///
    /// [`Error::LockLost`] if another process has taken the right to write since, and begun a
    /// generation of this name; those of a connection.
    pub fn set_note(
        &self,
        name: GenerationName,
        what: &str,
        value: &serde_json::Value,
    ) -> Result<()> {
        self.set(name, what, serialize_to_bson(value).expect("JSON is BSON"))
    }

    /// Begins a generation, by a note that its database is ours.
    ///
    /// # Errors
    ///
    /// [`Error::Foreign`] if there is a database of its name already; those of a connection.
    pub fn begin_generation(&self, name: GenerationName) -> Result<()> {
        let list = doc! { "listDatabases": 1, "nameOnly": true };
        let databases = self.ask(Patience::Answering, "list the databases", |limit| {
            self.command("admin", &list, limit)
        })?;
        let database = database_name(self.name(), name);
        let mut names = databases.get_array("databases").into_iter().flatten();
        if names.any(|there| name_of(there) == Some(&database)) {
            return Err(Error::Foreign { servers: self.servers().to_owned(), database });
        }
        self.set(name, "begun", Bson::Boolean(true))
    }

    /// The generations that were begun, published or not, in their order. A database that is
    /// called like one, and that nobody here has begun, is somebody else's.
    ///
    /// # Errors
    ///
    /// Those of a connection.
    pub fn generations(&self) -> Result<Vec<GenerationName>> {
        let generations = self.notes(GENERATIONS);
        let noted = self.ask(Patience::Answering, "list the generations", |limit| {
            generations.distinct("_id", doc! {}).max_time(limit).run()
        })?;
        let names = noted.iter().filter_map(|name| name.as_str()?.parse().ok());
        Ok(names.collect::<BTreeSet<_>>().into_iter().collect())
    }

    /// Removes a generation, the notes last: half a removal is removed again by the next.
    ///
    /// # Errors
    ///
    /// [`Error::LockLost`] if another process has taken the right to write by now; those of a
    /// connection.
    pub fn drop_generation(&self, name: GenerationName) -> Result<()> {
        self.require_right()?;
        let generations = self.notes(GENERATIONS);
        let database = database_name(self.name(), name);
        let drop_database = doc! { "dropDatabase": 1, "writeConcern": write_concern() };
        self.ask(Patience::Loading, "drop a generation", |limit| {
            self.command(&database, &drop_database, limit)?;
            let note = self.within_fence(&name.to_string());
            generations.find_one_and_delete(note).max_time(limit).run().map(drop)
        })
    }

    /// Takes the right to write, which one process has at a time, over all machines. `folder`
    /// names the data folder that the caller has locked, unlike any other: whoever held the
    /// right with the same folder is gone, and is not waited for.
    ///
    /// # Errors
    ///
    /// [`Error::Locked`] names who has it; those of a connection.
    pub fn lock(&self, folder: &str, command: &str) -> Result<Lease> {
        Lease::take(self, folder, command)
    }

    /// Makes the secondary indexes of a generation, for people who ask MongoDB themselves. Those
    /// that are there are left as they are, which takes no time.
    ///
    /// # Errors
    ///
    /// [`Error::LockLost`] if another process has taken the right to write by now; those of a
    /// connection.
    pub fn create_indexes(&self, name: GenerationName) -> Result<()> {
        for kind in Kind::ALL {
            self.require_right()?;
            if self.count_noted(name, kind)?.is_some() {
                indexes::create(&self.generation(name), kind)?;
            }
        }
        Ok(())
    }

    /// What tells this catalogue from any other, made up when it is first asked for.
    ///
    /// # Errors
    ///
    /// Those of a connection.
    pub fn home(&self) -> Result<String> {
        let locks = self.notes(super::lease::LOCKS);
        let made_up = ObjectId::new().to_hex();
        let home = self.ask(Patience::Answering, "look which catalogue it is", |limit| {
            locks
                .find_one_and_update(
                    doc! { "_id": HOME },
                    doc! { "$setOnInsert": { "id": &made_up } },
                )
                .upsert(true)
                .return_document(ReturnDocument::After)
                .max_time(limit)
                .run()
        })?;
        let id = home.and_then(|home| home.get_str("id").ok().map(str::to_owned));
        Ok(id.unwrap_or(made_up))
    }

    /// Where the documents of a generation are, there or not.
    #[must_use]
    pub fn documents(&self, name: GenerationName) -> Location {
        Location::database(self.generation(name))
    }

    /// The number of documents of a kind that is complete; `None` for one that is not there.
    pub(super) fn count_noted(&self, name: GenerationName, kind: Kind) -> Result<Option<u64>> {
        let Some(Bson::Document(counts)) = self.noted(name, DOCUMENTS)? else { return Ok(None) };
        let Some(count) = counts.get(kind.name()) else { return Ok(None) };
        self.understand(GENERATIONS, &name.to_string(), count.clone()).map(Some)
    }

    /// Notes that a kind is complete.
    pub(super) fn note_count(&self, name: GenerationName, kind: Kind, count: u64) -> Result<()> {
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        self.set(name, &format!("{DOCUMENTS}.{kind}"), Bson::Int64(count))
    }

    fn noted(&self, name: GenerationName, what: &str) -> Result<Option<Bson>> {
        let generations = self.notes(GENERATIONS);
        let found =
            self.ask(Patience::Answering, "read what is noted of a generation", |limit| {
                generations
                    .find_one(doc! { "_id": name.to_string() })
                    .projection(doc! { what: 1 })
                    .max_time(limit)
                    .run()
            })?;
        Ok(found.and_then(|mut found| found.remove(what)))
    }

    fn set(&self, name: GenerationName, what: &str, value: Bson) -> Result<()> {
        let action = "note something of a generation";
        self.write(GENERATIONS, &name.to_string(), doc! { what: value }, action)
    }

    fn understand<T: DeserializeOwned>(
        &self,
        collection: &str,
        id: &str,
        value: Bson,
    ) -> Result<T> {
        deserialize_from_bson(value)
            .map_err(|error| self.damaged(collection, id, error.to_string()))
    }

    fn damaged(&self, collection: &str, id: &str, reason: String) -> Error {
        Error::DamagedNote { place: format!("{id} in {}.{collection}", self.name()), reason }
    }
}

/// Of an element of a list that the server gives.
pub(super) fn name_of(listed: &Bson) -> Option<&str> {
    listed.as_document()?.get_str("name").ok()
}

fn noted(value: &impl Serialize) -> Document {
    mongodb::bson::serialize_to_document(value).expect("names and lists of names are BSON")
}
