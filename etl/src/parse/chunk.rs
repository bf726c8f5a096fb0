use std::{collections::BTreeMap, ops::Range};

use memchr::memchr_iter;
use quick_xml::{Reader, events::Event};
use storage::model::{Artist, Document, Id, Kind, Label, MAX_ID, Master, Release};

use super::{
    Place, Rejection,
    element::{Element, Table},
    fault::Fault,
    path::Unknown,
    source::{Plain, Tag},
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
    let mut parsed = Parsed::default();
    let mut lines = Lines { chunk, at: 0, before: 0 };
    let mut start = 0;
    while start < chunk.len() {
        // What starts a line like a record is one, however broken the record before it is.
        let end = marker.first(chunk, start).unwrap_or(chunk.len());
        let slice = chunk[start..end].strip_prefix(BYTE_ORDER_MARK).unwrap_or(&chunk[start..end]);
        let base = end - slice.len();
        let mut unknown = Unknown::default();
        if let Some((within, document)) = plain_record::<T>(kind, slice, &mut unknown) {
            let offset = base + within.start;
            let place = Place { offset, length: within.len(), line: lines.before(offset) };
            parsed.records.push(Record { place, outcome: Ok(document) });
        } else {
            unknown = Unknown::default();
            any_records::<T>(kind, slice, base, &mut lines, &mut unknown, &mut parsed.records);
        }
        for (path, count) in unknown.0 {
            *parsed.unknown.entry(path).or_default() += count;
        }
        start = end;
    }
    parsed.newlines = lines.before(chunk.len());
    parsed
}

/// Reads the one record of a slice, and where in it it stands. `None` if there is anything in the
/// slice that is not plain, or anything wrong.
fn plain_record<T: Top>(
    kind: Kind,
    slice: &[u8],
    unknown: &mut Unknown,
) -> Option<(Range<usize>, Document)> {
    let text = std::str::from_utf8(slice).ok()?;
    let record = text.trim_ascii_start();
    let mut plain = Plain::new(record);
    let (tag, is_closed) = plain.start()?;
    if tag.name() != kind.element() {
        return None;
    }
    let document = document::<T>(Element::record(&mut plain, unknown, &tag, is_closed)).ok()?;
    let (record, rest) = record.split_at(plain.position());
    let start = text.len() - rest.len() - record.len();
    rest.trim_ascii().is_empty().then_some((start..start + record.len(), document))
}

/// Reads the records of a slice, which begins at `base` of the chunk, whatever it holds.
fn any_records<T: Top>(
    kind: Kind,
    slice: &[u8],
    base: usize,
    lines: &mut Lines<'_>,
    unknown: &mut Unknown,
    records: &mut Vec<Record>,
) {
    let mut reader = Reader::from_reader(slice);
    loop {
        let mut at = 0;
        match next_record::<T>(kind, &mut reader, unknown, &mut at) {
            Ok(None) => break,
            Ok(Some(document)) => {
                let length = position(reader.buffer_position()) - at;
                let offset = base + at;
                let place = Place { offset, length, line: lines.before(offset) };
                records.push(Record { place, outcome: Ok(document) });
            }
            Err(fault) => {
                // Up to the start of the next record nothing is known for certain.
                let rest = slice[at..].trim_ascii_start();
                let noticed = position(match fault {
                    Fault::Xml(_) => reader.error_position(),
                    _ => reader.buffer_position(),
                });
                let start = slice.len() - rest.len();
                let noticed = noticed.saturating_sub(start);
                let rest = rest.trim_ascii_end();
                let offset = base + start;
                let place = Place { offset, length: rest.len(), line: lines.before(offset) };
                let reason = format!("{fault} (at byte {noticed} of the record)");
                let rejection = Rejection { place, id: scan_id(kind, rest), reason };
                records.push(Record { place, outcome: Err(rejection) });
                break;
            }
        }
    }
}

/// Reads the next record; `None` at the end. `at` becomes the position where it starts.
fn next_record<T: Top>(
    kind: Kind,
    reader: &mut Reader<&[u8]>,
    unknown: &mut Unknown,
    at: &mut usize,
) -> Result<Option<Document>, Fault> {
    loop {
        *at = position(reader.buffer_position());
        let (tag, is_closed) = match reader.read_event()? {
            Event::Eof => return Ok(None),
            Event::Comment(_) | Event::PI(_) => continue,
            Event::Text(text) if text.trim_ascii().is_empty() => continue,
            Event::Start(tag) => (Tag::Xml(tag), false),
            Event::Empty(tag) => (Tag::Xml(tag), true),
            Event::Text(text) => return Err(Fault::Text(text.trim().chars().take(40).collect())),
            Event::CData(_) | Event::GeneralRef(_) => return Err(Fault::Text("".into())),
            Event::Decl(_) | Event::DocType(_) | Event::End(_) => return Err(Fault::Declaration),
        };
        if tag.name() != kind.element() {
            return Err(Fault::Name(tag.name().chars().take(40).collect()));
        }
        return document::<T>(Element::record(reader, unknown, &tag, is_closed)).map(Some);
    }
}

/// The document that an element is.
fn document<T: Top>(element: Element<'_, '_>) -> Result<Document, Fault> {
    let mut record: Box<T> = Box::new(element.table()?);
    match record.id() {
        0 => Err(match record.other().get("id") {
            Some(id) => Fault::BadId(id.to_string().chars().take(40).collect()),
            None => Fault::NoId,
        }),
        id if id > MAX_ID => Err(Fault::BadId(id.to_string().into())),
        _ => Ok(record.into_document()),
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
