use storage::generations::DumpDate;

use crate::{
    download::{
        Access, Checksums, Client, DownloadError, FileName, client::Text, mirror::Place,
        version::Version,
    },
    read::first_characters,
};

/// A CHECKSUM file has some five lines.
const LIMIT: u64 = 64 << 10;

/// What a mirror says of a month's CHECKSUM file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// It is the known one.
    Unchanged,
    /// It is this one, of this version.
    Changed(Checksums, Version),
}

impl Client {
    /// A month's CHECKSUM file: one request. With the version of the known one, it may be told
    /// that there is no other.
    ///
    /// # Errors
    /// [`NotThere`](DownloadError::NotThere) while the month is not complete,
    /// [`NoChecksums`](DownloadError::NoChecksums) where something else is in its place, and what
    /// a host may answer.
    pub fn checksums(
        &self,
        access: Access,
        date: DumpDate,
        known: Option<&Version>,
    ) -> Result<Told, DownloadError> {
        self.checksums_at(&self.mirror.file(access.layout, FileName::checksums(date)), date, known)
    }

    pub(super) fn checksums_at(
        &self,
        place: &Place,
        date: DumpDate,
        known: Option<&Version>,
    ) -> Result<Told, DownloadError> {
        match self.text(place, known, LIMIT)? {
            Text::Unchanged => Ok(Told::Unchanged),
            Text::Changed(text, version) => match Checksums::read(&text, date) {
                Some(checksums) => Ok(Told::Changed(checksums, version)),
                None => Err(DownloadError::NoChecksums {
                    place: place.to_string(),
                    start: first_characters(text.as_bytes()),
                }),
            },
        }
    }
}
