//! A damaged index is never trusted, and can be built again.

use std::fs;

use crate::{dump, run::Dataget};

const QUERIES: [&str; 3] = ["genre:electronic", "-label:\"press 3\" year:1990..1995", "song"];

#[test]
fn a_damaged_index_is_told_and_can_be_built_again() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261101", 60));
    let answers = || {
        QUERIES.map(|query| {
            let found = dataget.run(&["search", query, "--json"]).succeeds().json();
            (found["total"].clone(), found["hits"].clone(), found["next"].clone())
        })
    };
    let path = dataget.path().join("data/generations/20261101/index.dgi");
    let whole = fs::read(&path).unwrap();
    let before = answers();

    let mut damaged: Vec<Vec<u8>> = [0, 4, 8, 16, 40, whole.len() - 1]
        .into_iter()
        .chain((100..whole.len()).step_by(whole.len() / 40))
        .map(|place| {
            let mut bytes = whole.clone();
            bytes[place] ^= 0x10;
            bytes
        })
        .collect();
    damaged.extend([0, 7, whole.len() / 2, whole.len() - 1].map(|end| whole[..end].to_vec()));
    damaged.push([&whole[..], b"more"].concat());
    for bytes in damaged {
        fs::write(&path, &bytes).unwrap();
        let error = dataget.run(&["search", "song"]).fails();
        let path = "data/generations/20261101/index.dgi";
        assert!(error.contains(path) && error.contains("Run `dataget index`"), "{error}");
        assert_eq!(dataget.run(&["playlist", "song"]).fails(), error);
    }
    dataget.run(&["index"]).succeeds();
    assert!(fs::read(&path).unwrap() == whole, "the index is another one than before");
    assert_eq!(answers(), before);
}

#[test]
fn the_errors_of_an_index_read_so() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261101", 5));
    let path = dataget.path().join("data/generations/20261101/index.dgi");
    let whole = fs::read(&path).unwrap();
    let mut flipped = whole.clone();
    flipped[whole.len() / 2] ^= 1;
    let mut older = whole.clone();
    older[8..12].copy_from_slice(&1_u32.to_le_bytes());
    let mut told = Vec::new();
    for bytes in
        [&flipped[..], &older, &whole[..whole.len() / 2], b"", b"something else, of any length"]
    {
        fs::write(&path, bytes).unwrap();
        told.push(dataget.run(&["search", "song"]).fails());
    }
    fs::remove_file(&path).unwrap();
    told.push(dataget.run(&["search", "song"]).fails());
    insta::assert_snapshot!(told.join("\n"));
    let built = dataget.run(&["index"]).succeeds();
    let line = "the index of generation 20261101 is built: 10 releases, 10 works, 5 videos; ";
    assert!(built.stdout.starts_with(line), "{}", built.stdout);
    assert_eq!(dataget.counts("song"), [10, 10, 5]);
}

#[test]
fn damaged_documents_are_told() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261101", 5));
    let path = dataget.path().join("data/generations/20261101/releases.redb");
    let whole = fs::read(&path).unwrap();
    for bytes in [&whole[..whole.len() / 2], b"", b"something else"] {
        fs::write(&path, bytes).unwrap();
        let error = dataget.run(&["search", "song"]).fails();
        assert!(error.contains("releases.redb is damaged"), "{error}");
        assert!(error.contains("load the releases again"), "{error}");
    }
}
