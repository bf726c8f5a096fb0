//! Going back to the generation before, and dropping one.

use crate::{dump, run::Dataget};

fn with_two_months() -> Dataget {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261001", 10));
    dump::month(&dataget.folder("november"), "20261101", 12);
    dataget.run(&["load", "november"]).succeeds();
    dataget
}

#[test]
fn the_last_two_are_kept() {
    let dataget = with_two_months();
    assert_eq!(dataget.generations(), ["20261001", "*20261101"]);
    dump::month(&dataget.folder("december"), "20261201", 12);
    dataget.run(&["load", "december"]).succeeds();
    assert_eq!(dataget.generations(), ["20261101", "*20261201"]);
    assert_eq!(dataget.generation_folders(), ["20261101", "20261201"]);
}

#[test]
fn the_way_back_is_one_command() {
    let dataget = with_two_months();
    assert_eq!(dataget.counts("song")[0], 24);
    let back = dataget.run(&["generations", "publish", "20261001"]).succeeds();
    assert_eq!(back.stdout, "generation 20261001 is current\n");
    assert_eq!(dataget.generations(), ["*20261001", "20261101"]);
    assert_eq!(dataget.counts("song")[0], 20);
    dataget.run(&["generations", "publish", "20261101"]).succeeds();
    assert_eq!(dataget.counts("song")[0], 24);
}

#[test]
fn after_a_way_back_the_next_load_keeps_what_was_read_last() {
    let dataget = with_two_months();
    dataget.run(&["generations", "publish", "20261001"]).succeeds();
    dump::month(&dataget.folder("december"), "20261201", 12);
    dataget.run(&["load", "december"]).succeeds();
    assert_eq!(dataget.generations().last().unwrap(), "*20261201");
    assert_eq!(dataget.generations().len(), 2);
}

#[test]
fn any_but_the_current_one_can_be_dropped() {
    let dataget = with_two_months();
    let dropped = dataget.run(&["generations", "drop", "20261001"]).succeeds();
    assert_eq!(dropped.stdout, "generation 20261001 is dropped\n");
    assert_eq!(dataget.generations(), ["*20261101"]);
    assert_eq!(dataget.generation_folders(), ["20261101"]);
}

#[test]
fn the_list_and_its_errors_read_so() {
    let nothing = Dataget::new();
    let before = nothing.transcript(&[
        &["generations", "list"],
        &["generations", "publish", "20261101"],
        &["generations", "drop", "20261101"],
    ]);
    assert!(!nothing.path().join("data").exists(), "nothing was to be made");
    let dataget = with_two_months();
    let after = dataget.transcript(&[
        &["generations", "list"],
        &["generations", "drop", "20261101"],
        &["generations", "drop", "20260901"],
        &["generations", "publish", "20261101-2"],
        &["generations", "publish", "november"],
        &["generations"],
    ]);
    insta::assert_snapshot!(format!("{before}\n{after}"));
    assert_eq!(dataget.generations(), ["20261001", "*20261101"]);
}
