//! What is refused until somebody who has looked says otherwise, and what is refused for good.

use std::fs;

use crate::{dump, run::Dataget};

/// Releases of which some have no id.
fn releases(good: u32, bad: u32) -> String {
    let bad = "<release><title>Nameless</title></release>\n".repeat(bad as usize);
    let good: String = (1..=good).map(|id| dump::record("releases", id)).collect();
    dump::whole("releases", &format!("{good}{bad}"))
}

#[test]
fn one_rejected_record_in_a_thousand_is_published() {
    let dataget = Dataget::new();
    dump::write(&dataget.path().join("20261101_releases.xml"), &releases(999, 1));
    dataget.run(&["load", "20261101_releases.xml"]).succeeds();
    assert_eq!(dataget.counts("song"), [999, 999, 999]);
}

#[test]
fn more_rejected_records_are_published_by_force_only() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261001", 10));
    dump::write(&dataget.path().join("20261101_releases.xml"), &releases(998, 1));
    let error = dataget.refuses(&["load", "20261101_releases.xml"]);
    insta::assert_snapshot!(error);
    assert_eq!(dataget.generations(), ["*20261001"]);
    let list = fs::read_to_string(dataget.path().join("data/rejected.ndjson")).unwrap();
    assert_eq!(list.lines().count(), 1);

    dataget.run(&["load", "20261101_releases.xml", "--force"]).succeeds();
    assert_eq!(dataget.generations(), ["20261001", "*20261101"]);
    assert!(!dataget.path().join("data/rejected.ndjson").exists(), "the list has moved");
    assert!(
        dataget
            .run(&["status"])
            .stdout
            .contains("  rejected records: data/generations/20261101/rejected.ndjson\n")
    );
}

#[test]
fn a_dump_of_nothing_but_rejected_records_cannot_be_forced() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261001", 10));
    dump::write(&dataget.path().join("20261101_releases.xml"), &releases(0, 3));
    let error = dataget.refuses(&["load", "20261101_releases.xml", "--force"]);
    insta::assert_snapshot!(error);
}

#[test]
fn a_kind_that_shrank_is_published_by_force_only() {
    for kind in dump::KINDS {
        let dataget = Dataget::loaded(|folder| dump::month(folder, "20261001", 100));
        let file = dump::name("20261101", kind);
        let write = |count| dump::write(&dataget.path().join(&file), &dump::many(kind, count));
        write(89);
        let error = dataget.refuses(&["load", &file]);
        assert!(error.contains(&format!("the dump has 89 {kind}")), "{error}");
        if kind == "labels" {
            insta::assert_snapshot!(error);
        }
        dataget.run(&["load", &file, "--force"]).succeeds();
        assert_eq!(dataget.generations(), ["20261001", "*20261101"]);
    }
}

#[test]
fn a_kind_that_lost_a_tenth_is_published() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261001", 100));
    let file = dump::name("20261101", "labels");
    dump::write(&dataget.path().join(&file), &dump::many("labels", 90));
    dataget.run(&["load", &file]).succeeds();
}

#[test]
fn force_overrides_nothing_else() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261001", 40));
    let file = "20261101_releases.xml.gz";
    let xml = dump::many("releases", 40);
    let whole = dump::gzip(xml.as_bytes());
    let mut flipped = whole.clone();
    flipped[whole.len() - 6] ^= 1;
    for bytes in [
        &whole[..whole.len() / 2],
        &flipped,
        &[&whole[..], b"garbage"].concat(),
        xml.trim_end().strip_suffix("</releases>").unwrap().as_bytes(),
        b"<releases></releases>",
        b"<html></html>",
        b"",
    ] {
        fs::write(dataget.path().join(file), bytes).unwrap();
        dataget.refuses(&["load", file, "--force"]);
    }
    assert_eq!(dataget.generations(), ["*20261001"]);
}
