use std::{
    io::{self, Read},
    path::{Path, PathBuf},
};

use memchr::memchr_iter;
use storage::model::Kind;

use super::{
    Chunk, Digest, Item, Oversized, Progress, ReadError,
    ending::{self, Ending},
    error::first_characters,
    marker::Marker,
    prolog::{self, NoProlog, Prolog},
    source::Source,
};

/// How many bytes of XML a chunk has, about.
pub const CHUNK: usize = 512 * 1024;

/// The largest record that is parsed, in bytes. What is larger is set aside, so that memory stays
/// bounded whatever a file holds.
pub const MAX_RECORD: usize = 16 * 1024 * 1024;

/// Within how many bytes of XML the root element must stand.
const PROLOG: usize = 64 * 1024;

/// How much of an oversized record is kept.
const HEAD: usize = 64 * 1024;

/// How many of the last bytes are kept back while skipping: the closing tag and some blanks.
const TAIL: usize = 4 * 1024;

/// A dump file, read from its start to its end.
pub struct DumpReader {
    path: PathBuf,
    source: Source,
    progress: Progress,
    kind: Kind,
    first_line: u64,
    rooted: bool,
    marker: Marker,
    /// XML not yet given out: starts where a record starts.
    buffer: Vec<u8>,
    /// The position of the buffer's first byte in the XML.
    offset: u64,
    state: State,
    checksum: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Reading,
    Ended,
    Failed,
}

impl DumpReader {
    /// Opens a dump file, compressed or not, and reads as far as its root element. With `digest`,
    /// the file's checksum is taken on the way.
    ///
    /// # Errors
    /// When the file cannot be read, or is empty, or is something else than a dump.
    pub fn open(path: &Path, digest: Option<Digest>) -> Result<Self, ReadError> {
        let failed = |source| ReadError::Open { path: path.to_owned(), source };
        Self::begin(path, Source::open(path, digest).map_err(failed)?)
    }

    /// The same for a dump file that comes from elsewhere, as from a download: `path` is what
    /// messages call it, `size` its bytes, or 0.
    ///
    /// # Errors
    /// As of [`Self::open`].
    pub fn over(
        path: &Path,
        input: Box<dyn Read + Send>,
        size: u64,
        digest: Option<Digest>,
    ) -> Result<Self, ReadError> {
        let failed = |source| ReadError::Open { path: path.to_owned(), source };
        Self::begin(path, Source::over(input, size, digest).map_err(failed)?)
    }

    fn begin(path: &Path, (mut source, progress): (Source, Progress)) -> Result<Self, ReadError> {
        let mut buffer = Vec::new();
        source
            .read_onto(&mut buffer, PROLOG)
            .map_err(|error| read_error(path, &source, &progress, error))?;
        let Prolog { kind, rooted, closed, length } =
            prolog::find(&buffer).map_err(|reason| match reason {
                NoProlog::Empty => ReadError::Empty { path: path.to_owned() },
                NoProlog::Foreign(at) => ReadError::Foreign {
                    path: path.to_owned(),
                    start: first_characters(&buffer[at..]),
                },
            })?;
        let first_line = 1 + newlines(&buffer[..length]);
        if closed {
            // `<releases/>`: as if it were written out.
            let tag = format!("</{kind}>");
            buffer.splice(length..length, tag.into_bytes());
        }
        buffer.drain(..length);
        Ok(Self {
            path: path.to_owned(),
            source,
            progress,
            kind,
            first_line,
            rooted,
            marker: Marker::new(kind),
            buffer,
            offset: length as u64,
            state: State::Reading,
            checksum: None,
        })
    }

    /// Which kind of dump it is, by its root element.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The line that the first item starts on, counted from 1. Each further item's line follows
    /// from the line feeds in the items before it.
    #[must_use]
    pub fn first_line(&self) -> u64 {
        self.first_line
    }

    /// How far the file has been read; the clone may go to another thread.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// The checksum of the whole file, compressed as it is, in lower-case hexadecimal digits.
    /// `None` if none was asked for, and before [`Self::next_item`] has returned `Ok(None)`.
    #[must_use]
    pub fn checksum(&self) -> Option<&str> {
        self.checksum.as_deref()
    }

    /// The next records; `None` once the file has been read to a proper end.
    ///
    /// # Errors
    /// When the file cannot be read, is cut, is damaged, or ends without the root's closing tag.
    /// What was given out before must then not be published. Further calls fail as well.
    pub fn next_item(&mut self) -> Result<Option<Item>, ReadError> {
        match self.state {
            State::Reading => {}
            State::Ended => return Ok(None),
            State::Failed => return Err(ReadError::Failed { path: self.path.clone() }),
        }
        let item = self.read_item();
        match item {
            Ok(Some(_)) => {}
            Ok(None) => self.state = State::Ended,
            Err(_) => self.state = State::Failed,
        }
        item
    }

    fn read_item(&mut self) -> Result<Option<Item>, ReadError> {
        // Up to here no record starts.
        let mut searched = 0;
        loop {
            let wanted = CHUNK.saturating_sub(self.buffer.len() - searched).max(1);
            let ended = self.fill(wanted)? < wanted;
            if self.buffer.len() > MAX_RECORD && self.first_record_is_oversized(ended) {
                return self.skip_record().map(Some);
            }
            if ended {
                return self.last_chunk();
            }
            if let Some(cut) = self.marker.last(&self.buffer, searched) {
                return Ok(Some(Item::Chunk(self.cut(cut))));
            }
            searched = self.buffer.len().saturating_sub(self.marker.length());
        }
    }

    fn trailing(&self, at: usize) -> ReadError {
        ReadError::Trailing {
            path: self.path.clone(),
            kind: self.kind,
            at: self.offset + at as u64,
            start: first_characters(&self.buffer[at..]),
        }
    }

    /// Takes what stands before `cut` out of the buffer.
    fn cut(&mut self, cut: usize) -> Chunk {
        let mut rest = Vec::with_capacity(self.buffer.len() - cut + CHUNK);
        rest.extend_from_slice(&self.buffer[cut..]);
        let mut bytes = std::mem::replace(&mut self.buffer, rest);
        bytes.truncate(cut);
        let offset = self.offset;
        self.offset += cut as u64;
        Chunk { bytes, offset }
    }

    /// Gives out what is left when the file has been read, less the closing tag.
    fn last_chunk(&mut self) -> Result<Option<Item>, ReadError> {
        if self.rooted {
            match ending::find(&self.buffer, self.kind.name()) {
                Ending::Closed(at) => match ending::early(&self.buffer[..at], self.kind.name()) {
                    Some(behind) => return Err(self.trailing(behind)),
                    None => self.buffer.truncate(at),
                },
                Ending::Unclosed => {
                    return Err(ReadError::Unclosed {
                        path: self.path.clone(),
                        kind: self.kind,
                        at: self.offset + self.buffer.len() as u64,
                    });
                }
                Ending::Trailing(at) => return Err(self.trailing(at)),
            }
            self.rooted = false;
        }
        if self.buffer.trim_ascii().is_empty() {
            self.checksum = self.source.checksum();
            return Ok(None);
        }
        let all = self.buffer.len();
        Ok(Some(Item::Chunk(self.cut(all))))
    }

    fn first_record_is_oversized(&self, ended: bool) -> bool {
        let enough = MAX_RECORD + self.marker.length();
        let within = &self.buffer[..enough.min(self.buffer.len())];
        if let Some(next) = self.marker.first(within, 0) {
            return next > MAX_RECORD;
        }
        if !ended {
            return self.buffer.len() >= enough;
        }
        // It is the last one. Whether the file may end so is not for here to say.
        match ending::find(&self.buffer, self.kind.name()) {
            Ending::Closed(at) => at > MAX_RECORD,
            Ending::Unclosed | Ending::Trailing(_) => !self.rooted,
        }
    }

    /// Reads on to the next record without keeping what it reads.
    fn skip_record(&mut self) -> Result<Item, ReadError> {
        let mut oversized = Oversized {
            kind: self.kind,
            offset: self.offset,
            length: 0,
            newlines: 0,
            head: self.buffer[..HEAD].to_vec(),
        };
        let mut drop = |this: &mut Self, count: usize| {
            oversized.length += count as u64;
            oversized.newlines += newlines(&this.buffer[..count]);
            this.buffer.drain(..count);
            this.offset += count as u64;
        };
        loop {
            if let Some(next) = self.marker.first(&self.buffer, 0) {
                drop(self, next);
                break;
            }
            let useless = self.buffer.len().saturating_sub(TAIL);
            drop(self, useless);
            if self.fill(CHUNK)? < CHUNK && self.marker.first(&self.buffer, 0).is_none() {
                // It is the last record: up to the closing tag, if there is one.
                let end = match ending::find(&self.buffer, self.kind.name()) {
                    Ending::Closed(at) if self.rooted => at,
                    _ => self.buffer.len(),
                };
                drop(self, end);
                break;
            }
        }
        Ok(Item::Oversized(oversized))
    }

    fn fill(&mut self, count: usize) -> Result<usize, ReadError> {
        self.source
            .read_onto(&mut self.buffer, count)
            .map_err(|error| read_error(&self.path, &self.source, &self.progress, error))
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    memchr_iter(b'\n', bytes).count() as u64
}

fn read_error(path: &Path, source: &Source, progress: &Progress, error: io::Error) -> ReadError {
    let (path, at) = (path.to_owned(), progress.read());
    match error.kind() {
        io::ErrorKind::UnexpectedEof if source.is_gzip() => ReadError::Cut { path, at },
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData if source.is_gzip() => {
            ReadError::Damaged { path, at, reason: error.to_string() }
        }
        _ => ReadError::Io { path, at, source: error },
    }
}
