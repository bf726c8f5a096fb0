//! What MongoDB costs, on documents of an embedded generation:
//!
//! ```sh
//! cargo bench -p storage --bench mongodb -- URL DATA/generations/20261101 PID [FIELD…]
//! ```
//!
//! PID is the server's process; documents are read as a whole, and with these fields alone.
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
    let [url, folder, server_process, fields @ ..] = given.as_slice() else { return };
    let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
    let timer = Timer { server_process };
    let server = MongoDb::connect(url, "dataget_bench").unwrap();
    let name = "20261101".parse().unwrap();
    server.drop_generation(name).unwrap();
    let files = Documents::open(folder).unwrap();
    for kind in files.kinds() {
        let documents: Vec<Document> =
            files.scan_documents(kind, .., &[]).unwrap().map(Result::unwrap).collect();
        println!("{kind}: {} documents", documents.len());
        let json: usize =
            timer.timed("to JSON", || documents.iter().map(|one| one.to_json().len()).sum());
        println!("  {:.1} MB of JSON", json as f64 / 1e6);
        let encoder = server.documents(name).encoder(|| Err(())).unwrap();
        let mut encoded = Vec::new();
        let mut thread = encoder.for_thread();
        timer.timed("to BSON, not kept", || {
            documents.iter().map(|one| thread.encode(one).len()).sum::<usize>()
        });
        timer.timed("to BSON", || encoded = encode(&encoder, &documents));
        let bytes: usize = encoded.iter().map(|(_, bson)| bson.len()).sum();
        println!("  {:.1} MB of BSON", bytes as f64 / 1e6);
        drop(documents);
        let batches: Vec<_> = encoded.chunks(200).map(<[_]>::to_vec).collect();
        drop(encoded);
        let mut writer = DocumentsWriter::create(server.documents(name), kind, &encoder).unwrap();
        timer.timed("put", || {
            for batch in batches {
                writer.put_batch(batch).unwrap();
            }
        });
        timer.timed("finish", || writer.finish().unwrap());
        let stored = Documents::open(server.documents(name)).unwrap();
        timer.timed("scan, as JSON", || scan(&stored, kind, None));
        timer.timed("scan, these fields", || scan(&stored, kind, Some(&fields)));
    }
    timer.timed("secondary indexes of all kinds", || server.create_indexes(name).unwrap());
}

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

/// Tells what work takes, here and in the server.
struct Timer<'a> {
    server_process: &'a str,
}

impl Timer<'_> {
    fn timed<T>(&self, what: &str, work: impl FnOnce() -> T) -> T {
        let processes = ["self", self.server_process];
        let (before, started) = (processes.map(seconds), Instant::now());
        let outcome = work();
        let after = processes.map(seconds);
        println!(
            "  {what}: {:.2} s; processor {:.2} s here, {:.2} s there",
            started.elapsed().as_secs_f64(),
            after[0] - before[0],
            after[1] - before[1],
        );
        outcome
    }
}

/// What a process has used of the processors.
fn seconds(process: &str) -> f64 {
    let line = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let fields = line.rsplit_once(')').unwrap().1.split_whitespace();
    let ticks: Vec<f64> = fields.skip(11).take(2).map(|ticks| ticks.parse().unwrap()).collect();
    (ticks[0] + ticks[1]) / 100.0
}
