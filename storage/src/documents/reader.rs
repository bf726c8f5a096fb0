use std::{
    ops::{RangeBounds, RangeInclusive},
    sync::Arc,
};

use super::{
    Document, DocumentScan, Error, Location, Result, Scan, embedded, location, scan::ids_within,
};
use crate::model::{Id, Kind};

/// The documents of one generation, to be read.
///
/// Clones are cheap and share one set of open files; all calls may be made from many threads and
/// processes at once. A generation that is dropped meanwhile stays readable to those who have it
/// open.
#[derive(Clone)]
pub struct Documents {
    backend: Backend,
}

#[derive(Clone)]
enum Backend {
    Embedded(Arc<embedded::Reader>),
    MongoDb(Arc<crate::mongodb::Reader>),
}

impl Documents {
    /// Opens the kinds that there are of a generation; none is fine too.
    ///
    /// # Errors
    ///
    /// [`Error::NoFolder`]; [`Error::Damaged`] for a file that is none of ours, cut short, or of
    /// a load that did not finish; [`Error::BeingWritten`]; [`Error::Io`].
    pub fn open(location: impl Into<Location>) -> Result<Self> {
        let backend = match location.into().backend {
            location::Backend::Embedded(dir) => {
                Backend::Embedded(Arc::new(embedded::Reader::open(&dir)?))
            }
            location::Backend::MongoDb(generation) => {
                Backend::MongoDb(Arc::new(crate::mongodb::Reader::open(generation)?))
            }
        };
        Ok(Self { backend })
    }

    /// As [`open`](Self::open), for a generation that is known to have these kinds.
    ///
    /// # Errors
    ///
    /// Also [`Error::Missing`] if one of them is not there.
    pub fn open_with(
        location: impl Into<Location>,
        kinds: impl IntoIterator<Item = Kind>,
    ) -> Result<Self> {
        let documents = Self::open(location)?;
        let there = documents.kinds();
        match kinds.into_iter().find(|kind| !there.contains(kind)) {
            Some(kind) => Err(documents.missing(kind)),
            None => Ok(documents),
        }
    }

    fn missing(&self, kind: Kind) -> Error {
        match &self.backend {
            Backend::Embedded(reader) => reader.missing(kind),
            Backend::MongoDb(reader) => reader.missing(kind),
        }
    }

    /// The kinds that are there, in the order of [`Kind::ALL`].
    #[must_use]
    pub fn kinds(&self) -> Vec<Kind> {
        match &self.backend {
            Backend::Embedded(reader) => reader.kinds(),
            Backend::MongoDb(reader) => reader.kinds(),
        }
    }

    /// The number of documents of a kind: 0 for one that is not there. It costs next to nothing.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`] and [`Error::Io`].
    pub fn count(&self, kind: Kind) -> Result<u64> {
        match &self.backend {
            Backend::Embedded(reader) => reader.count(kind),
            Backend::MongoDb(reader) => Ok(reader.count(kind)),
        }
    }

    /// The lowest and the highest id of a kind; `None` if there is no document of it.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`] and [`Error::Io`].
    pub fn ids(&self, kind: Kind) -> Result<Option<RangeInclusive<Id>>> {
        match &self.backend {
            Backend::Embedded(reader) => reader.ids(kind),
            Backend::MongoDb(reader) => reader.ids(kind),
        }
    }

    /// One document; `None` if there is none with this id, or none of this kind.
    ///
    /// # Errors
    ///
    /// [`Error::DamagedDocument`], [`Error::Damaged`] and [`Error::Io`].
    pub fn get(&self, kind: Kind, id: Id) -> Result<Option<Document>> {
        if let Backend::MongoDb(reader) = &self.backend {
            return reader.get(kind, id);
        }
        let Some(json) = self.get_json(kind, id)? else { return Ok(None) };
        self.parse(kind, id, &json).map(Some)
    }

    /// The document that a JSON from here is, as [`scan`](Self::scan) gives it.
    ///
    /// # Errors
    ///
    /// [`Error::DamagedDocument`].
    pub fn parse(&self, kind: Kind, id: Id, json: &[u8]) -> Result<Document> {
        Document::from_json(kind, json).map_err(|error| self.damaged(kind, id, error.to_string()))
    }

    /// One document as JSON; `None` if there is none with this id, or none of this kind.
    ///
    /// # Errors
    ///
    /// As of [`get`](Self::get).
    pub fn get_json(&self, kind: Kind, id: Id) -> Result<Option<Vec<u8>>> {
        match &self.backend {
            Backend::Embedded(reader) => reader.get_json(kind, id),
            Backend::MongoDb(reader) => {
                Ok(reader.get(kind, id)?.map(|document| document.to_json()))
            }
        }
    }

    /// Several documents, in the order of `ids`: `None` in the place of one that is not there.
    ///
    /// # Errors
    ///
    /// As of [`get`](Self::get).
    pub fn get_many(&self, kind: Kind, ids: &[Id]) -> Result<Vec<Option<Document>>> {
        match &self.backend {
            Backend::Embedded(_) => ids.iter().map(|&id| self.get(kind, id)).collect(),
            Backend::MongoDb(reader) => reader.get_many(kind, ids),
        }
    }

    /// All documents of a kind as `(id, JSON)`, by ascending id; nothing if the kind is not
    /// there.
    ///
    /// # Errors
    ///
    /// [`Error::Damaged`] and [`Error::Io`], here or at each step.
    pub fn scan(&self, kind: Kind) -> Result<Scan> {
        self.scan_range(kind, ..)
    }

    /// As [`scan`](Self::scan), of the ids within a range. Several ranges may be scanned at once
    /// on as many threads; [`split`](Self::split) gives ranges of about the same size.
    ///
    /// # Errors
    ///
    /// As of [`scan`](Self::scan).
    pub fn scan_range(&self, kind: Kind, range: impl RangeBounds<Id>) -> Result<Scan> {
        let Some(ids) = ids_within(range) else { return Ok(Scan::of_nothing()) };
        match &self.backend {
            Backend::Embedded(reader) => Ok(Scan::embedded(reader.scan(kind, ids)?)),
            Backend::MongoDb(reader) => Ok(Scan::of_collection(reader.scan(kind, ids, None))),
        }
    }

    /// The documents within a range, by ascending id, with these of their fields at least, and
    /// the id: what else there is of a document may be left empty, where that saves work.
    ///
    /// # Errors
    ///
    /// As of [`scan`](Self::scan), and [`Error::DamagedDocument`] at each step.
    pub fn scan_documents(
        &self,
        kind: Kind,
        range: impl RangeBounds<Id>,
        fields: &[&str],
    ) -> Result<DocumentScan> {
        let Some(ids) = ids_within(range) else { return Ok(DocumentScan::of_nothing()) };
        match &self.backend {
            Backend::Embedded(_) => {
                Ok(DocumentScan::parsing(self.clone(), kind, self.scan_range(kind, ids)?))
            }
            Backend::MongoDb(reader) => {
                Ok(DocumentScan::of_collection(reader.scan(kind, ids, Some(fields))))
            }
        }
    }

    /// Cuts the ids of a kind into at most `parts` ranges without gap or overlap, by ascending
    /// id. Ids lie densely in a dump, so that ranges of ids are about ranges of documents.
    ///
    /// # Errors
    ///
    /// As of [`ids`](Self::ids).
    pub fn split(&self, kind: Kind, parts: usize) -> Result<Vec<RangeInclusive<Id>>> {
        let Some(ids) = self.ids(kind)? else { return Ok(Vec::new()) };
        let (first, last) = (u64::from(*ids.start()), u64::from(*ids.end()));
        let width = (last - first + 1).div_ceil(parts.max(1) as u64);
        let part = |start: u64| {
            let id = |id: u64| Id::try_from(id).expect("no further than the highest id");
            id(start)..=id((start + width - 1).min(last))
        };
        Ok((first..=last).step_by(width as usize).map(part).collect())
    }

    fn damaged(&self, kind: Kind, id: Id, reason: String) -> Error {
        match &self.backend {
            Backend::Embedded(reader) => reader.damaged(kind, id, reason),
            Backend::MongoDb(reader) => reader.damaged(kind, id, reason),
        }
    }
}
