//! What tells the records of two months apart: a digest of each, kept beside the documents.
//!
//! A digest is of the record as the dump has it, byte by byte. So a month in which the form of the
//! dump changes shows all records as changed, as it should.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Read, Write},
    path::{Path, PathBuf},
};

use storage::model::{Id, Kind};

/// An id and the digest of its record.
pub(super) type Digested = (Id, u64);

/// How an id and a digest are written: little end first.
const WIDTH: usize = size_of::<Id>() + size_of::<u64>();

/// Where the digests of a kind are in the folder of a generation.
pub(super) fn path(folder: &Path, kind: Kind) -> PathBuf {
    folder.join(format!("{kind}.digests"))
}

/// The digests of one kind, as they are met.
#[derive(Debug)]
pub(super) struct DigestsWriter(BufWriter<File>);

impl DigestsWriter {
    pub(super) fn create(folder: &Path, kind: Kind) -> io::Result<Self> {
        Ok(Self(BufWriter::with_capacity(1 << 16, File::create(path(folder, kind))?)))
    }

    pub(super) fn push(&mut self, digested: &[Digested]) -> io::Result<()> {
        for (id, digest) in digested {
            self.0.write_all(&id.to_le_bytes())?;
            self.0.write_all(&digest.to_le_bytes())?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// The digest of a record.
pub(super) fn digest(record: &[u8]) -> u64 {
    xxhash_rust::xxh3::xxh3_64(record)
}

/// The digests of a kind by id, each id once: of one that came again, the last. `None` where a
/// folder has none.
pub(super) fn read(folder: &Path, kind: Kind) -> io::Result<Option<Vec<Digested>>> {
    let Some(bytes) = read_file(&path(folder, kind))? else { return Ok(None) };
    let (records, []) = bytes.as_chunks::<WIDTH>() else {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "a digest is cut"));
    };
    let digested = |record: &[u8; WIDTH]| {
        let (id, digest) = record.split_at(size_of::<Id>());
        let id = Id::from_le_bytes(id.try_into().expect("as long as an id"));
        (id, u64::from_le_bytes(digest.try_into().expect("as long as a digest")))
    };
    let mut all: Vec<Digested> = records.iter().map(digested).collect();
    // Stable: of equal ids, the later stays the later.
    all.sort_by_key(|&(id, _)| id);
    all.dedup_by(|later, earlier| {
        let is_same = later.0 == earlier.0;
        if is_same {
            earlier.1 = later.1;
        }
        is_same
    });
    Ok(Some(all))
}

/// Takes the digests of a kind over from another generation, with its documents.
pub(super) fn take_over(from: &Path, to: &Path, kind: Kind) -> io::Result<()> {
    let (from, to) = (path(from, kind), path(to, kind));
    if !from.exists() {
        return Ok(());
    }
    // What is published is never changed: one file serves both.
    fs::hard_link(&from, &to).or_else(|_| fs::copy(&from, &to).map(|_| ()))
}

/// A whole file; `None` where there is none.
pub(super) fn read_file(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    match File::open(path) {
        Ok(mut file) => file.read_to_end(&mut bytes).map(|_| Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_read_by_id_and_the_later_of_two_stands() {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = DigestsWriter::create(folder.path(), Kind::Labels).unwrap();
        writer.push(&[(5, 50), (2, 20)]).unwrap();
        writer.push(&[(5, 51), (3, 30)]).unwrap();
        writer.finish().unwrap();
        let read = |kind| super::read(folder.path(), kind).unwrap();
        assert_eq!(read(Kind::Labels), Some(vec![(2, 20), (3, 30), (5, 51)]));
        assert_eq!(read(Kind::Masters), None);
        fs::write(path(folder.path(), Kind::Masters), [0; 13]).unwrap();
        super::read(folder.path(), Kind::Masters).unwrap_err();
    }
}
