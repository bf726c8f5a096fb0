use std::ops::{Bound, RangeBounds, RangeInclusive};

use super::{Document, Documents, Result, embedded};
use crate::model::{Id, Kind};

/// The ids within a range; `None` if there is room for none.
pub(super) fn ids_within(range: impl RangeBounds<Id>) -> Option<RangeInclusive<Id>> {
    let first = match range.start_bound() {
        Bound::Included(&id) => id,
        Bound::Excluded(&id) => id.checked_add(1)?,
        Bound::Unbounded => 0,
    };
    let last = match range.end_bound() {
        Bound::Included(&id) => id,
        Bound::Excluded(&id) => id.checked_sub(1)?,
        Bound::Unbounded => Id::MAX,
    };
    (first <= last).then_some(first..=last)
}

/// The documents of one kind as `(id, JSON)`, by ascending id.
///
/// It keeps what it reads from open, and may be sent to another thread. After an error it ends.
pub struct Scan {
    /// `None` at the end.
    backend: Option<Backend>,
}

enum Backend {
    Embedded(Box<embedded::Scan>),
    MongoDb(Box<crate::mongodb::Scan>),
}

impl Scan {
    pub(super) fn of_nothing() -> Self {
        Self { backend: None }
    }

    pub(super) fn embedded(scan: Option<embedded::Scan>) -> Self {
        Self { backend: scan.map(|scan| Backend::Embedded(Box::new(scan))) }
    }

    pub(super) fn of_collection(scan: crate::mongodb::Scan) -> Self {
        Self { backend: Some(Backend::MongoDb(Box::new(scan))) }
    }
}

impl Iterator for Scan {
    type Item = Result<(Id, Vec<u8>)>;

    fn next(&mut self) -> Option<Self::Item> {
        let step = match self.backend.as_mut()? {
            Backend::Embedded(scan) => scan.next(),
            Backend::MongoDb(scan) => {
                let with_json = |document: Document| (document.id(), document.to_json());
                scan.next().map(|step| step.map(with_json))
            }
        };
        if !matches!(step, Some(Ok(_))) {
            self.backend = None;
        }
        step
    }
}

/// The documents of one kind by ascending id, with the fields that were asked for.
///
/// It keeps what it reads from open, and may be sent to another thread. After an error it ends.
pub struct DocumentScan {
    /// `None` at the end.
    backend: Option<DocumentBackend>,
}

enum DocumentBackend {
    /// All of a document is read from its JSON.
    Parsing(Box<Parsing>),
    MongoDb(Box<crate::mongodb::Scan>),
}

struct Parsing {
    documents: Documents,
    kind: Kind,
    scan: Scan,
}

impl DocumentScan {
    pub(super) fn of_nothing() -> Self {
        Self { backend: None }
    }

    pub(super) fn parsing(documents: Documents, kind: Kind, scan: Scan) -> Self {
        let parsing = Parsing { documents, kind, scan };
        Self { backend: Some(DocumentBackend::Parsing(Box::new(parsing))) }
    }

    pub(super) fn of_collection(scan: crate::mongodb::Scan) -> Self {
        Self { backend: Some(DocumentBackend::MongoDb(Box::new(scan))) }
    }
}

impl Iterator for DocumentScan {
    type Item = Result<Document>;

    fn next(&mut self) -> Option<Self::Item> {
        let step = match self.backend.as_mut()? {
            DocumentBackend::Parsing(parsing) => {
                let Parsing { documents, kind, scan } = &mut **parsing;
                let parse = |(id, json): (Id, Vec<u8>)| documents.parse(*kind, id, &json);
                scan.next().map(|step| step.and_then(parse))
            }
            DocumentBackend::MongoDb(scan) => scan.next(),
        };
        if !matches!(step, Some(Ok(_))) {
            self.backend = None;
        }
        step
    }
}
