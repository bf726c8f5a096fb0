//! What `status` tells of the loads.

use crate::{dump, run::Dataget};

/// Times and rates are other ones each time.
fn without_times(text: &str) -> String {
    let is_number = |word: &str| word.contains('.') && word.parse::<f64>().is_ok();
    let word = |word: &str| if is_number(word) { "N".to_owned() } else { word.to_owned() };
    let line = |line: &str| line.split_whitespace().map(word).collect::<Vec<_>>().join(" ");
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn status_shows_the_reports_newest_first() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261001", 2000));
    dump::write(
        &dataget.path().join("20261101_masters.xml"),
        &dump::many("masters", 2000).replace("</masters>", "<master><title/></master>\n</masters>"),
    );
    let loaded = dataget.run(&["load", "20261101_masters.xml"]).succeeds().stdout;
    let status = dataget.run(&["status"]).succeeds().stdout;
    assert!(status.contains(loaded.split_once('\n').unwrap().1), "the same as after the load");
    insta::assert_snapshot!(without_times(&status));
}

#[test]
fn the_json_of_status_has_this_shape() {
    let dataget = Dataget::loaded(dump::catalogue);
    let mut status = dataget.run(&["status", "--json"]).succeeds().json();
    blank(&mut status);
    insta::assert_json_snapshot!(status);
}

#[test]
fn a_status_that_is_not_complete_says_what_is_wrong_in_its_place() {
    let dataget = Dataget::loaded(dump::catalogue);
    let pointer = dataget.path().join("data/CURRENT.json");
    let whole = std::fs::read(&pointer).unwrap();
    std::fs::write(&pointer, "nonsense").unwrap();
    insta::assert_snapshot!(dataget.transcript(&[&["status"], &["status", "--json"]]));
    std::fs::write(&pointer, whole).unwrap();
}

/// Leaves the type of what is another one each time.
fn blank(value: &mut serde_json::Value) {
    use serde_json::Value;
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match key.as_str() {
                    "seconds" | "mb_per_second" if value.is_f64() => *value = "NUMBER".into(),
                    "started" | "ended" | "created" if value.is_string() => *value = "TIME".into(),
                    "bytes" if value.is_u64() => *value = "BYTES".into(),
                    _ => blank(value),
                }
            }
        }
        Value::Array(array) => array.iter_mut().for_each(blank),
        _ => {}
    }
}
