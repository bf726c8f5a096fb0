use std::{fs, io, path::Path};

use super::{Error, Result, embedded};
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
pub fn take_over(from_dir: &Path, to_dir: &Path, kind: Kind) -> Result<()> {
    let (from, to) = (embedded::path(from_dir, kind), embedded::path(to_dir, kind));
    let Err(refusal) = fs::hard_link(&from, &to) else { return Ok(()) };
    match refusal.kind() {
        io::ErrorKind::AlreadyExists => return Err(Error::Exists { path: to }),
        io::ErrorKind::NotFound if !from.exists() => {
            return Err(Error::Missing { path: from, kind });
        }
        _ => {}
    }
    copy(&from, &to).map_err(|error| Error::io("copy to", to, error))
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
