//! What is told of the runs that bring dumps in, and of what they have brought.

use serde_json::{Value, json};
use storage::runs::{FileProgress, Outcome, Recorder, Runs, Stage};

use crate::{dump, run::wait_until, served::Served};

/// The runs of a server's data folder, as another process of this machine writes them down.
pub(crate) fn runs(served: &Served) -> Runs {
    Runs::new(&served.path().join("data"), None)
}

/// A run that is in the middle of a file.
pub(crate) fn loading(served: &Served) -> Recorder {
    let run = runs(served).begin("dataget update", Stage::Look);
    run.stage(Stage::Load);
    run.update(|run| {
        run.dump = Some("20261201".parse().unwrap());
        run.file = Some(FileProgress {
            name: "discogs_20261201_releases.xml.gz".to_owned(),
            done: 4_200_000,
            size: 10_400_000,
            records: 7_800,
        });
    });
    let is_told = || runs(served).list().iter().any(|run| run.file.is_some());
    wait_until("the file is written down", is_told);
    run
}

/// Writes down a run that is over, named by its place, which began that many minutes ago.
pub(crate) fn ended(served: &Served, minutes: i64, outcome: &Value, told: &str) {
    let at = |minutes| jiff::Timestamp::now() - jiff::SignedDuration::from_mins(minutes);
    let is_lost = outcome.is_null();
    let run = json!({
        "id": format!("over-{minutes}"), "command": "dataget update", "process": 1,
        "started": at(minutes), "updated": at(minutes - 1),
        "ended": (!is_lost).then(|| at(minutes - 1)),
        "stage": "download", "dump": "20261201", "file": null, "outcome": outcome, "told": told,
    });
    let folder = served.path().join("data/runs");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("over-{minutes}.json")), run.to_string()).unwrap();
}

#[test]
fn a_run_that_goes_on_is_seen_by_everybody_until_it_ends() {
    let served = Served::catalogue();
    assert_eq!(served.json("/api/v1/status")["run"], Value::Null);
    let run = loading(&served);
    let running = served.json("/api/v1/status")["run"].clone();
    assert_eq!(running["id"], run.id().as_str());
    assert_eq!((&running["stage"], &running["dump"]), (&json!("load"), &json!("20261201")));
    assert_eq!(
        running["file"],
        json!({"name": "discogs_20261201_releases.xml.gz", "done": 4_200_000, "size": 10_400_000,
            "records": 7_800, "bytes_per_second": null})
    );
    run.end(Outcome::Nothing, None);
    let status = served.json("/api/v1/status");
    assert_eq!(status["run"], Value::Null);
    assert_eq!(status["runs"][0]["outcome"], "nothing");
}

#[test]
fn what_came_of_the_last_runs_is_told_without_the_folders_of_the_machine() {
    let served = Served::catalogue();
    std::fs::remove_dir_all(served.path().join("data/runs")).unwrap();
    let failed = "/srv/dataget/masters.xml.gz: it is cut. See /srv/dataget/log.";
    for (minutes, outcome, told) in [
        (5, json!("failed"), failed),
        (10, Value::Null, ""),
        (15, json!({"published": "20261101"}), "generation 20261101 is published"),
        (
            20,
            json!({"wait": "2026-12-03T04:00:00Z"}),
            "https://ada:secret@data.example/ asks for it",
        ),
        (25, json!("stopped"), ""),
        (30, json!("done"), ""),
    ] {
        ended(&served, minutes, &outcome, told);
    }
    let next = "2026-12-03T09:17:00Z".parse().unwrap();
    runs(&served).set_next(Some(next)).unwrap();
    assert_eq!(served.json("/api/v1/status")["next_run"], "2026-12-03T09:17:00Z");
    let runs = served.json("/api/v1/status")["runs"].clone();
    let outcomes: Vec<&str> =
        runs.as_array().unwrap().iter().map(|run| run["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["failed", "lost", "published", "wait", "stopped", "done"]);
    assert_eq!(runs[0]["told"], "masters.xml.gz: it is cut");
    assert_eq!(runs[1]["told"], Value::Null);
    assert_eq!(runs[2]["generation"], "20261101");
    assert_eq!(runs[3]["told"], "https://data.example asks for it");
    assert_eq!(runs[3]["again"], "2026-12-03T04:00:00Z");
    for minutes in 40..60 {
        ended(&served, minutes, &json!("nothing"), "");
    }
    assert_eq!(served.json("/api/v1/status")["runs"].as_array().unwrap().len(), 10);
}

#[test]
fn each_generation_is_told_with_what_it_takes() {
    let served = Served::loaded(|folder| dump::month(folder, "20261101", 5));
    dump::month(&served.folder("december"), "20261201", 6);
    served.run(&["load", "december"]).succeeds();
    let generations = served.json("/api/v1/status")["generations"].clone();
    assert_eq!(
        (&generations[0]["name"], &generations[1]["name"]),
        (&"20261201".into(), &"20261101".into())
    );
    assert_eq!(
        (&generations[0]["current"], &generations[1]["current"]),
        (&true.into(), &false.into())
    );
    assert_eq!((&generations[0]["entries"], &generations[1]["entries"]), (&12.into(), &10.into()));
    for generation in generations.as_array().unwrap() {
        let [all, index] = ["bytes", "index_bytes"].map(|key| generation[key].as_u64().unwrap());
        assert!(0 < index && index < all, "{generation}");
        assert_eq!(generation["rejected"], 0);
    }
}
