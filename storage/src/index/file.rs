//! The index file: sections behind a checked header.
//!
//! ```text
//! 0   8  magic "DATAGETI"
//! 8   4  version of the layout
//! 12  4  number of sections
//! 16  8  length of the file in bytes
//! 24  8  XXH3 of the table of sections
//! 32  …  table: for each section its number (4), 4 bytes of zero, offset (8), length (8), XXH3 (8)
//! …   …  the sections, each at a multiple of 64
//! ```
//!
//! Numbers are little-endian. A file is trusted only when all lengths and digests fit.

use std::{
    fs::File,
    io::{self, BufWriter, Seek, SeekFrom, Write},
    ops::Range,
    path::Path,
    sync::OnceLock,
};

use memmap2::Mmap;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

#[cfg(target_endian = "big")]
compile_error!("the index file is mapped as it is and is little-endian");

const MAGIC: &[u8; 8] = b"DATAGETI";
const VERSION: u32 = 2;
const HEADER: usize = 32;
const ENTRY: usize = 32;
const ALIGNMENT: u64 = 64;

/// The sections of an index file. The number of each is part of the layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Section {
    Meta,
    Postings,
    Entries,
    ByEntry,
    WorkEnds,
    WorkCounts,
    Rows,
    WideRows,
    Dates,
    LeadArtists,
    VideoIds,
    OddVideoIds,
    VideoDurations,
    EntryVideoStarts,
    EntryVideos,
    WorkVideoStarts,
    WorkVideos,
    Values,
    ArtistIds,
    ArtistReleases,
    ArtistPostings,
    ArtistNameStarts,
    ArtistNames,
    ArtistKeys,
    ArtistLists,
    ArtistTops,
    LabelIds,
    LabelReleases,
    LabelPostings,
    LabelNameStarts,
    LabelNames,
    LabelKeys,
    LabelLists,
    LabelTops,
    TitleWords,
    TitleWordPostings,
    NameWords,
    NameWordPostings,
    VideoListings,
    VideoOwners,
    VideosById,
    FormatSets,
    FormatSetStarts,
    FormatSetFormats,
}

const SECTIONS: usize = Section::FormatSetFormats as usize + 1;

/// Why an index file is not to be trusted.
#[derive(Debug, thiserror::Error)]
pub enum Damage {
    /// The file could not be opened or mapped.
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
    /// The first bytes are not an index file's.
    #[error("it is no index file")]
    NotAnIndex,
    /// The file is of another version of the layout.
    #[error("its layout has version {0}, this program reads version {VERSION}")]
    Version(u32),
    /// The file is shorter or longer than its header says.
    #[error("it has {found} bytes where its header says {expected}")]
    Length {
        /// What the header says.
        expected: u64,
        /// What there is.
        found: u64,
    },
    /// A digest does not fit.
    #[error("the digest of {0} does not fit")]
    Digest(&'static str),
    /// The sections do not fit each other.
    #[error("{0}")]
    Inconsistent(&'static str),
}

impl Damage {
    /// What the index is: missing, of another version, or damaged.
    pub(super) fn state(&self) -> String {
        match self {
            Self::Io(error) if error.kind() == io::ErrorKind::NotFound => "missing".to_owned(),
            Self::Version(_) => format!("of another version of dataget: {self}"),
            _ => format!("damaged: {self}"),
        }
    }
}

/// Writes an index file, section after section.
pub(crate) struct FileWriter {
    file: BufWriter<File>,
    position: u64,
    sections: Vec<(Section, Range<u64>, u64)>,
    open: Option<(Section, u64, Box<Xxh3>)>,
}

impl FileWriter {
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        let mut file = BufWriter::with_capacity(1 << 20, File::create(path)?);
        let head = (HEADER + SECTIONS * ENTRY) as u64;
        file.write_all(&vec![0; head as usize])?;
        Ok(Self { file, position: head, sections: Vec::new(), open: None })
    }

    pub(crate) fn start(&mut self, section: Section) -> io::Result<()> {
        self.end();
        let padding = self.position.next_multiple_of(ALIGNMENT) - self.position;
        self.file.write_all(&[0; ALIGNMENT as usize][..padding as usize])?;
        self.position += padding;
        self.open = Some((section, self.position, Box::default()));
        Ok(())
    }

    fn end(&mut self) {
        if let Some((section, start, digest)) = self.open.take() {
            self.sections.push((section, start..self.position, digest.digest()));
        }
    }

    /// Appends to the section begun last.
    pub(crate) fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let (_, _, digest) = self.open.as_mut().expect("a section was started");
        digest.update(bytes);
        self.position += bytes.len() as u64;
        self.file.write_all(bytes)
    }

    /// Bytes that the section begun last has so far.
    pub(crate) fn offset(&self) -> u64 {
        self.open.as_ref().map_or(0, |(_, start, _)| self.position - start)
    }

    pub(crate) fn section(&mut self, section: Section, bytes: &[u8]) -> io::Result<()> {
        self.start(section)?;
        self.append(bytes)
    }

    /// Writes the header and makes the file durable; gives its length in bytes.
    pub(crate) fn finish(mut self) -> io::Result<u64> {
        self.end();
        let mut table = Vec::with_capacity(SECTIONS * ENTRY);
        for (section, range, digest) in &self.sections {
            table.extend_from_slice(&(*section as u32).to_le_bytes());
            table.extend_from_slice(&[0; 4]);
            for number in [range.start, range.end - range.start, *digest] {
                table.extend_from_slice(&number.to_le_bytes());
            }
        }
        assert_eq!(table.len(), SECTIONS * ENTRY, "every section is written once");
        let mut head = Vec::with_capacity(HEADER);
        head.extend_from_slice(MAGIC);
        head.extend_from_slice(&VERSION.to_le_bytes());
        head.extend_from_slice(&(SECTIONS as u32).to_le_bytes());
        head.extend_from_slice(&self.position.to_le_bytes());
        head.extend_from_slice(&xxh3_64(&table).to_le_bytes());
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(&head)?;
        self.file.write_all(&table)?;
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        Ok(self.position)
    }
}

/// Bytes that are aligned for columns.
pub(crate) struct Words {
    words: Vec<u64>,
    length: usize,
}

impl Words {
    pub(crate) fn zeroed(length: usize) -> Self {
        Self { words: vec![0; length.div_ceil(8)], length }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &bytemuck::cast_slice(&self.words)[..self.length]
    }

    pub(crate) fn bytes_mut(&mut self) -> &mut [u8] {
        &mut bytemuck::cast_slice_mut(&mut self.words)[..self.length]
    }
}

enum Bytes {
    Mapped(Mmap),
    Owned(Words),
    /// Those sections that were fetched.
    Partial(Box<[OnceLock<Words>; SECTIONS]>),
}

/// An index file that was checked, as far as it is there.
pub(crate) struct IndexFile {
    bytes: Bytes,
    sections: [Range<usize>; SECTIONS],
    digests: [u64; SECTIONS],
}

impl IndexFile {
    /// Bytes of the header and the table of sections.
    pub(crate) const HEAD: usize = HEADER + SECTIONS * ENTRY;

    pub(crate) fn map(path: &Path) -> Result<Self, Damage> {
        let file = File::open(path)?;
        // SAFETY: a generation's index file is written once, under a name that nobody opens
        // before it is complete, and is never changed or cut afterwards, only unlinked.
        #[expect(unsafe_code, reason = "the one place where the file is mapped")]
        let map = unsafe { Mmap::map(&file)? };
        Self::check(Bytes::Mapped(map))
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, Damage> {
        let mut words = Words::zeroed(bytes.len());
        words.bytes_mut().copy_from_slice(bytes);
        Self::from_words(words)
    }

    pub(crate) fn from_words(words: Words) -> Result<Self, Damage> {
        Self::check(Bytes::Owned(words))
    }

    /// A file of which only the first [`Self::HEAD`] bytes and the length are known.
    pub(crate) fn partial(head: &[u8], length: usize) -> Result<Self, Damage> {
        let (sections, digests) = read_head(head, length)?;
        let bytes = Bytes::Partial(Box::new([const { OnceLock::new() }; SECTIONS]));
        Ok(Self { bytes, sections, digests })
    }

    fn check(bytes: Bytes) -> Result<Self, Damage> {
        let all = match &bytes {
            Bytes::Mapped(map) => map,
            Bytes::Owned(words) => words.bytes(),
            Bytes::Partial(_) => unreachable!("it is checked section by section"),
        };
        let (sections, digests) = read_head(all, all.len())?;
        for (section, digest) in sections.iter().zip(digests) {
            if xxh3_64(&all[section.clone()]) != digest {
                return Err(Damage::Digest("a section"));
            }
        }
        // Not a byte is left out: what no digest covers is zero.
        let mut ranges = sections.clone();
        ranges.sort_unstable_by_key(|range| (range.start, range.end));
        let mut end = Self::HEAD;
        for range in ranges {
            if range.start < end || all[end..range.start].iter().any(|&byte| byte != 0) {
                return Err(Damage::Inconsistent("something stands between its sections"));
            }
            end = range.end;
        }
        if end != all.len() {
            return Err(Damage::Inconsistent("something stands behind its sections"));
        }
        Ok(Self { bytes, sections, digests })
    }

    /// The bytes of a section.
    ///
    /// # Panics
    /// When the file is partial and the section was not [put](Self::put) into it.
    pub(crate) fn bytes(&self, section: Section) -> &[u8] {
        let range = self.range(section);
        match &self.bytes {
            Bytes::Mapped(map) => &map[range],
            Bytes::Owned(words) => &words.bytes()[range],
            Bytes::Partial(sections) => match sections[section as usize].get() {
                Some(words) => words.bytes(),
                None => panic!("{section:?} was not loaded before it was asked for"),
            },
        }
    }

    /// All bytes; `None` when the file is partial.
    pub(crate) fn whole(&self) -> Option<&[u8]> {
        match &self.bytes {
            Bytes::Mapped(map) => Some(map),
            Bytes::Owned(words) => Some(words.bytes()),
            Bytes::Partial(_) => None,
        }
    }

    /// Where a section lies in the file.
    pub(crate) fn range(&self, section: Section) -> Range<usize> {
        self.sections[section as usize].clone()
    }

    /// Whether [`Self::bytes`] has the section.
    pub(crate) fn has(&self, section: Section) -> bool {
        match &self.bytes {
            Bytes::Partial(sections) => sections[section as usize].get().is_some(),
            Bytes::Mapped(_) | Bytes::Owned(_) => true,
        }
    }

    /// Checks a section and adds it to a partial file.
    pub(crate) fn put(&self, section: Section, words: Words) -> Result<(), Damage> {
        if xxh3_64(words.bytes()) != self.digests[section as usize] {
            return Err(Damage::Digest("a section"));
        }
        if let Bytes::Partial(sections) = &self.bytes {
            // Who comes second has the same bytes.
            let _ = sections[section as usize].set(words);
        }
        Ok(())
    }

    /// A column of 32-bit numbers; a length that does not fit was refused by [`Self::expect`].
    pub(crate) fn u32s(&self, section: Section) -> &[u32] {
        bytemuck::try_cast_slice(self.bytes(section)).unwrap_or_default()
    }

    pub(crate) fn u64s(&self, section: Section) -> &[u64] {
        bytemuck::try_cast_slice(self.bytes(section)).unwrap_or_default()
    }

    /// Checks that a section has `count` values of `size` bytes.
    pub(crate) fn expect(&self, section: Section, count: usize, size: usize) -> Result<(), Damage> {
        if Some(self.range(section).len()) == count.checked_mul(size) {
            Ok(())
        } else {
            Err(Damage::Inconsistent("a column has another length than the catalogue"))
        }
    }
}

/// Places and digests of the sections, from the beginning of a file of `length` bytes.
fn read_head(
    head: &[u8],
    length: usize,
) -> Result<([Range<usize>; SECTIONS], [u64; SECTIONS]), Damage> {
    let number = |at: usize| u64::from_le_bytes(head[at..at + 8].try_into().expect("8 bytes"));
    if head.len() < HEADER || &head[..8] != MAGIC {
        return Err(Damage::NotAnIndex);
    }
    let (version, count) = (number(8) as u32, (number(8) >> 32) as usize);
    if version != VERSION {
        return Err(Damage::Version(version));
    }
    if number(16) != length as u64 {
        return Err(Damage::Length { expected: number(16), found: length as u64 });
    }
    if count != SECTIONS || head.len() < IndexFile::HEAD {
        return Err(Damage::Inconsistent("it lacks sections"));
    }
    if xxh3_64(&head[HEADER..IndexFile::HEAD]) != number(24) {
        return Err(Damage::Digest("the table of sections"));
    }
    let mut sections = [const { 0..0 }; SECTIONS];
    let mut digests = [0; SECTIONS];
    for at in (HEADER..IndexFile::HEAD).step_by(ENTRY) {
        let (name, offset, size) = (number(at) as usize, number(at + 8), number(at + 16));
        let end = offset.checked_add(size).filter(|&end| end <= length as u64);
        let (Some(end), Some(place)) = (end, sections.get_mut(name)) else {
            return Err(Damage::Inconsistent("a section lies outside the file"));
        };
        if offset % ALIGNMENT != 0 {
            return Err(Damage::Inconsistent("a section is not aligned"));
        }
        *place = offset as usize..end as usize;
        digests[name] = number(at + 24);
    }
    Ok((sections, digests))
}
