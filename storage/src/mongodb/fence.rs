//! The fence, which keeps out who has lost the right to write without knowing it: a process that
//! slept between its last look at the lease and what it does next.
//!
//! Each right to write has a number, greater than any before. Whoever takes it raises the fence,
//! which is in the pointer's document, to its number, and leaves its number in the notes of each
//! generation that it writes. The server compares: a number that is smaller writes nothing.

use mongodb::bson::{Bson, Document, doc};

use super::{Error, MongoDb, Result, registry, retry::Patience, retry::code};

/// The field with the number.
const FENCE: &str = "fence";

/// What the server says when a document is to be made that is there, beyond the fence.
const DUPLICATE: i32 = 11_000;

impl MongoDb {
    /// The greatest number that has taken the right to write; 0 where none has.
    pub(super) fn fence(&self, patience: Patience) -> Result<i64> {
        let current = self.notes(registry::CURRENT);
        let found = self.ask(patience, "look who may write", |limit| {
            let pointer = current.find_one(doc! { "_id": registry::POINTER });
            pointer.projection(doc! { FENCE: 1 }).max_time(limit).run()
        })?;
        Ok(match found.as_ref().and_then(|pointer| pointer.get(FENCE)) {
            Some(&Bson::Int64(number)) => number,
            Some(&Bson::Int32(number)) => number.into(),
            _ => 0,
        })
    }

    /// Raises the fence to the number of a right that was just taken; `false` if it is there
    /// already, or higher.
    pub(super) fn raise_fence(&self, number: i64) -> Result<bool> {
        let lower = doc! { "_id": registry::POINTER, FENCE: { "$not": { "$gte": number } } };
        let raise = doc! { "$set": { FENCE: number } };
        self.upsert(registry::CURRENT, lower, &raise, "take the right to write")
    }

    /// Changes one of our documents, or makes it, unless somebody has written it whose right to
    /// write is a later one.
    ///
    /// # Errors
    ///
    /// [`Error::LockLost`], and those of a connection.
    pub(super) fn write(
        &self,
        collection: &str,
        id: &str,
        values: Document,
        action: &str,
    ) -> Result<()> {
        let mut change = doc! { "$set": values };
        if self.number() > 0 {
            change.insert("$max", doc! { FENCE: self.number() });
        }
        match self.upsert(collection, self.within_fence(id), &change, action)? {
            true => Ok(()),
            false => Err(self.lock_lost()),
        }
    }

    /// Finds a document unless somebody has written it whose right to write is a later one.
    pub(super) fn within_fence(&self, id: &str) -> Document {
        doc! { "_id": id, FENCE: { "$not": { "$gt": self.number() } } }
    }

    /// Makes sure that nobody has taken the right to write since. For what the server cannot
    /// compare at the moment of doing it.
    ///
    /// # Errors
    ///
    /// [`Error::LockLost`], and those of a connection.
    pub(super) fn require_right(&self) -> Result<()> {
        let fence = self.fence(Patience::Loading)?;
        if fence > self.number() { Err(self.lock_lost()) } else { Ok(()) }
    }

    pub(super) fn lock_lost(&self) -> Error {
        Error::LockLost { servers: self.servers().to_owned() }
    }

    /// Changes a document that the filter finds by its id, or makes it; `false` if it is there
    /// and the filter forbids it.
    fn upsert(
        &self,
        collection: &str,
        filter: Document,
        change: &Document,
        action: &str,
    ) -> Result<bool> {
        let notes = self.notes(collection);
        self.ask(Patience::Loading, action, |limit| {
            let update = notes.find_one_and_update(filter.clone(), change.clone()).upsert(true);
            match update.projection(doc! { "_id": 1 }).max_time(limit).run() {
                Err(error) if code(&error) == Some(DUPLICATE) => Ok(false),
                outcome => outcome.map(|_| true),
            }
        })
    }
}
