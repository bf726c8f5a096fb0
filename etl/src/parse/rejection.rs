use std::borrow::Cow;

use serde::Serialize;
use storage::model::{Id, Kind};

use crate::read::{MAX_RECORD, Oversized};

/// How much of a rejected record is kept for whoever looks into it, in bytes.
const EXCERPT: usize = 4 * 1024;

/// Where a record stands in its chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// How many bytes of the chunk stand before it.
    pub offset: usize,
    /// Its length in bytes.
    pub length: usize,
    /// How many line feeds of the chunk stand before it.
    pub line: u64,
}

/// A record that cannot be made a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// Where it stands in its chunk.
    pub place: Place,
    /// Its Discogs id, as far as it can be found.
    pub id: Option<Id>,
    /// What is wrong with it, and at which byte of it.
    pub reason: String,
}

/// A line of `rejected.ndjson`: a record that is not in the catalogue, where it stands in the
/// dump, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rejected<'a> {
    /// The kind of the record.
    pub kind: Kind,
    /// Its Discogs id, as far as it can be found.
    pub id: Option<Id>,
    /// The line of the XML that it starts on, counted from 1.
    pub line: u64,
    /// How many bytes of the XML stand before it.
    pub offset: u64,
    /// Its length in bytes.
    pub length: u64,
    /// What is wrong with it.
    pub reason: Cow<'a, str>,
    /// How it starts, at most 4 KiB of it; what is not UTF-8 is replaced.
    pub xml: Cow<'a, str>,
}

impl<'a> Rejected<'a> {
    /// Places a rejection of [`parse_chunk`](super::parse_chunk) in its file.
    ///
    /// `chunk` are the bytes that were parsed, `offset` is where they start in the XML, and
    /// `line` the line, from 1, on which they do.
    #[must_use]
    pub fn in_chunk(
        kind: Kind,
        rejection: &'a Rejection,
        chunk: &'a [u8],
        offset: u64,
        line: u64,
    ) -> Self {
        let place = rejection.place;
        Self {
            kind,
            id: rejection.id,
            line: line + place.line,
            offset: offset + place.offset as u64,
            length: place.length as u64,
            reason: Cow::Borrowed(&rejection.reason),
            xml: excerpt(&chunk[place.offset..place.offset + place.length]),
        }
    }

    /// Describes a record that the reader has set aside; `line` is the line, from 1, on which it
    /// starts.
    #[must_use]
    pub fn oversized(oversized: &'a Oversized, line: u64) -> Self {
        Self {
            kind: oversized.kind,
            id: oversized.id(),
            line,
            offset: oversized.offset,
            length: oversized.length,
            reason: Cow::Owned(format!(
                "a record of {} bytes is larger than the limit of {MAX_RECORD}",
                oversized.length
            )),
            xml: excerpt(&oversized.head),
        }
    }
}

fn excerpt(record: &[u8]) -> Cow<'_, str> {
    let mut end = record.len().min(EXCERPT);
    // Not in the middle of a character.
    while end < record.len() && end > 0 && record[end] & 0xc0 == 0x80 {
        end -= 1;
    }
    String::from_utf8_lossy(&record[..end])
}
