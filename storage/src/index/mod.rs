//! The index of a generation: which entries have a term, which of them are one work, and which
//! videos they bring.
//!
//! An *entry* is a release, or a master of which no release is in the generation. Entries are
//! numbered in *rank order*, best first, with the entries of a work side by side; the order of an
//! answer is that of the ranks, and its first page costs no sorting. Ranks stay within the
//! process: what is public speaks of Discogs ids.
//!
//! The bytes are checked whole before they are trusted ([`Index::open`]). They are written by
//! [`IndexWriter`], which the `etl` crate drives.
//!
//! An index in Redis is asked like any other once all of it was fetched ([`Index::warm`]). Before,
//! it fetches what a question needs: who asks says so first ([`Index::load`]).

mod block;
mod columns;
mod container;
mod count;
mod eval;
mod facets;
mod field;
mod file;
mod format_sets;
mod listing;
mod names;
mod need;
mod news;
mod pieces;
mod plan;
mod postings;
mod remote;
mod remote_postings;
mod row;
mod tally;
mod typo;
mod varint;
mod works;
mod write;
mod write_videos;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use block::BLOCK;
pub use columns::Candidate;
pub use count::Totals;
pub use facets::{FacetCounts, ValueCount};
pub use field::{NameField, ValueField, WordField};
pub use file::Damage;
pub use names::{Names, Suggestion};
pub use need::Need;
pub use plan::{Plan, PostingsRef};
pub use row::{Row, Rows};
pub use write::{ColumnsWriter, EntryColumns, IndexWriter, NameEntry, VideoColumns};

use crate::model::{Id, Kind};
use file::{IndexFile, Section};
use postings::Postings;
pub(crate) use postings::{CHUNK_BITS, Chunk};
use remote_postings::RemotePostings;
use row::WideRow;

/// The name of the index file in a generation's folder.
pub const FILE_NAME: &str = "index.dgi";

/// The place of an entry in the rank order of its generation, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank(pub(crate) u32);

/// What an answer counts and lists: a release, or a master without releases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entry {
    /// A release, by its Discogs id.
    Release(Id),
    /// A master of which no release is in the generation, by its Discogs id.
    Master(Id),
}

impl Entry {
    /// The Discogs id, among those of [`Self::kind`].
    #[must_use]
    pub const fn id(self) -> Id {
        match self {
            Self::Release(id) | Self::Master(id) => id,
        }
    }

    /// The kind of record that the entry is.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::Release(_) => Kind::Releases,
            Self::Master(_) => Kind::Masters,
        }
    }

    /// As the index keeps it: releases by id, then masters by id. See [`crate::model::MAX_ID`].
    pub(crate) const fn key(self) -> u32 {
        match self {
            Self::Release(id) => id,
            Self::Master(id) => id | MASTER,
        }
    }

    pub(crate) const fn from_key(key: u32) -> Self {
        if key & MASTER == 0 { Self::Release(key) } else { Self::Master(key & !MASTER) }
    }
}

const MASTER: u32 = crate::model::MAX_ID + 1;

/// A value of a [`ValueField`] with its counts over the whole generation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// As most entries write it.
    pub value: String,
    /// As [`crate::text::fold`] gives it.
    pub folded: String,
    /// Entries, distinct works and distinct videos that have it.
    pub totals: Totals,
    /// Where its postings lie: offset and length.
    postings: (u64, u32),
}

impl Value {
    /// The entries that have the value.
    #[must_use]
    pub const fn plan(&self) -> Plan {
        Plan::Term(self.at())
    }

    const fn at(&self) -> PostingsRef {
        PostingsRef { offset: self.postings.0, length: self.postings.1 }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Meta {
    generation: String,
    entries: u32,
    works: u32,
    videos: u32,
    /// From this rank on no entry and no work has a video.
    silent_from: u32,
}

/// An index whose bytes were checked, ready to be asked.
pub struct Index {
    file: IndexFile,
    meta: Meta,
    /// By [`ValueField::ALL`], each ascending by its folded value.
    values: Vec<Vec<Value>>,
    odd_video_ids: Vec<(u32, [u8; 11])>,
    wide_rows: Vec<WideRow>,
    /// By [`ValueField::ALL`], the places of the values by the numbers that rows have for them.
    row_places: Vec<Vec<u32>>,
    /// Where the postings are fetched from, when the file is not here.
    remote: Option<RemotePostings>,
}

/// An index file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error(
    "the index {} is {}. Run `dataget index` to build it again from the stored documents",
    path.display(),
    damage.state(),
)]
pub struct DamagedIndex {
    /// The index file.
    pub path: PathBuf,
    /// What is wrong with it; the message has it already.
    pub damage: Damage,
}

impl Index {
    /// Maps an index file and checks its header, lengths and digests.
    ///
    /// # Errors
    /// When the file cannot be read or when anything of it does not fit.
    pub fn open(path: &Path) -> Result<Self, DamagedIndex> {
        IndexFile::map(path)
            .and_then(Self::read)
            .map_err(|damage| DamagedIndex { path: path.to_owned(), damage })
    }

    /// As [`Self::open`], of the generation with this name.
    ///
    /// # Errors
    /// Also when the file is the index of another generation.
    pub fn open_of(path: &Path, generation: &str) -> Result<Self, DamagedIndex> {
        let index = Self::open(path)?;
        if index.generation() == generation {
            return Ok(index);
        }
        let damage = Damage::Inconsistent("it belongs to another generation");
        Err(DamagedIndex { path: path.to_owned(), damage })
    }

    /// Checks and copies the bytes of an index file.
    ///
    /// # Errors
    /// When anything of them does not fit.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Damage> {
        IndexFile::from_bytes(bytes).and_then(Self::read)
    }

    fn read(file: IndexFile) -> Result<Self, Damage> {
        let index = Self::read_small(file)?;
        Need::all().try_for_each(|need| need.check(&index.file, &index.meta))?;
        Ok(index)
    }

    /// Reads what is kept unpacked: [`Section::Meta`], [`Section::Values`],
    /// [`Section::OddVideoIds`] and [`Section::WideRows`].
    fn read_small(file: IndexFile) -> Result<Self, Damage> {
        let meta: Meta = serde_json::from_slice(file.bytes(Section::Meta))
            .map_err(|_| Damage::Inconsistent("its description cannot be read"))?;
        let unpack = |what| move |_| Damage::Inconsistent(what);
        let values: Vec<Vec<Value>> = postcard::from_bytes(file.bytes(Section::Values))
            .map_err(unpack("its values cannot be read"))?;
        if values.len() != ValueField::ALL.len() {
            return Err(Damage::Inconsistent("it lacks fields"));
        }
        let odd_video_ids = postcard::from_bytes(file.bytes(Section::OddVideoIds))
            .map_err(unpack("its video ids cannot be read"))?;
        let wide_rows = postcard::from_bytes(file.bytes(Section::WideRows))
            .map_err(unpack("its facets cannot be read"))?;
        let row_places = values.iter().map(|values| facets::row_places(values)).collect();
        Ok(Self { file, meta, values, odd_video_ids, wide_rows, row_places, remote: None })
    }

    /// The name of the generation that the index belongs to.
    #[must_use]
    pub fn generation(&self) -> &str {
        &self.meta.generation
    }

    /// Entries, works and videos of the whole generation.
    #[must_use]
    pub fn totals(&self) -> Totals {
        Totals {
            releases: self.meta.entries.into(),
            works: self.meta.works.into(),
            videos: self.meta.videos.into(),
        }
    }

    /// The values of a field, ascending by their folded form.
    #[must_use]
    pub fn values(&self, field: ValueField) -> &[Value] {
        &self.values[field.place()]
    }

    /// The value of a field that is written `folded` when [`crate::text::fold`]ed.
    #[must_use]
    pub fn value(&self, field: ValueField, folded: &str) -> Option<&Value> {
        let values = self.values(field);
        let place = values.binary_search_by(|value| value.folded.as_str().cmp(folded)).ok()?;
        Some(&values[place])
    }

    /// The artists or the labels.
    #[must_use]
    pub fn names(&self, field: NameField) -> Names<'_> {
        Names::new(&self.file, field)
    }

    /// The entries that have a word, given as [`crate::text::words`] gives it.
    #[must_use]
    pub fn word(&self, field: WordField, word: &str) -> Plan {
        let (words, starts) = field.sections();
        names::word(&self.file, words, starts, word).map_or(Plan::Nothing, Plan::Term)
    }

    fn postings(&self, at: PostingsRef) -> Option<Postings<'_>> {
        let bytes = match &self.remote {
            Some(remote) => remote.bytes(at),
            None => self.postings_bytes(at)?,
        };
        Postings::decode(bytes, self.meta.entries)
    }

    fn postings_bytes(&self, at: PostingsRef) -> Option<&[u8]> {
        let start = usize::try_from(at.offset).ok()?;
        self.file.bytes(Section::Postings).get(start..start.checked_add(at.length as usize)?)
    }
}
