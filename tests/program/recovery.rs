//! The way back from damage to what is stored.

use std::fs;

use crate::{dump, run::Dataget};

#[test]
fn a_lost_pointer_loses_no_generation() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261001", 5));
    dump::month(&dataget.folder("november"), "20261101", 6);
    dataget.run(&["load", "november"]).succeeds();
    fs::remove_file(dataget.path().join("data/CURRENT.json")).unwrap();
    // Readers are told; the next command that writes finds what is whole.
    dataget.run(&["search", "song"]).fails();
    dump::month(&dataget.folder("december"), "20261201", 7);
    dataget.run(&["load", "december"]).succeeds();
    assert_eq!(dataget.generations(), ["20261101", "*20261201"]);
}

#[test]
fn documents_that_are_damaged_are_loaded_again() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261101", 5));
    let documents = dataget.path().join("data/generations/20261101/releases.redb");
    let whole = fs::read(&documents).unwrap();
    fs::write(&documents, &whole[..whole.len() / 2]).unwrap();
    dataget.run(&["search", "song"]).fails();
    dataget.run(&["index"]).fails();
    dump::month(&dataget.folder("again"), "20261101", 5);
    let file = format!("again/{}", dump::name("20261101", "releases"));
    dataget.run(&["load", &file]).succeeds();
    dataget.run(&["search", "song"]).succeeds();
}

#[test]
fn an_index_is_not_built_of_less_than_was_loaded() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261101", 5));
    let folder = dataget.path().join("data/generations/20261101");
    let index = fs::read(folder.join("index.dgi")).unwrap();
    fs::remove_file(folder.join("releases.redb")).unwrap();
    assert!(dataget.run(&["index"]).fails().contains("releases.redb is missing"));
    assert!(fs::read(folder.join("index.dgi")).unwrap() == index);
}
