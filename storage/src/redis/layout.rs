//! The names and forms of what an index is in Redis. `docs/REDIS.md` tells it to strangers.

use std::{fmt, ops::Range};

use serde::{Deserialize, Serialize, de::IgnoredAny};
use xxhash_rust::xxh3::xxh3_64;

use crate::{
    generations::GenerationName,
    index::{CHUNK_BITS, ValueField},
    state::Key,
};

/// The form that this program writes and reads.
pub(super) const FORMAT: u32 = 1;

/// Bytes of a piece of the image: with what the server puts before it, it fills an allocation of
/// 256 KiB; 256 KiB themselves would take one of 320.
pub(super) const PIECE: usize = (256 << 10) - 64;

/// The most that is read of one. It bounds what is kept free for what an index says of itself.
const LARGEST_PIECE: usize = 16 << 20;

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

    /// The key of what is kept for visitors.
    pub(super) fn state(&self, key: &Key) -> String {
        format!("{}:state:{{{key}}}", self.prefix)
    }

    /// The key of a part of a queue. All parts are on one node of a cluster: the hash tag is the
    /// queue's.
    pub(super) fn queue(&self, queue: &Key, part: &str) -> String {
        format!("{}:{{{queue}}}:{part}", self.prefix)
    }

    /// The key of a value of a build, which is at a [`Place`].
    pub(super) fn value(&self, build: &str, place: &Place) -> String {
        format!("{}:v{build}:{place}", self.prefix)
    }
}

/// Where a value is among those of its build: the end of its key.
#[derive(Debug, Clone)]
pub(super) enum Place {
    /// A piece of the image, by its number.
    Piece(usize),
    /// The list of a chunk's terms.
    Terms(usize),
    /// The bitmap of a chunk's term: the chunk, the name of the field, the value.
    Bitmap(usize, String, String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Piece(number) => write!(f, "{{p{number}}}:image"),
            Self::Terms(chunk) => write!(f, "{{c{chunk}}}:terms"),
            Self::Bitmap(chunk, field, value) => write!(f, "{{c{chunk}}}:{field}:{value}"),
        }
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
    /// The build whose keys hold the values. An index that was written before there were builds
    /// does not say: it is the first.
    #[serde(default)]
    pub(crate) build: String,
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
    /// Builds beside this one of which there may be keys: one that is being written, or one that
    /// was replaced.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) others: Vec<Build>,
}

impl About {
    /// Reads it; `None` for what this program did not write.
    pub(super) fn read(json: &[u8]) -> Option<Self> {
        let mut about: Self = serde_json::from_slice(json).ok()?;
        if about.build.is_empty() {
            about.build = first_build(about.generation);
        }
        let fits = about.format == FORMAT
            && about.chunk_bits == CHUNK_BITS
            && (1..=LARGEST_PIECE).contains(&about.piece)
            && about.cut.start <= about.cut.end
            && about.cut.end <= about.length
            && about.pieces.len() == about.image().div_ceil(about.piece);
        fits.then_some(about)
    }

    /// Whether it has the same values, in whatever build.
    pub(super) fn has_values_of(&self, other: &Self) -> bool {
        let values = |about: &Self| (about.digest, about.piece, about.length);
        values(self) == values(other) && self.pieces == other.pieces && self.chunks == other.chunks
    }

    /// What leads to the keys of its build.
    pub(super) fn as_build(&self) -> Build {
        let (chunks, pieces) = (self.chunks.len(), self.pieces.len());
        Build { build: self.build.clone(), chunks, pieces }
    }

    /// The name of a build to be written beside it: one that none of those there had.
    pub(super) fn next_build(&self) -> String {
        let there = self.others.iter().map(|other| &other.build).chain([&self.build]);
        let number = |name: &String| name.split_once('+').map_or(Some(1), |(_, n)| n.parse().ok());
        let last: u64 = there.filter_map(number).max().unwrap_or(1);
        format!("{}+{}", self.generation, last.saturating_add(1))
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

/// The name of a generation's first build: its own.
pub(super) fn first_build(generation: GenerationName) -> String {
    generation.to_string()
}

/// What leads to all keys of a build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Build {
    /// Its name: the generation's, and for those after the first a plus sign and a number.
    pub(crate) build: String,
    /// How many chunks it has.
    pub(crate) chunks: usize,
    /// How many pieces.
    pub(crate) pieces: usize,
}

/// What an [`About`] of any format says of the keys that there are.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Traces {
    build: String,
    chunks: Vec<IgnoredAny>,
    pieces: Vec<IgnoredAny>,
    others: Vec<Build>,
}

impl Traces {
    /// All builds of the generation of which there may be keys.
    pub(super) fn builds(self, generation: GenerationName) -> Vec<Build> {
        let (chunks, pieces) = (self.chunks.len(), self.pieces.len());
        let build = Some(self.build).filter(|name| !name.is_empty());
        let build = build.unwrap_or_else(|| first_build(generation));
        let mut builds = self.others;
        builds.push(Build { build, chunks, pieces });
        builds
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

    /// Where the bitmaps are that a chunk's list of terms names, in whatever format it is: only
    /// field and value are looked at.
    pub(super) fn places(chunk: usize, lines: &[u8]) -> impl Iterator<Item = Place> {
        let read = move |line| {
            let term: Vec<serde_json::Value> = serde_json::from_slice(line).ok()?;
            let [field, value, ..] = &term[..] else { return None };
            Some(Place::Bitmap(chunk, field.as_str()?.to_owned(), value.as_str()?.to_owned()))
        };
        lines.split(|&byte| byte == b'\n').filter_map(read)
    }
}
