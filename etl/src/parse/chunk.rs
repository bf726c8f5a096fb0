use std::collections::BTreeMap;

use memchr::memchr_iter;
use quick_xml::{Reader, events::Event};
use storage::model::{Artist, Document, Id, Kind, Label, MAX_ID, Master, Release};

use super::{
    Place, Rejection,
    element::{Cursor, Element, Table},
    fault::Fault,
    path::Unknown,
};
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

/// A struct that is a whole document.
pub(super) trait Top: Table {
    /// The Discogs id; 0 if the record has none.
    fn id(&self) -> Id;

    /// The finished document.
    fn into_document(self: Box<Self>) -> Document;
}

/// Parses all records of a chunk. A record that is broken is rejected, alone: its neighbours are
/// not touched.
#[must_use]
pub fn parse_chunk(kind: Kind, chunk: &[u8]) -> Parsed {
    match kind {
        Kind::Artists => parse::<Artist>(kind, chunk),
        Kind::Labels => parse::<Label>(kind, chunk),
        Kind::Masters => parse::<Master>(kind, chunk),
        Kind::Releases => parse::<Release>(kind, chunk),
    }
}

fn parse<T: Top>(kind: Kind, chunk: &[u8]) -> Parsed {
    let marker = Marker::new(kind);
    let mut cursor = Cursor { reader: Reader::from_reader(&[]), unknown: Unknown::default() };
    let mut records = Vec::new();
    let mut lines = Lines { chunk, at: 0, before: 0 };
    let mut start = 0;
    while start < chunk.len() {
        // What starts a line like a record is one, however broken the record before it is.
        let end = marker.first(chunk, start).unwrap_or(chunk.len());
        let slice = chunk[start..end].strip_prefix(BYTE_ORDER_MARK).unwrap_or(&chunk[start..end]);
        let base = end - slice.len();
        cursor.reader = Reader::from_reader(slice);
        loop {
            let mut at = 0;
            match next_record::<T>(kind, &mut cursor, &mut at) {
                Ok(None) => break,
                Ok(Some(document)) => {
                    let length = position(cursor.reader.buffer_position()) - at;
                    let offset = base + at;
                    let place = Place { offset, length, line: lines.before(offset) };
                    records.push(Record { place, outcome: Ok(document) });
                }
                Err(fault) => {
                    // Up to the start of the next record nothing is known for certain.
                    let rest = slice[at..].trim_ascii_start();
                    let noticed = position(match fault {
                        Fault::Xml(_) => cursor.reader.error_position(),
                        _ => cursor.reader.buffer_position(),
                    });
                    let offset = end - rest.len();
                    let noticed = (base + noticed).saturating_sub(offset);
                    let rest = rest.trim_ascii_end();
                    let place = Place { offset, length: rest.len(), line: lines.before(offset) };
                    let reason = format!("{fault} (at byte {noticed} of the record)");
                    let rejection = Rejection { place, id: scan_id(kind, rest), reason };
                    records.push(Record { place, outcome: Err(rejection) });
                    break;
                }
            }
        }
        start = end;
    }
    Parsed { records, unknown: cursor.unknown.0, newlines: lines.before(chunk.len()) }
}

/// Reads the next record; `None` at the end. `at` becomes the position where it starts.
fn next_record<T: Top>(
    kind: Kind,
    cursor: &mut Cursor<'_>,
    at: &mut usize,
) -> Result<Option<Document>, Fault> {
    loop {
        *at = position(cursor.reader.buffer_position());
        let (tag, is_closed) = match cursor.reader.read_event()? {
            Event::Eof => return Ok(None),
            Event::Comment(_) | Event::PI(_) => continue,
            Event::Text(text) if text.trim_ascii().is_empty() => continue,
            Event::Start(tag) => (tag, false),
            Event::Empty(tag) => (tag, true),
            Event::Text(text) => return Err(Fault::Text(text.trim().chars().take(40).collect())),
            Event::CData(_) | Event::GeneralRef(_) => return Err(Fault::Text("".into())),
            Event::Decl(_) | Event::DocType(_) | Event::End(_) => return Err(Fault::Declaration),
        };
        let name = tag.name().into_inner();
        if name != kind.element() {
            return Err(Fault::Name(name.chars().take(40).collect()));
        }
        let mut record: Box<T> = Box::new(Element::record(cursor, &tag, is_closed).table()?);
        if record.id() > MAX_ID {
            return Err(Fault::BadId(record.id().to_string().into()));
        }
        if record.id() != 0 {
            return Ok(Some(record.into_document()));
        }
        return Err(match record.other().get("id") {
            Some(id) => Fault::BadId(id.to_string().chars().take(40).collect()),
            None => Fault::NoId,
        });
    }
}

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

fn position(of_reader: u64) -> usize {
    usize::try_from(of_reader).expect("a chunk fits into memory")
}

/// Counts line feeds, each once.
struct Lines<'c> {
    chunk: &'c [u8],
    at: usize,
    before: u64,
}

impl Lines<'_> {
    /// How many there are before a position. Positions must not go back.
    fn before(&mut self, position: usize) -> u64 {
        self.before += memchr_iter(b'\n', &self.chunk[self.at..position]).count() as u64;
        self.at = position;
        self.before
    }
}
