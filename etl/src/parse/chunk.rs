use std::collections::BTreeMap;

use memchr::memchr_iter;
use storage::model::{Artist, Document, Kind, Label, Master, Release};

use super::{Place, Rejection};
use crate::read::{marker::Marker, scan_id};

/// What a chunk holds.
#[derive(Debug, Default)]
pub struct Parsed {
    /// The records, in the chunk's order.
    pub records: Vec<Record>,
    /// How often which element or attribute was met that the model does not know, by its path:
    /// `release/tracklist/track/isrc`, `release/@colour`. They are in the documents all the same.
    pub unknown: BTreeMap<String, u64>,
    /// How many line feeds are in the chunk: the next one starts as many lines further down.
    pub newlines: u64,
}

/// A record of a chunk.
#[derive(Debug)]
pub struct Record {
    /// Where it stands in the chunk.
    pub place: Place,
    /// The document, or why there is none.
    pub outcome: Result<Document, Rejection>,
}

/// Parses all records of a chunk. A record that is broken is rejected, alone: its neighbours are
/// not touched.
#[must_use]
pub fn parse_chunk(kind: Kind, chunk: &[u8]) -> Parsed {
    let marker = Marker::new(kind);
    let mut parsed = Parsed::default();
    let mut at = 0;
    while at < chunk.len() {
        let end = marker.first(chunk, at).unwrap_or(chunk.len());
        let bytes = &chunk[at..end];
        let place = Place { offset: at, length: bytes.len(), line: parsed.newlines };
        let outcome = match scan_id(kind, bytes) {
            Some(id) => Ok(match kind {
                Kind::Artists => Document::Artist(Box::new(Artist { id, ..Artist::default() })),
                Kind::Labels => Document::Label(Box::new(Label { id, ..Label::default() })),
                Kind::Masters => Document::Master(Box::new(Master { id, ..Master::default() })),
                Kind::Releases => Document::Release(Box::new(Release { id, ..Release::default() })),
            }),
            None => Err(Rejection { place, id: None, reason: "it has no id".to_owned() }),
        };
        parsed.records.push(Record { place, outcome });
        parsed.newlines += memchr_iter(b'\n', bytes).count() as u64;
        at = end;
    }
    parsed
}
