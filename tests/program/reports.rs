//! What `status` tells of the loads.

use serde_json::json;
use storage::runs::{FileProgress, Outcome, Runs, Stage};

use crate::{
    dump,
    run::{Dataget, wait_until},
};

/// Times and rates are other ones each time.
fn without_times(text: &str) -> String {
    let is_number = |word: &str| word.contains('.') && word.parse::<f64>().is_ok();
    let word = |word: &str| match word {
        word if is_number(word) => "N".to_owned(),
        word if word.parse::<jiff::Timestamp>().is_ok() => "TIME".to_owned(),
        word => word.to_owned(),
    };
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
fn status_tells_the_operator_all_that_a_run_has_said() {
    let dataget = Dataget::loaded(dump::catalogue);
    let runs = Runs::new(&dataget.path().join("data"), None);
    let told = "/srv/dataget/masters.xml.gz: it is cut.\nFetch it again.";
    let at = "2026-11-30T03:04:00Z";
    let failed = json!({"id": "failed", "command": "dataget update", "process": 1, "started": at,
        "updated": at, "ended": at, "stage": "download", "outcome": "failed", "told": told});
    std::fs::write(dataget.path().join("data/runs/failed.json"), failed.to_string()).unwrap();
    let going = runs.begin("dataget update", Stage::Load);
    going.update(|run| {
        run.dump = Some("20261201".parse().unwrap());
        run.file = Some(FileProgress {
            name: "discogs_20261201_releases.xml.gz".to_owned(),
            done: 4_200_000,
            size: 10_400_000,
            records: 7_800,
        });
    });
    let status = || dataget.run(&["status"]).succeeds().stdout;
    wait_until("the file is told", || status().contains("7,800 records"));
    let status = status();
    for line in [
        "running: dataget update, load of 20261201, for ",
        "  discogs_20261201_releases.xml.gz: 4.2 of 10.4 MB, 7,800 records\n",
        "  2026-11-30T03:04:00Z  dataget update: failed at download, after 0.0 s\n    \
         /srv/dataget/masters.xml.gz: it is cut.\n    Fetch it again.\n",
    ] {
        assert!(status.contains(line), "{line} is not in {status}");
    }
    let json = dataget.run(&["status", "--json"]).succeeds().json();
    assert_eq!(json["run"]["stage"], "load");
    let runs = json["runs"].as_array().unwrap();
    assert!(runs.iter().any(|run| run["told"] == told), "{json}");
    going.end(Outcome::Stopped, None);
}

#[test]
fn status_tells_what_a_month_has_brought() {
    let dataget = Dataget::loaded(|folder| dump::month(folder, "20261101", 1_200));
    dump::month(&dataget.folder("december"), "20261201", 2_500);
    dataget.run(&["load", "december"]).succeeds();
    let status = dataget.run(&["status"]).succeeds().stdout;
    for line in [
        "  since 20261101           new   changed     gone\n",
        "  releases               1,300         0        0\n",
        "  videos                 1,300  Techno 1,300\n",
    ] {
        assert!(status.contains(line), "{line} is not in {status}");
    }
    let json = dataget.run(&["status", "--json"]).succeeds().json();
    assert_eq!(json["generations"][1]["changes"]["kinds"]["masters"]["new"], 1_300);
}

#[test]
fn a_status_that_is_not_complete_says_what_is_wrong_in_its_place() {
    let dataget = Dataget::loaded(dump::catalogue);
    let pointer = dataget.path().join("data/CURRENT.json");
    let whole = std::fs::read(&pointer).unwrap();
    std::fs::remove_dir_all(dataget.path().join("data/runs")).unwrap();
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
                    "id" if value.is_string() => *value = "ID".into(),
                    "bytes" if value.is_u64() => *value = "BYTES".into(),
                    _ => blank(value),
                }
            }
        }
        Value::Array(array) => array.iter_mut().for_each(blank),
        _ => {}
    }
}
