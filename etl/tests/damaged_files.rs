//! A dump that is cut, damaged or no dump at all is never taken for a whole one.

use std::{io::Write, path::Path};

use etl::read::{Digest, DumpReader, Item, MAX_RECORD, ReadError};
use flate2::{Compression, write::GzEncoder};
use storage::model::Kind;
use tempfile::TempDir;

struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn read(&self, bytes: &[u8]) -> Result<Read, ReadError> {
        let path = self.0.path().join("dump.xml.gz");
        std::fs::write(&path, bytes).unwrap();
        read(&path, None)
    }
}

#[derive(Debug, PartialEq)]
struct Read {
    kind: Kind,
    xml: Vec<u8>,
    items: Vec<Item>,
    checksum: Option<String>,
}

fn read(path: &Path, digest: Option<Digest>) -> Result<Read, ReadError> {
    let mut reader = DumpReader::open(path, digest)?;
    let (mut xml, mut items) = (Vec::new(), Vec::new());
    while let Some(item) = reader.next_item()? {
        if let Item::Chunk(chunk) = &item {
            xml.extend_from_slice(&chunk.bytes);
        }
        items.push(item);
    }
    assert!(reader.next_item().unwrap().is_none());
    assert_eq!(reader.progress().read(), reader.progress().size());
    let checksum = reader.checksum().map(str::to_owned);
    Ok(Read { kind: reader.kind(), xml, items, checksum })
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzEncoder::new(Vec::new(), Compression::default());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn records(count: usize) -> String {
    (1..=count).map(|id| format!("<release id=\"{id}\"><title>{id}</title></release>\n")).collect()
}

fn dump(count: usize) -> String {
    format!("<releases>\n{}</releases>\n", records(count))
}

#[test]
fn a_dump_cut_anywhere_is_refused() {
    let files = Files::new();
    let whole = gzip(dump(400).as_bytes());
    assert_eq!(files.read(&whole).unwrap().xml, records(400).as_bytes());
    for length in 0..whole.len() {
        assert!(files.read(&whole[..length]).is_err(), "cut at {length} of {}", whole.len());
    }
    let xml = dump(40);
    let end = xml.trim_end().len();
    for length in 0..end {
        assert!(files.read(&xml.as_bytes()[..length]).is_err(), "cut at {length} of {end}");
    }
}

#[test]
fn a_flipped_bit_is_never_read_as_something_else() {
    let files = Files::new();
    let whole = gzip(dump(400).as_bytes());
    let intact = files.read(&whole).unwrap();
    for at in 0..whole.len() {
        for bit in [0, 3, 7] {
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << bit;
            // Some bits mean nothing: a time stamp, the length of a code that is not used.
            if let Ok(read) = files.read(&flipped) {
                assert!(read == intact, "flipped bit {bit} of byte {at}");
            }
        }
    }
}

#[test]
fn all_members_of_a_gzip_file_are_read_and_nothing_may_follow_them() {
    let files = Files::new();
    let xml = dump(50);
    let (first, second) = xml.as_bytes().split_at(700);
    let two = [gzip(first), gzip(second)].concat();
    assert_eq!(files.read(&two).unwrap().xml, records(50).as_bytes());
    for garbage in [&b"\0"[..], b"garbage behind the last member", &gzip(b"")[..12]] {
        let error = files.read(&[&two[..], garbage].concat()).unwrap_err();
        assert!(matches!(error, ReadError::Cut { .. } | ReadError::Damaged { .. }), "{error}");
    }
}

#[test]
fn the_error_says_what_is_wrong_and_what_to_do() {
    let files = Files::new();
    let whole = gzip(dump(400).as_bytes());
    let cut_xml = format!("<releases>\n{}", records(3));
    let trailing = format!("{}<html>Bad Gateway</html>", dump(3));
    for (bytes, message) in [
        (
            &whole[..200],
            "the gzip stream of FILE is cut short after 200 bytes: download the file again",
        ),
        (
            &whole[..5],
            "the gzip stream of FILE is cut short after 5 bytes: download the file again",
        ),
        (
            &gzip(cut_xml.as_bytes())[..],
            "FILE ends without </releases>, after 140 bytes of XML: it is cut; download it again",
        ),
        (
            trailing.as_bytes(),
            "FILE goes on behind </releases>, at byte 152 of the XML, with `<html>Bad Gateway</html>`: it is damaged; download it again",
        ),
        (b"", "FILE is empty: download it again"),
        (
            b"<!DOCTYPE html>\n<html>",
            "FILE is no Discogs dump: it starts with `<!DOCTYPE html>\\n<html>` where <artists>, <labels>, <masters> or <releases> was expected. Download it again; if an error page was saved in its place, look at it first",
        ),
    ] {
        let error = files.read(bytes).unwrap_err().to_string();
        let path = files.0.path().join("dump.xml.gz");
        assert_eq!(error.replace(&path.display().to_string(), "FILE"), message);
    }
    let missing = files.0.path().join("missing.xml.gz");
    assert!(matches!(DumpReader::open(&missing, None), Err(ReadError::Open { .. })));
}

#[test]
fn a_reader_that_failed_never_reports_a_clean_end() {
    let files = Files::new();
    let path = files.0.path().join("cut.xml");
    std::fs::write(&path, format!("<releases>\n{}", records(3))).unwrap();
    let mut reader = DumpReader::open(&path, None).unwrap();
    assert!(matches!(reader.next_item(), Err(ReadError::Unclosed { .. })));
    assert!(matches!(reader.next_item(), Err(ReadError::Failed { .. })));
}

#[test]
fn old_and_odd_forms_are_read() {
    let files = Files::new();
    for (xml, content) in [
        ("<releases></releases>", ""),
        ("<releases/>", ""),
        ("<releases>\n\n</releases>\n\n", ""),
        ("<releases><release id=\"1\"/></releases>", "<release id=\"1\"/>"),
        ("<release id=\"1\"/>\n<release id=\"2\"/>", "<release id=\"1\"/>\n<release id=\"2\"/>"),
        (
            "\u{feff}<?xml version=\"1.0\"?>\r\n<releases>\r\n<release/>\r\n</releases >",
            "<release/>\r\n",
        ),
    ] {
        for bytes in [xml.as_bytes().to_vec(), gzip(xml.as_bytes())] {
            let read = files.read(&bytes).unwrap_or_else(|error| panic!("{xml:?}: {error}"));
            assert_eq!(String::from_utf8_lossy(&read.xml), content, "{xml:?}");
            assert_eq!(read.kind, Kind::Releases);
        }
    }
}

#[test]
fn chunks_are_cut_between_records_and_know_their_place() {
    let files = Files::new();
    let xml = dump(40_000);
    let read = files.read(&gzip(xml.as_bytes())).unwrap();
    assert!(read.items.len() > 2);
    for item in &read.items {
        let Item::Chunk(chunk) = item else { panic!("{item:?}") };
        let offset = chunk.offset as usize;
        assert_eq!(&xml.as_bytes()[offset..offset + chunk.bytes.len()], chunk.bytes);
        assert!(chunk.bytes.starts_with(b"<release id="));
        assert!(chunk.bytes.ends_with(b"</release>\n"));
    }
    assert_eq!(read.xml, records(40_000).as_bytes());
}

#[test]
fn a_record_of_up_to_the_limit_is_held_and_a_larger_one_set_aside() {
    let files = Files::new();
    let record = |id: u32, length: usize| {
        let (start, end) = (format!("<release id=\"{id}\"><notes>"), "</notes></release>\n");
        let text = "x\n".repeat((length - start.len() - end.len()) / 2);
        let pad = "y".repeat((length - start.len() - end.len()) % 2);
        format!("{start}{text}{pad}{end}")
    };
    for (length, is_held) in
        [(3_000_000, true), (MAX_RECORD, true), (MAX_RECORD + 1, false), (40_000_001, false)]
    {
        let large = record(7, length);
        assert_eq!(large.len(), length);
        for (before, after) in [(2, 2), (0, 2), (2, 0), (0, 0)] {
            let xml =
                format!("<releases>\n{}{large}{}</releases>", records(before), records(after));
            let read = files.read(xml.as_bytes()).unwrap();
            if is_held {
                assert_eq!(read.xml.len(), xml.len() - "<releases>\n</releases>".len());
                continue;
            }
            let rest = [records(before), records(after)].concat();
            assert!(read.xml == rest.as_bytes(), "{length}, {before} before, {after} after");
            let oversized: Vec<_> = read
                .items
                .iter()
                .filter_map(|item| match item {
                    Item::Oversized(oversized) => Some(oversized),
                    Item::Chunk(_) => None,
                })
                .collect();
            let [oversized] = oversized[..] else { panic!("{length}: {}", oversized.len()) };
            assert_eq!(oversized.offset as usize, "<releases>\n".len() + records(before).len());
            assert_eq!(oversized.length as usize, length);
            assert_eq!(oversized.newlines as usize, large.matches('\n').count());
            assert_eq!(oversized.id(), Some(7));
        }
        let cut = format!("<releases>\n{large}");
        assert!(matches!(files.read(cut.as_bytes()), Err(ReadError::Unclosed { .. })));
    }
}

#[test]
fn the_checksum_is_that_of_the_whole_file() {
    let files = Files::new();
    let path = files.0.path().join("dump.xml");
    // Blanks behind the root are part of the file.
    std::fs::write(&path, "<labels>\n</labels>\n\n").unwrap();
    for (digest, checksum) in [
        (Digest::Md5, "f6bab29255dbcf3474d3fd1452b3da5d"),
        (Digest::Sha256, "c19561041b3d67c69e6166f93536a35f8dbbadbf8231b5d433f1d15300095ee7"),
    ] {
        assert_eq!(read(&path, Some(digest)).unwrap().checksum.as_deref(), Some(checksum));
    }
    assert_eq!(read(&path, None).unwrap().checksum, None);
}
