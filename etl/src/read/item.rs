use storage::model::{Id, Kind};

use super::scan_id;

/// What a dump file is given out as, in the file's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// Whole records, to be parsed.
    Chunk(Chunk),
    /// A record too large to be held, to be reported.
    Oversized(Oversized),
}

/// Some whole records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// The records as they stand in the XML, with the line feeds between and behind them.
    pub bytes: Vec<u8>,
    /// The position of the first byte in the XML.
    pub offset: u64,
}

/// A record of more than [`MAX_RECORD`](super::MAX_RECORD) bytes. It was skipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Oversized {
    /// The kind of the record.
    pub kind: Kind,
    /// The position of the record's first byte in the XML.
    pub offset: u64,
    /// How many bytes there are up to the next record.
    pub length: u64,
    /// How many line feeds are among them.
    pub newlines: u64,
    /// The record's first bytes, at most 64 KiB.
    pub head: Vec<u8>,
}

impl Oversized {
    /// The record's Discogs id, if it stands in [`Self::head`].
    #[must_use]
    pub fn id(&self) -> Option<Id> {
        scan_id(self.kind, &self.head)
    }
}
