//! What Prometheus reads, and what is drawn and rung from it.

use std::collections::{BTreeMap, BTreeSet};

use saphyr::{LoadableYamlNode, Yaml};
use serde_json::{Value, json};

use crate::{
    dashboard::{ended, loading},
    google::site,
    served::Served,
};

/// The samples of a text, by their names and labels; fails where the text is not OpenMetrics 1.0.
fn samples(text: &str) -> BTreeMap<String, f64> {
    let body = text.strip_suffix("# EOF\n").expect("it ends with its mark");
    let mut samples = BTreeMap::new();
    let mut families = BTreeSet::new();
    let (mut family, mut of_type) = ("", "");
    for line in body.lines() {
        if let Some(about) = line.strip_prefix("# ") {
            let mut words = about.splitn(3, ' ');
            let [what, name, told] = [(); 3].map(|()| words.next().unwrap());
            if name != family {
                assert!(families.insert(name), "{name} is told of in two places");
                (family, of_type) = (name, "");
            }
            match what {
                "HELP" => assert!(!told.is_empty()),
                "TYPE" => of_type = told,
                "UNIT" => assert!(name.ends_with(&format!("_{told}")), "{name} in {told}"),
                what => panic!("{what} is no such line"),
            }
            continue;
        }
        let (key, value) = line.rsplit_once(' ').unwrap();
        let (name, labels) = key.split_once('{').map_or((key, ""), |(name, rest)| {
            (name, rest.strip_suffix('}').expect("labels are closed"))
        });
        let endings: &[&str] = match of_type {
            "gauge" => &[""],
            "counter" => &["_total", "_created"],
            "histogram" => &["_bucket", "_sum", "_count", "_created"],
            other => panic!("{name} is of the type {other:?}"),
        };
        let ending = name.strip_prefix(family);
        assert!(ending.is_some_and(|ending| endings.contains(&ending)), "{name} is in {family}");
        for label in labels.split_terminator("\",") {
            let (label, value) = label.split_once("=\"").unwrap();
            assert!(label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'));
            assert!(!value.trim_end_matches('"').contains('"'), "{line}");
        }
        let value = value.replace("+Inf", "inf").parse().unwrap();
        assert!(samples.insert(key.to_owned(), value).is_none(), "{key} comes twice");
    }
    samples
}

/// A site of which everything is known that can be.
fn busy() -> (fake_google::FakeGoogle, Served, storage::runs::Recorder) {
    let google = fake_google::FakeGoogle::start();
    let served = site(&google, &[]);
    ended(&served, 10, &json!("failed"), "");
    ended(&served, 20, &json!("nothing"), "");
    ended(&served, 15, &json!("stopped"), "");
    let run = loading(&served);
    served.get("/api/v1/search?q=harbour");
    (google, served, run)
}

#[test]
fn the_metrics_are_openmetrics_and_tell_runs_generations_jobs_and_backends() {
    let (_google, served, run) = busy();
    let told = samples(&served.get("/metrics").body);
    for (name, value) in [
        ("dataget_run_running{stage=\"load\"}", 1.0),
        ("dataget_run_running{stage=\"download\"}", 0.0),
        ("dataget_run_file_done_bytes", 4_200_000.0),
        ("dataget_run_file_size_bytes", 10_400_000.0),
        ("dataget_youtube_units_left", 10_000.0),
        ("dataget_playlist_jobs{state=\"due\"}", 0.0),
        ("dataget_backend_up{backend=\"documents\"}", 1.0),
        ("dataget_backend_up{backend=\"index\"}", 1.0),
        ("dataget_backend_up{backend=\"sessions\"}", 1.0),
        ("dataget_generation_entries{generation=\"20261101\",of=\"releases\"}", 5.0),
        ("dataget_ready", 1.0),
    ] {
        assert_eq!(told.get(name), Some(&value), "{name} in {told:?}");
    }
    assert!(told["dataget_generation_bytes{generation=\"20261101\"}"] > 0.0);
    // The load of the month itself succeeded after the run that failed.
    let [success, failure, created] = [
        "dataget_run_last_success_timestamp_seconds",
        "dataget_run_last_failure_timestamp_seconds",
        "dataget_generation_created_timestamp_seconds",
    ]
    .map(|name| told[name]);
    assert!(failure + 300.0 < created && (created - success).abs() < 300.0, "{told:?}");
    run.end(storage::runs::Outcome::Nothing, None);
    let told = samples(&served.get("/metrics").body);
    assert_eq!(told["dataget_run_running{stage=\"load\"}"], 0.0);
    assert!(!told.contains_key("dataget_run_file_done_bytes"));
}

/// The names of metrics in an expression.
fn names(expression: &str) -> impl Iterator<Item = &str> {
    let is_name = |character: char| character.is_ascii_alphanumeric() || character == '_';
    expression.split(move |c| !is_name(c)).filter(|word| word.starts_with("dataget_"))
}

fn file(path: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docker").join(path);
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn the_dashboard_and_the_alerts_ask_for_what_is_told() {
    let dashboard: Value = serde_json::from_str(&file("grafana/dataget.json")).unwrap();
    let mut expressions = Vec::new();
    for panel in dashboard["panels"].as_array().unwrap() {
        for target in panel["targets"].as_array().unwrap() {
            expressions.push(target["expr"].as_str().unwrap().to_owned());
        }
    }
    for variable in dashboard["templating"]["list"].as_array().unwrap() {
        expressions.push(variable["query"].as_str().unwrap().to_owned());
    }
    let alerts = file("prometheus/alerts.yaml");
    let alerts = Yaml::load_from_str(&alerts).unwrap();
    let rules = alerts[0]["groups"][0]["rules"].as_vec().unwrap();
    for rule in rules {
        assert!(rule["alert"].as_str().is_some_and(|name| name.starts_with("Dataget")));
        for key in ["summary", "description"] {
            assert!(rule["annotations"][key].as_str().is_some(), "{rule:?} has no {key}");
        }
        expressions.push(rule["expr"].as_str().unwrap().to_owned());
    }
    assert!(rules.len() >= 7 && expressions.len() > 25);

    let (_google, served, _run) = busy();
    let told = samples(&served.get("/metrics").body);
    let told: BTreeSet<&str> = told.keys().map(|key| key.split('{').next().unwrap()).collect();
    for expression in &expressions {
        for name in names(expression) {
            assert!(told.contains(name), "{name} is not among {told:?}");
        }
    }
    let asked: BTreeSet<&str> = expressions.iter().flat_map(|asked| names(asked)).collect();
    assert!(asked.len() > 15, "only {asked:?} are asked for");
}
