//! What every backend of the documents promises.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    sync::atomic::{AtomicU32, Ordering},
};

use storage::mongodb::MongoDb;
use storage::{
    documents::{Document, Documents, DocumentsWriter, Encoder, Location},
    generations::GenerationName,
    model::{Artist, Id, Kind, Label, Master, Release},
};

/// One generation's place in a backend, empty at first.
trait Place {
    fn new() -> Self;
    fn location(&self) -> Location;

    fn encoder(&self) -> Encoder {
        let samples = || Ok::<_, Infallible>((1..2_000).map(|id| titled(id).to_json()).collect());
        self.location().encoder(samples).unwrap()
    }

    fn writer(&self, kind: Kind, encoder: &Encoder) -> DocumentsWriter {
        DocumentsWriter::create(self.location(), kind, encoder).unwrap()
    }

    fn open(&self) -> Documents {
        Documents::open(self.location()).unwrap()
    }

    /// Stores documents of one kind, in batches of a few.
    fn store(&self, kind: Kind, documents: &[Document]) -> Documents {
        let encoder = self.encoder();
        let mut writer = self.writer(kind, &encoder);
        let mut thread = encoder.for_thread();
        for batch in documents.chunks(7) {
            let encoded = batch.iter().map(|document| (document.id(), thread.encode(document)));
            assert_eq!(writer.put_batch(encoded.collect()).unwrap(), 0);
        }
        assert_eq!(writer.finish().unwrap(), documents.len() as u64);
        self.open()
    }
}

struct Embedded(tempfile::TempDir);

impl Place for Embedded {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn location(&self) -> Location {
        Location::folder(self.0.path())
    }
}

/// Databases of its own on the server that all share; dropped with it.
struct OnMongoDb(MongoDb);

impl OnMongoDb {
    fn name() -> GenerationName {
        "20261101-2".parse().unwrap()
    }
}

impl Place for OnMongoDb {
    fn new() -> Self {
        static PLACES: AtomicU32 = AtomicU32::new(0);
        let place = PLACES.fetch_add(1, Ordering::Relaxed);
        let notes = format!("documents_{}_{place}", std::process::id());
        Self(MongoDb::connect(servers::mongodb(), &notes).unwrap())
    }

    fn location(&self) -> Location {
        self.0.documents(Self::name())
    }
}

impl Drop for OnMongoDb {
    fn drop(&mut self) {
        self.0.drop_generation(Self::name()).unwrap();
    }
}

fn document(kind: Kind, id: Id, text: &str) -> Document {
    let text = text.to_owned();
    match kind {
        Kind::Artists => {
            Document::Artist(Box::new(Artist { id, name: text, ..Default::default() }))
        }
        Kind::Labels => Document::Label(Box::new(Label { id, name: text, ..Default::default() })),
        Kind::Masters => {
            Document::Master(Box::new(Master { id, title: text, ..Default::default() }))
        }
        Kind::Releases => {
            Document::Release(Box::new(Release { id, title: text, ..Default::default() }))
        }
    }
}

fn titled(id: Id) -> Document {
    document(Kind::Releases, id, &format!("Release number {id}, on a label of some name"))
}

fn ids(documents: &Documents, range: impl std::ops::RangeBounds<Id>) -> Vec<Id> {
    let scan = documents.scan_range(Kind::Releases, range).unwrap();
    scan.map(|step| step.unwrap().0).collect()
}

fn what_is_stored_is_read_back<P: Place>() {
    let place = P::new();
    for kind in Kind::ALL {
        let written = [document(kind, 1, "Ærø – ”12” \u{1f3b5}"), document(kind, Id::MAX, "")];
        let documents = place.store(kind, &written);
        for document in &written {
            let read = documents.get(kind, document.id()).unwrap();
            assert_eq!(read.as_ref(), Some(document), "{kind}");
            let json = documents.get_json(kind, document.id()).unwrap();
            assert_eq!(json, Some(document.to_json()), "{kind}");
        }
    }
}

fn a_document_of_any_size_is_kept<P: Place>() {
    let place = P::new();
    let sizes = [0, 1, 100, 4_000, 5_000, 70_000, 3_000_000];
    let written: Vec<Document> = (1..)
        .zip(sizes)
        .map(|(id, size)| {
            // Digits that hardly compress, so that the stored size grows too.
            let noise = (0..size as u64).map(|at| (at.wrapping_mul(at ^ 2_654_435_761) >> 7) % 10);
            let text: String = noise.map(|digit| digit.to_string()).collect();
            document(Kind::Masters, id, &text)
        })
        .collect();
    let documents = place.store(Kind::Masters, &written);
    for document in written {
        assert_eq!(documents.get(Kind::Masters, document.id()).unwrap(), Some(document));
    }
}

fn more_than_is_held_in_memory_is_kept<P: Place>() {
    // 60 documents of half a megabyte that does not compress: past the pieces that a backend
    // may commit by.
    let mut random = 1_u64;
    let noise: String = std::iter::repeat_with(|| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        char::from(b' ' + 2 + (random >> 33) as u8 % 58)
    })
    .take(700_000)
    .collect();
    let place = P::new();
    let written: Vec<Document> = (1..=60).map(|id| document(Kind::Labels, id, &noise)).collect();
    let documents = place.store(Kind::Labels, &written);
    let stored = documents.scan(Kind::Labels).unwrap().map(|step| step.unwrap().1);
    assert!(stored.eq(written.iter().map(Document::to_json)));
}

fn what_is_not_there_is_none<P: Place>() {
    let place = P::new();
    let documents = place.store(Kind::Releases, &[titled(5)]);
    assert_eq!(documents.get(Kind::Releases, 4).unwrap(), None);
    assert_eq!(documents.get_json(Kind::Releases, Id::MAX).unwrap(), None);
    assert_eq!(documents.get(Kind::Labels, 5).unwrap(), None, "a kind that is not there");
    assert_eq!(documents.count(Kind::Labels).unwrap(), 0);
    assert_eq!(documents.ids(Kind::Labels).unwrap(), None);
    assert_eq!(documents.scan(Kind::Labels).unwrap().count(), 0);
    assert!(documents.split(Kind::Labels, 4).unwrap().is_empty());
}

fn a_kind_without_documents_is_there_all_the_same<P: Place>() {
    let place = P::new();
    let documents = place.store(Kind::Labels, &[]);
    assert_eq!(documents.kinds(), [Kind::Labels]);
    assert_eq!(documents.count(Kind::Labels).unwrap(), 0);
    assert_eq!(documents.ids(Kind::Labels).unwrap(), None);
    assert_eq!(documents.scan(Kind::Labels).unwrap().count(), 0);
}

fn a_generation_has_the_kinds_that_were_finished<P: Place>() {
    let place = P::new();
    place.store(Kind::Releases, &[titled(1), titled(2)]);
    let documents = place.store(Kind::Artists, &[document(Kind::Artists, 7, "Seven")]);
    assert_eq!(documents.kinds(), [Kind::Artists, Kind::Releases]);
    assert_eq!(documents.count(Kind::Releases).unwrap(), 2);
    assert_eq!(documents.count(Kind::Artists).unwrap(), 1);
}

fn several_come_in_the_order_asked_for<P: Place>() {
    let place = P::new();
    let documents = place.store(Kind::Releases, &[titled(1), titled(2), titled(9)]);
    let wanted = [9, 3, 1, 9, 0];
    let found = documents.get_many(Kind::Releases, &wanted).unwrap();
    assert_eq!(found, [Some(titled(9)), None, Some(titled(1)), Some(titled(9)), None]);
    assert!(documents.get_many(Kind::Releases, &[]).unwrap().is_empty());
}

fn the_last_document_of_an_id_stays_and_is_counted<P: Place>() {
    let place = P::new();
    let encoder = place.encoder();
    let mut writer = place.writer(Kind::Releases, &encoder);
    let mut thread = encoder.for_thread();
    let mut put = |batch: &[(Id, &str)]| {
        let encoded = batch
            .iter()
            .map(|&(id, text)| (id, thread.encode(&document(Kind::Releases, id, text))));
        writer.put_batch(encoded.collect()).unwrap()
    };
    assert_eq!(put(&[(2, "a"), (4, "a"), (6, "a")]), 0);
    assert_eq!(put(&[(4, "b"), (4, "c")]), 2, "one within the batch, one before it");
    assert_eq!(put(&[(9, "a"), (1, "a"), (9, "b"), (6, "b"), (9, "c"), (5, "a")]), 3);
    assert_eq!(put(&[]), 0);
    assert_eq!(writer.finish().unwrap(), 6);

    let documents = place.open();
    let expected = [(1, "a"), (2, "a"), (4, "c"), (5, "a"), (6, "b"), (9, "c")];
    let stored = documents.scan(Kind::Releases).unwrap().map(Result::unwrap);
    let expected = expected.map(|(id, text)| (id, document(Kind::Releases, id, text).to_json()));
    assert!(stored.eq(expected));
}

fn ids_in_any_order_are_kept<P: Place>() {
    let place = P::new();
    let encoder = place.encoder();
    let mut writer = place.writer(Kind::Releases, &encoder);
    let mut thread = encoder.for_thread();
    let mut model = BTreeMap::new();
    let (mut replaced, mut random) = (0, 1_u64);
    for _ in 0..40 {
        let batch: Vec<(Id, Vec<u8>)> = (0..50)
            .map(|_| {
                random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let id = (random >> 33) as Id % 3_000;
                let document = document(Kind::Releases, id, &format!("{random}"));
                replaced += u64::from(model.insert(id, document.to_json()).is_some());
                (id, thread.encode(&document))
            })
            .collect();
        replaced -= writer.put_batch(batch).unwrap();
    }
    assert_eq!(replaced, 0, "as many were told as were replaced");
    assert_eq!(writer.finish().unwrap(), model.len() as u64);
    let stored = place.open().scan(Kind::Releases).unwrap().map(Result::unwrap);
    assert!(stored.eq(model));
}

fn a_scan_gives_each_document_of_its_range_once<P: Place>() {
    let place = P::new();
    let written: Vec<Document> = (10..1_000).step_by(3).map(titled).collect();
    let all: Vec<Id> = written.iter().map(Document::id).collect();
    let documents = place.store(Kind::Releases, &written);
    assert_eq!(documents.ids(Kind::Releases).unwrap(), Some(10..=997));
    assert_eq!(ids(&documents, ..), all);
    assert_eq!(ids(&documents, 0..=Id::MAX), all);
    assert_eq!(ids(&documents, 11..20), [13, 16, 19]);
    assert_eq!(ids(&documents, 13..=19), [13, 16, 19]);
    assert_eq!(ids(&documents, ..=10), [10]);
    assert_eq!(ids(&documents, 997..), [997]);
    assert!(ids(&documents, 14..16).is_empty());
    assert!(ids(&documents, 16..16).is_empty());
    #[expect(clippy::reversed_empty_ranges, reason = "a caller's mistake is no document")]
    let reversed = 19..13;
    assert!(ids(&documents, reversed).is_empty());
    assert!(ids(&documents, ..0).is_empty());
    assert!(ids(&documents, 998..).is_empty());
}

fn the_parts_of_a_split_are_the_whole<P: Place>() {
    let place = P::new();
    let written: Vec<Document> = (10..1_000).step_by(3).map(titled).collect();
    let all: Vec<Id> = written.iter().map(Document::id).collect();
    let documents = place.store(Kind::Releases, &written);
    for parts in [0, 1, 2, 3, 7, 988, 5_000] {
        let ranges = documents.split(Kind::Releases, parts).unwrap();
        assert!(ranges.len() <= parts.max(1), "{} ranges for {parts}", ranges.len());
        let together: Vec<Id> =
            ranges.into_iter().flat_map(|range| ids(&documents, range)).collect();
        assert_eq!(together, all, "{parts} parts");
    }
}

fn many_threads_read_at_once<P: Place>() {
    let place = P::new();
    let written: Vec<Document> = (1..=2_000).map(titled).collect();
    let documents = place.store(Kind::Releases, &written);
    std::thread::scope(|scope| {
        for range in documents.split(Kind::Releases, 4).unwrap() {
            let documents = documents.clone();
            scope.spawn(move || {
                let scan = documents.scan_range(Kind::Releases, range).unwrap();
                for step in scan {
                    let (id, json) = step.unwrap();
                    assert_eq!(json, titled(id).to_json());
                    assert_eq!(documents.get(Kind::Releases, id).unwrap(), Some(titled(id)));
                }
            });
        }
    });
}

servers::promises! {
    embedded: super::Embedded, server: super::OnMongoDb;
    what_is_stored_is_read_back,
    a_document_of_any_size_is_kept,
    more_than_is_held_in_memory_is_kept,
    what_is_not_there_is_none,
    a_kind_without_documents_is_there_all_the_same,
    a_generation_has_the_kinds_that_were_finished,
    several_come_in_the_order_asked_for,
    the_last_document_of_an_id_stays_and_is_counted,
    ids_in_any_order_are_kept,
    a_scan_gives_each_document_of_its_range_once,
    the_parts_of_a_split_are_the_whole,
    many_threads_read_at_once,
}
