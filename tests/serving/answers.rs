//! Each route of the REST API gives what the contract says, letter by letter.

use serde_json::{Value, json};

use crate::served::{Served, escaped};

/// The answer without what differs from run to run.
fn steady(mut answer: Value) -> Value {
    if let Some(took) = answer.get_mut("took_us") {
        assert!(took.is_u64());
        *took = 0.into();
    }
    answer
}

#[test]
fn a_search_over_http_is_what_the_command_prints() {
    let served = Served::catalogue();
    for query in ["harbour", "genre:electronic -style:techno", "has:video year:1997..1999", "zzz"] {
        let told = served.run(&["search", query, "--json", "--limit", "20"]).succeeds().json();
        let answer = served.json(&format!("/api/v1/search?q={}", escaped(query)));
        assert_eq!(steady(answer), steady(told), "{query}");
    }
}

#[test]
fn the_videos_of_an_answer_are_those_of_a_playlist() {
    let served = Served::catalogue();
    let answer = served.json("/api/v1/videos?q=harbour&limit=1");
    insta::assert_json_snapshot!(answer["videos"]);
    let cursor = answer["next"].as_str().expect("there is another");
    let next = served.json(&format!("/api/v1/videos?q=harbour&limit=1&cursor={cursor}"));
    assert_ne!(next["videos"][0]["id"], answer["videos"][0]["id"]);
    let all = served.json("/api/v1/videos?q=has:video&order=date&min_length=100&max_length=12m");
    let lengths = all["videos"].as_array().unwrap().iter().map(|v| v["duration"].as_u64().unwrap());
    assert!(
        lengths.clone().count() > 0
            && lengths.clone().all(|seconds| (100..=720).contains(&seconds))
    );
}

#[test]
fn facets_count_releases_and_videos_and_leave_out_the_fields_own_terms() {
    let served = Served::catalogue();
    let answer = served.json("/api/v1/facets?q=genre:electronic+style:techno");
    assert_eq!(answer["generation"], "20261101");
    let fields: Vec<&String> = answer["facets"].as_object().unwrap().keys().collect();
    assert_eq!(fields.len(), 6);
    insta::assert_json_snapshot!(answer["facets"]["style"]);
    insta::assert_json_snapshot!(answer["facets"]["genre"]);
    // Without a query it is all that there is.
    let all = served.json("/api/v1/facets");
    assert!(all["facets"]["genre"].as_array().unwrap().len() > 1);
}

#[test]
fn a_prefix_is_completed() {
    let served = Served::catalogue();
    insta::assert_json_snapshot!(served.json("/api/v1/suggest?field=artist&prefix=mar"));
    let all = served.json("/api/v1/suggest?prefix=t");
    let fields = all["suggestions"].as_array().unwrap().iter().map(|s| s["field"].clone());
    assert!(fields.clone().any(|field| field == "style") && fields.clone().any(|f| f == "artist"));
}

#[test]
fn ids_come_all_of_them_a_line_each() {
    let served = Served::catalogue();
    let answer = served.get("/api/v1/ids?q=electronic+%7C+genre:electronic");
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    let lines: Vec<Value> =
        answer.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let total =
        served.json("/api/v1/search?q=electronic+%7C+genre:electronic")["total"]["releases"]
            .clone();
    assert_eq!(json!(lines.len()), total);
    assert_eq!(lines[0], json!({"kind": "release", "id": 100}));
    assert!(served.get("/api/v1/ids?q=zzz").body.is_empty());
}

#[test]
fn a_record_is_given_whole() {
    let served = Served::catalogue();
    for (path, id, name) in [
        ("artists/1", 1, "name"),
        ("labels/1", 1, "name"),
        ("masters/10", 10, "title"),
        ("releases/100", 100, "title"),
    ] {
        let document = served.json(&format!("/api/v1/{path}"));
        assert_eq!(document["id"], id, "{path}");
        assert!(document[name].is_string(), "{path}");
    }
    assert_eq!(served.json("/api/v1/releases/100")["artists"][1]["anv"], "Tåg");
}

#[test]
fn the_values_of_a_field_have_their_counts() {
    let served = Served::catalogue();
    for field in ["genres", "styles", "countries", "formats", "decades", "years"] {
        let all = served.json(&format!("/api/v1/{field}"));
        let values = all["values"].as_array().unwrap();
        assert!(!values.is_empty() && all["next"].is_null(), "{field}");
        let first = served.json(&format!("/api/v1/{field}?limit=1"));
        assert_eq!(first["values"][0], values[0], "{field}");
        if values.len() > 1 {
            let cursor = first["next"].as_str().unwrap();
            let second = served.json(&format!("/api/v1/{field}?limit=1&cursor={cursor}"));
            assert_eq!(second["values"][0], values[1], "{field}");
        }
    }
    insta::assert_json_snapshot!(served.json("/api/v1/genres?limit=1")["values"]);
}

#[test]
fn a_chart_has_every_year_between_the_first_and_the_last() {
    let served = Served::catalogue();
    let chart = served.json("/api/v1/genres/electronic/chart-data");
    assert_eq!(chart["value"], "Electronic");
    let years: Vec<u64> =
        chart["points"].as_array().unwrap().iter().map(|p| p["year"].as_u64().unwrap()).collect();
    assert_eq!(years, (years[0]..=years[years.len() - 1]).collect::<Vec<_>>());
    assert_eq!((years[0], years[years.len() - 1]), (1997, 2004));
    // A value may have anything in it.
    let path = format!("/api/v1/genres/{}/chart-data", escaped("Folk, World, & Country"));
    assert_eq!(served.json(&path)["value"], "Folk, World, & Country");
}

#[test]
fn the_dumps_and_the_stages_are_told() {
    let served = Served::catalogue();
    let dumps = served.json("/api/v1/dumps");
    assert_eq!(dumps["dumps"][0]["generation"], "20261101");
    assert_eq!(dumps["dumps"][0]["current"], true);
    assert_eq!(dumps["dumps"][0]["documents"]["releases"], 4);
    let status = served.json("/api/v1/status");
    let stages = status["stages"].as_array().unwrap();
    assert!(stages.iter().all(|stage| stage["state"] == "working"), "{status}");
}
