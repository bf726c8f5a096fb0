//! Writing an index file: the sections from what the builder has worked out.

use std::{io, path::Path};

use fst::MapBuilder;

use super::{
    Entry, Meta, PostingsRef, Rank, Totals, Value, ValueField,
    columns::WORK_STRIDE,
    facets::row_order,
    field::{NameField, WordField},
    file::{FileWriter, Section},
    names::crowded_prefixes,
    postings,
    row::Rows,
    varint,
    write_videos::{silent_from, write_videos},
};
use crate::model::VideoId;

/// Entries and works by rank.
#[derive(Debug, Default)]
pub struct EntryColumns {
    /// The entry at each rank.
    pub entries: Vec<Entry>,
    /// Whether it is the last of its work; the last entry always is.
    pub ends_work: Vec<bool>,
    /// What the facets count, values numbered by [`IndexWriter::row_numbers`].
    pub rows: Rows,
    /// The date of the pressing as [`crate::model::Released::as_number`], 0 unknown.
    pub dates: Vec<u32>,
    /// The number of the first artist among the [`NameEntry`]s, `u32::MAX` for none.
    pub lead_artists: Vec<u32>,
}

/// The videos of a generation.
#[derive(Debug, Default)]
pub struct VideoColumns {
    /// Each distinct video once; its place is its number.
    pub ids: Vec<VideoId>,
    /// Seconds, `u32::MAX` unknown.
    pub durations: Vec<u32>,
    /// Where the videos of each entry begin in `entry_videos`, by rank; one more at the end.
    pub entry_starts: Vec<u32>,
    /// The numbers of the videos that the entries name.
    pub entry_videos: Vec<u32>,
    /// Where the videos of each work begin in `work_videos`; one more at the end.
    pub work_starts: Vec<u32>,
    /// The numbers of the videos that the works' masters name.
    pub work_videos: Vec<u32>,
}

/// An artist or a label that some entry credits. Its number is its place in the list, which
/// ascends by id; those without one (id 0) stand at the end.
#[derive(Debug, Default)]
pub struct NameEntry {
    /// The Discogs id, 0 for none.
    pub id: u32,
    /// The name as suggestions show it.
    pub name: String,
    /// The entries that credit it.
    pub ranks: Vec<u32>,
}

/// Writes the index of one generation.
///
/// Postings come first, those of the values side by side at the beginning, the others in any order;
/// then, by [`Self::columns`], what finds them.
pub struct IndexWriter {
    file: FileWriter,
}

impl IndexWriter {
    /// Creates the file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn create(path: &Path) -> io::Result<Self> {
        let mut file = FileWriter::create(path)?;
        file.start(Section::Postings)?;
        Ok(Self { file })
    }

    /// Writes the entries of a term, which ascend by rank.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn postings(&mut self, ranks: &[u32]) -> io::Result<PostingsRef> {
        let mut bytes = Vec::new();
        postings::encode(ranks, &mut bytes);
        let offset = self.file.offset();
        self.file.append(&bytes)?;
        Ok(PostingsRef { offset, length: bytes.len() as u32 })
    }

    /// Writes the entries of a term and what to find them by.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn value(
        &mut self,
        value: String,
        folded: String,
        totals: Totals,
        ranks: &[u32],
    ) -> io::Result<Value> {
        let at = self.postings(ranks)?;
        Ok(Value { value, folded, totals, postings: (at.offset, at.length) })
    }

    /// The number that rows know each value by, in the order of `values`: given each value's
    /// folded form and its number of entries.
    #[must_use]
    pub fn row_numbers(values: &[(&str, u64)]) -> Vec<u16> {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by_key(|&place| row_order(values[place].0, values[place].1));
        let mut numbers = vec![0; values.len()];
        for (number, place) in order.into_iter().enumerate() {
            numbers[place] = u16::try_from(number).unwrap_or(u16::MAX);
        }
        numbers
    }

    /// Writes the words of a field, ascending, each with its entries.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn words(&mut self, words: &[(String, Vec<u32>)]) -> io::Result<Words> {
        let mut map = MapBuilder::memory();
        let mut starts = vec![self.file.offset()];
        for (place, (word, ranks)) in words.iter().enumerate() {
            map.insert(word, place as u64).map_err(io::Error::other)?;
            self.postings(ranks)?;
            starts.push(self.file.offset());
        }
        Ok(Words { map: map.into_inner().map_err(io::Error::other)?, starts })
    }

    /// Writes the entries of artists or labels.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn names(&mut self, names: &[NameEntry]) -> io::Result<Vec<u64>> {
        let mut starts = vec![self.file.offset()];
        for name in names {
            self.postings(&name.ranks)?;
            starts.push(self.file.offset());
        }
        Ok(starts)
    }

    /// Ends the postings; what follows are the sections that find them.
    #[must_use]
    pub fn columns(self) -> ColumnsWriter {
        ColumnsWriter { file: self.file }
    }
}

/// A word list that was written.
pub struct Words {
    map: Vec<u8>,
    starts: Vec<u64>,
}

/// Writes what finds the postings.
pub struct ColumnsWriter {
    file: FileWriter,
}

impl ColumnsWriter {
    /// Writes a word list.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn words(&mut self, field: WordField, words: &Words) -> io::Result<()> {
        let (map, starts) = field.sections();
        self.file.section(map, &words.map)?;
        self.file.section(starts, bytemuck::cast_slice(&words.starts))
    }

    /// Writes the artists or labels.
    ///
    /// `keys` are the folded names, ascending, each with the numbers of those whose own name it is
    /// and of those who have an alias of that name.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn names(
        &mut self,
        field: NameField,
        names: &[NameEntry],
        postings: &[u64],
        keys: &[(String, Vec<u32>, Vec<u32>)],
    ) -> io::Result<()> {
        let sections = field.sections();
        let file = &mut self.file;
        let ids: Vec<u32> = names.iter().map(|name| name.id).collect();
        let releases: Vec<u32> = names.iter().map(|name| name.ranks.len() as u32).collect();
        file.section(sections.ids, bytemuck::cast_slice(&ids))?;
        file.section(sections.releases, bytemuck::cast_slice(&releases))?;
        file.section(sections.postings, bytemuck::cast_slice(postings))?;

        let mut starts = vec![0_u32];
        let mut texts = Vec::new();
        for name in names {
            texts.extend_from_slice(name.name.as_bytes());
            starts.push(u32::try_from(texts.len()).map_err(io::Error::other)?);
        }
        file.section(sections.name_starts, bytemuck::cast_slice(&starts))?;
        file.section(sections.names, &texts)?;

        let mut lists = Vec::new();
        let list = |own: &[u32], aliases: &[u32], lists: &mut Vec<u8>| {
            let at = lists.len() as u64;
            for numbers in [own, aliases] {
                varint::write(numbers.len() as u64, lists);
                numbers.iter().for_each(|&number| varint::write(number.into(), lists));
            }
            at
        };
        let mut map = MapBuilder::memory();
        let mut all = Vec::with_capacity(keys.len());
        for (key, own, aliases) in keys {
            map.insert(key, list(own, aliases, &mut lists)).map_err(io::Error::other)?;
            all.push((key.as_str(), [&own[..], &aliases[..]].concat()));
        }
        file.section(sections.keys, &map.into_inner().map_err(io::Error::other)?)?;
        let all: Vec<(&str, &[u32])> = all.iter().map(|(key, list)| (*key, &list[..])).collect();
        let mut map = MapBuilder::memory();
        for (prefix, top) in crowded_prefixes(&all, |name| releases[name as usize]) {
            map.insert(prefix, list(&top, &[], &mut lists)).map_err(io::Error::other)?;
        }
        file.section(sections.tops, &map.into_inner().map_err(io::Error::other)?)?;
        file.section(sections.lists, &lists)
    }

    /// Writes the columns, the values by [`ValueField::ALL`], and the header; gives the file's
    /// length in bytes.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(
        mut self,
        generation: &str,
        entries: &EntryColumns,
        videos: &VideoColumns,
        mut values: Vec<Vec<Value>>,
    ) -> io::Result<u64> {
        assert_eq!(values.len(), ValueField::ALL.len(), "one list of values a field");
        for values in &mut values {
            values.sort_by(|a, b| a.folded.cmp(&b.folded));
        }
        let file = &mut self.file;
        file.section(Section::Values, &postcard::to_stdvec(&values).map_err(io::Error::other)?)?;

        let keys: Vec<u32> = entries.entries.iter().map(|entry| entry.key()).collect();
        let mut by_entry: Vec<u32> = (0..keys.len() as u32).collect();
        by_entry.sort_unstable_by_key(|&rank| keys[rank as usize]);
        file.section(Section::Entries, bytemuck::cast_slice(&keys))?;
        file.section(Section::ByEntry, bytemuck::cast_slice(&by_entry))?;
        file.section(Section::Dates, bytemuck::cast_slice(&entries.dates))?;
        file.section(Section::LeadArtists, bytemuck::cast_slice(&entries.lead_artists))?;
        let Rows { packed, wide, formats } = &entries.rows;
        file.section(Section::Rows, bytemuck::cast_slice(packed))?;
        file.section(Section::WideRows, &postcard::to_stdvec(wide).map_err(io::Error::other)?)?;
        file.section(Section::FormatSets, bytemuck::cast_slice(&formats.of_entries))?;
        file.section(Section::FormatSetStarts, bytemuck::cast_slice(&formats.starts))?;
        file.section(Section::FormatSetFormats, bytemuck::cast_slice(&formats.formats))?;
        let works = write_works(file, &entries.ends_work)?;
        write_videos(file, &entries.ends_work, videos)?;

        let meta = Meta {
            generation: generation.to_owned(),
            entries: keys.len() as u32,
            works,
            videos: videos.ids.len() as u32,
            silent_from: silent_from(&entries.ends_work, videos),
        };
        file.section(Section::Meta, &serde_json::to_vec(&meta).map_err(io::Error::other)?)?;
        self.file.finish()
    }
}

fn write_works(file: &mut FileWriter, ends_work: &[bool]) -> io::Result<u32> {
    let mut ends = vec![0_u64; ends_work.len().div_ceil(64)];
    let mut counts = Vec::new();
    let mut works = 0;
    for (rank, &ends_here) in ends_work.iter().enumerate() {
        if rank % WORK_STRIDE as usize == 0 {
            counts.push(works);
        }
        ends[rank / 64] |= u64::from(ends_here) << (rank % 64);
        works += u32::from(ends_here);
    }
    file.section(Section::WorkEnds, bytemuck::cast_slice(&ends))?;
    file.section(Section::WorkCounts, bytemuck::cast_slice(&counts))?;
    Ok(works)
}

impl Rank {
    /// The rank at a place of the order that the builder made.
    #[must_use]
    pub const fn at(place: u32) -> Self {
        Self(place)
    }
}
