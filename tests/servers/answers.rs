//! The same commands, the same output: on servers as in files.

use serde_json::Value;

use crate::{
    dump,
    home::{Catalogue, Home},
    run::Dataget,
};

/// What a person may do with two months, one after the other.
const COMMANDS: [&[&str]; 36] = [
    &["status"],
    &["search", "song"],
    &["generations", "list"],
    &["index"],
    &["load", "october"],
    &["search", "song 3"],
    &["load", "november"],
    &["load", "november", "--force"],
    &["status"],
    &["generations", "list"],
    &["search", "-zzz"],
    &["search", "-zzz", "--json"],
    &["search", "-zzz", "--json", "--limit", "2"],
    &["search", "genre:electronic year:1990..1999 -format:compilation"],
    &["search", "artist:#1 | label:#1"],
    &["search", "has:video decade:1990s", "--limit", "1"],
    &["search", "genre:electronik | label:nordlich"],
    &["search", "genre:"],
    &["playlist", "-zzz"],
    &["playlist", "-zzz", "--format", "csv", "--order", "date"],
    &["playlist", "-zzz", "--format", "xspf", "--order", "shuffle", "--seed", "7"],
    &["playlist", "-zzz", "--per-artist", "1", "--format", "jspf"],
    &["index"],
    &["search", "-zzz", "--json"],
    &["generations", "publish", "20261001"],
    &["search", "song", "--json"],
    &["generations", "publish", "20261201"],
    &["generations", "drop", "20261001"],
    &["generations", "publish", "20261101"],
    &["generations", "drop", "20261001"],
    &["generations", "drop", "20261001"],
    &["generations", "list"],
    &["search", "-zzz"],
    &["load", "november/discogs_20261101_labels.xml.gz"],
    &["generations", "list"],
    &["status"],
];

fn with_both_months(dataget: &Dataget) {
    dump::month(&dataget.folder("october"), "20261001", 12);
    dump::catalogue(&dataget.folder("november"));
}

/// What is printed, but for what a clock says and where things are.
fn told(dataget: &Dataget) -> String {
    let told = dataget.transcript(&COMMANDS).replace("data/mongodb/", "data/generations/");
    let of_servers = [
        // Of what is on servers, a part.
        "  on this disk: ",
        "documents in MongoDB at ",
        "index in Redis at ",
        "published; MongoDB ",
        "YouTube: ",
        "playlists: ",
    ];
    let is_of_servers = |line: &str| of_servers.iter().any(|start| line.starts_with(start));
    let lines = told.lines().filter(|line| !is_of_servers(line));
    lines.map(|line| timeless(line) + "\n").collect()
}

/// A line without its decimal numbers, blanks and microseconds.
fn timeless(line: &str) -> String {
    let line = match line.split_once("\"took_us\":") {
        Some((before, after)) => {
            format!("{before}{}", after.trim_start_matches(|digit: char| digit.is_ascii_digit()))
        }
        None => line.to_owned(),
    };
    let is_decimal = |word: &str| word.contains('.') && word.parse::<f64>().is_ok();
    let is_time = |word: &str| word.parse::<jiff::Timestamp>().is_ok();
    let is_of_clock = |word: &str| is_decimal(word) || is_time(word);
    let words = line.split_whitespace().map(|word| if is_of_clock(word) { "N" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

/// What `status --json` says, times and places left out.
fn status(dataget: &Dataget) -> Value {
    fn strip(value: &mut Value) {
        const ASIDE: [&str; 11] = [
            "bytes",
            "created",
            "data_dir",
            "ended",
            "id",
            "index_bytes",
            "mb_per_second",
            "mongodb",
            "redis",
            "seconds",
            "started",
        ];
        if let Value::Object(fields) = value {
            fields.retain(|name, _| !ASIDE.contains(&name.as_str()));
        }
        match value {
            Value::Object(fields) => fields.values_mut().for_each(strip),
            Value::Array(values) => values.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut status = dataget.run(&["status", "--json"]).succeeds().json();
    status.as_object_mut().unwrap().retain(|name, _| !["index", "youtube"].contains(&&**name));
    strip(&mut status);
    status
}

fn is_as_in_files(home: Home) {
    let files = Dataget::new();
    with_both_months(&files);
    let servers = Catalogue::new(home);
    with_both_months(&servers);
    let (expected, found) = (told(&files), told(&servers));
    for (number, (expected, found)) in expected.lines().zip(found.lines()).enumerate() {
        assert_eq!(found, expected, "line {number} with {home:?}");
    }
    assert_eq!(found, expected, "{home:?}");
    assert!(found.contains("generation 20261101-2 is published"), "{found}");
    assert_eq!(status(&servers), status(&files), "{home:?}");
}

#[test]
fn every_command_tells_the_same_with_mongodb() {
    is_as_in_files(Home::MongoDb);
}

#[test]
fn every_command_tells_the_same_with_redis() {
    is_as_in_files(Home::Redis);
}

#[test]
fn every_command_tells_the_same_with_mongodb_and_redis() {
    is_as_in_files(Home::Both);
}

#[test]
fn every_command_tells_the_same_with_mongodb_and_a_redis_cluster() {
    is_as_in_files(Home::Cluster);
}

#[test]
fn a_generated_month_is_answered_as_in_files() {
    let files = Dataget::loaded(|folder| dump::large(folder, "20261101", 600));
    let servers = Catalogue::new(Home::Cluster).loaded(|folder| {
        dump::large(folder, "20261101", 600);
    });
    for query in ["-zzz", "has:video", "genre:electronic | genre:rock", "year:1980.. -has:master"] {
        let search = |dataget: &Dataget| {
            let mut found = dataget.run(&["search", query, "--json", "--limit", "80"]).json();
            found.as_object_mut().unwrap().remove("took_us");
            found
        };
        assert_eq!(search(&servers), search(&files), "{query}");
        let list = ["playlist", query, "--format", "csv", "--limit", "300", "--order", "date"];
        assert_eq!(servers.run(&list).succeeds().stdout, files.run(&list).stdout, "{query}");
    }
}

#[test]
fn the_status_names_the_servers() {
    let servers = Catalogue::new(Home::Both).loaded(|folder| dump::month(folder, "20261101", 5));
    let status = servers.run(&["status"]).succeeds().stdout;
    let host = |url: &str| {
        let rest = url.split_once("://").unwrap().1;
        rest.split(['/', '?']).next().unwrap().to_owned()
    };
    let documents = format!("documents in MongoDB at {}\n", host(servers::mongodb()));
    let index = format!("index in Redis at {}: 20261101\n", host(servers::redis()));
    assert!(status.contains(&documents) && status.contains(&index), "{status}");
}
