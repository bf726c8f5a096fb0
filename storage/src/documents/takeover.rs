use std::{fs, io, path::Path};

use super::{Documents, DocumentsWriter, Error, Location, Result, embedded, location::Backend};
use crate::model::Kind;

/// Puts the documents of a kind of one generation into another as well.
///
/// Both then share the file, as published documents never change; where the file system cannot
/// share one, it is copied. A MongoDB server copies its collection. Between files and a server, each
/// document is read and stored again. Either generation can be dropped without harm to the other.
///
/// # Errors
///
/// [`Error::Missing`] if there are none to take over, [`Error::Exists`] if the kind is there
/// already, [`Error::DiskFull`], [`Error::Io`] and [`Error::MongoDb`].
pub fn take_over(from: impl Into<Location>, to: impl Into<Location>, kind: Kind) -> Result<()> {
    match (from.into().backend, to.into().backend) {
        (Backend::Embedded(from), Backend::Embedded(to)) => {
            link(&embedded::path(&from, kind), &embedded::path(&to, kind), kind)
        }
        (Backend::MongoDb(from), Backend::MongoDb(to)) => to.take_over(&from, kind),
        (from, to) => write_anew(from.into(), to.into(), kind),
    }
}

/// Documents that are stored at once.
const TOGETHER: usize = 500;

/// From files to a server, or from a server to files.
fn write_anew(from: Location, to: Location, kind: Kind) -> Result<()> {
    let from = Documents::open_with(from, [kind])?;
    let samples = || from.scan(kind)?.take(TOGETHER).map(|step| Ok(step?.1)).collect::<Result<_>>();
    let encoder = to.encoder(samples)?;
    let mut thread = encoder.for_thread();
    let mut writer = DocumentsWriter::create(to, kind, &encoder)?;
    let mut batch = Vec::with_capacity(TOGETHER);
    for step in from.scan(kind)? {
        let (id, json) = step?;
        batch.push((id, thread.encode(&from.parse(kind, id, &json)?)));
        if batch.len() == TOGETHER {
            writer.put_batch(std::mem::take(&mut batch))?;
        }
    }
    writer.put_batch(batch)?;
    writer.finish().map(drop)
}

fn link(from: &Path, to: &Path, kind: Kind) -> Result<()> {
    let Err(refusal) = fs::hard_link(from, to) else { return Ok(()) };
    match refusal.kind() {
        io::ErrorKind::AlreadyExists => return Err(Error::Exists { path: to.to_owned() }),
        io::ErrorKind::NotFound if !from.exists() => {
            return Err(Error::Missing { path: from.to_owned(), kind });
        }
        _ => {}
    }
    copy(from, to).map_err(|error| Error::io("copy to", to, error))
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut source = fs::File::open(from)?;
    let mut copy = fs::File::create_new(to)?;
    let copied = io::copy(&mut source, &mut copy).and_then(|_| copy.sync_all());
    if copied.is_err() {
        // Half a copy would pass for a damaged file.
        let _ = fs::remove_file(to);
    }
    copied
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::copy;

    #[test]
    fn a_copy_is_the_same_and_replaces_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let (from, to) = (dir.path().join("from"), dir.path().join("to"));
        fs::write(&from, "documents").unwrap();
        copy(&from, &to).unwrap();
        assert_eq!(fs::read(&to).unwrap(), b"documents");
        fs::write(&from, "others").unwrap();
        assert!(copy(&from, &to).is_err());
        assert_eq!(fs::read(&to).unwrap(), b"documents");
    }
}
