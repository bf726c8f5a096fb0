//! The files of a month: in a folder of their own, or as they come.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use storage::{
    generations::{DumpDate, Store},
    model::Kind,
};

use super::UpdateError;
use crate::{
    download::{Access, Checksums, Client, FileName},
    load::{Checksum, Dump, DumpFile, DumpStream, Streamed},
};

/// How many bytes documents and index take for each byte of the compressed files, about; a sixth
/// more than was measured.
const LOADED: u64 = 2;

/// The folder of downloaded months.
pub(super) struct Downloads(PathBuf);

impl Downloads {
    pub(super) fn of(data: &Store) -> Self {
        Self(data.path().join("downloads"))
    }

    /// The folder of a month.
    pub(super) fn folder(&self, date: DumpDate) -> PathBuf {
        self.0.join(date.to_string())
    }

    /// Removes what is there of other months: they are not wanted any more.
    pub(super) fn keep_only(&self, date: DumpDate) -> Result<(), UpdateError> {
        self.remove(|other| other != date)
    }

    /// Removes the months that are loaded.
    pub(super) fn clear(&self, newest: Option<DumpDate>) -> Result<(), UpdateError> {
        self.remove(|date| newest.is_some_and(|newest| date <= newest))
    }

    fn remove(&self, is_over: impl Fn(DumpDate) -> bool) -> Result<(), UpdateError> {
        let entries = match fs::read_dir(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries.map_err(|error| UpdateError::io("read", &self.0, error))?,
        };
        for entry in entries {
            let path = entry.map_err(|error| UpdateError::io("read", &self.0, error))?.path();
            let date = path.file_name().and_then(|name| name.to_str()?.parse().ok());
            if date.is_some_and(&is_over) {
                fs::remove_dir_all(&path)
                    .map_err(|error| UpdateError::io("remove", &path, error))?;
            }
        }
        Ok(())
    }
}

/// How many bytes a dump of this size takes once it is loaded; none in the folder where its
/// documents are on a server.
pub(super) fn needed_to_load(data: &Store, size: u64) -> u64 {
    if data.mongodb().is_some() { 0 } else { size.saturating_mul(LOADED) }
}

/// A month whose files are read as they come.
pub(super) fn streamed(
    client: &Client,
    access: Access,
    date: DumpDate,
    kinds: &[Kind],
    checksums: &Checksums,
) -> Dump {
    let list = FileName::checksums(date).to_string();
    let file = |&kind: &Kind| {
        let name = FileName::of(date, kind);
        let checksum = checksums.of(kind).map(|line| Checksum {
            digest: line.digest,
            hex: line.hex.clone(),
            source: Path::new(&list).to_owned(),
        });
        let client = client.clone();
        let stream = DumpStream::new(move || {
            let stream = client.open(access, name).map_err(io::Error::other)?;
            let size = stream.size().unwrap_or(0);
            let streamed: Streamed = (Box::new(stream), size);
            Ok(streamed)
        });
        DumpFile { path: name.to_string().into(), kind, checksum, stream: Some(stream) }
    };
    Dump { date, files: kinds.iter().map(file).collect() }
}
