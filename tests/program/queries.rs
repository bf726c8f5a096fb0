//! Wrong usage: exit code 2, the place and what to write instead.

use crate::{
    dump,
    run::{Dataget, Ended},
};

/// Runs them, each refused as wrong usage, and gives what a person sees.
fn wrong_usage(dataget: &Dataget, commands: &[&[&str]]) -> String {
    for arguments in commands {
        let Ended { code, stdout, stderr } = dataget.run(arguments);
        assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}: {stderr}");
    }
    dataget.transcript(commands)
}

#[test]
fn a_query_that_is_not_understood_is_shown_with_the_place() {
    let dataget = Dataget::loaded(dump::catalogue);
    insta::assert_snapshot!(wrong_usage(
        &dataget,
        &[
            &["search", "gnere:jazz"],
            &["search", "genre:jazz style:\"deep house"],
            &["search", "year:19xx"],
            &["search", "year:1999..1990"],
            &["search", "year:1990s"],
            &["search", ""],
            &["search", "  "],
            &["search", "genre:"],
            &["search", "(genre:jazz | genre:rock"],
            &["search", "genre:jazz)"],
            &["search", "genre:jazz |"],
            &["search", "has:vido"],
            &["search", "decade:90s"],
            &["search", "Tåg gnere:jazz"],
            &["playlist", "gnere:jazz"],
            &["playlist", "\"open"],
        ]
    ));
}

#[test]
fn values_of_options_that_make_no_sense_are_explained() {
    let dataget = Dataget::loaded(dump::catalogue);
    insta::assert_snapshot!(wrong_usage(
        &dataget,
        &[
            &["search", "song", "--limit", "many"],
            &["search", "song", "--limit", "-1"],
            &["search", "song", "--limit"],
            &["search", "song", "--jason"],
            &["search"],
            &["search", "deep", "house"],
            &["playlist", "song", "--limit", "0"],
            &["playlist", "song", "--per-artist", "0"],
            &["playlist", "song", "--per-work", "none"],
            &["playlist", "song", "--seed", "-7"],
            &["playlist", "song", "--order", "newest"],
            &["playlist", "song", "--format", "mp3"],
            &["playlist", "song", "--min-length", "three minutes"],
            &["playlist", "song", "--min-length", "10m", "--max-length", "5m"],
            &["load"],
            &["lod", "november"],
            &[],
        ]
    ));
}

#[test]
fn before_anything_is_loaded_it_is_said_what_to_do() {
    let dataget = Dataget::new();
    let commands: [&[&str]; 6] = [
        &["search", "genre:jazz"],
        &["search", "genre:jazz", "--json"],
        &["playlist", "genre:jazz"],
        &["index"],
        &["status"],
        &["status", "--json"],
    ];
    insta::assert_snapshot!(dataget.transcript(&commands));
    assert!(!dataget.path().join("data").exists(), "asking makes no folder");
}

#[test]
fn a_data_folder_that_cannot_be_one_is_told() {
    let dataget = Dataget::new();
    dump::month(&dataget.folder("november"), "20261101", 3);
    std::fs::write(dataget.path().join("file"), "").unwrap();
    insta::assert_snapshot!(dataget.transcript(&[
        &["search", "song", "--data-dir", "file"],
        &["load", "november", "--data-dir", "file"],
        &["load", "november", "--data-dir", "file/below"],
        &["load", "november", "--data-dir", "/proc/dataget"],
    ]));
}
