use mongodb::bson::{Bson, RawBsonRef, RawDocument, deserialize_from_slice};

use crate::model::{Document, Id, Kind};

/// The document that a stored one is. What was not asked for of it is empty.
pub(super) fn decode(kind: Kind, stored: &RawDocument) -> Result<Document, String> {
    let bytes = &restore_id(stored.as_bytes())?;
    let read = || -> mongodb::bson::error::Result<Document> {
        Ok(match kind {
            Kind::Releases => Document::Release(deserialize_from_slice(bytes)?),
            Kind::Masters => Document::Master(deserialize_from_slice(bytes)?),
            Kind::Artists => Document::Artist(deserialize_from_slice(bytes)?),
            Kind::Labels => Document::Label(deserialize_from_slice(bytes)?),
        })
    };
    read().map_err(|error| error.to_string())
}

/// Turns `length kind "_id" …` into `length kind "id" …`, one byte shorter.
fn restore_id(stored: &[u8]) -> Result<Vec<u8>, String> {
    let [_, _, _, _, kind, b'_', b'i', b'd', 0, rest @ ..] = stored else {
        return Err("it does not begin with its _id".to_owned());
    };
    let length = i32::try_from(stored.len() - 1).map_err(|error| error.to_string())?;
    let mut bytes = Vec::with_capacity(stored.len() - 1);
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(&[*kind, b'i', b'd', 0]);
    bytes.extend_from_slice(rest);
    Ok(bytes)
}

/// The id of a stored document.
pub(super) fn id_of(stored: &RawDocument) -> Option<Id> {
    match stored.get("_id").ok().flatten()? {
        RawBsonRef::Int32(id) => id.try_into().ok(),
        RawBsonRef::Int64(id) => id.try_into().ok(),
        _ => None,
    }
}

/// An id as it is stored and asked for: with 32 bits where it fits. Ids are numbers by their
/// type, so that none can be an operator.
pub(super) fn stored_id(id: Id) -> Bson {
    match i32::try_from(id) {
        Ok(id) => Bson::Int32(id),
        Err(_) => Bson::Int64(id.into()),
    }
}
