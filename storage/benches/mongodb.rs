//! What MongoDB costs, on documents of an embedded generation:
//!
//! ```sh
//! cargo bench -p storage --bench mongodb -- URL DATA/generations/20261101 PID
//! ```
#![expect(clippy::print_stdout, reason = "it tells what it has measured")]

use std::{env, fs, thread, time::Instant};

use storage::mongodb::MongoDb;
use storage::{
    documents::{Document, Documents, DocumentsWriter, Encoder},
    model::Kind,
};

fn main() {
    // Without them it is the test run of all benchmarks.
    let given: Vec<String> = env::args().skip(1).filter(|given| given != "--bench").collect();
    let [url, folder, _] = given.as_slice() else { return };
    let server = MongoDb::connect(url, "dataget_bench").unwrap();
    let name = "20261101".parse().unwrap();
    server.drop_generation(name).unwrap();
    let files = Documents::open(folder).unwrap();
    for kind in files.kinds() {
        let documents: Vec<Document> =
            files.scan_documents(kind, .., &[]).unwrap().map(Result::unwrap).collect();
        println!("{kind}: {} documents", documents.len());
        let json: usize =
            timed("to JSON", || documents.iter().map(|one| one.to_json().len()).sum());
        println!("  {:.1} MB of JSON", json as f64 / 1e6);
        let encoder = server.documents(name).encoder(|| Err(())).unwrap();
        let mut encoded = Vec::new();
        let mut thread = encoder.for_thread();
        timed("to BSON, not kept", || {
            documents.iter().map(|one| thread.encode(one).len()).sum::<usize>()
        });
        timed("to BSON", || encoded = encode(&encoder, &documents));
        let bytes: usize = encoded.iter().map(|(_, bson)| bson.len()).sum();
        println!("  {:.1} MB of BSON", bytes as f64 / 1e6);
        drop(documents);
        let batches: Vec<_> = encoded.chunks(200).map(<[_]>::to_vec).collect();
        drop(encoded);
        let mut writer = DocumentsWriter::create(server.documents(name), kind, &encoder).unwrap();
        timed("put", || {
            for batch in batches {
                writer.put_batch(batch).unwrap();
            }
        });
        timed("finish", || writer.finish().unwrap());
        let stored = Documents::open(server.documents(name)).unwrap();
        let scans = [
            ("scan, as JSON", None),
            ("scan, all fields", Some(ALL)),
            ("scan, facts", Some(FACTS)),
        ];
        for (what, fields) in scans {
            timed(what, || scan(&stored, kind, fields));
        }
    }
}

const ALL: &[&str] = &[
    "artists",
    "labels",
    "formats",
    "genres",
    "styles",
    "country",
    "released",
    "year",
    "title",
    "videos",
    "tracklist",
    "companies",
    "identifiers",
    "notes",
    "extraartists",
    "images",
];

const FACTS: &[&str] = &[
    "title",
    "artists",
    "labels",
    "formats",
    "genres",
    "styles",
    "country",
    "released",
    "year",
    "master_id",
    "is_main_release",
    "videos",
    "name",
    "namevariations",
    "aliases",
];

fn encode(encoder: &Encoder, documents: &[Document]) -> Vec<(u32, Vec<u8>)> {
    let mut thread = encoder.for_thread();
    documents.iter().map(|one| (one.id(), thread.encode(one))).collect()
}

/// On two threads, as an index is built.
fn scan(documents: &Documents, kind: Kind, fields: Option<&[&str]>) -> usize {
    thread::scope(|scope| {
        let parts = documents.split(kind, 2).unwrap().into_iter();
        let threads: Vec<_> = parts
            .map(|part| {
                scope.spawn(move || match fields {
                    Some(fields) => documents
                        .scan_documents(kind, part, fields)
                        .unwrap()
                        .inspect(|step| assert!(step.is_ok()))
                        .count(),
                    None => documents.scan_range(kind, part).unwrap().count(),
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum()
    })
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let server = env::args().next_back().unwrap();
    let (here, there, started) = (seconds("self"), seconds(&server), Instant::now());
    let outcome = work();
    println!(
        "  {what}: {:.2} s; processor {:.2} s here, {:.2} s there",
        started.elapsed().as_secs_f64(),
        seconds("self") - here,
        seconds(&server) - there,
    );
    outcome
}

/// What a process has used of the processors.
fn seconds(process: &str) -> f64 {
    let line = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let fields = line.rsplit_once(')').unwrap().1.split_whitespace();
    let ticks: Vec<f64> = fields.skip(11).take(2).map(|ticks| ticks.parse().unwrap()).collect();
    (ticks[0] + ticks[1]) / 100.0
}
