use std::path::{Path, PathBuf};

use super::{
    part::{Part, checksum_of},
    space,
    tries::Tries,
};
use crate::{
    checksum::ChecksumLine,
    download::{Access, Client, DownloadError, FileName, Observer, mirror::Place},
    read::first_characters,
};

/// How much is written at a time, and asked between.
const PIECE: usize = 256 * 1024;
/// What a gzip file begins with.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// A file that is there, whole and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// Where it is.
    pub path: PathBuf,
    /// How many bytes of it came from the mirror this time: none if it was there before.
    pub bytes: u64,
}

impl Client {
    /// Fetches a file into a folder and checks it. What is there of it is made use of: a whole
    /// file is only checked, a part is resumed where the server does so.
    ///
    /// Until the checksum fits, the file is called `NAME.part`; of an interrupted fetch it stays.
    ///
    /// # Errors
    /// Any [`DownloadError`] but those of listings. A file whose checksum does not fit twice
    /// leaves nothing behind.
    pub fn fetch(
        &self,
        access: Access,
        name: FileName,
        into: &Path,
        checksum: &ChecksumLine,
        observer: &dyn Observer,
    ) -> Result<Fetched, DownloadError> {
        let place = self.mirror.file(access.layout, name);
        let path = into.join(name.to_string());
        observer.started(&name.to_string());
        let fetched = match checksum_of(&path, checksum, observer)? {
            Some(found) if found == checksum.hex => Fetched { path, bytes: 0 },
            Some(found) if is_same(&place, &path) => {
                return Err(self.mismatch(&place, name, checksum, found));
            }
            _ => self.fetch_anew(&place, name, path, checksum, observer)?,
        };
        observer.ended(&name.to_string(), &fetched);
        Ok(fetched)
    }

    fn fetch_anew(
        &self,
        place: &Place,
        name: FileName,
        path: PathBuf,
        checksum: &ChecksumLine,
        observer: &dyn Observer,
    ) -> Result<Fetched, DownloadError> {
        let mut part = Part::open(&path, &place.to_string(), checksum, observer)?;
        let mut bytes = 0;
        let mut tries = Tries::default();
        let mut mismatched = false;
        loop {
            if part.is_full() {
                observer.resumed(part.len());
            } else if let Err(error) = self.receive(place, &mut part, &mut bytes, observer) {
                if let Err(error) = tries.again(self, error, part.len(), observer) {
                    if part.len() == 0 {
                        part.remove();
                    }
                    return Err(error);
                }
                continue;
            }
            match part.accept(&path)? {
                None => return Ok(Fetched { path, bytes }),
                Some(found) if mismatched => {
                    part.remove();
                    return Err(self.mismatch(place, name, checksum, found));
                }
                Some(found) => {
                    tracing::warn!(%place, found, expected = checksum.hex, "fetching it once more");
                    (mismatched, tries) = (true, Tries::default());
                }
            }
        }
    }

    /// Takes in what one answer gives, up to the end of the file.
    fn receive(
        &self,
        place: &Place,
        part: &mut Part,
        bytes: &mut u64,
        observer: &dyn Observer,
    ) -> Result<(), DownloadError> {
        if observer.cancelled() {
            return Err(DownloadError::Cancelled);
        }
        let mut buffer = vec![0; PIECE];
        let mut incoming = self.incoming(place, Some(part.resume()))?;
        if let Some(total) = incoming.total {
            observer.sized(total);
        }
        let folder = part.folder();
        let keep_free = self.settings.keep_free;
        if incoming.at > 0 {
            observer.resumed(incoming.at);
            space::require(
                &folder,
                incoming.total.unwrap_or(0).saturating_sub(incoming.at),
                keep_free,
            )?;
        } else {
            // Looked at before what is there is given up for it: it may be an error page.
            let start = incoming.read_at_least(GZIP.len(), &mut buffer)?;
            let start = &buffer[..start];
            if start.is_empty() {
                return Err(DownloadError::Empty { place: place.to_string() });
            }
            if !start.starts_with(&GZIP) {
                let start = first_characters(start);
                return Err(DownloadError::NotGzip { place: place.to_string(), start });
            }
            let freed = part.len();
            space::require(&folder, incoming.total.unwrap_or(0).saturating_sub(freed), keep_free)?;
            part.begin(&incoming)?;
            observer.resumed(0);
            part.append(start)?;
            *bytes += start.len() as u64;
            observer.bytes(start.len() as u64);
        }
        loop {
            if observer.cancelled() {
                return Err(DownloadError::Cancelled);
            }
            let count = incoming.read(&mut buffer)?;
            if count == 0 {
                return Ok(());
            }
            part.append(&buffer[..count])?;
            *bytes += count as u64;
            observer.bytes(count as u64);
        }
    }

    fn mismatch(
        &self,
        place: &Place,
        name: FileName,
        checksum: &ChecksumLine,
        found: String,
    ) -> DownloadError {
        let list = FileName::checksums(name.date).to_string();
        let expected = checksum.hex.clone();
        DownloadError::Mismatch { place: place.to_string(), list, expected, found }
    }
}

/// Whether the file is fetched from where it is to be.
fn is_same(place: &Place, path: &Path) -> bool {
    let canonical = |path: &Path| path.canonicalize().ok();
    place
        .local()
        .is_some_and(|from| canonical(from).is_some() && canonical(from) == canonical(path))
}
