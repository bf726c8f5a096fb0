use std::path::PathBuf;

use mongodb::{
    bson::{Document, RawDocumentBuf, doc},
    sync::{Collection, Database},
};

use super::{MongoDb, Result, connect::write_concern, retry::Patience};
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

    /// How many documents the server has, counted along the index of ids. The number that the
    /// server keeps of its own may be wrong after it was killed.
    pub(super) fn count(&self, kind: Kind) -> Result<u64> {
        let collection = self.collection(kind);
        self.server.ask(Patience::Loading, "count the documents", |limit| {
            let all = doc! { "_id": { "$gte": mongodb::bson::Bson::MinKey } };
            let by_id = mongodb::options::Hint::Keys(doc! { "_id": 1 });
            collection.count_documents(all).hint(by_id).max_time(limit).run()
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
        self.check_count(kind, count)?;
        Ok(self.complete(kind, count)?)
    }

    /// Makes sure that as many documents are there as should be.
    pub(super) fn check_count(&self, kind: Kind, stored: u64) -> Result<()> {
        let found = self.count(kind)?;
        if found == stored {
            return Ok(());
        }
        Err(super::Error::Miscounted { collection: self.place(kind), stored, found })
    }

    /// Makes the collection if it is not there; in a cluster, spread by a hash of the id.
    pub(super) fn create_collection(&self, kind: Kind) -> Result<()> {
        const EXISTS: i32 = 48;
        let create = doc! { "create": kind.name(), "writeConcern": write_concern() };
        self.server.ask(Patience::Loading, "create a collection", |limit| {
            match self.server.command(&self.database, &create, limit) {
                Err(error) if super::retry::code(&error) == Some(EXISTS) => Ok(()),
                outcome => outcome.map(drop),
            }
        })?;
        if self.server.is_sharded() {
            let shard: Document =
                doc! { "shardCollection": self.place(kind), "key": { "_id": "hashed" } };
            self.server.ask(Patience::Loading, "shard a collection", |limit| {
                self.server.command("admin", &shard, limit).map(drop)
            })?;
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
