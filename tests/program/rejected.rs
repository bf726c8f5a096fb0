//! A record that cannot be read is set aside with its place, and the load goes on.

use std::fs;

use serde_json::{Value, json};

use crate::{dump, run::Dataget};

#[test]
fn rejected_records_are_listed_with_their_place_and_the_reason() {
    let dataget = Dataget::new();
    let before: String = (1..=2).map(|id| dump::record("releases", id)).collect();
    let bad = [
        "<release id=\"3\"><title>Torn</titel></release>\n",
        "<release><title>Two\nlines</title></release>\n",
        "<release id=\"x5\"><title>Å</title></release>\n",
        "<release id=\"6\"><title>&nbsp;</title></release>\n",
    ];
    let records = format!("{before}{}{}{}{}", bad[0], bad[1], bad[2], bad[3]);
    let xml = dump::whole("releases", &records);
    dump::write(&dataget.path().join("20261101_releases.xml.gz"), &xml);
    dataget.run(&["load", "20261101_releases.xml.gz", "--force"]).succeeds();
    assert_eq!(dataget.counts("-zzz")[0], 2);

    let list = dataget.path().join("data/generations/20261101/rejected.ndjson");
    let list = fs::read_to_string(list).unwrap();
    let lines: Vec<Value> = list.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    // The root element is on the first line and the two good records on the next two; the
    // second of the bad ones takes two lines.
    for (at, (line, expected)) in
        [(4, 3.into()), (5, Value::Null), (7, Value::Null), (8, 6.into())].into_iter().enumerate()
    {
        let offset = xml.find(bad[at]).unwrap();
        assert_eq!(lines[at]["file"], "20261101_releases.xml.gz");
        assert_eq!(lines[at]["kind"], "releases");
        assert_eq!(lines[at]["record"], at + 3);
        assert_eq!(lines[at]["line"], line);
        assert_eq!(lines[at]["offset"], offset);
        assert_eq!(lines[at]["id"], expected);
        let excerpt = lines[at]["xml"].as_str().unwrap();
        assert!(xml[offset..].starts_with(excerpt), "{excerpt}");
        assert_eq!(excerpt.trim_end(), bad[at].trim_end());
    }
    let reasons: Vec<&str> = lines.iter().map(|line| line["reason"].as_str().unwrap()).collect();
    insta::assert_snapshot!(reasons.join("\n"));
    assert_eq!(lines.len(), bad.len());
}

#[test]
fn places_hold_far_into_a_file() {
    let dataget = Dataget::new();
    let mut xml = String::from("<masters>\n");
    let mut places = Vec::new();
    for id in 1..=8000 {
        if id % 1000 == 500 {
            places.push(json!([id, 1 + xml.matches('\n').count(), xml.len(), null]));
            xml += "<master id=\"0\"><title>None</title></master>\n";
        } else {
            xml += &dump::record("masters", id);
        }
    }
    xml += "</masters>";
    assert!(xml.len() > 2_000_000, "too small to be read in several pieces: {}", xml.len());
    dump::write(&dataget.path().join("20261101_masters.xml"), &xml);
    dataget.run(&["load", "20261101_masters.xml"]).succeeds();
    let list = dataget.path().join("data/generations/20261101/rejected.ndjson");
    let list = fs::read_to_string(list).unwrap();
    let found: Vec<Value> = list
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|line| json!([line["record"], line["line"], line["offset"], line["id"]]))
        .collect();
    assert_eq!(found, places);
}

#[test]
fn an_id_that_comes_again_is_told_and_the_later_stands() {
    let dataget = Dataget::new();
    let records = dump::record("labels", 1)
        + &dump::record("labels", 2)
        + "<label><id>1</id><name>Later</name></label>\n";
    dump::write(&dataget.path().join("20261101_labels.xml"), &dump::whole("labels", &records));
    let loaded = dataget.run(&["load", "20261101_labels.xml"]).succeeds();
    insta::assert_snapshot!(loaded.stdout.lines().find(|line| line.contains("again")).unwrap());
}
