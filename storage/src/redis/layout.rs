//! The names and forms of what an index is in Redis. `docs/REDIS.md` tells it to strangers.

use std::{fmt, ops::Range};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::{
    generations::GenerationName,
    index::{CHUNK_BITS, ValueField},
};

/// The form that this program writes and reads.
pub(super) const FORMAT: u32 = 1;

/// Bytes of a piece of the image: with what the server puts before it, it fills an allocation of
/// 256 KiB; 256 KiB themselves would take one of 320.
pub(super) const PIECE: usize = (256 << 10) - 64;

/// The names of the keys.
#[derive(Debug, Clone)]
pub(super) struct Keys {
    prefix: String,
}

impl Keys {
    pub(super) fn new(prefix: &str) -> Self {
        Self { prefix: prefix.to_owned() }
    }

    pub(super) fn current(&self) -> String {
        format!("{}:{{current}}", self.prefix)
    }

    pub(super) fn home(&self) -> String {
        format!("{}:{{home}}", self.prefix)
    }

    pub(super) fn generations(&self) -> String {
        format!("{}:{{generations}}", self.prefix)
    }

    pub(super) fn about(&self, generation: GenerationName) -> String {
        format!("{}:v{generation}:{{about}}", self.prefix)
    }

    pub(super) fn piece(&self, generation: GenerationName, number: usize) -> String {
        format!("{}:v{generation}:{{p{number}}}:image", self.prefix)
    }

    pub(super) fn terms(&self, generation: GenerationName, chunk: usize) -> String {
        format!("{}:v{generation}:{{c{chunk}}}:terms", self.prefix)
    }

    pub(super) fn value(
        &self,
        generation: GenerationName,
        chunk: usize,
        field: ValueField,
        value: &str,
    ) -> String {
        format!("{}:v{generation}:{{c{chunk}}}:{}:{value}", self.prefix, field.name())
    }
}

/// An XXH3 digest of 64 bits, written as 16 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Digest(pub(crate) u64);

impl Digest {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self(xxh3_64(bytes))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

impl TryFrom<String> for Digest {
    type Error = std::num::ParseIntError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        u64::from_str_radix(&text, 16).map(Self)
    }
}

/// What is known of an index before any of it is fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct About {
    /// See [`FORMAT`].
    pub(crate) format: u32,
    /// Whether it was written to the end; what is not is no index.
    pub(crate) complete: bool,
    pub(crate) generation: GenerationName,
    pub(crate) entries: u64,
    pub(crate) works: u64,
    pub(crate) videos: u64,
    /// Bytes of the index file.
    pub(crate) length: usize,
    /// The digest of its header and table of sections, which has the digests of all sections.
    pub(crate) digest: Digest,
    /// Which bytes of the file are not in the image: the postings of the values.
    pub(crate) cut: Range<usize>,
    /// Bytes of a piece of the image; the last one has fewer.
    pub(crate) piece: usize,
    /// The digests of the pieces.
    pub(crate) pieces: Vec<Digest>,
    /// Ranks in a chunk, as a power of two.
    pub(crate) chunk_bits: u32,
    /// The digest of each chunk's list of terms.
    pub(crate) chunks: Vec<Digest>,
}

impl About {
    /// Reads it; `None` for what this program did not write.
    pub(super) fn read(json: &[u8]) -> Option<Self> {
        let about: Self = serde_json::from_slice(json).ok()?;
        let fits = about.format == FORMAT
            && about.chunk_bits == CHUNK_BITS
            && about.piece > 0
            && about.cut.start <= about.cut.end
            && about.cut.end <= about.length
            && about.pieces.len() == about.image().div_ceil(about.piece);
        fits.then_some(about)
    }

    /// Bytes of the image.
    pub(crate) fn image(&self) -> usize {
        self.length - self.cut.len()
    }

    /// Where bytes of the file lie in the image; `None` when they are cut out of it.
    pub(crate) fn in_image(&self, range: Range<usize>) -> Option<Range<usize>> {
        if range.end <= self.cut.start {
            return Some(range);
        }
        let cut = self.cut.len();
        (range.start >= self.cut.end).then(|| range.start - cut..range.end - cut)
    }
}

/// A line of a chunk's list of terms, a JSON array: field, value, how many entries of the chunk
/// have it, bytes of the bitmap, digest of the bitmap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Term(
    pub(crate) ValueField,
    pub(crate) String,
    pub(crate) u32,
    pub(crate) usize,
    pub(crate) Digest,
);

impl Term {
    /// Reads a list of terms, leaving out lines that are none.
    pub(super) fn read(lines: &[u8]) -> impl Iterator<Item = Self> {
        lines.split(|&byte| byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok())
    }
}
