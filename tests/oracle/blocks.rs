//! A catalogue of more than two blocks of 65,536 ranks, built from what its records say, with terms
//! of every density.

use etl::index::{FactsWriter, Sources, append_facts, build};
use storage::{
    index::{Entry, Index, NameField, Plan, ValueField, WordField},
    model::{ArtistCredit, Document, Format, Id, Master, Release, Video, VideoId},
};

use crate::{
    plain::{Asked, Chance, Counted, Has, Plain, mixed},
    plans::value,
};

/// The terms of [`release`], and whether a release has each.
const TERMS: [(ValueField, &str, Has); 9] = [
    (ValueField::Genre, "All", |_| true),
    (ValueField::Genre, "Half", |id| mixed(id) & 1 == 1),
    (ValueField::Genre, "Most", |id| !mixed(id).is_multiple_of(1_000)),
    (ValueField::Style, "Runs", |id| id / 5_000 % 3 == 0),
    (ValueField::Style, "Some", |id| mixed(id ^ 77).is_multiple_of(50)),
    (ValueField::Style, "Few", |id| id % 997 == 0),
    (ValueField::Format, "Vinyl", |id| id % 4 > 0),
    (ValueField::Format, "Box", |id| id == 65_536 || id == 3),
    (ValueField::Year, "1999", |id| id % 3 == 0),
];

/// A master of more releases than a block has ranks; then masters of three; then none.
fn master_of(id: u32) -> Option<u32> {
    match id {
        0..=70_000 => Some(1),
        70_001..=100_000 => Some(id / 3),
        _ => None,
    }
}

fn video_of(id: u32) -> Option<VideoId> {
    mixed(id).is_multiple_of(3).then(|| VideoId::from_bits(u64::from(id % 20_000) << 30))
}

fn video(id: VideoId) -> Video {
    Video { src: id.watch_url(), ..Video::default() }
}

/// The masters that are in the catalogue; all of them have releases.
fn masters() -> impl Iterator<Item = Id> {
    [1].into_iter().chain(23_333..30_000)
}

/// Some are also videos of releases.
fn video_of_master(id: u32) -> VideoId {
    VideoId::from_bits(u64::from(id % 20_000) << 30)
}

fn master(id: Id) -> Document {
    let videos = vec![video(video_of_master(id))];
    Document::Master(Box::new(Master { id, videos, ..Master::default() }))
}

fn release(id: Id) -> Document {
    let has = |wanted: ValueField| {
        let terms = TERMS.iter().filter(move |(field, _, has)| *field == wanted && has(id));
        terms.map(|(_, name, _)| (*name).to_owned())
    };
    let formats = has(ValueField::Format);
    let artist =
        ArtistCredit { id: Some(1 + id % 7), name: "Somebody".into(), ..Default::default() };
    Document::Release(Box::new(Release {
        id,
        title: if id.is_multiple_of(2) { "Even number" } else { "Number" }.into(),
        artists: vec![artist],
        genres: has(ValueField::Genre).collect(),
        styles: has(ValueField::Style).collect(),
        formats: formats.map(|name| Format { name, ..Default::default() }).collect(),
        released: has(ValueField::Year).next(),
        master_id: master_of(id),
        videos: video_of(id).into_iter().map(video).collect(),
        ..Release::default()
    }))
}

#[test]
fn answers_are_right_across_blocks() {
    const RELEASES: u32 = 140_000;
    let folder = tempfile::tempdir().expect("there is room for an index");
    let mut facts = FactsWriter::create(&folder.path().join("releases.facts")).unwrap();
    let ids: Vec<u32> = (1..=RELEASES).collect();
    for ids in ids.chunks(1_000) {
        let frame = ids.iter().fold(Vec::new(), |frame, &id| append_facts(&release(id), frame));
        facts.frame(&frame).unwrap();
    }
    let releases = Some(facts.finish().unwrap());
    let mut facts = FactsWriter::create(&folder.path().join("masters.facts")).unwrap();
    let frame = masters().fold(Vec::new(), |frame, id| append_facts(&master(id), frame));
    facts.frame(&frame).unwrap();
    let masters_facts = Some(facts.finish().unwrap());
    let sources = Sources { releases, masters: masters_facts, ..Sources::default() };
    let path = folder.path().join("index.dgi");
    build(&path, "20200806", &sources).unwrap();
    let index = Index::open(&path).unwrap();

    let plain = Plain {
        entries: ids.iter().map(|&id| Entry::Release(id)).collect(),
        works: ids.iter().map(|&id| master_of(id).unwrap_or(id + RELEASES)).collect(),
        videos: ids.iter().map(|&id| video_of(id)).collect(),
        of_works: masters().map(|id| (id, video_of_master(id))).collect(),
    };
    let asked = |plan: Plan, holds: &dyn Fn(u32) -> bool| Asked {
        plan,
        holds: ids.iter().map(|&id| holds(id)).collect(),
    };
    let mut terms: Vec<Asked> =
        TERMS.iter().map(|(field, name, has)| asked(value(&index, *field, name), has)).collect();
    let artist = index.names(NameField::Artist).plan_by_id(3).unwrap();
    terms.push(asked(artist, &|id| id % 7 == 2));
    terms.push(asked(index.word(WordField::Title, "even"), &|id| id % 2 == 0));
    terms.push(asked(value(&index, ValueField::Has, "video"), &|id| {
        video_of(id).is_some() || master_of(id).is_some_and(|id| id < 30_000)
    }));
    terms.push(asked(value(&index, ValueField::Has, "master"), &|id| master_of(id).is_some()));
    terms.push(asked(Plan::Nothing, &|_| false));
    terms.push(asked(Plan::All, &|_| true));

    let counted: Vec<Counted<'_>> = TERMS
        .iter()
        .zip(&terms)
        .map(|((field, name, _), term)| Counted { field: *field, name, holds: &term.holds })
        .collect();
    let mut chance = Chance(1);
    for term in &terms {
        plain.agrees(&index, term, &mut chance);
    }
    for number in 0..40 {
        let asked = Asked::by_chance(&terms, &mut chance);
        plain.agrees(&index, &asked, &mut chance);
        if number % 4 == 0 {
            plain.agrees_on_facets(&index, &asked, &counted);
        }
    }
}
