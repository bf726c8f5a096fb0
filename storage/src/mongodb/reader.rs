use std::{collections::HashMap, ops::RangeInclusive, path::PathBuf, time::Duration};

use mongodb::{
    bson::{Bson, Document as Filter, RawDocumentBuf, doc},
    error::Result as DriverResult,
};

use super::{
    Generation, Scan,
    decode::{decode, id_of, stored_id},
    registry::name_of,
    retry::Patience,
};
use crate::{
    documents::{Error, Result},
    model::{Document, Id, Kind},
};

/// How many documents are asked for at once.
const TOGETHER: usize = 1_000;

/// The collections of one generation.
pub(crate) struct Reader {
    generation: Generation,
    /// The kinds that are complete, with the number of their documents.
    counts: Vec<(Kind, u64)>,
}

impl Reader {
    pub(crate) fn open(generation: Generation) -> Result<Self> {
        let server = generation.server();
        let mut counts = Vec::new();
        for kind in Kind::ALL {
            if let Some(count) = server.count_noted(generation.name(), kind)? {
                counts.push((kind, count));
            }
        }
        let list = doc! { "listCollections": 1, "nameOnly": true };
        let there = server.ask(Patience::Answering, "list the collections", |limit| {
            server.command(generation.database_name(), &list, limit)
        })?;
        // There are few of them: they come with the answer.
        let there = there.get_document("cursor").and_then(|cursor| cursor.get_array("firstBatch"));
        let there: Vec<_> = there.into_iter().flatten().filter_map(name_of).collect();
        counts.retain(|(kind, _)| there.contains(&kind.name()));
        Ok(Self { generation, counts })
    }

    pub(crate) fn kinds(&self) -> Vec<Kind> {
        self.counts.iter().map(|&(kind, _)| kind).collect()
    }

    pub(crate) fn count(&self, kind: Kind) -> u64 {
        self.counts.iter().find(|(there, _)| *there == kind).map_or(0, |&(_, count)| count)
    }

    pub(crate) fn ids(&self, kind: Kind) -> Result<Option<RangeInclusive<Id>>> {
        let end = |order: i32| -> Result<Option<Id>> {
            let collection = self.generation.collection(kind);
            let found = self.read(|limit| {
                let all = collection.find_one(doc! {}).sort(doc! { "_id": order });
                all.projection(doc! { "_id": 1 }).max_time(limit).run()
            })?;
            let id = |document: RawDocumentBuf| id_of(&document).ok_or_else(|| self.not_ours(kind));
            found.map(id).transpose()
        };
        Ok(end(1)?.zip(end(-1)?).map(|(first, last)| first..=last))
    }

    pub(crate) fn get(&self, kind: Kind, id: Id) -> Result<Option<Document>> {
        let collection = self.generation.collection(kind);
        let found = self.read(|limit| collection.find_one(by_id(id)).max_time(limit).run())?;
        let decode = |stored: RawDocumentBuf| {
            decode(kind, &stored).map_err(|reason| self.damaged(kind, id, reason))
        };
        found.map(decode).transpose()
    }

    pub(crate) fn get_many(&self, kind: Kind, ids: &[Id]) -> Result<Vec<Option<Document>>> {
        let mut found: HashMap<Id, Document> = HashMap::with_capacity(ids.len());
        let collection = self.generation.collection(kind);
        for ids in ids.chunks(TOGETHER) {
            let wanted: Vec<Bson> = ids.iter().copied().map(stored_id).collect();
            let documents = self.read(|limit| {
                let cursor = collection.find(doc! { "_id": { "$in": &wanted } });
                cursor.max_time(limit).run()?.collect::<DriverResult<Vec<RawDocumentBuf>>>()
            })?;
            for stored in documents {
                let id = id_of(&stored).ok_or_else(|| self.not_ours(kind))?;
                let document = decode(kind, &stored);
                found.insert(id, document.map_err(|reason| self.damaged(kind, id, reason))?);
            }
        }
        Ok(ids.iter().map(|id| found.get(id).cloned()).collect())
    }

    pub(crate) fn scan(
        &self,
        kind: Kind,
        ids: RangeInclusive<Id>,
        fields: Option<&[&str]>,
    ) -> Scan {
        Scan::new(self.generation.clone(), kind, ids, fields)
    }

    pub(crate) fn missing(&self, kind: Kind) -> Error {
        self.generation.missing(kind)
    }

    pub(crate) fn damaged(&self, kind: Kind, id: Id, reason: String) -> Error {
        damaged(&self.generation, kind, id, reason)
    }

    fn not_ours(&self, kind: Kind) -> Error {
        not_ours(&self.generation, kind)
    }

    fn read<T>(&self, read: impl FnMut(Duration) -> DriverResult<T>) -> Result<T> {
        Ok(self.generation.server().ask(Patience::Answering, "read documents", read)?)
    }
}

fn by_id(id: Id) -> Filter {
    doc! { "_id": { "$eq": stored_id(id) } }
}

pub(super) fn damaged(generation: &Generation, kind: Kind, id: Id, reason: String) -> Error {
    Error::DamagedDocument { path: PathBuf::from(generation.place(kind)), kind, id, reason }
}

/// Of a document whose id is no Discogs id.
pub(super) fn not_ours(generation: &Generation, kind: Kind) -> Error {
    let path = PathBuf::from(generation.place(kind));
    let reason = "it has a document whose _id is no Discogs id".to_owned();
    Error::Damaged { path, kind, reason }
}
