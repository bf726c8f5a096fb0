//! A date that is loaded again, or further kinds of it.

use crate::{dump, run::Dataget};

#[test]
fn further_kinds_of_a_date_join_those_that_are_there() {
    let dataget = Dataget::new();
    dump::catalogue(&dataget.folder("all"));
    let file = |kind| format!("all/{}", dump::name("20261101", kind));
    dataget.run(&["load", &file("masters")]).succeeds();
    dataget.run(&["load", &file("releases"), &file("artists")]).succeeds();
    assert_eq!(dataget.generations(), ["20261101", "*20261101-2"]);
    assert_eq!(dataget.counts("-zzz"), [5, 4, 4]);

    let status = dataget.run(&["status", "--json"]).succeeds().json();
    let kinds = &status["generations"][1]["manifest"]["kinds"];
    assert_eq!(kinds["masters"]["taken_over_from"], "20261101");
    assert_eq!(kinds["masters"]["documents"], 2);
    assert_eq!(kinds["releases"]["source_file"], "discogs_20261101_releases.xml.gz");
    assert!(dataget.run(&["status"]).stdout.contains("taken over from 20261101"));

    dataget.run(&["load", &file("labels")]).succeeds();
    let together = dataget.run(&["search", "-zzz", "--json"]).succeeds().json();
    let whole = Dataget::loaded(dump::catalogue);
    let at_once = whole.run(&["search", "-zzz", "--json"]).succeeds().json();
    assert_eq!(together["hits"], at_once["hits"]);
    assert_eq!(together["total"], at_once["total"]);
}

#[test]
fn a_kind_of_a_date_that_comes_again_replaces_the_one_before() {
    let dataget = Dataget::new();
    let first = dataget.folder("first");
    dump::month(&first, "20261101", 20);
    dataget.run(&["load", "first"]).succeeds();
    let file = dump::name("20261101", "releases");
    dump::write(&dataget.path().join(&file), &dump::many("releases", 25));
    dataget.run(&["load", &file]).succeeds();
    assert_eq!(dataget.counts("-zzz"), [45, 45, 25]);
}

#[test]
fn what_is_taken_over_outlives_the_generation_that_it_came_from() {
    let dataget = Dataget::new();
    dump::month(&dataget.folder("all"), "20261101", 10);
    dataget.run(&["load", "all"]).succeeds();
    let labels = format!("all/{}", dump::name("20261101", "labels"));
    for _ in 0..3 {
        dataget.run(&["load", &labels]).succeeds();
    }
    assert_eq!(dataget.generations(), ["20261101-3", "*20261101-4"]);
    assert_eq!(dataget.counts("song has:video"), [20, 20, 10]);
    let found = dataget.run(&["search", "\"song 3\"", "--json"]).succeeds().json();
    assert_eq!(found["hits"][0]["title"], "Song 3");
}

#[test]
fn another_date_takes_nothing_over() {
    let dataget = Dataget::new();
    dump::month(&dataget.folder("october"), "20261001", 10);
    dataget.run(&["load", "october"]).succeeds();
    let file = dump::name("20261101", "masters");
    dump::write(&dataget.path().join(&file), &dump::many("masters", 10));
    let told = dataget.run(&["load", &file]).succeeds().stderr;
    assert!(told.contains(
        "note: generation 20261101 has no releases, 20261001 has 10: load the releases file of \
         20261101 as well, or go back with `dataget generations publish 20261001`"
    ));
    assert_eq!(dataget.generations(), ["20261001", "*20261101"]);
    assert_eq!(dataget.counts("-zzz"), [10, 10, 10]);
}
