//! What can be loaded, and what becomes of it.

use std::fs;

use crate::{
    dump,
    run::{Dataget, Ended},
};

#[test]
fn a_folder_is_loaded_and_can_be_asked() {
    let dataget = Dataget::new();
    dump::month(&dataget.folder("november"), "20261101", 30);
    let loaded = dataget.run(&["load", "november"]).succeeds();
    assert!(loaded.stdout.starts_with("generation 20261101 is published\n"), "{}", loaded.stdout);
    // The records 1 to 30 of masters have no release that names them: they stand for themselves.
    assert_eq!(dataget.counts("genre:electronic"), [60, 60, 30]);
    assert_eq!(dataget.counts("label:\"press 7\""), [1, 1, 1]);
}

#[test]
fn files_are_loaded_compressed_or_not() {
    let dataget = Dataget::new();
    let folder = dataget.folder("files");
    let kinds = ["artists", "labels", "masters", "releases"];
    let files = ["a_artists.xml", "a_labels.xml.gz", "a_masters.xml", "a_releases.xml.gz"];
    for (kind, file) in kinds.into_iter().zip(files) {
        dump::write(&folder.join(file), &dump::many(kind, 20));
    }
    let paths = files.map(|file| format!("files/{file}"));
    let mut arguments = vec!["load"];
    arguments.extend(paths.iter().map(String::as_str));
    dataget.run(&arguments).succeeds();
    assert_eq!(dataget.counts("song"), [40, 40, 20]);
}

#[test]
fn compression_is_told_by_the_content_and_not_by_the_name() {
    let dataget = Dataget::new();
    let xml = dump::many("masters", 5);
    fs::write(dataget.path().join("20261101_masters.xml"), dump::gzip(xml.as_bytes())).unwrap();
    fs::write(dataget.path().join("20261101_labels.xml.gz"), dump::many("labels", 5)).unwrap();
    dataget.run(&["load", "20261101_masters.xml", "20261101_labels.xml.gz"]).succeeds();
    assert_eq!(dataget.counts("song"), [5, 5, 5]);
}

#[test]
fn a_gzip_of_several_members_is_read_to_its_end() {
    let dataget = Dataget::new();
    let xml = dump::many("releases", 50);
    let (first, second) = xml.as_bytes().split_at(xml.len() / 2);
    let members = [dump::gzip(first), dump::gzip(b""), dump::gzip(second)].concat();
    fs::write(dataget.path().join("20261101_releases.xml.gz"), members).unwrap();
    dataget.run(&["load", "20261101_releases.xml.gz"]).succeeds();
    assert_eq!(dataget.counts("song"), [50, 50, 50]);
}

#[test]
fn masters_without_their_releases_stand_for_themselves() {
    let dataget = Dataget::new();
    dump::catalogue(&dataget.folder("all"));
    dataget.run(&["load", "all/discogs_20261101_masters.xml.gz"]).succeeds();
    assert_eq!(dataget.counts("-zzz"), [2, 2, 2]);
    let found = dataget.run(&["search", "year:1997", "--json"]).succeeds().json();
    let hit = &found["hits"][0];
    assert_eq!((hit["kind"].as_str(), hit["id"].as_u64()), (Some("master"), Some(10)));
    assert_eq!(hit["master_id"], 10);
    assert_eq!(dataget.counts("genre:jazz has:video has:master"), [1, 1, 1]);
}

#[test]
fn a_master_with_a_release_is_no_entry_of_its_own() {
    let dataget = Dataget::loaded(dump::catalogue);
    // 4 releases, and the master 11, which none of them names.
    assert_eq!(dataget.counts("-zzz"), [5, 4, 4]);
    assert_eq!(dataget.counts("harbour"), [2, 1, 2]);
}

#[test]
fn every_kind_alone_can_be_loaded() {
    for (kind, entries) in [("artists", 0), ("labels", 0), ("masters", 8), ("releases", 8)] {
        let dataget = Dataget::new();
        let file = dump::name("20261101", kind);
        dump::write(&dataget.path().join(&file), &dump::many(kind, 8));
        dataget.run(&["load", &file]).succeeds();
        assert_eq!(dataget.counts("-zzz")[0], entries, "{kind}");
    }
}

#[test]
fn what_goes_by_is_told_in_lines_where_there_is_no_terminal() {
    let dataget = Dataget::new();
    dump::month(&dataget.folder("november"), "20261101", 10);
    let Ended { stderr, .. } = dataget.run(&["load", "november"]).succeeds();
    let lines: Vec<&str> = stderr.lines().collect();
    let [rest @ .., index] = lines.as_slice() else { panic!("nothing is told") };
    assert_eq!(*index, "index: building");
    for (lines, kind) in rest.chunks(2).zip(["labels", "artists", "masters", "releases"]) {
        let file = dump::name("20261101", kind);
        assert_eq!(lines[0], format!("{kind}: reading november/{file}"));
        let read = format!("{kind}: 10 read, 10 stored, 0 rejected, ");
        assert!(lines[1].starts_with(&read) && lines[1].ends_with(" MB/s of XML"), "{}", lines[1]);
    }
    assert_eq!(rest.len(), 8);
    assert!(!stderr.contains('\u{1b}'), "colours where no terminal is");
}

#[test]
fn loading_a_dump_again_gives_the_same_answers() {
    let dataget = Dataget::new();
    dump::large(&dataget.folder("november"), "20261101", 300);
    let answers = || {
        ["genre:rock", "year:1990..1999 has:video", "-country:us"].map(|query| {
            let mut found =
                dataget.run(&["search", query, "--json", "--limit", "500"]).succeeds().json();
            found["took_us"].take();
            found["generation"].take();
            found
        })
    };
    dataget.run(&["load", "november"]).succeeds();
    let first = answers();
    dataget.run(&["load", "november"]).succeeds();
    assert_eq!(answers(), first);
    dataget.run(&["index"]).succeeds();
    assert_eq!(answers(), first);
    assert_eq!(dataget.generations(), ["20261101", "*20261101-2"]);
}

#[test]
fn the_data_folder_is_named_by_a_flag_or_by_the_environment() {
    let dataget = Dataget::new();
    dump::month(&dataget.folder("november"), "20261101", 3);
    dataget.run(&["load", "november", "--data-dir", "elsewhere/deep"]).succeeds();
    assert!(!dataget.path().join("data").exists(), "the flag wins");
    dataget.run(&["--data-dir", "elsewhere/deep", "search", "song"]).succeeds();
    let mut status = dataget.command(&["status", "--json"]);
    status.env("DATAGET_DATA_DIR", "elsewhere/deep");
    let status = Ended::of(status.output().unwrap()).succeeds().json();
    assert_eq!(status["current"], "20261101");
}
