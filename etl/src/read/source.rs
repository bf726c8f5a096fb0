//! The bytes of a dump file, inflated, counted and summed.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use flate2::bufread::MultiGzDecoder;

use super::digest::{Digest, Hasher};

/// How much is read from the disk at a time.
const READ_AHEAD: usize = 256 * 1024;

/// How far a file has been read. Clones look at the same file, from other threads too.
#[derive(Debug, Clone)]
pub struct Progress {
    read: Arc<AtomicU64>,
    size: u64,
}

impl Progress {
    /// How many bytes of the (compressed) file have been read.
    #[must_use]
    pub fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// The size of the (compressed) file in bytes, as it was when it was opened; 0 where it comes
    /// from elsewhere and nobody knows.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }
}

/// An opened file: reading gives the XML, whether the file is compressed or not.
pub(super) enum Source {
    Gzip(Box<MultiGzDecoder<BufReader<Tap>>>),
    Plain(BufReader<Tap>),
}

impl Source {
    pub(super) fn open(path: &Path, digest: Option<Digest>) -> io::Result<(Self, Progress)> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        Self::over(Box::new(file), size, digest)
    }

    /// Reads what comes from elsewhere, of this size where it is known, else 0.
    pub(super) fn over(
        input: Box<dyn Read + Send>,
        size: u64,
        digest: Option<Digest>,
    ) -> io::Result<(Self, Progress)> {
        let progress = Progress { read: Arc::default(), size };
        let tap = Tap { input, read: Arc::clone(&progress.read), hasher: digest.map(Hasher::new) };
        let mut buffered = BufReader::with_capacity(READ_AHEAD, tap);
        let source = if buffered.fill_buf()?.starts_with(&[0x1f, 0x8b]) {
            Self::Gzip(Box::new(MultiGzDecoder::new(buffered)))
        } else {
            Self::Plain(buffered)
        };
        Ok((source, progress))
    }

    /// Appends up to `count` bytes of XML; fewer only at the end.
    pub(super) fn read_onto(&mut self, buffer: &mut Vec<u8>, count: usize) -> io::Result<usize> {
        buffer.reserve(count);
        let count = count as u64;
        match self {
            Self::Gzip(inflating) => inflating.take(count).read_to_end(buffer),
            Self::Plain(plain) => plain.take(count).read_to_end(buffer),
        }
    }

    pub(super) fn is_gzip(&self) -> bool {
        matches!(self, Self::Gzip(_))
    }

    /// The checksum of what has been read, if one is taken. To be called at the end, once.
    pub(super) fn checksum(&mut self) -> Option<String> {
        let tap = match self {
            Self::Gzip(inflating) => inflating.get_mut().get_mut(),
            Self::Plain(plain) => plain.get_mut(),
        };
        tap.hasher.take().map(Hasher::finish)
    }
}

/// The file itself: counts and sums what passes.
pub(super) struct Tap {
    input: Box<dyn Read + Send>,
    read: Arc<AtomicU64>,
    hasher: Option<Hasher>,
}

impl Read for Tap {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        if let Some(hasher) = &mut self.hasher {
            hasher.update(&buffer[..count]);
        }
        Ok(count)
    }
}
