//! How long answers take: each query many times on a loaded catalogue, percentiles over a mix.
//!
//! `DATAGET_BENCH_DATA` names a data folder to ask; without it a dump of `BENCH_RELEASES` (300000)
//! releases is generated and loaded below `target/bench` once.

use std::{env, fs, hint::black_box, path::PathBuf, time::Instant};

use apis::{
    catalogue::{Catalogue, Listing},
    playlist::{self, select},
    query,
};
use dumpgen::{Form, Options};
use etl::load;
use storage::{
    generations::Store,
    index::{Index, NameField, Plan, ValueField},
};

/// Measurements of each query.
const ROUNDS: usize = 30;

/// The videos of a playlist's longest answer.
const VIDEOS: usize = 5_000;

fn data() -> Store {
    if let Some(folder) = env::var_os("DATAGET_BENCH_DATA") {
        return Store::open(folder).expect("the folder can be read");
    }
    let releases = env::var("BENCH_RELEASES").ok().and_then(|n| n.parse().ok()).unwrap_or(300_000);
    let bench = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/bench");
    let data = Store::open(bench.join(format!("queries-{releases}"))).expect("it can be read");
    if data.current().expect("the pointer can be read").is_none() {
        let dump = bench.join(format!("dump-{releases}"));
        if !dump.join("discogs_20261101_CHECKSUM.txt").exists() {
            fs::create_dir_all(&dump).expect("the folder can be made");
            let options =
                Options { releases, seed: 1, form: Form::Y2026, date: "20261101".to_owned() };
            dumpgen::write_dump(&dump, &options, true).expect("the dump can be written");
        }
        load::load(&data, &[dump], load::Options::default(), &()).expect("the dump loads");
    }
    data
}

/// A mix as people ask: the catalogue's own values, alone and combined, broad and narrow.
fn queries(index: &Index) -> Vec<String> {
    let most = |field: ValueField, count: usize| -> Vec<String> {
        let mut values: Vec<_> = index.values(field).iter().collect();
        values.sort_by_key(|value| std::cmp::Reverse(value.totals.releases));
        values.iter().take(count).map(|value| quoted(&value.value)).collect()
    };
    let genres = most(ValueField::Genre, 10);
    let styles = most(ValueField::Style, 40);
    let countries = most(ValueField::Country, 20);
    let formats = most(ValueField::Format, 8);
    let mut queries = Vec::new();
    for (number, style) in styles.iter().enumerate() {
        let genre = &genres[number % genres.len()];
        let country = &countries[number % countries.len()];
        let format = &formats[number % formats.len()];
        let from = 1960 + number;
        queries.push(format!("style:{style} has:video"));
        queries.push(format!("genre:{genre} year:{from}..{} country:{country}", from + 9));
        queries.push(format!("style:{style} -format:{format} has:video"));
        queries.push(format!("genre:{genre} (style:{style} | country:{country}) decade:1990s"));
        queries.push(format!("genre:{genre} -country:{country}"));
    }
    let artists = index.names(NameField::Artist);
    for letter in 'a'..='z' {
        for artist in artists.suggest(&letter.to_string(), 2) {
            queries.push(format!("artist:{}", quoted(&artist.value)));
            let word = artist.value.split_whitespace().next().unwrap_or("x").replace('"', "");
            queries.push(format!("\"{word}\" has:video"));
        }
    }
    queries
}

fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Microseconds of each: the median of its rounds, so that other work on the machine does not
/// count.
fn measure<T>(items: &[T], run: impl Fn(&T)) -> Vec<f64> {
    items
        .iter()
        .map(|item| {
            run(item);
            let mut rounds: Vec<f64> = (0..ROUNDS)
                .map(|_| {
                    let start = Instant::now();
                    run(item);
                    start.elapsed().as_secs_f64() * 1e6
                })
                .collect();
            rounds.sort_by(f64::total_cmp);
            rounds[ROUNDS / 2]
        })
        .collect()
}

#[expect(clippy::print_stdout, reason = "a benchmark prints its table")]
fn row(what: &str, mut micros: Vec<f64>) {
    micros.sort_by(f64::total_cmp);
    let at = |share: f64| micros[((micros.len() - 1) as f64 * share) as usize] / 1000.0;
    println!("| {what} | {} | {:.3} | {:.3} | {:.3} |", micros.len(), at(0.5), at(0.99), at(1.0));
}

#[expect(clippy::print_stdout, reason = "a benchmark prints its table")]
fn main() {
    // `cargo test --benches` and `cargo bench -- FILTER` pass arguments that mean nothing here.
    if env::args().any(|argument| argument == "--test") {
        return;
    }
    let start = Instant::now();
    let catalogue = Catalogue::open(&data()).expect("the catalogue opens");
    let opened = start.elapsed();
    let index = catalogue.index();
    let totals = index.totals();
    let plans: Vec<Plan> = queries(index)
        .iter()
        .map(|text| query::parse(text).expect("the mix is well formed"))
        .map(|query| catalogue.plan(&query).expect("the index is in a file").plan)
        .collect();
    println!("\n{} entries, {} works, {} videos\n", totals.releases, totals.works, totals.videos);
    println!("| what | queries | p50 ms | p99 ms | worst ms |");
    println!("|---|---:|---:|---:|---:|");
    row(
        "count and first page",
        measure(&plans, |plan| {
            black_box((index.count(plan), index.page(plan, None, 20)));
        }),
    );
    row(
        "with all facets",
        measure(&plans, |plan| {
            black_box((
                index.count(plan),
                index.page(plan, None, 20),
                index.facets(plan, &ValueField::ALL),
            ));
        }),
    );
    let options = playlist::Options { limit: VIDEOS, ..playlist::Options::default() };
    row(
        "5,000 video ids",
        measure(&plans, |plan| {
            let chosen = select(index.candidates(index.ranks(plan)), &options);
            let ids: Vec<_> = chosen.iter().map(|video| index.video_id(video.video)).collect();
            black_box(ids);
        }),
    );
    let parsed: Vec<query::Expr> =
        queries(index).iter().map(|text| query::parse(text).expect("it is well formed")).collect();
    for (what, order) in [
        ("20 works with their documents", playlist::Order::Best),
        ("20 works by date", playlist::Order::Date),
        ("20 works shuffled", playlist::Order::Shuffle),
    ] {
        let options = playlist::Options { limit: 20, order, ..playlist::Options::default() };
        let listing = Listing { options, cursor: None };
        row(
            what,
            measure(&parsed, |query| {
                black_box(catalogue.works(Some(query), &listing).expect("it is in files"));
            }),
        );
    }
    let entries: Vec<_> = plans
        .iter()
        .filter_map(|plan| index.page(plan, None, 1).first().map(|&rank| index.entry(rank)))
        .collect();
    row(
        "8 works like one",
        measure(&entries, |&entry| {
            black_box(catalogue.related(entry, 8).expect("it is in files"));
        }),
    );
    let artists = index.names(NameField::Artist);
    let names: Vec<String> = ('a'..='z')
        .flat_map(|letter| artists.suggest(&letter.to_string(), 20))
        .map(|artist| artist.value)
        .collect();
    let prefixes: Vec<String> = names
        .iter()
        .flat_map(|name| (1..6).map(|length| name.chars().take(length).collect()))
        .collect();
    row(
        "suggestion by prefix",
        measure(&prefixes, |prefix| {
            black_box(artists.suggest(prefix, 10));
        }),
    );
    let typos: Vec<String> = names
        .iter()
        .filter(|name| name.chars().count() >= 6)
        .map(|name| {
            let mut letters: Vec<char> = name.chars().take(6).collect();
            letters[3] = if letters[3] == 'q' { 'x' } else { 'q' };
            letters.into_iter().collect()
        })
        .collect();
    row(
        "suggestion with one typo",
        measure(&typos, |typed| {
            black_box(artists.suggest(typed, 10));
        }),
    );
    println!(
        "\nready after {:.1} ms (the first time with generating and loading)",
        opened.as_secs_f64() * 1e3
    );
}
