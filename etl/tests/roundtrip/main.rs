//! Documents written as XML are read back equal, however the dump is cut into chunks.

mod random;
mod written;

use std::io::Write;

use etl::{
    parse::parse_chunk,
    read::{DumpReader, Item},
};
use flate2::{Compression, write::GzEncoder};
use proptest::{collection::vec, prelude::*};
use storage::model::{Document, Kind};

use random::{artist, label, master, release};
use written::xml;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn releases_come_back(documents in vec(release(), 0..6), cuts: u8, gzip: bool) {
        comes_back(Kind::Releases, &documents, cuts, gzip);
    }

    #[test]
    fn masters_come_back(documents in vec(master(), 0..6), cuts: u8, gzip: bool) {
        comes_back(Kind::Masters, &documents, cuts, gzip);
    }

    #[test]
    fn artists_come_back(documents in vec(artist(), 0..6), cuts: u8, gzip: bool) {
        comes_back(Kind::Artists, &documents, cuts, gzip);
    }

    #[test]
    fn labels_come_back(documents in vec(label(), 0..6), cuts: u8, gzip: bool) {
        comes_back(Kind::Labels, &documents, cuts, gzip);
    }
}

/// The records whose bit in `cuts` is set start a chunk of their own.
fn comes_back(kind: Kind, documents: &[Document], cuts: u8, gzip: bool) {
    let records: Vec<_> = documents.iter().map(xml).collect();
    let mut chunks = vec![String::new()];
    for (at, record) in records.iter().enumerate() {
        if cuts >> at & 1 == 1 {
            chunks.push(String::new());
        }
        let chunk = chunks.last_mut().unwrap();
        chunk.push_str(record);
        chunk.push('\n');
    }
    let found = chunks.iter().flat_map(|chunk| parsed(kind, chunk.as_bytes())).collect::<Vec<_>>();
    assert_eq!(found, documents);

    // A comment is nothing to a record, but not every reader takes it.
    let commented: String = records
        .iter()
        .map(|record| {
            let (content, end) = record.rsplit_once("</").expect("it has a closing tag");
            format!("{content}<!--&--></{end}\n")
        })
        .collect();
    assert_eq!(parsed(kind, commented.as_bytes()), documents);

    let file = tempfile::NamedTempFile::new().unwrap();
    let dump = format!("<{kind}>\n{}</{kind}>\n", chunks.concat());
    if gzip {
        let mut writer = GzEncoder::new(file.as_file(), Compression::fast());
        writer.write_all(dump.as_bytes()).unwrap();
        writer.finish().unwrap();
    } else {
        file.as_file().write_all(dump.as_bytes()).unwrap();
    }
    let mut reader = DumpReader::open(file.path(), None).unwrap();
    let mut found = Vec::new();
    while let Some(item) = reader.next_item().unwrap() {
        let Item::Chunk(chunk) = item else { panic!("{item:?}") };
        found.extend(parsed(kind, &chunk.bytes));
    }
    assert_eq!(found, documents);
}

fn parsed(kind: Kind, chunk: &[u8]) -> Vec<Document> {
    let parsed = parse_chunk(kind, chunk);
    assert_eq!(parsed.unknown.len(), 0, "{:?}", parsed.unknown);
    parsed.records.into_iter().map(|record| record.outcome.unwrap()).collect()
}
