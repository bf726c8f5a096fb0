//! How fast a core parses and a thread reads, in bytes of XML per second.
//!
//! Measured on the dumps in `DATAGET_SAMPLES` (else `../shared/samples` beside the repository),
//! or on the invented ones of the tests where there are none.

use std::{
    fs,
    hint::black_box,
    io::Write,
    path::{Path, PathBuf},
};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use etl::{
    parse::parse_chunk,
    read::{DumpReader, Item},
};
use flate2::{Compression, read::MultiGzDecoder, write::GzEncoder};

/// At least so much XML is parsed in one go, so that caches do not hold all of it.
const XML: usize = 16 * 1024 * 1024;

fn dumps() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let samples = std::env::var_os("DATAGET_SAMPLES")
        .map_or_else(|| root.join("../../shared/samples"), PathBuf::from);
    let folder = if samples.is_dir() { samples } else { root.join("tests/fixtures") };
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be listed").path())
        .filter(|path| path.to_string_lossy().contains(".xml"))
        .collect();
    paths.sort();
    paths
}

fn chunks(path: &Path) -> (DumpReader, Vec<Vec<u8>>) {
    let mut reader = DumpReader::open(path, None).expect("it is a dump");
    let mut chunks = Vec::new();
    while let Some(item) = reader.next_item().expect("it is whole") {
        if let Item::Chunk(chunk) = item {
            chunks.push(chunk.bytes);
        }
    }
    (reader, chunks)
}

fn parse(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    for path in dumps() {
        let (reader, once) = chunks(&path);
        let size: usize = once.iter().map(Vec::len).sum();
        let chunks: Vec<_> = once.iter().cycle().take(once.len() * XML.div_ceil(size)).collect();
        let size: usize = chunks.iter().map(|chunk| chunk.len()).sum();
        group.throughput(Throughput::Bytes(size as u64)).sample_size(10);
        group.bench_function(file_name(&path), |bencher| {
            bencher.iter(|| {
                for chunk in &chunks {
                    black_box(parse_chunk(reader.kind(), chunk));
                }
            });
        });
    }
}

fn read(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder for the enlarged dumps");
    let mut group = criterion.benchmark_group("read");
    for path in dumps() {
        let (reader, once) = chunks(&path);
        let kind = reader.kind();
        let size: usize = once.iter().map(Vec::len).sum();
        let enlarged = folder.path().join(file_name(&path));
        let file = fs::File::create(&enlarged).expect("the folder takes files");
        let mut writer = GzEncoder::new(file, Compression::default());
        writeln!(writer, "<{kind}>").expect("it is written");
        for chunk in once.iter().cycle().take(once.len() * XML.div_ceil(size)) {
            writer.write_all(chunk).expect("it is written");
        }
        writeln!(writer, "</{kind}>").expect("it is written");
        writer.finish().expect("it is written");

        let size = inflate(&enlarged);
        group.throughput(Throughput::Bytes(size)).sample_size(10);
        group.bench_function(format!("inflate only: {}", file_name(&path)), |bencher| {
            bencher.iter(|| inflate(&enlarged));
        });
        group.bench_function(file_name(&path), |bencher| {
            bencher.iter(|| {
                let mut reader = DumpReader::open(&enlarged, None).expect("it is a dump");
                while let Some(item) = reader.next_item().expect("it is whole") {
                    black_box(item);
                }
            });
        });
    }
}

/// What reading is measured by: inflating into one buffer.
fn inflate(path: &Path) -> u64 {
    let file = fs::File::open(path).expect("it is there");
    let mut reader = std::io::BufReader::with_capacity(
        256 * 1024,
        MultiGzDecoder::new(std::io::BufReader::with_capacity(256 * 1024, file)),
    );
    std::io::copy(&mut reader, &mut std::io::sink()).expect("it is whole")
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

criterion_group!(benches, parse, read);
criterion_main!(benches);
