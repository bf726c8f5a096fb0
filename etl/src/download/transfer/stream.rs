use std::io::{self, Read};

use super::{
    incoming::{Incoming, Resume},
    tries::Tries,
};
use crate::download::{Access, Client, DownloadError, FileName, mirror::Place, version::Version};

/// A file that is read as it comes, and not kept. Whoever reads it takes its checksum, and may
/// use nothing of it before that fits.
///
/// A cut connection is taken up again where the server resumes the same version. Where it does
/// not, reading fails: what was read cannot be taken back. The errors of reading hold a
/// [`DownloadError`].
pub struct Stream {
    client: Client,
    place: Place,
    incoming: Incoming,
    version: Version,
    total: Option<u64>,
    at: u64,
    tries: Tries,
}

impl Client {
    /// Begins to read a file as it comes.
    ///
    /// # Errors
    /// When no answer comes, or another one than the file.
    pub fn open(&self, access: Access, name: FileName) -> Result<Stream, DownloadError> {
        let place = self.mirror.file(access.layout, name);
        let incoming = self.patiently(&(), || self.incoming(&place, None))?;
        let (version, total) = (incoming.version.clone(), incoming.total);
        if total == Some(0) {
            return Err(DownloadError::Empty { place: place.to_string() });
        }
        let client = self.clone();
        Ok(Stream { client, place, incoming, version, total, at: 0, tries: Tries::default() })
    }
}

impl Stream {
    /// How many bytes have been read.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.at
    }

    /// How many bytes the file has, if the server says so.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        self.total
    }

    fn resume(&mut self, error: DownloadError) -> Result<(), DownloadError> {
        self.tries.again(&self.client, error, self.at, &())?;
        let from = Resume { at: self.at, total: self.total, version: &self.version };
        match self.client.incoming(&self.place, Some(from)) {
            Ok(incoming) if incoming.at == self.at && !incoming.version.differs(&self.version) => {
                self.incoming = incoming;
                Ok(())
            }
            Ok(_) => Err(DownloadError::Changed {
                place: self.place.to_string(),
                at: self.at,
                reason: "the server does not resume it, or it has changed",
            }),
            Err(error) => self.resume(error),
        }
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            match self.incoming.read(buffer) {
                Ok(count) => {
                    self.at += count as u64;
                    return Ok(count);
                }
                Err(error) => self.resume(error).map_err(io::Error::other)?,
            }
        }
    }
}
