//! A damaged index file is refused, or answers as the whole one does: nothing in between.
#![no_main]

use std::sync::LazyLock;

use etl::{
    index::{FactsWriter, Sources, append_facts, build},
    parse::parse_chunk,
};
use libfuzzer_sys::fuzz_target;
use storage::{
    index::{Index, NameField, Plan, Totals, ValueField, WordField},
    model::Kind,
};

/// The bytes of a good index of a few thousand releases.
static GOOD: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("index-file-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a scratch folder");
    let mut facts = FactsWriter::create(&folder.join("facts")).expect("a scratch file");
    let mut frame = Vec::new();
    for id in 1..6_000 {
        let record = format!(
            "<release id=\"{id}\"><artists><artist><id>{}</id><name>Name {}</name></artist>\
             </artists><title>Title {}</title><genres><genre>G{}</genre></genres><styles>\
             <style>S{}</style></styles><country>C{}</country><released>{}</released>\
             <master_id>{}</master_id><videos><video src=\"https://youtu.be/AAAAAAA{:04}\" \
             duration=\"{id}\"/></videos></release>\n",
            id % 90 + 1,
            id % 90,
            id % 700,
            id % 3,
            id % 40,
            id % 7,
            1950 + id % 70,
            id / 3,
            id % 2_000,
        );
        for record in parse_chunk(Kind::Releases, record.as_bytes()).records {
            frame = append_facts(&record.outcome.expect("a good record"), frame);
        }
    }
    facts.frame(&frame).expect("a frame");
    let sources = Sources { releases: Some(facts.finish().expect("facts")), ..Sources::default() };
    let path = folder.join("index");
    build(&path, "20260101", &sources).expect("an index");
    let bytes = std::fs::read(&path).expect("its bytes");
    drop(sources);
    std::fs::remove_dir_all(&folder).expect("a clean end");
    bytes
});

static ANSWERS: LazyLock<Vec<Totals>> =
    LazyLock::new(|| answers(&Index::from_bytes(&GOOD).expect("a good index")));

fn answers(index: &Index) -> Vec<Totals> {
    let value = |field, folded: &str| index.value(field, folded).map_or(Plan::Nothing, |v| v.plan());
    let artist = index.names(NameField::Artist).plan("name 7").unwrap_or(Plan::Nothing);
    let plans = [
        value(ValueField::Genre, "g1"),
        Plan::Not(Box::new(value(ValueField::Style, "s3"))),
        Plan::And(vec![value(ValueField::Country, "c2"), value(ValueField::Decade, "1970s")]),
        Plan::Or(vec![artist, index.word(WordField::Title, "12")]),
    ];
    plans
        .iter()
        .map(|plan| {
            let videos = index.candidates(index.ranks(plan)).map(|found| index.video_id(found.video));
            let facets = index.facets(plan, &[ValueField::Year]).year;
            let facets = facets.iter().map(|count| count.releases).sum::<u32>();
            let Totals { releases, works, .. } = index.count(plan);
            assert!(u64::from(facets) <= releases);
            Totals { releases, works, videos: videos.count() as u64 }
        })
        .collect()
}

fuzz_target!(|edits: Vec<(u32, u8)>| {
    // As it is, any bytes at all.
    let bytes: Vec<u8> = edits.iter().flat_map(|(at, byte)| [*at as u8, *byte]).collect();
    assert!(Index::from_bytes(&bytes).is_err());
    // A good file with a few bytes changed, the last edit cutting it.
    let mut bytes = GOOD.clone();
    for &(at, byte) in &edits {
        let length = bytes.len();
        bytes[at as usize % length] = byte;
    }
    if let Some(&(at, 0..16)) = edits.last() {
        bytes.truncate(at as usize % bytes.len());
    }
    if let Ok(index) = Index::from_bytes(&bytes) {
        assert_eq!(answers(&index), *ANSWERS);
    }
});
