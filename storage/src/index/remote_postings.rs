//! The postings of an index that is in Redis: which of them are here, and fetching the others.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::Range,
    sync::{Mutex, MutexGuard, OnceLock, PoisonError},
};

use roaring::RoaringBitmap;

use super::{
    CHUNK_BITS, Chunk, Damage, Need, PostingsRef, Value, ValueField,
    block::{BLOCK, Bits},
    pieces::{copy_overlap, pieces},
    postings::{self, Postings},
};
use crate::redis::{Error, Remote, Wanted};

/// Entries up to which the bitmaps of a value are looked into before they are put together. Larger
/// sets are put together without that.
const LOOKED_INTO: usize = 1 << 16;

pub(super) const UNREADABLE: Damage = Damage::Inconsistent("the postings of a term cannot be read");

/// The postings of an index whose file is not here.
pub(crate) struct RemotePostings {
    pub(super) remote: Remote,
    /// Ranks are below it.
    entries: u32,
    /// The needs whose sections are here and were found to fit each other.
    checked: Mutex<Vec<Need>>,
    /// Where the section of the postings begins in the file.
    pub(super) start: usize,
    /// The values, as their postings lie: side by side from the section's beginning on.
    pub(super) values: Vec<RemoteValue>,
    /// Of each of the values; see [`Self::bitmaps`].
    bitmaps: OnceLock<Vec<Vec<Bitmap>>>,
    /// The pieces of the image that were fetched for their postings.
    pieces: Vec<OnceLock<Vec<u8>>>,
    /// The postings that begin in a piece and end in another one: of each piece there is one at
    /// the most.
    spanning: Vec<OnceLock<(Range<usize>, Vec<u8>)>>,
    /// Held while something is fetched, so that nobody fetches it a second time.
    loading: Mutex<()>,
}

/// The postings of a value.
pub(super) struct RemoteValue {
    field: ValueField,
    value: String,
    pub(super) at: PostingsRef,
    bytes: OnceLock<Vec<u8>>,
}

/// A bitmap that can be fetched: its chunk and how many entries are in it.
struct Bitmap {
    chunk: usize,
    count: u32,
    wanted: Wanted,
}

/// Where a term's postings are to be had.
enum Place {
    /// By the number of its value.
    Value(usize),
    /// In the image.
    Image(Range<usize>),
}

impl RemotePostings {
    /// Those of an index with so many entries, of which nothing was fetched yet. `start` is where
    /// the section of the postings begins in the file.
    pub(super) fn new(
        remote: Remote,
        entries: u32,
        start: usize,
        values: Vec<RemoteValue>,
    ) -> Self {
        let pieces = remote.about().pieces.len();
        Self {
            remote,
            entries,
            checked: Mutex::default(),
            start,
            values,
            bitmaps: OnceLock::new(),
            pieces: (0..pieces).map(|_| OnceLock::new()).collect(),
            spanning: (0..pieces).map(|_| OnceLock::new()).collect(),
            loading: Mutex::default(),
        }
    }

    /// The bytes of a term's postings.
    ///
    /// # Panics
    /// When they were not loaded.
    pub(super) fn bytes(&self, at: PostingsRef) -> &[u8] {
        let bytes = match self.place(at) {
            Some(Place::Value(value)) => self.values[value].bytes.get().map(Vec::as_slice),
            Some(Place::Image(range)) => {
                let size = self.remote.about().piece;
                let (first, start) = (range.start / size, range.start % size);
                if start + range.len() <= size {
                    self.pieces[first].get().and_then(|piece| piece.get(start..start + range.len()))
                } else {
                    self.spanning[first].get().map(|(_, bytes)| bytes.as_slice())
                }
            }
            None => None,
        };
        bytes.unwrap_or_else(|| panic!("{at:?} was not loaded before it was asked for"))
    }

    fn place(&self, at: PostingsRef) -> Option<Place> {
        let value = self.values.partition_point(|value| value.at.offset < at.offset);
        if self.values.get(value).is_some_and(|value| value.at == at) {
            return Some(Place::Value(value));
        }
        let start = self.start.checked_add(usize::try_from(at.offset).ok()?)?;
        let end = start.checked_add(at.length as usize)?;
        let about = self.remote.about();
        let inside = start < end && start >= about.cut.end && end <= about.length;
        about.in_image(start..end).filter(|_| inside).map(Place::Image)
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, ()> {
        self.loading.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn checked(&self) -> MutexGuard<'_, Vec<Need>> {
        self.checked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn is_checked(&self, need: Need) -> bool {
        self.checked().contains(&need)
    }

    pub(super) fn load(&self, postings: &[PostingsRef]) -> Result<(), Error> {
        let (mut values, mut ranges) = (BTreeSet::new(), Vec::new());
        for &at in postings {
            match self.place(at) {
                Some(Place::Value(value)) => {
                    values.insert(value);
                }
                Some(Place::Image(range)) => ranges.push(range),
                None => return Err(self.remote.damaged(&UNREADABLE)),
            }
        }
        let is_missing = |&value: &usize| self.values[value].bytes.get().is_none();
        if values.iter().any(is_missing) {
            let _guard = self.lock();
            let missing: Vec<usize> = values.into_iter().filter(is_missing).collect();
            let mut damaged = false;
            self.fetch_values(&missing, |value, bytes| {
                if is_within(&bytes, self.entries) {
                    let _ = self.values[value].bytes.set(bytes);
                } else {
                    damaged = true;
                }
            })?;
            if damaged {
                return Err(self.remote.damaged(&UNREADABLE));
            }
        }
        self.load_ranges(&ranges)?;
        // Those of values were looked at when they came.
        let mut others =
            postings.iter().filter(|&&at| matches!(self.place(at), Some(Place::Image(_))));
        match others.all(|&at| is_within(self.bytes(at), self.entries)) {
            true => Ok(()),
            false => Err(self.remote.damaged(&UNREADABLE)),
        }
    }

    fn load_ranges(&self, ranges: &[Range<usize>]) -> Result<(), Error> {
        let size = self.remote.about().piece;
        let numbers: BTreeSet<usize> =
            ranges.iter().flat_map(|range| pieces(range, size)).collect();
        let is_missing = |&number: &usize| self.pieces[number].get().is_none();
        if numbers.iter().any(is_missing) {
            let _guard = self.lock();
            let missing: Vec<usize> = numbers.into_iter().filter(is_missing).collect();
            let wanted: Vec<Wanted> = missing.iter().map(|&n| self.remote.piece(n)).collect();
            self.remote.fetch(&wanted, |place, bytes| {
                let _ = self.pieces[missing[place]].set(bytes);
                Ok(())
            })?;
        }
        for range in ranges.iter().filter(|range| pieces(range, size).len() > 1) {
            let (kept, _) = self.spanning[range.start / size].get_or_init(|| {
                let mut bytes = vec![0; range.len()];
                for number in pieces(range, size) {
                    let piece = self.pieces[number].get().map_or(&[][..], Vec::as_slice);
                    copy_overlap(piece, number * size, &mut bytes, range.start);
                }
                (range.clone(), bytes)
            });
            if kept != range {
                return Err(self.remote.damaged(&UNREADABLE));
            }
        }
        Ok(())
    }

    /// Fetches the postings of values and gives them as they are in the file, in any order.
    pub(super) fn fetch_values(
        &self,
        values: &[usize],
        mut take: impl FnMut(usize, Vec<u8>),
    ) -> Result<(), Error> {
        let bitmaps = self.bitmaps()?;
        let wanted: Vec<(usize, &Bitmap)> =
            values.iter().flat_map(|&v| bitmaps[v].iter().map(move |bitmap| (v, bitmap))).collect();
        let list: Vec<Wanted> = wanted.iter().map(|(_, bitmap)| bitmap.wanted.clone()).collect();
        let mut fetched: BTreeMap<usize, Vec<Chunk<'_>>> =
            values.iter().map(|&value| (value, Vec::new())).collect();
        self.remote.fetch(&list, |place, bytes| {
            let (value, &Bitmap { chunk, count, .. }) = wanted[place];
            let chunk = Chunk { number: chunk, count, bitmap: bytes.into() };
            fetched.entry(value).or_default().push(chunk);
            Ok(())
        })?;
        for (value, mut chunks) in fetched {
            chunks.sort_unstable_by_key(|chunk| chunk.number);
            let bytes = can_be_joined(&chunks).then(|| postings::join(&chunks).ok()).flatten();
            let bytes = bytes.filter(|bytes| bytes.len() == self.values[value].at.length as usize);
            take(value, bytes.ok_or_else(|| self.remote.damaged(&UNREADABLE))?);
        }
        Ok(())
    }

    /// The bitmaps of each of the values.
    fn bitmaps(&self) -> Result<&[Vec<Bitmap>], Error> {
        if let Some(bitmaps) = self.bitmaps.get() {
            return Ok(bitmaps);
        }
        let numbers: HashMap<(ValueField, &str), usize> = self
            .values
            .iter()
            .enumerate()
            .map(|(number, value)| ((value.field, value.value.as_str()), number))
            .collect();
        let mut bitmaps: Vec<Vec<Bitmap>> = self.values.iter().map(|_| Vec::new()).collect();
        for (chunk, terms) in self.remote.terms()?.into_iter().enumerate() {
            for term in terms {
                if let Some(&number) = numbers.get(&(term.0, term.1.as_str())) {
                    let wanted = self.remote.bitmap(chunk, &term);
                    bitmaps[number].push(Bitmap { chunk, count: term.2, wanted });
                }
            }
        }
        Ok(self.bitmaps.get_or_init(|| bitmaps))
    }
}

/// Whether postings can be read and have no rank from `end` on.
fn is_within(bytes: &[u8], end: u32) -> bool {
    match Postings::decode(bytes, end) {
        None => false,
        Some(Postings::List(_)) => true,
        Some(Postings::Chunked { blocks, .. }) => {
            // Blocks beyond the last one were refused.
            let Some(container) = blocks.last().copied().flatten() else { return true };
            let mut bits = Bits::empty();
            container.or_into(&mut bits);
            let count = bits.count();
            bits.truncate(end - (blocks.len() as u32 - 1) * BLOCK);
            bits.count() == count
        }
    }
}

/// Whether each bitmap has as many ranks of its own chunk as is said, and no chunk comes twice.
fn can_be_joined(chunks: &[Chunk<'_>]) -> bool {
    let ascend = chunks.is_sorted_by(|a, b| a.number < b.number);
    let count: usize = chunks.iter().map(|chunk| chunk.count as usize).sum();
    let is_as_said = |chunk: &Chunk<'_>| {
        RoaringBitmap::deserialize_from(&*chunk.bitmap).is_ok_and(|bitmap| {
            bitmap.len() == u64::from(chunk.count)
                && bitmap.max().is_none_or(|last| last >> CHUNK_BITS == 0)
        })
    };
    let are_small = chunks.iter().all(|chunk| chunk.number < 1 << (u32::BITS - CHUNK_BITS));
    ascend && are_small && (count > LOOKED_INTO || chunks.iter().all(is_as_said))
}

/// The values as their postings lie; refused where something stands between them.
pub(super) fn side_by_side(values: &[Vec<Value>]) -> Result<Vec<RemoteValue>, Damage> {
    let fields = ValueField::ALL.into_iter().zip(values);
    let mut all: Vec<RemoteValue> = fields
        .flat_map(|(field, values)| values.iter().map(move |value| (field, value)))
        .map(|(field, value)| RemoteValue {
            field,
            value: value.value.clone(),
            at: value.at(),
            bytes: OnceLock::new(),
        })
        .collect();
    all.sort_by_key(|value| value.at.offset);
    let mut end = 0;
    for RemoteValue { at, .. } in &all {
        if at.offset != end {
            return Err(Damage::Inconsistent("the postings of its values are not side by side"));
        }
        end += u64::from(at.length);
    }
    Ok(all)
}

pub(super) fn end_of(values: &[RemoteValue]) -> usize {
    values.last().map_or(0, |last| last.at.offset as usize + last.at.length as usize)
}
