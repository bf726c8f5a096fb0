use std::{ops::RangeInclusive, time::Duration};

use mongodb::{
    bson::{Document as Fields, RawDocumentBuf, doc},
    error::Result as DriverResult,
    sync::Cursor,
};

use super::{
    Generation,
    decode::{decode, id_of, stored_id},
    reader::{damaged, not_ours},
    retry::Patience,
};
use crate::{
    documents::Result,
    model::{Document, Id, Kind},
};

/// Documents that the server sends at once: some megabytes.
const TOGETHER: u32 = 2_000;

/// What the server says of a cursor that it has forgotten.
const FORGOTTEN: i32 = 43;

/// Documents within a range of ids, by ascending id. A connection that is lost meanwhile is made
/// anew, and it goes on after the last id.
pub(crate) struct Scan {
    generation: Generation,
    kind: Kind,
    /// The next id that there may be; `None` at the end.
    next: Option<Id>,
    last: Id,
    fields: Option<Fields>,
    cursor: Option<Cursor<RawDocumentBuf>>,
}

impl Scan {
    pub(super) fn new(
        generation: Generation,
        kind: Kind,
        ids: RangeInclusive<Id>,
        fields: Option<&[&str]>,
    ) -> Self {
        // The id alone, if no field is asked for.
        let fields = fields.map(|fields| {
            let named = fields.iter().filter(|&&field| field != "id");
            let mut fields: Fields = named.map(|&field| (field.to_owned(), 1.into())).collect();
            fields.insert("_id", 1);
            fields
        });
        let (next, last) = (Some(*ids.start()), *ids.end());
        Self { generation, kind, next, last, fields, cursor: None }
    }

    pub(crate) fn next(&mut self) -> Option<Result<Document>> {
        let found = self.advance().transpose()?;
        let Self { generation, kind, .. } = self;
        if let Err(error) = found {
            return Some(Err(error.into()));
        }
        let stored = self.cursor.as_ref()?.current();
        let Some(id) = id_of(stored) else { return Some(Err(not_ours(generation, *kind))) };
        let document = decode(*kind, stored);
        self.next = id.checked_add(1).filter(|&next| next <= self.last);
        Some(document.map_err(|reason| damaged(generation, *kind, id, reason)))
    }

    /// Moves the cursor to the next document; `None` if there is none.
    fn advance(&mut self) -> super::Result<Option<()>> {
        let Some(next) = self.next else { return Ok(None) };
        let Self { generation, kind, last, fields, cursor, .. } = self;
        let open = |limit: Duration| -> DriverResult<Cursor<RawDocumentBuf>> {
            let range = doc! { "$gte": stored_id(next), "$lte": stored_id(*last) };
            let collection = generation.collection(*kind);
            let find = collection.find(doc! { "_id": range });
            let find = find.sort(doc! { "_id": 1 }).batch_size(TOGETHER).max_time(limit);
            match &*fields {
                Some(fields) => find.projection(fields.clone()).run(),
                None => find.run(),
            }
        };
        let found = generation.server().ask(Patience::Loading, "read documents", |limit| {
            let mut open_cursor = match cursor.take() {
                Some(cursor) => cursor,
                None => open(limit)?,
            };
            let found = match open_cursor.advance() {
                Err(error) if super::retry::code(&error) == Some(FORGOTTEN) => {
                    open_cursor = open(limit)?;
                    open_cursor.advance()?
                }
                found => found?,
            };
            *cursor = Some(open_cursor);
            Ok(found)
        })?;
        Ok(found.then_some(()))
    }
}
