//! How fast documents are encoded, stored and read back: `cargo bench -p storage --bench documents`.
//!
//! The documents are releases of some 800 bytes of JSON. Throughput is in documents.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use storage::{
    documents::{Document, Documents, DocumentsWriter, Encoder},
    model::{ArtistCredit, Format, Id, Kind, LabelCredit, Release, Track},
};

const WORDS: [&str; 16] = [
    "Night", "Drive", "Deep", "Signal", "Blue", "Motion", "Echo", "Stone", "River", "Static",
    "Gold", "Winter", "Machine", "Garden", "Pulse", "Shadow",
];

/// Numbers that look drawn, the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % limit
    }

    fn name(&mut self) -> String {
        let words = [self.below(16), self.below(16), self.below(16)].map(|at| WORDS[at]);
        format!("{} {}", words.join(" "), self.below(1_000))
    }
}

fn release(id: Id) -> Document {
    let mut draw = Draw(u64::from(id));
    let track = |draw: &mut Draw, position: usize| Track {
        position: Some(format!("A{position}")),
        title: draw.name(),
        duration: Some(format!("{}:{:02}", 2 + draw.below(7), draw.below(60))),
        ..Default::default()
    };
    Document::Release(Box::new(Release {
        id,
        status: Some("Accepted".to_owned()),
        title: draw.name(),
        artists: vec![ArtistCredit {
            id: Some(draw.below(8_000_000) as Id),
            name: draw.name(),
            ..Default::default()
        }],
        labels: vec![LabelCredit {
            id: Some(draw.below(2_000_000) as Id),
            name: draw.name(),
            catno: Some(format!("CAT{:05}", draw.below(100_000))),
            ..Default::default()
        }],
        formats: vec![Format {
            name: "Vinyl".to_owned(),
            qty: Some("1".to_owned()),
            descriptions: vec!["12\"".to_owned(), "33 ⅓ RPM".to_owned()],
            ..Default::default()
        }],
        genres: vec!["Electronic".to_owned()],
        styles: vec!["Techno".to_owned(), "Deep House".to_owned()],
        country: Some("Germany".to_owned()),
        released: Some(format!("19{}-0{}-00", 80 + draw.below(20), 1 + draw.below(9))),
        data_quality: Some("Needs Vote".to_owned()),
        master_id: Some(draw.below(3_000_000) as Id),
        tracklist: (1..=6).map(|position| track(&mut draw, position)).collect(),
        ..Default::default()
    }))
}

const COUNT: Id = 100_000;
const BATCH: usize = 1_000;

fn encoder(documents: &[Document]) -> Encoder {
    let samples: Vec<Vec<u8>> = documents.iter().take(2_000).map(Document::to_json).collect();
    Encoder::train(&samples.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

fn documents(criterion: &mut Criterion) {
    let documents: Vec<Document> = (1..=COUNT).map(release).collect();
    let encoder = encoder(&documents);
    let mut thread = encoder.for_thread();
    let encoded: Vec<(Id, Vec<u8>)> =
        documents.iter().map(|document| (document.id(), thread.encode(document))).collect();
    let dir = tempfile::tempdir().expect("a temporary folder");
    let store = |dir: &std::path::Path, batches: Vec<Vec<(Id, Vec<u8>)>>| {
        let mut writer = DocumentsWriter::create(dir, Kind::Releases, &encoder).expect("a file");
        for batch in batches {
            writer.put_batch(batch).expect("stored");
        }
        writer.finish().expect("finished")
    };
    let batches = || encoded.chunks(BATCH).map(<[_]>::to_vec).collect::<Vec<_>>();
    store(dir.path(), batches());

    let mut group = criterion.benchmark_group("documents");
    group.sample_size(20);
    group.throughput(Throughput::Elements(u64::from(COUNT)));
    group.bench_function("store and finish", |bencher| {
        bencher.iter_batched(
            || (tempfile::tempdir().expect("a temporary folder"), batches()),
            |(dir, batches)| {
                let count = store(dir.path(), batches);
                (dir, count)
            },
            BatchSize::PerIteration,
        );
    });
    let reader = Documents::open(dir.path()).expect("just stored");
    group.bench_function("scan", |bencher| {
        bencher.iter(|| reader.scan(Kind::Releases).expect("there").count());
    });
    group.throughput(Throughput::Elements(1));
    let mut next = documents.iter().cycle();
    group.bench_function("encode", |bencher| {
        bencher.iter(|| thread.encode(next.next().expect("a cycle does not end")));
    });
    let mut draw = Draw(1);
    group.bench_function("get one", |bencher| {
        bencher.iter(|| {
            let id = 1 + draw.below(COUNT as usize) as Id;
            reader.get(Kind::Releases, id).expect("readable").expect("there")
        });
    });
    group.bench_function("get the JSON of one", |bencher| {
        bencher.iter(|| {
            let id = 1 + draw.below(COUNT as usize) as Id;
            reader.get_json(Kind::Releases, id).expect("readable").expect("there")
        });
    });
    group.finish();
}

criterion_group!(benches, documents);
criterion_main!(benches);
