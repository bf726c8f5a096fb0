//! A catalogue of more than one chunk of 2^20 ranks, written rank by rank, so that its terms can
//! begin and end at every kind of edge.

use std::path::Path;

use storage::{
    index::{
        Entry, EntryColumns, Index, IndexWriter, NameField, Rank, Row, Rows, Value, ValueField,
        VideoColumns, WordField,
    },
    model::VideoId,
    text,
};

use crate::{
    plain::{Asked, Chance, Counted, Has, Plain, mixed},
    plans::value,
};

/// Terms by rank, at the edges of words, blocks and chunks.
const BY_RANK: [(&str, Has); 8] = [
    ("Dense", |rank| rank % 5 > 0),
    ("Chance", |rank| mixed(rank) & 3 == 0),
    ("Sparse", |rank| rank % 1_009 == 0),
    ("First chunk", |rank| rank < 1 << 20),
    ("Last chunk", |rank| rank >= 1 << 20),
    ("Edges", |rank| (rank & 0xffff) < 2 || (rank & 0xffff) > 0xfffd),
    ("Runs", |rank| rank / 30_000 % 2 == 1),
    ("Last", |rank| rank == RANKS - 1),
];

const RANKS: u32 = (1 << 20) + 40_000;

/// Works of 1, 2 or 70,001 releases, without regard to blocks and chunks.
fn ends_work(rank: u32) -> bool {
    let within_the_largest = (980_000..1_050_000).contains(&rank);
    !within_the_largest && rank % 3 != 1 || rank == RANKS - 1
}

fn write_ranks(path: &Path, plain: &Plain) {
    let mut writer = IndexWriter::create(path).unwrap();
    let ranks = |has: Has| (0..RANKS).filter(|&rank| has(rank)).collect::<Vec<u32>>();
    let mut genres: Vec<Value> = Vec::new();
    for (name, has) in BY_RANK {
        let ranks = ranks(has);
        let holds: Vec<bool> = (0..RANKS).map(has).collect();
        let totals = plain.totals(&holds);
        genres.push(writer.value(name.to_owned(), text::fold(name), totals, &ranks).unwrap());
    }
    let sizes: Vec<(&str, u64)> =
        genres.iter().map(|value| (value.folded.as_str(), value.totals.releases)).collect();
    let numbers = IndexWriter::row_numbers(&sizes);
    let row = |rank: u32| {
        let has = BY_RANK.iter().zip(&numbers).filter(|((_, has), _)| has(rank));
        let mut genres: Vec<u16> = has.map(|(_, &number)| number).collect();
        genres.sort_unstable();
        Row { genres, ..Row::default() }
    };
    let none = writer.words(&[]).unwrap();
    let nobody = writer.names(&[]).unwrap();
    let mut columns = writer.columns();
    columns.words(WordField::Title, &none).unwrap();
    columns.words(WordField::Names, &none).unwrap();
    columns.names(NameField::Artist, &[], &nobody, &[]).unwrap();
    columns.names(NameField::Label, &[], &nobody, &[]).unwrap();
    let mut rows = Rows::default();
    (0..RANKS).for_each(|rank| rows.push(&row(rank)));
    let entries = EntryColumns {
        entries: plain.entries.clone(),
        ends_work: (0..RANKS).map(ends_work).collect(),
        rows,
        dates: vec![0; RANKS as usize],
        lead_artists: vec![u32::MAX; RANKS as usize],
    };
    let works = plain.works[RANKS as usize - 1] + 1;
    let videos = videos_by_rank(plain, works);
    let values =
        ValueField::ALL.map(|f| if f == ValueField::Genre { genres.clone() } else { Vec::new() });
    columns.finish("20200806", &entries, &videos, values.to_vec()).unwrap();
}

fn videos_by_rank(plain: &Plain, works: u32) -> VideoColumns {
    let mut ids: Vec<VideoId> = plain.videos.iter().copied().flatten().collect();
    ids.extend(plain.of_works.values());
    ids.sort_unstable();
    ids.dedup();
    let number = |video: &VideoId| ids.binary_search(video).ok().map(|number| number as u32);
    let mut videos = VideoColumns { durations: vec![60; ids.len()], ..VideoColumns::default() };
    for video in &plain.videos {
        videos.entry_starts.push(videos.entry_videos.len() as u32);
        videos.entry_videos.extend(video.as_ref().and_then(number));
    }
    videos.entry_starts.push(videos.entry_videos.len() as u32);
    for work in 0..works {
        videos.work_starts.push(videos.work_videos.len() as u32);
        videos.work_videos.extend(plain.of_works.get(&work).and_then(number));
    }
    videos.work_starts.push(videos.work_videos.len() as u32);
    videos.ids = ids;
    videos
}

#[test]
fn answers_are_right_across_chunks() {
    let mut work = 0;
    let works = (0..RANKS).map(|rank| {
        let this = work;
        work += u32::from(ends_work(rank));
        this
    });
    let video = |rank: u32| {
        let has = rank.is_multiple_of(11) && rank < RANKS - 10_000;
        has.then(|| VideoId::from_bits(u64::from(rank % 50_000) << 20))
    };
    let works: Vec<u32> = works.collect();
    let heard = (0..=works[works.len() / 2]).filter(|work| work % 7 == 3);
    let plain = Plain {
        entries: (0..RANKS).map(Entry::Release).collect(),
        of_works: heard.map(|work| (work, VideoId::from_bits(u64::from(work) << 19))).collect(),
        works,
        videos: (0..RANKS).map(video).collect(),
    };
    let folder = tempfile::tempdir().expect("there is room for an index");
    let path = folder.path().join("index.dgi");
    write_ranks(&path, &plain);
    let index = Index::open(&path).unwrap();
    assert_eq!(index.entry(Rank::at(RANKS - 1)), Entry::Release(RANKS - 1));

    let term = |(name, has): (&str, Has)| Asked {
        plan: value(&index, ValueField::Genre, name),
        holds: (0..RANKS).map(has).collect(),
    };
    let terms: Vec<Asked> = BY_RANK.into_iter().map(term).collect();
    let counted: Vec<Counted<'_>> = BY_RANK
        .iter()
        .zip(&terms)
        .map(|((name, _), term)| Counted { field: ValueField::Genre, name, holds: &term.holds })
        .collect();
    let mut chance = Chance(2);
    for term in &terms {
        plain.agrees(&index, term, &mut chance);
    }
    for number in 0..12 {
        let asked = Asked::by_chance(&terms, &mut chance);
        plain.agrees(&index, &asked, &mut chance);
        if number % 4 == 0 {
            plain.agrees_on_facets(&index, &asked, &counted);
        }
    }
}
