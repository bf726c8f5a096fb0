//! An index that is in Redis: fetched as questions need it, or as a whole.
//!
//! Of the file, the postings of the values are kept apart, a bitmap a chunk; all the rest is the
//! *image*, in pieces. See [`crate::redis`].

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    ops::Range,
    sync::{Mutex, OnceLock, PoisonError},
};

use roaring::RoaringBitmap;

use super::{
    CHUNK_BITS, Chunk, Damage, Index, Need, Plan, PostingsRef, Value, ValueField,
    block::{BLOCK, Bits},
    file::{IndexFile, Section, Words},
    pieces::{copy_overlap, load_sections, pieces, read},
    postings::{self, Postings},
};
use crate::redis::{Digest, Error, Remote, Wanted};

/// Entries up to which the bitmaps of a value are looked into before they are put together. Larger
/// sets are put together without that.
const LOOKED_INTO: usize = 1 << 16;

pub(super) const UNREADABLE: Damage = Damage::Inconsistent("the postings of a term cannot be read");

/// The postings of an index whose file is not here.
pub(crate) struct RemotePostings {
    remote: Remote,
    /// Ranks are below it.
    entries: u32,
    /// The needs whose sections are here and were found to fit each other.
    checked: Mutex<Vec<Need>>,
    /// Where the section of the postings begins in the file.
    start: usize,
    /// The values, as their postings lie: side by side from the section's beginning on.
    values: Vec<RemoteValue>,
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

struct RemoteValue {
    field: ValueField,
    value: String,
    at: PostingsRef,
    bytes: OnceLock<Vec<u8>>,
}

/// A value, by its field and its text, and the bitmaps of its entries.
pub(crate) type ValueBitmaps<'a> = (ValueField, &'a str, Vec<Chunk<'a>>);

/// A bitmap that can be fetched: its chunk and how many entries are in it.
struct Bitmap {
    chunk: usize,
    count: u32,
    wanted: Wanted,
}

impl Index {
    /// The whole file, and which of its bytes are the postings of the values.
    pub(crate) fn image(&self) -> Result<(&[u8], Range<usize>), Damage> {
        let file = self.file.whole().ok_or(Damage::Inconsistent("it is not here as a whole"))?;
        let start = self.file.range(Section::Postings).start;
        Ok((file, start..start + end_of(&side_by_side(&self.values)?)))
    }

    /// The beginning of a file, which has the digests of its sections.
    pub(crate) fn head(file: &[u8]) -> &[u8] {
        &file[..IndexFile::HEAD]
    }

    /// The postings of all values, as bitmaps by chunk.
    pub(crate) fn bitmaps(&self) -> Result<Vec<ValueBitmaps<'_>>, Damage> {
        let fields = ValueField::ALL.into_iter().zip(&self.values);
        let values =
            fields.flat_map(|(field, values)| values.iter().map(move |value| (field, value)));
        let split = values.map(|(field, value)| {
            let bytes = self.postings_bytes(value.at());
            let chunks = bytes.and_then(|bytes| postings::split(bytes, self.meta.entries));
            Some((field, value.value.as_str(), chunks?))
        });
        split.collect::<Option<_>>().ok_or(UNREADABLE)
    }

    /// Opens an index in Redis, with as little as possible.
    pub(crate) fn open_remote(remote: Remote) -> Result<Self, Error> {
        let damaged = |damage: Damage| remote.damaged(&damage);
        let about = remote.about();
        let head = read(&remote, std::slice::from_ref(&(0..IndexFile::HEAD.min(about.length))))?;
        let head = head.first().map_or(&[][..], Words::bytes);
        if Digest::of(head) != about.digest {
            return Err(damaged(Damage::Digest("the table of sections")));
        }
        let file = IndexFile::partial(head, about.length).map_err(damaged)?;
        let small = [Section::Meta, Section::Values, Section::OddVideoIds, Section::WideRows];
        load_sections(&remote, &file, &small)?;
        let mut index = Self::read_small(file).map_err(damaged)?;
        let values = side_by_side(&index.values).map_err(damaged)?;
        let start = index.file.range(Section::Postings).start;
        if index.generation() != about.generation.to_string() {
            return Err(damaged(Damage::Inconsistent("it belongs to another generation")));
        }
        if about.cut != (start..start + end_of(&values)) {
            return Err(damaged(Damage::Inconsistent("its postings are cut out wrongly")));
        }
        let totals = index.totals();
        if (about.entries, about.works, about.videos)
            != (totals.releases, totals.works, totals.videos)
        {
            return Err(damaged(Damage::Inconsistent("its description counts otherwise")));
        }
        let pieces = about.pieces.len();
        index.remote = Some(RemotePostings {
            entries: index.meta.entries,
            checked: Mutex::default(),
            start,
            values,
            bitmaps: OnceLock::new(),
            pieces: (0..pieces).map(|_| OnceLock::new()).collect(),
            spanning: (0..pieces).map(|_| OnceLock::new()).collect(),
            loading: Mutex::default(),
            remote,
        });
        Ok(index)
    }

    /// Fetches what questions need, if it is not here. To be called before they are asked: a
    /// question whose needs were not loaded panics. With an index that is here as a whole, mapped
    /// or [warm](Self::warm), it does nothing.
    ///
    /// # Errors
    /// When the server does not answer, and when the index is damaged, gone, or was replaced.
    pub fn load(&self, needs: &[Need]) -> Result<(), Error> {
        let Some(remote) = &self.remote else { return Ok(()) };
        // That sections are here does not mean that they fit each other.
        if needs.iter().any(|need| !remote.is_checked(*need)) {
            let _guard = remote.lock();
            let missing: Vec<Need> =
                needs.iter().copied().filter(|need| !remote.is_checked(*need)).collect();
            let sections: Vec<Section> = missing.iter().flat_map(|need| need.sections()).collect();
            load_sections(&remote.remote, &self.file, &sections)?;
            missing
                .iter()
                .try_for_each(|need| need.check(&self.file, &self.meta))
                .map_err(|damage| remote.remote.damaged(&damage))?;
            remote.checked().extend(missing);
        }
        for field in needs.iter().filter_map(|need| need.values()) {
            let postings: Vec<PostingsRef> = self.values(field).iter().map(Value::at).collect();
            remote.load(&postings)?;
        }
        Ok(())
    }

    /// Fetches the postings of a plan, as [`Self::load`] does.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn load_plan(&self, plan: &Plan) -> Result<(), Error> {
        let Some(remote) = &self.remote else { return Ok(()) };
        let mut postings = Vec::new();
        plan.terms(&mut postings);
        remote.load(&postings)
    }

    /// Fetches what [`Self::count`] looks at with a plan, as [`Self::load`] does.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn load_count(&self, plan: &Plan) -> Result<(), Error> {
        if self.remote.is_none() || self.known_count(plan).is_some() {
            return Ok(());
        }
        self.load(&[Need::Counts])?;
        self.load_plan(plan)
    }

    /// Whether all of it is here, mapped or in memory.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.remote.is_none()
    }

    /// The same index with all of it in memory; `None` when this one is here as a whole already.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn warm(&self) -> Result<Option<Self>, Error> {
        let Some(RemotePostings { remote, start, values, .. }) = &self.remote else {
            return Ok(None);
        };
        let about = remote.about();
        let mut file = Words::zeroed(about.length);
        let pieces: Vec<Wanted> = (0..about.pieces.len()).map(|n| remote.piece(n)).collect();
        remote.fetch(&pieces, |number, bytes| {
            let at = number * about.piece;
            let cut = about.cut.start;
            copy_overlap(&bytes, at, &mut file.bytes_mut()[..cut], 0);
            copy_overlap(&bytes, at, &mut file.bytes_mut()[about.cut.end..], cut);
            Ok(())
        })?;
        let all: Vec<usize> = (0..values.len()).collect();
        self.remote.as_ref().map_or(Ok(()), |postings| {
            postings.fetch_values(&all, |value, bytes| {
                let at = start + values[value].at.offset as usize;
                file.bytes_mut()[at..at + bytes.len()].copy_from_slice(&bytes);
            })
        })?;
        let index = IndexFile::from_words(file).and_then(Self::read);
        index.map(Some).map_err(|damage| remote.damaged(&damage))
    }
}

impl Plan {
    fn terms(&self, into: &mut Vec<PostingsRef>) {
        match self {
            Self::All | Self::Nothing => {}
            Self::Term(term) => into.push(*term),
            Self::Not(inner) => inner.terms(into),
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.terms(into)),
        }
    }
}

/// Where a term's postings are to be had.
enum Place {
    /// By the number of its value.
    Value(usize),
    /// In the image.
    Image(Range<usize>),
}

impl RemotePostings {
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

    fn lock(&self) -> std::sync::MutexGuard<'_, ()> {
        self.loading.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn checked(&self) -> std::sync::MutexGuard<'_, Vec<Need>> {
        self.checked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_checked(&self, need: Need) -> bool {
        self.checked().contains(&need)
    }

    fn load(&self, postings: &[PostingsRef]) -> Result<(), Error> {
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
    fn fetch_values(
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
fn side_by_side(values: &[Vec<Value>]) -> Result<Vec<RemoteValue>, Damage> {
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

fn end_of(values: &[RemoteValue]) -> usize {
    values.last().map_or(0, |last| last.at.offset as usize + last.at.length as usize)
}
