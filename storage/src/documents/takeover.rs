use std::{fs, io, path::Path};

use super::{Error, Location, Result, embedded, location::Backend};
use crate::model::Kind;

/// Puts the documents of a kind of one generation into another as well.
///
/// Both then share the file, as published documents never change; where the file system cannot
/// share one, it is copied. Either generation can be dropped without harm to the other.
///
/// # Errors
///
/// [`Error::Missing`] if there are none to take over, [`Error::Exists`] if the kind is there
/// already, [`Error::DiskFull`] and [`Error::Io`].
pub fn take_over(from: impl Into<Location>, to: impl Into<Location>, kind: Kind) -> Result<()> {
    match (from.into().backend, to.into().backend) {
        (Backend::Embedded(from), Backend::Embedded(to)) => {
            link(&embedded::path(&from, kind), &embedded::path(&to, kind), kind)
        }
    }
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
