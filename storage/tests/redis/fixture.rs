//! An index of a little more than a chunk of ranks, and servers that hold it.

use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};

use storage::{
    generations::GenerationName,
    index::{
        ColumnsWriter, Entry, EntryColumns, IndexWriter, NameEntry, NameField, Row, Totals, Value,
        ValueField, VideoColumns, WordField,
    },
    model::VideoId,
};

/// More than a chunk of ranks.
pub(crate) const ENTRIES: u32 = (1 << 20) + 150_000;
pub(crate) const ARTISTS: u32 = 40;
const VIDEOS: u32 = 500;

/// A value that no separator is safe from.
pub(crate) const ODD: &str = "Tabs\tand \"quotes\"\nand {braces}";

/// Whether the entry at a rank has a term.
pub(crate) type Has = fn(u32) -> bool;

pub(crate) const VALUES: [(ValueField, &str, Has); 12] = [
    (ValueField::Genre, "Electronic", |rank| rank % 2 == 0),
    (ValueField::Genre, "Rock", |rank| rank / 7_000 % 3 == 0),
    (ValueField::Genre, ODD, |rank| rank % 5_003 == 1),
    (ValueField::Style, "Deep House", |rank| mixed(rank).is_multiple_of(50)),
    (ValueField::Style, "Nobody's", |_| false),
    (ValueField::Country, "Germany", |rank| rank > 1 << 20),
    (ValueField::Format, "Vinyl", |rank| !mixed(rank).is_multiple_of(1_000)),
    (ValueField::Format, "Box Set", |rank| rank % 400_000 == 7),
    (ValueField::Year, "1999", |rank| rank % 3 == 0),
    (ValueField::Decade, "1990s", |rank| rank % 3 == 0),
    (ValueField::Original, "1999", |rank| rank % 4 == 0),
    (ValueField::Has, "video", |rank| rank < 3_000),
];

/// Two of them reach over more than one piece of the image.
pub(crate) const WORDS: [(&str, Has); 4] = [
    ("and", |rank| mixed(rank) & 1 == 0),
    ("stockholm", |rank| rank % 100_000 == 5),
    ("the", |rank| mixed(rank) & 3 == 1),
    ("zebra", |rank| rank == ENTRIES - 1),
];

fn mixed(number: u32) -> u32 {
    let mixed = (number ^ number >> 15).wrapping_mul(0x2c1b_3c6d);
    mixed ^ mixed >> 13
}

pub(crate) fn ranks(has: impl Fn(u32) -> bool) -> Vec<u32> {
    (0..ENTRIES).filter(|&rank| has(rank)).collect()
}

/// Writes an index; those of two `salt`s differ in every part.
pub(crate) fn write_index(path: &Path, generation: &str, salt: u32) {
    let mut writer = IndexWriter::create(path).unwrap();
    let mut values: Vec<Vec<Value>> = vec![Vec::new(); ValueField::ALL.len()];
    for (field, value, has) in VALUES {
        let ranks = ranks(|rank| has(rank ^ salt));
        let totals = Totals { releases: ranks.len() as u64, works: 1, videos: 2 };
        let place = ValueField::ALL.iter().position(|&other| other == field).unwrap();
        let value = writer.value(value.into(), storage::text::fold(value), totals, &ranks);
        values[place].push(value.unwrap());
    }
    let words: Vec<(String, Vec<u32>)> =
        WORDS.iter().map(|(word, has)| ((*word).into(), ranks(|rank| has(rank ^ salt)))).collect();
    let titles = writer.words(&words).unwrap();
    let names = writer.words(&words[1..]).unwrap();
    let artists = credited("Artist", salt);
    let labels = credited("Label", salt);
    let artist_postings = writer.names(&artists).unwrap();
    let label_postings = writer.names(&labels).unwrap();

    let mut columns = writer.columns();
    columns.words(WordField::Title, &titles).unwrap();
    columns.words(WordField::Names, &names).unwrap();
    write_names(&mut columns, NameField::Artist, &artists, &artist_postings);
    write_names(&mut columns, NameField::Label, &labels, &label_postings);
    let mut entries = EntryColumns::default();
    for rank in 0..ENTRIES {
        let id = rank * 2 + 1 + salt;
        let is_master = rank % 1_000 == 999;
        entries.entries.push(if is_master { Entry::Master(id) } else { Entry::Release(id) });
        entries.ends_work.push(rank % 3 == 2 || rank == ENTRIES - 1);
        entries.dates.push(mixed(rank) % 20_000_000);
        entries.lead_artists.push(rank % ARTISTS);
        let styles = if rank % 100_000 == 0 { vec![0, 1, 0, 1, 0] } else { vec![0] };
        let year = (rank % 3 == 0).then_some(1999);
        let formats = VALUES[6..8].iter().zip(0..).filter(|((.., has), _)| has(rank ^ salt));
        entries.rows.push(&Row {
            genres: vec![(rank % 3) as u16],
            styles,
            country: None,
            year,
            formats: formats.map(|(_, number)| number).collect(),
        });
    }
    let mut videos = VideoColumns::default();
    for video in 0..VIDEOS {
        let odd = format!("odd_id_{:03}1", video % 1_000);
        videos.ids.push(match video % 50 {
            7 => odd[..11].parse().unwrap(),
            _ => VideoId::from_bits(u64::from(video) << 20),
        });
        videos.durations.push(if video % 9 == 0 { u32::MAX } else { video });
    }
    videos.entry_starts = (0..=ENTRIES).map(|rank| rank.min(3_000)).collect();
    videos.entry_videos = (0..3_000).map(|n| n % VIDEOS).collect();
    let works = entries.ends_work.iter().filter(|&&ends| ends).count() as u32;
    videos.work_starts = (0..=works).map(|work| work.min(900)).collect();
    videos.work_videos = (0..900).map(|n| n * 7 % VIDEOS).collect();
    columns.finish(generation, &entries, &videos, values).unwrap();
}

fn credited(kind: &str, salt: u32) -> Vec<NameEntry> {
    let ranks = |n| ranks(|rank| rank % (ARTISTS * (n + 1)) == n ^ (salt & 1));
    (0..ARTISTS)
        .map(|n| NameEntry { id: n + 1, name: format!("{kind} {n:02}"), ranks: ranks(n) })
        .collect()
}

fn write_names(
    columns: &mut ColumnsWriter,
    field: NameField,
    names: &[NameEntry],
    postings: &[u64],
) {
    let keys: Vec<(String, Vec<u32>, Vec<u32>)> = names
        .iter()
        .enumerate()
        .map(|(n, name)| (storage::text::fold(&name.name), vec![n as u32], Vec::new()))
        .collect();
    columns.names(field, names, postings, &keys).unwrap();
}

/// An index file of generation 20261101, written once.
pub(crate) fn index_file() -> &'static Path {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    FILE.get_or_init(|| written(0))
}

/// Another index of the same generation, written once.
pub(crate) fn other_file() -> &'static Path {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    FILE.get_or_init(|| written(1))
}

fn written(salt: u32) -> PathBuf {
    // The folder lives as long as the process does.
    let path = tempfile::tempdir().unwrap().keep().join("index.dgi");
    write_index(&path, "20261101", salt);
    path
}

pub(crate) fn generation() -> GenerationName {
    "20261101".parse().unwrap()
}
