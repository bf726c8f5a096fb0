//! A file that is not whole yet: `NAME.part`, and `NAME.part.json` which says of what it is.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read, Seek, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use storage::generations::{read_json, write_json};

use super::incoming::{Incoming, Resume};
use crate::{
    checksum::ChecksumLine,
    download::{DownloadError, Observer, folder::sync, version::Version},
    read::Hasher,
};

/// How much is hashed at a time.
const PIECE: usize = 256 * 1024;

/// What a part is of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Origin {
    /// Where it comes from.
    place: String,
    /// What the whole file must have: what was begun for another file is of no use.
    checksum: String,
    /// Which version it is of.
    version: Version,
    /// How many bytes the whole file has, if that was said.
    total: Option<u64>,
}

/// The opened part of a file.
pub(super) struct Part {
    path: PathBuf,
    file: File,
    hasher: Hasher,
    checksum: ChecksumLine,
    origin: Origin,
    len: u64,
}

impl Part {
    /// Opens what is there of a file, and hashes it; an empty part where there is nothing fit.
    pub(super) fn open(
        target: &Path,
        place: &str,
        checksum: &ChecksumLine,
        observer: &dyn Observer,
    ) -> Result<Self, DownloadError> {
        let path = beside(target, ".part");
        let opened =
            OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
        let file = opened.map_err(DownloadError::io("write", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(DownloadError::InUse(path)),
            Err(TryLockError::Error(error)) => {
                return Err(DownloadError::io("lock", &path)(error));
            }
        }
        // What cannot be read counts as not there: it is written anew.
        let origin: Option<Origin> = read_json(&beside(target, ".part.json")).unwrap_or_default();
        let hasher = Hasher::new(checksum.digest);
        let fits = |origin: &Origin| origin.place == place && origin.checksum == checksum.hex;
        let fit = origin.filter(fits);
        let origin = fit.clone().unwrap_or_else(|| Origin {
            place: place.to_owned(),
            checksum: checksum.hex.clone(),
            ..Origin::default()
        });
        let mut part = Self { path, file, hasher, checksum: checksum.clone(), origin, len: 0 };
        if fit.is_some() {
            let read = DownloadError::io("read", &part.path);
            let mut length = 0;
            hash(&mut part.file, observer, |bytes| {
                part.hasher.update(bytes);
                length += bytes.len() as u64;
            })
            .map_err(|failure| failure.told(read))?;
            part.len = length;
        }
        if part.origin.total.is_some_and(|total| part.len > total) || fit.is_none() {
            part.empty()?;
        }
        Ok(part)
    }

    /// How many bytes are there.
    pub(super) fn len(&self) -> u64 {
        self.len
    }

    /// The folder that it is in.
    pub(super) fn folder(&self) -> PathBuf {
        match self.path.parent() {
            Some(folder) if folder != Path::new("") => folder.to_owned(),
            _ => PathBuf::from("."),
        }
    }

    /// Whether all bytes are there that were announced.
    pub(super) fn is_full(&self) -> bool {
        self.len > 0 && self.origin.total == Some(self.len)
    }

    /// Where it is to go on.
    pub(super) fn resume(&self) -> Resume<'_> {
        Resume { at: self.len, total: self.origin.total, version: &self.origin.version }
    }

    /// Begins with a file from its first byte. What was there is gone before it is said what
    /// follows: a part of two versions is never taken for one.
    pub(super) fn begin(&mut self, incoming: &Incoming) -> Result<(), DownloadError> {
        self.empty()?;
        self.origin.version = incoming.version.clone();
        self.origin.total = incoming.total;
        let path = self.path.with_extension("part.json");
        write_json(&path, &self.origin).map_err(|error| match error {
            storage::generations::Error::DiskFull { path } => DownloadError::DiskFull(path),
            error => DownloadError::io("write", &path)(io::Error::other(error)),
        })
    }

    /// Writes and hashes what came.
    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<(), DownloadError> {
        self.file.write_all(bytes).map_err(DownloadError::io("write", &self.path))?;
        self.hasher.update(bytes);
        self.len += bytes.len() as u64;
        Ok(())
    }

    /// Gives the file its name if its checksum is the published one. Else the part is emptied and
    /// the checksum that was found is given.
    pub(super) fn accept(&mut self, target: &Path) -> Result<Option<String>, DownloadError> {
        let hasher = std::mem::replace(&mut self.hasher, Hasher::new(self.checksum.digest));
        let found = hasher.finish();
        if found != self.checksum.hex {
            self.empty()?;
            return Ok(Some(found));
        }
        self.file.sync_all().map_err(DownloadError::io("write", &self.path))?;
        fs::rename(&self.path, target).map_err(DownloadError::io("write", target))?;
        let _ = fs::remove_file(self.path.with_extension("part.json"));
        sync(target)?;
        Ok(None)
    }

    /// Leaves nothing of it behind.
    pub(super) fn remove(self) {
        let _ = fs::remove_file(&self.path);
        let _ = fs::remove_file(self.path.with_extension("part.json"));
    }

    fn empty(&mut self) -> Result<(), DownloadError> {
        let emptied = self.file.set_len(0).and_then(|()| self.file.rewind());
        emptied.map_err(DownloadError::io("write", &self.path))?;
        self.hasher = Hasher::new(self.checksum.digest);
        self.len = 0;
        Ok(())
    }
}

/// The checksum of a file that is there; `None` where there is none.
pub(super) fn checksum_of(
    path: &Path,
    checksum: &ChecksumLine,
    observer: &dyn Observer,
) -> Result<Option<String>, DownloadError> {
    let read = DownloadError::io("read", path);
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(read(error)),
    };
    let mut hasher = Hasher::new(checksum.digest);
    hash(&mut file, observer, |bytes| hasher.update(bytes))
        .map_err(|failure| failure.told(read))?;
    Ok(Some(hasher.finish()))
}

enum Failure {
    Io(io::Error),
    Cancelled,
}

impl Failure {
    fn told(self, io: impl FnOnce(io::Error) -> DownloadError) -> DownloadError {
        match self {
            Self::Io(error) => io(error),
            Self::Cancelled => DownloadError::Cancelled,
        }
    }
}

/// Gives all bytes of a file, in pieces.
fn hash(
    file: &mut File,
    observer: &dyn Observer,
    mut piece: impl FnMut(&[u8]),
) -> Result<(), Failure> {
    let mut buffer = vec![0; PIECE];
    loop {
        if observer.cancelled() {
            return Err(Failure::Cancelled);
        }
        match file.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => piece(&buffer[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Failure::Io(error)),
        }
    }
}

fn beside(target: &Path, ending: &str) -> PathBuf {
    let mut path = target.as_os_str().to_owned();
    path.push(ending);
    path.into()
}
