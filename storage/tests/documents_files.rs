//! What the embedded documents promise about their files: errors that tell what to do, no damage
//! passed on, and files shared between generations.

use std::{
    fs,
    io::{Seek, SeekFrom, Write},
    path::Path,
};

use storage::{
    documents::{Document, Documents, DocumentsWriter, Encoder, Error, take_over},
    model::{Id, Kind, Master},
};

fn master(id: Id) -> Document {
    let title = format!("Master number {id}: {}", u64::from(id) * 2_654_435_761 % 1_000_003);
    Document::Master(Box::new(Master { id, title, ..Default::default() }))
}

const COUNT: Id = 800;

/// Stores masters with the ids from 1 on.
fn store(dir: &Path) {
    let samples: Vec<Vec<u8>> = (1..2_000).map(|id| master(id).to_json()).collect();
    let encoder = Encoder::train(&samples.iter().map(Vec::as_slice).collect::<Vec<_>>());
    let mut writer = DocumentsWriter::create(dir, Kind::Masters, &encoder).unwrap();
    let mut thread = encoder.for_thread();
    writer.put_batch((1..=COUNT).map(|id| (id, thread.encode(&master(id)))).collect()).unwrap();
    assert_eq!(writer.finish().unwrap(), u64::from(COUNT));
}

fn refusal<T>(outcome: Result<T, Error>, dir: &Path) -> String {
    let error = outcome.err().expect("it is refused");
    error.to_string().replace(dir.to_str().unwrap(), "DIR")
}

const WAY_OUT: &str =
    "load the masters again, or go back to an older generation with `dataget generations publish`";

#[test]
fn a_file_that_cannot_be_read_is_named_with_the_reason_and_the_way_out() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("masters.redb");
    store(dir.path());
    let whole = fs::read(&file).unwrap();
    let open = || refusal(Documents::open(dir.path()), dir.path());

    for length in [0, 1, 100, 4_096, whole.len() / 2, whole.len() - 1] {
        fs::write(&file, &whole[..length]).unwrap();
        let error = open();
        assert!(error.starts_with("DIR/masters.redb is damaged ("), "{length} bytes: {error}");
        assert!(error.ends_with(WAY_OUT), "{length} bytes: {error}");
    }
    fs::write(&file, "these are not the documents that you are looking for").unwrap();
    assert!(open().starts_with("DIR/masters.redb is damaged ("), "{}", open());

    fs::write(dir.path().join("labels.redb"), &whole).unwrap();
    fs::write(&file, &whole).unwrap();
    assert_eq!(
        open(),
        "DIR/labels.redb is damaged (it holds another kind of documents): load the labels again, \
         or go back to an older generation with `dataget generations publish`"
    );
}

#[test]
fn a_missing_kind_is_named_with_the_way_out() {
    let dir = tempfile::tempdir().unwrap();
    store(dir.path());
    fs::rename(dir.path().join("masters.redb"), dir.path().join("aside")).unwrap();
    let outcome = Documents::open_with(dir.path(), [Kind::Masters]);
    assert_eq!(refusal(outcome, dir.path()), format!("DIR/masters.redb is missing: {WAY_OUT}"));
    let nowhere = dir.path().join("20261101");
    assert_eq!(
        refusal(Documents::open(&nowhere), dir.path()),
        "there are no documents in DIR/20261101: the folder does not exist"
    );
}

#[test]
fn a_kind_is_written_once() {
    let dir = tempfile::tempdir().unwrap();
    store(dir.path());
    let again = DocumentsWriter::create(dir.path(), Kind::Masters, &Encoder::untrained());
    assert_eq!(
        refusal(again, dir.path()),
        "DIR/masters.redb is there already: a generation's documents are written once"
    );
}

#[test]
fn what_is_not_finished_is_not_opened() {
    let dir = tempfile::tempdir().unwrap();
    let encoder = Encoder::untrained();
    let mut writer = DocumentsWriter::create(dir.path(), Kind::Masters, &encoder).unwrap();
    writer.put_batch(vec![(1, encoder.for_thread().encode(&master(1)))]).unwrap();
    assert!(matches!(Documents::open(dir.path()), Err(Error::BeingWritten { .. })));
    drop(writer);
    assert!(matches!(Documents::open(dir.path()), Err(Error::Damaged { .. })));
}

#[test]
fn several_hold_the_same_documents_open() {
    let dir = tempfile::tempdir().unwrap();
    store(dir.path());
    let open = || Documents::open(dir.path()).unwrap();
    let readers = [open(), open(), open()];
    for reader in readers {
        assert_eq!(reader.get(Kind::Masters, 3).unwrap(), Some(master(3)));
    }
}

/// One bit of a file that is another one as long as this lives.
struct FlippedBit {
    file: fs::File,
    at: u64,
    byte: u8,
}

impl FlippedBit {
    fn at(path: &Path, at: u64, byte: u8) -> Self {
        let flipped = Self { file: fs::File::options().write(true).open(path).unwrap(), at, byte };
        flipped.write(byte ^ 4);
        flipped
    }

    fn write(&self, byte: u8) {
        (&self.file).seek(SeekFrom::Start(self.at)).unwrap();
        (&self.file).write_all(&[byte]).unwrap();
    }
}

impl Drop for FlippedBit {
    fn drop(&mut self) {
        self.write(self.byte);
    }
}

#[test]
fn no_flipped_bit_makes_another_document_or_a_panic() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("masters.redb");
    store(dir.path());
    let bytes = fs::read(&file).unwrap();
    let used = bytes.len() - bytes.iter().rev().take_while(|&&byte| byte == 0).count();
    let mut refused = 0;
    // The start of each page is the most telling part: what is where in it.
    for at in (0..used).filter(|at| at % 4_096 < 40).step_by(11).chain((0..used).step_by(1_009)) {
        let _flipped = FlippedBit::at(&file, at as u64, bytes[at]);
        let Ok(documents) = Documents::open(dir.path()) else {
            refused += 1;
            continue;
        };
        for id in (1..=COUNT).step_by(29) {
            match documents.get(Kind::Masters, id) {
                Ok(Some(document)) => assert_eq!(document, master(id), "bit at {at}"),
                Ok(None) => {}
                Err(_) => refused += 1,
            }
        }
        let Ok(scan) = documents.scan(Kind::Masters) else { continue };
        for (id, json) in scan.filter_map(Result::ok) {
            assert_eq!(json, master(id).to_json(), "bit at {at}");
        }
    }
    assert!(refused > 0, "the flipped bits were not read at all");
}

#[test]
fn a_kind_is_shared_by_the_generations_that_have_it() {
    let dir = tempfile::tempdir().unwrap();
    let (old, new) = (dir.path().join("20261001"), dir.path().join("20261001-2"));
    fs::create_dir(&old).unwrap();
    fs::create_dir(&new).unwrap();
    store(&old);
    let reader = Documents::open(&old).unwrap();
    take_over(&old, &new, Kind::Masters).unwrap();

    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let links = fs::metadata(new.join("masters.redb")).unwrap().nlink();
        assert_eq!(links, 2, "it takes no room of its own");
    }
    fs::remove_dir_all(&old).unwrap();
    let taken = Documents::open_with(&new, [Kind::Masters]).unwrap();
    for id in [1, COUNT / 2, COUNT] {
        assert_eq!(taken.get(Kind::Masters, id).unwrap(), Some(master(id)));
        let from_dropped = reader.get(Kind::Masters, id).unwrap();
        assert_eq!(from_dropped, Some(master(id)), "an open generation outlives its folder");
    }
    assert_eq!(taken.count(Kind::Masters).unwrap(), u64::from(COUNT));
}

#[test]
fn only_what_is_there_is_taken_over_and_only_to_where_it_is_not() {
    let dir = tempfile::tempdir().unwrap();
    let (old, new) = (dir.path().join("20261001"), dir.path().join("20261001-2"));
    fs::create_dir(&old).unwrap();
    fs::create_dir(&new).unwrap();
    store(&old);
    store(&new);
    let again = take_over(&old, &new, Kind::Masters);
    assert!(matches!(again, Err(Error::Exists { path }) if path.starts_with(&new)));
    let missing = take_over(&old, &new, Kind::Labels);
    assert!(matches!(missing, Err(Error::Missing { path, .. }) if path.starts_with(&old)));
    assert_eq!(Documents::open(&new).unwrap().kinds(), [Kind::Masters], "nothing is left behind");
}
