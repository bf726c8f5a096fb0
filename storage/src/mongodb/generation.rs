use std::path::PathBuf;

use mongodb::{
    bson::{RawDocumentBuf, doc},
    error::Result as DriverResult,
    options::Hint,
    sync::{Collection, Database},
};

use super::{
    MongoDb, Result,
    connect::{Run, write_concern},
    retry::{self, Patience},
};
use crate::{documents, generations::GenerationName, model::Kind};

/// The place of the documents of one generation: a database with a collection for each kind.
#[derive(Debug, Clone)]
pub struct Generation {
    server: MongoDb,
    name: GenerationName,
    database: String,
}

impl Generation {
    pub(super) fn new(server: MongoDb, name: GenerationName) -> Self {
        let database = database_name(server.name(), name);
        Self { server, name, database }
    }

    pub(super) fn server(&self) -> &MongoDb {
        &self.server
    }

    pub(super) fn name(&self) -> GenerationName {
        self.name
    }

    /// The name of the database: `discogs_20261101_2`.
    #[must_use]
    pub fn database_name(&self) -> &str {
        &self.database
    }

    pub(super) fn database(&self) -> Database {
        self.server.database(&self.database)
    }

    pub(super) fn collection(&self, kind: Kind) -> Collection<RawDocumentBuf> {
        self.database().collection(kind.name())
    }

    /// How a collection is named to the user: `discogs_20261101.releases`.
    pub(super) fn place(&self, kind: Kind) -> String {
        format!("{}.{kind}", self.database)
    }

    /// That the kind is there already.
    pub(super) fn exists(&self, kind: Kind) -> documents::Error {
        documents::Error::Exists { path: PathBuf::from(self.place(kind)) }
    }

    /// That the kind is not there.
    pub(super) fn missing(&self, kind: Kind) -> documents::Error {
        documents::Error::Missing { path: PathBuf::from(self.place(kind)), kind }
    }

    /// How many documents the server has: all of them looked at.
    pub(super) fn count(&self, kind: Kind) -> Result<u64> {
        let collection = self.collection(kind);
        self.server.ask(Patience::Loading, "count the documents", |limit| {
            let by_id = Hint::Keys(doc! { "_id": 1 });
            let all = collection.count_documents(doc! { "_id": { "$gte": 0 } });
            all.hint(by_id).max_time(limit).run()
        })
    }

    /// Notes how many documents there are: from now on the kind can be read.
    pub(super) fn complete(&self, kind: Kind, count: u64) -> Result<()> {
        self.server.note_count(self.name, kind, count)
    }

    /// Puts the documents of a kind of another generation into this one as well: the server
    /// copies them. Half a copy that an interrupted call left behind is replaced.
    ///
    /// # Errors
    ///
    /// [`documents::Error::Missing`] if there are none, [`documents::Error::Exists`] if the kind
    /// is there already; [`super::Error`].
    pub(crate) fn take_over(&self, from: &Self, kind: Kind) -> documents::Result<()> {
        let Some(count) = from.server.count_noted(from.name, kind)? else {
            return Err(from.missing(kind));
        };
        if self.server.count_noted(self.name, kind)?.is_some() {
            return Err(self.exists(kind));
        }
        let run = self.server.run()?;
        self.create_collection(kind)?;
        let source = from.collection(kind);
        let target = doc! { "db": &self.database, "coll": kind.name() };
        let stage = match self.server.is_sharded() {
            // `$out` cannot write to a collection that is sharded.
            true => doc! { "$merge": { "into": target, "whenMatched": "replace" } },
            false => doc! { "$out": target },
        };
        self.server.ask(Patience::Loading, "copy the documents", |limit| {
            source.aggregate([stage.clone()]).max_time(limit).run().map(drop)
        })?;
        self.check_count(kind, count, run)?;
        Ok(self.complete(kind, count)?)
    }

    /// Makes sure that as many documents are there as should be. The server keeps their number,
    /// which may be wrong after it was killed: if it runs since before they were stored, that
    /// number does, and looking at gigabytes of documents is spared.
    pub(super) fn check_count(&self, kind: Kind, stored: u64, run: Option<Run>) -> Result<()> {
        let found = if run.is_some() && run == self.server.run()? {
            let collection = self.collection(kind);
            self.server.ask(Patience::Loading, "count the documents", |limit| {
                collection.estimated_document_count().max_time(limit).run()
            })?
        } else {
            self.count(kind)?
        };
        if found == stored {
            return Ok(());
        }
        Err(super::Error::Miscounted { collection: self.place(kind), stored, found })
    }

    /// Makes the collection if it is not there. Its documents lie in the order of their ids, where
    /// the server can do so, which spares a second tree to fill; in a cluster they are spread by a
    /// hash of the id.
    pub(super) fn create_collection(&self, kind: Kind) -> Result<()> {
        const EXISTS: i32 = 48;
        const INVALID_OPTIONS: i32 = 72;
        const UNKNOWN_FIELD: i32 = 40_415;
        let plain = doc! { "create": kind.name(), "writeConcern": write_concern() };
        let mut clustered = plain.clone();
        clustered.insert("clusteredIndex", doc! { "key": { "_id": 1 }, "unique": true });
        self.server.ask(Patience::Loading, "create a collection", |limit| {
            let create = |command| self.server.command(&self.database, command, limit).map(drop);
            let mut outcome = create(if self.server.is_sharded() { &plain } else { &clustered });
            let code = |outcome: &DriverResult<()>| outcome.as_ref().err().and_then(retry::code);
            // It is before 5.3, or is told to be as if.
            if matches!(code(&outcome), Some(INVALID_OPTIONS | UNKNOWN_FIELD)) {
                outcome = create(&plain);
            }
            if code(&outcome) == Some(EXISTS) { Ok(()) } else { outcome }
        })?;
        if self.server.is_sharded() {
            // Servers before 6.0 want the first, later ones do without.
            let enable = doc! { "enableSharding": &self.database };
            let shard = doc! { "shardCollection": self.place(kind), "key": { "_id": "hashed" } };
            for command in [enable, shard] {
                self.server.ask(Patience::Loading, "shard a collection", |limit| {
                    self.server.command("admin", &command, limit).map(drop)
                })?;
            }
        }
        Ok(())
    }
}

/// The database of a generation, where notes are in the database `notes`.
pub(super) fn database_name(notes: &str, name: GenerationName) -> String {
    format!("{notes}_{name}").replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::database_name;

    #[test]
    fn a_generation_has_a_database_of_its_own() {
        for (name, database) in
            [("20261101", "discogs_20261101"), ("20261101-2", "discogs_20261101_2")]
        {
            assert_eq!(database_name("discogs", name.parse().unwrap()), database);
        }
    }
}
